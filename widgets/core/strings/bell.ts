import type { Loaders } from './index.ts';

/** The words of the bell: all that is there at first paint. */
export const bellWords: Loaders = { ko: () => import('./ko-bell.ts'), en: () => import('./en-bell.ts') };
