import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { isStopWord, MOST_WORDS, tokenize, wordsOf } from '../../server/community/reviews/words.ts';
import { foundIn, wantedBy } from '../../server/community/reviews/words-query.ts';

/** The parts of the text that a query finds; null when it does not find the text. */
function find(query: string, text: string): string[] | null {
  const wanted = wantedBy(query);
  return wanted && foundIn([text], wanted);
}

function table(name: string, pairs: [query: string, text: string][], expected: boolean) {
  describe(name, () => {
    for (const [query, text] of pairs)
      it(`${JSON.stringify(query)} ${expected ? 'finds' : 'does not find'} ${JSON.stringify(text)}`, () => {
        assert.equal(find(query, text) !== null, expected, JSON.stringify(find(query, text)));
      });
  });
}

table(
  'Korean',
  [
    ['배송', '배송이 왔어요'],
    ['배송', '빠른배송 좋아요'],
    ['배송', '무료배송'],
    ['색상', '색상은 그대로예요'],
    ['색상은', '색상이 예뻐요'],
    ['색상까지도', '색상'],
    ['옷은', '옷이 예뻐요'],
    ['핏을', '핏이 좋아요'],
    ['만족', '만족해요'],
    ['만족해요', '만족합니다'],
    ['만족스러워요', '만족스럽네요'],
    ['구매했는데', '구매하길 잘했어요'],
    ['부드럽고', '부드러워요'],
    ['부드러운', '부드럽네요'],
    ['가벼워요', '가볍고 튼튼해요'],
    ['배송 빠르', '배송이 정말 빠른 곳'],
    ['좋아요', '너무좋아요'],
    ['좋은', '너무좋은옷'],
    ['바지', '블랙바지'],
    ['무게', '제품무게가 가벼워요'],
    ['온도', '물온도가 딱'],
    ['로고', '브랜드로고'],
    ['길이', '소매길이'],
    ['가을', '초가을에 입어요'],
    ['데님', '블랙데님'],
    ['니트', '여름니트'],
    ['서비스', '고객서비스가 좋아요'],
    ['네이비', '색상네이비'],
    ['재구매', '재구매의사 있어요'],
    ['사이즈', 'M사이즈 샀어요'],
    ['M사이즈', '사이즈 M 샀어요'],
  ],
  true,
);
table(
  'Korean words put together and apart',
  [
    ['무료배송', '무료 배송이라 좋아요'],
    ['무료 배송', '무료배송이에요'],
    ['재 구매', '재구매 의사 있어요'],
    ['재구매', '재 구매 했어요'],
    ['재구매의사', '재 구매 의사 있어요'],
    ['사용중', '지금 사용 중이에요'],
    ['사용 중', '사용중'],
    ['배 송', '배송 빨라요'],
    ['잘맞아요', '몸에 잘 맞아요'],
    ['빠른무료배송', '빠른 무료 배송'],
    ['가성비최고', '가성비 정말 최고'],
  ],
  true,
);
table(
  'while typing',
  [
    ['배', '배송'],
    ['배소', '배송'],
    ['배송ㅇ', '배송이'],
    ['del', 'Delivery was quick'],
    ['the', 'thermos'],
  ],
  true,
);
table(
  'English, numbers and other scripts',
  [
    ['SIZE', 'the size is right'],
    ['size', 'Sizes vary'],
    ['sizes', 'one size'],
    ['dresses', 'a dress'],
    ['batteries', 'the battery'],
    ['battery', 'new batteries'],
    ["women's", 'for women'],
    ['women', 'women\u2019s'],
    ["don't", 'dont'],
    ['the size', 'size fits'],
    ['cafe', 'Café'],
    ['café', 'cafe\u0301 au lait'],
    ['STRASSE', 'Straße'],
    ['ｓｉｚｅ', 'size'],
    ['5kg', '5㎏ 들이'],
    ['¼', '¼ 컵'],
    ['주', '㈜단골'],
    ['100%', '면 100% 예요'],
    ['5kg', '5 kg'],
    ['5 kg', '5kg 들이'],
    ['1000', '1,000원'],
    ['배송 👍', '배송 빨라요'],
    ['配送', '無料配送です'],
    ['размер', 'Размеры'],
  ],
  true,
);
table(
  'what is something else',
  [
    ['배송', '방송이 좋아요'],
    ['송이', '배송이 빨라요'],
    ['송', '배송'],
    ['구매재', '재 구매'],
    ['무료배송', '무료 반품'],
    ['배송 환불', '배송이 빨라요'],
    ['색상', '색이 예뻐요'],
    ['ize', 'size'],
    ['sized', 'size'],
    ['좋은', '좋다'],
    ['가을', '가방'],
    ['size', 'si ze'],
    ['50', '5 0'],
    ['kg', '5g'],
    ['해요', '만족해요'],
    ['습니다', '좋았습니다'],
  ],
  false,
);

