import type { Loaders } from './index.ts';

/** The words of hearts on products. */
export const wishWords: Loaders = { ko: () => import('./ko-wish.ts'), en: () => import('./en-wish.ts') };
