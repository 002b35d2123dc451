import { z } from '@hono/zod-openapi';
import { Cursor, Id, Next, plainText, queryInt, Time } from '../../base/http/contract.ts';
import { HideReason } from '../reviews/contract.ts';

export const ReportSubject = z
  .object({
    kind: z.enum(['review', 'comment', 'wish', 'club', 'contribution', 'story', 'blog']).openapi({
      description:
        'What kind of thing it is. Of a wish it is the note that is reported and hidden, of a club its name, words and cover, of a contribution its line, of a blog (by the id of its member) its title, words, boards and header.',
    }),
    id: Id,
  })
  .openapi({ description: 'What this is about.' });
export const ReportReason = z.enum([
  'personal_data',
  'abuse',
  'spam',
  'off_topic',
  'copyright',
  'illegal',
  'other',
]);
const subjectState = z.enum(['shown', 'hidden', 'deleted']);

const exampleSubject = { kind: 'review', id: '0a1b2c3d4e5f6g7h8i9jkalmn' } as const;

export const PostReport = z
  .object({
    subject: ReportSubject,
    reason: ReportReason.openapi({ description: 'What is wrong with it.' }),
    note: plainText(0, 500)
      .openapi({ description: "For the mall's staff alone; up to 500 characters." })
      .default(''),
  })
  .openapi('PostReport', {
    description: "A shopper's word that something should not stand.",
    example: { subject: exampleSubject, reason: 'personal_data', note: '전화번호가 적혀 있어요.' },
  });
export const ReportTaken = z
  .object({ taken: z.literal(true).openapi({ description: 'Always true.' }) })
  .openapi('ReportTaken', { description: 'The same answer for a first report and a repeated one.' });

export const Report = z
  .object({
    id: Id,
    subject: ReportSubject,
    reason: ReportReason.openapi({ description: 'Of the first who reported it.' }),
    note: z.string().openapi({ description: 'What they added; may be empty.' }),
    createdAt: Time.openapi({ description: 'When it was first reported, in milliseconds since 1970.' }),
    state: z
      .enum(['open', 'hidden', 'kept'])
      .openapi({ description: 'Not decided yet, or what was decided.' }),
    text: z.string().openapi({ description: 'What was reported, as it stands.' }),
    stars: z.number().int().nullable().openapi({ description: 'Of a review, 1 to 5; else null.' }),
    product: z.string().nullable().openapi({
      description: 'Key of the product whose board it stands on; null when it stands on a wishlist.',
    }),
    subjectState: subjectState.openapi({ description: 'How the reported thing stands now.' }),
    count: z.number().int().openapi({ description: 'How many reported the same thing.' }),
  })
  .openapi('Report', { description: "A reported thing, for the mall's staff." });
export type Report = z.infer<typeof Report>;
export const ReportQuery = z.object({
  state: z
    .enum(['open', 'hidden', 'kept'])
    .optional()
    .openapi({ description: 'Which ones; `open` by default.' }),
  cursor: Cursor.optional(),
  limit: queryInt(1, 100).optional().openapi({ description: 'Lines on the page; 20 by default.' }),
});
export const ReportPage = z
  .object({
    items: z.array(Report).openapi({ description: 'Oldest first, one line for each thing.' }),
    next: Next,
  })
  .openapi('ReportPage', { description: 'One page of reported things.' });

export const Moderation = z
  .discriminatedUnion('action', [
    z.object({
      action: z.literal('hide').openapi({ description: 'It is no longer shown; its writer is told why.' }),
      subject: ReportSubject,
      reason: HideReason,
    }),
    z.object({
      action: z.literal('restore').openapi({ description: 'A hidden thing is shown again.' }),
      subject: ReportSubject,
    }),
    z.object({
      action: z.literal('keep').openapi({ description: 'It stays as it is; its reports are answered.' }),
      subject: ReportSubject,
    }),
  ])
  .openapi('Moderation', {
    description: 'Hide, restore or keep; a hide needs a reason from the closed list.',
    example: { action: 'hide', subject: exampleSubject, reason: 'personal_data' },
  });
export type Moderation = z.infer<typeof Moderation>;
export const Moderated = z
  .object({
    subject: ReportSubject,
    state: subjectState.openapi({ description: 'How it stands now.' }),
  })
  .openapi('Moderated', { description: 'What came of it.' });
export type ReportPage = z.infer<typeof ReportPage>;
