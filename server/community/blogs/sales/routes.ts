import { createRoute } from '@hono/zod-openapi';
import { json, MallParam, problems, router } from '../../../base/http/route.ts';
import type { Services } from '../../../base/services.ts';
import { paced, requireShopper, shopperOf, type WhoVariables } from '../../../mall/shoppers/middleware.ts';
import { READ_PACE } from '../../../mall/shoppers/rules.ts';
import { SalePage, SaleQuery } from './contract.ts';
import { salePage } from './views.ts';

const PAGE = 30;

/** What my stories sold: for their author alone. */
export function saleRoutes(services: Services) {
  const { database } = services;
  return router<WhoVariables>().openapi(
    createRoute({
      method: 'get',
      path: '/{mall}/me/sales',
      operationId: 'listMySales',
      tags: ['blogs'],
      summary: 'What was bought by way of my blog, newest first; never by whom',
      security: [{ shopper: [] }],
      middleware: [requireShopper(services, { store: false }), paced(services, READ_PACE)],
      request: { params: MallParam, query: SaleQuery },
      responses: {
        200: json(SalePage, 'One page'),
        ...problems('bad-cursor', 'sign-in-required', 'token-refused', 'token-expired'),
      },
    }),
    async (c) => {
      const { cursor, limit = PAGE } = c.req.valid('query');
      const { shopperId } = shopperOf(c);
      const page = await salePage(database.db, c.get('mall'), shopperId, {
        cursor,
        limit,
        now: services.now(),
      });
      return c.json(page, 200);
    },
  );
}
