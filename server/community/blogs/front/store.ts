import { type RawBuilder, sql } from 'kysely';
import type { Reader } from '../../../base/db/database.ts';
import type { BlogRow, StoryRow } from '../table.ts';

/** Candidates of each sort that are looked at closely: far more than any front page holds. */
const LOOKED_AT = 200;
/** Rows asked for at once. */
const CHUNK = 200;

type Counts = ReadonlyMap<string, number>;
/** From when on is counted: the moment, and the day it is at the mall. */
export interface Since {
  at: number;
  day: string;
}

const countsOf = (rows: readonly { id: string; count: number }[]): Counts =>
  new Map(rows.map((row) => [row.id, Number(row.count)]));

async function inChunks<T>(ids: readonly string[], ask: (some: string[]) => Promise<T[]>): Promise<T[]> {
  const found: T[] = [];
  for (let at = 0; at < ids.length; at += CHUNK) found.push(...(await ask(ids.slice(at, at + CHUNK))));
  return found;
}

/** Stories that may be among the best: liked most in these days, talked of most, or new. Whoever did not agree is left out. */
export async function storyCandidates(
  db: Reader,
  mallId: string,
  since: Since,
  pinned: readonly string[],
): Promise<StoryRow[]> {
  const liked = await db
    .selectFrom('story_hearts')
    .innerJoin('stories', (join) =>
      join
        .onRef('stories.mall_id', '=', 'story_hearts.mall_id')
        .onRef('stories.story_id', '=', 'story_hearts.story_id'),
    )
    .innerJoin('blogs', (join) =>
      join
        .onRef('blogs.mall_id', '=', 'stories.mall_id')
        .onRef('blogs.shopper_id', '=', 'stories.shopper_id'),
    )
    .select('story_hearts.story_id')
    .where('story_hearts.mall_id', '=', mallId)
    .where('story_hearts.at', '>=', since.at)
    .where('stories.state', '=', 'shown')
    .where('blogs.front_page_at', 'is not', null)
    .groupBy('story_hearts.story_id')
    .orderBy(sql`count(*)`, 'desc')
    .limit(LOOKED_AT)
    .execute();
  const agreed = () =>
    db
      .selectFrom('stories')
      .innerJoin('blogs', (join) =>
        join
          .onRef('blogs.mall_id', '=', 'stories.mall_id')
          .onRef('blogs.shopper_id', '=', 'stories.shopper_id'),
      )
      .selectAll('stories')
      .where('stories.mall_id', '=', mallId)
      .where(sql<boolean>`stories.state = 'shown'`)
      .where('blogs.front_page_at', 'is not', null);
  const recent = await agreed()
    .where('stories.published_at', '>=', since.at)
    .orderBy('stories.published_at', 'desc')
    .limit(LOOKED_AT)
    .execute();
  const talked = await agreed()
    .where('stories.published_at', '>=', since.at)
    .where('stories.comment_count', '>', 0)
    .orderBy('stories.comment_count', 'desc')
    .limit(LOOKED_AT)
    .execute();
  const stories = new Map([...recent, ...talked].map((row) => [row.story_id, row]));
  const more = [...liked.map((row) => row.story_id), ...pinned].filter((id) => !stories.has(id));
  const rest = await inChunks([...new Set(more)], (some) =>
    agreed().where('stories.story_id', 'in', some).execute(),
  );
  for (const row of rest) stories.set(row.story_id, row);
  return [...stories.values()];
}

/** Blogs that may be among the best: visited most in these days. Hidden ones and those of whoever did not agree are left out. */
export async function blogCandidates(
  db: Reader,
  mallId: string,
  since: Since,
  pinned: readonly string[],
): Promise<BlogRow[]> {
  const visited = await db
    .selectFrom('blog_visits')
    .innerJoin('blogs', (join) =>
      join
        .onRef('blogs.mall_id', '=', 'blog_visits.mall_id')
        .onRef('blogs.shopper_id', '=', 'blog_visits.shopper_id'),
    )
    .select('blog_visits.shopper_id')
    .where('blog_visits.mall_id', '=', mallId)
    .where('blog_visits.day', '>=', since.day)
    .where('blogs.front_page_at', 'is not', null)
    .where('blogs.hide_reason', 'is', null)
    .groupBy('blog_visits.shopper_id')
    .orderBy(sql`sum(blog_visits.count)`, 'desc')
    .limit(LOOKED_AT)
    .execute();
  const ids = [...new Set([...pinned, ...visited.map((row) => row.shopper_id)])];
  return inChunks(ids, (some) =>
    db
      .selectFrom('blogs')
      .selectAll()
      .where('mall_id', '=', mallId)
      .where('shopper_id', 'in', some)
      .where('front_page_at', 'is not', null)
      .where('hide_reason', 'is', null)
      .execute(),
  );
}

/** Visitors of some blogs in these days. */
export const visitCounts = async (
  db: Reader,
  mallId: string,
  since: Since,
  memberIds: readonly string[],
): Promise<Counts> =>
  countsOf(
    await inChunks([...new Set(memberIds)], (some) =>
      db
        .selectFrom('blog_visits')
        .select(['shopper_id as id', sql<number>`sum(count)`.as('count')])
        .where('mall_id', '=', mallId)
        .where('shopper_id', 'in', some)
        .where('day', '>=', since.day)
        .groupBy('shopper_id')
        .execute(),
    ),
  );

const countAll: RawBuilder<number> = sql<number>`count(*)`;

/** What happened around some stories in these days: hearts, others who wrote, things sold and kept. */
export async function storyCounts(
  db: Reader,
  mallId: string,
  since: Since,
  storyIds: readonly string[],
): Promise<{ hearts: Counts; voices: Counts; sold: Counts }> {
  const hearts = await inChunks(storyIds, (some) =>
    db
      .selectFrom('story_hearts')
      .select(['story_id as id', countAll.as('count')])
      .where('mall_id', '=', mallId)
      .where('story_id', 'in', some)
      .where('at', '>=', since.at)
      .groupBy('story_id')
      .execute(),
  );
  const voices = await inChunks(storyIds, (some) =>
    db
      .selectFrom('comments')
      .innerJoin('stories', (join) =>
        join
          .onRef('stories.mall_id', '=', 'comments.mall_id')
          .onRef('stories.story_id', '=', 'comments.subject_id'),
      )
      .select(['comments.subject_id as id', sql<number>`count(distinct comments.shopper_id)`.as('count')])
      .where('comments.mall_id', '=', mallId)
      .where('comments.subject_kind', '=', 'story')
      .where('comments.subject_id', 'in', some)
      .where('comments.state', '=', 'shown')
      .where('comments.created_at', '>=', since.at)
      .whereRef('comments.shopper_id', '!=', 'stories.shopper_id')
      .groupBy('comments.subject_id')
      .execute(),
  );
  const sold = await inChunks(storyIds, (some) =>
    db
      .selectFrom('story_sales')
      .select([sql<string>`story_id`.as('id'), sql<number>`sum(quantity)`.as('count')])
      .where('mall_id', '=', mallId)
      .where('story_id', 'in', some)
      .where('at', '>=', since.at)
      .groupBy('story_id')
      .execute(),
  );
  return { hearts: countsOf(hearts), voices: countsOf(voices), sold: countsOf(sold) };
}
