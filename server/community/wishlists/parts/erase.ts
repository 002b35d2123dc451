import type { Trx } from '../../../base/db/database.ts';
import { letGo, type Moving, takeBackGiven } from './holds.ts';

/**
 * Somebody is erased: what they set aside is theirs again before their wallet goes; what others set aside for them is let
 * go, and what was given and not handed over yet goes back. What they gave themselves stays given, without their name.
 */
export async function eraseParts(trx: Trx, moving: Moving, mallId: string, shopperId: string): Promise<void> {
  const held = trx
    .selectFrom('wish_parts')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('state', '=', 'held');
  await letGo(trx, moving, mallId, await held.where('shopper_id', '=', shopperId).execute(), 'mine');
  await letGo(trx, moving, mallId, await held.where('owner_id', '=', shopperId).execute(), 'gone');
  const given = await trx
    .selectFrom('wish_parts')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('owner_id', '=', shopperId)
    .where('state', '=', 'given')
    .execute();
  await takeBackGiven(trx, moving, mallId, given);
  await trx
    .deleteFrom('wish_parts')
    .where('mall_id', '=', mallId)
    .where('owner_id', '=', shopperId)
    .execute();
  await trx
    .deleteFrom('wish_clubs')
    .where('mall_id', '=', mallId)
    .where('owner_id', '=', shopperId)
    .execute();
}
