import { sql } from 'kysely';
import { DAY } from '../../../base/clock.ts';
import type { Reader, Trx } from '../../../base/db/database.ts';
import type { OrderLineRow, OrderRow } from '../../../mall/orders/table.ts';
import type { StorySaleRow } from '../table.ts';
import { CIRCLE_DAYS, OFTEN_DAYS, type Ranked } from './rules.ts';

export const orderOf = (db: Reader, mallId: string, orderId: string): Promise<OrderRow | undefined> =>
  db
    .selectFrom('orders')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('order_id', '=', orderId)
    .executeTakeFirst();

/** Lines of an order that say how they came. */
export const markedLines = (db: Reader, mallId: string, orderId: string): Promise<OrderLineRow[]> =>
  db
    .selectFrom('order_lines')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('order_id', '=', orderId)
    .where('mark', 'is not', null)
    .orderBy('line_id')
    .execute();

export const salesOfOrder = (db: Reader, mallId: string, orderId: string): Promise<StorySaleRow[]> =>
  db
    .selectFrom('story_sales')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('order_id', '=', orderId)
    .orderBy('line_id')
    .execute();

export const salesByIds = (db: Reader, mallId: string, ids: readonly string[]): Promise<StorySaleRow[]> =>
  db
    .selectFrom('story_sales')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('sale_id', 'in', ids)
    .orderBy('sale_id')
    .execute();

/** Writes a sale as it is now, whether it was counted before or not. */
export async function putSale(trx: Trx, row: StorySaleRow): Promise<void> {
  const { mall_id: _, sale_id: __, ...set } = row;
  await trx
    .insertInto('story_sales')
    .values(row)
    .onConflict((conflict) => conflict.columns(['mall_id', 'sale_id']).doUpdateSet(set))
    .execute();
}

export async function deleteSale(trx: Trx, mallId: string, saleId: string): Promise<void> {
  await trx.deleteFrom('story_sales').where('mall_id', '=', mallId).where('sale_id', '=', saleId).execute();
}

export async function setDoubt(
  trx: Trx,
  mallId: string,
  saleId: string,
  doubt: StorySaleRow['doubt'],
): Promise<void> {
  await trx
    .updateTable('story_sales')
    .set({ doubt })
    .where('mall_id', '=', mallId)
    .where('sale_id', '=', saleId)
    .execute();
}

/** Sales of one buyer to one author whose number decides, in the order in which they were placed. */
export async function salesOfPair(
  db: Reader,
  mallId: string,
  { author, buyer, from }: { author: string; buyer: string; from: number },
): Promise<Ranked[]> {
  const rows = await db
    .selectFrom('story_sales')
    .select(['sale_id', 'at', 'doubt'])
    .where('mall_id', '=', mallId)
    .where('buyer_id', '=', buyer)
    .where('shopper_id', '=', author)
    .where('at', '>', from - OFTEN_DAYS * DAY)
    .where('quantity', '>', 0)
    .where('rate', '>', 0)
    .where((eb) => eb.or([eb('doubt', 'is', null), eb('doubt', '=', 'often')]))
    .orderBy('at')
    .orderBy('order_id')
    .orderBy('line_id')
    .execute();
  return rows.map((row) => ({ id: row.sale_id, at: row.at, often: row.doubt === 'often' }));
}

/**
 * Whether the author has bought by way of the buyer's blog, or by way of the blog of a third who bought by way of the
 * buyer's, about that time.
 */
export async function isCircle(
  db: Reader,
  mallId: string,
  { author, buyer, at }: { author: string; buyer: string; at: number },
): Promise<boolean> {
  const [from, to] = [at - CIRCLE_DAYS * DAY, at + CIRCLE_DAYS * DAY];
  const back = await db
    .selectFrom('story_sales')
    .select('sale_id')
    .where('mall_id', '=', mallId)
    .where('buyer_id', '=', author)
    .where('shopper_id', '=', buyer)
    .where('at', '>=', from)
    .where('at', '<=', to)
    .where('quantity', '>', 0)
    .limit(1)
    .executeTakeFirst();
  if (back) return true;
  const round = await db
    .selectFrom('story_sales as first')
    .innerJoin('story_sales as second', (join) =>
      join
        .onRef('second.mall_id', '=', 'first.mall_id')
        .onRef('second.buyer_id', '=', 'first.shopper_id')
        .on('second.shopper_id', '=', buyer),
    )
    .select('first.sale_id')
    .where('first.mall_id', '=', mallId)
    .where('first.buyer_id', '=', author)
    .where('first.at', '>=', from)
    .where('first.at', '<=', to)
    .where('first.quantity', '>', 0)
    .where('second.at', '>=', from)
    .where('second.at', '<=', to)
    .where('second.quantity', '>', 0)
    .limit(1)
    .executeTakeFirst();
  return round !== undefined;
}

/** What an author may still earn or did by some sales. */
export async function pointsOfSales(
  db: Reader,
  mallId: string,
  author: string,
  saleIds: readonly string[],
): Promise<Map<string, number>> {
  if (saleIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('story_earnings')
    .select(['sale_id', sql<number>`sum(amount - taken)`.as('points')])
    .where('mall_id', '=', mallId)
    .where('sale_id', 'in', saleIds)
    .where('shopper_id', '=', author)
    .groupBy('sale_id')
    .execute();
  return new Map(rows.map((row) => [row.sale_id, Number(row.points)]));
}
