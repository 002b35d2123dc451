import type { Words } from '../words.ts';
import { firstWords } from './first.ts';
import type { Loaders } from './index.ts';

/** The words of the wishlist's first paint. */
export const wishlistWords: Loaders = {
  ko: () => import('./ko-wishlist.ts'),
  en: () => import('./en-wishlist.ts'),
};
const more: Loaders = {
  ko: () => import('./ko-wishlist-more.ts'),
  en: () => import('./en-wishlist-more.ts'),
};

/** The words of what opens over a wishlist: its own, those of all dialogs, and those beside a name. */
export const wishlistMoreWords = async (words: Words): Promise<void> => {
  await Promise.all([words.more(more), words.more(), words.more(firstWords)]);
};
