import { z } from '@hono/zod-openapi';
import { Cursor, Id, Next, ProductKey, queryFlag, queryInt, Time } from '../../base/http/contract.ts';
import { PublicMall } from '../../mall/malls/contract.ts';
import { PublicProduct } from '../../mall/products/contract.ts';
import { Author } from '../../mall/shoppers/contract.ts';
import { Photo } from '../media/contract.ts';

export const Stars = z.number().int().min(1).max(5).openapi('Stars', { description: 'One to five, whole.' });
export const Sort = z.enum(['helpful', 'newest', 'highest', 'lowest']);
export type Sort = z.infer<typeof Sort>;
export const HideReason = z
  .enum(['personal_data', 'abuse', 'spam', 'off_topic', 'copyright', 'illegal', 'rights_block'])
  .openapi({ description: 'Why something is hidden: a closed list, shown as counts. Stars are no reason.' });
export type HideReason = z.infer<typeof HideReason>;

export const LaterKind = z.enum(['month', 'again', 'using', 'returned']).openapi({
  description: 'What a later review tells: a month later, bought again, still using it, sent it back.',
});
export type LaterKind = z.infer<typeof LaterKind>;

export const Reply = z.object({
  text: z.string().openapi({ description: 'Plain text.' }),
  at: Time.openapi({ description: 'When it was written, in milliseconds since 1970.' }),
  name: z.string().openapi({ description: 'Name of the mall.' }),
});

/** Counts by a name and one of its values. */
const counts = (description: string) =>
  z.record(z.string(), z.record(z.string(), z.number().int())).openapi({ description });

export const LaterReview = z
  .object({
    id: Id,
    kind: LaterKind,
    stars: Stars,
    title: z.string().openapi({ description: 'One line; may be empty.' }),
    text: z.string().openapi({ description: 'Plain text with line ends.' }),
    photos: z.array(Photo).openapi({ description: 'Up to five.' }),
    disclosure: z.string().nullable().openapi({ description: 'Its first line, when it was rewarded.' }),
    bought: z.boolean().openapi({ description: 'From an order of the mall, nothing else.' }),
    usedDays: z.number().int().nullable().openapi({ description: 'Whole days since the purchase.' }),
    createdAt: Time.openapi({ description: 'When it was written, in milliseconds since 1970.' }),
    editedAt: Time.nullable().openapi({ description: 'When its writer last changed it; null: never.' }),
    version: z.number().int().openapi({ description: 'Moves with every edit.' }),
  })
  .openapi('LaterReview', { description: 'What its writer said of the product later.' });
export type LaterReview = z.infer<typeof LaterReview>;

export const Review = z
  .object({
    id: Id,
    product: ProductKey,
    author: Author,
    stars: Stars,
    title: z.string().openapi({ description: 'One line; may be empty.' }),
    text: z.string().openapi({ description: 'Plain text with line ends.' }),
    options: z
      .array(
        z.object({
          name: z.string().openapi({ description: 'What was chosen: colour, size.' }),
          value: z.string().openapi({ description: 'The choice.' }),
        }),
      )
      .openapi({ description: 'What its writer says they bought.' }),
    attributes: z
      .array(
        z.object({
          key: z.string().openapi({ description: "Key of one of the mall's attributes." }),
          value: z.string().openapi({ description: 'Key of one of its values.' }),
        }),
      )
      .openapi({ description: 'What was said by tapping.' }),
    bought: z.boolean().openapi({ description: 'From an order of the mall, nothing else.' }),
    photos: z.array(Photo).openapi({ description: 'Up to five, in the order its writer chose.' }),
    disclosure: z.string().nullable().openapi({
      description:
        'The first line, when the review was rewarded: written by the service, frozen into the review.',
    }),
    createdAt: Time.openapi({ description: 'When it was written, in milliseconds since 1970.' }),
    editedAt: Time.nullable().openapi({ description: 'When its writer last changed it; null: never.' }),
    version: z
      .number()
      .int()
      .openapi({ description: 'Moves with every edit; an edit names the one it saw.' }),
    helpful: z.number().int().openapi({
      description: 'How many said that it helped them (guests weigh nothing until they sign in).',
    }),
    comments: z.number().int().openapi({ description: 'How many comments it has.' }),
    reply: Reply.nullable().openapi({ description: "The seller's, or null." }),
    usedDays: z
      .number()
      .int()
      .nullable()
      .openapi({ description: 'Whole days from the purchase to the writing; null: not bought.' }),
    laterOf: Id.nullable().openapi({ description: 'The first review, when this is a later one of it.' }),
    laterKind: LaterKind.nullable().openapi({ description: 'What kind of later review this is.' }),
    later: z.array(LaterReview).openapi({
      description: "Its writer's later reviews of the same product, oldest first; empty on a later one.",
    }),
    found: z.array(z.string()).openapi({
      description:
        'Parts of title and text as they stand there that a search found, to be marked; empty without a search.',
    }),
  })
  .openapi('Review', { description: 'What one shopper says of one product.' });
