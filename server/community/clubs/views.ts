import { dayAfter } from '../../base/days.ts';
import type { Reader } from '../../base/db/database.ts';
import { prepared } from '../../base/db/prepared.ts';
import type { Services } from '../../base/services.ts';
import { type Mall, publicMall } from '../../mall/malls/rules.ts';
import { walletNow } from '../../mall/points/ledger.ts';
import { findProducts, publicProduct } from '../../mall/products/store.ts';
import { authorsOf, formerAuthor } from '../../mall/shoppers/authors.ts';
import type { Author } from '../../mall/shoppers/contract.ts';
import { photosOf } from '../media/store.ts';
import { type Access, linkKeyOf, todayOf } from './access.ts';
import { COVER } from './clubs.ts';
import type {
  Club,
  ClubCard,
  ClubCover,
  ClubHappening,
  ClubMember,
  ClubPage,
  Contribution,
  MyClubPart,
  ShownCover,
} from './contract.ts';
import type { ClubPreview } from './invitations/contract.ts';
import { contributionPage, newestEvents } from './lists.ts';
import { membersOf } from './members.ts';
import { FORECAST_BACK, forecastOf, percentOf } from './rules.ts';
import type { ClubEventRow, ClubMemberRow, ClubRow, ContributionRow } from './table.ts';
import { couponFor } from './till/coupons.ts';

export interface Viewing extends Pick<Services, 'secrets' | 'now' | 'publicUrl'> {
  db: Reader;
  mall: Mall;
}

type Cover = ReturnType<typeof ShownCover.parse>;
const NO_PHOTO = '🎁';
/** What a club is called whose name the mall has hidden, or whose starter is no more. */
const NO_NAME = { ko: '같이 모으기', en: 'Savings club' } as const;

/** What clubs show themselves by. Of one that the mall has hidden neither photo nor words are told. */
export async function coversOf(view: Viewing, clubs: readonly ClubRow[]): Promise<Map<string, Cover>> {
  const said = new Map(clubs.map((club) => [club.club_id, JSON.parse(club.cover) as ClubCover]));
  const pictured = clubs.filter(
    (club) => club.hide_reason === null && 'photo' in (said.get(club.club_id) ?? {}),
  );
  const photos = await photosOf(
    view.db,
    view.mall.id,
    COVER,
    pictured.map((club) => club.club_id),
    view.publicUrl,
  );
  return new Map(
    clubs.map((club): [string, Cover] => {
      const [photo] = photos.get(club.club_id) ?? [];
      if (photo)
        return [
          club.club_id,
          { emoji: null, photo: { url: photo.large, width: photo.width, height: photo.height } },
        ];
      const cover = said.get(club.club_id);
      const emoji = cover && 'emoji' in cover && club.hide_reason === null ? cover.emoji : NO_PHOTO;
      return [club.club_id, { emoji, photo: null }];
    }),
  );
}

/** How the shoppers of some things appear. */
export async function namesOf(
  view: Viewing,
  ids: readonly (string | null)[],
): Promise<(id: string) => Author> {
  const { locale } = view.mall.settings;
  const authors = await authorsOf(
    view.db,
    view.mall.id,
    ids.filter((id) => id !== null),
    locale,
  );
  return (id) => authors.get(id) ?? formerAuthor(id, locale);
}
type NameOf = Awaited<ReturnType<typeof namesOf>>;

export const nameOfClub = (mall: Mall, club: Pick<ClubRow, 'name' | 'hide_reason'>): string =>
  club.hide_reason === null && club.name !== '' ? club.name : NO_NAME[mall.settings.locale];

