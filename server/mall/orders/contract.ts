import { z } from '@hono/zod-openapi';
import { ProductKey, plainLine, Time } from '../../base/http/contract.ts';
import { OutsideId } from '../shoppers/contract.ts';

const OutsideOrderId = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[^\p{Cc}\p{Cs}]+$/u);

/** It comes from a shopper's browser: nothing that stands in it may keep the mall from stating its orders. */
const asMark = (text: string): string | null => (/^[\x21-\x7e]{1,500}$/.test(text) ? text : null);

export const OrderLine = z
  .object({
    line: OutsideOrderId.openapi({
      description: "The mall's own id of the line, the same in every statement; unique in the order.",
    }),
    product: ProductKey,
    options: z
      .record(plainLine(1, 60), plainLine(1, 100))
      .openapi({
        description: 'What was chosen, name to value; the review form begins with it.',
        example: { 색상: '블루' },
      })
      .default({}),
    quantity: z
      .number()
      .int()
      .min(0)
      .max(100_000)
      .openapi({ description: 'How many were ordered in all, refunded ones included.' }),
    refunded: z
      .number()
      .int()
      .min(0)
      .max(100_000)
      .openapi({
        description:
          'How many of them were cancelled, returned or refunded so far, in all: at most `quantity`. "Bought" holds while it is less.',
      })
      .default(0),
    amount: z
      .number()
      .int()
      .min(0)
      .max(1_000_000_000_000)
      .openapi({
        description:
          "What was paid for the line in all, in the currency's smallest unit as a whole number (won, cents).",
      })
      .default(0),
    mark: z
      .string()
      .transform(asMark)
      .nullable()
      .openapi({
        type: ['string', 'null'],
        description:
          'The referral that the line came by, as the page handed it over. What cannot be one, which any shopper may hand over, is taken for none. Null: none.',
      })
      .default(null),
  })
  .refine((line) => line.refunded <= line.quantity, 'refunded is at most quantity')
  .openapi('OrderLine', { description: 'One line of an order, cumulative.' });

export const OrderStatement = z
  .object({
    order: OutsideOrderId.openapi({ description: "The mall's own number of the order.", example: 'A-1001' }),
    shopper: OutsideId.nullable().openapi({
      description: "The mall's own id of the member, as `sub` of their token; null for an order without one.",
    }),
    placedAt: Time.openapi({ description: 'When it was ordered, in milliseconds since 1970.' }),
    changedAt: Time.openapi({
      description:
        "The mall's own time of this change, in milliseconds since 1970: of two statements the later one holds, whichever comes first.",
    }),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .nullable()
      .openapi({ description: "Of the amounts (ISO 4217); null: the mall's own." })
      .default(null),
    lines: z
      .array(OrderLine)
      .max(500)
      .refine((lines) => new Set(lines.map((line) => line.line)).size === lines.length, 'each line once')
      .openapi({ description: 'All of them, each once; a line that is left out is gone.' }),
  })
  .openapi('OrderStatement', { description: 'The whole order as it stands at `changedAt`.' });
export type OrderStatement = z.infer<typeof OrderStatement>;

/** More lines than this in one transaction would keep other writers waiting. */
const BATCH_LINES = 5000;

export const OrderBatch = z
  .object({
    orders: z
      .array(OrderStatement)
      .min(1)
      .max(500)
      .refine(
        (orders) => orders.reduce((sum, order) => sum + order.lines.length, 0) <= BATCH_LINES,
        `at most ${BATCH_LINES} lines in all`,
      )
      .openapi({ description: `In any order, with at most ${BATCH_LINES} lines in all.` }),
  })
  .openapi('OrderBatch', {
    description: 'What a mall says of its orders.',
    example: {
      orders: [
        {
          order: 'A-1001',
          shopper: 'member-42',
          placedAt: 1780000000000,
          changedAt: 1780000000000,
          currency: 'KRW',
          lines: [
            {
              line: '1',
              product: '1234',
              options: { 색상: '블루' },
              quantity: 2,
              refunded: 0,
              amount: 78000,
              mark: null,
            },
          ],
        },
      ],
    },
  });
export const OrderBatchResult = z
  .object({
    taken: z
      .number()
      .int()
      .openapi({ description: 'Statements that hold now, those known before included.' }),
    older: z
      .number()
      .int()
      .openapi({ description: 'Statements older than what is known: they changed nothing.' }),
  })
  .openapi('OrderBatchResult', { description: 'The answer to a batch of orders.' });
export const OrderQuery = z.object({
  order: OutsideOrderId.openapi({ description: "The mall's own number of the order.", example: 'A-1001' }),
});
export const Order = OrderStatement.openapi('Order', {
  description: 'What is known of an order: its newest statement. `shopper` is null once they were erased.',
});
