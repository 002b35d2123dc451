import { createRoute, z } from '@hono/zod-openapi';
import { JSON_BODY_LIMIT, limitBody } from '../../base/http/body.ts';
import { once } from '../../base/http/idempotency.ts';
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
import { paced, require, shopperOf, type WhoVariables } from '../../mall/shoppers/middleware.ts';
import { refuseGone } from '../../mall/shoppers/store.ts';
import { readBody, refuseLong } from './body.ts';
import { FinishUpload, Media, PartQuery, PostUpload, Upload } from './contract.ts';
import { finisher } from './finish.ts';
import { toMedia } from './motion.ts';
import { PART_BYTES } from './motion-rules.ts';
import { findOwn } from './store.ts';
import { closeUpload, findUpload, openUpload, takePart, toUpload } from './uploads.ts';

const UploadParam = MallParam.extend({ upload: pathId('upload', 'Id of the upload.') });

/** Uploads that one member begins, finishes and gives up. */
const UPLOAD_PACE = { name: 'motion', points: 60, seconds: 600 };
/** Their parts, and looks at how far one is: three of the largest clips. */
const PART_PACE = { name: 'parts', points: 400, seconds: 600 };
/** Parts that one address sends at the same time. */
const PARTS_AT_ONCE = { name: 'part-bodies', points: 10, seconds: 2 };

const REFUSALS = ['sign-in-required', 'guest-not-allowed', 'token-refused', 'token-expired'] as const;

/** Animations and clips, sent in parts: a connection that is lost loses one of them. */
export function uploadRoutes(services: Services) {
  const { database, pace, now, publicUrl } = services;
  const finish = finisher(services);
  const may = require(services, 'write');

  /** What moves is a member's: a guest has no blog. */
  function memberOf(c: Parameters<typeof shopperOf>[0]): string {
    const { shopperId, kind } = shopperOf(c);
    if (kind === 'guest') throw new Problem('guest-not-allowed');
    return shopperId;
  }

  return router<WhoVariables>()
    .openapi(
      createRoute({
        method: 'post',
        path: '/{mall}/uploads',
        operationId: 'beginUpload',
        tags: ['photos'],
        summary: 'Begin to send an animation or a clip',
        description: 'At most 12 MB of a GIF, 64 MB and a minute of an mp4 or webm; three at a time.',
        security: [{ shopper: [] }],
        middleware: [may, paced(services, UPLOAD_PACE)] as const,
        request: { params: MallParam, headers: IdempotencyHeader, body: jsonBody(PostUpload) },
        responses: {
          201: json(Upload, 'The upload; send its parts'),
          ...problems(...REFUSALS, 'too-large', 'quota-full', 'key-reused', 'in-flight', 'gone'),
        },
      }),
      async (c) => {
        const { id: mallId, settings } = c.get('mall');
        const shopperId = memberOf(c);
        const body = c.req.valid('json');
        noStore(c);
        const { result } = await once(c, database, {
          mallId,
          actor: shopperId,
          body,
          now: now(),
          run: async (trx) => {
            await refuseGone(trx, mallId, shopperId);
            const most = settings.limits.storyMegabytes;
            return { upload: await openUpload(trx, mallId, shopperId, body, most, now()) };
          },
        });
        const row = await findUpload(database.db, mallId, shopperId, result.upload, now()).catch((error) => {
          throw error instanceof Problem ? new Problem('gone') : error;
        });
        return c.json(toUpload(row), 201);
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/uploads/{upload}',
        operationId: 'getUpload',
        tags: ['photos'],
        summary: 'How far my upload is',
        security: [{ shopper: [] }],
        middleware: [may, paced(services, PART_PACE)] as const,
        request: { params: UploadParam },
        responses: { 200: json(Upload, 'The upload'), ...problems(...REFUSALS) },
      }),
      async (c) => {
        const shopperId = memberOf(c);
        const { upload } = c.req.valid('param');
        noStore(c);
        return c.json(
          toUpload(await findUpload(database.db, c.get('mall').id, shopperId, upload, now())),
          200,
        );
      },
    )
    .openapi(
      createRoute({
        method: 'patch',
        path: '/{mall}/uploads/{upload}',
        operationId: 'sendPart',
        tags: ['photos'],
        summary: 'Send the next part of my upload',
        description:
          'The body is the bytes as they are, at most `partBytes`. After a lost answer send the same part again, or ask how far it is.',
        security: [{ shopper: [] }],
        middleware: [may, paced(services, PART_PACE)] as const,
        request: {
          params: UploadParam,
          query: PartQuery,
          body: {
            required: true,
            content: {
              'application/octet-stream': { schema: z.string().openapi({ format: 'binary' }) },
            },
          },
        },
        responses: {
          200: json(Upload, 'How far it is now'),
          ...problems(...REFUSALS, 'offset-wrong', 'too-large', 'storage-full'),
        },
      }),
      async (c) => {
        const { id: mallId } = c.get('mall');
        const shopperId = memberOf(c);
        const { upload } = c.req.valid('param');
        const { offset } = c.req.valid('query');
        noStore(c);
        await refuseLong(c, PART_BYTES);
        // Before anything is read: a stranger's bytes are not taken in.
        await findUpload(database.db, mallId, shopperId, upload, now());
        const leave = pace.hold(PARTS_AT_ONCE, `${mallId}:${c.get('addressKey')}`);
        try {
          const bytes = await readBody(c, PART_BYTES);
          return c.json(toUpload(await takePart(services, mallId, shopperId, upload, offset, bytes)), 200);
        } finally {
          leave();
        }
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/{mall}/uploads/{upload}/finish',
        operationId: 'finishUpload',
        tags: ['photos'],
        summary: 'Make of my upload what stories can show',
        description:
          'Judged by its content; kept is only its pictures and its sound. What is refused is forgotten, with its parts.',
        security: [{ shopper: [] }],
        middleware: [may, paced(services, UPLOAD_PACE)] as const,
        request: { params: UploadParam, headers: IdempotencyHeader, body: jsonBody(FinishUpload) },
        responses: {
          201: json(Media, 'It waits for its story for a day'),
          ...problems(
            ...REFUSALS,
            'offset-wrong',
            'clip-refused',
            'quota-full',
            'key-reused',
            'in-flight',
            'gone',
            'storage-full',
          ),
        },
      }),
      async (c) => {
        const shopperId = memberOf(c);
        const { upload } = c.req.valid('param');
        const { id: mallId } = c.get('mall');
        noStore(c);
        const photo = await finish(c, shopperId, upload, c.req.valid('json'));
        const row = await findOwn(database.db, mallId, shopperId, photo);
        if (!row) throw new Problem('gone');
        return c.json(toMedia(row, publicUrl), 201);
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/{mall}/uploads/{upload}',
        operationId: 'dropUpload',
        tags: ['photos'],
        summary: 'Give up my upload',
        security: [{ shopper: [] }],
        middleware: [may, paced(services, UPLOAD_PACE), limitBody(JSON_BODY_LIMIT)] as const,
        request: { params: UploadParam },
        responses: { 204: { description: 'Forgotten' }, ...problems(...REFUSALS) },
      }),
      async (c) => {
        const { id: mallId } = c.get('mall');
        const shopperId = memberOf(c);
        const { upload } = c.req.valid('param');
        await database.write(async (trx) => {
          await findUpload(trx, mallId, shopperId, upload, now());
          await closeUpload(services, trx, mallId, upload);
        });
        return c.body(null, 204);
      },
    );
}
