import { sql } from 'kysely';
import type { Database } from '../../server/base/db/database.ts';

/** Table -> its columns, as the database itself has them. */
export async function schemaOf(database: Database): Promise<Map<string, string[]>> {
  const { rows } = await (database.kind === 'sqlite'
    ? sql<{
        t: string;
        c: string;
      }>`select m.name as t, i.name as c from sqlite_master m, pragma_table_info(m.name) i where m.type = 'table' and m.name not like 'sqlite_%'`
    : sql<{
        t: string;
        c: string;
      }>`select table_name as t, column_name as c from information_schema.columns where table_schema = 'public'`
  ).execute(database.db);
  const tables = new Map<string, string[]>();
  for (const { t, c } of rows) tables.set(t, [...(tables.get(t) ?? []), c]);
  return tables;
}

/** Every row of every table, as text. */
export async function everything(database: Database): Promise<string> {
  const parts: string[] = [];
  for (const table of (await schemaOf(database)).keys())
    parts.push(
      `${table}: ${JSON.stringify((await sql`select * from ${sql.table(table)}`.execute(database.db)).rows)}`,
    );
  return parts.join('\n');
}
