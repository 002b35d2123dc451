// Loads with the sheets about alerts and channels, not with the first words.
import type { Words } from '../words.ts';
import type { Loaders } from './index.ts';

const alerts: Loaders = { ko: () => import('./ko-alerts.ts'), en: () => import('./en-alerts.ts') };

/** The words of the alert sheet and of the channel settings. */
export const alertsWords = (words: Words): Promise<void> => words.more(alerts);