it('has nothing to look up where there is no letter and no digit', () => {
  for (const query of ['', ' ', '%', '_', '*', '👍', '"', "'", 'ㅋㅋ', 'ㅠ', '\u0000', '\ud800', '--', '․․․'])
    assert.equal(wantedBy(query), null, JSON.stringify(query));
  for (const [query, text] of [
    ['%a', 'banana'],
    ['a_b', 'acb'],
    ["' or 1=1", 'text'],
    ['배%송', '배달방송'],
  ] as const)
    assert.equal(find(query, text), null, query);
});

it('marks what was looked for as it stands there, words of letters whole', () => {
  assert.deepEqual(find('배송', '빠른배송, 무료 배송이라'), ['배송']);
  assert.deepEqual(find('재구매', '또 재 구매 했어요'), ['재 구매']);
  assert.deepEqual(find('무료배송', '무료 상품, 배송'), ['무료', '배송']);
  assert.deepEqual(find('size', 'The SIZES vary; size M'), ['SIZES', 'size']);
  assert.deepEqual(find('cafe', 'Cafe\u0301'), ['Cafe\u0301']);
  assert.deepEqual(find('배', '배송이 빠른 배'), ['배송이', '배']);
});

describe('for any text', () => {
  const syllable = fc.integer({ min: 0xac00, max: 0xd7a3 }).map((code) => String.fromCharCode(code));
  const korean = fc.array(
    fc.oneof(
      syllable,
      fc.constantFrom('배송', '무료', '색상은', '이', '해요', '재', '좋아요', '부드럽고', '빠른', 'ㅋ'),
    ),
    { minLength: 1, maxLength: 6 },
  );
  const word = fc.oneof(
    korean.map((parts) => parts.join('')),
    fc.stringMatching(/^[a-zA-Z]{1,12}'?s?$/),
    fc.stringMatching(/^\d{1,4}(kg|%|,000)?$/),
    // Signs that stand for several characters have their own cases above.
    fc
      .string({ unit: 'binary', maxLength: 8 })
      .map((text) => [...text].filter((char) => char.normalize('NFKC') === char).join('')),
  );
  const texts = fc.array(word, { minLength: 1, maxLength: 12 }).map((words) => words.join(' '));

  it('each beginning of each word is found, and what is found stands in the text', () => {
    fc.assert(
      fc.property(texts, fc.nat(), fc.nat(), (text, which, length) => {
        // A thousand's comma and a possessive are no part of a word.
        const plain = text
          .replace(/['\u2019]s(?![\p{L}\p{N}])/giu, ' ')
          .replace(/(\d),(?=\d{3}(?!\d))/g, '$1');
        const words = plain.split(/[^\p{L}\p{N}\p{M}]+/u).filter(Boolean);
        const whole = words[which % Math.max(1, words.length)] ?? '';
        const query = whole.slice(0, 1 + (length % Math.max(1, whole.length)));
        const wanted = wantedBy(query);
        // Words such as "the" are not filed, whatever script goes on behind them without a space.
        const [first] = tokenize(whole);
        if (!wanted || !first || isStopWord(first)) return;
        const found = foundIn([text], wanted);
        assert.ok(found, `${JSON.stringify(query)} in ${JSON.stringify(text)}`);
        for (const part of found) assert.ok(part !== '' && text.includes(part), part);
      }),
      { numRuns: 2000 },
    );
  });

  it('the filed words find it as its own entries do, and are few digits each', () => {
    fc.assert(
      fc.property(texts, texts, (text, query) => {
        const words = wordsOf([text]);
        assert.equal(new Set(words).size, words.length);
        assert.ok(words.length <= MOST_WORDS);
        for (const one of words) assert.match(one, /^[0-9]{2,240}$/);
        const wanted = wantedBy(query);
        if (!wanted) return;
        const has = (one: typeof wanted): boolean =>
          'look' in one
            ? words.some((filed) => filed >= one.look.from && filed < one.look.before)
            : 'all' in one
              ? one.all.every(has)
              : one.any.some(has);
        assert.equal(has(wanted), foundIn([text], wanted) !== null, `${query} | ${text}`);
      }),
      { numRuns: 2000 },
    );
  });
});

it('files few words of a usual text, and no more than the cap of a book', () => {
  const usual =
    '배송도 빠르고 포장도 꼼꼼해요. 색상은 화면이랑 거의 같고 사이즈는 정사이즈예요. 키 170에 M 샀는데 딱 맞아요. 재구매 의사 있습니다!';
  assert.ok(wordsOf([usual]).length < 60, String(wordsOf([usual]).length));
  const book = Array.from({ length: 3000 }, (_, at) => `word${at * 7919}`).join(' ');
  assert.ok(wordsOf([book]).length <= MOST_WORDS);
});

it('a query of any length looks up a bounded number of ranges', () => {
  const count = (one: NonNullable<ReturnType<typeof wantedBy>>): number =>
    'look' in one ? 1 : ('all' in one ? one.all : one.any).reduce((sum, part) => sum + count(part), 0);
  for (const query of [
    '가나다라마바사아자차카타파하'.repeat(7),
    '무료배송상품 '.repeat(14),
    'a1'.repeat(50),
    '가 '.repeat(50),
  ]) {
    const wanted = wantedBy(query);
    assert.ok(wanted && count(wanted) <= 100, String(wanted && count(wanted)));
  }
});
