import type { Reader, Trx } from '../../base/db/database.ts';
import { Problem } from '../../base/http/problem.ts';
import { newId } from '../../base/ids.ts';
import type { Services } from '../../base/services.ts';
import type { Mall } from '../../mall/malls/rules.ts';
import { keepDay, tellGivers, type Wished } from './claims/store.ts';
import { moveListHearts } from './hearts/store.ts';
import { MOST_LISTS, REMOVED_KEPT_MS } from './rules.ts';
import type { WishlistRow } from './table.ts';

/** What writers of lists work with. */
export interface Writing extends Pick<Services, 'outbox' | 'jobs' | 'now'> {
  mall: Mall;
}

/** The same for those who know only the mall's id. */
export type WritingAt = Omit<Writing, 'mall'> & { mall: Pick<Mall, 'id'> };

/** Whatever one request writes happens at one moment. */
export function writingOf({ outbox, jobs, now }: Services, mall: Mall): Writing {
  const at = now();
  return { outbox, jobs, mall, now: () => at };
}

/** Something happened to a list, or to one of its wishes. */
export const announce = (
  trx: Trx,
  { outbox }: Pick<Services, 'outbox'>,
  kind: string,
  of: { mall_id: string; list_id: string; wish_id?: string },
): Promise<void> =>
  outbox.append(trx, {
    mallId: of.mall_id,
    kind,
    topic: `wishlist:${of.list_id}`,
    ids: { list: of.list_id, ...(of.wish_id !== undefined && { wish: of.wish_id }) },
  });

/** The list that hearts go to. */
export function findDefault(db: Reader, mallId: string, shopperId: string): Promise<WishlistRow | undefined> {
  return db
    .selectFrom('wishlists')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', shopperId)
    .where('is_default', '=', 1)
    .executeTakeFirst();
}

/** The same, made when there is none. */
export async function ensureDefault(trx: Trx, writing: Writing, shopperId: string): Promise<WishlistRow> {
  const known = await findDefault(trx, writing.mall.id, shopperId);
  return (
    known ??
    insertRow(trx, writing, shopperId, {
      is_default: 1,
      name: null,
      occasion: null,
      occasion_on: null,
      visibility: 'link',
      comments_open: 1,
      claims_hidden_until: null,
    })
  );
}

export type ListContent = Pick<
  WishlistRow,
  'name' | 'occasion' | 'occasion_on' | 'visibility' | 'comments_open' | 'claims_hidden_until'
>;

/** @throws Problem quota-full */
export async function insertList(
  trx: Trx,
  writing: Writing,
  shopperId: string,
  content: ListContent,
): Promise<WishlistRow> {
  const last = await trx
    .selectFrom('wishlists')
    .select('list_id')
    .where('mall_id', '=', writing.mall.id)
    .where('shopper_id', '=', shopperId)
    .orderBy('is_default', 'desc')
    .orderBy('created_at', 'desc')
    .orderBy('list_id', 'desc')
    .limit(1)
    .offset(MOST_LISTS - 1)
    .executeTakeFirst();
  if (last) throw new Problem('quota-full', { detail: `at most ${MOST_LISTS} lists` });
  return insertRow(trx, writing, shopperId, { ...content, is_default: 0 });
}

async function insertRow(
  trx: Trx,
  writing: Writing,
  shopperId: string,
  content: ListContent & Pick<WishlistRow, 'is_default'>,
): Promise<WishlistRow> {
  const row: WishlistRow = {
    mall_id: writing.mall.id,
    list_id: newId(),
    shopper_id: shopperId,
    ...content,
    link_version: 1,
    wish_count: 0,
    version: 1,
    created_at: writing.now(),
  };
  await trx.insertInto('wishlists').values(row).execute();
  await announce(trx, writing, 'wishlist.created', row);
  return row;
}

/** From which others may see a list to which fewer may. */
const OPENNESS = { public: 2, link: 1, private: 0 } as const;

/** Puts some things of a list in the place of others; who may no longer see it, and gives something on it, is told. */
export async function changeList(
  trx: Trx,
  writing: Writing,
  before: WishlistRow,
  set: Partial<ListContent & Pick<WishlistRow, 'link_version'>>,
): Promise<WishlistRow> {
  const after: WishlistRow = { ...before, ...set, version: before.version + 1 };
  await trx
    .updateTable('wishlists')
    .set({ ...set, version: after.version })
    .where('mall_id', '=', before.mall_id)
    .where('list_id', '=', before.list_id)
    .execute();
  const opened = OPENNESS[after.visibility] - OPENNESS[before.visibility];
  if (opened !== 0 && (before.visibility === 'private' || after.visibility === 'private'))
    await moveListHearts(trx, writing, before, opened > 0 ? 1 : -1);
  const isRevoked = after.visibility === 'link' && after.link_version !== before.link_version;
  if (opened !== 0 || isRevoked)
    await tellGivers(
      trx,
      writing,
      before.mall_id,
      await wishedOn(trx, before),
      opened > 0 ? 'changed' : 'closed',
    );
  await announce(trx, writing, 'wishlist.changed', after);
  return after;
}

/** The wishes that are on a list, by what tells whose and of what they are. */
export function wishedOn(db: Reader, list: Pick<WishlistRow, 'mall_id' | 'list_id'>): Promise<Wished[]> {
  return db
    .selectFrom('wishes')
    .select(['wish_id', 'list_id', 'shopper_id', 'product'])
    .where('mall_id', '=', list.mall_id)
    .where('list_id', '=', list.list_id)
    .where('state', '!=', 'removed')
    .execute();
}

/** The job that deletes what was taken off, of one mall. */
export const PURGE = 'wishes.purge';

/** Takes a list away: nobody finds it or its wishes from then on, and their rows go soon after, a few at a time. */
export async function deleteList(trx: Trx, writing: WritingAt, list: WishlistRow): Promise<void> {
  const { mall_id: mallId, list_id: listId } = list;
  await tellGivers(trx, writing, mallId, await wishedOn(trx, list), 'gone');
  await keepDay(trx, list);
  if (list.visibility !== 'private') await moveListHearts(trx, writing, list, -1);
  await trx
    .updateTable('wishes')
    .set({ state: 'removed', removed_at: writing.now() - REMOVED_KEPT_MS })
    .where('mall_id', '=', mallId)
    .where('list_id', '=', listId)
    .execute();
  for (const table of ['wishlist_people', 'wishlist_invitations', 'wishlists'] as const)
    await trx.deleteFrom(table).where('mall_id', '=', mallId).where('list_id', '=', listId).execute();
  await announce(trx, writing, 'wishlist.deleted', list);
  await writing.jobs.add(trx, { mallId, kind: PURGE, payload: {}, runAt: writing.now(), id: listId });
}
