import { z } from '@hono/zod-openapi';
import { Cursor, Day, Id, Next, queryInt, Time } from '../../../base/http/contract.ts';
import { PublicProduct } from '../../../mall/products/contract.ts';

export const SaleState = z.enum(['pending', 'sure', 'returned']).openapi({
  description:
    '`pending` until its time to return has passed; `returned`: cancelled, returned or refunded as a whole.',
});
export type SaleState = z.infer<typeof SaleState>;
export const Sale = z
  .object({
    id: Id,
    story: z
      .object({ id: Id, title: z.string().openapi({ description: 'May be empty.' }) })
      .nullable()
      .openapi({
        description: 'Where the buyer came from; null: from what I bought, or a story that is gone.',
      }),
    product: PublicProduct,
    day: Day.openapi({ description: 'On which it was ordered. By whom nobody learns.' }),
    count: z.number().int().openapi({ description: 'How many were kept of it.' }),
    state: SaleState,
    dueAt: Time.openapi({ description: 'When its time to return has passed, so that it is sure.' }),
    points: z.number().int().openapi({ description: 'What I earn or earned by it; 0: nothing.' }),
  })
  .openapi('Sale', { description: 'Something that was bought by way of my blog.' });
export type Sale = z.infer<typeof Sale>;
export const SalePage = z
  .object({
    items: z.array(Sale).openapi({ description: 'Newest first.' }),
    next: Next,
    total: z
      .object({
        count: z.number().int().openapi({ description: 'Sales that stand.' }),
        points: z.number().int().openapi({ description: 'Points that came of them, pending ones included.' }),
      })
      .openapi({ description: 'Of all pages.' }),
  })
  .openapi('SalePage', { description: 'What my stories sold.' });
export type SalePage = z.infer<typeof SalePage>;
export const SaleQuery = z.object({
  cursor: Cursor.optional(),
  limit: queryInt(1, 100).optional().openapi({ description: 'On one page; 30 by default.' }),
});
