import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { MallSettings } from '../../server/mall/malls/contract.ts';
import {
  disclosureOf,
  mergeSettings,
  originVerdict,
  scopeAllows,
  toOrigin,
} from '../../server/mall/malls/rules.ts';
import { insertOrigin, removeOrigin } from '../../server/mall/malls/store.ts';
import { ORIGIN, startService, type TestService } from '../support/service.ts';

describe('origins', () => {
  let service: TestService;
  let mall: Awaited<ReturnType<TestService['addMall']>>;
  let token: string;

  before(async () => {
    service = await startService();
    mall = await service.addMall('shop1', {
      origins: [ORIGIN, 'https://m.mall.example', 'http://localhost:3000'],
    });
    await service.addMall('shop2', { origins: ['https://other.example'] });
    token = await mall.token('kim');
  });
  after(() => service.stop());
  const get = (origin: string | null, path = '/v1/shop1/mall', as?: string) =>
    service.call('GET', path, { origin, as });

  it('are answered exactly: the one that asked, never a wildcard', async () => {
    for (const origin of [
      ORIGIN,
      'https://m.mall.example',
      'http://localhost:3000',
      'http://service.example',
    ]) {
      const answer = await get(origin);
      assert.equal(answer.status, 200, origin);
      assert.equal(answer.headers.get('access-control-allow-origin'), origin);
      assert.equal(answer.headers.get('access-control-allow-credentials'), null);
      assert.match(answer.headers.get('vary') ?? '', /\bOrigin\b/);
      assert.match(answer.headers.get('access-control-expose-headers') ?? '', /retry-after/);
    }
  });

  const foreign = [
    'null',
    'https://evil.example',
    'https://other.example',
    'http://mall.example',
    'https://mall.example:8443',
    'https://mall.example.evil.example',
    'https://evil-mall.example',
    'https://sub.mall.example',
    'https://mall.example/',
    'https://mall.example.',
    'HTTPS://MALL.EXAMPLE',
    'https://mall.example, https://evil.example',
    'https://mall.example https://evil.example',
    'file://',
    'http://localhost',
    'https://service.example',
    '*',
    '',
  ];
  for (const origin of foreign)
    it(`refuses ${JSON.stringify(origin)} before anything is read, also with a good token`, async () => {
      for (const as of [undefined, token]) {
        assert.equal((await get(ORIGIN, '/v1/shop1/mall', as)).status, 200);
        const answer = await get(origin, '/v1/shop1/mall', as);
        assert.equal(answer.status, 403);
        assert.equal(answer.body.code, 'origin-refused');
        assert.equal(answer.headers.get('access-control-allow-origin'), null);
        assert.match(answer.headers.get('vary') ?? '', /\bOrigin\b/);
      }
      const preflight = await service.call('OPTIONS', '/v1/shop1/me', {
        origin,
        headers: { 'access-control-request-method': 'PATCH' },
      });
      assert.equal(preflight.status, 403);
      assert.equal(preflight.headers.get('access-control-allow-origin'), null);
      assert.equal(preflight.headers.get('access-control-allow-methods'), null);
    });

  it('changes nothing for one that is refused', async () => {
    const hidden = await mall.token('never-seen');
    await service.call('PATCH', '/v1/shop1/me', {
      as: hidden,
      origin: 'https://evil.example',
      body: { handle: '나쁜 손님' },
    });
    const row = await service.services.database.db
      .selectFrom('shoppers')
      .selectAll()
      .where('outside_id', '=', 'never-seen')
      .executeTakeFirst();
    assert.equal(row, undefined);
  });

  it('may be absent: then the token alone decides', async () => {
    const answer = await get(null, '/v1/shop1/me', token);
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('access-control-allow-origin'), null);
    assert.equal((await get(null, '/v1/shop1/me')).body.code, 'sign-in-required');
  });

  it('preflights of the mall’s own pages are let through without a token', async () => {
    const answer = await service.call('OPTIONS', '/v1/shop1/me', {
      headers: {
        'access-control-request-method': 'PATCH',
        'access-control-request-headers': 'authorization,content-type,idempotency-key',
      },
    });
    assert.equal(answer.status, 204);
    assert.equal(answer.headers.get('access-control-allow-origin'), ORIGIN);
    for (const method of ['PATCH', 'PUT', 'DELETE', 'POST'])
      assert.match(answer.headers.get('access-control-allow-methods') ?? '', new RegExp(method));
    for (const header of ['authorization', 'content-type', 'idempotency-key'])
      assert.match(answer.headers.get('access-control-allow-headers') ?? '', new RegExp(header));
    assert.equal(answer.headers.get('access-control-max-age'), '7200');
  });

  it('of errors are answered as well, so that a page can read why', async () => {
    const answer = await service.call('GET', '/v1/shop1/me');
    assert.equal(answer.status, 401);
    assert.equal(answer.headers.get('access-control-allow-origin'), ORIGIN);
  });

  it('beside a key are refused, even the mall’s own', async () => {
    assert.equal((await get(null, '/v1/shop1/settings', mall.key)).status, 200);
    for (const origin of [ORIGIN, 'http://service.example']) {
      const answer = await get(origin, '/v1/shop1/settings', mall.key);
      assert.equal(answer.body.code, 'key-in-browser');
    }
    assert.equal(
      (await get('https://evil.example', '/v1/shop1/settings', mall.key)).body.code,
      'origin-refused',
    );
    assert.equal((await get('null', '/v1/shop1/settings', mall.key)).body.code, 'origin-refused');
  });

  it('come and go with the mall', async () => {
    const { database } = service.services;
    assert.equal((await get('https://new.example')).status, 403);
    await database.write((trx) => insertOrigin(trx, 'shop1', 'https://new.example'));
    service.app.malls.forget('shop1');
    assert.equal((await get('https://new.example')).status, 200);
    await database.write((trx) => removeOrigin(trx, 'shop1', 'https://new.example'));
    service.app.malls.forget('shop1');
    assert.equal((await get('https://new.example')).status, 403);
  });

  it('a mall that is not there, and one that cannot be, are answered alike', async () => {
    for (const id of [
      'nowhere',
      '%00',
      'SHOP1',
      'x',
      'a'.repeat(60),
      '..%2fshop1',
      '%E0%A4%A',
      "'--",
      '한글',
    ]) {
      const answer = await service.call('GET', `/v1/${id}/mall`);
      assert.equal(answer.status, 404, id);
      assert.equal(answer.body.code, 'not-found');
      assert.equal(answer.headers.get('access-control-allow-origin'), null);
    }
  });

  it('here: tells any page whether it is registered, and nothing else', async () => {
    const table: [string | null, string, boolean][] = [
      [ORIGIN, 'shop1', true],
      ['http://service.example', 'shop1', true],
      ['https://evil.example', 'shop1', false],
      ['null', 'shop1', false],
      [null, 'shop1', false],
      [ORIGIN, 'shop2', false],
      [ORIGIN, 'nowhere', false],
    ];
    for (const [origin, id, registered] of table) {
      const answer = await get(origin, `/v1/${id}/here`);
      assert.equal(answer.status, 200);
      assert.deepEqual(answer.body, { mall: id, origin, registered });
      assert.equal(answer.headers.get('access-control-allow-origin'), '*');
      assert.equal(answer.headers.get('cache-control'), 'no-store');
    }
  });
});

