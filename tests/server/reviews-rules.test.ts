import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  comparableText,
  FRESH_EVERY,
  facetsOf,
  freshUntil,
  interleave,
  meanOf,
  rankHelpful,
  refusedInputs,
  statDelta,
  voteDelta,
  wilsonLowerBound,
} from '../../server/community/reviews/rules.ts';
import { MallSettings } from '../../server/mall/malls/contract.ts';

/** Votes on the reviews of one real product, with the bound as others computed it: [yes, no, lower bound]. */
const oracle = JSON.parse(readFileSync(new URL('./data/wilson.json', import.meta.url), 'utf8')) as [
  number,
  number,
  number,
][];

describe("Wilson's lower bound", () => {
  it('equals the oracle to 1e-9 on every pair of votes', () => {
    assert.ok(oracle.length >= 37);
    for (const [yes, no, bound] of oracle)
      assert.ok(
        Math.abs(wilsonLowerBound(yes, no) - bound) < 1e-9,
        `${yes}/${no}: ${wilsonLowerBound(yes, no)} is not ${bound}`,
      );
  });
  it('lies between zero and the plain share, grows with yes and falls with no', () => {
    const votes = fc.integer({ min: 0, max: 100_000 });
    fc.assert(
      fc.property(votes, votes, (yes, no) => {
        const bound = wilsonLowerBound(yes, no);
        assert.ok(bound >= 0 && bound <= (yes + no === 0 ? 0 : yes / (yes + no)) + 1e-12);
        assert.ok(wilsonLowerBound(yes + 1, no) >= bound);
        assert.ok(wilsonLowerBound(yes, no + 1) <= bound + 1e-12);
      }),
    );
  });
  it('is stored in billionths of weights in hundredths', () => {
    assert.equal(rankHelpful(0, 0), 0);
    assert.equal(rankHelpful(100, 0), Math.round(wilsonLowerBound(1, 0) * 1e9));
    assert.ok(rankHelpful(10_000, 100) > rankHelpful(100, 0));
  });
});

describe('vote transitions', () => {
  const yes = { helpful: true, weight: 100 };
  const no = { helpful: false, weight: 100 };
  const guest = { helpful: true, weight: 0 };
  const table: [string, Parameters<typeof voteDelta>, ReturnType<typeof voteDelta>][] = [
    ['none to yes', [null, yes], { weightYes: 100, weightNo: 0, votersYes: 1 }],
    ['none to no', [null, no], { weightYes: 0, weightNo: 100, votersYes: 0 }],
    ['yes to no', [yes, no], { weightYes: -100, weightNo: 100, votersYes: -1 }],
    ['no to yes', [no, yes], { weightYes: 100, weightNo: -100, votersYes: 1 }],
    ['yes to none', [yes, null], { weightYes: -100, weightNo: 0, votersYes: -1 }],
    ['no to none', [no, null], { weightYes: 0, weightNo: -100, votersYes: 0 }],
    ['yes to yes', [yes, yes], { weightYes: 0, weightNo: 0, votersYes: 0 }],
    ["none to a guest's yes", [null, guest], { weightYes: 0, weightNo: 0, votersYes: 0 }],
    ["a guest's yes to a member's", [guest, yes], { weightYes: 100, weightNo: 0, votersYes: 1 }],
  ];
  for (const [name, input, expected] of table)
    it(name, () => assert.deepEqual(voteDelta(...input), expected));
  it('any walk ends where the last vote alone would', () => {
    const vote = fc.option(fc.record({ helpful: fc.boolean(), weight: fc.constantFrom(0, 100, 150) }));
    fc.assert(
      fc.property(fc.array(vote, { minLength: 1 }), (walk) => {
        const sum = { weightYes: 0, weightNo: 0, votersYes: 0 };
        let before: Parameters<typeof voteDelta>[0] = null;
        for (const after of walk) {
          const delta = voteDelta(before, after);
          sum.weightYes += delta.weightYes;
          sum.weightNo += delta.weightNo;
          sum.votersYes += delta.votersYes;
          before = after;
        }
        assert.deepEqual(sum, voteDelta(null, before));
      }),
    );
  });
});

