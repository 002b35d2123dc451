import { type Compilable, CompiledQuery, type DialectAdapter } from 'kysely';
import type { Reader, Trx } from './database.ts';
import type { Tables } from './tables.ts';

/** Runs one statement and has its rows: at once on SQLite. */
export type Ask = (sql: string, parameters: readonly unknown[]) => unknown[] | Promise<unknown[]>;
const shortcuts = new WeakMap<Reader, Ask>();

/**
 * Prepared queries of this handle go straight to the database, past the builder's layers, which cost several times what a
 * look-up by key takes. Undefined: no longer.
 */
export function askStraight(db: Reader, ask: Ask | undefined): void {
  if (ask) shortcuts.set(db, ask);
  else shortcuts.delete(db);
}

/** Names of the texts that were compiled here: PostgreSQL keeps their plans under them, one for each connection. */
const names = new Map<string, string>();
export const nameOf = (sql: string): string | undefined => names.get(sql) || undefined;
export const forgetName = (sql: string): void => void names.set(sql, '');

/** Stands in for an argument while its query is compiled. */
class Mark {
  readonly at: number;
  constructor(at: number) {
    this.at = at;
  }
}

/**
 * A query that is asked all the time: written with the builder like any other, compiled when first asked and from then on
 * only given its arguments. Compiling a list's query costs as much as running it.
 *
 * @param build makes the query; each argument must become one bound value, never a part of the text
 * @param arity how many arguments there are, where `build` does not name each
 */
export function prepared<Args extends readonly unknown[], Row>(
  build: (db: Reader, ...args: Args) => Compilable<Row>,
  arity = build.length - 1,
): (db: Reader, ...args: Args) => Promise<Row[]> {
  // By database: each speaks its own SQL.
  const known = new WeakMap<DialectAdapter, CompiledQuery>();

  function compiled(db: Reader): CompiledQuery {
    const { adapter } = db.getExecutor();
    let query = known.get(adapter);
    if (!query) {
      const marks = Array.from({ length: arity }, (_, at) => new Mark(at));
      query = build(db, ...(marks as unknown as Args)).compile();
      known.set(adapter, query);
      if (!names.has(query.sql)) names.set(query.sql, `dangol-${names.size}`);
    }
    return query;
  }

  return async (db, ...args) => {
    const { sql, parameters } = compiled(db);
    const given = parameters.map((one) => (one instanceof Mark ? args[one.at] : one));
    const ask = shortcuts.get(db);
    if (ask) return (await ask(sql, given)) as Row[];
    const { rows } = await db.executeQuery<Row>(CompiledQuery.raw(sql, given));
    return rows;
  };
}

/** The same with a list among the arguments: compiled once for each length of it. */
export function preparedList<Fixed extends readonly unknown[], Row>(
  build: (db: Reader, list: readonly string[], ...fixed: Fixed) => Compilable<Row>,
  fixed = build.length - 2,
): (db: Reader, list: readonly string[], ...fixed: Fixed) => Promise<Row[]> {
  const byLength = new Map<number, (db: Reader, ...args: unknown[]) => Promise<Row[]>>();
  return (db, list, ...rest) => {
    const { length } = list;
    let query = byLength.get(length);
    if (!query) {
      query = prepared<unknown[], Row>(
        (to, ...args) =>
          build(to, args.slice(0, length) as string[], ...(args.slice(length) as unknown as Fixed)),
        length + fixed,
      );
      byLength.set(length, query);
    }
    return query(db, ...list, ...rest);
  };
}

/** The same for adding a row: its columns are named once. */
export function preparedInsert<Table extends keyof Tables>(
  table: Table,
  columns: readonly (keyof Tables[Table] & string)[],
): (trx: Trx, row: Tables[Table]) => Promise<void> {
  const run = prepared<unknown[], unknown>((db, ...values) => {
    const row = Object.fromEntries(columns.map((column, at) => [column, values[at]]));
    return db.insertInto(table as keyof Tables).values(row as never);
  }, columns.length);
  return async (trx, row) => {
    await run(trx, ...columns.map((column) => row[column]));
  };
}
