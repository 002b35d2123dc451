import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { DAY, HOUR } from '../../server/base/clock.ts';
import { tellExpiring } from '../../server/community/rewards/expiring.ts';
import { findMall } from '../../server/mall/malls/store.ts';
import { dayIn } from '../../server/mall/points/calendar.ts';
import { pointsOf } from '../support/points.ts';
import { startService, type TestService } from '../support/service.ts';

/** Three in the afternoon in Seoul. */
const NOON = Date.UTC(2027, 2, 2, 6);
let at = NOON;
let service: TestService;
before(async () => {
  service = await startService({ now: () => at, start: false });
});
after(() => service.stop());

let malls = 0;
async function shop() {
  at = NOON;
  const mall = await service.addMall(`expiring${++malls}`);
  const points = pointsOf(service, mall);
  return {
    ...points,
    mall,
    tell: async () => {
      const found = await findMall(service.services.database.db, mall.id);
      await tellExpiring(service.services, found!);
    },
    told: async (shopper: string) => {
      const inbox = await points.good(points.ask('GET', '/me/inbox?limit=50', await mall.token(shopper)));
      return inbox.items
        .filter((one: { kind: string }) => one.kind === 'points-expiring')
        .map((one: { facts: unknown }) => one.facts);
    },
  };
}
type Facts = { amount: number; day: string };
const day = (ms: number) => dayIn('Asia/Seoul', ms);

describe('points that expire', () => {
  it('are told of 30 and 7 days before, once each, with all of that day', async () => {
    const { grant, tell, told } = await shop();
    const end = NOON + 40 * DAY;
    await grant('kim', 100, { expiresAt: end });
    await grant('kim', 50, { expiresAt: end + HOUR });
    await grant('kim', 7, { expiresAt: end + 20 * DAY });
    await grant('lee', 5, { expiresAt: null });
    await tell();
    assert.deepEqual(await told('kim'), []);
    at = NOON + 11 * DAY;
    await tell();
    await tell();
    const facts = { amount: 150, day: day(end) };
    assert.deepEqual(await told('kim'), [facts]);
    at = NOON + 34 * DAY;
    await grant('kim', -20);
    await tell();
    await tell();
    const later = { amount: 7, day: day(end + 20 * DAY) };
    const byDay = (a: typeof facts, b: typeof facts) => a.day.localeCompare(b.day) || b.amount - a.amount;
    assert.deepEqual((await told('kim')).sort(byDay), [facts, { ...facts, amount: 130 }, later]);
    assert.deepEqual(await told('lee'), []);
  });

  it('at midnight are of the day that is over then, in what is told and in the wallet', async () => {
    const { ask, good, grant, mall, tell, told } = await shop();
    const midnight = Date.parse('2027-03-07T00:00:00+09:00');
    await grant('kim', 100, { expiresAt: midnight - 9 * HOUR });
    await grant('kim', 50, { expiresAt: midnight });
    await grant('kim', 7, { expiresAt: midnight + 1 });
    await tell();
    assert.deepEqual(
      (await told('kim')).sort((a: Facts, b: Facts) => b.amount - a.amount),
      [
        { amount: 150, day: '2027-03-06' },
        { amount: 7, day: '2027-03-07' },
      ],
    );
    const { expiring } = await good(ask('GET', '/me/points', await mall.token('kim')));
    assert.deepEqual(expiring, [
      { at: midnight - 9 * HOUR, amount: 150 },
      { at: midnight + 1, amount: 7 },
    ]);
  });

  it('are told of by the nearer stage alone, when it was late for the other', async () => {
    const { grant, tell, told } = await shop();
    await grant('kim', 100, { expiresAt: NOON + 5 * DAY });
    await tell();
    at += HOUR;
    await tell();
    assert.deepEqual(await told('kim'), [{ amount: 100, day: day(NOON + 5 * DAY) }]);
  });

  it('are told of to everybody in small batches, and to nobody at night or when they are gone', async () => {
    const { grant, hold, tell, told } = await shop();
    for (let shopper = 0; shopper < 150; shopper++)
      await grant(`m${shopper}`, 10, { expiresAt: NOON + 20 * DAY });
    await hold('m7', 10);
    at = NOON + 9 * HOUR;
    await tell();
    assert.deepEqual(await told('m0'), [], 'midnight');
    at = NOON + DAY;
    await tell();
    let count = 0;
    for (let shopper = 0; shopper < 150; shopper++) count += (await told(`m${shopper}`)).length;
    assert.equal(count, 149);
    assert.deepEqual(await told('m7'), [], 'set aside');
  });
});
