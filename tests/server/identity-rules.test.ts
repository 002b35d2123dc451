import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  checkClaims,
  handleKey,
  maskName,
  may,
  publicName,
  repeatsKey,
  type Verdict,
  type What,
  type Who,
} from '../../server/mall/shoppers/rules.ts';

const HOUR = 3_600_000;

describe('identity: rules', () => {
  it('may(): who, what, by the two switches', () => {
    const whos: Record<string, Who> = {
      nobody: { kind: 'nobody' },
      guest: { kind: 'guest', shopperId: 's', sessionId: 't', until: 1 },
      member: { kind: 'member', shopperId: 's', sessionId: null, until: 1 },
      key: { kind: 'key', keyId: 'k', scopes: ['all'] },
    };
    // who, what -> at read/write = everyone/everyone, everyone/members, members/everyone, members/members
    const modes = [
      ['everyone', 'everyone'],
      ['everyone', 'members'],
      ['members', 'everyone'],
      ['members', 'members'],
    ] as const;
    const table: [string, What, Verdict[]][] = [
      ['nobody', 'read', ['yes', 'yes', 'sign-in-required', 'sign-in-required']],
      ['nobody', 'write', ['yes', 'sign-in-required', 'yes', 'sign-in-required']],
      ['nobody', 'join', ['sign-in-required', 'sign-in-required', 'sign-in-required', 'sign-in-required']],
      ['guest', 'read', ['yes', 'yes', 'guest-not-allowed', 'guest-not-allowed']],
      ['guest', 'write', ['yes', 'guest-not-allowed', 'yes', 'guest-not-allowed']],
      ['guest', 'join', ['sign-in-required', 'sign-in-required', 'sign-in-required', 'sign-in-required']],
      ['member', 'read', ['yes', 'yes', 'yes', 'yes']],
      ['member', 'write', ['yes', 'yes', 'yes', 'yes']],
      ['member', 'join', ['yes', 'yes', 'yes', 'yes']],
      ['key', 'read', ['yes', 'yes', 'yes', 'yes']],
      ['key', 'write', ['not-allowed', 'not-allowed', 'not-allowed', 'not-allowed']],
      ['key', 'join', ['not-allowed', 'not-allowed', 'not-allowed', 'not-allowed']],
    ];
    assert.equal(table.length, Object.keys(whos).length * 3);
    for (const [who, what, verdicts] of table)
      for (const [index, [read, write]] of modes.entries())
        assert.equal(
          may(whos[who] as Who, what, { read, write, join: 'free' }),
          verdicts[index],
          `${who} ${what} ${read}/${write}`,
        );
  });

  it('masks names', () => {
    const table: [string | null, string, string][] = [
      ['김민수', '김*수', '김*수'],
      ['김수', '김*', '김*'],
      ['남궁민수', '남**수', '남**수'],
      ['선우용녀님들께', '선***께', '선***께'],
      ['김', '***', '***'],
      ['abigail', 'ab***', 'ab***'],
      ['Al', 'A***', 'A***'],
      ['X', '***', '***'],
      ['kim@example.com', 'ki***', 'ki***'],
      ['010-1234-5678', '01***', '01***'],
      ['김 민수', '김***', '김***'],
      ['山田太郎', '山**郎', '山**郎'],
      ['👨‍👩‍👧‍👦👍🏽x', '👨‍👩‍👧‍👦👍🏽***', '👨‍👩‍👧‍👦👍🏽***'],
      ['  ', '손님', 'Shopper'],
      ['', '손님', 'Shopper'],
      [null, '손님', 'Shopper'],
    ];
    for (const [name, ko, en] of table) {
      assert.equal(maskName(name, 'ko'), ko);
      assert.equal(maskName(name, 'en'), en);
    }
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (name) => {
        const bare = name.trim();
        fc.pre(bare !== '' && !/[*]/.test(bare));
        assert.ok(!maskName(name, 'en').includes(bare), maskName(name, 'en'));
      }),
    );
  });

  it('shows the handle, the guest and the one who left', () => {
    const shopper = { kind: 'member' as const, name: '김민수', handle: null, erased: false };
    assert.equal(publicName(shopper, 'ko'), '김*수');
    assert.equal(publicName({ ...shopper, handle: '미나' }, 'ko'), '미나');
    assert.equal(publicName({ ...shopper, handle: '미나', erased: true }, 'ko'), '떠난 회원');
    assert.equal(publicName({ ...shopper, kind: 'guest' }, 'en'), 'Guest');
  });

  it('compares handles by their looks', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        assert.equal(handleKey(handleKey(text)), handleKey(text));
      }),
      { examples: [['ＡＢ ﬁ'], ['İstanbul']] },
    );
  });

  it('finds a key that is named twice in one object, however it is written', () => {
    const once2 = [
      '{}',
      '[]',
      '1',
      '{"a":1,"b":{"a":2},"c":[{"a":1},{"a":1}]}',
      '{"a":"\\"a\\":1","b":"{\\"b\\":1}"}',
      '{"a":"{[","b":1}',
      '{"a\\\\":1,"a":2}',
    ];
    const twice = [
      '{"a":1,"a":2}',
      '{"a":1, "b":2 ,"a" :3}',
      '{"x":{"a":1,"a":1}}',
      '[{"a":1,"a":1}]',
      '{"a":1,"\\u0061":2}',
      '{"a":{"b":1},"a":1}',
    ];
    for (const text of once2) assert.equal(repeatsKey(text), false, text);
    for (const text of twice) assert.equal(repeatsKey(text), true, text);
    fc.assert(fc.property(fc.json(), (text) => assert.equal(repeatsKey(text), false)));
  });

  it('believes no claims but those of the contract, whatever else comes', () => {
    const now = 1_780_000_000_000;
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('sub', 'aud', 'iat', 'exp', 'nbf', 'name'), fc.anything()),
        (claims) => {
          const checked = checkClaims(claims, 'shop1', now);
          if (typeof checked === 'string') return;
          assert.equal(typeof checked.sub, 'string');
          assert.ok(checked.until - checked.issuedAt <= 24 * HOUR);
        },
      ),
    );
  });
});
