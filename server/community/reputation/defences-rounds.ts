import type { SupportGraph } from './defences-pairs.ts';

/** So unlikely must a round or a row be in the whole mall, in nats: one in twenty malls has one by chance. */
const ENOUGH = Math.log(20);

/** A vote's two ends, as accounts. */
export interface Link {
  voter: number;
  author: number;
}

/**
 * Rounds and rows: each of them gets most of their votes from the one before. They are too thin for a walk to see, and yet
 * chance does not make long ones: when a share q of voters have such a main supporter of their own, a row of n is one in
 * q to the minus n. Two who support each other are a couple and end a row.
 *
 * @returns groups of links; whoever comes last in a row is left out, since a stranger that was voted for once looks alike
 */
export function rowsOf(graph: SupportGraph): Link[][] {
  const n = graph.names.length;
  const main = mainSupporters(graph);
  let voters = 0;
  let carried = 0;
  for (let one = 0; one < n; one++) {
    if (graph.outStart[one] === graph.outStart[one + 1]) continue;
    voters += 1;
    if (main[one]! >= 0) carried += 1;
  }
  // At least a little: of a mall with no row at all nothing can be said.
  const nats = -Math.log(Math.min(0.9, Math.max(0.05, carried / Math.max(1, voters))));
  const roundFrom = Math.max(4, Math.ceil(ENOUGH / nats));
  const rowFrom = Math.ceil((ENOUGH + Math.log(Math.max(2, n))) / nats);
  const onRound = roundsIn(main);
  const groups: Link[][] = [];
  for (const round of onRound)
    if (round.length >= roundFrom) groups.push(round.map((author) => ({ voter: main[author]!, author })));
  const inRound = new Set(onRound.flat());
  groups.push(...longRows(main, inRound, rowFrom));
  return groups;
}

/** Who gave more than half of each account's votes; -1 for nobody. */
function mainSupporters({ names, start, from, votes, got }: SupportGraph): Int32Array {
  const main = new Int32Array(names.length).fill(-1);
  for (let one = 0; one < names.length; one++)
    for (let at = start[one]!; at < start[one + 1]!; at++)
      if (2 * votes[at]! > got[one]!) main[one] = from[at]!;
  for (let one = 0; one < names.length; one++) {
    const other = main[one]!;
    if (other >= 0 && main[other] === one) {
      main[other] = -1;
      main[one] = -1;
    }
  }
  return main;
}

/** Following the main supporters, the rounds that they end in. */
function roundsIn(main: Int32Array): number[][] {
  const turn = new Int32Array(main.length);
  const rounds: number[][] = [];
  for (let begin = 0; begin < main.length; begin++) {
    let one = begin;
    while (one >= 0 && turn[one] === 0) {
      turn[one] = begin + 1;
      one = main[one]!;
    }
    if (one < 0 || turn[one] !== begin + 1) continue;
    const round: number[] = [];
    for (let next = one; round.length === 0 || next !== one; next = main[next]!) round.push(next);
    rounds.push(round);
  }
  return rounds;
}

/** Rows that are long enough, each from its end back to its beginning. */
function longRows(main: Int32Array, inRound: ReadonlySet<number>, rowFrom: number): Link[][] {
  const before = new Int32Array(main.length).fill(-1);
  /** How many steps back a row goes from here; what leads into a round has been told with it. */
  const lengthOf = (one: number): number => {
    const path: number[] = [];
    let next = one;
    while (next >= 0 && before[next]! < 0 && !inRound.has(next)) {
      path.push(next);
      next = main[next]!;
    }
    let length = next < 0 || inRound.has(next) ? -1 : before[next]!;
    for (const step of path.reverse()) before[step] = ++length;
    return before[one] ?? 0;
  };
  const isMain = new Uint8Array(main.length);
  for (const other of main) if (other >= 0) isMain[other] = 1;
  const groups: Link[][] = [];
  const used = new Set<number>();
  for (let end = 0; end < main.length; end++) {
    if (isMain[end] || inRound.has(end) || lengthOf(end) < rowFrom) continue;
    const group: Link[] = [];
    for (
      let one = main[end]!;
      one >= 0 && main[one]! >= 0 && !used.has(one) && !inRound.has(one);
      one = main[one]!
    ) {
      used.add(one);
      group.push({ voter: main[one]!, author: one });
    }
    if (group.length > 0) groups.push(group);
  }
  return groups;
}
