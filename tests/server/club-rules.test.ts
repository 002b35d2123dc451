import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { HOUR } from '../../server/base/clock.ts';
import { dayAfter, dayIn, startOfDay } from '../../server/base/days.ts';
import { ClubState } from '../../server/community/clubs/contract.ts';
import * as rules from '../../server/community/clubs/rules.ts';

describe('the states of a club', () => {
  it('go on as design.md says, and in no other way', () => {
    const arrows = Object.entries(rules.TRANSITIONS).flatMap(([from, steps]) =>
      Object.values(steps).map((to) => `${from} > ${to}`),
    );
    assert.deepEqual(arrows.sort(), [
      'cancelled > settling',
      'expired > settling',
      'open > cancelled',
      'open > expired',
      'open > reached',
      'reached > cancelled',
      'reached > open',
      'reached > settling',
      'settling > paid-out',
      'settling > refunded',
    ]);
    assert.deepEqual(Object.keys(rules.TRANSITIONS).sort(), [...ClubState.options].sort());
  });

  it('end somewhere, from wherever one is', () => {
    for (const start of ClubState.options) {
      const seen = new Set<string>();
      const go = (state: ClubState): boolean => {
        if (rules.isOver(state)) return true;
        if (seen.has(state)) return false;
        seen.add(state);
        return Object.values(rules.TRANSITIONS[state]).some(go);
      };
      assert.ok(go(start), start);
    }
  });
});

const OPEN: rules.Standing = {
  state: 'open',
  visibility: 'members',
  amounts: 'members',
  secretUntil: null,
  payout: 'person',
};
const NOBODY: rules.Visitor = { kind: 'nobody', role: null, isPerson: false, hasLeft: false, hasLink: false };
const MEMBER: rules.Visitor = { ...NOBODY, kind: 'member', role: 'member' };
const STARTER: rules.Visitor = { ...MEMBER, role: 'starter' };
const PERSON: rules.Visitor = { ...NOBODY, kind: 'member', isPerson: true };
const TODAY = '2027-05-01';

describe('what somebody may do with a club', () => {
  it('is nothing for a stranger, whatever they are', () => {
    for (const kind of ['nobody', 'guest', 'member', 'key'] as const)
      assert.equal(rules.may(OPEN, { ...NOBODY, kind }, TODAY), undefined);
    // A link opens only what is opened by links.
    assert.equal(rules.may(OPEN, { ...NOBODY, hasLink: true }, TODAY), undefined);
  });

  it('is looking on with its link, without amounts', () => {
    const rights = rules.may({ ...OPEN, visibility: 'link' }, { ...NOBODY, hasLink: true }, TODAY);
    assert.ok(rights);
    assert.deepEqual(Object.values(rights).filter(Boolean), []);
    const open = { ...OPEN, visibility: 'link', amounts: 'everyone' } as const;
    assert.equal(rules.may(open, { ...NOBODY, hasLink: true }, TODAY)?.amounts, true);
  });

  it('depends on role and state', () => {
    const can = (state: ClubState, visitor: rules.Visitor) =>
      Object.entries(rules.may({ ...OPEN, state }, visitor, TODAY) ?? {})
        .filter(([, yes]) => yes)
        .map(([what]) => what)
        .sort()
        .join(' ');
    assert.equal(can('open', MEMBER), 'amounts contribute inside invite leave paper');
    assert.equal(can('open', STARTER), 'amounts cancel change contribute inside invite paper');
    assert.equal(can('reached', MEMBER), 'amounts inside invite leave paper');
    assert.equal(can('reached', STARTER), 'amounts cancel change close inside invite paper');
    for (const state of ['cancelled', 'settling', 'paid-out', 'refunded'] as const)
      for (const visitor of [MEMBER, STARTER]) assert.equal(can(state, visitor), 'amounts inside paper');
    assert.equal(can('open', PERSON), '');
    assert.equal(can('paid-out', PERSON), 'paper');
  });

  it('is nothing at all for the one it is kept from, until its day or until it is given', () => {
    const secret = { ...OPEN, secretUntil: '2027-05-08', visibility: 'link' } as const;
    for (const state of ClubState.options)
      for (const visitor of [PERSON, { ...PERSON, hasLink: true }, { ...PERSON, role: 'member' as const }]) {
        const before = rules.may({ ...secret, state }, visitor, '2027-05-07');
        assert.equal(before === undefined, state !== 'paid-out', state);
        assert.ok(rules.may({ ...secret, state }, visitor, '2027-05-08'), state);
      }
    // What the members share among themselves stays theirs.
    const shares = { ...secret, state: 'paid-out', payout: 'shares' } as const;
    assert.equal(rules.may(shares, PERSON, '2027-05-07'), undefined);
    // To all others it is there all the time.
    assert.ok(rules.may(secret, MEMBER, '2027-05-07'));
  });
});

