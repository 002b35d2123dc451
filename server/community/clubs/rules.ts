import { dayAfter, daysBetween } from '../../base/days.ts';
import type { ClubOccasion, ClubRole, ClubState, PayoutWay } from './contract.ts';

/** What makes a club go on to its next state. */
export type Step = 'reach' | 'fall-short' | 'run-out' | 'cancel' | 'settle' | 'give' | 'give-back';

/** From state to state; what does not stand here does not happen. */
export const TRANSITIONS: Readonly<Record<ClubState, Readonly<Partial<Record<Step, ClubState>>>>> = {
  open: { reach: 'reached', 'run-out': 'expired', cancel: 'cancelled' },
  reached: { 'fall-short': 'open', cancel: 'cancelled', settle: 'settling' },
  expired: { settle: 'settling' },
  cancelled: { settle: 'settling' },
  settling: { give: 'paid-out', 'give-back': 'refunded' },
  'paid-out': {},
  refunded: {},
};

/** Points may still go back to whoever gave them, one by one. */
export const isUnsettled = (state: ClubState): boolean =>
  state === 'open' || state === 'reached' || state === 'expired';
export const isOver = (state: ClubState): boolean => state === 'paid-out' || state === 'refunded';

/** Who somebody is to a club. */
export interface Visitor {
  kind: 'nobody' | 'guest' | 'member' | 'key';
  /** What they are in it now. */
  role: Exclude<ClubRole, 'person'> | null;
  /** It is for them. */
  isPerson: boolean;
  /** They took part once. */
  hasLeft: boolean;
  /** They brought the secret part of its link, as it is now. */
  hasLink: boolean;
}

/** How a club stands, as far as rights go. */
export interface Standing {
  state: ClubState;
  visibility: 'members' | 'link';
  amounts: 'members' | 'everyone';
  secretUntil: string | null;
  payout: PayoutWay;
}

/** What a visitor may do with a club now. */
export interface Rights {
  /** Read who gave how much, and what has come together. */
  amounts: boolean;
  /** Read the statement, and who else may come. */
  inside: boolean;
  /** Read the lines that were written to the one it is for. */
  paper: boolean;
  contribute: boolean;
  invite: boolean;
  change: boolean;
  close: boolean;
  cancel: boolean;
  leave: boolean;
}

/**
 * Whether the one it is for sees nothing of it yet. What has been given to them is no secret any more, whatever day was
 * named; what the members share among themselves stays one.
 */
export const isSecret = (club: Pick<Standing, 'secretUntil' | 'state' | 'payout'>, today: string): boolean =>
  club.secretUntil !== null &&
  today < club.secretUntil &&
  !(club.state === 'paid-out' && club.payout !== 'shares');

/**
 * What a visitor may do with a club; undefined: to them there is no such club.
 *
 * @param today in the time zone of the mall
 */
export function may(club: Standing, visitor: Visitor, today: string): Rights | undefined {
  const { kind, role, isPerson, hasLeft, hasLink } = visitor;
  // Before all else: no link and no other role opens it to the one it is kept from.
  if (isPerson && isSecret(club, today)) return undefined;
  const isIn = kind === 'member' && role !== null;
  const maySee = isIn || isPerson || hasLeft || (club.visibility === 'link' && hasLink);
  if (!maySee) return undefined;
  const isStarter = isIn && role === 'starter';
  const goesOn = club.state === 'open' || club.state === 'reached';
  return {
    amounts: isIn || club.amounts === 'everyone',
    inside: isIn,
    paper: isIn || (isPerson && club.state === 'paid-out'),
    contribute: isIn && club.state === 'open',
    invite: isIn && (goesOn || club.state === 'expired'),
    change: isStarter && goesOn,
    close: isStarter && club.state === 'reached',
    cancel: isStarter && goesOn,
    leave: isIn && !isStarter && isUnsettled(club.state),
  };
}

/** Of the goal, rounded down: 100 is said of a goal that was reached, and of no other. */
export const percentOf = (raised: number, goal: number): number =>
  Math.min(100, Math.floor((raised * 100) / goal));

export const MILESTONES = [25, 50, 75] as const;
/** Those that are passed by going from one sum to another. */
export const milestonesPassed = (before: number, after: number, goal: number): number[] =>
  MILESTONES.filter((one) => percentOf(before, goal) < one && percentOf(after, goal) >= one);

/**
 * Shares a sum by weights, in whole points and to the last one: each has the whole points of its part, and what is left
 * goes, one each, to the largest fractions; among equal ones to those that stand first.
 *
 * @returns in the order of the weights; nothing to anybody where all weights are zero
 */
export function largestRemainder(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((all, one) => all + BigInt(one), 0n);
  if (sum === 0n) return weights.map(() => 0);
  // Beyond 2^53 a product would lose points.
  const parts = weights.map((weight, at) => {
    const product = BigInt(total) * BigInt(weight);
    return { at, whole: Number(product / sum), rest: product % sum };
  });
  let left = total - parts.reduce((all, part) => all + part.whole, 0);
  const first = [...parts].sort((a, b) => (a.rest === b.rest ? a.at - b.at : a.rest > b.rest ? -1 : 1));
  for (const part of first) {
    if (left <= 0) break;
    part.whole++;
    left--;
  }
  return parts.map((part) => part.whole);
}

