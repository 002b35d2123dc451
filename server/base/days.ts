import { DAY } from './clock.ts';

/** One for each zone: each of these holds memory that nobody collects, and days are asked for all the time. */
const daysOf = new Map<string, Intl.DateTimeFormat>();

/** The day that it is somewhere, as `yyyy-mm-dd`. */
export function dayIn(timeZone: string, at: number): string {
  let days = daysOf.get(timeZone);
  if (!days) {
    days = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });
    daysOf.set(timeZone, days);
  }
  return days.format(at);
}

/** The day so many days after (or before) another. */
export const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);

/** How many days one is after the other. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY);

/** The first instant of a day somewhere, also where clocks are moved at midnight. */
export function startOfDay(timeZone: string, day: string): number {
  const middle = Date.parse(`${day}T00:00:00Z`);
  // No zone is further from UTC than this.
  let [before, after] = [middle - DAY, middle + DAY];
  while (after - before > 1) {
    const half = Math.floor((before + after) / 2);
    if (dayIn(timeZone, half) >= day) after = half;
    else before = half;
  }
  return after;
}
