import { createRoute } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { Problem } from '../../base/http/problem.ts';
import { type BaseVariables, json, MallParam, pathId, problems, router } from '../../base/http/route.ts';
import type { Services } from '../../base/services.ts';
import { findMember } from '../../mall/shoppers/members.ts';
import {
  paced,
  require,
  requireShopper,
  shopperOf,
  type WhoVariables,
} from '../../mall/shoppers/middleware.ts';
import { READ_PACE } from '../../mall/shoppers/rules.ts';
import { refuseGone } from '../../mall/shoppers/store.ts';
import { MyNeighbourhood, NeighbourPage, NeighbourQuery } from './contract.ts';
import type { Followed } from './followed.ts';
import { agree, follow, neighbourhoodOf, neighbourPage, part } from './store.ts';

const NEIGHBOUR_PACE = { name: 'neighbours', points: 60, seconds: 60 };
const PAGE = 30;
const BlogParam = MallParam.extend({ id: pathId('id', 'Id of the member whose blog it is.') });
const MemberParam = MallParam.extend({ member: pathId('member', 'Id of the member.') });
const REFUSALS = ['sign-in-required', 'guest-not-allowed', 'not-allowed', 'token-refused'] as const;

/** Who follows whose blog. Who they are only those who are in it see. */
export function neighbourRoutes(services: Services, blogs: Followed) {
  const { database } = services;
  const meeting = { ...services, blogs };
  const mayMeet = [require(services, 'write'), paced(services, NEIGHBOUR_PACE)];
  const own = [requireShopper(services, { store: false }), paced(services, READ_PACE)];

  /** Changes how two stand to each other, and tells how they do then. */
  async function change(
    c: Context<{ Variables: BaseVariables & WhoVariables }>,
    member: string,
    what: typeof follow,
    which: 'mine' | 'theirs',
  ): Promise<MyNeighbourhood> {
    const mallId = c.get('mall').id;
    const { shopperId, kind } = shopperOf(c);
    if (kind === 'guest') throw new Problem('guest-not-allowed');
    return database.write(async (trx) => {
      await refuseGone(trx, mallId, shopperId);
      if (!(await findMember(trx, mallId, member))) throw new Problem('not-found');
      const [follower, followed] = which === 'mine' ? [shopperId, member] : [member, shopperId];
      await what(trx, meeting, { mallId, follower, followed });
      return neighbourhoodOf(trx, mallId, shopperId, member);
    });
  }

  return router<WhoVariables>()
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/blogs/{id}/me',
        operationId: 'getMyNeighbourhood',
        tags: ['blogs'],
        summary: 'How a member and I stand to each other',
        security: [{ shopper: [] }],
        middleware: [...own, require(services, 'read')],
        request: { params: BlogParam },
        responses: { 200: json(MyNeighbourhood, 'What concerns me alone'), ...problems(...REFUSALS) },
      }),
      async (c) => {
        const { db } = database;
        const { id } = c.req.valid('param');
        const mallId = c.get('mall').id;
        if (!(await findMember(db, mallId, id))) throw new Problem('not-found');
        return c.json(await neighbourhoodOf(db, mallId, shopperOf(c).shopperId, id), 200);
      },
    )
    .openapi(
      createRoute({
        method: 'put',
        path: '/{mall}/blogs/{id}/neighbour',
        operationId: 'followBlog',
        tags: ['blogs'],
        summary: 'Follow a blog, or ask to where its member wants to be asked',
        security: [{ shopper: [] }],
        middleware: mayMeet,
        request: { params: BlogParam },
        responses: {
          200: json(MyNeighbourhood, 'As it is now'),
          ...problems(...REFUSALS, 'own-thing', 'quota-full'),
        },
      }),
      async (c) => c.json(await change(c, c.req.valid('param').id, follow, 'mine'), 200),
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/{mall}/blogs/{id}/neighbour',
        operationId: 'leaveBlog',
        tags: ['blogs'],
        summary: 'Follow a blog no longer, or ask no longer',
        security: [{ shopper: [] }],
        middleware: mayMeet,
        request: { params: BlogParam },
        responses: { 200: json(MyNeighbourhood, 'As it is now'), ...problems(...REFUSALS) },
      }),
      async (c) => c.json(await change(c, c.req.valid('param').id, part, 'mine'), 200),
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/me/neighbours',
        operationId: 'listMyNeighbours',
        tags: ['blogs'],
        summary: 'Whose blogs I follow, who follows mine, or who asks to',
        security: [{ shopper: [] }],
        middleware: own,
        request: { params: MallParam, query: NeighbourQuery },
        responses: { 200: json(NeighbourPage, 'One page'), ...problems('bad-cursor', ...REFUSALS) },
      }),
      async (c) => {
        const { who, cursor, limit = PAGE } = c.req.valid('query');
        const { shopperId } = shopperOf(c);
        return c.json(
          await neighbourPage(database.db, c.get('mall'), shopperId, { who, cursor, limit }),
          200,
        );
      },
    )
    .openapi(
      createRoute({
        method: 'put',
        path: '/{mall}/me/neighbours/{member}',
        operationId: 'agreeToNeighbour',
        tags: ['blogs'],
        summary: 'Say yes to a member who asks to follow my blog',
        security: [{ shopper: [] }],
        middleware: mayMeet,
        request: { params: MemberParam },
        responses: { 200: json(MyNeighbourhood, 'As it is now'), ...problems(...REFUSALS) },
      }),
      async (c) => c.json(await change(c, c.req.valid('param').member, agree, 'theirs'), 200),
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/{mall}/me/neighbours/{member}',
        operationId: 'removeNeighbour',
        tags: ['blogs'],
        summary: 'Let a member follow my blog no longer, or say no to one who asks',
        security: [{ shopper: [] }],
        middleware: mayMeet,
        request: { params: MemberParam },
        responses: { 200: json(MyNeighbourhood, 'As it is now'), ...problems(...REFUSALS) },
      }),
      async (c) => c.json(await change(c, c.req.valid('param').member, part, 'theirs'), 200),
    );
}
