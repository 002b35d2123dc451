import { z } from '@hono/zod-openapi';
import { Cursor, Id, Next, plainLine, queryInt, Time } from '../../base/http/contract.ts';
import { PublicMall } from '../malls/contract.ts';
import { OutsideId } from '../shoppers/contract.ts';

/** More than anybody collects; with this many of them a mall is still far from 2^53. */
export const MOST_POINTS = 1_000_000_000;
export const Points = z.number().int().min(1).max(MOST_POINTS).openapi({
  description: 'Whole points, at least one; one is worth one smallest unit of the currency of the mall.',
  example: 500,
});
const Sum = z.number().int().openapi({ description: 'Whole points.' });

/** Why points moved. */
export const TransferKind = z.enum([
  'order',
  'order-returned',
  'review-text',
  'review-photo',
  'review-later',
  'review-reversed',
  'naegong',
  'grant',
  'correction',
  'spend',
  'spend-refunded',
  'out',
  'expiry',
  'owed-met',
  'erased',
  'till',
  'contribution',
  'contribution-refunded',
  'club-payout',
  'club-share',
  'coupon',
  'part-claim',
  'story-sale',
  'story-sale-returned',
]);
export type TransferKind = z.infer<typeof TransferKind>;

const about = {
  order: z.string().nullable().openapi({ description: 'Number of the order it is about.' }),
  review: Id.nullable().openapi({ description: 'The review it is about.' }),
  club: Id.nullable().openapi({ description: 'The club it is about.' }),
  note: z.string().nullable().openapi({ description: 'What the mall says of it; plain text.' }),
};

export const Movement = z
  .object({
    id: Id,
    at: Time,
    kind: TransferKind.openapi({ description: 'Why.' }),
    state: z.enum(['posted', 'pending', 'void']).openapi({
      description:
        '`pending`: not sure yet, it moves nothing so far; `void`: it was pending and did not come about, or a hold was let go.',
    }),
    amount: z.number().int().openapi({
      description:
        'What came (positive) or went (negative). Of a pending one: what will, as far as it is left.',
    }),
    balance: z
      .number()
      .int()
      .nullable()
      .openapi({ description: 'What was there after it; null: it moved nothing.' }),
    dueAt: Time.nullable().openapi({
      description: 'Of a pending one: when it comes about, or is let go, by itself.',
    }),
    reverses: Id.nullable().openapi({
      description: 'The movement that this one takes back, in part or as a whole.',
    }),
    ...about,
  })
  .openapi('Movement', { description: 'One movement of a wallet.' });
export type Movement = z.infer<typeof Movement>;

export const Wallet = z
  .object({
    mall: PublicMall,
    available: Sum.openapi({ description: 'What may be spent now.' }),
    held: Sum.openapi({ description: 'What is set aside for something that has begun: a checkout, a gift.' }),
    pending: z
      .object({
        amount: Sum.openapi({ description: 'What is not sure yet, in all.' }),
        next: z
          .array(z.object({ at: Time, amount: Sum }))
          .max(12)
          .openapi({ description: 'When it will be, soonest first, one line a day.' }),
      })
      .openapi({ description: 'What will come when its time to return has passed.' }),
    expiring: z
      .array(z.object({ at: Time, amount: Sum }))
      .max(12)
      .openapi({ description: 'What expires, soonest first, one line a day.' }),
    owed: Sum.openapi({
      description: 'What was taken back after it had been spent: the next earnings meet it. 0: nothing.',
    }),
    out: z
      .object({
        possible: z.boolean().openapi({ description: 'The mall has points of its own.' }),
        waiting: Sum.openapi({ description: 'On its way there.' }),
      })
      .openapi({
        description: "Whether points may be moved to the mall's own, and what is on its way there.",
      }),
    naegong: z
      .object({
        rate: z.number().int().openapi({ description: 'Points for a hundred naegong; 0: none.' }),
        dailyCap: Sum,
      })
      .openapi({ description: 'What naegong becomes.' }),
    movements: z
      .object({ items: z.array(Movement).openapi({ description: 'Newest first.' }), next: Next })
      .openapi({ description: 'The first page of them.' }),
    position: z.number().int().openapi({ description: 'To open the stream after.' }),
  })
  .openapi('Wallet', { description: 'My points: all that a page needs to show them.' });
