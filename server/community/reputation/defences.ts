import { DAY } from '../../base/clock.ts';
import type { VoteDoubt, VoteFacts } from './doubts.ts';

/** What a vote weighs at the moment it is cast, in parts of one, and why it weighs less than it might. */
export interface Judgement {
  factor: number;
  doubts: VoteDoubt[];
}

/** Facts that tell a crowd from an arrangement; where they are not known, nothing is concluded from them. */
export interface CrowdFacts {
  /** Of `authorVotesInDay`, those by accounts that were not a day old. */
  authorYoungVotesInDay?: number;
  /** How many different people voted on anybody's reviews from this source within a fortnight, among the last 300 votes from there. */
  sourceVotersInAll?: number;
}

/** From so many votes for one author and nobody else on, support is one-sided. */
const ONE_SIDED_FROM = 3;
/** So many votes by one person for an author whom hardly anybody else supports are the same few. */
const SAME_FEW_FROM = 8;
const FEW = 3;
/** A rush of new accounts: so many in a day, and at least half of all votes of that day. */
const RUSH_FROM = 5;
/** One address: so many others behind it, who are at least half of all that come from there. */
const HOUSEHOLD = 4;

/**
 * Looks at what is known when a vote is cast. A sign alone takes nothing: people are new once, families share a router,
 * phones share addresses by the thousand, fans have one favourite, and friends vote for each other. Two that fit
 * together do. Looking back over many votes is done in defences-graph.ts.
 */
export function judgeVote(facts: VoteFacts & CrowdFacts): Judgement {
  const found = signs(facts);
  const rules: [boolean, number, VoteDoubt[]][] = [
    [found.again, 0.1, ['ring']],
    [found.household && found.young, 0, ['shared-address', 'new-account']],
    [found.household, 0.1, ['shared-address']],
    [found.atHome && found.young, 0.25, ['shared-address', 'new-account']],
    [found.atHome && found.oneSided, 0.25, ['shared-address', 'one-sided']],
    [found.young && found.rush, 0.1, ['new-account', 'burst']],
    [found.young && found.oneSided, 0.5, ['new-account', 'one-sided']],
    [found.sameFew && found.oneSided, 0.5, ['same-few', 'one-sided']],
  ];
  const holding = rules.filter(([holds]) => holds);
  return {
    factor: Math.min(1, ...holding.map(([, factor]) => factor)),
    doubts: [...new Set(holding.flatMap(([, , doubts]) => doubts))],
  };
}

function signs(facts: VoteFacts & CrowdFacts) {
  const bought = facts.voterBought;
  const supportersBehind = facts.sourceVotersForAuthor;
  return {
    // Who has bought what they vote on has shown more than a fresh name.
    young: !bought && facts.now - facts.voterSeenAt < DAY,
    oneSided: facts.votesForAuthor >= ONE_SIDED_FROM && facts.authorsVotedFor <= 1,
    // Their earlier votes for this author were set aside, and none was taken up again.
    again: facts.setAsideForAuthor >= ONE_SIDED_FROM && facts.votesForAuthor === 0,
    sameFew: facts.votesForAuthor >= SAME_FEW_FROM && facts.authorHelped <= FEW,
    rush:
      (facts.authorYoungVotesInDay ?? 0) >= RUSH_FROM &&
      2 * (facts.authorYoungVotesInDay ?? 0) >= facts.authorVotesInDay,
    atHome: facts.sourceOfAuthor && !bought,
    // Behind a carrier's address most people never heard of this author; of a popular author few come from one address.
    household:
      supportersBehind >= HOUSEHOLD &&
      facts.sourceVotersInAll !== undefined &&
      2 * supportersBehind >= facts.sourceVotersInAll &&
      4 * supportersBehind >= facts.authorHelped,
  };
}
