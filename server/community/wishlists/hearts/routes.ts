import { createRoute } from '@hono/zod-openapi';
import { json, jsonBody, MallParam, problems, router } from '../../../base/http/route.ts';
import type { Services } from '../../../base/services.ts';
import { answerPublic } from '../../../mall/shoppers/answer.ts';
import { paced, require, shopperOf, type WhoVariables } from '../../../mall/shoppers/middleware.ts';
import { READ_PACE, shopperIdOf } from '../../../mall/shoppers/rules.ts';
import { writeAs } from '../../../mall/shoppers/writing.ts';
import { WRITE_REFUSALS } from '../list-routes.ts';
import { writingOf } from '../store.ts';
import { Heart, Hearts, HeartsQuery, PutHeart } from './contract.ts';
import { heartsOf } from './store.ts';
import { heartOff, heartOn } from './turning.ts';

/** People go through a shelf quickly, and change their mind. */
const HEART_PACE = { name: 'hearts', points: 120, seconds: 60 };

/** Hearts: of a whole page of products in one request. */
export function heartRoutes(services: Services) {
  const { database } = services;
  return router<WhoVariables>()
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/hearts',
        operationId: 'listHearts',
        tags: ['wishlists'],
        summary: 'The hearts of up to a hundred products; with a token also which are mine',
        middleware: [require(services, 'read'), paced(services, READ_PACE)],
        request: { params: MallParam, query: HeartsQuery },
        responses: {
          200: json(Hearts, 'In the order asked for'),
          ...problems('sign-in-required', 'guest-not-allowed'),
        },
      }),
      (c) => {
        const me = shopperIdOf(c.get('who'));
        const products = [...new Set(c.req.valid('query').product)];
        return answerPublic(c, services, async () => ({
          items: await heartsOf(database.db, c.get('mall').id, products, me),
        }));
      },
    )
    .openapi(
      createRoute({
        method: 'put',
        path: '/{mall}/hearts',
        operationId: 'putHeart',
        tags: ['wishlists'],
        summary: 'Turn a heart on or off',
        security: [{ shopper: [] }],
        middleware: [require(services, 'write'), paced(services, HEART_PACE)],
        request: { params: MallParam, body: jsonBody(PutHeart) },
        responses: { 200: json(Heart, 'As it is now'), ...problems(...WRITE_REFUSALS, 'quota-full') },
      }),
      async (c) => {
        const mall = c.get('mall');
        const { product, wished, seen } = c.req.valid('json');
        const { shopperId } = shopperOf(c);
        const writing = writingOf(services, mall);
        const [heart] = await writeAs(c, services, async (trx) => {
          if (wished) await heartOn(trx, writing, shopperId, product, seen?.url);
          else await heartOff(trx, writing, shopperId, product);
          return heartsOf(trx, mall.id, [product], shopperId);
        });
        return c.json(heart as Heart, 200);
      },
    );
}
