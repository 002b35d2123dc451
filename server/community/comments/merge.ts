import type { Trx } from '../../base/db/database.ts';
import type { CommentRow } from './table.ts';

/** A comment that a merge touched, for its event. */
export type TouchedComment = Pick<CommentRow, 'comment_id' | 'subject_kind' | 'subject_id' | 'state'>;

/** Gives the comments of a guest to the member they became; no place and no count moves. */
export async function mergeComments(
  trx: Trx,
  mallId: string,
  guestId: string,
  memberId: string,
): Promise<TouchedComment[]> {
  const rows = await trx
    .updateTable('comments')
    .set({ shopper_id: memberId })
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', guestId)
    .returning(['comment_id', 'subject_kind', 'subject_id', 'state'])
    .execute();
  return rows.filter((row) => row.state !== 'deleted');
}
