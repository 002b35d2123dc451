import { z } from '@hono/zod-openapi';
import { Cursor, Next, queryInt, Time } from '../../../base/http/contract.ts';
import { Author } from '../../../mall/shoppers/contract.ts';
import { Sum } from '../contract.ts';

export const StatementEntry = z
  .object({
    seq: z.number().int().openapi({ description: 'Its place in the chain, from 1.' }),
    hash: z
      .string()
      .openapi({ description: 'SHA-256 over the hash before it and the parts of this one, in hex.' }),
    parts: z.array(z.union([z.string(), z.number(), z.null()])).openapi({
      description:
        'What is hashed, after the hash before it: JSON of this list is what SHA-256 is asked for. Place, transfer, phase, transfer it ends, from, to, amount, kind, digest of its key, time, due, digests of facts and lots, balance after it, and what happens when it is due.',
    }),
    by: Author.nullable().openapi({
      description: 'Whose wallet it came from or went to; null: not there any more, or the mall.',
    }),
    kind: z.string().openapi({ description: 'Why.' }),
    amount: z.number().int().openapi({ description: 'Into the pot (positive) or out of it.' }),
    balance: Sum.openapi({ description: 'Of the pot after it.' }),
    at: Time,
  })
  .openapi('StatementEntry', { description: 'One transfer into or out of the pot.' });
export type StatementEntry = z.infer<typeof StatementEntry>;
export const Statement = z
  .object({
    account: z.string().openapi({ description: 'The pot.' }),
    items: z
      .array(StatementEntry)
      .openapi({ description: 'Oldest first: a chain is checked from its beginning.' }),
    next: Next,
    head: z
      .object({
        seq: z.number().int().openapi({ description: 'Its place; 0: there is none yet.' }),
        hash: z.string().openapi({ description: 'Its hash, in hex.' }),
        balance: Sum,
      })
      .openapi({ description: 'The newest. Keep it: later statements contain it.' }),
  })
  .openapi('Statement', { description: 'One page of the statement of a club.' });
export type Statement = z.infer<typeof Statement>;
export const StatementQuery = z.object({
  cursor: Cursor.optional(),
  limit: queryInt(1, 500).optional().openapi({ description: 'On one page; 100 by default.' }),
});
