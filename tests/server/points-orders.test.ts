import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { DAY } from '../../server/base/clock.ts';
import { monthIn } from '../../server/mall/points/calendar.ts';
import { endAllDue } from '../../server/mall/points/jobs.ts';
import { findByOutsideId } from '../../server/mall/shoppers/store.ts';
import { pointsOf } from '../support/points.ts';
import { startService, type TestService } from '../support/service.ts';

let service: TestService;
before(async () => {
  service = await startService();
});
after(() => service.stop());

let malls = 0;
/** A mall of its own: one percent, a week to return, and a budget. */
async function shop(more: Record<string, unknown> = {}, budget = 1_000_000) {
  const mall = await service.addMall(`shop${++malls}`, {
    settings: {
      returnWindowDays: 7,
      points: {
        orderRate: 100,
        budgets: { order: budget, text: 0, photo: 0, later: 0, naegong: 0 },
        ...more,
      },
    },
  });
  const points = pointsOf(service, mall);
  let changedAt = service.services.now() - 1000;
  const placedAt = changedAt;
  return {
    ...points,
    mall,
    placedAt,
    /** An order as it stands now, newer than all before. */
    order: (id: string, shopper: string | null, lines: Record<string, unknown>[], order = {}) => ({
      order: id,
      shopper,
      placedAt,
      changedAt: ++changedAt,
      lines: lines.map((line, at) => ({
        line: `${at + 1}`,
        product: 'p',
        quantity: 1,
        amount: 10_000,
        ...line,
      })),
      ...order,
    }),
    figures: async (shopper: string) => {
      const { available, pending, owed } = await points.has(shopper);
      return [available, pending, owed];
    },
    used: async () => {
      const { months } = await points.good(points.backend('GET', '/report'));
      return months.find((one: { source: string }) => one.source === 'order').used;
    },
  };
}
/** The time to return has passed. */
async function passed(days = 8) {
  service.later(days * DAY);
  await service.services.jobs.runDue();
}

