import { z } from '@hono/zod-openapi';
import { OR_NULL, ProductKey, plainLine, webUrl } from '../../base/http/contract.ts';

export const Availability = z.enum(['in_stock', 'out_of_stock', 'preorder', 'gone']);

export const Product = z
  .object({
    product: ProductKey,
    name: plainLine(1, 200).openapi({ description: 'As shoppers read it; one line.' }),
    url: webUrl.nullable().openapi({ description: "The product's page." }).default(null),
    image: webUrl.nullable().openapi({ description: 'Its picture.' }).default(null),
    price: z
      .number()
      .int()
      .min(0)
      .max(1_000_000_000_000)
      .nullable()
      .openapi({
        description:
          "What one costs now, in the currency's smallest unit as a whole number: 12900 is 12,900 won, or 129.00 dollars.",
      })
      .default(null),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .nullable()
      .openapi({ description: "Of the price (ISO 4217); null: the mall's own." })
      .default(null),
    availability: Availability.openapi({
      description: 'Whether it can be bought now; `gone`: no longer sold.',
    }).default('in_stock'),
    stock: z
      .number()
      .int()
      .min(0)
      .max(1_000_000_000)
      .nullable()
      .openapi({
        description: 'How many are left to be sold; null: not told. Shoppers learn only when few are.',
      })
      .default(null),
    options: z
      .array(
        z.object({
          name: plainLine(1, 60).openapi({ description: 'What is chosen: colour, size.' }),
          values: z
            .array(plainLine(1, 100))
            .min(1)
            .max(100)
            .openapi({ description: 'What there is to choose from.' }),
        }),
      )
      .max(10)
      .openapi({ description: 'What a shopper chooses when buying; reviews can be filtered by it.' })
      .default([]),
    category: plainLine(1, 100)
      .nullable()
      .openapi({ ...OR_NULL, description: "The mall's own word for the shelf it stands on." })
      .default(null),
  })
  .openapi('Product', {
    description:
      'Facts that the mall states, whole each time: what is left out is null or its default again.',
  });
export type Product = z.infer<typeof Product>;

export const ProductBatch = z
  .object({
    products: z
      .array(Product)
      .min(1)
      .max(1000)
      .openapi({ description: 'In any order; of one named twice the last counts.' }),
  })
  .openapi('ProductBatch', {
    description: 'What a mall says of its products.',
    example: {
      products: [
        {
          product: '1234',
          name: '린넨 셔츠',
          url: 'https://shop.example/products/1234',
          image: 'https://shop.example/images/1234.jpg',
          price: 39000,
          currency: 'KRW',
          availability: 'in_stock',
          options: [{ name: '색상', values: ['블루', '화이트'] }],
          category: '셔츠',
        },
      ],
    },
  });
export const ProductBatchResult = z
  .object({ stated: z.number().int().openapi({ description: 'How many products were taken.' }) })
  .openapi('ProductBatchResult', { description: 'The answer to a batch of products.' });

export const PublicProduct = z
  .object({
    product: ProductKey,
    confirmed: z.boolean().openapi({
      description: 'The mall has stated it; else only its key and perhaps `url` are known, from a page.',
    }),
    name: z.string().nullable().openapi({ description: 'Null until the mall states it.' }),
    url: z.string().nullable().openapi({ description: "The product's page." }),
    image: z.string().nullable().openapi({ description: 'Address of its picture.' }),
    price: z
      .number()
      .int()
      .nullable()
      .openapi({ description: "In the currency's smallest unit (won, cents)." }),
    currency: z.string().nullable().openapi({ description: 'Of the price (ISO 4217).' }),
    availability: Availability.nullable().openapi({ description: 'Null until the mall states it.' }),
    fewLeft: z.boolean().openapi({ description: 'It can be bought, and only few are left.' }),
    options: z
      .array(
        z.object({
          name: z.string().openapi({ description: 'What is chosen: colour, size.' }),
          values: z.array(z.string()).openapi({ description: 'What there is to choose from.' }),
        }),
      )
      .openapi({ description: 'What a shopper chooses when buying.' }),
    category: z.string().nullable().openapi({ description: "The mall's own word for its shelf." }),
  })
  .openapi('PublicProduct', { description: 'What pages may know of a product.' });
export type PublicProduct = z.infer<typeof PublicProduct>;

export const SeenProduct = z
  .object({
    url: webUrl
      .optional()
      .openapi({ description: "Address of the product's page; kept if it is on one of the mall's origins." }),
  })
  .openapi('SeenProduct', {
    description:
      'What the page knows of a product that the mall may not have stated yet: only the address is kept, and only the first time.',
  });
