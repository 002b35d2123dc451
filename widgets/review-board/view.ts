import type { Sort } from '../../server/community/reviews/contract.ts';
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
  /** Words to search for. */
  q: string | null;
}

export function plainView(sort: string | null): View {
  return {
    sort: oneOf(sort, SORTS, 'helpful'),
    stars: null,
    bought: false,
    photo: false,
    option: null,
    attribute: null,
    q: null,
  };
}

/** Whether anything but the order was picked. */
export const isFiltered = (view: View): boolean => Object.values(view).filter(Boolean).length > 1;
