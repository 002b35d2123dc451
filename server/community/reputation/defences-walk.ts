import type { SupportGraph } from './defences-pairs.ts';

/** Chance to stop at each step back: the walk stays near its author. */
const STOP = 0.15;
/** Less than this of a walk, for each supporter that it would be shared among, is not followed any further. */
const FOLLOW = 2e-4;
/** A walk that has become this long is about the whole mall. */
const LONGEST = 20_000;

/** What one walk needs, made once for all. */
export interface Scratch {
  stopped: Float64Array;
  moving: Float64Array;
  queued: Uint8Array;
  place: Int32Array;
  largest: number;
  /** Steps of the last call of each kind. */
  work: number;
}

export function scratchFor(graph: SupportGraph, largest: number): Scratch {
  const n = graph.names.length;
  return {
    stopped: new Float64Array(n),
    moving: new Float64Array(n),
    queued: new Uint8Array(n),
    place: new Int32Array(n).fill(-1),
    largest,
    work: 0,
  };
}

/**
 * Where an author's support comes from, going back: accounts in the order of how much of it they carry for how much
 * support of their own. (Personalised PageRank on reversed edges by local pushing; R. Andersen, F. Chung, K. Lang, 2006.)
 */
export function backFrom(graph: SupportGraph, scratch: Scratch, author: number): Int32Array {
  const { start, from, votes, got } = graph;
  const { stopped, moving, queued } = scratch;
  const seen = [author];
  const queue = [author];
  moving[author] = 1;
  queued[author] = 1;
  let work = 0;
  for (let next = 0; next < queue.length && work < LONGEST; next++) {
    const one = queue[next]!;
    queued[one] = 0;
    const first = start[one]!;
    const end = start[one + 1]!;
    const mass = moving[one]!;
    moving[one] = 0;
    // Nobody supports them: the walk ends there.
    if (first === end) {
      stopped[one]! += mass;
      continue;
    }
    stopped[one]! += STOP * mass;
    const part = ((1 - STOP) * mass) / got[one]!;
    for (let at = first; at < end; at++) {
      const to = from[at]!;
      if (stopped[to] === 0 && moving[to] === 0) seen.push(to);
      moving[to]! += part * votes[at]!;
      if (queued[to] === 0 && moving[to]! > FOLLOW * (start[to + 1]! - start[to]!)) {
        queued[to] = 1;
        queue.push(to);
      }
    }
    work += end - first;
  }
  // Sorted as numbers: a rank in whole parts, and the account in what is left of the precision.
  const floor = 1 / (8 * scratch.largest);
  const keys = new Float64Array(seen.length);
  let kept = 0;
  for (const one of seen) {
    const mass = stopped[one]! + moving[one]!;
    stopped[one] = 0;
    moving[one] = 0;
    queued[one] = 0;
    if (mass < floor && one !== author) continue;
    const rank = Math.log(1 + start[one + 1]! - start[one]!) * ORDER_BY_SIZE - Math.log(mass);
    keys[kept++] = Math.round((rank + 64) * 2 ** 16) * 2 ** 28 + one;
  }
  const sorted = keys.subarray(0, kept).sort().subarray(0, scratch.largest);
  scratch.work = work + kept;
  return Int32Array.from(sorted, (key) => key % 2 ** 28);
}
/** A supporter who is held up by many others brings all of these in: such come later. */
const ORDER_BY_SIZE = 0.25;

/** The first so many accounts of an order: who supports any of them, and how much of that is from among them. */
export interface Span {
  pairs: number;
  insidePairs: number;
  votes: number;
  insideVotes: number;
}

export function spansOf(graph: SupportGraph, scratch: Scratch, order: Int32Array): Span[] {
  const { start, from, votes, got } = graph;
  const { place } = scratch;
  const pairsAt = new Int32Array(order.length);
  const votesAt = new Int32Array(order.length);
  order.forEach((one, at) => {
    place[one] = at;
  });
  order.forEach((one, mine) => {
    for (let at = start[one]!; at < start[one + 1]!; at++) {
      const theirs = place[from[at]!]!;
      if (theirs < 0) continue;
      // Inside from the first span on that holds both.
      const both = theirs > mine ? theirs : mine;
      pairsAt[both]! += 1;
      votesAt[both]! += votes[at]!;
    }
    scratch.work += start[one + 1]! - start[one]!;
  });
  const sum: Span = { pairs: 0, insidePairs: 0, votes: 0, insideVotes: 0 };
  const spans: Span[] = [];
  order.forEach((one, at) => {
    place[one] = -1;
    sum.pairs += start[one + 1]! - start[one]!;
    sum.votes += got[one]!;
    sum.insidePairs += pairsAt[at]!;
    sum.insideVotes += votesAt[at]!;
    spans.push({ ...sum });
  });
  return spans;
}
