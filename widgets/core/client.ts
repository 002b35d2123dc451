import type { ProblemBody } from '../../server/base/http/problem.ts';
import { ClientProblem } from './problems.ts';
import type { Session } from './session.ts';

type Query = Record<string, string | number | boolean | null | undefined | readonly string[]>;

export interface Ask {
  query?: Query;
  /** Sent as JSON. */
  body?: object;
  signal?: AbortSignal;
  /** `signed` sends the token when there is one; `writer` becomes a guest first if need be. */
  as?: 'signed' | 'writer';
  /** One key for one act, kept over its retries, so that nothing is done twice. */
  act?: string;
  lang?: string;
  /** The secret part of the link to a list that the shopper was given. */
  link?: string | null;
  /** Asks past the browser's own store: something has just been seen live, and an older answer would undo it. */
  fresh?: boolean;
}

export const TIMEOUT_MS = 15_000;
const TRIES = 3;
/** In characters; a Korean one is three bytes, and several requests may be under way. */
const MOST_KEPT_ALIVE = 5000;

export const pause = (ms: number) =>
  new Promise<void>((done) => setTimeout(done, ms * (0.5 + Math.random())));

/** Asks the service for one mall. Public reads are simple requests: no token, no header of ours, so no preflight. */
export class Client {
  declare readonly base: string;
  declare readonly mall: string;
  declare session: Session;
  #early: Record<string, Promise<Response>> | undefined;
  /** Something was answered once: this page may embed the mall. */
  isAnswered = false;

  constructor(base: string, mall: string, early?: Record<string, Promise<Response>>) {
    this.base = base;
    this.mall = mall;
    this.#early = early;
  }

  url(path: string, query: Query = {}): string {
    const search = new URLSearchParams();
    for (const name of Object.keys(query)) {
      const value = query[name];
      for (const one of Array.isArray(value) ? (value as string[]) : [value])
        if (one !== undefined && one !== null && one !== false && one !== '')
          search.append(name, one === true ? '1' : String(one));
    }
    const text = search.toString();
    return `${this.base}/v1/${this.mall}/${path}${text && `?${text}`}`;
  }

  get<Answer>(path: string, ask: Ask = {}): Promise<Answer> {
    return this.request('GET', path, ask);
  }

  /**
   * Sends a request and reads its answer.
   *
   * @throws ClientProblem; AbortError when the caller's own signal stopped it
   */
  async request<Answer>(method: string, path: string, ask: Ask = {}): Promise<Answer> {
    const { act, as, signal } = ask;
    const url = this.url(path, ask.query);
    let renewed = false;
    for (let tries = 1; ; tries++) {
      const token = as && (await (as === 'writer' ? this.session.writer() : this.session.token()));
      let response: Response;
      try {
        const early = token ? undefined : this.#early?.[url];
        delete this.#early?.[url];
        // An early answer that failed is one try; the next one asks itself.
        response = await (early ?? this.#fetch(method, url, ask, token));
        this.isAnswered = true;
      } catch (error) {
        if (signal?.aborted) throw error;
        // Without a key, a change may have happened although its answer was lost. Who waited long enough is told.
        if (tries >= TRIES || (error as Error).name === 'TimeoutError' || (method === 'POST' && !act))
          throw new ClientProblem('network');
        await pause(300 * 3 ** (tries - 1));
        continue;
      }
      if (response.ok) return (response.status === 204 ? undefined : await readJson(response)) as Answer;
      const problem = await readProblem(response);
      if (problem.code === 'in-flight' && tries < TRIES) {
        await pause(1000);
        continue;
      }
      // A token that has run out is asked for once more; a guest's is forgotten.
      if (token && response.status === 401 && !renewed && (await this.session.renew(token))) {
        renewed = true;
        continue;
      }
      throw problem;
    }
  }

  async #fetch(method: string, url: string, ask: Ask, token: string | null | undefined): Promise<Response> {
    const { act, body, fresh, lang, link, signal } = ask;
    const headers: Record<string, string> = {};
    if (token) headers.Authorization = `Bearer ${token}`;
    if (act) headers['Idempotency-Key'] = act;
    if (lang) headers['Accept-Language'] = lang;
    if (link) headers['dangol-link'] = link;
    if (body) headers['Content-Type'] = 'application/json';
    const limit = AbortSignal.timeout(TIMEOUT_MS);
    const text = body && (await json(body));
    return fetch(url, {
      method,
      headers,
      credentials: 'omit',
      cache: fresh ? 'no-cache' : 'default',
      // A browser without `any` waits for the caller's own signal alone.
      signal: signal ? (AbortSignal.any?.([signal, limit]) ?? signal) : limit,
      // What was done is done, also when its page is left at once. A browser lets 64 kB go on like this.
      keepalive: text !== undefined && text.length < MOST_KEPT_ALIVE,
      ...(text ? { body: text } : {}),
    });
  }
}

/** JSON as it should be, also where an old library has taught arrays to write themselves as texts. */
async function json(value: unknown): Promise<string> {
  return 'toJSON' in Array.prototype
    ? (await import('./old-library.ts')).toJson(value)
    : JSON.stringify(value);
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    throw new ClientProblem('unreadable');
  }
}

async function readProblem(response: Response): Promise<ClientProblem> {
  try {
    const body = (await response.json()) as ProblemBody;
    if (typeof body.code === 'string')
      return new ClientProblem(body.code, body.title, body.retryAfter, body.fields);
  } catch {
    // A proxy's page, not an answer of ours.
  }
  return new ClientProblem(response.status >= 500 ? 'busy' : 'unreadable');
}
