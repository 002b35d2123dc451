import { sql } from 'kysely';
import type { Reader } from '../../base/db/database.ts';
import { prepared } from '../../base/db/prepared.ts';
import { decodeCursor, encodeCursor } from '../../base/http/cursor.ts';
import type { ListRole } from './contract.ts';
import type { WishlistRow, WishRow } from './table.ts';

export interface Page<Row> {
  rows: Row[];
  next: string | null;
}

/** One more than the page holds was asked for: its being there says that there is a next page. */
function pageOf<Row>(found: Row[], limit: number, key: (row: Row) => (string | number)[]): Page<Row> {
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return { rows, next: found.length > limit && last ? encodeCursor(key(last)) : null };
}

type Behind = [mallId: string, listId: string, place: number, wishId: string, limit: number];
const wishesBehind = prepared<Behind, WishRow>((db, mallId, listId, place, wishId, limit) =>
  db
    .selectFrom('wishes')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('list_id', '=', listId)
    .where('state', '!=', 'removed')
    .where(sql<boolean>`(place, wish_id) > (${place}, ${wishId})`)
    .orderBy('place')
    .orderBy('wish_id')
    .limit(limit as number),
);

/** The wishes of a list in its owner's order. */
export async function listWishes(
  db: Reader,
  list: Pick<WishlistRow, 'mall_id' | 'list_id'>,
  cursor: string | undefined,
  limit: number,
): Promise<Page<WishRow>> {
  const [place, id] = cursor
    ? (decodeCursor(cursor, ['number', 'string']) as [number, string])
    : [Number.MIN_SAFE_INTEGER, ''];
  const found = await wishesBehind(db, list.mall_id, list.list_id, place, id, limit + 1);
  return pageOf(found, limit, (row) => [row.place, row.wish_id]);
}

type Key = [isDefault: number, at: number, listId: string];
const keyIn = (cursor: string | undefined): Key =>
  cursor ? (decodeCursor(cursor, ['number', 'number', 'string']) as Key) : [2, Number.MAX_SAFE_INTEGER, ''];

const ownedBehind = (
  db: Reader,
  mallId: string,
  shopperId: string,
  [isDefault, at, id]: Key,
  limit: number,
) =>
  db
    .selectFrom('wishlists')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', shopperId)
    .where(sql<boolean>`(is_default, created_at, list_id) < (${isDefault}, ${at}, ${id})`)
    .orderBy('is_default', 'desc')
    .orderBy('created_at', 'desc')
    .orderBy('list_id', 'desc')
    .limit(limit);

/** A member's public lists, their first one first, then newest first. */
export async function publicLists(
  db: Reader,
  mallId: string,
  shopperId: string,
  cursor: string | undefined,
  limit: number,
): Promise<Page<WishlistRow>> {
  const found = await ownedBehind(db, mallId, shopperId, keyIn(cursor), limit + 1)
    .where('visibility', '=', 'public')
    .execute();
  return pageOf(found, limit, (row) => [row.is_default, row.created_at, row.list_id]);
}

/** The first public list of each of some members, in one question; who has none has no entry. */
export async function firstPublicLists(
  db: Reader,
  mallId: string,
  shopperIds: readonly string[],
): Promise<Map<string, WishlistRow>> {
  const first = new Map<string, WishlistRow>();
  const [one, ...others] = shopperIds.map((id) =>
    db
      .selectFrom(
        ownedBehind(db, mallId, id, keyIn(undefined), 1).where('visibility', '=', 'public').as('first'),
      )
      .selectAll(),
  );
  if (!one) return first;
  const rows = await others.reduce((all, next) => all.unionAll(next), one).execute();
  for (const row of rows) first.set(row.shopper_id, row);
  return first;
}

