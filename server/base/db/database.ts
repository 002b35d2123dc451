import { existsSync, statSync } from 'node:fs';
import { CompiledQuery, Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import pg from 'pg';
import { askTogether, isStalePlan, PlanningClient } from './asking.ts';
import { openCheckpoints } from './checkpoints.ts';
import { groupWriter } from './group.ts';
import { type Ask, askStraight } from './prepared.ts';
import { BUSY_MS, openSqliteFile, SQLITE_FLOOR, SqliteFileDialect } from './sqlite.ts';
import type { Tables } from './tables.ts';
import { beginOn, type Open } from './transaction.ts';

/** For reading outside a transaction. */
export type Db = Kysely<Tables>;
/** What every writer demands: using the outer handle inside a transaction would hang on SQLite. */
export type Trx = Transaction<Tables>;
/** For queries that may run on either. */
export type Reader = Db | Trx;

/** One open database. */
export interface Database {
  readonly kind: 'sqlite' | 'postgres';
  readonly db: Db;
  /**
   * Runs the body in one transaction, again from its start when the database says that another came first. The body
   * touches nothing but the database; what must follow a commit is handed to {@link afterCommit}.
   *
   * @param lane those of one lane (a mall, say) that come together share a transaction also on PostgreSQL, where else such
   * as read and write the same would undo one another. For what is short: all others of the lane wait for it
   */
  write<T>(body: (trx: Trx) => Promise<T>, lane?: string): Promise<T>;
  /** How many bodies (on PostgreSQL: questions) wait for their turn in this process. */
  waiting(): number;
  /** How long the first of them has waited; always 0 on PostgreSQL, where a wait ends by itself. */
  waitedMs(): number;
  /** Writers hold up the event loop here: they give way while this says that new connections come. */
  letIn(whileComing: () => boolean): void;
  /** The pool of connections, on PostgreSQL. */
  readonly pool?: pg.Pool;
  /** Moves when any process has written: cheap to ask on SQLite, always undefined on PostgreSQL. */
  fileVersion(): number | undefined;
  /**
   * Makes what was deleted vanish from the bytes of the files as well: SQLite keeps old pages in its log, and copies of
   * moved rows in the gaps of its pages, until the log is emptied and the file is written anew. A large file is written
   * anew only when `large` says that now is the time, since nobody can write meanwhile. PostgreSQL tidies up by itself.
   */
  scrub(large: boolean): Promise<'clean' | 'in-use' | 'large'>;
  close(): Promise<void>;
}

/** Other writers came first this often: give up and let the caller answer "busy". */
const ATTEMPTS = 12;
/** A file of up to so many bytes is written anew within a second. */
const VACUUM_AT_ONCE = 64 * 1024 * 1024;
/** A duplicate that is still one after so many looks is the body's own. */
const LOOKS = 3;
const followers = new WeakMap<Trx, (() => void)[]>();

/** Runs the callback once the transaction has committed; never when it is rolled back. */
export function afterCommit(trx: Trx, callback: () => void): void {
  const list = followers.get(trx);
  if (!list) throw new Error('afterCommit outside database.write');
  list.push(callback);
}

/** True for the errors after which the same transaction may well succeed. */
export function isRerunnable(error: unknown): boolean {
  const code = (error as { code?: string })?.code ?? '';
  return code === '40001' || code === '40P01' || code.startsWith('SQLITE_BUSY') || isStalePlan(error);
}

/** True when a unique key already holds such a row. */
export function isDuplicate(error: unknown): boolean {
  const code = (error as { code?: string })?.code ?? '';
  return code === '23505' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY' || code === 'SQLITE_CONSTRAINT_UNIQUE';
}

/** True when the disk is full, gone or read-only: writers are told to come back, readers go on. */
export function isStorageFailure(error: unknown): boolean {
  const code = (error as { code?: string })?.code ?? '';
  return (
    /^SQLITE_(FULL|IOERR|READONLY|CANTOPEN)/.test(code) ||
    ['53100', '57P03', '08006', '08001', 'ECONNREFUSED'].includes(code)
  );
}

/** True when the database server could not be asked at all: absent, not ready, or not for this account. */
export function isConnectionFailure(error: unknown): boolean {
  const { code = '', message = '' } = (error ?? {}) as { code?: string; message?: string };
  // The pool's own two complaints come without a code: none free in time, and one that was dropped.
  if (!code && /^(timeout exceeded when trying to connect|Connection terminated)/.test(message)) return true;
  return /^(ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|08|28|3D000|53300|57P0)/.test(code);
}

/** Thrown at the start, with a sentence for whoever runs the service: this database must not be worked with. */
export class UnfitDatabase extends Error {}

/** What follows a commit cannot undo it: a callback that fails is told of and holds up no other. */
export function follow(callbacks: readonly (() => void)[]): void {
  for (const callback of callbacks) {
    try {
      callback();
    } catch (error) {
      process.emitWarning(error as Error);
    }
  }
}

export const backOff = (attempt: number) =>
  new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(200, 2 ** attempt)));

