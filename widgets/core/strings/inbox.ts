// Loads with what the bell opens, not with the first words.
import type { Words } from '../words.ts';
import type { Loaders } from './index.ts';

const inbox: Loaders = { ko: () => import('./ko-inbox.ts'), en: () => import('./en-inbox.ts') };

/** The words of the list of notices. */
export const inboxWords = (words: Words): Promise<void> => words.more(inbox);
