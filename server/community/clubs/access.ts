import { dayIn } from '../../base/days.ts';
import type { Reader } from '../../base/db/database.ts';
import { prepared } from '../../base/db/prepared.ts';
import { Problem } from '../../base/http/problem.ts';
import { codeFor, type Secrets, sameText } from '../../base/secrets.ts';
import type { Services } from '../../base/services.ts';
import type { Mall } from '../../mall/malls/rules.ts';
import type { Asking } from '../../mall/shoppers/asking.ts';
import { shopperIdOf, type Who } from '../../mall/shoppers/rules.ts';
import { isSecret, may, type Rights, type Standing } from './rules.ts';
import type { ClubMemberRow, ClubRow } from './table.ts';

export { type Asking, askingOf } from '../../mall/shoppers/asking.ts';

/** A club that somebody may see, and what they may do with it. */
export interface Access {
  club: ClubRow;
  /** What they are in it, or were. */
  member: ClubMemberRow | undefined;
  /** It is for them. */
  isPerson: boolean;
  rights: Rights;
}

export type Seeing = Pick<Services, 'secrets' | 'now'>;
type MallOf = Pick<Mall, 'id' | 'settings'>;

/** The secret part of a club's link: made from the club, never stored. */
export function linkKeyOf(
  secrets: Secrets,
  club: Pick<ClubRow, 'mall_id' | 'club_id' | 'link_version'>,
): string {
  return codeFor(secrets.derive('club-link', club.mall_id), `${club.club_id}|${club.link_version}`, 22);
}

const clubBy = prepared<[mallId: string, clubId: string], ClubRow>((db, mallId, clubId) =>
  db.selectFrom('clubs').selectAll().where('mall_id', '=', mallId).where('club_id', '=', clubId),
);
export const findClub = async (db: Reader, mallId: string, clubId: string): Promise<ClubRow | undefined> =>
  (await clubBy(db, mallId, clubId))[0];

const memberBy = prepared<[mallId: string, clubId: string, shopperId: string], ClubMemberRow>(
  (db, mallId, clubId, shopperId) =>
    db
      .selectFrom('club_members')
      .selectAll()
      .where('mall_id', '=', mallId)
      .where('club_id', '=', clubId)
      .where('shopper_id', '=', shopperId),
);
export const findMember = async (
  db: Reader,
  club: Pick<ClubRow, 'mall_id' | 'club_id'>,
  shopperId: string,
): Promise<ClubMemberRow | undefined> => (await memberBy(db, club.mall_id, club.club_id, shopperId))[0];

/** A club as its rules see it. */
export const standingOf = (club: ClubRow): Standing => ({
  state: club.state,
  visibility: club.visibility,
  amounts: club.amounts,
  secretUntil: club.secret_until,
  payout: club.payout,
});

export const todayOf = (mall: Pick<Mall, 'settings'>, now: number): string =>
  dayIn(mall.settings.timeZone, now);

/** Whether a club is kept from this shopper, because it is for them and its day has not come. */
export const isKeptFrom = (mall: Pick<Mall, 'settings'>, club: ClubRow, shopperId: string, now: number) =>
  club.person_id === shopperId && isSecret(standingOf(club), todayOf(mall, now));

/** The club, when whoever asks may see it; what they may not see is not there. */
export async function accessTo(
  db: Reader,
  services: Seeing,
  mall: MallOf,
  clubId: string,
  { who, linkKey }: Asking,
): Promise<Access | undefined> {
  const club = await findClub(db, mall.id, clubId);
  // Compared alike whether there is such a club or not, as far as that is in our hands.
  const right = () =>
    linkKeyOf(services.secrets, club ?? { mall_id: mall.id, club_id: clubId, link_version: 0 });
  const hasLink = linkKey !== undefined && sameText(linkKey, right());
  if (!club) return undefined;
  return accessBy(services, mall, club, who, await memberOf(db, club, who), hasLink);
}

const memberOf = async (db: Reader, club: ClubRow, who: Who): Promise<ClubMemberRow | undefined> => {
  const shopperId = shopperIdOf(who);
  return shopperId === undefined ? undefined : findMember(db, club, shopperId);
};

function accessBy(
  services: Pick<Services, 'now'>,
  mall: MallOf,
  club: ClubRow,
  who: Who,
  member: ClubMemberRow | undefined,
  hasLink: boolean,
): Access | undefined {
  const shopperId = shopperIdOf(who);
  const isPerson = shopperId !== undefined && club.person_id === shopperId;
  const isIn = member !== undefined && member.left_at === null && member.role !== 'person';
  const visitor = {
    kind: who.kind,
    role: isIn ? (member.role as 'starter' | 'member') : null,
    isPerson,
    hasLeft: member !== undefined && member.left_at !== null,
    hasLink,
  };
  const rights = may(standingOf(club), visitor, todayOf(mall, services.now()));
  return rights && { club, member, isPerson, rights };
}

/** @throws Problem not-found, the same for what is missing and what may not be seen */
export function seen<Found>(found: Found | undefined): Found {
  if (found === undefined) throw new Problem('not-found');
  return found;
}
