import type { Loaders } from './index.ts';

/** The words of the feed. */
export const feedWords: Loaders = { ko: () => import('./ko-feed.ts'), en: () => import('./en-feed.ts') };
