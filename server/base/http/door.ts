import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Context } from 'hono';
import { routePath } from 'hono/route';
import { type Pace, type PaceRule, paceHeaders } from './pace.ts';
import { type Language, PROBLEM_TYPE, PROBLEMS, preferredLanguage, problemBody } from './problem.ts';
import { acceptsGzip, names, READY_HEADERS, type ReadyBytes } from './ready.ts';

/** What a public read was answered with, and what that holds for. */
export interface KeptRead {
  /** Of the kept bytes. */
  key: string;
  mallId: string;
  version: number;
  topic: string;
  count: number;
  until: number | undefined;
}

/**
 * A door in front of the rest: the same public read, in the same words, is answered here as long as nothing has changed
 * that it depends on. It knows the mall, its origins, the version of what is told and the limits of pace; whatever else a
 * request brings (a token, a foreign origin, another method) it leaves to the rest.
 */
export interface Door {
  keep(c: Context, read: KeptRead): void;
  /** Answers, or says that it cannot and has touched nothing. */
  answer(request: IncomingMessage, response: ServerResponse): boolean;
  /** Says that it is busy, at next to no cost: for when more is asked than can be answered in time. */
  turnAway(request: IncomingMessage, response: ServerResponse): void;
}

export interface DoorOptions {
  ready: ReadyBytes;
  pace: Pace;
  now(): number;
  /** The mall as it is known now; undefined when it must be looked at again before anything is said in its name. */
  mallNow(mallId: string): object | undefined;
  addressKeyOf(peer: string | undefined, forwardedFor: string | undefined): string;
  /** Headers that pages may read. */
  exposed: string;
  /** One line and one count for each request, like for all others. */
  observe(request: { id: string; method: string; route: string; status: number; start: number }): void;
  /** Only a count: when there are thousands of them, their lines would be the next load. */
  turnedAway(method: string): void;
}

interface Entry extends KeptRead {
  route: string;
  /** As it was when this was answered: another process may have changed it before its event comes. */
  mall: object;
  origins: ReadonlySet<string>;
  rules: readonly [near: PaceRule, whole: PaceRule];
}

/** Ways of asking that are remembered: those not asked for the longest go. */
const MAX_ENTRIES = 20_000;
/** An address longer than this is nobody's page. */
const MAX_URL = 1000;

/** What who is turned away is told, but for the id of the request; whoever comes again does so after 1 to 3 seconds. */
function busyAnswers(language: Language) {
  return [1, 2, 3].map((retryAfter) => {
    const problem = { code: 'busy', status: PROBLEMS.busy, extras: { retryAfter } } as const;
    const [before = '', after = ''] = JSON.stringify(problemBody(problem, language, ID_HERE)).split(ID_HERE);
    return { before, after, bytes: Buffer.byteLength(before + after), retryAfter: String(retryAfter) };
  });
}
const { 'Content-Type': CONTENT_TYPE, ...toCaches } = READY_HEADERS;
const ALWAYS = ['X-Content-Type-Options', 'nosniff', ...Object.entries(toCaches).flat()];
const ID_HERE = '-id-';
/** Made once: at three times what can be done, each microsecond here is taken from those who are answered. */
const BUSY = { ko: busyAnswers('ko'), en: busyAnswers('en') };