export type Wallet = z.infer<typeof Wallet>;
export const MovementPage = z
  .object({ items: z.array(Movement).openapi({ description: 'Newest first.' }), next: Next })
  .openapi('MovementPage', { description: 'One page of my movements.' });
export type MovementPage = z.infer<typeof MovementPage>;
export const MovementQuery = z.object({
  cursor: Cursor.optional(),
  limit: queryInt(1, 100).optional().openapi({ description: 'On one page; 30 by default.' }),
});
export const MoveOut = z
  .object({ amount: Points })
  .openapi('MoveOut', { description: "Moves points to the mall's own.", example: { amount: 5000 } });

// What the backend of a mall does, with a key of the scope `points`.
export const ShopperQuery = z.object({
  shopper: OutsideId.openapi({ description: "The mall's own id of the member.", example: 'member-42' }),
});
export const ShopperPoints = z
  .object({
    shopper: OutsideId,
    available: Sum.openapi({ description: 'What may be spent now.' }),
    held: Sum,
    pending: Sum,
    owed: Sum,
    leastSpend: Sum.openapi({ description: 'The least that may be spent at once, by the settings.' }),
  })
  .openapi('ShopperPoints', { description: 'What a checkout must know of a member.' });
export type ShopperPoints = z.infer<typeof ShopperPoints>;
export const PostGrant = z
  .object({
    shopper: OutsideId,
    amount: z
      .number()
      .int()
      .min(-MOST_POINTS)
      .max(MOST_POINTS)
      .refine((amount) => amount !== 0, 'not zero')
      .openapi({
        description:
          'Given, or (negative) taken back: what is not there any more is owed and met by later earnings.',
      }),
    note: plainLine(1, 200).openapi({ description: 'Why; the shopper reads it.' }),
    expiresAt: Time.nullable()
      .optional()
      .openapi({ description: 'Null: never. Left out: as the settings say. Only of what is given.' }),
  })
  .openapi('PostGrant', {
    description: "The mall's own grant, or a correction.",
    example: { shopper: 'member-42', amount: 1000, note: '가입을 축하해요', expiresAt: null },
  });
export const Granted = z
  .object({
    transfer: Id.nullable().openapi({ description: 'What gave it; null: it was taken.' }),
    amount: z.number().int().openapi({ description: 'Given, or (negative) taken.' }),
    owed: Sum.openapi({ description: 'Of what was taken, what was not there any more.' }),
  })
  .openapi('Granted', { description: 'What was granted or taken.' });
export const PostHold = z
  .object({
    shopper: OutsideId,
    amount: Points,
    order: z
      .string()
      .min(1)
      .max(128)
      .regex(/^[^\p{Cc}\p{Cs}]+$/u)
      .nullable()
      .openapi({ description: 'Number of the order that is being paid; null: not known yet.' })
      .default(null),
    minutes: z
      .number()
      .int()
      .min(1)
      .max(10_080)
      .optional()
      .openapi({ description: 'Let go by itself after so many; by default as the settings say.' }),
  })
  .openapi('PostHold', {
    description: 'Sets points aside while an order is being paid.',
    example: { shopper: 'member-42', amount: 3000, order: 'A-1001', minutes: 30 },
  });
export const Hold = z
  .object({
    hold: Id,
    shopper: OutsideId.nullable().openapi({ description: 'Null: erased meanwhile.' }),
    amount: Sum.openapi({ description: 'Set aside at first.' }),
    rest: Sum.openapi({ description: 'Still set aside.' }),
    captured: Sum.openapi({ description: 'Spent.' }),
    refunded: Sum.openapi({ description: 'Of that, given back.' }),
    state: z.enum(['held', 'captured', 'released']).openapi({
      description:
        '`held` while some is set aside; then `captured` when any of it was spent, else `released`.',
    }),
    order: z.string().nullable().openapi({ description: 'Number of the order; null: not told, or erased.' }),
    dueAt: Time.openapi({ description: 'When it is let go by itself.' }),
  })
  .openapi('Hold', { description: 'Points set aside, and what became of them.' });
