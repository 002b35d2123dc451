import type { Reader } from '../../base/db/database.ts';
import type { Channel } from './contract.ts';

/** What some shoppers said to one channel: `purpose shopper` -> given. Who was never asked is absent. */
export async function consentsTo(
  db: Reader,
  mallId: string,
  channel: Channel,
  shopperIds: readonly string[],
): Promise<Map<string, boolean>> {
  if (shopperIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('consents')
    .select(['shopper_id', 'purpose', 'given'])
    .where('mall_id', '=', mallId)
    .where('shopper_id', 'in', shopperIds)
    .where('channel', '=', channel)
    .execute();
  return new Map(rows.map((row) => [`${row.purpose} ${row.shopper_id}`, row.given === 1]));
}
