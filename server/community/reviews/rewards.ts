import { DAY } from '../../base/clock.ts';
import type { Reader, Trx } from '../../base/db/database.ts';
import { lengthOf } from '../../base/http/contract.ts';
import type { Mall } from '../../mall/malls/rules.ts';
import { findMall } from '../../mall/malls/store.ts';
import { expiryOf, takeBudget } from '../../mall/points/budgets.ts';
import { monthIn } from '../../mall/points/calendar.ts';
import type { TransferKind } from '../../mall/points/contract.ts';
import { type LedgerTools, takeBack, walletOf, writeTransfers } from '../../mall/points/ledger.ts';
import { findStanding, mayEarn } from '../reputation/store.ts';
import type { LaterKind } from './contract.ts';
import { type BoughtLine, paidFor, type Reward, type RewardPart, rewardOf, stands } from './reward-rules.ts';
import { findReview } from './store.ts';
import type { ReviewRewardRow, ReviewRow } from './table.ts';

const KIND: Record<RewardPart, TransferKind> = {
  text: 'review-text',
  photo: 'review-photo',
  later: 'review-later',
};

/** Lines of the product that the shopper keeps something of, newest first. */
async function linesOf(
  db: Reader,
  mallId: string,
  shopperId: string,
  product: string,
): Promise<BoughtLine[]> {
  const rows = await db
    .selectFrom('order_lines as line')
    .innerJoin('orders', (join) =>
      join.onRef('orders.mall_id', '=', 'line.mall_id').onRef('orders.order_id', '=', 'line.order_id'),
    )
    .select([
      'line.order_id',
      'line.line_id',
      'line.amount',
      'line.quantity',
      'line.refunded',
      'orders.placed_at',
    ])
    .where('line.mall_id', '=', mallId)
    .where('line.shopper_id', '=', shopperId)
    .where('line.product', '=', product)
    .where((eb) => eb('line.quantity', '>', eb.ref('line.refunded')))
    .orderBy('orders.placed_at', 'desc')
    .orderBy('line.order_id')
    .orderBy('line.line_id')
    .execute();
  return rows.map((row) => ({
    orderId: row.order_id,
    lineId: row.line_id,
    placedAt: row.placed_at,
    paid: paidFor(row),
  }));
}

