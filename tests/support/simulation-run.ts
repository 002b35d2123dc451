import { DAY, HOUR } from '../../server/base/clock.ts';
import { judgeVote } from '../../server/community/reputation/defences.ts';
import { type LookBack, lookBack } from '../../server/community/reputation/defences-graph.ts';
import type { Support } from '../../server/community/reputation/defences-pairs.ts';
import { amountOf, castWeight, dayOf, wantedOf } from '../../server/community/reputation/rules.ts';
import { Reputation } from '../../server/mall/malls/contract.ts';
import type { SimMall, SimVote } from './simulation.ts';

/** Looks back at once, without pauses. */
export function lookAtOnce(votes: readonly Support[]): LookBack {
  const steps = lookBack(votes);
  for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value;
}

export interface Outcome {
  votes: number;
  /** Naegong of all ring members together, without and with the defences, and one as a share of the other. */
  undefended: number;
  defended: number;
  gain: number;
  /** Honest shoppers of whose votes, given or received, any weighs less. */
  touched: number;
  touchedShare: number;
  arrangements: number;
  lookMs: number;
}

const numbers = Reputation.parse({});

/** Casts a mall's votes in order of time by the rules of the service, looks back at the end, and compares. */
export function runMall(mall: SimMall, { looksBack = true } = {}): Outcome {
  const judged = judgeAll(mall);
  const begin = performance.now();
  const look = lookAtOnce(
    (looksBack ? mall.votes : []).map(({ voter, author }) => ({
      voter: String(voter),
      author: String(author),
    })),
  );
  const lookMs = performance.now() - begin;
  const plain = tally();
  const kept = tally();
  let undefended = 0;
  let defended = 0;
  let honest = 0;
  const touched = new Set<number>();
  for (const account of mall.accounts) if (!account.ring) honest += 1;
  mall.votes.forEach((vote, at) => {
    const factor = judged[at] as number;
    const aside = look.doubtsOf(String(vote.voter), String(vote.author)).length > 0;
    const given = kept(vote, factor);
    if (mall.accounts[vote.author]!.ring) {
      undefended += plain(vote, 1);
      defended += aside ? 0 : given;
    }
    if (factor < 1 || aside)
      for (const one of [vote.voter, vote.author]) if (!mall.accounts[one]!.ring) touched.add(one);
  });
  return {
    votes: mall.votes.length,
    undefended: undefended / 100,
    defended: defended / 100,
    gain: defended / undefended,
    touched: touched.size,
    touchedShare: touched.size / honest,
    arrangements: look.arrangements.length,
    lookMs,
  };
}

/** What each vote gives, within each author's day; what is taken back later leaves its room used. */
function tally(): (vote: SimVote, factor: number) => number {
  const days = new Map<number, number>();
  const used = new Map<string, number>();
  const dayAt = (at: number) => {
    const hour = Math.floor(at / HOUR);
    if (!days.has(hour)) days.set(hour, dayOf(hour * HOUR, 'UTC'));
    return days.get(hour);
  };
  return (vote, factor) => {
    const { weight } = castWeight({ kind: 'member', level: 0, bought: vote.bought, factor }, numbers);
    const room = `${vote.author} ${dayAt(vote.at)}`;
    const before = used.get(room) ?? 0;
    const amount = amountOf(wantedOf('helpful', weight, numbers), before, numbers.dailyCap);
    used.set(room, before + amount);
    return amount;
  };
}

/** What the defences leave of each vote when it is cast, from what is known at that moment. */
function judgeAll(mall: SimMall): number[] {
  const given = new Map<number, Map<number, number>>();
  const received = new Map<number, { voters: Set<number>; recent: SimVote[] }>();
  const bySource = new Map<string, SimVote[]>();
  return mall.votes.map((vote) => {
    const { voter, author, at } = vote;
    const account = mall.accounts[voter]!;
    const habits = given.get(voter) ?? new Map<number, number>();
    given.set(voter, habits);
    const got = received.get(author) ?? { voters: new Set(), recent: [] };
    received.set(author, got);
    while (got.recent.length > 500 || (got.recent[0]?.at ?? at) <= at - DAY) got.recent.shift();
    const near = bySource.get(account.source) ?? [];
    bySource.set(account.source, near);
    while (near.length > 300 || (near[0]?.at ?? at) <= at - 14 * DAY) near.shift();
    const ofAuthor = new Set<number>();
    const ofAll = new Set<number>();
    for (const one of near) {
      if (one.voter === voter) continue;
      ofAll.add(one.voter);
      if (one.author === author) ofAuthor.add(one.voter);
    }
    const { factor } = judgeVote({
      now: at,
      helpful: true,
      voterSeenAt: account.seenAt,
      voterJoinedAt: account.seenAt,
      voterLevel: 0,
      voterBought: vote.bought,
      votesInAll: [...habits.values()].reduce((sum, count) => sum + count, 0),
      votesForAuthor: habits.get(author) ?? 0,
      authorsVotedFor: habits.size,
      setAsideForAuthor: 0,
      authorHelped: got.voters.size,
      votesBack: given.get(author)?.get(voter) ?? 0,
      authorVotesInHour: got.recent.filter((one) => one.at > at - HOUR).length,
      authorVotesInDay: got.recent.length,
      authorYoungVotesInDay: got.recent.filter((one) => one.at - mall.accounts[one.voter]!.seenAt < DAY)
        .length,
      sourceOfAuthor: near.some((one) => one.voter === author),
      sourceVotersForAuthor: ofAuthor.size,
      sourceVotersInAll: ofAll.size,
    });
    habits.set(author, (habits.get(author) ?? 0) + 1);
    got.voters.add(voter);
    got.recent.push(vote);
    near.push(vote);
    return factor;
  });
}
