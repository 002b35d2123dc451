import { createRoute } from '@hono/zod-openapi';
import { DAY } from '../../../base/clock.ts';
import { limitBody } from '../../../base/http/body.ts';
import { Problem } from '../../../base/http/problem.ts';
import { json, MallParam, problems, router } from '../../../base/http/route.ts';
import type { Services } from '../../../base/services.ts';
import { paced, requireKey, type WhoVariables } from '../../../mall/shoppers/middleware.ts';
import { READ_PACE } from '../../../mall/shoppers/rules.ts';
import { findList, findWish } from '../access.ts';
import { dayIn } from '../rules.ts';
import { WishParam } from '../wish-routes.ts';
import { Visits, VisitsQuery } from './contract.ts';
import { countVisit, visitsBetween } from './store.ts';

const VISIT_PACE = { name: 'visits', points: 60, seconds: 60 };
const WEEK_MS = 7 * DAY;
/** Days that are told at once. */
const MOST_DAYS = 92;
/** What a beacon may carry; nothing of it is read. */
const BEACON_BYTES = 1024;

/** Ways from wishes to the mall's products: counted for the mall, of nobody. */
export function visitRoutes(services: Services) {
  const { database } = services;
  return router<WhoVariables>()
    .openapi(
      createRoute({
        method: 'post',
        path: '/{mall}/wishes/{id}/visit',
        operationId: 'countVisit',
        tags: ['wishlists'],
        summary: 'A shopper goes from a wish to its product',
        description:
          'Made for `navigator.sendBeacon`: no token, no header, and whatever body comes is not read. The answer is the same whether there is such a wish or not.',
        middleware: [limitBody(BEACON_BYTES), paced(services, VISIT_PACE, 'writes')],
        request: { params: WishParam },
        responses: { 204: { description: 'Heard' }, ...problems() },
      }),
      async (c) => {
        const mall = c.get('mall');
        const { db } = database;
        const wish = await findWish(db, mall.id, c.req.valid('param').id);
        const list = wish && wish.state !== 'removed' && (await findList(db, mall.id, wish.list_id));
        if (list && list.visibility !== 'private')
          await database.write((trx) =>
            countVisit(trx, mall.id, dayIn(mall.settings.timeZone, services.now()), wish.product),
          );
        return c.body(null, 204);
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/visits',
        operationId: 'listVisits',
        tags: ['wishlists'],
        summary: 'How often shoppers went from a wish to a product (key: read)',
        security: [{ key: [] }],
        middleware: [requireKey('read'), paced(services, READ_PACE)],
        request: { params: MallParam, query: VisitsQuery },
        responses: { 200: json(Visits, 'By day'), ...problems('bad-cursor', 'key-refused', 'key-scope') },
      }),
      async (c) => {
        const mall = c.get('mall');
        const today = dayIn(mall.settings.timeZone, services.now());
        const { to = today, from = daysFrom(to, -WEEK_MS), cursor, limit = 500 } = c.req.valid('query');
        if (from > to || to > daysFrom(from, MOST_DAYS * DAY))
          throw new Problem('bad-input', {
            fields: [{ path: 'from', message: `at most ${MOST_DAYS} days before to` }],
          });
        return c.json(await visitsBetween(database.db, mall.id, { from, to, cursor, limit }), 200);
      },
    );
}

const daysFrom = (day: string, ms: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + ms).toISOString().slice(0, 10);
