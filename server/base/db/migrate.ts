import { sql } from 'kysely';
import { type Database, isDuplicate, UnfitDatabase } from './database.ts';

/** A statement that may run twice; in plain SQL that both databases take, or else in the words of each. */
export type Step = string | Readonly<Record<Database['kind'], string>>;

/** One numbered step of the schema. */
export interface Migration {
  /** `0001-ground`: the number orders, the word tells. */
  name: string;
  steps: readonly Step[];
}

/** What this kind of database is told. */
export const statementOf = (step: Step, kind: Database['kind']): string =>
  typeof step === 'string' ? step : step[kind];

/** Thrown when the database was written by a newer program than this one. */
export class NewerDatabase extends UnfitDatabase {}

/** Names of the migrations that this database has had, oldest first. */
export async function applied(database: Database): Promise<string[]> {
  const rows = await database.db.selectFrom('migrations').select('name').orderBy('name').execute();
  return rows.map((row) => row.name);
}

/**
 * Brings the database up to this program, one statement per transaction. A run that was interrupted is simply run
 * again: every statement is written so that a second time does nothing.
 *
 * @returns the names applied now
 * @throws NewerDatabase when the database holds a migration that this program does not know
 */
export async function migrate(
  database: Database,
  migrations: readonly Migration[],
  now: () => number = Date.now,
): Promise<string[]> {
  await run(
    database,
    'create table if not exists migrations (name text primary key, applied_at bigint not null)',
  );
  const done = new Set(await applied(database));
  const known = new Set(migrations.map((migration) => migration.name));
  const unknown = [...done].filter((name) => !known.has(name));
  if (unknown.length > 0)
    throw new NewerDatabase(
      `This database was written by a newer Dangol (it has ${unknown.join(', ')}): start that one instead`,
    );
  const fresh: string[] = [];
  for (const migration of migrations) {
    if (done.has(migration.name)) continue;
    for (const step of migration.steps) await run(database, statementOf(step, database.kind));
    await database.write((trx) =>
      trx
        .insertInto('migrations')
        .values({ name: migration.name, applied_at: now() })
        .onConflict((conflict) => conflict.column('name').doNothing())
        .execute(),
    );
    fresh.push(migration.name);
  }
  return fresh;
}

/**
 * True when the table, type, index, column or trigger is there already: another process has just made it, or this
 * statement ran before (neither database knows "add column if it is not there" in words that both take).
 */
const isThere = (error: unknown): boolean => {
  const { code = '', message = '' } = (error ?? {}) as { code?: string; message?: string };
  return ['42P07', '42710', '42701'].includes(code) || /^duplicate column name: /.test(message);
};

/** True when PostgreSQL says that another process replaces the same function at this very moment. */
const isBesides = (error: unknown): boolean => /^tuple concurrently updated/.test((error as Error).message);

/** Two processes that start together may both create a thing; the second one's complaint is no failure. */
async function run(database: Database, statement: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await database.write((trx) => sql.raw(statement).execute(trx));
      return;
    } catch (error) {
      if (isThere(error) && /^(alter table \w+ add column|create trigger) /.test(statement)) return;
      if (attempt > 3 || !(isDuplicate(error) || isThere(error) || isBesides(error))) throw error;
    }
  }
}
