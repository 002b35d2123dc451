import type { Context, Hono } from 'hono';
import { Problem, problemResponse } from './problem.ts';

/** Answers what no route takes: there is nothing at that path, or it is there for other methods. */
export function nowhere(app: Hono<any>) {
  return (c: Context) => {
    const allowed = methodsAt(app, c.req.path);
    if (allowed.length === 0) return problemResponse(c, new Problem('not-found'));
    c.header('Allow', allowed.join(', '));
    return problemResponse(c, new Problem('method-not-allowed'));
  };
}

/** The methods that some route takes at a path; empty when no route does. */
function methodsAt(app: Hono<any>, path: string): string[] {
  const parts = path.split('/');
  const fits = (pattern: string) => {
    const wanted = pattern.split('/');
    return (
      wanted.length === parts.length &&
      wanted.every((part, at) => (part.startsWith(':') ? parts[at] !== '' : part === parts[at]))
    );
  };
  const methods = app.routes.filter((one) => one.method !== 'ALL' && fits(one.path)).map((one) => one.method);
  return [...new Set(methods)].sort();
}
