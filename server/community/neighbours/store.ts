import { sql } from 'kysely';
import type { Reader, Trx } from '../../base/db/database.ts';
import { prepared } from '../../base/db/prepared.ts';
import { decodeCursor, encodeCursor } from '../../base/http/cursor.ts';
import { Problem } from '../../base/http/problem.ts';
import type { Outbox } from '../../base/live/outbox.ts';
import type { Mall } from '../../mall/malls/rules.ts';
import { authorsOf, formerAuthor } from '../../mall/shoppers/authors.ts';
import { notify, type Telling } from '../inbox/store.ts';
import type { MyNeighbourhood, NeighbourPage } from './contract.ts';
import type { Followed } from './followed.ts';
import { MOST_FOLLOWED, moved, neighbourhood, type Standing, wanted } from './rules.ts';
import type { NeighbourRow } from './table.ts';

/** Between which two: the first follows the second. */
interface Pair {
  mallId: string;
  follower: string;
  followed: string;
}
/** What changing it takes. */
export interface Meeting extends Telling {
  blogs: Followed;
}

const stateOf = prepared<[mallId: string, follower: string, followed: string], Pick<NeighbourRow, 'state'>>(
  (db, mallId, follower, followed) =>
    db
      .selectFrom('neighbours')
      .select('state')
      .where('mall_id', '=', mallId)
      .where('follower_id', '=', follower)
      .where('followed_id', '=', followed),
);

/** What one is to the other. */
async function standing(db: Reader, { mallId, follower, followed }: Pair): Promise<Standing> {
  return (await stateOf(db, mallId, follower, followed))[0]?.state;
}

/** How a member and another stand to each other, as the first of them sees it. */
export async function neighbourhoodOf(
  db: Reader,
  mallId: string,
  me: string,
  member: string,
): Promise<MyNeighbourhood> {
  if (me === member) return neighbourhood(true, undefined, undefined);
  return neighbourhood(
    false,
    await standing(db, { mallId, follower: me, followed: member }),
    await standing(db, { mallId, follower: member, followed: me }),
  );
}

/**
 * One wants to follow another: does so at once, or asks where they want to be asked. However often this is said.
 *
 * @throws Problem own-thing, or quota-full when they follow as many as one may
 */
export async function follow(trx: Trx, meeting: Meeting, pair: Pair): Promise<void> {
  const { mallId, follower, followed } = pair;
  if (follower === followed) throw new Problem('own-thing');
  const before = await standing(trx, pair);
  const after = wanted(before, await meeting.blogs.asks(trx, mallId, followed));
  if (after === undefined) return;
  if (before === undefined && (await countFollowed(trx, mallId, follower)) >= MOST_FOLLOWED)
    throw new Problem('quota-full');
  await put(trx, pair, after, meeting.now());
  await settle(trx, meeting, pair, before, after);
  // Told once, however often they come and go.
  await notify(trx, meeting, mallId, {
    shopperId: followed,
    kind: after === 'asked' ? 'neighbour-asking' : 'neighbour-new',
    onceKey: `neighbour-${after}:${follower}`,
    fromId: follower,
  });
}

/** The followed says yes. @throws Problem not-found when nobody asked */
export async function agree(trx: Trx, meeting: Meeting, pair: Pair): Promise<void> {
  const before = await standing(trx, pair);
  if (before === undefined) throw new Problem('not-found');
  if (before === 'follows') return;
  await put(trx, pair, 'follows', meeting.now());
  await settle(trx, meeting, pair, before, 'follows');
  await notify(trx, meeting, pair.mallId, {
    shopperId: pair.follower,
    kind: 'neighbour-agreed',
    onceKey: `neighbour-agreed:${pair.followed}`,
    fromId: pair.followed,
  });
}

/** It ends, whoever of the two wants that. However often this is said. */
export async function part(trx: Trx, meeting: Meeting, pair: Pair): Promise<void> {
  const before = await standing(trx, pair);
  if (before === undefined) return;
  await trx
    .deleteFrom('neighbours')
    .where('mall_id', '=', pair.mallId)
    .where('follower_id', '=', pair.follower)
    .where('followed_id', '=', pair.followed)
    .execute();
  await settle(trx, meeting, pair, before, undefined);
}

async function put(
  trx: Trx,
  { mallId, follower, followed }: Pair,
  state: NeighbourRow['state'],
  at: number,
): Promise<void> {
  await trx
    .insertInto('neighbours')
    .values({ mall_id: mallId, follower_id: follower, followed_id: followed, state, at })
    .onConflict((conflict) =>
      conflict.columns(['mall_id', 'follower_id', 'followed_id']).doUpdateSet({ state, at }),
    )
    .execute();
}

