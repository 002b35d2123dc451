import { z } from '@hono/zod-openapi';
import { Cursor, Id, Next, ProductKey, queryInt, Time } from '../../../base/http/contract.ts';
import { PublicProduct } from '../../../mall/products/contract.ts';
import { Photo } from '../../media/contract.ts';

export const PurchaseReview = z
  .object({
    id: Id,
    stars: z.number().int().min(1).max(5).openapi({ description: 'As given.' }),
    text: z.string().openapi({ description: 'Its beginning, up to 200 characters.' }),
    disclosure: z.string().nullable().openapi({ description: 'Its first line, where it was rewarded.' }),
    photo: Photo.nullable().openapi({ description: 'Its first one.' }),
  })
  .openapi('PurchaseReview', { description: "What the buyer's own review says." });
export type PurchaseReview = z.infer<typeof PurchaseReview>;

const BoughtAt = Time.openapi({
  description: 'Of the last order; the day alone is told, as it was at the mall: its midnight in UTC.',
});

export const Purchase = z
  .object({
    product: PublicProduct,
    boughtAt: BoughtAt,
    review: PurchaseReview.nullable(),
    mark: z.string().openapi({ description: 'Sealed: says where a reader came from. For `dangol.mark`.' }),
  })
  .openapi('Purchase', { description: 'Something a member bought and chose to show.' });
export type Purchase = z.infer<typeof Purchase>;
export const PurchasePage = z
  .object({ items: z.array(Purchase).openapi({ description: 'Bought last first.' }), next: Next })
  .openapi('PurchasePage', { description: 'One page of what a member bought and shows.' });
export type PurchasePage = z.infer<typeof PurchasePage>;

export const MyPurchase = z
  .object({
    product: PublicProduct,
    boughtAt: BoughtAt,
    shown: z.boolean().openapi({ description: 'Others see that I bought it. Never so beforehand.' }),
    reviewed: z.boolean().openapi({ description: 'I have written a review of it.' }),
  })
  .openapi('MyPurchase', { description: 'Something I bought.' });
export type MyPurchase = z.infer<typeof MyPurchase>;
export const MyPurchasePage = z
  .object({
    items: z.array(MyPurchase).openapi({ description: 'Bought last first.' }),
    next: Next,
    shown: z.number().int().openapi({ description: 'How many I show, of all pages.' }),
  })
  .openapi('MyPurchasePage', { description: 'One page of what I bought.' });
export type MyPurchasePage = z.infer<typeof MyPurchasePage>;
export const MyPurchaseQuery = z.object({
  cursor: Cursor.optional(),
  limit: queryInt(1, 100).optional().openapi({ description: 'On one page; 30 by default.' }),
});
export const PutPurchase = z
  .object({
    product: ProductKey.nullable().openapi({
      description: 'Which; null: all that I have bought so far. What I buy later is not shown by that.',
    }),
    shown: z.boolean().openapi({ description: 'False: no longer.' }),
  })
  .openapi('PutPurchase', {
    description: 'Whether others see that I bought it.',
    example: { product: '1234', shown: true },
  });
export const PurchasesShown = z
  .object({ shown: z.number().int().openapi({ description: 'How many I show now.' }) })
  .openapi('PurchasesShown', { description: 'How many of my purchases are shown.' });
export type PurchasesShown = z.infer<typeof PurchasesShown>;
