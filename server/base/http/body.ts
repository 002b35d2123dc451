import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { Problem } from './problem.ts';

/** Bytes of a JSON body; photos have their own limit. */
export const JSON_BODY_LIMIT = 256 * 1024;
/** Bytes of a body that a mall's backend sends: products and orders come in bulk. */
export const BULK_BODY_LIMIT = 8 * 1024 * 1024;

/** Refuses bodies over the limit, also those sent in chunks without a length. */
export function limitBody(maxBytes: number): MiddlewareHandler {
  return bodyLimit({
    maxSize: maxBytes,
    onError: () => {
      throw new Problem('too-large', { detail: `at most ${maxBytes} bytes` });
    },
  });
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
