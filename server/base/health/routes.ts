import { createRoute, z } from '@hono/zod-openapi';
import { SECOND } from '../clock.ts';
import { type Database, ping } from '../db/database.ts';
import { applied } from '../db/migrate.ts';
import { json, router } from '../http/route.ts';
import type { Services } from '../services.ts';

const Healthy = z
  .object({ ok: z.literal(true).openapi({ description: 'Always true.' }) })
  .openapi('Healthy', { description: 'The process answers.' });
const Readiness = z
  .object({
    ok: z.boolean().openapi({ description: 'Every check is well.' }),
    checks: z
      .record(z.string(), z.enum(['ok', 'failed']))
      .openapi({ description: 'Each check by its name: database, migrations, disk, running.' }),
  })
  .openapi('Readiness', { description: 'Whether the process can work.' });

/** `/healthz`: the process answers. `/readyz`: it can work. `/metrics`: what it did. */
export function healthRoutes(services: Services, migrationNames: readonly string[], closing: AbortSignal) {
  const look = atMostOnceA(SECOND, async () => ({
    database: await works(() => ping(services.database)),
    migrations: await works(() => allApplied(services.database, migrationNames)),
    disk: await works(() => services.files.check()),
  }));
  return router()
    .openapi(
      createRoute({
        method: 'get',
        path: '/healthz',
        operationId: 'getHealth',
        tags: ['operation'],
        summary: 'The process answers',
        responses: { 200: json(Healthy, 'It does') },
      }),
      (c) => {
        c.header('Cache-Control', 'no-store');
        return c.json({ ok: true as const }, 200);
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/readyz',
        operationId: 'getReadiness',
        tags: ['operation'],
        summary: 'Database, migrations and disk are fit for work',
        responses: { 200: json(Readiness, 'All is well'), 503: json(Readiness, 'Something is not') },
      }),
      async (c) => {
        c.header('Cache-Control', 'no-store');
        const checks = {
          ...(await look()),
          running: closing.aborted ? ('failed' as const) : ('ok' as const),
        };
        const ok = Object.values(checks).every((one) => one === 'ok');
        return c.json({ ok, checks }, ok ? 200 : 503);
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/metrics',
        operationId: 'getMetrics',
        tags: ['operation'],
        summary: 'Figures of this process, in the Prometheus text format',
        responses: { 200: { description: 'The figures', content: { 'text/plain': { schema: z.string() } } } },
      }),
      async (c) => {
        c.header('Cache-Control', 'no-store');
        c.header('Content-Type', services.metrics.contentType);
        return c.body(await services.metrics.metrics(), 200) as never;
      },
    );
}

/** Anybody may ask, and a look writes to the disk: whoever asks meanwhile gets the same answer. */
function atMostOnceA<T>(milliseconds: number, look: () => Promise<T>): () => Promise<T> {
  let last: Promise<T> | undefined;
  let until = 0;
  return () => {
    if (last && performance.now() < until) return last;
    until = performance.now() + milliseconds;
    last = look();
    return last;
  };
}

async function works(check: () => Promise<unknown>): Promise<'ok' | 'failed'> {
  try {
    await check();
    return 'ok';
  } catch {
    return 'failed';
  }
}

async function allApplied(database: Database, names: readonly string[]): Promise<void> {
  const done = await applied(database);
  if (names.some((name) => !done.includes(name))) throw new Error('migrations are missing');
}
