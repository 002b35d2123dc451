import type { Services } from '../../base/services.ts';
import type { ClubsOf } from '../inbox/notices.ts';
import { isKeptFrom } from './access.ts';
import { nameOfClub } from './views.ts';

/** Clubs as the inbox and its mails name them: to those who take part, or did, and to the one it is for once they may know. */
export const noticeClubs =
  ({ now }: Pick<Services, 'now'>): ClubsOf =>
  async (db, mall, shopperId, clubIds) => {
    const seen: Awaited<ReturnType<ClubsOf>> = new Map();
    if (clubIds.length === 0) return seen;
    const clubs = await db
      .selectFrom('clubs')
      .selectAll()
      .where('mall_id', '=', mall.id)
      .where('club_id', 'in', clubIds)
      .execute();
    const taken = await db
      .selectFrom('club_members')
      .select('club_id')
      .where('mall_id', '=', mall.id)
      .where('club_id', 'in', clubIds)
      .where('shopper_id', '=', shopperId)
      .execute();
    const theirs = new Set(taken.map((row) => row.club_id));
    for (const club of clubs) {
      const maySee = theirs.has(club.club_id) || club.person_id === shopperId;
      if (!maySee || isKeptFrom(mall, club, shopperId, now())) continue;
      seen.set(club.club_id, { id: club.club_id, name: nameOfClub(mall, club) });
    }
    return seen;
  };
