import { z } from '@hono/zod-openapi';
import { Cursor, Id, Next, ProductKey, plainLine, queryInt, Time } from '../../base/http/contract.ts';
import { LevelDefinition, MallId, PublicMall, Reputation } from '../../mall/malls/contract.ts';
import { Author } from '../../mall/shoppers/contract.ts';

/** Why a grant was taken back. */
export const Reversal = z
  .enum(['withdrawn', 'changed', 'deleted', 'refunded', 'voter-left', 'own', 'set-aside'])
  .openapi({
    description:
      "Why it was taken back: the vote was withdrawn or changed, the review deleted, the voter's order refunded, the voter left, the review became their own, or votes made by arrangement were set aside.",
  });
export type Reversal = z.infer<typeof Reversal>;

export const Gate = z.object({
  has: z.number().openapi({ description: 'What I have.' }),
  needs: z.number().openapi({ description: 'What the next level asks for.' }),
});

export const NaegongLine = z
  .object({
    id: Id,
    kind: z
      .enum(['grant', 'reversal'])
      .openapi({ description: 'Something was given, or that very thing was taken back.' }),
    vote: z.enum(['helpful', 'unhelpful']).openapi({ description: 'What the vote said.' }),
    amount: z.number().openapi({ description: 'Naegong, two decimals; below zero when it was taken.' }),
    capped: z.boolean().openapi({ description: 'The daily cap left less than the vote would have given.' }),
    recounted: z.boolean().openapi({ description: 'The mall changed its numbers since.' }),
    reversal: Reversal.nullable().openapi({ description: 'Why it was taken back; null on a grant.' }),
    at: Time.openapi({ description: 'When, in milliseconds since 1970.' }),
    review: Id,
    product: ProductKey,
    productName: z.string().nullable().openapi({ description: 'As the mall states it.' }),
  })
  .openapi('NaegongLine', { description: 'One grant of naegong, or its reversal.' });
export type NaegongLine = z.infer<typeof NaegongLine>;

export const MyNaegong = z
  .object({
    naegong: z.number().openapi({ description: 'Two decimals; may be below zero.' }),
    helped: z.number().int().openapi({ description: 'How many different people I helped.' }),
    share: z
      .number()
      .int()
      .nullable()
      .openapi({ description: 'Helpful share in percent; null without votes.' }),
    level: z.number().int().openapi({ description: 'My level; 0: none.' }),
    next: z
      .object({
        level: z.number().int().openapi({ description: 'The next level.' }),
        naegong: Gate.openapi({ description: 'The first gate.' }),
        helped: Gate.openapi({ description: 'People helped: the second.' }),
        share: Gate.openapi({ description: 'Helpful share in percent: the third.' }),
      })
      .nullable()
      .openapi({ description: 'What is missing; null at the highest.' }),
    frozen: z
      .object({
        since: Time.openapi({ description: 'Since when, in milliseconds since 1970.' }),
        reasons: z.array(z.string()).openapi({ description: 'Why: words of a closed list.' }),
      })
      .nullable()
      .openapi({ description: 'Rewards wait since then, and why; null: they do not.' }),
    items: z.array(NaegongLine).openapi({ description: 'Newest first.' }),
    nextCursor: Next,
  })
  .openapi('MyNaegong', { description: 'Why my naegong is what it is.' });
export type MyNaegong = z.infer<typeof MyNaegong>;

export const NaegongQuery = z.object({
  cursor: Cursor.optional(),
  limit: queryInt(1, 100).optional().openapi({ description: 'Lines on the page; 20 by default.' }),
});

export const LeadersQuery = z.object({
  period: z
    .enum(['week', 'all'])
    .optional()
    .openapi({ description: '`week` (the default): since Monday in the zone of the mall; `all`: ever.' }),
  category: plainLine(1, 100).optional().openapi({ description: 'A category that products have.' }),
  limit: queryInt(1, 50).optional().openapi({ description: 'How many; 10 by default.' }),
});
export const Leaders = z
  .object({
    period: z.enum(['week', 'all']).openapi({ description: 'As asked.' }),
    since: Time.nullable().openapi({ description: 'When the week began; null: ever.' }),
    levels: z
      .array(LevelDefinition.pick({ key: true, label: true }))
      .openapi({ description: 'From the lowest on.' }),
    locale: PublicMall.shape.locale,
    looks: PublicMall.shape.looks,
    categories: z
      .array(z.string())
      .openapi({ description: 'Those in which somebody leads, most helped first.' }),
    items: z
      .array(
        z.object({
          place: z.number().int().openapi({ description: 'From 1 on; equals share a place.' }),
          member: Author,
          helped: z.number().int().openapi({ description: 'Different people helped in the period.' }),
        }),
      )
      .openapi({ description: 'Most naegong first; nobody who does not want to be named.' }),
  })
  .openapi('Leaders', { description: 'Who helped most.' });
export type Leaders = z.infer<typeof Leaders>;

export const ReputationDryRun = Reputation.strict().openapi('ReputationNumbers', {
  description: 'The numbers as they would be; what is left out is the default.',
  example: {
    helpful: 10,
    unhelpful: -2,
    boughtWeight: 150,
    dailyCap: 200,
    levels: [
      {
        key: 'sprout',
        label: { ko: '새싹', en: 'Sprout' },
        naegong: 0,
        helped: 0,
        share: 0,
        weight: 100,
        limits: 100,
      },
      {
        key: 'regular',
        label: { ko: '단골', en: 'Regular' },
        naegong: 150,
        helped: 10,
        share: 50,
        weight: 125,
        limits: 200,
      },
    ],
  },
});
const Change = (number: z.ZodNumber, what: string) =>
  z
    .object({
      before: number.openapi({ description: 'As it is.' }),
      after: number.openapi({ description: 'As it would be.' }),
    })
    .openapi({ description: what });
export const ReputationMoves = z
  .object({
    mall: MallId,
    members: z.number().int().openapi({ description: 'Members with naegong.' }),
    moved: z.number().int().openapi({ description: 'How many would change their level.' }),
    items: z
      .array(
        z.object({
          member: Author,
          naegong: Change(z.number(), 'Naegong, two decimals.'),
          level: Change(z.number().int(), 'Level; 0: none.'),
        }),
      )
      .openapi({ description: 'Up to 200 of them, the largest moves first.' }),
  })
  .openapi('ReputationMoves', { description: 'Who would move if these were the numbers.' });
export type ReputationMoves = z.infer<typeof ReputationMoves>;