/** Reviews that were rewarded in a month; one that was taken back has used its place. */
async function rewardedIn(db: Reader, mallId: string, shopperId: string, month: string): Promise<number> {
  const { count } = await db
    .selectFrom('review_rewards')
    .select((eb) => eb.fn.count<number>('review_id').distinct().as('count'))
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', shopperId)
    .where('month', '=', month)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** A review that is about to be written. */
export interface Writing {
  shopperId: string;
  product: string;
  text: string;
  photos: number;
  later: LaterKind | null;
  /** Of a later one: when the first was written. */
  firstAt: number | null;
}

/**
 * What a review is rewarded with as it is written, by the mall's terms as they are now; what its month has left for it is
 * taken. Parts that have no budget left are not given, nor is anything to guests, or while a member's rewards wait.
 */
export async function planReward(
  trx: Trx,
  mall: Mall,
  writing: Writing,
  now: number,
): Promise<Reward | undefined> {
  const { points, timeZone } = mall.settings;
  if (points.reviewText + points.reviewPhoto + points.reviewLater === 0) return undefined;
  const { budgets } = points;
  if (budgets.text + budgets.photo + budgets.later === 0) return undefined;
  const { shopperId, product } = writing;
  if (!(await mayEarn(trx, mall.id, shopperId))) return undefined;
  if ((await findStanding(trx, mall.id, shopperId))?.frozen_at != null) return undefined;
  const reward = rewardOf(
    {
      now,
      textLength: lengthOf(writing.text),
      photos: writing.photos,
      later: writing.later,
      firstAt: writing.firstAt ?? now,
      lines: await linesOf(trx, mall.id, shopperId, product),
      rewardedInMonth: await rewardedIn(trx, mall.id, shopperId, monthIn(timeZone, now)),
    },
    points,
  );
  if (!reward) return undefined;
  const parts: Reward['parts'] = [];
  for (const one of reward.parts)
    if ((await takeBudget(trx, mall, one.part, one.amount, 'all', now)) > 0) parts.push(one);
  return parts.length > 0 ? { line: reward.line, parts } : undefined;
}

/** What a review was promised, in all. */
export const amountOf = (reward: Reward | undefined): number =>
  (reward?.parts ?? []).reduce((sum, one) => sum + one.amount, 0);

/** Gives what was planned, pending until the line's time to return has passed; the terms are kept with the review. */
export async function giveReward(
  trx: Trx,
  tools: LedgerTools,
  mall: Mall,
  review: ReviewRow,
  { line, parts }: Reward,
): Promise<void> {
  const at = tools.now();
  for (const { part, amount } of parts) {
    const row: Omit<ReviewRewardRow, 'transfer_id'> = {
      mall_id: mall.id,
      review_id: review.review_id,
      part,
      shopper_id: review.shopper_id,
      product: review.product,
      order_id: line.orderId,
      line_id: line.lineId,
      amount,
      due_at: line.placedAt + mall.settings.returnWindowDays * DAY,
      text_min: mall.settings.points.reviewTextMin,
      month: monthIn(mall.settings.timeZone, at),
      at,
      stands: 1,
      round: 1,
    };
    await trx
      .insertInto('review_rewards')
      .values({ ...row, transfer_id: await give(trx, tools, mall, row) })
      .execute();
  }
}

async function give(
  trx: Trx,
  tools: LedgerTools,
  mall: Pick<Mall, 'id' | 'settings'>,
  row: Omit<ReviewRewardRow, 'transfer_id'>,
): Promise<string> {
  const [written] = await writeTransfers(trx, tools, mall.id, [
    {
      phase: 'pending',
      key: JSON.stringify(['review', row.review_id, row.part, row.round]),
      kind: KIND[row.part],
      from: 'issue',
      to: walletOf(row.shopper_id),
      amount: row.amount,
      lots: { expiresAt: expiryOf(mall, Math.max(row.due_at, tools.now())) },
      dueAt: row.due_at,
      onDue: 'post',
      facts: {
        shopperId: row.shopper_id,
        reviewId: row.review_id,
        orderId: row.order_id,
        lineId: row.line_id,
      },
    },
  ]);
  return written!.transferId;
}

async function isLineKept(db: Reader, row: ReviewRewardRow): Promise<boolean> {
  const line = await db
    .selectFrom('order_lines')
    .select(['quantity', 'refunded'])
    .where('mall_id', '=', row.mall_id)
    .where('order_id', '=', row.order_id)
    .where('line_id', '=', row.line_id)
    .where('shopper_id', '=', row.shopper_id)
    .where('product', '=', row.product)
    .executeTakeFirst();
  return line !== undefined && line.quantity > line.refunded;
}

/**
 * Rewards follow their reviews and what was bought: taken back when the review is deleted, hidden for good or no longer
 * what was rewarded, or when its line was returned; given again when that has ended. However often it is asked.
 *
 * @param which those of one review, or those of a shopper for a product
 */
export async function settleRewards(
  trx: Trx,
  tools: LedgerTools,
  mallId: string,
  which: { review: string } | { shopper: string; product: string },
): Promise<void> {
  let query = trx.selectFrom('review_rewards').selectAll().where('mall_id', '=', mallId);
  if ('review' in which) query = query.where('review_id', '=', which.review);
  else query = query.where('shopper_id', '=', which.shopper).where('product', '=', which.product);
  for (const row of await query.orderBy('review_id').orderBy('part').execute()) {
    const review = await findReview(trx, mallId, row.review_id);
    const now = await standsNow(trx, row, review);
    if (now !== (row.stands === 1)) await turn(trx, tools, row, now);
  }
}

const standsNow = async (db: Reader, row: ReviewRewardRow, review: ReviewRow | undefined): Promise<boolean> =>
  review !== undefined &&
  stands(
    row.part,
    {
      state: review.state,
      hideReason: review.hide_reason,
      textLength: lengthOf(review.text),
      textMin: row.text_min,
      photos: review.photo_count,
    },
    await isLineKept(db, row),
  );

async function turn(trx: Trx, tools: LedgerTools, row: ReviewRewardRow, stands: boolean): Promise<void> {
  const { mall_id: mallId, review_id: reviewId, part } = row;
  let set: Partial<ReviewRewardRow> = { stands: 0 };
  if (stands) {
    const mall = await findMall(trx, mallId);
    if (!mall) return;
    const next = { ...row, round: row.round + 1 };
    set = { stands: 1, round: next.round, transfer_id: await give(trx, tools, mall, next) };
  } else
    await takeBack(trx, tools, mallId, {
      key: JSON.stringify(['review-back', reviewId, part, row.round]),
      kind: 'review-reversed',
      of: row.transfer_id,
      amount: row.amount,
      facts: { shopperId: row.shopper_id, reviewId, orderId: row.order_id, lineId: row.line_id },
    });
  await trx
    .updateTable('review_rewards')
    .set(set)
    .where('mall_id', '=', mallId)
    .where('review_id', '=', reviewId)
    .where('part', '=', part)
    .execute();
}
