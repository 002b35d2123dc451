import type { Words } from '../words.ts';
import { firstWords } from './first.ts';
import type { Loaders } from './index.ts';

const story: Loaders = {
  ko: () => import('./ko-blog-story.ts'),
  en: () => import('./en-blog-story.ts'),
};

/** The words of an open story, of all dialogs, and those beside a name. */
export const blogStoryWords = async (words: Words): Promise<void> => {
  await Promise.all([words.more(story), words.more(), words.more(firstWords)]);
};
