import { createRoute } from '@hono/zod-openapi';
import { Problem } from '../../base/http/problem.ts';
import { json, MallParam, pathId, problems, router } from '../../base/http/route.ts';
import type { Services } from '../../base/services.ts';
import type { Mall } from '../../mall/malls/rules.ts';
import { findProducts, publicProduct } from '../../mall/products/store.ts';
import { answerPublic } from '../../mall/shoppers/answer.ts';
import { authorsOf, formerAuthor } from '../../mall/shoppers/authors.ts';
import { findMember } from '../../mall/shoppers/members.ts';
import { paced, require, type WhoVariables } from '../../mall/shoppers/middleware.ts';
import { READ_PACE } from '../../mall/shoppers/rules.ts';
import { findStanding } from '../reputation/store.ts';
import { toReviews } from '../reviews/views.ts';
import { Profile, ProfileQuery } from './contract.ts';
import { countComments, countReviews, reviewsOf } from './store.ts';

const FIRST_PAGE = 10;
const MemberParam = MallParam.extend({ id: pathId('id', 'Id of the member, as `author.id` names it.') });

/** What everybody may know of a member. */
export function profileRoutes(services: Services) {
  const { database, publicUrl } = services;

  async function profileOf(
    mall: Mall,
    id: string,
    cursor: string | undefined,
    limit: number,
  ): Promise<Profile> {
    const { db } = database;
    const member = await findMember(db, mall.id, id);
    if (!member) throw new Problem('not-found');
    const { locale } = mall.settings;
    const { rows, next } = await reviewsOf(db, mall.id, id, cursor, limit);
    const products = await findProducts(db, mall.id, [...new Set(rows.map((row) => row.product))]);
    return {
      member: (await authorsOf(db, mall.id, [id], locale)).get(id) ?? formerAuthor(id, locale),
      joinedAt: member.joined_at,
      helped: (await findStanding(db, mall.id, id))?.helped ?? 0,
      reviewCount: await countReviews(db, mall.id, id),
      commentCount: await countComments(db, mall.id, id),
      reviews: { items: await toReviews(db, { mall, publicUrl }, rows), next },
      products: [...products.values()].map((row) => publicProduct(row, mall)),
    };
  }

  return router<WhoVariables>().openapi(
    createRoute({
      method: 'get',
      path: '/{mall}/members/{id}',
      operationId: 'getMember',
      tags: ['reputation'],
      summary: 'A member: their level, whom they helped, and their reviews, newest first',
      middleware: [require(services, 'read'), paced(services, READ_PACE)] as const,
      request: { params: MemberParam, query: ProfileQuery },
      responses: {
        200: json(Profile, 'The member'),
        ...problems('bad-cursor', 'sign-in-required', 'guest-not-allowed'),
      },
    }),
    async (c) => {
      const mall = c.get('mall');
      const { cursor, limit = FIRST_PAGE } = c.req.valid('query');
      const make = () => profileOf(mall, c.req.valid('param').id, cursor, limit);
      return answerPublic(c, services, make);
    },
  );
}
