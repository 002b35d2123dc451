/** Hundredths of naegong that the rate is for: a hundred of it. */
const RATED = 10_000;

/** How far a member's naegong has become points, and what of a day's room is used. */
export interface Converted {
  /** Hundredths of naegong. */
  upTo: number;
  day: number;
  points: number;
}

/**
 * Points that naegong has earned and that may be given today, budgets aside.
 *
 * @param naegong in hundredths, as it stands
 * @param rate points for a hundred naegong
 */
export function pointsDue(
  naegong: number,
  before: Converted,
  today: number,
  { rate, dailyCap }: { rate: number; dailyCap: number },
): number {
  const earned = Math.floor(((naegong - before.upTo) * rate) / RATED);
  const room = dailyCap - (before.day === today ? before.points : 0);
  return Math.max(0, Math.min(earned, room));
}

/**
 * After so many points were given. The mark moves by what they cost and never falls, so that naegong which is taken back
 * and earned again is not paid twice; what was too little for a point is left for the next.
 */
export function afterGiving(before: Converted, points: number, today: number, rate: number): Converted {
  return {
    upTo: before.upTo + Math.ceil((points * RATED) / rate),
    day: today,
    points: points + (before.day === today ? before.points : 0),
  };
}

/** Hundredths of naegong that are worth a point at least. */
export const leastWorth = (rate: number): number => Math.ceil(RATED / rate);
