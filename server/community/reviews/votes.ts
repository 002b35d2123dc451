import type { Reader, Trx } from '../../base/db/database.ts';
import type { Reversal } from '../reputation/contract.ts';
import { doubtsOf } from '../reputation/doubts.ts';
import { type Weighing, weigh } from '../reputation/facts.ts';
import { forgetVoter, moveGrants } from '../reputation/grants.ts';
import type { Counting } from '../reputation/store.ts';
import { freshUntil, rankHelpful, voteDelta } from './rules.ts';
import { STAMPED } from './stamp.ts';
import { findReview } from './store.ts';
import type { ReviewRow, VoteRow } from './table.ts';

/** What a shopper says of a review, or (null) no longer says. */
export interface Cast {
  shopperId: string;
  helpful: boolean | null;
  /** Keyed digest of where it comes from; empty where that is not known. */
  source: string;
}

export function findVote(
  db: Reader,
  mallId: string,
  reviewId: string,
  shopperId: string,
): Promise<VoteRow | undefined> {
  return db
    .selectFrom('votes')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('review_id', '=', reviewId)
    .where('shopper_id', '=', shopperId)
    .executeTakeFirst();
}

/**
 * Casts, changes or withdraws a vote, and moves with it the review's sums and rank and its author's naegong. The same
 * word again changes nothing: a vote weighs what it weighed when it was cast.
 *
 * @param more when it was cast, where that was before; what it weighs, where that was looked up before the transaction; the
 * reason of a reversal, where it is another than "withdrawn" or "changed"
 */
export async function castVote(
  trx: Trx,
  counting: Counting,
  review: ReviewRow,
  { shopperId, helpful, source }: Cast,
  more: { castAt?: number; weighing?: Weighing | undefined; why?: Reversal } = {},
): Promise<{ votersYes: number; moved: boolean }> {
  const { mall_id: mallId, review_id: reviewId } = review;
  const before = (await findVote(trx, mallId, reviewId, shopperId)) ?? null;
  if (
    (before === null && helpful === null) ||
    (before && before.helpful === Number(helpful) && helpful !== null)
  )
    return { votersYes: review.voters_yes, moved: false };
  let after: VoteRow | null = null;
  if (helpful !== null) {
    const weighed = more.weighing ?? (await weigh(trx, counting, review, { shopperId, helpful, source }));
    // What a later look set aside does not come back by being turned round, and neither do its reasons go.
    const kept = before?.set_aside ? doubtsOf(before.doubts) : [];
    after = {
      mall_id: mallId,
      review_id: reviewId,
      shopper_id: shopperId,
      helpful: helpful ? 1 : 0,
      weight: weighed.weight,
      bought_part: weighed.boughtPart,
      cast_at: more.castAt ?? counting.now,
      set_aside: before?.set_aside ?? 0,
      doubts: [...new Set([...kept, ...weighed.doubts])].join(' '),
      source,
    };
  }
  return { votersYes: await replaceVote(trx, counting, review, before, after, more.why), moved: true };
}

const weighed = (row: VoteRow | null) =>
  row && { helpful: row.helpful === 1, weight: row.set_aside ? 0 : row.weight };

/**
 * Puts one row in the place of another (null: none), and moves all that is kept of it.
 *
 * @returns how many people the review helped then
 */
export async function replaceVote(
  trx: Trx,
  counting: Counting,
  review: ReviewRow,
  before: VoteRow | null,
  after: VoteRow | null,
  why?: Reversal,
): Promise<number> {
  const { mall_id: mallId, review_id: reviewId } = review;
  const voterId = (after ?? before)?.shopper_id;
  if (voterId === undefined) return review.voters_yes;
  if (after) {
    const { mall_id: _, review_id: __, shopper_id: ___, ...set } = after;
    await trx
      .insertInto('votes')
      .values(after)
      .onConflict((conflict) => conflict.columns(['mall_id', 'review_id', 'shopper_id']).doUpdateSet(set))
      .execute();
  } else
    await trx
      .deleteFrom('votes')
      .where('mall_id', '=', mallId)
      .where('review_id', '=', reviewId)
      .where('shopper_id', '=', voterId)
      .execute();
  const delta = voteDelta(weighed(before), weighed(after));
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
      ...STAMPED,
    })
    .where('mall_id', '=', mallId)
    .where('review_id', '=', reviewId)
    .execute();
  await moveGrants(trx, counting, review, voterId, weighed(before), weighed(after), why);
  return votersYes;
}

/** Takes back every vote of a shopper who leaves, and their name where it helped; returns the reviews that moved. */
export async function withdrawVotesOf(
  trx: Trx,
  counting: Counting,
  shopperId: string,
): Promise<{ review: string; product: string }[]> {
  const mallId = counting.mall.id;
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
    await castVote(trx, counting, review, { shopperId, helpful: null, source: '' }, { why: 'voter-left' });
    moved.push({ review: review.review_id, product: review.product });
  }
  await forgetVoter(trx, mallId, shopperId);
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
