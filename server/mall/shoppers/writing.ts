import type { Context } from 'hono';
import type { Trx } from '../../base/db/database.ts';
import { once } from '../../base/http/idempotency.ts';
import type { BaseVariables } from '../../base/http/route.ts';
import type { Services } from '../../base/services.ts';
import { shopperOf, type WhoVariables } from './middleware.ts';
import { refuseGone } from './store.ts';
import type { ShopperRow } from './table.ts';

type Asked = Context<{ Variables: BaseVariables & WhoVariables }>;

/**
 * A change by the shopper who asks, in one transaction, which sees for itself that they are still there.
 *
 * @throws Problem token-refused
 */
export function writeAs<Result>(
  c: Asked,
  { database }: Pick<Services, 'database'>,
  change: (trx: Trx) => Promise<Result>,
): Promise<Result> {
  const { id: mallId } = c.get('mall');
  const { shopperId } = shopperOf(c);
  return database.write(async (trx) => {
    await refuseGone(trx, mallId, shopperId);
    return change(trx);
  }, mallId);
}

/**
 * The same, at most once for each Idempotency-Key of theirs.
 *
 * @param change is told who they are; returns ids only, which a repeat gets again
 * @throws Problem token-refused, key-reused, in-flight
 */
export async function writeOnce<Result extends Record<string, unknown>>(
  c: Asked,
  { database, now }: Pick<Services, 'database' | 'now'>,
  body: unknown,
  change: (trx: Trx, shopper: ShopperRow) => Promise<Result>,
): Promise<Result> {
  const { id: mallId } = c.get('mall');
  const { shopperId } = shopperOf(c);
  const { result } = await once(c, database, {
    mallId,
    lane: mallId,
    actor: shopperId,
    body,
    now: now(),
    run: async (trx) => change(trx, await refuseGone(trx, mallId, shopperId)),
  });
  return result;
}
