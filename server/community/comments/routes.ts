import { createRoute } from '@hono/zod-openapi';
import type { Reader, Trx } from '../../base/db/database.ts';
import { lengthOf } from '../../base/http/contract.ts';
import { once } from '../../base/http/idempotency.ts';
import { Problem } from '../../base/http/problem.ts';
import {
  IdempotencyHeader,
  json,
  jsonBody,
  MallParam,
  pathId,
  problems,
  router,
} from '../../base/http/route.ts';
import type { Services } from '../../base/services.ts';
import { answerPublic } from '../../mall/shoppers/answer.ts';
import { paced, require, shopperOf, type WhoVariables } from '../../mall/shoppers/middleware.ts';
import { READ_PACE } from '../../mall/shoppers/rules.ts';
import { refuseGone } from '../../mall/shoppers/store.ts';
import { limitOf } from '../reputation/limits.ts';
import { Comment, CommentPage, CommentQuery, PatchComment, PostComment } from './contract.ts';
import { parentFor, secondsUntilFree } from './rules.ts';
import * as store from './store.ts';
import type { CommentRow } from './table.ts';

/** What comments need to know of the things they hang on; each kind of thing brings its own. */
export interface Subject {
  /** Where its changes are told, or undefined when it is not there (or not to be seen). */
  topicOf(db: Reader, mallId: string, id: string): Promise<string | undefined>;
  /** Comments were added or taken away. */
  moved(trx: Trx, mallId: string, id: string, by: number): Promise<void>;
}
export type Subjects = Readonly<Record<store.SubjectKind, Subject>>;

const writing = { name: 'comments', points: 30, seconds: 60 };
const CommentParam = MallParam.extend({ id: pathId('id', 'Id of the comment.') });

/** Comments under reviews (and later wishes and stories): two levels, no deeper. */
export function commentRoutes(services: Services, subjects: Subjects) {
  const { database, outbox } = services;

  async function announce(
    trx: Trx,
    kind: string,
    row: Pick<CommentRow, 'mall_id' | 'subject_kind' | 'subject_id' | 'comment_id'>,
    topic: string,
  ) {
    await outbox.append(trx, {
      mallId: row.mall_id,
      kind,
      topic,
      ids: { [row.subject_kind]: row.subject_id, comment: row.comment_id },
    });
  }

  /** The comment, when it is this shopper's own, with the topic of what it hangs on. */
  async function own(
    trx: Trx,
    mallId: string,
    id: string,
    shopperId: string,
  ): Promise<{ row: CommentRow; topic: string }> {
    const row = await store.findComment(trx, mallId, id);
    if (!row) throw new Problem('not-found');
    if (row.shopper_id !== shopperId) throw new Problem(row.state === 'shown' ? 'not-allowed' : 'not-found');
    if (row.state !== 'shown') throw new Problem('gone');
    const topic = await subjects[row.subject_kind].topicOf(trx, mallId, row.subject_id);
    if (!topic) throw new Problem('gone');
    return { row, topic };
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
        request: { params: MallParam, query: CommentQuery },
        responses: { 200: json(CommentPage, 'One page'), ...problems('bad-cursor', 'sign-in-required') },
      }),
      async (c) => {
        const mall = c.get('mall');
        const { kind, id, cursor, limit } = c.req.valid('query');
        const make = async () => {
          if (!(await subjects[kind].topicOf(database.db, mall.id, id))) throw new Problem('not-found');
          return store.listComments(
            database.db,
            mall.id,
            mall.settings.locale,
            { kind, id },
            cursor,
            limit ?? 20,
          );
        };
        return answerPublic(c, services, make);
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
        request: { params: MallParam, headers: IdempotencyHeader, body: jsonBody(PostComment) },
        responses: {
          201: json(Comment, 'The comment'),
          ...problems(
            'sign-in-required',
            'guest-not-allowed',
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
        const { result } = await once(c, database, {
          mallId: mall.id,
          actor: shopperId,
          body,
          now,
          run: async (trx) => {
            await refuseGone(trx, mall.id, shopperId);
            const subject = subjects[body.subject.kind];
            const topic = await subject.topicOf(trx, mall.id, body.subject.id);
            if (!topic) throw new Problem('gone');
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
            await announce(
              trx,
              'comment.created',
              {
                mall_id: mall.id,
                subject_kind: body.subject.kind,
                subject_id: body.subject.id,
                comment_id: id,
              },
              topic,
            );
            return { comment: id };
          },
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
        request: { params: CommentParam, body: jsonBody(PatchComment) },
        responses: {
          200: json(Comment, 'The comment'),
          ...problems('sign-in-required', 'not-allowed', 'gone'),
        },
      }),
      async (c) => {
        const mall = c.get('mall');
        const { id } = c.req.valid('param');
        const { text } = c.req.valid('json');
        const { shopperId } = shopperOf(c);
        const max = mall.settings.limits.commentTextMax;
        if (lengthOf(text) > max)
          throw new Problem('bad-input', {
            fields: [{ path: 'text', message: `at most ${max} characters` }],
          });
        const row = await database.write(async (trx) => {
          const found = await own(trx, mall.id, id, shopperId);
          await store.editComment(trx, mall.id, id, text, services.now());
          await announce(trx, 'comment.edited', found.row, found.topic);
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
        summary: 'Delete my comment',
        security: [{ shopper: [] }],
        middleware: [require(services, 'write'), paced(services, writing)] as const,
        request: { params: CommentParam },
        responses: {
          204: { description: 'Deleted' },
          ...problems('sign-in-required', 'not-allowed', 'gone'),
        },
      }),
      async (c) => {
        const mall = c.get('mall');
        const { id } = c.req.valid('param');
        const { shopperId } = shopperOf(c);
        await database.write(async (trx) => {
          const { row, topic } = await own(trx, mall.id, id, shopperId);
          await store.deleteComment(trx, mall.id, id);
          await subjects[row.subject_kind].moved(trx, mall.id, row.subject_id, -1);
          await announce(trx, 'comment.deleted', row, topic);
        });
        return c.body(null, 204);
      },
    );
}
