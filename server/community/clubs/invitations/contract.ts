import { z } from '@hono/zod-openapi';
import { Day, Id, Time } from '../../../base/http/contract.ts';
import { PublicMall } from '../../../mall/malls/contract.ts';
import { Author } from '../../../mall/shoppers/contract.ts';
import { ClubOccasion, ClubState, ShownCover } from '../contract.ts';

export const ClubInvitation = z
  .object({
    id: Id,
    role: z.enum(['member', 'person']).openapi({ description: 'What whoever accepts it becomes.' }),
    code: z
      .string()
      .nullable()
      .openapi({ description: 'What its link ends with; only in the answer that makes it.' }),
    usesLeft: z.number().int().openapi({ description: 'How many may still accept it.' }),
    expiresAt: Time,
    by: Author,
  })
  .openapi('ClubInvitation', { description: 'An invitation to a club.' });
export type ClubInvitation = z.infer<typeof ClubInvitation>;
export const ClubInvitations = z
  .object({ items: z.array(ClubInvitation).openapi({ description: 'Oldest first.' }) })
  .openapi('ClubInvitations', { description: 'Those that may still be accepted.' });
export const PostClubInvitation = z
  .object({
    role: z
      .enum(['member', 'person'])
      .openapi({ description: '`person`: for the one it is for; once, by the starter.' })
      .default('member'),
    uses: z.number().int().min(1).max(100).openapi({ description: 'How many may accept it.' }).default(30),
    days: z.number().int().min(1).max(60).openapi({ description: 'Days until it runs out.' }).default(14),
  })
  .openapi('PostClubInvitation', {
    description: 'Invites by link.',
    example: { role: 'member', uses: 30, days: 14 },
  });
export const ClubCode = z
  .object({
    code: z.string().min(10).max(100).openapi({ description: 'What the link of the invitation ended with.' }),
  })
  .openapi('ClubCode', {
    description: 'An invitation, in hand.',
    example: { code: 'c9Jm3kq0V1xq2e8Zk5yP7sAw' },
  });
export const ClubPreview = z
  .object({
    mall: PublicMall,
    club: z
      .object({
        id: Id,
        name: z.string().openapi({ description: 'As its starter called it.' }),
        occasion: ClubOccasion,
        cover: ShownCover,
        starter: Author.nullable(),
        endsOn: Day,
        memberCount: z.number().int().openapi({ description: 'Those who take part.' }),
        state: ClubState,
      })
      .openapi({ description: 'What it is to.' }),
    role: z.enum(['member', 'person']).openapi({ description: 'What whoever accepts it becomes.' }),
    member: z.boolean().openapi({ description: 'I take part already.' }),
  })
  .openapi('ClubPreview', { description: 'What an invitation is to, for whoever holds it: no amounts.' });
export type ClubPreview = z.infer<typeof ClubPreview>;
