import { z } from '@hono/zod-openapi';
import { Cursor, Id, Next, queryInt, Time } from '../../../base/http/contract.ts';
import { PublicMall } from '../../../mall/malls/contract.ts';
import { PublicProduct } from '../../../mall/products/contract.ts';
import { Author } from '../../../mall/shoppers/contract.ts';
import { Purchase } from '../purchases/contract.ts';
import { StoryCard } from '../stories/contract.ts';

export const FeedItem = z
  .object({
    kind: z.enum(['story', 'purchase', 'wish']).openapi({
      description: 'A new story, a purchase that is shown, a wish on a public list.',
    }),
    at: Time,
    member: Author.openapi({ description: 'Whose it is.' }),
    story: StoryCard.nullable(),
    purchase: Purchase.nullable(),
    wish: z
      .object({
        id: Id,
        list: Id.openapi({ description: 'The list that it is on.' }),
        note: z.string().openapi({ description: 'What was written beside it; may be empty.' }),
        product: PublicProduct,
      })
      .nullable()
      .openapi({ description: 'Set where it is a wish.' }),
  })
  .openapi('FeedItem', {
    description: 'Something new at a neighbour; of the three fields the one of its kind is set.',
  });
export type FeedItem = z.infer<typeof FeedItem>;
export const Feed = z
  .object({
    mall: PublicMall,
    following: z.number().int().openapi({ description: 'Blogs that I follow.' }),
    items: z.array(FeedItem).openapi({ description: 'Newest first.' }),
    next: Next,
    position: z.number().int().openapi({ description: 'To open the stream after.' }),
  })
  .openapi('Feed', { description: 'What is new at my neighbours.' });
export type Feed = z.infer<typeof Feed>;
export const FeedQuery = z.object({
  cursor: Cursor.optional(),
  limit: queryInt(1, 50).optional().openapi({ description: 'On one page; 20 by default.' }),
});
