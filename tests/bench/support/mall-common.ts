/** What the rows of a generated mall share: ids, the statements that put them, and whose they are. */
import type SqliteDatabase from 'better-sqlite3';
import { MALL } from './load.ts';
import { ASSUMED, idOf, POPULAR_SHARE, PRODUCT_SHARE, popular } from './mall-numbers.ts';

export const DAY = 24 * 60 * 60 * 1000;
/** What an id is of. */
export const KIND = {
  member: 0,
  list: 1,
  wish: 2,
  order: 3,
  review: 4,
  story: 5,
  photo: 6,
  file: 7,
  board: 8,
};
export const FIRST = ['민지', '서준', '하은', '도윤', '지우', '예준', '수아', '시우'];

export const productKey = (number: number): string => `p${number}`;
export const memberId = (number: number): string => idOf(KIND.member, number);
/** The list that a member has, when they wish anything. */
export const listId = (number: number): string => idOf(KIND.list, number);
export const productsOf = (members: number): number =>
  Math.max(1, Math.round(members / ASSUMED.membersPerProduct));

type Value = string | number | null;
const MALL_FIRST = 'mall_id';

/** Statements that put a row into a table, each made once. */
export function inserts(db: SqliteDatabase.Database) {
  const known = new Map<string, SqliteDatabase.Statement>();
  return (table: string, row: Record<string, Value>): void => {
    let statement = known.get(table);
    if (!statement) {
      const columns = [MALL_FIRST, ...Object.keys(row)];
      statement = db.prepare(
        `insert or ignore into ${table} (${columns}) values (${columns.map(() => '?')})`,
      );
      known.set(table, statement);
    }
    statement.run(MALL, ...Object.values(row));
  };
}
export type Put = ReturnType<typeof inserts>;

export interface Who {
  put: Put;
  next: () => number;
  number: number;
  members: number;
  shopper_id: string;
  end: number;
  since: () => number;
}

/** Far from each other, whoever is liked most: else the first members would be all of them. */
export const liked = ({ members, next }: Who): number =>
  (popular(members, POPULAR_SHARE, next) * 7919 + 13) % members;
export const someProduct = ({ members, next }: Who): number =>
  popular(productsOf(members), PRODUCT_SHARE, next);

export function putPhoto(
  { put, number, shopper_id }: Who,
  owner_kind: string,
  owner_id: string,
  place: number,
  at: number,
  created_at: number,
): string {
  const photo_id = idOf(KIND.photo, number, at);
  put('photos', {
    photo_id,
    shopper_id,
    owner_kind,
    owner_id,
    place,
    alt: '창가에 둔 새 물건',
    width: 1200,
    height: 1600,
    small_file: `${idOf(KIND.file, number, at * 2)}.webp`,
    large_file: `${idOf(KIND.file, number, at * 2 + 1)}.webp`,
    bytes: 180_000,
    source_digest: photo_id,
    created_at,
  });
  return photo_id;
}
