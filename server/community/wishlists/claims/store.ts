import { sql } from 'kysely';
import type { Reader, Trx } from '../../../base/db/database.ts';
import type { Mall } from '../../../mall/malls/rules.ts';
import { authorsOf, formerAuthor } from '../../../mall/shoppers/authors.ts';
import { shopperIdOf, type Who } from '../../../mall/shoppers/rules.ts';
import { type Access, findList } from '../access.ts';
import type { Claim } from '../contract.ts';
import { dayIn, laterDay, NEVER } from '../rules.ts';
import type { WishClaimRow, WishlistRow, WishRow } from '../table.ts';
import { claimsOn, type Wished } from './rows.ts';

export { tellGivers } from './givers.ts';
export type { Wished } from './rows.ts';

/**
 * The claims on some wishes of a list, as far as whoever asks may see any: all of them, or only their own. A claim holds
 * for its product on every list of the wisher, so it is found by product.
 */
export async function claimsSeen(
  db: Reader,
  mall: Pick<Mall, 'id' | 'settings'>,
  { list, role, rights }: Access,
  who: Who,
  wishIds: readonly string[],
  now: number,
): Promise<Claim[]> {
  const today = dayIn(mall.settings.timeZone, now);
  const me = shopperIdOf(who);
  // Owner and co-owners see nothing at all before their day: not even what they claimed before they became one.
  if (me === undefined || wishIds.length === 0 || (role && role !== 'helper' && !rights.claims)) return [];
  let rows = db
    .selectFrom('wishes')
    .innerJoin('wish_claims as claim', (join) =>
      join
        .onRef('claim.mall_id', '=', 'wishes.mall_id')
        .onRef('claim.owner_id', '=', 'wishes.shopper_id')
        .onRef('claim.product', '=', 'wishes.product'),
    )
    .select(['wishes.wish_id', 'claim.shopper_id', 'claim.named', 'claim.claimed_at', 'claim.changed_at'])
    .where('wishes.mall_id', '=', mall.id)
    .where('wishes.wish_id', 'in', wishIds)
    .where('wishes.list_id', '=', list.list_id)
    .where('wishes.state', '!=', 'removed')
    .where('claim.gone_at', 'is', null);
  if (!rights.claims) rows = rows.where('claim.shopper_id', '=', me);
  else if (role === 'owner' || role === 'co-owner') rows = rows.where(isDue(today));
  else rows = rows.where(isNoneOfTheirs(me));
  const found = await rows.execute();
  const { locale } = mall.settings;
  const named = found.filter((row) => row.named === 1).map((row) => row.shopper_id);
  const authors = await authorsOf(db, mall.id, named, locale);
  const by = new Map(found.map((row) => [row.wish_id, row]));
  return wishIds.flatMap((wish) => {
    const row = by.get(wish);
    if (!row) return [];
    const mine = row.shopper_id === me;
    return {
      wish,
      by: row.named === 1 ? (authors.get(row.shopper_id) ?? formerAuthor(row.shopper_id, locale)) : null,
      mine,
      at: row.claimed_at,
      changedAt: mine ? row.changed_at : null,
    };
  });
}

/** Not on a list that they co-own: what is hidden from them there is hidden here. Their own claims are theirs. */
const isNoneOfTheirs = (shopperId: string) =>
  sql<boolean>`(claim.shopper_id = ${shopperId} or not exists (
    select 1 from wishes as other join wishlist_people as people
    on people.mall_id = other.mall_id and people.list_id = other.list_id
    where other.mall_id = claim.mall_id and other.shopper_id = claim.owner_id and other.product = claim.product
    and people.shopper_id = ${shopperId} and people.role = 'co-owner'))`;

/**
 * For the wisher's own eyes: the day has come on the list that the claim was given on as well, and on those that the wish
 * was on before. No wish is moved or copied to a list whose day is over, to look.
 */
export const isDue = (today: string) =>
  sql<boolean>`coalesce(claim.shown_from, '') <= ${today} and not exists (
    select 1 from wishlists as given where given.mall_id = claim.mall_id and given.list_id = claim.list_id
    and coalesce(given.claims_hidden_until, ${NEVER}) > ${today})`;

/**
 * A wish moved, or became one with another: the claim that was given on it follows.
 *
 * @returns the giver
 */
export async function moveClaim(
  trx: Trx,
  mallId: string,
  fromWishId: string,
  to: Pick<WishRow, 'wish_id' | 'list_id'>,
): Promise<string | undefined> {
  const claim = await trx
    .selectFrom('wish_claims')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('wish_id', '=', fromWishId)
    .where('gone_at', 'is', null)
    .executeTakeFirst();
  if (claim) await followWish(trx, claim, to);
  return claim?.shopper_id;
}

/** The giver was promised the day of the list that they gave on: it goes along. */
export async function followWish(
  trx: Trx,
  claim: WishClaimRow,
  to: Pick<WishRow, 'wish_id' | 'list_id'>,
): Promise<void> {
  const isElsewhere = claim.list_id !== to.list_id;
  const from = isElsewhere ? await findList(trx, claim.mall_id, claim.list_id) : undefined;
  const promised = from && (from.claims_hidden_until ?? NEVER);
  await trx
    .updateTable('wish_claims')
    .set({
      wish_id: to.wish_id,
      list_id: to.list_id,
      ...(promised !== undefined && { shown_from: laterDay(claim.shown_from, promised) }),
      // The link they were given leads to the other list.
      ...(isElsewhere && { link_version: null }),
    })
    .where('mall_id', '=', claim.mall_id)
    .where('claim_id', '=', claim.claim_id)
    .execute();
}

/** Before a list goes: the claims that were given on it keep its day. */
export async function keepDay(trx: Trx, list: WishlistRow): Promise<void> {
  const promised = list.claims_hidden_until ?? NEVER;
  await trx
    .updateTable('wish_claims')
    .set({ shown_from: promised })
    .where('mall_id', '=', list.mall_id)
    .where('list_id', '=', list.list_id)
    .where((eb) => eb.or([eb('shown_from', 'is', null), eb('shown_from', '<', promised)]))
    .execute();
}

/**
 * These wishes are no more. A claim that was given on one goes on with the same product on another list of that person;
 * where there is none it is gone. Called when the rows of the wishes have been deleted.
 */
export async function endClaims(
  trx: Trx,
  mallId: string,
  wishes: readonly Wished[],
  now: number,
): Promise<void> {
  for (const claim of await claimsOn(trx, mallId, wishes)) {
    const other = await trx
      .selectFrom('wishes')
      .select(['wish_id', 'list_id'])
      .where('mall_id', '=', mallId)
      .where('shopper_id', '=', claim.owner_id)
      .where('product', '=', claim.product)
      // One that is there before one that was taken off and may come back.
      .orderBy(sql`case when removed_at is null then 0 else 1 end`)
      .orderBy('removed_at', 'desc')
      .orderBy('wish_id')
      .limit(1)
      .executeTakeFirst();
    if (other) await followWish(trx, claim, other);
    else
      await trx
        .updateTable('wish_claims')
        .set({ gone_at: now })
        .where('mall_id', '=', mallId)
        .where('claim_id', '=', claim.claim_id)
        .execute();
  }
}
