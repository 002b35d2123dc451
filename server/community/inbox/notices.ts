import type { Reader, Trx } from '../../base/db/database.ts';
import { decodeCursor, encodeCursor } from '../../base/http/cursor.ts';
import type { Services } from '../../base/services.ts';
import type { Mall } from '../../mall/malls/rules.ts';
import { findProducts, publicProduct } from '../../mall/products/store.ts';
import { authorsOf } from '../../mall/shoppers/authors.ts';
import type { Inbox, Notice } from './contract.ts';
import type { NoticeRow } from './table.ts';

/** Lists that a reader may still see, by id, with what leads there; the feature of the lists brings it. */
export type ListsOf = (
  db: Reader,
  mall: Mall,
  shopperId: string,
  listIds: readonly string[],
) => Promise<Map<string, NonNullable<Notice['list']>>>;

/** The same of clubs. */
export type ClubsOf = (
  db: Reader,
  mall: Mall,
  shopperId: string,
  clubIds: readonly string[],
) => Promise<Map<string, NonNullable<Notice['club']>>>;
/** The same of stories. */
export type StoriesOf = (
  db: Reader,
  mall: Mall,
  shopperId: string,
  storyIds: readonly string[],
) => Promise<Map<string, NonNullable<Notice['story']>>>;
/** What notices are about, as features that know it bring it. */
export interface Told {
  listsOf: ListsOf;
  clubsOf: ClubsOf;
  storiesOf: StoriesOf;
}

/** One page of the inbox, newest first. */
export async function readInbox(
  db: Reader,
  mall: Mall,
  shopperId: string,
  told: Told,
  page: { cursor?: string | undefined; limit: number },
): Promise<Inbox> {
  let query = db
    .selectFrom('notices')
    .selectAll()
    .where('mall_id', '=', mall.id)
    .where('shopper_id', '=', shopperId)
    .where('gone_at', 'is', null);
  if (page.cursor !== undefined) {
    const [at, id] = decodeCursor(page.cursor, ['number', 'string']) as [number, string];
    query = query.where((eb) =>
      eb.or([eb('created_at', '<', at), eb.and([eb('created_at', '=', at), eb('notice_id', '<', id)])]),
    );
  }
  const rows = await query
    .orderBy('created_at', 'desc')
    .orderBy('notice_id', 'desc')
    .limit(page.limit + 1)
    .execute();
  const items = rows.slice(0, page.limit);
  const last = rows.length > page.limit ? items.at(-1) : undefined;
  return {
    items: await toNotices(db, mall, shopperId, told, items),
    next: last ? encodeCursor([last.created_at, last.notice_id]) : null,
    unread: await countUnread(db, mall.id, shopperId),
  };
}

async function toNotices(
  db: Reader,
  mall: Mall,
  shopperId: string,
  { listsOf, clubsOf, storiesOf }: Told,
  rows: readonly NoticeRow[],
): Promise<Notice[]> {
  const named = (column: 'product' | 'list_id' | 'club_id' | 'story_id' | 'from_id') => [
    ...new Set(rows.flatMap((row) => row[column] ?? [])),
  ];
  const products = await findProducts(db, mall.id, named('product'));
  const authors = await authorsOf(db, mall.id, named('from_id'), mall.settings.locale);
  const listIds = named('list_id');
  const lists = listIds.length > 0 ? await listsOf(db, mall, shopperId, listIds) : new Map();
  const clubIds = named('club_id');
  const clubs = clubIds.length > 0 ? await clubsOf(db, mall, shopperId, clubIds) : new Map();
  const storyIds = named('story_id');
  const stories = storyIds.length > 0 ? await storiesOf(db, mall, shopperId, storyIds) : new Map();
  return rows.map((row) => {
    const product = row.product === null ? undefined : products.get(row.product);
    return {
      id: row.notice_id,
      kind: row.kind,
      advertising: row.advertising === 1,
      at: row.created_at,
      read: row.read_at !== null,
      product: product ? publicProduct(product, mall) : null,
      list: lists.get(row.list_id ?? '') ?? null,
      club: clubs.get(row.club_id ?? '') ?? null,
      story: stories.get(row.story_id ?? '') ?? null,
      wish: row.wish_id,
      from: authors.get(row.from_id ?? '') ?? null,
      facts: JSON.parse(row.facts) as Notice['facts'],
    };
  });
}

export async function countUnread(db: Reader, mallId: string, shopperId: string): Promise<number> {
  const { count } = await db
    .selectFrom('notices')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', shopperId)
    .where('read_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(count);
}

type Marking = Pick<Services, 'outbox' | 'now'>;

const tell = (trx: Trx, { outbox }: Marking, mallId: string, shopperId: string) =>
  outbox.append(trx, {
    mallId,
    kind: 'notice.read',
    topic: `shopper:${shopperId}`,
    ids: { shopper: shopperId },
  });

/** Notes what was read: those that are named, and all up to a time. */
export async function markRead(
  trx: Trx,
  services: Marking,
  mallId: string,
  shopperId: string,
  { ids, until }: { ids?: readonly string[] | undefined; until?: number | undefined },
): Promise<void> {
  const { numUpdatedRows } = await trx
    .updateTable('notices')
    .set({ read_at: services.now() })
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', shopperId)
    .where('read_at', 'is', null)
    .where((eb) =>
      eb.or([
        ...(ids && ids.length > 0 ? [eb('notice_id', 'in', ids)] : []),
        ...(until === undefined ? [] : [eb('created_at', '<=', until)]),
      ]),
    )
    .executeTakeFirst();
  if (numUpdatedRows > 0n) await tell(trx, services, mallId, shopperId);
}

/** Takes a notice out of the inbox. @returns false when there is none of that id */
export async function removeNotice(
  trx: Trx,
  services: Marking,
  mallId: string,
  shopperId: string,
  noticeId: string,
): Promise<boolean> {
  const now = services.now();
  const { numUpdatedRows } = await trx
    .updateTable('notices')
    .set((eb) => ({ gone_at: now, read_at: eb.fn.coalesce('read_at', eb.val(now)) }))
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', shopperId)
    .where('notice_id', '=', noticeId)
    .where('gone_at', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return false;
  await tell(trx, services, mallId, shopperId);
  return true;
}
