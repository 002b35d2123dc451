import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { DAY, HOUR } from '../../server/base/clock.ts';
import { alertBatch } from '../../server/community/alerts/batch.ts';
import { BATCH } from '../../server/community/alerts/rules.ts';
import { fillAlerts } from '../support/alerts.ts';
import { until } from '../support/ground.ts';
import { startService, type TestService } from '../support/service.ts';
import { longestTurn } from '../support/turns.ts';
import { zoneAt } from '../support/zone.ts';

type Mall = Awaited<ReturnType<TestService['addMall']>>;

describe('alerts', () => {
  let service: TestService;
  let mall: Mall;
  let malls = 0;
  let people = 0;
  let ahead = 0;
  /** Where the clock stands still. */
  let stopped: number | undefined;
  const at = (path: string) => `/v1/${mall.id}${path}`;
  const db = () => service.services.database.db;

  before(async () => {
    service = await startService({ now: () => stopped ?? Date.now() + ahead });
    service.services.jobs.start();
  });
  after(() => service.stop());

  async function freshMall(settings: object = {}) {
    // About noon, whenever this runs: at night there is no advertising.
    const timeZone = zoneAt(12, Date.now() + ahead);
    mall = await service.addMall(`alerts${++malls}`, {
      settings: { write: 'everyone', timeZone, ...settings },
    });
    await state({ price: 40000, availability: 'in_stock', stock: 50 });
    return mall;
  }
  const state = (facts: object, product = 'p1') =>
    service.call('PUT', at('/products'), {
      as: mall.key,
      body: { products: [{ product, name: '린넨 셔츠', ...facts }] },
    });
  async function person(alert?: object, agrees = true) {
    const as = await mall.token(`p${++people}`);
    if (agrees)
      await service.call('PUT', at('/me/consents'), {
        as,
        body: { purpose: 'advertising', channel: 'inbox', given: true },
      });
    if (alert) await put(as, alert);
    const told = async () =>
      (await service.call('GET', at('/me/inbox'), { as })).body.items.filter(
        (one: { kind: string }) => one.kind !== 'consent-told',
      );
    return { as, told, kinds: async () => (await told()).map((one: { kind: string }) => one.kind) };
  }
  const put = (as: string, alert: object) =>
    service.call('PUT', at('/me/alerts'), { as, body: { product: 'p1', ...alert } });
  /** All that follows from what was stated has followed. */
  async function settled() {
    await until(async () => {
      const head = await service.services.hub.head(mall.id);
      const cursor = await db()
        .selectFrom('consumers')
        .select('position')
        .where('mall_id', '=', mall.id)
        .where('consumer', '=', 'alerts')
        .executeTakeFirst();
      const jobs = await db()
        .selectFrom('jobs')
        .select('job_id')
        .where('mall_id', '=', mall.id)
        .where('kind', '=', 'alerts.product')
        .where('run_at', '<=', Date.now() + ahead)
        .execute();
      const unplaced = await db()
        .selectFrom('outbox')
        .select('event_id')
        .where('mall_id', '=', mall.id)
        .where('kind', '=', 'product.changed')
        .where((eb) => eb.or([eb('position', 'is', null), eb('position', '>', cursor?.position ?? 0)]))
        .execute();
      return head > 0 && unplaced.length === 0 && jobs.length === 0;
    }, 'all alerts were looked at');
  }
  const stated = async (facts: object) => {
    await state(facts);
    await settled();
  };

  it('are kept as they were asked for, and forgotten when nothing is asked for', async () => {
    await freshMall();
    const { as } = await person();
    const get = async () =>
      (await service.call('GET', at('/me/alerts?product=p1&product=p2'), { as })).body.items;
    assert.deepEqual(await get(), []);
    assert.equal((await put(as, { product: 'none', restock: true })).body.code, 'unknown-product');
    const asked = { product: 'p1', priceDrop: { below: 30000 }, restock: false, fewLeft: true };
    await put(as, { ...asked, channels: ['mail'] });
    assert.deepEqual(await get(), [{ ...asked, channels: ['inbox', 'mail'] }]);
    await put(as, {});
    assert.deepEqual(await get(), []);
  });

  it('tell of a fall of the price once, below the threshold, and again of a further one', async () => {
    await freshMall();
    const any = await person({ priceDrop: { below: null } });
    const low = await person({ priceDrop: { below: 30000 } });
    await stated({ price: 35000, availability: 'in_stock' });
    await stated({ price: 35000, availability: 'in_stock', name: '다른 이름' });
    const [notice] = await any.told();
    assert.deepEqual(notice.facts, { before: 40000, now: 35000, currency: 'KRW' });
    assert.equal(notice.advertising, true);
    assert.equal(notice.product.product, 'p1');
    assert.deepEqual(await low.kinds(), []);
    await stated({ price: 45000, availability: 'in_stock' });
    await stated({ price: 30000, availability: 'in_stock' });
    assert.deepEqual(await any.kinds(), ['price-drop', 'price-drop']);
    assert.deepEqual((await any.told())[0].facts.before, 45000);
    assert.deepEqual(await low.kinds(), ['price-drop']);
  });

  it('compare no prices of two currencies: the first one of another is no fall, the next one may be', async () => {
    await freshMall();
    const { told } = await person({ priceDrop: { below: null } });
    await stated({ price: 2900, currency: 'USD', availability: 'in_stock' });
    assert.deepEqual(await told(), []);
    await stated({ price: 2500, currency: 'USD', availability: 'in_stock' });
    assert.deepEqual(
      (await told()).map((one: { facts: object }) => one.facts),
      [{ before: 2900, now: 2500, currency: 'USD' }],
    );
    await stated({ price: 2000, availability: 'in_stock' });
    assert.equal((await told()).length, 1);
  });

  it('tell of two statements within one millisecond as of two', async () => {
    await freshMall();
    const { told } = await person({ priceDrop: { below: null } });
    stopped = Date.now() + ahead;
    try {
      for (const price of [39000, 38000]) await stated({ price, availability: 'in_stock' });
    } finally {
      stopped = undefined;
    }
    const facts = (await told()).map((one: { facts: { before: number; now: number } }) => one.facts);
    assert.deepEqual(facts.map((one: { before: number; now: number }) => [one.before, one.now]).sort(), [
      [39000, 38000],
      [40000, 39000],
    ]);
  });

  it('tell that something is back to whoever waited, without any consent, and that few are left', async () => {
    await freshMall();
    await stated({ price: 40000, availability: 'out_of_stock' });
    const waits = await person({ restock: true }, false);
    const few = await person({ fewLeft: true });
    await stated({ price: 40000, availability: 'in_stock', stock: 50 });
    assert.deepEqual(await waits.kinds(), ['restock']);
    assert.equal((await waits.told())[0].advertising, false);
    assert.deepEqual(await few.kinds(), []);
    await stated({ price: 40000, availability: 'in_stock', stock: 5 });
    await stated({ price: 40000, availability: 'in_stock', stock: 3 });
    assert.deepEqual(await few.kinds(), ['few-left']);
    await stated({ price: 40000, availability: 'in_stock', stock: 0 });
    assert.deepEqual(await few.kinds(), ['few-left']);
  });

  it('bring no advertising to whoever did not agree or took it back, and so much in a week to others', async () => {
    await freshMall({ alertsPerWeek: 2 });
    const never = await person({ priceDrop: { below: null } }, false);
    const back = await person({ priceDrop: { below: null } });
    const agrees = await person({ priceDrop: { below: null }, restock: true });
    await stated({ price: 39000, availability: 'in_stock' });
    await service.call('PUT', at('/me/consents'), {
      as: back.as,
      body: { purpose: 'advertising', channel: 'inbox', given: false },
    });
    for (const price of [38000, 37000]) await stated({ price, availability: 'in_stock' });
    assert.deepEqual(await never.kinds(), []);
    assert.deepEqual(await back.kinds(), ['price-drop']);
    assert.deepEqual(await agrees.kinds(), ['price-drop', 'price-drop']);
    // Taken out of the inbox it was told nevertheless.
    const [first] = await agrees.told();
    await service.call('DELETE', at(`/me/inbox/${first.id}`), { as: agrees.as });
    await stated({ price: 36000, availability: 'in_stock' });
    assert.equal((await agrees.told()).length, 1);
    await stated({ price: 36000, availability: 'out_of_stock' });
    await stated({ price: 36000, availability: 'in_stock' });
    assert.deepEqual(await agrees.kinds(), ['restock', 'price-drop'], 'what was asked for comes besides');
    ahead += 7 * DAY;
    await stated({ price: 35000, availability: 'in_stock' });
    const rows = await db()
      .selectFrom('notices')
      .select('kind')
      .where('mall_id', '=', mall.id)
      .where('kind', '=', 'price-drop')
      .execute();
    assert.equal(rows.length, 4, 'one and two in that week, one in the next');
  });

  it('bring no advertising at night, into the inbox either; in the morning what then holds', async () => {
    await freshMall({ timeZone: zoneAt(22, Date.now() + ahead) });
    await stated({ price: 40000, availability: 'out_of_stock', stock: 50 });
    await person({ priceDrop: { below: null }, restock: true, fewLeft: true });
    const told = () =>
      db()
        .selectFrom('notices')
        .select(['kind', 'facts'])
        .where('mall_id', '=', mall.id)
        .where('kind', '!=', 'consent-told')
        .orderBy('created_at')
        .execute();
    const kinds = async () => (await told()).map((row) => row.kind);
    await stated({ price: 38000, availability: 'in_stock', stock: 3 });
    assert.deepEqual(await kinds(), ['restock'], 'what was asked for does not wait');
    await stated({ price: 41000, availability: 'in_stock', stock: 50 });
    await stated({ price: 39000, availability: 'in_stock', stock: 50 });
    assert.deepEqual(await kinds(), ['restock']);
    // Nobody did jobs all day: the next night is no morning.
    await service.services.jobs.stop();
    ahead += DAY;
    service.services.jobs.start();
    await settled();
    assert.deepEqual(await kinds(), ['restock']);
    ahead += 11 * HOUR;
    await settled();
    assert.deepEqual(await kinds(), ['restock', 'price-drop']);
    assert.deepEqual(JSON.parse((await told())[1]?.facts ?? ''), {
      before: 40000,
      now: 39000,
      currency: 'KRW',
    });
    await stated({ price: 38000, availability: 'in_stock', stock: 3 });
    assert.deepEqual((await kinds()).sort(), ['few-left', 'price-drop', 'price-drop', 'restock']);
  });

  it('go to the member that a guest becomes', async () => {
    await freshMall();
    const guest = await mall.guest();
    const kim = await person();
    await state({ price: 10 }, 'p2');
    await put(guest, { restock: true });
    await put(guest, { product: 'p2', restock: true });
    await put(kim.as, { product: 'p2', fewLeft: true });
    await service.call('POST', at('/merge'), { as: kim.as, body: { guestToken: guest } });
    const { items } = (await service.call('GET', at('/me/alerts?product=p1&product=p2'), { as: kim.as }))
      .body;
    assert.deepEqual(
      items.map((one: { product: string; restock: boolean }) => [one.product, one.restock]),
      [
        ['p1', true],
        ['p2', false],
      ],
    );
  });

  it('go on after a crash in the middle, and tell nobody twice', async () => {
    await freshMall();
    const { shoppers } = await fillAlerts(service.services, mall.id, { products: 1, each: 2 * BATCH + 5 });
    await service.services.jobs.stop();
    await state({ price: 900, availability: 'in_stock' }, 'bulk-0');
    const { changed_at: changedAt } = await db()
      .selectFrom('products')
      .select('changed_at')
      .where('mall_id', '=', mall.id)
      .where('product', '=', 'bulk-0')
      .executeTakeFirstOrThrow();
    const run = (after: string) =>
      service.services.database.write((trx) =>
        alertBatch(trx, service.services, mall.id, { product: 'bulk-0', changedAt, after }),
      );
    const first = await run('');
    assert.deepEqual([first.looked, first.told], [BATCH, BATCH]);
    assert.equal((await run('')).told, 0, 'a second time nobody is told anything');
    await assert.rejects(
      service.services.database.write(async (trx) => {
        await alertBatch(trx, service.services, mall.id, {
          product: 'bulk-0',
          changedAt,
          after: first.last ?? '',
        });
        throw new Error('power is gone');
      }),
    );
    service.services.jobs.start();
    await settled();
    const told = await db()
      .selectFrom('notices')
      .select('shopper_id')
      .where('mall_id', '=', mall.id)
      .where('kind', '=', 'price-drop')
      .execute();
    assert.deepEqual(told.map((row) => row.shopper_id).sort(), [...shoppers].sort());
  });

  it('of thousands are looked at without holding the process up, and the figures tell how far', async () => {
    await freshMall();
    const { shoppers } = await fillAlerts(service.services, mall.id, { products: 20, each: 150 });
    const figure = async (name: string) => {
      const { body } = await service.call<string>('GET', '/metrics', { origin: null });
      return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(body)?.[1]);
    };
    const before2 = await figure('dangol_alerts_done_total');
    await service.services.jobs.stop();
    const products = Array.from({ length: 20 }, (_, n) => ({
      product: `bulk-${n}`,
      name: '상품',
      price: 900,
      availability: 'in_stock',
    }));
    await service.call('PUT', at('/products'), { as: mall.key, body: { products } });
    await until(async () => (await figure('dangol_alerts_waiting')) === 3000, 'all of them wait');
    const watch = longestTurn();
    service.services.jobs.start();
    await settled();
    const { cpuMs } = watch.stop();
    assert.equal((await figure('dangol_alerts_done_total')) - before2, 3000);
    assert.equal(await figure('dangol_alerts_waiting'), 0);
    const told = await db()
      .selectFrom('notices')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('mall_id', '=', mall.id)
      .where('kind', '=', 'price-drop')
      .executeTakeFirstOrThrow();
    assert.equal(Number(told.count), 3 * shoppers.length, 'three a week each');
    assert.ok(cpuMs < 50, `one turn took ${cpuMs.toFixed(1)} ms`);
  });
});
