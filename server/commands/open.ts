import { existsSync } from 'node:fs';
import type { Reader } from '../base/db/database.ts';
import type { Mall } from '../mall/malls/rules.ts';
import { findMall } from '../mall/malls/store.ts';
import { databaseFile, type Opened, openServices } from '../open.ts';
import { readSettings, type Settings } from '../settings.ts';
import { CALL, CommandError, type Io } from './command.ts';

/** The settings of this environment. What a command prints is its result: the log is for `serve`. */
export function commandSettings(io: Io): Settings {
  return { ...readSettings(io.environment), logLevel: 'silent' };
}

/** Where the data of these settings are, for a sentence. */
export const whereData = (settings: Settings): string =>
  settings.databaseUrl ? 'the database of DATABASE_URL' : `DATA_DIR=${settings.dataDir}`;

/** Where the files of these settings are, for a sentence. */
export const whereFiles = ({ s3, dataDir }: Settings): string =>
  s3 ? `the bucket ${s3.bucket} of S3_ENDPOINT` : `${dataDir}/files`;

/** @throws CommandError when there are no data yet: a command that only looks must not leave an empty database */
export function requireData(settings: Settings): void {
  if (!settings.databaseUrl && !existsSync(databaseFile(settings.dataDir)))
    throw new CommandError(
      `There are no Dangol data in ${whereData(settings)}; add a mall with "${CALL} mall add", or set DATA_DIR.`,
    );
}

/** Runs the body with opened services and closes them. */
export async function withServices<T>(
  io: Io,
  options: { create: boolean },
  body: (opened: Opened & { settings: Settings }) => Promise<T>,
): Promise<T> {
  const settings = commandSettings(io);
  if (!options.create) requireData(settings);
  const opened = await openServices(settings);
  try {
    return await body({ ...opened, settings });
  } finally {
    await opened.close();
  }
}

/** The mall of that id, or a sentence about its absence. */
export async function mallOrStop(db: Reader, mallId: string): Promise<Mall> {
  const mall = await findMall(db, mallId);
  if (!mall) throw new CommandError(`There is no mall "${mallId}"; "${CALL} mall list" lists them.`);
  return mall;
}
