import type { Reader, Trx } from '../../base/db/database.ts';
import type { Services } from '../../base/services.ts';
import type { Mall } from '../../mall/malls/rules.ts';
import { authorsOf, formerAuthor } from '../../mall/shoppers/authors.ts';
import type { Who } from '../../mall/shoppers/rules.ts';
import type { Access } from './access.ts';
import type { Claim } from './contract.ts';
import type { WishClaimRow, WishRow } from './table.ts';

/** What tells whose wish of what it is. */
export type Wished = Pick<WishRow, 'wish_id' | 'list_id' | 'shopper_id' | 'product'>;

/** Rows in one statement: few enough for what either database takes as parameters. */
const CHUNK = 200;

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
): Promise<Claim[]> {
  const me = who.kind === 'guest' || who.kind === 'member' ? who.shopperId : undefined;
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

/** Marks the claims on these wishes as changed: their givers look again. Whoever wishes sees nothing of it. */
export async function tellGivers(
  trx: Trx,
  services: Pick<Services, 'outbox' | 'now'>,
  mallId: string,
  wishes: readonly Wished[],
  _what: 'changed' | 'gone',
): Promise<void> {
  for (const [ownerId, products] of byOwner(wishes))
    for (let at = 0; at < products.length; at += CHUNK)
      await trx
        .updateTable('wish_claims')
        .set({ changed_at: services.now() })
        .where('mall_id', '=', mallId)
        .where('owner_id', '=', ownerId)
        .where('product', 'in', products.slice(at, at + CHUNK))
        .where('gone_at', 'is', null)
        .execute();
}

/** A wish moved, or became one with another: the claim that was given on it follows. */
export async function moveClaim(
  trx: Trx,
  mallId: string,
  fromWishId: string,
  to: Pick<WishRow, 'wish_id' | 'list_id'>,
): Promise<void> {
  await trx
    .updateTable('wish_claims')
    .set({ wish_id: to.wish_id, list_id: to.list_id })
    .where('mall_id', '=', mallId)
    .where('wish_id', '=', fromWishId)
    .where('gone_at', 'is', null)
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
      .orderBy('removed_at')
      .limit(1)
      .executeTakeFirst();
    await trx
      .updateTable('wish_claims')
      .set(other ?? { gone_at: now })
      .where('mall_id', '=', mallId)
      .where('claim_id', '=', claim.claim_id)
      .execute();
  }
}

/** The wishes of a list that somebody has claimed. */
export async function claimedBy(
  db: Reader,
  mallId: string,
  listId: string,
  giverId: string,
): Promise<Wished[]> {
  const rows = await db
    .selectFrom('wish_claims')
    .select(['wish_id', 'list_id', 'owner_id', 'product'])
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', giverId)
    .where('list_id', '=', listId)
    .where('gone_at', 'is', null)
    .execute();
  return rows.map(({ owner_id: shopper_id, ...row }) => ({ ...row, shopper_id }));
}

/** The live claims on the products of some wishes that were given on these very wishes. */
async function claimsOn(
  db: Reader,
  mallId: string,
  wishes: readonly Wished[],
): Promise<Pick<WishClaimRow, 'claim_id' | 'owner_id' | 'product'>[]> {
  const ids = new Set(wishes.map((wish) => wish.wish_id));
  const found: Pick<WishClaimRow, 'claim_id' | 'owner_id' | 'product' | 'wish_id'>[] = [];
  for (const [ownerId, products] of byOwner(wishes))
    for (let at = 0; at < products.length; at += CHUNK)
      found.push(
        ...(await db
          .selectFrom('wish_claims')
          .select(['claim_id', 'owner_id', 'product', 'wish_id'])
          .where('mall_id', '=', mallId)
          .where('owner_id', '=', ownerId)
          .where('product', 'in', products.slice(at, at + CHUNK))
          .where('gone_at', 'is', null)
          .execute()),
      );
  return found.filter((claim) => ids.has(claim.wish_id));
}

function byOwner(wishes: readonly Wished[]): Map<string, string[]> {
  const products = new Map<string, Set<string>>();
  for (const wish of wishes)
    products.set(wish.shopper_id, (products.get(wish.shopper_id) ?? new Set()).add(wish.product));
  return new Map([...products].map(([owner, keys]) => [owner, [...keys]]));
}
