import { z } from '@hono/zod-openapi';
import { ProductKey, plainLine, Time } from '../../base/http/contract.ts';
import { OutsideId } from '../shoppers/contract.ts';

const OutsideOrderId = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[^\p{Cc}\p{Cs}]+$/u);

export const OrderLine = z
  .object({
    line: OutsideOrderId,
    product: ProductKey,
    options: z.record(plainLine(1, 60), plainLine(1, 100)).default({}),
    /** How many were ordered in all. */
    quantity: z.number().int().min(0).max(100_000),
    /** How many of them were cancelled, returned or refunded so far, in all. */
    refunded: z.number().int().min(0).max(100_000).default(0),
    /** What was paid for the line in all, in the currency's smallest unit. */
    amount: z.number().int().min(0).max(1_000_000_000_000).default(0),
    /** A referral that the line came by. */
    mark: z.string().max(500).nullable().default(null),
  })
  .refine((line) => line.refunded <= line.quantity, 'refunded is at most quantity')
  .openapi('OrderLine');

/** The whole order as it stands at `changedAt`, the mall's own time of the change. */
export const OrderStatement = z
  .object({
    order: OutsideOrderId,
    shopper: OutsideId.nullable(),
    placedAt: Time,
    changedAt: Time,
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .nullable()
      .default(null),
    lines: z
      .array(OrderLine)
      .max(500)
      .refine((lines) => new Set(lines.map((line) => line.line)).size === lines.length, 'each line once'),
  })
  .openapi('OrderStatement');
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
      ),
  })
  .openapi('OrderBatch');
export const OrderBatchResult = z
  .object({
    taken: z.number().int(),
    older: z
      .number()
      .int()
      .openapi({ description: 'Statements older than what is known: they changed nothing.' }),
  })
  .openapi('OrderBatchResult');
export const OrderQuery = z.object({ order: OutsideOrderId });
/** What is known of an order, for the mall's own backend. */
export const Order = OrderStatement.openapi('Order');
