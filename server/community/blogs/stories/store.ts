import { sql } from 'kysely';
import { DAY } from '../../../base/clock.ts';
import type { Trx } from '../../../base/db/database.ts';
import { Problem } from '../../../base/http/problem.ts';
import { newId } from '../../../base/ids.ts';
import type { Services } from '../../../base/services.ts';
import type { Mall } from '../../../mall/malls/rules.ts';
import { findProducts } from '../../../mall/products/store.ts';
import { commentEvent } from '../../comments/subject.ts';
import { detachAll } from '../../media/store.ts';
import { unpin } from '../front/pins.ts';
import { countStories, STORY } from '../hiding.ts';
import { ownReview } from '../purchases/reviews.ts';
import { announce, ensureBlog, tellOwner } from '../store.ts';
import type { StoryMarkRow, StoryRow } from '../table.ts';
import type { PatchStory, PostStory } from './contract.ts';
import { countDrafts, countPublished } from './lists.ts';
import { attachStoryMedia, removeSeen } from './media.ts';
import { disclosureOf, MOST_DRAFTS, mayBeShown, moveOf } from './rules.ts';

export interface Writing extends Pick<Services, 'outbox' | 'jobs'> {
  mall: Mall;
  now: number;
}

const refuse = (path: string, message: string) => new Problem('bad-input', { fields: [{ path, message }] });

/** @throws Problem bad-input, quota-full */
export async function insertStory(
  trx: Trx,
  writing: Writing,
  shopperId: string,
  given: PostStory,
): Promise<StoryRow> {
  const { mall, now } = writing;
  await ensureBlog(trx, mall.id, shopperId, now);
  const draft: StoryRow = {
    mall_id: mall.id,
    story_id: newId(),
    shopper_id: shopperId,
    board_id: null,
    title: '',
    text: '',
    state: 'draft',
    hide_reason: null,
    comments_open: 1,
    review_id: null,
    disclosure: null,
    media_count: 0,
    product_count: 0,
    comment_count: 0,
    heart_count: 0,
    published_at: null,
    created_at: now,
    edited_at: null,
    version: 0,
  };
  await trx.insertInto('stories').values(draft).execute();
  return write(trx, writing, draft, given, true);
}

/**
 * @param patch what is left out stays
 * @throws Problem changed-meanwhile, not-allowed for one that the mall has hidden, bad-input, quota-full
 */
export async function changeStory(
  trx: Trx,
  writing: Writing,
  before: StoryRow,
  { version, ...patch }: PatchStory,
): Promise<StoryRow> {
  if (before.version !== version) throw new Problem('changed-meanwhile');
  return write(trx, writing, before, patch, false);
}

async function write(
  trx: Trx,
  writing: Writing,
  before: StoryRow,
  given: Partial<PostStory>,
  isNew: boolean,
): Promise<StoryRow> {
  const { mall, now } = writing;
  const move = moveOf(before.state, given.state);
  if (move === 'refused') throw new Problem('not-allowed', { detail: 'the mall has hidden it' });
  await refuseOthers(trx, before, given);
  const marks = given.media && (await putMedia(trx, writing, before, given.media));
  const products = marks ? new Set(marks.map((one) => one.product)).size : before.product_count;
  const state = move === 'publish' ? 'shown' : move === 'unpublish' ? 'draft' : before.state;
  const after: StoryRow = {
    ...before,
    state,
    ...(given.title !== undefined && { title: given.title }),
    ...(given.text !== undefined && { text: given.text }),
    ...(given.board !== undefined && { board_id: given.board }),
    ...(given.review !== undefined && { review_id: given.review }),
    ...(given.commentsOpen !== undefined && { comments_open: given.commentsOpen ? 1 : 0 }),
    ...(given.media && { media_count: given.media.length }),
    product_count: products,
    disclosure: disclosureOf(before.disclosure, { isShown: state === 'shown', products }, mall.settings),
    version: before.version + 1,
  };
  if (state === 'shown') {
    if (!mayBeShown({ text: after.text, media: after.media_count }))
      throw refuse('text', 'a story needs a text or a picture to be shown');
    if (after.published_at === null) {
      await refuseMany(trx, writing, before.shopper_id);
      after.published_at = now;
    } else if (!isNew && isOtherwise(given)) after.edited_at = now;
  } else if (isNew && (await countDrafts(trx, mall.id, before.shopper_id)) > MOST_DRAFTS)
    throw new Problem('quota-full', { detail: `at most ${MOST_DRAFTS} stories that are not shown` });
  await keep(trx, before, after);
  // Where it stood before, and where it stands now.
  if (before.state === 'shown') await countStories(trx, before, -1);
  if (after.state === 'shown') await countStories(trx, after, 1);
  if (move === 'publish') await announce(trx, writing, 'story.shown', after);
  else if (move === 'unpublish') await announce(trx, writing, 'story.gone', after);
  else if (state === 'shown') await announce(trx, writing, 'story.changed', after);
  if (state === 'draft' || before.state === 'draft') await tellOwner(trx, writing, 'story.draft', after);
  return after;
}

/** Something that readers see changed. */
const isOtherwise = ({ title, text, media, review }: Partial<PostStory>): boolean =>
  title !== undefined || text !== undefined || media !== undefined || review !== undefined;

