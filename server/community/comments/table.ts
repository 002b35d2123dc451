import type { Personal } from '../../base/db/tables.ts';

export interface CommentRow {
  mall_id: string;
  comment_id: string;
  subject_kind: 'review' | 'wish' | 'club' | 'story';
  subject_id: string;
  parent_id: string | null;
  shopper_id: string;
  text: string;
  /** Digest of the text, to refuse an exact repeat. */
  text_digest: string;
  state: 'shown' | 'hidden' | 'deleted';
  hide_reason: string | null;
  created_at: number;
  edited_at: number | null;
  /** Sort key: thread start, then own time. */
  thread_at: number;
  thread_id: string;
}

declare module '../../base/db/tables.ts' {
  interface Tables {
    comments: CommentRow;
  }
}

export const personal = {
  comments: {
    owner: 'shopper_id',
    exports: ['comment_id', 'subject_kind', 'subject_id', 'text', 'state', 'created_at', 'edited_at'],
    erase: { text: '', text_digest: '', state: 'deleted' },
  },
} satisfies Personal;
