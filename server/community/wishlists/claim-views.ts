import { sql } from 'kysely';
import type { Reader } from '../../base/db/database.ts';
import { decodeCursor, encodeCursor } from '../../base/http/cursor.ts';
import type { Services } from '../../base/services.ts';
import type { Mall } from '../../mall/malls/rules.ts';
import type { PublicProduct } from '../../mall/products/contract.ts';
import type { Asking } from '../../mall/shoppers/asking.ts';
import { authorsOf, formerAuthor } from '../../mall/shoppers/authors.ts';
import { accessToWish, linkKeyOf } from './access.ts';
import { liveClaim } from './claim-rows.ts';
import type { Claim, MyClaim, MyClaimPage } from './contract.ts';
import type { WishClaimRow, WishRow } from './table.ts';
import { productsOf, toWishes, toWishlists } from './views.ts';

type Viewing = Pick<Services, 'database' | 'secrets' | 'now'>;

/** A giver's own claim, as they see it. */
async function toClaim(db: Reader, mall: Mall, row: WishClaimRow): Promise<Claim> {
  const { locale } = mall.settings;
  const authors = row.named === 1 ? await authorsOf(db, mall.id, [row.shopper_id], locale) : undefined;
  return {
    wish: row.wish_id,
    by: authors ? (authors.get(row.shopper_id) ?? formerAuthor(row.shopper_id, locale)) : null,
    mine: true,
    at: row.claimed_at,
    changedAt: row.changed_at,
  };
}

/** The giver's claim on a wish, under the id of that wish; undefined when there is none. */
export async function claimOn(
  db: Reader,
  mall: Mall,
  wish: WishRow,
  giverId: string,
): Promise<Claim | undefined> {
  const row = await liveClaim(db, mall.id, wish.shopper_id, wish.product);
  if (row?.shopper_id !== giverId) return undefined;
  return { ...(await toClaim(db, mall, row)), wish: wish.wish_id };
}

async function toMyClaim(
  { database, ...services }: Viewing,
  mall: Mall,
  row: WishClaimRow,
  who: Asking['who'],
  product: PublicProduct | null,
): Promise<MyClaim> {
  const { db } = database;
  const { list_id, link_version } = row;
  // The link that they were given, as far as it has not been taken back since.
  const linkKey =
    link_version === null
      ? undefined
      : linkKeyOf(services.secrets, { mall_id: mall.id, list_id, link_version });
  const seen =
    row.gone_at === null ? await accessToWish(db, services, mall, row.wish_id, { who, linkKey }) : undefined;
  const here = seen && seen.wish.state !== 'removed' ? seen : undefined;
  return {
    claim: await toClaim(db, mall, row),
    named: row.named === 1,
    gone: here === undefined,
    wish: here ? ((await toWishes(db, mall, [here.wish], false))[0] ?? null) : null,
    list: here ? ((await toWishlists(db, mall, [here.list]))[0] ?? null) : null,
    linkKey: here?.list.visibility === 'link' ? (linkKey ?? null) : null,
    product,
  };
}

/** What a shopper gives, newest first. */
export async function myClaims(
  services: Viewing,
  mall: Mall,
  { who }: Asking,
  giverId: string,
  cursor: string | undefined,
  limit: number,
): Promise<MyClaimPage> {
  const { db } = services.database;
  let rows = db
    .selectFrom('wish_claims')
    .selectAll()
    .where('mall_id', '=', mall.id)
    .where('shopper_id', '=', giverId);
  if (cursor) {
    const [at, id] = decodeCursor(cursor, ['number', 'string']) as [number, string];
    rows = rows.where(sql<boolean>`(claimed_at, claim_id) < (${at}, ${id})`);
  }
  const found = await rows
    .orderBy('claimed_at', 'desc')
    .orderBy('claim_id', 'desc')
    .limit(limit + 1)
    .execute();
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  const products = await productsOf(
    db,
    mall,
    shown.map((row) => row.product),
  );
  const items: MyClaim[] = [];
  for (const row of shown) {
    const product = products.find((one) => one.product === row.product) ?? null;
    items.push(await toMyClaim(services, mall, row, who, product));
  }
  return {
    items,
    next: found.length > limit && last ? encodeCursor([last.claimed_at, last.claim_id]) : null,
  };
}
