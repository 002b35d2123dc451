import { existsSync, mkdirSync } from 'node:fs';
import type { Database } from '../base/db/database.ts';
import { applied, migrate } from '../base/db/migrate.ts';
import { migrations } from '../migrations/index.ts';
import { databaseFile } from '../open.ts';
import type { Command } from './command.ts';
import { commandSettings, whereData } from './open.ts';
import { hasTable, openBare } from './rows.ts';

export const migrateCommand: Command = {
  about: 'Brings the database up to this program, step by step; the service does the same when it starts.',
  places: [],
  options: { status: { type: 'boolean', help: 'Only tell which steps it has had and which wait' } },
  example: 'dangol migrate --status',
  async run(input, io) {
    const settings = commandSettings(io);
    const where = whereData(settings);
    if (input.flag('status')) {
      const exists = settings.databaseUrl !== undefined || existsSync(databaseFile(settings.dataDir));
      const done = exists ? await withBare(settings, namesOf) : [];
      const waiting = migrations.map((one) => one.name).filter((name) => !done.includes(name));
      return {
        text: [
          `${where}: ${done.length} done, ${waiting.length} waiting.`,
          ...done.map((name) => `  done     ${name}`),
          ...waiting.map((name) => `  waiting  ${name}`),
        ],
        json: { done, waiting },
      };
    }
    if (!settings.databaseUrl) mkdirSync(settings.dataDir, { recursive: true });
    const fresh = await withBare(settings, (database) => migrate(database, migrations));
    return {
      text: fresh.length > 0 ? [`${where}: applied ${fresh.join(', ')}.`] : [`${where} is up to date.`],
      json: { applied: fresh },
    };
  },
};

async function withBare<T>(
  settings: Parameters<typeof openBare>[0],
  body: (database: Database) => Promise<T>,
): Promise<T> {
  const database = openBare(settings);
  try {
    return await body(database);
  } finally {
    await database.close();
  }
}

/** Steps that a database has had; none when it has no table of them yet. */
async function namesOf(database: Database): Promise<string[]> {
  return (await hasTable(database, 'migrations')) ? applied(database) : [];
}
