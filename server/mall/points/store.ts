import type { Reader } from '../../base/db/database.ts';
import { newId } from '../../base/ids.ts';

/** The mall's own ids of some shoppers; those who are gone have none. */
export async function outsideIdsOf(
  db: Reader,
  mallId: string,
  shopperIds: readonly (string | null)[],
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(shopperIds.filter((id) => id !== null))];
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('shoppers')
    .select(['shopper_id', 'outside_id'])
    .where('mall_id', '=', mallId)
    .where('shopper_id', 'in', ids)
    .where('outside_id', 'is not', null)
    .execute();
  return new Map(rows.map((row) => [row.shopper_id, row.outside_id as string]));
}

/**
 * What makes a transfer happen once for ever: what it is, and the key that its request brought. It names no key of the
 * mall, so that a retry with another one, after a rotation, is still the same. Without a key each request is one of its own.
 */
export const onceFor = (idempotencyKey: string | undefined, ...what: readonly string[]): string =>
  JSON.stringify([...what, idempotencyKey ?? newId()]);
