import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { boughtOptions, hasBought } from '../../server/mall/orders/bought.ts';
import type { OrderStatement } from '../../server/mall/orders/contract.ts';
import { canonicalStatement, standing } from '../../server/mall/orders/rules.ts';
import { stateOrders } from '../../server/mall/orders/store.ts';
import { findByOutsideId } from '../../server/mall/shoppers/store.ts';
import { ORIGIN, startService, type TestService } from '../support/service.ts';

const T = 1_780_000_000_000;
const line = (product: string, more: Record<string, unknown> = {}) => ({
  line: product,
  product,
  quantity: 1,
  ...more,
});
const order = (id: string, shopper: string | null, changedAt: number, lines: unknown[], more = {}) => ({
  order: id,
  shopper,
  placedAt: T,
  changedAt,
  lines,
  ...more,
});

describe('orders', () => {
  let service: TestService;
  let shop: Awaited<ReturnType<TestService['addMall']>>;
  let other: typeof shop;
  const post = (orders: unknown[], more: Record<string, unknown> = {}) =>
    service.call('POST', '/v1/shop/orders', { as: shop.key, body: { orders }, ...more });
  const read = (id: string, as = shop.key, mall = 'shop') =>
    service.call('GET', `/v1/${mall}/orders?order=${encodeURIComponent(id)}`, { as });
  const db = () => service.services.database.db;
  async function shopperId(outsideId: string): Promise<string> {
    const row = await findByOutsideId(db(), 'shop', outsideId);
    assert.ok(row);
    return row.shopper_id;
  }
  const pairs = async () =>
    (
      await db()
        .selectFrom('outbox')
        .select(['topic', 'ids'])
        .where('mall_id', '=', 'shop')
        .where('kind', '=', 'order.changed')
        .orderBy('created_at')
        .execute()
    ).map((row) => ({ topic: row.topic, ...JSON.parse(row.ids) }));

  before(async () => {
    service = await startService();
    shop = await service.addMall('shop', { settings: { write: 'everyone' } });
    other = await service.addMall('other');
  });
  after(() => service.stop());

  it('keeps whole orders and gives them back as stated', async () => {
    const options = { 색상: '블루' };
    const stated = await post([
      order(
        'o1',
        'm1',
        T,
        [line('p1', { options, quantity: 3, refunded: 1, amount: 5000, mark: 'abc' }), line('p2')],
        { currency: 'KRW' },
      ),
      order('o 2/빈', null, T, []),
    ]);
    assert.deepEqual([stated.status, stated.body], [200, { taken: 2, older: 0 }]);
    const first = await read('o1');
    assert.equal(first.headers.get('cache-control'), 'no-store');
    assert.deepEqual(first.body, {
      order: 'o1',
      shopper: 'm1',
      placedAt: T,
      changedAt: T,
      currency: 'KRW',
      lines: [
        { line: 'p1', product: 'p1', options, quantity: 3, refunded: 1, amount: 5000, mark: 'abc' },
        { line: 'p2', product: 'p2', options: {}, quantity: 1, refunded: 0, amount: 0, mark: null },
      ],
    });
    assert.deepEqual((await read('o 2/빈')).body.shopper, null);
    const shopper = await findByOutsideId(db(), 'shop', 'm1');
    assert.equal(shopper?.joined_at, null, 'an order makes nobody a member of the community');
    const foreign = await read('o1', other.key, 'other');
    const missing = await read('none');
    assert.deepEqual([foreign.status, foreign.body.code], [404, 'not-found']);
    assert.equal(missing.body.code, foreign.body.code);
  });

  it('lets a newer statement replace the order and an older one change nothing', async () => {
    await post([order('r1', 'm2', T + 10, [line('x', { quantity: 2 }), line('y')])]);
    assert.equal(await hasBought(db(), 'shop', await shopperId('m2'), 'y'), true);
    assert.deepEqual((await post([order('r1', 'm2', T + 5, [line('z')])])).body, { taken: 0, older: 1 });
    assert.deepEqual(
      (await post([order('r1', 'm2', T + 20, [line('x', { quantity: 2, refunded: 2 })])])).body,
      { taken: 1, older: 0 },
    );
    const me = await shopperId('m2');
    for (const product of ['x', 'y', 'z'])
      assert.equal(await hasBought(db(), 'shop', me, product), false, product);
  });

  it('moves an order to another shopper and tells of both, each product once', async () => {
    await post([order('mv', 'from', T, [line('a'), line('b', { line: 'b1' }), line('b', { line: 'b2' })])]);
    const told = (await pairs()).length;
    await post([order('mv', 'to', T + 1, [line('b')])]);
    const [from, to] = [await shopperId('from'), await shopperId('to')];
    const events = (await pairs()).slice(told);
    assert.deepEqual(
      events
        .map(
          (event) =>
            `${event.topic === `shopper:${event.shopper}`} ${event.order} ${event.shopper} ${event.product}`,
        )
        .sort(),
      [`true mv ${from} a`, `true mv ${from} b`, `true mv ${to} b`].sort(),
    );
    assert.equal(await hasBought(db(), 'shop', from, 'b'), false);
    assert.equal(await hasBought(db(), 'shop', to, 'b'), true);
    assert.equal(await hasBought(db(), 'other', to, 'b'), false);
    await post([order('mv', 'to', T + 1, [line('b')])]);
    await post([order('mv', 'to', T, [line('c')])]);
    assert.equal((await pairs()).length, told + 3, 'what changes nothing is not told');
  });

  it('knows the options of what was bought last and kept', async () => {
    await post([
      order('op1', 'm3', T, [line('p', { options: { size: 'S' } })], { placedAt: T + 1 }),
      order('op2', 'm3', T, [line('p', { options: { size: 'M' } })], { placedAt: T + 2 }),
      order('op3', 'm3', T, [line('p', { options: { size: 'L' }, refunded: 1 })], { placedAt: T + 3 }),
    ]);
    const me = await shopperId('m3');
    assert.deepEqual(await boughtOptions(db(), 'shop', me, 'p'), { size: 'M' });
    assert.deepEqual(await boughtOptions(db(), 'shop', me, 'q'), {});
  });

  it('does a repeated request once', async () => {
    const headers = { 'idempotency-key': 'order-sync-0001' };
    const body = [order('i1', 'm4', T, [line('p')])];
    const first = await post(body, { headers });
    const again = await post(body, { headers });
    assert.deepEqual(again.body, first.body);
    assert.equal(again.headers.get('idempotency-replayed'), 'true');
    assert.equal((await post([order('i2', 'm4', T, [])], { headers })).body.code, 'key-reused');
    assert.equal((await post(body, { headers: { 'idempotency-key': 'short' } })).status, 400);
  });

  it('refuses whoever may not state or read orders', async () => {
    const cases: [string, Record<string, unknown>, number, string][] = [
      ['nobody', { as: undefined }, 401, 'key-refused'],
      ['a guest', { as: await shop.guest() }, 401, 'key-refused'],
      ['a member', { as: await shop.token('m1') }, 401, 'key-refused'],
      [
        'a key without the scope',
        { as: await shop.addKey(['products', 'read', 'moderate']) },
        403,
        'key-scope',
      ],
      ["another mall's key", { as: other.key }, 401, 'key-refused'],
      ['a key in a browser', { origin: ORIGIN }, 403, 'key-in-browser'],
      ['a key in a page without origin', { origin: 'null' }, 403, 'origin-refused'],
    ];
    for (const [who, request, status, code] of cases) {
      const write = await post([order('evil', 'm1', T, [line('p')])], request);
      assert.deepEqual([write.status, write.body.code], [status, code], who);
      const look = await service.call('GET', '/v1/shop/orders?order=o1', { as: shop.key, ...request });
      assert.deepEqual([look.status, look.body.code], [status, code], who);
      assert.doesNotMatch(JSON.stringify(look.body), /\bm1\b|\bp1\b/, who);
    }
    assert.equal((await read('evil')).status, 404);
    assert.equal(
      (await post([order('fine', null, T, [])], { as: await shop.addKey(['orders']) })).status,
      200,
    );
  });

  it('names the field of a wrong statement and takes none of its batch', async () => {
    const wrong: [string, unknown][] = [
      ['orders.1.lines.0', order('w', null, T, [line('p', { quantity: 1, refunded: 2 })])],
      ['orders.1.lines.0.quantity', order('w', null, T, [line('p', { quantity: -1 })])],
      ['orders.1.lines', order('w', null, T, [line('p'), line('p')])],
      ['orders.1.shopper', order('w', 'undefined', T, [])],
      ['orders.1.changedAt', order('w', null, 1.5, [])],
      ['orders.1.order', order('', null, T, [])],
    ];
    for (const [path, statement] of wrong) {
      const { status, body } = await post([order('whole', null, T, []), statement]);
      assert.deepEqual([status, body.code], [400, 'bad-input'], path);
      assert.ok(
        body.fields.some((field: { path: string }) => field.path === path),
        `${path}: ${JSON.stringify(body.fields)}`,
      );
    }
    const lines = Array.from({ length: 500 }, (_, index) => line(`p${index}`));
    const long = Array.from({ length: 11 }, (_, index) => order(`long${index}`, null, T, lines));
    assert.equal((await post(long)).body.code, 'bad-input');
    assert.deepEqual((await post(long.slice(0, 10))).body, { taken: 10, older: 0 });
    assert.equal((await read('whole')).status, 404);
  });
});

