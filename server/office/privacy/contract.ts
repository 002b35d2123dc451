import { z } from '@hono/zod-openapi';
import { Id, Time } from '../../base/http/contract.ts';

/** Everything the service knows of one shopper at one mall: table by table, the rows that are theirs. */
export const MyExport = z
  .object({
    mall: z.string(),
    shopper: Id,
    exportedAt: Time,
    data: z.record(z.string(), z.array(z.record(z.string(), z.unknown()))),
  })
  .openapi('MyExport');
export type MyExport = z.infer<typeof MyExport>;

/** `keep=text`: what was written for all to read stays, without the name. */
export const EraseQuery = z.object({ keep: z.enum(['text']).optional() });
