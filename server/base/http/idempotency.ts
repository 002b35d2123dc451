import type { Context } from 'hono';
import { DAY } from '../clock.ts';
import type { Database, Trx } from '../db/database.ts';
import { isDuplicate } from '../db/database.ts';
import { prepared, preparedInsert } from '../db/prepared.ts';
import { sha256 } from '../secrets.ts';
import { Problem } from './problem.ts';
import type { IdempotencyRow } from './table.ts';

/** Kept this long: longer than any client goes on trying. */
export const KEPT_MS = DAY;

const findKey = prepared<[mallId: string, digest: string], IdempotencyRow>((db, mallId, digest) =>
  db.selectFrom('idempotency').selectAll().where('mall_id', '=', mallId).where('key_digest', '=', digest),
);
const insertKey = preparedInsert('idempotency', [
  'mall_id',
  'key_digest',
  'body_digest',
  'result',
  'expires_at',
]);

export interface Once<Result> {
  mallId: string;
  /** Of the database's writers. */
  lane?: string;
  /** Who asks: a shopper's id, a key's id, or the address of one who is nobody yet. */
  actor: string;
  body: unknown;
  now: number;
  /** Does the thing and returns ids only: no text of a person, no secret. */
  run: (trx: Trx) => Promise<Result>;
}

/**
 * Runs a change at most once per Idempotency-Key. The key's row commits with the change itself; a repeat gets the same
 * ids, from which the route builds the same answer.
 *
 * @throws Problem key-reused when the key came with another body, in-flight when the first is still under way
 */
export async function once<Result extends Record<string, unknown>>(
  c: Context,
  database: Database,
  request: Once<Result>,
): Promise<{ result: Result; replayed: boolean }> {
  const key = c.req.header('idempotency-key');
  if (key === undefined) return { result: await database.write(request.run, request.lane), replayed: false };
  if (!/^[\x21-\x7e]{8,128}$/.test(key))
    throw new Problem('bad-idempotency-key', { detail: '8 to 128 visible ASCII characters' });
  const keyDigest = sha256(JSON.stringify([request.actor, c.req.method, c.req.routePath, c.req.path, key]));
  const bodyDigest = sha256(JSON.stringify(request.body) ?? '');
  const attempt = () =>
    database.write(async (trx) => {
      const [known] = await findKey(trx, request.mallId, keyDigest);
      if (known && known.expires_at > request.now) {
        if (known.body_digest !== bodyDigest) throw new Problem('key-reused');
        return { result: JSON.parse(known.result) as Result, replayed: true };
      }
      if (known)
        await trx
          .deleteFrom('idempotency')
          .where('mall_id', '=', request.mallId)
          .where('key_digest', '=', keyDigest)
          .execute();
      const result = await request.run(trx);
      const row = {
        mall_id: request.mallId,
        key_digest: keyDigest,
        body_digest: bodyDigest,
        result: JSON.stringify(result),
        expires_at: request.now + KEPT_MS,
      };
      try {
        await insertKey(trx, row);
      } catch (error) {
        // Two at the same moment on PostgreSQL: the first one's row is there now. Only this insert says so: a unique
        // key that the change itself met is the route's own matter.
        if (isDuplicate(error)) throw new Problem('in-flight', { retryAfter: 1 });
        throw error;
      }
      return { result, replayed: false };
    }, request.lane);
  const outcome = await attempt();
  if (outcome.replayed) c.header('Idempotency-Replayed', 'true');
  return outcome;
}

/** Forgets the keys whose day is over. */
export async function sweepIdempotency(database: Database, now: number): Promise<void> {
  await database.write((trx) => trx.deleteFrom('idempotency').where('expires_at', '<', now).execute());
}
