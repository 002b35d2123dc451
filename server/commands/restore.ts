import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { sql } from 'kysely';
import { type Database, openSqlite } from '../base/db/database.ts';
import { migrate } from '../base/db/migrate.ts';
import { openSecrets } from '../base/secrets.ts';
import { migrations } from '../migrations/index.ts';
import { databaseFile, openFiles } from '../open.ts';
import type { Settings } from '../settings.ts';
import { type Command, CommandError, type Io } from './command.ts';
import {
  filePath,
  filesPath,
  keyMark,
  keyPath,
  type Manifest,
  readManifest,
  tablePath,
  verify,
} from './manifest.ts';
import { commandSettings, whereData, whereFiles } from './open.ts';
import { hasTable, loadRows, openBare, tablesOf } from './rows.ts';

export const restore: Command = {
  about:
    'Brings a backup back, after every file of it has been checked. The service must be stopped. What is there already stays\n' +
    'unless --force is given: a data folder is then moved aside (before-restore-...), tables in PostgreSQL are replaced.\n' +
    'Where S3_ENDPOINT is set, the files go into that store, beside what is there: nothing of it is replaced or removed.\n' +
    'A backup of SQLite may be restored into PostgreSQL and the other way round.',
  places: ['FOLDER'],
  options: { force: { type: 'boolean', help: 'Take the place of what is there' } },
  example: 'dangol restore /backups/dangol-2026-11-21 --force',
  async run(input, io) {
    const settings = commandSettings(io);
    const folder = resolve(input.place(0));
    const force = input.flag('force');
    const manifest = await readManifest(folder);
    checkMigrations(manifest);
    checkKey(folder, manifest, settings);
    await verify(folder, manifest, io.progress);
    const aside = settings.databaseUrl
      ? await intoPostgres(folder, manifest, settings, force, io)
      : await intoFolder(folder, manifest, settings, force, io);
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
    return {
      text: [
        `Restored ${folder} (made ${manifest.madeAt}) into ${whereData(settings)}: ${rows} rows, ${manifest.files.length} files.`,
        ...(settings.s3 ? [`The files are in ${whereFiles(settings)}.`] : []),
        ...(aside ? [`What was there before is in ${aside}.`] : []),
      ],
      json: { folder, madeAt: manifest.madeAt, rows, files: manifest.files.length, before: aside ?? null },
    };
  },
};

function checkMigrations(manifest: Manifest): void {
  const unknown = manifest.migrations.filter((name) => !migrations.some((known) => known.name === name));
  if (unknown.length > 0)
    throw new CommandError(
      `This backup is of a newer Dangol (it has ${unknown.join(', ')}): restore it with that one.`,
    );
}

/** Another master key than the one that signed would void every key set, session and secret without a word. */
function checkKey(folder: string, manifest: Manifest, settings: Settings): void {
  if (!settings.masterKey) {
    if (!manifest.masterKey)
      throw new CommandError(
        'This backup holds no master key: set MASTER_KEY to the one that its service had.',
      );
    return;
  }
  if (keyMark(openSecrets(Buffer.from(settings.masterKey, 'hex'))) !== manifest.keyMark)
    throw new CommandError(
      `MASTER_KEY is not the one that this backup was made with${manifest.masterKey ? `, which is in ${keyPath(folder)}` : ''}.`,
    );
}

