import { sql } from 'kysely';
import type { Trx } from '../../base/db/database.ts';
import { Problem } from '../../base/http/problem.ts';
import type { Access } from './access.ts';
import { moveClaim, tellGivers } from './claims/store.ts';
import { movingHearts } from './hearts/store.ts';
import { firstPlace } from './order.ts';
import { deleteWishes } from './purge.ts';
import { joined, type Said } from './rules.ts';
import { announce, type Writing } from './store.ts';
import type { WishlistRow, WishRow } from './table.ts';
import { addWish, bringBack, countWishes, ofWish, refuseFull, setWish, wishOn } from './wishes.ts';

/** What of a wish goes with it: what the mall has hidden does not come to light by going elsewhere. */
const saidOf = ({ options, note, quantity, priority, state, hide_reason }: WishRow): Said => ({
  options,
  note: state === 'hidden' || hide_reason !== null ? '' : note,
  quantity,
  priority,
});

/**
 * Who may: move and copy between lists of one person that both are one's own to change; copy what one may see to a list
 * of one's own.
 *
 * @throws Problem not-allowed
 */
export function refuseTransfer(from: Access, to: Access, copy: boolean): void {
  const both = from.rights.edit && to.rights.edit && from.list.shopper_id === to.list.shopper_id;
  if (!both && !(copy && to.rights.own)) throw new Problem('not-allowed');
}

/** @returns the wish on the other list */
export async function copyWish(
  trx: Trx,
  writing: Writing,
  from: Access,
  wish: WishRow,
  to: WishlistRow,
): Promise<string> {
  // What somebody else says of it, and how many they want, are theirs.
  const said = from.rights.edit
    ? saidOf(wish)
    : { options: wish.options, note: '', quantity: 1, priority: 1 };
  const known = await wishOn(trx, to, wish.product);
  const { wish: copy } = await addWish(trx, writing, to, { ...said, product: wish.product });
  if (known?.wish_id === copy.wish_id) await join(trx, writing, copy, said);
  return copy.wish_id;
}

/** @returns the wish on the other list: this one, or the one of that product that was there */
export async function moveWish(
  trx: Trx,
  writing: Writing,
  from: Access,
  wish: WishRow,
  to: WishlistRow,
): Promise<string> {
  if (from.list.list_id === to.list_id) return wish.wish_id;
  return movingHearts(trx, writing, ofWish(wish), async () => {
    const there = await wishOn(trx, to, wish.product);
    await countWishes(trx, wish, -1);
    await announce(trx, writing, 'wish.removed', wish);
    let giver: string | undefined;
    if (there?.state === 'removed') refuseFull(to);
    if (there) giver = await become(trx, writing, wish, there);
    else {
      refuseFull(to);
      const place = await firstPlace(trx, to);
      await setWish(trx, wish, { list_id: to.list_id, place, version: wish.version + 1 });
      await countWishes(trx, to, 1);
      giver = await moveClaim(trx, wish.mall_id, wish.wish_id, {
        wish_id: wish.wish_id,
        list_id: to.list_id,
      });
      await announce(trx, writing, 'wish.created', { ...wish, list_id: to.list_id });
    }
    // Who may see the one list need not see the other.
    const moved = { ...wish, wish_id: there?.wish_id ?? wish.wish_id, list_id: to.list_id };
    if (to.visibility !== 'public')
      await tellGivers(trx, writing, wish.mall_id, [moved], 'closed', (claim) => claim.shopper_id === giver);
    return there?.wish_id ?? wish.wish_id;
  });
}

/**
 * Two wishes of one product become one; comments and claim of the one that goes hang on the one that stays. One that was
 * taken off comes back for one that was not, and says what that one says. The caller moves the hearts.
 *
 * @returns the giver of the claim that went along
 */
export async function become(
  trx: Trx,
  writing: Writing,
  goes: WishRow,
  stays: WishRow,
): Promise<string | undefined> {
  const isBack = stays.state === 'removed' && goes.state !== 'removed';
  const there = isBack ? await bringBack(trx, writing, stays) : stays;
  await trx
    .updateTable('comments')
    .set({ subject_id: there.wish_id })
    .where('mall_id', '=', goes.mall_id)
    .where(sql<boolean>`subject_kind = 'wish'`)
    .where('subject_id', '=', goes.wish_id)
    .execute();
  const counted = await setWish(trx, there, { comment_count: there.comment_count + goes.comment_count });
  // What was taken off says nothing any more where the other still stands.
  if (goes.state !== 'removed' || stays.state === 'removed')
    await join(trx, writing, counted, saidOf(goes), isBack);
  const giver = await moveClaim(trx, goes.mall_id, goes.wish_id, there);
  await deleteWishes(trx, writing, [goes]);
  return giver;
}

/**
 * What the one that stays says counts; what it does not say comes from the other.
 *
 * @param isBack it was taken off before: the other one speaks first
 */
async function join(trx: Trx, writing: Writing, stays: WishRow, said: Said, isBack = false): Promise<void> {
  const { options, note, quantity, priority } = isBack ? joined(said, stays) : joined(stays, said);
  const before = {
    options: stays.options,
    note: stays.note,
    quantity: stays.quantity,
    priority: stays.priority,
  };
  const isSame =
    options === before.options &&
    note === before.note &&
    quantity === before.quantity &&
    priority === before.priority;
  if (!isSame)
    await setWish(trx, stays, {
      options,
      note,
      quantity,
      priority,
      version: stays.version + 1,
      edited_at: writing.now(),
    });
  if (options !== before.options || quantity !== before.quantity)
    await tellGivers(trx, writing, stays.mall_id, [stays], 'changed');
  await announce(trx, writing, 'wish.changed', stays);
}
