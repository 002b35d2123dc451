import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { type Database, openSqlite } from '../../server/base/db/database.ts';
import { migrate } from '../../server/base/db/migrate.ts';
import { openPostgres } from '../../server/base/db/postgres.ts';
import { type Hub, openHub } from '../../server/base/live/hub.ts';
import { openOutbox, type PlacedEvent } from '../../server/base/live/outbox.ts';
import { migrations } from '../../server/migrations/index.ts';
import { freshDatabase, patient, startPostgres } from './postgres.ts';

export const silent = pino({ level: 'silent' });

/** A migrated database without a service around it: SQLite, or PostgreSQL with TEST_DB=postgres. */
export async function openGround() {
  const opened: Database[] = [];
  const keep = (database: Database) => {
    opened.push(database);
    return database;
  };
  let open: () => Database;
  let remove: () => Promise<void>;
  if (process.env.TEST_DB === 'postgres') {
    const server = await startPostgres();
    const fresh = await freshDatabase(server.url);
    open = () => keep(patient(openPostgres(fresh.url)));
    remove = async () => {
      await fresh.drop();
      await server.stop();
    };
  } else {
    const folder = mkdtempSync(join(tmpdir(), 'dangol-ground-'));
    open = () => keep(openSqlite(join(folder, 'dangol.sqlite')));
    remove = async () => rmSync(folder, { recursive: true, force: true });
  }
  const database = open();
  await migrate(database, migrations);
  return {
    database,
    /** Another process's handle. On SQLite both block one thread: let only one of them write at a time. */
    another: open,
    async close() {
      for (const one of opened) await one.close().catch(() => undefined);
      await remove();
    },
  };
}

/**
 * Waits until the condition holds. The time only ends what hangs: a process that begins, or a poll that comes round, takes
 * many times as long where a machine has much else to do, and how fast something is these tests do not measure.
 */
export async function until(
  condition: () => boolean | Promise<boolean>,
  what: string,
  withinMs = 90_000,
): Promise<void> {
  for (const end = Date.now() + withinMs; !(await condition()); ) {
    if (Date.now() > end) throw new Error(`never happened: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** A gate that somebody opens. */
export function latch() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/** One process's share of the live parts, looking already. */
export async function openLive(database: Database, mallId: string, now: () => number = Date.now) {
  const outbox = openOutbox(database, now);
  const moved: string[] = [];
  const hub = openHub({ database, outbox, now, log: silent, onMoved: (id) => moved.push(id) });
  hub.start();
  await hub.head(mallId);
  const say = (name: string, topic = 'product:1', at = mallId) =>
    database.write((trx) => outbox.append(trx, { mallId: at, kind: 'review.created', topic, ids: { name } }));
  return { database, outbox, hub, moved, say };
}
export type Live = Awaited<ReturnType<typeof openLive>>;

export function listen(hub: Hub, mallId: string) {
  const heard: PlacedEvent[] = [];
  const leave = hub.subscribe(mallId, (events) => heard.push(...events));
  return { heard, leave };
}

export const namesOf = (events: readonly PlacedEvent[]) => events.map((event) => String(event.ids.name));

/** Their positions are 1, 2, 3, ... */
export function assertGapless(events: readonly PlacedEvent[]): void {
  assert.deepEqual(
    events.map((event) => event.position),
    events.map((_, index) => index + 1),
  );
}
