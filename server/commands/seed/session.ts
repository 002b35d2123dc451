import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash, createHmac } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { type App, buildApp } from '../../app.ts';
import { HOUR } from '../../base/clock.ts';
import type { Database, Trx } from '../../base/db/database.ts';
import type { Services } from '../../base/services.ts';
import { settleSales } from '../../community/blogs/sales/settle.ts';
import { clubJobs } from '../../community/clubs/jobs.ts';
import type { KeyScope } from '../../mall/malls/contract.ts';
import { insertKey, listKeys, revokeKey } from '../../mall/malls/store.ts';
import { pointsJobs } from '../../mall/points/jobs.ts';
import { mallSecret } from '../../mall/shoppers/tokens.ts';
import { openServices } from '../../open.ts';
import type { Settings } from '../../settings.ts';
import { CommandError } from '../command.ts';

/** The whole service without a socket, on a clock that each request brings along. */
export interface Seeding {
  services: Services;
  app: App;
  close(): Promise<void>;
  /** Asks as somebody, at some time. Anything but success ends the seed. */
  ask<T = { id: string }>(request: SeedRequest): Promise<T>;
  /** Does what has become due by then, as the jobs of a running service would have. */
  due(at: number): Promise<void>;
  /** Counts what an order sold by way of blogs, which a running service does right after it was stated. */
  sold(mallId: string, order: string, at: number): Promise<void>;
}

export interface SeedRequest {
  at: number;
  method: string;
  path: string;
  /** A key or a token; nobody without. */
  as?: string;
  body?: unknown;
  /** Of a body of bytes; a picture without. */
  type?: string;
}

/**
 * Opens everything for a seed. The requests go through the same routes as a shopper's, so that what is seeded is what
 * would have been; only the pace of people is not asked of them.
 */
export async function openSeeding(settings: Settings): Promise<Seeding> {
  const clock = new AsyncLocalStorage<number>();
  const opened = await openServices(
    { ...settings, paceScale: 1_000_000, logLevel: 'error' },
    {
      now: () => clock.getStore() ?? Date.now(),
      // Ten thousand commits would each wait for the disk. A power cut now loses the last of them and breaks nothing:
      // the working key still lives then, so the next seed begins again.
      synchronous: 'NORMAL',
    },
  );
  const { database } = opened.services;
  const { write } = database;
  // Whoever runs it, a change goes by the clock that it was handed over with.
  database.write = (body) => write(AsyncLocalStorage.bind(body));
  const widgets = join(settings.dataDir, 'none');
  mkdirSync(settings.dataDir, { recursive: true });
  const app = buildApp(opened.services, {
    outside: opened.outside,
    closing: new AbortController().signal,
    widgets,
  });
  const byItself = recurring(opened.services);
  return {
    services: opened.services,
    app,
    close: opened.close,
    due: (at) =>
      clock.run(at, async () => {
        for (const job of byItself) await job();
        await opened.services.jobs.runDue();
      }),
    sold: (mallId, order, at) =>
      clock.run(at, () =>
        opened.services.database.write((trx) => settleSales(trx, opened.services, mallId, order)),
      ),
    async ask(request) {
      for (let tries = 1; ; tries++) {
        const answer = await clock.run(request.at, () => send(app, request));
        const text = await answer.text();
        if (answer.ok) return text ? JSON.parse(text) : undefined;
        if (answer.status !== 503 || tries === BUSY_TRIES)
          throw new Error(
            `${request.method} ${request.path} was answered ${answer.status}: ${text.slice(0, 400)}`,
          );
        // Somebody else writes too, such as the service itself: nothing was changed.
        await new Promise((resolve) => setTimeout(resolve, 200 * tries));
      }
    },
  };
}

/**
 * What a running service does again and again with points and clubs: kept aside here, since the seed's clock begins anew
 * with every mall. What they plan for one time is done at that time.
 */
function recurring(services: Services): (() => Promise<void>)[] {
  const jobs: (() => Promise<void>)[] = [];
  const kept: Services = {
    ...services,
    jobs: { ...services.jobs, every: (_kind, _interval, job) => void jobs.push(job) },
  };
  pointsJobs(kept);
  clubJobs(kept);
  return jobs;
}

const BUSY_TRIES = 6;

async function send(app: App, { method, path, as, body, type }: SeedRequest): Promise<Response> {
  const raw = body instanceof Uint8Array;
  const remoteAddress = addressOf(as);
  return app.routes.request(
    path,
    {
      method,
      headers: {
        ...(as && { authorization: `Bearer ${as}` }),
        ...(body !== undefined && { 'content-type': raw ? (type ?? 'image/webp') : 'application/json' }),
      },
      ...(body !== undefined && { body: raw ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body) }),
    },
    remoteAddress ? { incoming: { socket: { remoteAddress } } } : undefined,
  );
}

/** People do not all sit behind one address: whoever a token was signed for has one of their own. */
function addressOf(token: string | undefined): string | undefined {
  const [, claims, ...rest] = token?.split('.') ?? [];
  if (!claims || rest.length !== 1) return undefined;
  const { sub } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { sub: string };
  const [a, b, c] = createHash('sha256').update(sub).digest();
  return `100.${64 + (a! % 64)}.${b}.${c}`;
}

/** Signs as the mall's backend would, at the time of the seed's clock. */
export function signer(secret: string, mallId: string) {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const head = part({ alg: 'HS256', typ: 'JWT' });
  return (shopper: string, name: string | null, at: number, lifeMs = HOUR): string => {
    const iat = Math.floor(at / 1000);
    const claims = part({
      sub: shopper,
      ...(name && { name }),
      aud: mallId,
      iat,
      exp: iat + Math.floor(lifeMs / 1000),
    });
    return `${head}.${claims}.${createHmac('sha256', secret).update(`${head}.${claims}`).digest('base64url')}`;
  };
}

