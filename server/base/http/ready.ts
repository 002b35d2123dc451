import { hash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Context } from 'hono';
import { routePath } from 'hono/route';
import { openKeep } from '../keep.ts';
import type { Door } from './door.ts';

/**
 * Answers of public reads, kept as bytes. A key holds the version of what the answer tells of, which every write moves,
 * so nothing is ever invalidated: what is old is simply no longer asked for and falls out.
 */
export interface ReadyBytes {
  /**
   * Something happened at a mall. With a topic (`product:1234`), only what tells of it is no longer found, and what tells
   * of anything at the mall; without one, nothing that was kept for the mall is.
   */
  moved(mallId: string, topic?: string): void;
  /** Moves with whatever may change any answer of the mall: its settings, how somebody appears. */
  versionOf(mallId: string): number;
  /** Moves with a topic besides; with {@link ANYTHING}, at whatever happens at the mall. */
  countOf(mallId: string, topic: string): number;
  get(key: string): ReadyAnswer | undefined;
  set(key: string, answer: ReadyAnswer): void;
}

/** The topic of answers that may change with anything that happens at the mall. */
export const ANYTHING = '*';

/** One answer, in the forms that it is sent in. */
export interface ReadyAnswer {
  body: Buffer<ArrayBuffer>;
  etag: string;
  /** Compressed when first asked for so; undefined where that would cost more than it saves. */
  gzip(): Buffer<ArrayBuffer> | undefined;
}

/** How long a cache between us and the reader may answer in our place. */
const SHARED_SECONDS = 5;
/** Below this many bytes compressing costs more than it saves. */
const GZIP_FROM = 1000;
/** Topics of one mall that are told apart; more than that are told apart anew. */
const MAX_TOPICS = 100_000;

export function openReadyBytes(maxBytes = 64 * 1024 * 1024): ReadyBytes {
  const kept = openKeep<ReadyAnswer>(maxBytes);
  const malls = new Map<string, { version: number; anything: number; topics: Map<string, number> }>();
  return {
    moved(mallId, topic) {
      const mall = malls.get(mallId) ?? { version: 0, anything: 0, topics: new Map<string, number>() };
      malls.set(mallId, mall);
      mall.anything++;
      if (topic !== undefined && mall.topics.size < MAX_TOPICS) {
        mall.topics.set(topic, (mall.topics.get(topic) ?? 0) + 1);
        return;
      }
      mall.version++;
      mall.topics.clear();
    },
    versionOf: (mallId) => malls.get(mallId)?.version ?? 0,
    countOf(mallId, topic) {
      const mall = malls.get(mallId);
      return (topic === ANYTHING ? mall?.anything : mall?.topics.get(topic)) ?? 0;
    },
    get: kept.get,
    // Compressed text comes to less than half of itself.
    set: (key, answer) => kept.set(key, answer, Math.ceil(answer.body.length * 1.4)),
  };
}

/**
 * The route with its checked inputs, however they were written: a parameter that means nothing, another order or other
 * escapes make no second copy of the same bytes.
 */
function whatIsAsked(c: Context): string {
  const checked = c.req as unknown as { valid(target: string): unknown };
  return JSON.stringify([routePath(c), checked.valid('param'), checked.valid('query')]);
}

