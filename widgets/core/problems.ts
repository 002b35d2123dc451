import type { ProblemBody, ProblemCode } from '../../server/base/http/problem.ts';

/** `network`: no answer at all; `unreadable`: an answer that is not ours. */
export type ClientCode = ProblemCode | 'network' | 'unreadable';

/** Every failure of a request, by one closed list of codes. */
export class ClientProblem extends Error {
  declare readonly code: ClientCode;
  /** The service's sentence, in the language that was asked for. */
  declare readonly title: string;
  /** Seconds until another try may succeed. */
  declare readonly retryAfter: number | undefined;

  /** Which inputs are wrong. */
  declare readonly fields: ProblemBody['fields'];

  constructor(code: ClientCode, title = '', retryAfter?: number, fields?: ProblemBody['fields']) {
    super(code);
    this.name = 'ClientProblem';
    this.code = code;
    this.title = title;
    this.retryAfter = retryAfter;
    this.fields = fields;
  }
}

/** Whatever was thrown, as a problem. */
export function problemOf(error: unknown): ClientProblem {
  return error instanceof ClientProblem ? error : new ClientProblem('unreadable');
}