/** Does the acts in their order, so many at a time; one may wait for an earlier one, which has always begun. */
export async function perform(
  acts: readonly (() => Promise<void>)[],
  atOnce: number,
  done: () => void,
): Promise<void> {
  let next = 0;
  let failure: unknown;
  const worker = async () => {
    while (next < acts.length && failure === undefined) {
      const act = acts[next++]!;
      try {
        await act();
      } catch (error) {
        failure ??= error;
      }
      done();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  if (failure !== undefined) throw failure;
}

/** The key that a seed works with. While it lives the seed is not finished: it is revoked last. */
const WORKING_KEY = 'seed under way';
/** The keys that are handed out: for the mall's backend, and for its checkout and its till, which may do nothing else. */
const HANDED_KEYS = {
  key: { name: 'demo mall', scope: 'all' },
  pointsKey: { name: 'demo checkout', scope: 'points' },
  tillKey: { name: 'demo till', scope: 'till' },
} as const;

/** What the backend of a demo mall works with. */
export interface HandedOut {
  key: string;
  pointsKey: string;
  tillKey: string;
  secret: string;
}

export type SeedState = 'absent' | 'foreign' | 'begun' | 'done';

/** What is known of a mall that a seed would like to fill. */
export async function seedState(services: Services, mallId: string): Promise<SeedState> {
  const { db } = services.database;
  const mall = await db.selectFrom('malls').select('seeded').where('mall_id', '=', mallId).executeTakeFirst();
  if (!mall) return 'absent';
  if (mall.seeded !== 1) return 'foreign';
  const keys = await listKeys(db, mallId);
  return keys.some((key) => key.name === WORKING_KEY && key.revokedAt === null) ? 'begun' : 'done';
}

export function refuseForeign(mallId: string): never {
  throw new CommandError(
    `The mall "${mallId}" was not made by seed, so seed leaves it alone. Choose another DATA_DIR for the demo.`,
  );
}

/** Makes the working key of a mall that was just inserted. */
export async function workingKey(seeding: Seeding, mallId: string, now: number): Promise<string> {
  const { key } = await seeding.services.database.write((trx) =>
    insertKey(trx, mallId, WORKING_KEY, ['all'], now),
  );
  return key;
}

/** Ends the seed of a mall, or replaces the keys that an earlier one handed out. */
export async function handOut(services: Services, mallId: string, now: number): Promise<HandedOut> {
  const { key: main, pointsKey: points, tillKey: till } = HANDED_KEYS;
  const names = [WORKING_KEY, main.name, points.name, till.name];
  const keys = await services.database.write(async (trx) => {
    for (const old of await listKeys(trx, mallId))
      if (old.revokedAt === null && names.includes(old.name)) await revokeKey(trx, mallId, old.id, now);
    const insert = async ({ name, scope }: { name: string; scope: KeyScope }) =>
      (await insertKey(trx, mallId, name, [scope], now)).key;
    return { key: await insert(main), pointsKey: await insert(points), tillKey: await insert(till) };
  });
  const { secret_version: version } = await services.database.db
    .selectFrom('malls')
    .select('secret_version')
    .where('mall_id', '=', mallId)
    .executeTakeFirstOrThrow();
  return { ...keys, secret: mallSecret(services.secrets, mallId, version) };
}

/** Takes a mall that seed made away, with every row and file of it. */
export async function removeSeeded(services: Services, mallId: string): Promise<void> {
  const { database, files } = services;
  const tables = await database.db.introspection.getTables();
  const ours = tables.filter((table) => table.columns.some((column) => column.name === 'mall_id'));
  const photos = await database.db
    .selectFrom('photos')
    .select(['small_file', 'large_file', 'motion_file'])
    .where('mall_id', '=', mallId)
    .execute();
  await database.write(async (trx) => {
    const mall = await trx
      .selectFrom('malls')
      .select('seeded')
      .where('mall_id', '=', mallId)
      .executeTakeFirst();
    if (mall?.seeded !== 1) refuseForeign(mallId);
    await unguarded(trx, database.kind, async () => {
      for (const table of ours)
        await trx
          .deleteFrom(table.name as 'malls')
          .where('mall_id', '=', mallId)
          .execute();
    });
  });
  for (const photo of photos)
    for (const file of [photo.small_file, photo.large_file, photo.motion_file])
      if (file) await files.remove(file);
}

/**
 * Tables of the ledger refuse to forget anything. A half-made demo is the one thing that is thrown away whole: their
 * guards are lifted inside the transaction that does so, and stand again when it commits.
 */
async function unguarded(trx: Trx, kind: Database['kind'], act: () => Promise<void>): Promise<void> {
  if (kind === 'sqlite') {
    const { rows } = await sql<{
      name: string;
      sql: string;
    }>`select name, sql from sqlite_master where type = 'trigger'`.execute(trx);
    for (const { name } of rows) await sql`drop trigger ${sql.id(name)}`.execute(trx);
    await act();
    for (const guard of rows) await sql.raw(guard.sql).execute(trx);
    return;
  }
  const { rows } = await sql<{ name: string }>`
    select distinct tgrelid::regclass::text as name from pg_trigger join pg_class on pg_class.oid = tgrelid
    where not tgisinternal and relnamespace = current_schema()::regnamespace`.execute(trx);
  for (const { name } of rows) await sql`alter table ${sql.raw(name)} disable trigger user`.execute(trx);
  await act();
  for (const { name } of rows) await sql`alter table ${sql.raw(name)} enable trigger user`.execute(trx);
}
