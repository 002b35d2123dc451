import { createRoute } from '@hono/zod-openapi';
import { once } from '../../base/http/idempotency.ts';
import { Problem } from '../../base/http/problem.ts';
import { IdempotencyHeader, json, jsonBody, MallParam, problems, router } from '../../base/http/route.ts';
import type { Services } from '../../base/services.ts';
import { paced, requireKey, type WhoVariables } from '../shoppers/middleware.ts';
import { Order, OrderBatch, OrderBatchResult, OrderQuery } from './contract.ts';
import { findOrder, stateOrders } from './store.ts';

const bulk = { name: 'orders', points: 60, seconds: 60 };

/** What the mall's backend states of its orders. Nothing here is ever for a browser. */
export function orderRoutes(services: Services) {
  const { database } = services;
  return router<WhoVariables>()
    .openapi(
      createRoute({
        method: 'post',
        path: '/{mall}/orders',
        operationId: 'stateOrders',
        tags: ['orders'],
        summary: 'State whole orders, up to five hundred at once (key: orders)',
        description:
          'Each statement is the whole order as it stood at `changedAt`, quantities and refunds in all. A line that a newer ' +
          'statement does not name is gone; an older statement changes nothing. Orders may arrive in any order and repeatedly.',
        security: [{ key: [] }],
        middleware: [requireKey('orders'), paced(services, bulk)] as const,
        request: { params: MallParam, headers: IdempotencyHeader, body: jsonBody(OrderBatch) },
        responses: {
          200: json(OrderBatchResult, 'How many were taken, and how many were older than what is known'),
          ...problems(
            'key-refused',
            'key-scope',
            'key-in-browser',
            'bad-json',
            'wrong-type',
            'too-large',
            'bad-idempotency-key',
            'key-reused',
            'in-flight',
          ),
        },
      }),
      async (c) => {
        const who = c.get('who');
        if (who.kind !== 'key') throw new Problem('key-refused');
        const mallId = c.get('mall').id;
        const body = c.req.valid('json');
        const now = services.now();
        const { result } = await once(c, database, {
          mallId,
          actor: who.keyId,
          body,
          now,
          run: (trx) => stateOrders(trx, services, mallId, body.orders, now),
        });
        return c.json(result, 200);
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/orders',
        operationId: 'getOrder',
        tags: ['orders'],
        summary: 'What is known of an order (key: orders)',
        security: [{ key: [] }],
        middleware: [requireKey('orders'), paced(services, bulk)] as const,
        request: { params: MallParam, query: OrderQuery },
        responses: {
          200: json(Order, 'The order as it was stated last'),
          ...problems('key-refused', 'key-scope', 'key-in-browser'),
        },
      }),
      async (c) => {
        const order = await findOrder(database.db, c.get('mall').id, c.req.valid('query').order);
        if (!order) throw new Problem('not-found');
        return c.json(order, 200);
      },
    );
}
