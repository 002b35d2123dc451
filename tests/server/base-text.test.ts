import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  cleanLine,
  cleanText,
  lengthOf,
  ProductKey,
  plainLine,
  plainText,
  webUrl,
} from '../../server/base/http/contract.ts';
import { decodeCursor, encodeCursor } from '../../server/base/http/cursor.ts';
import { Problem } from '../../server/base/http/problem.ts';

describe('text', () => {
  it('is cleaned of what is no text', () => {
    const table: [string, string][] = [
      ['  안녕\r\n하세요\r!  ', '안녕\n하세요\n!'],
      ['a\u0000b\u0007c\u001bd', 'abcd'],
      ['a\tb', 'a b'],
      ['user\u202Egnp.exe', 'usergnp.exe'],
      ['\u2066a\u2069\u202A\u202C', 'a'],
      ['a\uFEFFb', 'ab'],
      ['a\u0085b\u2028c\u2029d', 'a\nb\nc\nd'],
      ['a\n\n\n\n\n\nb', 'a\n\n\nb'],
      ['한글', '한글'],
      ['e\u0301', 'é'],
      ['e\uFEFF\u0301', 'é'],
      ['\uD800x\uDC00', 'x'],
      ['\uD83D\u202E\uDE00', ''],
      ['👨‍👩‍👧‍👦 ❤️ 🏴󠁧󠁢󠁥󠁮󠁧󠁿', '👨‍👩‍👧‍👦 ❤️ 🏴󠁧󠁢󠁥󠁮󠁧󠁿'],
      [`z${'\u0335'.repeat(200)}`, `z${'\u0335'.repeat(8)}`],
      ['مرحبا\u200F', 'مرحبا\u200F'],
    ];
    for (const [from, to] of table) assert.equal(cleanText(from), to, JSON.stringify(from));
    assert.equal(cleanLine(' a \n\n b '), 'a b');
  });
  it('is the same when cleaned twice, well-formed and in normal form', () => {
    const odd = fc.constantFrom(
      '\uFEFF',
      '\u202E',
      '\u0301',
      'e',
      '\r',
      '\n',
      '\uD83D',
      '\uDE00',
      ' ',
      '\u0000',
      '가',
      'ᄀ',
      'ᅡ',
      '\u2028',
      '\u0335',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(odd).map((all) => all.join('')),
        ),
        (text) => {
          const clean = cleanText(text);
          assert.equal(cleanText(clean), clean);
          assert.equal(clean, clean.normalize('NFC'));
          assert.ok(!/\p{Cs}/u.test(clean));
          // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may be left
          assert.doesNotMatch(clean, /[\u0000-\u0009\u000b-\u001f\u202a-\u202e\u2066-\u2069]/);
        },
      ),
      { numRuns: 2000 },
    );
  });
  it('is as long as people count', () => {
    const table: [string, number][] = [
      ['', 0],
      ['abc', 3],
      ['한글', 2],
      ['👨‍👩‍👧‍👦', 1],
      ['👍🏽👍🏿', 2],
      ['🇰🇷🇯🇵', 2],
      ['❤️', 1],
      ['é', 1],
      ['กำ', 1],
    ];
    for (const [text, length] of table) assert.equal(lengthOf(text), length, text);
    assert.equal(lengthOf('x'.repeat(100), 10), 11);
  });
  it('fits its limits, whatever it is made of', () => {
    const ok = (schema: { safeParse(value: unknown): { success: boolean } }, value: unknown) =>
      schema.safeParse(value).success;
    assert.equal(ok(plainText(1, 5), '👨‍👩‍👧‍👦'.repeat(5)), true);
    assert.equal(ok(plainText(1, 5), '👨‍👩‍👧‍👦'.repeat(6)), false);
    assert.equal(ok(plainText(1, 5), 'abcdef'), false);
    assert.equal(ok(plainText(2, 5), '👍'), false);
    assert.equal(ok(plainText(0, 5), ''), true);
    for (const blank of ['', ' ', '\n', '\u200B', '\u3164', '\u2800', '\u200D\uFE0F', '\u202E'])
      assert.equal(ok(plainText(1, 5), blank), false, JSON.stringify(blank));
    assert.equal(ok(plainText(1, 5), 'x'.repeat(100_000)), false);
    assert.equal(plainLine(1, 20).parse('한\n줄'), '한 줄');
    for (const no of [1, null, undefined, ['x'], { toString: () => 'x' }])
      assert.equal(ok(plainText(0, 5), no), false);
  });
  it('of the longest kind is judged quickly', () => {
    const before = process.cpuUsage();
    for (const unit of ['x', '한', '👨‍👩‍👧‍👦', 'z\u0335\u0335', '\u0301', '\n', '\uD83D', ' \u200B'])
      plainText(1, 5000).safeParse(unit.repeat(Math.floor(60_000 / unit.length)));
    const { user, system } = process.cpuUsage(before);
    assert.ok(user + system < 2_000_000, `${(user + system) / 1000} ms of CPU`);
  });
  it('in a product key is anything a mall may use, but no control character and no half character', () => {
    for (const good of ['1', 'a/b?c#d', '한글 상품', '%00', '../x', "'; drop table", 'x'.repeat(128)])
      assert.ok(ProductKey.safeParse(good).success, good);
    for (const bad of ['', 'a\u0000', 'a\n', '\uD800', 'x'.repeat(129), 5, null])
      assert.ok(!ProductKey.safeParse(bad).success);
  });
  it('in an address is http or https as everybody reads it', () => {
    for (const good of [
      'https://shop.example/p/1?a=b#c',
      'http://localhost:3000',
      'https://shop.example/상품/1',
      'HTTPS://shop.example',
    ])
      assert.ok(webUrl.safeParse(good).success, good);
    for (const bad of [
      '',
      'javascript:alert(1)',
      'data:text/html,x',
      'ftp://x.example',
      '//x.example',
      '/path',
      'https:evil',
      'https:/\\evil',
      'https://a\\b',
      'https://u:p@x.example',
      'https://u@x.example',
      'java\nscript:x',
      ' https://x.example',
      'https://x.example\u202e/',
      'https://',
      `https://x.example/${'x'.repeat(2000)}`,
    ])
      assert.ok(!webUrl.safeParse(bad).success, bad);
  });
});

describe('cursors', () => {
  it('come back as they were, and nothing else comes back', () => {
    assert.deepEqual(decodeCursor(encodeCursor([5, '가', 0]), ['number', 'string', 'number']), [5, '가', 0]);
    const raw = (value: unknown) => Buffer.from(JSON.stringify(value) ?? '').toString('base64url');
    for (const bad of [
      '',
      'x',
      '%%%',
      raw(null),
      raw({}),
      raw([]),
      raw(['5']),
      raw([5, 5]),
      raw([null]),
      raw([1.5]),
      raw([1e300]),
      raw([{}]),
      Buffer.from('[1e999]').toString('base64url'),
    ])
      assert.throws(() => decodeCursor(bad, ['number']), { code: 'bad-cursor' }, bad);
    for (const bad of ['\u0000', '\n', '\uD800'])
      assert.throws(() => decodeCursor(raw([bad]), ['string']), { code: 'bad-cursor' });
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          decodeCursor(text, ['number', 'string']);
        } catch (error) {
          assert.ok(error instanceof Problem);
        }
      }),
    );
  });
});
