import { DAY } from '../../../base/clock.ts';
import { startOfDay } from '../../../base/days.ts';
import type { Reader, Trx } from '../../../base/db/database.ts';
import { Problem } from '../../../base/http/problem.ts';
import { newId } from '../../../base/ids.ts';
import { codeFor, type Secrets, sha256 } from '../../../base/secrets.ts';
import type { Mall } from '../../../mall/malls/rules.ts';
import { authorsOf, formerAuthor } from '../../../mall/shoppers/authors.ts';
import { findClub, isKeptFrom, standingOf, todayOf } from '../access.ts';
import { isSecret, MOST_INVITATIONS } from '../rules.ts';
import { announce, type Writing } from '../store.ts';
import type { ClubInvitationRow, ClubRow } from '../table.ts';
import type { ClubInvitation } from './contract.ts';

type Of = Pick<ClubRow, 'mall_id' | 'club_id'>;

/** What opens an invitation: made from its id. */
const codeOf = (secrets: Secrets, mallId: string, invitationId: string): string =>
  codeFor(secrets.derive('club-invitation', mallId), invitationId, 24);

const openOnes = (db: Reader, club: Of, now: number) =>
  db
    .selectFrom('club_invitations')
    .selectAll()
    .where('mall_id', '=', club.mall_id)
    .where('club_id', '=', club.club_id)
    .where('expires_at', '>', now)
    .where('uses_left', '>', 0)
    .orderBy('created_at')
    .orderBy('invitation_id')
    .execute();

async function toInvitations(
  db: Reader,
  mall: Mall,
  rows: readonly ClubInvitationRow[],
  codeFor: (row: ClubInvitationRow) => string | null,
): Promise<ClubInvitation[]> {
  const { locale } = mall.settings;
  const authors = await authorsOf(
    db,
    mall.id,
    rows.map((row) => row.shopper_id),
    locale,
  );
  return rows.map((row) => ({
    id: row.invitation_id,
    role: row.role,
    code: codeFor(row),
    usesLeft: row.uses_left,
    expiresAt: row.expires_at,
    by: authors.get(row.shopper_id) ?? formerAuthor(row.shopper_id, locale),
  }));
}

/** Those that may still be accepted. */
export const listInvitations = async (
  db: Reader,
  mall: Mall,
  club: Of,
  now: number,
): Promise<ClubInvitation[]> => toInvitations(db, mall, await openOnes(db, club, now), () => null);

/**
 * Invites to a club. What the one it is for may accept opens on the day on which they may know, and runs out as long
 * after that as was asked for.
 *
 * @throws Problem quota-full; not-now when it is known whom it is for
 */
export async function insertInvitation(
  trx: Trx,
  writing: Writing,
  club: ClubRow,
  shopperId: string,
  { role, uses, days }: { role: ClubInvitationRow['role']; uses: number; days: number },
): Promise<string> {
  const now = writing.now();
  if (role === 'person' && club.person_id !== null) throw new Problem('not-now');
  await trx
    .deleteFrom('club_invitations')
    .where('mall_id', '=', club.mall_id)
    .where('club_id', '=', club.club_id)
    .where((eb) => eb.or([eb('expires_at', '<=', now), eb('uses_left', '<=', 0)]))
    .execute();
  if ((await openOnes(trx, club, now)).length >= MOST_INVITATIONS)
    throw new Problem('quota-full', { detail: `at most ${MOST_INVITATIONS} open invitations` });
  const id = newId();
  const isEarly = role === 'person' && isSecret(standingOf(club), todayOf(writing.mall, now));
  const from = isEarly ? startOfDay(writing.mall.settings.timeZone, club.secret_until as string) : now;
  await trx
    .insertInto('club_invitations')
    .values({
      mall_id: club.mall_id,
      invitation_id: id,
      club_id: club.club_id,
      shopper_id: shopperId,
      role,
      code_hash: sha256(codeOf(writing.secrets, club.mall_id, id)),
      uses_left: role === 'person' ? 1 : uses,
      created_at: now,
      expires_at: from + days * DAY,
    })
    .execute();
  await announce(trx, writing, 'club.invited', club);
  return id;
}

/** An invitation with its code, for whoever just made it. */
export async function madeInvitation(
  db: Reader,
  secrets: Secrets,
  mall: Mall,
  id: string,
): Promise<ClubInvitation | undefined> {
  const rows = await db
    .selectFrom('club_invitations')
    .selectAll()
    .where('mall_id', '=', mall.id)
    .where('invitation_id', '=', id)
    .execute();
  return (await toInvitations(db, mall, rows, () => codeOf(secrets, mall.id, id)))[0];
}

/**
 * Takes back an invitation: one's own, or (the starter) any.
 *
 * @returns false when there is no such invitation to this club
 */
export async function takeBackInvitation(
  trx: Trx,
  writing: Writing,
  club: Of,
  id: string,
  shopperId: string | undefined,
): Promise<boolean> {
  let query = trx
    .deleteFrom('club_invitations')
    .where('mall_id', '=', club.mall_id)
    .where('club_id', '=', club.club_id)
    .where('invitation_id', '=', id);
  if (shopperId !== undefined) query = query.where('shopper_id', '=', shopperId);
  if ((await query.executeTakeFirst()).numDeletedRows === 0n) return false;
  await announce(trx, writing, 'club.invited', club);
  return true;
}

/** An invitation that opens something to whoever holds its code. */
export interface Invited {
  invitation: ClubInvitationRow;
  club: ClubRow;
}

/**
 * What a code opens for somebody; undefined for one that is wrong, used up, run out or taken back, and, alike, for the
 * one from whom the club is kept, and before the day on which they may know.
 *
 * @param shopperId of whoever asks, if anybody
 */
export async function invitedBy(
  db: Reader,
  mall: Pick<Mall, 'id' | 'settings'>,
  code: string,
  shopperId: string | undefined,
  now: number,
): Promise<Invited | undefined> {
  const invitation = await db
    .selectFrom('club_invitations')
    .selectAll()
    .where('mall_id', '=', mall.id)
    .where('code_hash', '=', sha256(code))
    .executeTakeFirst();
  if (!invitation || invitation.expires_at <= now || invitation.uses_left <= 0) return undefined;
  const club = await findClub(db, mall.id, invitation.club_id);
  if (!club) return undefined;
  if (invitation.role === 'person') {
    const isTaken = club.person_id !== null && club.person_id !== shopperId;
    if (isTaken || isSecret(standingOf(club), todayOf(mall, now))) return undefined;
  } else if (shopperId !== undefined && club.person_id === shopperId) return undefined;
  return shopperId !== undefined && isKeptFrom(mall, club, shopperId, now) ? undefined : { invitation, club };
}
