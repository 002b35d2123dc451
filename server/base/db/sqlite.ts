import SqliteDatabase from 'better-sqlite3';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteDialect,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { PAGES_AT_MOST } from './checkpoints.ts';
import type { Ask } from './prepared.ts';

/** The oldest engine without known corruption bugs in WAL mode. */
export const SQLITE_FLOOR = '3.51.3';
/** How long a statement waits for another process's lock. */
export const BUSY_MS = 5000;
/**
 * A commit that has split a page looks through all pages that the writer keeps (balancing lends a page the number of one
 * beyond the end, which the cache then thinks it must cut off): more of them cost each post more than they save it, since
 * what is not kept here the system keeps.
 */
const CACHE_KB = { writer: 8_000, reader: 128_000 };
/** Prepared statements kept per connection: all but rare shapes of searches and filters. */
const STATEMENT_CACHE = 500;

/**
 * Opens one connection to the file. The writer sets durable defaults; the reader is a second connection, so that a
 * list never waits behind a transaction that is still deciding.
 */
export function openSqliteFile(
  file: string,
  role: 'writer' | 'reader',
  synchronous: 'FULL' | 'NORMAL' = 'FULL',
): SqliteDatabase.Database {
  const db = new SqliteDatabase(file, { readonly: role === 'reader', fileMustExist: role === 'reader' });
  db.pragma(`busy_timeout = ${BUSY_MS}`);
  db.pragma('foreign_keys = ON');
  if (role === 'writer') {
    db.pragma('journal_mode = WAL');
    // NORMAL loses acknowledged writes in a power cut (and never more than those): nobody but a seed may choose it.
    db.pragma(`synchronous = ${synchronous}`);
    db.pragma('secure_delete = ON');
    // Else "insert or replace" would get past the triggers that refuse a delete.
    db.pragma('recursive_triggers = ON');
    db.pragma('temp_store = MEMORY');
    db.pragma(`wal_autocheckpoint = ${PAGES_AT_MOST}`);
  }
  db.pragma(`cache_size = -${CACHE_KB[role]}`);
  return db;
}

/** Kysely's own SQLite dialect, but with BEGIN IMMEDIATE for writers and prepared statements kept. */
export class SqliteFileDialect extends SqliteDialect {
  readonly #db: SqliteDatabase.Database;
  readonly #prepare: (sql: string) => SqliteDatabase.Statement;

  constructor(db: SqliteDatabase.Database) {
    super({ database: db });
    this.#db = db;
    this.#prepare = statementsOf(db);
  }

  override createDriver(): Driver {
    return new FileDriver(this.#db, this.#prepare);
  }
  /** Runs a statement on this dialect's connection at once. */
  readonly ask: Ask = (sql, parameters) => {
    const statement = this.#prepare(sql);
    if (statement.reader) return statement.all(parameters);
    statement.run(parameters);
    return [];
  };
  /** The same for those who may only read, whatever this connection may. */
  readonly read: Ask = (sql, parameters) => {
    const statement = this.#prepare(sql);
    if (!statement.readonly) throw new Error(`this is not to write: ${sql}`);
    return statement.all(parameters);
  };
  override createQueryCompiler() {
    return new SteadyCompiler();
  }
  override createAdapter() {
    return new SqliteAdapter();
  }
  override createIntrospector(db: ConstructorParameters<typeof SqliteIntrospector>[0]) {
    return new SqliteIntrospector(db);
  }
}

/**
 * Writes `+?` where Kysely writes `?`. To SQLite the plus means nothing; but a bare parameter beside a column makes it look
 * whether another plan would suit the value better, so that a statement with an order or a limit is compiled anew each
 * time that it is given values: 2 to 60 us, more than most of ours take to run. Only one thing is lost: what a partial
 * index asks for must stand in the query as it stands there, not as a parameter.
 */
class SteadyCompiler extends SqliteQueryCompiler {
  protected override getCurrentParameterPlaceholder(): string {
    return '+?';
  }
}

class FileDriver implements Driver {
  readonly #db: SqliteDatabase.Database;
  readonly #connection: FileConnection;
  #idle: Promise<void> = Promise.resolve();
  #release: () => void = () => {};

  constructor(db: SqliteDatabase.Database, prepare: (sql: string) => SqliteDatabase.Statement) {
    this.#db = db;
    this.#connection = new FileConnection(db, prepare);
  }
  async init() {}
  /** One user at a time: SQLite has one transaction per connection. */
  async acquireConnection(): Promise<DatabaseConnection> {
    const before = this.#idle;
    let release = () => {};
    this.#idle = new Promise((resolve) => {
      release = resolve;
    });
    await before;
    this.#release = release;
    return this.#connection;
  }
  async releaseConnection() {
    this.#release();
  }
  async beginTransaction() {
    await this.#connection.executeQuery(CompiledQuery.raw(this.#db.readonly ? 'begin' : 'begin immediate'));
  }
  async commitTransaction() {
    await this.#connection.executeQuery(CompiledQuery.raw('commit'));
  }
  async rollbackTransaction() {
    // A failed statement (a full disk, say) may already have rolled back.
    if (this.#db.inTransaction) await this.#connection.executeQuery(CompiledQuery.raw('rollback'));
  }
  async destroy() {
    this.#db.close();
  }
}

class FileConnection implements DatabaseConnection {
  readonly #db: SqliteDatabase.Database;
  readonly #prepare: (sql: string) => SqliteDatabase.Statement;

  constructor(db: SqliteDatabase.Database, prepare: (sql: string) => SqliteDatabase.Statement) {
    this.#db = db;
    this.#prepare = prepare;
  }
  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const statement = this.#prepare(query.sql);
    if (statement.reader) return { rows: statement.all(query.parameters) as R[] };
    const { changes } = statement.run(query.parameters);
    return { rows: [], numAffectedRows: BigInt(changes) };
  }
  async *streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    for (const row of this.#db.prepare(query.sql).iterate(query.parameters)) yield { rows: [row as R] };
  }
}

/** Statements of one connection, each compiled once. */
function statementsOf(db: SqliteDatabase.Database): (sql: string) => SqliteDatabase.Statement {
  const known = new Map<string, SqliteDatabase.Statement>();
  return (sql) => {
    let statement = known.get(sql);
    if (!statement) {
      statement = db.prepare(sql);
      if (known.size >= STATEMENT_CACHE) {
        const [oldest] = known.keys();
        if (oldest !== undefined) known.delete(oldest);
      }
      known.set(sql, statement);
    }
    return statement;
  };
}
