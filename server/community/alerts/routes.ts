import { createRoute } from '@hono/zod-openapi';
import { json, jsonBody, MallParam, problems, router } from '../../base/http/route.ts';
import type { Services } from '../../base/services.ts';
import { paced, requireShopper, shopperOf, type WhoVariables } from '../../mall/shoppers/middleware.ts';
import { writeAs } from '../../mall/shoppers/writing.ts';
import { Alert, Alerts, AlertsQuery, PutAlert } from './contract.ts';
import { ALERTS_PACE } from './rules.ts';
import { alertsOf, putAlert } from './store.ts';

/** What I want to be told of products. */
export function alertRoutes(services: Services) {
  const { database } = services;
  return router<WhoVariables>()
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/me/alerts',
        operationId: 'getAlerts',
        tags: ['alerts'],
        summary: 'What I asked to be told of some products',
        security: [{ shopper: [] }],
        middleware: [requireShopper(services, { store: false }), paced(services, ALERTS_PACE)] as const,
        request: { params: MallParam, query: AlertsQuery },
        responses: { 200: json(Alerts, 'Those that I asked for'), ...problems('sign-in-required') },
      }),
      async (c) => {
        const products = [...new Set(c.req.valid('query').product)];
        const { shopperId } = shopperOf(c);
        const items = await alertsOf(database.db, c.get('mall').id, shopperId, products);
        return c.json({ items }, 200);
      },
    )
    .openapi(
      createRoute({
        method: 'put',
        path: '/{mall}/me/alerts',
        operationId: 'putAlert',
        tags: ['alerts'],
        summary: 'What I want to be told of a product, in place of what I wanted before',
        description:
          'A price drop and "few left" are advertising: they are told only on channels that I agreed to (`PUT /me/consents`), and not oftener than the mall allows.',
        security: [{ shopper: [] }],
        middleware: [requireShopper(services, { store: true }), paced(services, ALERTS_PACE)] as const,
        request: { params: MallParam, body: jsonBody(PutAlert) },
        responses: {
          200: json(Alert, 'As it is now'),
          ...problems('sign-in-required', 'unknown-product', 'quota-full'),
        },
      }),
      async (c) => {
        const mall = c.get('mall');
        const { shopperId } = shopperOf(c);
        const body = c.req.valid('json');
        // The inbox is always one of them.
        const channels: Alert['channels'] = body.channels.includes('mail') ? ['inbox', 'mail'] : ['inbox'];
        await writeAs(c, services, async (trx) => {
          await putAlert(trx, services, mall, shopperId, { ...body, channels });
        });
        return c.json({ ...body, channels }, 200);
      },
    );
}