async function toClub(view: Viewing, { club, rights }: Access, nameOf: NameOf): Promise<Club> {
  const isHidden = club.hide_reason !== null;
  const product =
    club.product === null
      ? undefined
      : (await findProducts(view.db, view.mall.id, [club.product])).get(club.product);
  return {
    id: club.club_id,
    name: nameOfClub(view.mall, club),
    occasion: club.occasion,
    occasionText: isHidden ? null : club.occasion_text,
    cover: (await coversOf(view, [club])).get(club.club_id) ?? { emoji: NO_PHOTO, photo: null },
    starter: club.shopper_id === null ? null : nameOf(club.shopper_id),
    person: {
      name: isHidden ? '' : club.person_name,
      member: club.person_id === null ? null : nameOf(club.person_id),
    },
    goal: club.goal,
    raised: rights.amounts ? club.raised : null,
    percent: percentOf(club.raised, club.goal),
    endsOn: club.ends_on,
    visibility: club.visibility,
    secretUntil: club.secret_until,
    amounts: club.amounts,
    payout: club.payout,
    ifShort: club.if_short,
    state: club.state,
    memberCount: club.member_count,
    comments: club.comment_count,
    commentsOpen: club.comments_open === 1,
    product: product ? publicProduct(product, view.mall) : null,
    createdAt: club.created_at,
    endedAt: club.ended_at,
    version: club.version,
  };
}

export const toMember = (row: ClubMemberRow, nameOf: NameOf, amounts: boolean): ClubMember => ({
  member: nameOf(row.shopper_id),
  role: row.role,
  joinedAt: row.joined_at,
  given: amounts ? row.given - row.refunded : null,
  left: row.left_at !== null,
});

/** What is said to the one it is for is theirs once it is given, and not before. */
const readsLines = ({ rights, isPerson }: Access): boolean => !isPerson || rights.paper;

export const toContribution = (row: ContributionRow, nameOf: NameOf, access: Access): Contribution => ({
  id: row.contribution_id,
  by: nameOf(row.shopper_id),
  amount: access.rights.amounts ? row.amount : null,
  refunded: access.rights.amounts ? row.refunded : 0,
  via: row.via,
  text: row.shown === 1 && readsLines(access) ? row.text : '',
  at: row.at,
});

const toHappening = (row: ClubEventRow, nameOf: NameOf, amounts: boolean): ClubHappening => ({
  id: row.event_id,
  kind: row.kind,
  by: row.shopper_id === null ? null : nameOf(row.shopper_id),
  amount: amounts || row.kind === 'milestone' ? row.amount : null,
  at: row.at,
});

/** What a shopper's wallet has. */
export const availableOf = async (db: Reader, mallId: string, shopperId: string): Promise<number> =>
  (await walletNow(db, mallId, shopperId)).available;

/** What happened to somebody's points in the end, as one fact; null while it has not ended for them. */
export function outcomeOf(
  club: Pick<ClubRow, 'state'>,
  member: Pick<ClubMemberRow, 'left_at' | 'given' | 'refunded' | 'received'> | undefined,
): MyClubPart['outcome'] {
  if (!member) return null;
  if (member.left_at !== null) return { kind: 'left', amount: member.refunded };
  if (club.state === 'refunded') return { kind: 'refunded', amount: member.refunded };
  if (club.state !== 'paid-out') return null;
  if (member.received > 0) return { kind: 'received', amount: member.received };
  return { kind: 'given', amount: member.given - member.refunded };
}

async function myPart(view: Viewing, access: Access, shopperId: string | undefined): Promise<MyClubPart> {
  const { club, member, isPerson, rights } = access;
  const isIn = rights.inside;
  return {
    role: isIn ? (member?.role ?? null) : isPerson ? 'person' : null,
    given: member ? member.given - member.refunded : 0,
    refunded: member?.refunded ?? 0,
    received: member?.received ?? 0,
    share: isIn ? (member?.share ?? 0) : 0,
    available: isIn && shopperId !== undefined ? await availableOf(view.db, view.mall.id, shopperId) : 0,
    may: {
      contribute: rights.contribute,
      invite: rights.invite,
      change: rights.change,
      close: rights.close,
      cancel: rights.cancel,
      leave: rights.leave,
    },
    linkKey: isIn && club.visibility === 'link' ? linkKeyOf(view.secrets, club) : null,
    outcome: outcomeOf(club, member),
    coupon: shopperId === undefined ? null : await couponFor(view.db, view.secrets, club, shopperId),
  };
}

