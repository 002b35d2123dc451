import { createHmac } from 'node:crypto';
import type { Reader } from '../../base/db/database.ts';
import { Problem } from '../../base/http/problem.ts';
import { type Secrets, sameText } from '../../base/secrets.ts';
import type { Services } from '../../base/services.ts';
import type { Mall } from '../../mall/malls/rules.ts';
import type { Asking } from '../../mall/shoppers/asking.ts';
import type { Who } from '../../mall/shoppers/rules.ts';
import type { ListRole } from './contract.ts';
import { dayIn, type Rights, rightsOf } from './rules.ts';
import type { WishlistRow, WishRow } from './table.ts';

export { type Asking, askingOf } from '../../mall/shoppers/asking.ts';

/** A list that somebody may see, and what they may do with it. */
export interface Access {
  list: WishlistRow;
  role: ListRole | null;
  rights: Rights;
}

/** The secret part of a list's link: made from the list, never stored. */
export function linkKeyOf(
  secrets: Secrets,
  list: Pick<WishlistRow, 'mall_id' | 'list_id' | 'link_version'>,
): string {
  return createHmac('sha256', secrets.derive('wishlist-link', list.mall_id))
    .update(`${list.list_id}|${list.link_version}`)
    .digest('base64url')
    .slice(0, 22);
}

export function findList(db: Reader, mallId: string, listId: string): Promise<WishlistRow | undefined> {
  return db
    .selectFrom('wishlists')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('list_id', '=', listId)
    .executeTakeFirst();
}

export function findWish(db: Reader, mallId: string, wishId: string): Promise<WishRow | undefined> {
  return db
    .selectFrom('wishes')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('wish_id', '=', wishId)
    .executeTakeFirst();
}

const shopperIdOf = (who: Who): string | undefined =>
  who.kind === 'guest' || who.kind === 'member' ? who.shopperId : undefined;

async function roleOf(db: Reader, list: WishlistRow, who: Who): Promise<ListRole | null> {
  const shopperId = shopperIdOf(who);
  if (shopperId === undefined) return null;
  if (shopperId === list.shopper_id) return 'owner';
  if (who.kind !== 'member') return null;
  const row = await db
    .selectFrom('wishlist_people')
    .select('role')
    .where('mall_id', '=', list.mall_id)
    .where('list_id', '=', list.list_id)
    .where('shopper_id', '=', shopperId)
    .executeTakeFirst();
  return row?.role ?? null;
}

/** The list, when whoever asks may see it; what they may not see is not there. */
export async function accessTo(
  db: Reader,
  services: Pick<Services, 'secrets' | 'now'>,
  mall: Pick<Mall, 'id' | 'settings'>,
  listId: string,
  { who, linkKey }: Asking,
): Promise<Access | undefined> {
  const list = await findList(db, mall.id, listId);
  // Looked up and compared alike whether there is such a list or not, as far as that is in our hands.
  const right = linkKeyOf(services.secrets, list ?? { mall_id: mall.id, list_id: listId, link_version: 0 });
  const hasLink = linkKey !== undefined && sameText(linkKey, right);
  if (!list) return undefined;
  const role = await roleOf(db, list, who);
  const today = dayIn(mall.settings.timeZone, services.now());
  const state = { visibility: list.visibility, claimsHiddenUntil: list.claims_hidden_until };
  const rights = rightsOf(state, { kind: who.kind, role, hasLink }, today);
  return rights && { list, role, rights };
}

/** The wish and its list, when whoever asks may see them and it has not been taken off. */
export async function accessToWish(
  db: Reader,
  services: Pick<Services, 'secrets' | 'now'>,
  mall: Pick<Mall, 'id' | 'settings'>,
  wishId: string,
  asking: Asking,
): Promise<(Access & { wish: WishRow }) | undefined> {
  const wish = await findWish(db, mall.id, wishId);
  const access = wish && (await accessTo(db, services, mall, wish.list_id, asking));
  return wish && access && { ...access, wish };
}

/** @throws Problem not-found, the same for what is missing and what may not be seen */
export function seen<Found>(found: Found | undefined): Found {
  if (found === undefined) throw new Problem('not-found');
  return found;
}
