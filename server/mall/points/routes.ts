import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { IdempotencyHeader, json, jsonBody, MallParam, problems, router } from '../../base/http/route.ts';
import type { Services } from '../../base/services.ts';
import { memberOf, paced, requireShopper, type WhoVariables } from '../shoppers/middleware.ts';
import { writeOnce } from '../shoppers/writing.ts';
import { MovementPage, MovementQuery, MoveOut, Wallet } from './contract.ts';
import { csvHeaders } from './csv.ts';
import { readMovements } from './movements.ts';
import { moveOut } from './payouts.ts';
import { statementOf } from './statement.ts';
import { onceFor } from './store.ts';
import { MOVEMENTS, readWallet } from './wallet.ts';

const reading = { name: 'points', points: 120, seconds: 60 };
const statements = { name: 'points-statement', points: 10, seconds: 600 };
const movingOut = { name: 'points-out', points: 20, seconds: 60 };
const REFUSALS = ['sign-in-required', 'guest-not-allowed', 'token-refused', 'token-expired'] as const;

/** What a shopper sees of their points, and what they may do with them by themselves. */
export function walletRoutes(services: Services) {
  const { database } = services;
  const mine = [requireShopper(services, { store: false }), paced(services, reading)];
  const wallet = (c: Pick<Context<{ Variables: WhoVariables }>, 'get'>) =>
    readWallet(database.db, c.get('mall'), memberOf(c));

  return router<WhoVariables>()
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/me/points',
        operationId: 'getMyPoints',
        tags: ['points'],
        summary: 'My points: what is there, what comes when, what expires when, and the newest movements',
        security: [{ shopper: [] }],
        middleware: mine,
        request: { params: MallParam },
        responses: { 200: json(Wallet, 'My points'), ...problems(...REFUSALS) },
      }),
      async (c) => c.json(await wallet(c), 200),
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/me/points/movements',
        operationId: 'listMyMovements',
        tags: ['points'],
        summary: 'Every movement of my points, newest first',
        security: [{ shopper: [] }],
        middleware: mine,
        request: { params: MallParam, query: MovementQuery },
        responses: { 200: json(MovementPage, 'One page'), ...problems(...REFUSALS, 'bad-cursor') },
      }),
      async (c) => {
        const { cursor, limit = MOVEMENTS } = c.req.valid('query');
        const { id: mallId } = c.get('mall');
        return c.json(await readMovements(database.db, mallId, memberOf(c), { cursor, limit }), 200);
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/me/points/statement.csv',
        operationId: 'downloadMyMovements',
        tags: ['points'],
        summary: 'Every movement of my points, oldest first, as a table for a spreadsheet',
        security: [{ shopper: [] }],
        middleware: [requireShopper(services, { store: false }), paced(services, statements)],
        request: { params: MallParam },
        responses: {
          200: { description: 'The table, UTF-8', content: { 'text/csv': { schema: z.string() } } },
          ...problems(...REFUSALS),
        },
      }),
      async (c) => {
        const mall = c.get('mall');
        const shopperId = memberOf(c);
        for (const [name, value] of Object.entries(csvHeaders(`${mall.id}-points.csv`)))
          c.header(name, value);
        return c.body(statementOf(database.db, mall, shopperId), 200);
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/{mall}/me/points/out',
        operationId: 'movePointsOut',
        tags: ['points'],
        summary: "Move points to the mall's own; they are set aside until the mall has taken them",
        security: [{ shopper: [] }],
        middleware: [requireShopper(services, { store: true }), paced(services, movingOut)],
        request: { params: MallParam, headers: IdempotencyHeader, body: jsonBody(MoveOut) },
        responses: {
          201: json(Wallet, 'My points after it'),
          ...problems(...REFUSALS, 'not-allowed', 'points-short'),
        },
      }),
      async (c) => {
        const mall = c.get('mall');
        const shopperId = memberOf(c);
        const body = c.req.valid('json');
        const key = onceFor(c.req.header('idempotency-key'), 'out', shopperId);
        await writeOnce(c, services, body, async (trx) => ({
          payout: await moveOut(trx, services, mall, shopperId, body.amount, key),
        }));
        return c.json(await wallet(c), 201);
      },
    );
}
