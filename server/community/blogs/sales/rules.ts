import { DAY, HOUR } from '../../../base/clock.ts';

/** Days after the one on which it was given out that a mark is good for. */
export const MARK_DAYS = 7;
/** Clocks of malls may be wrong by this much. */
const SKEW = HOUR;

/** The day that a mark carries: whole days since 1970 (UTC). */
export const markDay = (now: number): number => Math.floor(now / DAY);

/** Whether an order was placed while a mark was good. */
export const isGood = (day: number, placedAt: number): boolean =>
  placedAt >= day * DAY - SKEW && placedAt < (day + 1 + MARK_DAYS) * DAY;

/** Why a sale earns nothing although the mall rewards sales. */
export type Doubt = 'circle' | 'often' | 'unknown-buyer';

/** Two who buy by way of each other's blogs within so many days, or three in a round, earn nothing by it. */
export const CIRCLE_DAYS = 90;
/** One buyer earns one author only so much within so many days. */
export const OFTEN_DAYS = 30;

/** What a line of an order says of the blog that it came by. */
export interface Came {
  author: string;
  /** Null: from what they bought, or the story is gone. */
  story: string | null;
  product: string;
  /** Null: nobody known. */
  buyer: string | null;
}

/** What was counted of a line before. */
export interface Counted extends Came {
  doubt: Doubt | null;
}

/**
 * Whether what a line says now is the sale that was counted before: then its terms stay, whatever has become of the
 * mall's settings and of the story. A buyer who was erased since was that one all the same.
 */
export function isSame(before: Counted, now: Came): boolean {
  const wasErased = before.buyer === null && before.doubt !== 'unknown-buyer';
  return (
    before.author === now.author &&
    before.story === now.story &&
    before.product === now.product &&
    (before.buyer === now.buyer || wasErased)
  );
}

/** A sale that would earn, as far as its buyer's number of them goes. */
export interface Ranked {
  id: string;
  at: number;
  /** It earns nothing, because there were so many before it. */
  often: boolean;
}

/**
 * Which sales of one buyer to one author come too often, in the order in which they were placed: each earns that has fewer
 * than so many earning ones in the days before it. It is judged by what stands now, so that it ends alike in whichever
 * order the mall's statements arrive.
 *
 * @param sales in their order; of those before `from` what was judged stays
 * @param from the first place in time where something has changed
 * @param most that earn within {@link OFTEN_DAYS}
 * @returns those whose judgement changes
 */
export function rejudged(sales: readonly Ranked[], from: number, most: number): Ranked[] {
  const earning: number[] = [];
  const changed: Ranked[] = [];
  for (const sale of sales) {
    const near = earning.filter((at) => at > sale.at - OFTEN_DAYS * DAY).length;
    const often = sale.at < from ? sale.often : near >= most;
    if (often !== sale.often) changed.push({ ...sale, often });
    if (!often) earning.push(sale.at);
  }
  return changed;
}

/** How a sale stands to its author. */
export const stateOf = (sale: { quantity: number; dueAt: number }, now: number) =>
  sale.quantity === 0 ? 'returned' : sale.dueAt > now ? 'pending' : 'sure';
