import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Reversal } from '../../server/community/reputation/contract.ts';
import {
  amountOf,
  type CountedGrant,
  castWeight,
  dailyLimit,
  dayOf,
  levelOf,
  mondayOf,
  moveOf,
  nextMonday,
  recountGrants,
  roomKey,
  saidBy,
  shareOf,
  startOf,
  totalsOf,
  type WeighedVote,
  wantedOf,
} from '../../server/community/reputation/rules.ts';
import { Reputation } from '../../server/mall/malls/contract.ts';
import { FIVE_LEVELS } from '../../server/mall/malls/levels/contract.ts';
import { NINETEEN_LEVELS } from '../../server/mall/malls/levels.ts';

const helpful: WeighedVote = { helpful: true, weight: 100 };
const unhelpful: WeighedVote = { helpful: false, weight: 100 };

describe('what a change of a vote gives and takes back', () => {
  const none = { reverse: null, give: null };
  for (const [name, before, after, move] of [
    ['none to none', null, null, none],
    ['none to helpful', null, helpful, { reverse: null, give: 'helpful' }],
    ['none to unhelpful', null, unhelpful, { reverse: null, give: 'unhelpful' }],
    ['helpful to none', helpful, null, { reverse: 'withdrawn', give: null }],
    ['helpful to helpful', helpful, helpful, none],
    ['helpful to unhelpful', helpful, unhelpful, { reverse: 'changed', give: 'unhelpful' }],
    ['unhelpful to none', unhelpful, null, { reverse: 'withdrawn', give: null }],
    ['unhelpful to helpful', unhelpful, helpful, { reverse: 'changed', give: 'helpful' }],
    ['unhelpful to unhelpful', unhelpful, unhelpful, none],
    ['weightless to helpful', { helpful: true, weight: 0 }, helpful, { reverse: null, give: 'helpful' }],
    ['none to weightless', null, { helpful: true, weight: 0 }, none],
    ['helpful to weightless', helpful, { helpful: true, weight: 0 }, { reverse: 'withdrawn', give: null }],
    [
      'helpful to helpful of another weight',
      { helpful: true, weight: 150 },
      helpful,
      { reverse: 'changed', give: 'helpful' },
    ],
  ] as const)
    it(name, () => assert.deepEqual(moveOf(before, after), move));

  it('a reason of its own takes the place of the usual one, and makes no reversal where there is none', () => {
    assert.equal(moveOf(helpful, null, 'voter-left').reverse, 'voter-left');
    assert.equal(moveOf({ helpful: true, weight: 150 }, helpful, 'refunded').reverse, 'refunded');
    assert.equal(moveOf(null, helpful, 'set-aside').reverse, null);
  });
});

describe('what a vote weighs', () => {
  const numbers = Reputation.parse({});
  const member = { kind: 'member', level: 0, bought: false, factor: 1 } as const;
  for (const [name, caster, weight, boughtPart] of [
    ['a guest: nothing', { ...member, kind: 'guest', level: 5, bought: true }, 0, 0],
    ['a member', member, 100, 0],
    ['of the first level', { ...member, level: 1 }, 100, 0],
    ['of the third level', { ...member, level: 3 }, 125, 0],
    ['of the highest level', { ...member, level: 5 }, 200, 0],
    ['who bought', { ...member, bought: true }, 150, 50],
    ['of the highest level, who bought', { ...member, level: 5, bought: true }, 300, 100],
    ['half believed', { ...member, level: 5, bought: true, factor: 0.5 }, 150, 50],
    ['not believed', { ...member, level: 5, bought: true, factor: 0 }, 0, 0],
    ['of a level that the mall no longer has', { ...member, level: 9 }, 100, 0],
  ] as const)
    it(name, () => assert.deepEqual(castWeight(caster, numbers), { weight, boughtPart }));

  it('limits grow with the level', () => {
    assert.deepEqual(
      [0, 1, 2, 3, 4, 5].map((level) => dailyLimit(30, level, FIVE_LEVELS)),
      [30, 30, 33, 37, 45, 60],
    );
  });
});

