import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DAY, HOUR } from '../../server/base/clock.ts';
import { dayIn } from '../../server/base/days.ts';
import { lengthOf } from '../../server/base/http/contract.ts';
import { openSecrets } from '../../server/base/secrets.ts';
import {
  beginning,
  looksColumns,
  looksOf,
  midnight,
  perDay,
  perMinutes,
} from '../../server/community/blogs/rules.ts';
import { MOST_MARK, sealMark, unsealMark } from '../../server/community/blogs/sales/seal.ts';
import type { StoryState } from '../../server/community/blogs/stories/contract.ts';
import { disclosureOf, mayBeShown, moveOf } from '../../server/community/blogs/stories/rules.ts';
import type { BlogRow } from '../../server/community/blogs/table.ts';
import { MallSettings } from '../../server/mall/malls/contract.ts';

describe('a story', () => {
  it('moves as its author says, but for one that the mall has hidden', () => {
    const table: [StoryState, 'draft' | 'shown' | undefined, string][] = [
      ['draft', 'draft', 'none'],
      ['draft', 'shown', 'publish'],
      ['draft', undefined, 'none'],
      ['shown', 'shown', 'none'],
      ['shown', 'draft', 'unpublish'],
      ['shown', undefined, 'none'],
      ['hidden', 'draft', 'refused'],
      ['hidden', 'shown', 'refused'],
      ['hidden', undefined, 'refused'],
    ];
    for (const [from, to, move] of table) assert.equal(moveOf(from, to), move, `${from} to ${to}`);
  });

  it('needs a text or a picture to be shown', () => {
    assert.equal(mayBeShown({ text: '', media: 0 }), false);
    assert.equal(mayBeShown({ text: '글', media: 0 }), true);
    assert.equal(mayBeShown({ text: '', media: 1 }), true);
  });

  const settings = (locale: 'ko' | 'en', points: object) =>
    MallSettings.parse({ locale, points: { saleRate: 100, budgets: { sale: 1000 }, ...points } });
  const shown = { isShown: true, products: 1 };

  it('says in its first line that its marks earn, in the words and the language of the mall', () => {
    const table: ['ko' | 'en', object, string | null][] = [
      ['ko', {}, '[광고] 이 이야기에 담긴 상품을 사시면 글쓴이가 적립금을 받습니다.'],
      ['ko', { name: { ko: '포인트' } }, '[광고] 이 이야기에 담긴 상품을 사시면 글쓴이가 포인트를 받습니다.'],
      ['ko', { name: { ko: 'P' } }, '[광고] 이 이야기에 담긴 상품을 사시면 글쓴이가 P을(를) 받습니다.'],
      ['en', {}, '[Paid links] The author earns points when you buy what is marked in this story.'],
      [
        'en',
        { name: { en: 'beans' } },
        '[Paid links] The author earns beans when you buy what is marked in this story.',
      ],
      ['ko', { saleRate: 0 }, null],
      ['ko', { budgets: { sale: 0 } }, null],
    ];
    for (const [locale, points, line] of table)
      assert.equal(disclosureOf(null, shown, settings(locale, points)), line, JSON.stringify(points));
  });

  it('keeps that line as it was frozen, has none while it is a draft, and loses it with its last mark', () => {
    const on = settings('ko', {});
    const off = settings('ko', { saleRate: 0 });
    assert.equal(disclosureOf('예전 말', shown, on), '예전 말');
    assert.equal(disclosureOf('예전 말', shown, off), '예전 말');
    assert.equal(disclosureOf('예전 말', { isShown: false, products: 2 }, on), '예전 말');
    assert.equal(disclosureOf('예전 말', { isShown: true, products: 0 }, on), null);
    assert.equal(disclosureOf(null, { isShown: false, products: 1 }, on), null);
    assert.equal(disclosureOf(null, { isShown: true, products: 0 }, on), null);
  });
});

describe('looks', () => {
  it('go into columns and come back, whatever of them changes', () => {
    const tune = { notes: ['c4', 'd4', 'rest', 'g4', 'a4', 'c5'], tempo: 90 } as const;
    const looks = { skin: 'mint', font: 'hand', layout: 'diary', hue: 12, tune } as const;
    const row = looksColumns({ ...looks, tune: { ...tune, notes: [...tune.notes] } }) as BlogRow;
    assert.deepEqual(looksOf(row), looks);
    assert.deepEqual(looksColumns({ tune: null }), { tune: null });
    assert.deepEqual(looksColumns({ hue: null }), { hue: null });
    assert.deepEqual(looksOf(undefined), {
      skin: 'plain',
      font: 'page',
      layout: 'shelf',
      hue: null,
      tune: null,
    });
  });
});

describe('the beginning of a text', () => {
  it('is the text, or at most so many characters with the sign that more follows', () => {
    assert.equal(beginning('짧은 글'), '짧은 글');
    assert.equal(beginning('가'.repeat(200)), '가'.repeat(200));
    assert.equal(beginning('가'.repeat(201)), `${'가'.repeat(199)}…`);
    const family = '👨‍👩‍👧‍👦';
    assert.equal(beginning(family.repeat(300)), `${family.repeat(199)}…`);
    assert.ok(lengthOf(beginning(`${'가 '.repeat(150)}`), 500) <= 200);
  });
});

describe('answers that hold a day', () => {
  it('are made anew when the day of their marks, or "today" at the mall, is another', () => {
    const now = Date.UTC(2027, 4, 8, 14, 59, 30);
    assert.equal(midnight(now), Date.UTC(2027, 4, 8));
    assert.equal(perDay(now).until, Date.UTC(2027, 4, 9));
    assert.notEqual(perDay(now).name, perDay(now + DAY).name);
    // Midnight in Seoul is 15:00 in UTC; zones are whole quarters of an hour apart.
    for (const zone of ['Asia/Seoul', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'America/St_Johns'])
      for (let at = now; at < now + DAY; at += HOUR / 4) {
        const { until } = perMinutes(at);
        assert.ok(until > at && until <= at + HOUR / 12);
        assert.equal(dayIn(zone, until - 1), dayIn(zone, at), `${zone} ${at}`);
      }
  });
});

describe('a sealed mark', () => {
  it('is the same for a day, short enough, and opened for its product at its mall alone', () => {
    const secrets = openSecrets(Buffer.alloc(32, 7));
    const facts = { author: 'a'.repeat(25), story: 'b'.repeat(25), product: '상품 1', day: 20_000 };
    const mark = sealMark(secrets, 'mall-a', facts);
    assert.equal(sealMark(secrets, 'mall-a', facts), mark);
    assert.match(mark, /^[\w-]+$/);
    assert.ok(mark.length <= MOST_MARK);
    const { product: _, ...inside } = facts;
    assert.deepEqual(unsealMark(secrets, 'mall-a', '상품 1', mark), inside);
    assert.equal(unsealMark(secrets, 'mall-a', '상품 2', mark), undefined);
    assert.equal(unsealMark(secrets, 'mall-b', '상품 1', mark), undefined);
    for (const other of [{ day: 20_001 }, { story: null }, { author: 'c'.repeat(25) }, { product: '상품 2' }])
      assert.notEqual(sealMark(secrets, 'mall-a', { ...facts, ...other }), mark);
  });
});
