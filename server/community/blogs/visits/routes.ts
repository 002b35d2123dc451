import { createRoute } from '@hono/zod-openapi';
import { once } from '../../../base/http/idempotency.ts';
import { Problem } from '../../../base/http/problem.ts';
import {
  IdempotencyHeader,
  json,
  MallParam,
  noStore,
  pathId,
  problems,
  router,
} from '../../../base/http/route.ts';
import type { Services } from '../../../base/services.ts';
import { findMember } from '../../../mall/shoppers/members.ts';
import { paced, require, type WhoVariables } from '../../../mall/shoppers/middleware.ts';
import { isThem } from '../../../mall/shoppers/rules.ts';
import { Visits } from '../contract.ts';
import { viewingOf } from '../viewing.ts';
import { visitsOf } from '../views.ts';
import { countVisitor, isCounted } from './store.ts';

const VISIT_PACE = { name: 'blog-visits', points: 120, seconds: 60 };
const BlogParam = MallParam.extend({ id: pathId('id', 'Id of the member whose blog it is.') });

/** Visitors of blogs: how many, never who. */
export function blogVisitRoutes(services: Services) {
  const { database, secrets } = services;
  return router<WhoVariables>().openapi(
    createRoute({
      method: 'post',
      path: '/{mall}/blogs/{id}/visit',
      operationId: 'visitBlog',
      tags: ['blogs'],
      summary: 'Somebody comes to a blog',
      description:
        'Each visitor counts once a day, with or without a token, and is kept as nobody; members do not count at their own blog.',
      middleware: [require(services, 'read'), paced(services, VISIT_PACE, 'writes')],
      request: { params: BlogParam, headers: IdempotencyHeader },
      responses: {
        200: json(Visits, 'Visitors so far'),
        ...problems(
          'sign-in-required',
          'guest-not-allowed',
          'not-allowed',
          'bad-idempotency-key',
          'key-reused',
          'in-flight',
        ),
      },
    }),
    async (c) => {
      const mall = c.get('mall');
      const { id } = c.req.valid('param');
      const { db } = database;
      if (!(await findMember(db, mall.id, id))) throw new Problem('not-found');
      const who = c.get('who');
      const view = viewingOf(services, mall);
      const { now } = view;
      // A guest's token is had for nothing: who makes many of them is still one visitor.
      const visitor = who.kind === 'member' ? who.shopperId : c.get('addressKey');
      const visit = { blog: id, visitor };
      noStore(c);
      if (who.kind === 'key' || isThem(who, id)) return c.json(await visitsOf(view, id), 200);
      // Most come again on the same day: nothing is written then.
      const isRetry = c.req.header('idempotency-key') !== undefined;
      if (!isRetry && (await isCounted(db, secrets, mall, visit, now)))
        return c.json(await visitsOf(view, id), 200);
      const { result } = await once(c, database, {
        mallId: mall.id,
        actor: visit.visitor,
        body: null,
        now,
        run: async (trx) => {
          // Who is erased meanwhile has no blog any more, and none is made.
          if (!(await findMember(trx, mall.id, id))) throw new Problem('not-found');
          await countVisitor(trx, secrets, mall, visit, now);
          return visitsOf({ ...view, db: trx }, id);
        },
      });
      return c.json(result, 200);
    },
  );
}
