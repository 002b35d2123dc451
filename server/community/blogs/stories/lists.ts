import { sql } from 'kysely';
import type { Reader, Trx } from '../../../base/db/database.ts';
import { decodeCursor, encodeCursor } from '../../../base/http/cursor.ts';
import { findBlog } from '../store.ts';
import type { BlogRow, StoryRow } from '../table.ts';

export interface Page<Row> {
  rows: Row[];
  next: string | null;
}
type Key = [at: number, id: string];

/** One more than the page holds was asked for: its being there says that there is a next page. */
export function pageOf<Row>(found: Row[], limit: number, key: (row: Row) => Key): Page<Row> {
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return { rows, next: found.length > limit && last ? encodeCursor(key(last)) : null };
}
export const keyIn = (cursor: string | undefined): Key =>
  cursor ? (decodeCursor(cursor, ['number', 'string']) as Key) : [Number.MAX_SAFE_INTEGER, ''];

/** Written into the text of the query: an index of those alone is used for nothing less. */
export const IS_SHOWN = sql<boolean>`state = 'shown'`;
export const IS_UNSEEN = sql<boolean>`state <> 'shown'`;

/** A blog's shown stories, newest first. */
export async function shownStories(
  db: Reader,
  mallId: string,
  memberId: string,
  { board, cursor, limit }: { board?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<Page<StoryRow>> {
  const [at, id] = keyIn(cursor);
  let query = db
    .selectFrom('stories')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', memberId)
    .where(IS_SHOWN)
    .where(sql<boolean>`(published_at, story_id) < (${at}, ${id})`);
  if (board !== undefined) query = query.where('board_id', '=', board);
  const found = await query
    .orderBy('published_at', 'desc')
    .orderBy('story_id', 'desc')
    .limit(limit + 1)
    .execute();
  return pageOf(found, limit, (row) => [row.published_at ?? 0, row.story_id]);
}

/** A member's own stories that others do not see, newest first. */
export async function unseenStories(
  db: Reader,
  mallId: string,
  memberId: string,
  state: 'draft' | 'hidden',
  cursor: string | undefined,
  limit: number,
): Promise<Page<StoryRow>> {
  const [at, id] = keyIn(cursor);
  const found = await db
    .selectFrom('stories')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', memberId)
    .where(IS_UNSEEN)
    .where('state', '=', state)
    .where(sql<boolean>`(created_at, story_id) < (${at}, ${id})`)
    .orderBy('created_at', 'desc')
    .orderBy('story_id', 'desc')
    .limit(limit + 1)
    .execute();
  return pageOf(found, limit, (row) => [row.created_at, row.story_id]);
}

/** The newest shown story of each of some blogs, in one question. */
export async function newestStories(
  db: Reader,
  mallId: string,
  memberIds: readonly string[],
): Promise<Map<string, StoryRow>> {
  const newest = new Map<string, StoryRow>();
  const [one, ...others] = memberIds.map((memberId) =>
    db
      .selectFrom(
        db
          .selectFrom('stories')
          .selectAll()
          .where('mall_id', '=', mallId)
          .where('shopper_id', '=', memberId)
          .where(IS_SHOWN)
          .orderBy('published_at', 'desc')
          .orderBy('story_id', 'desc')
          .limit(1)
          .as('newest'),
      )
      .selectAll(),
  );
  if (!one) return newest;
  const rows = await others.reduce((all, next) => all.unionAll(next), one).execute();
  for (const row of rows) newest.set(row.shopper_id, row);
  return newest;
}

/** The shown stories that stand before and behind one in its blog. */
export async function besides(
  db: Reader,
  story: StoryRow,
): Promise<{ newer: string | null; older: string | null }> {
  if (story.state !== 'shown') return { newer: null, older: null };
  const next = async (sign: '>' | '<') => {
    const row = await db
      .selectFrom('stories')
      .select('story_id')
      .where('mall_id', '=', story.mall_id)
      .where('shopper_id', '=', story.shopper_id)
      .where(IS_SHOWN)
      .where(
        sql<boolean>`(published_at, story_id) ${sql.raw(sign)} (${story.published_at}, ${story.story_id})`,
      )
      .orderBy('published_at', sign === '>' ? 'asc' : 'desc')
      .orderBy('story_id', sign === '>' ? 'asc' : 'desc')
      .limit(1)
      .executeTakeFirst();
    return row?.story_id ?? null;
  };
  return { newer: await next('>'), older: await next('<') };
}

/** Stories of a member that only they see. */
export async function countDrafts(db: Reader, mallId: string, memberId: string): Promise<number> {
  const row = await db
    .selectFrom('stories')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', memberId)
    .where(IS_UNSEEN)
    .where('state', '=', 'draft')
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** How many stories a member has shown for the first time since then. */
export async function countPublished(
  db: Reader,
  mallId: string,
  memberId: string,
  since: number,
): Promise<number> {
  // Deleted ones as well: else whoever deletes could go on all day.
  const blog = await findBlog(db, mallId, memberId);
  let count = goneTimes(blog).filter((at) => at > since).length;
  for (const which of [IS_SHOWN, IS_UNSEEN]) {
    const row = await db
      .selectFrom('stories')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('mall_id', '=', mallId)
      .where('shopper_id', '=', memberId)
      .where(which)
      .where('published_at', '>', since)
      .executeTakeFirstOrThrow();
    count += Number(row.count);
  }
  return count;
}

const goneTimes = (blog: BlogRow | undefined): number[] =>
  blog?.gone_times ? (JSON.parse(blog.gone_times) as number[]) : [];

/** A story is about to be deleted: that it was shown in the day before goes on counting. */
export async function rememberGone(
  trx: Trx,
  { mall_id, shopper_id, published_at }: StoryRow,
  since: number,
): Promise<void> {
  if (published_at === null || published_at <= since) return;
  const times = goneTimes(await findBlog(trx, mall_id, shopper_id)).filter((at) => at > since);
  await trx
    .updateTable('blogs')
    .set({ gone_times: JSON.stringify([...times, published_at]) })
    .where('mall_id', '=', mall_id)
    .where('shopper_id', '=', shopper_id)
    .execute();
}
