import { createRoute } from '@hono/zod-openapi';
import { Problem } from '../../../base/http/problem.ts';
import { json, jsonBody, MallParam, pathId, problems, router } from '../../../base/http/route.ts';
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
import { writeAs } from '../../../mall/shoppers/writing.ts';
import { type Access, accessToWish, askingOf, findWish, seen } from '../access.ts';
import { CLAIM_PACE } from '../claims/routes.ts';
import { LinkHeader } from '../contract.ts';
import type { WishRow } from '../table.ts';
import { MyPartsGiven, PutPart, WishParts } from './contract.ts';
import { dropPart, putPart, refuseOwn } from './store.ts';
import { myParts, wishParts } from './views.ts';

export const WishParam = MallParam.extend({ id: pathId('id', 'Id of the wish.') });

export const there = (found: (Access & { wish: WishRow }) | undefined): Access & { wish: WishRow } => {
  const access = seen(found);
  if (access.wish.state === 'removed') throw new Problem('not-found');
  return access;
};

/** Parts of a wish, in points: hidden from whoever wishes. */
export function partRoutes(services: Services) {
  const { database } = services;
  return router<WhoVariables>()
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/wishes/{id}/part',
        operationId: 'wishParts',
        tags: ['wishlists'],
        summary: 'What has been set aside for a wish, and what is still missing',
        description:
          'For members who may give. Its owner and co-owners are always refused with `own-thing`, whether anything has been set aside or not.',
        security: [{ shopper: [] }],
        middleware: [requireShopper(services, { store: false }), paced(services, READ_PACE)] as const,
        request: { params: WishParam, headers: LinkHeader },
        responses: {
          200: json(WishParts, 'As it stands'),
          ...problems('sign-in-required', 'guest-not-allowed', 'own-thing', 'token-refused', 'token-expired'),
        },
      }),
      async (c) => {
        const mall = c.get('mall');
        const shopperId = memberOf(c);
        const { db } = database;
        const access = there(await accessToWish(db, services, mall, c.req.valid('param').id, askingOf(c)));
        await refuseOwn(db, access, shopperId);
        return c.json(await wishParts(db, mall, access.wish, shopperId, services.now()), 200);
      },
    )
    .openapi(
      createRoute({
        method: 'put',
        path: '/{mall}/wishes/{id}/part',
        operationId: 'putWishPart',
        tags: ['wishlists'],
        summary: 'Set points of mine aside for a wish; again: another amount, or another way to be named',
        description:
          'They stay mine until all parts are the price: then all of them go to whoever wishes, on the day their list names, or at once where it names none. A part is let go after 30 days, or when the day of the occasion is over; when the wish is gone, or somebody gives it whole; and as far as the price falls below what was set aside. Owner and co-owners are always refused with `own-thing` and see nothing of it.',
        security: [{ shopper: [] }],
        middleware: [require(services, 'write'), paced(services, CLAIM_PACE)] as const,
        request: { params: WishParam, headers: LinkHeader, body: jsonBody(PutPart) },
        responses: {
          200: json(WishParts, 'As it stands now'),
          ...problems(
            'sign-in-required',
            'guest-not-allowed',
            'own-thing',
            'already-taken',
            'not-now',
            'more-than-needed',
            'points-short',
            'quota-full',
            'gone',
          ),
        },
      }),
      async (c) => {
        const mall = c.get('mall');
        const { id } = c.req.valid('param');
        const body = c.req.valid('json');
        const shopperId = memberOf(c);
        const asking = askingOf(c);
        await writeAs(c, services, async (trx) => {
          const access = there(await accessToWish(trx, services, mall, id, asking));
          await putPart(trx, services, mall, access, asking, { shopperId, ...body });
        });
        c.header('Cache-Control', 'no-store');
        const wish = await findWish(database.db, mall.id, id);
        if (!wish) throw new Problem('gone');
        return c.json(await wishParts(database.db, mall, wish, shopperId, services.now()), 200);
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/{mall}/wishes/{id}/part',
        operationId: 'dropWishPart',
        tags: ['wishlists'],
        summary: 'Let my part go; also of a wish that I may no longer see, or that is gone',
        security: [{ shopper: [] }],
        middleware: [require(services, 'write'), paced(services, CLAIM_PACE)] as const,
        request: { params: WishParam, headers: LinkHeader },
        responses: {
          204: { description: 'No part of mine is held' },
          ...problems('sign-in-required', 'guest-not-allowed', 'own-thing'),
        },
      }),
      async (c) => {
        const mall = c.get('mall');
        const { id } = c.req.valid('param');
        const shopperId = memberOf(c);
        const asking = askingOf(c);
        await database.write(async (trx) => {
          // One's own comes first: a giver who has become a co-owner, or may no longer look, can still let it go.
          if (await dropPart(trx, services, mall.id, id, shopperId)) return;
          const access = there(await accessToWish(trx, services, mall, id, asking));
          await refuseOwn(trx, access, shopperId);
        });
        c.header('Cache-Control', 'no-store');
        return c.body(null, 204);
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/me/parts',
        operationId: 'listMyParts',
        tags: ['wishlists'],
        summary: 'What I have set aside for wishes, newest first',
        security: [{ shopper: [] }],
        middleware: [requireShopper(services, { store: false }), paced(services, READ_PACE)] as const,
        request: { params: MallParam },
        responses: {
          200: json(MyPartsGiven, 'All of them'),
          ...problems('sign-in-required', 'token-refused', 'token-expired'),
        },
      }),
      async (c) => {
        const { shopperId } = shopperOf(c);
        return c.json(await myParts(services, c.get('mall'), askingOf(c), shopperId), 200);
      },
    );
}
