import type { Reader, Trx } from '../../base/db/database.ts';
import { Problem } from '../../base/http/problem.ts';
import { newId } from '../../base/ids.ts';
import { attachPhotos, detachAll } from '../media/store.ts';
import { todayOf } from './access.ts';
import type { ClubCover, PatchClub, PostClub } from './contract.ts';
import { isDayToCome, MOST_CLUBS, whyFixed } from './rules.ts';
import { announce, endOf, happened, planEnd, setClub, type Writing } from './store.ts';
import type { ClubRow } from './table.ts';

/** What photos hang on. */
export const COVER = 'club';

/** Hangs the photo of a cover on its club, and takes off what hung there. */
async function hangCover(trx: Trx, club: ClubRow, cover: ClubCover): Promise<void> {
  if (!('photo' in cover)) return detachAll(trx, club.mall_id, COVER, club.club_id);
  if (club.shopper_id === null) return;
  await attachPhotos(trx, club.mall_id, club.shopper_id, { kind: COVER, id: club.club_id }, [cover.photo]);
}

/** @throws Problem quota-full for one who takes part in as many as there may be */
export async function refuseTooMany(db: Reader, mallId: string, shopperId: string): Promise<void> {
  const last = await db
    .selectFrom('club_members')
    .select('club_id')
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', shopperId)
    .orderBy('joined_at')
    .limit(1)
    .offset(MOST_CLUBS - 1)
    .executeTakeFirst();
  if (last) throw new Problem('quota-full', { detail: `at most ${MOST_CLUBS} clubs` });
}

/** What a club is made from, where that is a wish: the member it is for is known, and is told nothing. */
export interface MadeFrom {
  personId?: string;
  product?: string;
  wishId?: string;
}

/**
 * Opens a club.
 *
 * @throws Problem day-fixed for a day that is over, or too far ahead; quota-full; own-thing for a secret from oneself
 */
export async function insertClub(
  trx: Trx,
  writing: Writing,
  shopperId: string,
  said: PostClub,
  from: MadeFrom = {},
): Promise<ClubRow> {
  const { mall } = writing;
  const now = writing.now();
  if (!isDayToCome(said.endsOn, todayOf(mall, now)))
    throw new Problem('day-fixed', { detail: 'endsOn: from tomorrow to two years ahead' });
  if (from.personId === shopperId) throw new Problem('own-thing');
  await refuseTooMany(trx, mall.id, shopperId);
  const club: ClubRow = {
    mall_id: mall.id,
    club_id: newId(),
    shopper_id: shopperId,
    name: said.name,
    occasion: said.occasion,
    occasion_text: said.occasionText,
    goal: said.goal,
    ends_on: said.endsOn,
    ends_at: endOf(mall, said.endsOn),
    person_id: from.personId ?? null,
    person_name: said.personName,
    cover: JSON.stringify(said.cover),
    visibility: said.visibility,
    link_version: 1,
    secret_until: said.secretUntil,
    amounts: said.amounts,
    payout: said.payout,
    if_short: said.ifShort,
    state: 'open',
    hide_reason: null,
    raised: 0,
    member_count: 1,
    comment_count: 0,
    comments_open: said.commentsOpen ? 1 : 0,
    product: from.product ?? null,
    wish_id: from.wishId ?? null,
    version: 1,
    created_at: now,
    reached_at: null,
    settling_at: null,
    settles_as: null,
    settled_after: '',
    ended_at: null,
  };
  await trx.insertInto('clubs').values(club).execute();
  await insertMember(trx, club, shopperId, 'starter', now);
  await hangCover(trx, club, said.cover);
  await happened(trx, writing, club, { kind: 'opened', shopperId });
  await planEnd(trx, writing, club);
  await announce(trx, writing, 'club.created', club);
  return club;
}

export async function insertMember(
  trx: Trx,
  club: Pick<ClubRow, 'mall_id' | 'club_id'>,
  shopperId: string,
  role: 'starter' | 'member' | 'person',
  now: number,
): Promise<void> {
  await trx
    .insertInto('club_members')
    .values({
      mall_id: club.mall_id,
      club_id: club.club_id,
      shopper_id: shopperId,
      role,
      joined_at: now,
      left_at: null,
      share: 0,
      given: 0,
      refunded: 0,
      received: 0,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['mall_id', 'club_id', 'shopper_id'])
        .doUpdateSet({ role, joined_at: now, left_at: null }),
    )
    .execute();
}

/** Whether anybody has given anything, also if it went back. */
async function hasGiven(db: Reader, club: ClubRow): Promise<boolean> {
  if (club.raised > 0) return true;
  const one = await db
    .selectFrom('contributions')
    .select('contribution_id')
    .where('mall_id', '=', club.mall_id)
    .where('club_id', '=', club.club_id)
    .whereRef('amount', '>', 'refunded')
    .limit(1)
    .executeTakeFirst();
  return one !== undefined;
}

/**
 * Changes what its starter says of a club.
 *
 * @throws Problem changed-meanwhile, not-now, day-fixed
 */
export async function changeClub(
  trx: Trx,
  writing: Writing,
  club: ClubRow,
  { version, ...patch }: PatchClub,
): Promise<ClubRow> {
  if (club.version !== version) throw new Problem('changed-meanwhile');
  const before = {
    occasion: club.occasion,
    goal: club.goal,
    endsOn: club.ends_on,
    payout: club.payout,
    ifShort: club.if_short,
    secretUntil: club.secret_until,
  };
  const after = { ...before, ...given(patch) };
  const why = whyFixed(
    before,
    after,
    { raised: club.raised, hasGiven: await hasGiven(trx, club), personKnown: club.person_id !== null },
    todayOf(writing.mall, writing.now()),
  );
  if (why) throw new Problem(why);
  const opensLess = patch.visibility === 'members' && club.visibility === 'link';
  const changed = await setClub(trx, club, {
    ...(patch.name !== undefined && { name: patch.name }),
    occasion: after.occasion,
    ...(patch.occasionText !== undefined && { occasion_text: patch.occasionText }),
    goal: after.goal,
    ends_on: after.endsOn,
    ends_at: endOf(writing.mall, after.endsOn),
    ...(patch.personName !== undefined && { person_name: patch.personName }),
    ...(patch.cover !== undefined && { cover: JSON.stringify(patch.cover) }),
    ...(patch.visibility !== undefined && { visibility: patch.visibility }),
    // The link that was handed out opens nothing any more, also when the club is opened again.
    ...(opensLess && { link_version: club.link_version + 1 }),
    secret_until: after.secretUntil,
    ...(patch.amounts !== undefined && { amounts: patch.amounts }),
    payout: after.payout,
    if_short: after.ifShort,
    ...(patch.commentsOpen !== undefined && { comments_open: patch.commentsOpen ? 1 : 0 }),
    version: club.version + 1,
  });
  if (patch.cover !== undefined) await hangCover(trx, changed, patch.cover);
  if (changed.ends_at !== club.ends_at) await planEnd(trx, writing, changed);
  await announce(trx, writing, 'club.changed', changed);
  return changed;
}

/** What of a patch was said: what is left out is there as undefined. */
const given = <Patch extends object>(patch: Patch) =>
  Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Patch]: Exclude<Patch[Key], undefined>;
  };
