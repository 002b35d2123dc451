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
  return { sort: oneOf(sort, SORTS, 'helpful'), stars: null, bought: false, photo: false, option: null, attribute: null };
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

/** Reads the view from the page's own address. Names begin with `dangol-`, so that they meet nothing of the host's. */
export function viewInAddress(sort: string | null): View {
  const query = new URLSearchParams(location.search);
  const pair = (name: string) => (/^[^:]+:./.test(query.get(name) ?? '') ? query.get(name) : null);
  return {
    sort: oneOf(query.get('dangol-sort') ?? sort, SORTS, 'helpful'),
    stars: Number(oneOf(query.get('dangol-stars'), ['1', '2', '3', '4', '5'], '1')) * Number(query.has('dangol-stars')) || null,
    bought: query.has('dangol-bought'),
    photo: query.has('dangol-photo'),
    option: pair('dangol-option'),
    attribute: pair('dangol-attribute'),
  };
}

/** Puts the view into the page's address, without a step in its history. */
export function keepInAddress(view: View): void {
  const url = new URL(location.href);
  const put = (name: string, value: string | null) =>
    value === null ? url.searchParams.delete(`dangol-${name}`) : url.searchParams.set(`dangol-${name}`, value);
  put('sort', view.sort === 'helpful' ? null : view.sort);
  put('stars', view.stars === null ? null : String(view.stars));
  put('bought', view.bought ? '1' : null);
  put('photo', view.photo ? '1' : null);
  put('option', view.option);
  put('attribute', view.attribute);
  try {
    history.replaceState(history.state, '', url);
  } catch {
    // A page without an address of its own, such as a preview.
  }
}
