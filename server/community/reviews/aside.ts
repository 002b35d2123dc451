import type { Trx } from '../../base/db/database.ts';
import { doubtsOf, type VoteDoubt, type VoteKey } from '../reputation/doubts.ts';
import { moveGrants } from '../reputation/grants.ts';
import { type Counting, mayEarn } from '../reputation/store.ts';
import { findReview } from './store.ts';
import type { ReviewRow, VoteRow } from './table.ts';
import { findVote, replaceVote } from './votes.ts';

/** The voter has nothing left of what they ordered: the part that their votes weighed for it goes. @returns the reviews */
export async function unboughtVotes(
  trx: Trx,
  counting: Counting,
  shopperId: string,
  product: string,
): Promise<string[]> {
  const rows = await trx
    .selectFrom('votes')
    .innerJoin('reviews', (join) =>
      join.onRef('reviews.mall_id', '=', 'votes.mall_id').onRef('reviews.review_id', '=', 'votes.review_id'),
    )
    .selectAll('votes')
    .where('votes.mall_id', '=', counting.mall.id)
    .where('votes.shopper_id', '=', shopperId)
    .where('votes.bought_part', '>', 0)
    .where('reviews.product', '=', product)
    .execute();
  for (const row of rows) {
    const review = await findReview(trx, counting.mall.id, row.review_id);
    const after = { ...row, weight: row.weight - row.bought_part, bought_part: 0 };
    if (review) await replaceVote(trx, counting, review, row, after, 'refunded');
  }
  return rows.map((row) => row.review_id);
}

/** Votes weigh nothing from now on, for this reason; what they gave is taken back. @returns how many moved */
export function setAside(
  trx: Trx,
  counting: Counting,
  votes: readonly VoteKey[],
  doubt: VoteDoubt,
): Promise<number> {
  return each(trx, counting, votes, (row) =>
    row.set_aside === 0
      ? { ...row, set_aside: 1, doubts: [...new Set([...doubtsOf(row.doubts), doubt])].join(' ') }
      : null,
  );
}

/** Votes weigh again what they weighed, without this reason; what they give is given anew. @returns how many moved */
export function takeUp(
  trx: Trx,
  counting: Counting,
  votes: readonly VoteKey[],
  doubt: VoteDoubt,
): Promise<number> {
  return each(trx, counting, votes, (row) =>
    row.set_aside === 1
      ? {
          ...row,
          set_aside: 0,
          doubts: doubtsOf(row.doubts)
            .filter((one) => one !== doubt)
            .join(' '),
        }
      : null,
  );
}

async function each(
  trx: Trx,
  counting: Counting,
  votes: readonly VoteKey[],
  change: (row: VoteRow) => VoteRow | null,
): Promise<number> {
  const mallId = counting.mall.id;
  let moved = 0;
  for (const { reviewId, shopperId } of votes) {
    const before = await findVote(trx, mallId, reviewId, shopperId);
    const after = before ? change(before) : null;
    const review = after ? await findReview(trx, mallId, reviewId) : undefined;
    if (!before || !after || !review) continue;
    await replaceVote(trx, counting, review, before, after, 'set-aside');
    await counting.outbox.append(trx, {
      mallId,
      kind: 'vote.changed',
      topic: `product:${review.product}`,
      ids: { review: reviewId },
    });
    moved++;
  }
  return moved;
}

/** A guest's review is a member's now: the votes on it that weigh begin to give. */
export async function giveForVotesOn(trx: Trx, counting: Counting, review: ReviewRow): Promise<void> {
  if (!(await mayEarn(trx, counting.mall.id, review.shopper_id))) return;
  const rows = await trx
    .selectFrom('votes')
    .selectAll()
    .where('mall_id', '=', counting.mall.id)
    .where('review_id', '=', review.review_id)
    .where('set_aside', '=', 0)
    .where('weight', '>', 0)
    .orderBy('cast_at')
    .orderBy('shopper_id')
    .execute();
  for (const row of rows)
    await moveGrants(trx, counting, review, row.shopper_id, null, {
      helpful: row.helpful === 1,
      weight: row.weight,
    });
}
