import type { Reader, Trx } from '../../base/db/database.ts';
import { preparedInsert } from '../../base/db/prepared.ts';
import { Problem } from '../../base/http/problem.ts';
import { newId } from '../../base/ids.ts';
import { ensureSeen } from '../../mall/products/store.ts';
import { tellGivers } from './claims/store.ts';
import { movingHearts } from './hearts/store.ts';
import { firstPlace } from './order.ts';
import { deleteWishes } from './purge.ts';
import { MOST_WISHES, REMOVED_KEPT_MS, type Said } from './rules.ts';
import { announce, type Writing } from './store.ts';
import type { WishlistRow, WishRow } from './table.ts';

/** The wish of a product on a list, also one that was taken off. */
export function wishOn(
  db: Reader,
  list: Pick<WishlistRow, 'mall_id' | 'list_id'>,
  product: string,
): Promise<WishRow | undefined> {
  return db
    .selectFrom('wishes')
    .selectAll()
    .where('mall_id', '=', list.mall_id)
    .where('list_id', '=', list.list_id)
    .where('product', '=', product)
    .executeTakeFirst();
}

const addRow = preparedInsert('wishes', [
  'mall_id',
  'wish_id',
  'list_id',
  'shopper_id',
  'product',
  'options',
  'note',
  'quantity',
  'priority',
  'price_then',
  'currency_then',
  'place',
  'state',
  'hide_reason',
  'removed_at',
  'comment_count',
  'added_at',
  'edited_at',
  'version',
]);

export const refuseFull = (list: Pick<WishlistRow, 'wish_count'>): void => {
  if (list.wish_count >= MOST_WISHES)
    throw new Problem('quota-full', { detail: `at most ${MOST_WISHES} wishes on a list` });
};

/**
 * Puts a product on a list: anew, or back with all that hung on it.
 *
 * @returns the wish, and whether it was not there before
 * @throws Problem quota-full
 */
export async function addWish(
  trx: Trx,
  writing: Writing,
  list: WishlistRow,
  wanted: Said & { product: string; seenUrl?: string | undefined },
): Promise<{ wish: WishRow; made: boolean }> {
  const known = await wishOn(trx, list, wanted.product);
  if (known && known.state !== 'removed') return { wish: known, made: false };
  if (known && canComeBack(known, writing.now()))
    return { wish: await restoreWish(trx, writing, list, known), made: true };
  // Its time is over, and the daily round was not there yet.
  if (known) await deleteWishes(trx, writing, [known]);
  refuseFull(list);
  const { mall } = writing;
  const now = writing.now();
  const stated = await ensureSeen(trx, mall, wanted.product, wanted.seenUrl, now);
  const price = stated?.confirmed === 1 ? stated.price : null;
  const wish: WishRow = {
    mall_id: mall.id,
    wish_id: newId(),
    list_id: list.list_id,
    shopper_id: list.shopper_id,
    product: wanted.product,
    options: wanted.options,
    note: wanted.note,
    quantity: wanted.quantity,
    priority: wanted.priority,
    price_then: price,
    currency_then: price === null ? null : (stated?.currency ?? mall.settings.currency),
    place: await firstPlace(trx, list),
    state: 'shown',
    hide_reason: null,
    removed_at: null,
    comment_count: 0,
    added_at: now,
    edited_at: null,
    version: 1,
  };
  await movingHearts(trx, writing, ofWish(wish), () => addRow(trx, wish));
  await countWishes(trx, list, 1);
  await announce(trx, writing, 'wish.created', wish);
  return { wish, made: true };
}

export const ofWish = (wish: WishRow) => ({
  mallId: wish.mall_id,
  shopperId: wish.shopper_id,
  products: [wish.product],
});

/** Whether one that was taken off may still come back. */
export const canComeBack = (wish: WishRow, now: number): boolean =>
  wish.removed_at !== null && wish.removed_at > now - REMOVED_KEPT_MS;

export async function countWishes(
  trx: Trx,
  list: Pick<WishlistRow, 'mall_id' | 'list_id'>,
  by: number,
): Promise<void> {
  await trx
    .updateTable('wishlists')
    .set((eb) => ({ wish_count: eb('wish_count', '+', by) }))
    .where('mall_id', '=', list.mall_id)
    .where('list_id', '=', list.list_id)
    .execute();
}

/** Writes some columns of a wish. */
export async function setWish(trx: Trx, before: WishRow, set: Partial<WishRow>): Promise<WishRow> {
  await trx
    .updateTable('wishes')
    .set(set)
    .where('mall_id', '=', before.mall_id)
    .where('wish_id', '=', before.wish_id)
    .execute();
  return { ...before, ...set };
}

/** Takes a wish off its list; all that hangs on it waits for 30 days. */
export async function removeWish(trx: Trx, writing: Writing, wish: WishRow): Promise<void> {
  await movingHearts(trx, writing, ofWish(wish), () =>
    setWish(trx, wish, { state: 'removed', removed_at: writing.now() }),
  );
  await countWishes(trx, wish, -1);
  await tellGivers(trx, writing, wish.mall_id, [wish], 'gone');
  await announce(trx, writing, 'wish.removed', wish);
}

/**
 * Brings back one that was taken off: its note is hidden if it was.
 *
 * @throws Problem quota-full
 */
export async function restoreWish(
  trx: Trx,
  writing: Writing,
  list: WishlistRow,
  wish: WishRow,
): Promise<WishRow> {
  refuseFull(list);
  return movingHearts(trx, writing, ofWish(wish), () => bringBack(trx, writing, wish));
}

/** The same for one whose caller moves the hearts. */
export async function bringBack(trx: Trx, writing: Writing, wish: WishRow): Promise<WishRow> {
  const state = wish.hide_reason === null ? 'shown' : 'hidden';
  const back = await setWish(trx, wish, { state, removed_at: null });
  await countWishes(trx, wish, 1);
  await tellGivers(trx, writing, wish.mall_id, [wish], 'changed');
  await announce(trx, writing, 'wish.restored', wish);
  return back;
}

/** Puts new words in the place of others; a giver is told when it is not the same thing any more. */
export async function editWish(
  trx: Trx,
  writing: Writing,
  before: WishRow,
  said: Partial<Said>,
): Promise<void> {
  const set = { ...said, version: before.version + 1, edited_at: writing.now() };
  const after = await setWish(trx, before, set);
  if (after.quantity !== before.quantity || after.options !== before.options)
    await tellGivers(trx, writing, before.mall_id, [before], 'changed');
  await announce(trx, writing, 'wish.changed', before);
}