/** Makes everything beside the data folder's own things, then puts it in their place. Returns where those went. */
async function intoFolder(
  folder: string,
  manifest: Manifest,
  settings: Settings,
  force: boolean,
  io: Io,
): Promise<string | undefined> {
  const { dataDir } = settings;
  mkdirSync(dataDir, { recursive: true });
  const file = databaseFile(dataDir);
  const own = [file, `${file}-wal`, `${file}-shm`, keyPath(dataDir), filesPath(dataDir)];
  const isUsed = own.some((path) => existsSync(path) && (path !== filesPath(dataDir) || hasFiles(path)));
  if (isUsed && !force)
    throw new CommandError(`${whereData(settings)} is in use already; --force moves what is there aside.`);
  if (existsSync(file)) refuseRunning(file);
  const staged = join(dataDir, `restoring-${randomBytes(4).toString('hex')}`);
  mkdirSync(staged, { mode: 0o700 });
  try {
    const database = openSqlite(databaseFile(staged));
    try {
      await load(database, folder, manifest, io);
    } finally {
      await database.close();
    }
    await copyFiles(folder, manifest, { ...settings, dataDir: staged }, io);
    if (manifest.masterKey && !settings.masterKey) copyFileSync(keyPath(folder), keyPath(staged));
    let aside: string | undefined;
    if (isUsed) {
      aside = join(dataDir, `before-restore-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`);
      mkdirSync(aside, { mode: 0o700 });
      for (const path of own) if (existsSync(path)) renameSync(path, join(aside, basename(path)));
    } else rmSync(filesPath(dataDir), { recursive: true, force: true });
    // The database last: a key without it stops a start with a clear word, the other way round makes a new key.
    if (existsSync(keyPath(staged))) renameSync(keyPath(staged), keyPath(dataDir));
    if (existsSync(filesPath(staged))) renameSync(filesPath(staged), filesPath(dataDir));
    renameSync(databaseFile(staged), file);
    return aside;
  } finally {
    rmSync(staged, { recursive: true, force: true });
  }
}

async function intoPostgres(
  folder: string,
  manifest: Manifest,
  settings: Settings,
  force: boolean,
  io: Io,
): Promise<undefined> {
  const database = openBare(settings);
  try {
    const others = await sql<{ count: number }>`select count(*) as count from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`.execute(
      database.db,
    );
    if (Number(others.rows[0]?.count) > 0)
      throw new CommandError('Others are connected to the database of DATABASE_URL: stop the service first.');
    if (await hasTable(database, 'malls')) {
      const used = await database.db.selectFrom('malls').select('mall_id').limit(1).executeTakeFirst();
      if (used && !force)
        throw new CommandError(`${whereData(settings)} has malls already; --force replaces them.`);
    }
    for (const table of ['migrations', ...tablesOf(migrations)])
      await database.write((trx) => sql`drop table if exists ${sql.table(table)}`.execute(trx));
    await load(database, folder, manifest, io);
  } finally {
    await database.close();
  }
  await copyFiles(folder, manifest, settings, io);
  return undefined;
}

/** The schema as it was, the rows, and then the steps that came since. */
async function load(database: Database, folder: string, manifest: Manifest, io: Io): Promise<void> {
  await migrate(
    database,
    migrations.filter((one) => manifest.migrations.includes(one.name)),
  );
  await database.write(async (trx) => {
    for (const { name, rows } of manifest.tables) {
      const loaded = await loadRows(trx, name, tablePath(folder, name), (count) =>
        io.progress(`Restoring ${name}: ${count} of ${rows} rows`),
      );
      if (loaded !== rows)
        throw new CommandError(`${tablePath(folder, name)} has ${loaded} rows instead of ${rows}.`);
    }
  });
  await migrate(database, migrations);
}

async function copyFiles(folder: string, manifest: Manifest, settings: Settings, io: Io): Promise<void> {
  const target = openFiles(settings);
  for (const [index, { name }] of manifest.files.entries()) {
    io.progress(`Restoring files: ${index + 1} of ${manifest.files.length}`);
    await target.put(name, await readFile(filePath(folder, name)));
  }
}

const hasFiles = (folder: string): boolean =>
  readdirSync(folder).some((name) => readdirSync(join(folder, name)).length > 0);

/**
 * @throws CommandError when some process has the database open: leaving the write-ahead log needs the file for oneself
 */
function refuseRunning(file: string): void {
  const running = () => new CommandError(`${file} is open in another process: stop the service first.`);
  let mode: unknown;
  const db = new SqliteDatabase(file, { timeout: 1000 });
  try {
    mode = db.pragma('journal_mode = DELETE', { simple: true });
  } catch (error) {
    if ((error as { code?: string }).code?.startsWith('SQLITE_BUSY')) throw running();
    // Not a database any more: it is moved aside as it is.
    if ((error as { code?: string }).code === 'SQLITE_NOTADB') return;
    throw error;
  } finally {
    db.close();
  }
  if (mode !== 'delete') throw running();
}
