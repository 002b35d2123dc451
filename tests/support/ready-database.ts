import { createHash, randomBytes } from 'node:crypto';
import pg from 'pg';
import { migrate, statementOf } from '../../server/base/db/migrate.ts';
import { openPostgres } from '../../server/base/db/postgres.ts';
import { migrations } from '../../server/migrations/index.ts';
import { freshDatabase } from './postgres.ts';

/**
 * A database with the whole schema for one test file, on the server of `url`. The first asker makes it, and everybody
 * gets a copy, which takes a fraction of the time.
 */
export async function readyDatabase(url: string): Promise<{ url: string; drop(): Promise<void> }> {
  const statements = migrations.flatMap((one) => [
    one.name,
    ...one.steps.map((step) => statementOf(step, 'postgres')),
  ]);
  const digest = createHash('sha256').update(statements.join('\0')).digest('hex').slice(0, 16);
  const [ready, name] = [`dangol_ready_${digest}`, `dangol_test_${randomBytes(8).toString('hex')}`];
  const own = new URL(url);
  own.pathname = `/${name}`;
  await withClient(url, async (client) => {
    const isThere = async () =>
      (await client.query('select 1 from pg_database where datname = $1', [ready])).rowCount === 1;
    if (!(await isThere())) {
      // Given back when the connection ends.
      await client.query('select pg_advisory_lock(72001)');
      if (!(await isThere())) {
        const fresh = await freshDatabase(url);
        const database = openPostgres(fresh.url, { max: 1 });
        await migrate(database, migrations);
        await database.close();
        await client.query(`alter database ${new URL(fresh.url).pathname.slice(1)} rename to ${ready}`);
      }
    }
    await client.query(`create database ${name} template ${ready}`);
  });
  const drop = () =>
    withClient(url, async (client) => {
      await client.query(`drop database if exists ${name} with (force)`);
    });
  return { url: own.href, drop };
}

async function withClient(url: string, act: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await act(client);
  } finally {
    await client.end();
  }
}
