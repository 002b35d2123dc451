import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SignJWT } from 'jose';
import { MallSettings } from '../../server/mall/malls/contract.ts';
import { insertKey, insertMall } from '../../server/mall/malls/store.ts';
import { mallSecret } from '../../server/mall/shoppers/tokens.ts';
import { openServices } from '../../server/open.ts';
import { readSettings } from '../../server/settings.ts';
import { until } from './ground.ts';
import { freshDatabase } from './postgres.ts';
import { ORIGIN } from './service.ts';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** A place for data, on SQLite or PostgreSQL, that several processes may share. */
export async function openPlace(extra: Record<string, string> = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'dangol-process-'));
  const postgres =
    process.env.TEST_DB === 'postgres' ? await freshDatabase(process.env.TEST_DATABASE_URL ?? '') : undefined;
  const environment: Record<string, string> = {
    DATA_DIR: dataDir,
    HOST: '127.0.0.1',
    PORT: '0',
    MASTER_KEY: '5a'.repeat(32),
    PACE_SCALE: '1000',
    ...(postgres && { DATABASE_URL: postgres.url }),
    ...extra,
  };
  const running: Process[] = [];
  return {
    environment,
    dataDir,
    /** A mall with a key of all scopes, written beside whatever runs. */
    async addMall(id: string, settings: Record<string, unknown> = {}) {
      const opened = await openServices(readSettings({ ...environment, LOG_LEVEL: 'silent' }));
      const { database, secrets } = opened.services;
      const { key } = await database.write(async (trx) => {
        await insertMall(
          trx,
          { id, name: id, origins: [ORIGIN], settings: MallSettings.parse(settings), seeded: false },
          Date.now(),
        );
        return insertKey(trx, id, 'test', ['all'], Date.now());
      });
      const secret = mallSecret(secrets, id, 1);
      await opened.close();
      return {
        key,
        token: (shopper: string, claims: Record<string, unknown> = {}) => {
          const seconds = Math.floor(Date.now() / 1000);
          return new SignJWT({ sub: shopper, aud: id, iat: seconds, exp: seconds + 3600, ...claims })
            .setProtectedHeader({ alg: 'HS256' })
            .sign(Buffer.from(secret));
        },
      };
    },
    /** A service of its own process, listening. */
    async serve(more: Record<string, string> = {}): Promise<Process> {
      const started = spawnServe({ ...environment, ...more });
      running.push(started);
      await until(() => started.port() !== undefined || started.hasEnded(), 'the process listens');
      if (started.hasEnded()) throw new Error(`It did not start: ${started.errors()} ${started.output()}`);
      return started;
    },
    /** What a start says that must fail, and how it ended. */
    async failing(more: Record<string, string> = {}) {
      const started = spawnServe({ ...environment, ...more });
      running.push(started);
      await until(() => started.port() !== undefined || started.hasEnded(), 'the process ended');
      return { ended: started.hasEnded(), code: await started.end('SIGTERM'), said: started.errors() };
    },
    async close() {
      await Promise.all(running.map((one) => one.end('SIGKILL')));
      await postgres?.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
export type Place = Awaited<ReturnType<typeof openPlace>>;

/** Whoever ends without having ended these takes them along. */
const children = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

function spawnServe(environment: Record<string, string>) {
  const child = spawn(process.execPath, [join(root, 'server', 'cli.ts'), 'serve'], {
    env: { PATH: process.env.PATH, TMPDIR: process.env.TMPDIR, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.add(child);
  let output = '';
  let errors = '';
  let ended = false;
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    errors += text;
  });
  const closed = once(child, 'close').then(([code, signal]) => {
    ended = true;
    children.delete(child);
    return (code ?? signal) as number | string;
  });
  const port = () => {
    const found = /"port":(\d+)/.exec(output)?.[1];
    return found === undefined ? undefined : Number(found);
  };
  return {
    port,
    url: () => `http://127.0.0.1:${port()}`,
    output: () => output,
    errors: () => errors,
    hasEnded: () => ended,
    pid: () => child.pid ?? 0,
    signal: (signal: NodeJS.Signals) => child.kill(signal),
    /** How it ended: its code, or the signal's name. */
    closed,
    async end(signal: NodeJS.Signals) {
      if (!ended) child.kill(signal);
      return closed;
    },
  };
}
export type Process = ReturnType<typeof spawnServe>;

/** A service's answer over real HTTP, parsed when it is JSON. */
export async function ask(
  base: string,
  method: string,
  path: string,
  request: { as?: string; body?: unknown; headers?: Record<string, string> } = {},
) {
  const answer = await fetch(`${base}${path}`, {
    method,
    headers: {
      ...(request.as && { authorization: `Bearer ${request.as}` }),
      ...(request.body !== undefined && { 'content-type': 'application/json' }),
      ...request.headers,
    },
    ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
  });
  const text = await answer.text();
  const isJson = answer.headers.get('content-type')?.includes('json');
  // biome-ignore lint/suspicious/noExplicitAny: each test knows what it asked for
  return {
    status: answer.status,
    headers: answer.headers,
    text,
    body: (isJson ? JSON.parse(text) : text) as any,
  };
}

export interface Told {
  event: string;
  id?: string;
  // biome-ignore lint/suspicious/noExplicitAny: each event has its own
  data: any;
}

/** A live stream over real HTTP, read until it ends. */
export async function openLiveStream(
  base: string,
  mall: string,
  body: { topics: string[]; after?: number },
  as?: string,
) {
  const gone = new AbortController();
  const answer = await fetch(`${base}/v1/${mall}/stream`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(as && { authorization: `Bearer ${as}` }) },
    body: JSON.stringify(body),
    signal: gone.signal,
  });
  let text = '';
  let over = answer.status !== 200;
  const told: Told[] = [];
  let parsed = 0;
  function parse() {
    for (let end = text.indexOf('\n\n', parsed); end >= 0; end = text.indexOf('\n\n', parsed)) {
      const fields = new Map<string, string>();
      for (const line of text.slice(parsed, end).split('\n')) {
        const colon = line.indexOf(':');
        fields.set(line.slice(0, colon), line.slice(colon + 1).trim());
      }
      parsed = end + 2;
      const event = fields.get('event');
      const id = fields.get('id');
      if (event) told.push({ event, ...(id && { id }), data: JSON.parse(fields.get('data') ?? '') });
    }
  }
  const reading = (async () => {
    if (over) return;
    const decoder = new TextDecoder();
    try {
      for await (const part of answer.body ?? []) {
        text += decoder.decode(part as Uint8Array, { stream: true });
        parse();
      }
    } catch {
      // Left by the test itself.
    }
    over = true;
  })();
  return {
    status: answer.status,
    told,
    changes: () => told.filter((one) => one.event === 'change'),
    text: () => text,
    isOver: () => over,
    async leave() {
      gone.abort();
      await reading;
    },
  };
}
