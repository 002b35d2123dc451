import { DAY } from '../../base/clock.ts';
import type { LaterKind } from './contract.ts';

/** A month later is this many days after the first review or the purchase; use and sending back, after the purchase. */
export const MONTH_DAYS = 21;
const USE_DAYS = 7;

/** Whole days from a purchase to a moment; null when there was no purchase by then. */
export function usedDays(boughtAt: number | null, at: number): number | null {
  return boughtAt === null || boughtAt > at ? null : Math.floor((at - boughtAt) / DAY);
}

/** What decides which later reviews somebody may add. */
export interface LaterFacts {
  now: number;
  /** When the first review was written. */
  firstAt: number;
  /** Orders of the product, kept ones and others, as the mall stated them. */
  orders: readonly { placedAt: number; kept: boolean; refunded: boolean }[];
  /** Kinds of the later reviews that there are. */
  added: readonly LaterKind[];
}

type Rule = (facts: LaterFacts, daysSince: (at: number) => number) => boolean;

const boughtAt = ({ orders }: LaterFacts): number =>
  Math.min(Number.POSITIVE_INFINITY, ...orders.filter((one) => one.kept).map((one) => one.placedAt));
const has = ({ added }: LaterFacts, kind: LaterKind): boolean => added.includes(kind);

const RULES: Record<LaterKind, Rule> = {
  month: (facts, daysSince) =>
    !has(facts, 'month') && daysSince(Math.min(facts.firstAt, boughtAt(facts))) >= MONTH_DAYS,
  // For each order that came after the first review, one.
  again: (facts) =>
    facts.orders.filter((one) => one.kept && one.placedAt > facts.firstAt).length >
    facts.added.filter((kind) => kind === 'again').length,
  using: (facts, daysSince) =>
    !has(facts, 'using') && !has(facts, 'returned') && daysSince(boughtAt(facts)) >= USE_DAYS,
  // The mall's word for it is enough; without it, the shopper's, once there was time to send it back.
  returned: (facts, daysSince) =>
    !has(facts, 'returned') &&
    (facts.orders.some((one) => one.refunded) || daysSince(boughtAt(facts)) >= USE_DAYS),
};

/** The kinds of later review that may be added now. */
export function kindsToAdd(facts: LaterFacts): LaterKind[] {
  const daysSince = (at: number) => (facts.now - at) / DAY;
  return (Object.keys(RULES) as LaterKind[]).filter((kind) => RULES[kind](facts, daysSince));
}

/** Spans of time since the purchase, each from this day on. */
export const DRIFT_SPANS = [0, 8, 31, 91, 366] as const;
/** So few reviews say nothing of how stars drift. */
const DRIFT_FROM = 10;

export function spanOf(days: number): number {
  return DRIFT_SPANS.findLast((span) => span <= days) ?? 0;
}

/** How stars drift, by spans; empty while there is too little to tell. */
export function driftOf(
  rows: readonly { span: number; count: number; stars: number }[],
): { days: number; count: number; mean: number }[] {
  const filled = rows.filter((row) => row.count > 0).sort((a, b) => a.span - b.span);
  const total = filled.reduce((sum, row) => sum + row.count, 0);
  if (total < DRIFT_FROM || filled.length < 2) return [];
  return filled.map(({ span, count, stars }) => ({
    days: span,
    count,
    mean: Math.round((stars / count) * 100) / 100,
  }));
}
