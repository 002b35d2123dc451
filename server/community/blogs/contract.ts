import { z } from '@hono/zod-openapi';
import { Cursor, Id, OR_NULL, plainLine, plainText, queryInt } from '../../base/http/contract.ts';
import { PublicMall } from '../../mall/malls/contract.ts';
import { PublicProduct } from '../../mall/products/contract.ts';
import { Author } from '../../mall/shoppers/contract.ts';
import { Photo } from '../media/contract.ts';
import { Wishlist, WishPage } from '../wishlists/contract.ts';
import { PurchasePage } from './purchases/contract.ts';
import { StoryCard, StoryCardPage } from './stories/contract.ts';

/** How a blog may look: words of closed lists and numbers in ranges, never a rule of style or an address. */
export const Skin = z
  .enum(['plain', 'paper', 'mint', 'dusk', 'berry', 'night'])
  .openapi({ description: 'Colours and ornaments, light and dark.' });
export type Skin = z.infer<typeof Skin>;
export const BlogFont = z.enum(['page', 'serif', 'round', 'hand']).openapi({
  description: 'Of headings and stories. `page`: that of the page it stands on; the others load when chosen.',
});
export type BlogFont = z.infer<typeof BlogFont>;
export const BlogLayout = z
  .enum(['shelf', 'gallery', 'diary'])
  .openapi({ description: 'How its parts are laid out.' });
export type BlogLayout = z.infer<typeof BlogLayout>;
/** Five notes of one scale in two octaves, so that any six of them sound well together, and a pause. */
export const TuneNote = z.enum(['c4', 'd4', 'e4', 'g4', 'a4', 'c5', 'd5', 'e5', 'g5', 'a5', 'rest']);
export type TuneNote = z.infer<typeof TuneNote>;
export const Tune = z
  .object({
    notes: z.array(TuneNote).length(6).openapi({ description: 'Six of them, one after the other.' }),
    tempo: z.number().int().min(60).max(180).openapi({ description: 'Notes a minute.' }),
  })
  .openapi({ description: 'A tune of six notes, played when a visitor asks for it.' });
export type Tune = z.infer<typeof Tune>;

const looks = {
  skin: Skin,
  font: BlogFont,
  layout: BlogLayout,
  hue: z.number().int().min(0).max(359).nullable().openapi({
    description:
      "Of the blog's own colour, in degrees; how light it is shown follows from what can be read. Null: the skin's.",
  }),
  tune: Tune.nullable().openapi({ description: 'Null: none.' }),
};
export const BlogLooks = z
  .object(looks)
  .openapi('BlogLooks', { description: 'How a blog looks and sounds, as its member chose.' });
export type BlogLooks = z.infer<typeof BlogLooks>;

export const Board = z
  .object({
    id: Id,
    name: z.string().openapi({ description: 'As the member called it.' }),
    stories: z.number().int().openapi({ description: 'Stories that are shown in it.' }),
  })
  .openapi('BlogBoard', { description: 'A shelf for stories that the member named.' });
export type Board = z.infer<typeof Board>;

export const Visits = z
  .object({
    today: z.number().int().openapi({ description: 'Visitors since midnight at the mall.' }),
    all: z.number().int().openapi({ description: 'The sum of all days.' }),
  })
  .openapi('BlogVisits', { description: 'Visitors of a blog: each counted once a day, and kept as nobody.' });
export type Visits = z.infer<typeof Visits>;

export const Blog = z
  .object({
    member: Author,
    title: z.string().nullable().openapi({ description: 'As the member called it; null: by their name.' }),
    about: z.string().openapi({ description: 'What they say of it; plain text, may be empty.' }),
    looks: BlogLooks,
    header: Photo.nullable().openapi({ description: 'The photo at its top.' }),
    boards: z.array(Board).openapi({ description: "In the member's order." }),
    stories: z.number().int().openapi({ description: 'Stories that are shown.' }),
    neighbours: z.number().int().openapi({ description: 'Members who follow it.' }),
    asks: z.boolean().openapi({ description: 'Who wants to follow it has to ask.' }),
    hidden: z.boolean().openapi({
      description: 'The mall has hidden its title, words, boards and header; only its member sees that.',
    }),
    version: z.number().int().openapi({ description: 'Moves with each change of the blog itself.' }),
  })
  .openapi('Blog', { description: "A member's shopping blog, as whoever may read the mall sees it." });
export type Blog = z.infer<typeof Blog>;

