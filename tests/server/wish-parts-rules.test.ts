import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { DAY } from '../../server/base/clock.ts';
import {
  dueOf,
  endOfDay,
  fateOf,
  HELD_MS,
  hindranceOf,
  isOver,
  latestDay,
  MOST_ON_WISH,
  MOST_PARTS,
  missingOf,
  needOf,
  sumOf,
  trimmed,
} from '../../server/community/wishlists/parts/rules.ts';
import { dayIn } from '../../server/community/wishlists/rules.ts';

const amount = fc.integer({ min: 1, max: 1_000_000 });
const parts = fc
  .array(fc.record({ amount, at: fc.integer({ min: 0, max: 5 }) }), { maxLength: 12 })
  .map((all) => all.map((one, at) => ({ ...one, id: String(at).padStart(3, '0') })));

describe('the rules of parts', () => {
  it('a wish takes its price times how many are wished, where points count in it', () => {
    const stated = { confirmed: 1, price: 39_000, currency: 'KRW' };
    for (const [product, quantity, need] of [
      [stated, 1, 39_000],
      [stated, 3, 117_000],
      [{ ...stated, currency: null }, 1, 39_000],
      [{ ...stated, currency: 'USD' }, 1, undefined],
      [{ ...stated, confirmed: 0 }, 1, undefined],
      [{ ...stated, price: null }, 1, undefined],
      [{ ...stated, price: 0 }, 1, undefined],
      [{ ...stated, price: 100_000_000 }, 10, 1_000_000_000],
      [{ ...stated, price: 100_000_001 }, 10, undefined],
      [undefined, 1, undefined],
    ] as const)
      assert.equal(needOf(product, quantity, 'KRW'), need, JSON.stringify([product, quantity]));
  });

  it('one runs for 30 days, or until the day of the occasion is over by the clocks of the mall', () => {
    const now = Date.parse('2027-03-01T03:00:00Z');
    assert.equal(dueOf(now, 'Asia/Seoul', null), now + HELD_MS);
    assert.equal(dueOf(now, 'Asia/Seoul', '2028-01-01'), now + HELD_MS, 'far ahead');
    assert.equal(dueOf(now, 'Asia/Seoul', '2027-02-28'), now + HELD_MS, 'over already');
    assert.equal(dueOf(now, 'Asia/Seoul', '2027-03-01'), Date.parse('2027-03-01T15:00:00Z'), 'today');
    assert.equal(dueOf(now, 'Asia/Seoul', '2027-03-08'), Date.parse('2027-03-08T15:00:00Z'));
    assert.equal(
      dueOf(now, 'America/New_York', '2027-03-14'),
      Date.parse('2027-03-15T04:00:00Z'),
      '23 hours',
    );
  });

  it('a day ends at the first moment of the next one, wherever it is', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4000 }),
        fc.constantFrom('Asia/Seoul', 'America/New_York', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'UTC'),
        (days, zone) => {
          const day = new Date(Date.UTC(2026, 0, 1) + days * DAY).toISOString().slice(0, 10);
          const end = endOfDay(zone, day);
          assert.ok(dayIn(zone, end - 1) <= day);
          assert.ok(dayIn(zone, end) > day);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('a price that fell takes from the newest, and what stays is never over it', () => {
    fc.assert(
      fc.property(parts, fc.integer({ min: 0, max: 4_000_000 }), (all, need) => {
        const less = trimmed(need, all);
        const stays = all.map((one) => ({ ...one, amount: less.get(one.id) ?? one.amount }));
        assert.equal(sumOf(stays), Math.min(need, sumOf(all)), 'no more goes back than must');
        for (const one of stays) assert.ok(one.amount >= 0);
        // Whoever has less than they gave is not older than one who has all.
        for (const cut of stays)
          for (const whole of stays)
            if (less.has(cut.id) && (less.get(whole.id) ?? 1) > 0 && whole !== cut)
              assert.ok(whole.at < cut.at || (whole.at === cut.at && whole.id < cut.id));
      }),
      { numRuns: 1000 },
    );
  });

  it('a part is held where it fits, and there is somebody it could go to', () => {
    const fits = {
      amount: 600,
      need: 1000,
      others: [{ amount: 400 }],
      isTaken: false,
      canReceive: true,
      isNew: true,
      theirs: 0,
    };
    assert.equal(hindranceOf(fits), undefined);
    const many = Array.from({ length: MOST_ON_WISH }, () => ({ amount: 1 }));
    for (const [more, why] of [
      [{ amount: 601 }, 'more-than-needed'],
      [{ need: undefined }, 'not-now'],
      [{ canReceive: false }, 'not-now'],
      [{ isTaken: true }, 'already-taken'],
      [{ isTaken: true, need: undefined }, 'already-taken'],
      [{ theirs: MOST_PARTS }, 'quota-full'],
      [{ theirs: MOST_PARTS, isNew: false }, undefined],
      [{ others: many }, 'quota-full'],
      [{ others: many, isNew: false }, undefined],
    ] as const)
      assert.equal(hindranceOf({ ...fits, ...more }), why, JSON.stringify(more));
  });

  it('whatever is asked for, what is taken is never over the price', () => {
    fc.assert(
      fc.property(amount, fc.array(amount, { maxLength: 20 }), (need, asked) => {
        const held: { amount: number }[] = [];
        for (const one of asked) {
          const ask = {
            amount: one,
            need,
            others: held,
            isTaken: false,
            canReceive: true,
            isNew: true,
            theirs: 0,
          };
          if (hindranceOf(ask) === undefined) held.push({ amount: one });
          assert.ok(sumOf(held) <= need);
          assert.equal(missingOf(need, held), need - sumOf(held));
        }
      }),
    );
  });

  it('what becomes of them', () => {
    const stands = { isThere: true, isTaken: false, need: 1000 };
    const two = [
      { id: 'a', amount: 400, at: 1 },
      { id: 'b', amount: 500, at: 2 },
    ];
    assert.deepEqual(fateOf({ ...stands, isThere: false }, two), { kind: 'let-go' });
    assert.deepEqual(fateOf({ ...stands, isTaken: true }, two), { kind: 'let-go' });
    assert.deepEqual(fateOf(stands, two), { kind: 'keep', less: new Map(), isComplete: false });
    assert.deepEqual(fateOf({ ...stands, need: undefined }, two), {
      kind: 'keep',
      less: new Map(),
      isComplete: false,
    });
    assert.deepEqual(fateOf({ ...stands, need: 900 }, two), {
      kind: 'keep',
      less: new Map(),
      isComplete: true,
    });
    assert.deepEqual(fateOf({ ...stands, need: 600 }, two), {
      kind: 'keep',
      less: new Map([['b', 200]]),
      isComplete: true,
    });
    assert.deepEqual(fateOf({ ...stands, need: 300 }, two), {
      kind: 'keep',
      less: new Map([
        ['a', 300],
        ['b', 0],
      ]),
      isComplete: true,
    });
  });

  it('a held one is over when its time is; one that was given never is', () => {
    assert.equal(isOver({ state: 'held', due_at: 5 }, 4), false);
    assert.equal(isOver({ state: 'held', due_at: 5 }, 5), true);
    assert.equal(isOver({ state: 'given', due_at: 5 }, 9), false);
  });

  it('of all days that were promised the latest counts', () => {
    assert.equal(latestDay([]), null);
    assert.equal(latestDay([null, null]), null);
    assert.equal(latestDay(['2027-03-01', null, '2027-04-01']), '2027-04-01');
  });
});
