import type { Loaders } from './index.ts';

/** The words of stars in a list of products: a page of hundreds of cards needs no others. */
export const ratingWords: Loaders = {
  ko: () => import('./ko-rating.ts'),
  en: () => import('./en-rating.ts'),
};
