import { z } from '@hono/zod-openapi';
import { many, ProductKey } from '../../../base/http/contract.ts';
import { SeenProduct } from '../../../mall/products/contract.ts';

export const HeartsQuery = z.object({
  product: many(ProductKey, 100).openapi({
    param: { description: 'One key or up to a hundred: `?product=1&product=2`.' },
    example: '1234',
  }),
});
export const Heart = z
  .object({
    product: ProductKey,
    count: z.number().int().nullable().openapi({
      description: 'Members who wish it on a list that others may see; null below ten.',
    }),
    mine: z.boolean().openapi({ description: 'It is on one of my lists; false for whoever shows no token.' }),
  })
  .openapi('Heart', { description: 'The heart of one product.' });
export type Heart = z.infer<typeof Heart>;
export const Hearts = z
  .object({ items: z.array(Heart).openapi({ description: 'In the order asked for.' }) })
  .openapi('Hearts', { description: 'The hearts of some products.' });
export type Hearts = z.infer<typeof Hearts>;
export const PutHeart = z
  .object({
    product: ProductKey,
    wished: z.boolean().openapi({
      description:
        'True: on the default list. False: off every list of mine; restored with all that hung on it by true within 30 days.',
    }),
    seen: SeenProduct.optional(),
  })
  .openapi('PutHeart', {
    description: 'A heart, as it is to be.',
    example: { product: '1234', wished: true, seen: { url: 'https://shop.example/products/1234' } },
  });
