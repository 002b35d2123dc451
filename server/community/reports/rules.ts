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

const DECISIONS: Record<Action, Record<Exclude<SubjectState, 'deleted'>, Decision>> = {
  hide: {
    shown: { does: 'hide', closesAs: 'hidden', reopensHidden: false },
    // Hidden for its first reason: that one was counted, and stays.
    hidden: { does: 'nothing', closesAs: 'hidden', reopensHidden: false },
  },
  restore: {
    shown: { does: 'nothing', closesAs: 'kept', reopensHidden: false },
    hidden: { does: 'restore', closesAs: 'kept', reopensHidden: true },
  },
  keep: {
    shown: { does: 'nothing', closesAs: 'kept', reopensHidden: false },
    // "Keep" is said of reports: what is hidden stays so until it is restored by name.
    hidden: { does: 'nothing', closesAs: 'hidden', reopensHidden: false },
  },
};

/** Undefined for what is gone: there is nothing to decide. Stars have no say. */
export function decide(action: Action, state: SubjectState): Decision | undefined {
  return state === 'deleted' ? undefined : DECISIONS[action][state];
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

/** Hides are counted on the rules page this long. */
export const COUNTED_MS = 365 * 24 * 60 * 60 * 1000;
/** Reports one shopper may send. */
export const REPORT_PACE = { name: 'reports', points: 10, seconds: 600 };
