import { z } from '@hono/zod-openapi';
import { Next } from '../../../base/http/contract.ts';
import { PublicProduct } from '../../../mall/products/contract.ts';
import { Claim, LinkKey, Wish, Wishlist } from '../contract.ts';

export const PutClaim = z
  .object({
    named: z
      .boolean()
      .openapi({
        description: 'Whether the others who may see claims, and in the end the wisher, read my name.',
      })
      .default(false),
  })
  .openapi('PutClaim', { description: 'I will give this.', example: { named: true } });
export const MyClaim = z
  .object({
    claim: Claim,
    named: z.boolean().openapi({ description: 'Whether my name is shown.' }),
    gone: z.boolean().openapi({ description: 'The wish is no longer there, or no longer to be seen by me.' }),
    wish: Wish.nullable().openapi({ description: 'As it is now; null when it is gone.' }),
    list: Wishlist.nullable().openapi({ description: 'Where it stands; null when it is gone.' }),
    linkKey: LinkKey.nullable().openapi({
      description: 'Of a `link` list, where I was given its link: what it ends with.',
    }),
    product: PublicProduct.nullable().openapi({ description: 'What it was, also when the wish is gone.' }),
  })
  .openapi('MyClaim', { description: 'Something that I will give.' });
export type MyClaim = z.infer<typeof MyClaim>;
export const MyClaimPage = z
  .object({ items: z.array(MyClaim).openapi({ description: 'Newest first.' }), next: Next })
  .openapi('MyClaimPage', { description: 'One page of what I will give.' });
export type MyClaimPage = z.infer<typeof MyClaimPage>;
