import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { isConnectionFailure, isRerunnable, isStorageFailure } from '../db/database.ts';
import { StoreFailure } from '../files/s3.ts';
import type { Services } from '../services.ts';
import { Problem } from './problem.ts';

/** Whatever was thrown becomes one of our problems; what we did not foresee is logged by its kind and stays inside. */
export function toProblem(error: unknown, { log }: Pick<Services, 'log'>, c: Context): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof HTTPException) {
    if (error.status === 400) return new Problem('bad-json');
    if (error.status === 413) return new Problem('too-large');
  }
  if (isRerunnable(error)) return new Problem('busy', { retryAfter: 1 });
  if (isConnectionFailure(error)) {
    log.error({ request: c.get('requestId'), code: (error as { code?: string }).code }, 'database');
    return new Problem('busy', { retryAfter: 5 });
  }
  if (isStorageFailure(error)) {
    log.error({ request: c.get('requestId'), code: (error as { code?: string }).code }, 'storage');
    return new Problem('storage-full', { retryAfter: 10 });
  }
  if (error instanceof StoreFailure) {
    log.error({ request: c.get('requestId'), error: error.message }, 'files');
    return new Problem('busy', { retryAfter: 5 });
  }
  log.error(
    { request: c.get('requestId'), error: error instanceof Error ? error.stack : String(error) },
    'internal',
  );
  return new Problem('internal');
}
