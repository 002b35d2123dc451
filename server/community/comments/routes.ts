import { createRoute } from '@hono/zod-openapi';
import type { Trx } from '../../base/db/database.ts';
import { lengthOf } from '../../base/http/contract.ts';
import { Problem } from '../../base/http/problem.ts';
import {
  IdempotencyHeader,
  json,
  jsonBody,
  MallParam,
  noStore,
  pathId,
  problems,
  router,
} from '../../base/http/route.ts';
import type { Services } from '../../base/services.ts';
import type { Mall } from '../../mall/malls/rules.ts';
import { answerPublic } from '../../mall/shoppers/answer.ts';
import { type Asking, askingOf } from '../../mall/shoppers/asking.ts';
import { LinkHeader } from '../../mall/shoppers/contract.ts';
import { paced, require, shopperOf, type WhoVariables } from '../../mall/shoppers/middleware.ts';
import { READ_PACE } from '../../mall/shoppers/rules.ts';
import { writeOnce } from '../../mall/shoppers/writing.ts';
import { limitOf } from '../reputation/limits.ts';
import { Comment, CommentPage, CommentQuery, PatchComment, PostComment } from './contract.ts';
import { parentFor, secondsUntilFree } from './rules.ts';
import * as store from './store.ts';
import { commentEvent, type Place, type Subjects } from './subject.ts';
import type { CommentRow } from './table.ts';

const writing = { name: 'comments', points: 30, seconds: 60 };
const WritingHeaders = IdempotencyHeader.extend(LinkHeader.shape);
const CommentParam = MallParam.extend({ id: pathId('id', 'Id of the comment.') });