describe('levels by three gates', () => {
  const level = (naegong: number, helped: number, yes: number, no: number, levels = FIVE_LEVELS) =>
    levelOf({ naegong: naegong * 100, helped, weightYes: yes * 100, weightNo: no * 100 }, levels);
  for (const [name, naegong, helped, yes, no, expected] of [
    ['zero: none', 0, 5, 5, 0, 0],
    ['below zero: none', -3, 5, 5, 0, 0],
    ['a hundredth: the first', 0.01, 1, 1, 0, 1],
    ['naegong for the second, one person helped: the first', 50, 1, 10, 0, 1],
    ['both for the second', 10, 2, 2, 0, 2],
    ['naegong for the highest, few people helped', 5000, 9, 9, 0, 2],
    ['third at half helpful', 100, 10, 10, 10, 3],
    ['third one below half', 100, 10, 10, 11, 2],
    ['fourth', 500, 40, 60, 40, 4],
    ['the highest', 2000, 150, 70, 30, 5],
    ['the highest, but not helpful enough', 2000, 150, 69, 31, 4],
  ] as const)
    it(name, () => assert.equal(level(naegong, helped, yes, no), expected));

  it("Knowledge-iN's nineteen as its guide says them", () => {
    const n = (naegong: number, helped: number, yes = 100, no = 0) =>
      level(naegong, helped, yes, no, NINETEEN_LEVELS);
    assert.equal(NINETEEN_LEVELS.length, 19);
    assert.deepEqual([n(0, 0), n(1, 0), n(150, 0), n(1500, 99)], [0, 2, 3, 3]);
    assert.deepEqual([n(1501, 2), n(1501, 3), n(3001, 20), n(3001, 19)], [3, 4, 5, 4]);
    assert.deepEqual([n(100_001, 1000, 49, 51), n(100_001, 1000, 1, 1)], [9, 10]);
    assert.deepEqual([n(5_000_001, 50_000), n(5_000_001, 49_999)], [19, 18]);
  });

  it('the share rounds down, so that a gate is never passed by rounding', () => {
    assert.equal(shareOf({ weightYes: 699, weightNo: 301 }), 69);
    assert.equal(shareOf({ weightYes: 0, weightNo: 0 }), null);
  });
});

describe('days and weeks of a mall', () => {
  for (const [zone, time, day] of [
    ['Asia/Seoul', '2026-11-22T14:59:59Z', 20261122],
    ['Asia/Seoul', '2026-11-22T15:00:00Z', 20261123],
    ['UTC', '2026-11-22T23:59:59Z', 20261122],
    ['America/New_York', '2026-03-08T04:59:59Z', 20260307],
  ] as const)
    it(`${time} in ${zone}`, () => assert.equal(dayOf(Date.parse(time), zone), day));
  it('Mondays', () => {
    assert.deepEqual(
      [20261122, 20261123, 20261129, 20270101].map(mondayOf),
      [20261116, 20261123, 20261123, 20261228],
    );
    assert.equal(nextMonday(20261228), 20270104);
  });
  it('a day begins at its midnight, also where clocks change', () => {
    assert.equal(startOf(20261116, 'Asia/Seoul'), Date.parse('2026-11-15T15:00:00Z'));
    assert.equal(startOf(20260309, 'America/New_York'), Date.parse('2026-03-09T04:00:00Z'));
    assert.equal(startOf(20260302, 'America/New_York'), Date.parse('2026-03-02T05:00:00Z'));
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4e12 }),
        fc.constantFrom('Asia/Seoul', 'America/New_York', 'UTC', 'Australia/Sydney'),
        (at, zone) => {
          const start = startOf(dayOf(at, zone), zone);
          assert.ok(start <= at && at - start < 26 * 3_600_000);
          assert.equal(dayOf(start, zone), dayOf(at, zone));
        },
      ),
    );
  });
});

/** A small mall of one author: what the store does, by the same rules, in memory. */
class Author {
  grants: (CountedGrant & { wanted: number; amount: number; day: number; reversal: Reversal | null })[] = [];
  /** What is kept: moved by each change, never counted anew. */
  naegong = 0;
  votes = new Map<string, WeighedVote>();
  private made = 0;
  numbers: Pick<Reputation, 'helpful' | 'unhelpful' | 'dailyCap'>;

