import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Context } from 'hono';
import { routePath } from 'hono/route';

/**
 * Answers of public reads, kept as bytes. A key holds the mall's version, which every write moves, so nothing is ever
 * invalidated: what is old is simply no longer asked for and falls out.
 */
export interface ReadyBytes {
  /** Bumps a mall's version: what was kept for it is no longer found. */
  moved(mallId: string): void;
  versionOf(mallId: string): number;
  get(key: string): ReadyAnswer | undefined;
  set(key: string, answer: ReadyAnswer): void;
}

export interface ReadyAnswer {
  body: Buffer;
  gzip: Buffer | undefined;
  etag: string;
}

/** How long a cache between us and the reader may answer in our place. */
const SHARED_SECONDS = 5;
/** Below this many bytes compressing costs more than it saves. */
const GZIP_FROM = 1000;

export function openReadyBytes(maxBytes = 64 * 1024 * 1024): ReadyBytes {
  const kept = new Map<string, ReadyAnswer>();
  const versions = new Map<string, number>();
  let held = 0;
  const weight = (key: string, answer: ReadyAnswer) =>
    key.length * 2 + answer.body.length + (answer.gzip?.length ?? 0) + 200;
  return {
    moved: (mallId) => versions.set(mallId, (versions.get(mallId) ?? 0) + 1),
    versionOf: (mallId) => versions.get(mallId) ?? 0,
    get(key) {
      const answer = kept.get(key);
      if (answer) {
        // To the end of the row: what is asked for again outlives what was asked for once.
        kept.delete(key);
        kept.set(key, answer);
      }
      return answer;
    },
    set(key, answer) {
      // Two who found nothing at the same moment both bring theirs: counted twice, the room would shrink for good.
      const before = kept.get(key);
      if (before) held -= weight(key, before);
      held += weight(key, answer);
      kept.set(key, answer);
      // A Map keeps the order of insertion: the first is the one not asked for the longest.
      for (const [oldest, old] of kept) {
        if (held <= maxBytes) break;
        kept.delete(oldest);
        held -= weight(oldest, old);
      }
    },
  };
}

/**
 * The route with its checked inputs, however they were written: a parameter that means nothing, another order or other
 * escapes make no second copy of the same bytes.
 */
function whatIsAsked(c: Context, variant: string): string {
  const checked = c.req as unknown as { valid(target: string): unknown };
  return JSON.stringify([routePath(c), checked.valid('param'), checked.valid('query'), variant]);
}

/** Whether an If-None-Match names the tag, among others or weakened by a proxy that compressed. */
const names = (header: string | undefined, etag: string): boolean =>
  header?.split(',').some((one) => one.trim().replace(/^W\//, '') === etag) ?? false;

export function toReady(value: unknown): ReadyAnswer {
  const body = Buffer.from(JSON.stringify(value));
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  return { body, gzip: body.length >= GZIP_FROM ? gzipSync(body, { level: 6 }) : undefined, etag };
}

/**
 * Answers a public read: from kept bytes when the mall has not changed, with ETag and 304, compressed when asked.
 *
 * @param make builds the value anew
 * @param variant what else the answer depends on besides what is asked and the mall's version: the hour, say
 */
export async function answerReady(
  c: Context,
  ready: ReadyBytes,
  mallId: string,
  make: () => Promise<unknown>,
  variant = '',
): Promise<Response> {
  const version = (c.get('readyVersion') as number | undefined) ?? ready.versionOf(mallId);
  const key = `${mallId}|${version}|${whatIsAsked(c, variant)}`;
  let answer = ready.get(key);
  if (!answer) {
    answer = toReady(await make());
    ready.set(key, answer);
  }
  c.header('Cache-Control', `public, max-age=0, s-maxage=${SHARED_SECONDS}, must-revalidate`);
  c.header('ETag', answer.etag);
  c.header('Vary', 'Origin, Accept-Encoding', { append: false });
  if (names(c.req.header('if-none-match'), answer.etag)) return c.body(null, 304);
  c.header('Content-Type', 'application/json; charset=utf-8');
  if (answer.gzip && /\bgzip\b/.test(c.req.header('accept-encoding') ?? '')) {
    c.header('Content-Encoding', 'gzip');
    return c.body(new Uint8Array(answer.gzip));
  }
  return c.body(new Uint8Array(answer.body));
}
