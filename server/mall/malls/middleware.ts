import type { MiddlewareHandler } from 'hono';
import { Problem } from '../../base/http/problem.ts';
import type { BaseVariables } from '../../base/http/route.ts';
import { type Mall, originVerdict } from './rules.ts';
import type { Malls } from './store.ts';

export interface MallVariables {
  mall: Mall;
}

const METHODS = 'GET, POST, PUT, PATCH, DELETE';
const HEADERS = 'authorization, content-type, dangol-link, idempotency-key, if-none-match';
export const EXPOSED = 'etag, idempotency-replayed, ratelimit, ratelimit-policy, retry-after, x-request-id';

/**
 * Finds the mall of the path and answers for its origins: exactly those of the mall, and the service's own pages. An
 * absent Origin is no matter (a backend, a command line); `null` and foreign ones are refused before anything is read.
 */
export function mallOfPath(
  malls: Malls,
  publicUrl: string,
): MiddlewareHandler<{ Variables: MallVariables & Pick<BaseVariables, 'readyVersion' | 'allowedOrigins'> }> {
  const own = new URL(publicUrl).origin;
  return async function mallOfPath(c, next) {
    const id = c.req.param('mall') ?? '';
    c.set('readyVersion', malls.versionOf(id));
    const mall = await malls.find(id);
    const origin = c.req.header('origin');
    c.header('Vary', 'Origin', { append: true });
    if (!mall) throw new Problem('not-found');
    const origins = [...mall.origins, own];
    c.set('allowedOrigins', origins);
    const verdict = originVerdict(origin, origins);
    if (verdict === 'refused') throw new Problem('origin-refused', { detail: 'add this origin to the mall' });
    if (verdict === 'allowed' && origin) {
      c.header('Access-Control-Allow-Origin', origin);
      c.header('Access-Control-Expose-Headers', EXPOSED);
      if (c.req.method === 'OPTIONS') {
        c.header('Access-Control-Allow-Methods', METHODS);
        c.header('Access-Control-Allow-Headers', HEADERS);
        c.header('Access-Control-Max-Age', '7200');
        return c.body(null, 204);
      }
    }
    c.set('mall', mall);
    await next();
  };
}
