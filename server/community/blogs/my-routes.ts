import { createRoute } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { Problem } from '../../base/http/problem.ts';
import {
  type BaseVariables,
  json,
  jsonBody,
  MallParam,
  noStore,
  problems,
  router,
} from '../../base/http/route.ts';
import type { Services } from '../../base/services.ts';
import {
  paced,
  require,
  requireShopper,
  shopperOf,
  type WhoVariables,
} from '../../mall/shoppers/middleware.ts';
import { READ_PACE } from '../../mall/shoppers/rules.ts';
import { refuseGone } from '../../mall/shoppers/store.ts';
import { attachPhotos, setHidden } from '../media/store.ts';
import { MyBlog, PatchBlog, PutBoards } from './contract.ts';
import { unpinAll } from './front/pins.ts';
import { HEADER } from './hiding.ts';
import { looksColumns } from './rules.ts';
import { announce, changeBlog, ensureBlog, findBlog, putBoards } from './store.ts';
import { removeSeen } from './stories/media.ts';
import { viewingOf } from './viewing.ts';
import { toMyBlog } from './views.ts';

export const WRITE_PACE = { name: 'blogs', points: 30, seconds: 60 };
export const OWN_REFUSALS = [
  'sign-in-required',
  'guest-not-allowed',
  'token-refused',
  'token-expired',
] as const;
export const WRITE_REFUSALS = [...OWN_REFUSALS, 'gone'] as const;

type Asked = Context<{ Variables: BaseVariables & WhoVariables }>;

/** The member who asks: guests have no blog, and nothing that hangs on one. */
export function memberOf(c: Asked): string {
  const { shopperId, kind } = shopperOf(c);
  if (kind === 'guest') throw new Problem('guest-not-allowed');
  return shopperId;
}

/** My own blog, and how it looks. */
export function myBlogRoutes(services: Services) {
  const { database, now } = services;
  const own = [requireShopper(services, { store: false }), paced(services, READ_PACE)];
  const mayWrite = [require(services, 'write'), paced(services, WRITE_PACE)];
  const mine = (c: Asked) =>
    toMyBlog(viewingOf(services, c.get('mall')), memberOf(c), c.get('signedAs')?.name ?? null);

  return router<WhoVariables>()
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/me/blog',
        operationId: 'getMyBlog',
        tags: ['blogs'],
        summary: 'My blog, with what concerns me alone',
        security: [{ shopper: [] }],
        middleware: own,
        request: { params: MallParam },
        responses: { 200: json(MyBlog, 'Mine'), ...problems(...OWN_REFUSALS) },
      }),
      async (c) => c.json(await mine(c), 200),
    )
    .openapi(
      createRoute({
        method: 'patch',
        path: '/{mall}/me/blog',
        operationId: 'editMyBlog',
        tags: ['blogs'],
        summary: 'Change how my blog is called, what it says, how it looks and sounds',
        description:
          'What the mall has hidden of it stays hidden, whatever is put in its place, until the mall shows it again.',
        security: [{ shopper: [] }],
        middleware: mayWrite,
        request: { params: MallParam, body: jsonBody(PatchBlog) },
        responses: { 200: json(MyBlog, 'Mine'), ...problems(...WRITE_REFUSALS, 'changed-meanwhile') },
      }),
      async (c) => {
        noStore(c);
        const mallId = c.get('mall').id;
        const memberId = memberOf(c);
        const { version, looks, header, asks, frontPage, ...words } = c.req.valid('json');
        const at = now();
        await database.write(async (trx) => {
          await refuseGone(trx, mallId, memberId);
          const before = await findBlog(trx, mallId, memberId);
          const agreed = before?.front_page_at ?? null;
          const set = {
            ...words,
            ...(looks && looksColumns(looks)),
            ...(asks !== undefined && { asks: asks ? 1 : 0 }),
            ...(frontPage !== undefined && { front_page_at: frontPage ? (agreed ?? at) : null }),
          };
          const after = await changeBlog(trx, mallId, memberId, version, set, at);
          if (header !== undefined) {
            const photos = header === null ? [] : [header];
            const { jobs } = services;
            await removeSeen(trx, { jobs, now: at }, mallId, { kind: HEADER, id: memberId }, photos);
            await attachPhotos(trx, mallId, memberId, { kind: HEADER, id: memberId }, photos);
            if (after.hide_reason !== null) await setHidden(trx, mallId, HEADER, memberId, true);
          }
          // Who takes back their yes stands on no front page from that moment on.
          if (frontPage === false) await unpinAll(trx, mallId, memberId);
          await announce(trx, services, 'blog.changed', after);
        });
        return c.json(await mine(c), 200);
      },
    )
    .openapi(
      createRoute({
        method: 'put',
        path: '/{mall}/me/blog/boards',
        operationId: 'putMyBoards',
        tags: ['blogs'],
        summary: 'Name, order, add and take away the boards of my blog',
        security: [{ shopper: [] }],
        middleware: mayWrite,
        request: { params: MallParam, body: jsonBody(PutBoards) },
        responses: { 200: json(MyBlog, 'Mine'), ...problems(...WRITE_REFUSALS) },
      }),
      async (c) => {
        noStore(c);
        const mallId = c.get('mall').id;
        const memberId = memberOf(c);
        const { boards } = c.req.valid('json');
        await database.write(async (trx) => {
          await refuseGone(trx, mallId, memberId);
          const blog = await ensureBlog(trx, mallId, memberId, now());
          await putBoards(trx, mallId, memberId, boards);
          await announce(trx, services, 'blog.changed', blog);
        });
        return c.json(await mine(c), 200);
      },
    );
}
