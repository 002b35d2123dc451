import { MINUTE } from '../../base/clock.ts';
import type { Reader, Trx } from '../../base/db/database.ts';
import { Problem } from '../../base/http/problem.ts';
import type { Mall } from '../malls/rules.ts';
import { findByOutsideId } from '../shoppers/store.ts';
import type { Hold } from './contract.ts';
import { type LedgerTools, walletOf, writeTransfers } from './ledger.ts';
import { outsideIdsOf } from './store.ts';
import type { PointHoldRow } from './table.ts';

async function holdRow(db: Reader, mallId: string, holdId: string): Promise<PointHoldRow | undefined> {
  return db
    .selectFrom('point_holds')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('hold_id', '=', holdId)
    .executeTakeFirst();
}

/** What is still set aside, and what was spent. */
async function standingOf(
  db: Reader,
  mallId: string,
  holdId: string,
): Promise<{ rest: number; captured: number }> {
  const pending = await db
    .selectFrom('pendings')
    .select('rest')
    .where('mall_id', '=', mallId)
    .where('transfer_id', '=', holdId)
    .executeTakeFirst();
  const posted = await db
    .selectFrom('transfers')
    .select((eb) => eb.fn.sum<number>('amount').as('amount'))
    .where('mall_id', '=', mallId)
    .where('of_id', '=', holdId)
    .where('phase', '=', 'post')
    .executeTakeFirst();
  return { rest: pending?.rest ?? 0, captured: Number(posted?.amount ?? 0) };
}

/**
 * A hold of a checkout, as it stands.
 *
 * @throws Problem not-found
 */
export async function readHold(db: Reader, mallId: string, holdId: string): Promise<Hold> {
  const row = await holdRow(db, mallId, holdId);
  if (!row) throw new Problem('not-found');
  const { rest, captured } = await standingOf(db, mallId, holdId);
  const outside = await outsideIdsOf(db, mallId, [row.shopper_id]);
  return {
    hold: row.hold_id,
    shopper: outside.get(row.shopper_id ?? '') ?? null,
    amount: row.amount,
    rest,
    captured,
    refunded: row.refunded,
    state: rest > 0 ? 'held' : captured > 0 ? 'captured' : 'released',
    order: row.order_id,
    dueAt: row.due_at,
  };
}

function refuseTooLittle(mall: Pick<Mall, 'settings'>, amount: number): void {
  const { leastSpend } = mall.settings.points;
  if (amount < leastSpend)
    throw new Problem('bad-input', {
      fields: [{ path: 'amount', message: `at least ${leastSpend} at once, by the settings` }],
    });
}

/**
 * Sets points of a member aside while an order is paid.
 *
 * @param key what makes it happen once, for ever
 * @returns the id of the hold
 */
export async function hold(
  trx: Trx,
  tools: LedgerTools,
  mall: Pick<Mall, 'id' | 'settings'>,
  wanted: { shopper: string; amount: number; order: string | null; minutes?: number | undefined },
  key: string,
): Promise<string> {
  refuseTooLittle(mall, wanted.amount);
  const shopper = await findByOutsideId(trx, mall.id, wanted.shopper);
  if (!shopper) throw new Problem('points-short');
  const dueAt = tools.now() + (wanted.minutes ?? mall.settings.points.holdMinutes) * MINUTE;
  const [written] = await writeTransfers(trx, tools, mall.id, [
    {
      phase: 'pending',
      key,
      kind: 'spend',
      from: walletOf(shopper.shopper_id),
      to: 'redemption',
      amount: wanted.amount,
      dueAt,
      onDue: 'void',
      facts: { shopperId: shopper.shopper_id, orderId: wanted.order ?? undefined },
    },
  ]);
  const { transferId } = written!;
  await trx
    .insertInto('point_holds')
    .values({
      mall_id: mall.id,
      hold_id: transferId,
      shopper_id: shopper.shopper_id,
      order_id: wanted.order,
      amount: wanted.amount,
      refunded: 0,
      due_at: dueAt,
    })
    // Known by its key from long ago: what was set aside then stands.
    .onConflict((conflict) => conflict.columns(['mall_id', 'hold_id']).doNothing())
    .execute();
  return transferId;
}

/**
 * Spends what is held, or a part of it.
 *
 * @param final the rest is let go
 * @throws Problem not-found, not-now when less is held
 */
export async function capture(
  trx: Trx,
  tools: LedgerTools,
  mallId: string,
  holdId: string,
  { amount, final }: { amount?: number | undefined; final: boolean },
  key: string,
): Promise<void> {
  if (!(await holdRow(trx, mallId, holdId))) throw new Problem('not-found');
  // A repeat of long ago finds nothing left, and is known by its key.
  const [spent] = await writeTransfers(trx, tools, mallId, [{ phase: 'post', key, of: holdId, amount }]);
  if (spent?.replayed || !final) return;
  const { rest } = await standingOf(trx, mallId, holdId);
  if (rest > 0) await writeTransfers(trx, tools, mallId, [{ phase: 'void', key: `${key} rest`, of: holdId }]);
}

/**
 * Lets go what is still held. Nothing happens where nothing is: time may have been faster than the checkout.
 *
 * @throws Problem not-found
 */
export async function release(
  trx: Trx,
  tools: LedgerTools,
  mallId: string,
  holdId: string,
  key: string,
): Promise<void> {
  if (!(await holdRow(trx, mallId, holdId))) throw new Problem('not-found');
  const { rest } = await standingOf(trx, mallId, holdId);
  if (rest > 0) await writeTransfers(trx, tools, mallId, [{ phase: 'void', key, of: holdId }]);
}

/**
 * Gives back of what was spent, to the lots it came from.
 *
 * @throws Problem not-found, gone of one who was erased, not-now when less was spent
 */
export async function refund(
  trx: Trx,
  tools: LedgerTools,
  mallId: string,
  holdId: string,
  amount: number,
  key: string,
): Promise<void> {
  const row = await holdRow(trx, mallId, holdId);
  if (!row) throw new Problem('not-found');
  if (row.shopper_id === null) throw new Problem('gone');
  const { captured } = await standingOf(trx, mallId, holdId);
  if (amount > captured) throw tooMuch(captured - row.refunded);
  const [given] = await writeTransfers(trx, tools, mallId, [
    {
      key,
      kind: 'spend-refunded',
      from: 'redemption',
      to: walletOf(row.shopper_id),
      amount,
      lots: { returns: holdId },
      facts: { shopperId: row.shopper_id, orderId: row.order_id ?? undefined },
    },
  ]);
  if (given?.replayed) return;
  const moved = await trx
    .updateTable('point_holds')
    .set((eb) => ({ refunded: eb('refunded', '+', amount) }))
    .where('mall_id', '=', mallId)
    .where('hold_id', '=', holdId)
    .where('refunded', '<=', captured - amount)
    .executeTakeFirst();
  // The transfer goes with the transaction.
  if (moved.numUpdatedRows === 0n) throw tooMuch(captured - row.refunded);
}

const tooMuch = (left: number) =>
  new Problem('not-now', { detail: `${left} of what was spent can be given back: see the hold` });