describe('the summary', () => {
  const good = { stars: 5, withPhoto: true, bought: true };
  const bad = { stars: 1, withPhoto: false, bought: true };
  it('none to shown', () =>
    assert.deepEqual(statDelta(null, good), { count: 1, stars_5: 1, with_photo: 1, bought: 1 }));
  it('shown to none', () => assert.deepEqual(statDelta(bad, null), { count: -1, stars_1: -1, bought: -1 }));
  it('shown to shown moves only what differs', () =>
    assert.deepEqual(statDelta(good, bad), { stars_5: -1, stars_1: 1, with_photo: -1 }));
  it('nothing to nothing', () => assert.deepEqual(statDelta(null, null), {}));
  it('has no mean without reviews and two decimals with', () => {
    assert.equal(meanOf([0, 0, 0, 0, 0]), null);
    assert.equal(meanOf([1, 0, 0, 0, 2]), 3.67);
  });
});

describe('fresh reviews', () => {
  it('lose their place once enough people have judged', () => {
    assert.ok(freshUntil(1000, 400, 0) > 1000);
    assert.equal(freshUntil(1000, 300, 200), 0);
  });
  it('take every fourth place, and neither list loses or repeats an item over pages', () => {
    const list = fc.uniqueArray(fc.nat(), { maxLength: 60 });
    fc.assert(
      fc.property(list, list, fc.integer({ min: 1, max: 13 }), (a, b, limit) => {
        const judged = a.map((one) => `j${one}`);
        const fresh = b.map((one) => `f${one}`);
        const all: string[] = [];
        let [j, f] = [0, 0];
        for (;;) {
          const page = interleave(
            judged.slice(j, j + limit + 1),
            fresh.slice(f, f + limit + 1),
            all.length,
            limit,
          );
          if (page.items.length === 0) break;
          all.push(...page.items);
          j += page.judged;
          f += page.fresh;
        }
        assert.deepEqual(
          all.filter((one) => one.startsWith('j')),
          judged,
        );
        assert.deepEqual(
          all.filter((one) => one.startsWith('f')),
          fresh,
        );
        const mixed = Math.min(Math.floor(judged.length / (FRESH_EVERY - 1)), fresh.length);
        for (let slot = 0; slot < mixed; slot++)
          assert.ok(all[slot * FRESH_EVERY + FRESH_EVERY - 1]?.startsWith('f'));
      }),
    );
  });
});

describe('texts and facets', () => {
  it('what reads alike is the same', () => {
    assert.equal(comparableText('좋아요!! 😀'), comparableText(' 좋아요 😀'));
    assert.notEqual(comparableText('좋아요'), comparableText('싫어요'));
    assert.notEqual(comparableText('!!!'), comparableText('???'));
  });
  it('names options and attributes', () =>
    assert.deepEqual(facetsOf({ 색상: '블루:짙은' }, { fit: 'slim' }), [
      'option:색상:블루:짙은',
      'attribute:fit:slim',
    ]));
  it('refuses what the mall does not know', () => {
    const settings = MallSettings.parse({
      attributes: [
        {
          key: 'fit',
          label: { ko: '핏' },
          values: [
            { key: 'slim', label: { ko: '슬림' } },
            { key: 'loose', label: { ko: '루즈' } },
          ],
        },
      ],
    });
    const paths = (review: Parameters<typeof refusedInputs>[0]) =>
      refusedInputs(review, [...review.text].length, settings).map((field) => field.path);
    assert.deepEqual(paths({ text: '다섯글자예요', attributes: { fit: 'slim' }, photos: [] }), []);
    assert.deepEqual(paths({ text: '넷글자', attributes: {}, photos: [] }), ['text']);
    assert.deepEqual(paths({ text: '다섯글자예요', attributes: { fit: 'huge', colour: 'x' }, photos: [] }), [
      'attributes.fit',
      'attributes.colour',
    ]);
    assert.deepEqual(
      paths({ text: '가'.repeat(3001), attributes: {}, photos: ['1', '2', '3', '4', '5', '6'] }),
      ['text', 'photos'],
    );
  });
});