export type Review = z.infer<typeof Review>;

const MEAN = 'Plain mean of the stars, two decimals; null without reviews.';

export const Summary = z
  .object({
    product: ProductKey,
    count: z.number().int().openapi({ description: 'How many reviews are shown.' }),
    mean: z.number().nullable().openapi({ description: MEAN }),
    histogram: z
      .array(z.number().int())
      .length(5)
      .openapi({ description: 'How many have one, two, three, four, five stars.' }),
    withPhoto: z.number().int().openapi({ description: 'How many have a photo.' }),
    bought: z.number().int().openapi({ description: 'How many are by shoppers who bought it.' }),
    attributes: counts('Attribute key -> value key -> count.'),
    options: counts('Option name -> value -> count, of the options that the mall stated.'),
    hidden: z
      .object({
        total: z.number().int().openapi({ description: 'How many in all.' }),
        reasons: z
          .partialRecord(HideReason, z.number().int().openapi({ description: 'How many for this reason.' }))
          .openapi({ description: 'How many for which reason; those without any are left out.' }),
      })
      .openapi({ description: 'Reviews that the mall hid.' }),
    drift: z
      .array(
        z.object({
          days: z.number().int().openapi({ description: 'From this day after the purchase on.' }),
          count: z.number().int().openapi({ description: 'How many reviews, later ones included.' }),
          mean: z.number().openapi({ description: 'Plain mean of their stars, two decimals.' }),
        }),
      )
      .openapi({
        description:
          'How the stars drift with the time since the purchase; empty below ten such reviews or with one span only.',
      }),
  })
  .openapi('Summary', { description: 'What all reviews of one product say together.' });
export type Summary = z.infer<typeof Summary>;

export const ReviewPage = z
  .object({ items: z.array(Review).openapi({ description: 'In the order asked for.' }), next: Next })
  .openapi('ReviewPage', { description: 'One page of reviews.' });
export type ReviewPage = z.infer<typeof ReviewPage>;

const pair = z
  .string()
  .min(3)
  .max(200)
  .regex(/^[^\p{Cc}\p{Cs}:]+:[^\p{Cc}\p{Cs}]+$/u);
export const ReviewQuery = z.object({
  product: ProductKey,
  sort: Sort.optional().openapi({
    description: '`helpful` (the default) goes by votes and keeps every fourth place for a new review.',
  }),
  stars: queryInt(1, 5).optional().openapi({ description: 'Only those with so many stars.' }),
  bought: queryFlag.optional().openapi({ description: 'Only those by shoppers who bought it.' }),
  photo: queryFlag.optional().openapi({ description: 'Only those with a photo.' }),
  option: pair.optional().openapi({ description: 'Only those with this option, as `name:value`.' }),
  attribute: pair
    .optional()
    .openapi({ description: 'Only those that say this, as `key:value` of an attribute.' }),
  q: z.string().max(100).optional().openapi({
    description:
      'Only those whose title or text has all of these words, or words that begin with them; Korean words also without their spaces and particles. Of a very long review its first 400 or so different words are searched; a search that holds no letter or digit finds nothing.',
    example: '배송 빠르',
  }),
  cursor: Cursor.optional(),
  limit: queryInt(1, 50).optional().openapi({ description: 'Reviews on the page; 10 by default.' }),
});