export function openDoor(options: DoorOptions): Door {
  const { ready, pace, now, mallNow, addressKeyOf, exposed, observe, turnedAway } = options;
  const entries = new Map<string, Entry>();
  /** Of malls that were read: what is turned away must be readable for their pages too. */
  const originsOf = new Map<string, ReadonlySet<string>>();

  function current(request: IncomingMessage): Entry | undefined {
    if (request.method !== 'GET' || request.headers.authorization !== undefined) return undefined;
    const entry = entries.get(request.url ?? '');
    if (!entry || mallNow(entry.mallId) !== entry.mall) return undefined;
    const { mallId, version, topic, count, until } = entry;
    if (ready.versionOf(mallId) !== version || ready.countOf(mallId, topic) !== count) return undefined;
    if (until !== undefined && now() >= until) return undefined;
    const { origin } = request.headers;
    return origin === undefined || entry.origins.has(origin) ? entry : undefined;
  }

  return {
    keep(c, read) {
      const url = (c.env as { incoming?: IncomingMessage } | undefined)?.incoming?.url;
      const origins = c.get('allowedOrigins') as readonly string[] | undefined;
      const [near, whole] = (c.get('publicPace') as readonly PaceRule[] | undefined) ?? [];
      const mall = c.get('mall') as object | undefined;
      if (!url || url.length > MAX_URL || c.req.method !== 'GET' || !origins || !near || !whole || !mall)
        return;
      const allowed = new Set(origins);
      if (originsOf.size > MAX_ENTRIES) originsOf.clear();
      originsOf.set(read.mallId, allowed);
      entries.delete(url);
      entries.set(url, { ...read, mall, route: routePath(c), origins: allowed, rules: [near, whole] });
      if (entries.size > MAX_ENTRIES) {
        const [oldest] = entries.keys();
        if (oldest !== undefined) entries.delete(oldest);
      }
    },
    answer(request, response) {
      const start = performance.now();
      const entry = current(request);
      const answer = entry && ready.get(entry.key);
      if (!entry || !answer) return false;
      const { headers, socket } = request;
      const addressKey = addressKeyOf(socket.remoteAddress, headers['x-forwarded-for'] as string | undefined);
      const [near, whole] = entry.rules;
      const taken = pace.takeAtOnce([
        [near, `${entry.mallId}:${addressKey}`],
        [whole, entry.mallId],
      ]);
      // The rest says so in the shopper's language.
      if (taken.left < 0) return false;
      const id = randomUUID();
      const same = names(headers['if-none-match'], answer.etag);
      const compressed =
        !same && acceptsGzip(headers['accept-encoding'] as string | undefined) ? answer.gzip() : undefined;
      const body = compressed ?? answer.body;
      // A flat list: Node writes it as it stands.
      const own = ['X-Request-Id', id, ...ALWAYS, 'ETag', answer.etag, ...paceHeaders(taken)];
      if (headers.origin !== undefined)
        own.push('Access-Control-Allow-Origin', headers.origin, 'Access-Control-Expose-Headers', exposed);
      if (compressed) own.push('Content-Encoding', 'gzip');
      if (!same) own.push('Content-Type', CONTENT_TYPE, 'Content-Length', String(body.length));
      response.writeHead(same ? 304 : 200, own);
      response.end(same ? undefined : body);
      observe({ id, method: 'GET', route: entry.route, status: response.statusCode, start });
      return true;
    },
    turnAway(request, response) {
      const { headers } = request;
      const id = randomUUID();
      const accepted = headers['accept-language'];
      const language = (accepted === undefined ? undefined : preferredLanguage(accepted)) ?? 'en';
      const answers = BUSY[language];
      const { before, after, bytes, retryAfter } = answers[Math.floor(Math.random() * answers.length)]!;
      const own = ['X-Request-Id', id, 'X-Content-Type-Options', 'nosniff', 'Cache-Control', 'no-store'];
      own.push('Content-Type', PROBLEM_TYPE, 'Content-Language', language, 'Retry-After', retryAfter);
      own.push('Vary', 'Origin', 'Content-Length', String(bytes + id.length));
      if (headers.origin !== undefined && originsOf.get(mallOf(request))?.has(headers.origin))
        own.push('Access-Control-Allow-Origin', headers.origin, 'Access-Control-Expose-Headers', exposed);
      response.writeHead(PROBLEMS.busy, own);
      response.end(before + id + after);
      turnedAway(request.method ?? '');
    },
  };
}

const mallOf = (request: IncomingMessage): string => request.url?.split('/', 3)[2] ?? '';