describe('the largest remainder', () => {
  it('gives as one would by hand', () => {
    assert.deepEqual(rules.largestRemainder(100, [1, 1, 1]), [34, 33, 33]);
    assert.deepEqual(rules.largestRemainder(10, [5, 3, 1]), [6, 3, 1]);
    assert.deepEqual(rules.largestRemainder(7, [0, 0]), [0, 0]);
    assert.deepEqual(rules.largestRemainder(0, [3, 4]), [0, 0]);
  });

  it('loses and makes no point, and gives nobody more than one beyond their part', () => {
    fc.assert(
      fc.property(
        fc.nat(1_000_000_000),
        fc.array(fc.nat(1_000_000_000), { minLength: 1, maxLength: 60 }),
        (total, weights) => {
          const sum = weights.reduce((all, one) => all + one, 0);
          const parts = rules.largestRemainder(total, weights);
          assert.equal(
            parts.reduce((all, one) => all + one, 0),
            sum === 0 ? 0 : total,
          );
          for (const [at, part] of parts.entries()) {
            const weight = weights[at] ?? 0;
            if (weight === 0) assert.equal(part, 0);
            // By whole numbers: |part * sum - total * weight| < sum
            const off = BigInt(part) * BigInt(sum) - BigInt(total) * BigInt(weight);
            assert.ok(sum === 0 || (off < BigInt(sum) && -off < BigInt(sum)), `${part} of ${total}`);
          }
        },
      ),
    );
  });
});

describe('shares of orders', () => {
  it('are whole points, never more than is needed', () => {
    assert.equal(rules.shareOf(999, 30, 1000), 299);
    assert.equal(rules.shareOf(999, 30, 100), 100);
    assert.equal(rules.shareOf(3, 30, 100), 0);
    assert.equal(rules.shareOf(500, 100, -5), 0);
  });

  it('go back with the order, by parts and in the end exactly', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.nat(1e6), fc.nat(100), (earned, back, percent) => {
        const share = rules.shareOf(earned, percent, 1e6);
        const gone = rules.shareBack(share, earned, back);
        assert.ok(gone >= 0 && gone <= share);
        assert.equal(rules.shareBack(share, earned, earned), share);
        // More taken back never means less given back.
        assert.ok(rules.shareBack(share, earned, back + 1) >= gone);
      }),
    );
  });
});

describe('the forecast', () => {
  const club = { goal: 1000, raised: 300, endsOn: '2027-06-01', openedOn: '2027-04-11' };
  const days = [
    { day: '2027-04-20', amount: 100 },
    { day: '2027-04-25', amount: 100 },
    { day: '2027-04-29', amount: 100 },
  ];
  it('is said when there is enough to say it', () => {
    // 300 in 20 days: 700 more take 47.
    assert.deepEqual(rules.forecastOf(club, days, TODAY), { on: dayAfter(TODAY, 47), inTime: false });
    assert.equal(rules.forecastOf({ ...club, endsOn: dayAfter(TODAY, 47) }, days, TODAY)?.inTime, true);
  });
  it('is not said of a few days, of one gift, or of years', () => {
    assert.equal(rules.forecastOf({ ...club, openedOn: '2027-04-25' }, days, TODAY), undefined);
    assert.equal(rules.forecastOf(club, days.slice(1), TODAY), undefined);
    const gift = [...days, { day: '2027-04-30', amount: 5000 }];
    assert.equal(rules.forecastOf(club, gift, TODAY), undefined);
    assert.equal(rules.forecastOf({ ...club, goal: 1_000_000 }, days, TODAY), undefined);
    assert.equal(rules.forecastOf({ ...club, raised: 1000 }, days, TODAY), undefined);
    const old = days.map((one) => ({ ...one, day: dayAfter(one.day, -40) }));
    assert.equal(rules.forecastOf({ ...club, openedOn: '2027-01-01' }, old, TODAY), undefined);
  });
});

