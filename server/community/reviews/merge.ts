import type { Trx } from '../../base/db/database.ts';
import { Problem } from '../../base/http/problem.ts';
import type { Outbox } from '../../base/live/outbox.ts';
import { firstBought } from '../../mall/orders/bought.ts';
import { type Counting, countingAt } from '../reputation/store.ts';
import { giveForVotesOn } from './aside.ts';
import { usedDays } from './later-rules.ts';
import { change, findReview } from './store.ts';
import type { ReviewRow } from './table.ts';
import { castVote } from './votes.ts';

/** A review that a merge touched, for its event. */
export interface Touched {
  review: string;
  product: string;
}
export interface MergedReviews {
  /** Those that are shown. */
  reviews: Touched[];
  /** How many reviews the member has more, hidden ones included. */
  reviewsMoved: number;
  /** Reviews whose votes moved: those given by the guest, and those on what is now one's own. */
  votes: Touched[];
  /** How many votes of the guest the member has now. */
  votesMoved: number;
}

const touched = (row: ReviewRow): Touched => ({ review: row.review_id, product: row.product });

/**
 * Gives a guest's reviews and votes to the member they became. Where both wrote of one product, the member's own stays
 * as it is and the guest's becomes a linked one with the next number; where both voted on a review, the member's vote
 * stays; votes on what is now one's own are taken back. The guest's other votes begin to weigh, and those of others on the
 * guest's reviews begin to give naegong: all of it today.
 */
export async function mergeReviews(
  trx: Trx,
  outbox: Outbox,
  mallId: string,
  guestId: string,
  memberId: string,
  now: number,
): Promise<MergedReviews> {
  const counting = await countingAt(trx, outbox, mallId, now);
  if (!counting) throw new Problem('not-found');
  const rows = await moveReviews(trx, mallId, guestId, memberId);
  await trx
    .updateTable('review_edits')
    .set({ shopper_id: memberId })
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', guestId)
    .execute();
  const { moved, count } = await moveVotes(trx, counting, guestId, memberId);
  const reversed = await withdrawOwnVotes(trx, counting, memberId);
  for (const { review_id } of rows) {
    const review = await findReview(trx, mallId, review_id);
    if (review) await giveForVotesOn(trx, counting, review);
  }
  return {
    reviews: rows.filter((row) => row.state === 'shown').map(touched),
    reviewsMoved: rows.filter((row) => row.state !== 'deleted').length,
    votes: [...moved, ...reversed],
    votesMoved: count,
  };
}

async function moveReviews(
  trx: Trx,
  mallId: string,
  guestId: string,
  memberId: string,
): Promise<ReviewRow[]> {
  const rows = await trx
    .selectFrom('reviews')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', guestId)
    .orderBy('product')
    .orderBy('ordinal')
    .execute();
  for (const row of rows) {
    const last = await trx
      .selectFrom('reviews')
      .select((eb) => eb.fn.max('ordinal').as('ordinal'))
      .where('mall_id', '=', mallId)
      .where('product', '=', row.product)
      .where('shopper_id', '=', memberId)
      .executeTakeFirst();
    const boughtAt = row.state === 'deleted' ? null : await firstBought(trx, mallId, memberId, row.product);
    await change(trx, row, {
      shopper_id: memberId,
      ordinal: (last?.ordinal ?? 0) + 1,
      bought: boughtAt === null ? 0 : 1,
      used_days: usedDays(boughtAt, row.created_at),
    });
  }
  return rows;
}

async function moveVotes(
  trx: Trx,
  counting: Counting,
  guestId: string,
  memberId: string,
): Promise<{ moved: Touched[]; count: number }> {
  const mallId = counting.mall.id;
  const votes = await trx
    .selectFrom('votes')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('shopper_id', 'in', [guestId, memberId])
    .execute();
  const theirs = new Set(votes.filter((vote) => vote.shopper_id === memberId).map((vote) => vote.review_id));
  const moved: Touched[] = [];
  let count = 0;
  for (const vote of votes.filter((one) => one.shopper_id === guestId)) {
    const before = await findReview(trx, mallId, vote.review_id);
    if (!before) continue;
    await castVote(trx, counting, before, { shopperId: guestId, helpful: null, source: '' });
    moved.push(touched(before));
    const after = await findReview(trx, mallId, vote.review_id);
    if (!after || theirs.has(vote.review_id) || after.shopper_id === memberId) continue;
    // Cast when it was cast; what it weighs it weighs from now on.
    const cast = { shopperId: memberId, helpful: vote.helpful === 1, source: vote.source };
    await castVote(trx, counting, after, cast, { castAt: vote.cast_at });
    count++;
  }
  return { moved, count };
}

/** Takes back the member's votes on reviews that have become their own. */
async function withdrawOwnVotes(trx: Trx, counting: Counting, memberId: string): Promise<Touched[]> {
  const rows = await trx
    .selectFrom('votes')
    .innerJoin('reviews', (join) =>
      join.onRef('reviews.mall_id', '=', 'votes.mall_id').onRef('reviews.review_id', '=', 'votes.review_id'),
    )
    .selectAll('reviews')
    .where('votes.mall_id', '=', counting.mall.id)
    .where('votes.shopper_id', '=', memberId)
    .where('reviews.shopper_id', '=', memberId)
    .execute();
  const none = { shopperId: memberId, helpful: null, source: '' };
  for (const row of rows) await castVote(trx, counting, row, none, { why: 'own' });
  return rows.map(touched);
}