const statement: fc.Arbitrary<OrderStatement> = fc.record({
  order: fc.constantFrom('one', 'two'),
  shopper: fc.constantFrom(null, 's1', 's2'),
  placedAt: fc.constantFrom(T, T + 1),
  // Few moments, so that many statements are of the same one.
  changedAt: fc.constantFrom(T, T + 1, T + 2),
  currency: fc.constantFrom(null, 'KRW'),
  lines: fc.uniqueArray(
    fc.record({
      line: fc.constantFrom('l1', 'l2', 'l3'),
      product: fc.constantFrom('p1', 'p2'),
      options: fc.dictionary(fc.constantFrom('a', 'b', '__proto__'), fc.constantFrom('1', '2')),
      quantity: fc.integer({ min: 2, max: 3 }),
      refunded: fc.integer({ min: 0, max: 2 }),
      amount: fc.constantFrom(0, 500),
      mark: fc.constantFrom(null, 'm'),
    }),
    { selector: (one) => one.line, maxLength: 3 },
  ),
});
/** Some statements, and another order of arrival in which each comes at least once. */
const arrivals = fc
  .array(statement, { minLength: 1, maxLength: 6 })
  .chain((some) =>
    fc
      .tuple(
        fc.array(fc.constantFrom(...some), { maxLength: 4 }),
        fc.shuffledSubarray(some, { minLength: some.length, maxLength: some.length }),
      )
      .map(([repeats, shuffled]) => ({ some, other: [...repeats, ...shuffled, ...repeats.slice(1)] })),
  );

