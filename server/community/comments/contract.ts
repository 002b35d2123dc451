import { z } from '@hono/zod-openapi';
import { Cursor, Id, Next, plainText, queryInt, Time } from '../../base/http/contract.ts';
import { Author } from '../../mall/shoppers/contract.ts';

export const SubjectKind = z.enum(['review', 'wish', 'club', 'story']);
export const CommentSubject = z
  .object({
    kind: SubjectKind.openapi({ description: 'What kind of thing it is.' }),
    id: Id,
  })
  .openapi({ description: 'What a comment hangs on.' });

export const Comment = z
  .object({
    id: Id,
    parent: Id.nullable().openapi({
      description: 'Id of the comment this one answers; answers have no answers of their own.',
    }),
    author: Author,
    text: z.string().openapi({
      description: 'Plain text. Empty when it is gone but answers to it stay.',
    }),
    state: z
      .enum(['shown', 'hidden', 'deleted'])
      .openapi({ description: 'Hidden by the mall, deleted by its writer, or neither.' }),
    createdAt: Time.openapi({ description: 'When it was written, in milliseconds since 1970.' }),
    editedAt: Time.nullable().openapi({ description: 'When its text last changed; null: never.' }),
  })
  .openapi('Comment', { description: 'A comment, or an answer to one.' });
export type Comment = z.infer<typeof Comment>;

export const CommentQuery = z.object({
  kind: SubjectKind.openapi({ description: 'What the comments hang on.', example: 'review' }),
  id: Id.openapi({ param: { description: 'Its id.' } }),
  cursor: Cursor.optional(),
  limit: queryInt(1, 50).optional().openapi({ description: 'Comments on the page; 20 by default.' }),
});
export const CommentPage = z
  .object({
    items: z.array(Comment).openapi({ description: 'Oldest first; answers follow their comment.' }),
    next: Next,
    total: z.number().int().openapi({ description: 'How many there are on all pages.' }),
  })
  .openapi('CommentPage', { description: 'One page of comments.' });
export type CommentPage = z.infer<typeof CommentPage>;

const TEXT =
  "Plain text of 1 to 2000 characters as people count them; the mall's limits may say less. Line ends are kept.";
export const PostComment = z
  .object({
    subject: CommentSubject,
    parent: Id.nullable()
      .openapi({ description: 'Id of the comment this one answers; null: of the subject itself.' })
      .default(null),
    text: plainText(1, 2000).openapi({ description: TEXT }),
  })
  .openapi('PostComment', {
    description: 'A new comment.',
    example: {
      subject: { kind: 'review', id: '0a1b2c3d4e5f6g7h8i9jkalmn' },
      parent: null,
      text: '세탁하고 나서도 색이 그대로인가요?',
    },
  });
export const PatchComment = z
  .object({ text: plainText(1, 2000).openapi({ description: TEXT }) })
  .openapi('PatchComment', {
    description: 'A new text for a comment.',
    example: { text: '두 번 세탁하고 나서도 색이 그대로인가요?' },
  });
