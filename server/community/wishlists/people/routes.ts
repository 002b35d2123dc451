import { createRoute } from '@hono/zod-openapi';
import { Problem } from '../../../base/http/problem.ts';
import { IdempotencyHeader, json, jsonBody, pathId, problems, router } from '../../../base/http/route.ts';
import type { Services } from '../../../base/services.ts';
import {
  memberOf,
  paced,
  require,
  requireShopper,
  shopperOf,
  type WhoVariables,
} from '../../../mall/shoppers/middleware.ts';
import { READ_PACE } from '../../../mall/shoppers/rules.ts';
import { writeOnce } from '../../../mall/shoppers/writing.ts';
import { accessTo, askingOf, findList, seen } from '../access.ts';
import { MyWishlist } from '../contract.ts';
import { listFor, myListView, WRITE_PACE, WRITE_REFUSALS } from '../list-routes.ts';
import { ListParam } from '../routes.ts';
import { writingOf } from '../store.ts';
import { AcceptInvitation, Invitation, ListPeople, PostInvitation } from './contract.ts';
import {
  acceptInvitation,
  endInvitations,
  insertInvitation,
  listPeople,
  madeInvitation,
  removePerson,
  takeBackInvitation,
} from './store.ts';

const PersonParam = ListParam.extend({ member: pathId('member', 'Id of the member.') });
const InvitationParam = ListParam.extend({ invitation: pathId('invitation', 'Id of the invitation.') });
/** Codes that are tried. */
const JOIN_PACE = { name: 'invitations', points: 20, seconds: 600 };

/** Who looks after a list besides its owner. */
export function wishlistPeopleRoutes(services: Services) {
  const { database, secrets } = services;
  const mayWrite = [require(services, 'write'), paced(services, WRITE_PACE)];

  return router<WhoVariables>()
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/wishlists/{id}/people',
        operationId: 'listWishlistPeople',
        tags: ['wishlists'],
        summary: 'Who looks after a list that I own or co-own; its owner also sees open invitations',
        security: [{ shopper: [] }],
        middleware: [requireShopper(services, { store: false }), paced(services, READ_PACE)],
        request: { params: ListParam },
        responses: {
          200: json(ListPeople, 'Who'),
          ...problems('sign-in-required', 'token-refused', 'token-expired', 'not-allowed'),
        },
      }),
      async (c) => {
        const mall = c.get('mall');
        const asking = askingOf(c);
        const { list, rights } = seen(
          await accessTo(database.db, services, mall, c.req.valid('param').id, asking),
        );
        if (!rights.edit) throw new Problem('not-allowed');
        return c.json(await listPeople(database.db, mall, list, rights.own, services.now()), 200);
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/{mall}/wishlists/{id}/invitations',
        operationId: 'inviteToWishlist',
        tags: ['wishlists'],
        summary: 'Invite others by link to look after a list of mine',
        security: [{ shopper: [] }],
        middleware: mayWrite,
        request: { params: ListParam, headers: IdempotencyHeader, body: jsonBody(PostInvitation) },
        responses: {
          201: json(Invitation, 'The invitation with its code'),
          ...problems(...WRITE_REFUSALS, 'not-allowed', 'quota-full', 'gone'),
        },
      }),
      async (c) => {
        const mall = c.get('mall');
        const body = c.req.valid('json');
        const writing = writingOf(services, mall);
        const result = await writeOnce(c, services, body, async (trx) => {
          const { list } = await listFor(trx, services, mall, c.req.valid('param').id, askingOf(c), 'own');
          return { invitation: await insertInvitation(trx, writing, secrets, list, body) };
        });
        const made = await madeInvitation(database.db, secrets, mall.id, result.invitation);
        if (!made) throw new Problem('gone');
        return c.json(made, 201);
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/{mall}/wishlists/{id}/invitations/{invitation}',
        operationId: 'takeBackInvitation',
        tags: ['wishlists'],
        summary: 'Take back an invitation to a list of mine; who accepted it stays',
        security: [{ shopper: [] }],
        middleware: mayWrite,
        request: { params: InvitationParam },
        responses: { 204: { description: 'Taken back' }, ...problems(...WRITE_REFUSALS, 'not-allowed') },
      }),
      async (c) => {
        const mall = c.get('mall');
        const { id, invitation } = c.req.valid('param');
        const writing = writingOf(services, mall);
        await database.write(async (trx) => {
          const { list } = await listFor(trx, services, mall, id, askingOf(c), 'own');
          if (!(await takeBackInvitation(trx, writing, list, invitation))) throw new Problem('not-found');
        });
        return c.body(null, 204);
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/{mall}/wishlists/{id}/join',
        operationId: 'acceptWishlistInvitation',
        tags: ['wishlists'],
        summary: 'Accept an invitation to look after a list; members only',
        security: [{ shopper: [] }],
        middleware: [require(services, 'write'), paced(services, JOIN_PACE)],
        request: { params: ListParam, headers: IdempotencyHeader, body: jsonBody(AcceptInvitation) },
        responses: {
          200: json(MyWishlist, 'The list'),
          ...problems(...WRITE_REFUSALS, 'own-thing', 'quota-full', 'gone'),
        },
      }),
      async (c) => {
        const mall = c.get('mall');
        const { id } = c.req.valid('param');
        const body = c.req.valid('json');
        const shopperId = memberOf(c);
        const writing = writingOf(services, mall);
        await writeOnce(c, services, body, async (trx) => {
          await acceptInvitation(trx, writing, await findList(trx, mall.id, id), body.code, shopperId);
          return { list: id };
        });
        return c.json(await myListView(services, mall, id, askingOf(c)), 200);
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/{mall}/wishlists/{id}/people/{member}',
        operationId: 'removeWishlistPerson',
        tags: ['wishlists'],
        summary: 'Leave a list, or (its owner) let somebody look after it no longer',
        security: [{ shopper: [] }],
        middleware: mayWrite,
        request: { params: PersonParam },
        responses: { 204: { description: 'Done' }, ...problems(...WRITE_REFUSALS, 'not-allowed') },
      }),
      async (c) => {
        const mall = c.get('mall');
        const { id, member } = c.req.valid('param');
        const writing = writingOf(services, mall);
        await database.write(async (trx) => {
          const { list, rights } = seen(await accessTo(trx, services, mall, id, askingOf(c)));
          if (!rights.own && member !== shopperOf(c).shopperId) throw new Problem('not-allowed');
          if (!(await removePerson(trx, writing, list, member))) throw new Problem('not-found');
          // Whoever was sent away still knows the code that they came by.
          if (member !== shopperOf(c).shopperId) await endInvitations(trx, list);
        });
        return c.body(null, 204);
      },
    );
}
