// Loads beside what opens from the bell, and beside what is opened about alerts.
import type { Words } from '../words.ts';
import type { Loaders } from './index.ts';

const inbox: Loaders = { ko: () => import('./ko-inbox.ts'), en: () => import('./en-inbox.ts') };
const alerts: Loaders = { ko: () => import('./ko-alerts.ts'), en: () => import('./en-alerts.ts') };

/** The words of the list of notices. */
export const inboxWords = (words: Words): Promise<void> => words.more(inbox);
/** The words of the alert sheet and of the channel settings. */
export const alertsWords = (words: Words): Promise<void> => words.more(alerts);
