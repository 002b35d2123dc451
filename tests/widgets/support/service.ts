// A service that only answers what a test tells it to: for states that a real one is seldom in.
import type { Board, Review } from '../../../server/community/reviews/contract.ts';
import { start } from '../../../widgets/core/page.ts';

/** Files run beside each other in one browser, on one origin: each has a store of its own, or one would empty another's. */
class OwnStore {
  [name: string]: unknown;

  getItem(name: string): string | null {
    return Object.hasOwn(this, name) ? (this[name] as string) : null;
  }

  setItem(name: string, value: string): void {
    this[name] = String(value);
  }

  removeItem(name: string): void {
    delete this[name];
  }

  clear(): void {
    for (const name of Object.keys(this)) delete this[name];
  }

  get length(): number {
    return Object.keys(this).length;
  }
}
Object.defineProperty(globalThis, 'localStorage', { value: new OwnStore(), configurable: true });

export const BASE = 'https://service.test';
start({ base: BASE, mall: 'shop1' });

export interface Asked {
  method: string;
  path: string;
  url: URL;
  headers: Headers;
  body: unknown;
  signal: AbortSignal | null | undefined;
}
type Answer = Response | Promise<Response> | undefined;

export const asked: Asked[] = [];
let answer: (request: Asked) => Answer = () => undefined;
const browsers = globalThis.fetch;

globalThis.fetch = (async (input: RequestInfo | URL, init: RequestInit = {}) => {
  const url = new URL(String(input instanceof Request ? input.url : input), location.href);
  if (url.origin !== BASE) return browsers(input, init);
  const request: Asked = {
    method: init.method ?? 'GET',
    path: url.pathname.replace('/v1/shop1/', ''),
    url,
    headers: new Headers(init.headers),
    body: typeof init.body === 'string' ? JSON.parse(init.body) : init.body,
    signal: init.signal,
  };
  asked.push(request);
  // A stream that stays open and silent, unless the test has another.
  const given = answer(request) ?? (request.path === 'stream' ? hang(request.signal) : undefined);
  return given ?? problem(404, 'not-found');
}) as typeof fetch;

/** Photos go this way, because only it tells how far they are. */
class PhotoRequest {
  status = 0;
  responseText = '';
  readonly upload = {};
  onload?: () => void;
  onerror?: () => void;
  #method = '';
  #url = '';
  #headers = new Headers();

  open(method: string, url: string): void {
    this.#method = method;
    this.#url = url;
  }

  setRequestHeader(name: string, value: string): void {
    this.#headers.set(name, value);
  }

  async send(body: Blob): Promise<void> {
    try {
      const response = await fetch(this.#url, { method: this.#method, headers: this.#headers, body });
      this.status = response.status;
      this.responseText = await response.text();
      this.onload?.();
    } catch {
      this.onerror?.();
    }
  }
}
globalThis.XMLHttpRequest = PhotoRequest as never;

/** What the service says from now on. */
export function answers(next: (request: Asked) => Answer): void {
  asked.length = 0;
  answer = next;
}

export const json = (body: unknown, status = 200) =>
  new Response(status === 204 ? null : JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json' },
  });

export const problem = (status: number, code: string, more: object = {}) =>
  json({ type: '', title: `말: ${code}`, status, code, ...more }, status);

/** An answer that never comes, until it is aborted. */
export function hang(signal?: AbortSignal | null): Promise<Response> {
  return new Promise((_, failed) => {
    signal?.addEventListener('abort', () => failed(signal.reason));
  });
}

export const noNetwork = () => Promise.reject(new TypeError('Failed to fetch'));

export function review(number: number, more: Partial<Review> = {}): Review {
  return {
    id: String(number).padStart(25, '0'),
    product: '1',
    author: { id: `a${number}`.padEnd(25, '0'), name: `김*${number}`, guest: false, seller: false, level: 0 },
    stars: (number % 5) + 1,
    title: '',
    text: `후기 ${number}번이에요.`,
    options: [],
    attributes: [],
    bought: false,
    photos: [],
    disclosure: null,
    createdAt: Date.now() - number * 3_600_000,
    editedAt: null,
    version: 1,
    helpful: number,
    comments: 0,
    reply: null,
    usedDays: null,
    laterOf: null,
    laterKind: null,
    later: [],
    found: [],
    ...more,
  };
}

export function board(
  reviews: Review[],
  more: { write?: 'everyone' | 'members'; next?: string | null } = {},
): Board {
  const histogram = [1, 2, 3, 4, 5].map((stars) => reviews.filter((one) => one.stars === stars).length);
  return {
    mall: {
      mall: 'shop1',
      name: '가게',
      locale: 'ko',
      timeZone: 'Asia/Seoul',
      currency: 'KRW',
      read: 'everyone',
      write: more.write ?? 'everyone',
      attributes: [],
      limits: {
        reviewTextMin: 5,
        reviewTextMax: 3000,
        commentTextMax: 500,
        photosPerReview: 5,
        photosPerShopper: 300,
        reviewsPerDay: 30,
        commentsPerDay: 200,
        storyMegabytes: 300,
        storiesPerDay: 30,
      },
      levels: [
        { key: 'sprout', label: { ko: '새싹', en: 'Sprout' } },
        { key: 'neighbour', label: { ko: '이웃', en: 'Neighbour' } },
        { key: 'regular', label: { ko: '단골', en: 'Regular' } },
      ],
      points: { name: null, sales: false },
      looks: { scheme: 'auto', accent: null, radius: null },
      pages: { product: null, wishlist: null, club: null, blog: null },
    },
    product: null,
    summary: {
      product: '1',
      count: reviews.length,
      mean: reviews.length ? reviews.reduce((sum, one) => sum + one.stars, 0) / reviews.length : null,
      histogram,
      withPhoto: 0,
      bought: 0,
      attributes: {},
      options: {},
      hidden: { total: 0, reasons: {} },
      drift: [],
    },
    photos: [],
    reviews: { items: reviews, next: more.next ?? null },
    position: 1,
  } as Board;
}