describe('settings of a mall', () => {
  let service: TestService;
  let mall: Awaited<ReturnType<TestService['addMall']>>;
  before(async () => {
    service = await startService();
    mall = await service.addMall('shop1');
  });
  after(() => service.stop());
  const patch = (body: unknown, as = mall.key) => service.call('PATCH', '/v1/shop1/settings', { as, body });
  const settings = async () => (await service.call('GET', '/v1/shop1/settings', { as: mall.key })).body;

  it('change one by one: objects are merged, lists replaced, the rest stays', async () => {
    const before2 = await settings();
    const answer = await patch({
      looks: { accent: '#aa3300' },
      limits: { reviewTextMin: 10 },
      write: 'everyone',
    });
    assert.equal(answer.status, 200);
    assert.deepEqual(answer.body, {
      ...before2,
      write: 'everyone',
      looks: { ...before2.looks, accent: '#aa3300' },
      limits: { ...before2.limits, reviewTextMin: 10 },
    });
    const fit = {
      key: 'fit',
      label: { ko: '핏' },
      values: [
        { key: 'a', label: {} },
        { key: 'b', label: {} },
      ],
    };
    assert.deepEqual((await patch({ attributes: [fit] })).body.attributes, [fit]);
    assert.deepEqual((await patch({ attributes: [] })).body.attributes, []);
    assert.equal((await patch({ looks: { accent: null } })).body.looks.accent, null);
    const wishlist = 'https://shop.example/찜';
    assert.equal((await patch({ pages: { wishlist } })).body.pages.wishlist, wishlist);
    assert.equal((await patch({ pages: { wishlist: null } })).body.pages.wishlist, null);
    const after2 = await settings();
    assert.deepEqual((await patch({})).body, after2);
    assert.equal((await service.call('GET', '/v1/shop1/mall')).body.write, 'everyone');
  });

  const wrong: unknown[] = [
    { unknown: 1 },
    { pages: { wishlist: 'javascript:alert(1)' } },
    { pages: { wishlist: 'https:shop.example/wishlist' } },
    { pages: { wishlist: 'nonsense' } },
    { read: 'nobody' },
    { locale: 'fr' },
    { timeZone: 'Mars/Olympus' },
    { currency: 'won' },
    { returnWindowDays: -1 },
    { returnWindowDays: 1.5 },
    { limits: { reviewTextMax: 1e9 } },
    { limits: { reviewTextMin: '5' } },
    { looks: { accent: 'red' } },
    { looks: { accent: '#fff;background:url(x)' } },
    { keySet: { url: 'ftp://x.example/k', algorithm: 'RS256' } },
    { keySet: { url: 'https://user:pass@x.example/k', algorithm: 'RS256' } },
    { keySet: { url: 'https://x.example/k', algorithm: 'HS256' } },
    { keySet: { url: 'https://x.example/k', algorithm: 'none' } },
    { attributes: [{ key: 'fit', label: {}, values: [] }] },
    { rewardDisclosure: 'x'.repeat(201) },
    [],
    null,
    'x',
  ];
  for (const body of wrong)
    it(`refuse ${JSON.stringify(body)?.slice(0, 60)}`, async () => {
      const before2 = await settings();
      assert.equal((await patch(body)).body.code, 'bad-input');
      assert.deepEqual(await settings(), before2);
    });
  it('refuse one attribute named twice', async () => {
    const fit = {
      key: 'fit',
      label: {},
      values: [
        { key: 'a', label: {} },
        { key: 'b', label: {} },
      ],
    };
    assert.equal((await patch({ attributes: [fit, fit] })).body.code, 'bad-input');
    assert.equal((await patch({ attributes: [fit] })).status, 200);
  });

  it('are for a key of scope all', async () => {
    for (const scope of ['read', 'moderate', 'orders'] as const)
      assert.equal((await patch({ locale: 'en' }, await mall.addKey([scope]))).body.code, 'key-scope');
    assert.equal((await patch({ locale: 'en' }, await mall.token('kim'))).body.code, 'key-refused');
    assert.equal((await settings()).locale, 'ko');
  });

  it('of which pages may know hold no key set and no disclosure', async () => {
    await patch({
      keySet: { url: 'https://canary.example/keys', algorithm: 'ES256' },
      rewardDisclosure: 'canary-words',
    });
    const seen = await service.call('GET', '/v1/shop1/mall');
    assert.equal(seen.status, 200);
    assert.ok(!/canary|keySet/.test(JSON.stringify(seen.body)));
    assert.match(seen.headers.get('cache-control') ?? '', /public/);
  });
});

