/**
 * A mall on an origin of its own and the real service beside it: the service is reached as http://localhost:P, the
 * mall's pages as http://127.0.0.1:Q. To a browser these are different sites.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { CannotListen, type Running, startService } from '../../server/main.ts';
import { type KeyScope, MallSettings } from '../../server/mall/malls/contract.ts';
import { insertKey, insertMall } from '../../server/mall/malls/store.ts';
import { walletOf, writeTransfers } from '../../server/mall/points/ledger.ts';
import { mallSecret } from '../../server/mall/shoppers/tokens.ts';
import { openServices } from '../../server/open.ts';
import { readSettings } from '../../server/settings.ts';
import { buildIfStale } from '../../widgets/build.ts';
import { PATIENCE_MS } from './browser.ts';

/** What a path of the mall answers with. */
export interface HostAnswer {
  body: string | Uint8Array;
  type?: string;
  headers?: Record<string, string>;
}

/** Listens on a free port of 127.0.0.1. */
export async function listen(server: Server, port = 0): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}

/** Closes a server with all that hangs on it. */
export function shut(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  await shut(server);
  return port;
}

/** Waits until something holds, by asking again; for what no event tells. */
export async function until<T>(
  ask: () => T | Promise<T>,
  what: string,
  patienceMs = PATIENCE_MS,
): Promise<Exclude<T, undefined | null | false>> {
  const end = Date.now() + patienceMs;
  for (;;) {
    const answer = await ask();
    if (answer) return answer as Exclude<T, undefined | null | false>;
    if (Date.now() > end) throw new Error(`Waited ${patienceMs} ms in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

type Answerer = HostAnswer | ((request: IncomingMessage) => HostAnswer | Promise<HostAnswer>);

/** For a control: what a page would be like whose widgets throw, move what is there, and keep it from loading. */
function noisy(body: HostAnswer['body'] | undefined): HostAnswer['body'] {
  const script = `<script>
    for (const end = performance.now() + 200; performance.now() < end; );
    addEventListener('load', () => setTimeout(() => {
      const box = document.createElement('p');
      box.textContent = 'Moved';
      document.body.prepend(box);
      throw new Error('broken on purpose');
    }));
  </script>`;
  return String(body ?? '').replace('<script async', `${script}<script async`);
}

/** The mall's own pages. */
export async function startHost() {
  const paths = new Map<string, Answerer>();
  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    const known = paths.get(new URL(request.url ?? '/', 'http://host').pathname);
    const answer = typeof known === 'function' ? await known(request) : known;
    response.writeHead(answer ? 200 : 404, {
      'content-type': answer?.type ?? 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      ...answer?.headers,
    });
    response.end(process.env.TEST_BREAK === 'noisy-page' ? noisy(answer?.body) : (answer?.body ?? ''));
  });
  const port = await listen(server);
  return {
    origin: `http://127.0.0.1:${port}`,
    /** Says what a path answers; the address is returned. */
    put(path: string, answer: Answerer): string {
      paths.set(path, answer);
      return `http://127.0.0.1:${port}${path}`;
    },
    stop: () => shut(server),
  };
}

export type Host = Awaited<ReturnType<typeof startHost>>;
export type WholeMall = Awaited<ReturnType<Whole['addMall']>>;
export type Whole = Awaited<ReturnType<typeof startWhole>>;

/** Starts the service where nobody listens: between the question and the start, somebody else may take a port. */
async function startSomewhere(environment: Record<string, string>) {
  for (let tries = 1; ; tries++) {
    const port = await freePort();
    const base = `http://localhost:${port}`;
    const settings = readSettings({ PORT: String(port), PUBLIC_URL: base, ...environment });
    try {
      return { port, base, settings, started: await startService(settings) };
    } catch (error) {
      if (!(error instanceof CannotListen) || tries === 5) throw error;
    }
  }
}

/** Service, widgets and mall, all real. */
export async function startWhole(options: { environment?: Record<string, string> } = {}) {
  await buildIfStale();
  const dataDir = mkdtempSync(join(tmpdir(), 'dangol-whole-'));
  const { port, base, settings, started } = await startSomewhere({
    HOST: '127.0.0.1',
    DATA_DIR: dataDir,
    LOG_LEVEL: 'silent',
    MASTER_KEY: '5a'.repeat(32),
    PACE_SCALE: '1000',
    ...options.environment,
  });
  const host = await startHost();
  let service: Running | undefined = started;

  /** One request from outside a browser: a backend, or a shopper elsewhere. */
  async function call<T = any>(
    method: string,
    path: string,
    request: { as?: string; body?: unknown; type?: string; headers?: Record<string, string> } = {},
  ): Promise<T> {
    const isRaw = request.body instanceof Uint8Array;
    const ask = () =>
      fetch(`${base}${path}`, {
        method,
        headers: {
          ...request.headers,
          ...(request.as && { authorization: `Bearer ${request.as}` }),
          ...(request.body !== undefined && { 'content-type': request.type ?? 'application/json' }),
        },
        ...(request.body !== undefined && {
          body: isRaw ? (request.body as Uint8Array<ArrayBuffer>) : JSON.stringify(request.body),
        }),
      });
    let answer = await ask();
    // A service that has too much to do has done nothing and says when to come again; a backend does as it is told.
    for (
      const end = Date.now() + PATIENCE_MS;
      answer.status === 503 && Date.now() < end;
      answer = await ask()
    ) {
      await answer.text();
      await new Promise((done) => setTimeout(done, Number(answer.headers.get('retry-after') ?? 1) * 1000));
    }
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 300)}`);
    return (text ? JSON.parse(text) : undefined) as T;
  }

  /** A mall with its key, as its owner has them. */
  async function addMall(
    id: string,
    given: {
      settings?: Record<string, unknown>;
      origins?: string[];
      scopes?: KeyScope[];
      name?: string;
    } = {},
  ) {
    const opened = await openServices(settings);
    const { services } = opened;
    const key = await services.database.write(async (trx) => {
      await insertMall(
        trx,
        {
          id,
          name: given.name ?? `Mall ${id}`,
          origins: given.origins ?? [host.origin],
          settings: MallSettings.parse(given.settings ?? {}),
          seeded: false,
        },
        services.now(),
      );
      return insertKey(trx, id, 'test', given.scopes ?? ['all'], services.now());
    });
    const secret = mallSecret(services.secrets, id, 1);
    await opened.close();
    /** One more key, with scopes of its own. */
    const addKey = async (scopes: KeyScope[]): Promise<string> => {
      const again = await openServices(settings);
      const more = await again.services.database.write((trx) =>
        insertKey(trx, id, 'more', scopes, again.services.now()),
      );
      await again.close();
      return more.key;
    };
    /** A token as the mall's backend signs it. */
    const sign = (shopper: string, claims: Record<string, unknown> = {}) => {
      const seconds = Math.floor(Date.now() / 1000);
      return new SignJWT({ sub: shopper, aud: id, iat: seconds, exp: seconds + 3600, ...claims })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .sign(Buffer.from(secret));
    };
    const post = async (shopper: string, review: Record<string, unknown>) =>
      call('POST', `/v1/${id}/reviews`, { as: await sign(shopper, { name: shopper }), body: review });
    return {
      id,
      key: key.key,
      secret,
      addKey,
      sign,
      /** A member's review, posted from elsewhere. */
      post,
      /** Reviews by different members of one product. */
      async fill(product: string, count: number, text: (at: number) => string) {
        const reviews = [];
        for (let at = 0; at < count; at++)
          reviews.push(
            await post(`${product}-${at}`, { product, stars: 1 + ((at * 3) % 5), text: text(at) }),
          );
        return reviews;
      },
      /** Points of a member, from the mall itself. */
      async grant(shopper: string, amount: number): Promise<void> {
        const as = await sign(shopper, { name: shopper });
        // The first write makes them a member.
        await call('PATCH', `/v1/${id}/me`, { as, body: { handle: null } });
        const { id: shopperId } = await call<{ id: string }>('GET', `/v1/${id}/me`, { as });
        const { services, close } = await openServices(settings);
        await services.database.write((trx) =>
          writeTransfers(trx, services, id, [
            {
              key: `test-grant-${shopper}-${amount}`,
              kind: 'grant',
              from: 'issue',
              to: walletOf(shopperId),
              amount,
              lots: { expiresAt: null },
              facts: { shopperId },
            },
          ]),
        );
        await close();
      },
      call: <T = any>(method: string, path: string, request: Parameters<typeof call>[2] = {}) =>
        call<T>(method, `/v1/${id}/${path}`, request),
    };
  }

  const load = (mall: string, from = base) => `<script async src="${from}/embed.js?mall=${mall}"></script>`;

  return {
    base,
    port,
    host,
    call,
    addMall,
    /** The line that loads everything. */
    load,
    /** The lines that an owner pastes, as `dangol mall add` prints them. */
    paste: (mall: string, product: string, attributes = '') =>
      `${load(mall)}\n` +
      `<dangol-review-board product="${product}"${attributes && ` ${attributes}`}></dangol-review-board>`,
    /** The service goes away, as at a crash or an update. */
    async down() {
      await service?.stop();
      service = undefined;
    },
    /** And comes back on the same port. */
    async up() {
      service ??= await startService(settings);
    },
    async stop() {
      await service?.stop();
      await host.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** A page of a mall around what its owner pastes. */
export function hostPage(
  content: string,
  options: { lang?: string; head?: string; below?: string } = {},
): string {
  return `<!doctype html>
<html lang="${options.lang ?? 'ko'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Mall</title>
<link rel="icon" href="data:,">
${options.head ?? ''}
</head>
<body>
<main>
<h1>A product</h1>
${content}
<p id="below">${options.below ?? 'What the mall says below.'}</p>
</main>
</body>
</html>`;
}
