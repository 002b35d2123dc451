import type { Reader, Trx } from '../../../base/db/database.ts';
import { Problem } from '../../../base/http/problem.ts';
import { newId } from '../../../base/ids.ts';
import { type Secrets, sameText } from '../../../base/secrets.ts';
import type { Services } from '../../../base/services.ts';
import { type Access, type Asking, findWish, linkKeyOf } from '../access.ts';
import { type Moving, makeWay } from '../parts/holds.ts';
import { runningClub } from '../parts/rows.ts';
import { MOST_CLAIMS, mayClaim } from '../rules.ts';
import type { WishClaimRow, WishRow } from '../table.ts';
import { liveClaim } from './rows.ts';
import { followWish } from './store.ts';

type Telling = Pick<Services, 'outbox' | 'now'>;

/** Whether somebody co-owns another list of the wisher with this product: then it is their own thing as well. */
export async function isCoOwned(
  db: Reader,
  { mall_id: mallId, shopper_id: ownerId, product }: WishRow,
  shopperId: string,
): Promise<boolean> {
  const row = await db
    .selectFrom('wishes')
    .innerJoin('wishlist_people as people', (join) =>
      join.onRef('people.mall_id', '=', 'wishes.mall_id').onRef('people.list_id', '=', 'wishes.list_id'),
    )
    .select('wishes.wish_id')
    .where('wishes.mall_id', '=', mallId)
    .where('wishes.shopper_id', '=', ownerId)
    .where('wishes.product', '=', product)
    .where('people.shopper_id', '=', shopperId)
    .where('people.role', '=', 'co-owner')
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Tells those who may see claims, on the list where it was given; nobody else may open this topic. One event, on however
 * many lists the product is: their number would tell the wisher which product it was.
 */
export const announceClaim = (
  trx: Trx,
  { outbox }: Pick<Services, 'outbox'>,
  claim: Pick<WishClaimRow, 'mall_id' | 'list_id' | 'wish_id'>,
): Promise<void> =>
  outbox.append(trx, {
    mallId: claim.mall_id,
    kind: 'claim.changed',
    topic: `gifts:${claim.list_id}`,
    ids: { list: claim.list_id, wish: claim.wish_id },
  });

/** The version of the list's link that somebody brought; null when they see the list without one. */
export function linkBrought(secrets: Secrets, { list, role }: Access, { linkKey }: Asking): number | null {
  if (role !== null || linkKey === undefined || !sameText(linkKey, linkKeyOf(secrets, list))) return null;
  return list.link_version;
}

/**
 * Somebody will give this, or says again how they want to be named. Parts that others have set aside for it are let go.
 *
 * @throws Problem own-thing for owner and co-owners, claimed or not; already-taken; quota-full
 */
export async function claimWish(
  trx: Trx,
  services: Moving,
  { wish, ...access }: Access & { wish: WishRow },
  asking: Asking,
  giver: { shopperId: string; named: boolean },
): Promise<void> {
  const { mall_id: mallId, shopper_id: ownerId, product } = wish;
  const asks = { shopperId: giver.shopperId, role: access.role };
  // Before anything is looked up: what an owner is told takes as long for the one as for the other.
  if (mayClaim(asks, undefined) === 'own-thing') throw new Problem('own-thing');
  if (await isCoOwned(trx, wish, giver.shopperId)) throw new Problem('own-thing');
  const live = await liveClaim(trx, mallId, ownerId, product);
  const verdict = mayClaim(asks, live?.shopper_id);
  if (verdict === 'already-taken' || verdict === 'own-thing') throw new Problem(verdict);
  // A club collects for it: whoever wants to give takes part there.
  if (!live && (await runningClub(trx, mallId, ownerId, product))) throw new Problem('already-taken');
  const named = giver.named ? 1 : 0;
  const link = linkBrought(services.secrets, access, asking);
  if (live) {
    await sayAgain(trx, live, wish, { named, link });
    if (live.named !== named) await announceClaim(trx, services, live);
    return;
  }
  if ((await countLive(trx, mallId, giver.shopperId)) >= MOST_CLAIMS)
    throw new Problem('quota-full', { detail: `at most ${MOST_CLAIMS} things to give at once` });
  const row: WishClaimRow = {
    mall_id: mallId,
    claim_id: newId(),
    owner_id: ownerId,
    product,
    shopper_id: giver.shopperId,
    claimed_at: services.now(),
    gone_at: null,
    shown_from: null,
    named,
    changed_at: null,
    wish_id: wish.wish_id,
    list_id: wish.list_id,
    link_version: link,
  };
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('wish_claims')
    .values(row)
    // Two at the same moment: the first one's claim is there now.
    .onConflict((conflict) =>
      conflict.columns(['mall_id', 'owner_id', 'product']).where('gone_at', 'is', null).doNothing(),
    )
    .executeTakeFirstOrThrow();
  if (numInsertedOrUpdatedRows === 0n) throw new Problem('already-taken');
  await makeWay(trx, services, wish);
  await announceClaim(trx, services, row);
}

/** A giver says it once more: they have seen how the wish is now. */
async function sayAgain(
  trx: Trx,
  live: WishClaimRow,
  wish: WishRow,
  { named, link }: { named: number; link: number | null },
): Promise<void> {
  let isHere = live.list_id === wish.list_id;
  if (!isHere) {
    const given = await findWish(trx, live.mall_id, live.wish_id);
    isHere = !given || given.state === 'removed';
  }
  if (isHere) await followWish(trx, live, wish);
  await trx
    .updateTable('wish_claims')
    .set({ named, changed_at: null, ...(isHere && link !== null && { link_version: link }) })
    .where('mall_id', '=', live.mall_id)
    .where('claim_id', '=', live.claim_id)
    .execute();
}

async function countLive(db: Reader, mallId: string, shopperId: string): Promise<number> {
  const { count } = await db
    .selectFrom('wish_claims')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', shopperId)
    .where('gone_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/**
 * A giver takes their word back, also where they may no longer see the wish.
 *
 * @returns false when there was no claim of theirs on it
 */
export async function unclaimWish(
  trx: Trx,
  services: Telling,
  wish: Pick<WishRow, 'mall_id' | 'shopper_id' | 'product'>,
  giverId: string,
): Promise<boolean> {
  // Asked for by the giver: of others' claims nothing is read.
  const own = await trx
    .selectFrom('wish_claims')
    .selectAll()
    .where('mall_id', '=', wish.mall_id)
    .where('owner_id', '=', wish.shopper_id)
    .where('product', '=', wish.product)
    .where('shopper_id', '=', giverId)
    .where('gone_at', 'is', null)
    .executeTakeFirst();
  if (!own) return false;
  await freeClaim(trx, services, own);
  return true;
}

/**
 * A giver takes a claim off their list whose wish is gone for good.
 *
 * @returns false when there was none of theirs
 */
export async function dismissClaim(
  trx: Trx,
  mallId: string,
  wishId: string,
  giverId: string,
): Promise<boolean> {
  const { numDeletedRows } = await trx
    .deleteFrom('wish_claims')
    .where('mall_id', '=', mallId)
    .where('wish_id', '=', wishId)
    .where('shopper_id', '=', giverId)
    .where('gone_at', 'is not', null)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** The wish is free to be given again. */
export async function freeClaim(
  trx: Trx,
  services: Pick<Services, 'outbox'>,
  claim: WishClaimRow,
): Promise<void> {
  await trx
    .deleteFrom('wish_claims')
    .where('mall_id', '=', claim.mall_id)
    .where('claim_id', '=', claim.claim_id)
    .execute();
  if (claim.gone_at === null) await announceClaim(trx, services, claim);
}
