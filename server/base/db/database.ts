import { existsSync, statSync } from 'node:fs';
import { Kysely, sql, type Transaction } from 'kysely';
import type pg from 'pg';
import { isStalePlan } from './asking.ts';
import { openCheckpoints } from './checkpoints.ts';
import { groupWriter } from './group.ts';
import { type Ask, askStraight } from './prepared.ts';
import { BUSY_MS, openSqliteFile, SQLITE_FLOOR, SqliteFileDialect } from './sqlite.ts';
import type { Tables } from './tables.ts';
import type { Open } from './transaction.ts';

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
const followers = new WeakMap<Trx, (() => void)[]>();

/** Runs the callback once the transaction has committed; never when it is rolled back. */
export function afterCommit(trx: Trx, callback: () => void): void {
  const list = followers.get(trx);
  if (!list) throw new Error('afterCommit outside database.write');
  list.push(callback);
}

/** Those that {@link afterCommit} takes for a transaction go into this list from now on. */
export function followedBy(trx: Trx, callbacks: (() => void)[]): void {
  followers.set(trx, callbacks);
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

/** Waits a little, by chance and longer each time: those that met do not meet again. */
export const backOff = (attempt: number) =>
  new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(200, 2 ** attempt)));

/** Whether the same transaction may go through yet, after so many attempts. */
export const again = (error: unknown, attempts: number): boolean =>
  attempts < ATTEMPTS && isRerunnable(error);

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
    follow: followedBy,
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

/** Asks the database for a sign of life. */
export async function ping(database: Database): Promise<void> {
  await sql`select 1`.execute(database.db);
}
