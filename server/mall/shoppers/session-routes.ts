import { createRoute } from '@hono/zod-openapi';
import { once } from '../../base/http/idempotency.ts';
import { Problem } from '../../base/http/problem.ts';
import {
  IdempotencyHeader,
  json,
  jsonBody,
  MallParam,
  noStore,
  problems,
  router,
} from '../../base/http/route.ts';
import { newId } from '../../base/ids.ts';
import { sha256 } from '../../base/secrets.ts';
import type { Services } from '../../base/services.ts';
import { EditCode, EditCodeBody, Session, SignedIdBody } from './contract.ts';
import { paced, requireShopper, shopperOf, type WhoVariables } from './middleware.ts';
import {
  CODE_PACE,
  EDIT_CODE_MS,
  GUEST_MS,
  GUEST_PACE,
  SESSION_MS,
  SESSION_PACE,
  SIGNED_ID_PACE,
} from './rules.ts';
import { editCode, showSession } from './sessions.ts';
import * as store from './store.ts';
import { verifySignedId } from './tokens.ts';

/** Sessions: rungs 2 and 4 of the identity ladder. */
export function sessionRoutes(services: Services) {
  const { database, secrets, outbox } = services;

  return router<WhoVariables>()
    .openapi(
      createRoute({
        method: 'post',
        path: '/{mall}/sessions',
        operationId: 'openSession',
        tags: ['shoppers'],
        summary: 'Exchange a signed id for a session',
        middleware: [paced(services, SIGNED_ID_PACE, 'reads')] as const,
        request: { params: MallParam, headers: IdempotencyHeader, body: jsonBody(SignedIdBody) },
        responses: { 201: json(Session, 'A session'), ...problems('token-refused', 'token-expired') },
      }),
      async (c) => {
        const mall = c.get('mall');
        const body = c.req.valid('json');
        const now = services.now();
        const { outsideId, issuedAt } = verifySignedId(body.signedId, mall, secrets, now);
        await services.pace.take(c, SESSION_PACE, [`${mall.id}:${sha256(outsideId)}`]);
        const known = await store.findByOutsideId(database.db, mall.id, outsideId);
        if (known && known.tokens_from > 0 && issuedAt <= known.tokens_from)
          throw new Problem('token-refused');
        const { result } = await once(c, database, {
          mallId: mall.id,
          actor: c.get('addressKey'),
          body,
          now,
          run: async (trx) => {
            const shopperId = await store.ensureMember(
              trx,
              mall.id,
              { outsideId, name: null, join: false },
              now,
            );
            return { session: await store.insertSession(trx, mall.id, shopperId, now, SESSION_MS) };
          },
        });
        noStore(c);
        return c.json(await showSession(services, mall, result.session), 201);
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/{mall}/guests',
        operationId: 'openGuestSession',
        tags: ['shoppers'],
        summary: 'Become a guest of this browser',
        middleware: [paced(services, GUEST_PACE)] as const,
        request: { params: MallParam, headers: IdempotencyHeader },
        responses: { 201: json(Session, 'A guest session'), ...problems('sign-in-required') },
      }),
      async (c) => {
        const mall = c.get('mall');
        if (mall.settings.write !== 'everyone') throw new Problem('sign-in-required');
        const now = services.now();
        const { result } = await once(c, database, {
          mallId: mall.id,
          actor: c.get('addressKey'),
          body: null,
          now,
          run: async (trx) => {
            const shopperId = await store.insertShopper(
              trx,
              mall.id,
              { kind: 'guest', outsideId: null, name: null, joinedAt: null },
              now,
            );
            return { session: await store.insertSession(trx, mall.id, shopperId, now, GUEST_MS) };
          },
        });
        noStore(c);
        return c.json(await showSession(services, mall, result.session), 201);
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/{mall}/sessions/current',
        operationId: 'endSession',
        tags: ['shoppers'],
        summary: 'Sign out: the session of this token ends',
        security: [{ shopper: [] }],
        middleware: [requireShopper(services, { store: false })] as const,
        request: { params: MallParam },
        responses: { 204: { description: 'Ended' }, ...problems('sign-in-required', 'token-refused') },
      }),
      async (c) => {
        const who = c.get('who');
        // A mall's own token cannot be ended here; the page forgets it and its stream closes.
        const mallId = c.get('mall').id;
        if ((who.kind === 'guest' || who.kind === 'member') && who.sessionId) {
          const { sessionId, shopperId } = who;
          await database.write(async (trx) => {
            await store.revokeSession(trx, mallId, sessionId, services.now());
            await store.tellOf(outbox, trx, mallId, 'session.ended', shopperId);
          });
        }
        return c.body(null, 204);
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/{mall}/me/edit-code',
        operationId: 'makeEditCode',
        tags: ['shoppers'],
        summary: "A code that opens a guest's things on another device, once",
        security: [{ shopper: [] }],
        middleware: [requireShopper(services, { store: false }), paced(services, CODE_PACE)] as const,
        request: { params: MallParam, headers: IdempotencyHeader },
        responses: {
          201: json(EditCode, 'The code, shown once'),
          ...problems('sign-in-required', 'token-refused', 'not-allowed'),
        },
      }),
      async (c) => {
        const mallId = c.get('mall').id;
        const { shopperId, kind } = shopperOf(c);
        if (kind !== 'guest') throw new Problem('not-allowed');
        const now = services.now();
        const { result } = await once(c, database, {
          mallId,
          actor: shopperId,
          body: null,
          now,
          run: async (trx) => {
            const seed = newId();
            const expiresAt = now + EDIT_CODE_MS;
            await store.insertEditCode(
              trx,
              mallId,
              sha256(editCode(secrets, mallId, seed)),
              shopperId,
              expiresAt,
            );
            return { seed, expiresAt };
          },
        });
        return c.json({ code: editCode(secrets, mallId, result.seed), expiresAt: result.expiresAt }, 201);
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/{mall}/edit-codes',
        operationId: 'exchangeEditCode',
        tags: ['shoppers'],
        summary: 'Open a guest session with an edit code',
        middleware: [paced(services, CODE_PACE)] as const,
        request: { params: MallParam, headers: IdempotencyHeader, body: jsonBody(EditCodeBody) },
        responses: { 201: json(Session, 'A guest session'), ...problems('token-refused') },
      }),
      async (c) => {
        const mall = c.get('mall');
        const now = services.now();
        const body = c.req.valid('json');
        const { result } = await once(c, database, {
          mallId: mall.id,
          actor: c.get('addressKey'),
          body,
          now,
          run: async (trx) => {
            const shopperId = await store.takeEditCode(trx, mall.id, sha256(body.code), now);
            const shopper = shopperId && (await store.findShopper(trx, mall.id, shopperId));
            if (!shopper || shopper.merged_into !== null || shopper.erased_at !== null)
              throw new Problem('token-refused');
            return { session: await store.insertSession(trx, mall.id, shopper.shopper_id, now, GUEST_MS) };
          },
        });
        noStore(c);
        return c.json(await showSession(services, mall, result.session), 201);
      },
    );
}
