// Writers that come together share one commit on SQLite; nobody may notice but by the time it takes.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterCommit, type Database, openSqlite, type Trx } from '../../server/base/db/database.ts';

let folder: string;
let database: Database;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dangol-group-'));
  database = openSqlite(join(folder, 'group.sqlite'));
  await database.write((trx) => sql`create table written (n integer primary key)`.execute(trx));
});
after(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

const insert = (trx: Trx, n: number) => sql`insert into written values (${n})`.execute(trx);
const empty = () => database.write((trx) => sql`delete from written`.execute(trx));
async function written(): Promise<number[]> {
  const { rows } = await sql<{ n: number }>`select n from written order by n`.execute(database.db);
  return rows.map((row) => row.n);
}
/** What each of the bodies came to. */
const settle = (bodies: ((trx: Trx) => Promise<unknown>)[]) =>
  Promise.allSettled(bodies.map((body) => database.write(body)));

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
        for (let n = 0; n < 70; n++) await database.write(async () => undefined);
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
        }),
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
    await database.write((trx) => insert(trx, 3));
    assert.deepEqual(await written(), [3]);
  });

  test('let in connections that come, for as long as the commit before took at most', async () => {
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
