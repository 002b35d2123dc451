import { DAY, HOUR } from '../../server/base/clock.ts';
import type { Chance, honestMall, SimMall } from './simulation.ts';

type Ground = ReturnType<typeof honestMall>;
/** Adds rings of one shape until so many accounts are in them. */
type Maker = (mall: Ground, members: number, dice: Chance) => void;

interface Habit {
  /** Votes for strangers, per member, that make it look like anybody. */
  camouflage?: number;
  /** Over how many days it votes; all at once is one. */
  days?: number;
  /** How long its accounts waited and voted for others before. */
  agedDays?: number;
  /** Share of its votes that come with a purchase. */
  bought?: number;
  /** Honest votes that it wins, per hundred of its own. */
  fooled?: number;
  /** All of it sits behind one address. */
  oneAddress?: boolean;
}

/** New accounts of one ring. */
function recruit(mall: SimMall, size: number, dice: Chance, habit: Habit, begin: number): number[] {
  const source = `ring ${mall.accounts.length}`;
  return [...Array(size)].map(() => {
    const age = habit.agedDays ? habit.agedDays * DAY : dice.next() * 2 * DAY;
    const own = habit.oneAddress ? source : `forged ${dice.below(2 ** 30)}`;
    return mall.accounts.push({ seenAt: begin - age, ring: true, source: own }) - 1;
  });
}

/** Carries out who votes for whom, each pair on several reviews, and what hides it. */
function act(mall: Ground, pairs: [number, number][], dice: Chance, habit: Habit, begin: number): void {
  const span = (habit.days ?? 3) * DAY;
  const members = [...new Set(pairs.flat())];
  const before = mall.votes.length;
  for (const [voter, author] of pairs) {
    const often = dice.between(1, 4);
    for (let review = 0; review < often; review++)
      mall.votes.push({
        voter,
        author,
        review,
        at: begin + dice.next() * span,
        bought: dice.next() < (habit.bought ?? 0),
      });
  }
  const given = mall.votes.length - before;
  const camouflageFrom = habit.agedDays ? begin - habit.agedDays * DAY : begin;
  for (let left = Math.round((habit.camouflage ?? 0) * members.length); left > 0; left--)
    mall.votes.push({
      voter: dice.pick(members),
      author: mall.drawAuthor(),
      review: dice.below(3),
      at: camouflageFrom + dice.next() * (begin + span - camouflageFrom),
      bought: false,
    });
  const authors = [...new Set(pairs.map(([, author]) => author))];
  for (let left = Math.round((given * (habit.fooled ?? 0)) / 100); left > 0; left--)
    mall.votes.push({
      voter: mall.drawVoter(),
      author: dice.pick(authors),
      review: dice.below(3),
      at: begin + dice.next() * span,
      bought: false,
    });
}

/** Rings of one shape, until the members are used up. */
const rings =
  (
    low: number,
    high: number,
    habit: Habit,
    wire: (members: number[], dice: Chance) => [number, number][],
  ): Maker =>
  (mall, members, dice) => {
    for (let left = members; left >= low; ) {
      const size = Math.min(left, dice.between(low, high));
      // What would be left is too few for a ring of its own.
      const all = left - size < low ? left : size;
      const begin = dice.between(70, 165 - Math.min(90, habit.days ?? 3)) * DAY + dice.below(24) * HOUR;
      act(mall, wire(recruit(mall, all, dice, habit, begin), dice), dice, habit, begin);
      left -= all;
    }
  };

const clique = (members: number[]) =>
  members.flatMap((voter) =>
    members.filter((author) => author !== voter).map((author): [number, number] => [voter, author]),
  );
const star = ([hub = 0, ...leaves]: number[]) => leaves.map((leaf): [number, number] => [leaf, hub]);
const cycle = (members: number[]) =>
  members.map((voter, at): [number, number] => [voter, members[(at + 1) % members.length]!]);
const chain = (members: number[]) => cycle(members).slice(0, -1);
/** Many accounts lift a few, each a part of them. */
const farm = (members: number[], dice: Chance) => {
  const hubs = members.slice(0, Math.max(3, Math.floor(members.length / 25)));
  return members
    .slice(hubs.length)
    .flatMap((bot) => hubs.filter(() => dice.next() < 0.6).map((hub): [number, number] => [bot, hub]));
};
/** One at the top, lifted by a few who lift each other, lifted by many. */
const nested = (members: number[], dice: Chance) => {
  const [top = 0, ...rest] = members;
  const middle = rest.slice(0, 5);
  const bots = rest.slice(5);
  return [
    ...star([top, ...middle]),
    ...clique(middle),
    ...bots.flatMap((bot) =>
      middle.filter(() => dice.next() < 0.7).map((one): [number, number] => [bot, one]),
    ),
  ];
};
/** Everybody votes for some of the others, drawn by chance. */
const loose = (members: number[], dice: Chance) =>
  clique(members).filter(() => dice.next() < 5 / members.length);

export const ringOf = {
  clique: rings(6, 25, {}, clique),
  star: rings(20, 60, {}, star),
  cycle: rings(10, 40, { fooled: 2 }, cycle),
  chain: rings(15, 50, {}, chain),
  farm: rings(80, 200, { oneAddress: true }, farm),
  'forged farm': rings(80, 250, { camouflage: 2 }, farm),
  nested: rings(25, 80, { fooled: 2 }, nested),
  camouflaged: rings(8, 30, { camouflage: 12, fooled: 3, days: 20 }, clique),
  slow: rings(8, 30, { days: 90, camouflage: 5, fooled: 2 }, clique),
  sleepers: rings(12, 40, { agedDays: 60, camouflage: 8, fooled: 2, days: 30 }, loose),
  buyers: rings(8, 25, { bought: 0.5, camouflage: 3, fooled: 2 }, clique),
  whole: rings(500, 500, { days: 60, camouflage: 4, fooled: 2 }, (members, dice) =>
    clique(members).filter(() => dice.next() < 15 / members.length),
  ),
} as const satisfies Record<string, Maker>;
export type Shape = keyof typeof ringOf;
export const SHAPES = Object.keys(ringOf) as Shape[];
