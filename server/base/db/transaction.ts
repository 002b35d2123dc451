import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely';
import type pg from 'pg';
import { isRerunnable, type Trx } from './database.ts';
import { askStraight } from './prepared.ts';
import type { Tables } from './tables.ts';

/** A transaction that is open. It is ended once: by the one or the other. */
export interface Open {
  trx: Trx;
  commit(): Promise<void>;
  rollback(): Promise<void>;
}

/** What prepared queries are compiled for. */
const adapter = new PostgresAdapter();

/**
 * Begins a transaction on a connection of its own. Kysely's own has each question wait for the answer to the one before;
 * here several that are asked at once are on their way together, which saves a way there and back for each. They are run
 * and answered in the order in which they were asked.
 */
export async function beginOn(pool: pg.Pool): Promise<Open> {
  const client = await pool.connect();
  const driver = new ClientDriver(client);
  const trx = new Kysely<Tables>({
    dialect: {
      createAdapter: () => adapter,
      createDriver: () => driver,
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  }) as unknown as Trx;
  askStraight(trx, async (sql, values) => (await driver.query(sql, values)).rows);

  async function end(statement: 'commit' | 'rollback'): Promise<string> {
    driver.isOver = true;
    try {
      const { command } = await client.query(statement);
      client.release();
      return command;
    } catch (error) {
      // A commit that another's came before leaves nothing open; whatever else fails here is the connection's.
      client.release(!isRerunnable(error));
      throw error;
    }
  }
  try {
    await driver.query('start transaction isolation level serializable', []);
  } catch (error) {
    client.release(true);
    throw error;
  }
  return {
    trx,
    async commit() {
      // A statement failed, and whoever asked it did not say so.
      if ((await end('commit')) === 'ROLLBACK') throw new Error('the transaction was undone');
    },
    async rollback() {
      if (!driver.isOver) await end('rollback');
    },
  };
}

/** One client for as long as its transaction is open. */
class ClientDriver implements Driver, DatabaseConnection {
  readonly #client: pg.PoolClient;
  /** What a body left running must not write outside of its transaction. */
  isOver = false;

  constructor(client: pg.PoolClient) {
    this.#client = client;
  }
  query(sql: string, values: readonly unknown[]): Promise<pg.QueryResult> {
    if (this.isOver) return Promise.reject(new Error('the transaction is over'));
    return this.#client.query(sql, [...values]);
  }
  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const { command, rowCount, rows } = await this.query(sql, parameters);
    if (command === 'SELECT') return { rows };
    return { rows, numAffectedRows: BigInt(rowCount ?? 0) };
  }
  // biome-ignore lint/correctness/useYield: nobody asks for rows one by one
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('not within a transaction');
  }
  async init() {}
  async acquireConnection() {
    return this;
  }
  async releaseConnection() {}
  async destroy() {}
  async beginTransaction() {
    throw new Error('it has begun');
  }
  commitTransaction = this.beginTransaction;
  rollbackTransaction = this.beginTransaction;
}
