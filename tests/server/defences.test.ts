import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DAY, HOUR } from '../../server/base/clock.ts';
import { type CrowdFacts, judgeVote } from '../../server/community/reputation/defences.ts';
import type { Support } from '../../server/community/reputation/defences-pairs.ts';
import type { VoteDoubt, VoteFacts } from '../../server/community/reputation/doubts.ts';
import { chance, honestMall } from '../support/simulation.ts';
import { lookAtOnce } from '../support/simulation-run.ts';

const now = 1000 * DAY;
/** Somebody who has been here for a while and votes for this and that. */
const ordinary: VoteFacts & CrowdFacts = {
  now,
  helpful: true,
  voterSeenAt: now - 90 * DAY,
  voterJoinedAt: now - 80 * DAY,
  voterLevel: 1,
  voterBought: false,
  votesInAll: 12,
  votesForAuthor: 1,
  authorsVotedFor: 8,
  setAsideForAuthor: 0,
  authorHelped: 30,
  votesBack: 0,
  authorVotesInHour: 1,
  authorVotesInDay: 3,
  authorYoungVotesInDay: 0,
  sourceOfAuthor: false,
  sourceVotersForAuthor: 0,
  sourceVotersInAll: 0,
};
const young = {
  voterSeenAt: now - HOUR,
  voterJoinedAt: now - HOUR,
  votesInAll: 0,
  votesForAuthor: 0,
  authorsVotedFor: 0,
};

describe('a vote when it is cast', () => {
  const pairs: [
    string,
    Partial<VoteFacts & CrowdFacts>,
    VoteDoubt[],
    string,
    Partial<VoteFacts & CrowdFacts>,
  ][] = [
    [
      'a one-day account in a rush of such',
      { ...young, authorVotesInDay: 12, authorYoungVotesInDay: 10 },
      ['new-account', 'burst'],
      'three hundred votes in a day after the mall featured a review, some by newcomers',
      { ...young, authorVotesInHour: 60, authorVotesInDay: 300, authorYoungVotesInDay: 25 },
    ],
    [
      'a one-day account that votes for one author only',
      { ...young, votesInAll: 4, votesForAuthor: 4, authorsVotedFor: 1 },
      ['new-account', 'one-sided'],
      'a newcomer who votes for several',
      { ...young, votesInAll: 4, votesForAuthor: 2, authorsVotedFor: 3 },
    ],
    [
      'the same few, again and again, for somebody whom nobody else supports',
      { votesInAll: 9, votesForAuthor: 9, authorsVotedFor: 1, authorHelped: 2 },
      ['same-few', 'one-sided'],
      'a fan of one reviewer whom many find helpful',
      { votesInAll: 40, votesForAuthor: 40, authorsVotedFor: 1, authorHelped: 35 },
    ],
    [
      'many accounts behind one address, there for one author',
      { sourceVotersForAuthor: 9, sourceVotersInAll: 10, authorHelped: 12 },
      ['shared-address'],
      'a carrier whose thousands share an address',
      { sourceVotersForAuthor: 9, sourceVotersInAll: 120, authorHelped: 12 },
    ],
    [
      "an account at the author's own address that supports nobody else",
      { sourceOfAuthor: true, votesInAll: 5, votesForAuthor: 5, authorsVotedFor: 1 },
      ['shared-address', 'one-sided'],
      'a family behind one router, who vote for others too',
      { sourceOfAuthor: true, sourceVotersForAuthor: 2, sourceVotersInAll: 3, votesForAuthor: 4 },
    ],
    [
      'a one-day account at the address of the author',
      { ...young, sourceOfAuthor: true },
      ['shared-address', 'new-account'],
      'one that has bought what it votes on',
      { ...young, sourceOfAuthor: true, voterBought: true },
    ],
    [
      'whose votes for this author were set aside before',
      { setAsideForAuthor: 5, votesForAuthor: 0 },
      ['ring'],
      'whose votes were taken up again',
      { setAsideForAuthor: 5, votesForAuthor: 5 },
    ],
    [
      'a one-day account with many others of its address',
      { ...young, sourceVotersForAuthor: 6, sourceVotersInAll: 6, authorHelped: 6 },
      ['shared-address', 'new-account'],
      'two who vote for each other, among others',
      { votesBack: 6, votesForAuthor: 6, votesInAll: 20, authorsVotedFor: 9 },
    ],
  ];
  for (const [sign, facts, doubts, alike, honest] of pairs) {
    it(`${sign}: weighs less`, () => {
      const judged = judgeVote({ ...ordinary, ...facts });
      assert.ok(judged.factor < 1);
      assert.deepEqual(judged.doubts, doubts);
    });
    it(`${alike}: weighs what it weighs`, () =>
      assert.deepEqual(judgeVote({ ...ordinary, ...honest }), { factor: 1, doubts: [] }));
  }
});

