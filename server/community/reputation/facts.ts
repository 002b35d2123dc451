import { sql } from 'kysely';
import { DAY, HOUR } from '../../base/clock.ts';
import type { Reader } from '../../base/db/database.ts';
import { hasBought } from '../../mall/orders/bought.ts';
import { findShopper } from '../../mall/shoppers/store.ts';
import { type CrowdFacts, judgeVote } from './defences.ts';
import type { VoteDoubt, VoteFacts } from './doubts.ts';
import type { VotedOn } from './grants.ts';
import { castWeight } from './rules.ts';
import { type Counting, findStanding } from './store.ts';

/** How long it is known where a vote came from. */
export const SOURCE_MS = 14 * DAY;
const RECENT = 500;
const FROM_SOURCE = 300;

/** A vote as it is kept. */
export interface Weighing {
  weight: number;
  boughtPart: number;
  doubts: VoteDoubt[];
}

/** What a shopper's vote on a review weighs when it is cast now, and why it weighs less than it might. */
export async function weigh(
  db: Reader,
  { mall, now }: Pick<Counting, 'mall' | 'now'>,
  review: VotedOn,
  vote: { shopperId: string; helpful: boolean; source: string },
): Promise<Weighing> {
  const voter = await findShopper(db, mall.id, vote.shopperId);
  if (!voter || voter.kind === 'guest') return { weight: 0, boughtPart: 0, doubts: [] };
  const bought = await hasBought(db, mall.id, vote.shopperId, review.product);
  const author = review.shopper_id;
  const facts: VoteFacts & CrowdFacts = {
    now,
    helpful: vote.helpful,
    voterSeenAt: voter.created_at,
    voterJoinedAt: voter.joined_at ?? now,
    voterLevel: voter.level,
    voterBought: bought,
    ...(await habitsOf(db, mall.id, vote.shopperId, author)),
    authorHelped: (await findStanding(db, mall.id, author))?.helped ?? 0,
    ...(await rushOn(db, mall.id, author, vote.shopperId, now)),
    ...(await fromSource(db, mall.id, vote, author, now)),
  };
  const { factor, doubts } = judgeVote(facts);
  return {
    ...castWeight({ kind: 'member', level: voter.level, bought, factor }, mall.settings.reputation),
    doubts,
  };
}

/** Whom the voter helps, and what came of it before. */
async function habitsOf(db: Reader, mallId: string, voterId: string, author: string) {
  const given = await db
    .selectFrom('helped_pairs')
    .select((eb) => [
      eb.fn.sum<number>('votes').as('all'),
      eb.fn.countAll<number>().as('authors'),
      eb.fn.sum<number>(sql`case when shopper_id = ${author} then votes else 0 end`).as('this'),
    ])
    .where('mall_id', '=', mallId)
    .where('voter_id', '=', voterId)
    .executeTakeFirst();
  const back = await db
    .selectFrom('helped_pairs')
    .select('votes')
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', voterId)
    .where('voter_id', '=', author)
    .executeTakeFirst();
  const aside = await db
    .selectFrom('naegong_grants')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('mall_id', '=', mallId)
    .where('voter_id', '=', voterId)
    .where('shopper_id', '=', author)
    .where('reversal', '=', 'set-aside')
    .executeTakeFirst();
  return {
    votesInAll: Number(given?.all ?? 0),
    votesForAuthor: Number(given?.this ?? 0),
    authorsVotedFor: Number(given?.authors ?? 0),
    votesBack: back?.votes ?? 0,
    setAsideForAuthor: Number(aside?.count ?? 0),
  };
}

/** How many others helped the author lately, each counted once, and how many of them were new that day. */
async function rushOn(db: Reader, mallId: string, author: string, voterId: string, now: number) {
  const rows = await db
    .selectFrom('naegong_grants as given')
    .innerJoin('shoppers as voter', (join) =>
      join.onRef('voter.mall_id', '=', 'given.mall_id').onRef('voter.shopper_id', '=', 'given.voter_id'),
    )
    .select((eb) => [
      'given.voter_id',
      eb.fn.max('given.at').as('at'),
      eb.fn.max('voter.created_at').as('since'),
    ])
    .where('given.mall_id', '=', mallId)
    .where('given.shopper_id', '=', author)
    .where('given.at', '>', now - DAY)
    .where('given.voter_id', '!=', voterId)
    .groupBy('given.voter_id')
    .limit(RECENT)
    .execute();
  return {
    authorVotesInHour: rows.filter((row) => row.at > now - HOUR).length,
    authorVotesInDay: rows.length,
    authorYoungVotesInDay: rows.filter((row) => row.at - row.since < DAY).length,
  };
}

/** Who else voted from where this vote comes from. */
async function fromSource(
  db: Reader,
  mallId: string,
  vote: { shopperId: string; source: string },
  author: string,
  now: number,
) {
  if (vote.source === '') return { sourceOfAuthor: false, sourceVotersForAuthor: 0 };
  const rows = await db
    .selectFrom('votes')
    .innerJoin('reviews', (join) =>
      join.onRef('reviews.mall_id', '=', 'votes.mall_id').onRef('reviews.review_id', '=', 'votes.review_id'),
    )
    .select(['votes.shopper_id as voter', 'reviews.shopper_id as author'])
    .where('votes.mall_id', '=', mallId)
    .where('votes.source', '=', vote.source)
    // As the partial index says it, so that it is used.
    .where(sql<boolean>`votes.source <> ''`)
    .where('votes.cast_at', '>', now - SOURCE_MS)
    .where('votes.shopper_id', '!=', vote.shopperId)
    .orderBy('votes.cast_at', 'desc')
    .limit(FROM_SOURCE)
    .execute();
  const own = await db
    .selectFrom('votes')
    .select('review_id')
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', author)
    .where('source', '=', vote.source)
    .where('cast_at', '>', now - SOURCE_MS)
    .limit(1)
    .executeTakeFirst();
  return {
    sourceOfAuthor: own !== undefined,
    sourceVotersForAuthor: new Set(rows.filter((row) => row.author === author).map((row) => row.voter)).size,
    sourceVotersInAll: new Set(rows.map((row) => row.voter)).size,
  };
}