/** How many public lists a member has. */
export async function publicListCount(db: Reader, mallId: string, shopperId: string): Promise<number> {
  const row = await db
    .selectFrom('wishlists')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', shopperId)
    .where('visibility', '=', 'public')
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

export interface MineRow {
  list: WishlistRow;
  role: ListRole;
  key: Key;
}

/** The lists that somebody owns or looks after: their default one, then by when they came to it, newest first. */
export async function myLists(
  db: Reader,
  mallId: string,
  shopperId: string,
  cursor: string | undefined,
  limit: number,
): Promise<Page<MineRow>> {
  const key = keyIn(cursor);
  const owned = await ownedBehind(db, mallId, shopperId, key, limit + 1).execute();
  const [isDefault, at, id] = key;
  let people = db
    .selectFrom('wishlist_people as person')
    .innerJoin('wishlists', (join) =>
      join
        .onRef('wishlists.mall_id', '=', 'person.mall_id')
        .onRef('wishlists.list_id', '=', 'person.list_id'),
    )
    .selectAll('wishlists')
    .select(['person.role', 'person.since'])
    .where('person.mall_id', '=', mallId)
    .where('person.shopper_id', '=', shopperId);
  // Whatever stands before the lists of others is one's own default one.
  if (isDefault === 0)
    people = people
      .where('person.since', '<=', at)
      .where(sql<boolean>`(person.since, person.list_id) < (${at}, ${id})`);
  const lookedAfter = await people
    .orderBy('person.since', 'desc')
    .orderBy('person.list_id', 'desc')
    .limit(limit + 1)
    .execute();
  const all: MineRow[] = [
    ...owned.map((list) => ({
      list,
      role: 'owner' as const,
      key: [list.is_default, list.created_at, list.list_id] as Key,
    })),
    ...lookedAfter.map(({ role, since, ...list }) => ({ list, role, key: [0, since, list.list_id] as Key })),
  ];
  all.sort((a, b) => b.key[0] - a.key[0] || b.key[1] - a.key[1] || (a.key[2] < b.key[2] ? 1 : -1));
  return pageOf(all, limit, (row) => row.key);
}

/** How many products stand for a list in a row of lists. */
const PICTURED = 4;

/** The products of the first wishes of each list, in one question. */
export async function firstProducts(
  db: Reader,
  mallId: string,
  listIds: readonly string[],
): Promise<Map<string, string[]>> {
  const first = new Map<string, string[]>(listIds.map((id) => [id, []]));
  const [one, ...others] = listIds.map((listId) =>
    db
      .selectFrom(
        db
          .selectFrom('wishes')
          .select(['list_id', 'product', 'place'])
          .where('mall_id', '=', mallId)
          .where('list_id', '=', listId)
          .where('state', '!=', 'removed')
          .orderBy('place')
          .orderBy('wish_id')
          .limit(PICTURED)
          .as('first'),
      )
      .select(['first.list_id', 'first.product', 'first.place']),
  );
  if (!one) return first;
  const rows = await others.reduce((all, next) => all.unionAll(next), one).execute();
  for (const { list_id, product } of rows.sort((a, b) => a.place - b.place))
    first.get(list_id)?.push(product);
  return first;
}

/** What of some wishes is one's own: the comments under them. */
export async function myComments(
  db: Reader,
  mallId: string,
  listId: string,
  wishIds: readonly string[],
  shopperId: string,
): Promise<string[]> {
  if (wishIds.length === 0) return [];
  const rows = await db
    .selectFrom('comments')
    .innerJoin('wishes', (join) =>
      join
        .onRef('wishes.mall_id', '=', 'comments.mall_id')
        .onRef('wishes.wish_id', '=', 'comments.subject_id'),
    )
    .select('comments.comment_id')
    .where('comments.mall_id', '=', mallId)
    .where(sql<boolean>`comments.subject_kind = 'wish'`)
    .where('comments.subject_id', 'in', wishIds)
    .where('comments.shopper_id', '=', shopperId)
    .where('comments.state', '=', 'shown')
    .where('wishes.list_id', '=', listId)
    .where('wishes.state', '!=', 'removed')
    .orderBy('comments.comment_id')
    .execute();
  return rows.map((row) => row.comment_id);
}
