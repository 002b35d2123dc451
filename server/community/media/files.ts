import { createRoute, z } from '@hono/zod-openapi';
import { Problem } from '../../base/http/problem.ts';
import { MallParam, problems, router } from '../../base/http/route.ts';
import type { Services } from '../../base/services.ts';
import type { Malls } from '../../mall/malls/store.ts';
import { rangeOf } from './ranges.ts';
import { FILE_NAME, typeOfFile } from './rules.ts';
import { findByFile } from './store.ts';

const FileParam = MallParam.extend({
  file: z
    .string()
    .max(200)
    .openapi({
      param: { name: 'file', in: 'path' },
      description: 'Name of the file, as in `small` and `large` of a photo, or `url` of what moves.',
      example: '0a1b2c3d4e5f6g7h8i9jkalmn.webp',
    }),
});

/** What a file that is given out piece by piece is read in. */
const PIECE_BYTES = 512 * 1024;

const binary = { schema: z.string().openapi({ format: 'binary' }) };

/**
 * `/files/:mall/:file`: the bytes of photos and of what moves, for `<img>` and `<video>` on any page. The row is asked
 * each time, so that what is hidden or erased is not found from then on.
 */
export function fileRoutes(services: Services, malls: Malls) {
  const { files } = services;

  /** The file from its beginning, one piece in memory at a time. */
  function streamed(file: string, first: Uint8Array, size: number): ReadableStream<Uint8Array> {
    let at = 0;
    return new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          const piece = at === 0 ? first : await files.get(file, { from: at, length: PIECE_BYTES });
          // Removed meanwhile: broken off, rather than ended as if it were whole.
          if (!piece?.length) return controller.error(new Error('the file is gone'));
          controller.enqueue(piece);
          at += piece.length;
          if (at >= size) controller.close();
        },
      },
      { highWaterMark: 0 },
    );
  }

  return router().openapi(
    createRoute({
      method: 'get',
      path: '/{mall}/{file}',
      operationId: 'getFile',
      tags: ['photos'],
      summary: 'A photo, an animation or a clip',
      description: 'One range may be asked for (Range: bytes); an answer to one has at most 2 MiB.',
      request: { params: FileParam },
      responses: {
        200: {
          description: 'The file',
          content: { 'image/webp': binary, 'video/mp4': binary, 'video/webm': binary },
        },
        206: {
          description: 'What was asked for of it, or the beginning of that',
          content: { 'image/webp': binary, 'video/mp4': binary, 'video/webm': binary },
        },
        304: { description: 'The one you have' },
        416: { description: 'Nothing of the file lies there' },
        ...problems(),
      },
    }),
    async (c) => {
      const { mall: mallId, file } = c.req.valid('param');
      const mall = FILE_NAME.test(file) ? await malls.find(mallId) : undefined;
      const row = mall && (await findByFile(services.database.db, mallId, file));
      if (!mall || !row || row.hidden === 1) throw new Problem('not-found');
      const etag = `"${file}"`;
      // Where only members read, no cache but the reader's own may keep anything.
      const seal = () => {
        c.header('Cache-Control', mall.settings.read === 'everyone' ? 'public, max-age=86400' : 'no-store');
        c.header('ETag', etag);
        c.header('Accept-Ranges', 'bytes');
        c.header('X-Content-Type-Options', 'nosniff');
        c.header('Content-Security-Policy', "sandbox; default-src 'none'");
        c.header('Cross-Origin-Resource-Policy', 'cross-origin');
        c.header('Access-Control-Allow-Origin', '*');
        c.header('Access-Control-Expose-Headers', 'accept-ranges, content-length, content-range, etag');
      };
      if (isKnown(c.req.header('if-none-match'), etag)) {
        seal();
        return c.body(null, 304);
      }
      // A photo is read whole, what moves in pieces: its row says how long it is.
      const whole = row.motion_bytes === null ? await files.get(file) : undefined;
      const size = row.motion_bytes ?? whole?.length ?? 0;
      const condition = c.req.header('if-range');
      // A part of another file than the one they have would fit nothing.
      const asked =
        condition === undefined || condition === etag ? rangeOf(c.req.header('range'), size) : undefined;
      if (asked === 'none' && (whole || (await files.size(file)) !== undefined)) {
        seal();
        c.header('Content-Range', `bytes */${size}`);
        return c.body(null, 416);
      }
      const part = asked === 'none' ? undefined : asked;
      const { from, length } = part ?? { from: 0, length: Math.min(size, PIECE_BYTES) };
      const bytes = whole
        ? whole.subarray(from, from + (part ? length : size))
        : await files.get(file, { from, length });
      if (!bytes) throw new Problem('not-found');
      seal();
      c.header('Content-Type', typeOfFile(file));
      c.header('Content-Disposition', 'inline');
      if (part) {
        c.header('Content-Range', `bytes ${from}-${from + bytes.length - 1}/${size}`);
        c.header('Content-Length', String(bytes.length));
        return c.body(new Uint8Array(bytes), 206);
      }
      c.header('Content-Length', String(size));
      return c.body(bytes.length === size ? new Uint8Array(bytes) : streamed(file, bytes, size), 200);
    },
  );
}

const isKnown = (header: string | undefined, etag: string): boolean =>
  (header ?? '').split(',').some((one) => one.trim().replace(/^W\//, '') === etag);
