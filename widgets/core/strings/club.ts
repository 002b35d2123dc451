import type { Words } from '../words.ts';
import { firstWords } from './first.ts';
import type { Loaders } from './index.ts';

/** The words of the first paint of a savings club. */
export const clubWords: Loaders = {
  ko: () => import('./ko-club.ts'),
  en: () => import('./en-club.ts'),
};
/** How a club ended, and what somebody who was invited sees. */
export const clubLateWords: Loaders = {
  ko: () => import('./ko-club-late.ts'),
  en: () => import('./en-club-late.ts'),
};
const more: Loaders = {
  ko: () => import('./ko-club-more.ts'),
  en: () => import('./en-club-more.ts'),
};

/** The words of what opens over a savings club: its own, those of all dialogs, and those beside a name. */
export const clubMoreWords = async (words: Words): Promise<void> => {
  await Promise.all([words.more(more), words.more(clubLateWords), words.more(), words.more(firstWords)]);
};
