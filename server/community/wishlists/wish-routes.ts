import { createRoute } from '@hono/zod-openapi';
import type { Trx } from '../../base/db/database.ts';
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
import type { Mall } from '../../mall/malls/rules.ts';
import { paced, require, shopperOf, type WhoVariables } from '../../mall/shoppers/middleware.ts';
import { writeAs, writeOnce } from '../../mall/shoppers/writing.ts';
import { type Access, type Asking, accessToWish, askingOf, findWish, seen } from './access.ts';
import { LinkHeader, PatchWish, PlaceWish, PostWish, TransferWish, Wish } from './contract.ts';
import { listFor, WRITE_REFUSALS } from './list-routes.ts';
import { placeWish } from './order.ts';
import { priorityRank } from './rules.ts';
import { announce, ensureDefault, writingOf } from './store.ts';
import type { WishRow } from './table.ts';
import { copyWish, moveWish, refuseTransfer } from './transfer.ts';
import { toWishes } from './views.ts';
import { addWish, canComeBack, editWish, removeWish, restoreWish } from './wishes.ts';

/** Hearts on a whole page of products, one after the other, are no haste. */
const WISH_PACE = { name: 'wishes', points: 120, seconds: 60 };
export const WishParam = MallParam.extend({ id: pathId('id', 'Id of the wish.') });

