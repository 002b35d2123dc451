import { createRoute } from '@hono/zod-openapi';
import { PageQuery } from '../../../base/http/contract.ts';
import { Problem } from '../../../base/http/problem.ts';
import { json, jsonBody, MallParam, pathId, problems, router } from '../../../base/http/route.ts';
import type { Services } from '../../../base/services.ts';
import {
  paced,
  require,
  requireShopper,
  shopperOf,
  type WhoVariables,
} from '../../../mall/shoppers/middleware.ts';
import { READ_PACE } from '../../../mall/shoppers/rules.ts';
import { writeAs } from '../../../mall/shoppers/writing.ts';
import { accessToWish, askingOf, findWish, seen } from '../access.ts';
import { Claim, LinkHeader } from '../contract.ts';
import { claimWish, dismissClaim, unclaimWish } from './claiming.ts';
import { MyClaimPage, PutClaim } from './contract.ts';
import { claimOn, myClaims } from './views.ts';

const WishParam = MallParam.extend({ id: pathId('id', 'Id of the wish.') });
/** What one shopper may begin and leave to give. */
export const CLAIM_PACE = { name: 'claims', points: 30, seconds: 60 };

/** "I will give this": hidden from whoever wishes. */
export function claimRoutes(services: Services) {
  const { database } = services;
  return router<WhoVariables>()
    .openapi(
      createRoute({
        method: 'put',
        path: '/{mall}/wishes/{id}/claim',
        operationId: 'claimWish',
        tags: ['wishlists'],
        summary: 'I will give this; again: how I want to be named, and that I have seen what changed',
        description:
          'One claim clears the product on all lists of whoever wishes it. Its owner and co-owners are always refused with `own-thing`, whether it is claimed or not, and see nothing of it before the day their list names.',
        security: [{ shopper: [] }],
        middleware: [require(services, 'write'), paced(services, CLAIM_PACE)] as const,
        request: { params: WishParam, headers: LinkHeader, body: jsonBody(PutClaim) },
        responses: {
          200: json(Claim, 'My claim'),
          ...problems(
            'sign-in-required',
            'guest-not-allowed',
            'own-thing',
            'already-taken',
            'quota-full',
            'gone',
          ),
        },
      }),
      async (c) => {
        const mall = c.get('mall');
        const { id } = c.req.valid('param');
        const { named } = c.req.valid('json');
        const { shopperId } = shopperOf(c);
        const asking = askingOf(c);
        await writeAs(c, services, async (trx) => {
          const access = seen(await accessToWish(trx, services, mall, id, asking));
          if (access.wish.state === 'removed') throw new Problem('not-found');
          await claimWish(trx, services, access, asking, { shopperId, named });
        });
        c.header('Cache-Control', 'no-store');
        const wish = await findWish(database.db, mall.id, id);
        const claim = wish && (await claimOn(database.db, mall, wish, shopperId));
        if (!claim) throw new Problem('gone');
        return c.json(claim, 200);
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/{mall}/wishes/{id}/claim',
        operationId: 'unclaimWish',
        tags: ['wishlists'],
        summary: 'I will not give this after all; also of a wish that I may no longer see, or that is gone',
        security: [{ shopper: [] }],
        middleware: [require(services, 'write'), paced(services, CLAIM_PACE)] as const,
        request: { params: WishParam, headers: LinkHeader },
        responses: {
          204: { description: 'There is no claim of mine' },
          ...problems('sign-in-required', 'guest-not-allowed', 'own-thing'),
        },
      }),
      async (c) => {
        const mall = c.get('mall');
        const { id } = c.req.valid('param');
        const { shopperId } = shopperOf(c);
        const asking = askingOf(c);
        await database.write(async (trx) => {
          const wish = await findWish(trx, mall.id, id);
          // One's own claim comes first: a giver who has become a co-owner, or may no longer look, can still leave it.
          if (wish && (await unclaimWish(trx, services, wish, shopperId))) return;
          if (await dismissClaim(trx, mall.id, id, shopperId)) return;
          if (!wish) throw new Problem('not-found');
          const access = await accessToWish(trx, services, mall, id, asking);
          const { role } = seen(access);
          if (role === 'owner' || role === 'co-owner') throw new Problem('own-thing');
          if (wish.state === 'removed') throw new Problem('not-found');
        });
        c.header('Cache-Control', 'no-store');
        return c.body(null, 204);
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/me/claims',
        operationId: 'listMyClaims',
        tags: ['wishlists'],
        summary: 'What I will give, newest first; also what is gone since, for 90 days',
        security: [{ shopper: [] }],
        middleware: [requireShopper(services, { store: false }), paced(services, READ_PACE)] as const,
        request: { params: MallParam, query: PageQuery },
        responses: {
          200: json(MyClaimPage, 'One page'),
          ...problems('bad-cursor', 'sign-in-required', 'token-refused', 'token-expired'),
        },
      }),
      async (c) => {
        const mall = c.get('mall');
        const { cursor, limit } = c.req.valid('query');
        const { shopperId } = shopperOf(c);
        const page = await myClaims(services, mall, askingOf(c), shopperId, cursor, limit ?? 20);
        return c.json(page, 200);
      },
    );
}
