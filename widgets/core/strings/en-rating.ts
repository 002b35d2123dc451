// The same texts as in en.ts: stars stand on pages that load nothing of the board.
import type { Translation } from './index.ts';

export default {
  starsOf: '{mean} out of 5 stars',
  count: { one: '{count} review', other: '{count} reviews' },
} satisfies Partial<Translation>;
