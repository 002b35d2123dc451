import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { pointsOf } from '../support/points.ts';
import { startService, type TestService } from '../support/service.ts';

// What somebody would try who wants points that are not theirs, or wants the mall to lose some.
describe('points under attack', () => {
  let service: TestService;
  before(async () => {
    service = await startService();
  });
  after(() => service.stop());

  it('takes nothing back from one shopper by a key that took from another', async () => {
    const mall = await service.addMall('keys');
    const points = pointsOf(service, mall);
    for (const shopper of ['anna', 'bora']) await points.grant(shopper, 500);
    const take = (shopper: string, as: string) =>
      points.ask('POST', '/points/grants', as, { shopper, amount: -200, note: '정정' }, 'correction-0001');
    assert.equal((await take('anna', mall.key)).status, 201);
    // Another key of the mall, as after a rotation: the same is the same, another shopper is not.
    const next = await mall.addKey(['points']);
    assert.equal((await take('anna', next)).status, 201);
    assert.equal((await take('bora', next)).body.code, 'key-reused');
    assert.equal((await points.has('anna')).available, 300);
    assert.equal((await points.has('bora')).available, 500);
    await points.balances();
  });

  it('gives no more than the budget, and answers everybody, however many orders come at once', async () => {
    const mall = await service.addMall('raced', {
      settings: {
        points: { orderRate: 1000, budgets: { order: 1000, text: 0, photo: 0, later: 0, naegong: 0 } },
      },
    });
    const points = pointsOf(service, mall);
    const at = Date.now();
    const line = { line: '1', product: 'p', quantity: 1, amount: 500 };
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        points.ask('POST', '/orders', mall.key, {
          orders: [{ order: `o${i}`, shopper: `s${i % 5}`, placedAt: at, changedAt: at, lines: [line] }],
        }),
      ),
    );
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
    const { body } = await points.backend('GET', '/report');
    assert.equal(body.pending, 1000);
    assert.equal(body.months.find((one: { source: string }) => one.source === 'order').used, 1000);
    await points.balances();
  });

  it('hears others while a large batch of orders earns, and while it is returned', async () => {
    const mall = await service.addMall('large', {
      settings: {
        points: { orderRate: 1000, budgets: { order: 100_000, text: 0, photo: 0, later: 0, naegong: 0 } },
      },
    });
    const points = pointsOf(service, mall);
    const at = Date.now();
    const LINES = 200;
    for (const refunded of [0, 1]) {
      const lines = Array.from({ length: LINES }, (_, i) => ({
        line: `${i}`,
        product: 'p',
        quantity: 1,
        refunded,
        amount: 500,
      }));
      let turns = 0;
      let isDone = false;
      const count = () => {
        turns++;
        if (!isDone) setImmediate(count);
      };
      setImmediate(count);
      await points.state([{ order: 'A-1', shopper: 'anna', placedAt: at, changedAt: at + refunded, lines }]);
      isDone = true;
      assert.ok(turns > LINES / 20, `others were heard ${turns} times`);
      const has = await points.has('anna');
      assert.deepEqual([has.available, has.pending, has.owed], [0, refunded ? 0 : LINES * 50, 0]);
    }
    await points.balances();
  });

  it('spends no more than is held, and gives back no more than was spent, whatever comes at once', async () => {
    const mall = await service.addMall('holds');
    const points = pointsOf(service, mall);
    await points.grant('anna', 300);
    const { hold } = await points.hold('anna', 100);
    const all = (what: string, body: Record<string, unknown>) =>
      Promise.all(
        Array.from({ length: 20 }, (_, i) =>
          points.backend('POST', `/holds/${hold}/${what}`, body, `${what}-key-${i}`),
        ),
      );
    const outcome = (answers: { status: number; body: any }[]) =>
      answers.map(({ status, body }) => (status === 200 ? 'done' : body.code)).sort();
    const expected = [...Array(3).fill('done'), ...Array(17).fill('not-now')];
    assert.deepEqual(outcome(await all('capture', { amount: 30, final: false })), expected);
    assert.deepEqual(outcome(await all('refund', { amount: 30 })), expected);
    const { body } = await points.backend('GET', `/holds/${hold}`);
    assert.deepEqual([body.rest, body.captured, body.refunded], [10, 90, 90]);
    assert.equal((await points.has('anna')).available, 290);
    await points.balances();
  });
});
