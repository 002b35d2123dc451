import type { Trx } from '../../base/db/database.ts';
import { findWish } from './access.ts';
import type { WishRow } from './table.ts';

/** Hides the note of a shown wish from all but its owner. False when there was nothing to hide. */
export async function hideWish(trx: Trx, mallId: string, wishId: string, reason: string): Promise<boolean> {
  const before = await findWish(trx, mallId, wishId);
  if (before?.state !== 'shown') return false;
  await setState(trx, before, 'hidden', reason);
  return true;
}

/** Shows the note of a wish again. False when it was not hidden. */
export async function restoreWish(trx: Trx, mallId: string, wishId: string): Promise<boolean> {
  const before = await findWish(trx, mallId, wishId);
  if (before?.state !== 'hidden') return false;
  await setState(trx, before, 'shown', null);
  return true;
}

async function setState(
  trx: Trx,
  wish: WishRow,
  state: 'shown' | 'hidden',
  reason: string | null,
): Promise<void> {
  await trx
    .updateTable('wishes')
    .set((eb) => ({ state, hide_reason: reason, version: eb('version', '+', 1) }))
    .where('mall_id', '=', wish.mall_id)
    .where('wish_id', '=', wish.wish_id)
    .execute();
}
