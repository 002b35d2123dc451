import { z } from '@hono/zod-openapi';
import { Day, Id, queryInt, Time } from '../../../base/http/contract.ts';
import { Author, OutsideId } from '../../../mall/shoppers/contract.ts';
import { StoryCard } from '../stories/contract.ts';

const score = {
  url: z.string().openapi({ description: 'Where it is read: on the page of the mall, or of this service.' }),
  pinned: z.boolean().openapi({ description: 'The mall has pinned it.' }),
};
export const BestStory = z
  .object({
    story: StoryCard,
    author: Author,
    ...score,
    visits: z.number().int().openapi({ description: 'Visitors of its blog in these days.' }),
    sold: z
      .number()
      .int()
      .openapi({ description: 'Things that were bought by way of it in these days and kept.' }),
  })
  .openapi('BestStory', {
    description: 'A story that readers liked, whose author agreed to the front page.',
  });
export const BestBlog = z
  .object({
    member: Author,
    title: z.string().nullable().openapi({ description: 'As the member called it; null: by their name.' }),
    ...score,
    visits: z.number().int().openapi({ description: 'Visitors in these days.' }),
    neighbours: z.number().int().openapi({ description: 'Members who follow it.' }),
    stories: z.number().int().openapi({ description: 'Stories that are shown.' }),
  })
  .openapi('BestBlog', { description: 'A blog that many visit, whose member agreed to the front page.' });
const since = z.object({ since: Day.openapi({ description: 'What was counted begins with this day.' }) });
export const BestStories = since
  .extend({ items: z.array(BestStory).openapi({ description: 'Pinned ones first, then the best.' }) })
  .openapi('BestStories', { description: 'Stories for the front page of the mall.' });
export const BestBlogs = since
  .extend({ items: z.array(BestBlog).openapi({ description: 'Pinned ones first, then the best.' }) })
  .openapi('BestBlogs', { description: 'Blogs for the front page of the mall.' });
export const BestQuery = z.object({
  days: queryInt(1, 92).optional().openapi({ description: 'Counted are the last so many; 14 by default.' }),
  limit: queryInt(1, 50).optional().openapi({ description: 'How many; 12 by default.' }),
});
export const PinKind = z
  .enum(['blog', 'story'])
  .openapi({ description: 'A whole blog, or one story.', example: 'story' });
export const Pin = z
  .object({
    kind: PinKind,
    id: Id.openapi({ description: 'Of the member, or of the story.' }),
    pinnedAt: Time,
  })
  .openapi('Pin', { description: 'What the mall has pinned to its front page.' });
export type Pin = z.infer<typeof Pin>;
export const Pins = z
  .object({ items: z.array(Pin).openapi({ description: 'Newest first.' }) })
  .openapi('Pins', { description: 'All that the mall has pinned to its front page.' });
export type BestStories = z.infer<typeof BestStories>;
export type BestBlogs = z.infer<typeof BestBlogs>;
export const BlogLookupQuery = z.object({
  shopper: OutsideId.openapi({ description: "The mall's own id of the member.", example: 'member-42' }),
});
export const BlogLookup = z
  .object({ member: Id, url: score.url })
  .openapi('BlogLookup', { description: "Where a member's blog is: for the mall's own pages." });