describe('malls: rules', () => {
  it('an origin is what a browser sends', () => {
    const table: [string, string | undefined][] = [
      ['https://shop.example', 'https://shop.example'],
      ['https://Shop.Example/path?q#h', 'https://shop.example'],
      ['https://shop.example:443', 'https://shop.example'],
      ['http://shop.example:80/', 'http://shop.example'],
      ['http://localhost:3000', 'http://localhost:3000'],
      ['https://한글.example', 'https://xn--bj0bj06e.example'],
      ['https://user:pw@shop.example', 'https://shop.example'],
      ['shop.example', undefined],
      ['javascript:alert(1)', undefined],
      ['file:///etc', undefined],
      ['data:text/html,x', undefined],
      ['', undefined],
    ];
    for (const [text, origin] of table) assert.equal(toOrigin(text), origin, text);
  });
  it('a verdict needs the very origin', () => {
    assert.equal(originVerdict(undefined, ['https://a.example']), 'none');
    assert.equal(originVerdict('https://a.example', ['https://a.example']), 'allowed');
    assert.equal(originVerdict('', []), 'refused');
    assert.equal(originVerdict('null', ['https://a.example']), 'refused');
  });
  it('scopes: all includes every other, none includes all', () => {
    assert.equal(scopeAllows(['all'], 'orders'), true);
    assert.equal(scopeAllows(['orders'], 'orders'), true);
    assert.equal(scopeAllows(['orders', 'products'], 'all'), false);
    assert.equal(scopeAllows([], 'read'), false);
  });
  it('the disclosure is the mall’s own sentence or ours, and only when it rewards', () => {
    const of = (given: object) => disclosureOf(MallSettings.parse(given));
    assert.equal(of({}), null);
    assert.equal(of({ rewardDisclosure: '우리 말' }), null);
    assert.equal(of({ rewardsElsewhere: true, rewardDisclosure: '우리 말' }), '우리 말');
    assert.match(of({ rewardsElsewhere: true }) ?? '', /^\[적립금 후기\]/);
    assert.match(of({ rewardsElsewhere: true, locale: 'en' }) ?? '', /^\[Rewarded review\]/);
  });
  it('merging knows no field that a contract does not', () => {
    assert.throws(() => mergeSettings(MallSettings.parse({}), JSON.parse('{"__proto__x":1}')));
    assert.equal(({} as { polluted?: number }).polluted, undefined);
  });
});
