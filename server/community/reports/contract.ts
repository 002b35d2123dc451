import { z } from '@hono/zod-openapi';
import { Cursor, Id, plainText, queryInt, Time } from '../../base/http/contract.ts';
import { HideReason } from '../reviews/contract.ts';

export const ReportSubject = z.object({ kind: z.enum(['review', 'comment']), id: Id });
export const ReportReason = z.enum([
  'personal_data',
  'abuse',
  'spam',
  'off_topic',
  'copyright',
  'illegal',
  'other',
]);

export const PostReport = z
  .object({ subject: ReportSubject, reason: ReportReason, note: plainText(0, 500).default('') })
  .openapi('PostReport');
export const ReportTaken = z.object({ taken: z.literal(true) }).openapi('ReportTaken');

/** For the mall's staff. */
export const Report = z
  .object({
    id: Id,
    subject: ReportSubject,
    reason: ReportReason,
    note: z.string(),
    createdAt: Time,
    state: z.enum(['open', 'hidden', 'kept']),
    /** What was reported, as it stands. */
    text: z.string(),
    stars: z.number().int().nullable(),
    product: z.string().nullable(),
    subjectState: z.enum(['shown', 'hidden', 'deleted']),
    count: z.number().int().openapi({ description: 'How many reported the same thing.' }),
  })
  .openapi('Report');
export type Report = z.infer<typeof Report>;
export const ReportQuery = z.object({
  state: z.enum(['open', 'hidden', 'kept']).optional(),
  cursor: Cursor.optional(),
  limit: queryInt(1, 100).optional(),
});
export const ReportPage = z
  .object({ items: z.array(Report), next: z.string().nullable() })
  .openapi('ReportPage');

/** Hide or restore; a hide needs a reason from the closed list. */
export const Moderation = z
  .discriminatedUnion('action', [
    z.object({ action: z.literal('hide'), subject: ReportSubject, reason: HideReason }),
    z.object({ action: z.literal('restore'), subject: ReportSubject }),
    z.object({ action: z.literal('keep'), subject: ReportSubject }),
  ])
  .openapi('Moderation');
export type Moderation = z.infer<typeof Moderation>;
export const Moderated = z
  .object({ subject: ReportSubject, state: z.enum(['shown', 'hidden', 'deleted']) })
  .openapi('Moderated');
export type ReportPage = z.infer<typeof ReportPage>;
