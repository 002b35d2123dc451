import type { Trx } from '../../base/db/database.ts';
import type { Services } from '../../base/services.ts';
import { announce, membersOf } from './store.ts';
import { countHeart } from './stories/hearts.ts';
import { deleteStory } from './stories/store.ts';

/**
 * Erases the blog of a member: their stories with all that hangs on them (without their author they say nothing, so none
 * is kept), the hearts that they gave, what they show and who came. Sales that they were part of as a buyer stay counted,
 * of nobody. The rows that are theirs alone go by what the tables declare. Pictures go with all others of theirs.
 */
export async function eraseBlogs(
  trx: Trx,
  services: Pick<Services, 'outbox' | 'jobs' | 'now'>,
  mallId: string,
  shopperId: string,
): Promise<void> {
  const stories = await trx
    .selectFrom('stories')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', shopperId)
    .execute();
  for (const story of stories) await deleteStory(trx, { ...services, now: services.now() }, story);
  const hearted = await trx
    .selectFrom('story_hearts as heart')
    .innerJoin('stories', (join) =>
      join.onRef('stories.mall_id', '=', 'heart.mall_id').onRef('stories.story_id', '=', 'heart.story_id'),
    )
    .select(['stories.mall_id', 'stories.story_id', 'stories.shopper_id', 'stories.state'])
    .where('heart.mall_id', '=', mallId)
    .where('heart.shopper_id', '=', shopperId)
    .execute();
  for (const story of hearted) await countHeart(trx, services, story, -1);
  await trx
    .deleteFrom('story_hearts')
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', shopperId)
    .execute();
  await trx
    .deleteFrom('blog_visitors')
    .where('mall_id', '=', mallId)
    .where('blog_id', '=', shopperId)
    .execute();
  await trx
    .updateTable('story_sales')
    .set({ buyer_id: null })
    .where('mall_id', '=', mallId)
    .where('buyer_id', '=', shopperId)
    .execute();
  // Also of one who never changed anything in it: their name and wishes stood there.
  if ((await membersOf(trx, mallId, [shopperId])).has(shopperId))
    await announce(trx, services, 'blog.changed', { mall_id: mallId, shopper_id: shopperId });
}
