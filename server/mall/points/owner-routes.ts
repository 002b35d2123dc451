import { createRoute, z } from '@hono/zod-openapi';
import { once } from '../../base/http/idempotency.ts';
import { IdempotencyHeader, json, jsonBody, MallParam, problems, router } from '../../base/http/route.ts';
import type { Services } from '../../base/services.ts';
import { paced, requireKey, type WhoVariables } from '../shoppers/middleware.ts';
import { BACKEND_PACE, KEY_REFUSALS, keyOf } from './checkout-routes.ts';
import {
  Granted,
  PayoutPage,
  PayoutQuery,
  PayoutsDone,
  PointsReport,
  PostGrant,
  PostPayoutsDone,
} from './contract.ts';
import { csvHeaders } from './csv.ts';
import { grant } from './grants.ts';
import { endPayouts, listPayouts, payoutsCsv } from './payouts.ts';
import { reportOf } from './report.ts';
import { onceFor } from './store.ts';

/** It counts everything that there ever was, some at a time. */
const REPORT_PACE = { name: 'points-report', points: 2, seconds: 60 };
const PAYOUTS = 100;

/** Grants, payouts and what is owed: for the mall's backend alone. */
export function pointsOwnerRoutes(services: Services) {
  const { database, now } = services;
  const backend = [requireKey('points'), paced(services, BACKEND_PACE)];
  const security = [{ key: [] }];

  return router<WhoVariables>()
    .openapi(
      createRoute({
        method: 'post',
        path: '/{mall}/points/grants',
        operationId: 'grantPoints',
        tags: ['points'],
        summary: 'Give points of the mall to a member, or take some back (key: points)',
        description: 'Send an Idempotency-Key: the same one gives once, for ever.',
        security,
        middleware: backend,
        request: { params: MallParam, headers: IdempotencyHeader, body: jsonBody(PostGrant) },
        responses: { 201: json(Granted, 'What was given or taken'), ...problems(...KEY_REFUSALS) },
      }),
      async (c) => {
        const mall = c.get('mall');
        const body = c.req.valid('json');
        const key = onceFor(c.req.header('idempotency-key'), 'grant');
        const { result } = await once(c, database, {
          mallId: mall.id,
          actor: keyOf(c),
          body,
          now: now(),
          run: async (trx) => ({ ...(await grant(trx, services, mall, body, key)) }),
        });
        return c.json({ ...result, amount: body.amount }, 201);
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/points/payouts',
        operationId: 'listPayouts',
        tags: ['points'],
        summary: "Points on their way to the mall's own, as JSON or as a table (key: points)",
        description:
          'Read them, add them to the points of the mall, and say so with `POST .../payouts/done`: until then they are listed. Of a table (`format=csv`) the header `dangol-next` is the cursor of the page after it.',
        security,
        middleware: backend,
        request: { params: MallParam, query: PayoutQuery },
        responses: {
          200: {
            description: 'One page',
            content: {
              'application/json': { schema: PayoutPage },
              'text/csv': { schema: z.string() },
            },
          },
          ...problems(...KEY_REFUSALS, 'bad-cursor'),
        },
      }),
      async (c) => {
        const mall = c.get('mall');
        const { state, cursor, limit = PAYOUTS, format } = c.req.valid('query');
        const page = await listPayouts(database.db, mall, { state, cursor, limit });
        if (format !== 'csv') return c.json(page, 200);
        for (const [name, value] of Object.entries(csvHeaders(`${mall.id}-payouts.csv`)))
          c.header(name, value);
        if (page.next !== null) c.header('Dangol-Next', page.next);
        return c.body(payoutsCsv(page), 200) as never;
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/{mall}/points/payouts/done',
        operationId: 'endPayouts',
        tags: ['points'],
        summary: 'Say which payouts the mall has taken into its own points, and which not (key: points)',
        security,
        middleware: backend,
        request: { params: MallParam, headers: IdempotencyHeader, body: jsonBody(PostPayoutsDone) },
        responses: { 200: json(PayoutsDone, 'What was taken of that'), ...problems(...KEY_REFUSALS) },
      }),
      async (c) => {
        const { id: mallId } = c.get('mall');
        const body = c.req.valid('json');
        const { result } = await once(c, database, {
          mallId,
          actor: keyOf(c),
          body,
          now: now(),
          run: async (trx) => ({ ...(await endPayouts(trx, services, mallId, body)) }),
        });
        return c.json(result, 200);
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/points/report',
        operationId: 'getPointsReport',
        tags: ['points'],
        summary: 'What the mall owes its shoppers in points, and what its month has given (key: points)',
        security,
        middleware: [requireKey('points'), paced(services, REPORT_PACE)] as const,
        request: { params: MallParam },
        responses: { 200: json(PointsReport, 'The report'), ...problems(...KEY_REFUSALS) },
      }),
      async (c) => c.json(await reportOf(database.db, c.get('mall'), now()), 200),
    );
}
