import type { Reader } from '../../base/db/database.ts';
import { Problem } from '../../base/http/problem.ts';
import { codeFor, type Secrets, sameText } from '../../base/secrets.ts';
import type { Services } from '../../base/services.ts';
import type { Mall } from '../../mall/malls/rules.ts';
import type { Asking } from '../../mall/shoppers/asking.ts';
import { shopperIdOf, type Who } from '../../mall/shoppers/rules.ts';
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
  return codeFor(secrets.derive('wishlist-link', list.mall_id), `${list.list_id}|${list.link_version}`, 22);
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

const roleOf = async (db: Reader, list: WishlistRow, who: Who): Promise<ListRole | null> =>
  (await rolesOf(db, [list], who)).get(list.list_id) ?? null;

/** What somebody is to some lists of one mall, by the list; to others they are nothing. */
async function rolesOf(db: Reader, lists: readonly WishlistRow[], who: Who): Promise<Map<string, ListRole>> {
  const shopperId = shopperIdOf(who);
  const [first] = lists;
  if (shopperId === undefined || !first) return new Map();
  const roles = new Map<string, ListRole>();
  const others: string[] = [];
  for (const list of lists)
    if (list.shopper_id === shopperId) roles.set(list.list_id, 'owner');
    else others.push(list.list_id);
  if (who.kind !== 'member' || others.length === 0) return roles;
  const rows = await db
    .selectFrom('wishlist_people')
    .select(['list_id', 'role'])
    .where('mall_id', '=', first.mall_id)
    .where('list_id', 'in', others)
    .where('shopper_id', '=', shopperId)
    .execute();
  for (const row of rows) roles.set(row.list_id, row.role);
  return roles;
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
  return accessBy(services, mall, list, who, await roleOf(db, list, who), hasLink);
}

function accessBy(
  services: Pick<Services, 'now'>,
  mall: Pick<Mall, 'settings'>,
  list: WishlistRow,
  who: Who,
  role: ListRole | null,
  hasLink: boolean,
): Access | undefined {
  const today = dayIn(mall.settings.timeZone, services.now());
  const state = { visibility: list.visibility, claimsHiddenUntil: list.claims_hidden_until };
  const rights = rightsOf(state, { kind: who.kind, role, hasLink }, today);
  return rights && { list, role, rights };
}

/**
 * The same for some wishes of one page at once.
 *
 * @param asked wishes by their ids, each with the link that whoever asks was given to it
 * @returns by the id of the wish, those that they may see
 */
export async function accessToWishes(
  db: Reader,
  services: Pick<Services, 'secrets' | 'now'>,
  mall: Pick<Mall, 'id' | 'settings'>,
  who: Who,
  asked: ReadonlyMap<string, string | undefined>,
): Promise<Map<string, Access & { wish: WishRow }>> {
  const found = new Map<string, Access & { wish: WishRow }>();
  if (asked.size === 0) return found;
  const wishes = await db
    .selectFrom('wishes')
    .selectAll()
    .where('mall_id', '=', mall.id)
    .where('wish_id', 'in', [...asked.keys()])
    .execute();
  const ids = [...new Set(wishes.map((wish) => wish.list_id))];
  if (ids.length === 0) return found;
  const rows = await db
    .selectFrom('wishlists')
    .selectAll()
    .where('mall_id', '=', mall.id)
    .where('list_id', 'in', ids)
    .execute();
  const lists = new Map(rows.map((list) => [list.list_id, list]));
  const roles = await rolesOf(db, rows, who);
  for (const wish of wishes) {
    const list = lists.get(wish.list_id);
    const linkKey = asked.get(wish.wish_id);
    const hasLink =
      list !== undefined && linkKey !== undefined && sameText(linkKey, linkKeyOf(services.secrets, list));
    const access = list && accessBy(services, mall, list, who, roles.get(list.list_id) ?? null, hasLink);
    if (access) found.set(wish.wish_id, { ...access, wish });
  }
  return found;
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
