import { createRoute, z } from '@hono/zod-openapi';
import { ProductKey } from '../../base/http/contract.ts';
import { answerReady } from '../../base/http/ready.ts';
import { json, jsonBody, MallParam, noStore, problems, router } from '../../base/http/route.ts';
import type { Services } from '../../base/services.ts';
import { paced, require, requireKey, type WhoVariables } from '../shoppers/middleware.ts';
import { READ_PACE } from '../shoppers/rules.ts';
import { ProductBatch, ProductBatchResult, PublicProduct } from './contract.ts';
import { findProducts, publicProduct, stateProducts } from './store.ts';

const bulk = { name: 'products', points: 60, seconds: 60 };

const ProductQuery = z.object({
  product: z
    .union([ProductKey, z.array(ProductKey).max(100)])
    .transform((one) => (Array.isArray(one) ? one : [one]))
    .openapi({
      param: { description: 'One key or up to a hundred: `?product=1&product=2`.' },
      example: '1234',
    }),
});
const PublicProducts = z
  .object({ items: z.array(PublicProduct).openapi({ description: 'In the order asked for.' }) })
  .openapi('PublicProducts', { description: 'What pages may know of some products.' });

/** What the mall states of its products, and what pages may know of them. */
export function productRoutes(services: Services) {
  const { database, outbox } = services;
  return router<WhoVariables>()
    .openapi(
      createRoute({
        method: 'put',
        path: '/{mall}/products',
        operationId: 'stateProducts',
        tags: ['products'],
        summary: 'State products, up to a thousand at once (key: products)',
        description:
          'Each statement is the whole product. One that is no longer sold is stated with availability `gone`.',
        security: [{ key: [] }],
        middleware: [requireKey('products'), paced(services, bulk)] as const,
        request: { params: MallParam, body: jsonBody(ProductBatch) },
        responses: {
          200: json(ProductBatchResult, 'How many products were stated'),
          ...problems('key-refused', 'key-scope', 'key-in-browser', 'bad-json', 'wrong-type', 'too-large'),
        },
      }),
      async (c) => {
        const { products } = c.req.valid('json');
        const { stated } = await database.write((trx) =>
          stateProducts(trx, outbox, c.get('mall').id, products, services.now()),
        );
        return c.json({ stated }, 200);
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/products',
        operationId: 'listProducts',
        tags: ['products'],
        summary: 'What pages may know of up to a hundred products; unknown ones are absent',
        middleware: [require(services, 'read'), paced(services, READ_PACE)] as const,
        request: { params: MallParam, query: ProductQuery },
        responses: {
          200: json(PublicProducts, 'The products that are known, in the order asked for'),
          ...problems('sign-in-required', 'guest-not-allowed'),
        },
      }),
      async (c) => {
        const mall = c.get('mall');
        const asked = [...new Set(c.req.valid('query').product)];
        async function list() {
          const rows = await findProducts(database.db, mall.id, asked);
          const known = asked.flatMap((product) => rows.get(product) ?? []);
          return { items: known.map((row) => publicProduct(row, mall)) };
        }
        if (mall.settings.read === 'everyone')
          // The bytes are those of `list`, kept ready.
          return (await answerReady(c, services.ready, { mallId: mall.id }, list)) as never;
        noStore(c);
        return c.json(await list(), 200);
      },
    );
}
