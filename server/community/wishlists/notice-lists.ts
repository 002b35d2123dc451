import type { Reader } from '../../base/db/database.ts';
import type { Secrets } from '../../base/secrets.ts';
import type { ListsOf } from '../inbox/notices.ts';
import { linkKeyOf } from './access.ts';
import type { WishlistRow } from './table.ts';

/** Lists as the inbox and its mails name them. */
export const noticeLists =
  ({ secrets }: { secrets: Secrets }): ListsOf =>
  (db, mall, shopperId, listIds) =>
    seenLists(db, secrets, mall.id, shopperId, listIds);

/**
 * Those of some lists that a shopper may still see: their own, those they look after, public ones, and those by link that
 * they give something on and whose link has not been taken back since they were given it. To all others they are not
 * there.
 */
async function seenLists(
  db: Reader,
  secrets: Secrets,
  mallId: string,
  shopperId: string,
  listIds: readonly string[],
): ReturnType<ListsOf> {
  const seen: Awaited<ReturnType<ListsOf>> = new Map();
  if (listIds.length === 0) return seen;
  const lists = await db
    .selectFrom('wishlists')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('list_id', 'in', listIds)
    .execute();
  const helped = await db
    .selectFrom('wishlist_people')
    .select('list_id')
    .where('mall_id', '=', mallId)
    .where('list_id', 'in', listIds)
    .where('shopper_id', '=', shopperId)
    .execute();
  const given = await db
    .selectFrom('wish_claims')
    .select(['list_id', 'link_version'])
    .where('mall_id', '=', mallId)
    .where('list_id', 'in', listIds)
    .where('shopper_id', '=', shopperId)
    .where('gone_at', 'is', null)
    .execute();
  const roles = new Set(helped.map((row) => row.list_id));
  const gifts = new Set(given.map((row) => `${row.list_id} ${row.link_version}`));
  const hasRole = (list: WishlistRow) => list.shopper_id === shopperId || roles.has(list.list_id);
  for (const list of lists) {
    const byLink =
      list.visibility === 'link' && !hasRole(list) && gifts.has(`${list.list_id} ${list.link_version}`);
    if (!hasRole(list) && list.visibility !== 'public' && !byLink) continue;
    seen.set(list.list_id, {
      id: list.list_id,
      name: list.name,
      linkKey: byLink ? linkKeyOf(secrets, list) : null,
    });
  }
  return seen;
}
