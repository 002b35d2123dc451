import type { Services } from '../../../base/services.ts';
import { shopperIdOf } from '../../../mall/shoppers/rules.ts';
import type { Subject } from '../../comments/subject.ts';
import { notify } from '../../inbox/store.ts';
import { accessToStory, findStory, topicOf } from './access.ts';

/** What comments need to know of stories. */
export function storySubject(services: Pick<Services, 'outbox' | 'jobs' | 'now'>): Subject {
  return {
    missing: 'not-found',
    async placeFor(db, mall, id, { who }) {
      const story = await accessToStory(db, mall.id, id, who);
      if (!story) return undefined;
      return {
        topic: topicOf(story),
        isPublic: story.state === 'shown',
        isOpen: story.comments_open === 1 && story.state === 'shown',
        mayClear: shopperIdOf(who) === story.shopper_id,
      };
    },
    async standing(db, mallId, id) {
      const story = await findStory(db, mallId, id);
      return story && { topic: topicOf(story), isGone: story.state !== 'shown', product: null };
    },
    async moved(trx, mallId, id, by) {
      await trx
        .updateTable('stories')
        .set((eb) => ({ comment_count: eb('comment_count', '+', by) }))
        .where('mall_id', '=', mallId)
        .where('story_id', '=', id)
        .execute();
    },
    async posted(trx, mallId, { id, on, by }) {
      const story = await findStory(trx, mallId, on);
      if (!story || story.shopper_id === by) return;
      await notify(trx, services, mallId, {
        shopperId: story.shopper_id,
        kind: 'story-comment',
        onceKey: `comment:${id}`,
        storyId: on,
        fromId: by,
      });
    },
  };
}