/** Members and contributions on the page of a club. */
const FIRST_MEMBERS = 50;
const FIRST_CONTRIBUTIONS = 20;

type DaysOf = [mallId: string, clubId: string, after: string];
const daysOf = prepared<DaysOf, { day: string; amount: number }>((db, mallId, clubId, after) =>
  db
    .selectFrom('club_days')
    .select(['day', 'amount'])
    .where('mall_id', '=', mallId)
    .where('club_id', '=', clubId)
    .where('day', '>', after),
);

async function forecast(view: Viewing, club: ClubRow) {
  if (club.state !== 'open') return null;
  const today = todayOf(view.mall, view.now());
  const days = await daysOf(view.db, club.mall_id, club.club_id, dayAfter(today, -FORECAST_BACK));
  const openedOn = todayOf(view.mall, club.created_at);
  return (
    forecastOf({ goal: club.goal, raised: club.raised, endsOn: club.ends_on, openedOn }, days, today) ?? null
  );
}

/** A club as whoever asks may see it: all that a page needs. */
export async function clubPage(
  view: Viewing,
  access: Access,
  shopperId: string | undefined,
  position: number,
): Promise<ClubPage> {
  const { club, rights } = access;
  const { db } = view;
  const members = await membersOf(db, club, { limit: FIRST_MEMBERS, leftToo: false });
  const given = rights.amounts
    ? await contributionPage(db, club, undefined, FIRST_CONTRIBUTIONS)
    : { rows: [], next: null };
  const events = await newestEvents(db, club);
  const nameOf = await namesOf(view, [
    club.shopper_id,
    club.person_id,
    ...members.map((one) => one.shopper_id),
    ...given.rows.map((one) => one.shopper_id),
    ...events.map((one) => one.shopper_id),
  ]);
  return {
    mall: publicMall(view.mall),
    club: await toClub(view, access, nameOf),
    members: members.map((row) => toMember(row, nameOf, rights.amounts)),
    contributions: {
      items: given.rows.map((row) => toContribution(row, nameOf, access)),
      next: given.next,
    },
    happenings: events.map((row) => toHappening(row, nameOf, rights.amounts)),
    forecast: rights.amounts ? await forecast(view, club) : null,
    me: await myPart(view, access, shopperId),
    position,
  };
}

/** Clubs in a row of clubs. */
export async function toCards(
  view: Viewing,
  rows: readonly { club: ClubRow; role: ClubCard['role'] }[],
): Promise<ClubCard[]> {
  const covers = await coversOf(
    view,
    rows.map((row) => row.club),
  );
  return rows.map(({ club, role }) => ({
    id: club.club_id,
    name: nameOfClub(view.mall, club),
    cover: covers.get(club.club_id) ?? { emoji: NO_PHOTO, photo: null },
    occasion: club.occasion,
    goal: club.goal,
    raised: role === 'person' && club.amounts === 'members' ? null : club.raised,
    percent: percentOf(club.raised, club.goal),
    endsOn: club.ends_on,
    state: club.state,
    memberCount: club.member_count,
    role,
  }));
}

/** What an invitation is to. */
export async function toPreview(
  view: Viewing,
  club: ClubRow,
  role: 'member' | 'person',
  isMember: boolean,
): Promise<ClubPreview> {
  const nameOf = await namesOf(view, [club.shopper_id]);
  return {
    mall: publicMall(view.mall),
    club: {
      id: club.club_id,
      name: nameOfClub(view.mall, club),
      occasion: club.occasion,
      cover: (await coversOf(view, [club])).get(club.club_id) ?? { emoji: NO_PHOTO, photo: null },
      starter: club.shopper_id === null ? null : nameOf(club.shopper_id),
      endsOn: club.ends_on,
      memberCount: club.member_count,
      state: club.state,
    },
    role,
    member: isMember,
  };
}
