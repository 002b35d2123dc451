import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import type { Clock } from './base/clock.ts';
import { type Database, isConnectionFailure, openSqlite, UnfitDatabase } from './base/db/database.ts';
import { migrate } from './base/db/migrate.ts';
import { openPostgres } from './base/db/postgres.ts';
import type { Files } from './base/files/files.ts';
import { openFolder } from './base/files/folder.ts';
import { openS3 } from './base/files/s3.ts';
import { openPace } from './base/http/pace.ts';
import { openReadyBytes, type ReadyBytes } from './base/http/ready.ts';
import { openJobs } from './base/jobs/jobs.ts';
import { openHub } from './base/live/hub.ts';
import { type OutboxEvent, openOutbox } from './base/live/outbox.ts';
import { openLog } from './base/log.ts';
import { openMailer } from './base/mail/mail.ts';
import { type Outside, openOutside } from './base/outside/outside.ts';
import { openSecrets, type Secrets } from './base/secrets.ts';
import type { Services } from './base/services.ts';
import { migrations } from './migrations/index.ts';
import type { Settings } from './settings.ts';

export interface Opened {
  services: Services;
  outside: Outside;
  /** Closes what was opened, in the right order. */
  close(): Promise<void>;
}

/**
 * Opens the database (and brings its schema up to date), the files and everything else that a process works with. Live
 * parts and jobs are not started: a command that writes one row needs neither.
 */
export async function openServices(
  settings: Settings,
  options: { now?: Clock; synchronous?: 'FULL' | 'NORMAL' } = {},
): Promise<Opened> {
  const now = options.now ?? Date.now;
  mkdirSync(settings.dataDir, { recursive: true });
  const { log, close: closeLog } = openLog(settings.logLevel);
  const database = openDatabase(settings, options.synchronous, (error) =>
    log.warn({ error: error.message }, 'database connection lost'),
  );
  try {
    await migrate(database, migrations, now);
  } catch (error) {
    await database.close();
    throw isConnectionFailure(error) ? unreachable(error) : error;
  }
  let secrets: Secrets;
  try {
    secrets = openSecrets(await masterKey(settings, database));
  } catch (error) {
    await database.close();
    throw error;
  }
  const metrics = new Registry();
  const ready = openReadyBytes(settings.readyBytes);
  const outbox = openOutbox(database, now);
  const hub = openHub({ database, outbox, now, log, onMoved: moves(ready) });
  const jobs = openJobs({ database, now, log });
  const { smtpUrl, mailFrom } = settings;
  const mail = smtpUrl && mailFrom ? openMailer(smtpUrl, mailFrom) : undefined;
  const services: Services = {
    database,
    outbox,
    hub,
    jobs,
    files: openFiles(settings),
    mail,
    pace: openPace(database.pool, settings.paceScale),
    ready,
    secrets,
    now,
    log,
    metrics,
    trustedProxies: settings.trustedProxies,
    publicUrl: settings.publicUrl,
  };
  return {
    services,
    outside: openOutside(settings.outsideAllow),
    async close() {
      await jobs.stop();
      mail?.close();
      await hub.stop();
      await database.close();
      closeLog();
    },
  };
}

/**
 * What an event makes old: what happens to one shopper is seen by nobody else, unless they appear otherwise from now on;
 * what happens at a product, on a list or in a blog is told by what tells of it; who gives what is told nowhere in public; all else
 * may change anything.
 */
function moves(ready: ReadyBytes) {
  return (mallId: string, event?: Pick<OutboxEvent, 'kind' | 'topic'>): void => {
    const of = event?.topic.split(':', 1)[0];
    if (of === 'gifts' || of === 'order' || (of === 'shopper' && event?.kind !== 'shopper.changed')) return;
    ready.moved(mallId, of === 'product' || of === 'wishlist' || of === 'blog' ? event?.topic : undefined);
  };
}

/** Where the files of these settings lie: a store that speaks S3, else the data folder. */
export const openFiles = ({ s3, dataDir }: Pick<Settings, 's3' | 'dataDir'>): Files =>
  s3 ? openS3(s3) : openFolder(join(dataDir, 'files'));

/** The file of the default database. */
export const databaseFile = (dataDir: string): string => join(dataDir, 'dangol.sqlite');

function openDatabase(
  settings: Settings,
  synchronous: 'FULL' | 'NORMAL' | undefined,
  onError: (error: Error) => void,
): Database {
  if (settings.databaseUrl) return openPostgres(settings.databaseUrl, { onError });
  const file = databaseFile(settings.dataDir);
  // A key or files without their database mean that it went missing: an empty one would look like a new beginning.
  const size = statSync(file, { throwIfNoEntry: false })?.size;
  if (!size && ['master.key', 'files'].some((one) => existsSync(join(settings.dataDir, one))))
    throw new UnfitDatabase(
      `${file} is ${size === 0 ? 'empty' : 'missing'} although this folder was in use. Restore it from a backup, or choose another DATA_DIR.`,
    );
  return openSqlite(file, synchronous);
}

/** Why the database of the settings cannot be asked, without the password that its address may hold. */
function unreachable(error: unknown): UnfitDatabase {
  const { code, message } = error as { code?: string; message: string };
  return new UnfitDatabase(`The database of DATABASE_URL cannot be reached: ${message || code}`);
}

/** From the environment, else from the data folder, where it is made at the first start. Lost, every token is void. */
async function masterKey(settings: Settings, database: Database): Promise<Buffer> {
  if (settings.masterKey) return Buffer.from(settings.masterKey, 'hex');
  const file = join(settings.dataDir, 'master.key');
  const inUse = async () =>
    (await database.db.selectFrom('malls').select('mall_id').limit(1).executeTakeFirst()) !== undefined;
  if (!existsSync(file) && (await inUse()))
    throw new UnfitDatabase(
      `${file} is missing beside a database that was in use. Bring it back from a backup: a new one would void every secret and token.`,
    );
  if (!existsSync(file))
    writeFileSync(file, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  return Buffer.from(readFileSync(file, 'utf8').trim(), 'hex');
}
