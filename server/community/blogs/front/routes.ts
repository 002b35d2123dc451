import { createRoute } from '@hono/zod-openapi';
import { Problem } from '../../../base/http/problem.ts';
import { json, MallParam, pathId, problems, router } from '../../../base/http/route.ts';
import type { Services } from '../../../base/services.ts';
import { findMember } from '../../../mall/shoppers/members.ts';
import { paced, requireKey, type WhoVariables } from '../../../mall/shoppers/middleware.ts';
import { READ_PACE } from '../../../mall/shoppers/rules.ts';
import { findByOutsideId } from '../../../mall/shoppers/store.ts';
import { blogUrl } from '../../inbox/letter.ts';
import { viewingOf } from '../viewing.ts';
import {
  BestBlogs,
  BestQuery,
  BestStories,
  BlogLookup,
  BlogLookupQuery,
  Pin,
  PinKind,
  Pins,
} from './contract.ts';
import { allPins, pin, unpin } from './pins.ts';
import { bestBlogs, bestStories } from './views.ts';

const DAYS = 14;
const LIMIT = 12;
const PIN_PACE = { name: 'pins', points: 60, seconds: 60 };
const PinParam = MallParam.extend({
  kind: PinKind.openapi({ param: { name: 'kind', in: 'path' } }),
  id: pathId('id', 'Of the member, or of the story.'),
});
const KEY_REFUSALS = ['key-refused', 'key-scope', 'key-in-browser'] as const;

/** What a mall shows on its front page: of those who agreed to it. For its backend alone. */
export function frontRoutes(services: Services) {
  const { database, publicUrl, now } = services;
  const mayRead = [requireKey('read'), paced(services, READ_PACE)];
  const mayPin = [requireKey('moderate'), paced(services, PIN_PACE)];
  const security = [{ key: [] }];
  return router<WhoVariables>()
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/best/stories',
        operationId: 'listBestStories',
        tags: ['blogs'],
        summary: 'The best stories of the last days, for the front page of the mall (key: read)',
        description:
          'Of members who agreed to it. A heart counts three, another who writes under it two, and of the visitors of its blog the root of their number; pinned ones come first.',
        security,
        middleware: mayRead,
        request: { params: MallParam, query: BestQuery },
        responses: { 200: json(BestStories, 'The best'), ...problems(...KEY_REFUSALS) },
      }),
      async (c) => {
        const { days = DAYS, limit = LIMIT } = c.req.valid('query');
        return c.json(await bestStories(viewingOf(services, c.get('mall')), { days, limit }), 200);
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/best/blogs',
        operationId: 'listBestBlogs',
        tags: ['blogs'],
        summary: 'The best blogs of the last days, for the front page of the mall (key: read)',
        description:
          'Of members who agreed to it. A visitor counts one, a neighbour two; pinned ones come first.',
        security,
        middleware: mayRead,
        request: { params: MallParam, query: BestQuery },
        responses: { 200: json(BestBlogs, 'The best'), ...problems(...KEY_REFUSALS) },
      }),
      async (c) => {
        const { days = DAYS, limit = LIMIT } = c.req.valid('query');
        return c.json(await bestBlogs(viewingOf(services, c.get('mall')), { days, limit }), 200);
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/blog-of',
        operationId: 'findBlogOf',
        tags: ['blogs'],
        summary: "Where a member's blog is, by the mall's own id of them (key: read)",
        security,
        middleware: mayRead,
        request: { params: MallParam, query: BlogLookupQuery },
        responses: { 200: json(BlogLookup, 'Where it is'), ...problems(...KEY_REFUSALS) },
      }),
      async (c) => {
        const mall = c.get('mall');
        const known = await findByOutsideId(database.db, mall.id, c.req.valid('query').shopper);
        const member = known && (await findMember(database.db, mall.id, known.shopper_id));
        if (!member) throw new Problem('not-found');
        const id = member.shopper_id;
        return c.json({ member: id, url: blogUrl(publicUrl, mall, id) }, 200);
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/pins',
        operationId: 'listPins',
        tags: ['blogs'],
        summary: 'What the mall has pinned to its front page (key: moderate)',
        security,
        middleware: mayPin,
        request: { params: MallParam },
        responses: { 200: json(Pins, 'All of it'), ...problems(...KEY_REFUSALS) },
      }),
      async (c) => c.json({ items: await allPins(database.db, c.get('mall').id) }, 200),
    )
    .openapi(
      createRoute({
        method: 'put',
        path: '/{mall}/pins/{kind}/{id}',
        operationId: 'pin',
        tags: ['blogs'],
        summary: 'Pin a blog or a story whose member agreed to it (key: moderate)',
        description:
          '`not-allowed` while its member has not agreed. Taking that back, leaving, or an unpin ends it at once.',
        security,
        middleware: mayPin,
        request: { params: PinParam },
        responses: {
          200: json(Pin, 'Pinned'),
          ...problems(...KEY_REFUSALS, 'not-allowed', 'quota-full'),
        },
      }),
      async (c) => {
        const { kind, id } = c.req.valid('param');
        const mallId = c.get('mall').id;
        return c.json(await database.write((trx) => pin(trx, mallId, kind, id, now())), 200);
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/{mall}/pins/{kind}/{id}',
        operationId: 'unpin',
        tags: ['blogs'],
        summary: 'Pin something no longer (key: moderate)',
        security,
        middleware: mayPin,
        request: { params: PinParam },
        responses: { 204: { description: 'Not pinned' }, ...problems(...KEY_REFUSALS) },
      }),
      async (c) => {
        const { kind, id } = c.req.valid('param');
        await database.write((trx) => unpin(trx, c.get('mall').id, kind, id));
        return c.body(null, 204);
      },
    );
}