/** What of an order's points a standing share is: whole points, never more than the club still needs. */
export const shareOf = (amount: number, percent: number, needed: number): number =>
  Math.max(0, Math.min(needed, Math.floor((amount * percent) / 100)));

/**
 * Of a share that was given, what goes back in all when a part of what it came from was taken back: the same part of it,
 * rounded down, and all of it at the end.
 */
export const shareBack = (share: number, earned: number, takenBack: number): number =>
  takenBack >= earned ? share : Math.floor((share * takenBack) / earned);

/** Days from now on; 0: today is the last one; negative: it is over. */
export const daysLeft = (endsOn: string, today: string): number => daysBetween(today, endsOn);

/** Ahead at most. */
export const MOST_DAYS = 731;
export const isDayToCome = (endsOn: string, today: string): boolean =>
  endsOn > today && endsOn <= dayAfter(today, MOST_DAYS);

/** A forecast needs so many days, and contributions on so many of them. */
const FORECAST_DAYS = 7;
const FORECAST_GIVEN_ON = 3;
/** And looks back no further. */
export const FORECAST_BACK = 28;

/**
 * When the goal will be reached if it goes on as in the last four weeks; undefined where there is too little to say
 * anything honest: a week has not passed, points came on fewer than three days, most of them on one, or it would take
 * longer than a club may last.
 *
 * @param days on which points came in within the last four weeks, with what came, less what went back
 */
export function forecastOf(
  club: { goal: number; raised: number; endsOn: string; openedOn: string },
  days: readonly { day: string; amount: number }[],
  today: string,
): { on: string; inTime: boolean } | undefined {
  const missing = club.goal - club.raised;
  const first = dayAfter(today, -FORECAST_BACK);
  const span = daysBetween(club.openedOn > first ? club.openedOn : first, today);
  if (missing <= 0 || span < FORECAST_DAYS) return undefined;
  const given = days.filter((one) => one.amount > 0 && one.day > first);
  if (given.length < FORECAST_GIVEN_ON) return undefined;
  const sum = given.reduce((all, one) => all + one.amount, 0);
  // One large gift is no pace.
  if (given.some((one) => one.amount * 2 > sum)) return undefined;
  const ahead = Math.ceil((missing * span) / sum);
  if (ahead > MOST_DAYS) return undefined;
  const on = dayAfter(today, ahead);
  return { on, inTime: on <= club.endsOn };
}

/** What of a club its starter says. */
export interface Said {
  occasion: ClubOccasion;
  goal: number;
  endsOn: string;
  payout: PayoutWay;
  ifShort: 'refund' | 'give';
  secretUntil: string | null;
}

/**
 * What of a change may not be. Once somebody has given, that for which they gave stays: what it is to come to, and what
 * happens then; its day only moves to a later one. What the one it is for may have seen is no secret again.
 */
export function whyFixed(
  before: Said,
  after: Said,
  club: { raised: number; hasGiven: boolean; personKnown: boolean },
  today: string,
): 'day-fixed' | 'not-now' | undefined {
  if (club.hasGiven) {
    const stays = ['goal', 'payout', 'ifShort'] as const;
    if (stays.some((one) => before[one] !== after[one])) return 'not-now';
    if (after.endsOn < before.endsOn) return 'day-fixed';
  }
  if (after.endsOn !== before.endsOn && !isDayToCome(after.endsOn, today)) return 'day-fixed';
  if (after.goal <= club.raised && after.goal !== before.goal) return 'not-now';
  const wasSeen = club.personKnown && (before.secretUntil === null || today >= before.secretUntil);
  return wasSeen && after.secretUntil !== null && after.secretUntil !== before.secretUntil
    ? 'day-fixed'
    : undefined;
}

/** What becomes of a club whose last day is over. */
export function atItsEnd(club: {
  state: ClubState;
  raised: number;
  ifShort: 'refund' | 'give';
  payout: PayoutWay;
  personKnown: boolean;
  /** Nobody was found for so long. */
  waitedOut: boolean;
}): 'give' | 'refund' | 'ask-person' | 'nothing' {
  if (club.state !== 'reached' && club.state !== 'expired') return 'nothing';
  const isGiven = club.state === 'reached' || (club.ifShort === 'give' && club.raised > 0);
  if (!isGiven) return 'refund';
  if (club.payout !== 'person' || club.personKnown) return 'give';
  return club.waitedOut ? 'refund' : 'ask-person';
}

/** Days in which the one it is for may still be found. */
export const PERSON_DAYS = 30;
/** Clubs of one shopper, members and open invitations of one club. */
export const MOST_CLUBS = 500;
export const MOST_MEMBERS = 1_000;
export const MOST_INVITATIONS = 50;
/** What one member has put in by hand, piece by piece: it all goes back in one transaction when they leave. */
export const MOST_GIFTS = 500;
/** Contributions that are settled in one transaction. */
export const SETTLE_BATCH = 200;
/** A code for a till. */
export const TILL_MINUTES = 5;
