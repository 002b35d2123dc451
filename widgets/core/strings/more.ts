import type { Loaders } from './index.ts';

/** The words of what opens by a tap. */
export const moreWords: Loaders = { ko: () => import('./ko-more.ts'), en: () => import('./en-more.ts') };
