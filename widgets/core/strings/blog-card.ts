import type { Loaders } from './index.ts';

/** The words of the compact card of a blog. */
export const blogCardWords: Loaders = {
  ko: () => import('./ko-blog-card.ts'),
  en: () => import('./en-blog-card.ts'),
};
