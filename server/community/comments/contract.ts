import { z } from '@hono/zod-openapi';
import { Cursor, Id, plainText, queryInt, Time } from '../../base/http/contract.ts';
import { Author } from '../../mall/shoppers/contract.ts';

/** What a comment hangs on. */
export const SubjectKind = z.enum(['review']);
export const CommentSubject = z.object({ kind: SubjectKind, id: Id });

export const Comment = z
  .object({
    id: Id,
    /** The comment this one answers; answers have no answers of their own. */
    parent: Id.nullable(),
    author: Author,
    /** Empty when the text is gone but answers to it stay. */
    text: z.string(),
    state: z.enum(['shown', 'hidden', 'deleted']),
    createdAt: Time,
    editedAt: Time.nullable(),
  })
  .openapi('Comment');
export type Comment = z.infer<typeof Comment>;

export const CommentQuery = z.object({
  kind: SubjectKind,
  id: Id,
  cursor: Cursor.optional(),
  limit: queryInt(1, 50).optional(),
});
/** Oldest first; answers follow their comment. */
export const CommentPage = z
  .object({ items: z.array(Comment), next: z.string().nullable(), total: z.number().int() })
  .openapi('CommentPage');
export type CommentPage = z.infer<typeof CommentPage>;

export const PostComment = z
  .object({ subject: CommentSubject, parent: Id.nullable().default(null), text: plainText(1, 2000) })
  .openapi('PostComment');
export const PatchComment = z.object({ text: plainText(1, 2000) }).openapi('PatchComment');
