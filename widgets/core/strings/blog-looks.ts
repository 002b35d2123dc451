import type { Words } from '../words.ts';
import type { Loaders } from './index.ts';

const looks: Loaders = {
  ko: () => import('./ko-blog-looks.ts'),
  en: () => import('./en-blog-looks.ts'),
};

/** The words of the sheet where members choose how their blog looks, and those of all dialogs. */
export const blogLooksWords = async (words: Words): Promise<void> => {
  await Promise.all([words.more(looks), words.more()]);
};
