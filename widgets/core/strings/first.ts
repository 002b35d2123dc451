import type { Loaders } from './index.ts';

/** The words of the reviews' first paint: the loader of the page asks for them together with the code. */
export const firstWords: Loaders = { ko: () => import('./ko.ts'), en: () => import('./en.ts') };
