import type { Reader } from '../base/db/database.ts';
import { doubtsOf, VOTE_DOUBTS, type VoteDoubt } from '../community/reputation/doubts.ts';
import type { Command } from './command.ts';
import { mallOrStop, withServices } from './open.ts';

/** The reasons as the owner reads them. */
const MEANING: Record<VoteDoubt, string> = {
  'new-account': 'by an account of that day',
  'same-few': 'by the same few',
  burst: 'in a rush of new accounts',
  ring: 'by arrangement: these accounts are supported by nobody but each other',
  'shared-address': 'from one address',
  'one-sided': 'for one author and nobody else',
};

interface DoubtedVote {
  review: string;
  /** As the mall names them, where it does. */
  voter: string;
  author: string;
  setAside: boolean;
  doubts: VoteDoubt[];
}

async function doubtedVotes(db: Reader, mallId: string): Promise<DoubtedVote[]> {
  const rows = await db
    .selectFrom('votes')
    .innerJoin('reviews', (join) =>
      join.onRef('reviews.mall_id', '=', 'votes.mall_id').onRef('reviews.review_id', '=', 'votes.review_id'),
    )
    .innerJoin('shoppers as voter', (join) =>
      join.onRef('voter.mall_id', '=', 'votes.mall_id').onRef('voter.shopper_id', '=', 'votes.shopper_id'),
    )
    .innerJoin('shoppers as author', (join) =>
      join
        .onRef('author.mall_id', '=', 'reviews.mall_id')
        .onRef('author.shopper_id', '=', 'reviews.shopper_id'),
    )
    .select([
      'votes.review_id',
      'voter.outside_id as voter_name',
      'author.outside_id as author_name',
      'votes.shopper_id as voter_id',
      'reviews.shopper_id as author_id',
      'votes.set_aside',
      'votes.doubts',
    ])
    .where('votes.mall_id', '=', mallId)
    .where((eb) => eb.or([eb('votes.set_aside', '=', 1), eb('votes.doubts', '!=', '')]))
    .orderBy('votes.cast_at', 'desc')
    .orderBy('votes.review_id')
    .orderBy('votes.shopper_id')
    .execute();
  return rows.map((row) => ({
    review: row.review_id,
    voter: row.voter_name ?? row.voter_id,
    author: row.author_name ?? row.author_id,
    setAside: row.set_aside === 1,
    doubts: doubtsOf(row.doubts),
  }));
}

async function frozenMembers(db: Reader, mallId: string) {
  const rows = await db
    .selectFrom('standings')
    .innerJoin('shoppers', (join) =>
      join
        .onRef('shoppers.mall_id', '=', 'standings.mall_id')
        .onRef('shoppers.shopper_id', '=', 'standings.shopper_id'),
    )
    .select(['standings.shopper_id', 'shoppers.outside_id', 'frozen_at', 'frozen_why'])
    .where('standings.mall_id', '=', mallId)
    .where('frozen_at', 'is not', null)
    .orderBy('frozen_at', 'desc')
    .orderBy('standings.shopper_id')
    .execute();
  return rows.map((row) => ({
    member: row.outside_id ?? row.shopper_id,
    since: row.frozen_at,
    doubts: doubtsOf(row.frozen_why),
  }));
}

export const doubts: Command = {
  about:
    'Lists votes that weigh less or nothing, members whose rewards wait, and why. Nothing of it is hidden from shoppers; ' +
    'a vote that was set aside is taken up again by itself when the picture changes.',
  places: ['MALL'],
  options: {
    all: { type: 'boolean', help: 'Every vote, not the first twenty' },
  },
  example: 'dangol naegong doubts shop1',
  run: (input, io) =>
    withServices(io, { create: false }, async ({ services }) => {
      const { db } = services.database;
      const mall = await mallOrStop(db, input.place(0));
      const votes = await doubtedVotes(db, mall.id);
      const members = await frozenMembers(db, mall.id);
      const counts = Object.fromEntries(
        VOTE_DOUBTS.map((doubt) => [doubt, votes.filter((vote) => vote.doubts.includes(doubt)).length]),
      );
      const aside = votes.filter((vote) => vote.setAside).length;
      const shown = input.flag('all') ? votes : votes.slice(0, 20);
      const left = votes.length - shown.length;
      return {
        text: [
          `${mall.id}: ${aside} votes set aside, ${votes.length - aside} that weigh less, ${members.length} members whose rewards wait.`,
          ...VOTE_DOUBTS.filter((doubt) => counts[doubt]).map(
            (doubt) => `  ${doubt}: ${counts[doubt]} votes ${MEANING[doubt]}`,
          ),
          ...shown.map(
            (vote) =>
              `vote of ${vote.voter} for ${vote.author} on review:${vote.review}  ${vote.setAside ? 'set aside' : 'weighs less'}  ${vote.doubts.join(', ')}`,
          ),
          ...(left > 0 ? [`... and ${left} more; --all lists them.`] : []),
          ...members.map(
            (one) =>
              `member ${one.member}  rewards wait since ${new Date(one.since ?? 0).toISOString()}  ${one.doubts.join(', ')}`,
          ),
        ],
        json: { mall: mall.id, setAside: aside, counts, votes, frozen: members },
      };
    }),
};
