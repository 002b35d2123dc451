// What the log of writes holds comes into the file of the database, by whoever, and the log does not grow without end.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { sql } from 'kysely';
import { openCheckpoints, PAGES, PAGES_AT_MOST } from '../../server/base/db/checkpoints.ts';
import { openSqlite } from '../../server/base/db/database.ts';
import { openSqliteFile } from '../../server/base/db/sqlite.ts';
import { until } from '../support/ground.ts';

const PAGE = 4096;
let folder: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'dangol-checkpoints-'));
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** Nothing is deleted here: it grows by what is brought in. */
const bytesOf = (file: string): number => statSync(file).size;

describe('checkpoints', () => {
  test('bring what was written into the file on another thread, again and again', async () => {
    const file = join(folder, 'often.sqlite');
    const database = openSqlite(file);
    await database.write((trx) => sql`create table rows (n integer primary key, t blob)`.execute(trx));
    let written = 0;
    let most = 0;
    const write = async (count: number) => {
      for (let end = written + count; written < end; written++)
        await database.write((trx) =>
          sql`insert into rows values (${written}, randomblob(${40 * PAGE}))`.execute(trx),
        );
      most = Math.max(most, bytesOf(`${file}-wal`));
    };
    try {
      for (let round = 0; round < 4; round++) {
        await write(Math.ceil(PAGES / 40));
        const before = bytesOf(file);
        // Others write meanwhile, and none of it is lost or twice there.
        await until(async () => {
          await write(1);
          return bytesOf(file) > before;
        }, 'the file has more than before');
      }
      await write(Math.ceil(PAGES / 40));
      // The log began anew: else it would hold all that was ever written.
      assert.ok(most < 3 * PAGES * PAGE, `the log came to ${most} bytes`);
      assert.ok(written * 40 > 4 * PAGES);
      const { rows } = await sql<{ n: number }>`select count(*) as n from rows`.execute(database.db);
      assert.equal(rows[0]?.n, written);
      assert.equal(await database.scrub(true), 'clean', 'the thread is waited for');
    } finally {
      await database.close();
    }
    assert.equal(existsSync(`${file}-wal`), false, 'the last one out takes the log along');
    const again = openSqliteFile(file, 'reader');
    const { count } = again.prepare('select count(*) as count from rows').get() as { count: number };
    assert.equal(count, written);
    again.close();
  });

  test('leave nothing to whoever writes next, when nobody writes meanwhile', async () => {
    const file = join(folder, 'quiet.sqlite');
    const db = openSqliteFile(file, 'writer', 'NORMAL');
    db.exec('create table rows (n integer primary key, t blob)');
    const checkpoints = openCheckpoints(db);
    try {
      db.exec(
        `with recursive some (n) as (select 1 union all select n + 1 from some where n < ${Math.ceil(PAGES / 40) + 1})
         insert into rows select n, randomblob(${40 * PAGE}) from some`,
      );
      checkpoints.tend();
      await checkpoints.settled();
      const [{ log, checkpointed }] = db.pragma('wal_checkpoint(noop)') as [
        { log: number; checkpointed: number },
      ];
      assert.ok(log >= PAGES, `${log} pages were written`);
      assert.equal(checkpointed, log);
    } finally {
      await checkpoints.close();
      db.close();
    }
  });

  test('happen within commits where there is no thread', async () => {
    const file = join(folder, 'alone.sqlite');
    const db = openSqliteFile(file, 'writer', 'NORMAL');
    db.exec('create table rows (n integer primary key, t blob)');
    const warned: Error[] = [];
    const warn = (warning: Error) => warned.push(warning);
    process.on('warning', warn);
    const checkpoints = openCheckpoints(db, pathToFileURL(join(folder, 'no-such-thread.ts')));
    const insert = db.prepare(`insert into rows values (?, randomblob(${40 * PAGE}))`);
    try {
      let written = 0;
      const write = (pages: number) => {
        for (const end = written + Math.ceil(pages / 40); written < end; written++) {
          checkpoints.tend();
          insert.run(written);
        }
      };
      write(PAGES + 80);
      await until(() => warned.length > 0, 'it is told');
      await checkpoints.settled();
      assert.ok(bytesOf(file) < PAGES * PAGE);
      write(2 * PAGES_AT_MOST);
      assert.ok(bytesOf(file) > PAGES_AT_MOST * PAGE);
      assert.ok(bytesOf(`${file}-wal`) < 1.5 * PAGES_AT_MOST * PAGE);
      await checkpoints.close();
    } finally {
      process.off('warning', warn);
      db.close();
    }
  });
});
