import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Database, Trx } from '../base/db/database.ts';
import { NewerDatabase } from '../base/db/migrate.ts';
import { openSecrets } from '../base/secrets.ts';
import { migrations } from '../migrations/index.ts';
import { openFiles } from '../open.ts';
import type { Settings } from '../settings.ts';
import { type Command, CommandError, type Io } from './command.ts';
import { filePath, keyMark, keyPath, type Manifest, manifestPath, tablePath } from './manifest.ts';
import { commandSettings, requireData, whereData, whereFiles } from './open.ts';
import { keptTables, openBare, rowsOf, writeRows } from './rows.ts';

/** Columns that name a file in the files folder. */
const FILE_COLUMNS: Readonly<Record<string, readonly string[]>> = {
  // The parts of an upload that is not finished stay behind: after a restore it begins anew.
  photos: ['small_file', 'large_file', 'motion_file'],
};

/*
 * Rows as lines of JSON, on either database: one form to write, check and test, which also brings a backup of one kind
 * back into the other. SQLite's own copying by pages begins anew whenever another process writes, so under a busy service
 * it may never end; reading in one transaction sees one moment and disturbs nobody.
 */
export const backup: Command = {
  about:
    'Copies the database, the files and the master key into a new folder, as they are at one moment, also while the service\n' +
    'runs. Files in a store (S3_ENDPOINT) are copied out of it too. Guard the folder like the service itself: it holds all that shoppers wrote and the key that signs.\n' +
    'A master key that comes by MASTER_KEY is not in it: keep that one yourself.',
  places: ['FOLDER'],
  options: {},
  example: 'dangol backup /backups/dangol-2026-11-21',
  async run(input, io) {
    const settings = commandSettings(io);
    requireData(settings);
    const folder = resolve(input.place(0));
    if (existsSync(folder) && (!statSync(folder).isDirectory() || readdirSync(folder).length > 0))
      throw new CommandError(`${folder} is there already and not empty; name a new folder.`);
    mkdirSync(dirname(folder), { recursive: true });
    // A folder of that name appears whole or not at all.
    const making = join(dirname(folder), `.${basename(folder)}.${randomBytes(4).toString('hex')}`);
    mkdirSync(join(making, 'tables'), { recursive: true, mode: 0o700 });
    try {
      const { manifest, missing } = await copy(settings, making, io);
      if (existsSync(folder)) rmSync(folder, { recursive: true });
      renameSync(making, folder);
      const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
      const bytes = [...manifest.tables, ...manifest.files].reduce((sum, part) => sum + part.bytes, 0);
      return {
        text: [
          `Backed up ${whereData(settings)} to ${folder}: ${rows} rows of ${manifest.tables.length} tables, ${manifest.files.length} files, ${bytes} bytes.`,
          ...(settings.s3 ? [`The files were copied out of ${whereFiles(settings)}.`] : []),
          ...(missing > 0 ? [`${missing} files were removed meanwhile and are left out.`] : []),
          manifest.masterKey
            ? 'The master key is in it.'
            : 'The master key is not in it: it comes by MASTER_KEY, so keep that one too.',
        ],
        json: {
          folder,
          rows,
          tables: manifest.tables.length,
          files: manifest.files.length,
          missing,
          bytes,
          masterKey: manifest.masterKey !== null,
        },
      };
    } catch (error) {
      rmSync(making, { recursive: true, force: true });
      throw error;
    }
  },
};

async function copy(
  settings: Settings,
  folder: string,
  io: Io,
): Promise<{ manifest: Manifest; missing: number }> {
  const key = masterKey(settings);
  const database = openBare(settings);
  let snapshot: { migrations: string[]; tables: Manifest['tables']; fileNames: Set<string> };
  try {
    snapshot = await database.db
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute((trx) => copyTables(database.kind, trx, folder, io));
  } finally {
    await database.close();
  }
  // After the database: a file is written before the row that names it, and never changes.
  const { files, missing } = await copyFiles(settings, folder, snapshot.fileNames, io);
  if (key.text !== null) await writeFile(keyPath(folder), key.text, { mode: 0o600, flush: true });
  const manifest: Manifest = {
    form: 'dangol-backup-1',
    madeAt: new Date().toISOString(),
    database: database.kind,
    migrations: snapshot.migrations,
    keyMark: keyMark(openSecrets(key.bytes)),
    masterKey: key.text === null ? null : { bytes: key.text.length, sha256: sha256(key.text) },
    tables: snapshot.tables,
    files,
  };
  await writeFile(manifestPath(folder), `${JSON.stringify(manifest, null, 2)}\n`, {
    mode: 0o600,
    flush: true,
  });
  return { manifest, missing };
}

async function copyTables(kind: Database['kind'], trx: Trx, folder: string, io: Io) {
  const fileNames = new Set<string>();
  const done = await trx.selectFrom('migrations').select('name').orderBy('name').execute();
  const unknown = done.filter((one) => !migrations.some((known) => known.name === one.name));
  if (unknown.length > 0)
    throw new NewerDatabase(
      `This database was written by a newer Dangol (it has ${unknown.map((one) => one.name).join(', ')}): back it up with that one.`,
    );
  const tables: Manifest['tables'] = [];
  for (const name of await keptTables(kind, trx, migrations)) {
    const columns = FILE_COLUMNS[name] ?? [];
    const written = await writeRows(tablePath(folder, name), rowsOf(kind, trx, name), (row, count) => {
      for (const column of columns) if (typeof row[column] === 'string') fileNames.add(row[column]);
      io.progress(`Copying ${name}: ${count} rows`);
    });
    tables.push({ name, ...written });
  }
  return { migrations: done.map((one) => one.name), tables, fileNames };
}

async function copyFiles(settings: Settings, folder: string, names: ReadonlySet<string>, io: Io) {
  const source = openFiles(settings);
  const files: Manifest['files'] = [];
  let missing = 0;
  for (const name of names) {
    io.progress(`Copying files: ${files.length + 1} of ${names.size}`);
    const bytes = await source.get(name);
    if (!bytes) {
      missing++;
      continue;
    }
    const path = filePath(folder, name);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFile(path, bytes, { mode: 0o600, flush: true });
    files.push({ name, bytes: bytes.length, sha256: sha256(bytes) });
  }
  return { files, missing };
}

/** The key that everything is signed with, and its text when it lies in the data folder. */
function masterKey(settings: Settings): { bytes: Buffer; text: string | null } {
  if (settings.masterKey) return { bytes: Buffer.from(settings.masterKey, 'hex'), text: null };
  const file = keyPath(settings.dataDir);
  if (!existsSync(file))
    throw new CommandError(`${file} is missing, and MASTER_KEY is not set: nothing can be signed.`);
  const text = readFileSync(file, 'utf8');
  return { bytes: Buffer.from(text.trim(), 'hex'), text };
}

const sha256 = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
