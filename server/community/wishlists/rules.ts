import { DAY } from '../../base/clock.ts';
import { dayAfter } from '../../base/days.ts';
import type { ListRole, Priority, Visibility } from './contract.ts';

export { dayIn } from '../../base/days.ts';

/** What somebody may do with a list. */
export interface Rights {
  /** Wishes: add, change, order, remove, restore, move. */
  edit: boolean;
  /** The list itself: who may see it, its link, its people, its end. */
  own: boolean;
  /** Who gives what, of all givers. */
  claims: boolean;
}

const NONE: Rights = { edit: false, own: false, claims: false };

/** Who somebody is to a list. */
export interface Visitor {
  kind: 'nobody' | 'guest' | 'member' | 'key';
  role: ListRole | null;
  /** They brought the secret part of its link, as it is now. */
  hasLink: boolean;
}

/** How a list stands on a day. */
export interface ListState {
  visibility: Visibility;
  /** `yyyy-mm-dd`; null: never. */
  claimsHiddenUntil: string | null;
}

/**
 * What a visitor may do with a list; undefined: to them there is no such list.
 *
 * @param today in the time zone of the mall
 */
export function rightsOf(list: ListState, visitor: Visitor, today: string): Rights | undefined {
  const { kind, role, hasLink } = visitor;
  const maySee = role !== null || list.visibility === 'public' || (list.visibility === 'link' && hasLink);
  if (!maySee) return undefined;
  if (role === 'owner' || role === 'co-owner') {
    const isShown = list.claimsHiddenUntil !== null && today >= list.claimsHiddenUntil;
    return { edit: true, own: role === 'owner', claims: isShown };
  }
  // The owner may look from a private window: who is nobody, or a guest, sees nothing of what others give.
  return kind === 'member' ? { ...NONE, claims: true } : NONE;
}

/** A first day is so far ahead: nobody may set it to today to look. */
export const FIRST_DAY_AHEAD = 7;

/**
 * Whether the day on which givers are shown may move so. It never comes nearer, whether anything is claimed or not: a
 * refusal must tell nothing.
 */
export function mayFixDay(before: string | null, after: string | null, today: string): boolean {
  if (before === after) return true;
  if (before === null) return after !== null && after >= dayAfter(today, FIRST_DAY_AHEAD);
  // Taken away, it could be set anew, and nearer.
  return after !== null && after >= before;
}

/** After all days. */
export const NEVER = '9999-12-31';
export const laterDay = (one: string | null, other: string): string =>
  one !== null && one > other ? one : other;

/** How far apart neighbours stand at first. */
export const GAP = 2 ** 20;

/**
 * The place between two neighbours (undefined: there is none on that side); undefined when nothing fits in between and
 * the list is to be numbered anew.
 */
export function placeBetween(before: number | undefined, after: number | undefined): number | undefined {
  if (before === undefined && after === undefined) return 0;
  if (before === undefined) return (after as number) - GAP;
  if (after === undefined) return before + GAP;
  const middle = Math.floor((before + after) / 2);
  return middle > before && middle < after ? middle : undefined;
}

const PRIORITIES: readonly Priority[] = ['must', 'want', 'maybe'];
export const priorityRank = (priority: Priority): number => PRIORITIES.indexOf(priority);
export const priorityOf = (rank: number): Priority => PRIORITIES[rank] ?? 'want';

/** What of a wish its owner can say. */
export interface Said {
  options: string;
  note: string;
  quantity: number;
  priority: number;
}

/** What was written on both stays written, even where that is longer than one may write at once. */
const bothOf = (stays: string, goes: string): string =>
  stays.includes(goes) ? stays : goes.includes(stays) ? goes : `${stays}\n${goes}`;

/** Two wishes of one product become one: what the one that stays says counts, and nothing is lost. */
export function joined(stays: Said, goes: Said): Said {
  return {
    options: stays.options === '{}' ? goes.options : stays.options,
    note: bothOf(stays.note, goes.note),
    quantity: Math.max(stays.quantity, goes.quantity),
    priority: Math.min(stays.priority, goes.priority),
  };
}

/** Below this many "people who wished this" is not told. */
export const TOLD_FROM = 10;
export const toldCount = (members: number): number | null => (members >= TOLD_FROM ? members : null);

/** Wishes on one list, and lists of one shopper. */
export const MOST_WISHES = 10_000;
export const MOST_LISTS = 1_000;
/** A wish that was taken off comes back with all that hung on it for so long. */
export const REMOVED_KEPT_MS = 30 * DAY;

/** Live claims of one shopper. */
export const MOST_CLAIMS = 500;
/** A claim whose wish is gone is shown to its giver for so long. */
export const GONE_KEPT_MS = 90 * DAY;

export type ClaimVerdict = 'new' | 'mine' | 'own-thing' | 'already-taken';

/**
 * Whether somebody may give a wish. To whoever owns or co-owns the list the answer is the same, claimed or not.
 *
 * @param giver of the claim that is there
 */
export function mayClaim(
  asks: { shopperId: string; role: ListRole | null },
  giver: string | undefined,
): ClaimVerdict {
  if (asks.role === 'owner' || asks.role === 'co-owner') return 'own-thing';
  if (giver === undefined) return 'new';
  return giver === asks.shopperId ? 'mine' : 'already-taken';
}
