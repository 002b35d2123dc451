import type { Words } from '../words.ts';
import { firstWords } from './first.ts';
import type { Loaders } from './index.ts';

/** The words of a blog's first paint. */
export const blogWords: Loaders = {
  ko: () => import('./ko-blog.ts'),
  en: () => import('./en-blog.ts'),
};
/** The words of its stories, and of whoever is signed in. */
export const blogLateWords: Loaders = {
  ko: () => import('./ko-blog-late.ts'),
  en: () => import('./en-blog-late.ts'),
};
const more: Loaders = {
  ko: () => import('./ko-blog-more.ts'),
  en: () => import('./en-blog-more.ts'),
};

/** The words of what only a blog's member sees and of what opens over it: its own, and those of all dialogs. */
export const blogMoreWords = async (words: Words): Promise<void> => {
  await Promise.all([words.more(more), words.more(), words.more(firstWords)]);
};
