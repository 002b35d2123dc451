import type { ClientProblem } from './problems.ts';
import type { Words } from './words.ts';

// Codes whose sentence depends on what the shopper was doing here; every other sentence comes with the answer.
const KEYS = {
  network: 'networkProblem',
  unreadable: 'unknownProblem',
  internal: 'unknownProblem',
  'token-expired': 'sessionOver',
  'token-refused': 'sessionOver',
  gone: 'goneProblem',
  'not-found': 'goneProblem',
} as const;

/** One calm sentence for a problem (call `words.more()` first). */
export function problemWords(words: Words, problem: ClientProblem): string {
  const key = KEYS[problem.code as keyof typeof KEYS];
  return key ? words.t(key) : problem.title || words.t('unknownProblem');
}
