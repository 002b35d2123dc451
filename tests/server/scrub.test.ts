import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { sql } from 'kysely';
import { openSqlite } from '../../server/base/db/database.ts';

it('what was deleted is in no byte of the SQLite files after a scrub', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'dangol-scrub-'));
  const database = openSqlite(join(folder, 'test.sqlite'));
  const left = (word: string) =>
    readdirSync(folder).reduce(
      (count, name) => count + readFileSync(join(folder, name)).toString('latin1').split(word).length - 1,
      0,
    );
  try {
    await database.write((trx) => sql`create table texts (k text primary key, t text)`.execute(trx));
    // Keys far from sorted and texts of many lengths: pages split, and copies of rows stay in the gaps.
    for (let n = 0; n < 1500; n++) {
      const word = n % 2 ? 'victim' : 'bystander';
      const text = `${word} ${'x'.repeat((n * 7919) % 1700)}`;
      await database.write((trx) =>
        sql`insert into texts values (${`${(n * 48_271) % 65_537}`}, ${text})`.execute(trx),
      );
    }
    await database.write((trx) => sql`delete from texts where t like 'victim%'`.execute(trx));
    assert.ok(left('victim') > 0, 'the log still holds it');
    assert.equal(await database.scrub(false), 'clean');
    assert.equal(left('victim'), 0);
    assert.equal(left('bystander'), 750);
    const check = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(database.db);
    assert.equal(check.rows[0]?.integrity_check, 'ok');
    // And it goes on: writing and reading as before.
    await database.write((trx) => sql`insert into texts values ('new', 'later')`.execute(trx));
    assert.equal((await sql`select * from texts where k = 'new'`.execute(database.db)).rows.length, 1);
  } finally {
    await database.close();
    rmSync(folder, { recursive: true });
  }
});

it('a scrub does not wait for a reader of another process', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'dangol-scrub-'));
  const database = openSqlite(join(folder, 'test.sqlite'));
  const other = openSqlite(join(folder, 'test.sqlite'));
  try {
    await database.write((trx) => sql`create table texts (k text)`.execute(trx));
    await other.db.transaction().execute(async (trx) => {
      await sql`select * from texts`.execute(trx);
      await database.write((write) => sql`insert into texts values ('x')`.execute(write));
      const start = performance.now();
      assert.equal(await database.scrub(false), 'in-use');
      assert.ok(performance.now() - start < 2000);
    });
    assert.equal(await database.scrub(false), 'clean');
  } finally {
    await database.close();
    await other.close();
    rmSync(folder, { recursive: true });
  }
});
