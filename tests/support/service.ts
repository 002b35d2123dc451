import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { buildApp } from '../../server/app.ts';
import { DAY } from '../../server/base/clock.ts';
import type { KeyScope } from '../../server/mall/malls/contract.ts';
import { MallSettings } from '../../server/mall/malls/contract.ts';
import { insertKey, insertMall } from '../../server/mall/malls/store.ts';
import { mallSecret } from '../../server/mall/shoppers/tokens.ts';
import { openServices } from '../../server/open.ts';
import { readSettings } from '../../server/settings.ts';
import { type Break, brokenOnPurpose } from './breaks.ts';
import { patient } from './postgres.ts';
import { readyDatabase } from './ready-database.ts';

/** The page that the test malls are registered for. */
export const ORIGIN = 'https://mall.example';

export interface Answer<T = unknown> {
  status: number;
  headers: Headers;
  /** The parsed body, or its text when it is no JSON. */
  body: T;
}

/** People do not all sit behind one address: each token has its own. */
function addressOf(token: string | undefined): string | undefined {
  if (!token || token.startsWith('dgk_')) return undefined;
  const [a, b, c] = createHash('sha256').update(token).digest();
  return `100.${64 + ((a ?? 0) % 64)}.${b}.${c}`;
}

/** A whole service without a socket: the same code as in production on a database of its own. */
export async function startService(
  options: {
    now?: () => number;
    environment?: Record<string, string>;
    start?: boolean;
    /** For a control: what is wrong with it. */
    broken?: Break;
  } = {},
) {
  const broken = options.broken ?? brokenOnPurpose();
  const dataDir = mkdtempSync(join(tmpdir(), 'dangol-test-'));
  const postgres =
    process.env.TEST_DB === 'postgres' ? await readyDatabase(process.env.TEST_DATABASE_URL ?? '') : undefined;
  const settings = readSettings({
    DATA_DIR: dataDir,
    LOG_LEVEL: 'silent',
    PUBLIC_URL: 'http://service.example',
    MASTER_KEY: '5a'.repeat(32),
    PACE_SCALE: '1000',
    ...(postgres && { DATABASE_URL: postgres.url }),
    ...options.environment,
    ...broken?.environment,
  });
  // The clock goes on by itself, and further when a test says so.
  let ahead = 0;
  const now = options.now ?? (() => Date.now() + ahead);
  const opened = await openServices(settings, { now, synchronous: 'NORMAL' });
  patient(opened.services.database);
  broken?.services?.(opened.services);
  const closing = new AbortController();
  const app = buildApp(opened.services, {
    outside: opened.outside,
    closing: closing.signal,
    widgets: join(dataDir, 'widgets'),
  });
  broken?.app?.(app, opened.services);
  if (options.start !== false) {
    app.start();
    opened.services.hub.start();
  }
  const { services } = opened;

  /** One request. `as` is a token or key; `origin` defaults to the mall's page for shoppers and to none for keys. */
  async function call<T = any>(
    method: string,
    path: string,
    request: {
      as?: string | undefined;
      body?: unknown;
      headers?: Record<string, string>;
      origin?: string | null;
      /** The address it comes from; without one each token has its own, and what has none comes from nowhere. */
      from?: string;
    } = {},
  ): Promise<Answer<T>> {
    const headers: Record<string, string> = { ...request.headers };
    if (request.as) headers.authorization = `Bearer ${request.as}`;
    const origin =
      request.origin === undefined ? (request.as?.startsWith('dgk_') ? null : ORIGIN) : request.origin;
    if (origin !== null) headers.origin = origin;
    const raw = request.body instanceof Uint8Array;
    if (request.body !== undefined && !raw) headers['content-type'] ??= 'application/json';
    const from = request.from ?? addressOf(request.as);
    const answer = await app.routes.request(
      path,
      {
        method,
        headers,
        ...(request.body !== undefined && {
          body: raw ? (request.body as Uint8Array<ArrayBuffer>) : JSON.stringify(request.body),
        }),
      },
      from ? { incoming: { socket: { remoteAddress: from }, headers: {}, complete: true } } : undefined,
    );
    const text = await answer.text();
    let body: unknown = text;
    if ((answer.headers.get('content-type') ?? '').includes('json')) body = JSON.parse(text);
    return { status: answer.status, headers: answer.headers, body: body as T };
  }

  /** A mall of its own, with a key of each kind asked for, and a signer of shoppers' tokens. */
  async function addMall(
    id: string,
    given: { settings?: Record<string, unknown>; origins?: string[]; scopes?: KeyScope[] } = {},
  ) {
    const key = await services.database.write(async (trx) => {
      await insertMall(
        trx,
        {
          id,
          name: `Mall ${id}`,
          origins: given.origins ?? [ORIGIN],
          settings: MallSettings.parse(given.settings ?? {}),
          seeded: false,
        },
        now(),
      );
      return insertKey(trx, id, 'test', given.scopes ?? ['all'], now());
    });
    app.malls.forget(id);
    const secret = mallSecret(services.secrets, id, 1);
    return {
      id,
      key: key.key,
      secret,
      /** A token as the mall's backend signs it. */
      token: (shopper: string, claims: Record<string, unknown> = {}) => {
        const seconds = Math.floor(now() / 1000);
        return new SignJWT({ sub: shopper, aud: id, iat: seconds, exp: seconds + 3600, ...claims })
          .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
          .sign(Buffer.from(secret));
      },
      guest: async () => (await call('POST', `/v1/${id}/guests`, {})).body.token as string,
      /** One more key. */
      addKey: async (scopes: KeyScope[]) =>
        (await services.database.write((trx) => insertKey(trx, id, 'more', scopes, now()))).key,
    };
  }

  return {
    app,
    services,
    settings,
    call,
    addMall,
    /** Moves the clock. */
    later: (ms: number) => {
      ahead += ms;
    },
    /**
     * Moves the clock on to nine in the morning in Seoul on the second Tuesday of a month: for what is counted by the day,
     * the week or the month of a mall, so that none of these ends in the midst of a test, whenever it runs.
     */
    toMidMonth: () => {
      // Nine in Seoul is midnight in UTC, all the year.
      let day = Math.ceil(now() / DAY) * DAY;
      const isSecondTuesday = (at: Date) => at.getUTCDay() === 2 && Math.ceil(at.getUTCDate() / 7) === 2;
      while (!isSecondTuesday(new Date(day))) day += DAY;
      ahead += day - now();
    },
    async stop() {
      closing.abort();
      await app.stop();
      await opened.close();
      await postgres?.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export type TestService = Awaited<ReturnType<typeof startService>>;
