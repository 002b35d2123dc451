import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { findMall } from '../../server/mall/malls/store.ts';
import { keptSeenUrl, productUrl } from '../../server/mall/products/rules.ts';
import { ensureSeen, findProduct } from '../../server/mall/products/store.ts';
import { ORIGIN, startService, type TestService } from '../support/service.ts';

const CHAIR = {
  product: 'chair/1 & 2',
  name: '의자',
  url: `${ORIGIN}/p/chair`,
  image: 'https://img.mall.example/chair.jpg',
  price: 59_000,
  options: [{ name: '색상', values: ['블루', '그린'] }],
  category: '가구',
};

describe('products', () => {
  let service: TestService;
  let shop: Awaited<ReturnType<TestService['addMall']>>;
  let other: typeof shop;
  const put = (products: unknown[], as: string | undefined = shop.key, more = {}) =>
    service.call('PUT', '/v1/shop/products', { as, body: { products }, ...more });
  const get = (...keys: string[]) =>
    service.call(
      'GET',
      `/v1/shop/products?${keys.map((key) => `product=${encodeURIComponent(key)}`).join('&')}`,
    );
  const changes = async () =>
    (
      await service.services.database.db
        .selectFrom('outbox')
        .select('topic')
        .where('mall_id', '=', 'shop')
        .where('kind', '=', 'product.changed')
        .execute()
    ).map((row) => row.topic);

  before(async () => {
    service = await startService();
    shop = await service.addMall('shop', { settings: { pages: { product: '/goods?no={product}' } } });
    other = await service.addMall('other');
  });
  after(() => service.stop());

  it('keeps what a key states and shows it to every page', async () => {
    const stated = await put([CHAIR, { product: 'gone', name: 'Gone', availability: 'gone' }]);
    assert.deepEqual([stated.status, stated.body], [200, { stated: 2 }]);
    const { status, body, headers } = await get('gone', 'unknown', CHAIR.product, 'gone');
    assert.equal(status, 200);
    assert.match(headers.get('cache-control') ?? '', /public/);
    assert.deepEqual(
      body.items.map((one: { product: string }) => one.product),
      ['gone', CHAIR.product],
    );
    assert.deepEqual(body.items[1], {
      ...CHAIR,
      confirmed: true,
      currency: 'KRW',
      availability: 'in_stock',
      fewLeft: false,
    });
    assert.equal(body.items[0].url, `${ORIGIN}/goods?no=gone`);
    assert.equal(body.items[0].availability, 'gone');
    assert.equal(
      await findProduct(service.services.database.db, 'shop', 'unknown'),
      undefined,
      'reading makes no product',
    );
  });

  it('moves the time and tells of it only where a fact changed', async () => {
    await put([
      { product: 'a', name: 'A' },
      { product: 'b', name: 'B' },
    ]);
    const first = await findProduct(service.services.database.db, 'shop', 'a');
    const told = (await changes()).length;
    service.later(5000);
    await put([
      { product: 'a', name: 'A' },
      { product: 'b', name: 'B', price: 100 },
    ]);
    const again = await findProduct(service.services.database.db, 'shop', 'a');
    assert.equal(again?.changed_at, first?.changed_at);
    assert.deepEqual((await changes()).slice(told), ['product:b']);
    assert.equal((await get('b')).body.items[0].price, 100, 'the kept answer is not the old one');
  });

  it('takes the last of two statements of one product in a batch', async () => {
    const { body } = await put([
      { product: 'twice', name: 'First' },
      { product: 'twice', name: 'Second' },
    ]);
    assert.deepEqual(body, { stated: 1 });
    assert.equal((await get('twice')).body.items[0].name, 'Second');
  });

  it('takes a thousand at once and refuses more', async () => {
    const many = Array.from({ length: 1000 }, (_, index) => ({
      product: `m${index}`,
      name: `M ${index}`,
      price: index,
    }));
    assert.deepEqual((await put(many)).body, { stated: 1000 });
    assert.equal((await get('m999')).body.items[0].price, 999);
    assert.equal((await put([...many, { product: 'x', name: 'X' }])).status, 400);
  });

  it('refuses whoever may not state products', async () => {
    const said = { products: [{ product: 'evil', name: 'Evil' }] };
    const cases: [string, Record<string, unknown>, number, string][] = [
      ['nobody', {}, 401, 'key-refused'],
      ['a guest or member', { as: await shop.token('m1') }, 401, 'key-refused'],
      ['a key without the scope', { as: await shop.addKey(['orders', 'read']) }, 403, 'key-scope'],
      ["another mall's key", { as: other.key }, 401, 'key-refused'],
      ['a key in a browser', { as: shop.key, origin: ORIGIN }, 403, 'key-in-browser'],
      ['a foreign page', { as: shop.key, origin: 'https://evil.example' }, 403, 'origin-refused'],
    ];
    for (const [who, request, status, code] of cases) {
      const answer = await service.call('PUT', '/v1/shop/products', { ...request, body: said });
      assert.deepEqual([answer.status, answer.body.code], [status, code], who);
    }
    assert.deepEqual((await get('evil')).body.items, []);
    assert.equal(
      (await put([{ product: 'good', name: 'Good' }], await shop.addKey(['products']))).status,
      200,
    );
  });

  it('names the field of a wrong statement and takes none of its batch', async () => {
    const wrong: [string, Record<string, unknown>][] = [
      ['products.1.name', { product: 'w', name: '' }],
      ['products.1.product', { product: 'a\u0000b', name: 'W' }],
      ['products.1.price', { product: 'w', name: 'W', price: -1 }],
      ['products.1.price', { product: 'w', name: 'W', price: 1.5 }],
      ['products.1.url', { product: 'w', name: 'W', url: 'javascript:alert(1)' }],
      ['products.1.availability', { product: 'w', name: 'W', availability: 'soon' }],
    ];
    for (const [path, product] of wrong) {
      const { status, body } = await put([{ product: 'fine', name: 'Fine' }, product]);
      assert.equal(status, 400);
      assert.equal(body.code, 'bad-input');
      assert.ok(
        body.fields.some((field: { path: string }) => field.path === path),
        path,
      );
    }
    assert.deepEqual((await get('fine')).body.items, []);
    assert.equal(
      (await put([], shop.key, { headers: { 'content-type': 'text/plain' } })).body.code,
      'wrong-type',
    );
  });

  it('keeps of a product first seen on a page its key and an address of the mall alone', async () => {
    const { database, now } = service.services;
    const mall = await findMall(database.db, 'other');
    assert.ok(mall);
    await database.write(async (trx) => {
      await ensureSeen(trx, mall, 'seen', `${ORIGIN}/p/seen?x=1#top`, now());
      await ensureSeen(trx, mall, 'foreign', 'https://evil.example/p', now());
      await ensureSeen(trx, mall, 'seen', `${ORIGIN}/elsewhere`, now());
    });
    const { body } = await service.call('GET', '/v1/other/products?product=seen&product=foreign');
    const nothing = {
      confirmed: false,
      name: null,
      image: null,
      price: null,
      currency: null,
      availability: null,
      fewLeft: false,
      options: [],
      category: null,
    };
    assert.deepEqual(body.items, [
      { product: 'seen', url: `${ORIGIN}/p/seen?x=1`, ...nothing },
      { product: 'foreign', url: null, ...nothing },
    ]);
    await service.call('PUT', '/v1/other/products', {
      as: other.key,
      body: { products: [{ product: 'seen', name: 'Stated' }] },
    });
    await database.write((trx) => ensureSeen(trx, mall, 'seen', `${ORIGIN}/late`, now()));
    const stated = (await service.call('GET', '/v1/other/products?product=seen')).body.items[0];
    assert.deepEqual([stated.confirmed, stated.name, stated.url], [true, 'Stated', null]);
  });

  it('shows products only to members where the mall says so', async () => {
    const closed = await service.addMall('closed', { settings: { read: 'members' } });
    await service.call('PUT', '/v1/closed/products', { as: closed.key, body: { products: [CHAIR] } });
    const path = `/v1/closed/products?product=${encodeURIComponent(CHAIR.product)}`;
    assert.equal((await service.call('GET', path)).body.code, 'sign-in-required');
    const member = await service.call('GET', path, { as: await closed.token('m1') });
    assert.equal(member.body.items.length, 1);
    assert.equal(member.headers.get('cache-control'), 'no-store');
  });

  it('knows where a product is', async () => {
    const mall = await findMall(service.services.database.db, 'shop');
    assert.ok(mall);
    const at = (confirmed: number, url: string | null, template: string | null, product = 'a/b') =>
      productUrl(
        {
          ...mall,
          settings: {
            ...mall.settings,
            pages: { product: template, wishlist: null, club: null, blog: null },
          },
        },
        { product, confirmed, url },
      );
    assert.equal(at(1, 'https://x.example/p', '/g/{product}'), 'https://x.example/p');
    assert.equal(at(1, null, '/g/{product}?again={product}'), `${ORIGIN}/g/a%2Fb?again=a%2Fb`);
    assert.equal(at(1, null, 'https://m.mall.example/{product}', '$&'), 'https://m.mall.example/%24%26');
    assert.equal(at(0, `${ORIGIN}/seen`, '/g/{product}'), `${ORIGIN}/g/a%2Fb`);
    assert.equal(at(0, `${ORIGIN}/seen`, null), `${ORIGIN}/seen`);
    assert.equal(at(1, null, 'javascript:alert({product})'), null);
    assert.equal(at(1, null, null), null);
    assert.equal(keptSeenUrl('https://a:b@mall.example/', [ORIGIN]), null);
    assert.equal(keptSeenUrl('http://mall.example/', [ORIGIN]), null);
    assert.equal(keptSeenUrl('/relative', [ORIGIN]), null);
  });
});
