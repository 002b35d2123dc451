import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Context } from 'hono';
import { routePath } from 'hono/route';
import type { Load } from './load.ts';
import { type Pace, type PaceRule, paceHeaders, type Taken } from './pace.ts';
import { type Language, PROBLEM_TYPE, PROBLEMS, preferredLanguage, problemBody } from './problem.ts';
import {
  acceptsGzip,
  answerLater,
  type KeptRead,
  names,
  READY_HEADERS,
  type ReadyAnswer,
  type ReadyBytes,
} from './ready.ts';

/**
 * A door in front of the rest: the same public read, in the same words, is answered here as long as nothing has changed
 * that it depends on. It knows the mall, its origins, the version of what is told and the limits of pace; whatever else a
 * request brings (a token, a foreign origin, another method) it leaves to the rest.
 */
export interface Door {
  keep(c: Context, read: KeptRead): void;
  /** Answers, or says that it cannot and has touched nothing. */
  answer(request: IncomingMessage, response: ServerResponse): boolean;
  /**
   * The same for what it answered before and what has changed since: nothing is checked a second time, it is only made
   * anew.
   *
   * @param rest asked when that fails
   */
  answerAnew(request: IncomingMessage, response: ServerResponse, rest: () => void): boolean;
  /** Says that it is busy, at next to no cost: for when more is asked than can be answered in time. */
  turnAway(request: IncomingMessage, response: ServerResponse): void;
}

export interface DoorOptions {
  ready: ReadyBytes;
  pace: Pace;
  load: Pick<Load, 'begin'>;
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
  const { ready, pace, load, now, mallNow, addressKeyOf, exposed, observe, turnedAway } = options;
  const entries = new Map<string, Entry>();
  /** Of malls that were read: what is turned away must be readable for their pages too. */
  const originsOf = new Map<string, ReadonlySet<string>>();

  /** What such a request was answered with before, by the mall as it still is. */
  function known(request: IncomingMessage): Entry | undefined {
    if (request.method !== 'GET' || request.headers.authorization !== undefined) return undefined;
    const entry = entries.get(request.url ?? '');
    if (!entry || mallNow(entry.mallId) !== entry.mall) return undefined;
    const { origin } = request.headers;
    return origin === undefined || entry.origins.has(origin) ? entry : undefined;
  }

  const isCurrent = ({ mallId, version, topic, count, until }: Entry): boolean =>
    ready.versionOf(mallId) === version &&
    ready.countOf(mallId, topic) === count &&
    (until === undefined || now() < until);

  function take({ rules: [near, whole], mallId }: Entry, { headers, socket }: IncomingMessage): Taken {
    const addressKey = addressKeyOf(socket.remoteAddress, headers['x-forwarded-for'] as string | undefined);
    return pace.takeAtOnce([
      [near, `${mallId}:${addressKey}`],
      [whole, mallId],
    ]);
  }

  function send(
    { headers }: IncomingMessage,
    response: ServerResponse,
    answer: ReadyAnswer,
    { route, taken, start }: { route: string; taken: Taken; start: number },
  ): void {
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
    observe({ id, method: 'GET', route, status: response.statusCode, start });
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
      const entry = known(request);
      const answer = entry && isCurrent(entry) ? ready.get(entry.key) : undefined;
      if (!entry || !answer) return false;
      const taken = take(entry, request);
      // The rest says so in the shopper's language.
      if (taken.left < 0) return false;
      send(request, response, answer, { route: entry.route, taken, start });
      return true;
    },
    answerAnew(request, response, rest) {
      const start = performance.now();
      const entry = known(request);
      if (!entry?.later) return false;
      const taken = take(entry, request);
      if (taken.left < 0) return false;
      const end = load.begin(request);
      const { url = '' } = request;
      answerLater(ready, { ...entry, later: entry.later }, now())
        .then(({ answer, read }) => {
          if (entries.get(url) === entry) entries.set(url, { ...entry, ...read });
          send(request, response, answer, { route: entry.route, taken, start });
        }, rest)
        .finally(end);
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
