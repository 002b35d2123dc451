import { z } from '@hono/zod-openapi';
import { Day, Id, plainLine, Time } from '../../../base/http/contract.ts';
import { Points } from '../../../mall/points/contract.ts';
import { PublicProduct } from '../../../mall/products/contract.ts';
import { Author } from '../../../mall/shoppers/contract.ts';
import { LinkKey, Wish, Wishlist } from '../contract.ts';

const Sum = z.number().int().openapi({ description: 'Whole points.' });

export const PutPart = z
  .object({
    amount: Points.openapi({ description: 'What I set aside in all: again raises or lowers it.' }),
    named: z
      .boolean()
      .openapi({ description: 'Whether the others who give, and in the end the wisher, read my name.' })
      .default(false),
  })
  .openapi('PutPart', {
    description: 'Sets points of my wallet aside for a wish.',
    example: { amount: 5000, named: true },
  });
export const PartOfWish = z
  .object({
    amount: Sum.openapi({ description: 'What I set aside.' }),
    named: z.boolean().openapi({ description: 'Whether my name is shown.' }),
    state: z.enum(['held', 'given', 'done']).openapi({
      description:
        '`held`: set aside, and let go when `dueAt` comes; `given`: all parts are the price, they are handed over on the day the list names; `done`: handed over.',
    }),
    at: Time,
    dueAt: Time.openapi({ description: 'Of a held one: when it is let go by itself.' }),
  })
  .openapi('PartOfWish', { description: 'My part of a wish.' });
export type PartOfWish = z.infer<typeof PartOfWish>;
export const WishParts = z
  .object({
    wish: Id,
    need: Sum.nullable().openapi({
      description:
        'What it takes, by the price that the mall states; null: it states none that points count in.',
    }),
    missing: Sum.openapi({ description: 'Of that, what nobody has set aside yet.' }),
    taken: z.boolean().openapi({ description: 'Somebody gives it, or a club collects for it.' }),
    mine: PartOfWish.nullable(),
    givers: z
      .array(Author)
      .max(20)
      .openapi({ description: 'Those with a part who want to be named, myself apart.' }),
    count: z.number().int().openapi({ description: 'How many have a part, named or not.' }),
    available: Sum.openapi({ description: 'What my wallet has for it.' }),
    club: Id.nullable().openapi({ description: 'The club that collects for it, where I am in it.' }),
  })
  .openapi('WishParts', { description: 'What has been set aside for a wish, for those who may give.' });
export type WishParts = z.infer<typeof WishParts>;
export const MyPartsGiven = z
  .object({
    items: z
      .array(
        z.object({
          id: Id.openapi({ description: 'Of the wish.' }),
          part: PartOfWish,
          wish: Wish.nullable().openapi({ description: 'As it is now; null: I may not see it any more.' }),
          list: Wishlist.nullable(),
          linkKey: LinkKey.nullable().openapi({
            description: 'Of a `link` list, where I was given its link: what it ends with.',
          }),
          product: PublicProduct.nullable(),
        }),
      )
      .openapi({ description: 'Newest first; of those that were handed over, the ones of 90 days.' }),
  })
  .openapi('MyPartsOfWishes', { description: 'What I have set aside for wishes.' });
export type MyPartsGiven = z.infer<typeof MyPartsGiven>;

export const PostWishClub = z
  .object({
    endsOn: Day.openapi({ description: 'The last day it collects: from tomorrow to two years ahead.' }),
    name: plainLine(1, 60)
      .optional()
      .openapi({ description: 'What it is called; the name of the product by default.' }),
  })
  .openapi('PostWishClub', {
    description: 'Starts a club that collects for a wish.',
    example: { endsOn: '2027-05-08', name: '민지 서른 살 생일' },
  });
export const WishClub = z
  .object({
    club: Id,
    secretUntil: Day.nullable().openapi({ description: 'Whoever wishes sees nothing of it before.' }),
  })
  .openapi('WishClub', { description: 'The club that was started.' });
export type WishClub = z.infer<typeof WishClub>;
