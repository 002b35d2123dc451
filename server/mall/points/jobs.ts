import { setImmediate as turn } from 'node:timers/promises';
import { sql } from 'kysely';
import { Gauge } from 'prom-client';
import { MINUTE } from '../../base/clock.ts';
import { isConnectionFailure, isStorageFailure, type Reader } from '../../base/db/database.ts';
import { prepared } from '../../base/db/prepared.ts';
import { newId } from '../../base/ids.ts';
import type { Services } from '../../base/services.ts';
import { listMalls } from '../malls/store.ts';
import { type LedgerTools, type NewTransfer, writeTransfers } from './ledger.ts';
import type { AccountRow, LotRow, PendingRow } from './table.ts';
import { dueKey } from './transfer.ts';

type Working = LedgerTools & Pick<Services, 'database' | 'log'>;

/** Transfers in one transaction: others want to write as well. */
const BATCH = 50;

const duePendings = prepared<[mallId: string, now: number, limit: number], PendingRow>(
  (db, mallId, now, limit) =>
    db
      .selectFrom('pendings')
      .selectAll()
      .where('mall_id', '=', mallId)
      .where('due_at', 'is not', null)
      .where('due_at', '<=', now)
      .orderBy('due_at')
      .orderBy('transfer_id')
      .limit(limit),
);
const pastLots = prepared<[mallId: string, now: number, limit: number], LotRow>((db, mallId, now, limit) =>
  db
    .selectFrom('lots')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where(sql<boolean>`rest > 0`)
    .where('expires_at', 'is not', null)
    .where('expires_at', '<=', now)
    .orderBy('expires_at')
    .limit(limit),
);

/** What comes due, how it is told apart, and which transfer it asks for. */
interface Due<Row> {
  find(...args: Parameters<typeof duePendings>): Promise<Row[]>;
  id(row: Row): string;
  transfer(row: Row): NewTransfer;
}

/** Earnings whose day has come are posted, holds are let go. */
const pendingsDue: Due<PendingRow> = {
  find: duePendings,
  id: (row) => row.transfer_id,
  transfer: (row) => ({
    phase: row.on_due ?? 'void',
    key: dueKey(row.transfer_id),
    of: row.transfer_id,
  }),
};
/** What is past its day leaves the wallet. Found and taken in one transaction, so that any key will do. */
const lotsDue: Due<LotRow> = {
  find: pastLots,
  id: (row) => row.lot_id,
  transfer: (row) => ({
    key: `expiry:${newId()}`,
    kind: 'expiry',
    from: row.account_id,
    to: 'expiry',
    amount: row.rest,
    first: [row.lot_id],
  }),
};

/**
 * Works off what is due at one mall, a few in a transaction. What two processes find at once the database lets only one
 * of them do. What cannot be done is told and holds up nothing else.
 *
 * @returns how many were done
 */
async function workOff<Row>(working: Working, mallId: string, due: Due<Row>): Promise<number> {
  const { database, now, log } = working;
  const stuck = new Set<string>();
  const next = async (db: Reader, limit: number) =>
    (await due.find(db, mallId, now(), limit + stuck.size))
      .filter((row) => !stuck.has(due.id(row)))
      .slice(0, limit);
  let size = BATCH;
  for (let done = 0; ; ) {
    try {
      const count = await database.write(async (trx) => {
        const rows = await next(trx, size);
        await writeTransfers(trx, working, mallId, rows.map(due.transfer));
        return rows.length;
      });
      if (count === 0) return done;
      done += count;
    } catch (error) {
      if (isStorageFailure(error) || isConnectionFailure(error)) throw error;
      const [first] = size === 1 ? await next(database.db, 1) : [];
      if (first) {
        stuck.add(due.id(first));
        log.error({ err: error, mall: mallId, id: due.id(first) }, 'points that are due could not be moved');
      }
      // One of them is the trouble: from here on each goes alone.
      size = 1;
    }
    await turn();
  }
}

/** Ends the pending transfers of a mall that are due by now, also those of days on which nobody was there to do it. */
export const endAllDue = (working: Working, mallId: string): Promise<number> =>
  workOff(working, mallId, pendingsDue);

/** Takes what is past its day out of the wallets of a mall. */
export const expireLots = (working: Working, mallId: string): Promise<number> =>
  workOff(working, mallId, lotsDue);

/** Registers what happens to points by itself, and the figure of what malls owe their shoppers. */
export function pointsJobs(services: Services): void {
  const { database, jobs, metrics } = services;
  const everywhere = (work: (working: Working, mallId: string) => Promise<number>) => async () => {
    for (const { id } of await listMalls(database.db)) await work(services, id);
  };
  jobs.every('points.due', MINUTE, everywhere(endAllDue));
  jobs.every('points.expiry', 10 * MINUTE, everywhere(expireLots));
  let next = 0;
  new Gauge({
    name: 'dangol_points_owed',
    help: 'Points that malls owe their shoppers, in wallets and in pots of clubs; looked at once a minute at most',
    labelNames: ['kind'],
    registers: [metrics],
    async collect() {
      if (services.now() < next) return;
      next = services.now() + MINUTE;
      const begin = performance.now();
      // What cannot be asked is not told: the other figures are.
      const rows = await sumsByKind(database.db).catch(() => []);
      // Of millions of wallets it takes a while: never more than a hundredth of the time.
      next = services.now() + Math.max(MINUTE, 100 * (performance.now() - begin));
      for (const { kind, sum } of rows) this.set({ kind }, Number(sum));
    },
  });
}

/** Over all malls: this one figure is of the service. */
const sumsByKind = prepared<[], { kind: AccountRow['kind']; sum: number }>((db) =>
  db
    .selectFrom('accounts')
    .select(['kind', (q) => q.fn.sum<number>('balance').as('sum')])
    .where('kind', 'in', sql<'wallet' | 'pot'>`('wallet', 'pot')`)
    .groupBy('kind'),
);
