import type { Trx } from '../../base/db/database.ts';
import { standIn } from '../shoppers/stand-in.ts';
import { findShopper } from '../shoppers/store.ts';
import type { LedgerTools } from './transfer.ts';

/**
 * Tells of the first movement of a wallet under the id that stood in for its shopper too: their page may have been open
 * since before anybody knew them, and listens to that one.
 */
export async function tellBegun(
  trx: Trx,
  tools: LedgerTools,
  mallId: string,
  shopperId: string,
): Promise<void> {
  const outsideId = (await findShopper(trx, mallId, shopperId))?.outside_id;
  if (outsideId == null) return;
  const topic = `shopper:${standIn(tools.secrets, mallId, outsideId)}`;
  await tools.outbox.append(trx, { mallId, kind: 'points.begun', topic, ids: { shopper: shopperId } });
}
