import type { Trx } from '../db/database.ts';
import type { Services } from '../services.ts';
import { positionAfter, readEvents, readHead } from './events.ts';
import type { PlacedEvent } from './outbox.ts';
import './table.ts';

/** What a feature does upon events of others, each exactly once. */
export interface Consumer {
  start(): void;
  /** Waits for the running batch. */
  stop(): Promise<void>;
}

/** The mall of the row that only says: there is such a consumer. */
export const ANY_MALL = '';
const BATCH = 50;
/**
 * A batch passes so many events at most, those that are no matter of its consumer included: they are looked through where
 * they lie. A mall's posts are events that nearly no consumer does anything upon; to fetch each of them for each consumer
 * costs a fifteenth of the post.
 */
const SPAN = 2000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 60_000;
/** How long events that a consumer does nothing upon may lie before its cursor passes them. */
const IDLE_MS = 10_000;

/** Thrown inside the transaction, so that the effects of the slower of two processes do not stay. */
class Overtaken extends Error {}

/**
 * Hands every event of every mall to the handler, in the mall's order. The cursor moves in the same transaction as the
 * effect, and only from where the batch began: a crash or a second process never does an effect twice, and a handler
 * that fails is asked again (ever more seldom) before any later event of that mall.
 *
 * @param name of the cursor; the sweeper keeps what a named cursor has not passed, so the migration that retires a
 * consumer deletes its rows
 * @param handler touches only the database, through `trx`
 * @param kinds of the events that the handler is given; past all others the cursor goes in its own time
 */
export function consume(
  services: Pick<Services, 'database' | 'hub' | 'log'>,
  name: string,
  handler: (trx: Trx, event: PlacedEvent) => Promise<void>,
  kinds?: readonly string[],
): Consumer {
  const { database, hub, log } = services;
  const due = new Set<string>();
  const failures = new Map<string, number>();
  /** After a failure a mall's events go one by one for a while, so that those before the one that fails stay done. */
  const careful = new Map<string, number>();
  const timers = new Map<string, NodeJS.Timeout>();
  let started = false;
  let running: Promise<void> | undefined;
  let leaveHub = () => {};

  /**
   * True when there was more. What has come since is heard of by itself: a consumer that looked for it here would, as long
   * as events come, have a part in each commit.
   */
  async function batch(mallId: string, limit: number): Promise<boolean> {
    return database.write(async (trx) => {
      const row = await trx
        .selectFrom('consumers')
        .select('position')
        .where('mall_id', '=', mallId)
        .where('consumer', '=', name)
        .executeTakeFirst();
      const from = row?.position ?? 0;
      const whole = await positionAfter(trx, mallId, from, SPAN);
      const upTo = whole ?? (await readHead(trx, mallId));
      if (upTo <= from) return false;
      const events = await readEvents(trx, mallId, from, limit, { upTo, kinds });
      const isFull = events.length === limit;
      const position = (isFull ? events.at(-1)?.position : undefined) ?? upTo;
      // The cursor first: a second process waits at its row instead of doing the work in vain.
      if (row) {
        const { numUpdatedRows } = await trx
          .updateTable('consumers')
          .set({ position })
          .where('mall_id', '=', mallId)
          .where('consumer', '=', name)
          .where('position', '=', from)
          .executeTakeFirst();
        if (numUpdatedRows === 0n) throw new Overtaken('another process was faster');
      } else {
        await trx.insertInto('consumers').values({ mall_id: mallId, consumer: name, position }).execute();
      }
      for (const event of events) await handler(trx, event);
      return isFull || whole !== undefined;
    });
  }

  async function drain(): Promise<void> {
    for (;;) {
      const [mallId] = due;
      if (mallId === undefined || !started) return;
      due.delete(mallId);
      if (timers.has(mallId)) continue;
      const singly = careful.get(mallId) ?? 0;
      try {
        const isMore = await batch(mallId, singly > 0 ? 1 : BATCH);
        failures.delete(mallId);
        if (singly > 1) careful.set(mallId, singly - 1);
        else careful.delete(mallId);
        if (isMore) due.add(mallId);
      } catch (error) {
        careful.set(mallId, BATCH);
        const count = (failures.get(mallId) ?? 0) + 1;
        failures.set(mallId, count);
        log.warn({ err: error, consumer: name, mall: mallId, failures: count }, 'a consumer will try again');
        retry(mallId, count, () => wake(mallId));
      }
    }
  }

  function retry(key: string, count: number, then: () => void): void {
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (count - 1)) * (0.5 + Math.random() / 2);
    const timer = setTimeout(() => {
      timers.delete(key);
      then();
    }, wait);
    timers.set(key, timer.unref());
  }

  function wake(mallId: string): void {
    due.add(mallId);
    if (!started || running) return;
    running = drain().finally(() => {
      running = undefined;
      // Woken between the last look into `due` and here.
      const [left] = due;
      if (left !== undefined && started) wake(left);
    });
  }

  const idle = new Map<string, NodeJS.Timeout>();

  /** A transaction for each event that is no matter of this consumer would cost the writer more than the event. */
  function heard(mallId: string, happened: ReadonlySet<string>): void {
    if (!kinds || kinds.some((kind) => happened.has(kind))) {
      wake(mallId);
      return;
    }
    if (idle.has(mallId)) return;
    const timer = setTimeout(() => {
      idle.delete(mallId);
      wake(mallId);
    }, IDLE_MS);
    idle.set(mallId, timer.unref());
  }

  /** Tells the sweeper of this consumer, then finds the malls that moved while nobody was here to see it. */
  async function wakeLate(attempt: number): Promise<void> {
    try {
      await database.write((trx) =>
        trx
          .insertInto('consumers')
          .values({ mall_id: ANY_MALL, consumer: name, position: 0 })
          .onConflict((conflict) => conflict.columns(['mall_id', 'consumer']).doNothing())
          .execute(),
      );
      const late = await database.db
        .selectFrom('outbox_heads')
        .leftJoin('consumers', (join) =>
          join.onRef('consumers.mall_id', '=', 'outbox_heads.mall_id').on('consumers.consumer', '=', name),
        )
        .select(['outbox_heads.mall_id as mall_id'])
        .where((eb) =>
          eb.or([
            eb('consumers.position', 'is', null),
            eb('consumers.position', '<', eb.ref('outbox_heads.position')),
          ]),
        )
        .execute();
      for (const row of late) wake(row.mall_id);
    } catch (error) {
      log.warn({ err: error, consumer: name }, 'a consumer could not see what it missed');
      if (started) retry('', attempt, () => void wakeLate(attempt + 1));
    }
  }

  return {
    start() {
      if (started) return;
      started = true;
      leaveHub = hub.watch(heard);
      void wakeLate(1);
    },
    async stop() {
      started = false;
      leaveHub();
      for (const waiting of [timers, idle]) {
        for (const timer of waiting.values()) clearTimeout(timer);
        waiting.clear();
      }
      await running;
    },
  };
}
