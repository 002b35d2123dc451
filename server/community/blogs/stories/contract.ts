import { z } from '@hono/zod-openapi';
import {
  Cursor,
  Id,
  Next,
  ProductKey,
  plainLine,
  plainText,
  queryInt,
  Time,
} from '../../../base/http/contract.ts';
import { PublicMall } from '../../../mall/malls/contract.ts';
import { PublicProduct } from '../../../mall/products/contract.ts';
import { Author } from '../../../mall/shoppers/contract.ts';
import { Media } from '../../media/contract.ts';
import { PurchaseReview } from '../purchases/contract.ts';

export const MOST_MEDIA = 10;
/** On one picture. */
export const MOST_MARKS = 8;
/** A place on a picture, from its upper left corner: hundredths of a percent of its width and height. */
const place = z.number().int().min(0).max(10_000);
const spot = {
  x: place.openapi({ description: 'From the left, in hundredths of a percent of the width.' }),
  y: place.openapi({ description: 'From the top, in hundredths of a percent of the height.' }),
};

export const ProductMark = z
  .object({
    ...spot,
    product: ProductKey,
    mark: z.string().openapi({ description: 'Sealed: says where a reader came from. For `dangol.mark`.' }),
  })
  .openapi('ProductMark', { description: 'A dot on a picture that names a product.' });
export type ProductMark = z.infer<typeof ProductMark>;
export const StoryMedia = z
  .object({ media: Media, marks: z.array(ProductMark).openapi({ description: 'The dots on it.' }) })
  .openapi('StoryMedia', {
    description: 'A photo, an animation or a clip of a story with its product marks.',
  });
export type StoryMedia = z.infer<typeof StoryMedia>;

const cardFields = {
  id: Id,
  board: Id.nullable().openapi({ description: 'The board it stands in; null: in none.' }),
  title: z.string().openapi({ description: 'One line; may be empty.' }),
  disclosure: z.string().nullable().openapi({
    description: 'Its first line, set apart, where buying by its marks earns its author points.',
  }),
  comments: z.number().int().openapi({ description: 'Comments that are shown.' }),
  hearts: z.number().int().openapi({ description: 'Members who like it.' }),
  publishedAt: Time.nullable().openapi({ description: 'When it was first shown; null: never yet.' }),
};
export const StoryCard = z
  .object({
    ...cardFields,
    text: z.string().openapi({ description: 'Its beginning, up to 200 characters.' }),
    cover: Media.nullable().openapi({ description: 'Its first picture.' }),
    media: z.number().int().openapi({ description: 'How many pictures and clips it has.' }),
    products: z.number().int().openapi({ description: 'How many products it marks.' }),
  })
  .openapi('StoryCard', { description: 'A story at a glance.' });
export type StoryCard = z.infer<typeof StoryCard>;
export const StoryCardPage = z
  .object({ items: z.array(StoryCard).openapi({ description: 'Newest first.' }), next: Next })
  .openapi('StoryCardPage', { description: "One page of a blog's stories." });
export type StoryCardPage = z.infer<typeof StoryCardPage>;

export const StoryState = z.enum(['draft', 'shown', 'hidden']).openapi({
  description: '`draft`: only its author sees it; `hidden`: by the mall, and only its author still sees it.',
});
export type StoryState = z.infer<typeof StoryState>;
export const Story = z
  .object({
    ...cardFields,
    author: Author,
    state: StoryState,
    text: z.string().openapi({ description: 'Plain text.' }),
    media: z.array(StoryMedia).openapi({ description: "In the author's order." }),
    products: z.array(PublicProduct).openapi({ description: 'Those that its marks name.' }),
    review: PurchaseReview.extend({ product: ProductKey })
      .nullable()
      .openapi({ description: "The author's own review that it goes with." }),
    commentsOpen: z.boolean().openapi({ description: 'Whether comments may be written under it.' }),
    editedAt: Time.nullable(),
    version: z.number().int().openapi({ description: 'Moves with each change of the story itself.' }),
  })
  .openapi('Story', { description: 'A story of a shopping blog.' });
