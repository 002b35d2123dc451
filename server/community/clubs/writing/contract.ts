import { z } from '@hono/zod-openapi';
import { Day, OR_NULL, plainLine } from '../../../base/http/contract.ts';
import { Points } from '../../../mall/points/contract.ts';
import { ClubOccasion, Cover, PayoutWay } from '../contract.ts';

const fields = {
  name: plainLine(1, 60).openapi({ description: 'What it is called; one line of up to 60 characters.' }),
  occasion: ClubOccasion,
  occasionText: plainLine(1, 40)
    .nullable()
    .openapi({ ...OR_NULL, description: 'In words of their own.' }),
  goal: Points,
  endsOn: Day.openapi({ description: 'The last day it collects: from tomorrow to two years ahead.' }),
  personName: plainLine(0, 40).openapi({ description: 'Who it is for, in words; empty: all of us.' }),
  cover: Cover,
  visibility: z.enum(['members', 'link']).openapi({ description: 'Who may see it.' }),
  secretUntil: Day.nullable().openapi({
    description: 'The one it is for sees nothing before; null: no secret.',
  }),
  amounts: z.enum(['members', 'everyone']).openapi({ description: 'Who reads amounts.' }),
  payout: PayoutWay,
  ifShort: z
    .enum(['refund', 'give'])
    .openapi({ description: 'What happens on its day when the goal was not reached.' }),
  commentsOpen: z.boolean().openapi({ description: 'Whether comments are welcome.' }),
};
export const PostClub = z
  .object({
    ...fields,
    occasionText: fields.occasionText.default(null),
    personName: fields.personName.default(''),
    cover: fields.cover.default({ emoji: '🎁' }),
    visibility: fields.visibility.default('members'),
    secretUntil: fields.secretUntil.default(null),
    amounts: fields.amounts.default('members'),
    payout: fields.payout.default('person'),
    ifShort: fields.ifShort.default('refund'),
    commentsOpen: fields.commentsOpen.default(true),
  })
  .openapi('PostClub', {
    description: 'A new club.',
    example: {
      name: '민지 서른 살 생일',
      occasion: 'birthday',
      occasionText: null,
      goal: 120000,
      endsOn: '2027-05-08',
      personName: '민지',
      cover: { emoji: '🎂' },
      visibility: 'members',
      secretUntil: '2027-05-08',
      amounts: 'members',
      payout: 'person',
      ifShort: 'refund',
      commentsOpen: true,
    },
  });
export type PostClub = z.infer<typeof PostClub>;
/** The goal and the payout stay once somebody has given; the day may only move to a later one. */
export const PatchClub = z
  .object({ ...fields, version: z.number().int().openapi({ description: 'As it was read.' }) })
  .partial()
  .required({ version: true })
  .openapi('PatchClub', {
    description:
      'A change of a club: what is left out stays. Once somebody has given, goal, payout and what happens when it falls short stay, and its day only moves to later ones, or with an empty pot.',
    example: { version: 1, name: '민지 생일' },
  });
export type PatchClub = z.infer<typeof PatchClub>;
export const PostContribution = z
  .object({
    amount: Points,
    text: plainLine(0, 200)
      .openapi({ description: 'A line for the one it is for; may be empty.' })
      .default(''),
  })
  .openapi('PostContribution', {
    description: 'Puts points of my wallet in. Never more than the goal still needs.',
    example: { amount: 5000, text: '생일 축하해!' },
  });
export const PutShare = z
  .object({
    percent: z
      .number()
      .int()
      .min(0)
      .max(100)
      .openapi({ description: 'Of the points of each order; 0: none.' }),
  })
  .openapi('PutShare', { description: 'A standing share of what my orders earn.', example: { percent: 30 } });
export const ClubVersion = z
  .object({ version: z.number().int().openapi({ description: 'As it was read.' }) })
  .openapi('ClubVersion', {
    description: 'So that nobody decides on what they have not seen.',
    example: { version: 3 },
  });
