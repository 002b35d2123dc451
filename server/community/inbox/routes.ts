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
import { paced, requireShopper, shopperOf, type WhoVariables } from '../../mall/shoppers/middleware.ts';
import { Inbox, InboxQuery, ReadNotices, Unread } from './contract.ts';
import { countUnread, markRead, readInbox, removeNotice, type Told } from './notices.ts';
import { INBOX_PACE } from './rules.ts';

/** My notices: read, marked as read, taken away. */
export function inboxRoutes(services: Services, told: Told) {
  const { database } = services;
  return router<WhoVariables>()
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/me/inbox',
        operationId: 'getInbox',
        tags: ['inbox'],
        summary: 'My notices, newest first, and how many I have not read',
        security: [{ shopper: [] }],
        middleware: [requireShopper(services, { store: false }), paced(services, INBOX_PACE)] as const,
        request: { params: MallParam, query: InboxQuery },
        responses: { 200: json(Inbox, 'One page'), ...problems('bad-cursor', 'sign-in-required') },
      }),
      async (c) => {
        const { cursor, limit } = c.req.valid('query');
        const page = { cursor, limit: limit ?? 20 };
        const mine = await readInbox(database.db, c.get('mall'), shopperOf(c).shopperId, told, page);
        return c.json(mine, 200);
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/{mall}/me/inbox/read',
        operationId: 'readNotices',
        tags: ['inbox'],
        summary: 'I have read these',
        security: [{ shopper: [] }],
        middleware: [requireShopper(services, { store: true }), paced(services, INBOX_PACE)] as const,
        request: { params: MallParam, headers: IdempotencyHeader, body: jsonBody(ReadNotices) },
        responses: {
          200: json(Unread, 'What is left'),
          ...problems('sign-in-required', 'key-reused', 'in-flight'),
        },
      }),
      async (c) => {
        const mallId = c.get('mall').id;
        const { shopperId } = shopperOf(c);
        const body = c.req.valid('json');
        await once(c, database, {
          mallId,
          actor: shopperId,
          body,
          now: services.now(),
          run: async (trx) => {
            await markRead(trx, services, mallId, shopperId, body);
            return {};
          },
        });
        return c.json({ unread: await countUnread(database.db, mallId, shopperId) }, 200);
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/{mall}/me/inbox/{id}',
        operationId: 'removeNotice',
        tags: ['inbox'],
        summary: 'Take a notice out of my inbox',
        security: [{ shopper: [] }],
        middleware: [requireShopper(services, { store: true }), paced(services, INBOX_PACE)] as const,
        request: { params: MallParam.extend({ id: pathId('id', 'Id of the notice.') }) },
        responses: { 204: { description: 'It is gone' }, ...problems('sign-in-required') },
      }),
      async (c) => {
        const { id } = c.req.valid('param');
        const { shopperId } = shopperOf(c);
        const isGone = await database.write((trx) =>
          removeNotice(trx, services, c.get('mall').id, shopperId, id),
        );
        if (!isGone) throw new Problem('not-found');
        return c.body(null, 204);
      },
    );
}
