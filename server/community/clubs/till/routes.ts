import { createRoute } from '@hono/zod-openapi';
import { json, jsonBody, MallParam, problems, router } from '../../../base/http/route.ts';
import type { Services } from '../../../base/services.ts';
import { paced, requireKey, type WhoVariables } from '../../../mall/shoppers/middleware.ts';
import { percentOf } from '../rules.ts';
import { writingOf } from '../store.ts';
import { nameOfClub } from '../views.ts';
import { PostTillContribution, RedeemCoupon, RedeemedCoupon, TillContribution } from './contract.ts';
import { redeem } from './coupons.ts';
import { postAtTill } from './store.ts';

const TILL_PACE = { name: 'till', points: 1200, seconds: 60 };
const COUPON_PACE = { name: 'coupons', points: 600, seconds: 60 };

/** What tills and the checkout of a mall do for clubs, by their keys. */
export function clubShopRoutes(services: Services) {
  const { database } = services;

  return router<WhoVariables>()
    .openapi(
      createRoute({
        method: 'post',
        path: '/{mall}/till/contributions',
        operationId: 'contributeAtTill',
        tags: ['clubs'],
        summary: 'Post points given at a till into the club whose code was read; each receipt once, for ever',
        security: [{ key: [] }],
        middleware: [requireKey('till'), paced(services, TILL_PACE)] as const,
        request: { params: MallParam, body: jsonBody(PostTillContribution) },
        responses: {
          200: json(TillContribution, 'What was posted, now or before'),
          ...problems(
            'key-refused',
            'key-scope',
            'key-in-browser',
            'key-reused',
            'not-now',
            'more-than-needed',
          ),
        },
      }),
      async (c) => {
        const mall = c.get('mall');
        const writing = writingOf(services, mall);
        const { club, contribution } = await database.write((trx) =>
          postAtTill(trx, writing, c.req.valid('json')),
        );
        return c.json(
          {
            contribution: contribution.contribution_id,
            club: {
              id: club.club_id,
              name: nameOfClub(mall, club),
              percent: percentOf(club.raised, club.goal),
              state: club.state,
            },
            amount: contribution.amount,
          },
          200,
        );
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/{mall}/coupons/redeem',
        operationId: 'redeemCoupon',
        tags: ['clubs'],
        summary: 'Honour a coupon that a club became, once; the same order is answered alike',
        security: [{ key: [] }],
        middleware: [requireKey('points'), paced(services, COUPON_PACE)] as const,
        request: { params: MallParam, body: jsonBody(RedeemCoupon) },
        responses: {
          200: json(RedeemedCoupon, 'What it is worth'),
          ...problems('key-refused', 'key-scope', 'key-in-browser', 'coupon-used'),
        },
      }),
      async (c) => {
        const { code, order } = c.req.valid('json');
        const { id: mallId } = c.get('mall');
        return c.json(await database.write((trx) => redeem(trx, services, mallId, code, order)), 200);
      },
    );
}
