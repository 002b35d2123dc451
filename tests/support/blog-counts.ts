import assert from 'node:assert/strict';
import { sql } from 'kysely';
import type { Reader } from '../../server/base/db/database.ts';

type Row = Record<string, unknown>;

/** Counts the blogs of a mall anew from their rows, and compares with every count that is kept. */
export async function assertBlogCounts(db: Reader, mallId: string): Promise<number> {
  const all = async (table: string): Promise<Row[]> =>
    (await sql<Row>`select * from ${sql.table(table)} where mall_id = ${mallId}`.execute(db)).rows;
  const blogs = await all('blogs');
  const boards = await all('blog_boards');
  const stories = await all('stories');
  const marks = await all('story_marks');
  const hearts = await all('story_hearts');
  const comments = await all('comments');
  const purchases = await all('shown_purchases');
  const photos = await all('photos');
  const count = (rows: readonly Row[], fits: Row, by?: string): number => {
    const found = rows.filter((row) => Object.entries(fits).every(([key, value]) => row[key] === value));
    return by === undefined ? found.length : new Set(found.map((row) => row[by])).size;
  };
  const shown = { state: 'shown' };
  for (const { shopper_id, story_count, purchase_count } of blogs)
    assert.deepEqual(
      [story_count, purchase_count],
      [count(stories, { shopper_id, ...shown }), count(purchases, { shopper_id })],
      `counts of the blog of ${shopper_id}`,
    );
  for (const { board_id, story_count } of boards)
    assert.equal(story_count, count(stories, { board_id, ...shown }), `stories of the board ${board_id}`);
  for (const story of stories) {
    const { story_id, shopper_id } = story;
    assert.deepEqual(
      [story.heart_count, story.comment_count, story.product_count, story.media_count],
      [
        count(hearts, { story_id }),
        count(comments, { subject_kind: 'story', subject_id: story_id, ...shown }),
        count(marks, { story_id }, 'product'),
        count(photos, { owner_kind: 'story', owner_id: story_id }),
      ],
      `counts of the story ${story_id}`,
    );
    assert.equal(count(hearts, { story_id, shopper_id }), 0, 'nobody hearts their own');
    if (story.board_id !== null)
      assert.equal(
        count(boards, { board_id: story.board_id, shopper_id }),
        1,
        'it stands in a board of its blog',
      );
  }
  const ids = new Set(stories.map((one) => one.story_id));
  for (const row of [...marks, ...hearts]) assert.ok(ids.has(row.story_id), 'what hangs on a story');
  for (const row of comments)
    if (row.subject_kind === 'story') assert.ok(ids.has(row.subject_id), 'a comment under a story');
  return stories.length;
}
