import { z } from '@hono/zod-openapi';
import { Id, Time } from '../../base/http/contract.ts';

export const MyExport = z
  .object({
    mall: z.string().openapi({ description: 'Id of the mall.' }),
    shopper: Id,
    exportedAt: Time.openapi({ description: 'When this was put together, in milliseconds since 1970.' }),
    data: z
      .record(z.string(), z.array(z.record(z.string(), z.unknown())))
      .openapi({ description: 'Table by table, the rows that are theirs; `movements`: of their points.' }),
  })
  .openapi('MyExport', { description: 'Everything the service knows of one shopper at one mall.' });
export type MyExport = z.infer<typeof MyExport>;

export const EraseQuery = z.object({
  keep: z.enum(['text']).optional().openapi({
    description:
      '`text`: reviews and comments that all could read stay, without the name. Stories go all the same: they are of whoever wrote them.',
  }),
});
