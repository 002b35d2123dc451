import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Context } from 'hono';
import { routePath } from 'hono/route';
import type { RequestMetrics } from '../health/requests.ts';
import type { Services } from '../services.ts';
import type { Door, DoorOptions } from './door.ts';
import type { Load } from './load.ts';

/** Told of each request that was answered. */
export type Observer = DoorOptions['observe'];

/** Counts a request that was answered, and writes one line about it: the route's pattern, never what filled it. */
export function observer({ log }: Pick<Services, 'log'>, metrics: RequestMetrics): Observer {
  return ({ id, method, route, status, start }) => {
    const ms = performance.now() - start;
    metrics.observe(method, route, status, ms / 1000);
    log.info({ request: id, method, route, status, ms: Math.round(ms) }, 'request');
  };
}

/** Gives each request an id, and what came of it to the observer. */
export function observe(observed: Observer, door: Door, load: Load) {
  return async function observe(c: Context, next: () => Promise<void>) {
    const id = randomUUID();
    const start = performance.now();
    c.set('requestId', id);
    c.set('door', door);
    c.header('X-Request-Id', id);
    c.header('X-Content-Type-Options', 'nosniff');
    const end = load.begin((c.env as { incoming?: IncomingMessage } | undefined)?.incoming);
    try {
      await next();
    } finally {
      end();
    }
    observed({ id, method: c.req.method, route: routePath(c, -1), status: c.res.status, start });
  };
}
