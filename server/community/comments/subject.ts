import type { Reader, Trx } from '../../base/db/database.ts';
import type { ProblemCode } from '../../base/http/problem.ts';
import type { Mall } from '../../mall/malls/rules.ts';
import type { Asking } from '../../mall/shoppers/asking.ts';
import type { CommentRow } from './table.ts';

export type SubjectKind = CommentRow['subject_kind'];

/** What comments hang on, as whoever asks finds it. */
export interface Place {
  /** Where its changes are told. */
  topic: string;
  /** Everybody who may read the mall sees the same here. */
  isPublic: boolean;
  /** New words are welcome. */
  isOpen: boolean;
  /** Whoever asks may take away what others wrote here. */
  mayClear: boolean;
}

/** How the thing stands, whoever asks. */
export interface Standing {
  topic: string;
  /** It is gone, and what hangs on it cannot be seen either. */
  isGone: boolean;
  /** Key of the product whose board it stands on, when it stands on one. */
  product: string | null;
}

/** What comments need to know of the things they hang on; each kind of thing brings its own. */
export interface Subject {
  /** What whoever writes under one that is not there (or not to be seen) is told. */
  missing: ProblemCode;
  /** Undefined when it is not there, or not to be seen by whoever asks. */
  placeFor(
    db: Reader,
    mall: Pick<Mall, 'id' | 'settings'>,
    id: string,
    asking: Asking,
  ): Promise<Place | undefined>;
  /** Undefined when there never was one, or nothing is left of it. */
  standing(db: Reader, mallId: string, id: string): Promise<Standing | undefined>;
  /** Comments were added or taken away. */
  moved(trx: Trx, mallId: string, id: string, by: number): Promise<void>;
  /** Somebody wrote. */
  posted?(trx: Trx, mallId: string, comment: { id: string; on: string; by: string }): Promise<void>;
}
export type Subjects = Readonly<Record<SubjectKind, Subject>>;

/** A comment's event, at the topic of what it hangs on. */
export const commentEvent = (
  kind: `comment.${string}`,
  row: Pick<CommentRow, 'mall_id' | 'subject_kind' | 'subject_id' | 'comment_id'>,
  topic: string,
) => ({
  mallId: row.mall_id,
  kind,
  topic,
  ids: { [row.subject_kind]: row.subject_id, comment: row.comment_id },
});
