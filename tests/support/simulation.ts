// A mall's shoppers and their votes, made by chance from a seed: honest ones as real data show them (the top fifth of
// reviewers hold four fifths of the votes, 79 % of trust is answered, friends know friends), and rings of many shapes.
import { DAY, HOUR } from '../../server/base/clock.ts';
import { ringOf, type Shape } from './simulation-rings.ts';

export interface SimAccount {
  seenAt: number;
  ring: boolean;
  /** Where it votes from; many share one. */
  source: string;
}
export interface SimVote {
  voter: number;
  author: number;
  /** Number of the author's review. */
  review: number;
  at: number;
  bought: boolean;
}
export interface SimMall {
  accounts: SimAccount[];
  votes: SimVote[];
}

/** Numbers from 0 to 1, the same ones for the same seed (mulberry32). */
export function chance(seed: number) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (n: number) => Math.floor(next() * n);
  return {
    next,
    below,
    /** A whole number, both ends included. */
    between: (low: number, high: number) => low + below(high - low + 1),
    gauss: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    pick: <T>(list: readonly T[]): T => list[below(list.length)] as T,
    /** How many trials until the first that fails, each going well with this chance. */
    streak: (well: number) => {
      let count = 0;
      while (next() < well) count++;
      return count;
    },
  };
}
export type Chance = ReturnType<typeof chance>;

/** Draws from a list by weights. */
function drawer(members: readonly number[], weightOf: (one: number) => number, dice: Chance): () => number {
  const sums = new Float64Array(members.length);
  let sum = 0;
  members.forEach((one, at) => {
    sum += weightOf(one);
    sums[at] = sum;
  });
  return () => {
    const wanted = dice.next() * sum;
    let low = 0;
    for (let high = sums.length - 1; low < high; ) {
      const middle = (low + high) >> 1;
      if (sums[middle]! > wanted) high = middle;
      else low = middle + 1;
    }
    return members[low] as number;
  };
}

export const HONEST = 10_000;
export const IN_RINGS = 500;
/** Days that the votes spread over. */
export const DAYS = 180;

/** Ten thousand honest shoppers and their votes. */
export function honestMall(dice: Chance): SimMall & { drawAuthor: () => number; drawVoter: () => number } {
  const everyone = [...Array(HONEST).keys()];
  const circles = dice.between(25, 60);
  const outside = 0.15 + 0.3 * dice.next();
  const lurkers = 0.15 + 0.2 * dice.next();
  const circleDraw = drawer([...Array(circles).keys()], () => Math.exp(0.8 * dice.gauss()), dice);
  const circle = everyone.map(circleDraw);
  const standing = everyone.map(() => dice.gauss());
  const popular = standing.map((z) => (dice.next() < lurkers ? 0 : Math.exp(2 * z)));
  const active = standing.map((z) => Math.exp(1.2 * (0.6 * z + 0.8 * dice.gauss())));
  const accounts = everyone.map((): SimAccount => {
    const kind = dice.next();
    // A family's router, a carrier's address that thousands share, or one of one's own.
    const source =
      kind < 0.2
        ? `home ${dice.below(700)}`
        : kind < 0.7
          ? `carrier ${dice.below(30)}`
          : `own ${dice.below(2 ** 30)}`;
    return { seenAt: dice.next() * (DAYS - 1) * DAY - 60 * DAY, ring: false, source };
  });
  const drawVoter = drawer(everyone, (one) => active[one]!, dice);
  const drawAuthor = drawer(everyone, (one) => popular[one]!, dice);
  const drawIn = [...Array(circles).keys()].map((one) =>
    drawer(
      everyone.filter((member) => circle[member] === one),
      (member) => popular[member]!,
      dice,
    ),
  );
  const votes: SimVote[] = [];
  const seen = new Set<number>();
  /** One shopper finds another's reviews helpful, one of them or several. */
  const support = (voter: number, author: number, from: number): boolean => {
    const key = voter * 2 ** 20 + author;
    if (voter === author || popular[author] === 0 || seen.has(key)) return false;
    seen.add(key);
    const start = Math.max(from, accounts[voter]!.seenAt, 0);
    for (let review = 0, left = dice.streak(0.35); left >= 0; left--, review++) {
      const at = start + dice.next() * (DAYS * DAY - start);
      votes.push({ voter, author, review, at, bought: dice.next() < 0.3 });
    }
    return true;
  };
  for (let pair = 0; pair < 32_000; pair++) {
    const voter = drawVoter();
    const author = dice.next() < outside ? drawAuthor() : drawIn[circle[voter]!]!();
    const from = votes.length;
    if (!support(voter, author, 0)) continue;
    if (dice.next() < 0.85) support(author, voter, votes[from]!.at);
  }
  // One review that the mall put on its front page: three hundred votes in a day, by whoever came along.
  const featured = drawAuthor();
  const day = (DAYS - 30) * DAY;
  for (let crowd = 0; crowd < 300; crowd++) {
    const voter = dice.next() < 0.7 ? drawVoter() : dice.below(HONEST);
    const key = voter * 2 ** 20 + featured;
    if (voter === featured || seen.has(key) || accounts[voter]!.seenAt > day) continue;
    seen.add(key);
    votes.push({ voter, author: featured, review: 99, at: day + dice.next() * 20 * HOUR, bought: false });
  }
  return { accounts, votes, drawAuthor, drawVoter };
}

/** Honest shoppers with rings of these shapes among them: as many members in each shape, five per cent in all. */
export function mallWith(seed: number, shapes: readonly Shape[]): SimMall {
  const dice = chance(seed);
  const mall = honestMall(dice);
  const share = Math.floor(IN_RINGS / shapes.length);
  for (const shape of shapes) ringOf[shape](mall, share, dice);
  mall.votes.sort((a, b) => a.at - b.at);
  return mall;
}

// node tests/support/simulation.ts --votes file.csv
if (process.argv[1] === import.meta.filename) {
  const { lookAtFile } = await import('./simulation-file.ts');
  lookAtFile(process.argv.slice(2));
}
