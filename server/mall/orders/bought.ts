import { sql } from 'kysely';
import type { Reader } from '../../base/db/database.ts';
import { prepared } from '../../base/db/prepared.ts';

/** True while the shopper has kept at least one of the product from any order. */
export async function hasBought(
  db: Reader,
  mallId: string,
  shopperId: string,
  product: string,
): Promise<boolean> {
  const row = await db
    .selectFrom('order_lines')
    .select(sql<number>`1`.as('one'))
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', shopperId)
    .where('product', '=', product)
    .where((eb) => eb('quantity', '>', eb.ref('refunded')))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

const placedFirst = prepared<[mallId: string, shopperId: string, product: string], { at: number | null }>(
  (db, mallId, shopperId, product) =>
    db
      .selectFrom('order_lines as line')
      .innerJoin('orders', (join) =>
        join.onRef('orders.mall_id', '=', 'line.mall_id').onRef('orders.order_id', '=', 'line.order_id'),
      )
      .select((eb) => eb.fn.min('orders.placed_at').as('at'))
      .where('line.mall_id', '=', mallId)
      .where('line.shopper_id', '=', shopperId)
      .where('line.product', '=', product)
      .where((eb) => eb('line.quantity', '>', eb.ref('line.refunded'))),
);

/** When the shopper ordered what they have kept of the product first; null when nothing of it is left. */
export async function firstBought(
  db: Reader,
  mallId: string,
  shopperId: string,
  product: string,
): Promise<number | null> {
  return (await placedFirst(db, mallId, shopperId, product))[0]?.at ?? null;
}

/** The shopper's orders of the product: when, whether they kept any of it, and whether any came back. */
export async function ordersOf(
  db: Reader,
  mallId: string,
  shopperId: string,
  product: string,
): Promise<{ placedAt: number; kept: boolean; refunded: boolean }[]> {
  const rows = await db
    .selectFrom('order_lines as line')
    .innerJoin('orders', (join) =>
      join.onRef('orders.mall_id', '=', 'line.mall_id').onRef('orders.order_id', '=', 'line.order_id'),
    )
    .select(['orders.placed_at', 'orders.order_id', 'line.quantity', 'line.refunded'])
    .where('line.mall_id', '=', mallId)
    .where('line.shopper_id', '=', shopperId)
    .where('line.product', '=', product)
    .execute();
  // One order may hold the product in several lines.
  const orders = new Map<string, { placedAt: number; kept: boolean; refunded: boolean }>();
  for (const row of rows) {
    const before = orders.get(row.order_id);
    orders.set(row.order_id, {
      placedAt: row.placed_at,
      kept: (before?.kept ?? false) || row.quantity > row.refunded,
      refunded: (before?.refunded ?? false) || row.refunded > 0,
    });
  }
  return [...orders.values()];
}

/** The options of what the shopper bought last of the product and kept; empty when there is no such thing. */
export async function boughtOptions(
  db: Reader,
  mallId: string,
  shopperId: string,
  product: string,
): Promise<Record<string, string>> {
  const row = await db
    .selectFrom('order_lines as line')
    .innerJoin('orders', (join) =>
      join.onRef('orders.mall_id', '=', 'line.mall_id').onRef('orders.order_id', '=', 'line.order_id'),
    )
    .select('line.options')
    .where('line.mall_id', '=', mallId)
    .where('line.shopper_id', '=', shopperId)
    .where('line.product', '=', product)
    .where((eb) => eb('line.quantity', '>', eb.ref('line.refunded')))
    .orderBy('orders.placed_at', 'desc')
    .orderBy('orders.order_id', 'desc')
    .orderBy('line.line_id')
    .limit(1)
    .executeTakeFirst();
  return row ? JSON.parse(row.options) : {};
}
