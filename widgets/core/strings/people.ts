// Loads beside what shows people, not with the first words.
import type { Words } from '../words.ts';
import type { Loaders } from './index.ts';

/** The words of the leaders' first paint. */
export const leadersWords: Loaders = {
  ko: () => import('./ko-leaders.ts'),
  en: () => import('./en-leaders.ts'),
};
const people: Loaders = { ko: () => import('./ko-people.ts'), en: () => import('./en-people.ts') };

/** The words of the sheets about people. */
export const peopleWords = (words: Words): Promise<void> => words.more(people);
