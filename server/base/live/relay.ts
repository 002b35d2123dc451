import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { type Database, isRerunnable, type Trx } from '../db/database.ts';
import { prepared } from '../db/prepared.ts';
import { newId } from '../ids.ts';
import './table.ts';

/** Gives committed events their place in the mall's order, on PostgreSQL, where commits overlap. */
export interface Relay {
  start(): void;
  /** Something was committed here: place it now rather than at the next poll. */
  nudge(): void;
  /** Places what waits, if this process holds the lease or can get it. Returns how many. */
  runOnce(): Promise<number>;
  /** Waits for the running batch and gives the lease back. */
  stop(): Promise<void>;
}

export interface RelayOptions {
  database: Database;
  now: Clock;
  log: Logger;
  onPlaced(): void;
  /** How long a holder that died keeps the others waiting. */
  leaseMs?: number;
}

const NAME = 'relay';
const POLL_MS = 200;
const BATCH = 500;
/** A transaction that does nothing for so long belongs to nobody any more. */
const HANGING_MS = 4000;

const oneWaiting = prepared<[], { event_id: string }>((db) =>
  db.selectFrom('outbox').select('event_id').where('position', 'is', null).limit(sql.lit(1)),
);

/** Thrown inside the transaction, so that nothing of it stays. */
class Fenced extends Error {}

/**
 * One process holds the lease; each batch is one transaction that first touches the lease's row with its own fence.
 * A holder that slept through its lease finds another fence there and writes nothing.
 */
export function openRelay({ database, now, log, onPlaced, leaseMs = 4000 }: RelayOptions): Relay {
  const holder = newId();
  let fence: number | undefined;
  let renewAt = 0;
  let running: Promise<number> | undefined;
  let runAgain = false;
  let timer: NodeJS.Timeout | undefined;

  /** A lease that has run out goes to the first who asks, with a higher fence. */
  async function acquire(): Promise<void> {
    const at = now();
    const row = await database.db
      .insertInto('leases')
      .values({ name: NAME, holder, fence: 1, expires_at: at + leaseMs })
      .onConflict((conflict) =>
        conflict
          .column('name')
          .doUpdateSet({ holder, fence: sql<number>`leases.fence + 1`, expires_at: at + leaseMs })
          .where((eb) => eb.or([eb('leases.expires_at', '<=', at), eb('leases.holder', '=', holder)])),
      )
      .returning('fence')
      .executeTakeFirst();
    fence = row?.fence;
    renewAt = at + leaseMs / 2;
  }

  /** Renews the lease, if it is still ours; its row stays locked until the transaction ends. */
  async function renew(trx: Trx, mine: number): Promise<void> {
    const at = now();
    const { numUpdatedRows } = await trx
      .updateTable('leases')
      .set({ expires_at: at + leaseMs })
      .where('name', '=', NAME)
      .where('holder', '=', holder)
      .where('fence', '=', mine)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) throw new Fenced('another process holds the relay');
    renewAt = at + leaseMs / 2;
  }

  /**
   * REPEATABLE READ, on purpose. It is enough: every relay begins by writing the lease's row, so of two that overlap
   * the later one fails there, and nobody else writes heads and positions; rows that commit after the snapshot simply
   * wait for the next batch. SERIALIZABLE would be too much: the search for waiting rows would conflict with every
   * writer that appends one, and it might be the shopper's transaction that has to rerun.
   */
  async function place(mine: number): Promise<number> {
    return database.db
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute(async (trx) => {
        // A holder that hangs here, or whose machine is gone, would keep the lease's row locked for hours.
        await sql`set local idle_in_transaction_session_timeout = ${sql.lit(HANGING_MS)}`.execute(trx);
        await renew(trx, mine);
        const waiting = await trx
          .selectFrom('outbox')
          .select(['mall_id', 'event_id'])
          .where('position', 'is', null)
          .orderBy('created_at')
          .orderBy('event_id')
          .limit(BATCH)
          .execute();
        if (waiting.length === 0) return 0;
        const counts = new Map<string, number>();
        for (const row of waiting) counts.set(row.mall_id, (counts.get(row.mall_id) ?? 0) + 1);
        const heads = await trx
          .insertInto('outbox_heads')
          .values([...counts].map(([mall_id, position]) => ({ mall_id, position })))
          .onConflict((conflict) =>
            conflict
              .column('mall_id')
              .doUpdateSet({ position: sql<number>`outbox_heads.position + excluded.position` }),
          )
          .returning(['mall_id', 'position'])
          .execute();
        const next = new Map(
          heads.map((head) => [head.mall_id, head.position - (counts.get(head.mall_id) ?? 0)]),
        );
        const placed = waiting.map((row) => {
          const position = (next.get(row.mall_id) ?? 0) + 1;
          next.set(row.mall_id, position);
          return sql`(${row.mall_id}::text, ${row.event_id}::text, ${position}::bigint)`;
        });
        await sql`update outbox set position = placed.position
          from (values ${sql.join(placed)}) as placed (mall_id, event_id, position)
          where outbox.mall_id = placed.mall_id and outbox.event_id = placed.event_id`.execute(trx);
        return waiting.length;
      });
  }

  async function pass(): Promise<number> {
    if (fence === undefined) await acquire();
    if (fence === undefined) return 0;
    // Idle, the lease is written twice in its time, not at each poll.
    if (now() < renewAt && (await oneWaiting(database.db)).length === 0) return 0;
    try {
      const placed = await place(fence);
      if (placed > 0) onPlaced();
      if (placed === BATCH) runAgain = true;
      return placed;
    } catch (error) {
      if (error instanceof Fenced || isRerunnable(error)) fence = undefined;
      else throw error;
      return 0;
    }
  }

  function runOnce(): Promise<number> {
    if (running) {
      runAgain = true;
      return running;
    }
    running = (async () => {
      let placed = 0;
      try {
        do {
          runAgain = false;
          placed += await pass();
        } while (runAgain);
        return placed;
      } finally {
        running = undefined;
      }
    })();
    return running;
  }

  const run = () => {
    runOnce().catch((error) => log.warn({ err: error }, 'the relay could not place events'));
  };

  return {
    runOnce,
    start() {
      timer ??= setInterval(run, POLL_MS).unref();
      run();
    },
    nudge() {
      // Only the holder: the others find the row by their poll, and need not all ask for the lease at each commit.
      if (fence !== undefined) run();
    },
    async stop() {
      clearInterval(timer);
      timer = undefined;
      await running?.catch(() => undefined);
      if (fence === undefined) return;
      await database.db
        .updateTable('leases')
        .set({ expires_at: 0 })
        .where('name', '=', NAME)
        .where('holder', '=', holder)
        .where('fence', '=', fence)
        .execute()
        .catch((error) => log.warn({ err: error }, 'the relay could not give its lease back'));
      fence = undefined;
    },
  };
}
