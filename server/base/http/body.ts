import type { Context, MiddlewareHandler } from 'hono';
import { Problem } from './problem.ts';

/** Bytes of a JSON body; photos have their own limit. */
export const JSON_BODY_LIMIT = 256 * 1024;
/** Bytes of a body that a mall's backend sends: products and orders come in bulk. */
export const BULK_BODY_LIMIT = 8 * 1024 * 1024;

/** What is read of a body that is refused, so that whoever sends it hears why before the connection is closed. */
const DISCARDED_BYTES = 32 * 1024 * 1024;
const DISCARDED_MS = 5000;

/** Reads on without keeping anything, within limits: a client that is cut off while it sends never sees the answer. */
export async function discardBody(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  const end = performance.now() + DISCARDED_MS;
  for (let left = DISCARDED_BYTES; left > 0 && performance.now() < end; ) {
    const { done, value } = await reader.read();
    if (done) return;
    left -= value.length;
  }
}

/** Refuses bodies over the limit, also those sent in chunks without a length. */
export function limitBody(maxBytes: number): MiddlewareHandler {
  return async function limitBody(c, next) {
    // No route reads the body of these, and to look at it costs a whole Request.
    if (c.req.method === 'GET' || c.req.method === 'HEAD') return next();
    const length = c.req.header('transfer-encoding') ? undefined : c.req.header('content-length');
    // The server holds a body to the length it told; to look at it makes a stream of what comes in one piece.
    if (length !== undefined && Number(length) <= maxBytes) return next();
    const { body } = c.req.raw;
    if (!body) return next();
    const reader = body.getReader();
    const parts: Uint8Array[] = [];
    let size = Number(length ?? 0);
    while (size <= maxBytes) {
      const { done, value } = await reader.read().catch(() => {
        throw new Problem('bad-input', { detail: 'the body broke off' });
      });
      if (done) {
        c.req.raw = new Request(c.req.raw, { body: Buffer.concat(parts) });
        return next();
      }
      size += value.length;
      parts.push(value);
    }
    parts.length = 0;
    await discardBody(reader).catch(() => undefined);
    throw new Problem('too-large', { detail: `at most ${maxBytes} bytes` });
  };
}

/** The same with a limit that depends on who asks. */
export function limitBodyBy(maxBytesFor: (c: Context) => number): MiddlewareHandler {
  return function limitBodyBy(c, next) {
    return limitBody(maxBytesFor(c))(c, next);
  };
}

/** Refuses any body that does not say it is JSON; a body that is not JSON after all becomes `bad-json`. */
export function jsonOnly(): MiddlewareHandler {
  return async function jsonOnly(c, next) {
    const method = c.req.method;
    if (method === 'POST' || method === 'PUT' || method === 'PATCH') {
      const type = c.req.header('content-type') ?? '';
      const empty =
        c.req.header('content-length') === '0' ||
        (!c.req.header('content-length') && !c.req.header('transfer-encoding') && !type);
      if (!empty && !/^application\/json\s*(;|$)/i.test(type))
        throw new Problem('wrong-type', { detail: 'Content-Type: application/json' });
    }
    await next();
  };
}
