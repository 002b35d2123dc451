import { z } from '@hono/zod-openapi';
import { ProductKey } from '../../base/http/contract.ts';
import { Channel } from '../inbox/contract.ts';

const alertFields = {
  product: ProductKey,
  priceDrop: z
    .object({
      below: z.number().int().min(0).max(1_000_000_000_000).nullable().openapi({
        description: "Only from this price down, in the currency's smallest unit; null: whenever it falls.",
      }),
    })
    .nullable()
    .openapi({ description: 'Null: not asked for.' }),
  restock: z.boolean().openapi({ description: 'When it can be bought again.' }),
  fewLeft: z.boolean().openapi({ description: 'When only few are left.' }),
  channels: z
    .array(Channel)
    .max(2)
    .openapi({ description: 'Besides the inbox: mail, where an address is confirmed.' }),
};
export const Alert = z
  .object(alertFields)
  .openapi('Alert', { description: 'What I want to be told of a product that I wish.' });
export type Alert = z.infer<typeof Alert>;
export const PutAlert = z
  .object({
    ...alertFields,
    priceDrop: alertFields.priceDrop.default(null),
    restock: alertFields.restock.default(false),
    fewLeft: alertFields.fewLeft.default(false),
    channels: alertFields.channels.default(['inbox']),
  })
  .openapi('PutAlert', {
    description: 'As it is to be; nothing of all: it is forgotten.',
    example: {
      product: '1234',
      priceDrop: { below: 30000 },
      restock: true,
      fewLeft: false,
      channels: ['inbox', 'mail'],
    },
  });
export const AlertsQuery = z.object({
  product: z
    .union([ProductKey, z.array(ProductKey).max(100)])
    .transform((one) => (Array.isArray(one) ? one : [one]))
    .openapi({ param: { description: 'One key or up to a hundred.' }, example: '1234' }),
});
export const Alerts = z
  .object({ items: z.array(Alert).openapi({ description: 'Those that were asked for.' }) })
  .openapi('Alerts', { description: 'My alerts on some products.' });
export type Alerts = z.infer<typeof Alerts>;
