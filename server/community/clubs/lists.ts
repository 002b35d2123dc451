import { sql } from 'kysely';
import type { Reader } from '../../base/db/database.ts';
import { prepared } from '../../base/db/prepared.ts';
import { decodeCursor, encodeCursor } from '../../base/http/cursor.ts';
import type { Mall } from '../../mall/malls/rules.ts';
import { isKeptFrom } from './access.ts';
import type { ClubRole } from './contract.ts';
import { isUnsettled, MOST_CLUBS } from './rules.ts';
import type { ClubEventRow, ClubRow, ContributionRow } from './table.ts';

type Of = Pick<ClubRow, 'mall_id' | 'club_id'>;
export interface Page<Row> {
  rows: Row[];
  next: string | null;
}

/** One more than the page holds was asked for: its being there says that there is a next page. */
export function pageOf<Row>(found: Row[], limit: number, key: (row: Row) => (string | number)[]): Page<Row> {
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return { rows, next: found.length > limit && last ? encodeCursor(key(last)) : null };
}

type Behind = [mallId: string, clubId: string, at: number, id: string, limit: number];
const contributionsBehind = prepared<Behind, ContributionRow>((db, mallId, clubId, at, id, limit) =>
  db
    .selectFrom('contributions')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('club_id', '=', clubId)
    .where(sql<boolean>`(at, contribution_id) < (${at}, ${id})`)
    .orderBy('at', 'desc')
    .orderBy('contribution_id', 'desc')
    .limit(limit as number),
);

/** What was given to a club, newest first. */
export async function contributionPage(
  db: Reader,
  club: Of,
  cursor: string | undefined,
  limit: number,
): Promise<Page<ContributionRow>> {
  const [at, id] = cursor
    ? (decodeCursor(cursor, ['number', 'string']) as [number, string])
    : [Number.MAX_SAFE_INTEGER, ''];
  const found = await contributionsBehind(db, club.mall_id, club.club_id, at, id, limit + 1);
  return pageOf(found, limit, (row) => [row.at, row.contribution_id]);
}

/** Lines that were written with a contribution of which something was not given back, oldest first. */
export async function paperPage(
  db: Reader,
  club: Of,
  cursor: string | undefined,
  limit: number,
): Promise<Page<ContributionRow>> {
  const [at, id] = cursor ? (decodeCursor(cursor, ['number', 'string']) as [number, string]) : [-1, ''];
  const found = await db
    .selectFrom('contributions')
    .selectAll()
    .where('mall_id', '=', club.mall_id)
    .where('club_id', '=', club.club_id)
    .where('text', '<>', '')
    .where('shown', '=', 1)
    .whereRef('amount', '>', 'refunded')
    .where(sql<boolean>`(at, contribution_id) > (${at}, ${id})`)
    .orderBy('at')
    .orderBy('contribution_id')
    .limit(limit + 1)
    .execute();
  return pageOf(found, limit, (row) => [row.at, row.contribution_id]);
}

/** Happenings on a page. */
const HAPPENINGS = 20;
const eventsOf = prepared<[mallId: string, clubId: string], ClubEventRow>((db, mallId, clubId) =>
  db
    .selectFrom('club_events')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('club_id', '=', clubId)
    .orderBy('at', 'desc')
    .orderBy('event_id', 'desc')
    .limit(HAPPENINGS),
);
export const newestEvents = (db: Reader, club: Of): Promise<ClubEventRow[]> =>
  eventsOf(db, club.mall_id, club.club_id);

export interface MineRow {
  club: ClubRow;
  role: ClubRole;
}

/** First those that collect, then newest first. */
const keyOf = ({ club }: MineRow): [number, number, string] => [
  isUnsettled(club.state) || club.state === 'settling' || club.state === 'cancelled' ? 1 : 0,
  club.created_at,
  club.club_id,
];
const isBehind = (a: readonly (string | number)[], b: readonly (string | number)[]): boolean => {
  for (const [at, part] of a.entries()) {
    const other = b[at] as string | number;
    if (part !== other) return part < other;
  }
  return false;
};

/** The clubs that somebody takes part in, and those that are for them, once they may know: a few hundred at most. */
export async function myClubs(
  db: Reader,
  mall: Mall,
  shopperId: string,
  now: number,
  cursor: string | undefined,
  limit: number,
): Promise<Page<MineRow>> {
  const after = cursor ? decodeCursor(cursor, ['number', 'number', 'string']) : undefined;
  const taken = await db
    .selectFrom('club_members as member')
    .innerJoin('clubs', (join) =>
      join.onRef('clubs.mall_id', '=', 'member.mall_id').onRef('clubs.club_id', '=', 'member.club_id'),
    )
    .selectAll('clubs')
    .select('member.role')
    .where('member.mall_id', '=', mall.id)
    .where('member.shopper_id', '=', shopperId)
    .where('member.left_at', 'is', null)
    .where('member.role', '!=', 'person')
    .limit(2 * MOST_CLUBS)
    .execute();
  const forThem = await db
    .selectFrom('clubs')
    .selectAll()
    .where('mall_id', '=', mall.id)
    .where('person_id', '=', shopperId)
    .orderBy('created_at', 'desc')
    .limit(2 * MOST_CLUBS)
    .execute();
  const all: MineRow[] = [
    ...taken.map(({ role, ...club }) => ({ club, role })),
    ...forThem.map((club) => ({ club, role: 'person' as const })),
  ].filter(({ club }) => !isKeptFrom(mall, club, shopperId, now));
  const sorted = all.sort((a, b) => (isBehind(keyOf(a), keyOf(b)) ? 1 : -1));
  const left = after ? sorted.filter((row) => isBehind(keyOf(row), after)) : sorted;
  return pageOf(left.slice(0, limit + 1), limit, keyOf);
}
