import type { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { HOUR } from '../../base/clock.ts';
import type { Reader, Trx } from '../../base/db/database.ts';
import { once } from '../../base/http/idempotency.ts';
import { Problem } from '../../base/http/problem.ts';
import type { BaseVariables } from '../../base/http/route.ts';
import { newId } from '../../base/ids.ts';
import { sha256 } from '../../base/secrets.ts';
import type { Services } from '../../base/services.ts';
import type { WhoVariables } from '../../mall/shoppers/middleware.ts';
import { refuseGone } from '../../mall/shoppers/store.ts';
import { animate } from './animations.ts';
import { rewriteClip } from './clips.ts';
import type { FinishUpload } from './contract.ts';
import { removeFiles } from './remove.ts';
import { countOf, findOwn, insertPhoto } from './store.ts';
import type { PhotoRow, UploadRow } from './table.ts';
import { closeUpload, findUpload, readWhole, refuseUnfinished } from './uploads.ts';

type Asked = Context<{ Variables: BaseVariables & WhoVariables }>;
type Body = z.infer<typeof FinishUpload>;

/** What was made of an upload: columns of its row, and the names of its files. */
interface Made {
  motion: Pick<
    PhotoRow,
    'motion' | 'motion_file' | 'motion_bytes' | 'duration_ms' | 'sound' | 'source_digest'
  >;
  /** An animation's own; a clip has a photo for it. */
  still: Pick<PhotoRow, 'width' | 'height' | 'small_file' | 'large_file' | 'bytes'> | undefined;
  files: string[];
}

/** Makes of an upload what stories can show. */
export function finisher(services: Services) {
  const { database, files, outbox, now } = services;
  /** Uploads that are being made something of, in this process. */
  const underWay = new Set<string>();

  /**
   * @returns the id of the photo, animation or clip that came of it
   * @throws Problem clip-refused, after which the upload is gone; bad-input for a poster that is no waiting photo of
   * theirs; offset-wrong when parts are missing; in-flight; quota-full
   */
  return async function finish(c: Asked, shopperId: string, uploadId: string, body: Body): Promise<string> {
    const { id: mallId } = c.get('mall');
    const busy = `${mallId} ${shopperId} ${uploadId}`;
    // Before anything is looked at: what is being finished is there now and gone the next moment.
    if (underWay.has(busy)) throw new Problem('in-flight', { retryAfter: 2 });
    underWay.add(busy);
    try {
      return await finishNow(c, shopperId, uploadId, body);
    } finally {
      underWay.delete(busy);
    }
  };

  async function finishNow(c: Asked, shopperId: string, uploadId: string, body: Body): Promise<string> {
    const { id: mallId, settings } = c.get('mall');
    // A repeat finds no upload any more; its key knows what came of it.
    const row = await findUpload(database.db, mallId, shopperId, uploadId, now()).catch((error) => {
      if (error instanceof Problem) return undefined;
      throw error;
    });
    const made = row && (await makeOnce(row, body));
    try {
      const { result } = await once(c, database, {
        mallId,
        actor: shopperId,
        body: { upload: uploadId, ...body },
        now: now(),
        run: async (trx) => {
          await refuseGone(trx, mallId, shopperId);
          if (!row || !made) throw new Problem('not-found');
          // Finished or given up between the look above and now: the next try finds out.
          if (!(await closeUpload(services, trx, mallId, uploadId)))
            throw new Problem('in-flight', { retryAfter: 1 });
          const photo = made.still
            ? await insertAnimation(trx, row, body, made, settings.limits.photosPerShopper)
            : await becomeClip(trx, row, body, made);
          await outbox.append(trx, {
            mallId,
            kind: 'photo.sent',
            topic: `shopper:${shopperId}`,
            ids: { photo, shopper: shopperId },
          });
          return { photo };
        },
      });
      const kept = await findOwn(database.db, mallId, shopperId, result.photo);
      if (made && kept?.motion_file !== made.motion.motion_file) await discard(made);
      return result.photo;
    } catch (error) {
      // Anything else may have been committed after all: then the job that was left decides.
      if (made && error instanceof Problem) await discard(made);
      throw error;
    }
  }

  async function makeOnce(row: UploadRow, body: Body): Promise<Made> {
    refuseUnfinished(row);
    if (row.kind === 'clip') await posterOf(database.db, row, body);
    else if (body.poster !== null) throw badPoster('an animation makes its own');
    try {
      return await (row.kind === 'clip' ? makeClip(row) : makeAnimation(row));
    } catch (error) {
      if (error instanceof Problem && error.code === 'clip-refused')
        await database.write((trx) => closeUpload(services, trx, row.mall_id, row.upload_id));
      throw error;
    }
  }

  async function makeClip(row: UploadRow): Promise<Made> {
    let digest = '';
    const clip = await rewriteClip(async () => {
      const whole = await readWhole(files, row);
      digest = sourceDigest(row, whole);
      return whole;
    });
    const name = `${newId()}.${clip.type}`;
    await write(row.mall_id, { [name]: clip.bytes });
    return {
      motion: {
        motion: 'clip',
        motion_file: name,
        motion_bytes: clip.bytes.length,
        duration_ms: clip.durationMs,
        sound: clip.sound ? 1 : 0,
        source_digest: digest,
      },
      still: undefined,
      files: [name],
    };
  }

  async function makeAnimation(row: UploadRow): Promise<Made> {
    let digest = '';
    const made = await animate(async () => {
      const whole = Buffer.from((await readWhole(files, row)).buffer);
      digest = sourceDigest(row, whole);
      return whole;
    });
    const names = [`${newId()}.webp`, `${newId()}.webp`, `${newId()}.webp`] as const;
    const [motionFile, small, large] = names;
    await write(row.mall_id, { [motionFile]: made.motion, [small]: made.small, [large]: made.large });
    return {
      motion: {
        motion: 'animation',
        motion_file: motionFile,
        motion_bytes: made.motion.length,
        duration_ms: made.durationMs,
        sound: 0,
        source_digest: digest,
      },
      still: {
        width: made.width,
        height: made.height,
        small_file: small,
        large_file: large,
        bytes: made.small.length + made.large.length,
      },
      files: [...names],
    };
  }

  /** Whatever happens from here on, a file without a row goes within hours. */
  async function write(mallId: string, all: Readonly<Record<string, Uint8Array>>): Promise<void> {
    await database.write((trx) => removeFiles(services, trx, mallId, Object.keys(all), now() + HOUR));
    for (const [name, bytes] of Object.entries(all)) await files.put(name, bytes);
  }

  async function discard(made: Made): Promise<void> {
    await Promise.all(made.files.map((name) => files.remove(name)));
  }

  async function insertAnimation(
    trx: Trx,
    row: UploadRow,
    body: Body,
    { motion, still }: Made,
    most: number,
  ): Promise<string> {
    if ((await countOf(trx, row.mall_id, row.shopper_id)) >= most) throw new Problem('quota-full');
    const photoId = newId();
    await insertPhoto(trx, {
      mall_id: row.mall_id,
      photo_id: photoId,
      shopper_id: row.shopper_id,
      alt: body.alt,
      created_at: now(),
      ...motion,
      ...still!,
    });
    return photoId;
  }

  /** The photo that waits becomes the still of the clip. */
  async function becomeClip(trx: Trx, row: UploadRow, body: Body, { motion }: Made): Promise<string> {
    const poster = await posterOf(trx, row, body);
    await trx
      .updateTable('photos')
      // It begins its wait anew, as what was just sent.
      .set({ ...motion, created_at: now(), ...(body.alt !== '' && { alt: body.alt }) })
      .where('mall_id', '=', row.mall_id)
      .where('photo_id', '=', poster.photo_id)
      .execute();
    return poster.photo_id;
  }
}

const badPoster = (message: string) => new Problem('bad-input', { fields: [{ path: 'poster', message }] });

/** @throws Problem bad-input unless it is a photo of theirs that waits and does not move */
async function posterOf(db: Reader, row: UploadRow, body: Body): Promise<PhotoRow> {
  const photo =
    body.poster === null ? undefined : await findOwn(db, row.mall_id, row.shopper_id, body.poster);
  if (!photo || photo.owner_id !== null || photo.hidden === 1 || photo.motion !== null)
    throw badPoster('no photo of yours that waits');
  return photo;
}

/** Apart from those of photos: the same bytes sent as a photo are another matter. */
const sourceDigest = (row: UploadRow, bytes: Uint8Array): string => sha256(`${row.kind} ${sha256(bytes)}`);
