import type { Subject } from '../comments/subject.ts';
import type { PhotoOwner } from '../media/routes.ts';
import { isFirstShown } from './later.ts';
import { stampFirst, touch } from './stamp.ts';
import { addComments, findReview } from './store.ts';

/** What comments need to know of reviews. */
export const reviewSubject: Subject = {
  missing: 'gone',
  async placeFor(db, mall, id) {
    const review = await findReview(db, mall.id, id);
    if (review?.state !== 'shown' || !(await isFirstShown(db, review))) return undefined;
    return { topic: `product:${review.product}`, isPublic: true, isOpen: true, mayClear: false };
  },
  async standing(db, mallId, id) {
    const review = await findReview(db, mallId, id);
    return (
      review && {
        topic: `product:${review.product}`,
        isGone: review.state === 'deleted',
        product: review.product,
      }
    );
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
