import { z } from '@hono/zod-openapi';
import {
  Cursor,
  Id,
  ProductKey,
  plainLine,
  plainText,
  queryFlag,
  queryInt,
  Time,
} from '../../base/http/contract.ts';
import { PublicMall } from '../../mall/malls/contract.ts';
import { PublicProduct, SeenProduct } from '../../mall/products/contract.ts';
import { Author } from '../../mall/shoppers/contract.ts';
import { Photo } from '../media/contract.ts';

export const Stars = z.number().int().min(1).max(5).openapi('Stars');
export const Sort = z.enum(['helpful', 'newest', 'highest', 'lowest']);
export type Sort = z.infer<typeof Sort>;
/** Why something is hidden: a closed list, shown as counts. Stars are no reason. */
export const HideReason = z.enum([
  'personal_data',
  'abuse',
  'spam',
  'off_topic',
  'copyright',
  'illegal',
  'rights_block',
]);
export type HideReason = z.infer<typeof HideReason>;

export const Reply = z.object({ text: z.string(), at: Time, name: z.string() });

export const Review = z
  .object({
    id: Id,
    product: ProductKey,
    author: Author,
    stars: Stars,
    title: z.string(),
    text: z.string(),
    options: z.array(z.object({ name: z.string(), value: z.string() })),
    attributes: z.array(z.object({ key: z.string(), value: z.string() })),
    /** From an order of the mall, nothing else. */
    bought: z.boolean(),
    photos: z.array(Photo),
    /** The first line, when the review was rewarded: written by the service, frozen into the review. */
    disclosure: z.string().nullable(),
    createdAt: Time,
    editedAt: Time.nullable(),
    /** Moves with every edit; an edit names the one it saw. */
    version: z.number().int(),
    /** How many said that it helped them (guests weigh nothing until they sign in). */
    helpful: z.number().int(),
    comments: z.number().int(),
    reply: Reply.nullable(),
  })
  .openapi('Review');
export type Review = z.infer<typeof Review>;

export const Summary = z
  .object({
    product: ProductKey,
    count: z.number().int(),
    /** Plain mean of the stars, two decimals; null without reviews. */
    mean: z.number().nullable(),
    /** How many have one, two, three, four, five stars. */
    histogram: z.array(z.number().int()).length(5),
    withPhoto: z.number().int(),
    bought: z.number().int(),
    /** attribute key -> value key -> count. */
    attributes: z.record(z.string(), z.record(z.string(), z.number().int())),
    /** option name -> value -> count. */
    options: z.record(z.string(), z.record(z.string(), z.number().int())),
    /** What is hidden, by reason. */
    hidden: z.object({ total: z.number().int(), reasons: z.partialRecord(HideReason, z.number().int()) }),
  })
  .openapi('Summary');
export type Summary = z.infer<typeof Summary>;

export const ReviewPage = z
  .object({ items: z.array(Review), next: z.string().nullable() })
  .openapi('ReviewPage');
export type ReviewPage = z.infer<typeof ReviewPage>;

/** `name:value` of an option, or `key:value` of an attribute. */
const pair = z
  .string()
  .min(3)
  .max(200)
  .regex(/^[^\p{Cc}\p{Cs}:]+:[^\p{Cc}\p{Cs}]+$/u);
export const ReviewQuery = z.object({
  product: ProductKey,
  sort: Sort.optional(),
  stars: queryInt(1, 5).optional(),
  bought: queryFlag.optional(),
  photo: queryFlag.optional(),
  option: pair.optional(),
  attribute: pair.optional(),
  cursor: Cursor.optional(),
  limit: queryInt(1, 50).optional(),
});

/** Everything that one board needs for its first paint, in one answer. */
export const Board = z
  .object({
    mall: PublicMall,
    product: PublicProduct.nullable(),
    summary: Summary,
    /** The newest photos of all reviews, for the strip. */
    photos: z.array(z.object({ review: Id, photo: Photo })),
    reviews: ReviewPage,
    /** Where the live stream may begin so that nothing is missed. */
    position: z.number().int(),
  })
  .openapi('Board');
export type Board = z.infer<typeof Board>;

/** What is mine on one product's board. Never cached. */
export const MyBoard = z
  .object({
    review: Review.nullable(),
    /** Why my review is hidden, when it is: its writer is told. */
    hidden: HideReason.nullable(),
    /** review id -> my vote. */
    votes: z.record(z.string(), z.boolean()),
    bought: z.boolean(),
    /** Options of what I bought, to begin the form with. */
    options: z.record(z.string(), z.string()),
    /** Ids of comments that are mine, on this product's reviews. */
    comments: z.array(Id),
    /** May I write here, as who I am. */
    mayWrite: z.boolean(),
  })
  .openapi('MyBoard');
export type MyBoard = z.infer<typeof MyBoard>;

const Written = {
  stars: Stars,
  title: plainLine(0, 100).default(''),
  text: plainText(1, 5000),
  options: z
    .record(plainLine(1, 60), plainLine(1, 100))
    .refine((all) => Object.keys(all).length <= 10, 'at most 10')
    .default({}),
  attributes: z
    .record(z.string().max(32), z.string().max(32))
    .refine((all) => Object.keys(all).length <= 5, 'at most 5')
    .default({}),
  photos: z
    .array(Id)
    .max(5)
    .refine((ids) => new Set(ids).size === ids.length, 'each photo once')
    .default([]),
};
export const PostReview = z
  .object({ product: ProductKey, ...Written, seen: SeenProduct.optional() })
  .openapi('PostReview');
export type PostReview = z.infer<typeof PostReview>;
/** The whole review as it is to be; `version` is the one the writer saw. */
export const PatchReview = z.object({ ...Written, version: z.number().int().min(1) }).openapi('PatchReview');

/** An earlier text of a review. */
export const ReviewEdit = z
  .object({ version: z.number().int(), stars: Stars, title: z.string(), text: z.string(), at: Time })
  .openapi('ReviewEdit');
export const ReviewHistory = z.object({ items: z.array(ReviewEdit) }).openapi('ReviewHistory');

export const PutVote = z.object({ helpful: z.boolean() }).openapi('PutVote');
/** The review's count after the vote, and my vote (null: withdrawn). */
export const VoteResult = z
  .object({ review: Id, helpful: z.number().int(), mine: z.boolean().nullable() })
  .openapi('VoteResult');
export type VoteResult = z.infer<typeof VoteResult>;

export const PutReply = z.object({ text: plainText(1, 2000) }).openapi('PutReply');

/** Stars and count of up to a hundred products: `?product=1&product=2`. */
export const RatingsQuery = z.object({
  product: z
    .union([ProductKey, z.array(ProductKey).max(100)])
    .transform((one) => (Array.isArray(one) ? one : [one])),
});
export const Rating = z
  .object({ product: ProductKey, count: z.number().int(), mean: z.number().nullable() })
  .openapi('Rating');
export type Rating = z.infer<typeof Rating>;
export const Ratings = z.object({ items: z.array(Rating) }).openapi('Ratings');
export type Ratings = z.infer<typeof Ratings>;
