import type { Trx } from '../../base/db/database.ts';
import { setHidden } from '../media/store.ts';
import { findClub } from './access.ts';
import { COVER } from './clubs.ts';
import { findContribution } from './giving.ts';
import { setClub } from './store.ts';

/** Hides what a starter wrote and showed of a club; the club goes on. False when there was nothing to hide. */
export async function hideClub(trx: Trx, mallId: string, clubId: string, reason: string): Promise<boolean> {
  const club = await findClub(trx, mallId, clubId);
  if (club?.hide_reason !== null) return false;
  await setClub(trx, club, { hide_reason: reason, version: club.version + 1 });
  await setHidden(trx, mallId, COVER, clubId, true);
  return true;
}

/** Shows it again. False when it was not hidden. */
export async function restoreClub(trx: Trx, mallId: string, clubId: string): Promise<boolean> {
  const club = await findClub(trx, mallId, clubId);
  if (!club || club.hide_reason === null) return false;
  await setClub(trx, club, { hide_reason: null, version: club.version + 1 });
  await setHidden(trx, mallId, COVER, clubId, false);
  return true;
}

async function setShown(trx: Trx, mallId: string, id: string, shown: 0 | 1): Promise<boolean> {
  const row = await findContribution(trx, mallId, id);
  if (!row || row.text === '' || row.shown === shown) return false;
  await trx
    .updateTable('contributions')
    .set({ shown })
    .where('mall_id', '=', mallId)
    .where('contribution_id', '=', id)
    .execute();
  return true;
}

/** Hides the line of a contribution; the contribution stays. */
export const hideLine = (trx: Trx, mallId: string, id: string): Promise<boolean> =>
  setShown(trx, mallId, id, 0);
export const restoreLine = (trx: Trx, mallId: string, id: string): Promise<boolean> =>
  setShown(trx, mallId, id, 1);
