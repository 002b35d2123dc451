import { sql } from 'kysely';
import type { Trx } from '../../base/db/database.ts';
import { setHidden } from '../media/store.ts';
import { findStory } from './stories/access.ts';
import type { StoryRow } from './table.ts';

/** What photos, animations and clips of a story hang on. */
export const STORY = 'story';
/** What the photo at the top of a blog hangs on, by the id of its member. */
export const HEADER = 'blog';

/** Hides a story that is shown. @returns it; undefined when there was none to hide */
export async function hideStory(
  trx: Trx,
  mallId: string,
  storyId: string,
  reason: string,
): Promise<StoryRow | undefined> {
  const story = await findStory(trx, mallId, storyId);
  if (story?.state !== 'shown') return undefined;
  await set(trx, story, { state: 'hidden', hide_reason: reason });
  await setHidden(trx, mallId, STORY, storyId, true);
  await countStories(trx, story, -1);
  return story;
}

/** Shows it again. @returns it; undefined when it was not hidden */
export async function restoreStory(trx: Trx, mallId: string, storyId: string): Promise<StoryRow | undefined> {
  const story = await findStory(trx, mallId, storyId);
  if (story?.state !== 'hidden') return undefined;
  await set(trx, story, { state: 'shown', hide_reason: null });
  await setHidden(trx, mallId, STORY, storyId, false);
  await countStories(trx, story, 1);
  return story;
}

/** Hides what a member wrote and showed of their blog; the blog goes on. False when there was nothing to hide. */
export async function hideBlog(trx: Trx, mallId: string, memberId: string, reason: string): Promise<boolean> {
  return mark(trx, mallId, memberId, reason);
}
export async function restoreBlog(trx: Trx, mallId: string, memberId: string): Promise<boolean> {
  return mark(trx, mallId, memberId, null);
}

async function mark(trx: Trx, mallId: string, memberId: string, reason: string | null): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('blogs')
    .set({ hide_reason: reason, version: sql<number>`version + 1` })
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', memberId)
    .where('hide_reason', reason === null ? 'is not' : 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return false;
  await setHidden(trx, mallId, HEADER, memberId, reason !== null);
  return true;
}

async function set(trx: Trx, story: StoryRow, change: Partial<StoryRow>): Promise<void> {
  await trx
    .updateTable('stories')
    .set({ ...change, version: story.version + 1 })
    .where('mall_id', '=', story.mall_id)
    .where('story_id', '=', story.story_id)
    .execute();
}

/** A story of a blog, and of its board, is shown from now on, or no longer. */
export async function countStories(
  trx: Trx,
  story: Pick<StoryRow, 'mall_id' | 'shopper_id' | 'board_id'>,
  by: 1 | -1,
): Promise<void> {
  await trx
    .updateTable('blogs')
    .set({ story_count: sql<number>`story_count + ${by}` })
    .where('mall_id', '=', story.mall_id)
    .where('shopper_id', '=', story.shopper_id)
    .execute();
  if (story.board_id === null) return;
  await trx
    .updateTable('blog_boards')
    .set({ story_count: sql<number>`story_count + ${by}` })
    .where('mall_id', '=', story.mall_id)
    .where('board_id', '=', story.board_id)
    .execute();
}
