import { createRoute } from '@hono/zod-openapi';
import type { Trx } from '../../base/db/database.ts';
import { lengthOf } from '../../base/http/contract.ts';
import { Problem } from '../../base/http/problem.ts';
import { IdempotencyHeader, json, jsonBody, MallParam, problems, router } from '../../base/http/route.ts';
import type { Services } from '../../base/services.ts';
import { disclosureOf, type Mall } from '../../mall/malls/rules.ts';
import { firstBought } from '../../mall/orders/bought.ts';
import { ensureSeen, findProduct } from '../../mall/products/store.ts';
import { paced, require, requireKey, shopperOf, type WhoVariables } from '../../mall/shoppers/middleware.ts';
import { writeAs, writeOnce } from '../../mall/shoppers/writing.ts';
import { secondsUntilFree } from '../comments/rules.ts';
import { limitOf } from '../reputation/limits.ts';
import { Review } from './contract.ts';
import { type KeptReviews, keepWritten } from './kept.ts';
import { idsOf, refuseTooEarly, withLater } from './later.ts';
import { usedDays } from './later-rules.ts';
import { nthNewestReview } from './mine.ts';
import { keepOptions } from './options.ts';
import { disclosureWith } from './reward-rules.ts';
import { amountOf, giveReward, planReward } from './rewards.ts';
import { ReviewParam } from './routes.ts';
import { refusedInputs } from './rules.ts';
import * as store from './store.ts';
import type { ReviewRow } from './table.ts';
import { toNewReview, toReviews } from './views.ts';
import { PatchReview, PostReview, PutReply } from './writing/contract.ts';

const writing = { name: 'reviews', points: 20, seconds: 60 };
const replying = { name: 'replies', points: 60, seconds: 60 };

/** Writing, editing, deleting. Each change and its event are one transaction. */
export function reviewWriteRoutes(services: Services, kept: KeptReviews) {
  const { database, outbox } = services;

  const announce = (
    trx: Trx,
    kind: string,
    review: Pick<ReviewRow, 'mall_id' | 'product' | 'review_id' | 'later_of'>,
  ) =>
    outbox.append(trx, {
      mallId: review.mall_id,
      kind,
      topic: `product:${review.product}`,
      ids: idsOf(review),
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

  const mayWrite = [require(services, 'write'), paced(services, writing)];
  const refusals = ['sign-in-required', 'guest-not-allowed', 'token-refused', 'token-expired'] as const;

  return router<WhoVariables>()
    .openapi(
      createRoute({
        method: 'post',
        path: '/{mall}/reviews',
        operationId: 'writeReview',
        tags: ['reviews'],
        summary: 'Write the review of a product, or a later one that goes on from it',
        security: [{ shopper: [] }],
        middleware: mayWrite,
        request: { params: MallParam, headers: IdempotencyHeader, body: jsonBody(PostReview) },
        responses: {
          201: json(Review, 'The review'),
          ...problems(
            ...refusals,
            'already-reviewed',
            'repeated-text',
            'later-without-first',
            'later-too-soon',
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
        const version = services.ready.versionOf(mall.id);
        let written: { row: ReviewRow; review: Review } | undefined;
        const result = await writeOnce(c, services, body, async (trx, shopper) => {
          const { reviewsPerDay } = mall.settings.limits;
          // At once: where the database is another process, each question by itself costs a way there and back.
          const [own, newest, product, boughtAt] = await Promise.all([
            store.ownReviews(trx, mall.id, body.product, shopperId),
            nthNewestReview(trx, mall.id, shopperId, reviewsPerDay),
            ensureSeen(trx, mall, body.product, body.seen?.url, now),
            firstBought(trx, mall.id, shopperId, body.product),
          ]);
          if (store.repeats(own, body.text)) throw new Problem('repeated-text');
          const mine = store.firstOf(own);
          if (mine && !body.later) throw new Problem('already-reviewed');
          const first = body.later ? await refuseTooEarly(trx, mine, body.later, now) : undefined;
          // By the rows: one that was refused, or is sent once more, uses up nothing of the day.
          const waitAtLevel = async () => {
            const perDay = await limitOf(trx, mall, shopperId, 'reviewsPerDay');
            return secondsUntilFree(await nthNewestReview(trx, mall.id, shopperId, perDay), now);
          };
          // A level adds to the mall's limit: only who has reached that one needs a look at theirs.
          const wait = secondsUntilFree(newest, now) && (await waitAtLevel());
          if (wait > 0) throw new Problem('too-many', { retryAfter: wait });
          const options = await keepOptions(trx, product, shopperId, body.options);
          const reward = await planReward(
            trx,
            mall,
            {
              shopperId,
              product: body.product,
              text: body.text,
              photos: body.photos.length,
              later: body.later ?? null,
              firstAt: first?.created_at ?? null,
            },
            now,
          );
          const row = await store.insertReview(
            trx,
            mall.id,
            {
              ...body,
              options,
              shopperId,
              bought: boughtAt !== null,
              usedDays: usedDays(boughtAt, now),
              disclosure: disclosureWith(amountOf(reward), mall.settings, disclosureOf(mall.settings)),
              ordinal: (own.at(-1)?.ordinal ?? 0) + 1,
              later: first && body.later ? { of: first.review_id, kind: body.later } : undefined,
            },
            now,
          );
          if (reward) await giveReward(trx, services, mall, row, reward);
          await announce(trx, 'review.created', row);
          // From what was just written, which is at hand: a reader would have to look for it.
          const viewing = { mall, publicUrl: services.publicUrl };
          written = { row, review: await toNewReview(trx, viewing, row, shopper) };
          return { review: row.review_id };
        });
        // Sent once more: as it is by now.
        if (written?.row.review_id !== result.review) return c.json(await view(mall, result.review), 201);
        const bytes = Buffer.from(JSON.stringify(written.review));
        keepWritten(kept, { mall, version }, written.row, bytes);
        c.header('Content-Type', 'application/json');
        return c.body(bytes, 201) as never;
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
        const now = services.now();
        await writeAs(c, services, async (trx) => {
          const before = await own(trx, mall.id, id, shopperId);
          if (before.version !== version) throw new Problem('changed-meanwhile');
          const mine = await store.ownReviews(trx, mall.id, before.product, shopperId);
          if (store.repeats(mine, content.text, id)) throw new Problem('repeated-text');
          const options = await keepOptions(
            trx,
            await findProduct(trx, mall.id, before.product),
            shopperId,
            content.options,
            JSON.parse(before.options),
          );
          await store.editReview(trx, before, { ...content, options }, now);
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
        const counting = { mall, outbox, now: services.now() };
        await database.write(async (trx) => {
          const before = await own(trx, mall.id, id, shopperId);
          for (const one of await withLater(trx, before)) {
            await store.deleteReview(trx, counting, one);
            await announce(trx, 'review.deleted', one);
          }
        });
        return c.body(null, 204);
      },
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
    const now = services.now();
    await database.write(async (trx) => {
      const row = await store.findReview(trx, mallId, reviewId);
      if (!row || !(await store.setReply(trx, mallId, reviewId, text, now))) throw new Problem('not-found');
      await announce(trx, 'reply.changed', row);
    });
  }
}
