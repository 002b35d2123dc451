import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { money, shorten } from '../../server/community/inbox/letter.ts';
import {
  afterQuiet,
  CODE_TRIES,
  isQuiet,
  judgeCode,
  maskAddress,
  mayMail,
  STALE_MS,
  whyDropped,
} from '../../server/community/inbox/rules.ts';

describe('the quiet hours', () => {
  const TABLE: [zone: string, at: string, until: string, what: string][] = [
    ['Asia/Seoul', '2027-03-02T20:59:59.999+09:00', '2027-03-02T20:59:59.999+09:00', 'just before'],
    ['Asia/Seoul', '2027-03-02T21:00:00+09:00', '2027-03-03T08:00:00+09:00', 'they begin at nine'],
    ['Asia/Seoul', '2027-03-02T23:59:00+09:00', '2027-03-03T08:00:00+09:00', 'before midnight'],
    ['Asia/Seoul', '2027-03-03T00:00:00+09:00', '2027-03-03T08:00:00+09:00', 'at midnight'],
    ['Asia/Seoul', '2027-03-03T07:59:59+09:00', '2027-03-03T08:00:00+09:00', 'nearly over'],
    ['Asia/Seoul', '2027-03-03T08:00:00+09:00', '2027-03-03T08:00:00+09:00', 'they end at eight'],
    ['Asia/Seoul', '2027-12-31T22:30:00+09:00', '2028-01-01T08:00:00+09:00', 'over the year'],
    ['America/New_York', '2027-03-13T22:00:00-05:00', '2027-03-14T08:00:00-04:00', 'clocks go ahead'],
    ['America/New_York', '2027-11-06T22:00:00-04:00', '2027-11-07T08:00:00-05:00', 'clocks go back'],
    ['Europe/London', '2027-03-27T21:30:00Z', '2027-03-28T08:00:00+01:00', 'clocks go ahead'],
    ['Australia/Lord_Howe', '2027-04-03T22:00:00+11:00', '2027-04-04T08:00:00+10:30', 'by half an hour'],
    ['Asia/Kathmandu', '2027-05-01T21:10:00+05:45', '2027-05-02T08:00:00+05:45', 'at a quarter'],
  ];
  for (const [zone, at, until, what] of TABLE)
    test(`${zone} ${at}: ${what}`, () => {
      const next = afterQuiet(zone, Date.parse(at));
      assert.equal(new Date(next).toISOString(), new Date(until).toISOString());
      assert.equal(isQuiet(zone, next), false);
      assert.equal(isQuiet(zone, Date.parse(at)), next !== Date.parse(at));
    });

  test('whatever the place and time, nothing is sent in them and nothing waits longer than a night', () => {
    const zones = Intl.supportedValuesOf('timeZone');
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: Date.UTC(2026, 0), max: Date.UTC(2030, 0) }),
        (zone, at) => {
          const next = afterQuiet(zone, at);
          assert.ok(next >= at && next - at <= 12.5 * 3_600_000);
          const hour = Number(
            new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', hourCycle: 'h23' }).format(
              next,
            ),
          );
          assert.ok(hour >= 8 && hour < 21);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('what may be mailed', () => {
  const day = 24 * 3_600_000;
  const fine = { createdAt: 0, hasAddress: true, given: true, hasSender: true, sentInWeek: 0 } as const;

  test('advertising needs a consent, news that was asked for only that it was not taken back', () => {
    for (const kind of ['price-drop', 'few-left', 'wish-comment'] as const)
      assert.deepEqual(
        [true, false, undefined].map((given) => mayMail(kind, given)),
        [true, false, false],
      );
    assert.deepEqual(
      [true, false, undefined].map((given) => mayMail('restock', given)),
      [true, false, true],
    );
    assert.ok(mayMail('consent-told', false), 'that a consent was taken back is told');
  });

  const TABLE: [what: string, state: object, why: string | undefined][] = [
    ['an advertisement with all there must be', {}, undefined],
    ['no confirmed address', { hasAddress: false }, 'no-address'],
    ['consent taken back', { given: false }, 'no-consent'],
    ['consent never given', { given: undefined }, 'no-consent'],
    ['nobody to name as its sender', { hasSender: false }, 'no-sender'],
    ['the last of the week', { sentInWeek: 2 }, undefined],
    ['one too many in the week', { sentInWeek: 3 }, 'cap'],
    ['news of last week', { createdAt: 100 * day - STALE_MS - 1 }, 'stale'],
    ['information, however much there was', { kind: 'restock', sentInWeek: 9, hasSender: false }, undefined],
  ];
  for (const [what, state, why] of TABLE)
    test(`${what}: ${why ?? 'goes'}`, () => {
      const mail = { ...fine, kind: 'price-drop' as const, createdAt: 100 * day, ...state };
      assert.equal(whyDropped(mail, 3, 100 * day), why);
    });
});

describe('a code', () => {
  const kept = { hash: 'right', until: 1000, tries: 0 };
  test('holds for its time and five tries', () => {
    assert.equal(judgeCode(kept, 'right', 999), 'right');
    assert.equal(judgeCode(kept, 'other', 999), 'wrong');
    assert.equal(judgeCode(kept, 'right', 1000), 'void');
    assert.equal(judgeCode({ ...kept, tries: CODE_TRIES - 1 }, 'right', 999), 'right');
    assert.equal(judgeCode({ ...kept, tries: CODE_TRIES }, 'right', 999), 'void');
    assert.equal(judgeCode({ hash: null, until: null, tries: 0 }, 'right', 0), 'void');
  });
});

describe('as people read it', () => {
  test('an address is never shown whole', () => {
    assert.equal(maskAddress('minji@example.com'), 'mi***@example.com');
    assert.equal(maskAddress('mi@example.com'), 'm***@example.com');
    assert.equal(maskAddress('m@example.com'), 'm***@example.com');
  });

  test('money has the decimals of its currency', () => {
    assert.equal(money(39000, 'KRW', 'ko'), '39,000원');
    assert.equal(money(39000, 'KRW', 'en'), '₩39,000');
    assert.equal(money(1999, 'USD', 'en'), '$19.99');
    assert.equal(money(500, 'JPY', 'en'), '¥500');
  });

  test('a long name is cut between characters', () => {
    assert.equal(shorten('가나다라', 4), '가나다라');
    assert.equal(shorten('가나다라마', 4), '가나다…');
    assert.equal(shorten('👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 2), '👩‍👩‍👧‍👦…');
  });
});
