import { DAY } from '../../base/clock.ts';
import type { LevelDefinition, Reputation } from '../../mall/malls/contract.ts';
import type { Reversal } from './contract.ts';

/** Weights of votes and naegong are whole hundredths. */
export const HUNDRED = 100;

/** What a vote says to naegong: one that weighs nothing says nothing. */
export type Said = 'none' | 'helpful' | 'unhelpful';
export interface WeighedVote {
  helpful: boolean;
  /** In hundredths; 0 while it is set aside. */
  weight: number;
}

export function saidBy(vote: WeighedVote | null): Said {
  if (!vote || vote.weight <= 0) return 'none';
  return vote.helpful ? 'helpful' : 'unhelpful';
}

/** What a change of a vote does: the standing grant is taken back, for this reason, and another is given. */
export interface Move {
  reverse: Reversal | null;
  give: 'helpful' | 'unhelpful' | null;
}

/** Every change of one vote. */
export const MOVES: Record<`${Said} to ${Said}`, Move> = {
  'none to none': { reverse: null, give: null },
  'none to helpful': { reverse: null, give: 'helpful' },
  'none to unhelpful': { reverse: null, give: 'unhelpful' },
  'helpful to none': { reverse: 'withdrawn', give: null },
  'helpful to helpful': { reverse: null, give: null },
  'helpful to unhelpful': { reverse: 'changed', give: 'unhelpful' },
  'unhelpful to none': { reverse: 'withdrawn', give: null },
  'unhelpful to helpful': { reverse: 'changed', give: 'helpful' },
  'unhelpful to unhelpful': { reverse: null, give: null },
};

/** @param why another reason than the table's: the review was deleted, the order refunded */
export function moveOf(before: WeighedVote | null, after: WeighedVote | null, why?: Reversal): Move {
  const move = MOVES[`${saidBy(before)} to ${saidBy(after)}`];
  const reweighed = move.give === null && move.reverse === null && before && after;
  // The same word with another weight: given anew, so that the grant goes on being what the vote weighs.
  if (reweighed && before.weight !== after.weight && saidBy(after) !== 'none')
    return { reverse: why ?? 'changed', give: saidBy(after) as 'helpful' | 'unhelpful' };
  return { ...move, reverse: move.reverse && (why ?? move.reverse) };
}

/** What decides how much a vote weighs when it is cast. */
export interface Caster {
  kind: 'guest' | 'member';
  level: number;
  bought: boolean;
  /** What the defences leave of it, 0 to 1. */
  factor: number;
}

/** What the vote weighs, in hundredths, and how much of that is for having bought the product. */
export function castWeight(
  caster: Caster,
  numbers: Pick<Reputation, 'boughtWeight' | 'levels'>,
): { weight: number; boughtPart: number } {
  if (caster.kind === 'guest') return { weight: 0, boughtPart: 0 };
  const level = numbers.levels[caster.level - 1];
  const whole = (level?.weight ?? HUNDRED) * Math.min(1, Math.max(0, caster.factor));
  const plain = Math.round(whole);
  const weight = caster.bought ? Math.round((whole * numbers.boughtWeight) / HUNDRED) : plain;
  return { weight, boughtPart: weight - plain };
}

/** What so many percent make of a daily limit. */
export function dailyLimit(limit: number, level: number, levels: readonly LevelDefinition[]): number {
  return Math.floor((limit * (levels[level - 1]?.limits ?? HUNDRED)) / HUNDRED);
}

/** What a vote comes to before the day's cap. */
export function wantedOf(
  kind: 'helpful' | 'unhelpful',
  weight: number,
  numbers: Pick<Reputation, 'helpful' | 'unhelpful'>,
): number {
  return weight * numbers[kind];
}

/** What is given of it. What takes is never capped, and makes no room. */
export function amountOf(wanted: number, usedRoom: number, dailyCap: number): number {
  return wanted <= 0 ? wanted : Math.max(0, Math.min(wanted, dailyCap * HUNDRED - usedRoom));
}

/** What a member's reputation comes to. */
export interface Sums {
  naegong: number;
  helped: number;
  weightYes: number;
  weightNo: number;
}

/** Helpful share of all weighed votes in percent; null without any. */
export function shareOf({ weightYes, weightNo }: Pick<Sums, 'weightYes' | 'weightNo'>): number | null {
  return weightYes + weightNo > 0 ? Math.floor((weightYes * 100) / (weightYes + weightNo)) : null;
}

/** 0 at zero naegong and below; else the highest level (1 is the lowest) whose three gates hold together. */
export function levelOf(sums: Sums, levels: readonly LevelDefinition[]): number {
  if (sums.naegong <= 0) return 0;
  const share = shareOf(sums) ?? 0;
  for (let level = levels.length; level > 0; level--) {
    const gates = levels[level - 1] as LevelDefinition;
    if (sums.naegong >= gates.naegong * HUNDRED && sums.helped >= gates.helped && share >= gates.share)
      return level;
  }
  return 0;
}

