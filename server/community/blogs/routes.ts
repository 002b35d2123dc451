import { createRoute } from '@hono/zod-openapi';
import { json, MallParam, pathId, problems, router } from '../../base/http/route.ts';
import type { Services } from '../../base/services.ts';
import { answerPublic } from '../../mall/shoppers/answer.ts';
import { paced, require, type WhoVariables } from '../../mall/shoppers/middleware.ts';
import { READ_PACE, shopperIdOf } from '../../mall/shoppers/rules.ts';
import { BlogCards, BlogCardsQuery, BlogPage, BlogPageQuery } from './contract.ts';
import { PurchasePage } from './purchases/contract.ts';
import { purchasePage } from './purchases/views.ts';
import { blogCards, blogPage, PAGE, storyPage } from './reading.ts';
import { perDay, perMinutes } from './rules.ts';
import { seeMember } from './store.ts';
import { StoriesQuery, StoryCardPage } from './stories/contract.ts';
import { viewingOf } from './viewing.ts';

export const BlogParam = MallParam.extend({ id: pathId('id', 'Id of the member whose blog it is.') });
export const READ_REFUSALS = ['sign-in-required', 'guest-not-allowed'] as const;

/** Reading blogs: everybody sees the same, but for a member who looks at what the mall has hidden of their own. */
export function blogRoutes(services: Services) {
  const { database } = services;
  const readable = [require(services, 'read'), paced(services, READ_PACE)];

  return router<WhoVariables>()
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/blogs/{id}',
        operationId: 'getBlog',
        tags: ['blogs'],
        summary: 'The blog of a member with the first of everything that stands in it',
        description:
          'Every member has one without doing anything for it; guests have none. Of what they bought it holds what they chose to show, of their wishlists the public ones.',
        middleware: readable,
        request: { params: BlogParam },
        responses: { 200: json(BlogPage, 'The blog'), ...problems(...READ_REFUSALS) },
      }),
      (c) => {
        const mall = c.get('mall');
        const view = viewingOf(services, mall);
        const make = async () => {
          // Read first: what happens meanwhile is then told again by the stream, never missed.
          const position = await services.hub.head(mall.id);
          return blogPage(view, c.req.valid('param').id, shopperIdOf(c.get('who')), position);
        };
        return answerPublic(c, services, make, { variant: perMinutes(view.now) });
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/blog-cards',
        operationId: 'listBlogCards',
        tags: ['blogs'],
        summary: 'Blogs at a glance, up to twenty at once',
        middleware: readable,
        request: { params: MallParam, query: BlogCardsQuery },
        responses: { 200: json(BlogCards, 'The cards'), ...problems(...READ_REFUSALS) },
      }),
      (c) => {
        const view = viewingOf(services, c.get('mall'));
        const make = () => blogCards(view, c.req.valid('query').member);
        return answerPublic(c, services, make, { variant: perDay(view.now) });
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/blogs/{id}/stories',
        operationId: 'listStories',
        tags: ['blogs'],
        summary: 'The stories of a blog, newest first',
        middleware: readable,
        request: { params: BlogParam, query: StoriesQuery },
        responses: { 200: json(StoryCardPage, 'One page'), ...problems('bad-cursor', ...READ_REFUSALS) },
      }),
      (c) => {
        const mall = c.get('mall');
        const { id } = c.req.valid('param');
        const { board, cursor, limit = PAGE } = c.req.valid('query');
        return answerPublic(c, services, async () => {
          await seeMember(database.db, mall.id, id);
          return storyPage(viewingOf(services, mall), id, { board, cursor, limit });
        });
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/blogs/{id}/purchases',
        operationId: 'listPurchases',
        tags: ['blogs'],
        summary: 'What a member bought and chose to show, bought last first',
        middleware: readable,
        request: { params: BlogParam, query: BlogPageQuery },
        responses: { 200: json(PurchasePage, 'One page'), ...problems('bad-cursor', ...READ_REFUSALS) },
      }),
      (c) => {
        const view = viewingOf(services, c.get('mall'));
        const { id } = c.req.valid('param');
        const { cursor, limit = PAGE } = c.req.valid('query');
        const make = async () => {
          await seeMember(database.db, view.mall.id, id);
          return purchasePage(view, id, { cursor, limit });
        };
        return answerPublic(c, services, make, { variant: perDay(view.now) });
      },
    );
}