/** Whether an If-None-Match names the tag, among others or weakened by a proxy that compressed. */
export const names = (header: string | undefined, etag: string): boolean =>
  header?.split(',').some((one) => one.trim().replace(/^W\//, '') === etag) ?? false;

/** JSON that is there as bytes already, in parts that are copied together but once. */
export class JsonBytes {
  readonly #parts: readonly Buffer[];
  constructor(parts: readonly Buffer[]) {
    this.#parts = parts;
  }
  get bytes(): Buffer<ArrayBuffer> {
    return Buffer.concat(this.#parts);
  }
  /** An object of plain fields and one more whose JSON is there. */
  static with(fields: object, name: string, value: JsonBytes): JsonBytes {
    const text = JSON.stringify(fields);
    const start = `${text.slice(0, -1)}${text === '{}' ? '' : ','}${JSON.stringify(name)}:`;
    return new JsonBytes([Buffer.from(start), ...value.#parts, CLOSE]);
  }
  static array(items: readonly Buffer[]): JsonBytes {
    const parts: Buffer[] = [OPEN];
    for (const [at, item] of items.entries()) parts.push(...(at === 0 ? [item] : [COMMA, item]));
    return new JsonBytes([...parts, END]);
  }
}
const [OPEN, COMMA, END, CLOSE] = ['[', ',', ']', '}'].map((sign) => Buffer.from(sign)) as [
  Buffer,
  Buffer,
  Buffer,
  Buffer,
];

/** A value's JSON as bytes. */
export const toJson = (value: unknown): Buffer<ArrayBuffer> =>
  value instanceof JsonBytes ? value.bytes : Buffer.from(JSON.stringify(value));

export function toReady(value: unknown): ReadyAnswer {
  const body = toJson(value);
  let compressed: Buffer<ArrayBuffer> | undefined;
  return {
    body,
    etag: `"${hash('sha256', body, 'base64url').slice(0, 22)}"`,
    gzip() {
      if (body.length >= GZIP_FROM) compressed ??= gzipSync(body, { level: 6 });
      return compressed;
    },
  };
}

export const acceptsGzip = (header: string | undefined): boolean =>
  header !== undefined && /\bgzip\b/.test(header);

/** What an answer of ours says of itself to caches. */
export const READY_HEADERS = {
  'Cache-Control': `public, max-age=0, s-maxage=${SHARED_SECONDS}, must-revalidate`,
  Vary: 'Origin, Accept-Encoding',
  'Content-Type': 'application/json; charset=utf-8',
} as const;

/** What an answer depends on besides what is asked. */
export interface ReadyOf {
  mallId: string;
  /** What it tells of: it is made anew when that moved. By default whatever happens at the mall. */
  topic?: string;
  /** Whatever else it depends on: the hour, say; and until when that is so. */
  variant?: Variant;
  /** How the same question is answered at another time, when nothing but the time can make a difference. */
  later?: Later;
}
export interface Variant {
  name: string;
  until: number;
}
export type Later = (now: number) => { variant?: Variant; make(): Promise<unknown> };

/** What is asked of a mall, at a state of what it tells of. */
const keyOf = (
  { mallId, version, count }: { mallId: string; version: number; count: number },
  asked: string,
  variant: Variant | undefined,
): string => `${mallId}|${version}|${count}|${variant?.name ?? ''}|${asked}`;

/** What a read was answered with, and what that holds for. */
export interface KeptRead {
  /** Of the kept bytes. */
  key: string;
  mallId: string;
  version: number;
  topic: string;
  count: number;
  until: number | undefined;
  asked: string;
  later: Later | undefined;
}

/** The kept bytes, made when there are none. */
async function keptOr(ready: ReadyBytes, key: string, make: () => Promise<unknown>): Promise<ReadyAnswer> {
  const kept = ready.get(key);
  if (kept) return kept;
  const answer = toReady(await make());
  ready.set(key, answer);
  return answer;
}

/** Answers a read that was kept as it is now: from kept bytes, or made anew. */
export async function answerLater(
  ready: ReadyBytes,
  read: KeptRead & { later: Later },
  now: number,
): Promise<{ answer: ReadyAnswer; read: KeptRead }> {
  const { mallId, topic, asked, later } = read;
  const at = { mallId, version: ready.versionOf(mallId), count: ready.countOf(mallId, topic) };
  const { variant, make } = later(now);
  const key = keyOf(at, asked, variant);
  const answer = await keptOr(ready, key, make);
  return { answer, read: { ...read, ...at, key, until: variant?.until } };
}

/**
 * Answers a public read: from kept bytes when what it tells of has not changed, with ETag and 304, compressed when asked.
 * The door keeps what came of it, to answer the same request in front of everything the next time.
 *
 * @param make builds the value anew
 */
export async function answerReady(
  c: Context,
  ready: ReadyBytes,
  { mallId, topic = ANYTHING, variant, later }: ReadyOf,
  make: () => Promise<unknown>,
): Promise<Response> {
  const version = (c.get('readyVersion') as number | undefined) ?? ready.versionOf(mallId);
  const count = ready.countOf(mallId, topic);
  const asked = whatIsAsked(c);
  const key = keyOf({ mallId, version, count }, asked, variant);
  const answer = await keptOr(ready, key, make);
  (c.get('door') as Door | undefined)?.keep(c, {
    ...{ key, mallId, version, topic, count, asked, later },
    until: variant?.until,
  });
  c.header('Cache-Control', READY_HEADERS['Cache-Control']);
  c.header('ETag', answer.etag);
  c.header('Vary', READY_HEADERS.Vary, { append: false });
  if (names(c.req.header('if-none-match'), answer.etag)) return c.body(null, 304);
  c.header('Content-Type', READY_HEADERS['Content-Type']);
  const compressed = acceptsGzip(c.req.header('accept-encoding')) ? answer.gzip() : undefined;
  if (compressed) c.header('Content-Encoding', 'gzip');
  return c.body(compressed ?? answer.body);
}
