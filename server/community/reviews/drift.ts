import { sql } from 'kysely';
import type { Reader, Trx } from '../../base/db/database.ts';
import { isFirstShown, laterRows } from './later.ts';
import { driftOf, spanOf } from './later-rules.ts';
import type { ReviewRow } from './table.ts';

/** Moves how a product's stars drift by the difference between a review before and after, and what hangs on it. */
export async function moveDrift(trx: Trx, before: ReviewRow | null, after: ReviewRow): Promise<void> {
  // What hangs on a review that is not shown counts for nothing, whatever becomes of it.
  if (!(await isFirstShown(trx, after))) return;
  const moves = new Map<number, { count: number; stars: number }>();
  const add = (row: ReviewRow | null, by: 1 | -1) => {
    if (row?.state !== 'shown' || row.used_days === null) return;
    const span = spanOf(row.used_days);
    const { count, stars } = moves.get(span) ?? { count: 0, stars: 0 };
    moves.set(span, { count: count + by, stars: stars + by * row.stars });
  };
  add(before, -1);
  add(after, 1);
  if (before && after.later_of === null && before.state !== after.state)
    for (const row of await laterRows(trx, after.mall_id, [after.review_id]))
      add(row, after.state === 'shown' ? 1 : -1);
  for (const [span, move] of moves)
    if (move.count !== 0 || move.stars !== 0) await addToDrift(trx, after, span, move);
}

async function addToDrift(
  trx: Trx,
  { mall_id, product }: ReviewRow,
  span: number,
  { count, stars }: { count: number; stars: number },
): Promise<void> {
  await trx
    .insertInto('product_drift')
    .values({ mall_id, product, span, count, stars })
    .onConflict((conflict) =>
      conflict.columns(['mall_id', 'product', 'span']).doUpdateSet({
        count: sql<number>`product_drift.count + ${count}`,
        stars: sql<number>`product_drift.stars + ${stars}`,
      }),
    )
    .execute();
}

export async function driftOfProduct(db: Reader, mallId: string, product: string) {
  return driftOf(
    await db
      .selectFrom('product_drift')
      .select(['span', 'count', 'stars'])
      .where('mall_id', '=', mallId)
      .where('product', '=', product)
      .execute(),
  );
}
