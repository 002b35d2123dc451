import type { Trx } from '../../../base/db/database.ts';
import { findList } from '../access.ts';
import { ensureDefault, type Writing } from '../store.ts';
import type { WishRow } from '../table.ts';
import { addWish, canComeBack, removeWish, restoreWish } from '../wishes.ts';

const ofProduct = (trx: Trx, mallId: string, shopperId: string, product: string): Promise<WishRow[]> =>
  trx
    .selectFrom('wishes')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', shopperId)
    .where('product', '=', product)
    .orderBy('wish_id')
    .execute();

/**
 * A heart goes on: on the default list. One that had just gone off comes back wherever it was, with all that hung on it.
 * One that is on stays as it is.
 *
 * @throws Problem quota-full
 */
export async function heartOn(
  trx: Trx,
  writing: Writing,
  shopperId: string,
  product: string,
  seenUrl: string | undefined,
): Promise<void> {
  const rows = await ofProduct(trx, writing.mall.id, shopperId, product);
  if (rows.some((row) => row.state !== 'removed')) return;
  const newest = Math.max(...rows.map((row) => row.removed_at ?? 0));
  let isBack = false;
  for (const row of rows) {
    if (row.removed_at !== newest || !canComeBack(row, writing.now())) continue;
    const list = await findList(trx, row.mall_id, row.list_id);
    if (!list) continue;
    await restoreWish(trx, writing, list, row);
    isBack = true;
  }
  if (isBack) return;
  const list = await ensureDefault(trx, writing, shopperId);
  await addWish(trx, writing, list, { product, seenUrl, options: '{}', note: '', quantity: 1, priority: 1 });
}

/** A heart goes off: off every list of its own. */
export async function heartOff(
  trx: Trx,
  writing: Writing,
  shopperId: string,
  product: string,
): Promise<void> {
  for (const row of await ofProduct(trx, writing.mall.id, shopperId, product))
    if (row.state !== 'removed') await removeWish(trx, writing, row);
}
