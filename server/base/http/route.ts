import { OpenAPIHono, type RouteConfig, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { Id } from './contract.ts';
import type { Door } from './door.ts';
import type { PaceRule } from './pace.ts';
import { PROBLEMS, Problem, ProblemBody, type ProblemCode } from './problem.ts';

/** What every request carries from the first middleware on. */
export interface BaseVariables {
  requestId: string;
  /** The mall's version from before anything of it was read: what bytes made for this request are kept under. */
  readyVersion: number | undefined;
  /** Keeps what came of public reads, in front of everything else. */
  door: Door | undefined;
  /** Who else may be given the same answer: the origins of the mall, and the limits that hold for nobody in particular. */
  allowedOrigins: readonly string[] | undefined;
  publicPace: readonly PaceRule[] | undefined;
}

/**
 * A router whose validation failures are our problems. What it is asked is checked at once: no schema of ours waits for
 * anything, and those that do not are compiled by zod.
 */
// biome-ignore lint/suspicious/noExplicitAny: each feature names its own variables
export function router<V extends Record<string, any> = Record<never, never>>() {
  const app = new OpenAPIHono<{ Variables: BaseVariables & V }>({
    defaultHook: (result) => {
      if (result.success) return;
      if (
        result.target === 'header' &&
        result.error.issues.some((issue) => issue.path[0] === 'idempotency-key')
      )
        throw new Problem('bad-idempotency-key', { detail: '8 to 128 visible ASCII characters' });
      throw new Problem('bad-input', {
        fields: result.error.issues
          .slice(0, 20)
          .map((issue) => ({ path: issue.path.join('.'), message: issue.message })),
      });
    },
  });
  const { openapi } = app;
  app.openapi = ((route, handler, hook) => {
    const { hide, ...told } = route;
    if (!hide) app.openAPIRegistry.registerPath(told);
    const { request = {} } = route;
    for (const schema of [request.query, request.params, ...bodiesOf(request)]) checkAtOnce(schema);
    // `once` looks at this one itself: to check it here would mean to collect all headers.
    const checked = request.headers === IdempotencyHeader ? { ...request, headers: undefined } : request;
    return openapi({ ...route, request: checked, hide: true }, handler, hook);
  }) as typeof openapi;
  return app;
}

const bodiesOf = ({ body }: NonNullable<RouteConfig['request']>): unknown[] =>
  Object.values(body?.content ?? {}).map((one) => one && 'schema' in one && one.schema);

function checkAtOnce(schema: unknown): void {
  if (!(schema instanceof z.ZodType)) return;
  schema.safeParseAsync = async (value, params) => schema.safeParse(value, params);
}

/** The path parameter of every mall's routes. */
export const MallParam = z.object({
  mall: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{1,39}$/)
    .openapi({
      param: { name: 'mall', in: 'path' },
      description: 'Id of the mall, as `dangol mall add` was given it.',
      example: 'shop1',
    }),
});

/** An id of ours in a path, with a word on what it is the id of. */
export const pathId = (name: string, description: string) =>
  Id.openapi({ param: { name, in: 'path', description } });

/** Any route may be refused for its input, its page, its pace, or for a fault of ours. */
const ALWAYS = ['bad-input', 'origin-refused', 'not-found', 'too-many', 'internal', 'busy'] as const;

/** The problems a route may answer with, for its description: those named and those of every route. */
export function problems(...more: ProblemCode[]) {
  const codes = [...new Set<ProblemCode>([...ALWAYS, ...more])];
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of codes) byStatus.set(PROBLEMS[code], [...(byStatus.get(PROBLEMS[code]) ?? []), code]);
  const responses: Record<
    string,
    { description: string; content: { 'application/problem+json': { schema: typeof ProblemBody } } }
  > = {};
  for (const [status, names] of byStatus)
    responses[status] = {
      description: names.join(', '),
      content: { 'application/problem+json': { schema: ProblemBody } },
    };
  return responses as Record<never, never>;
}

/** A JSON answer in a route's description. */
export const json = <S extends z.ZodType>(schema: S, description: string) => ({
  content: { 'application/json': { schema } },
  description,
});

/** A JSON body in a route's description. */
export const jsonBody = <S extends z.ZodType>(schema: S) => ({
  content: { 'application/json': { schema } },
  required: true as const,
});

/** The header of every POST that changes something. */
export const IdempotencyHeader = z.object({
  'idempotency-key': z
    .string()
    .min(8)
    .max(128)
    .regex(/^[\x21-\x7e]+$/)
    .optional()
    .openapi({
      description:
        'Any unique text: the same request with the same key is done once and answered alike for 24 hours.',
      example: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
    }),
});

/** Marks an answer as nobody else's business. */
export function noStore(c: Context): void {
  c.header('Cache-Control', 'no-store');
}