export const Board = z
  .object({
    mall: PublicMall,
    product: PublicProduct.nullable().openapi({ description: 'Null until somebody names the product.' }),
    summary: Summary,
    photos: z
      .array(z.object({ review: Id, photo: Photo }))
      .openapi({ description: 'The newest photos of all reviews, for the strip.' }),
    reviews: ReviewPage,
    position: z.number().int().openapi({
      description: 'Where the live stream may begin (as its `after`) so that nothing is missed.',
    }),
  })
  .openapi('Board', {
    description: 'Everything that one board needs for its first paint, in one answer.',
  });
export type Board = z.infer<typeof Board>;

export const MyBoard = z
  .object({
    review: Review.nullable().openapi({ description: 'My review of the product, or null.' }),
    hidden: HideReason.nullable().openapi({ description: 'Why my review is hidden, when it is.' }),
    reviews: z
      .array(
        z.object({
          id: Id.openapi({ description: 'Id of the review.' }),
          hidden: HideReason.nullable().openapi({ description: 'Why it is hidden, when it is.' }),
        }),
      )
      .openapi({
        description:
          'All my reviews of the product, the first one first: more than one after a guest became a member, and my later ones.',
      }),
    mayAdd: z
      .array(LaterKind)
      .openapi({ description: 'Which later reviews I may add to my first one now; empty without one.' }),
    votes: z
      .record(z.string(), z.boolean())
      .openapi({ description: 'Review id -> my vote: true, it helped; false, it did not.' }),
    bought: z.boolean().openapi({ description: 'Whether I bought the product, by the orders of the mall.' }),
    options: z
      .record(z.string(), z.string())
      .openapi({ description: 'Options of what I bought, name to value, to begin the form with.' }),
    comments: z
      .array(Id)
      .openapi({ description: "Ids of comments that are mine, under this product's reviews." }),
    mayWrite: z.boolean().openapi({ description: 'Whether I may write here, as who I am.' }),
  })
  .openapi('MyBoard', { description: "What is mine on one product's board. Never cached." });
export type MyBoard = z.infer<typeof MyBoard>;

export const ReviewEdit = z
  .object({
    version: z.number().int().openapi({ description: 'Which version this was.' }),
    stars: Stars,
    title: z.string().openapi({ description: 'Its title then.' }),
    text: z.string().openapi({ description: 'Its text then.' }),
    at: Time.openapi({ description: 'When it was written, in milliseconds since 1970.' }),
  })
  .openapi('ReviewEdit', { description: 'An earlier text of a review.' });
export const ReviewHistory = z
  .object({ items: z.array(ReviewEdit).openapi({ description: 'Newest first.' }) })
  .openapi('ReviewHistory', { description: 'What a review said before.' });

export const RatingsQuery = z.object({
  product: z
    .union([ProductKey, z.array(ProductKey).max(100)])
    .transform((one) => (Array.isArray(one) ? one : [one]))
    .openapi({
      param: { description: 'One key or up to a hundred: `?product=1&product=2`.' },
      example: '1234',
    }),
});
export const Rating = z
  .object({
    product: ProductKey,
    count: z.number().int().openapi({ description: 'How many reviews are shown.' }),
    mean: z.number().nullable().openapi({ description: MEAN }),
  })
  .openapi('Rating', { description: 'The stars of one product.' });
export type Rating = z.infer<typeof Rating>;
export const Ratings = z
  .object({ items: z.array(Rating).openapi({ description: 'In the order asked for.' }) })
  .openapi('Ratings', { description: 'The stars of some products.' });
export type Ratings = z.infer<typeof Ratings>;
