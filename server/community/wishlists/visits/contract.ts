import { z } from '@hono/zod-openapi';
import { Cursor, Day, Next, ProductKey, queryInt } from '../../../base/http/contract.ts';

export const VisitsQuery = z.object({
  from: Day.optional().openapi({ description: 'The first day; a week ago by default.' }),
  to: Day.optional().openapi({ description: 'The last day; today by default.' }),
  cursor: Cursor.optional(),
  limit: queryInt(1, 1000).optional().openapi({ description: 'On one page; 500 by default.' }),
});
export const Visits = z
  .object({
    items: z
      .array(
        z.object({
          product: ProductKey,
          day: Day,
          count: z.number().int().openapi({ description: 'How often.' }),
        }),
      )
      .openapi({ description: 'By day, then by product; what was not gone to is absent.' }),
    next: Next,
  })
  .openapi('Visits', {
    description:
      'How often shoppers went from a wish to a product, by day. Of whom and from which list is not kept; private lists are not counted.',
  });
