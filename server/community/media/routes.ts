import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { HOUR } from '../../base/clock.ts';
import type { Trx } from '../../base/db/database.ts';
import { JSON_BODY_LIMIT, jsonOnly, limitBody } from '../../base/http/body.ts';
import { once } from '../../base/http/idempotency.ts';
import { Problem } from '../../base/http/problem.ts';
import {
  type BaseVariables,
  IdempotencyHeader,
  json,
  jsonBody,
  MallParam,
  noStore,
  pathId,
  problems,
  router,
} from '../../base/http/route.ts';
import { newId } from '../../base/ids.ts';
import { sha256 } from '../../base/secrets.ts';
import type { Services } from '../../base/services.ts';
import {
  paced,
  require,
  requireShopper,
  shopperOf,
  type WhoVariables,
} from '../../mall/shoppers/middleware.ts';
import { refuseGone } from '../../mall/shoppers/store.ts';
import { readBody, refuseLong } from './body.ts';
import { PatchPhoto, Photo, PhotoQuery } from './contract.ts';
import { develop, takePlace } from './images.ts';
import { CHANGE_PACE, PHOTO_BODY_LIMIT, UPLOAD_PACE, UPLOADS_AT_ONCE } from './rules.ts';
import * as store from './store.ts';
import { removeFiles } from './sweep.ts';

const PhotoParam = MallParam.extend({ photo: pathId('photo', 'Id of the photo.') });

const picture = { schema: z.string().openapi({ format: 'binary' }) };

/** What photos need to know of the things they hang on. */
export interface PhotoOwner {
  /** How it appears changed. @returns where that is told; undefined when it is not there */
  changed(trx: Trx, mallId: string, id: string): Promise<string | undefined>;
}

