// Writers that come together share one commit, on PostgreSQL those of one lane; nobody may notice but by the time it takes.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterCommit, type Database, type Trx } from '../../server/base/db/database.ts';
import { openGround } from '../support/ground.ts';

const onPostgres = process.env.TEST_DB === 'postgres';
const LANE = 'mall';
let ground: Awaited<ReturnType<typeof openGround>>;
let database: Database;
before(async () => {
  ground = await openGround();
  database = ground.database;
  await database.write((trx) => sql`create table written (n integer primary key)`.execute(trx));
});
after(() => ground.close());

const insert = (trx: Trx, n: number) => sql`insert into written values (${n})`.execute(trx);
const empty = () => database.write((trx) => sql`delete from written`.execute(trx));
async function written(): Promise<number[]> {
  const { rows } = await sql<{ n: number }>`select n from written order by n`.execute(database.db);
  return rows.map((row) => row.n);
}
/** What each of the bodies came to. */
const settle = (bodies: ((trx: Trx) => Promise<unknown>)[]) =>
  Promise.allSettled(bodies.map((body) => database.write(body, LANE)));

describe('writers of one tick', () => {
  test('share a commit: another connection sees none of them while any is at work', async () => {
    // A machine that is held up ends the transaction early: then once more.
    for (let time = 0; ; time++) {
      await empty();
      const seen: number[] = [];
      await settle(
        Array.from({ length: 5 }, (_, n) => async (trx: Trx) => {
          await insert(trx, n);
          seen.push((await written()).length);
        }),
      );
      assert.equal((await written()).length, 5);
      if (seen.every((count) => count === 0)) break;
      assert.ok(time < 50, 'they never did');
    }
  });

  test('are each undone alone when they fail, whichever of them does', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }), async (fails) => {
        await empty();
        const committed: number[] = [];
        const results = await settle(
          fails.map((fail, n) => async (trx: Trx) => {
            afterCommit(trx, () => committed.push(n));
            await insert(trx, n);
            if (fail) throw new Error(`no ${n}`);
            return n;
          }),
        );
        const good = fails.flatMap((fail, n) => (fail ? [] : [n]));
        assert.deepEqual(await written(), good);
        assert.deepEqual(
          committed,
          good,
          'what follows a commit follows in order, and only where there was one',
        );
        for (const [n, result] of results.entries())
          assert.equal(
            result.status === 'fulfilled' ? result.value : result.reason.message,
            fails[n] ? `no ${n}` : n,
          );
      }),
      { numRuns: 60 },
    );
  });

  test('run once more where one of them fails while all goes well, and are each committed once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 5 }), async (failing) => {
        // So long after the last failure nothing has a way back.
        for (let n = 0; n < 70; n++) await database.write(async () => undefined, LANE);
        await empty();
        const committed: number[] = [];
        const runs = Array.from({ length: 6 }, () => 0);
        const results = await settle(
          runs.map((_, n) => async (trx: Trx) => {
            runs[n] = (runs[n] ?? 0) + 1;
            afterCommit(trx, () => committed.push(n));
            await insert(trx, n);
            if (n === failing) throw new Error('no');
          }),
        );
        const good = [0, 1, 2, 3, 4, 5].filter((n) => n !== failing);
        assert.deepEqual(await written(), good);
        assert.deepEqual(committed, good);
        assert.deepEqual(
          results.flatMap(({ status }, n) => (status === 'fulfilled' ? [n] : [])),
          good,
        );
        // A machine that is held up makes smaller groups of them.
        assert.ok(
          runs.every((count) => count === 1 || count === 2),
          String(runs),
        );
      }),
      { numRuns: 12 },
    );
  });

  test('see what came before them in the same commit', async () => {
    await empty();
    const counts = await Promise.all(
      Array.from({ length: 5 }, (_, n) =>
        database.write(async (trx) => {
          await insert(trx, n);
          const { rows } = await sql<{ n: number }>`select count(*) as n from written`.execute(trx);
          return rows[0]?.n;
        }, LANE),
      ),
    );
    assert.deepEqual(counts, [1, 2, 3, 4, 5]);
  });

  test('are all refused when the commit is, and those after them are not', async () => {
    await database.write((trx) =>
      sql`create table if not exists child (n integer references written (n) deferrable initially deferred)`.execute(
        trx,
      ),
    );
    await empty();
    // A deferred constraint is looked at by the commit itself.
    const results = await settle([
      (trx) => insert(trx, 1),
      (trx) => sql`insert into child values (99)`.execute(trx),
      (trx) => insert(trx, 2),
    ]);
    assert.deepEqual(
      results.map((one) => one.status),
      ['rejected', 'rejected', 'rejected'],
    );
    assert.deepEqual(await written(), []);
    await database.write((trx) => insert(trx, 3), LANE);
    assert.deepEqual(await written(), [3]);
  });

  test('let in connections that come, for as long as the commit before took at most', {
    skip: onPostgres && 'nothing holds up the event loop there',
  }, async () => {
    let asked = 0;
    database.letIn(() => {
      asked++;
      return true;
    });
    try {
      // Where other programs took all of that while up, once more.
      for (let time = 0; ; time++) {
        await empty();
        await database.write(async (trx) => {
          await insert(trx, 1);
          const begin = performance.now();
          while (performance.now() - begin < 200);
        });
        asked = 0;
        await database.write((trx) => insert(trx, 2));
        assert.deepEqual(await written(), [1, 2]);
        if (asked > 1) break;
        assert.ok(time < 50, 'never for several turns');
      }
    } finally {
      database.letIn(() => false);
    }
  });
});