/** Votes of an ordinary mall, 79 % of whose trust is mutual, with a few more among them. */
const ground: Support[] = honestMall(chance(11)).votes.map(({ voter, author }) => ({
  voter: `honest ${voter}`,
  author: `honest ${author}`,
}));
const among = (votes: [string, string][]) =>
  lookAtOnce([...ground, ...votes.map(([voter, author]) => ({ voter, author }))]);
const people = (name: string, count: number) => [...Array(count).keys()].map((one) => `${name} ${one}`);
const honest = (at: number) => ground[(at * 7919) % ground.length]!.author;
const voterAt = (at: number) => ground[(at * 6007) % ground.length]!.voter;

/** Arrangements and what looks like one, all in the same mall: none of them disturbs the others. */
const scene = () => {
  const clique = people('clique', 7);
  const bots = people('bot', 40);
  const round = people('round', 12);
  const row = people('row', 14);
  const fans = people('fan', 6);
  const arranged: [string, string][] = [
    ...clique.flatMap((voter) =>
      clique.filter((one) => one !== voter).map((author): [string, string] => [voter, author]),
    ),
    ...bots.map((voter): [string, string] => [voter, 'hub']),
    ...round.map((voter, at): [string, string] => [voter, round[(at + 1) % round.length]!]),
    ...row.slice(1).map((voter, at): [string, string] => [voter, row[at]!]),
  ];
  const disguise: [string, string][] = [...clique, ...bots, ...round].flatMap((voter, at) => [
    [voter, honest(at)],
    [voter, honest(at + 1000)],
  ]);
  const alike: [string, string][] = [
    // A couple: many votes for each other, some for others, some from others.
    ...people('', 9).flatMap((): [string, string][] => [
      ['anna', 'bert'],
      ['bert', 'anna'],
    ]),
    ['anna', honest(5)],
    ['bert', honest(6)],
    [voterAt(7), 'anna'],
    [voterAt(8), 'bert'],
    // Two who have only each other.
    ['carla', 'dora'],
    ['dora', 'carla'],
    // Three friends.
    ['emil', 'fred'],
    ['fred', 'gina'],
    ['gina', 'emil'],
    // Six who like one reviewer and nobody else; others like her too.
    ...fans.flatMap((voter): [string, string][] => [
      [voter, 'hanna'],
      [voter, 'hanna'],
      [voter, 'hanna'],
    ]),
    ...people('', 12).map((_, at): [string, string] => [voterAt(100 + at), 'hanna']),
    // A featured review: three hundred people of this mall in a day.
    ...people('', 300).map((_, at): [string, string] => [voterAt(500 + at), 'ines']),
  ];
  return { arranged, disguise, alike, look: among([...arranged, ...disguise, ...alike]) };
};

describe('looking back over a mall', () => {
  const { arranged, disguise, alike, look } = scene();
  const found = ([voter, author]: [string, string]) => look.doubtsOf(voter, author).length > 0;

  it('finds a clique, a star, a round and a row, all but its last one', () => {
    const missed = arranged.filter((vote) => !found(vote));
    assert.deepEqual(missed, [['row 1', 'row 0']]);
  });
  it('keeps the reasons', () => {
    assert.deepEqual(look.doubtsOf('clique 1', 'clique 2'), ['ring']);
    assert.deepEqual(look.doubtsOf('bot 3', 'hub'), ['ring', 'one-sided']);
    assert.deepEqual(look.doubtsOf('clique 1', 'nobody'), []);
  });
  it('says who gains', () => {
    const gainers = new Set(look.arrangements.flatMap((one) => one.gainers));
    assert.ok(gainers.has('hub') && gainers.has('clique 0') && gainers.has('round 0'));
    assert.ok(!gainers.has('bot 1'));
  });
  it('leaves their votes for strangers, who did not ask for them', () =>
    assert.deepEqual(disguise.filter(found), []));
  it('leaves couples, friends, fans and a featured review', () => assert.deepEqual(alike.filter(found), []));
  it('touches next to nobody else', () => {
    const touched = new Set(
      ground
        .filter(({ voter, author }) => found([voter, author]))
        .flatMap(({ voter, author }) => [voter, author]),
    );
    assert.ok(touched.size <= 20, `${touched.size} honest shoppers`);
  });
  it('finds the same again, in whatever order the votes come', () => {
    const votes = [...ground, ...arranged.map(([voter, author]) => ({ voter, author }))];
    const [first, second] = [votes, [...votes].reverse()].map((list) =>
      lookAtOnce(list)
        .arrangements.flatMap((one) => one.gainers)
        .sort(),
    );
    assert.deepEqual([...new Set(first)], [...new Set(second)]);
  });
  it('says nothing of a mall where hardly anybody votes', () => {
    assert.deepEqual(lookAtOnce([]).arrangements, []);
    const few = people('few', 5);
    const all = few.flatMap((voter) => few.map((author) => ({ voter, author })));
    assert.deepEqual(lookAtOnce(all).arrangements, []);
  });
});