/** Comments under reviews and wishes: two levels, no deeper. */
export function commentRoutes(services: Services, subjects: Subjects) {
  const { database, outbox } = services;

  /** A shown comment that whoever asks wrote, or may take away, with the place it hangs in. */
  async function found(
    trx: Trx,
    mall: Mall,
    id: string,
    asking: Asking,
  ): Promise<{ row: CommentRow; place: Place | undefined; isOwn: boolean }> {
    const row = await store.findComment(trx, mall.id, id);
    if (!row) throw new Problem('not-found');
    const place = await subjects[row.subject_kind].placeFor(trx, mall, row.subject_id, asking);
    const isOwn = 'shopperId' in asking.who && row.shopper_id === asking.who.shopperId;
    // To whoever may not see what it hangs on, there is no such comment.
    if (!isOwn && (row.state !== 'shown' || !place)) throw new Problem('not-found');
    if (row.state !== 'shown') throw new Problem('gone');
    return { row, place, isOwn };
  }

  return router<WhoVariables>()
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/comments',
        operationId: 'listComments',
        tags: ['comments'],
        summary: 'Comments under a thing, oldest first',
        middleware: [require(services, 'read'), paced(services, READ_PACE)] as const,
        request: { params: MallParam, query: CommentQuery, headers: LinkHeader },
        responses: { 200: json(CommentPage, 'One page'), ...problems('bad-cursor', 'sign-in-required') },
      }),
      async (c) => {
        const mall = c.get('mall');
        const { kind, id, cursor, limit } = c.req.valid('query');
        const { db } = database;
        const place = await subjects[kind].placeFor(db, mall, id, askingOf(c));
        if (!place) throw new Problem('not-found');
        const { locale } = mall.settings;
        const make = () => store.listComments(db, mall.id, locale, { kind, id }, cursor, limit ?? 20);
        if (place.isPublic) return answerPublic(c, services, make);
        noStore(c);
        return c.json(await make(), 200);
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/{mall}/comments',
        operationId: 'writeComment',
        tags: ['comments'],
        summary: 'Write a comment, or an answer to one',
        security: [{ shopper: [] }],
        middleware: [require(services, 'write'), paced(services, writing)] as const,
        request: { params: MallParam, headers: WritingHeaders, body: jsonBody(PostComment) },
        responses: {
          201: json(Comment, 'The comment'),
          ...problems(
            'sign-in-required',
            'guest-not-allowed',
            'comments-closed',
            'repeated-text',
            'gone',
            'in-flight',
            'key-reused',
          ),
        },
      }),
      async (c) => {
        const mall = c.get('mall');
        const body = c.req.valid('json');
        const { shopperId } = shopperOf(c);
        const max = mall.settings.limits.commentTextMax;
        if (lengthOf(body.text) > max)
          throw new Problem('bad-input', {
            fields: [{ path: 'text', message: `at most ${max} characters` }],
          });
        const now = services.now();
        const asking = askingOf(c);
        const result = await writeOnce(c, services, body, async (trx) => {
          const subject = subjects[body.subject.kind];
          const place = await subject.placeFor(trx, mall, body.subject.id, asking);
          if (!place) throw new Problem(subject.missing);
          if (!place.isOpen) throw new Problem('comments-closed');
          const target = body.parent ? await store.findComment(trx, mall.id, body.parent) : null;
          if (
            body.parent &&
            (target?.subject_id !== body.subject.id || target.subject_kind !== body.subject.kind)
          )
            throw new Problem('not-found');
          const parentId = parentFor(target ? { id: target.comment_id, parent: target.parent_id } : null);
          const parent = parentId ? ((await store.findComment(trx, mall.id, parentId)) ?? null) : null;
          if (target && target.state !== 'shown') throw new Problem('gone');
          if (await store.hasRepeated(trx, mall.id, body.subject, shopperId, body.text))
            throw new Problem('repeated-text');
          // By the rows: one that was refused, or is sent once more, uses up nothing of the day.
          const perDay = await limitOf(trx, mall, shopperId, 'commentsPerDay');
          const wait = secondsUntilFree(await store.nthNewestComment(trx, mall.id, shopperId, perDay), now);
          if (wait > 0) throw new Problem('too-many', { retryAfter: wait });
          const id = await store.insertComment(
            trx,
            mall.id,
            { subject: body.subject, parent, shopperId, text: body.text },
            now,
          );
          await subject.moved(trx, mall.id, body.subject.id, 1);
          const row = {
            mall_id: mall.id,
            subject_kind: body.subject.kind,
            subject_id: body.subject.id,
            comment_id: id,
          };
          await outbox.append(trx, commentEvent('comment.created', row, place.topic));
          await subject.posted?.(trx, mall.id, { id, on: body.subject.id, by: shopperId });
          return { comment: id };
        });
        const row = await store.findComment(database.db, mall.id, result.comment);
        const [comment] = row
          ? await store.toComments(database.db, mall.id, mall.settings.locale, [row])
          : [];
        if (!comment) throw new Problem('gone');
        return c.json(comment, 201);
      },
    )
    .openapi(
      createRoute({
        method: 'patch',
        path: '/{mall}/comments/{id}',
        operationId: 'editComment',
        tags: ['comments'],
        summary: 'Change my comment',
        security: [{ shopper: [] }],
        middleware: [require(services, 'write'), paced(services, writing)] as const,
        request: { params: CommentParam, headers: LinkHeader, body: jsonBody(PatchComment) },
        responses: {
          200: json(Comment, 'The comment'),
          ...problems('sign-in-required', 'not-allowed', 'comments-closed', 'gone'),
        },
      }),
      async (c) => {
        const mall = c.get('mall');
        const { id } = c.req.valid('param');
        const { text } = c.req.valid('json');
        const asking = askingOf(c);
        const max = mall.settings.limits.commentTextMax;
        if (lengthOf(text) > max)
          throw new Problem('bad-input', {
            fields: [{ path: 'text', message: `at most ${max} characters` }],
          });
        const row = await database.write(async (trx) => {
          const { row: before, place, isOwn } = await found(trx, mall, id, asking);
          if (!isOwn) throw new Problem('not-allowed');
          if (!place) throw new Problem(subjects[before.subject_kind].missing);
          if (!place.isOpen) throw new Problem('comments-closed');
          await store.editComment(trx, mall.id, id, text, services.now());
          await outbox.append(trx, commentEvent('comment.edited', before, place.topic));
          return store.findComment(trx, mall.id, id);
        });
        const [comment] = row
          ? await store.toComments(database.db, mall.id, mall.settings.locale, [row])
          : [];
        if (!comment) throw new Problem('gone');
        return c.json(comment, 200);
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/{mall}/comments/{id}',
        operationId: 'deleteComment',
        tags: ['comments'],
        summary: 'Delete my comment; under a wishlist its owner and co-owners may delete any',
        security: [{ shopper: [] }],
        middleware: [require(services, 'write'), paced(services, writing)] as const,
        request: { params: CommentParam, headers: LinkHeader },
        responses: {
          204: { description: 'Deleted' },
          ...problems('sign-in-required', 'not-allowed', 'gone'),
        },
      }),
      async (c) => {
        const mall = c.get('mall');
        const { id } = c.req.valid('param');
        const asking = askingOf(c);
        await database.write(async (trx) => {
          const { row, place, isOwn } = await found(trx, mall, id, asking);
          if (!isOwn && !place?.mayClear) throw new Problem('not-allowed');
          const subject = subjects[row.subject_kind];
          // One's own words can be taken back also from where one may no longer look.
          const standing = place ?? (await subject.standing(trx, mall.id, row.subject_id));
          if (!standing) throw new Problem('gone');
          await store.deleteComment(trx, mall.id, id);
          await subject.moved(trx, mall.id, row.subject_id, -1);
          await outbox.append(trx, commentEvent('comment.deleted', row, standing.topic));
        });
        return c.body(null, 204);
      },
    );
}
