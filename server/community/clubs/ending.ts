import { DAY } from '../../base/clock.ts';
import type { Trx } from '../../base/db/database.ts';
import { Problem } from '../../base/http/problem.ts';
import { notify } from '../inbox/store.ts';
import { findClub } from './access.ts';
import { atItsEnd, PERSON_DAYS } from './rules.ts';
import { announce, happened, planEnd, SETTLE_JOB, step, type Writing } from './store.ts';
import type { ClubRow } from './table.ts';

/** From here on nobody gives or goes any more: points are given, or given back, and a job does it. */
export async function beginSettling(
  trx: Trx,
  writing: Writing,
  club: ClubRow,
  as: 'give' | 'refund',
): Promise<ClubRow> {
  const { mall_id: mallId, club_id: clubId } = club;
  const settling = await step(trx, club, 'settle', {
    settling_at: writing.now(),
    settles_as: as,
    settled_after: '',
  });
  // What orders earn from now on is for other clubs.
  await trx
    .updateTable('club_members')
    .set({ share: 0 })
    .where('mall_id', '=', mallId)
    .where('club_id', '=', clubId)
    .where('share', '>', 0)
    .execute();
  for (const table of ['club_invitations', 'till_codes'] as const)
    await trx.deleteFrom(table).where('mall_id', '=', mallId).where('club_id', '=', clubId).execute();
  await writing.jobs.add(trx, {
    mallId,
    kind: SETTLE_JOB,
    payload: { club: clubId },
    runAt: writing.now(),
    id: clubId,
  });
  await announce(trx, writing, 'club.changed', club);
  return settling;
}

/** Its starter gives it before its day. @throws Problem not-now while there is nobody to give it to */
export async function closeClub(trx: Trx, writing: Writing, club: ClubRow, by: string): Promise<ClubRow> {
  if (club.payout === 'person' && club.person_id === null)
    throw new Problem('not-now', { detail: 'nobody is known to give it to: invite the one it is for' });
  await happened(trx, writing, club, { kind: 'closed', shopperId: by });
  return beginSettling(trx, writing, club, 'give');
}

/** Everybody has back what they gave. @param by null: nobody is left to go on with it */
export async function cancelClub(
  trx: Trx,
  writing: Writing,
  club: ClubRow,
  by: string | null,
): Promise<ClubRow> {
  const cancelled = await step(trx, club, 'cancel');
  await happened(trx, writing, club, { kind: 'cancelled', shopperId: by });
  return beginSettling(trx, writing, cancelled, 'refund');
}

/**
 * What is to happen to a club once its last day is over; asked as often as anybody likes.
 *
 * @returns how it stands; undefined when there is none
 */
export async function endIfDue(trx: Trx, writing: Writing, clubId: string): Promise<ClubRow | undefined> {
  let club = await findClub(trx, writing.mall.id, clubId);
  if (!club || club.ended_at !== null) return club;
  const now = writing.now();
  if (club.ends_at > now) {
    // Moved to a later day since this was planned.
    await planEnd(trx, writing, club);
    return club;
  }
  if (club.state === 'open') {
    club = await step(trx, club, 'run-out');
    await happened(trx, writing, club, { kind: 'expired', amount: club.raised });
    await announce(trx, writing, 'club.changed', club);
  }
  const end = atItsEnd({
    state: club.state,
    raised: club.raised,
    ifShort: club.if_short,
    payout: club.payout,
    personKnown: club.person_id !== null,
    waitedOut: now >= club.ends_at + PERSON_DAYS * DAY,
  });
  if (end === 'give' || end === 'refund') return beginSettling(trx, writing, club, end);
  if (end === 'ask-person' && club.shopper_id !== null)
    await notify(trx, writing, club.mall_id, {
      shopperId: club.shopper_id,
      kind: 'club-person',
      onceKey: `club-person:${clubId}`,
      clubId,
    });
  return club;
}