describe('percent and milestones', () => {
  it('say a hundred of nothing less', () => {
    assert.equal(rules.percentOf(999, 1000), 99);
    assert.equal(rules.percentOf(1000, 1000), 100);
    assert.equal(rules.percentOf(999_999_999, 1_000_000_000), 99);
  });
  it('are passed once on the way', () => {
    assert.deepEqual(rules.milestonesPassed(0, 600, 1000), [25, 50]);
    assert.deepEqual(rules.milestonesPassed(600, 700, 1000), []);
    assert.deepEqual(rules.milestonesPassed(249, 250, 1000), [25]);
  });
});

describe('what stays once somebody has given', () => {
  const said: rules.Said = {
    occasion: 'birthday',
    goal: 1000,
    endsOn: '2027-06-01',
    payout: 'person',
    ifShort: 'refund',
    secretUntil: null,
  };
  const given = { raised: 300, hasGiven: true, personKnown: false };
  const empty = { raised: 0, hasGiven: false, personKnown: false };
  const why = (change: Partial<rules.Said>, club: typeof given = given) =>
    rules.whyFixed(said, { ...said, ...change }, club, TODAY);
  it('is what it is for, and its day but for later ones', () => {
    assert.equal(why({ goal: 2000 }), 'not-now');
    assert.equal(why({ payout: 'shares' }), 'not-now');
    assert.equal(why({ ifShort: 'give' }), 'not-now');
    assert.equal(why({ endsOn: '2027-05-20' }), 'day-fixed');
    assert.equal(why({ endsOn: '2027-07-01' }), undefined);
    assert.equal(why({ endsOn: '2031-07-01' }), 'day-fixed');
    assert.equal(why({ goal: 2000, payout: 'shares', endsOn: '2027-05-20' }, empty), undefined);
    assert.equal(why({ endsOn: TODAY }, empty), 'day-fixed');
  });
  it('is no secret again from one who may have seen it', () => {
    assert.equal(why({ secretUntil: '2027-06-01' }), undefined);
    assert.equal(why({ secretUntil: '2027-06-01' }, { ...given, personKnown: true }), 'day-fixed');
  });
});

describe('what becomes of a club whose day is over', () => {
  const club = {
    state: 'reached' as ClubState,
    raised: 1000,
    ifShort: 'refund' as const,
    payout: 'person' as const,
    personKnown: true,
    waitedOut: false,
  };
  it('is as it was said', () => {
    assert.equal(rules.atItsEnd(club), 'give');
    assert.equal(rules.atItsEnd({ ...club, personKnown: false }), 'ask-person');
    assert.equal(rules.atItsEnd({ ...club, personKnown: false, waitedOut: true }), 'refund');
    assert.equal(rules.atItsEnd({ ...club, personKnown: false, payout: 'coupon' }), 'give');
    assert.equal(rules.atItsEnd({ ...club, state: 'expired' }), 'refund');
    assert.equal(rules.atItsEnd({ ...club, state: 'expired', ifShort: 'give' }), 'give');
    assert.equal(rules.atItsEnd({ ...club, state: 'expired', ifShort: 'give', raised: 0 }), 'refund');
    for (const state of ['open', 'cancelled', 'settling', 'paid-out', 'refunded'] as const)
      assert.equal(rules.atItsEnd({ ...club, state }), 'nothing');
  });
});

describe('days', () => {
  it('begin where they begin, also when clocks are moved', () => {
    for (const zone of ['Asia/Seoul', 'UTC', 'America/New_York', 'Pacific/Kiritimati', 'America/Sao_Paulo'])
      for (const day of ['2027-03-14', '2027-11-07', '2018-11-04', '2027-05-08']) {
        const start = startOfDay(zone, day);
        assert.equal(dayIn(zone, start), day, `${zone} ${day}`);
        assert.equal(dayIn(zone, start - 1), dayAfter(day, -1), `${zone} ${day}`);
      }
    assert.equal(startOfDay('Asia/Seoul', '2027-05-09'), Date.UTC(2027, 4, 8, 15));
    assert.equal(startOfDay('UTC', '2027-05-09') - startOfDay('Asia/Seoul', '2027-05-09'), 9 * HOUR);
  });
});
