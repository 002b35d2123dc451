import type { Reader, Trx } from '../../base/db/database.ts';
import { Problem } from '../../base/http/problem.ts';
import type { PhotoOwner } from './store.ts';
import type { PhotoRow } from './table.ts';

const ofOwner = (db: Reader, mallId: string, kind: string, ownerId: string) =>
  db
    .selectFrom('photos')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('owner_kind', '=', kind)
    .where('owner_id', '=', ownerId);

/** All rows of an owner, hidden or not, in their order. */
export const rowsOf = (db: Reader, mallId: string, kind: string, ownerId: string): Promise<PhotoRow[]> =>
  ofOwner(db, mallId, kind, ownerId).orderBy('place').execute();

/**
 * Hangs exactly these photos on the owner, in this order. What hung there and is no longer named goes back to waiting
 * and is no longer shown. Photos that join hidden ones are hidden as well; a hidden owner that had none says so itself,
 * by `setHidden` afterwards.
 *
 * @throws Problem bad-input when one is not the shopper's own, hangs elsewhere, or moves (`attachMedia` takes those)
 */
export function attachPhotos(
  trx: Trx,
  mallId: string,
  shopperId: string,
  owner: PhotoOwner,
  photoIds: readonly string[],
): Promise<void> {
  return attach(trx, mallId, shopperId, owner, photoIds, { path: 'photos', moving: false });
}

/** What both ways of attaching share: `path` begins the paths of refusals, `moving` lets animations and clips in. */
export async function attach(
  trx: Trx,
  mallId: string,
  shopperId: string,
  owner: PhotoOwner,
  photoIds: readonly string[],
  { path, moving }: { path: string; moving: boolean },
): Promise<void> {
  const before = await ofOwner(trx, mallId, owner.kind, owner.id).execute();
  const hidden = before.some((row) => row.hidden === 1) ? 1 : 0;
  const gone = before.filter((row) => !photoIds.includes(row.photo_id)).map((row) => row.photo_id);
  if (gone.length > 0) await letGo(trx, mallId, gone);
  if (photoIds.length === 0) return;
  const rows = await trx
    .selectFrom('photos')
    .select(['photo_id', 'owner_kind', 'owner_id', 'motion'])
    .where('mall_id', '=', mallId)
    .where('photo_id', 'in', photoIds)
    .where('shopper_id', '=', shopperId)
    .execute();
  const known = new Map(rows.map((row) => [row.photo_id, row]));
  for (const [place, id] of photoIds.entries()) {
    const row = known.get(id);
    const here = row?.owner_kind === owner.kind && row.owner_id === owner.id;
    const refuse = (message: string) =>
      new Problem('bad-input', { fields: [{ path: `${path}.${place}`, message }] });
    // A stranger's photo, one of another text and one that never was are all the same answer.
    if (!row || (row.owner_id !== null && !here)) throw refuse('no photo of yours that waits');
    if (row.motion !== null && !moving) throw refuse('photos only, nothing that moves');
    await trx
      .updateTable('photos')
      .set({ owner_kind: owner.kind, owner_id: owner.id, place, hidden })
      .where('mall_id', '=', mallId)
      .where('photo_id', '=', id)
      .execute();
  }
}

/** Takes all photos off the owner: they are no longer shown, and the next sweep removes them. */
export async function detachAll(trx: Trx, mallId: string, kind: string, ownerId: string): Promise<void> {
  const rows = await ofOwner(trx, mallId, kind, ownerId).execute();
  if (rows.length > 0)
    await letGo(
      trx,
      mallId,
      rows.map((row) => row.photo_id),
    );
}

/** Waiting and hidden: not served, and swept without delay unless it is attached again before. */
async function letGo(trx: Trx, mallId: string, photoIds: readonly string[]): Promise<void> {
  await trx
    .updateTable('photos')
    .set({ owner_kind: null, owner_id: null, place: 0, hidden: 1 })
    .where('mall_id', '=', mallId)
    .where('photo_id', 'in', photoIds)
    .execute();
}
