import { createRoute } from '@hono/zod-openapi';
import { MINUTE, SECOND } from '../../base/clock.ts';
import { json, MallParam, problems, router } from '../../base/http/route.ts';
import type { Services } from '../../base/services.ts';
import type { Subjects } from '../../community/comments/subject.ts';
import { paced, requireShopper, shopperOf, type WhoVariables } from '../../mall/shoppers/middleware.ts';
import { EraseQuery, MyExport } from './contract.ts';
import { scrubJob } from './scrub.ts';
import { eraseShopper, exportOf } from './store.ts';

const seconds = (10 * MINUTE) / SECOND;

/** What a shopper may do with all that is theirs. */
export function privacyRoutes(services: Services, subjects: Subjects) {
  const { database, publicUrl } = services;
  scrubJob(services);

  return router<WhoVariables>()
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/me/export',
        operationId: 'exportMe',
        tags: ['shoppers'],
        summary: 'Everything that is mine at this mall',
        security: [{ shopper: [] }],
        middleware: [
          requireShopper(services, { store: false }),
          paced(services, { name: 'export', points: 10, seconds }),
        ] as const,
        request: { params: MallParam },
        responses: {
          200: json(MyExport, 'My data'),
          ...problems('sign-in-required', 'token-refused', 'token-expired'),
        },
      }),
      async (c) => {
        const { id: mallId } = c.get('mall');
        const { shopperId } = shopperOf(c);
        c.header('Content-Disposition', `attachment; filename="${mallId}-my-data.json"`);
        return c.json(await exportOf(database.db, mallId, shopperId, publicUrl, services.now()), 200);
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/{mall}/me',
        operationId: 'eraseMe',
        tags: ['shoppers'],
        summary: 'Erase me, or (keep=text) keep my texts without my name',
        security: [{ shopper: [] }],
        middleware: [
          requireShopper(services, { store: false }),
          paced(services, { name: 'erase', points: 5, seconds }),
        ] as const,
        request: { params: MallParam, query: EraseQuery },
        responses: {
          204: { description: 'Erased' },
          ...problems('sign-in-required', 'token-refused', 'token-expired'),
        },
      }),
      async (c) => {
        const { id: mallId } = c.get('mall');
        const { shopperId } = shopperOf(c);
        const keepText = c.req.valid('query').keep === 'text';
        await database.write((trx) => eraseShopper(trx, services, subjects, mallId, shopperId, keepText));
        return c.body(null, 204);
      },
    );
}