const again = (error: unknown, attempts: number): boolean => attempts < ATTEMPTS && isRerunnable(error);
/** What PostgreSQL calls a duplicate may be another's row that a second look would have found. */
const againOrFound = (error: unknown, attempts: number): boolean =>
  again(error, attempts) || (attempts < LOOKS && isDuplicate(error));

/** Others came first so often: from then on those that try again do so one after the other. */
const IN_TURN = 3;

/**
 * On PostgreSQL transactions overlap, each on a connection of its own. Those that go on meeting at the same row are let
 * through one at a time in this process: else each would undo the others until some had tried too often.
 */
function overlappingWriter(pool: pg.Pool) {
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(run: () => Promise<T>): Promise<T> => {
    const mine = turn.then(run);
    turn = mine.catch(() => undefined);
    return mine;
  };
  return async <T>(body: (trx: Trx) => Promise<T>): Promise<T> => {
    for (let attempt = 1; ; attempt++) {
      const after: (() => void)[] = [];
      const run = async () => {
        const open = await beginOn(pool);
        try {
          followers.set(open.trx, after);
          const result = await body(open.trx);
          await open.commit();
          return result;
        } catch (error) {
          await open.rollback().catch(() => undefined);
          throw error;
        }
      };
      try {
        const result = await (attempt < IN_TURN ? run() : inTurn(run));
        follow(after);
        return result;
      } catch (error) {
        if (!againOrFound(error, attempt)) throw error;
        await backOff(attempt);
      }
    }
  };
}

/** A transaction of SQLite, whose prepared queries go straight to the writer while it is open. */
async function beginWith(writing: Db, ask: Ask): Promise<Open> {
  const trx = await writing.startTransaction().execute();
  askStraight(trx, ask);
  // Whatever a body left running must not write outside of it.
  const end = () => askStraight(trx, undefined);
  return {
    trx,
    commit() {
      end();
      return trx.commit().execute();
    },
    async rollback() {
      end();
      if (!trx.isRolledBack && !trx.isCommitted) await trx.rollback().execute();
    },
  };
}

function openWriter(file: string, synchronous: 'FULL' | 'NORMAL') {
  try {
    return openSqliteFile(file, 'writer', synchronous);
  } catch (error) {
    const { code = '', message } = error as { code?: string; message: string };
    if (/^SQLITE_(NOTADB|CORRUPT)/.test(code))
      throw new UnfitDatabase(`${file} is damaged (${message}). Restore it from a backup.`);
    if (isStorageFailure(error))
      throw new UnfitDatabase(`${file} cannot be opened for writing (${message}).`);
    throw error;
  }
}

/** `ok`, or what is wrong with the pages of the file. */
function checkOf(write: ReturnType<typeof openSqliteFile>): string {
  const isWholePages = () =>
    statSync(write.name).size % Number(write.pragma('page_size', { simple: true })) === 0;
  try {
    // A page whose end is missing reads as if zeros were there; only the log of writes may still hold it whole.
    if (!isWholePages()) write.pragma('wal_checkpoint(TRUNCATE)');
    if (!isWholePages()) return 'its last page is cut off';
    return String(write.pragma('quick_check(1)', { simple: true })).replace(/\s+/g, ' ');
  } catch (error) {
    return (error as Error).message;
  }
}

