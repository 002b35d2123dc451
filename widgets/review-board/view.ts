import type { Review, Sort } from '../../server/community/reviews/contract.ts';
import { oneOf } from '../core/element.ts';

export const SORTS = ['helpful', 'newest', 'highest', 'lowest'] as const satisfies readonly Sort[];

/** How somebody looks at a board: its order, and what is picked out. */
export interface View {
  sort: Sort;
  stars: number | null;
  bought: boolean;
  photo: boolean;
  /** `name:value` */
  option: string | null;
  /** `key:value` */
  attribute: string | null;
}

export function plainView(sort: string | null): View {
  return {
    sort: oneOf(sort, SORTS, 'helpful'),
    stars: null,
    bought: false,
    photo: false,
    option: null,
    attribute: null,
  };
}

export function isFiltered(view: View): boolean {
  return view.stars !== null || view.bought || view.photo || view.option !== null || view.attribute !== null;
}

/** Whether a review that arrives belongs into what is shown. */
export function matches(view: View, review: Review): boolean {
  return (
    (view.stars === null || review.stars === view.stars) &&
    (!view.bought || review.bought) &&
    (!view.photo || review.photos.length > 0) &&
    (!view.option || review.options.some((one) => `${one.name}:${one.value}` === view.option)) &&
    (!view.attribute || review.attributes.some((one) => `${one.key}:${one.value}` === view.attribute))
  );
}
