import { type Support, type SupportGraph, supportGraph } from './defences-pairs.ts';
import { type Link, rowsOf } from './defences-rounds.ts';
import { backFrom, type Scratch, type Span, scratchFor, spansOf } from './defences-walk.ts';
import type { VoteDoubt } from './doubts.ts';

/** Accounts whose support of each other comes from nobody but themselves. */
export interface Arrangement {
  members: string[];
  /** Those of them who gain by it. */
  gainers: string[];
  doubts: VoteDoubt[];
}
export interface LookBack {
  arrangements: Arrangement[];
  /** Why the votes of a voter for an author were made by arrangement; none when they were not. */
  doubtsOf(voter: string, author: string): readonly VoteDoubt[];
}

/** Circles of these many accounts are compared with each other. */
const SIZES = [4, 8, 16, 32, 64, 128, 256, 512, 1024];
/** So many authors, spread over all, say what is usual. */
const SAMPLE = 300;
/** No arrangement holds more of a mall than this: what does is the mall. A small mall has larger parts. */
const LARGEST_SHARE = 0.08;
const LARGEST_OF_SMALL = 0.25;
const SMALL = 64;
/** A circle is doubted when its outside share is below so much of the usual... */
const OUTSIDE_BELOW = 1 / 5;
/** ...and chance would make one such around one author in a thousand, even if half the usual share were the rule. */
const LENIENT = 0.5;
const ENOUGH = Math.log(1000);
/** An author needs so many supporters of the circle to count as gaining, when they give nothing back. */
const CROWD = 4;
/** Members have at least so much of the ties that are common among them. */
const FEWER_TIES = 1 / 2;
const ROUNDS = 4;

/**
 * Looks back over a mall's votes for arrangements: rings, stars, chains, cliques, farms.
 *
 * What all of them have in common, and cannot buy by voting, is where their support comes from. From each author the walk
 * goes back to the supporters, to theirs, and so on; an honest author's circle is held up by ever more people from
 * outside of it, an arrangement's only by itself. Votes for strangers change nothing in it, and neither does time. What is
 * usual is measured in the same mall, so that a small or close one is compared with itself.
 *
 * Yields now and then, so that whoever runs it can let others go first.
 */
export function* lookBack(votes: readonly Support[]): Generator<void, LookBack> {
  const graph = supportGraph(votes);
  const scratch = scratchFor(graph, largestOf(graph));
  const authors = [...graph.got.keys()]
    .filter((one) => graph.got[one]! > 0)
    .sort((a, b) => graph.got[b]! - graph.got[a]! || a - b);
  const usual = yield* usualOutside(graph, scratch, authors);
  const found: Circle[] = [];
  const gaining = new Uint8Array(graph.names.length);
  let work = 0;
  for (const author of authors) {
    if (gaining[author]) continue;
    const circle = closedCircle(graph, scratch, author, usual);
    if (circle) {
      found.push(circle);
      for (const one of circle.gainers) gaining[one] = 1;
    }
    work += scratch.work;
    if (work > SLICE) {
      work = 0;
      yield;
    }
  }
  return told(graph, found, rowsOf(graph));
}
/** Steps between two pauses: some ten milliseconds. */
const SLICE = 400_000;

const largestOf = ({ names }: SupportGraph): number =>
  Math.floor(Math.max(LARGEST_SHARE * names.length, Math.min(SMALL, LARGEST_OF_SMALL * names.length)));

type Usual = (size: number) => number;

/** How much of a circle's support usually comes from outside, by its size: the median of a sample of authors. */
function* usualOutside(graph: SupportGraph, scratch: Scratch, authors: number[]): Generator<void, Usual> {
  const shares: number[][] = SIZES.map(() => []);
  const step = Math.max(1, Math.floor(authors.length / SAMPLE));
  let work = 0;
  for (let at = 0; at < authors.length; at += step) {
    const spans = spansOf(graph, scratch, backFrom(graph, scratch, authors[at]!));
    SIZES.forEach((size, index) => {
      const span = spans[size - 1];
      if (span && span.pairs > 0) shares[index]!.push(1 - span.insidePairs / span.pairs);
    });
    work += scratch.work;
    if (work > SLICE) {
      work = 0;
      yield;
    }
  }
  const medians: number[] = [];
  for (const list of shares) {
    list.sort((a, b) => a - b);
    // Hardly any circle is that large: as in the next smaller ones.
    const few = list.length < 20;
    medians.push(few ? (medians.at(-1) ?? list[list.length >> 1] ?? 0) : list[list.length >> 1]!);
  }
  return (size) => {
    const place = Math.log2(Math.min(1024, Math.max(4, size))) - 2;
    const low = medians[Math.floor(place)]!;
    return low + (medians[Math.ceil(place)]! - low) * (place % 1);
  };
}

/** How surprised one must be, in nats, to see so small an outside share of so many pairs (Chernoff's bound). */
function surprise(outside: number, pairs: number, expected: number): number {
  if (outside >= expected) return 0;
  const part = (x: number, y: number) => (x <= 0 ? 0 : x * Math.log(x / y));
  return pairs * (part(outside, expected) + part(1 - outside, 1 - expected));
}

