import { createRoute } from '@hono/zod-openapi';
import type { Trx } from '../../base/db/database.ts';
import { lengthOf } from '../../base/http/contract.ts';
import { once } from '../../base/http/idempotency.ts';
import { Problem } from '../../base/http/problem.ts';
import { IdempotencyHeader, json, jsonBody, MallParam, problems, router } from '../../base/http/route.ts';
import type { Services } from '../../base/services.ts';
import { disclosureOf, type Mall } from '../../mall/malls/rules.ts';
import { hasBought } from '../../mall/orders/store.ts';
import { ensureSeen } from '../../mall/products/store.ts';
import { paced, require, requireKey, shopperOf, type WhoVariables } from '../../mall/shoppers/middleware.ts';
import { secondsUntilFree } from '../comments/rules.ts';
import { PatchReview, PostReview, PutReply, PutVote, Review, VoteResult } from './contract.ts';
import { nthNewestReview } from './mine.ts';
import { keepOptions } from './options.ts';
import { ReviewParam } from './routes.ts';
import { refusedInputs, voteWeight } from './rules.ts';
import * as store from './store.ts';
import type { ReviewRow } from './table.ts';
import { toReviews } from './views.ts';
import { castVote } from './votes.ts';

const writing = { name: 'reviews', points: 20, seconds: 60 };
const replying = { name: 'replies', points: 60, seconds: 60 };
const voting = { name: 'votes', points: 60, seconds: 60 };

