import { z } from '@hono/zod-openapi';
import { Id, ProductKey, plainLine, plainText } from '../../../base/http/contract.ts';
import { SeenProduct } from '../../../mall/products/contract.ts';
import { LaterKind, Stars } from '../contract.ts';

const Written = {
  stars: Stars,
  title: plainLine(0, 100).openapi({ description: 'One line; may be empty.' }).default(''),
  text: plainText(1, 5000).openapi({
    description:
      "Plain text with line ends. The mall's limits (5 to 3000 characters by default) hold as well.",
  }),
  options: z
    .record(plainLine(1, 60), plainLine(1, 100))
    .refine((all) => Object.keys(all).length <= 10, 'at most 10')
    .openapi({
      description:
        'What was chosen when buying, name to value; at most 10. Where the mall stated options, others are left out, unless an own order names them.',
    })
    .default({}),
  attributes: z
    .record(z.string().max(32), z.string().max(32))
    .refine((all) => Object.keys(all).length <= 5, 'at most 5')
    .openapi({
      description: "What is said by tapping: key of one of the mall's attributes -> key of a value.",
    })
    .default({}),
  photos: z
    .array(Id)
    .max(5)
    .refine((ids) => new Set(ids).size === ids.length, 'each photo once')
    .openapi({ description: 'Ids of photos of my own, sent before; each once, in the order to be shown.' })
    .default([]),
};
const exampleWritten = {
  stars: 5,
  title: '여름 내내 입을 옷',
  text: '얇은데 비치지 않고, 세탁해도 줄지 않아요.',
  options: { 색상: '블루' },
  attributes: { fit: 'true' },
  photos: [],
};
export const PostReview = z
  .object({
    product: ProductKey,
    ...Written,
    later: LaterKind.nullable().optional().openapi({
      description:
        'Null or left out: my first review. Else a later review, linked to my first one of this product: of a kind that `mayAdd` of `GET /me/board` names.',
    }),
    seen: SeenProduct.optional(),
  })
  .openapi('PostReview', {
    description: 'A new review.',
    example: {
      product: '1234',
      ...exampleWritten,
      later: null,
      seen: { url: 'https://shop.example/products/1234' },
    },
  });
export type PostReview = z.infer<typeof PostReview>;
export const PatchReview = z
  .object({
    ...Written,
    version: z.number().int().min(1).openapi({ description: 'The `version` of the review that was edited.' }),
  })
  .openapi('PatchReview', {
    description: 'The whole review as it is to be: what is left out is empty then.',
    example: { ...exampleWritten, stars: 4, version: 1 },
  });

export const PutVote = z
  .object({ helpful: z.boolean().openapi({ description: 'It helped me, or it did not.' }) })
  .openapi('PutVote', { description: 'A vote on a review.', example: { helpful: true } });
export const VoteResult = z
  .object({
    review: Id,
    helpful: z.number().int().openapi({ description: 'How many it helped, after the vote.' }),
    mine: z.boolean().nullable().openapi({ description: 'My vote; null: withdrawn.' }),
  })
  .openapi('VoteResult', { description: 'What came of a vote.' });
export type VoteResult = z.infer<typeof VoteResult>;

export const PutReply = z
  .object({ text: plainText(1, 2000).openapi({ description: 'Plain text of up to 2000 characters.' }) })
  .openapi('PutReply', {
    description: "The seller's reply to a review; a new one takes the old one's place.",
    example: { text: '좋은 후기 고맙습니다. 다음 주에 새 색상이 들어옵니다.' },
  });
