import type { Reader, Trx } from '../../base/db/database.ts';
import { potNow, potOf, walletOf, writeTransfers } from '../../mall/points/ledger.ts';
import { notify } from '../inbox/store.ts';
import { findClub } from './access.ts';
import { giveBack, openContributions, restOf } from './giving.ts';
import { largestRemainder, SETTLE_BATCH } from './rules.ts';
import { announce, happened, planTelling, setClub, step, type Writing } from './store.ts';
import type { ClubMemberRow, ClubRow } from './table.ts';
import { issueCoupon } from './till/coupons.ts';

/**
 * Settles the next part of a club, in the writer's transaction. How far it has come is written down with what was done,
 * and each point moves by a key of its own: whoever goes on after a crash, or at the same time, does nothing twice.
 *
 * @returns false while there is more to do
 */
export async function settleSome(trx: Trx, writing: Writing, clubId: string): Promise<boolean> {
  const club = await findClub(trx, writing.mall.id, clubId);
  if (club?.state !== 'settling') return true;
  if (club.settles_as !== 'give') return refundSome(trx, writing, club);
  if (club.payout === 'shares') return shareSome(trx, writing, club);
  // By the ledger, which alone knows.
  const { balance: amount } = await potNow(trx, club.mall_id, clubId);
  // Whom it was for is gone meanwhile, or there is nothing: then everybody has theirs back.
  if (amount === 0 || (club.payout === 'person' && club.person_id === null))
    return refundSome(trx, writing, await setClub(trx, club, { settles_as: 'refund' }));
  if (club.payout === 'coupon') await issueCoupon(trx, writing, club, amount);
  else await giveToPerson(trx, writing, club, club.person_id as string, amount);
  await finish(trx, writing, club, 'give', amount);
  return true;
}

async function finish(
  trx: Trx,
  writing: Writing,
  club: ClubRow,
  by: 'give' | 'give-back',
  amount: number,
): Promise<void> {
  await step(trx, club, by, { ended_at: writing.now() });
  await happened(trx, writing, club, { kind: by === 'give' ? 'paid-out' : 'refunded', amount }, 'end');
  await planTelling(trx, writing, club, 'club-ended');
  if (by === 'give' && club.payout !== 'shares' && club.person_id !== null)
    await notify(trx, writing, club.mall_id, {
      shopperId: club.person_id,
      kind: 'rolling-paper',
      onceKey: `rolling-paper:${club.club_id}`,
      clubId: club.club_id,
      facts: { amount },
    });
  await announce(trx, writing, 'club.ended', club);
}

async function giveToPerson(
  trx: Trx,
  writing: Writing,
  club: ClubRow,
  personId: string,
  amount: number,
): Promise<void> {
  await writeTransfers(trx, writing, club.mall_id, [
    {
      key: `club-payout:${club.club_id}`,
      kind: 'club-payout',
      from: potOf(club.club_id),
      to: walletOf(personId),
      amount,
      lots: 'of-pot',
      facts: { shopperId: personId, clubId: club.club_id },
    },
  ]);
  await received(trx, club, personId, amount);
}

const received = (trx: Trx, club: ClubRow, shopperId: string, amount: number) =>
  trx
    .updateTable('club_members')
    .set({ received: amount })
    .where('mall_id', '=', club.mall_id)
    .where('club_id', '=', club.club_id)
    .where('shopper_id', '=', shopperId)
    .execute();

/** Gives back the next contributions, to the lots that they came from. */
async function refundSome(trx: Trx, writing: Writing, club: ClubRow): Promise<boolean> {
  const rows = await openContributions(trx, club, { after: club.settled_after, limit: SETTLE_BATCH });
  await giveBack(trx, writing, club, rows.map(restOf));
  const last = rows.at(-1);
  if (last && rows.length === SETTLE_BATCH) {
    await setClub(trx, club, { settled_after: last.contribution_id });
    return false;
  }
  await finish(trx, writing, club, 'give-back', club.raised);
  return true;
}

/** Those who have something in it; what they gave stands still while it is settled. */
const givers = (db: Reader, club: ClubRow): Promise<ClubMemberRow[]> =>
  db
    .selectFrom('club_members')
    .selectAll()
    .where('mall_id', '=', club.mall_id)
    .where('club_id', '=', club.club_id)
    .whereRef('given', '>', 'refunded')
    .orderBy('shopper_id')
    .execute();

/** Gives the next members their share. */
async function shareSome(trx: Trx, writing: Writing, club: ClubRow): Promise<boolean> {
  const all = await givers(trx, club);
  const shares = largestRemainder(
    club.raised,
    all.map((one) => one.given - one.refunded),
  );
  const left = all
    .map((member, at) => ({ member, amount: shares[at] ?? 0 }))
    .filter(({ member }) => member.shopper_id > club.settled_after);
  const batch = left.slice(0, SETTLE_BATCH);
  const paid = batch.filter(({ amount }) => amount > 0);
  if (paid.length > 0)
    await writeTransfers(
      trx,
      writing,
      club.mall_id,
      paid.map(({ member, amount }) => ({
        key: `club-share:${club.club_id}:${member.shopper_id}`,
        kind: 'club-share' as const,
        from: potOf(club.club_id),
        to: walletOf(member.shopper_id),
        amount,
        lots: 'of-pot' as const,
        facts: { shopperId: member.shopper_id, clubId: club.club_id },
      })),
    );
  for (const { member, amount } of paid) await received(trx, club, member.shopper_id, amount);
  const last = batch.at(-1);
  if (last && left.length > batch.length) {
    await setClub(trx, club, { settled_after: last.member.shopper_id });
    return false;
  }
  await finish(trx, writing, club, 'give', club.raised);
  return true;
}
