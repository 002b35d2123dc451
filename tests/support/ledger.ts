import { DAY } from '../../server/base/clock.ts';
import type { Database } from '../../server/base/db/database.ts';
import { openOutbox } from '../../server/base/live/outbox.ts';
import { openSecrets } from '../../server/base/secrets.ts';
import { takeAway, takeBack } from '../../server/mall/points/back.ts';
import {
  type LedgerTools,
  type NewTransfer,
  potOf,
  walletOf,
  writeTransfers,
} from '../../server/mall/points/ledger.ts';

/** When the clock of a ledger under test begins. */
export const BEGIN = Date.UTC(2027, 0, 1, 9);
export const MASTER = Buffer.alloc(32, 7);

/**
 * A ledger on this database, with a clock that stands still until a test moves it.
 *
 * @param prefix of its keys, where there is another of the same mall
 */
export function ledgerOn(database: Database, mallId = 'm1', prefix = 'test') {
  let time = BEGIN;
  const now = () => time;
  const tools: LedgerTools = { outbox: openOutbox(database, now), secrets: openSecrets(MASTER), now };
  const write = (...transfers: NewTransfer[]) =>
    database.write((trx) => writeTransfers(trx, tools, mallId, transfers));
  const { db } = database;
  let keys = 0;
  const key = () => `${prefix}-${++keys}`;
  const one = async (transfer: NewTransfer) => {
    const [written] = await write(transfer);
    if (!written) throw new Error('nothing was written');
    return written;
  };
  return {
    database,
    db,
    tools,
    mallId,
    now,
    key,
    later: (ms: number) => {
      time += ms;
    },
    write,
    one,
    /** Grants that expire after so many days; null: never. */
    earn: (shopper: string, amount: number, days: number | null = 365) =>
      one({
        key: key(),
        kind: 'grant',
        from: 'issue',
        to: walletOf(shopper),
        amount,
        lots: { expiresAt: days === null ? null : time + days * DAY },
      }),
    pendingEarning: (shopper: string, amount: number, dueAt = time + 7 * DAY) =>
      one({
        phase: 'pending',
        key: key(),
        kind: 'order',
        from: 'issue',
        to: walletOf(shopper),
        amount,
        lots: { expiresAt: dueAt + 365 * DAY },
        dueAt,
      }),
    spend: (shopper: string, amount: number) =>
      one({ key: key(), kind: 'spend', from: walletOf(shopper), to: 'redemption', amount }),
    hold: (shopper: string, amount: number, dueAt = time + 30 * 60_000) =>
      one({
        phase: 'pending',
        key: key(),
        kind: 'spend',
        from: walletOf(shopper),
        to: 'redemption',
        amount,
        dueAt,
      }),
    contribute: (shopper: string, club: string, amount: number) =>
      one({ key: key(), kind: 'contribution', from: walletOf(shopper), to: potOf(club), amount }),
    end: (phase: 'post' | 'void', of: string, amount?: number) =>
      one({ phase, key: key(), of, ...(amount !== undefined && { amount }) }),
    back: (of: string, amount: number, as = key()) =>
      database.write((trx) => takeBack(trx, tools, mallId, { key: as, kind: 'order-returned', of, amount })),
    correct: (shopperId: string, amount: number, as = key()) =>
      database.write((trx) =>
        takeAway(trx, tools, mallId, { key: as, kind: 'correction', shopperId, amount }),
      ),
    lots: (shopper: string) =>
      db
        .selectFrom('lots')
        .selectAll()
        .where('mall_id', '=', mallId)
        .where('account_id', '=', walletOf(shopper))
        .where('rest', '>', 0)
        .orderBy('rest')
        .execute(),
    days: (club: string) =>
      db
        .selectFrom('pot_lots')
        .selectAll()
        .where('mall_id', '=', mallId)
        .where('account_id', '=', potOf(club))
        .where('amount', '>', 0)
        .orderBy('expires_at')
        .execute(),
  };
}
export type TestLedger = ReturnType<typeof ledgerOn>;
