import type { Reader, Trx } from '../../base/db/database.ts';
import { decodeCursor, encodeCursor } from '../../base/http/cursor.ts';
import { Problem } from '../../base/http/problem.ts';
import type { Mall } from '../malls/rules.ts';
import type { Payout, PayoutPage } from './contract.ts';
import { csvHead, csvLine } from './csv.ts';
import { type LedgerTools, walletOf, writeTransfers } from './ledger.ts';
import { outsideIdsOf } from './store.ts';
import type { PayoutRow } from './table.ts';

/** A line for the books of the mall. */
const REASON = {
  ko: '단골 적립금을 쇼핑몰 적립금으로 옮김',
  en: "Moved to the shop's own points",
} as const;

/** Tells the mall's own systems what becomes of a payout; it carries ids alone, as all events do. */
const tell = (
  trx: Trx,
  { outbox }: LedgerTools,
  mallId: string,
  payoutId: string,
  state: PayoutRow['state'],
) =>
  outbox.append(trx, {
    mallId,
    kind: 'points.payout',
    topic: 'payouts',
    ids: { payout: payoutId, state },
  });

/**
 * Sets points of a shopper aside until the mall says that it has taken them into its own.
 *
 * @param key what makes it happen once, for ever
 * @throws Problem not-allowed where the mall has none of its own, points-short
 */
export async function moveOut(
  trx: Trx,
  tools: LedgerTools,
  mall: Pick<Mall, 'id' | 'settings'>,
  shopperId: string,
  amount: number,
  key: string,
): Promise<string> {
  if (!mall.settings.points.out) throw new Problem('not-allowed', { detail: 'points.out is off' });
  const [written] = await writeTransfers(trx, tools, mall.id, [
    {
      phase: 'pending',
      key,
      kind: 'out',
      from: walletOf(shopperId),
      to: 'redemption',
      amount,
      facts: { shopperId },
    },
  ]);
  const { transferId, at, replayed } = written!;
  if (replayed) return transferId;
  await trx
    .insertInto('payouts')
    .values({
      mall_id: mall.id,
      payout_id: transferId,
      shopper_id: shopperId,
      amount,
      state: 'waiting',
      at,
      ended_at: null,
    })
    .execute();
  await tell(trx, tools, mall.id, transferId, 'waiting');
  return transferId;
}

/** One page of payouts, oldest first. */
export async function listPayouts(
  db: Reader,
  mall: Pick<Mall, 'id' | 'settings'>,
  {
    state = 'waiting',
    cursor,
    limit,
  }: { state?: Payout['state'] | undefined; cursor?: string | undefined; limit: number },
): Promise<PayoutPage> {
  let rows = db.selectFrom('payouts').selectAll().where('mall_id', '=', mall.id).where('state', '=', state);
  if (cursor !== undefined)
    rows = rows.where('payout_id', '>', decodeCursor(cursor, ['string'])[0] as string);
  const found = await rows
    .orderBy('payout_id')
    .limit(limit + 1)
    .execute();
  const page = found.slice(0, limit);
  const outside = await outsideIdsOf(
    db,
    mall.id,
    page.map((row) => row.shopper_id),
  );
  const last = found.length > limit ? page.at(-1) : undefined;
  return {
    items: page.map((row) => ({
      id: row.payout_id,
      shopper: outside.get(row.shopper_id ?? '') ?? null,
      amount: row.amount,
      reason: REASON[mall.settings.locale],
      state: row.state,
      at: row.at,
    })),
    next: last ? encodeCursor([last.payout_id]) : null,
  };
}

/** The same page as a table; what is left is told by the header `dangol-next`. */
export const payoutsCsv = ({ items }: PayoutPage): string =>
  csvHead(['id', 'shopper', 'amount', 'reason', 'state', 'at']) +
  items
    .map((one) =>
      csvLine([one.id, one.shopper, one.amount, one.reason, one.state, new Date(one.at).toISOString()]),
    )
    .join('');

/**
 * Takes the mall's word on some payouts. What was said before stays: a repeat changes nothing, and the contrary is
 * unknown.
 */
export async function endPayouts(
  trx: Trx,
  tools: LedgerTools,
  mallId: string,
  said: { done: readonly string[]; refused: readonly string[] },
): Promise<{ done: number; refused: number; unknown: string[] }> {
  const counts = { done: 0, refused: 0, unknown: [] as string[] };
  for (const state of ['done', 'refused'] as const)
    for (const id of new Set(said[state])) {
      const is = await endPayout(trx, tools, mallId, id, state);
      if (is === state) counts[state]++;
      else counts.unknown.push(id);
    }
  return counts;
}

/** @returns what it is now; undefined: there is none such */
async function endPayout(
  trx: Trx,
  tools: LedgerTools,
  mallId: string,
  payoutId: string,
  state: 'done' | 'refused',
): Promise<PayoutRow['state'] | undefined> {
  const row = await trx
    .selectFrom('payouts')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('payout_id', '=', payoutId)
    .executeTakeFirst();
  if (row?.state !== 'waiting') return row?.state;
  await writeTransfers(trx, tools, mallId, [
    {
      phase: state === 'done' ? 'post' : 'void',
      key: JSON.stringify(['payout', payoutId]),
      of: payoutId,
    },
  ]);
  await trx
    .updateTable('payouts')
    .set({ state, ended_at: tools.now() })
    .where('mall_id', '=', mallId)
    .where('payout_id', '=', payoutId)
    .execute();
  await tell(trx, tools, mallId, payoutId, state);
  return state;
}