  constructor(numbers: Pick<Reputation, 'helpful' | 'unhelpful' | 'dailyCap'>) {
    this.numbers = numbers;
  }
  vote(reviewId: string, voterId: string, after: WeighedVote | null, at: number, why?: Reversal): void {
    const key = `${reviewId} ${voterId}`;
    const before = this.votes.get(key) ?? null;
    const move = moveOf(before, after, why);
    if (after) this.votes.set(key, after);
    else this.votes.delete(key);
    if (move.reverse)
      for (const one of this.grants)
        if (!one.reversed && one.reviewId === reviewId && one.voterId === voterId) {
          one.reversed = true;
          one.reversal = move.reverse;
          this.naegong -= one.amount;
        }
    if (!move.give || !after) return;
    const id = String(++this.made).padStart(6, '0');
    const wanted = wantedOf(move.give, after.weight, this.numbers);
    const grant = { id, reviewId, voterId, kind: move.give, category: '', weight: after.weight, at };
    const day = dayOf(at, 'UTC');
    const amount = amountOf(wanted, this.used(day, roomKey(grant)), this.numbers.dailyCap);
    this.grants.push({ ...grant, reversed: false, reversal: null, wanted, amount, day });
    this.naegong += amount;
  }
  private used(day: number, except: string): number {
    const most = new Map<string, number>();
    for (const one of this.grants)
      if (one.day === day && roomKey(one) !== except)
        most.set(roomKey(one), Math.max(most.get(roomKey(one)) ?? 0, one.amount));
    return [...most.values()].reduce((sum, one) => sum + one, 0);
  }
  deleteReview(reviewId: string, at: number): void {
    for (const key of [...this.votes.keys()]) {
      const [review = '', voter = ''] = key.split(' ');
      if (review === reviewId) this.vote(review, voter, null, at, 'deleted');
    }
  }
  recount(numbers: Author['numbers']): void {
    this.numbers = numbers;
    const counted = recountGrants(this.grants, numbers, (at) => dayOf(at, 'UTC'));
    for (const one of this.grants) Object.assign(one, counted.get(one.id));
    this.naegong = this.live().reduce((sum, one) => sum + one.amount, 0);
  }
  live() {
    return this.grants.filter((one) => !one.reversed);
  }
}

describe('question-and-answer sites as the oracle: +10, -2, 200 a day, and an exact twin for each', () => {
  const numbers = { helpful: 10, unhelpful: -2, dailyCap: 200 };
  const DAY = 86_400_000;
  it('voted up gives ten, voted down takes two, and each twin undoes just that', () => {
    const author = new Author(numbers);
    author.vote('q', 'a', helpful, 1);
    assert.equal(author.naegong, 1000);
    author.vote('q', 'b', unhelpful, 2);
    assert.equal(author.naegong, 800);
    author.vote('q', 'b', null, 3);
    assert.equal(author.naegong, 1000);
    author.vote('q', 'a', unhelpful, 4);
    assert.equal(author.naegong, -200);
    author.vote('q', 'a', helpful, 5);
    assert.equal(author.naegong, 1000);
    author.vote('q', 'a', null, 6);
    assert.equal(author.naegong, 0);
  });
  it('the day ends at 200, the next begins anew', () => {
    const author = new Author(numbers);
    for (let n = 0; n < 25; n++) author.vote('q', `v${n}`, helpful, n);
    assert.equal(author.naegong, 20_000);
    author.vote('q', 'w', unhelpful, 30);
    assert.equal(author.naegong, 19_800, 'what takes is not capped');
    author.vote('q', 'x', helpful, 31);
    assert.equal(author.naegong, 19_800, 'and makes no room');
    author.vote('q', 'y', helpful, DAY);
    assert.equal(author.naegong, 20_800);
  });
  it('what the cap held back was never given, so its twin takes nothing; used room stays used', () => {
    const author = new Author(numbers);
    for (let n = 0; n < 21; n++) author.vote('q', `v${n}`, helpful, n);
    author.vote('q', 'v20', null, 30);
    assert.equal(author.naegong, 20_000);
    author.vote('q', 'v0', null, 31);
    assert.equal(author.naegong, 19_000);
    author.vote('q', 'new', helpful, 32);
    assert.equal(author.naegong, 19_000);
  });
  it('one voter who goes to and fro uses the room of one vote', () => {
    const author = new Author(numbers);
    for (let n = 0; n < 50; n++) author.vote('q', 'fickle', n % 2 ? null : helpful, n);
    author.vote('q', 'other', helpful, 60);
    assert.equal(author.naegong, 1000);
    author.vote('q', 'fickle', helpful, 61);
    assert.equal(author.naegong, 2000);
  });
});

