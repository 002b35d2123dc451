import { createRoute } from '@hono/zod-openapi';
import type { Trx } from '../../base/db/database.ts';
import { Problem } from '../../base/http/problem.ts';
import { IdempotencyHeader, json, jsonBody, MallParam, problems, router } from '../../base/http/route.ts';
import type { Services } from '../../base/services.ts';
import type { Mall } from '../../mall/malls/rules.ts';
import { paced, require, shopperOf, type WhoVariables } from '../../mall/shoppers/middleware.ts';
import { writeAs, writeOnce } from '../../mall/shoppers/writing.ts';
import { type Access, type Asking, accessTo, askingOf, seen } from './access.ts';
import { MyWishlist, PatchWishlist, PostWishlist } from './contract.ts';
import { ListParam } from './routes.ts';
import { dayIn, mayFixDay } from './rules.ts';
import { changeList, deleteList, insertList, writingOf } from './store.ts';
import { toMyWishlists } from './views.ts';

export const WRITE_PACE = { name: 'wishlists', points: 30, seconds: 60 };
export const WRITE_REFUSALS = [
  'sign-in-required',
  'guest-not-allowed',
  'token-refused',
  'token-expired',
] as const;

/**
 * The list, for one who may do this with it; asked in the very transaction that writes.
 *
 * @throws Problem not-found, not-allowed for one who may see the list and no more
 */
export async function listFor(
  trx: Trx,
  services: Services,
  mall: Mall,
  id: string,
  asking: Asking,
  right: 'edit' | 'own',
): Promise<Access> {
  const access = seen(await accessTo(trx, services, mall, id, asking));
  if (!access.rights[right]) throw new Problem('not-allowed');
  return access;
}

/** How a list looks to one who owns it or looks after it, right after they changed it. */
export async function myListView(
  services: Services,
  mall: Mall,
  id: string,
  asking: Asking,
): Promise<MyWishlist> {
  const { database, secrets } = services;
  const access = await accessTo(database.db, services, mall, id, asking);
  if (!access?.role) throw new Problem('gone');
  const [view] = await toMyWishlists({ db: database.db, mall, secrets }, [
    { list: access.list, role: access.role },
  ]);
  return view as MyWishlist;
}

/** What the owner alone decides. */
const OWNERS = ['visibility'] as const;

/** Making, changing and deleting lists. */
export function wishlistWriteRoutes(services: Services) {
  const { database } = services;
  const mayWrite = [require(services, 'write'), paced(services, WRITE_PACE)];

  function refuseDay(mall: Mall, before: string | null, after: string | null): void {
    if (!mayFixDay(before, after, dayIn(mall.settings.timeZone, services.now())))
      throw new Problem('day-fixed', { detail: 'claimsHiddenUntil only moves to later days' });
  }

  return router<WhoVariables>()
    .openapi(
      createRoute({
        method: 'post',
        path: '/{mall}/wishlists',
        operationId: 'createWishlist',
        tags: ['wishlists'],
        summary: 'Make a list',
        security: [{ shopper: [] }],
        middleware: mayWrite,
        request: { params: MallParam, headers: IdempotencyHeader, body: jsonBody(PostWishlist) },
        responses: {
          201: json(MyWishlist, 'The list'),
          ...problems(...WRITE_REFUSALS, 'day-fixed', 'quota-full', 'gone'),
        },
      }),
      async (c) => {
        const mall = c.get('mall');
        const body = c.req.valid('json');
        const { shopperId } = shopperOf(c);
        const writing = writingOf(services, mall);
        const result = await writeOnce(c, services, body, async (trx) => {
          refuseDay(mall, null, body.claimsHiddenUntil);
          const list = await insertList(trx, writing, shopperId, {
            name: body.name,
            occasion: body.occasion,
            occasion_on: body.occasionOn,
            visibility: body.visibility,
            comments_open: body.commentsOpen ? 1 : 0,
            claims_hidden_until: body.claimsHiddenUntil,
          });
          return { list: list.list_id };
        });
        return c.json(await myListView(services, mall, result.list, askingOf(c)), 201);
      },
    )
    .openapi(
      createRoute({
        method: 'patch',
        path: '/{mall}/wishlists/{id}',
        operationId: 'editWishlist',
        tags: ['wishlists'],
        summary: 'Change a list that I own or co-own; who may see it is for its owner to say',
        security: [{ shopper: [] }],
        middleware: mayWrite,
        request: { params: ListParam, body: jsonBody(PatchWishlist) },
        responses: {
          200: json(MyWishlist, 'The list'),
          ...problems(...WRITE_REFUSALS, 'not-allowed', 'changed-meanwhile', 'day-fixed'),
        },
      }),
      async (c) => {
        const mall = c.get('mall');
        const { id } = c.req.valid('param');
        const { version, ...patch } = c.req.valid('json');
        const right = OWNERS.some((one) => patch[one] !== undefined) ? 'own' : 'edit';
        const writing = writingOf(services, mall);
        await writeAs(c, services, async (trx) => {
          const { list } = await listFor(trx, services, mall, id, askingOf(c), right);
          if (list.version !== version) throw new Problem('changed-meanwhile');
          if (patch.claimsHiddenUntil !== undefined)
            refuseDay(mall, list.claims_hidden_until, patch.claimsHiddenUntil);
          await changeList(trx, writing, list, {
            ...(patch.name !== undefined && { name: patch.name }),
            ...(patch.occasion !== undefined && { occasion: patch.occasion }),
            ...(patch.occasionOn !== undefined && { occasion_on: patch.occasionOn }),
            ...(patch.visibility !== undefined && { visibility: patch.visibility }),
            ...(patch.commentsOpen !== undefined && { comments_open: patch.commentsOpen ? 1 : 0 }),
            ...(patch.claimsHiddenUntil !== undefined && { claims_hidden_until: patch.claimsHiddenUntil }),
          });
        });
        return c.json(await myListView(services, mall, id, askingOf(c)), 200);
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/{mall}/wishlists/{id}',
        operationId: 'deleteWishlist',
        tags: ['wishlists'],
        summary: 'Delete a list of mine with all its wishes, at once and for good',
        security: [{ shopper: [] }],
        middleware: mayWrite,
        request: { params: ListParam },
        responses: { 204: { description: 'Deleted' }, ...problems(...WRITE_REFUSALS, 'not-allowed') },
      }),
      async (c) => {
        const mall = c.get('mall');
        const writing = writingOf(services, mall);
        await database.write(async (trx) => {
          const { list } = await listFor(trx, services, mall, c.req.valid('param').id, askingOf(c), 'own');
          await deleteList(trx, writing, list);
        });
        return c.body(null, 204);
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/{mall}/wishlists/{id}/link',
        operationId: 'renewWishlistLink',
        tags: ['wishlists'],
        summary: 'Take back the link of a list of mine: the old one opens nothing from then on',
        security: [{ shopper: [] }],
        middleware: mayWrite,
        request: { params: ListParam, headers: IdempotencyHeader },
        responses: {
          200: json(MyWishlist, 'The list with its new link'),
          ...problems(...WRITE_REFUSALS, 'not-allowed', 'gone'),
        },
      }),
      async (c) => {
        const mall = c.get('mall');
        const { id } = c.req.valid('param');
        const writing = writingOf(services, mall);
        await writeOnce(c, services, null, async (trx) => {
          const { list } = await listFor(trx, services, mall, id, askingOf(c), 'own');
          await changeList(trx, writing, list, { link_version: list.link_version + 1 });
          return { list: list.list_id };
        });
        return c.json(await myListView(services, mall, id, askingOf(c)), 200);
      },
    );
}
