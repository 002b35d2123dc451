import { HOUR } from '../../base/clock.ts';
import type { Db } from '../../base/db/database.ts';
import type { Services } from '../../base/services.ts';
import { listMalls } from '../../mall/malls/store.ts';
import { type LookBack, lookBack } from '../reputation/defences-graph.ts';
import type { VoteDoubt, VoteKey } from '../reputation/doubts.ts';
import { countingAt, freeze, unfreeze } from '../reputation/store.ts';
import { setAside, takeUp } from './aside.ts';

/** Votes read at once, and votes moved in one transaction: nobody waits longer than for these. */
const PAGE = 2000;
const BATCH = 20;

type Watching = Pick<Services, 'database' | 'outbox' | 'now'>;

interface Seen extends VoteKey {
  author: string;
  setAside: boolean;
}

/** What a look changed. */
export interface Watched {
  setAside: number;
  takenUp: number;
  frozen: number;
  unfrozen: number;
}

/** The look back comes every hour; a mall where nobody voted since is left alone. */
export function watchJobs(services: Watching & Pick<Services, 'jobs'>): void {
  const seen = new Map<string, string>();
  services.jobs.every('votes.watch', HOUR, async () => {
    const { db } = services.database;
    for (const { id: mallId } of await listMalls(db)) {
      const state = await stateOf(db, mallId);
      if (seen.get(mallId) === state) continue;
      await watchMall(services, mallId);
      seen.set(mallId, state);
    }
  });
}

/** Looks back over all votes of a mall: those made by arrangement weigh nothing, and who gains by them gets no rewards. */
export async function watchMall(services: Watching, mallId: string): Promise<Watched> {
  const votes = await readVotes(services.database.db, mallId);
  const look = await lookSlowly(votes.map((vote) => ({ voter: vote.shopperId, author: vote.author })));
  const arranged = (vote: Seen) => look.doubtsOf(vote.shopperId, vote.author).length > 0;
  const watched: Watched = {
    setAside: await moveVotes(
      services,
      mallId,
      votes.filter((vote) => !vote.setAside && arranged(vote)),
      setAside,
    ),
    takenUp: await moveVotes(
      services,
      mallId,
      votes.filter((vote) => vote.setAside && !arranged(vote)),
      takeUp,
    ),
    frozen: 0,
    unfrozen: 0,
  };
  return { ...watched, ...(await holdRewards(services, mallId, look)) };
}

/** Moves when somebody votes or withdraws a vote. */
async function stateOf(db: Db, mallId: string): Promise<string> {
  const row = await db
    .selectFrom('votes')
    .select((eb) => [eb.fn.countAll<number>().as('count'), eb.fn.max('cast_at').as('last')])
    .where('mall_id', '=', mallId)
    .executeTakeFirst();
  return `${row?.count} ${row?.last}`;
}

/** All helpful votes that weigh something, or would if they were not set aside. */
async function readVotes(db: Db, mallId: string): Promise<Seen[]> {
  const votes: Seen[] = [];
  for (let last: Seen | undefined, full = true; full; last = votes.at(-1)) {
    let query = db
      .selectFrom('votes')
      .innerJoin('reviews', (join) =>
        join
          .onRef('reviews.mall_id', '=', 'votes.mall_id')
          .onRef('reviews.review_id', '=', 'votes.review_id'),
      )
      .select(['votes.review_id', 'votes.shopper_id', 'votes.set_aside', 'reviews.shopper_id as author'])
      .where('votes.mall_id', '=', mallId)
      .where('votes.helpful', '=', 1)
      .where('votes.weight', '>', 0)
      .orderBy('votes.review_id')
      .orderBy('votes.shopper_id')
      .limit(PAGE);
    if (last) {
      const { reviewId, shopperId } = last;
      query = query.where((eb) =>
        eb.or([
          eb('votes.review_id', '>', reviewId),
          eb.and([eb('votes.review_id', '=', reviewId), eb('votes.shopper_id', '>', shopperId)]),
        ]),
      );
    }
    const rows = await query.execute();
    for (const row of rows)
      votes.push({
        reviewId: row.review_id,
        shopperId: row.shopper_id,
        author: row.author,
        setAside: row.set_aside === 1,
      });
    full = rows.length === PAGE;
    await breathe();
  }
  return votes;
}

const breathe = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Looks back in slices, so that requests are answered in between. */
async function lookSlowly(votes: { voter: string; author: string }[]): Promise<LookBack> {
  const steps = lookBack(votes);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    await breathe();
  }
}

async function moveVotes(
  { database, outbox, now }: Watching,
  mallId: string,
  votes: readonly VoteKey[],
  move: typeof setAside,
): Promise<number> {
  let moved = 0;
  for (let at = 0; at < votes.length; at += BATCH) {
    const batch = votes.slice(at, at + BATCH);
    moved += await database.write(async (trx) => {
      const counting = await countingAt(trx, outbox, mallId, now());
      return counting ? move(trx, counting, batch, 'ring') : 0;
    });
  }
  return moved;
}

/** Freezes the rewards of those who gain by an arrangement, and lets those of everybody else go on. */
async function holdRewards({ database, now }: Watching, mallId: string, look: LookBack) {
  const reasons = new Map<string, Set<VoteDoubt>>();
  for (const { gainers, doubts } of look.arrangements)
    for (const one of gainers) reasons.set(one, new Set([...(reasons.get(one) ?? []), ...doubts]));
  const rows = await database.db
    .selectFrom('standings')
    .select(['shopper_id', 'frozen_why'])
    .where('mall_id', '=', mallId)
    .where('frozen_at', 'is not', null)
    .execute();
  const before = new Map(rows.map((row) => [row.shopper_id, row.frozen_why]));
  const toFreeze = [...reasons].filter(([one, why]) => before.get(one) !== [...why].join(' '));
  const toFree = rows.map((row) => row.shopper_id).filter((one) => !reasons.has(one));
  for (const [one, why] of toFreeze) await database.write((trx) => freeze(trx, mallId, one, [...why], now()));
  for (const one of toFree) await database.write((trx) => unfreeze(trx, mallId, one));
  return {
    frozen: toFreeze.filter(([one]) => !before.has(one)).length,
    unfrozen: toFree.length,
  };
}
