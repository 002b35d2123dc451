import { createRoute } from '@hono/zod-openapi';
import { sql } from 'kysely';
import type { Reader } from '../../../base/db/database.ts';
import { Problem } from '../../../base/http/problem.ts';
import { json, MallParam, pathId, problems, router } from '../../../base/http/route.ts';
import type { Services } from '../../../base/services.ts';
import { type Mall, publicMall } from '../../../mall/malls/rules.ts';
import { answerPublic } from '../../../mall/shoppers/answer.ts';
import {
  paced,
  require,
  requireShopper,
  shopperOf,
  type WhoVariables,
} from '../../../mall/shoppers/middleware.ts';
import { READ_PACE, type Who } from '../../../mall/shoppers/rules.ts';
import { memberOf, OWN_REFUSALS } from '../my-routes.ts';
import { PAGE, storyPage } from '../reading.ts';
import { READ_REFUSALS } from '../routes.ts';
import { perDay } from '../rules.ts';
import type { StoryRow } from '../table.ts';
import { viewingOf } from '../viewing.ts';
import { accessToStory } from './access.ts';
import { MyStoriesQuery, MyStoryPart, StoryCardPage, StoryPage } from './contract.ts';
import { isHearted } from './hearts.ts';
import { besides, unseenStories } from './lists.ts';
import { toStory, toStoryCards } from './views.ts';

export const StoryParam = MallParam.extend({ id: pathId('id', 'Id of the story.') });

/** @throws Problem not-found, the same for what is missing and what may not be seen */
export async function storyFor(db: Reader, mall: Mall, id: string, who: Who): Promise<StoryRow> {
  const story = await accessToStory(db, mall.id, id, who);
  if (!story) throw new Problem('not-found');
  return story;
}

/** Reading stories. */
export function storyRoutes(services: Services) {
  const { database } = services;
  const own = [requireShopper(services, { store: false }), paced(services, READ_PACE)];

  return router<WhoVariables>()
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/stories/{id}',
        operationId: 'getStory',
        tags: ['blogs'],
        summary: 'A story; one that is not shown is there for its author alone',
        middleware: [require(services, 'read'), paced(services, READ_PACE)] as const,
        request: { params: StoryParam },
        responses: { 200: json(StoryPage, 'The story'), ...problems(...READ_REFUSALS) },
      }),
      (c) => {
        const mall = c.get('mall');
        const view = viewingOf(services, mall);
        const make = async () => {
          const position = await services.hub.head(mall.id);
          const story = await storyFor(database.db, mall, c.req.valid('param').id, c.get('who'));
          const beside = await besides(database.db, story);
          return { mall: publicMall(mall), story: await toStory(view, story), ...beside, position };
        };
        return answerPublic(c, services, make, { variant: perDay(view.now) });
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/stories/{id}/me',
        operationId: 'getMyPartOfStory',
        tags: ['blogs'],
        summary: 'What concerns me alone of a story: whether it is mine, my heart, my comments',
        security: [{ shopper: [] }],
        middleware: [...own, require(services, 'read')] as const,
        request: { params: StoryParam },
        responses: { 200: json(MyStoryPart, 'Mine'), ...problems(...OWN_REFUSALS) },
      }),
      async (c) => {
        const mall = c.get('mall');
        const { shopperId } = shopperOf(c);
        const story = await storyFor(database.db, mall, c.req.valid('param').id, c.get('who'));
        return c.json(
          {
            mine: story.shopper_id === shopperId,
            hearted: await isHearted(database.db, mall.id, story.story_id, shopperId),
            comments: await myComments(database.db, mall.id, story.story_id, shopperId),
          },
          200,
        );
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/me/stories',
        operationId: 'listMyStories',
        tags: ['blogs'],
        summary: 'My stories in one state: those that only I see, unless another is asked for',
        security: [{ shopper: [] }],
        middleware: own,
        request: { params: MallParam, query: MyStoriesQuery },
        responses: { 200: json(StoryCardPage, 'One page'), ...problems('bad-cursor', ...OWN_REFUSALS) },
      }),
      async (c) => {
        const view = viewingOf(services, c.get('mall'));
        const memberId = memberOf(c);
        const { state = 'draft', cursor, limit = PAGE } = c.req.valid('query');
        if (state === 'shown') return c.json(await storyPage(view, memberId, { cursor, limit }), 200);
        const { rows, next } = await unseenStories(view.db, view.mall.id, memberId, state, cursor, limit);
        return c.json({ items: await toStoryCards(view, rows), next }, 200);
      },
    );
}

async function myComments(db: Reader, mallId: string, storyId: string, shopperId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('comments')
    .select('comment_id')
    .where('mall_id', '=', mallId)
    .where(sql<boolean>`subject_kind = 'story'`)
    .where('subject_id', '=', storyId)
    .where('shopper_id', '=', shopperId)
    .where('state', '=', 'shown')
    .orderBy('comment_id')
    .execute();
  return rows.map((row) => row.comment_id);
}