/** Adding, changing, ordering and taking off wishes. */
export function wishWriteRoutes(services: Services) {
  const { database } = services;
  const mayWrite = [require(services, 'write'), paced(services, WISH_PACE)];

  /** The wish right after it was changed; a repeat of an old request tells nothing that may not be seen any more. */
  async function view(mall: Mall, id: string, asking: Asking): Promise<Wish> {
    const found = seen(await accessToWish(database.db, services, mall, id, asking));
    const { wish, rights } = found;
    const [shown] = wish.state !== 'removed' ? await toWishes(database.db, mall, [wish], rights.edit) : [];
    if (!shown) throw new Problem(rights.edit ? 'gone' : 'not-found');
    return shown;
  }

  /** The wish, when it is there for whoever asks; what was taken off is gone for those who could bring it back. */
  async function there(
    trx: Trx,
    mall: Mall,
    id: string,
    asking: Asking,
  ): Promise<Access & { wish: WishRow }> {
    const found = seen(await accessToWish(trx, services, mall, id, asking));
    if (found.wish.state === 'removed') throw new Problem(found.rights.edit ? 'gone' : 'not-found');
    return found;
  }

  /** The same, for one who may change it. */
  async function own(trx: Trx, mall: Mall, id: string, asking: Asking): Promise<Access & { wish: WishRow }> {
    const found = await there(trx, mall, id, asking);
    if (!found.rights.edit) throw new Problem('not-allowed');
    return found;
  }

  return router<WhoVariables>()
    .openapi(
      createRoute({
        method: 'post',
        path: '/{mall}/wishes',
        operationId: 'createWish',
        tags: ['wishlists'],
        summary: 'Put a product on a list, anew or back with all that hung on it',
        security: [{ shopper: [] }],
        middleware: mayWrite,
        request: { params: MallParam, headers: IdempotencyHeader, body: jsonBody(PostWish) },
        responses: {
          200: json(Wish, 'The wish, which is on the list already'),
          201: json(Wish, 'The wish'),
          ...problems(...WRITE_REFUSALS, 'not-allowed', 'quota-full', 'gone'),
        },
      }),
      async (c) => {
        const mall = c.get('mall');
        const body = c.req.valid('json');
        const { shopperId } = shopperOf(c);
        const writing = writingOf(services, mall);
        const result = await writeOnce(c, services, body, async (trx) => {
          const list = body.list
            ? (await listFor(trx, services, mall, body.list, askingOf(c), 'edit')).list
            : await ensureDefault(trx, writing, shopperId);
          const { wish, made } = await addWish(trx, writing, list, {
            product: body.product,
            options: JSON.stringify(body.options),
            note: body.note,
            quantity: body.quantity,
            priority: priorityRank(body.priority),
            seenUrl: body.seen?.url,
          });
          return { wish: wish.wish_id, made };
        });
        return c.json(await view(mall, result.wish, askingOf(c)), result.made ? 201 : 200);
      },
    )
    .openapi(
      createRoute({
        method: 'patch',
        path: '/{mall}/wishes/{id}',
        operationId: 'editWish',
        tags: ['wishlists'],
        summary: 'Change a wish on a list that I own or co-own',
        security: [{ shopper: [] }],
        middleware: mayWrite,
        request: { params: WishParam, body: jsonBody(PatchWish) },
        responses: {
          200: json(Wish, 'The wish'),
          ...problems(...WRITE_REFUSALS, 'not-allowed', 'changed-meanwhile', 'gone'),
        },
      }),
      async (c) => {
        const mall = c.get('mall');
        const { id } = c.req.valid('param');
        const { version, options, note, quantity, priority } = c.req.valid('json');
        const writing = writingOf(services, mall);
        await writeAs(c, services, async (trx) => {
          const { wish } = await own(trx, mall, id, askingOf(c));
          if (wish.version !== version) throw new Problem('changed-meanwhile');
          await editWish(trx, writing, wish, {
            ...(options !== undefined && { options: JSON.stringify(options) }),
            ...(note !== undefined && { note }),
            ...(quantity !== undefined && { quantity }),
            ...(priority !== undefined && { priority: priorityRank(priority) }),
          });
        });
        return c.json(await view(mall, id, askingOf(c)), 200);
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/{mall}/wishes/{id}',
        operationId: 'removeWish',
        tags: ['wishlists'],
        summary: 'Take a wish off; for 30 days it may come back with all that hung on it',
        security: [{ shopper: [] }],
        middleware: mayWrite,
        request: { params: WishParam },
        responses: {
          204: { description: 'Taken off' },
          ...problems(...WRITE_REFUSALS, 'not-allowed', 'gone'),
        },
      }),
      async (c) => {
        const mall = c.get('mall');
        const writing = writingOf(services, mall);
        await writeAs(c, services, async (trx) => {
          const { wish } = await own(trx, mall, c.req.valid('param').id, askingOf(c));
          await removeWish(trx, writing, wish);
        });
        return c.body(null, 204);
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/{mall}/wishes/{id}/restore',
        operationId: 'restoreWish',
        tags: ['wishlists'],
        summary: 'Bring back a wish that was taken off less than 30 days ago',
        security: [{ shopper: [] }],
        middleware: mayWrite,
        request: { params: WishParam, headers: IdempotencyHeader },
        responses: {
          200: json(Wish, 'The wish, back in its place'),
          ...problems(...WRITE_REFUSALS, 'not-allowed', 'quota-full', 'gone'),
        },
      }),
      async (c) => {
        const mall = c.get('mall');
        const { id } = c.req.valid('param');
        const writing = writingOf(services, mall);
        await writeOnce(c, services, null, async (trx) => {
          const { wish, list, rights } = seen(await accessToWish(trx, services, mall, id, askingOf(c)));
          if (!rights.edit) throw new Problem(wish.state === 'removed' ? 'not-found' : 'not-allowed');
          if (wish.state === 'removed') {
            if (!canComeBack(wish, writing.now())) throw new Problem('gone');
            await restoreWish(trx, writing, list, wish);
          }
          return { wish: id };
        });
        return c.json(await view(mall, id, askingOf(c)), 200);
      },
    )
    .openapi(
      createRoute({
        method: 'put',
        path: '/{mall}/wishes/{id}/place',
        operationId: 'placeWish',
        tags: ['wishlists'],
        summary: 'Give a wish another place on its list',
        security: [{ shopper: [] }],
        middleware: mayWrite,
        request: { params: WishParam, body: jsonBody(PlaceWish) },
        responses: {
          204: { description: 'It stands there' },
          ...problems(...WRITE_REFUSALS, 'not-allowed', 'gone'),
        },
      }),
      async (c) => {
        const mall = c.get('mall');
        const { id } = c.req.valid('param');
        const { after } = c.req.valid('json');
        const writing = writingOf(services, mall);
        await writeAs(c, services, async (trx) => {
          const { wish } = await own(trx, mall, id, askingOf(c));
          if (after === id) return;
          const before = after === null ? null : ((await findWish(trx, mall.id, after)) ?? undefined);
          if (before === undefined || (before && before.list_id !== wish.list_id))
            throw new Problem('not-found');
          await placeWish(trx, wish, before);
          await announce(trx, writing, 'wish.placed', wish);
        });
        return c.body(null, 204);
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/{mall}/wishes/{id}/transfer',
        operationId: 'transferWish',
        tags: ['wishlists'],
        summary: 'Move a wish to another list, or copy it there',
        security: [{ shopper: [] }],
        middleware: mayWrite,
        request: {
          params: WishParam,
          headers: IdempotencyHeader.extend(LinkHeader.shape),
          body: jsonBody(TransferWish),
        },
        responses: {
          200: json(Wish, 'The wish on the other list'),
          ...problems(...WRITE_REFUSALS, 'not-allowed', 'quota-full', 'gone'),
        },
      }),
      async (c) => {
        const mall = c.get('mall');
        const { id } = c.req.valid('param');
        const body = c.req.valid('json');
        const writing = writingOf(services, mall);
        const result = await writeOnce(c, services, body, async (trx) => {
          const from = await there(trx, mall, id, askingOf(c));
          const to = await listFor(trx, services, mall, body.to, askingOf(c), 'edit');
          refuseTransfer(from, to, body.copy);
          const wish = body.copy
            ? await copyWish(trx, writing, from, from.wish, to.list)
            : await moveWish(trx, writing, from, from.wish, to.list);
          return { wish };
        });
        return c.json(await view(mall, result.wish, askingOf(c)), 200);
      },
    );
}