export type Story = z.infer<typeof Story>;
export const StoryPage = z
  .object({
    mall: PublicMall,
    story: Story,
    newer: Id.nullable().openapi({ description: 'The next newer story of this blog.' }),
    older: Id.nullable().openapi({ description: 'The next older one.' }),
    position: z.number().int().openapi({ description: 'To open the stream after.' }),
  })
  .openapi('StoryPage', { description: 'A story with all that a page needs to show it.' });
export type StoryPage = z.infer<typeof StoryPage>;
export const MyStoryPart = z
  .object({
    mine: z.boolean().openapi({ description: 'I wrote it.' }),
    hearted: z.boolean().openapi({ description: 'I like it.' }),
    comments: z.array(Id).openapi({ description: 'Ids of my own comments under it.' }),
  })
  .openapi('MyStoryPart', { description: 'What concerns me alone of a story.' });
export type MyStoryPart = z.infer<typeof MyStoryPart>;
export const StoryHearts = z
  .object({
    hearts: z.number().int().openapi({ description: 'Members who like it now.' }),
    hearted: z.boolean().openapi({ description: 'I like it.' }),
  })
  .openapi('StoryHearts', { description: 'The hearts of a story.' });
export type StoryHearts = z.infer<typeof StoryHearts>;

const fields = {
  title: plainLine(0, 60).openapi({ description: 'One line of up to 60 characters; may be empty.' }),
  text: plainText(0, 5000).openapi({ description: 'Plain text of up to 5,000 characters.' }),
  board: Id.nullable().openapi({ description: 'A board of mine; null: none.' }),
  media: z
    .array(
      z.object({
        id: Id.openapi({ description: 'A photo, animation or clip of mine that waits or is there already.' }),
        marks: z
          .array(z.object({ ...spot, product: ProductKey }))
          .max(MOST_MARKS)
          .openapi({ description: 'Products that the mall has stated.' })
          .default([]),
      }),
    )
    .max(MOST_MEDIA)
    .refine((list) => new Set(list.map((one) => one.id)).size === list.length, 'each once')
    .openapi({ description: 'All of them, in order.' }),
  review: Id.nullable().openapi({ description: 'A review of mine that it goes with.' }),
  commentsOpen: z.boolean().openapi({ description: 'Whether comments may be written under it.' }),
  state: z.enum(['draft', 'shown']).openapi({
    description: '`shown` needs a text or a picture; back to `draft` takes it from the blog.',
  }),
};
export const PostStory = z
  .object({
    title: fields.title.default(''),
    text: fields.text.default(''),
    board: fields.board.default(null),
    media: fields.media.default([]),
    review: fields.review.default(null),
    commentsOpen: fields.commentsOpen.default(true),
    state: fields.state.default('shown'),
  })
  .openapi('PostStory', {
    description: 'A new story.',
    example: {
      title: '여름 셔츠 세 벌',
      text: '올여름에 가장 자주 입은 셔츠예요.',
      board: null,
      media: [{ id: '0a1b2c3d4e5f6g7h8i9jkalmn', marks: [{ x: 5000, y: 3200, product: '1234' }] }],
      review: null,
      commentsOpen: true,
      state: 'shown',
    },
  });
export type PostStory = z.infer<typeof PostStory>;
export const PatchStory = z
  .object({ ...fields, version: z.number().int().openapi({ description: 'As it was read.' }) })
  .partial()
  .required({ version: true })
  .openapi('PatchStory', {
    description: 'A change of a story: what is left out stays; `media` is whole.',
    example: { version: 1, state: 'draft' },
  });
export type PatchStory = z.infer<typeof PatchStory>;

export const StoriesQuery = z.object({
  board: Id.optional().openapi({ description: 'Only those of this board.' }),
  cursor: Cursor.optional(),
  limit: queryInt(1, 50).optional().openapi({ description: 'On one page; 12 by default.' }),
});
export const MyStoriesQuery = z.object({
  state: StoryState.optional().openapi({ description: 'Only those; `draft` by default.' }),
  cursor: Cursor.optional(),
  limit: queryInt(1, 50).optional().openapi({ description: 'On one page; 12 by default.' }),
});
