import type { StoriesOf } from '../inbox/notices.ts';

/** Stories as the inbox and its mails name them: those that the reader may still see. */
export const noticeStories: StoriesOf = async (db, mall, shopperId, storyIds) => {
  const rows = await db
    .selectFrom('stories')
    .select(['story_id', 'title', 'shopper_id', 'state'])
    .where('mall_id', '=', mall.id)
    .where('story_id', 'in', storyIds)
    .execute();
  return new Map(
    rows
      .filter((row) => row.state === 'shown' || row.shopper_id === shopperId)
      .map((row) => [row.story_id, { id: row.story_id, title: row.title, author: row.shopper_id }]),
  );
};
