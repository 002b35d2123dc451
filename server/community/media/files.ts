import { createRoute, z } from '@hono/zod-openapi';
import { Problem } from '../../base/http/problem.ts';
import { MallParam, problems, router } from '../../base/http/route.ts';
import type { Services } from '../../base/services.ts';
import type { Malls } from '../../mall/malls/store.ts';
import { FILE_NAME } from './rules.ts';
import { findByFile } from './store.ts';

const FileParam = MallParam.extend({
  file: z
    .string()
    .max(200)
    .openapi({
      param: { name: 'file', in: 'path' },
      description: 'Name of the file, as in `small` and `large` of a photo.',
      example: '0a1b2c3d4e5f6g7h8i9jkalmn.webp',
    }),
});

/**
 * `/files/:mall/:file`: the bytes of photos, for `<img>` on any page. The row is asked each time, so that what is hidden
 * or erased is not found from then on.
 */
export function fileRoutes(services: Services, malls: Malls) {
  return router().openapi(
    createRoute({
      method: 'get',
      path: '/{mall}/{file}',
      operationId: 'getFile',
      tags: ['photos'],
      summary: 'A photo',
      request: { params: FileParam },
      responses: {
        200: {
          description: 'The picture',
          content: { 'image/webp': { schema: z.string().openapi({ format: 'binary' }) } },
        },
        304: { description: 'The one you have' },
        ...problems(),
      },
    }),
    async (c) => {
      const { mall: mallId, file } = c.req.valid('param');
      const mall = FILE_NAME.test(file) ? await malls.find(mallId) : undefined;
      const row = mall && (await findByFile(services.database.db, mallId, file));
      if (!mall || !row || row.hidden === 1) throw new Problem('not-found');
      const etag = `"${file}"`;
      const known = c.req.header('if-none-match') === etag;
      const bytes = known ? undefined : await services.files.get(file);
      if (!known && !bytes) throw new Problem('not-found');
      // Where only members read, no cache but the reader's own may keep anything.
      c.header('Cache-Control', mall.settings.read === 'everyone' ? 'public, max-age=86400' : 'no-store');
      c.header('ETag', etag);
      c.header('X-Content-Type-Options', 'nosniff');
      c.header('Content-Security-Policy', "sandbox; default-src 'none'");
      c.header('Cross-Origin-Resource-Policy', 'cross-origin');
      c.header('Access-Control-Allow-Origin', '*');
      if (!bytes) return c.body(null, 304);
      c.header('Content-Type', 'image/webp');
      c.header('Content-Length', String(bytes.length));
      c.header('Content-Disposition', 'inline');
      return c.body(new Uint8Array(bytes), 200);
    },
  );
}
