// PostgreSQL: questions that come at the same time share connections, and nobody may notice but by the time it takes.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { sql } from 'kysely';
import type { Database } from '../../server/base/db/database.ts';
import { prepared } from '../../server/base/db/prepared.ts';
import { startService, type TestService } from '../support/service.ts';

const onPostgres = process.env.TEST_DB === 'postgres';
const head = prepared<[mallId: string], { position: number; pid: number }>((db, mallId) =>
  db
    .selectFrom('outbox_heads')
    .selectAll()
    .select((onPostgres ? sql<number>`pg_backend_pid()` : sql<number>`0`).as('pid'))
    .where('mall_id', '=', mallId),
);
/** Fails where the position is nothing. */
const share = prepared<[mallId: string], { part: number }>((db, mallId) =>
  db.selectFrom('outbox_heads').select(sql<number>`100 / position`.as('part')).where('mall_id', '=', mallId),
);
const move = prepared<[position: number, mallId: string], { position: number }>((db, position, mallId) =>
  db.updateTable('outbox_heads').set({ position }).where('mall_id', '=', mallId).returning('position'),
);
const locked = prepared<[mallId: string], { position: number }>((db, mallId) =>
  db.selectFrom('outbox_heads').select('position').where('mall_id', '=', mallId).forUpdate(),
);

describe('questions that come at the same time', () => {
  const alone = !onPostgres && 'on SQLite each is answered at once';
  let service: TestService;
  let database: Database;
  before(async () => {
    service = await startService({ start: false });
    ({ database } = service.services);
    await database.write(async (trx) => {
      for (let position = 0; position < 100; position++)
        await trx
          .insertInto('outbox_heads')
          .values({ mall_id: `m${position}`, position })
          .execute();
    });
  });
  after(() => service.stop());

  it('each has its own answer', async () => {
    const all = await Promise.all(
      Array.from({ length: 100 }, async (_, at) => {
        // Some come a little later than others.
        for (let turn = 0; turn < at % 3; turn++) await new Promise(setImmediate);
        return (await head(database.db, `m${at}`))[0];
      }),
    );
    assert.deepEqual(
      all.map((row) => row?.position),
      Array.from({ length: 100 }, (_, at) => at),
    );
  });

  it('four share a connection', { skip: alone }, async () => {
    const four = await Promise.all(
      [1, 2, 3, 4].map(async (at) => (await head(database.db, `m${at}`))[0]?.pid),
    );
    assert.equal(new Set(four).size, 1, 'four share one');
    const eight = await Promise.all(
      Array.from({ length: 8 }, async () => (await head(database.db, 'm1'))[0]?.pid),
    );
    assert.equal(new Set(eight).size, 2, 'eight share two');
  });

  it('one that fails fails alone', { skip: alone }, async () => {
    const all = await Promise.allSettled([
      share(database.db, 'm1'),
      share(database.db, 'm0'),
      share(database.db, 'm4'),
      head(database.db, 'm7'),
    ]);
    assert.deepEqual(
      all.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled', 'fulfilled'],
    );
    assert.equal((all[2] as PromiseFulfilledResult<{ part: number }[]>).value[0]?.part, 25);
    assert.equal((await head(database.db, 'm5'))[0]?.position, 5);
  });

  it('none is asked behind a write or a lock, which may wait for the answer to it', {
    skip: alone,
  }, async () => {
    const written = await database.write(async (trx) => {
      await trx.updateTable('outbox_heads').set({ position: 60 }).where('mall_id', '=', 'm60').execute();
      // Both wait for this transaction, which waits for an answer from outside of it.
      const waiting = [move(database.db, 61, 'm60'), locked(database.db, 'm60')];
      const [row] = await head(database.db, 'm9');
      return { row, waiting };
    });
    assert.equal(written.row?.position, 9);
    assert.equal((await written.waiting[0])?.[0]?.position, 61);
    await written.waiting[1];
  });

  it('those that wait for a connection are counted, also where several wait for the same', {
    skip: alone,
  }, async () => {
    const pool = database.pool;
    assert.ok(pool);
    const taken = await Promise.all(Array.from({ length: 10 }, () => pool.connect()));
    const asked = Array.from({ length: 9 }, () => head(database.db, 'm3'));
    await new Promise(setImmediate);
    assert.equal(database.waiting(), 9);
    for (const client of taken) client.release();
    for (const rows of await Promise.all(asked)) assert.equal(rows[0]?.position, 3);
    assert.equal(database.waiting(), 0);
  });

  it('a connection that is cut fails those that share it, and the next are asked over another', {
    skip: alone,
  }, async () => {
    const sleeping = prepared<[seconds: number], unknown>((db, seconds) =>
      db.selectFrom('outbox_heads').select(sql`pg_sleep(${seconds})`.as('slept')).limit(1),
    );
    const cut = Promise.allSettled([
      head(database.db, 'm1'),
      sleeping(database.db, 30),
      head(database.db, 'm2'),
    ]);
    const held = async () =>
      (
        await sql<{ pid: number }>`select pid from pg_stat_activity
          where datname = current_database() and query like '%pg_sleep%' and state = 'active' and pid <> pg_backend_pid()`.execute(
          database.db,
        )
      ).rows[0]?.pid;
    let sleeper = await held();
    while (sleeper === undefined) sleeper = await held();
    await sql`select pg_terminate_backend(${sleeper}::int)`.execute(database.db);
    assert.deepEqual(
      (await cut).map(({ status }) => status),
      ['fulfilled', 'rejected', 'rejected'],
    );
    const next = await Promise.all([1, 2, 3].map(async (at) => (await head(database.db, `m${at}`))[0]));
    assert.deepEqual(
      next.map((row) => row?.position),
      [1, 2, 3],
    );
    assert.ok(next.every((row) => row?.pid !== sleeper));
    assert.equal(database.pool?.waitingCount, 0);
  });
});
