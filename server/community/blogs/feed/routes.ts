import { createRoute } from '@hono/zod-openapi';
import { json, MallParam, problems, router } from '../../../base/http/route.ts';
import type { Services } from '../../../base/services.ts';
import {
  paced,
  require,
  requireShopper,
  shopperOf,
  type WhoVariables,
} from '../../../mall/shoppers/middleware.ts';
import { READ_PACE } from '../../../mall/shoppers/rules.ts';
import { viewingOf } from '../viewing.ts';
import { Feed, FeedQuery } from './contract.ts';
import { feedPage } from './views.ts';

const PAGE = 20;

/** What is new at my neighbours: of what they show now, and nothing else. */
export function feedRoutes(services: Services) {
  return router<WhoVariables>().openapi(
    createRoute({
      method: 'get',
      path: '/{mall}/me/feed',
      operationId: 'getMyFeed',
      tags: ['blogs'],
      summary: 'What is new at those whose blogs I follow, newest first',
      security: [{ shopper: [] }],
      middleware: [
        requireShopper(services, { store: false }),
        paced(services, READ_PACE),
        require(services, 'read'),
      ],
      request: { params: MallParam, query: FeedQuery },
      responses: {
        200: json(Feed, 'One page'),
        ...problems('bad-cursor', 'sign-in-required', 'guest-not-allowed', 'token-refused', 'token-expired'),
      },
    }),
    async (c) => {
      const mall = c.get('mall');
      const { cursor, limit = PAGE } = c.req.valid('query');
      // Read first: what happens meanwhile is then told again by the stream, never missed.
      const position = await services.hub.head(mall.id);
      const { shopperId } = shopperOf(c);
      return c.json(await feedPage(viewingOf(services, mall), shopperId, { cursor, limit }, position), 200);
    },
  );
}