/** A grant as a recount looks at it. */
export interface CountedGrant {
  id: string;
  kind: 'helpful' | 'unhelpful';
  reviewId: string;
  /** Empty once the voter was erased. */
  voterId: string;
  category: string;
  weight: number;
  at: number;
  reversed: boolean;
}
export interface Counted {
  wanted: number;
  amount: number;
  day: number;
}

/**
 * One vote uses the day's room once, however often it is withdrawn and cast again: else one voter could use up a
 * member's whole day.
 */
export const roomKey = (grant: Pick<CountedGrant, 'id' | 'reviewId' | 'voterId'>): string =>
  grant.voterId === '' ? grant.id : `${grant.reviewId} ${grant.voterId}`;

/** Counts a member's grants with some numbers: those given, day by day in order of time; reversed ones use room too. */
export function recountGrants(
  grants: readonly CountedGrant[],
  numbers: Pick<Reputation, 'helpful' | 'unhelpful' | 'dailyCap'>,
  dayAt: (at: number) => number,
): Map<string, Counted> {
  const counted = new Map<string, Counted>();
  const days = new Map<number, { used: number; most: Map<string, number> }>();
  const inOrder = [...grants].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  for (const grant of inOrder) {
    const day = dayAt(grant.at);
    const room = days.get(day) ?? { used: 0, most: new Map<string, number>() };
    days.set(day, room);
    const wanted = wantedOf(grant.kind, grant.weight, numbers);
    const key = roomKey(grant);
    const before = room.most.get(key) ?? 0;
    const amount = amountOf(wanted, room.used - before, numbers.dailyCap);
    if (amount > before) {
      room.most.set(key, amount);
      room.used += amount - before;
    }
    counted.set(grant.id, { wanted, amount, day });
  }
  return counted;
}

/** What grants that stand come to, or the difference that some make. */
export interface Totals {
  naegong: number;
  weightYes: number;
  weightNo: number;
  /** Voter -> how many helpful grants. */
  pairs: Map<string, number>;
  /** Period -> category -> naegong. */
  tallies: Map<string, Map<string, number>>;
}
export interface Entry {
  /** 1: given; -1: taken back. */
  sign: 1 | -1;
  kind: 'helpful' | 'unhelpful';
  voterId: string;
  category: string;
  weight: number;
  amount: number;
  day: number;
}

export function totalsOf(entries: readonly Entry[]): Totals {
  const totals: Totals = { naegong: 0, weightYes: 0, weightNo: 0, pairs: new Map(), tallies: new Map() };
  for (const one of entries) {
    totals.naegong += one.sign * one.amount;
    if (one.kind === 'helpful') {
      totals.weightYes += one.sign * one.weight;
      totals.pairs.set(one.voterId, (totals.pairs.get(one.voterId) ?? 0) + one.sign);
    } else totals.weightNo += one.sign * one.weight;
    for (const period of ['all', String(mondayOf(one.day))]) {
      const of = totals.tallies.get(period) ?? new Map<string, number>();
      totals.tallies.set(period, of);
      for (const category of new Set(['', one.category]))
        of.set(category, (of.get(category) ?? 0) + one.sign * one.amount);
    }
  }
  return totals;
}

const formats = new Map<string, Intl.DateTimeFormat>();
const formatOf = (zone: string): Intl.DateTimeFormat => {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formats.set(zone, format);
  }
  return format;
};

/** The wall clock of a zone, as if it were UTC. */
function wallClock(at: number, zone: string): number {
  const part: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(at)) part[type] = Number(value);
  return Date.UTC(part.year!, part.month! - 1, part.day, part.hour, part.minute, part.second);
}

const asDay = (utc: number): number => Number(new Date(utc).toISOString().slice(0, 10).replaceAll('-', ''));
const fromDay = (day: number): number =>
  Date.UTC(Math.floor(day / 10_000), (Math.floor(day / 100) % 100) - 1, day % 100);

/** The day of a time in a zone: `20261122`. */
export const dayOf = (at: number, zone: string): number => asDay(wallClock(at, zone));

/** The Monday of a day's week. */
export const mondayOf = (day: number): number => {
  const utc = fromDay(day);
  return asDay(utc - ((new Date(utc).getUTCDay() + 6) % 7) * DAY);
};

/** The Monday after one. */
export const nextMonday = (monday: number): number => asDay(fromDay(monday) + 7 * DAY);

/** When a day begins in a zone. */
export function startOf(day: number, zone: string): number {
  const wanted = fromDay(day);
  let at = wanted;
  // The offset at the guess leads to the time, the offset there past a change of the clock.
  for (let look = 0; look < 2; look++) at += wanted - wallClock(at, zone);
  return at;
}
