import type { Reader, Trx } from '../../base/db/database.ts';
import { Problem } from '../../base/http/problem.ts';
import { type NewTransfer, potOf, walletOf, writeTransfers } from '../../mall/points/ledger.ts';
import { todayOf } from './access.ts';
import { MOST_GIFTS, milestonesPassed, SETTLE_BATCH } from './rules.ts';
import { announce, happened, planTelling, setClub, step, type Writing } from './store.ts';
import type { ClubRow, ContributionRow } from './table.ts';

/** Points that somebody puts in. */
export interface Giving {
  /** The same for the same gift, whenever it is said: it is given once. */
  contributionId: string;
  shopperId: string;
  amount: number;
  via: ContributionRow['via'];
  text?: string;
  orderId?: string | null;
  lineId?: string | null;
  /** What brings the points into the wallet, in the same breath: nothing else takes them on the way. */
  first?: NewTransfer;
}

export function findContribution(
  db: Reader,
  mallId: string,
  contributionId: string,
): Promise<ContributionRow | undefined> {
  return db
    .selectFrom('contributions')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('contribution_id', '=', contributionId)
    .executeTakeFirst();
}

/**
 * A member's gifts go back at once when they leave: there are only so many of them.
 *
 * @throws Problem quota-full
 */
export async function refuseTooManyGifts(db: Reader, club: ClubRow, shopperId: string): Promise<void> {
  const last = await db
    .selectFrom('contributions')
    .select('contribution_id')
    .where('mall_id', '=', club.mall_id)
    .where('club_id', '=', club.club_id)
    .where('shopper_id', '=', shopperId)
    .whereRef('amount', '>', 'refunded')
    .orderBy('at')
    .limit(1)
    .offset(MOST_GIFTS - 1)
    .executeTakeFirst();
  if (last) throw new Problem('quota-full', { detail: `at most ${MOST_GIFTS} gifts of one member` });
}

/**
 * Moves points from a wallet into the pot: never more than the goal still needs. The goal may be reached by it.
 *
 * @param club as it was read in this transaction
 * @throws Problem not-now for a club that collects no more, more-than-needed, points-short
 */
export async function give(
  trx: Trx,
  writing: Writing,
  club: ClubRow,
  giving: Giving,
): Promise<{ club: ClubRow; contribution: ContributionRow }> {
  const { mall_id: mallId, club_id: clubId } = club;
  const { shopperId, amount, contributionId } = giving;
  if (club.state !== 'open') throw new Problem('not-now');
  if (amount > club.goal - club.raised) throw new Problem('more-than-needed');
  const written = (
    await writeTransfers(trx, writing, mallId, [
      ...(giving.first ? [giving.first] : []),
      {
        key: `contribution:${contributionId}`,
        kind: 'contribution',
        from: walletOf(shopperId),
        to: potOf(clubId),
        amount,
        facts: {
          shopperId,
          clubId,
          ...(giving.orderId && { orderId: giving.orderId }),
          ...(giving.lineId && { lineId: giving.lineId }),
        },
      },
    ])
  ).at(-1);
  const contribution: ContributionRow = {
    mall_id: mallId,
    contribution_id: contributionId,
    club_id: clubId,
    shopper_id: shopperId,
    transfer_id: written?.transferId ?? '',
    amount,
    refunded: 0,
    via: giving.via,
    text: giving.text ?? '',
    shown: 1,
    order_id: giving.orderId ?? null,
    line_id: giving.lineId ?? null,
    at: written?.at ?? writing.now(),
  };
  await trx.insertInto('contributions').values(contribution).execute();
  await trx
    .updateTable('club_members')
    .set((eb) => ({ given: eb('given', '+', amount) }))
    .where('mall_id', '=', mallId)
    .where('club_id', '=', clubId)
    .where('shopper_id', '=', shopperId)
    .execute();
  await countDay(trx, writing, club, contribution.at, amount);
  const raised = club.raised + amount;
  let after = await setClub(trx, club, { raised });
  for (const percent of milestonesPassed(club.raised, raised, club.goal))
    await happened(trx, writing, club, { kind: 'milestone', amount: percent }, String(percent));
  if (raised === club.goal) {
    after = await step(trx, after, 'reach', { reached_at: writing.now() });
    await happened(trx, writing, club, { kind: 'reached', amount: raised });
    await planTelling(trx, writing, club, 'club-reached');
    await announce(trx, writing, 'club.reached', club);
  }
  await announce(trx, writing, 'contribution.created', club);
  return { club: after, contribution };
}