/** The number follows, and both pages are told. */
async function settle(
  trx: Trx,
  { blogs, outbox }: Pick<Meeting, 'blogs' | 'outbox'>,
  { mallId, follower, followed }: Pair,
  before: Standing,
  after: Standing,
): Promise<void> {
  const by = moved(before, after);
  if (by !== 0) await blogs.counted(trx, mallId, followed, by);
  await tell(trx, outbox, mallId, follower, followed);
  await tell(trx, outbox, mallId, followed, follower);
}

const tell = (trx: Trx, outbox: Outbox, mallId: string, to: string, member: string): Promise<void> =>
  outbox.append(trx, { mallId, kind: 'neighbour.changed', topic: `shopper:${to}`, ids: { member } });

async function countFollowed(db: Reader, mallId: string, follower: string): Promise<number> {
  const row = await db
    .selectFrom('neighbours')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('mall_id', '=', mallId)
    .where('follower_id', '=', follower)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** How many wait for a member's yes. */
export async function askingCount(db: Reader, mallId: string, followed: string): Promise<number> {
  const row = await db
    .selectFrom('neighbours')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('mall_id', '=', mallId)
    .where('followed_id', '=', followed)
    .where('state', '=', 'asked')
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** Blogs that a member follows, whoever waits for a yes left out. */
export async function followingCount(db: Reader, mallId: string, follower: string): Promise<number> {
  const row = await db
    .selectFrom('neighbours')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('mall_id', '=', mallId)
    .where('follower_id', '=', follower)
    .where('state', '=', 'follows')
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** One page of a member's own neighbours, newest first. */
export async function neighbourPage(
  db: Reader,
  mall: Mall,
  me: string,
  {
    who,
    cursor,
    limit,
  }: { who: 'following' | 'followers' | 'asking'; cursor?: string | undefined; limit: number },
): Promise<NeighbourPage> {
  const [mine, theirs] =
    who === 'following'
      ? (['follower_id', 'followed_id'] as const)
      : (['followed_id', 'follower_id'] as const);
  let rows = db.selectFrom('neighbours').selectAll().where('mall_id', '=', mall.id).where(mine, '=', me);
  if (who !== 'following') rows = rows.where('state', '=', who === 'followers' ? 'follows' : 'asked');
  if (cursor !== undefined) {
    const [at, id] = decodeCursor(cursor, ['number', 'string']);
    rows = rows.where(sql<boolean>`(at, ${sql.ref(theirs)}) < (${at}, ${id})`);
  }
  const found = await rows
    .orderBy('at', 'desc')
    .orderBy(theirs, 'desc')
    .limit(limit + 1)
    .execute();
  const shown = found.slice(0, limit);
  const ids = shown.map((row) => row[theirs]);
  const authors = await authorsOf(db, mall.id, ids, mall.settings.locale);
  const back = await statesBack(db, mall.id, me, ids, theirs);
  const last = shown.at(-1);
  return {
    items: shown.map((row) => {
      const id = row[theirs];
      const other = back.get(id) ?? 'none';
      return {
        member: authors.get(id) ?? formerAuthor(id, mall.settings.locale),
        state: who === 'following' ? row.state : other,
        theirs: who === 'following' ? other : row.state,
        since: row.at,
      };
    }),
    next: found.length > limit && last ? encodeCursor([last.at, last[theirs]]) : null,
  };
}

/** What stands the other way round. */
async function statesBack(
  db: Reader,
  mallId: string,
  me: string,
  ids: readonly string[],
  theirs: 'follower_id' | 'followed_id',
): Promise<Map<string, NeighbourRow['state']>> {
  if (ids.length === 0) return new Map();
  const mine = theirs === 'followed_id' ? 'follower_id' : 'followed_id';
  const rows = await db
    .selectFrom('neighbours')
    .select(['state', `${mine} as member`])
    .where('mall_id', '=', mallId)
    .where(mine, 'in', ids)
    .where(theirs, '=', me)
    .execute();
  return new Map(rows.map((row) => [row.member, row.state]));
}

/** A member leaves: nobody follows them any more, and they follow nobody; the numbers of those follow. */
export async function eraseNeighbours(
  trx: Trx,
  { blogs }: Pick<Meeting, 'blogs'>,
  mallId: string,
  shopperId: string,
): Promise<void> {
  const left = await trx
    .deleteFrom('neighbours')
    .where('mall_id', '=', mallId)
    .where('follower_id', '=', shopperId)
    .returning(['followed_id', 'state'])
    .execute();
  for (const { followed_id, state } of left)
    if (state === 'follows') await blogs.counted(trx, mallId, followed_id, -1);
  // Their own number goes with their blog.
  await trx
    .deleteFrom('neighbours')
    .where('mall_id', '=', mallId)
    .where('followed_id', '=', shopperId)
    .execute();
}
