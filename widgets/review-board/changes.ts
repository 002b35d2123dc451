// What changes in a board that is shown already: loaded with the first act or the first thing that happens elsewhere.
import type { LaterReview, Review } from '../../server/community/reviews/contract.ts';
import type { BoardData } from './data.ts';
import type { View } from './view.ts';

/** Whether I wrote it: a guest that became a member may have two here, and each may have later ones. */
export function isMine({ mine, items }: BoardData, id: string): boolean {
  const first = items.find(({ later }) => later.some((one) => one.id === id))?.id ?? id;
  return mine?.review?.id === first || (mine?.reviews ?? []).some((one) => one.id === first);
}

/** Whether a review that arrives belongs into what is shown. Only the service knows what a search finds. */
function matches(view: View, review: Review): boolean {
  return (
    !view.q &&
    (view.stars === null || review.stars === view.stars) &&
    (!view.bought || review.bought) &&
    (!view.photo || review.photos.length > 0) &&
    (!view.option || review.options.some((one) => `${one.name}:${one.value}` === view.option)) &&
    (!view.attribute || review.attributes.some((one) => `${one.key}:${one.value}` === view.attribute))
  );
}

/** A later review as it hangs on the first one. */
function asLater({ laterKind, ...review }: Review): LaterReview {
  return { ...review, kind: laterKind ?? 'using' };
}

/**
 * Puts a review where it belongs: in its old place, below the one it goes on from, or on top. Answers whether it is a
 * new one in the list.
 */
export function upsert(data: BoardData, review: Review, own = false): boolean {
  const { items, mine, host } = data;
  const first = review.laterOf && items.find(({ id }) => id === review.laterOf);
  if (first) {
    const later = [...first.later.filter(({ id }) => id !== review.id), asLater(review)];
    later.sort((one, other) => one.createdAt - other.createdAt);
    return upsert(data, { ...first, later });
  }
  if (review.laterOf) return false;
  const old = items.find(({ id }) => id === review.id);
  // Asked for by itself it does not know what a search has found.
  const shown = old && !review.found.length ? { ...review, found: old.found } : review;
  if (old) data.items = items.map((one) => (one === old ? shown : one));
  const isNew = !old && review.product === data.product && (own || matches(data.view, review));
  if (isNew) {
    data.items = [shown, ...items];
    data.drawn++;
    data.arrived.add(review.id);
  }
  if (mine && (mine.review ? mine.review.id === review.id : own)) data.mine = { ...mine, review };
  host.requestUpdate();
  return isNew;
}

/** Takes a review out, from the list or from below the one it went on from. */
export function remove(data: BoardData, id: string): void {
  data.items = data.items
    .filter((one) => one.id !== id)
    .map((one) =>
      one.later.some((later) => later.id === id)
        ? { ...one, later: one.later.filter((later) => later.id !== id) }
        : one,
    );
  const { mine } = data;
  if (mine?.review?.id === id) data.mine = { ...mine, review: null, mayAdd: [] };
  data.host.requestUpdate();
}
