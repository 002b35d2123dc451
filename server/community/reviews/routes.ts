import { createRoute } from '@hono/zod-openapi';
import { refuse } from '../../base/http/pace.ts';
import { Problem } from '../../base/http/problem.ts';
import { JsonBytes } from '../../base/http/ready.ts';
import { json, MallParam, pathId, problems, router } from '../../base/http/route.ts';
import type { Services } from '../../base/services.ts';
import { type Mall, publicMall } from '../../mall/malls/rules.ts';
import { boughtOptions, hasBought } from '../../mall/orders/bought.ts';
import { findProduct, publicProduct } from '../../mall/products/store.ts';
import { answerPublic } from '../../mall/shoppers/answer.ts';
import {
  paced,
  require,
  requireShopper,
  shopperOf,
  type WhoVariables,
} from '../../mall/shoppers/middleware.ts';
import { may, READ_PACE } from '../../mall/shoppers/rules.ts';
import {
  Board,
  MyBoard,
  Ratings,
  RatingsQuery,
  Review,
  ReviewHistory,
  ReviewPage,
  ReviewQuery,
} from './contract.ts';
import { type KeptReviews, listedReviews } from './kept.ts';
import { isFirstShown } from './later.ts';
import { ageOf, type ListQuery, listReviews } from './lists.ts';
import { myOn } from './mine.ts';
import { statedOptions } from './options.ts';
import { findReview, historyOf } from './store.ts';
import { photoStrip, ratingsOf, summaryOf, toReviews, type Viewing } from './views.ts';
import { wantedBy } from './words-query.ts';

const FIRST_PAGE = 10;
/** Searches from one address: each may look through many texts, and few people type this fast. */
const SEARCH_PACE = { name: 'search', points: 240, seconds: 60 };
const STRIP = 12;
export const ReviewParam = MallParam.extend({ id: pathId('id', 'Id of the review.') });