export type Hold = z.infer<typeof Hold>;
export const PostCapture = z
  .object({
    amount: Points.optional().openapi({ description: 'Spends so many; all that is held by default.' }),
    final: z.boolean().openapi({ description: 'Lets the rest go.' }).default(true),
  })
  .openapi('PostCapture', {
    description: 'Spends what is held, or a part of it.',
    example: { amount: 3000, final: true },
  });
export const PostRelease = z
  .object({})
  .openapi('PostRelease', { description: 'Lets a hold go: there is nothing to say of it.', example: {} });
export const PostHoldRefund = z.object({ amount: Points }).openapi('PostHoldRefund', {
  description: 'Gives back of what was spent, to the lots it came from: an order was cancelled or returned.',
  example: { amount: 1000 },
});

export const PayoutQuery = z.object({
  state: z
    .enum(['waiting', 'done', 'refused'])
    .optional()
    .openapi({ description: 'Only those; `waiting` by default.' }),
  cursor: Cursor.optional(),
  limit: queryInt(1, 500).optional().openapi({ description: 'On one page; 100 by default.' }),
  format: z.enum(['json', 'csv']).optional().openapi({ description: '`csv`: as a table; else JSON.' }),
});
export const Payout = z
  .object({
    id: Id,
    shopper: OutsideId.nullable().openapi({ description: 'Null: erased meanwhile.' }),
    amount: Sum,
    reason: z.string().openapi({ description: 'A line of plain text for the books of the mall.' }),
    state: z
      .enum(['waiting', 'done', 'refused'])
      .openapi({ description: '`waiting` until the mall has said what became of it.' }),
    at: Time,
  })
  .openapi('Payout', { description: "Points on their way to the mall's own." });
export type Payout = z.infer<typeof Payout>;
export const PayoutPage = z
  .object({ items: z.array(Payout).openapi({ description: 'Oldest first.' }), next: Next })
  .openapi('PayoutPage', { description: 'One page of payouts.' });
export const PostPayoutsDone = z
  .object({
    done: z
      .array(Id)
      .max(500)
      .openapi({ description: 'Those that the mall has taken into its own points.' })
      .default([]),
    refused: z
      .array(Id)
      .max(500)
      .openapi({ description: 'Those that it has not: the points go back.' })
      .default([]),
  })
  .refine((body) => body.done.length + body.refused.length > 0, 'name some')
  .openapi('PostPayoutsDone', {
    description: 'What became of payouts. A repeat changes nothing.',
    example: { done: ['0a1b2c3d4e5f6g7h8i9jkalmn'], refused: [] },
  });
export type PayoutPage = z.infer<typeof PayoutPage>;
export const PayoutsDone = z
  .object({
    done: z.number().int().openapi({ description: 'Of those named, how many are done now.' }),
    refused: z.number().int().openapi({ description: 'How many are refused now.' }),
    unknown: z
      .array(Id)
      .openapi({ description: 'There are none such, or the other thing was said of them before.' }),
  })
  .openapi('PayoutsDone', { description: 'What was taken of that.' });
export const PointsReport = z
  .object({
    wallets: Sum.openapi({ description: 'What shoppers may spend or have set aside.' }),
    pots: Sum.openapi({ description: 'What lies in clubs.' }),
    pending: Sum.openapi({ description: 'What will come to them.' }),
    owed: Sum.openapi({ description: 'What shoppers owe.' }),
    issued: Sum.openapi({ description: 'Ever given, less what was taken back.' }),
    spent: Sum.openapi({ description: "Ever spent, given as coupons, or moved to the mall's own." }),
    expired: Sum,
    months: z
      .array(
        z.object({
          source: z
            .enum(['order', 'text', 'photo', 'later', 'naegong', 'sale'])
            .openapi({ description: 'Which reward.' }),
          month: z.string().openapi({ description: 'As `yyyy-mm`, in the time zone of the mall.' }),
          used: Sum,
          budget: Sum,
        }),
      )
      .openapi({ description: 'This month of each automatic reward.' }),
  })
  .openapi('PointsReport', { description: 'What the mall owes its shoppers in points.' });
export type PointsReport = z.infer<typeof PointsReport>;
