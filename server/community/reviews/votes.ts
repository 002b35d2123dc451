import type { Reader, Trx } from '../../base/db/database.ts';
import { freshUntil, rankHelpful, voteDelta } from './rules.ts';
import { findReview } from './store.ts';
import type { ReviewRow } from './table.ts';

export interface Vote {
  helpful: boolean;
  /** In hundredths; what it was when cast. */
  weight: number;
}

export async function findVote(
  db: Reader,
  mallId: string,
  reviewId: string,
  shopperId: string,
): Promise<Vote | undefined> {
  const row = await db
    .selectFrom('votes')
    .select(['helpful', 'weight'])
    .where('mall_id', '=', mallId)
    .where('review_id', '=', reviewId)
    .where('shopper_id', '=', shopperId)
    .executeTakeFirst();
  return row && { helpful: row.helpful === 1, weight: row.weight };
}

/** Casts, changes or (null) withdraws a vote, and moves the review's sums and rank with it. */
export async function castVote(
  trx: Trx,
  review: ReviewRow,
  shopperId: string,
  after: Vote | null,
  now: number,
): Promise<{ votersYes: number; moved: boolean }> {
  const { mall_id: mallId, review_id: reviewId } = review;
  const before = (await findVote(trx, mallId, reviewId, shopperId)) ?? null;
  if (before?.helpful === after?.helpful && before?.weight === after?.weight)
    return { votersYes: review.voters_yes, moved: false };
  if (after)
    await trx
      .insertInto('votes')
      .values({
        mall_id: mallId,
        review_id: reviewId,
        shopper_id: shopperId,
        helpful: after.helpful ? 1 : 0,
        weight: after.weight,
        cast_at: now,
      })
      .onConflict((conflict) =>
        conflict
          .columns(['mall_id', 'review_id', 'shopper_id'])
          .doUpdateSet({ helpful: after.helpful ? 1 : 0, weight: after.weight, cast_at: now }),
      )
      .execute();
  else
    await trx
      .deleteFrom('votes')
      .where('mall_id', '=', mallId)
      .where('review_id', '=', reviewId)
      .where('shopper_id', '=', shopperId)
      .execute();
  const delta = voteDelta(before, after);
  const yes = review.weight_yes + delta.weightYes;
  const no = review.weight_no + delta.weightNo;
  const votersYes = review.voters_yes + delta.votersYes;
  await trx
    .updateTable('reviews')
    .set({
      weight_yes: yes,
      weight_no: no,
      voters_yes: votersYes,
      rank_helpful: rankHelpful(yes, no),
      fresh_until: freshUntil(review.created_at, yes, no),
    })
    .where('mall_id', '=', mallId)
    .where('review_id', '=', reviewId)
    .execute();
  return { votersYes, moved: true };
}

/** Takes back every vote of a shopper; returns the reviews that moved. */
export async function withdrawVotesOf(
  trx: Trx,
  mallId: string,
  shopperId: string,
  now: number,
): Promise<{ review: string; product: string }[]> {
  const rows = await trx
    .selectFrom('votes')
    .select('review_id')
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', shopperId)
    .execute();
  const moved: { review: string; product: string }[] = [];
  for (const row of rows) {
    const review = await findReview(trx, mallId, row.review_id);
    if (!review) continue;
    await castVote(trx, review, shopperId, null, now);
    moved.push({ review: review.review_id, product: review.product });
  }
  return moved;
}

/** My votes on some reviews. */
export async function votesOn(
  db: Reader,
  mallId: string,
  product: string,
  shopperId: string,
): Promise<Record<string, boolean>> {
  const rows = await db
    .selectFrom('votes')
    .innerJoin('reviews', (join) =>
      join.onRef('reviews.mall_id', '=', 'votes.mall_id').onRef('reviews.review_id', '=', 'votes.review_id'),
    )
    .select(['votes.review_id', 'votes.helpful'])
    .where('votes.mall_id', '=', mallId)
    .where('votes.shopper_id', '=', shopperId)
    .where('reviews.product', '=', product)
    .execute();
  return Object.fromEntries(rows.map((row) => [row.review_id, row.helpful === 1]));
}