/** @throws Problem bad-input for a board or a review that is not the author's own */
async function refuseOthers(trx: Trx, story: StoryRow, given: Partial<PostStory>): Promise<void> {
  const { mall_id: mallId, shopper_id: shopperId } = story;
  if (given.board) {
    const board = await trx
      .selectFrom('blog_boards')
      .select('shopper_id')
      .where('mall_id', '=', mallId)
      .where('board_id', '=', given.board)
      .executeTakeFirst();
    if (board?.shopper_id !== shopperId) throw refuse('board', 'no board of yours');
  }
  // One that was there before may have been hidden since: it stays, and nobody sees it.
  if (given.review && given.review !== story.review_id)
    if (!(await ownReview(trx, mallId, shopperId, given.review)))
      throw refuse('review', 'no review of yours that is shown');
}

/** @throws Problem quota-full when so many were shown in a day */
async function refuseMany(trx: Trx, { mall, now }: Writing, shopperId: string): Promise<void> {
  const { storiesPerDay } = mall.settings.limits;
  if ((await countPublished(trx, mall.id, shopperId, now - DAY)) >= storiesPerDay)
    throw new Problem('quota-full', { detail: `at most ${storiesPerDay} stories in 24 hours` });
}

/** Hangs exactly these on the story, each with exactly these marks. @throws Problem bad-input */
async function putMedia(
  trx: Trx,
  writing: Writing,
  story: StoryRow,
  media: PostStory['media'],
): Promise<StoryMarkRow[]> {
  const { mall_id: mallId, story_id: storyId, shopper_id: shopperId } = story;
  const keys = media.flatMap((one) => one.marks.map((mark) => mark.product));
  const products = await findProducts(trx, mallId, [...new Set(keys)]);
  const marks: StoryMarkRow[] = [];
  for (const [at, one] of media.entries())
    for (const [markAt, { x, y, product }] of one.marks.entries()) {
      if (products.get(product)?.confirmed !== 1)
        throw refuse(`media.${at}.marks.${markAt}.product`, 'no product that the mall has stated');
      marks.push({
        mall_id: mallId,
        story_id: storyId,
        photo_id: one.id,
        place: marks.length,
        shopper_id: shopperId,
        product,
        x,
        y,
      });
    }
  const ids = media.map((one) => one.id);
  if (story.state !== 'draft') await removeSeen(trx, writing, mallId, { kind: STORY, id: storyId }, ids);
  await attachStoryMedia(trx, mallId, shopperId, storyId, ids);
  await dropMarks(trx, story);
  if (marks.length > 0) await trx.insertInto('story_marks').values(marks).execute();
  return marks;
}

async function dropMarks(trx: Trx, { mall_id, story_id }: StoryRow): Promise<void> {
  await trx
    .deleteFrom('story_marks')
    .where('mall_id', '=', mall_id)
    .where('story_id', '=', story_id)
    .execute();
}

async function keep(trx: Trx, before: StoryRow, after: StoryRow): Promise<void> {
  const { mall_id, story_id, shopper_id: _, comment_count: _comments, heart_count: _hearts, ...set } = after;
  const { numUpdatedRows } = await trx
    .updateTable('stories')
    .set(set)
    .where('mall_id', '=', mall_id)
    .where('story_id', '=', story_id)
    .where('version', '=', before.version)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new Problem('changed-meanwhile');
}

/** Deletes a story with all that hangs on it, at once and for good. What it sold stays counted, from no story. */
export async function deleteStory(
  trx: Trx,
  writing: Pick<Services, 'outbox' | 'jobs'> & { now: number },
  story: StoryRow,
): Promise<void> {
  const { mall_id: mallId, story_id: storyId } = story;
  if (story.state === 'shown') await countStories(trx, story, -1);
  if (story.state === 'draft') await detachAll(trx, mallId, STORY, storyId);
  else await removeSeen(trx, writing, mallId, { kind: STORY, id: storyId }, []);
  await dropMarks(trx, story);
  await trx
    .deleteFrom('story_hearts')
    .where('mall_id', '=', mallId)
    .where('story_id', '=', storyId)
    .execute();
  // What was said under it says nothing without it.
  const comments = await trx
    .deleteFrom('comments')
    .where('mall_id', '=', mallId)
    .where(sql<boolean>`subject_kind = 'story'`)
    .where('subject_id', '=', storyId)
    .returning(['mall_id', 'subject_kind', 'subject_id', 'comment_id'])
    .execute();
  await trx
    .updateTable('story_sales')
    .set({ story_id: null })
    .where('mall_id', '=', mallId)
    .where('story_id', '=', storyId)
    .execute();
  await unpin(trx, mallId, 'story', storyId);
  await trx.deleteFrom('stories').where('mall_id', '=', mallId).where('story_id', '=', storyId).execute();
  // Reports of it end with it. Of one that others do not see only its author hears.
  const isShown = story.state === 'shown';
  const topic = `${isShown ? 'blog' : 'shopper'}:${story.shopper_id}`;
  for (const row of comments) await writing.outbox.append(trx, commentEvent('comment.deleted', row, topic));
  if (isShown) await announce(trx, writing, 'story.gone', story);
  await (isShown ? announce : tellOwner)(trx, writing, 'story.deleted', story);
}
