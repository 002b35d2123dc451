import type { Review } from '../../server/community/reviews/contract.ts';
import { BeforeReviewDeleteEvent, ReviewDeleteEvent } from '../core/events.ts';
import { problemOf } from '../core/problems.ts';
import { touchSummary } from './acts.ts';
import { remove } from './changes.ts';
import type { BoardHost } from './host.ts';

/** Deletes a review, as its author has confirmed; the page may still say no. */
export async function deleteReview(board: BoardHost, review: Review): Promise<void> {
  if (!board.dispatchEvent(new BeforeReviewDeleteEvent({ review }))) return;
  const { id, product } = review;
  const words = board.words!;
  try {
    await board.side!.client.request('DELETE', `reviews/${id}`, { as: 'signed', lang: words.lang });
  } catch (error) {
    // Gone already, from another tab: that is what was wanted.
    if (!['gone', 'not-found'].includes(problemOf(error).code)) throw error;
  }
  remove(board.data, id);
  touchSummary(board.data);
  // Another later one may be added now.
  void board.data.loadMine();
  board.dispatchEvent(new ReviewDeleteEvent({ review: id, product }));
  board.notify(words.t('removed'));
}
