import type { Services } from '../../base/services.ts';
import type { Subject } from '../comments/subject.ts';
import { notify } from '../inbox/store.ts';
import { accessToWish, findWish } from './access.ts';

/** What comments need to know of wishes. */
export function wishSubject(services: Pick<Services, 'secrets' | 'outbox' | 'jobs' | 'now'>): Subject {
  return {
    missing: 'not-found',
    async placeFor(db, mall, id, asking) {
      const seen = await accessToWish(db, services, mall, id, asking);
      if (!seen || seen.wish.state === 'removed') return undefined;
      const { list, rights } = seen;
      return {
        topic: `wishlist:${list.list_id}`,
        isPublic: list.visibility === 'public',
        isOpen: list.comments_open === 1,
        mayClear: rights.edit,
      };
    },
    async standing(db, mallId, id) {
      const wish = await findWish(db, mallId, id);
      return wish && { topic: `wishlist:${wish.list_id}`, isGone: wish.state === 'removed', product: null };
    },
    async moved(trx, mallId, id, by) {
      await trx
        .updateTable('wishes')
        .set((eb) => ({ comment_count: eb('comment_count', '+', by) }))
        .where('mall_id', '=', mallId)
        .where('wish_id', '=', id)
        .execute();
    },
    async posted(trx, mallId, { id, on, by }) {
      const wish = await findWish(trx, mallId, on);
      if (!wish || wish.shopper_id === by) return;
      await notify(trx, services, mallId, {
        shopperId: wish.shopper_id,
        kind: 'wish-comment',
        onceKey: `comment:${id}`,
        product: wish.product,
        listId: wish.list_id,
        wishId: wish.wish_id,
        fromId: by,
      });
    },
  };
}