/** Opens the SQLite file (made when absent), with one writing and one reading connection. */
export function openSqlite(file: string, synchronous: 'FULL' | 'NORMAL' = 'FULL'): Database {
  const fresh = !existsSync(file);
  const write = openWriter(file, synchronous);
  const version = write.prepare('select sqlite_version() as v').get() as { v: string };
  if (version.v.localeCompare(SQLITE_FLOOR, 'en', { numeric: true }) < 0)
    throw new UnfitDatabase(`SQLite ${version.v} is older than ${SQLITE_FLOOR}, the first that is safe here`);
  if (!fresh) {
    const check = checkOf(write);
    if (check !== 'ok') {
      write.close();
      throw new UnfitDatabase(`${file} is damaged (${check}). Restore it from a backup.`);
    }
    // Every page went by: none is kept for that.
    write.pragma('shrink_memory');
  }
  const read = openSqliteFile(file, 'reader');
  const readStatement = read.prepare('pragma data_version');
  const reader = new SqliteFileDialect(read);
  const writer = new SqliteFileDialect(write);
  const db: Db = new Kysely<Tables>({ dialect: reader });
  // Each commit makes the reader forget all pages that it has read; the writer knows its own. Between transactions both
  // see the same.
  askStraight(db, (sql, parameters) => (write.inTransaction ? reader : writer).read(sql, parameters));
  const writing: Db = new Kysely<Tables>({ dialect: writer });
  const checkpoints = openCheckpoints(write);
  const group = groupWriter({
    begin: () => beginWith(writing, writer.ask),
    run: (_, sql) => writer.ask(sql, []),
    follow: (trx, after) => void followers.set(trx, after),
    again,
    before: checkpoints.tend,
  });
  return {
    kind: 'sqlite',
    db,
    write: group.write,
    waiting: group.waiting,
    waitedMs: group.waitedMs,
    letIn: group.letIn,
    fileVersion: () => (readStatement.get() as { data_version: number }).data_version,
    async scrub(large) {
      await checkpoints.settled();
      // Through the queue of writers, and without waiting for other processes: that would block this one.
      return writing.connection().execute(async (connection) => {
        const pragma = async (text: string) =>
          Object.values(
            (await sql.raw<Record<string, number>>(`pragma ${text}`).execute(connection)).rows[0] ?? {},
          )[0];
        await pragma('busy_timeout = 0');
        try {
          const bytes = ((await pragma('page_count')) ?? 0) * ((await pragma('page_size')) ?? 0);
          const whole = large || bytes <= VACUUM_AT_ONCE;
          if (whole) await sql.raw('vacuum').execute(connection);
          if ((await pragma('wal_checkpoint(truncate)')) !== 0) return 'in-use';
          return whole ? 'clean' : 'large';
        } catch (error) {
          if (isRerunnable(error)) return 'in-use';
          throw error;
        } finally {
          await pragma(`busy_timeout = ${BUSY_MS}`);
        }
      });
    },
    async close() {
      // Before the writer, whose leave takes the log along.
      await checkpoints.close();
      await db.destroy();
      await writing.destroy();
    },
  };
}

/** Opens a PostgreSQL database. Whole numbers (int8) come back as numbers: all of ours are below 2^53. */
export function openPostgres(
  url: string,
  options: { max?: number; onError?: (error: Error) => void } = {},
): Database {
  const pool = new pg.Pool({
    Client: PlanningClient,
    connectionString: url,
    max: options.max ?? 10,
    connectionTimeoutMillis: 10_000,
    pipeline: true,
    types: {
      getTypeParser: ((oid: number, format?: 'text') =>
        oid === 20 || oid === 1700
          ? Number
          : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
    },
  });
  // Without a listener a connection that the server drops would end the process.
  pool.on('error', (error) => options.onError?.(error));
  // The same for one that is in use: its query fails and says so, the process goes on.
  pool.on('connect', (client) => client.on('error', (error) => options.onError?.(error)));
  const db: Db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  const { ask, waiting } = askTogether(pool);
  askStraight(db, ask);
  const overlapping = overlappingWriter(pool);
  const lanes = new Map<string, ReturnType<typeof groupWriter>>();
  function laneOf(name: string) {
    const lane =
      lanes.get(name) ??
      groupWriter({
        begin: () => beginOn(pool),
        run: (trx, text) => trx.executeQuery(CompiledQuery.raw(text)),
        follow: (trx, after) => void followers.set(trx, after),
        again: againOrFound,
      });
    lanes.set(name, lane);
    return lane;
  }
  return {
    kind: 'postgres',
    db,
    pool,
    write: (body, lane) => (lane === undefined ? overlapping(body) : laneOf(lane).write(body)),
    waiting: () => [...lanes.values()].reduce((sum, lane) => sum + lane.waiting(), waiting()),
    waitedMs: () => 0,
    letIn() {},
    fileVersion: () => undefined,
    scrub: async () => 'clean',
    close: () => db.destroy(),
  };
}

/** Asks the database for a sign of life. */
export async function ping(database: Database): Promise<void> {
  await sql`select 1`.execute(database.db);
}
