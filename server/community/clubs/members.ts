import { sql } from 'kysely';
import { DAY } from '../../base/clock.ts';
import type { Reader, Trx } from '../../base/db/database.ts';
import { prepared } from '../../base/db/prepared.ts';
import { Problem } from '../../base/http/problem.ts';
import { OUTBOX_DAYS } from '../../base/live/outbox.ts';
import { walletSeq } from '../../mall/points/ledger.ts';
import { notify } from '../inbox/store.ts';
import { findMember } from './access.ts';
import { insertMember, refuseTooMany } from './clubs.ts';
import { endIfDue } from './ending.ts';
import { openContributions, restOf, takeOut } from './giving.ts';
import { type Invited, invitedBy } from './invitations/store.ts';
import { isUnsettled, MOST_MEMBERS } from './rules.ts';
import { announce, happened, setClub, type Writing } from './store.ts';
import type { ClubMemberRow, ClubRow } from './table.ts';

/**
 * A member accepts an invitation. Who takes part already uses none of it up.
 *
 * @throws Problem not-found for a code that opens nothing (any more) to them; own-thing for one who takes part and would
 * become the one it is for; quota-full
 */
export async function join(trx: Trx, writing: Writing, code: string, shopperId: string): Promise<ClubRow> {
  const { mall } = writing;
  const now = writing.now();
  const invited = await invitedBy(trx, mall, code, shopperId, now);
  if (!invited || !isUnsettled(invited.club.state)) throw new Problem('not-found');
  const { club, invitation } = invited;
  const known = await findMember(trx, club, shopperId);
  const takesPart = known !== undefined && known.left_at === null;
  if (invitation.role === 'person') return joinAsPerson(trx, writing, invited, shopperId, takesPart);
  if (takesPart) return club;
  if (club.member_count >= MOST_MEMBERS) throw new Problem('quota-full');
  if (!known) await refuseTooMany(trx, mall.id, shopperId);
  await insertMember(trx, club, shopperId, 'member', now);
  await useUp(trx, invited);
  const joined = await setClub(trx, club, { member_count: club.member_count + 1 });
  await happened(trx, writing, club, { kind: 'joined', shopperId });
  await announce(trx, writing, 'club.joined', club);
  if (!known && club.shopper_id !== null)
    await notify(trx, writing, mall.id, {
      shopperId: club.shopper_id,
      kind: 'club-joined',
      onceKey: `club-joined:${club.club_id}:${shopperId}`,
      clubId: club.club_id,
      fromId: shopperId,
    });
  return joined;
}

const useUp = (trx: Trx, { invitation }: Invited) =>
  trx
    .updateTable('club_invitations')
    .set((eb) => ({ uses_left: eb('uses_left', '-', 1) }))
    .where('mall_id', '=', invitation.mall_id)
    .where('invitation_id', '=', invitation.invitation_id)
    .execute();

async function joinAsPerson(
  trx: Trx,
  writing: Writing,
  invited: Invited,
  shopperId: string,
  takesPart: boolean,
): Promise<ClubRow> {
  const { club } = invited;
  if (club.person_id === shopperId) return club;
  if (takesPart) throw new Problem('own-thing');
  await insertMember(trx, club, shopperId, 'person', writing.now());
  await useUp(trx, invited);
  const known = await setClub(trx, club, { person_id: shopperId, version: club.version + 1 });
  await happened(trx, writing, club, { kind: 'joined', shopperId });
  await announce(trx, writing, 'club.joined', club);
  // It may have waited for nobody else.
  return (await endIfDue(trx, writing, club.club_id)) ?? known;
}

/** A member goes, with all that they gave: each point to the lot it came from. */
export async function leave(
  trx: Trx,
  writing: Writing,
  club: ClubRow,
  member: ClubMemberRow,
): Promise<ClubRow> {
  const of = { mall_id: club.mall_id, club_id: club.club_id };
  const { shopper_id: shopperId } = member;
  const backs = (await openContributions(trx, club, { shopperId })).map(restOf);
  const after = await takeOut(trx, writing, club, backs);
  await trx
    .updateTable('club_members')
    .set({ left_at: writing.now(), share: 0 })
    .where('mall_id', '=', of.mall_id)
    .where('club_id', '=', of.club_id)
    .where('shopper_id', '=', shopperId)
    .execute();
  // What they handed out, and what they carry in hand, ends with them.
  for (const table of ['club_invitations', 'till_codes', 'club_shares'] as const)
    await trx
      .deleteFrom(table)
      .where('mall_id', '=', of.mall_id)
      .where('club_id', '=', of.club_id)
      .where('shopper_id', '=', shopperId)
      .execute();
  const left = await setClub(trx, after, { member_count: after.member_count - 1 });
  await happened(trx, writing, club, {
    kind: 'left',
    shopperId,
    amount: backs.reduce((all, back) => all + back.amount, 0),
  });
  await announce(trx, writing, 'club.left', club);
  return left;
}

