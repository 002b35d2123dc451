import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { Problem, ProblemBody } from '../../base/http/problem.ts';
import { MallParam, problems, router } from '../../base/http/route.ts';
import type { Services } from '../../base/services.ts';
import type { Mall } from '../../mall/malls/rules.ts';
import type { Malls } from '../../mall/malls/store.ts';
import { requestAddressKeys } from '../../mall/shoppers/middleware.ts';
import { blogContent, blogHead, olderAt, olderContent } from './page/blog.ts';
import { nothing, whole } from './page/frame.ts';
import type { Html, Page } from './page/parts.ts';
import { storyContent, storyHead } from './page/story.ts';
import { policyFor } from './page/style.ts';
import { WORDS } from './page/words.ts';
import { blogPage, PAGE, storyPage } from './reading.ts';
import { membersOf } from './store.ts';
import { findStory } from './stories/access.ts';
import { besides, keyIn } from './stories/lists.ts';
import { toStory } from './stories/views.ts';
import { viewingOf } from './viewing.ts';
import { toBlogs } from './views.ts';

/** Looks at one blog after the other are people's; hundreds from one address are not. */
const PAGE_PACE = { name: 'blog-pages', points: 120, seconds: 60 };

/** Only what can be an id is looked up: PostgreSQL chokes on %00. */
const isId = (text: string) => /^[0-9a-v]{25}$/.test(text);

/** Whether a page of ours ended there. */
function isCursor(text: string): boolean {
  try {
    return text !== '' && keyIn(text).length > 0;
  } catch {
    return false;
  }
}

const anyId = (name: string, description: string) =>
  z
    .string()
    .max(200)
    .openapi({
      param: { name, in: 'path' },
      description: `${description}; whatever else stands here gives the page of what there is not.`,
      example: '0a1b2c3d4e5f6g7h8i9jkalmn',
    });
const responses = {
  ...problems(),
  200: { description: 'The page', content: { 'text/html': { schema: z.string() } } },
  404: {
    description: 'Nothing that may be seen: one and the same page for what is hidden, gone, or never was',
    content: { 'text/html': { schema: z.string() }, 'application/problem+json': { schema: ProblemBody } },
  },
} as const;
const BlogPageParam = MallParam.extend({ member: anyId('member', 'Id of the member whose blog it is') });
const BlogPageQuery = z.object({
  stories: z
    .string()
    .max(200)
    .optional()
    .openapi({ description: 'Where the page before ended: the stories older than those.' }),
});
const StoryPageParam = BlogPageParam.extend({ story: anyId('story', 'Id of the story') });

/**
 * `/m/:mall/blogs/...`: the pages of blogs and stories where the mall has none of its own, with all of their content, for
 * readers without script, for messengers and for search engines. They show what the API shows to nobody in particular.
 */
export function blogPages(services: Services, malls: Malls) {
  const { publicUrl } = services;
  const addressKeyOf = requestAddressKeys(services);

  const pageOf = (mall: Mall, member: string): Page => ({
    mall,
    words: WORDS[mall.settings.locale],
    blogAt: `${publicUrl}/m/${mall.id}/blogs/${member}`,
  });

  /** @param make the page, or nothing where there is none to be seen */
  async function answer(
    c: Context,
    mallId: string,
    ids: readonly string[],
    make: (mall: Mall) => Promise<Html | undefined>,
  ) {
    await services.pace.take(c, PAGE_PACE, [addressKeyOf(c)]);
    const mall = await malls.find(mallId);
    if (!mall) throw new Problem('not-found');
    const isPublic = mall.settings.read === 'everyone' && ids.every(isId);
    const page = isPublic ? await make(mall) : undefined;
    c.header('Content-Security-Policy', policyFor(mall));
    c.header('X-Content-Type-Options', 'nosniff');
    c.header('Referrer-Policy', 'strict-origin-when-cross-origin');
    c.header('Content-Language', mall.settings.locale);
    // What is hidden a moment from now must not be shown from somewhere between.
    c.header('Cache-Control', 'no-store');
    return page ? c.html(page, 200) : c.html(nothing(mall), 404);
  }

  async function blogHtml(mall: Mall, member: string): Promise<Html | undefined> {
    const view = viewingOf(services, mall);
    if (!(await membersOf(view.db, mall.id, [member])).has(member)) return undefined;
    const blog = await blogPage(view, member, undefined, 0);
    const page = pageOf(mall, member);
    return whole(mall, publicUrl, blogHead(page, blog), blogContent(page, blog));
  }

  async function olderHtml(mall: Mall, member: string, cursor: string): Promise<Html | undefined> {
    const view = viewingOf(services, mall);
    if (!isCursor(cursor) || !(await membersOf(view.db, mall.id, [member])).has(member)) return undefined;
    const blog = await blogPage(view, member, undefined, 0);
    const stories = await storyPage(view, member, { cursor, limit: PAGE });
    if (stories.items.length === 0) return undefined;
    const page = pageOf(mall, member);
    const head = { ...blogHead(page, blog), url: olderAt(page, cursor) };
    return whole(mall, publicUrl, head, olderContent(page, blog.blog, stories));
  }

  async function storyHtml(mall: Mall, member: string, storyId: string): Promise<Html | undefined> {
    const view = viewingOf(services, mall);
    const row = await findStory(view.db, mall.id, storyId);
    if (row?.state !== 'shown' || row.shopper_id !== member) return undefined;
    if (!(await membersOf(view.db, mall.id, [member])).has(member)) return undefined;
    const blog = (await toBlogs(view, [member])).get(member);
    if (!blog) return undefined;
    const shown = { blog, story: await toStory(view, row), ...(await besides(view.db, row)) };
    const page = pageOf(mall, member);
    return whole(mall, publicUrl, storyHead(page, shown), storyContent(page, shown));
  }

  return router()
    .openapi(
      createRoute({
        method: 'get',
        path: '/m/{mall}/blogs/{member}',
        operationId: 'getBlogPage',
        tags: ['blogs'],
        summary: 'The page of a blog where the mall has none of its own, readable without script',
        request: { params: BlogPageParam, query: BlogPageQuery },
        responses,
      }),
      (c) => {
        const { mall, member } = c.req.valid('param');
        const { stories } = c.req.valid('query');
        return answer(c, mall, [member], (found) =>
          stories === undefined ? blogHtml(found, member) : olderHtml(found, member, stories),
        ) as never;
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/m/{mall}/blogs/{member}/stories/{story}',
        operationId: 'getStoryPage',
        tags: ['blogs'],
        summary: 'The page of a story where the mall has none of its own, readable without script',
        request: { params: StoryPageParam },
        responses,
      }),
      (c) => {
        const { mall, member, story } = c.req.valid('param');
        return answer(c, mall, [member, story], (found) => storyHtml(found, member, story)) as never;
      },
    );
}
