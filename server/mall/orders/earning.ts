import { setImmediate as turn } from 'node:timers/promises';
import { DAY } from '../../base/clock.ts';
import type { Trx } from '../../base/db/database.ts';
import type { Mall } from '../malls/rules.ts';
import { expiryOf, takeBudget } from '../points/budgets.ts';
import { MOST_POINTS } from '../points/contract.ts';
import { type LedgerTools, type NewTransfer, takeBack, walletOf, writeTransfers } from '../points/ledger.ts';
import type { OrderStatement } from './contract.ts';
import { adjust, earnedBy, type Given } from './earning-rules.ts';
import type { OrderEarningRow, OrderRow } from './table.ts';

const givenOf = (row: OrderEarningRow): Given => ({
  transferId: row.transfer_id,
  shopperId: row.shopper_id,
  amount: row.amount,
  taken: row.taken,
  room: row.room,
});

/**
 * What an order earns becomes what its newest statement says, line by line: in the transaction that takes the statement.
 * Points stay pending until the mall's time to return has passed.
 *
 * @param row the order as it is stated now
 * @param isKnown it was stated before
 */
export async function settleEarnings(
  trx: Trx,
  tools: LedgerTools,
  mall: Pick<Mall, 'id' | 'settings'>,
  row: OrderRow,
  lines: OrderStatement['lines'],
  isKnown: boolean,
): Promise<void> {
  const { points, currency } = mall.settings;
  const before = isKnown ? await earningsOf(trx, mall.id, row.order_id) : [];
  if (before.length === 0 && (points.orderRate === 0 || row.shopper_id === null)) return;
  const rateOf = (lineId: string) =>
    (before.find((one) => one.line_id === lineId) ?? before[0])?.rate ?? points.orderRate;
  // A point is worth one smallest unit of the mall's own currency: what was paid in another earns nothing.
  const isOwnMoney = row.currency === null || row.currency === currency;
  const stated = new Map(lines.map((line) => [line.line, line]));
  const earned: { lineId: string; rate: number; amount: number; room: number }[] = [];
  let taken = 0;
  for (const lineId of new Set([...stated.keys(), ...before.map((one) => one.line_id)])) {
    const line = stated.get(lineId);
    const rate = rateOf(lineId);
    const target = line && isOwnMoney ? earnedBy(line, rate, MOST_POINTS) : 0;
    const given = before.filter((one) => one.line_id === lineId).map(givenOf);
    const { takes, give, free } = adjust(target, row.shopper_id, given);
    // One order may have hundreds of lines: others are heard between them.
    if (takes.length > 0 && ++taken % TURN === 0) await turn();
    for (const take of takes) await takeEarning(trx, tools, row, lineId, take);
    const room = await takeBudget(trx, mall, 'order', give - free, 'what-fits', tools.now());
    if (free + room > 0) earned.push({ lineId, rate, amount: free + room, room });
  }
  if (row.shopper_id !== null) await giveEarnings(trx, tools, mall, row, row.shopper_id, earned);
}

/** The rows of an order, oldest first. */
const earningsOf = (trx: Trx, mallId: string, orderId: string): Promise<OrderEarningRow[]> =>
  trx
    .selectFrom('order_earnings')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('order_id', '=', orderId)
    .orderBy('line_id')
    .orderBy('transfer_id')
    .execute();

async function giveEarnings(
  trx: Trx,
  tools: LedgerTools,
  mall: Pick<Mall, 'id' | 'settings'>,
  row: OrderRow,
  shopperId: string,
  earned: readonly { lineId: string; rate: number; amount: number; room: number }[],
): Promise<void> {
  if (earned.length === 0) return;
  const dueAt = row.placed_at + mall.settings.returnWindowDays * DAY;
  const transfers = earned.map(
    ({ lineId, amount }): NewTransfer => ({
      phase: 'pending',
      // By the statement: each gives once.
      key: JSON.stringify(['order', row.order_id, lineId, row.digest]),
      kind: 'order',
      from: 'issue',
      to: walletOf(shopperId),
      amount,
      // Counted from when it may be spent.
      lots: { expiresAt: expiryOf(mall, Math.max(dueAt, tools.now())) },
      dueAt,
      onDue: 'post',
      facts: { shopperId, orderId: row.order_id, lineId },
    }),
  );
  const written = await writeTransfers(trx, tools, mall.id, transfers);
  const rows = earned.map(
    ({ lineId, rate, amount, room }, at): OrderEarningRow => ({
      mall_id: mall.id,
      order_id: row.order_id,
      line_id: lineId,
      transfer_id: written[at]!.transferId,
      shopper_id: shopperId,
      amount,
      taken: 0,
      rate,
      room,
    }),
  );
  for (let at = 0; at < rows.length; at += CHUNK)
    await trx
      .insertInto('order_earnings')
      .values(rows.slice(at, at + CHUNK))
      .execute();
}
const CHUNK = 200;
const TURN = 16;

async function takeEarning(
  trx: Trx,
  tools: LedgerTools,
  row: OrderRow,
  lineId: string,
  { given, amount }: { given: Given; amount: number },
): Promise<void> {
  const taken = given.taken + amount;
  // Of one who was erased nothing is left to take: it went with them.
  if (given.shopperId !== '')
    await takeBack(trx, tools, row.mall_id, {
      key: JSON.stringify(['order-back', given.transferId, taken]),
      kind: 'order-returned',
      of: given.transferId,
      amount,
      facts: { shopperId: given.shopperId, orderId: row.order_id, lineId },
    });
  await trx
    .updateTable('order_earnings')
    .set({ taken })
    .where('mall_id', '=', row.mall_id)
    .where('order_id', '=', row.order_id)
    .where('line_id', '=', lineId)
    .where('transfer_id', '=', given.transferId)
    .execute();
}
