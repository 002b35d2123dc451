import { createRoute } from '@hono/zod-openapi';
import { once } from '../../base/http/idempotency.ts';
import { Problem } from '../../base/http/problem.ts';
import {
  IdempotencyHeader,
  json,
  jsonBody,
  MallParam,
  pathId,
  problems,
  router,
} from '../../base/http/route.ts';
import type { Services } from '../../base/services.ts';
import { paced, requireKey, type WhoVariables } from '../shoppers/middleware.ts';
import { findByOutsideId } from '../shoppers/store.ts';
import { capture, hold, readHold, refund, release } from './checkout.ts';
import {
  Hold,
  PostCapture,
  PostHold,
  PostHoldRefund,
  PostRelease,
  ShopperPoints,
  ShopperQuery,
} from './contract.ts';
import { walletNow } from './ledger.ts';
import { onceFor } from './store.ts';

/** Every checkout of a mall comes by one key. */
export const BACKEND_PACE = { name: 'points-backend', points: 600, seconds: 60 };
export const KEY_REFUSALS = ['key-refused', 'key-scope', 'key-in-browser'] as const;

const HoldParam = MallParam.extend({ hold: pathId('hold', 'The hold.') });
const NOBODY = { available: 0, held: 0, incoming: 0, owed: 0 };

/** The key that a request came by; `requireKey` has let it on. */
export function keyOf(c: { get(key: 'who'): WhoVariables['who'] }): string {
  const who = c.get('who');
  if (who.kind !== 'key') throw new Problem('key-refused');
  return who.keyId;
}

/** What a checkout of the mall does with a member's points. Nothing here is ever for a browser. */
export function checkoutRoutes(services: Services) {
  const { database, now } = services;
  const backend = [requireKey('points'), paced(services, BACKEND_PACE)];
  const security = [{ key: [] }];

  return router<WhoVariables>()
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/points/shoppers',
        operationId: 'getShopperPoints',
        tags: ['points'],
        summary: 'What a member has, for a checkout (key: points)',
        description: 'Of one whom the service does not know everything is 0.',
        security,
        middleware: backend,
        request: { params: MallParam, query: ShopperQuery },
        responses: { 200: json(ShopperPoints, 'What they have'), ...problems(...KEY_REFUSALS) },
      }),
      async (c) => {
        const mall = c.get('mall');
        const { shopper } = c.req.valid('query');
        const row = await findByOutsideId(database.db, mall.id, shopper);
        const has = row ? await walletNow(database.db, mall.id, row.shopper_id) : NOBODY;
        const { incoming: pending, ...rest } = has;
        return c.json({ shopper, ...rest, pending, leastSpend: mall.settings.points.leastSpend }, 200);
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/{mall}/points/holds',
        operationId: 'holdPoints',
        tags: ['points'],
        summary: 'Set points of a member aside while an order is paid (key: points)',
        description:
          'Send an Idempotency-Key: the same one holds once, for ever. What is neither captured nor released is let go when its time is over.',
        security,
        middleware: backend,
        request: { params: MallParam, headers: IdempotencyHeader, body: jsonBody(PostHold) },
        responses: { 201: json(Hold, 'The hold'), ...problems(...KEY_REFUSALS, 'points-short') },
      }),
      async (c) => {
        const mall = c.get('mall');
        const body = c.req.valid('json');
        const key = onceFor(c.req.header('idempotency-key'), 'hold');
        const { result } = await once(c, database, {
          mallId: mall.id,
          actor: keyOf(c),
          body,
          now: now(),
          run: async (trx) => ({ hold: await hold(trx, services, mall, body, key) }),
        });
        return c.json(await readHold(database.db, mall.id, result.hold), 201);
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/points/holds/{hold}',
        operationId: 'getHold',
        tags: ['points'],
        summary: 'A hold, and what became of it (key: points)',
        security,
        middleware: backend,
        request: { params: HoldParam },
        responses: { 200: json(Hold, 'The hold'), ...problems(...KEY_REFUSALS) },
      }),
      async (c) => c.json(await readHold(database.db, c.get('mall').id, c.req.valid('param').hold), 200),
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/{mall}/points/holds/{hold}/capture',
        operationId: 'captureHold',
        tags: ['points'],
        summary: 'Spend what is held, or a part of it (key: points)',
        security,
        middleware: backend,
        request: { params: HoldParam, headers: IdempotencyHeader, body: jsonBody(PostCapture) },
        responses: { 200: json(Hold, 'The hold'), ...problems(...KEY_REFUSALS, 'not-now') },
      }),
      async (c) => {
        const { id: mallId } = c.get('mall');
        const { hold: id } = c.req.valid('param');
        const body = c.req.valid('json');
        const key = onceFor(c.req.header('idempotency-key'), 'capture', id);
        await once(c, database, {
          mallId,
          actor: keyOf(c),
          body,
          now: now(),
          run: async (trx) => {
            await capture(trx, services, mallId, id, body, key);
            return { hold: id };
          },
        });
        return c.json(await readHold(database.db, mallId, id), 200);
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/{mall}/points/holds/{hold}/release',
        operationId: 'releaseHold',
        tags: ['points'],
        summary: 'Let go what is still held (key: points)',
        description: 'Of a hold with nothing left it changes nothing.',
        security,
        middleware: backend,
        request: { params: HoldParam, headers: IdempotencyHeader, body: jsonBody(PostRelease) },
        responses: { 200: json(Hold, 'The hold'), ...problems(...KEY_REFUSALS) },
      }),
      async (c) => {
        const { id: mallId } = c.get('mall');
        const { hold: id } = c.req.valid('param');
        const key = onceFor(c.req.header('idempotency-key'), 'release', id);
        await once(c, database, {
          mallId,
          actor: keyOf(c),
          body: c.req.valid('json'),
          now: now(),
          run: async (trx) => {
            await release(trx, services, mallId, id, key);
            return { hold: id };
          },
        });
        return c.json(await readHold(database.db, mallId, id), 200);
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/{mall}/points/holds/{hold}/refund',
        operationId: 'refundHold',
        tags: ['points'],
        summary: 'Give back of what was spent, to the lots it came from (key: points)',
        security,
        middleware: backend,
        request: { params: HoldParam, headers: IdempotencyHeader, body: jsonBody(PostHoldRefund) },
        responses: { 200: json(Hold, 'The hold'), ...problems(...KEY_REFUSALS, 'not-now', 'gone') },
      }),
      async (c) => {
        const { id: mallId } = c.get('mall');
        const { hold: id } = c.req.valid('param');
        const body = c.req.valid('json');
        const key = onceFor(c.req.header('idempotency-key'), 'refund', id);
        await once(c, database, {
          mallId,
          actor: keyOf(c),
          body,
          now: now(),
          run: async (trx) => {
            await refund(trx, services, mallId, id, body.amount, key);
            return { hold: id };
          },
        });
        return c.json(await readHold(database.db, mallId, id), 200);
      },
    );
}
