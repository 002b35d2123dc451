import { createRoute } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Reader } from '../../base/db/database.ts';
import { PageQuery } from '../../base/http/contract.ts';
import { toJson } from '../../base/http/ready.ts';
import {
  type BaseVariables,
  json,
  MallParam,
  noStore,
  pathId,
  problems,
  router,
} from '../../base/http/route.ts';
import type { Services } from '../../base/services.ts';
import { type Mall, publicMall } from '../../mall/malls/rules.ts';
import { answerPublic } from '../../mall/shoppers/answer.ts';
import {
  paced,
  require,
  requireShopper,
  shopperOf,
  type WhoVariables,
} from '../../mall/shoppers/middleware.ts';
import { READ_PACE } from '../../mall/shoppers/rules.ts';
import { findShopper } from '../../mall/shoppers/store.ts';
import { type Access, accessTo, askingOf, seen } from './access.ts';
import { claimsSeen } from './claims/store.ts';
import {
  LINK_HEADER,
  LinkHeader,
  MyPart,
  MyPartQuery,
  MyWishlistPage,
  SharedList,
  WishlistPage,
  WishPage,
} from './contract.ts';
import { myComments, myLists, publicLists } from './lists.ts';
import { productsOf, toMyWishlists, toWishlists, wishPage } from './views.ts';

const PAGE = 20;
export const ListParam = MallParam.extend({ id: pathId('id', 'Id of the list.') });
const MemberParam = MallParam.extend({ id: pathId('id', 'Id of the member, as `owner.id` names it.') });

/** Reading lists. What is public is answered from kept bytes to those who are nobody; all else is kept nowhere. */
export function wishlistRoutes(services: Services) {
  const { database, secrets } = services;

  /** Kept bytes are told apart by their address alone: who brings a link gets an answer made for them. */
  function answerShared(
    c: Context<{ Variables: BaseVariables & WhoVariables }>,
    make: () => Promise<unknown>,
  ): Promise<never> {
    if (c.req.header(LINK_HEADER) === undefined) return answerPublic(c, services, make);
    noStore(c);
    c.header('Content-Type', 'application/json');
    return make().then((value) => c.body(toJson(value), 200) as never);
  }

  const access = async (
    c: Context<{ Variables: BaseVariables & WhoVariables }>,
    id: string,
  ): Promise<Access> => seen(await accessTo(database.db, services, c.get('mall'), id, askingOf(c)));

  async function listsOfMember(
    db: Reader,
    mall: Mall,
    id: string,
    cursor: string | undefined,
    limit: number,
  ) {
    const row = await findShopper(db, mall.id, id);
    const isThere = row?.kind === 'member' && row.joined_at !== null && row.erased_at === null;
    seen(isThere && row.merged_into === null ? row : undefined);
    const { rows, next } = await publicLists(db, mall.id, id, cursor, limit);
    return { items: await toWishlists(db, mall, rows), next };
  }

  const readable = [require(services, 'read'), paced(services, READ_PACE)];
  const refusals = ['sign-in-required', 'guest-not-allowed'] as const;
  const own = [requireShopper(services, { store: false }), paced(services, READ_PACE)];
  const ownRefusals = ['sign-in-required', 'token-refused', 'token-expired'] as const;

  return router<WhoVariables>()
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/wishlists/{id}',
        operationId: 'getWishlist',
        tags: ['wishlists'],
        summary: 'A list with its first wishes, for whoever may see it',
        middleware: readable,
        request: { params: ListParam, headers: LinkHeader, query: PageQuery.pick({ limit: true }) },
        responses: { 200: json(SharedList, 'The list'), ...problems(...refusals) },
      }),
      (c) => {
        const mall = c.get('mall');
        const { limit = PAGE } = c.req.valid('query');
        return answerShared(c, async () => {
          // Read first: what happens meanwhile is then told again by the stream, never missed.
          const position = await services.hub.head(mall.id);
          const { list, rights } = await access(c, c.req.valid('param').id);
          const [shown] = await toWishlists(database.db, mall, [list]);
          const wishes = await wishPage(database.db, mall, list, rights.edit, { limit });
          return { mall: publicMall(mall), list: shown, wishes, position };
        });
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/wishlists/{id}/wishes',
        operationId: 'listWishes',
        tags: ['wishlists'],
        summary: "The wishes of a list, in its owner's order",
        middleware: readable,
        request: { params: ListParam, headers: LinkHeader, query: PageQuery },
        responses: { 200: json(WishPage, 'One page'), ...problems('bad-cursor', ...refusals) },
      }),
      (c) => {
        const mall = c.get('mall');
        const { cursor, limit = PAGE } = c.req.valid('query');
        return answerShared(c, async () => {
          const { list, rights } = await access(c, c.req.valid('param').id);
          return wishPage(database.db, mall, list, rights.edit, { cursor, limit });
        });
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/wishlists/{id}/me',
        operationId: 'getMyPartOfWishlist',
        tags: ['wishlists'],
        summary: 'What concerns me alone on a list: my role, the claims I may see, my comments',
        security: [{ shopper: [] }],
        middleware: [...own, require(services, 'read')],
        request: { params: ListParam, headers: LinkHeader, query: MyPartQuery },
        responses: { 200: json(MyPart, 'Mine'), ...problems('guest-not-allowed', ...ownRefusals) },
      }),
      async (c) => {
        const mall = c.get('mall');
        const { shopperId } = shopperOf(c);
        const wishes = [...new Set(c.req.valid('query').wish)];
        const found = await access(c, c.req.valid('param').id);
        return c.json(
          {
            role: found.role,
            claims: await claimsSeen(database.db, mall, found, c.get('who'), wishes, services.now()),
            comments: await myComments(database.db, mall.id, found.list.list_id, wishes, shopperId),
          },
          200,
        );
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/me/wishlists',
        operationId: 'listMyWishlists',
        tags: ['wishlists'],
        summary: 'The lists that I own or look after',
        security: [{ shopper: [] }],
        middleware: own,
        request: { params: MallParam, query: PageQuery },
        responses: { 200: json(MyWishlistPage, 'One page'), ...problems('bad-cursor', ...ownRefusals) },
      }),
      async (c) => {
        const mall = c.get('mall');
        const { cursor, limit = PAGE } = c.req.valid('query');
        const { db } = database;
        const { rows, next } = await myLists(db, mall.id, shopperOf(c).shopperId, cursor, limit);
        const items = await toMyWishlists({ db, mall, secrets }, rows);
        const products = await productsOf(
          db,
          mall,
          items.flatMap((item) => item.products),
        );
        return c.json({ mall: publicMall(mall), items, products, next }, 200);
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/members/{id}/wishlists',
        operationId: 'listMemberWishlists',
        tags: ['wishlists'],
        summary: "A member's public lists",
        middleware: readable,
        request: { params: MemberParam, query: PageQuery },
        responses: { 200: json(WishlistPage, 'One page'), ...problems('bad-cursor', ...refusals) },
      }),
      (c) => {
        const { cursor, limit = PAGE } = c.req.valid('query');
        const make = () => listsOfMember(database.db, c.get('mall'), c.req.valid('param').id, cursor, limit);
        return answerPublic(c, services, make);
      },
    );
}
