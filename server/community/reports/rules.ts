import { DAY } from '../../base/clock.ts';
import type { ReportRow } from './table.ts';

export type SubjectState = 'shown' | 'hidden' | 'deleted';
export type Action = 'hide' | 'restore' | 'keep';

/** What staff's decision comes to: what happens to the thing, and how the reports of it end. */
export interface Decision {
  does: 'hide' | 'restore' | 'nothing';
  closesAs: Exclude<ReportRow['state'], 'open'>;
  /** Reports that ended as `hidden` are turned as well: the thing is shown after all. */
  reopensHidden: boolean;
}

const DECISIONS: Record<Action, Record<SubjectState, Decision | undefined>> = {
  hide: {
    shown: { does: 'hide', closesAs: 'hidden', reopensHidden: false },
    // Hidden for its first reason: that one was counted, and stays.
    hidden: { does: 'nothing', closesAs: 'hidden', reopensHidden: false },
    deleted: undefined,
  },
  restore: {
    shown: { does: 'nothing', closesAs: 'kept', reopensHidden: false },
    hidden: { does: 'restore', closesAs: 'kept', reopensHidden: true },
    deleted: undefined,
  },
  keep: {
    shown: { does: 'nothing', closesAs: 'kept', reopensHidden: false },
    // "Keep" is said of reports: what is hidden stays so until it is restored by name.
    hidden: { does: 'nothing', closesAs: 'hidden', reopensHidden: false },
    deleted: { does: 'nothing', closesAs: 'kept', reopensHidden: false },
  },
};

/** Undefined for what is gone and can be neither hidden nor shown; its reports can be closed. Stars have no say. */
export function decide(action: Action, state: SubjectState): Decision | undefined {
  return DECISIONS[action][state];
}

export type ReportVerdict = 'take' | 'not-found' | 'own-thing';

/** Whether a shopper may report a thing: one that they can see and did not write. */
export function mayReport(
  reporter: string,
  thing: { author: string; state: SubjectState } | undefined,
): ReportVerdict {
  if (thing?.state !== 'shown') return 'not-found';
  return thing.author === reporter ? 'own-thing' : 'take';
}

/** A block at the request of a person whose rights a thing hurts lasts this long. */
export const RIGHTS_BLOCK_MS = 30 * DAY;
/** Who is recorded as having ended it. */
export const LIFT_ACTOR = 'time';

/** Hides are counted on the rules page this long. */
export const COUNTED_MS = 365 * DAY;
/** Reports one shopper may send. */
export const REPORT_PACE = { name: 'reports', points: 10, seconds: 600 };
/** Looks and decisions of a mall's staff; a key has five times as many. */
export const STAFF_PACE = { name: 'staff', points: 120, seconds: 60 };
/** How often the page of the rules is opened from one address, which many may share. */
export const RULES_PACE = { name: 'rules', points: 300, seconds: 60 };
