import { createRoute } from '@hono/zod-openapi';
import { Problem } from '../../../base/http/problem.ts';
import { IdempotencyHeader, json, jsonBody, problems, router } from '../../../base/http/route.ts';
import type { Services } from '../../../base/services.ts';
import { memberOf, paced, require, type WhoVariables } from '../../../mall/shoppers/middleware.ts';
import { writeOnce } from '../../../mall/shoppers/writing.ts';
import { accessToWish, askingOf } from '../access.ts';
import { CLAIM_PACE } from '../claims/routes.ts';
import { LinkHeader } from '../contract.ts';
import { PostWishClub, WishClub } from '../parts/contract.ts';
import { there, WishParam } from '../parts/routes.ts';
import { startClub } from './store.ts';

/** "Let us save for this together": a wish becomes a club, kept from whoever wishes. */
export function wishClubRoutes(services: Services) {
  const { database } = services;
  return router<WhoVariables>().openapi(
    createRoute({
      method: 'post',
      path: '/{mall}/wishes/{id}/club',
      operationId: 'startClubForWish',
      tags: ['wishlists'],
      summary: 'Start a club that collects for a wish',
      description:
        'Its price is the goal, whoever wishes it the one it is for. It is kept from them until the day that their list names, else that of its occasion, else the end of the club. While it collects nobody else gives the wish; what was set aside for it before is let go. Reaching its goal clears the wish on all lists, and a club whose points go back frees it. Owner and co-owners are always refused with `own-thing`.',
      security: [{ shopper: [] }],
      middleware: [require(services, 'write'), paced(services, CLAIM_PACE)] as const,
      request: {
        params: WishParam,
        headers: IdempotencyHeader.extend(LinkHeader.shape),
        body: jsonBody(PostWishClub),
      },
      responses: {
        201: json(WishClub, 'The club'),
        ...problems(
          'sign-in-required',
          'guest-not-allowed',
          'own-thing',
          'already-taken',
          'not-now',
          'day-fixed',
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
      const result = await writeOnce(c, services, body, async (trx) => {
        const access = there(await accessToWish(trx, services, mall, id, asking));
        return { club: await startClub(trx, services, mall, access, shopperId, body) };
      });
      c.header('Cache-Control', 'no-store');
      const club = await database.db
        .selectFrom('clubs')
        .select(['club_id', 'secret_until'])
        .where('mall_id', '=', mall.id)
        .where('club_id', '=', result.club)
        .executeTakeFirst();
      if (!club) throw new Problem('gone');
      return c.json({ club: club.club_id, secretUntil: club.secret_until }, 201);
    },
  );
}
