import { DAY } from '../../../base/clock.ts';
import { dayAfter, dayIn, startOfDay } from '../../../base/days.ts';
import { MOST_POINTS } from '../../../mall/points/contract.ts';

/** A part is held for so long at most. */
export const HELD_MS = 30 * DAY;
/** Live parts of one giver, and on one wish: what one transaction ends at once. */
export const MOST_PARTS = 100;
export const MOST_ON_WISH = 200;

/** What the mall says of a product. */
export interface Priced {
  confirmed: number;
  price: number | null;
  currency: string | null;
}

/**
 * What a wish takes in points: its price as the mall states it, times how many are wished. Undefined where there is none
 * that points could be counted in: not stated, in another currency than the mall's, or more than anybody collects.
 */
export function needOf(
  product: Priced | undefined,
  quantity: number,
  mallCurrency: string,
): number | undefined {
  if (!product || product.confirmed !== 1 || product.price === null) return undefined;
  if (product.currency !== null && product.currency !== mallCurrency) return undefined;
  const need = product.price * quantity;
  return need >= 1 && need <= MOST_POINTS ? need : undefined;
}

/** A part, as far as its amount goes. */
export interface Amount {
  id: string;
  amount: number;
  at: number;
}

export const sumOf = (parts: readonly Pick<Amount, 'amount'>[]): number =>
  parts.reduce((sum, one) => sum + one.amount, 0);

/** What is still missing; a price that fell leaves nothing to give. */
export const missingOf = (need: number, parts: readonly Pick<Amount, 'amount'>[]): number =>
  Math.max(0, need - sumOf(parts));

/** Parts by age; of one moment by their ids, so that every process sees one order. */
export const oldestFirst = (one: Amount, other: Amount): number =>
  one.at - other.at || (one.id < other.id ? -1 : 1);

/**
 * What stays of parts that are more than the wish takes now: the earliest stay, and what is too much is let go from the
 * newest.
 *
 * @returns by the id of each part that does not stay as it is, what stays of it; 0: nothing
 */
export function trimmed(need: number, parts: readonly Amount[]): Map<string, number> {
  const less = new Map<string, number>();
  let room = need;
  for (const { id, amount } of [...parts].sort(oldestFirst)) {
    const stays = Math.min(amount, room);
    if (stays < amount) less.set(id, stays);
    room -= stays;
  }
  return less;
}

/** The instant at which a day is over, by the clocks of a place. */
export const endOfDay = (timeZone: string, day: string): number => startOfDay(timeZone, dayAfter(day, 1));

/** When a part that begins now is let go: in 30 days, or when the day of the occasion is over, if that comes sooner. */
export function dueOf(now: number, timeZone: string, occasionOn: string | null): number {
  const latest = now + HELD_MS;
  if (occasionOn === null || occasionOn < dayIn(timeZone, now)) return latest;
  return Math.min(latest, endOfDay(timeZone, occasionOn));
}

/** Whether the time of a held part is over, also where nobody has come by since. */
export const isOver = (part: { state: string; due_at: number }, now: number): boolean =>
  part.state === 'held' && part.due_at <= now;

/** The latest of some days; null: none of them is a day. */
export const latestDay = (days: readonly (string | null)[]): string | null =>
  days.reduce((latest, day) => (day !== null && (latest === null || day > latest) ? day : latest), null);

/** What hinders a part; undefined: nothing does. */
export type Hindrance = 'already-taken' | 'not-now' | 'more-than-needed' | 'quota-full';

/** Whether somebody may set so much aside. */
export function hindranceOf(asks: {
  amount: number;
  need: number | undefined;
  /** Of all others. */
  others: readonly Pick<Amount, 'amount'>[];
  /** Somebody gives it whole, or a club collects for it. */
  isTaken: boolean;
  /** Whoever wishes it has a wallet: a guest has none. */
  canReceive: boolean;
  isNew: boolean;
  /** Live parts of the giver. */
  theirs: number;
}): Hindrance | undefined {
  if (asks.isTaken) return 'already-taken';
  if (asks.need === undefined || !asks.canReceive) return 'not-now';
  if (asks.amount > missingOf(asks.need, asks.others)) return 'more-than-needed';
  const isFull = asks.theirs >= MOST_PARTS || asks.others.length >= MOST_ON_WISH;
  return asks.isNew && isFull ? 'quota-full' : undefined;
}

/** What becomes of the parts of one wish when it is looked at. */
export type Fate = { kind: 'let-go' } | { kind: 'keep'; less: Map<string, number>; isComplete: boolean };

/** How a wish stands that parts are held for. */
export interface Standing {
  /** It is on its list, and to be had. */
  isThere: boolean;
  /** Somebody gives it whole, or a club collects for it. */
  isTaken: boolean;
  /** Undefined: there is no price now. */
  need: number | undefined;
}

/**
 * What becomes of its parts: let go where there is nothing to give them for; without a price they wait; else as many
 * stay as the price takes, and when they are the price, the wish is given.
 */
export function fateOf({ isThere, isTaken, need }: Standing, parts: readonly Amount[]): Fate {
  if (!isThere || isTaken) return { kind: 'let-go' };
  if (need === undefined) return { kind: 'keep', less: new Map(), isComplete: false };
  const isComplete = parts.length > 0 && sumOf(parts) >= need;
  return { kind: 'keep', less: trimmed(need, parts), isComplete };
}
