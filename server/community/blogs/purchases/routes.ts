import { createRoute } from '@hono/zod-openapi';
import { json, jsonBody, MallParam, noStore, problems, router } from '../../../base/http/route.ts';
import type { Services } from '../../../base/services.ts';
import { paced, require, requireShopper, type WhoVariables } from '../../../mall/shoppers/middleware.ts';
import { READ_PACE } from '../../../mall/shoppers/rules.ts';
import { refuseGone } from '../../../mall/shoppers/store.ts';
import { memberOf, OWN_REFUSALS, WRITE_PACE, WRITE_REFUSALS } from '../my-routes.ts';
import { announce, findBlog } from '../store.ts';
import { viewingOf } from '../viewing.ts';
import { MyPurchasePage, MyPurchaseQuery, PurchasesShown, PutPurchase } from './contract.ts';
import { setShown } from './store.ts';
import { myPurchasePage } from './views.ts';

const PAGE = 30;

/** What I bought, and what of it others see. */
export function purchaseRoutes(services: Services) {
  const { database, now } = services;
  return router<WhoVariables>()
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/me/purchases',
        operationId: 'listMyPurchases',
        tags: ['blogs'],
        summary: 'What I bought and kept, and what of it I show',
        security: [{ shopper: [] }],
        middleware: [requireShopper(services, { store: false }), paced(services, READ_PACE)] as const,
        request: { params: MallParam, query: MyPurchaseQuery },
        responses: { 200: json(MyPurchasePage, 'One page'), ...problems('bad-cursor', ...OWN_REFUSALS) },
      }),
      async (c) => {
        const view = viewingOf(services, c.get('mall'));
        const memberId = memberOf(c);
        const { cursor, limit = PAGE } = c.req.valid('query');
        const blog = await findBlog(view.db, view.mall.id, memberId);
        const shown = blog?.purchase_count ?? 0;
        return c.json(await myPurchasePage(view, memberId, shown, { cursor, limit }), 200);
      },
    )
    .openapi(
      createRoute({
        method: 'put',
        path: '/{mall}/me/purchases',
        operationId: 'showMyPurchase',
        tags: ['blogs'],
        summary: 'Let others see that I bought something, or no longer',
        description:
          'Nothing is shown beforehand, and nothing that is bought later. What went back is shown no longer. Of a product that the mall has not stated others see nothing.',
        security: [{ shopper: [] }],
        middleware: [require(services, 'write'), paced(services, WRITE_PACE)] as const,
        request: { params: MallParam, body: jsonBody(PutPurchase) },
        responses: { 200: json(PurchasesShown, 'How many are shown'), ...problems(...WRITE_REFUSALS) },
      }),
      async (c) => {
        noStore(c);
        const mall = c.get('mall');
        const memberId = memberOf(c);
        const body = c.req.valid('json');
        const shown = await database.write(async (trx) => {
          await refuseGone(trx, mall.id, memberId);
          const done = await setShown(trx, mall, memberId, body, now());
          if (done.changed)
            await announce(trx, services, 'blog.changed', { mall_id: mall.id, shopper_id: memberId });
          return done.shown;
        });
        return c.json({ shown }, 200);
      },
    );
}
