/** Why a vote weighs less than it might: a closed list, kept with the vote. */
export const VOTE_DOUBTS = [
  'new-account',
  'same-few',
  'burst',
  'ring',
  'shared-address',
  'one-sided',
] as const;
export type VoteDoubt = (typeof VOTE_DOUBTS)[number];

/** What is known of a vote at the moment it is cast. All of it is looked up by index. */
export interface VoteFacts {
  now: number;
  helpful: boolean;
  /** When the voter was first seen at the mall, and when a first write of theirs made them a member. */
  voterSeenAt: number;
  voterJoinedAt: number;
  voterLevel: number;
  voterBought: boolean;
  /** The voter's other helpful votes that weigh: in all, for this author, and for how many different authors. */
  votesInAll: number;
  votesForAuthor: number;
  authorsVotedFor: number;
  /** Votes of this voter for this author that were set aside before. */
  setAsideForAuthor: number;
  /** Different people whose helpful vote the author has so far. */
  authorHelped: number;
  /** The author's helpful votes for the voter's own reviews. Alone it says nothing: most honest trust is mutual. */
  votesBack: number;
  /** Others whose votes weighed on the author's reviews within the last hour and day; no more than 500 are counted. */
  authorVotesInHour: number;
  authorVotesInDay: number;
  /** The author voted from this very source within a fortnight. */
  sourceOfAuthor: boolean;
  /** How many others voted on this author's reviews from this source, of the last 300 votes from there in a fortnight. */
  sourceVotersForAuthor: number;
}

/** The doubts of a vote's row. */
export const doubtsOf = (kept: string): VoteDoubt[] =>
  VOTE_DOUBTS.filter((doubt) => kept.split(' ').includes(doubt));

/** Which vote. */
export interface VoteKey {
  reviewId: string;
  shopperId: string;
}
