import { sql } from 'kysely';
import type { Reader, Trx } from '../../base/db/database.ts';
import { decodeCursor, encodeCursor } from '../../base/http/cursor.ts';
import { newId } from '../../base/ids.ts';
import { sha256 } from '../../base/secrets.ts';
import { authorsOf, formerAuthor } from '../../mall/shoppers/authors.ts';
import type { Comment, CommentPage } from './contract.ts';
import type { SubjectKind } from './subject.ts';
import type { CommentRow } from './table.ts';

export function findComment(db: Reader, mallId: string, commentId: string): Promise<CommentRow | undefined> {
  return db
    .selectFrom('comments')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('comment_id', '=', commentId)
    .executeTakeFirst();
}

const digestOf = (text: string) => sha256(text.normalize('NFKC').replace(/\s+/g, ' '));

/** True when this shopper already wrote these very words under the same thing. */
export async function hasRepeated(
  db: Reader,
  mallId: string,
  subject: { kind: SubjectKind; id: string },
  shopperId: string,
  text: string,
): Promise<boolean> {
  const row = await db
    .selectFrom('comments')
    .select('comment_id')
    .where('mall_id', '=', mallId)
    .where('subject_kind', '=', subject.kind)
    .where('subject_id', '=', subject.id)
    .where('shopper_id', '=', shopperId)
    .where('text_digest', '=', digestOf(text))
    .where('state', '=', 'shown')
    .executeTakeFirst();
  return row !== undefined;
}

export async function insertComment(
  trx: Trx,
  mallId: string,
  comment: {
    subject: { kind: SubjectKind; id: string };
    parent: CommentRow | null;
    shopperId: string;
    text: string;
  },
  now: number,
): Promise<string> {
  const id = newId();
  await trx
    .insertInto('comments')
    .values({
      mall_id: mallId,
      comment_id: id,
      subject_kind: comment.subject.kind,
      subject_id: comment.subject.id,
      parent_id: comment.parent?.comment_id ?? null,
      shopper_id: comment.shopperId,
      text: comment.text,
      text_digest: digestOf(comment.text),
      state: 'shown',
      hide_reason: null,
      created_at: now,
      edited_at: null,
      thread_at: comment.parent?.thread_at ?? now,
      thread_id: comment.parent?.thread_id ?? id,
    })
    .execute();
  return id;
}

export async function editComment(
  trx: Trx,
  mallId: string,
  commentId: string,
  text: string,
  now: number,
): Promise<void> {
  await setColumns(trx, mallId, commentId, { text, text_digest: digestOf(text), edited_at: now });
}

/** The text goes; the place stays for the answers to it. */
export async function deleteComment(trx: Trx, mallId: string, commentId: string): Promise<void> {
  await setColumns(trx, mallId, commentId, {
    text: '',
    text_digest: '',
    state: 'deleted',
    hide_reason: null,
  });
}

/** Hides a shown comment. Undefined when there was nothing to hide; the caller moves the subject's count. */
export async function hideComment(
  trx: Trx,
  mallId: string,
  commentId: string,
  reason: string,
): Promise<CommentRow | undefined> {
  const before = await findComment(trx, mallId, commentId);
  if (before?.state !== 'shown') return undefined;
  await setColumns(trx, mallId, commentId, { state: 'hidden', hide_reason: reason });
  return before;
}

/** Shows a hidden comment again. Undefined when it was not hidden; the caller moves the subject's count. */
export async function restoreComment(
  trx: Trx,
  mallId: string,
  commentId: string,
): Promise<CommentRow | undefined> {
  const before = await findComment(trx, mallId, commentId);
  if (before?.state !== 'hidden') return undefined;
  await setColumns(trx, mallId, commentId, { state: 'shown', hide_reason: null });
  return before;
}

async function setColumns(
  trx: Trx,
  mallId: string,
  commentId: string,
  set: Partial<CommentRow>,
): Promise<void> {
  await trx
    .updateTable('comments')
    .set(set)
    .where('mall_id', '=', mallId)
    .where('comment_id', '=', commentId)
    .execute();
}

/** One page of the comments under a thing, oldest thread first, answers after their comment. */
export async function listComments(
  db: Reader,
  mallId: string,
  locale: 'ko' | 'en',
  subject: { kind: SubjectKind; id: string },
  cursor: string | undefined,
  limit: number,
): Promise<CommentPage> {
  let rows = db
    .selectFrom('comments')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('subject_kind', '=', subject.kind)
    .where('subject_id', '=', subject.id)
    // What is hidden leaves its place; what is deleted only while answers hang on it.
    .where((eb) =>
      eb.or([
        eb('state', '!=', 'deleted'),
        eb.and([
          eb('parent_id', 'is', null),
          eb.exists(
            eb
              .selectFrom('comments as answers')
              .select(sql<number>`1`.as('one'))
              .where('answers.mall_id', '=', mallId)
              .where('answers.subject_kind', '=', subject.kind)
              .where('answers.subject_id', '=', subject.id)
              .whereRef('answers.thread_id', '=', 'comments.comment_id')
              .where('answers.parent_id', 'is not', null)
              .where('answers.state', '!=', 'deleted'),
          ),
        ]),
      ]),
    );
  if (cursor) {
    const [threadAt, threadId, at, id] = decodeCursor(cursor, ['number', 'string', 'number', 'string']) as [
      number,
      string,
      number,
      string,
    ];
    rows = rows.where(
      sql<boolean>`(thread_at, thread_id, created_at, comment_id) > (${threadAt}, ${threadId}, ${at}, ${id})`,
    );
  }
  const found = await rows
    .orderBy('thread_at')
    .orderBy('thread_id')
    .orderBy('created_at')
    .orderBy('comment_id')
    .limit(limit + 1)
    .execute();
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  const total = await db
    .selectFrom('comments')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('mall_id', '=', mallId)
    .where('subject_kind', '=', subject.kind)
    .where('subject_id', '=', subject.id)
    .where('state', '=', 'shown')
    .executeTakeFirstOrThrow();
  return {
    items: await toComments(db, mallId, locale, shown),
    next:
      found.length > limit && last
        ? encodeCursor([last.thread_at, last.thread_id, last.created_at, last.comment_id])
        : null,
    total: Number(total.count),
  };
}

export async function toComments(
  db: Reader,
  mallId: string,
  locale: 'ko' | 'en',
  rows: readonly CommentRow[],
): Promise<Comment[]> {
  const authors = await authorsOf(
    db,
    mallId,
    rows.map((row) => row.shopper_id),
    locale,
  );
  return rows.map((row) => ({
    id: row.comment_id,
    parent: row.parent_id,
    // Whoever wrote what is gone is nobody's business any more.
    author:
      row.state === 'shown'
        ? (authors.get(row.shopper_id) ?? formerAuthor(row.shopper_id, locale))
        : formerAuthor(row.comment_id, locale),
    text: row.state === 'shown' ? row.text : '',
    state: row.state,
    createdAt: row.created_at,
    editedAt: row.edited_at,
  }));
}

/** When the shopper wrote the nth newest of their comments, deleted ones included. */
export async function nthNewestComment(
  db: Reader,
  mallId: string,
  shopperId: string,
  nth: number,
): Promise<number | undefined> {
  const row = await db
    .selectFrom('comments')
    .select('created_at')
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', shopperId)
    .orderBy('created_at', 'desc')
    .limit(1)
    .offset(nth - 1)
    .executeTakeFirst();
  return row?.created_at;
}
