import { createRoute } from '@hono/zod-openapi';
import { once } from '../../base/http/idempotency.ts';
import { Problem } from '../../base/http/problem.ts';
import { IdempotencyHeader, json, jsonBody, MallParam, problems, router } from '../../base/http/route.ts';
import type { Services } from '../../base/services.ts';
import type { Mall } from '../../mall/malls/rules.ts';
import { paced, requireShopper, shopperOf, type WhoVariables } from '../../mall/shoppers/middleware.ts';
import { refuseGone } from '../../mall/shoppers/store.ts';
import { consentsOf, putConsent } from './consents.ts';
import {
  addressOf,
  addressSubject,
  confirmContact,
  findContact,
  putContact,
  removeContact,
} from './contacts.ts';
import { Channels, ConfirmMail, PutConsent, PutMail } from './contract.ts';
import {
  CHANNEL_PACE,
  CODE_ADDRESS_PACE,
  CODE_MAIL_PACE,
  CODE_TRY_PACE,
  maskAddress,
  QUIET,
} from './rules.ts';

async function channelsOf(services: Services, mall: Mall, shopperId: string): Promise<Channels> {
  const { db } = services.database;
  const contact = await findContact(db, mall.id, shopperId);
  const address = contact && addressOf(services, contact);
  return {
    mail:
      contact && address !== undefined
        ? { address: maskAddress(address), confirmed: contact.confirmed_at !== null }
        : null,
    mailPossible: services.mail !== undefined,
    consents: await consentsOf(db, mall.id, shopperId),
    perWeek: mall.settings.alertsPerWeek,
    quiet: QUIET,
  };
}

/** How I may be reached, and for what. */
export function channelRoutes(services: Services) {
  const { database } = services;
  const shopper = requireShopper(services, { store: true });
  return router<WhoVariables>()
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/me/channels',
        operationId: 'getChannels',
        tags: ['inbox'],
        summary: 'How I may be reached, and what I agreed to',
        security: [{ shopper: [] }],
        middleware: [requireShopper(services, { store: false }), paced(services, CHANNEL_PACE)] as const,
        request: { params: MallParam },
        responses: { 200: json(Channels, 'My channels'), ...problems('sign-in-required') },
      }),
      async (c) => c.json(await channelsOf(services, c.get('mall'), shopperOf(c).shopperId), 200),
    )
    .openapi(
      createRoute({
        method: 'put',
        path: '/{mall}/me/channels/mail',
        operationId: 'putMailAddress',
        tags: ['inbox'],
        summary: 'My address: a code goes there, and nothing else before it is confirmed',
        description: 'Five codes an hour at most, for each shopper and each address.',
        security: [{ shopper: [] }],
        middleware: [shopper, paced(services, CODE_MAIL_PACE)] as const,
        request: { params: MallParam, body: jsonBody(PutMail) },
        responses: {
          200: json(Channels, 'My channels'),
          ...problems('sign-in-required', 'mail-unavailable'),
        },
      }),
      async (c) => {
        if (!services.mail) throw new Problem('mail-unavailable');
        const mall = c.get('mall');
        const { shopperId } = shopperOf(c);
        const body = c.req.valid('json');
        await services.pace.take(c, CODE_ADDRESS_PACE, [addressSubject(services, body.address)]);
        await database.write(async (trx) => {
          await refuseGone(trx, mall.id, shopperId);
          await putContact(trx, services, mall.id, shopperId, body);
        });
        return c.json(await channelsOf(services, mall, shopperId), 200);
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/{mall}/me/channels/mail',
        operationId: 'deleteMailAddress',
        tags: ['inbox'],
        summary: 'Forget my address',
        security: [{ shopper: [] }],
        middleware: [shopper, paced(services, CHANNEL_PACE)] as const,
        request: { params: MallParam },
        responses: { 200: json(Channels, 'My channels'), ...problems('sign-in-required') },
      }),
      async (c) => {
        const mall = c.get('mall');
        const { shopperId } = shopperOf(c);
        await database.write((trx) => removeContact(trx, services, mall.id, shopperId));
        return c.json(await channelsOf(services, mall, shopperId), 200);
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/{mall}/me/channels/mail/confirm',
        operationId: 'confirmMailAddress',
        tags: ['inbox'],
        summary: 'Show by its code that the address is mine',
        description: 'A code is good for 15 minutes and five tries.',
        security: [{ shopper: [] }],
        middleware: [shopper, paced(services, CODE_TRY_PACE)] as const,
        request: { params: MallParam, headers: IdempotencyHeader, body: jsonBody(ConfirmMail) },
        responses: {
          200: json(Channels, 'My channels'),
          ...problems('sign-in-required', 'code-refused', 'key-reused', 'in-flight'),
        },
      }),
      async (c) => {
        const mall = c.get('mall');
        const { shopperId } = shopperOf(c);
        const body = c.req.valid('json');
        const { result } = await once(c, database, {
          mallId: mall.id,
          actor: shopperId,
          body,
          now: services.now(),
          // Refused outside of the transaction: a wrong try stays counted.
          run: async (trx) => ({
            confirmed: await confirmContact(trx, services, mall.id, shopperId, body.code),
          }),
        });
        if (!result.confirmed) throw new Problem('code-refused');
        return c.json(await channelsOf(services, mall, shopperId), 200);
      },
    )
    .openapi(
      createRoute({
        method: 'put',
        path: '/{mall}/me/consents',
        operationId: 'putConsent',
        tags: ['inbox'],
        summary: 'Give a consent or take it back; what came of it is told at once',
        security: [{ shopper: [] }],
        middleware: [shopper, paced(services, CHANNEL_PACE)] as const,
        request: { params: MallParam, body: jsonBody(PutConsent) },
        responses: { 200: json(Channels, 'My channels'), ...problems('sign-in-required') },
      }),
      async (c) => {
        const mall = c.get('mall');
        const { shopperId } = shopperOf(c);
        await database.write(async (trx) => {
          await refuseGone(trx, mall.id, shopperId);
          await putConsent(trx, services, mall.id, shopperId, c.req.valid('json'));
        });
        return c.json(await channelsOf(services, mall, shopperId), 200);
      },
    );
}
