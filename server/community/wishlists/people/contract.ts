import { z } from '@hono/zod-openapi';
import { Id, Time } from '../../../base/http/contract.ts';
import { Author } from '../../../mall/shoppers/contract.ts';
import { InvitedRole } from '../contract.ts';

export const Invitation = z
  .object({
    id: Id,
    role: InvitedRole,
    code: z
      .string()
      .nullable()
      .openapi({ description: 'What its link ends with; only in the answer that makes it.' }),
    usesLeft: z.number().int().openapi({ description: 'How many may still accept it.' }),
    expiresAt: Time,
  })
  .openapi('Invitation', { description: 'An invitation to look after a list.' });
export type Invitation = z.infer<typeof Invitation>;
export const PostInvitation = z
  .object({
    role: InvitedRole,
    uses: z.number().int().min(1).max(20).openapi({ description: 'How many may accept it.' }).default(1),
    days: z.number().int().min(1).max(60).openapi({ description: 'Days until it runs out.' }).default(14),
  })
  .openapi('PostInvitation', {
    description: 'Invites somebody by link.',
    example: { role: 'helper', uses: 3, days: 14 },
  });
export const ListPeople = z
  .object({
    owner: Author,
    people: z
      .array(z.object({ member: Author, role: InvitedRole, since: Time }))
      .openapi({ description: 'In the order they came.' }),
    invitations: z.array(Invitation).openapi({ description: 'Those that may still be accepted.' }),
  })
  .openapi('ListPeople', { description: 'Who looks after a list.' });
export type ListPeople = z.infer<typeof ListPeople>;
export const AcceptInvitation = z
  .object({
    code: z.string().min(10).max(100).openapi({ description: 'What the link of the invitation ended with.' }),
  })
  .openapi('AcceptInvitation', {
    description: 'Accepts an invitation.',
    example: { code: 'c9Jm3kq0V1xq2e8Zk5yP7sAw' },
  });