/** Public reads of reviews. Without a token they are answered from kept bytes. */
export function reviewRoutes(services: Services, kept: KeptReviews) {
  const { database } = services;
  const viewing = (mall: Mall): Viewing => ({ mall, publicUrl: services.publicUrl });

  async function reviewPage(mall: Mall, query: ListQuery, now: number): Promise<JsonBytes> {
    const version = services.ready.versionOf(mall.id);
    const { rows, next } = await listReviews(database.db, mall.id, query, now);
    const items = await listedReviews(database.db, kept, { ...viewing(mall), version }, rows, query.wanted);
    return JsonBytes.with({ next }, 'items', items);
  }

  /** A page of a product's reviews depends on what happens there, and on the hour. */
  function answerOfProduct(
    c: Parameters<typeof answerPublic>[0],
    { product, wanted }: Pick<ListQuery, 'product' | 'wanted'>,
    make: (now: number) => Promise<JsonBytes>,
  ) {
    const later = (now: number) => ({ variant: ageOf(now), make: () => make(now) });
    const { variant, make: makeNow } = later(services.now());
    // A search has a pace of its own, which is not the door's to look after.
    const again = wanted === undefined ? { later } : {};
    return answerPublic(c, services, makeNow, { topic: `product:${product}`, variant, ...again });
  }

  const readable = [require(services, 'read'), paced(services, READ_PACE)];

  return router<WhoVariables>()
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/board',
        operationId: 'getBoard',
        tags: ['reviews'],
        summary: "Everything a product's review board needs for its first paint",
        middleware: readable,
        request: { params: MallParam, query: ReviewQuery.pick({ product: true, sort: true, limit: true }) },
        responses: { 200: json(Board, 'The board'), ...problems('sign-in-required', 'guest-not-allowed') },
      }),
      (c) => {
        const mall = c.get('mall');
        const { product, sort = 'helpful', limit = FIRST_PAGE } = c.req.valid('query');
        const query = { product, sort, facets: [], limit };
        const make = async (now: number) => {
          // Read first: what happens meanwhile is then told again by the stream, never missed.
          const position = await services.hub.head(mall.id);
          const row = await findProduct(database.db, mall.id, product);
          const summary = await summaryOf(database.db, mall.id, product, statedOptions(row));
          const rest = {
            mall: publicMall(mall),
            product: row ? publicProduct(row, mall) : null,
            summary,
            photos: summary.withPhoto > 0 ? await photoStrip(database.db, viewing(mall), product, STRIP) : [],
            position,
          };
          return JsonBytes.with(rest, 'reviews', await reviewPage(mall, query, now));
        };
        return answerOfProduct(c, query, make);
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/reviews',
        operationId: 'listReviews',
        tags: ['reviews'],
        summary: 'Reviews of a product, in an order and with filters',
        middleware: readable,
        request: { params: MallParam, query: ReviewQuery },
        responses: {
          200: json(ReviewPage, 'One page'),
          ...problems('bad-cursor', 'sign-in-required', 'guest-not-allowed'),
        },
      }),
      (c) => {
        const mall = c.get('mall');
        const { sort = 'helpful', limit = FIRST_PAGE, option, attribute, q, ...rest } = c.req.valid('query');
        const facets = [
          ...(option ? [`option:${option}`] : []),
          ...(attribute ? [`attribute:${attribute}`] : []),
        ];
        if (q !== undefined) {
          const taken = services.pace.takeAtOnce([[SEARCH_PACE, `${mall.id}:${c.get('addressKey')}`]]);
          if (taken.left < 0) refuse(c, taken);
        }
        const search = q === undefined ? {} : { wanted: wantedBy(q) };
        const query = { sort, limit, facets, ...search, ...rest };
        return answerOfProduct(c, query, (now) => reviewPage(mall, query, now));
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/reviews/{id}',
        operationId: 'getReview',
        tags: ['reviews'],
        summary: 'One review',
        middleware: readable,
        request: { params: ReviewParam },
        responses: { 200: json(Review, 'The review'), ...problems('sign-in-required', 'guest-not-allowed') },
      }),
      (c) =>
        answerPublic(c, services, async () => {
          const mall = c.get('mall');
          const row = await findReview(database.db, mall.id, c.req.valid('param').id);
          if (row?.state !== 'shown' || !(await isFirstShown(database.db, row)))
            throw new Problem('not-found');
          return (await toReviews(database.db, viewing(mall), [row]))[0];
        }),
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/reviews/{id}/history',
        operationId: 'getReviewHistory',
        tags: ['reviews'],
        summary: 'Earlier texts of a review, newest first',
        middleware: readable,
        request: { params: ReviewParam },
        responses: {
          200: json(ReviewHistory, 'The history'),
          ...problems('sign-in-required', 'guest-not-allowed'),
        },
      }),
      (c) =>
        answerPublic(c, services, async () => {
          const mall = c.get('mall');
          const row = await findReview(database.db, mall.id, c.req.valid('param').id);
          if (row?.state !== 'shown' || !(await isFirstShown(database.db, row)))
            throw new Problem('not-found');
          return { items: await historyOf(database.db, mall.id, row.review_id) };
        }),
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/ratings',
        operationId: 'listRatings',
        tags: ['reviews'],
        summary: 'Stars and count of up to a hundred products',
        middleware: readable,
        request: { params: MallParam, query: RatingsQuery },
        responses: {
          200: json(Ratings, 'In the order asked'),
          ...problems('sign-in-required', 'guest-not-allowed'),
        },
      }),
      (c) => {
        const { product } = c.req.valid('query');
        return answerPublic(c, services, async () => ({
          items: await ratingsOf(database.db, c.get('mall').id, product),
        }));
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/me/board',
        operationId: 'getMyBoard',
        tags: ['reviews'],
        summary: "What is mine on a product's board",
        security: [{ shopper: [] }],
        middleware: [requireShopper(services, { store: false }), paced(services, READ_PACE)] as const,
        request: { params: MallParam, query: ReviewQuery.pick({ product: true }) },
        responses: {
          200: json(MyBoard, 'Mine'),
          ...problems('sign-in-required', 'token-refused', 'token-expired'),
        },
      }),
      async (c) => {
        const mall = c.get('mall');
        const { product } = c.req.valid('query');
        const { shopperId } = shopperOf(c);
        return c.json(
          {
            ...(await myOn(database.db, viewing(mall), product, shopperId, services.now())),
            bought: await hasBought(database.db, mall.id, shopperId, product),
            options: await boughtOptions(database.db, mall.id, shopperId, product),
            mayWrite: may(c.get('who'), 'write', mall.settings) === 'yes',
          },
          200,
        );
      },
    );
}