/** Writing, editing, deleting and voting. Each change and its event are one transaction. */
export function reviewWriteRoutes(services: Services) {
  const { database, outbox } = services;

  const announce = (trx: Trx, kind: string, review: Pick<ReviewRow, 'mall_id' | 'product' | 'review_id'>) =>
    outbox.append(trx, {
      mallId: review.mall_id,
      kind,
      topic: `product:${review.product}`,
      ids: { review: review.review_id },
    });

  async function view(mall: Mall, reviewId: string): Promise<Review> {
    const row = await store.findReview(database.db, mall.id, reviewId);
    const [review] =
      row && row.state !== 'deleted'
        ? await toReviews(database.db, { mall, publicUrl: services.publicUrl }, [row])
        : [];
    if (!review) throw new Problem('gone');
    return review;
  }

  function refuse(
    content: { text: string; attributes: Record<string, string>; photos: string[] },
    mall: Mall,
  ): void {
    const fields = refusedInputs(content, lengthOf(content.text), mall.settings);
    if (fields.length > 0) throw new Problem('bad-input', { fields });
  }

  /** The review, when it is this shopper's own and still there. */
  async function own(trx: Trx, mallId: string, id: string, shopperId: string): Promise<ReviewRow> {
    const row = await store.findReview(trx, mallId, id);
    if (!row || (row.shopper_id !== shopperId && row.state !== 'shown')) throw new Problem('not-found');
    if (row.shopper_id !== shopperId) throw new Problem('not-allowed');
    if (row.state === 'deleted') throw new Problem('gone');
    return row;
  }

  async function vote(
    mallId: string,
    reviewId: string,
    voter: { shopperId: string; kind: 'guest' | 'member' },
    helpful: boolean | null,
  ) {
    return database.write(async (trx) => {
      const review = await store.findReview(trx, mallId, reviewId);
      if (!review) throw new Problem('not-found');
      if (review.state !== 'shown') throw new Problem('gone');
      if (review.shopper_id === voter.shopperId) throw new Problem('own-thing');
      const after = helpful === null ? null : { helpful, weight: voteWeight(voter.kind) };
      const { votersYes, moved } = await castVote(trx, review, voter.shopperId, after, services.now());
      if (moved) await announce(trx, 'vote.changed', review);
      return { review: reviewId, helpful: votersYes, mine: helpful };
    });
  }

  const mayWrite = [require(services, 'write'), paced(services, writing)];
  const mayVote = [require(services, 'write'), paced(services, voting)];
  const refusals = ['sign-in-required', 'guest-not-allowed', 'token-refused', 'token-expired'] as const;

  return router<WhoVariables>()
    .openapi(
      createRoute({
        method: 'post',
        path: '/{mall}/reviews',
        operationId: 'writeReview',
        tags: ['reviews'],
        summary: 'Write the review of a product',
        security: [{ shopper: [] }],
        middleware: mayWrite,
        request: { params: MallParam, headers: IdempotencyHeader, body: jsonBody(PostReview) },
        responses: {
          201: json(Review, 'The review'),
          ...problems(
            ...refusals,
            'already-reviewed',
            'repeated-text',
            'gone',
            'in-flight',
            'key-reused',
            'bad-idempotency-key',
          ),
        },
      }),
      async (c) => {
        const mall = c.get('mall');
        const body = c.req.valid('json');
        const { shopperId } = shopperOf(c);
        refuse(body, mall);
        const now = services.now();
        const { result } = await once(c, database, {
          mallId: mall.id,
          actor: shopperId,
          body,
          now,
          run: async (trx) => {
            if (await store.hasRepeated(trx, mall.id, body.product, shopperId, body.text))
              throw new Problem('repeated-text');
            if (await store.findOwnReview(trx, mall.id, body.product, shopperId))
              throw new Problem('already-reviewed');
            // By the rows: one that was refused, or is sent once more, uses up nothing of the day.
            const { reviewsPerDay } = mall.settings.limits;
            const wait = secondsUntilFree(await nthNewestReview(trx, mall.id, shopperId, reviewsPerDay), now);
            if (wait > 0) throw new Problem('too-many', { retryAfter: wait });
            await ensureSeen(trx, mall, body.product, body.seen?.url, now);
            const bought = await hasBought(trx, mall.id, shopperId, body.product);
            const options = await keepOptions(trx, mall.id, body.product, shopperId, body.options);
            const id = await store.insertReview(
              trx,
              mall.id,
              { ...body, options, shopperId, bought, disclosure: disclosureOf(mall.settings) },
              now,
            );
            await announce(trx, 'review.created', { mall_id: mall.id, product: body.product, review_id: id });
            return { review: id };
          },
        });
        return c.json(await view(mall, result.review), 201);
      },
    )
    .openapi(
      createRoute({
        method: 'patch',
        path: '/{mall}/reviews/{id}',
        operationId: 'editReview',
        tags: ['reviews'],
        summary: 'Put a new text in the place of my review; the old one is kept as history',
        security: [{ shopper: [] }],
        middleware: mayWrite,
        request: { params: ReviewParam, body: jsonBody(PatchReview) },
        responses: {
          200: json(Review, 'The review'),
          ...problems(...refusals, 'not-allowed', 'changed-meanwhile', 'gone'),
        },
      }),
      async (c) => {
        const mall = c.get('mall');
        const { id } = c.req.valid('param');
        const { version, ...content } = c.req.valid('json');
        const { shopperId } = shopperOf(c);
        refuse(content, mall);
        await database.write(async (trx) => {
          const before = await own(trx, mall.id, id, shopperId);
          if (before.version !== version) throw new Problem('changed-meanwhile');
          if (await store.hasRepeated(trx, mall.id, before.product, shopperId, content.text, id))
            throw new Problem('repeated-text');
          const options = await keepOptions(
            trx,
            mall.id,
            before.product,
            shopperId,
            content.options,
            JSON.parse(before.options),
          );
          await store.editReview(trx, before, { ...content, options }, services.now());
          // Of a hidden one nothing is told: it is not there for others.
          if (before.state === 'shown') await announce(trx, 'review.edited', before);
        });
        return c.json(await view(mall, id), 200);
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/{mall}/reviews/{id}',
        operationId: 'deleteReview',
        tags: ['reviews'],
        summary: 'Delete my review, its history, photos and votes',
        security: [{ shopper: [] }],
        middleware: mayWrite,
        request: { params: ReviewParam },
        responses: { 204: { description: 'Deleted' }, ...problems(...refusals, 'not-allowed', 'gone') },
      }),
      async (c) => {
        const mall = c.get('mall');
        const { id } = c.req.valid('param');
        const { shopperId } = shopperOf(c);
        await database.write(async (trx) => {
          const before = await own(trx, mall.id, id, shopperId);
          await store.deleteReview(trx, before);
          await announce(trx, 'review.deleted', before);
        });
        return c.body(null, 204);
      },
    )
    .openapi(
      createRoute({
        method: 'put',
        path: '/{mall}/reviews/{id}/vote',
        operationId: 'castVote',
        tags: ['reviews'],
        summary: 'Say whether a review helped; one vote per shopper, none on one’s own',
        security: [{ shopper: [] }],
        middleware: mayVote,
        request: { params: ReviewParam, body: jsonBody(PutVote) },
        responses: {
          200: json(VoteResult, 'The count after the vote'),
          ...problems(...refusals, 'own-thing', 'gone'),
        },
      }),
      async (c) =>
        c.json(
          await vote(c.get('mall').id, c.req.valid('param').id, shopperOf(c), c.req.valid('json').helpful),
          200,
        ),
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/{mall}/reviews/{id}/vote',
        operationId: 'withdrawVote',
        tags: ['reviews'],
        summary: 'Withdraw my vote',
        security: [{ shopper: [] }],
        middleware: mayVote,
        request: { params: ReviewParam },
        responses: {
          200: json(VoteResult, 'The count after it'),
          ...problems(...refusals, 'own-thing', 'gone'),
        },
      }),
      async (c) => c.json(await vote(c.get('mall').id, c.req.valid('param').id, shopperOf(c), null), 200),
    )
    .openapi(
      createRoute({
        method: 'put',
        path: '/{mall}/reviews/{id}/reply',
        operationId: 'putReply',
        tags: ['reviews'],
        summary: "The seller's reply (key: moderate)",
        security: [{ key: [] }],
        middleware: [requireKey('moderate'), paced(services, replying)] as const,
        request: { params: ReviewParam, body: jsonBody(PutReply) },
        responses: { 200: json(Review, 'The review'), ...problems('key-refused', 'key-scope') },
      }),
      async (c) => {
        const mall = c.get('mall');
        const { id } = c.req.valid('param');
        await reply(mall.id, id, c.req.valid('json').text);
        return c.json(await view(mall, id), 200);
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/{mall}/reviews/{id}/reply',
        operationId: 'deleteReply',
        tags: ['reviews'],
        summary: "Take the seller's reply back (key: moderate)",
        security: [{ key: [] }],
        middleware: [requireKey('moderate'), paced(services, replying)] as const,
        request: { params: ReviewParam },
        responses: { 204: { description: 'Taken back' }, ...problems('key-refused', 'key-scope') },
      }),
      async (c) => {
        await reply(c.get('mall').id, c.req.valid('param').id, null);
        return c.body(null, 204);
      },
    );

  async function reply(mallId: string, reviewId: string, text: string | null): Promise<void> {
    await database.write(async (trx) => {
      const row = await store.findReview(trx, mallId, reviewId);
      if (!row || !(await store.setReply(trx, mallId, reviewId, text, services.now())))
        throw new Problem('not-found');
      await announce(trx, 'reply.changed', row);
    });
  }
}
