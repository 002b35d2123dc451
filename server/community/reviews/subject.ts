import type { Subject } from '../comments/routes.ts';
import type { PhotoOwner } from '../media/routes.ts';
import { isFirstShown } from './later.ts';
import { stampFirst, touch } from './stamp.ts';
import { addComments, findReview } from './store.ts';

/** What comments need to know of reviews. */
export const reviewSubject: Subject = {
  async topicOf(db, mallId, id) {
    const review = await findReview(db, mallId, id);
    return review?.state === 'shown' && (await isFirstShown(db, review))
      ? `product:${review.product}`
      : undefined;
  },
  moved: addComments,
};

/** What photos need to know of reviews. */
export const reviewPhotos: PhotoOwner = {
  async changed(trx, mallId, id) {
    const review = await findReview(trx, mallId, id);
    if (!review) return undefined;
    await touch(trx, review.mall_id, review.review_id);
    await stampFirst(trx, review);
    return `product:${review.product}`;
  },
};