/** What of their orders' points a member gives to clubs from now on. */
function sharesOf(
  db: Reader,
  mallId: string,
  shopperId: string,
): Promise<Pick<ClubMemberRow, 'club_id' | 'share'>[]> {
  return db
    .selectFrom('club_members')
    .select(['club_id', 'share'])
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', shopperId)
    .where('share', '>', 0)
    .where('left_at', 'is', null)
    .execute();
}

/**
 * What of points that came into a wallet its member gives to clubs, in the order in which they joined them: the shares
 * that stood when they came, however late that is asked.
 *
 * @param seq the place of those points in the chain of the wallet
 */
export async function sharesAt(
  db: Reader,
  mallId: string,
  shopperId: string,
  seq: number,
): Promise<{ clubId: string; percent: number }[]> {
  const rows = await db
    .selectFrom('club_shares as share')
    .innerJoin('club_members as member', (join) =>
      join
        .onRef('member.mall_id', '=', 'share.mall_id')
        .onRef('member.club_id', '=', 'share.club_id')
        .onRef('member.shopper_id', '=', 'share.shopper_id'),
    )
    .select(['share.club_id', 'share.percent', 'member.joined_at'])
    .where('share.mall_id', '=', mallId)
    .where('share.shopper_id', '=', shopperId)
    .where('share.after_seq', '<', seq)
    .where('member.left_at', 'is', null)
    .orderBy('member.joined_at')
    .orderBy('share.club_id')
    .orderBy('share.after_seq')
    .execute();
  // Of each club the last one stood.
  const stood = new Map(rows.map((row) => [row.club_id, row.percent]));
  return [...stood].map(([clubId, percent]) => ({ clubId, percent })).filter(({ percent }) => percent > 0);
}

/** @throws Problem quota-full when all shares of a member come to more than there is */
export async function setShare(
  trx: Trx,
  writing: Writing,
  club: ClubRow,
  shopperId: string,
  percent: number,
): Promise<void> {
  const others = (await sharesOf(trx, club.mall_id, shopperId)).filter((one) => one.club_id !== club.club_id);
  if (others.reduce((all, one) => all + one.share, percent) > 100)
    throw new Problem('quota-full', { detail: 'all shares together are 100 percent at most' });
  await trx
    .updateTable('club_members')
    .set({ share: percent })
    .where('mall_id', '=', club.mall_id)
    .where('club_id', '=', club.club_id)
    .where('shopper_id', '=', shopperId)
    .execute();
  await keepShare(trx, writing, club, shopperId, percent);
  await announce(trx, writing, 'club.changed', club);
}

/** Points that came earlier are shared out by what stood then: by their place in the wallet, which no clock disturbs. */
async function keepShare(
  trx: Trx,
  writing: Writing,
  club: ClubRow,
  shopperId: string,
  percent: number,
): Promise<void> {
  const { mall_id: mallId, club_id: clubId } = club;
  const set = { percent, at: writing.now() };
  await trx
    .insertInto('club_shares')
    .values({
      mall_id: mallId,
      club_id: clubId,
      shopper_id: shopperId,
      after_seq: await walletSeq(trx, mallId, shopperId),
      ...set,
    })
    .onConflict((conflict) =>
      conflict.columns(['mall_id', 'shopper_id', 'club_id', 'after_seq']).doUpdateSet(set),
    )
    .execute();
  // What stood before one that is older than any event is asked for no more.
  const old = await trx
    .selectFrom('club_shares')
    .select('after_seq')
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', shopperId)
    .where('club_id', '=', clubId)
    .where('at', '<', writing.now() - OUTBOX_DAYS * DAY)
    .orderBy('after_seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (old)
    await trx
      .deleteFrom('club_shares')
      .where('mall_id', '=', mallId)
      .where('shopper_id', '=', shopperId)
      .where('club_id', '=', clubId)
      .where('after_seq', '<', old.after_seq)
      .execute();
}

type Behind = [mallId: string, clubId: string, joinedAt: number, shopperId: string, limit: number];
const membersBehind = (leftToo: boolean) =>
  prepared<Behind, ClubMemberRow>((db, mallId, clubId, joinedAt, shopperId, limit) =>
    db
      .selectFrom('club_members')
      .selectAll()
      .where('mall_id', '=', mallId)
      .where('club_id', '=', clubId)
      .where(sql<boolean>`(joined_at, shopper_id) > (${joinedAt}, ${shopperId})`)
      .$if(!leftToo, (query) => query.where('left_at', 'is', null))
      .orderBy('joined_at')
      .orderBy('shopper_id')
      .limit(limit as number),
  );
const allBehind = membersBehind(true);
const thoseInBehind = membersBehind(false);

/** Who takes part, in the order they came. @param after joined_at and id of the one before */
export function membersOf(
  db: Reader,
  club: Pick<ClubRow, 'mall_id' | 'club_id'>,
  of: { after?: [joinedAt: number, shopperId: string] | undefined; limit: number; leftToo: boolean },
): Promise<ClubMemberRow[]> {
  const [joinedAt, shopperId] = of.after ?? [-1, ''];
  const behind = of.leftToo ? allBehind : thoseInBehind;
  return behind(db, club.mall_id, club.club_id, joinedAt, shopperId, of.limit);
}
