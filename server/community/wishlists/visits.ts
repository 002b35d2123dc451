import { sql } from 'kysely';
import type { Reader, Trx } from '../../base/db/database.ts';
import type { WishVisitRow } from './table.ts';

/** One more way from a wish to its product. Of whom is not kept. */
export async function countVisit(trx: Trx, mallId: string, day: string, product: string): Promise<void> {
  await trx
    .insertInto('wish_visits')
    .values({ mall_id: mallId, day, product, count: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['mall_id', 'day', 'product'])
        .doUpdateSet({ count: sql<number>`wish_visits.count + 1` }),
    )
    .execute();
}

/** From the first day to the last, both included. */
export function visitsBetween(
  db: Reader,
  mallId: string,
  from: string,
  to: string,
): Promise<Omit<WishVisitRow, 'mall_id'>[]> {
  return db
    .selectFrom('wish_visits')
    .select(['product', 'day', 'count'])
    .where('mall_id', '=', mallId)
    .where('day', '>=', from)
    .where('day', '<=', to)
    .orderBy('day')
    .orderBy('product')
    .execute();
}
