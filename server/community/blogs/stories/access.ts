import type { Reader } from '../../../base/db/database.ts';
import { shopperIdOf, type Who } from '../../../mall/shoppers/rules.ts';
import type { StoryRow } from '../table.ts';

export function findStory(db: Reader, mallId: string, storyId: string): Promise<StoryRow | undefined> {
  return db
    .selectFrom('stories')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('story_id', '=', storyId)
    .executeTakeFirst();
}

/** Whether somebody may see a story: what is shown everybody may who may read the mall, all else its author alone. */
export const maySee = (story: Pick<StoryRow, 'state' | 'shopper_id'>, who: Who): boolean =>
  story.state === 'shown' || shopperIdOf(who) === story.shopper_id;

/** The story, when whoever asks may see it; what they may not see is not there. */
export async function accessToStory(
  db: Reader,
  mallId: string,
  storyId: string,
  who: Who,
): Promise<StoryRow | undefined> {
  const story = await findStory(db, mallId, storyId);
  return story && maySee(story, who) ? story : undefined;
}

/** Where things that happen to a story are told: of one that is not shown, to its author alone. */
export const topicOf = ({ state, shopper_id }: Pick<StoryRow, 'state' | 'shopper_id'>): string =>
  `${state === 'shown' ? 'blog' : 'shopper'}:${shopper_id}`;
