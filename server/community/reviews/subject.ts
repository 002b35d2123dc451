import type { Subject } from '../comments/routes.ts';
import { isFirstShown } from './later.ts';
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
