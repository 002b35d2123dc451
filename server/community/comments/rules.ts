import { DAY } from '../../base/clock.ts';

/** Two levels and no deeper: an answer to an answer hangs on the same comment. */
export function parentFor(target: { id: string; parent: string | null } | null): string | null {
  return target ? (target.parent ?? target.id) : null;
}

/**
 * How long one who has written as much as a day allows waits for the next, in seconds; 0: not at all.
 *
 * @param nthNewest when the oldest of the day's last ones was written, of as many as the day allows
 */
export function secondsUntilFree(nthNewest: number | undefined, now: number): number {
  return nthNewest === undefined ? 0 : Math.max(0, Math.ceil((nthNewest + DAY - now) / 1000));
}
