import { sql } from 'kysely';
import type { Reader, Trx } from '../../base/db/database.ts';
import type { Photo } from './contract.ts';
import { removeUploadsOf } from './parts.ts';
import { WAITING_MS } from './rules.ts';
import type { PhotoRow } from './table.ts';

export { attachPhotos, detachAll } from './attach.ts';

/** What a photo hangs on. */
export interface PhotoOwner {
  kind: string;
  id: string;
}

/** A photo as others see it, with absolute addresses. */
export function toPhoto(row: PhotoRow, publicUrl: string): Photo {
  const address = (file: string) => `${publicUrl}/files/${row.mall_id}/${file}`;
  const { photo_id: id, alt, width, height } = row;
  return { id, alt, width, height, small: address(row.small_file), large: address(row.large_file) };
}

/** The photo, when it is this shopper's own. */
export function findOwn(
  db: Reader,
  mallId: string,
  shopperId: string,
  photoId: string,
): Promise<PhotoRow | undefined> {
  return db
    .selectFrom('photos')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('photo_id', '=', photoId)
    .where('shopper_id', '=', shopperId)
    .executeTakeFirst();
}

/** The shopper's photo of the same upload that still waits: what an upload that is tried again finds. */
export function findWaiting(
  db: Reader,
  mallId: string,
  shopperId: string,
  digest: string,
): Promise<PhotoRow | undefined> {
  return db
    .selectFrom('photos')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', shopperId)
    .where('source_digest', '=', digest)
    .where('owner_id', 'is', null)
    .executeTakeFirst();
}

/** Lets a waiting photo begin its wait anew, as the one that was just sent. */
export async function renewWaiting(
  trx: Trx,
  mallId: string,
  photoId: string,
  alt: string | undefined,
  now: number,
): Promise<void> {
  await trx
    .updateTable('photos')
    .set({ created_at: now, hidden: 0, ...(alt !== undefined && { alt }) })
    .where('mall_id', '=', mallId)
    .where('photo_id', '=', photoId)
    .execute();
}

export async function countOf(db: Reader, mallId: string, shopperId: string): Promise<number> {
  const row = await db
    .selectFrom('photos')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', shopperId)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** A photo, which does not move. */
const STILL = { motion: null, motion_file: null, motion_bytes: 0, duration_ms: null, sound: 0 } as const;

export async function insertPhoto(
  trx: Trx,
  photo: Omit<PhotoRow, 'owner_kind' | 'owner_id' | 'place' | 'hidden' | keyof typeof STILL> &
    Partial<Pick<PhotoRow, keyof typeof STILL>>,
): Promise<void> {
  await trx
    .insertInto('photos')
    .values({ ...STILL, ...photo, owner_kind: null, owner_id: null, place: 0, hidden: 0 })
    .execute();
}

export async function setAlt(trx: Trx, mallId: string, photoId: string, alt: string): Promise<void> {
  await trx
    .updateTable('photos')
    .set({ alt })
    .where('mall_id', '=', mallId)
    .where('photo_id', '=', photoId)
    .execute();
}

/** Deletes rows; returns the names of their files, which go once this is committed (`removeFiles`). */
export async function deletePhotos(trx: Trx, mallId: string, photoIds: readonly string[]): Promise<string[]> {
  if (photoIds.length === 0) return [];
  const rows = await trx
    .deleteFrom('photos')
    .where('mall_id', '=', mallId)
    .where('photo_id', 'in', photoIds)
    .returning(['small_file', 'large_file', 'motion_file'])
    .execute();
  return rows.flatMap((row) => [
    row.small_file,
    row.large_file,
    ...(row.motion_file ? [row.motion_file] : []),
  ]);
}

/** The row that a file belongs to, hidden or not; `motion_bytes` when the file is what moves of it, else null. */
export function findByFile(
  db: Reader,
  mallId: string,
  file: string,
): Promise<{ photo_id: string; hidden: number; motion_bytes: number | null } | undefined> {
  const still = (column: 'small_file' | 'large_file') =>
    db
      .selectFrom('photos')
      .select(['photo_id', 'hidden', sql<number | null>`cast(null as bigint)`.as('motion_bytes')])
      .where('mall_id', '=', mallId)
      .where(column, '=', file);
  const moving = db
    .selectFrom('photos')
    .select(['photo_id', 'hidden', sql<number | null>`motion_bytes`.as('motion_bytes')])
    .where('mall_id', '=', mallId)
    .where('motion_file', '=', file);
  // A look-up by index each; an "or" over the columns would scan on some databases.
  return still('small_file').unionAll(still('large_file')).unionAll(moving).executeTakeFirst();
}

/** The shown photos of some owners, each list in its order; owners without any have no entry. */
export function photosOf(
  db: Reader,
  mallId: string,
  kind: string,
  ownerIds: readonly string[],
  publicUrl: string,
): Promise<Map<string, Photo[]>> {
  return shownOf(db, mallId, kind, ownerIds, (row) => toPhoto(row, publicUrl));
}

/** The shown rows of some owners as `as` makes them. */
export async function shownOf<T>(
  db: Reader,
  mallId: string,
  kind: string,
  ownerIds: readonly string[],
  as: (row: PhotoRow) => T,
): Promise<Map<string, T[]>> {
  const shown = new Map<string, T[]>();
  if (ownerIds.length === 0) return shown;
  const rows = await db
    .selectFrom('photos')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('owner_kind', '=', kind)
    .where('owner_id', 'in', ownerIds)
    .where('hidden', '=', 0)
    .orderBy('owner_id')
    .orderBy('place')
    .execute();
  for (const row of rows) {
    const list = shown.get(row.owner_id!) ?? [];
    list.push(as(row));
    shown.set(row.owner_id!, list);
  }
  return shown;
}

/** Hides or shows the photos of an owner: their files are not found, or found again, from the commit on. */
export async function setHidden(
  trx: Trx,
  mallId: string,
  kind: string,
  ownerId: string,
  hidden: boolean,
): Promise<void> {
  await trx
    .updateTable('photos')
    .set({ hidden: hidden ? 1 : 0 })
    .where('mall_id', '=', mallId)
    .where('owner_kind', '=', kind)
    .where('owner_id', '=', ownerId)
    .execute();
}

/** Deletes all photos and open uploads of a shopper; returns the names of their files, which go once this is committed (`removeFiles`). */
export async function removeOf(trx: Trx, mallId: string, shopperId: string): Promise<string[]> {
  const rows = await trx
    .selectFrom('photos')
    .select('photo_id')
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', shopperId)
    .execute();
  const removed = await deletePhotos(
    trx,
    mallId,
    rows.map((row) => row.photo_id),
  );
  return [...removed, ...(await removeUploadsOf(trx, mallId, shopperId))];
}

/** Gives the photos of a guest to the member they became. */
export async function moveToMember(
  trx: Trx,
  mallId: string,
  guestId: string,
  memberId: string,
): Promise<void> {
  await trx
    .updateTable('photos')
    .set({ shopper_id: memberId })
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', guestId)
    .execute();
}

/** Photos whose wait is over, and those taken off their text. */
export async function overdue(db: Reader, mallId: string, now: number, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('photos')
    .select('photo_id')
    .where('mall_id', '=', mallId)
    .where('owner_id', 'is', null)
    .where((eb) => eb.or([eb('created_at', '<', now - WAITING_MS), eb('hidden', '=', 1)]))
    .orderBy('created_at')
    .limit(limit)
    .execute();
  return rows.map((row) => row.photo_id);
}
