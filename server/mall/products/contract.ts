import { z } from '@hono/zod-openapi';
import { OR_NULL, ProductKey, plainLine, webUrl } from '../../base/http/contract.ts';

export const Availability = z.enum(['in_stock', 'out_of_stock', 'preorder', 'gone']);

/** Facts that the mall states. Prices are in the currency's smallest unit (won, cents), as whole numbers. */
export const Product = z
  .object({
    product: ProductKey,
    name: plainLine(1, 200),
    url: webUrl.nullable().default(null),
    image: webUrl.nullable().default(null),
    price: z.number().int().min(0).max(1_000_000_000_000).nullable().default(null),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .nullable()
      .default(null),
    availability: Availability.default('in_stock'),
    options: z
      .array(z.object({ name: plainLine(1, 60), values: z.array(plainLine(1, 100)).min(1).max(100) }))
      .max(10)
      .default([]),
    category: plainLine(1, 100).nullable().openapi(OR_NULL).default(null),
  })
  .openapi('Product');
export type Product = z.infer<typeof Product>;

export const ProductBatch = z.object({ products: z.array(Product).min(1).max(1000) }).openapi('ProductBatch');
export const ProductBatchResult = z.object({ stated: z.number().int() }).openapi('ProductBatchResult');

/** What pages may know of a product; `unconfirmed` until the mall has stated it. */
export const PublicProduct = z
  .object({
    product: ProductKey,
    confirmed: z.boolean(),
    name: z.string().nullable(),
    url: z.string().nullable(),
    image: z.string().nullable(),
    price: z.number().int().nullable(),
    currency: z.string().nullable(),
    availability: Availability.nullable(),
    options: z.array(z.object({ name: z.string(), values: z.array(z.string()) })),
    category: z.string().nullable(),
  })
  .openapi('PublicProduct');
export type PublicProduct = z.infer<typeof PublicProduct>;

/** What a page says of a product with a first write: only the id and the url are kept. */
export const SeenProduct = z.object({ url: webUrl.optional() }).openapi('SeenProduct');