describe('writers of one lane, and those of another process', {
  skip: !onPostgres && 'one writer at a time',
}, () => {
  let other: Database;
  before(async () => {
    other = ground.another();
    await database.write((trx) =>
      sql`create table sums (k text primary key, n integer not null)`.execute(trx),
    );
  });
  const numberOf = async (trx: Trx, key: string): Promise<number | undefined> => {
    const { rows } = await sql<{ n: number }>`select n from sums where k = ${key}`.execute(trx);
    return rows[0]?.n;
  };
  /** Adds to what it has read before, or makes the row. */
  const add = (by: Database, key: string, lane?: string) =>
    by.write(async (trx) => {
      const before = await numberOf(trx, key);
      if (before === undefined) await sql`insert into sums values (${key}, 1)`.execute(trx);
      else await sql`update sums set n = ${before + 1} where k = ${key}`.execute(trx);
    }, lane);
  const sumOf = (key: string) => database.write((trx) => numberOf(trx, key));

  test('lose nothing to one another, with a lane or without', async () => {
    await Promise.all(
      Array.from({ length: 90 }, (_, n) => {
        const lane = [LANE, 'another', undefined][n % 3];
        return add(n % 2 === 0 ? database : other, 'same', lane);
      }),
    );
    assert.equal(await sumOf('same'), 90);
  });

  test('find what another made meanwhile, where that is called a duplicate', async () => {
    for (let n = 0; n < 30; n++)
      await Promise.all(
        [database, other].flatMap((by) => [add(by, `new ${n}`, LANE), add(by, `new ${n}`, LANE)]),
      );
    for (let n = 0; n < 30; n++) assert.equal(await sumOf(`new ${n}`), 4);
  });

  test('one whose own duplicate it is hears of it, and the others are committed', async () => {
    await sql`insert into sums values ('taken', 1)`.execute(database.db);
    const results = await settle([
      (trx) => sql`insert into sums values ('before', 1)`.execute(trx),
      (trx) => sql`insert into sums values ('taken', 2)`.execute(trx),
      (trx) => sql`insert into sums values ('behind', 1)`.execute(trx),
    ]);
    assert.deepEqual(
      results.map((one) => (one.status === 'fulfilled' ? 'done' : one.reason.code)),
      ['done', '23505', 'done'],
    );
    assert.deepEqual([await sumOf('before'), await sumOf('taken'), await sumOf('behind')], [1, 1, 1]);
  });

  test('what asks several things at once has each answered, and the first failure is told', async () => {
    const [three, four] = await database.write(
      (trx) =>
        Promise.all([
          sql<{ n: number }>`select 3 as n`.execute(trx),
          sql<{ n: number }>`select 4 as n`.execute(trx),
        ]),
      LANE,
    );
    assert.deepEqual([three.rows[0]?.n, four.rows[0]?.n], [3, 4]);
    await assert.rejects(
      database.write(
        (trx) =>
          Promise.all([
            sql`insert into sums values ('whole', 1)`.execute(trx),
            sql`select 1 / 0`.execute(trx),
            sql`insert into sums values ('rest', 1)`.execute(trx),
          ]),
        LANE,
      ),
      { code: '22012' },
    );
    assert.deepEqual([await sumOf('whole'), await sumOf('rest')], [undefined, undefined]);
  });

  test('what a body left behind writes nothing once its transaction is over', async () => {
    let left: Trx | undefined;
    await database.write(async (trx) => {
      left = trx;
    }, LANE);
    await assert.rejects(sql`insert into sums values ('left', 1)`.execute(left as Trx), /is over/);
    assert.equal(await sumOf('left'), undefined);
  });

  test('a connection that is cut under them is not used again, and the lane goes on', async () => {
    const cut = database.write(async (trx) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx);
      await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(other.db);
      await sql`insert into sums values ('cut', 1)`.execute(trx);
    }, LANE);
    await assert.rejects(cut);
    await Promise.all(Array.from({ length: 20 }, () => add(database, 'after', LANE)));
    assert.equal(await sumOf('after'), 20);
    assert.equal(await sumOf('cut'), undefined);
  });
});
