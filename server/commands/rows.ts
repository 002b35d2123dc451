import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { sql } from 'kysely';
import { type Database, openSqlite, type Reader, type Trx } from '../base/db/database.ts';
import type { Migration } from '../base/db/migrate.ts';
import { openPostgres } from '../base/db/postgres.ts';
import { databaseFile } from '../open.ts';
import type { Settings } from '../settings.ts';

export type Row = Record<string, string | number | null>;

/** Tables that belong to a running process or to a moment, and mean nothing elsewhere. */
const MOMENTARY = new Set(['leases', 'pace']);
const FETCH = 1000;
/** Values in one statement: what SQLite takes is 32,766. */
const VALUES = 8000;

/** The database as it is: nothing else of the service is opened, and its schema stays. */
export function openBare(settings: Settings): Database {
  return settings.databaseUrl
    ? openPostgres(settings.databaseUrl, { max: 1 })
    : openSqlite(databaseFile(settings.dataDir));
}

export async function hasTable(database: Database, name: string): Promise<boolean> {
  return (await existing(database.kind, database.db)).has(name);
}

async function existing(kind: Database['kind'], db: Reader): Promise<Set<string>> {
  const query =
    kind === 'sqlite'
      ? sql<{ name: string }>`select name from sqlite_master where type = 'table'`
      : sql<{
          name: string;
        }>`select table_name as name from information_schema.tables where table_schema = current_schema()`;
  return new Set((await query.execute(db)).rows.map((row) => row.name));
}

/** The tables that the migrations make, oldest first; what else a shared database holds is none of ours. */
export function tablesOf(migrations: readonly Migration[]): string[] {
  const steps = migrations.flatMap((migration) => migration.steps);
  // A table is made by words that both databases take.
  const plain = steps.filter((step) => typeof step === 'string');
  const names = plain.flatMap((step) => /^\s*create table if not exists (\w+)/i.exec(step)?.[1] ?? []);
  return [...new Set(names)];
}

/** Those of the tables that are there and worth keeping. */
export async function keptTables(
  kind: Database['kind'],
  db: Reader,
  migrations: readonly Migration[],
): Promise<string[]> {
  const there = await existing(kind, db);
  return tablesOf(migrations).filter((name) => there.has(name) && !MOMENTARY.has(name));
}

/** All rows of a table, without ever holding them all. Nothing else may be asked of the transaction meanwhile. */
export async function* rowsOf(kind: Database['kind'], trx: Trx, table: string): AsyncGenerator<Row> {
  if (kind === 'sqlite') {
    // The name is one of ours, not known to the types.
    yield* trx
      .selectFrom(table as 'malls')
      .selectAll()
      .stream() as AsyncIterable<unknown> as AsyncIterable<Row>;
    return;
  }
  await sql`declare rows_of no scroll cursor for select * from ${sql.table(table)}`.execute(trx);
  for (;;) {
    const { rows } = await sql<Row>`fetch ${sql.lit(FETCH)} from rows_of`.execute(trx);
    if (rows.length === 0) break;
    yield* rows;
  }
  await sql`close rows_of`.execute(trx);
}

/** Writes rows as compressed lines of JSON. */
export async function writeRows(
  file: string,
  rows: AsyncIterable<Row>,
  each: (row: Row, count: number) => void,
): Promise<{ rows: number; bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let count = 0;
  let bytes = 0;
  await pipeline(
    async function* lines() {
      let text = '';
      for await (const row of rows) {
        each(row, ++count);
        text += `${JSON.stringify(row)}\n`;
        if (text.length < 65_536) continue;
        yield text;
        text = '';
      }
      yield text;
    },
    createGzip(),
    async function* counted(pieces: AsyncIterable<Buffer>) {
      for await (const piece of pieces) {
        hash.update(piece);
        bytes += piece.length;
        yield piece;
      }
    },
    createWriteStream(file, { mode: 0o600, flush: true }),
  );
  return { rows: count, bytes, sha256: hash.digest('hex') };
}

/** What {@link writeRows} wrote. Split by hand: readline would also split at U+2028, which JSON leaves as it is. */
async function* readRows(file: string): AsyncGenerator<Row> {
  let rest = '';
  for await (const piece of createReadStream(file).pipe(createGunzip()).setEncoding('utf8')) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield JSON.parse(line) as Row;
  }
}

/** Puts the rows of a file into a table. Returns how many there were. */
export async function loadRows(
  trx: Trx,
  table: string,
  file: string,
  each: (count: number) => void,
): Promise<number> {
  let count = 0;
  let waiting: Row[] = [];
  async function flush() {
    if (waiting.length === 0) return;
    await trx
      .insertInto(table as 'malls')
      .values(waiting as never)
      .execute();
    count += waiting.length;
    waiting = [];
    each(count);
  }
  for await (const row of readRows(file)) {
    waiting.push(row);
    if (waiting.length * Object.keys(row).length >= VALUES) await flush();
  }
  await flush();
  return count;
}