it('any history ends with the standing being the sum of what stands: nothing appears, nothing is lost', () => {
  const weight = fc.constantFrom(0, 10, 100, 150, 300);
  const review = fc.constantFrom('r1', 'r2', 'r3');
  const voter = fc.constantFrom('a', 'b', 'c', 'd', 'e');
  const numbers = fc.record({
    helpful: fc.integer({ min: 1, max: 100 }),
    unhelpful: fc.integer({ min: -100, max: 0 }),
    dailyCap: fc.integer({ min: 1, max: 40 }),
  });
  const act = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ act: fc.constant('cast'), review, voter, helpful: fc.boolean(), weight }),
    },
    { weight: 3, arbitrary: fc.record({ act: fc.constant('withdraw'), review, voter }) },
    { weight: 1, arbitrary: fc.record({ act: fc.constant('delete'), review }) },
    { weight: 1, arbitrary: fc.record({ act: fc.constant('recount'), numbers }) },
    { weight: 1, arbitrary: fc.record({ act: fc.constant('same') }) },
  );
  fc.assert(
    fc.property(
      numbers,
      fc.array(fc.record({ act, hours: fc.integer({ min: 0, max: 9 }) }), { maxLength: 60 }),
      (first, acts) => {
        const author = new Author(first);
        let at = 0;
        // biome-ignore lint/suspicious/noExplicitAny: each act has its own fields
        for (const { act: one, hours } of acts as { act: any; hours: number }[]) {
          at += hours * 3_600_000 + 1;
          const before = author.naegong;
          if (one.act === 'cast')
            author.vote(one.review, one.voter, { helpful: one.helpful, weight: one.weight }, at);
          if (one.act === 'withdraw') author.vote(one.review, one.voter, null, at);
          if (one.act === 'delete') author.deleteReview(one.review, at);
          if (one.act === 'recount') author.recount(one.numbers);
          if (one.act === 'same') {
            const kept = author.grants.map((grant) => ({ ...grant }));
            author.recount(author.numbers);
            assert.deepEqual(author.grants, kept, 'a recount with the same numbers changes nothing');
            assert.equal(author.naegong, before);
          }

          const live = author.live();
          assert.equal(
            author.naegong,
            live.reduce((sum, grant) => sum + grant.amount, 0),
          );
          const totals = totalsOf(live.map((grant) => ({ ...grant, sign: 1 as const })));
          assert.equal(totals.naegong, author.naegong);
          assert.equal(totals.tallies.get('all')?.get('') ?? 0, author.naegong);
          const weeks = [...totals.tallies].filter(([period]) => period !== 'all');
          assert.equal(
            weeks.reduce((sum, [, of]) => sum + (of.get('') ?? 0), 0),
            author.naegong,
            'the weeks make up the whole',
          );
          assert.deepEqual(
            live.map((grant) => `${grant.reviewId} ${grant.voterId} ${grant.kind} ${grant.weight}`).sort(),
            [...author.votes]
              .filter(([, vote]) => saidBy(vote) !== 'none')
              .map(([key, vote]) => `${key} ${saidBy(vote)} ${vote.weight}`)
              .sort(),
            'one grant stands for each vote that weighs',
          );
          const days = new Map<number, number>();
          for (const grant of live)
            if (grant.amount > 0) days.set(grant.day, (days.get(grant.day) ?? 0) + grant.amount);
          for (const [day, given] of days)
            assert.ok(given <= author.numbers.dailyCap * 100, `${given} given on ${day}`);
          assert.ok(author.grants.every((grant) => grant.reversed === (grant.reversal !== null)));
        }
        for (const id of ['r1', 'r2', 'r3']) author.deleteReview(id, at + 1);
        assert.equal(author.naegong, 0, 'what was all taken back is nothing');
      },
    ),
    { numRuns: 300 },
  );
});
