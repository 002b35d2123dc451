import { sql } from 'kysely';
import type { Reader } from '../../../base/db/database.ts';
import { decodeCursor, encodeCursor } from '../../../base/http/cursor.ts';
import type { Services } from '../../../base/services.ts';
import type { Mall } from '../../../mall/malls/rules.ts';
import type { Asking } from '../../../mall/shoppers/asking.ts';
import { authorsOf, formerAuthor } from '../../../mall/shoppers/authors.ts';
import { accessToWishes, linkKeyOf } from '../access.ts';
import type { Claim } from '../contract.ts';
import type { WishClaimRow, WishRow } from '../table.ts';
import { productsOf, toWishes, toWishlists } from '../views.ts';
import type { MyClaim, MyClaimPage } from './contract.ts';
import { liveClaim } from './rows.ts';

type Viewing = Pick<Services, 'database' | 'secrets' | 'now'>;

/** A giver's own claims, as they see them. */
async function toClaims(db: Reader, mall: Mall, giverId: string, rows: WishClaimRow[]): Promise<Claim[]> {
  const { locale } = mall.settings;
  const isNamed = rows.some((row) => row.named === 1);
  const authors = isNamed ? await authorsOf(db, mall.id, [giverId], locale) : undefined;
  const giver = authors?.get(giverId) ?? formerAuthor(giverId, locale);
  return rows.map((row) => ({
    wish: row.wish_id,
    by: row.named === 1 ? giver : null,
    mine: true,
    at: row.claimed_at,
    changedAt: row.changed_at,
  }));
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
  const [claim] = await toClaims(db, mall, giverId, [row]);
  return claim && { ...claim, wish: wish.wish_id };
}

/** Claims with what their giver may still see of the wishes: asked for all at once. */
async function toMyClaims(
  { database, ...services }: Viewing,
  mall: Mall,
  who: Asking['who'],
  giverId: string,
  rows: WishClaimRow[],
): Promise<MyClaim[]> {
  const { db } = database;
  // The link that they were given, as far as it has not been taken back since.
  const linkOf = ({ list_id, link_version }: WishClaimRow) =>
    link_version === null
      ? undefined
      : linkKeyOf(services.secrets, { mall_id: mall.id, list_id, link_version });
  const live = rows.filter((row) => row.gone_at === null);
  const asked = new Map(live.map((row) => [row.wish_id, linkOf(row)]));
  const seen = await accessToWishes(db, services, mall, who, asked);
  const here = [...seen.values()].filter(({ wish }) => wish.state !== 'removed');
  const keyed = <Item extends { id: string }>(items: Item[]) => new Map(items.map((one) => [one.id, one]));
  const wishes = keyed(
    await toWishes(
      db,
      mall,
      here.map(({ wish }) => wish),
      false,
    ),
  );
  const seenLists = new Map(here.map(({ list }) => [list.list_id, list]));
  const lists = keyed(await toWishlists(db, mall, [...seenLists.values()]));
  const keys = rows.map((row) => row.product);
  const products = new Map((await productsOf(db, mall, keys)).map((one) => [one.product, one]));
  const claims = await toClaims(db, mall, giverId, rows);
  return rows.map((row, at) => {
    const wish = row.gone_at === null ? wishes.get(row.wish_id) : undefined;
    const list = wish && lists.get(wish.list);
    return {
      claim: claims[at] as Claim,
      named: row.named === 1,
      gone: wish === undefined,
      wish: wish ?? null,
      list: list ?? null,
      linkKey: list?.visibility === 'link' ? (linkOf(row) ?? null) : null,
      product: products.get(row.product) ?? null,
    };
  });
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
  const items = await toMyClaims(services, mall, who, giverId, shown);
  return {
    items,
    next: found.length > limit && last ? encodeCursor([last.claimed_at, last.claim_id]) : null,
  };
}