function surpriseOf(span: Span, usual: number): number {
  const byPairs = 1 - span.insidePairs / span.pairs;
  const byVotes = 1 - span.insideVotes / span.votes;
  if (Math.min(byPairs, byVotes) > OUTSIDE_BELOW * usual) return 0;
  return surprise(byPairs, span.pairs, LENIENT * usual);
}

interface Circle {
  members: number[];
  gainers: number[];
  mutual: boolean;
}

/** The circle around an author whose support is least from outside, when that is more than chance. */
function closedCircle(
  graph: SupportGraph,
  scratch: Scratch,
  author: number,
  usual: Usual,
): Circle | undefined {
  const order = backFrom(graph, scratch, author);
  let best = ENOUGH;
  let size = 0;
  spansOf(graph, scratch, order).forEach((span, at) => {
    const sure = span.pairs > 0 ? surpriseOf(span, usual(at + 1)) : 0;
    if (sure < best) return;
    best = sure;
    size = at + 1;
  });
  if (size === 0) return undefined;
  let circle = order.subarray(0, size);
  let inner = core(graph, circle);
  // Who falls out takes ties along: once more among those who are left, until nobody does.
  for (let round = 0; round < ROUNDS && inner.members.length < circle.length; round++) {
    circle = Int32Array.from(inner.members);
    inner = core(graph, circle);
  }
  const { members, gainers, mutual } = inner;
  // A stranger who only looks into it: it is found again from one of its own.
  if (!gainers.includes(author)) return undefined;
  const span = spansOf(graph, scratch, Int32Array.from(members)).at(-1)!;
  if (span.pairs === 0 || surpriseOf(span, usual(members.length)) < ENOUGH) return undefined;
  return { members, gainers, mutual };
}

/**
 * Who of a circle takes part in what goes on there. Strangers are in its reach too: somebody who got a vote to make it look
 * like anybody else, or who once found a review of theirs helpful.
 */
function core(graph: SupportGraph, circle: Int32Array) {
  const within = new Set(circle);
  const ties = new Map<number, { given: number[]; got: number; partners: number; fromWithin: boolean }>();
  for (const one of circle) {
    const partners = new Set<number>();
    let votes = 0;
    for (let at = graph.start[one]!; at < graph.start[one + 1]!; at++) {
      if (!within.has(graph.from[at]!)) continue;
      partners.add(graph.from[at]!);
      votes += graph.votes[at]!;
    }
    const got = partners.size;
    const given = [...graph.to.subarray(graph.outStart[one]!, graph.outStart[one + 1]!)].filter((to) =>
      within.has(to),
    );
    for (const to of given) partners.add(to);
    ties.set(one, { given, got, partners: partners.size, fromWithin: 2 * votes >= graph.got[one]! });
  }
  const sorted = [...ties.values()].map((one) => one.partners).sort((a, b) => a - b);
  const least = (sorted[sorted.length >> 1] ?? 0) * FEWER_TIES;
  const gainers = [...circle].filter((one) => {
    const { given, got, partners, fromWithin } = ties.get(one)!;
    if (!fromWithin || got === 0 || partners < least) return false;
    // Two who vote for each other are a couple; it goes round from three on.
    return got >= CROWD || (given.length > 0 && partners > 1);
  });
  const gain = new Set(gainers);
  const members = [...circle].filter((one) => {
    const { given, partners, fromWithin } = ties.get(one)!;
    return gain.has(one) || (fromWithin && partners >= least && given.some((to) => gain.has(to)));
  });
  const givers = gainers.filter((one) => ties.get(one)!.given.length > 0);
  return { members, gainers, mutual: 2 * givers.length >= members.length };
}

/** The findings in names. */
function told(graph: SupportGraph, found: readonly Circle[], rows: readonly Link[][]): LookBack {
  const reasons = new Map<string, VoteDoubt[]>();
  const arrangements = found.map((circle): Arrangement => {
    const doubts: VoteDoubt[] = circle.mutual ? ['ring'] : ['ring', 'one-sided'];
    const within = new Set(circle.members);
    for (const author of circle.gainers)
      for (let at = graph.start[author]!; at < graph.start[author + 1]!; at++)
        if (within.has(graph.from[at]!))
          reasons.set(`${graph.names[graph.from[at]!]} ${graph.names[author]}`, doubts);
    return {
      members: circle.members.map((one) => graph.names[one]!),
      gainers: circle.gainers.map((one) => graph.names[one]!),
      doubts,
    };
  });
  for (const row of rows) {
    const doubts: VoteDoubt[] = ['ring'];
    for (const { voter, author } of row) reasons.set(`${graph.names[voter]} ${graph.names[author]}`, doubts);
    const names = (list: number[]) => [...new Set(list)].map((one) => graph.names[one]!);
    arrangements.push({
      members: names(row.flatMap(({ voter, author }) => [author, voter])),
      gainers: names(row.map(({ author }) => author)),
      doubts,
    });
  }
  return { arrangements, doubtsOf: (voter, author) => reasons.get(`${voter} ${author}`) ?? [] };
}
