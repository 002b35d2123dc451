import type { Reader } from '../../base/db/database.ts';
import { findShopper } from './store.ts';
import type { ShopperRow } from './table.ts';

/** The member of that id, when there is one to be seen: no guest, nobody who has left, and nobody who never joined. */
export async function findMember(
  db: Reader,
  mallId: string,
  shopperId: string,
): Promise<ShopperRow | undefined> {
  const row = await findShopper(db, mallId, shopperId);
  const seen =
    row?.kind === 'member' && row.joined_at !== null && row.erased_at === null && row.merged_into === null;
  return seen ? row : undefined;
}
