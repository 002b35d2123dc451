import type { Trx } from '../../base/db/database.ts';
import { usedDays } from './later-rules.ts';
import { change } from './store.ts';
import type { ReviewRow } from './table.ts';

/**
 * Gives or takes the label "bought", and with it how long the product had been used when each review was written.
 *
 * @param boughtAt when the shopper bought the product first; null: nothing of it is left with them
 * @returns the reviews it moved
 */
export async function setBought(
  trx: Trx,
  mallId: string,
  shopperId: string,
  product: string,
  boughtAt: number | null,
): Promise<Pick<ReviewRow, 'review_id' | 'later_of'>[]> {
  const bought = boughtAt === null ? 0 : 1;
  const rows = await trx
    .selectFrom('reviews')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('product', '=', product)
    .where('shopper_id', '=', shopperId)
    .where('state', '!=', 'deleted')
    .execute();
  const moved: ReviewRow[] = [];
  for (const row of rows) {
    const days = usedDays(boughtAt, row.created_at);
    if (row.bought === bought && row.used_days === days) continue;
    await change(trx, row, { bought, used_days: days });
    moved.push(row);
  }
  return moved;
}
