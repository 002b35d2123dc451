import { sql } from 'kysely';
import type { Reader } from '../../base/db/database.ts';
import { prepared } from '../../base/db/prepared.ts';
import type { ReviewRow } from './table.ts';

/** What a list needs of a review: its place, and its stamp, which tells whether it appears as it did. */
export type ListedRow = Pick<ReviewRow, 'review_id' | 'created_at' | 'stamp'>;
const LISTED = ['reviews.review_id', 'reviews.created_at', 'reviews.stamp'] as const;
type JudgedRow = ListedRow & Pick<ReviewRow, 'rank_helpful' | 'bought'>;

/** The shown reviews of a product. */
export function shownOf(db: Reader, mallId: string, product: string) {
  return db
    .selectFrom('reviews')
    .select(LISTED)
    .where('reviews.mall_id', '=', mallId)
    .where('reviews.product', '=', product)
    .where('reviews.state', '=', 'shown')
    .where('reviews.later_of', 'is', null);
}
export type Rows = ReturnType<typeof shownOf>;

/** Where a list goes on: behind these. */
export type Judged = [rank: number, bought: number, at: number, id: string];
export type Fresh = [at: number, id: string];

const newestFirst = (rows: Rows, [at, id]: Fresh, limit: number) =>
  rows
    .where(sql<boolean>`(reviews.created_at, reviews.review_id) < (${at}, ${id})`)
    .orderBy('reviews.created_at', 'desc')
    .orderBy('reviews.review_id', 'desc')
    .limit(limit);

/** Judged reviews behind a key, the most helpful first. */
export const judgedBehind = (rows: Rows, anchor: number, [rank, bought, at, id]: Judged, limit: number) =>
  rows
    .select(['reviews.rank_helpful', 'reviews.bought'])
    .where('reviews.fresh_until', '<=', anchor)
    .where(
      sql<boolean>`(reviews.rank_helpful, reviews.bought, reviews.created_at, reviews.review_id) < (${rank}, ${bought}, ${at}, ${id})`,
    )
    .orderBy('reviews.rank_helpful', 'desc')
    .orderBy('reviews.bought', 'desc')
    .orderBy('reviews.created_at', 'desc')
    .orderBy('reviews.review_id', 'desc')
    .limit(limit);

/** Fresh reviews behind a key, the newest first: whoever was not judged is fresh for equally long, so they are the newest. */
export const freshBehind = (rows: Rows, anchor: number, oldest: number, behind: Fresh, limit: number) =>
  newestFirst(rows, behind, limit)
    .where('reviews.created_at', '>', oldest)
    .where('reviews.fresh_until', '>', anchor);

type Bounds = [
  mallId: string,
  product: string,
  anchor: number,
  oldest: number,
  limit: number,
  ...judged: Judged,
  ...fresh: Fresh,
  ...bought: Fresh,
  ...other: Fresh,
];

/**
 * The judged and the fresh without a filter, in one question: what nearly every page asks for. Each part is one range of
 * an index, from its first row on. Of the judged, most are such as nobody found helpful, that have only grown old: in
 * their order the fresh ones come before them, so that one range would go through all of those, which may be thousands.
 */
const partsOf = prepared<Bounds, JudgedRow & { is_fresh: number }>(
  (db, mallId, product, anchor, oldest, limit, rank, bought, at, id, ...rest) => {
    const [freshAt, freshId, boughtAt, boughtId, otherAt, otherId] = rest;
    const rows = shownOf(db, mallId, product);
    // As the index says it: what nobody has said anything about is not in there.
    const heard = rows.where(sql<boolean>`(reviews.fresh_until = 0 or reviews.rank_helpful > 0)`);
    const said = judgedBehind(heard, anchor, [rank, bought, at, id], limit);
    const grownOld = (isBought: number, behind: Fresh) =>
      newestFirst(rows, behind, limit)
        .where('reviews.rank_helpful', '=', sql.lit(0))
        .where('reviews.bought', '=', sql.lit(isBought))
        .where('reviews.fresh_until', '>', sql.lit(0))
        .where('reviews.fresh_until', '<=', anchor)
        .select([sql.lit<number>(0).as('rank_helpful'), sql.lit<number>(isBought).as('bought')]);
    const fresh = freshBehind(rows, anchor, oldest, [freshAt, freshId], limit).select([
      sql.lit<number>(0).as('rank_helpful'),
      sql.lit<number>(0).as('bought'),
    ]);
    const part = (of: typeof said, isFresh: number) =>
      db.selectFrom(of.as('part')).selectAll().select(sql.lit(isFresh).as('is_fresh'));
    return part(said, 0)
      .unionAll(part(grownOld(1, [boughtAt, boughtId]), 0))
      .unionAll(part(grownOld(0, [otherAt, otherId]), 0))
      .unionAll(part(fresh, 1));
  },
  15,
);

/** Where those that nobody found helpful go on: behind the key, and never before the fresh ones end. */
function grownOldBehind([rank, bought, at, id]: Judged, isBought: number, oldest: number): Fresh {
  if (rank > 0 || bought > isBought) return [oldest + 1, ''];
  if (bought < isBought) return [-1, ''];
  return at <= oldest ? [at, id] : [oldest + 1, ''];
}

/** What queries put together come in no order that anybody promised. */
const inOrder = <Row extends ListedRow>(rows: Row[], columns: readonly (keyof Row)[]): Row[] =>
  rows.sort((a, b) => {
    const column = columns.find((one) => a[one] !== b[one]);
    return column === undefined ? 0 : a[column] < b[column] ? 1 : -1;
  });

/**
 * The first of a product's judged reviews behind a key, the most helpful first, and of its fresh ones, the newest first.
 *
 * @param from fresh is what was judged by too few and is younger than `oldest`, at the time `anchor`
 */
export async function helpfulPage(
  db: Reader,
  mallId: string,
  product: string,
  from: { anchor: number; oldest: number; judgedKey: Judged; freshKey: Fresh; limit: number },
): Promise<{ judged: JudgedRow[]; fresh: ListedRow[] }> {
  const { anchor, oldest, judgedKey, freshKey, limit } = from;
  const bought = grownOldBehind(judgedKey, 1, oldest);
  const other = grownOldBehind(judgedKey, 0, oldest);
  const rows = await partsOf(
    db,
    mallId,
    product,
    anchor,
    oldest,
    limit,
    ...judgedKey,
    ...freshKey,
    ...bought,
    ...other,
  );
  return {
    judged: inOrder(
      rows.filter((row) => row.is_fresh === 0),
      ['rank_helpful', 'bought', 'created_at', 'review_id'],
    ),
    fresh: inOrder(
      rows.filter((row) => row.is_fresh === 1),
      ['created_at', 'review_id'],
    ),
  };
}