/** Uploads of photos, and what their owner may do with one. The bytes are the body as they are: no form, no base64. */
export function mediaRoutes(services: Services, owners: Readonly<Record<string, PhotoOwner>>) {
  const { database, outbox, files, publicUrl } = services;

  const event = (
    mallId: string,
    kind: string,
    row: { photo_id: string; shopper_id: string; owner_kind: string | null; owner_id: string | null },
  ) => ({
    mallId,
    kind,
    topic: row.owner_kind ? `${row.owner_kind}:${row.owner_id}` : `shopper:${row.shopper_id}`,
    ids: { photo: row.photo_id, shopper: row.shopper_id },
  });

  return router<WhoVariables>()
    .openapi(
      createRoute({
        method: 'post',
        path: '/{mall}/photos',
        operationId: 'sendPhoto',
        tags: ['photos'],
        summary: 'Send a photo, to be named by a review within a day',
        description: 'The body is the file itself. Its content decides, whatever Content-Type says.',
        security: [{ shopper: [] }],
        middleware: [require(services, 'write'), paced(services, UPLOAD_PACE)] as const,
        request: {
          params: MallParam,
          query: PhotoQuery,
          headers: IdempotencyHeader,
          body: {
            required: true,
            content: {
              'image/jpeg': picture,
              'image/png': picture,
              'image/webp': picture,
              'image/avif': picture,
            },
          },
        },
        responses: {
          201: json(Photo, 'The photo, re-encoded; it waits for its review'),
          ...problems(
            'sign-in-required',
            'guest-not-allowed',
            'not-allowed',
            'too-large',
            'photo-refused',
            'quota-full',
            'key-reused',
            'in-flight',
            'gone',
            'storage-full',
          ),
        },
      }),
      async (c) => {
        const { id: mallId, settings } = c.get('mall');
        const { shopperId } = shopperOf(c);
        const { alt } = c.req.valid('query');
        noStore(c);
        const { digest, made } = await receive(c, mallId, shopperId);
        const now = services.now();
        const { result } = await once(c, database, {
          mallId,
          actor: shopperId,
          body: { digest, alt: alt ?? null },
          now,
          run: async (trx) => {
            await refuseGone(trx, mallId, shopperId);
            const waiting = await store.findWaiting(trx, mallId, shopperId, digest);
            if (waiting) {
              await store.renewWaiting(trx, mallId, waiting.photo_id, alt, now);
              return { photo: waiting.photo_id };
            }
            // Swept or attached between the look above and now: the next try decodes it.
            if (!made) throw new Problem('busy', { retryAfter: 1 });
            if ((await store.countOf(trx, mallId, shopperId)) >= settings.limits.photosPerShopper)
              throw new Problem('quota-full');
            await store.insertPhoto(trx, {
              mall_id: mallId,
              shopper_id: shopperId,
              alt: alt ?? '',
              source_digest: digest,
              created_at: now,
              ...made,
            });
            await outbox.append(
              trx,
              event(mallId, 'photo.sent', {
                photo_id: made.photo_id,
                shopper_id: shopperId,
                owner_kind: null,
                owner_id: null,
              }),
            );
            return { photo: made.photo_id };
          },
        }).catch(async (error) => {
          // Anything else may have been committed after all: then the job that was left decides.
          if (error instanceof Problem) await discard(made);
          throw error;
        });
        if (result.photo !== made?.photo_id) await discard(made);
        const row = await store.findOwn(database.db, mallId, shopperId, result.photo);
        if (!row) throw new Problem('gone');
        return c.json(toAnswer(row), 201);
      },
    )
    .openapi(
      createRoute({
        method: 'patch',
        path: '/{mall}/photos/{photo}',
        operationId: 'describePhoto',
        tags: ['photos'],
        summary: 'Describe my photo for those who cannot see it',
        security: [{ shopper: [] }],
        middleware: [
          requireShopper(services, { store: false }),
          paced(services, CHANGE_PACE),
          limitBody(JSON_BODY_LIMIT),
          jsonOnly(),
        ] as const,
        request: { params: PhotoParam, body: jsonBody(PatchPhoto) },
        responses: {
          200: json(Photo, 'The photo'),
          ...problems('sign-in-required', 'bad-json', 'too-large', 'wrong-type'),
        },
      }),
      async (c) => {
        const { id: mallId } = c.get('mall');
        const { shopperId } = shopperOf(c);
        const { photo } = c.req.valid('param');
        const { alt } = c.req.valid('json');
        const row = await database.write(async (trx) => {
          const own = await store.findOwn(trx, mallId, shopperId, photo);
          if (!own) throw new Problem('not-found');
          await store.setAlt(trx, mallId, photo, alt);
          const owner = own.owner_kind === null ? undefined : owners[own.owner_kind];
          const topic = await owner?.changed(trx, mallId, own.owner_id ?? '');
          await outbox.append(trx, { ...event(mallId, 'photo.changed', own), ...(topic && { topic }) });
          return { ...own, alt };
        });
        return c.json(toAnswer(row), 200);
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/{mall}/photos/{photo}',
        operationId: 'deletePhoto',
        tags: ['photos'],
        summary: 'Take back my photo while it waits; one that hangs on a review goes by editing that',
        security: [{ shopper: [] }],
        middleware: [requireShopper(services, { store: false }), paced(services, CHANGE_PACE)] as const,
        request: { params: PhotoParam },
        responses: { 204: { description: 'Gone' }, ...problems('sign-in-required', 'changed-meanwhile') },
      }),
      async (c) => {
        const { id: mallId } = c.get('mall');
        const { shopperId } = shopperOf(c);
        const { photo } = c.req.valid('param');
        await database.write(async (trx) => {
          const own = await store.findOwn(trx, mallId, shopperId, photo);
          if (!own) throw new Problem('not-found');
          if (own.owner_id !== null)
            throw new Problem('changed-meanwhile', { detail: 'it hangs on a review: edit that' });
          await removeFiles(
            services,
            trx,
            mallId,
            await store.deletePhotos(trx, mallId, [photo]),
            services.now(),
          );
          await outbox.append(trx, event(mallId, 'photo.deleted', own));
        });
        return c.body(null, 204);
      },
    );

  function toAnswer(row: Parameters<typeof store.toPhoto>[0]): Photo {
    return store.toPhoto(row, publicUrl);
  }

  /** Reads the upload and develops it, in a place of its own among those that are under way. */
  async function receive(
    c: Context<{ Variables: BaseVariables & WhoVariables }>,
    mallId: string,
    shopperId: string,
  ) {
    await refuseLong(c, PHOTO_BODY_LIMIT);
    // One address alone cannot hold all places by sending slowly.
    const leave = services.pace.hold(UPLOADS_AT_ONCE, `${mallId}:${c.get('addressKey')}`);
    try {
      const giveBack = takePlace();
      try {
        const upload = await readBody(c, PHOTO_BODY_LIMIT);
        const digest = sha256(upload);
        // Tried again, it costs no second decoding.
        const known = await store.findWaiting(database.db, mallId, shopperId, digest);
        return { digest, made: known ? undefined : await make(mallId, upload) };
      } finally {
        giveBack();
      }
    } finally {
      leave();
    }
  }

  /** Develops the upload and writes its files. Whatever happens from here on, a file without a row goes within hours. */
  async function make(mallId: string, upload: Buffer) {
    const { width, height, small, large } = await develop(upload);
    const names = { small_file: `${newId()}.webp`, large_file: `${newId()}.webp` };
    await database.write((trx) =>
      removeFiles(services, trx, mallId, Object.values(names), services.now() + HOUR),
    );
    await files.put(names.small_file, small);
    await files.put(names.large_file, large);
    return { photo_id: newId(), width, height, bytes: small.length + large.length, ...names };
  }

  /** Removes what was made for nothing. */
  async function discard(made: { small_file: string; large_file: string } | undefined): Promise<void> {
    if (made) await Promise.all([files.remove(made.small_file), files.remove(made.large_file)]);
  }
}