describe('points of orders', () => {
  it('are pending until the time to return has passed, and expire from then on', async () => {
    const { state, order, figures, wallet, movements, balances, placedAt } = await shop();
    await state([order('A', 'kim', [{ amount: 78_000, quantity: 2 }, { amount: 999 }, { amount: 50 }])]);
    assert.deepEqual(await figures('kim'), [0, 789, 0]);
    const { pending } = await wallet('kim');
    assert.deepEqual(pending, { amount: 789, next: [{ at: placedAt + 7 * DAY, amount: 789 }] });
    assert.deepEqual(
      (await movements('kim')).map(({ kind, amount, state, order, balance, dueAt }) => [
        kind,
        amount,
        state,
        order,
        balance,
        dueAt,
      ]),
      [
        ['order', 9, 'pending', 'A', null, placedAt + 7 * DAY],
        ['order', 780, 'pending', 'A', null, placedAt + 7 * DAY],
      ],
    );
    await passed();
    assert.deepEqual(await figures('kim'), [789, 0, 0]);
    const after = await wallet('kim');
    assert.deepEqual(
      after.expiring.map((one) => one.at),
      [placedAt + (7 + 365) * DAY],
    );
    assert.ok((await movements('kim')).every((one) => one.state === 'posted' && one.order === 'A'));
    await balances();
  });

  it('go with what is cancelled or returned, by line, to the last point', async () => {
    const { state, order, figures, movements } = await shop();
    const lines = (refunded: number) => [{ amount: 999, quantity: 3, refunded }, { amount: 50_000 }];
    for (const [refunded, pending] of [
      [0, 9 + 500],
      [1, 6 + 500],
      [2, 3 + 500],
      [3, 500],
      [1, 6 + 500],
    ] as const) {
      await state([order('A', 'kim', lines(refunded))]);
      assert.deepEqual(await figures('kim'), [0, pending, 0], `${refunded} refunded`);
    }
    await state([order('A', 'kim', [])]);
    assert.deepEqual(await figures('kim'), [0, 0, 0]);
    assert.ok((await movements('kim')).every((one) => one.state === 'void'));
  });

  it('are taken from the wallet after they were posted; what was spent is owed, and met by later earnings', async () => {
    const { state, order, figures, hold, good, backend, movements, balances } = await shop();
    await state([order('A', 'kim', [{ amount: 100_000 }])]);
    await passed();
    const { hold: id } = await hold('kim', 600);
    await good(backend('POST', `/holds/${id}/capture`, {}));
    await state([order('A', 'kim', [{ amount: 100_000, refunded: 1 }])]);
    assert.deepEqual(await figures('kim'), [0, 0, 600]);
    await balances();
    const returned = (await movements('kim')).find((one) => one.kind === 'order-returned');
    assert.equal(returned?.amount, -400);
    assert.ok(returned?.reverses);
    await state([order('B', 'kim', [{ amount: 90_000 }], { placedAt: service.services.now() })]);
    assert.deepEqual(await figures('kim'), [0, 900, 600]);
    await passed();
    assert.deepEqual(await figures('kim'), [300, 0, 0]);
    await balances();
  });

  it('that were spent come back with their old day when the checkout gives them back', async () => {
    const { grant, hold, good, backend, wallet } = await shop();
    const at = service.services.now() + 40 * DAY;
    await grant('kim', 1000, { expiresAt: at });
    const { hold: id } = await hold('kim', 1000, { order: 'A' });
    await good(backend('POST', `/holds/${id}/capture`, {}));
    await good(backend('POST', `/holds/${id}/refund`, { amount: 1000 }));
    assert.deepEqual((await wallet('kim')).expiring, [{ at, amount: 1000 }]);
  });

  it('are those of whose order it is: guests have none, and another member gets what the first one loses', async () => {
    const { state, order, figures, used } = await shop();
    await state([order('A', null, [{}])]);
    await state([order('A', 'kim', [{}])]);
    assert.deepEqual(await figures('kim'), [0, 100, 0]);
    await state([order('A', 'lee', [{}])]);
    assert.deepEqual(
      [await figures('kim'), await figures('lee')],
      [
        [0, 0, 0],
        [0, 100, 0],
      ],
    );
    assert.equal(await used(), 100);
    await state([order('A', null, [{}])]);
    assert.deepEqual(await figures('lee'), [0, 0, 0]);
  });

  it('of another currency, of no rate or of no budget there are none', async () => {
    const won = await shop();
    await won.state([
      won.order('A', 'kim', [{}], { currency: 'USD' }),
      won.order('B', 'kim', [{}], { currency: 'KRW' }),
    ]);
    assert.deepEqual(await won.figures('kim'), [0, 100, 0]);
    for (const none of [await shop({ orderRate: 0 }), await shop({}, 0)]) {
      await none.state([none.order('A', 'kim', [{}])]);
      assert.deepEqual(await none.figures('kim'), [0, 0, 0]);
    }
  });

  it('keep the rate of their order when the mall changes it', async () => {
    const { state, order, figures, mall } = await shop();
    await state([order('A', 'kim', [{ amount: 10_000, quantity: 2 }])]);
    await service.call('PATCH', `/v1/${mall.id}/settings`, {
      as: mall.key,
      body: { points: { orderRate: 500 } },
    });
    await state([order('A', 'kim', [{ amount: 10_000, quantity: 2, refunded: 1 }])]);
    assert.deepEqual(await figures('kim'), [0, 50, 0]);
    await state([order('B', 'kim', [{}])]);
    assert.deepEqual(await figures('kim'), [0, 550, 0]);
  });

  it('are given while the month has some, what fits; what is taken back uses it still, and is not used twice', async () => {
    service.toMidMonth();
    const { state, order, figures, used } = await shop({}, 250);
    await state([order('A', 'kim', [{}]), order('B', 'lee', [{}]), order('C', 'park', [{}])]);
    assert.deepEqual(
      [await figures('kim'), await figures('lee'), await figures('park')],
      [
        [0, 100, 0],
        [0, 100, 0],
        [0, 50, 0],
      ],
    );
    assert.equal(await used(), 250);
    await state([order('A', 'kim', [{ refunded: 1 }])]);
    await state([order('D', 'choi', [{}])]);
    assert.deepEqual([await figures('choi'), await used()], [[0, 0, 0], 250]);
    await state([order('A', 'kim', [{}])]);
    assert.deepEqual([await figures('kim'), await used()], [[0, 100, 0], 250], 'its own room');
    const month = monthIn('Asia/Seoul', service.services.now());
    service.later(32 * DAY);
    assert.notEqual(monthIn('Asia/Seoul', service.services.now()), month);
    await state([order('E', 'choi', [{}], { placedAt: service.services.now() })]);
    assert.deepEqual([await figures('choi'), await used()], [[0, 100, 0], 100], 'another month');
  });

  it('past their time to return come at once', async () => {
    const { state, order, figures, balances } = await shop();
    const placedAt = service.services.now() - 30 * DAY;
    await state([order('old', 'kim', [{}], { placedAt })]);
    assert.deepEqual(await figures('kim'), [100, 0, 0]);
    await state([order('old', 'kim', [{ refunded: 1 }], { placedAt })]);
    assert.deepEqual(await figures('kim'), [0, 0, 0]);
    await balances();
  });

  it('of an erased member are not earned a second time when they come back', async () => {
    const { state, order, figures, mall, balances } = await shop();
    await state([order('A', 'kim', [{}])]);
    const { status } = await service.call('DELETE', `/v1/${mall.id}/me`, { as: await mall.token('kim') });
    assert.equal(status, 204);
    await state([order('A', 'kim', [{}])]);
    assert.ok(await findByOutsideId(service.services.database.db, mall.id, 'kim'));
    assert.deepEqual(await figures('kim'), [0, 0, 0]);
    await state([order('A', 'kim', [{ refunded: 1 }])]);
    assert.deepEqual(await figures('kim'), [0, 0, 0]);
    await balances();
  });

  it('end alike in every order in which the statements arrive', async () => {
    const { state, figures, placedAt, balances, mall } = await shop({}, 1_000_000_000);
    let run = 0;
    const line = fc.record({
      line: fc.constantFrom('1', '2', '3'),
      product: fc.constantFrom('p', 'q'),
      quantity: fc.integer({ min: 1, max: 4 }),
      refunded: fc.integer({ min: 0, max: 4 }),
      amount: fc.integer({ min: 0, max: 500_000 }),
    });
    const statement = fc.record({
      shopper: fc.constantFrom('a', 'b', null),
      lines: fc.uniqueArray(line, { selector: (one) => one.line, maxLength: 3 }),
    });
    const arrival = fc.array(statement, { minLength: 1, maxLength: 5 }).chain((all) =>
      fc.tuple(
        fc.constant(all),
        fc.shuffledSubarray([...all.keys(), ...all.keys()], {
          minLength: all.length * 2,
          maxLength: all.length * 2,
        }),
      ),
    );
    await fc.assert(
      fc.asyncProperty(arrival, fc.boolean(), async ([all, order], isPosted) => {
        run++;
        const names = { a: `a${run}`, b: `b${run}` };
        const stated = all.map(({ shopper, lines }, at) => ({
          order: `O${run}`,
          shopper: shopper && names[shopper as 'a'],
          placedAt: isPosted ? placedAt - 100 * DAY : placedAt,
          changedAt: placedAt + at,
          lines: lines.map((one) => ({ ...one, refunded: Math.min(one.refunded, one.quantity) })),
        }));
        for (const at of order) {
          await state([stated[at]]);
          if (isPosted) await endAllDue(service.services, mall.id);
        }
        const last = stated.at(-1)!;
        const earned = last.lines.reduce(
          (sum, one) => sum + Math.floor((one.amount * (one.quantity - one.refunded)) / one.quantity / 100),
          0,
        );
        for (const name of Object.values(names)) {
          const [available = 0, pending = 0, owed = 0] = await figures(name);
          assert.equal(available + pending - owed, name === last.shopper ? earned : 0);
          assert.equal(owed, 0, 'nothing was spent');
          if (isPosted) assert.equal(pending, 0);
        }
      }),
      { numRuns: process.env.TEST_DB === 'postgres' ? 20 : 60 },
    );
    await balances();
  });
});