/** What came on a day, for the forecast. */
async function countDay(
  trx: Trx,
  { mall }: Writing,
  club: ClubRow,
  at: number,
  amount: number,
): Promise<void> {
  await trx
    .insertInto('club_days')
    .values({ mall_id: club.mall_id, club_id: club.club_id, day: todayOf(mall, at), amount })
    .onConflict((conflict) =>
      conflict
        .columns(['mall_id', 'club_id', 'day'])
        .doUpdateSet((eb) => ({ amount: eb('club_days.amount', '+', amount) })),
    )
    .execute();
}

/** A part of a contribution that goes back, or what is left of it. */
export interface Back {
  contribution: ContributionRow;
  amount: number;
}

const backTransfer = (club: ClubRow, { contribution, amount }: Back): NewTransfer => ({
  // What had gone back before makes each part of it once.
  key: `contribution-back:${contribution.contribution_id}:${contribution.refunded}`,
  kind: 'contribution-refunded',
  from: potOf(club.club_id),
  to: walletOf(contribution.shopper_id),
  amount,
  lots: { returns: contribution.transfer_id },
  facts: { shopperId: contribution.shopper_id, clubId: club.club_id },
});

/** Gives contributions back, each to the wallet and the lots that it came from; the sums of its member follow. */
export async function giveBack(
  trx: Trx,
  writing: Writing,
  club: ClubRow,
  backs: readonly Back[],
): Promise<number> {
  if (backs.length === 0) return 0;
  const { mall_id: mallId } = club;
  // One who gave a point a minute may have thousands: more than one statement names.
  for (let at = 0; at < backs.length; at += SETTLE_BATCH)
    await writeTransfers(
      trx,
      writing,
      mallId,
      backs.slice(at, at + SETTLE_BATCH).map((back) => backTransfer(club, back)),
    );
  const byMember = new Map<string, number>();
  for (const { contribution, amount } of backs) {
    await trx
      .updateTable('contributions')
      .set((eb) => ({ refunded: eb('refunded', '+', amount) }))
      .where('mall_id', '=', mallId)
      .where('contribution_id', '=', contribution.contribution_id)
      .execute();
    byMember.set(contribution.shopper_id, (byMember.get(contribution.shopper_id) ?? 0) + amount);
  }
  let all = 0;
  for (const [shopperId, amount] of byMember) {
    all += amount;
    await trx
      .updateTable('club_members')
      .set((eb) => ({ refunded: eb('refunded', '+', amount) }))
      .where('mall_id', '=', mallId)
      .where('club_id', '=', club.club_id)
      .where('shopper_id', '=', shopperId)
      .execute();
  }
  return all;
}

/** The same while the club goes on: what has come together is less, and the goal may be missed again. */
export async function takeOut(
  trx: Trx,
  writing: Writing,
  club: ClubRow,
  backs: readonly Back[],
  why?: Parameters<typeof happened>[3],
): Promise<ClubRow> {
  const amount = await giveBack(trx, writing, club, backs);
  if (amount === 0) return club;
  if (why) await happened(trx, writing, club, why);
  for (const back of backs) await countDay(trx, writing, club, back.contribution.at, -back.amount);
  let after = await setClub(trx, club, { raised: club.raised - amount });
  if (club.state === 'reached') {
    after = await step(trx, after, 'fall-short', { reached_at: null });
    await happened(trx, writing, club, { kind: 'short-again', amount: after.raised });
  }
  await announce(trx, writing, 'contribution.refunded', club);
  return after;
}

/** Contributions of a club of which something is left, in the order of their ids. */
export function openContributions(
  db: Reader,
  club: Pick<ClubRow, 'mall_id' | 'club_id'>,
  of: { shopperId?: string; after?: string; limit?: number },
): Promise<ContributionRow[]> {
  let query = db
    .selectFrom('contributions')
    .selectAll()
    .where('mall_id', '=', club.mall_id)
    .where('club_id', '=', club.club_id)
    .whereRef('amount', '>', 'refunded');
  if (of.shopperId !== undefined) query = query.where('shopper_id', '=', of.shopperId);
  if (of.after !== undefined) query = query.where('contribution_id', '>', of.after);
  query = query.orderBy('contribution_id');
  return (of.limit === undefined ? query : query.limit(of.limit)).execute();
}

export const restOf = (contribution: ContributionRow): Back => ({
  contribution,
  amount: contribution.amount - contribution.refunded,
});
