import { createRoute } from '@hono/zod-openapi';
import { json, jsonBody, MallParam, problems, router } from '../../base/http/route.ts';
import type { Services } from '../../base/services.ts';
import { answerPublic } from '../../mall/shoppers/answer.ts';
import {
  paced,
  require,
  requireKey,
  requireShopper,
  shopperOf,
  type WhoVariables,
} from '../../mall/shoppers/middleware.ts';
import { ME_PACE, READ_PACE } from '../../mall/shoppers/rules.ts';
import {
  Leaders,
  LeadersQuery,
  MyNaegong,
  NaegongQuery,
  ReputationDryRun,
  ReputationMoves,
} from './contract.ts';
import { movesOf } from './dry-run.ts';
import { leadersOf, weekOf } from './leaders.ts';
import { nextMonday, startOf } from './rules.ts';
import { whyOf } from './why.ts';

const LINES = 20;
const LEADING = 10;

/** What votes have made of members. */
export function reputationRoutes(services: Services) {
  const { database } = services;

  return router<WhoVariables>()
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/me/naegong',
        operationId: 'getMyNaegong',
        tags: ['reputation'],
        summary: 'My naegong, and every grant and reversal that it is the sum of',
        security: [{ shopper: [] }],
        middleware: [requireShopper(services, { store: false }), paced(services, ME_PACE)] as const,
        request: { params: MallParam, query: NaegongQuery },
        responses: {
          200: json(MyNaegong, 'My naegong'),
          ...problems('bad-cursor', 'sign-in-required', 'token-refused', 'token-expired'),
        },
      }),
      async (c) => {
        const { cursor, limit = LINES } = c.req.valid('query');
        return c.json(
          await whyOf(database.db, c.get('mall'), shopperOf(c).shopperId, { cursor, limit }),
          200,
        );
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/leaders',
        operationId: 'listLeaders',
        tags: ['reputation'],
        summary: 'Who helped most: this week or ever, in all or in one category',
        middleware: [require(services, 'read'), paced(services, READ_PACE)] as const,
        request: { params: MallParam, query: LeadersQuery },
        responses: {
          200: json(Leaders, 'The leaders'),
          ...problems('sign-in-required', 'guest-not-allowed'),
        },
      }),
      async (c) => {
        const mall = c.get('mall');
        const { period = 'week', category, limit = LEADING } = c.req.valid('query');
        const now = services.now();
        const make = () => leadersOf(database.db, mall, { period, category, limit }, now);
        // A new week begins without anybody writing.
        const until = startOf(nextMonday(weekOf(now, mall)), mall.settings.timeZone);
        const variant = { name: String(weekOf(now, mall)), until };
        return answerPublic(c, services, make, { variant });
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/{mall}/reputation/dry-run',
        operationId: 'tryReputation',
        tags: ['reputation'],
        summary: 'Who would move if these were the numbers; changes nothing (key: all)',
        security: [{ key: [] }],
        middleware: [
          requireKey('all'),
          paced(services, { name: 'dry-run', points: 10, seconds: 60 }),
        ] as const,
        request: { params: MallParam, body: jsonBody(ReputationDryRun) },
        responses: { 200: json(ReputationMoves, 'Who would move'), ...problems('key-refused', 'key-scope') },
      }),
      async (c) => c.json(await movesOf(database.db, c.get('mall'), c.req.valid('json')), 200),
    );
}
