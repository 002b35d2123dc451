import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { sql } from 'kysely';
import { type Database, openSqlite } from '../../server/base/db/database.ts';
import {
  applied,
  type Migration,
  migrate,
  NewerDatabase,
  statementOf,
} from '../../server/base/db/migrate.ts';
import { openPostgres } from '../../server/base/db/postgres.ts';
import { openOutbox } from '../../server/base/live/outbox.ts';
import { fillReviews } from '../../server/community/reviews/fill.ts';
import { WORDS_VERSION } from '../../server/community/reviews/words.ts';
import { migrations } from '../../server/migrations/index.ts';
import { freshDatabase } from '../support/postgres.ts';

/** All statements there are, with the migration each belongs to. */
const steps = migrations.flatMap((one) => one.steps.map((step) => ({ name: one.name, step })));

interface Place {
  open(): Database;
  remove(): Promise<void>;
  /** Of SQLite. */
  file?: string;
}

async function emptyDatabase(): Promise<Place> {
  if (process.env.TEST_DB === 'postgres') {
    const fresh = await freshDatabase(process.env.TEST_DATABASE_URL ?? '');
    return { open: () => openPostgres(fresh.url, { max: 2 }), remove: fresh.drop };
  }
  const folder = mkdtempSync(join(tmpdir(), 'dangol-migrate-'));
  const file = join(folder, 'dangol.sqlite');
  return {
    file,
    open: () => openSqlite(file),
    remove: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The whole schema as the database itself tells it. */
async function schemaOf(database: Database): Promise<string[]> {
  const lines =
    database.kind === 'sqlite'
      ? sql<{ line: string }>`select coalesce(sql, name) as line from sqlite_master`
      : sql<{ line: string }>`
          select table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' ||
            coalesce(column_default, '') as line from information_schema.columns where table_schema = 'public'
          union all select indexdef from pg_indexes where schemaname = 'public'
          union all select pg_get_triggerdef(oid) from pg_trigger where not tgisinternal`;
  return (await lines.execute(database.db)).rows.map((row) => row.line).sort();
}

describe('migrations', () => {
  let whole: string[];
  before(async () => {
    const place = await emptyDatabase();
    const database = place.open();
    assert.deepEqual(
      await migrate(database, migrations),
      migrations.map((one) => one.name),
    );
    whole = await schemaOf(database);
    assert.ok(whole.length > 40);
    assert.deepEqual(await migrate(database, migrations), [], 'a second time there is nothing to do');
    await database.close();
    await place.remove();
  });

  // What never changes any more was tried at each step when it was the newest.
  const isPostgres = process.env.TEST_DB === 'postgres';
  for (let died = 0; died <= steps.length; died += isPostgres ? Math.ceil(steps.length / 6) : 24)
    test(`one that died after step ${died} of ${steps.length} ends whole when run again`, async () => {
      const place = await emptyDatabase();
      await dieAfter(
        place,
        steps.slice(0, died).map(({ step }) => step),
      );
      await endsWhole(place, migrations);
    });

  async function dieAfter(place: Place, done: Migration['steps']): Promise<void> {
    const database = place.open();
    for (const step of done)
      await database.write((trx) =>
        sql
          .raw(statementOf(step, database.kind))
          .execute(trx)
          .then(() => undefined),
      );
    await database.close();
  }
  async function endsWhole(place: Place, missing: readonly Migration[]): Promise<void> {
    const database = place.open();
    assert.deepEqual(
      await migrate(database, migrations),
      missing.map((one) => one.name),
    );
    assert.deepEqual(await schemaOf(database), whole);
    await database.close();
    await place.remove();
  }

  // SQLite's files are cheap: there each step of the newest one is tried where a process may have died.
  describe('the newest one', { skip: isPostgres }, () => {
    const newest = migrations.at(-1) as Migration;
    let former: Place;
    before(async () => {
      former = await emptyDatabase();
      const database = former.open();
      await migrate(database, migrations.slice(0, -1));
      await database.close();
    });
    after(() => former.remove());
    for (let died = 0; died <= newest.steps.length; died++)
      test(`that died after step ${died} of ${newest.steps.length} ends whole when run again`, async () => {
        const place = await emptyDatabase();
        copyFileSync(former.file as string, place.file as string);
        await dieAfter(place, newest.steps.slice(0, died));
        await endsWhole(place, [newest]);
      });
  });

  test('a step that fails leaves what was before it, and nothing of the next', async () => {
    const place = await emptyDatabase();
    const database = place.open();
    const broken: Migration = {
      name: '0002-broken',
      steps: [
        'create table if not exists half (a bigint)',
        'create table nonsense (',
        'create table never (a bigint)',
      ],
    };
    await assert.rejects(migrate(database, [...migrations, broken]));
    assert.deepEqual(
      await applied(database),
      migrations.map((one) => one.name),
    );
    const mended = {
      ...broken,
      steps: ['create table if not exists half (a bigint)', 'create table if not exists rest (a bigint)'],
    };
    assert.deepEqual(await migrate(database, [...migrations, mended]), ['0002-broken']);
    await database.close();
    await place.remove();
  });

  test('file the reviews whose words had waited in a table of their own', async () => {
    const place = await emptyDatabase();
    const database = place.open();
    const before = migrations.findIndex((one) => one.name === '0010-unfiled');
    await migrate(database, migrations.slice(0, before));
    await database.write(async (trx) => {
      await sql`insert into malls values ('m', 'Mall', '{}', 1, 0, 0, 1)`.execute(trx);
      for (const [id, product] of [
        ['r1', 'p'],
        ['r2', 'p'],
        ['r3', 'q'],
      ]) {
        await sql`insert into reviews (mall_id, review_id, product, shopper_id, ordinal, stars, title, text, text_digest, options,
          attributes, bought, photo_count, state, version, created_at, weight_yes, weight_no, voters_yes, comment_count,
          rank_helpful, fresh_until) values ('m', ${id}, ${product}, ${`s-${id}`}, 1, 5, '', 'word', '', '{}', '{}', 0, 0, 'shown', 1,
          1000, 0, 0, 0, 0, 0, 0)`.execute(trx);
        await sql`insert into review_words_waiting values ('m', ${product}, ${id}, 'word')`.execute(trx);
      }
      for (const [product, count] of [
        ['p', 2],
        ['q', 1],
      ] as const)
        await sql`insert into product_stats values ('m', ${product}, ${count}, 0, 0, 0, 0, ${count}, 0, 0)`.execute(
          trx,
        );
      await sql`insert into review_words_done values ('m', ${WORDS_VERSION}, '')`.execute(trx);
    });
    await migrate(database, migrations);
    const filed = () =>
      database.db.selectFrom('review_words').select('review_id').orderBy('review_id').execute();
    assert.deepEqual(await filed(), []);
    await fillReviews({ database, outbox: openOutbox(database, Date.now) });
    assert.deepEqual(
      (await filed()).map((row) => row.review_id),
      ['r1', 'r2', 'r3'],
    );
    await database.close();
    await place.remove();
  });

  describe('of several processes at once', () => {
    const opened: Database[] = [];
    let place: Awaited<ReturnType<typeof emptyDatabase>>;
    before(async () => {
      place = await emptyDatabase();
    });
    after(async () => {
      for (const one of opened) await one.close();
      await place.remove();
    });
    test('all end with the whole schema', async () => {
      for (let n = 0; n < 3; n++) opened.push(place.open());
      await Promise.all(opened.map((one) => migrate(one, migrations)));
      for (const one of opened) assert.deepEqual(await schemaOf(one), whole);
    });
    test('counts of pace wait for no disk', { skip: !isPostgres && 'counted in memory there' }, async () => {
      const [{ db }] = opened as [Database];
      const { rows } = await sql<{
        kind: string;
      }>`select relpersistence as kind from pg_class where relname = 'pace'`.execute(db);
      assert.deepEqual(rows, [{ kind: 'u' }]);
    });
    test('an older program refuses a newer database and names what it does not know', async () => {
      const [database] = opened as [Database];
      await database.write((trx) =>
        trx.insertInto('migrations').values({ name: '9999-newer', applied_at: 1 }).execute(),
      );
      await assert.rejects(migrate(database, migrations), (error) => {
        assert.ok(error instanceof NewerDatabase);
        return error.message.includes('9999-newer');
      });
    });
  });
});
