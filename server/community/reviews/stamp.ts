import { sql } from 'kysely';
import type { Trx } from '../../base/db/database.ts';
import type { ReviewRow } from './table.ts';

/** What every write of a review's columns sets besides: what is kept of how it appears is kept under its stamp. */
export const STAMPED = { stamp: sql<number>`stamp + 1` };

/** A later review appears with its first one, which moves with it. */
export async function stampFirst(trx: Trx, row: Pick<ReviewRow, 'mall_id' | 'later_of'>): Promise<void> {
  if (row.later_of === null) return;
  await touch(trx, row.mall_id, row.later_of);
}

/** It appears otherwise by what is in other tables. */
export async function touch(trx: Trx, mallId: string, reviewId: string): Promise<void> {
  await trx
    .updateTable('reviews')
    .set(STAMPED)
    .where('mall_id', '=', mallId)
    .where('review_id', '=', reviewId)
    .execute();
}
