import { createRoute } from '@hono/zod-openapi';
import { MINUTE } from '../../base/clock.ts';
import { isDuplicate } from '../../base/db/database.ts';
import { once } from '../../base/http/idempotency.ts';
import { Problem } from '../../base/http/problem.ts';
import { IdempotencyHeader, json, jsonBody, MallParam, problems, router } from '../../base/http/route.ts';
import type { Services } from '../../base/services.ts';
import { Me, PatchMe, Revoke } from './contract.ts';
import { paced, requireKey, requireShopper, shopperOf, type WhoVariables } from './middleware.ts';
import { handleKey, ME_PACE, maskName } from './rules.ts';
import * as store from './store.ts';

/** Who one is at a mall, by what name, and the end of all that by the mall's key. */
export function shopperRoutes(services: Services) {
  const { database, outbox } = services;

  return router<WhoVariables>()
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/me',
        operationId: 'getMe',
        tags: ['shoppers'],
        summary: 'Who I am at this mall',
        security: [{ shopper: [] }],
        middleware: [requireShopper(services, { store: false }), paced(services, ME_PACE)] as const,
        request: { params: MallParam },
        responses: { 200: json(Me, 'Me'), ...problems('sign-in-required', 'token-refused', 'token-expired') },
      }),
      async (c) => {
        const mall = c.get('mall');
        const { locale } = mall.settings;
        const { shopperId } = shopperOf(c);
        const row = await store.findShopper(database.db, mall.id, shopperId);
        if (row) return c.json(store.toMe(row, locale), 200);
        // Looking makes nobody a member: until the first write there is only what the token says.
        const name = maskName(c.get('signedAs')?.name ?? null, locale);
        const unseen = { handle: null, level: 0, listed: true, joinedAt: null };
        return c.json({ id: shopperId, kind: 'member' as const, name, ...unseen }, 200);
      },
    )
    .openapi(
      createRoute({
        method: 'patch',
        path: '/{mall}/me',
        operationId: 'patchMe',
        tags: ['shoppers'],
        summary: 'Choose or give up my public name; whether I may be named among the leaders',
        security: [{ shopper: [] }],
        middleware: [
          requireShopper(services, { store: true }),
          paced(services, { name: 'handle', points: 20, seconds: 10 * (MINUTE / 1000) }),
        ] as const,
        request: { params: MallParam, body: jsonBody(PatchMe) },
        responses: { 200: json(Me, 'Me'), ...problems('sign-in-required', 'handle-taken') },
      }),
      async (c) => {
        const mall = c.get('mall');
        const { shopperId } = shopperOf(c);
        const { handle, listed } = c.req.valid('json');
        try {
          await database.write(async (trx) => {
            const before = await store.findShopper(trx, mall.id, shopperId);
            const same =
              before &&
              (handle === undefined || handle === before.handle) &&
              (listed === undefined || listed === (before.listed === 1));
            // Saying the same again would make every kept page of the mall anew.
            if (same) return;
            if (handle !== undefined)
              await store.setHandle(trx, mall.id, shopperId, handle, handle && handleKey(handle));
            if (listed !== undefined) await store.setListed(trx, mall.id, shopperId, listed);
            await store.tellOf(outbox, trx, mall.id, 'shopper.changed', shopperId);
          });
        } catch (error) {
          if (isDuplicate(error)) throw new Problem('handle-taken');
          throw error;
        }
        const row = await store.findShopper(database.db, mall.id, shopperId);
        if (!row) throw new Problem('not-found');
        return c.json(store.toMe(row, mall.settings.locale), 200);
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/{mall}/shoppers/revoke',
        operationId: 'revokeShopper',
        tags: ['shoppers'],
        summary: 'End every session and refuse every token of a shopper issued until now (key: all)',
        security: [{ key: [] }],
        middleware: [requireKey('all')] as const,
        request: {
          params: MallParam,
          headers: IdempotencyHeader,
          body: jsonBody(Revoke),
        },
        responses: { 204: { description: 'Revoked' }, ...problems('key-refused', 'key-scope', 'in-flight') },
      }),
      async (c) => {
        const mallId = c.get('mall').id;
        const who = c.get('who');
        const body = c.req.valid('json');
        const now = services.now();
        // Once: a repeat that comes late must not sign out those who have signed in again meanwhile.
        await once(c, database, {
          mallId,
          actor: who.kind === 'key' ? who.keyId : '',
          body,
          now,
          run: async (trx) => {
            // Also one who has only looked so far: their token is good for writing.
            const shopper = { outsideId: body.shopper, name: null, join: false };
            const shopperId = await store.ensureMember(trx, mallId, shopper, now);
            await store.revokeTokens(trx, mallId, shopperId, now);
            await store.tellOf(outbox, trx, mallId, 'session.ended', shopperId);
            return { shopper: shopperId };
          },
        });
        return c.body(null, 204);
      },
    );
}
