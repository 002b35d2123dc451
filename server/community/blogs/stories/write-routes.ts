import { createRoute } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { DAY } from '../../../base/clock.ts';
import { once } from '../../../base/http/idempotency.ts';
import { Problem } from '../../../base/http/problem.ts';
import {
  type BaseVariables,
  IdempotencyHeader,
  json,
  jsonBody,
  MallParam,
  noStore,
  problems,
  router,
} from '../../../base/http/route.ts';
import type { Services } from '../../../base/services.ts';
import type { Mall } from '../../../mall/malls/rules.ts';
import { paced, require, type WhoVariables } from '../../../mall/shoppers/middleware.ts';
import { refuseGone } from '../../../mall/shoppers/store.ts';
import { memberOf, WRITE_PACE, WRITE_REFUSALS } from '../my-routes.ts';
import type { StoryRow } from '../table.ts';
import { viewingOf } from '../viewing.ts';
import { accessToStory } from './access.ts';
import { PatchStory, PostStory, Story, StoryHearts } from './contract.ts';
import { setHeart } from './hearts.ts';
import { rememberGone } from './lists.ts';
import { renewStoryFiles } from './media.ts';
import { StoryParam, storyFor } from './routes.ts';
import { changeStory, deleteStory, insertStory } from './store.ts';
import { toStory } from './views.ts';

type Asked = Context<{ Variables: BaseVariables & WhoVariables }>;

/** Writing stories, and hearts for those of others. */
export function storyWriteRoutes(services: Services) {
  const { database, outbox, jobs, now } = services;
  const mayWrite = [require(services, 'write'), paced(services, WRITE_PACE)];
  const hearting = [
    require(services, 'write'),
    paced(services, { ...WRITE_PACE, name: 'story-hearts', points: 60 }),
  ];
  const writing = (mall: Mall) => ({ outbox, jobs, mall, now: now() });

  /** How a story of mine looks, right after I changed it. */
  async function view(c: Asked, id: string): Promise<Story> {
    noStore(c);
    const mall = c.get('mall');
    const story = await accessToStory(database.db, mall.id, id, c.get('who'));
    // Deleted meanwhile, by another page of its author.
    if (!story) throw new Problem('gone');
    return toStory(viewingOf(services, mall), story);
  }

  const theirs = (story: StoryRow, memberId: string): StoryRow => {
    if (story.shopper_id !== memberId) throw new Problem('not-allowed');
    return story;
  };

  async function heart(c: Asked, id: string, hearted: boolean): Promise<StoryHearts> {
    noStore(c);
    const mall = c.get('mall');
    const memberId = memberOf(c);
    return database.write(async (trx) => {
      await refuseGone(trx, mall.id, memberId);
      const story = await storyFor(trx, mall, id, c.get('who'));
      if (story.shopper_id === memberId) throw new Problem('own-thing');
      return setHeart(trx, services, story, memberId, hearted, now());
    });
  }

  return router<WhoVariables>()
    .openapi(
      createRoute({
        method: 'post',
        path: '/{mall}/stories',
        operationId: 'createStory',
        tags: ['blogs'],
        summary: 'Write a story, to be shown at once or kept as a draft',
        description:
          'Where the mall gives points for what stories sell, one that marks products opens with a sentence that says so; it is written by this service when the story is shown, and stays.',
        security: [{ shopper: [] }],
        middleware: mayWrite,
        request: { params: MallParam, headers: IdempotencyHeader, body: jsonBody(PostStory) },
        responses: {
          201: json(Story, 'The story'),
          ...problems(...WRITE_REFUSALS, 'quota-full', 'in-flight', 'key-reused'),
        },
      }),
      async (c) => {
        const mall = c.get('mall');
        const memberId = memberOf(c);
        const body = c.req.valid('json');
        const { result } = await once(c, database, {
          mallId: mall.id,
          actor: memberId,
          body,
          now: now(),
          run: async (trx) => {
            await refuseGone(trx, mall.id, memberId);
            const story = await insertStory(trx, writing(mall), memberId, body);
            return { story: story.story_id };
          },
        });
        return c.json(await view(c, result.story), 201);
      },
    )
    .openapi(
      createRoute({
        method: 'patch',
        path: '/{mall}/stories/{id}',
        operationId: 'editStory',
        tags: ['blogs'],
        summary: 'Change a story of mine, show it, or take it from the blog',
        description:
          'One that goes back to being a draft gets new addresses for its pictures: who knew the old ones finds nothing there any more. One that the mall has hidden can be deleted, not changed.',
        security: [{ shopper: [] }],
        middleware: mayWrite,
        request: { params: StoryParam, body: jsonBody(PatchStory) },
        responses: {
          200: json(Story, 'The story'),
          ...problems(...WRITE_REFUSALS, 'not-allowed', 'changed-meanwhile', 'quota-full'),
        },
      }),
      async (c) => {
        const mall = c.get('mall');
        const { id } = c.req.valid('param');
        const memberId = memberOf(c);
        const body = c.req.valid('json');
        const before = theirs(await storyFor(database.db, mall, id, c.get('who')), memberId);
        const goes = before.state === 'shown' && body.state === 'draft' && before.version === body.version;
        // Bytes are copied before the transaction, which touches nothing but the database.
        const renew = goes ? await renewStoryFiles(services, mall.id, id) : undefined;
        await database.write(async (trx) => {
          await refuseGone(trx, mall.id, memberId);
          const story = theirs(await storyFor(trx, mall, id, c.get('who')), memberId);
          await renew?.(trx);
          await changeStory(trx, writing(mall), story, body);
        });
        return c.json(await view(c, id), 200);
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/{mall}/stories/{id}',
        operationId: 'deleteStory',
        tags: ['blogs'],
        summary: 'Delete a story of mine with all that hangs on it, at once and for good',
        security: [{ shopper: [] }],
        middleware: mayWrite,
        request: { params: StoryParam },
        responses: { 204: { description: 'Deleted' }, ...problems(...WRITE_REFUSALS, 'not-allowed') },
      }),
      async (c) => {
        const mall = c.get('mall');
        const memberId = memberOf(c);
        noStore(c);
        await database.write(async (trx) => {
          const story = theirs(await storyFor(trx, mall, c.req.valid('param').id, c.get('who')), memberId);
          await rememberGone(trx, story, now() - DAY);
          await deleteStory(trx, writing(mall), story);
        });
        return c.body(null, 204);
      },
    )
    .openapi(
      createRoute({
        method: 'put',
        path: '/{mall}/stories/{id}/heart',
        operationId: 'heartStory',
        tags: ['blogs'],
        summary: 'Like a story of somebody else',
        security: [{ shopper: [] }],
        middleware: hearting,
        request: { params: StoryParam },
        responses: { 200: json(StoryHearts, 'Its hearts'), ...problems(...WRITE_REFUSALS, 'own-thing') },
      }),
      async (c) => c.json(await heart(c, c.req.valid('param').id, true), 200),
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/{mall}/stories/{id}/heart',
        operationId: 'unheartStory',
        tags: ['blogs'],
        summary: 'Take my heart back from a story',
        security: [{ shopper: [] }],
        middleware: hearting,
        request: { params: StoryParam },
        responses: { 200: json(StoryHearts, 'Its hearts'), ...problems(...WRITE_REFUSALS, 'own-thing') },
      }),
      async (c) => c.json(await heart(c, c.req.valid('param').id, false), 200),
    );
}
