import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { afterGiving, pointsDue } from '../../server/community/reputation/conversion-rules.ts';
import {
  disclosureWith,
  type RewardFacts,
  rewardOf,
  stands,
} from '../../server/community/reviews/reward-rules.ts';
import { tellings } from '../../server/community/rewards/rules.ts';
import { MallSettings } from '../../server/mall/malls/contract.ts';
import { adjust, earnedBy, type Given } from '../../server/mall/orders/earning-rules.ts';
import { byDay, dayIn, monthIn } from '../../server/mall/points/calendar.ts';
import { MOST_POINTS } from '../../server/mall/points/contract.ts';
import { csvHead, csvLine } from '../../server/mall/points/csv.ts';

const DAY = 86_400_000;
const pointsWith = (more: Record<string, unknown>) => MallSettings.parse({ points: more });

describe('what a line earns', () => {
  const line = (amount: number, quantity: number, refunded: number) => ({ amount, quantity, refunded });
  it('is its part of what was paid for what was kept, rounded down', () => {
    for (const [given, rate, earned] of [
      [line(78_000, 2, 0), 100, 780],
      [line(78_000, 2, 1), 100, 390],
      [line(78_000, 2, 2), 100, 0],
      [line(999, 3, 1), 100, 6],
      [line(99, 1, 0), 100, 0],
      [line(0, 1, 0), 5000, 0],
      [line(10_000, 0, 0), 100, 0],
      [line(10_000, 1, 0), 0, 0],
      [line(1_000_000_000_000, 100_000, 0), 5000, MOST_POINTS],
      // On the way this is far beyond what a number can hold.
      [line(999_999_999_999, 99_999, 99_998), 3, 3_000],
    ] as const)
      assert.equal(earnedBy(given, rate, MOST_POINTS), earned, JSON.stringify([given, rate]));
  });

  it('ends alike whatever came before: what stands is what the newest statement says, and the room never shrinks', () => {
    const statement = fc.record({
      target: fc.integer({ min: 0, max: 1000 }),
      shopper: fc.constantFrom('a', 'b', null),
    });
    fc.assert(
      fc.property(fc.array(statement, { minLength: 1, maxLength: 12 }), (statements) => {
        let given: Given[] = [];
        let used = 0;
        let most = 0;
        for (const [at, { target, shopper }] of statements.entries()) {
          const { takes, give, free } = adjust(target, shopper, given);
          for (const { given: one, amount } of takes) {
            assert.ok(amount > 0 && amount <= one.amount - one.taken);
            given = given.map((each) => (each === one ? { ...each, taken: each.taken + amount } : each));
          }
          assert.ok(free >= 0 && free <= give);
          used += give - free;
          if (give > 0)
            given.push({
              transferId: `${at}`,
              shopperId: shopper as string,
              amount: give,
              taken: 0,
              room: give - free,
            });
          const standing = (whose: string | null) =>
            given
              .filter((one) => one.shopperId === whose)
              .reduce((sum, one) => sum + one.amount - one.taken, 0);
          for (const whose of ['a', 'b']) assert.equal(standing(whose), whose === shopper ? target : 0);
          most = Math.max(most, shopper === null ? 0 : target);
          // The budget is used for the most that ever stood, however often it went up and down.
          assert.equal(used, most);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('of one who was erased is not earned a second time by who they come back as', () => {
    const gone: Given = { transferId: '1', shopperId: '', amount: 500, taken: 0, room: 500 };
    assert.deepEqual(adjust(500, 'new', [gone]), { takes: [], give: 0, free: 0 });
    assert.deepEqual(adjust(700, 'new', [gone]), { takes: [], give: 200, free: 0 });
  });
});

describe('rewards for reviews', () => {
  const T = Date.UTC(2027, 4, 8);
  const { points } = pointsWith({
    reviewText: 500,
    reviewPhoto: 300,
    reviewLater: 200,
    reviewTextMin: 20,
    reviewFloor: 10_000,
    reviewDays: 30,
    reviewsPerMonth: 2,
  });
  const good: RewardFacts = {
    now: T,
    textLength: 20,
    photos: 0,
    later: null,
    firstAt: T,
    lines: [{ orderId: 'o', lineId: '1', placedAt: T - 5 * DAY, paid: 10_000 }],
    rewardedInMonth: 0,
  };
  const of = (more: Partial<RewardFacts>) =>
    rewardOf({ ...good, ...more }, points)?.parts.map(({ part, amount }) => [part, amount]);
  const lineAt = (days: number, paid = 10_000) => [
    { orderId: 'o', lineId: '1', placedAt: T - days * DAY, paid },
  ];

  it('go by text, photo, time, what was paid and how many there were', () => {
    assert.deepEqual(of({}), [['text', 500]]);
    assert.deepEqual(of({ photos: 2 }), [
      ['text', 500],
      ['photo', 300],
    ]);
    assert.equal(of({ textLength: 19 }), undefined);
    assert.equal(of({ textLength: 19, photos: 5 }), undefined);
    assert.equal(of({ lines: [] }), undefined);
    assert.equal(of({ lines: lineAt(5, 9_999) }), undefined);
    assert.deepEqual(of({ lines: lineAt(30) }), [['text', 500]]);
    assert.equal(of({ lines: lineAt(31) }), undefined);
    assert.deepEqual(of({ rewardedInMonth: 1 }), [['text', 500]]);
    assert.equal(of({ rewardedInMonth: 2 }), undefined);
  });

  it('of a later review are for a month later, from when that may be written', () => {
    const later = { later: 'month' as const, firstAt: T - 40 * DAY };
    assert.deepEqual(of({ ...later, lines: lineAt(45) }), [['later', 200]]);
    assert.deepEqual(of({ ...later, lines: lineAt(51) }), [['later', 200]]);
    assert.equal(of({ ...later, lines: lineAt(52) }), undefined);
    for (const kind of ['again', 'using', 'returned'] as const)
      assert.equal(of({ later: kind, firstAt: T - 10 * DAY }), undefined);
  });

  it('stand while the review is there, is what was rewarded, and its line is kept', () => {
    const there = { state: 'shown', hideReason: null, textLength: 20, textMin: 20, photos: 1 } as const;
    assert.ok(stands('text', there, true) && stands('photo', there, true) && stands('later', there, true));
    assert.ok(!stands('text', there, false));
    assert.ok(!stands('text', { ...there, state: 'deleted' }, true));
    assert.ok(!stands('text', { ...there, state: 'hidden', hideReason: 'spam' }, true));
    assert.ok(
      stands('text', { ...there, state: 'hidden', hideReason: 'rights_block' }, true),
      'it ends by itself',
    );
    assert.ok(!stands('text', { ...there, textLength: 19 }, true));
    assert.ok(stands('photo', { ...there, textLength: 19 }, true));
    assert.ok(!stands('photo', { ...there, photos: 0 }, true));
    assert.ok(stands('text', { ...there, photos: 0 }, true));
  });

  it('are disclosed in the first line, in the words of the mall', () => {
    const settings = (more: Record<string, unknown>) => MallSettings.parse(more);
    for (const [more, line] of [
      [{}, '[적립금 후기] 이 후기를 쓰고 적립금 1,500원을 받았습니다.'],
      [{ currency: 'USD' }, '[적립금 후기] 이 후기를 쓰고 적립금 1,500점을 받았습니다.'],
      [
        { points: { name: { ko: '단골포인트' } } },
        '[단골포인트 후기] 이 후기를 쓰고 단골포인트 1,500원을 받았습니다.',
      ],
      [{ locale: 'en' }, '[Rewarded review] The shop gave 1,500 points for writing this review.'],
    ] as const)
      assert.equal(disclosureWith(1500, settings(more), null), line);
    assert.equal(disclosureWith(0, settings({}), null), null);
    assert.equal(disclosureWith(0, settings({}), '따로'), '따로');
    assert.match(disclosureWith(1, settings({}), '따로') ?? '', /1원을 받았습니다\. 따로$/);
  });
});

describe('naegong that becomes points', () => {
  it('never pays for the same naegong twice, nor more than a day may give', () => {
    const step = fc.record({
      by: fc.integer({ min: -5000, max: 5000 }),
      day: fc.integer({ min: 0, max: 1 }),
    });
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 30 }),
        fc.integer({ min: 1, max: 10_000 }),
        fc.integer({ min: 0, max: 500 }),
        (steps, rate, dailyCap) => {
          let [naegong, most, today, paid] = [0, 0, 1, 0];
          let converted = { upTo: 0, day: 0, points: 0 };
          const onDay = new Map<number, number>();
          for (const { by, day } of steps) {
            naegong += by;
            today += day;
            most = Math.max(most, naegong);
            const due = pointsDue(naegong, converted, today, { rate, dailyCap });
            assert.ok(Number.isInteger(due) && due >= 0);
            if (due === 0) continue;
            const after = afterGiving(converted, due, today, rate);
            assert.ok(
              after.upTo > converted.upTo && after.upTo <= naegong,
              'the mark rises, up to what there is',
            );
            converted = after;
            paid += due;
            onDay.set(today, (onDay.get(today) ?? 0) + due);
          }
          assert.ok(paid <= Math.floor((most * rate) / 10_000));
          for (const given of onDay.values()) assert.ok(given <= dailyCap);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('leaves what is too little for a point to the next', () => {
    const limits = { rate: 100, dailyCap: 500 };
    const start = { upTo: 0, day: 0, points: 0 };
    assert.equal(pointsDue(99, start, 1, limits), 0);
    assert.equal(pointsDue(250, start, 1, limits), 2);
    const after = afterGiving(start, 2, 1, 100);
    assert.deepEqual(after, { upTo: 200, day: 1, points: 2 });
    assert.equal(pointsDue(300, after, 1, limits), 1);
    assert.equal(pointsDue(100_000, after, 1, limits), 498);
    assert.equal(pointsDue(100_000, after, 2, limits), 500);
  });
});

describe('tables for spreadsheets', () => {
  it('run no formula, keep numbers, and can be read back', () => {
    for (const [cell, written] of [
      ['=1+1', "'=1+1"],
      ['+82', "'+82"],
      ['-500', "'-500"],
      ['@SUM(A1)', "'@SUM(A1)"],
      ['\tx', '"\'\tx"'],
      ['\r=x', '"\'\r=x"'],
      [' =1', "' =1"],
      ['\u200b=1', "'\u200b=1"],
      ['＝1', "'＝1"],
      ['=a,"b"', '"\'=a,""b"""'],
      ['가입, 축하', '"가입, 축하"'],
      [-500, '-500'],
      [0, '0'],
      [null, ''],
      ['평범', '평범'],
    ] as const)
      assert.equal(csvLine([cell]), `${written}\r\n`);
    assert.equal(csvHead(['a', 'b']), '\uFEFFa,b\r\n');
  });

  it('whatever a text is, no cell begins with what runs', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const bare = csvLine([text]).slice(0, -2).replace(/^"/, '');
        assert.doesNotMatch(bare, /^[\s]*[=+\-@＝＋－＠]/u);
      }),
      { numRuns: 5000 },
    );
  });
});

describe('days', () => {
  it('are those of the mall', () => {
    const late = Date.UTC(2027, 3, 30, 16);
    assert.deepEqual([dayIn('Asia/Seoul', late), monthIn('Asia/Seoul', late)], ['2027-05-01', '2027-05']);
    assert.equal(monthIn('UTC', late), '2027-04');
    assert.deepEqual(
      byDay('Asia/Seoul', [
        { at: late - 2 * 3_600_000, amount: 1 },
        { at: late, amount: 2 },
        { at: late + 1, amount: 3 },
      ]),
      [
        { at: late - 2 * 3_600_000, amount: 1 },
        { at: late, amount: 5 },
      ],
    );
  });

  it('are told of once for each wallet, with all that expires on them', () => {
    const lot = (lot_id: string, account_id: string, rest: number, day: string) => ({
      lot_id,
      account_id,
      rest,
      day,
    });
    const all = [lot('1', 'a', 5, 'x'), lot('2', 'a', 7, 'x'), lot('3', 'a', 1, 'y'), lot('4', 'b', 2, 'x')];
    assert.deepEqual(
      tellings([all[0]!, all[3]!], all, (one) => one.day),
      [
        { accountId: 'a', day: 'x', amount: 12, lotIds: ['1', '2'] },
        { accountId: 'b', day: 'x', amount: 2, lotIds: ['4'] },
      ],
    );
  });
});
