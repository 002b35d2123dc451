import type { Reader, Trx } from '../../../base/db/database.ts';
import type { Services } from '../../../base/services.ts';
import { announce } from '../store.ts';
import type { StoryRow } from '../table.ts';
import type { StoryHearts } from './contract.ts';

export async function isHearted(
  db: Reader,
  mallId: string,
  storyId: string,
  shopperId: string,
): Promise<boolean> {
  const row = await db
    .selectFrom('story_hearts')
    .select('at')
    .where('mall_id', '=', mallId)
    .where('story_id', '=', storyId)
    .where('shopper_id', '=', shopperId)
    .executeTakeFirst();
  return row !== undefined;
}

/** Gives a story a member's heart, or takes it back; twice is once. */
export async function setHeart(
  trx: Trx,
  services: Pick<Services, 'outbox'>,
  story: StoryRow,
  shopperId: string,
  hearted: boolean,
  now: number,
): Promise<StoryHearts> {
  const { mall_id: mallId, story_id: storyId } = story;
  if ((await isHearted(trx, mallId, storyId, shopperId)) === hearted)
    return { hearts: story.heart_count, hearted };
  if (hearted)
    await trx
      .insertInto('story_hearts')
      .values({ mall_id: mallId, story_id: storyId, shopper_id: shopperId, at: now })
      .execute();
  else
    await trx
      .deleteFrom('story_hearts')
      .where('mall_id', '=', mallId)
      .where('story_id', '=', storyId)
      .where('shopper_id', '=', shopperId)
      .execute();
  await countHeart(trx, services, story, hearted ? 1 : -1);
  return { hearts: story.heart_count + (hearted ? 1 : -1), hearted };
}

/** One heart more or fewer. Of a story that others do not see nobody is told. */
export async function countHeart(
  trx: Trx,
  services: Pick<Services, 'outbox'>,
  story: Pick<StoryRow, 'mall_id' | 'story_id' | 'shopper_id' | 'state'>,
  by: 1 | -1,
): Promise<void> {
  await trx
    .updateTable('stories')
    .set((eb) => ({ heart_count: eb('heart_count', '+', by) }))
    .where('mall_id', '=', story.mall_id)
    .where('story_id', '=', story.story_id)
    .execute();
  if (story.state === 'shown') await announce(trx, services, 'story.hearted', story);
}
