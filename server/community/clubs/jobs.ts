import { HOUR } from '../../base/clock.ts';
import type { Services } from '../../base/services.ts';
import type { Mall } from '../../mall/malls/rules.ts';
import { findMall, listMalls } from '../../mall/malls/store.ts';
import { notifyAll } from '../inbox/store.ts';
import { findClub } from './access.ts';
import { endIfDue } from './ending.ts';
import { settleSome } from './settling.ts';
import { END_JOB, SETTLE_JOB, TELL_JOB, writingOf } from './store.ts';
import type { ClubMemberRow, ClubRow } from './table.ts';
import { outcomeOf } from './views.ts';

/** Members who are told in one transaction. */
const TOLD_AT_ONCE = 200;
/** Clubs that one look finds: the next look finds the others. */
const LOOKED_AT = 500;

/** Gives, or gives back, until all is done; each part is a transaction, and whoever comes later goes on from there. */
export async function settleClub(services: Services, mall: Mall, clubId: string): Promise<void> {
  const { database } = services;
  while (!(await database.write((trx) => settleSome(trx, writingOf(services, mall), clubId))));
}

/** Tells those who take part of something, each once. */
export async function tellMembers(
  services: Services,
  mall: Mall,
  clubId: string,
  what: 'club-reached' | 'club-ended',
): Promise<void> {
  const { database } = services;
  for (let after = ''; ; ) {
    const club = await findClub(database.db, mall.id, clubId);
    if (!club) return;
    const members = await database.db
      .selectFrom('club_members')
      .selectAll()
      .where('mall_id', '=', mall.id)
      .where('club_id', '=', clubId)
      .where('left_at', 'is', null)
      .where('role', '!=', 'person')
      .where('shopper_id', '>', after)
      .orderBy('shopper_id')
      .limit(TOLD_AT_ONCE)
      .execute();
    await database.write((trx) =>
      notifyAll(
        trx,
        services,
        mall.id,
        members.map((member) => noticeFor(club, member, what)),
      ),
    );
    if (members.length < TOLD_AT_ONCE) return;
    after = members.at(-1)?.shopper_id ?? after;
  }
}

function noticeFor(club: ClubRow, member: ClubMemberRow, kind: 'club-reached' | 'club-ended') {
  const outcome = kind === 'club-ended' ? outcomeOf(club, member) : null;
  // Who gave nothing, and had nothing, is told that it has ended, and nothing of points.
  const said = outcome && outcome.amount > 0 ? { outcome: outcome.kind, amount: outcome.amount } : {};
  return {
    shopperId: member.shopper_id,
    kind,
    onceKey: `${kind}:${club.club_id}`,
    clubId: club.club_id,
    facts: said,
  };
}

/**
 * Looks for clubs whose day is over, also while the service was down at that hour: each has a job of its own, and this
 * finds those whose job is lost (a database that was brought back), and those that wait for the one they are for.
 */
export async function sweepClubs(services: Services, mall: Mall): Promise<void> {
  const { database, now } = services;
  const due = await database.db
    .selectFrom('clubs')
    .select(['club_id', 'state'])
    .where('mall_id', '=', mall.id)
    .where('ended_at', 'is', null)
    .where('ends_at', '<=', now())
    .orderBy('ends_at')
    .limit(LOOKED_AT)
    .execute();
  for (const { club_id: clubId, state } of due)
    if (state === 'settling') await settleClub(services, mall, clubId);
    else await database.write((trx) => endIfDue(trx, writingOf(services, mall), clubId));
  await database.write((trx) =>
    trx
      .deleteFrom('till_codes')
      .where('mall_id', '=', mall.id)
      .where('expires_at', '<=', now() - HOUR)
      .execute(),
  );
}

/** Registers what happens to clubs by itself. */
export function clubJobs(services: Services): void {
  const { jobs, database } = services;
  const mallOf = (id: string) => findMall(database.db, id);
  jobs.on(END_JOB, async (payload, { mallId }) => {
    const mall = await mallOf(mallId);
    const { club } = payload as { club: string };
    if (mall) await database.write((trx) => endIfDue(trx, writingOf(services, mall), club));
  });
  // In a lane of their own: a club with many contributions holds up nothing else.
  jobs.on(
    SETTLE_JOB,
    async (payload, { mallId }) => {
      const mall = await mallOf(mallId);
      if (mall) await settleClub(services, mall, (payload as { club: string }).club);
    },
    { name: 'clubs', width: 1 },
  );
  jobs.on(TELL_JOB, async (payload, { mallId }) => {
    const mall = await mallOf(mallId);
    const { club, what } = payload as { club: string; what: 'club-reached' | 'club-ended' };
    if (mall) await tellMembers(services, mall, club, what);
  });
  jobs.every('clubs.sweep', HOUR, async () => {
    for (const { id } of await listMalls(database.db)) {
      const mall = await mallOf(id);
      if (mall) await sweepClubs(services, mall);
    }
  });
}
