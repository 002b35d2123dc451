import type { Personal } from '../../base/db/tables.ts';

export interface ReportRow {
  mall_id: string;
  report_id: string;
  subject_kind: 'review' | 'comment' | 'wish' | 'club' | 'contribution' | 'story' | 'blog';
  subject_id: string;
  shopper_id: string;
  reason: string;
  note: string;
  state: 'open' | 'hidden' | 'kept';
  created_at: number;
  closed_at: number | null;
}
/** What staff did, and why: kept so that hides can be counted and explained. */
export interface ModerationRow {
  mall_id: string;
  moderation_id: string;
  subject_kind: 'review' | 'comment' | 'wish' | 'club' | 'contribution' | 'story' | 'blog';
  subject_id: string;
  action: 'hide' | 'restore' | 'keep';
  reason: string | null;
  /** The key's id, `command line`, or `time`. */
  actor: string;
  at: number;
}

declare module '../../base/db/tables.ts' {
  interface Tables {
    reports: ReportRow;
    moderations: ModerationRow;
  }
}

export const personal = {
  reports: {
    owner: 'shopper_id',
    exports: ['subject_kind', 'subject_id', 'reason', 'note', 'created_at'],
    erase: { note: '', shopper_id: '' },
  },
  moderations: { owner: null, exports: [], erase: 'keep' },
} satisfies Personal;
