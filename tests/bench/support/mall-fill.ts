/** Makes a generated mall in a folder, goes on with one that is half made, and uses one that is finished. */
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { numbersDigest } from '../../../server/community/reputation/recount-job.ts';
import { WORDS_VERSION } from '../../../server/community/reviews/words.ts';
import { insertMall } from '../../../server/mall/malls/store.ts';
import { databaseFile, openServices } from '../../../server/open.ts';
import { readSettings } from '../../../server/settings.ts';
import { MALL, ORIGIN, settings } from './load.ts';
import { inserts, productsOf } from './mall-common.ts';
import { putMember, putProduct } from './mall-rows.ts';
import { sumUp } from './mall-sums.ts';

export interface GeneratedMall {
  environment: Record<string, string>;
  members: number;
  /** Of the database, in bytes. */
  bytes: number;
  /** A reader of its file. */
  open(): SqliteDatabase.Database;
}

/** What is known of a folder: whose mall it is, and whether it is finished. */
interface Begun {
  members: number;
  /** Everything happened before this moment. */
  end: number;
  finished: boolean;
  /** Moves when other rows are generated: a mall of before is then refused. */
  version: number;
}
const VERSION = 3;
/** Members in one transaction, at most. */
const BATCH = 2000;

/**
 * @param dir where the mall is made and stays
 * @param progress told the line that stands for the work just now
 */
export async function generateMall(
  dir: string,
  members: number,
  progress: (line: string) => void,
): Promise<GeneratedMall> {
  mkdirSync(dir, { recursive: true });
  const file = databaseFile(dir);
  const known = join(dir, 'generated.json');
  const keep = (state: Begun) => writeFileSync(known, JSON.stringify(state));
  let begun: Begun = { members, end: Date.now(), finished: false, version: VERSION };
  if (existsSync(known)) begun = JSON.parse(readFileSync(known, 'utf8'));
  else if (existsSync(file)) throw new Error(`${dir} has a database of something else`);
  else keep(begun);
  if (begun.members !== members || begun.version !== VERSION)
    throw new Error(`${dir} has another mall (${begun.members} members): name another --dir, or remove it`);
  const environment = {
    DATA_DIR: dir,
    HOST: '127.0.0.1',
    PORT: '0',
    MASTER_KEY: '5a'.repeat(32),
    // Every request comes from one address here.
    PACE_SCALE: '1000000000',
  };
  if (!begun.finished) {
    await prepare(environment);
    fill(file, begun, progress);
    keep({ ...begun, finished: true });
  }
  return {
    environment,
    members,
    bytes: statSync(file).size,
    open: () => new SqliteDatabase(file, { readonly: true }),
  };
}

/** The schema and the mall itself. */
async function prepare(environment: Record<string, string>): Promise<void> {
  const opened = await openServices(readSettings({ ...environment, LOG_LEVEL: 'silent' }), {
    synchronous: 'NORMAL',
  });
  const { database, now } = opened.services;
  await database.write(async (trx) => {
    const there = await trx
      .selectFrom('malls')
      .select('mall_id')
      .where('mall_id', '=', MALL)
      .executeTakeFirst();
    if (!there)
      await insertMall(
        trx,
        { id: MALL, name: 'Bench', origins: [ORIGIN], settings: settings(), seeded: false },
        now(),
      );
  });
  await opened.close();
}

const count = (value: number): string => Math.floor(value).toLocaleString('en-US');

function fill(file: string, { members, end }: Begun, progress: (line: string) => void): void {
  const db = new SqliteDatabase(file);
  try {
    db.pragma('journal_mode = WAL');
    // A power cut may lose the file; it is then made anew. The service that is measured writes with FULL.
    db.pragma('synchronous = OFF');
    db.pragma('cache_size = -1500000');
    db.pragma('temp_store = MEMORY');
    const indexes = laidAside(db);
    const put = inserts(db);
    const size = Math.min(BATCH, Math.ceil(members / 10));
    const step = db.transaction((from: number) => {
      if (from === 0) for (let at = 0; at < productsOf(members); at++) putProduct(put, at);
      for (let at = from; at < Math.min(members, from + size); at++) putMember(put, at, members, end);
    });
    // Each batch is whole or not there: what is there tells where to go on.
    const { there } = db.prepare('select count(*) as there from shoppers').get() as { there: number };
    const begin = performance.now();
    for (let from = there; from < members; from += size) {
      step(from);
      const done = Math.min(members, from + size);
      const seconds = (performance.now() - begin) / 1000;
      progress(
        `${count(done)} of ${count(members)} members, ${count((done - there) / seconds)} in a second, ` +
          `${count(((members - done) * seconds) / (done - there))} s to go`,
      );
    }
    for (const [at, index] of indexes.entries()) {
      progress(`index ${at + 1} of ${indexes.length}`);
      db.exec(index);
    }
    sumUp(db, progress);
    db.prepare('insert or replace into review_words_done (mall_id, version, review_id) values (?, ?, ?)').run(
      MALL,
      WORDS_VERSION,
      '',
    );
    // Else the service would count all of it anew after its start, as of a mall from before there was naegong.
    db.prepare('insert or replace into reputation_done (mall_id, digest) values (?, ?)').run(
      MALL,
      numbersDigest(settings()),
    );
    progress('settling');
    db.exec('drop table bench_indexes');
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.pragma('synchronous = FULL');
  } finally {
    db.close();
  }
}

/**
 * Takes the indexes of all tables away: filled once at the end they take a part of the time. What they were is kept in a
 * table of the file itself until they are back, so that a second start finds them.
 */
function laidAside(db: SqliteDatabase.Database): string[] {
  db.transaction(() => {
    db.exec('create table if not exists bench_indexes (name text primary key, made text not null)');
    const found = db
      .prepare(
        "select name, sql as made from sqlite_master where type = 'index' and sql is not null and tbl_name <> 'bench_indexes'",
      )
      .all() as { name: string; made: string }[];
    const keep = db.prepare('insert or ignore into bench_indexes (name, made) values (?, ?)');
    for (const { name, made } of found) {
      keep.run(name, made);
      db.exec(`drop index ${name}`);
    }
  })();
  const kept = db.prepare('select made from bench_indexes order by name').all() as { made: string }[];
  return kept.map(({ made }) => made);
}
