import { HOUR } from '../../base/clock.ts';
import type { Reader, Trx } from '../../base/db/database.ts';
import { Problem } from '../../base/http/problem.ts';
import { newId } from '../../base/ids.ts';
import type { Services } from '../../base/services.ts';
import { attach, rowsOf } from './attach.ts';
import type { Media } from './contract.ts';
import { removeFiles } from './remove.ts';
import { typeOfFile } from './rules.ts';
import { type PhotoOwner, shownOf, toPhoto } from './store.ts';
import type { PhotoRow } from './table.ts';

/** A photo, an animation or a clip as others see it, with absolute addresses. */
export function toMedia(row: PhotoRow, publicUrl: string): Media {
  const { motion: kind, motion_file: file } = row;
  return {
    ...toPhoto(row, publicUrl),
    motion:
      kind === null || file === null
        ? null
        : {
            kind,
            url: `${publicUrl}/files/${row.mall_id}/${file}`,
            type: typeOfFile(file),
            durationMs: row.duration_ms ?? 0,
            sound: row.sound === 1,
          },
  };
}

/** The shown photos, animations and clips of some owners, each list in its order; owners without any have no entry. */
export function mediaOf(
  db: Reader,
  mallId: string,
  kind: string,
  ownerIds: readonly string[],
  publicUrl: string,
): Promise<Map<string, Media[]>> {
  return shownOf(db, mallId, kind, ownerIds, (row) => toMedia(row, publicUrl));
}

/**
 * Like `attachPhotos`, for owners that show what moves as well. The paths of its refusals begin with `media`.
 *
 * @throws Problem bad-input when one is not the shopper's own, or hangs elsewhere
 */
export function attachMedia(
  trx: Trx,
  mallId: string,
  shopperId: string,
  owner: PhotoOwner,
  ids: readonly string[],
): Promise<void> {
  return attach(trx, mallId, shopperId, owner, ids, { path: 'media', moving: true });
}

/** The three files of a row; photos have two. */
const FILES = ['small_file', 'large_file', 'motion_file'] as const;

/**
 * Gives all files of an owner new random names, so that those who knew the addresses find nothing any more. The bytes
 * are copied now, before the transaction; what is returned is to be called in it, and sets the names. From its commit on
 * the old names are 404, and their files go.
 *
 * @returns what sets the new names; it throws Problem busy when something was attached since the copying: try again
 */
export async function renewFiles(
  services: Pick<Services, 'database' | 'files' | 'jobs' | 'now'>,
  mallId: string,
  owner: PhotoOwner,
): Promise<(trx: Trx) => Promise<void>> {
  const { database, files, now } = services;
  const rows = await rowsOf(database.db, mallId, owner.kind, owner.id);
  const names = new Map<string, string>();
  for (const row of rows)
    for (const column of FILES) {
      const old = row[column];
      if (old !== null) names.set(old, `${newId()}${old.slice(old.indexOf('.'))}`);
    }
  // Whatever happens from here on, a copy that no row names goes within hours.
  if (names.size > 0)
    await database.write((trx) => removeFiles(services, trx, mallId, [...names.values()], now() + HOUR));
  for (const [from, to] of names) await files.copy(from, to);
  return async (trx) => {
    const standing = await rowsOf(trx, mallId, owner.kind, owner.id);
    const left: string[] = [];
    for (const row of standing) {
      const set: Partial<Pick<PhotoRow, (typeof FILES)[number]>> = {};
      for (const column of FILES) {
        const old = row[column];
        if (old === null) continue;
        const name = names.get(old);
        if (!name) throw new Problem('busy', { retryAfter: 1 });
        set[column] = name;
        left.push(old);
      }
      await trx
        .updateTable('photos')
        .set(set)
        .where('mall_id', '=', mallId)
        .where('photo_id', '=', row.photo_id)
        .execute();
    }
    await removeFiles(services, trx, mallId, left, now());
  };
}
