import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { idFrom } from '../../server/base/ids.ts';
import { openSecrets } from '../../server/base/secrets.ts';
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
