import type { ProblemCode } from '../../server/base/http/problem.ts';
import type { Words } from './words.ts';

/** `network`: no answer at all; `unreadable`: an answer that is not ours. */
export type ClientCode = ProblemCode | 'network' | 'unreadable';

/** Every failure of a request, by one closed list of codes. */
export class ClientProblem extends Error {
  readonly code: ClientCode;
  /** The service's sentence, in the language that was asked for. */
  readonly title: string;
  /** Seconds until another try may succeed. */
  readonly retryAfter: number | undefined;

  constructor(code: ClientCode, title = '', retryAfter?: number) {
    super(code);
    this.name = 'ClientProblem';
    this.code = code;
    this.title = title;
    this.retryAfter = retryAfter;
  }
}

/** Whatever was thrown, as a problem. */
export function problemOf(error: unknown): ClientProblem {
  return error instanceof ClientProblem ? error : new ClientProblem('unreadable');
}

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
