import { DAY } from '../../base/clock.ts';
import type { MallSettings } from '../../mall/malls/contract.ts';
import { type LaterFacts, MONTH_DAYS } from './later-rules.ts';
import type { ReviewRewardRow } from './table.ts';

export type RewardPart = ReviewRewardRow['part'];

/** A line of an order, of what was bought. */
export interface BoughtLine {
  orderId: string;
  lineId: string;
  placedAt: number;
  /** What was paid for what was kept of it. */
  paid: number;
}

/** Everything that decides about a reward. The stars are not among it. */
export interface RewardFacts {
  now: number;
  /** As people count. */
  textLength: number;
  photos: number;
  /** Of a later review; null: it is the first. */
  later: LaterFacts['added'][number] | null;
  /** When the first review was written; of a first one, now. */
  firstAt: number;
  /** Lines of the product that the shopper keeps, newest first. */
  lines: readonly BoughtLine[];
  /** Reviews of the shopper that were rewarded this month. */
  rewardedInMonth: number;
}

/** What a review is to be rewarded with, and for which line. */
export interface Reward {
  line: BoughtLine;
  parts: { part: RewardPart; amount: number }[];
}

type Points = MallSettings['points'];

/** Whether it is written in time: so many days after the order, or after a month's review may be written. */
function isInTime({ now, later, firstAt }: RewardFacts, line: BoughtLine, { reviewDays }: Points): boolean {
  const from = later === null ? line.placedAt : Math.min(firstAt, line.placedAt) + MONTH_DAYS * DAY;
  return now <= from + reviewDays * DAY;
}

/** What the mall's terms give for a review, budgets aside; undefined: nothing. */
export function rewardOf(facts: RewardFacts, points: Points): Reward | undefined {
  if (facts.rewardedInMonth >= points.reviewsPerMonth) return undefined;
  if (facts.textLength < points.reviewTextMin) return undefined;
  const line = facts.lines.find((one) => one.paid >= points.reviewFloor && isInTime(facts, one, points));
  if (!line) return undefined;
  const amounts: Record<RewardPart, number> =
    facts.later === null
      ? { text: points.reviewText, photo: facts.photos > 0 ? points.reviewPhoto : 0, later: 0 }
      : { text: 0, photo: 0, later: facts.later === 'month' ? points.reviewLater : 0 };
  const parts = (Object.keys(amounts) as RewardPart[])
    .map((part) => ({ part, amount: amounts[part] }))
    .filter(({ amount }) => amount > 0);
  return parts.length > 0 ? { line, parts } : undefined;
}

/** What was paid for what is kept of a line. */
export const paidFor = (line: { amount: number; quantity: number; refunded: number }): number =>
  Number((BigInt(line.amount) * BigInt(line.quantity - line.refunded)) / BigInt(line.quantity));

/** Whether a part of a reward stands, by how the review and its line stand now. */
export function stands(
  part: RewardPart,
  review: {
    state: 'shown' | 'hidden' | 'deleted';
    hideReason: string | null;
    textLength: number;
    textMin: number;
    photos: number;
  },
  isLineKept: boolean,
): boolean {
  // A block at the request of a person concerned ends by itself: nobody has found fault with the review.
  const isThere =
    review.state === 'shown' || (review.state === 'hidden' && review.hideReason === 'rights_block');
  if (!isThere || !isLineKept) return false;
  return part === 'photo' ? review.photos > 0 : review.textLength >= review.textMin;
}

/**
 * The first line of a review that was rewarded.
 *
 * @param elsewhere what the mall discloses of rewards of its own
 */
export function disclosureWith(
  amount: number,
  { locale, currency, points }: MallSettings,
  elsewhere: string | null,
): string | null {
  if (amount === 0) return elsewhere;
  const own = locale === 'ko' ? koreanLine(amount, currency, points) : englishLine(amount, points);
  return elsewhere === null ? own : `${own} ${elsewhere}`;
}

function koreanLine(amount: number, currency: string, { name }: Points): string {
  const called = name?.ko ?? '적립금';
  // A point is worth one smallest unit of the mall's currency.
  const much = `${amount.toLocaleString('ko-KR')}${currency === 'KRW' ? '원' : '점'}`;
  return `[${called} 후기] 이 후기를 쓰고 ${called} ${much}을 받았습니다.`;
}

const englishLine = (amount: number, { name }: Points): string =>
  `[Rewarded review] The shop gave ${amount.toLocaleString('en-US')} ${name?.en ?? 'points'} for writing this review.`;
