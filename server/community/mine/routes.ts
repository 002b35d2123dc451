import { createRoute } from '@hono/zod-openapi';
import { MINUTE, SECOND } from '../../base/clock.ts';
import { once } from '../../base/http/idempotency.ts';
import { Problem } from '../../base/http/problem.ts';
import { IdempotencyHeader, json, jsonBody, MallParam, problems, router } from '../../base/http/route.ts';
import type { Services } from '../../base/services.ts';
import { MergeBody, Merged } from '../../mall/shoppers/contract.ts';
import { memberOf, paced, requireShopper, type WhoVariables } from '../../mall/shoppers/middleware.ts';
import { findSession, findShopper, toMe } from '../../mall/shoppers/store.ts';
import { readSessionToken } from '../../mall/shoppers/tokens.ts';
import type { Subjects } from '../comments/subject.ts';
import { writingOf } from '../wishlists/store.ts';
import { mergeGuest } from './store.ts';

const merging = { name: 'merge', points: 10, seconds: (10 * MINUTE) / SECOND };

/** What is mine across all features. */
export function mineRoutes(services: Services, subjects: Subjects) {
  const { database, secrets } = services;
  return router<WhoVariables>().openapi(
    createRoute({
      method: 'post',
      path: '/{mall}/merge',
      operationId: 'mergeGuest',
      tags: ['shoppers'],
      summary: 'What I did as a guest of this browser becomes mine as a member, once',
      security: [{ shopper: [] }],
      middleware: [requireShopper(services, { store: true }), paced(services, merging)] as const,
      request: { params: MallParam, headers: IdempotencyHeader, body: jsonBody(MergeBody) },
      responses: {
        200: json(Merged, 'What moved'),
        ...problems(
          'sign-in-required',
          'guest-not-allowed',
          'token-refused',
          'token-expired',
          'already-merged',
          'key-reused',
          'in-flight',
        ),
      },
    }),
    async (c) => {
      const mall = c.get('mall');
      const shopperId = memberOf(c);
      const body = c.req.valid('json');
      const writing = writingOf(services, mall);
      const now = writing.now();
      const { result } = await once(c, database, {
        mallId: mall.id,
        actor: shopperId,
        body,
        now,
        run: async (trx) => {
          const sessionId = readSessionToken(secrets, mall.id, body.guestToken);
          const session = sessionId ? await findSession(trx, mall.id, sessionId) : undefined;
          if (session?.kind !== 'guest') throw new Problem('token-refused');
          // Before its other states: the merge itself has ended the session.
          if (session.merged_into !== null) throw new Problem('already-merged');
          if (session.revoked_at !== null || session.erased_at !== null) throw new Problem('token-refused');
          if (session.expires_at <= now) throw new Problem('token-expired');
          return { ...(await mergeGuest(trx, writing, subjects, session.shopper_id, shopperId)) };
        },
      });
      const row = await findShopper(database.db, mall.id, shopperId);
      if (!row) throw new Problem('not-found');
      return c.json({ me: toMe(row, mall.settings.locale), moved: result }, 200);
    },
  );
}
