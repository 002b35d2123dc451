import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { DAY, HOUR } from '../../server/base/clock.ts';
import { idFrom } from '../../server/base/ids.ts';
import { openSecrets } from '../../server/base/secrets.ts';
import {
  type Counted,
  isGood,
  isSame,
  type Ranked,
  rejudged,
} from '../../server/community/blogs/sales/rules.ts';
import { MOST_MARK, markDay, sealMark, unsealMark } from '../../server/community/blogs/sales/seal.ts';

const secrets = openSecrets(Buffer.alloc(32, 7));
const id = fc.uint8Array({ minLength: 25, maxLength: 25 }).map(idFrom);
const product = fc.string({ minLength: 1, maxLength: 128 });
const day = fc.integer({ min: 0, max: 4_000_000_000 });
const facts = fc.record({ author: id, story: fc.option(id), product, day });

describe('a sealed mark', () => {
  it('gives back what it was made of, for its mall and its product alone', () => {
    fc.assert(
      fc.property(facts, product, (one, other) => {
        const mark = sealMark(secrets, 'shop1', one);
        assert.match(mark, /^[A-Za-z0-9_-]+$/);
        assert.ok(mark.length <= MOST_MARK);
        assert.equal(sealMark(secrets, 'shop1', one), mark, 'the same words give the same mark');
        const { author, story } = one;
        assert.deepEqual(unsealMark(secrets, 'shop1', one.product, mark), { author, story, day: one.day });
        assert.equal(unsealMark(secrets, 'shop2', one.product, mark), undefined);
        if (other !== one.product) assert.equal(unsealMark(secrets, 'shop1', other, mark), undefined);
        assert.ok(!mark.includes(author.slice(0, 8)));
      }),
    );
  });

  it('is refused when anything of it was changed, and so is everything else', () => {
    fc.assert(
      fc.property(facts, fc.nat(), fc.integer({ min: 1, max: 63 }), (one, at, by) => {
        const mark = sealMark(secrets, 'shop1', one);
        const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
        const place = at % mark.length;
        const letter = letters[(letters.indexOf(mark[place]!) + by) % 64]!;
        const changed = mark.slice(0, place) + letter + mark.slice(place + 1);
        assert.equal(unsealMark(secrets, 'shop1', one.product, changed), undefined);
        assert.equal(unsealMark(secrets, 'shop1', one.product, mark.slice(0, place)), undefined);
      }),
    );
    fc.assert(
      fc.property(fc.string({ maxLength: 500 }), (text) => {
        assert.equal(unsealMark(secrets, 'shop1', '1', text), undefined);
      }),
    );
  });

  it('differs from day to day', () => {
    const one = { author: '0'.repeat(25), story: null, product: '1' };
    const marks = [0, 1, 2].map((at) =>
      sealMark(secrets, 'shop1', { ...one, day: markDay(at * 86_400_000) }),
    );
    assert.equal(new Set(marks).size, 3);
  });
});

it('a mark is good on its day and seven days after', () => {
  const day = 20_000;
  for (const [placedAt, good] of [
    [day * DAY - HOUR - 1, false],
    [day * DAY - HOUR, true],
    [day * DAY, true],
    [(day + 8) * DAY - 1, true],
    [(day + 8) * DAY, false],
  ] as const)
    assert.equal(isGood(day, placedAt), good, `${placedAt - day * DAY}`);
});

it('what a line says is the same sale or another', () => {
  const was: Counted = { author: 'a', story: 's', product: 'p', buyer: 'b', doubt: null };
  for (const [what, before, now, same] of [
    ['nothing changed', {}, {}, true],
    ['another author', {}, { author: 'c' }, false],
    ['another story', {}, { story: 't' }, false],
    ['another product', {}, { product: 'q' }, false],
    ['another buyer', {}, { buyer: 'c' }, false],
    ['nobody knows who bought any more', {}, { buyer: null }, false],
    ['the buyer was erased', { buyer: null }, { buyer: 'c' }, true],
    ['the buyer was erased, and nobody is named', { buyer: null }, { buyer: null }, true],
    ['the buyer was unknown and is known', { buyer: null, doubt: 'unknown-buyer' }, { buyer: 'c' }, false],
    ['the buyer is unknown still', { buyer: null, doubt: 'unknown-buyer' }, { buyer: null }, true],
  ] as const)
    assert.equal(isSame({ ...was, ...before } as Counted, { ...was, ...now }), same, what);
});

it('no more than so many earn in a month, and whatever is judged anew is judged as if it had been all along', () => {
  const days = fc.uniqueArray(fc.integer({ min: 0, max: 120 }), { minLength: 1, maxLength: 25 });
  fc.assert(
    fc.property(days, fc.integer({ min: 1, max: 4 }), fc.nat(), (list, most, pick) => {
      const all = list
        .toSorted((a, b) => a - b)
        .map((one) => ({ id: `${one}`, at: one * DAY, often: false }));
      const judge = (sales: Ranked[], from: number) => {
        const changed = new Map(rejudged(sales, from, most).map((one) => [one.id, one]));
        return sales.map((one) => changed.get(one.id) ?? one);
      };
      const judged = judge(all, 0);
      for (const { at } of all) {
        const near = judged.filter((one) => !one.often && one.at <= at && one.at > at - 30 * DAY);
        assert.ok(near.length <= most);
      }
      // One is taken out, and put back: only what comes after it is looked at.
      const out = judged[pick % judged.length]!;
      const without = judge(
        judged.filter((one) => one !== out),
        out.at,
      );
      assert.deepEqual(
        without,
        judge(
          all.filter((one) => one.id !== out.id),
          0,
        ),
      );
      const again = judge(
        [...without, { ...out, often: false }].toSorted((a, b) => a.at - b.at),
        out.at,
      );
      assert.deepEqual(again, judged);
    }),
  );
});
