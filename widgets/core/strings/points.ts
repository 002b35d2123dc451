import type { Words } from '../words.ts';
import type { Loaders } from './index.ts';

/** The words of one line of points, and of what is shown while there is no wallet. */
export const pointsWords: Loaders = {
  ko: () => import('./ko-points.ts'),
  en: () => import('./en-points.ts'),
};
const wallet: Loaders = { ko: () => import('./ko-wallet.ts'), en: () => import('./en-wallet.ts') };
const more: Loaders = {
  ko: () => import('./ko-wallet-more.ts'),
  en: () => import('./en-wallet-more.ts'),
};

/** The words of the wallet: figures and movements. */
export const walletWords = (words: Words): Promise<void> => words.more(wallet);

/** The words of what opens over a wallet: its own, and those of all dialogs. */
export const walletMoreWords = async (words: Words): Promise<void> => {
  await Promise.all([words.more(more), words.more()]);
};
