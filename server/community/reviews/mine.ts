import { sql } from 'kysely';
import type { Reader } from '../../base/db/database.ts';
import { prepared } from '../../base/db/prepared.ts';
import type { HideReason, MyBoard } from './contract.ts';
import { mayAdd } from './later.ts';
import { toReviews, type Viewing } from './views.ts';
import { votesOn } from './votes.ts';

/** What a shopper wrote and said on one product's board. */
export async function myOn(
  db: Reader,
  viewing: Viewing,
  product: string,
  shopperId: string,
  now: number,
): Promise<Pick<MyBoard, 'review' | 'hidden' | 'reviews' | 'mayAdd' | 'votes' | 'comments'>> {
  const mallId = viewing.mall.id;
  // More than one after a guest became a member: the member's first, then the guest's. Then the later ones of both.
  const rows = await db
    .selectFrom('reviews')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('product', '=', product)
    .where('shopper_id', '=', shopperId)
    .where('state', '!=', 'deleted')
    .orderBy(sql`case when later_of is null then 0 else 1 end`)
    .orderBy('ordinal')
    .execute();
  const first = rows[0]?.later_of === null ? rows[0] : undefined;
  const [review = null] = await toReviews(db, viewing, first ? [first] : []);
  const reviews = rows.map((row) => ({
    id: row.review_id,
    hidden: row.state === 'hidden' ? (row.hide_reason as HideReason) : null,
  }));
  return {
    review,
    hidden: reviews[0]?.hidden ?? null,
    reviews,
    mayAdd: first ? await mayAdd(db, first, now) : [],
    votes: await votesOn(db, mallId, product, shopperId),
    comments: await commentsOn(db, mallId, product, shopperId),
  };
}

/** Ids of the shopper's newest comments under the reviews of a product. */
async function commentsOn(db: Reader, mallId: string, product: string, shopperId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('comments')
    .innerJoin('reviews', (join) =>
      join
        .onRef('reviews.mall_id', '=', 'comments.mall_id')
        .onRef('reviews.review_id', '=', 'comments.subject_id'),
    )
    .select('comments.comment_id')
    .where('comments.mall_id', '=', mallId)
    .where('comments.shopper_id', '=', shopperId)
    .where('comments.subject_kind', '=', 'review')
    .where('comments.state', '=', 'shown')
    .where('reviews.product', '=', product)
    .orderBy('comments.created_at', 'desc')
    .limit(1000)
    .execute();
  return rows.map((row) => row.comment_id);
}

const createdBefore = prepared<[mallId: string, shopperId: string, skipped: number], { created_at: number }>(
  (db, mallId, shopperId, skipped) =>
    db
      .selectFrom('reviews')
      .select('created_at')
      .where('mall_id', '=', mallId)
      .where('shopper_id', '=', shopperId)
      .orderBy('created_at', 'desc')
      .limit(1)
      .offset(skipped),
);

/** Whether there are more than so many: what the index alone tells, without a look at any row. */
const anyBehind = prepared<[mallId: string, shopperId: string, skipped: number], { product: string }>(
  (db, mallId, shopperId, skipped) =>
    db
      .selectFrom('reviews')
      .select('product')
      .where('mall_id', '=', mallId)
      .where('shopper_id', '=', shopperId)
      .limit(1)
      .offset(skipped),
);

/** When the shopper wrote the nth newest of their reviews, deleted ones included. */
export async function nthNewestReview(
  db: Reader,
  mallId: string,
  shopperId: string,
  nth: number,
): Promise<number | undefined> {
  // Nearly nobody has ever written as many as that.
  if ((await anyBehind(db, mallId, shopperId, nth - 1)).length === 0) return undefined;
  const [row] = await createdBefore(db, mallId, shopperId, nth - 1);
  return row?.created_at;
}
