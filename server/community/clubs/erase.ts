import type { Reader, Trx } from '../../base/db/database.ts';
import { detachAll } from '../media/store.ts';
import { findMember } from './access.ts';
import { COVER } from './clubs.ts';
import { beginSettling, cancelClub } from './ending.ts';
import { leave } from './members.ts';
import { isUnsettled } from './rules.ts';
import { settleSome } from './settling.ts';
import { announce, setClub, type Writing } from './store.ts';
import type { ClubRow } from './table.ts';

const UNSAID = { name: '', occasion_text: null, person_name: '' };

/**
 * Takes a shopper out of their clubs before they are erased: what they gave comes back into their wallet (which is erased
 * after this), a club that they opened goes to whoever has been in it longest, or, where there is nobody, everybody has
 * theirs back; a club for them goes on without them. What they wrote goes by what the tables declare.
 */
export async function eraseClubs(trx: Trx, writing: Writing, shopperId: string): Promise<void> {
  const mallId = writing.mall.id;
  const clubs = await trx
    .selectFrom('club_members as member')
    .innerJoin('clubs', (join) =>
      join.onRef('clubs.mall_id', '=', 'member.mall_id').onRef('clubs.club_id', '=', 'member.club_id'),
    )
    .selectAll('clubs')
    .where('member.mall_id', '=', mallId)
    .where('member.shopper_id', '=', shopperId)
    .where('member.left_at', 'is', null)
    .where('member.role', '!=', 'person')
    .orderBy('clubs.club_id')
    .execute();
  for (const club of clubs) await takeLeave(trx, writing, club, shopperId);
  // Clubs of theirs that nobody goes on with: what they wrote of them goes.
  await trx
    .updateTable('clubs')
    .set({ shopper_id: null, ...UNSAID })
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', shopperId)
    .execute();
  const forThem = await trx
    .selectFrom('clubs')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('person_id', '=', shopperId)
    .execute();
  for (const club of forThem) {
    await setClub(trx, club, { person_id: null, person_name: '', version: club.version + 1 });
    await announce(trx, writing, 'club.changed', club);
  }
}

async function takeLeave(trx: Trx, writing: Writing, club: ClubRow, shopperId: string): Promise<void> {
  // What is being settled is settled to its end first, so that nothing comes into a wallet that is no more.
  if (club.state === 'settling') while (!(await settleSome(trx, writing, club.club_id)));
  if (!isUnsettled(club.state)) return;
  const isStarters = club.shopper_id === shopperId;
  const heir = isStarters ? await longestMember(trx, club, shopperId) : undefined;
  const member = await findMember(trx, club, shopperId);
  if (!member) return;
  const after = await leave(trx, writing, club, member);
  if (!isStarters) return;
  // Its photo is theirs, and goes with them.
  await detachAll(trx, club.mall_id, COVER, club.club_id);
  const cover = JSON.parse(club.cover) as { photo?: string };
  const bare = await setClub(trx, after, {
    shopper_id: heir ?? null,
    ...(heir === undefined && UNSAID),
    ...(cover.photo !== undefined && { cover: JSON.stringify({ emoji: '🎁' }) }),
    version: after.version + 1,
  });
  if (heir === undefined) {
    if (bare.state === 'expired') await beginSettling(trx, writing, bare, 'refund');
    else await cancelClub(trx, writing, bare, null);
    return;
  }
  await trx
    .updateTable('club_members')
    .set({ role: 'starter' })
    .where('mall_id', '=', club.mall_id)
    .where('club_id', '=', club.club_id)
    .where('shopper_id', '=', heir)
    .execute();
  await announce(trx, writing, 'club.changed', club);
}

async function longestMember(db: Reader, club: ClubRow, but: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('club_members')
    .select('shopper_id')
    .where('mall_id', '=', club.mall_id)
    .where('club_id', '=', club.club_id)
    .where('left_at', 'is', null)
    .where('role', '!=', 'person')
    .where('shopper_id', '!=', but)
    .orderBy('joined_at')
    .orderBy('shopper_id')
    .limit(1)
    .executeTakeFirst();
  return row?.shopper_id;
}