export const BlogPage = z
  .object({
    mall: PublicMall,
    blog: Blog,
    visits: Visits,
    wishlist: z.object({ list: Wishlist, wishes: WishPage }).nullable().openapi({
      description: "The member's first public list with its first wishes; null: none is public.",
    }),
    lists: z.number().int().openapi({ description: 'Public lists that they have.' }),
    purchases: PurchasePage,
    stories: StoryCardPage,
    position: z.number().int().openapi({ description: 'To open the stream after.' }),
  })
  .openapi('BlogPage', {
    description: 'A blog with the first of everything: all that a page needs to show it.',
  });
export type BlogPage = z.infer<typeof BlogPage>;

/** What a compact card shows at most of each. */
export const CARD_ITEMS = 3;
export const BlogCard = z
  .object({
    blog: Blog,
    wishes: z.array(PublicProduct).openapi({ description: 'The first three of their first public list.' }),
    purchases: z
      .array(
        z.object({
          product: PublicProduct,
          mark: z.string().openapi({ description: 'Sealed: says where a reader came from.' }),
        }),
      )
      .openapi({ description: 'The newest three that they show.' }),
    story: StoryCard.nullable().openapi({ description: 'Their newest one.' }),
  })
  .openapi('BlogCard', { description: 'A blog at a glance.' });
export type BlogCard = z.infer<typeof BlogCard>;
export const BlogCards = z
  .object({
    mall: PublicMall,
    items: z
      .array(BlogCard)
      .openapi({ description: 'In the order asked for; who is not there is left out.' }),
  })
  .openapi('BlogCards', { description: 'The cards of some members.' });
export type BlogCards = z.infer<typeof BlogCards>;
export const BlogCardsQuery = z.object({
  member: z
    .union([Id, z.array(Id).max(20)])
    .transform((one) => (Array.isArray(one) ? one : [one]))
    .openapi({
      param: { description: 'One id or up to twenty: `?member=...&member=...`.' },
      example: '0a1b2c3d4e5f6g7h8i9jkalmn',
    }),
});

export const MyBlog = z
  .object({
    mall: PublicMall,
    blog: Blog,
    visits: Visits,
    frontPage: z.boolean().openapi({
      description:
        'I agreed that the mall may show my blog and stories on its front page. Never given beforehand.',
    }),
    asking: z.number().int().openapi({ description: 'Members who wait for my yes.' }),
    drafts: z.number().int().openapi({ description: 'Stories that only I see.' }),
    purchasesShown: z.number().int().openapi({ description: 'Things I bought that I show.' }),
  })
  .openapi('MyBlog', { description: 'My blog, with what concerns me alone.' });
export type MyBlog = z.infer<typeof MyBlog>;

export const PatchBlog = z
  .object({
    title: plainLine(1, 40)
      .nullable()
      .openapi({ ...OR_NULL, description: 'Null: by my name.' }),
    about: plainText(0, 300).openapi({ description: 'Plain text of up to 300 characters.' }),
    looks: z.object(looks).partial().strict().openapi({ description: 'Those that change.' }),
    header: Id.nullable().openapi({ description: 'A photo of mine that waits; null: none.' }),
    asks: z.boolean().openapi({ description: 'Whether who wants to follow it has to ask.' }),
    frontPage: z.boolean().openapi({ description: 'Whether the mall may show it on its front page.' }),
    version: z.number().int().openapi({ description: 'As it was read; 0: never changed before.' }),
  })
  .partial()
  .required({ version: true })
  .openapi('PatchBlog', {
    description: 'A change of my blog: what is left out stays.',
    example: { version: 0, title: '민지네 옷장', looks: { skin: 'mint' } },
  });
export type PatchBlog = z.infer<typeof PatchBlog>;

export const PutBoards = z
  .object({
    boards: z
      .array(
        z.object({
          id: Id.nullable().openapi({ description: 'One that is there; null: a new one.' }).default(null),
          name: plainLine(1, 20).openapi({ description: 'One line of up to 20 characters.' }),
        }),
      )
      .max(12)
      .openapi({ description: 'All of them, in order; stories of one that is left out stand in none.' }),
  })
  .openapi('PutBoards', {
    description: 'The boards of my blog, as they are to be.',
    example: { boards: [{ id: null, name: '옷장 정리' }] },
  });

export const BlogPageQuery = z.object({
  cursor: Cursor.optional(),
  limit: queryInt(1, 50).optional().openapi({ description: 'On one page; 12 by default.' }),
});
