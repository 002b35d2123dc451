import { sql } from 'kysely';
import type { Reader, Trx } from '../../../base/db/database.ts';
import { decodeCursor, encodeCursor } from '../../../base/http/cursor.ts';
import type { WishVisitRow } from '../table.ts';

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

/** From the first day to the last, both included, a page at a time. */
export async function visitsBetween(
  db: Reader,
  mallId: string,
  { from, to, cursor, limit }: { from: string; to: string; cursor: string | undefined; limit: number },
): Promise<{ items: Omit<WishVisitRow, 'mall_id'>[]; next: string | null }> {
  let rows = db
    .selectFrom('wish_visits')
    .select(['product', 'day', 'count'])
    .where('mall_id', '=', mallId)
    .where('day', '>=', from)
    .where('day', '<=', to);
  if (cursor !== undefined) {
    const [day, product] = decodeCursor(cursor, ['string', 'string']);
    rows = rows.where(sql<boolean>`(day, product) > (${day}, ${product})`);
  }
  const found = await rows
    .orderBy('day')
    .orderBy('product')
    .limit(limit + 1)
    .execute();
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, next: found.length > limit && last ? encodeCursor([last.day, last.product]) : null };
}
