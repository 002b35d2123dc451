import { createRoute } from '@hono/zod-openapi';
import { Problem } from '../../base/http/problem.ts';
import { json, jsonBody, problems, router } from '../../base/http/route.ts';
import { hmac } from '../../base/secrets.ts';
import type { Services } from '../../base/services.ts';
import type { Mall } from '../../mall/malls/rules.ts';
import { paced, require, shopperOf, type WhoVariables } from '../../mall/shoppers/middleware.ts';
import { refuseGone } from '../../mall/shoppers/store.ts';
import { weigh } from '../reputation/facts.ts';
import { isFirstShown } from './later.ts';
import { ReviewParam } from './routes.ts';
import { findReview } from './store.ts';
import { type Cast, castVote } from './votes.ts';
import { PutVote, VoteResult } from './writing/contract.ts';

const voting = { name: 'votes', points: 60, seconds: 60 };
const refusals = ['sign-in-required', 'guest-not-allowed', 'token-refused', 'token-expired'] as const;

/** Saying whether a review helped. The vote, the review's rank and its author's naegong are one transaction. */
export function voteRoutes(services: Services) {
  const { database, outbox, secrets } = services;
  const mayVote = [require(services, 'write'), paced(services, voting)];
  /** Where a vote comes from, apart from what any other mall or purpose knows of it. */
  const sourceOf = (mallId: string, addressKey: string) =>
    hmac(secrets.derive('vote-source', mallId), addressKey).slice(0, 24);

  async function vote(mall: Mall, reviewId: string, cast: Cast) {
    // Before the transaction: its body may run when others' turn it is too.
    const counting = { mall, outbox, now: services.now() };
    const { shopperId, helpful, source } = cast;
    const seen = helpful === null ? undefined : await findReview(database.db, mall.id, reviewId);
    // Looked up before too: what all these questions read would make voters of one moment wait for each other.
    const weighing =
      seen && helpful !== null
        ? await weigh(database.db, counting, seen, { shopperId, helpful, source })
        : undefined;
    return database.write(async (trx) => {
      const review = await findReview(trx, mall.id, reviewId);
      if (!review) throw new Problem('not-found');
      if (review.state !== 'shown' || !(await isFirstShown(trx, review))) throw new Problem('gone');
      if (review.shopper_id === shopperId) throw new Problem('own-thing');
      await refuseGone(trx, mall.id, shopperId);
      const { votersYes, moved } = await castVote(trx, counting, review, cast, { weighing });
      if (moved)
        await outbox.append(trx, {
          mallId: mall.id,
          kind: 'vote.changed',
          topic: `product:${review.product}`,
          ids: { review: reviewId },
        });
      return { review: reviewId, helpful: votersYes, mine: helpful };
    });
  }

  return router<WhoVariables>()
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
          await vote(c.get('mall'), c.req.valid('param').id, {
            shopperId: shopperOf(c).shopperId,
            helpful: c.req.valid('json').helpful,
            source: sourceOf(c.get('mall').id, c.get('addressKey')),
          }),
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
      async (c) => {
        const cast = { shopperId: shopperOf(c).shopperId, helpful: null, source: '' };
        return c.json(await vote(c.get('mall'), c.req.valid('param').id, cast), 200);
      },
    );
}