describe('the order of arrival', () => {
  it('decides nothing: of any two statements at most one is the newer', () => {
    fc.assert(
      fc.property(statement, statement, (a, b) => {
        const [x, y] = [a, b].map((one) => ({ changedAt: one.changedAt, digest: canonicalStatement(one) }));
        assert.ok(x && y);
        const mirrored = { newer: 'older', older: 'newer', same: 'same' } as const;
        assert.equal(standing(x, y), mirrored[standing(y, x)]);
      }),
    );
  });

  it('does not see the order of lines or options', () => {
    fc.assert(
      fc.property(statement, (one) => {
        const turned = {
          ...one,
          lines: one.lines.toReversed().map((each) => ({
            ...each,
            options: Object.fromEntries(Object.entries(each.options).reverse()),
          })),
        };
        assert.equal(canonicalStatement(turned), canonicalStatement(one));
      }),
    );
  });

  it('leaves the same rows behind, whatever it was', async (t) => {
    const service = await startService({ start: false });
    t.after(() => service.stop());
    await service.addMall('shop');
    const { database, outbox, secrets, now } = service.services;
    async function outcome(statements: OrderStatement[]) {
      return database.write(async (trx) => {
        await trx.deleteFrom('order_lines').where('mall_id', '=', 'shop').execute();
        await trx.deleteFrom('orders').where('mall_id', '=', 'shop').execute();
        // Shoppers stay between the runs, so that their opaque ids are the same.
        for (const one of statements) await stateOrders(trx, { outbox, secrets, now }, 'shop', [one], T);
        return {
          orders: await trx
            .selectFrom('orders')
            .selectAll()
            .where('mall_id', '=', 'shop')
            .orderBy('order_id')
            .execute(),
          lines: (
            await trx
              .selectFrom('order_lines')
              .selectAll()
              .where('mall_id', '=', 'shop')
              .orderBy('order_id')
              .orderBy('line_id')
              .execute()
          ).map((row) => ({ ...row, options: Object.entries(JSON.parse(row.options)).sort() })),
        };
      });
    }
    await fc.assert(
      fc.asyncProperty(arrivals, async ({ some, other }) => {
        assert.deepEqual(await outcome(other), await outcome(some));
      }),
      { numRuns: 60 },
    );
  });
});
