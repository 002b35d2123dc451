import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  decide,
  firstMemory,
  remembered,
  type Standing,
  waysOf,
} from '../../server/community/alerts/rules.ts';

const wanted = {
  price_drop: 1,
  below: null as number | null,
  restock: 1,
  few_left: 1,
  last_price: 100 as number | null,
  last_currency: 'KRW' as string | null,
  last_available: 1,
  last_few: 0,
};
const now: Standing = { price: 100, currency: 'KRW', isAvailable: true, areFewLeft: false };

describe('what is told of a change', () => {
  const TABLE: [what: string, alert: Partial<typeof wanted>, standing: Partial<Standing>, told: string[]][] =
    [
      ['nothing that is as it was', {}, {}, []],
      ['a fall', {}, { price: 99 }, ['price-drop']],
      ['no rise', {}, { price: 101 }, []],
      ['no fall above the threshold', { below: 80 }, { price: 81 }, []],
      ['a fall to the threshold', { below: 80 }, { price: 80 }, ['price-drop']],
      ['no price where there was none', { last_price: null }, { price: 1 }, []],
      ['no price that is no longer stated', {}, { price: null }, []],
      ['no fall to another currency', {}, { price: 1, currency: 'USD' }, []],
      ['that it can be bought again', { last_available: 0 }, {}, ['restock']],
      ['not that it can be bought no more', {}, { isAvailable: false }, []],
      ['that few are left, once', {}, { areFewLeft: true }, ['few-left']],
      ['not that still few are left', { last_few: 1 }, { areFewLeft: true }, []],
      ['only what was asked for', { price_drop: 0, restock: 0, last_available: 0 }, { price: 1 }, []],
      [
        'all that comes together',
        { last_available: 0 },
        { price: 50, areFewLeft: true },
        ['restock', 'price-drop', 'few-left'],
      ],
    ];
  for (const [what, alert, standing, told] of TABLE)
    test(what, () => assert.deepEqual(decide({ ...wanted, ...alert }, { ...now, ...standing }), told));

  test('what was looked at once is told no second time, whatever comes', () => {
    const standing = fc.record({
      price: fc.option(fc.integer({ min: 0, max: 5 })),
      currency: fc.constantFrom('KRW', 'USD'),
      isAvailable: fc.boolean(),
      areFewLeft: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.option(standing), fc.array(standing), (first, changes) => {
        let alert = { ...wanted, ...firstMemory(first ?? undefined) };
        if (first) assert.deepEqual(decide(alert, first), [], 'what is so already is no news');
        for (const change of changes) {
          alert = { ...alert, ...remembered(change) };
          assert.deepEqual(decide(alert, change), []);
        }
      }),
    );
  });
});

describe('where it is told', () => {
  test('advertising only where that was agreed to, and so often in a week', () => {
    const agreed = { inbox: true, mail: true, toldInWeek: 2 };
    assert.deepEqual(waysOf('price-drop', true, agreed, 3), { inbox: true, mail: true });
    assert.deepEqual(waysOf('price-drop', false, agreed, 3), { inbox: true, mail: false });
    assert.deepEqual(waysOf('few-left', true, { ...agreed, toldInWeek: 3 }, 3), { inbox: false, mail: true });
    for (const given of [undefined, false])
      assert.deepEqual(waysOf('price-drop', true, { inbox: given, mail: given, toldInWeek: 0 }, 3), {
        inbox: false,
        mail: false,
      });
  });

  test('that something is back always, in the inbox', () => {
    const none = { inbox: undefined, mail: undefined, toldInWeek: 99 };
    assert.deepEqual(waysOf('restock', false, none, 3), { inbox: true, mail: false });
    assert.deepEqual(waysOf('restock', true, none, 3), { inbox: true, mail: true });
  });
});
