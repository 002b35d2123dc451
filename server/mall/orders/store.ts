import { setImmediate as turn } from 'node:timers/promises';
import type { Reader, Trx } from '../../base/db/database.ts';
import { hmac } from '../../base/secrets.ts';
import { findMall } from '../malls/store.ts';
import type { LedgerTools } from '../points/ledger.ts';
import { ensureMember } from '../shoppers/store.ts';
import type { OrderStatement } from './contract.ts';
import { settleEarnings } from './earning.ts';
import { canonicalStatement, standing, touchedPairs } from './rules.ts';
import type { OrderRow } from './table.ts';

/** Rows in one statement: few enough for what either database takes as parameters. */
const CHUNK = 200;

/**
 * Takes whole orders as the mall states them, in any order of arrival and any number of times. The shoppers' rows are
 * made when new; nobody joins the community by an order. What the orders earn in points goes with them.
 *
 * @returns how many were taken, and how many were older than what is known and changed nothing
 */
export async function stateOrders(
  trx: Trx,
  tools: LedgerTools,
  mallId: string,
  statements: readonly OrderStatement[],
  now: number,
): Promise<{ taken: number; older: number }> {
  const { outbox, secrets } = tools;
  const mall = await findMall(trx, mallId);
  const known = await knownOrders(
    trx,
    mallId,
    statements.map((one) => one.order),
  );
  const shoppers = new Map<string, string>();
  // Keyed, so that a digest does not give away the shopper of an order after they have been erased.
  const digestKey = secrets.derive('order-digest', mallId);
  let older = 0;
  for (const statement of statements) {
    const digest = hmac(digestKey, canonicalStatement(statement));
    const before = known.get(statement.order);
    const place = standing(
      { changedAt: statement.changedAt, digest },
      before && { changedAt: before.changed_at, digest: before.digest },
    );
    if (place === 'older') older++;
    if (place !== 'newer') continue;
    // Hundreds at once: others are heard between them.
    await turn();
    const shopperId = await shopperOf(trx, mallId, statement.shopper, shoppers, now);
    const row: OrderRow = {
      mall_id: mallId,
      order_id: statement.order,
      shopper_id: shopperId,
      placed_at: statement.placedAt,
      changed_at: statement.changedAt,
      digest,
      currency: statement.currency,
    };
    const linesBefore = before ? await linesOf(trx, mallId, statement.order) : [];
    await writeOrder(trx, row, statement.lines, before !== undefined);
    if (mall) await settleEarnings(trx, tools, mall, row, statement.lines, before !== undefined);
    known.set(statement.order, row);
    const pairs = touchedPairs(
      { shopperId: before?.shopper_id ?? null, products: linesBefore.map((line) => line.product) },
      { shopperId, products: statement.lines.map((line) => line.product) },
    );
    for (const pair of pairs)
      await outbox.append(trx, {
        mallId,
        kind: 'order.changed',
        topic: `shopper:${pair.shopperId}`,
        ids: { order: statement.order, shopper: pair.shopperId, product: pair.product },
      });
    // Also of an order without a shopper: what came by way of somebody's blog is theirs to know.
    if ([...linesBefore, ...statement.lines].some((line) => line.mark !== null))
      await outbox.append(trx, {
        mallId,
        kind: 'order.marked',
        topic: `order:${statement.order}`,
        ids: { order: statement.order },
      });
  }
  return { taken: statements.length - older, older };
}

async function knownOrders(
  trx: Trx,
  mallId: string,
  orderIds: readonly string[],
): Promise<Map<string, OrderRow>> {
  const known = new Map<string, OrderRow>();
  for (let at = 0; at < orderIds.length; at += CHUNK) {
    const rows = await trx
      .selectFrom('orders')
      .selectAll()
      .where('mall_id', '=', mallId)
      .where('order_id', 'in', orderIds.slice(at, at + CHUNK))
      .execute();
    for (const row of rows) known.set(row.order_id, row);
  }
  return known;
}

async function shopperOf(
  trx: Trx,
  mallId: string,
  outsideId: string | null,
  found: Map<string, string>,
  now: number,
): Promise<string | null> {
  if (outsideId === null) return null;
  const known = found.get(outsideId);
  if (known !== undefined) return known;
  const shopperId = await ensureMember(trx, mallId, { outsideId, name: null, join: false }, now);
  found.set(outsideId, shopperId);
  return shopperId;
}

/** What an order's lines are of, and how they came. */
const linesOf = (
  trx: Trx,
  mallId: string,
  orderId: string,
): Promise<{ product: string; mark: string | null }[]> =>
  trx
    .selectFrom('order_lines')
    .select(['product', 'mark'])
    .distinct()
    .where('mall_id', '=', mallId)
    .where('order_id', '=', orderId)
    .execute();

/** The order's rows become those of the statement: lines that it no longer names are gone. */
async function writeOrder(
  trx: Trx,
  row: OrderRow,
  lines: OrderStatement['lines'],
  isKnown: boolean,
): Promise<void> {
  const { mall_id: mallId, order_id: orderId, shopper_id: shopperId } = row;
  await trx
    .insertInto('orders')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['mall_id', 'order_id']).doUpdateSet((eb) => ({
        shopper_id: eb.ref('excluded.shopper_id'),
        placed_at: eb.ref('excluded.placed_at'),
        changed_at: eb.ref('excluded.changed_at'),
        digest: eb.ref('excluded.digest'),
        currency: eb.ref('excluded.currency'),
      })),
    )
    .execute();
  if (isKnown)
    await trx
      .deleteFrom('order_lines')
      .where('mall_id', '=', mallId)
      .where('order_id', '=', orderId)
      .execute();
  for (let at = 0; at < lines.length; at += CHUNK) {
    await trx
      .insertInto('order_lines')
      .values(
        lines.slice(at, at + CHUNK).map((line) => ({
          mall_id: mallId,
          order_id: orderId,
          line_id: line.line,
          shopper_id: shopperId,
          product: line.product,
          options: JSON.stringify(line.options),
          quantity: line.quantity,
          refunded: line.refunded,
          amount: line.amount,
          mark: line.mark,
        })),
      )
      .execute();
  }
}

/** The order as the mall stated it last. Whom it belongs to is unknown once that shopper has been erased. */
export async function findOrder(
  db: Reader,
  mallId: string,
  orderId: string,
): Promise<OrderStatement | undefined> {
  const row = await db
    .selectFrom('orders')
    .leftJoin('shoppers', (join) =>
      join
        .onRef('shoppers.mall_id', '=', 'orders.mall_id')
        .onRef('shoppers.shopper_id', '=', 'orders.shopper_id'),
    )
    .select(['orders.placed_at', 'orders.changed_at', 'orders.currency', 'shoppers.outside_id'])
    .where('orders.mall_id', '=', mallId)
    .where('orders.order_id', '=', orderId)
    .executeTakeFirst();
  if (!row) return undefined;
  const lines = await db
    .selectFrom('order_lines')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('order_id', '=', orderId)
    .orderBy('line_id')
    .execute();
  return {
    order: orderId,
    shopper: row.outside_id,
    placedAt: row.placed_at,
    changedAt: row.changed_at,
    currency: row.currency,
    lines: lines.map((line) => ({
      line: line.line_id,
      product: line.product,
      options: JSON.parse(line.options),
      quantity: line.quantity,
      refunded: line.refunded,
      amount: line.amount,
      mark: line.mark,
    })),
  };
}
