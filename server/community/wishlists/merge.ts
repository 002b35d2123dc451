import type { Reader, Trx } from '../../base/db/database.ts';
import { tellGivers } from './claims/givers.ts';
import { laterClaimsEnd, moveGifts } from './claims/merge.ts';
import { followWish } from './claims/store.ts';
import { movingHearts } from './hearts/store.ts';
import { firstPlace } from './order.ts';
import { announce, findDefault, type Writing } from './store.ts';
import type { WishClaimRow, WishlistRow, WishRow } from './table.ts';
import { become } from './transfer.ts';
import { setWish } from './wishes.ts';

/**
 * Gives the lists and claims of a guest to the member they became: the default list goes into the member's, the others go
 * over as they are. A product that is on both default lists becomes one wish; what the member said of it counts, and
 * nothing that the guest said is lost where the member said nothing.
 *
 * @returns how many lists and claims are the member's now
 */
export async function mergeWishlists(
  trx: Trx,
  writing: Writing,
  guestId: string,
  memberId: string,
): Promise<{ wishes: number; claims: number }> {
  const mallId = writing.mall.id;
  const claims = await moveGifts(trx, writing, guestId, memberId);
  const lists = await trx
    .selectFrom('wishlists')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', guestId)
    .orderBy('list_id')
    .execute();
  if (lists.length === 0) return { wishes: 0, claims };
  const wishes = await trx
    .selectFrom('wishes')
    .select(['product', 'state'])
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', guestId)
    .execute();
  const products = [...new Set(wishes.map((wish) => wish.product))];
  // Before the wishes: a claim's owner and product are one, and one only.
  await laterClaimsEnd(trx, writing, guestId, memberId);
  const known = await findDefault(trx, mallId, memberId);
  await movingHearts(trx, writing, { mallId, shopperId: memberId, products }, async () => {
    for (const list of lists)
      if (list.is_default === 1 && known) await intoDefault(trx, writing, list, known);
      else await giveList(trx, writing, list, memberId);
  });
  return { wishes: wishes.filter((wish) => wish.state !== 'removed').length, claims };
}

/** A list goes over as it is. */
async function giveList(trx: Trx, writing: Writing, list: WishlistRow, memberId: string): Promise<void> {
  const { mall_id: mallId, list_id: listId } = list;
  for (const table of ['wishlists', 'wishes', 'wishlist_invitations'] as const)
    await trx
      .updateTable(table)
      .set({ shopper_id: memberId })
      .where('mall_id', '=', mallId)
      .where('list_id', '=', listId)
      .execute();
  // Who owns it looks after it no longer.
  await trx
    .deleteFrom('wishlist_people')
    .where('mall_id', '=', mallId)
    .where('list_id', '=', listId)
    .where('shopper_id', '=', memberId)
    .execute();
  await announce(trx, writing, 'wishlist.changed', list);
}

/** All wishes of one list go in front of those of another one, in their order; then the list is no more. */
async function intoDefault(trx: Trx, writing: Writing, from: WishlistRow, to: WishlistRow): Promise<void> {
  const mallId = to.mall_id;
  const rows = await wishesOf(trx, from);
  const there = new Map((await wishesOf(trx, to)).map((wish) => [wish.product, wish]));
  const moved = rows.map((wish) => ({
    wish_id: (there.get(wish.product) ?? wish).wish_id,
    list_id: to.list_id,
    shopper_id: to.shopper_id,
    product: wish.product,
  }));
  const given = new Set((await claimsGivenOn(trx, from)).map((claim) => claim.claim_id));
  const shift = (await firstPlace(trx, to)) - Math.max(...rows.map((wish) => wish.place));
  for (const wish of rows) {
    const stays = there.get(wish.product);
    if (stays) await become(trx, writing, wish, stays);
    else {
      const place = wish.place + shift;
      await setWish(trx, wish, { list_id: to.list_id, shopper_id: to.shopper_id, place });
    }
  }
  for (const claim of await claimsGivenOn(trx, from))
    await followWish(trx, claim, { wish_id: claim.wish_id, list_id: to.list_id });
  await countAgain(trx, to);
  for (const table of ['wishlist_people', 'wishlist_invitations', 'wishlists'] as const)
    await trx.deleteFrom(table).where('mall_id', '=', mallId).where('list_id', '=', from.list_id).execute();
  await announce(trx, writing, 'wishlist.deleted', from);
  await announce(trx, writing, 'wishlist.changed', to);
  // The link that givers were given led to the list that is no more.
  if (to.visibility !== 'public')
    await tellGivers(trx, writing, mallId, moved, 'closed', (claim) => given.has(claim.claim_id));
}

function wishesOf(db: Reader, list: WishlistRow): Promise<WishRow[]> {
  return db
    .selectFrom('wishes')
    .selectAll()
    .where('mall_id', '=', list.mall_id)
    .where('list_id', '=', list.list_id)
    .orderBy('place')
    .orderBy('wish_id')
    .execute();
}

function claimsGivenOn(db: Reader, list: WishlistRow): Promise<WishClaimRow[]> {
  return db
    .selectFrom('wish_claims')
    .selectAll()
    .where('mall_id', '=', list.mall_id)
    .where('list_id', '=', list.list_id)
    .where('gone_at', 'is', null)
    .execute();
}

async function countAgain(trx: Trx, list: WishlistRow): Promise<void> {
  const { count } = await trx
    .selectFrom('wishes')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('mall_id', '=', list.mall_id)
    .where('list_id', '=', list.list_id)
    .where('state', '!=', 'removed')
    .executeTakeFirstOrThrow();
  await trx
    .updateTable('wishlists')
    .set((eb) => ({ wish_count: Number(count), version: eb('version', '+', 1) }))
    .where('mall_id', '=', list.mall_id)
    .where('list_id', '=', list.list_id)
    .execute();
}
