// The log of an SQLite file is moved into the file beside the work, and begins anew.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { sql } from 'kysely';
import { openSqlite } from '../../server/base/db/database.ts';
import { openSqliteFile } from '../../server/base/db/sqlite.ts';
import { until } from '../support/ground.ts';

const PAGE = 4096;

test('a log that grows is moved by another thread, and does not grow on', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'dangol-log-'));
  const file = join(folder, 'log.sqlite');
  const database = openSqlite(file);
  const other = openSqliteFile(file, 'writer');
  const log = () => (other.pragma('wal_checkpoint(noop)') as { log: number; checkpointed: number }[])[0];
  const write = (pages: number) =>
    database.write((trx) => sql`update big set bytes = zeroblob(${pages * PAGE})`.execute(trx));
  try {
    await database.write((trx) => sql`create table big (bytes blob)`.execute(trx));
    await database.write((trx) => sql`insert into big values (x'')`.execute(trx));
    await write(8500);
    // Looked at after commits, and not after each of them.
    await until(async () => {
      await write(1);
      return (log()?.checkpointed ?? 0) > 8000;
    }, 'the thread has moved the pages');
    await until(async () => {
      await write(4000);
      return (log()?.log ?? 0) < 5000;
    }, 'the log has begun anew');
    assert.ok(statSync(`${file}-wal`).size < 40_000 * PAGE);
  } finally {
    other.close();
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
