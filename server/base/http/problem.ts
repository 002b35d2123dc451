import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { PROBLEM_WORDS } from './words.ts';

/** The closed list of problems: code -> HTTP status. Widgets and malls branch on the code alone. */
export const PROBLEMS = {
  'bad-input': 400,
  'bad-json': 400,
  'bad-cursor': 400,
  'bad-idempotency-key': 400,
  'sign-in-required': 401,
  'token-refused': 401,
  'token-expired': 401,
  'key-refused': 401,
  'not-allowed': 403,
  'origin-refused': 403,
  'key-in-browser': 403,
  'key-scope': 403,
  'wrong-mall': 403,
  'guest-not-allowed': 403,
  'own-thing': 403,
  'comments-closed': 403,
  'not-found': 404,
  'unknown-product': 404,
  'method-not-allowed': 405,
  'already-reviewed': 409,
  'repeated-text': 409,
  'later-without-first': 409,
  'later-too-soon': 409,
  'handle-taken': 409,
  'changed-meanwhile': 409,
  'offset-wrong': 409,
  'in-flight': 409,
  'already-merged': 409,
  'already-taken': 409,
  'day-fixed': 409,
  'points-short': 409,
  'more-than-needed': 409,
  'not-now': 409,
  'coupon-used': 409,
  gone: 410,
  'too-large': 413,
  'wrong-type': 415,
  'photo-refused': 415,
  'clip-refused': 415,
  'key-reused': 422,
  'quota-full': 422,
  'mail-unavailable': 422,
  'code-refused': 422,
  'too-many': 429,
  internal: 500,
  busy: 503,
  'storage-full': 503,
} as const satisfies Record<string, ContentfulStatusCode>;

export type ProblemCode = keyof typeof PROBLEMS;

export const ProblemBody = z
  .object({
    type: z.string().openapi({ description: 'Where the code is explained.' }),
    title: z.string().openapi({ description: "One sentence in the reader's language (Accept-Language)." }),
    status: z.number().int().openapi({ description: 'The HTTP status again.' }),
    code: z
      .enum(Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]])
      .openapi({ description: 'What to branch on: the list is closed.' }),
    detail: z.string().optional().openapi({ description: 'For the developer: what exactly.' }),
    instance: z.string().optional().openapi({ description: 'Id of the request, as in our log.' }),
    fields: z
      .array(
        z.object({
          path: z.string().openapi({ description: 'Where in the input: `orders.0.lines.2.quantity`.' }),
          message: z.string().openapi({ description: 'What is wrong there, in English.' }),
        }),
      )
      .optional()
      .openapi({ description: 'Which inputs are wrong; at most 20.' }),
    retryAfter: z
      .number()
      .int()
      .optional()
      .openapi({ description: 'Seconds until another try may succeed.' }),
  })
  .openapi('Problem', { description: 'Why a request was not done (RFC 9457).' });
export type ProblemBody = z.infer<typeof ProblemBody>;

export interface ProblemExtras {
  /** For the developer who reads the answer: what exactly, never a value that a person wrote. */
  detail?: string;
  fields?: { path: string; message: string }[];
  /** Seconds until another try may succeed. */
  retryAfter?: number;
}

/** Thrown anywhere below a route; the app turns it into the answer. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly extras: ProblemExtras;

  constructor(code: ProblemCode, extras: ProblemExtras = {}) {
    super(extras.detail ? `${code}: ${extras.detail}` : code);
    this.code = code;
    this.extras = extras;
  }
  get status(): ContentfulStatusCode {
    return PROBLEMS[this.code];
  }
}

export type Language = 'ko' | 'en';

/** The language to answer in, from Accept-Language alone. */
export function languageOf(c: Context): Language {
  return preferredLanguage(c.req.header('accept-language')) ?? 'en';
}

/** The first of our languages by the reader's own order (`en;q=0.5, ko`); undefined when they name neither. */
export function preferredLanguage(accepted: string | undefined): Language | undefined {
  let best: { language: Language; quality: number } | undefined;
  for (const range of (accepted ?? '').slice(0, 500).split(',')) {
    const [, tag, weight = '1'] = /^\s*(ko|en)(?:-[\w-]*)?\s*(?:;\s*q=([\d.]+)\s*)?$/i.exec(range) ?? [];
    const quality = Number(weight);
    if (tag && quality > (best?.quality ?? 0)) best = { language: tag.toLowerCase() as Language, quality };
  }
  return best?.language;
}

/** What there is to tell of a problem. */
export type Told = Pick<Problem, 'code' | 'extras' | 'status'>;

/** A problem as it is told. */
export function problemBody(problem: Told, language: Language, requestId: string): ProblemBody {
  const { detail, fields, retryAfter } = problem.extras;
  return {
    type: `/docs#problem-${problem.code}`,
    title: PROBLEM_WORDS[language][problem.code],
    status: problem.status,
    code: problem.code,
    ...(detail && { detail }),
    instance: requestId,
    ...(fields && { fields }),
    ...(retryAfter !== undefined && { retryAfter }),
  };
}

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/** The answer for a problem. */
export function problemResponse(c: Context, problem: Problem): Response {
  const language = languageOf(c);
  const { retryAfter } = problem.extras;
  const body = problemBody(problem, language, c.get('requestId'));
  if (retryAfter !== undefined) c.header('Retry-After', String(retryAfter));
  c.header('Content-Language', language);
  c.header('Cache-Control', 'no-store');
  c.header('Content-Type', PROBLEM_TYPE);
  return c.body(JSON.stringify(body), problem.status);
}
