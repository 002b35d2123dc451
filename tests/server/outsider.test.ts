import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { SCENE_SETTINGS, setScene } from '../support/scene.ts';
import { startService, type TestService } from '../support/service.ts';

let service: TestService;
let mall: Awaited<ReturnType<TestService['addMall']>>;
before(async () => {
  service = await startService();
  mall = await service.addMall('shop', { settings: SCENE_SETTINGS });
});
after(() => service.stop());

const post = (path: string, as: string, body: unknown, headers: Record<string, string> = {}) =>
  service.call('POST', `/v1/shop${path}`, { as, body, headers });
const REVIEW = { stars: 5, text: 'A lid that closes tightly.' };

describe('what is not asked for is not taken', () => {
  test('fields of a review that only the service may set', async () => {
    const as = await mall.token('mass');
    const wanted = {
      id: 'a'.repeat(25),
      author: { id: 'b'.repeat(25), name: 'Seller', guest: false, seller: true },
      bought: true,
      helpful: 999,
      comments: 9,
      disclosure: 'Paid',
      createdAt: 1,
      version: 7,
      state: 'hidden',
      mall_id: 'other',
      shopper_id: 'c'.repeat(25),
      reply: { text: 'Thanks', at: 1, name: 'Shop' },
      ordinal: 5,
      rank_helpful: 1e9,
    };
    const { status, body } = await post('/reviews', as, { ...wanted, ...REVIEW, product: 'mass' });
    assert.equal(status, 201);
    for (const key of [
      'id',
      'author',
      'bought',
      'helpful',
      'comments',
      'disclosure',
      'createdAt',
      'version',
      'reply',
    ])
      assert.notDeepEqual(body[key], wanted[key as keyof typeof wanted], key);
    const patch = { ...wanted, ...REVIEW, text: 'A lid that closes.', version: body.version };
    const edited = await service.call('PATCH', `/v1/shop/reviews/${body.id}`, { as, body: patch });
    assert.equal(edited.status, 200);
    assert.deepEqual(
      [edited.body.bought, edited.body.helpful, edited.body.createdAt],
      [false, 0, body.createdAt],
    );
    const me = await service.call('PATCH', '/v1/shop/me', {
      as,
      body: {
        handle: 'lid-lover',
        id: 'd'.repeat(25),
        kind: 'guest',
        joinedAt: 1,
        name: 'Admin',
        outside_id: 'x',
      },
    });
    assert.deepEqual([me.body.id, me.body.kind, me.body.name], [body.author.id, 'member', 'lid-lover']);
  });

  test('settings that a key may not invent, and names that mean something to JavaScript', async () => {
    for (const raw of [
      '{"join":"free"}',
      '{"seeded":1}',
      '{"__proto__":{"read":"members"}}',
      '{"constructor":{"prototype":{"read":"members"}}}',
    ]) {
      const answer = await service.app.routes.request('/v1/shop/settings', {
        method: 'PATCH',
        headers: { authorization: `Bearer ${mall.key}`, 'content-type': 'application/json' },
        body: raw,
      });
      assert.equal(answer.status, 400, raw);
    }
    assert.equal(({} as { read?: string }).read, undefined);
    const nested = '{"limits":{"__proto__":{"reviewsPerDay":1}},"looks":{"constructor":1}}';
    await service.app.routes.request('/v1/shop/settings', {
      method: 'PATCH',
      headers: { authorization: `Bearer ${mall.key}`, 'content-type': 'application/json' },
      body: nested,
    });
    const { body } = await service.call('GET', '/v1/shop/settings', { as: mall.key });
    assert.equal(body.limits.reviewsPerDay, 30);
    assert.deepEqual(Object.keys(body.looks).sort(), ['accent', 'radius', 'scheme']);
  });
});

describe('votes', () => {
  test('any number of guests moves nothing, and a member counts once', async () => {
    const product = 'stuffed';
    const low = (await post('/reviews', await mall.token('low'), { ...REVIEW, product })).body.id;
    const high = (await post('/reviews', await mall.token('high'), { ...REVIEW, product })).body.id;
    const vote = (id: string, as: string, helpful = true) =>
      service.call('PUT', `/v1/shop/reviews/${id}/vote`, { as, body: { helpful } });
    const fan = await mall.token('fan');
    for (let n = 0; n < 5; n++) assert.equal((await vote(high, fan)).body.helpful, 1);
    for (let n = 0; n < 12; n++) {
      const guest = await mall.guest();
      assert.equal((await vote(low, guest)).body.helpful, 0);
      assert.equal((await vote(high, guest, false)).body.helpful, 1);
    }
    const { body } = await service.call('GET', `/v1/shop/reviews?product=${product}&sort=helpful`);
    const helpful = Object.fromEntries(
      body.items.map((one: { id: string; helpful: number }) => [one.id, one.helpful]),
    );
    assert.deepEqual(helpful, { [low]: 0, [high]: 1 });
    // The author, by whatever of their tokens, cannot.
    for (const claims of [{}, { name: 'Somebody else' }])
      assert.equal((await vote(low, await mall.token('low', claims))).body.code, 'own-thing');
  });

  test('a guest’s edit code opens the same guest, who still has one vote and no own one', async () => {
    const guest = await mall.guest();
    const { code } = (await post('/me/edit-code', guest, {})).body;
    const twin = (await service.call('POST', '/v1/shop/edit-codes', { body: { code } })).body.token;
    assert.notEqual(twin, guest);
    const { id } = (await post('/reviews', guest, { ...REVIEW, product: 'twin' })).body;
    const own = await service.call('PUT', `/v1/shop/reviews/${id}/vote`, {
      as: twin,
      body: { helpful: true },
    });
    assert.equal(own.body.code, 'own-thing');
    const again = await service.call('POST', '/v1/shop/edit-codes', { body: { code } });
    assert.deepEqual([again.status, again.body.code], [401, 'token-refused']);
  });
});

describe('Idempotency-Key', () => {
  const key = { 'idempotency-key': 'the-same-for-everybody' };
  test('is each shopper’s own', async () => {
    const [kim, lee] = [await mall.token('kim'), await mall.token('lee')];
    const first = await post('/reviews', kim, { ...REVIEW, product: 'idem' }, key);
    const second = await post('/reviews', lee, { ...REVIEW, product: 'idem' }, key);
    assert.deepEqual([first.status, second.status], [201, 201]);
    assert.notEqual(first.body.id, second.body.id);
    assert.equal(second.headers.get('idempotency-replayed'), null);
    const replay = await post('/reviews', kim, { ...REVIEW, product: 'idem' }, key);
    assert.deepEqual([replay.body.id, replay.headers.get('idempotency-replayed')], [first.body.id, 'true']);
    assert.equal((await post('/reviews', kim, { ...REVIEW, product: 'idem2' }, key)).body.code, 'key-reused');
  });
  test('is each mall’s and each route’s own', async () => {
    const other = await service.addMall('other', { settings: { write: 'everyone' } });
    const kim = await mall.token('kim');
    const subject = {
      kind: 'review',
      id: (await post('/reviews', kim, { ...REVIEW, product: 'idem' }, key)).body.id,
    };
    assert.equal((await post('/comments', kim, { subject, text: 'me again' }, key)).status, 201);
    const there = await service.call('POST', '/v1/other/reviews', {
      as: await other.token('kim'),
      body: { ...REVIEW, product: 'idem' },
      headers: key,
    });
    assert.equal(there.headers.get('idempotency-replayed'), null);
    assert.notEqual(there.body.id, subject.id);
  });
  test('brings nothing back that was deleted, and no session that has ended', async () => {
    const as = await mall.token('gone');
    const once = { 'idempotency-key': 'written-then-deleted' };
    const { id } = (await post('/reviews', as, { ...REVIEW, product: 'gone' }, once)).body;
    assert.equal((await service.call('DELETE', `/v1/shop/reviews/${id}`, { as })).status, 204);
    const replay = await post('/reviews', as, { ...REVIEW, product: 'gone' }, once);
    assert.deepEqual([replay.status, replay.body.code], [410, 'gone']);

    const guests = () =>
      service.call('POST', '/v1/shop/guests', { headers: { 'idempotency-key': 'guest-of-mine' } });
    const { token } = (await guests()).body;
    assert.equal((await guests()).body.token, token);
    assert.equal((await service.call('DELETE', '/v1/shop/sessions/current', { as: token })).status, 204);
    assert.equal((await guests()).body.code, 'token-refused');
  });
  test('a revocation that comes a second time does not reach those who signed in again', async () => {
    await service.call('GET', '/v1/shop/me', { as: await mall.token('back') });
    const revoke = () =>
      post('/shoppers/revoke', mall.key, { shopper: 'back' }, { 'idempotency-key': 'revoke-back-1' });
    assert.equal((await revoke()).status, 204);
    service.later(5000);
    const again = await mall.token('back');
    assert.equal((await service.call('GET', '/v1/shop/me', { as: again })).status, 200);
    assert.equal((await revoke()).status, 204);
    assert.equal((await service.call('GET', '/v1/shop/me', { as: again })).status, 200);
  });
});

test('limits of one mall are not those of another, and follow its settings', async () => {
  const tight = await startService({ environment: { PACE_SCALE: '1' } });
  try {
    const malls = [
      await tight.addMall('wide', { settings: { limits: { reviewsPerDay: 3 } } }),
      await tight.addMall('narrow', { settings: { limits: { reviewsPerDay: 1 } } }),
    ];
    const passed: Record<string, number> = {};
    for (const one of malls)
      for (let n = 0; n < 4; n++) {
        const body = { ...REVIEW, product: `p${n}`, text: `Text number ${n} of mine.` };
        const { status } = await tight.call('POST', `/v1/${one.id}/reviews`, {
          as: await one.token('kim'),
          body,
        });
        passed[one.id] = (passed[one.id] ?? 0) + (status === 201 ? 1 : 0);
      }
    assert.deepEqual(passed, { wide: 3, narrow: 1 });
  } finally {
    await tight.stop();
  }
});

describe('cursors', () => {
  test('forged ones are refused or find nothing, never break anything', async () => {
    const scene = await setScene(service, mall);
    const numbers = [
      0,
      -1,
      -0,
      1.5,
      1e21,
      2 ** 53,
      -(2 ** 53),
      Number.MAX_SAFE_INTEGER,
      Number.MIN_SAFE_INTEGER,
    ];
    const texts = ['', 'z'.repeat(200), "' or 1=1 --", '\u0000', '\ud800', '{}', '%', '\u{10ffff}'];
    const shapes: unknown[][] = [];
    for (const n of numbers)
      for (const t of texts)
        shapes.push(
          [n, t],
          [n, n, t],
          [n, t, n, t],
          [n, n, n, n, n, t, n, t],
          [t, n],
          [[n], t],
          [n, { t }],
          [n],
        );
    const cursors = shapes.map((parts) => Buffer.from(JSON.stringify(parts)).toString('base64url'));
    cursors.push('a', '_', '-'.repeat(400), Buffer.from('null').toString('base64url'));
    const { product, review, tokens } = scene;
    for (const cursor of cursors.filter((one) => one.length <= 400))
      for (const [path, as] of [
        [`reviews?product=${product}&sort=helpful`],
        [`reviews?product=${product}&sort=newest`],
        [`reviews?product=${product}&sort=lowest`],
        [`comments?kind=review&id=${review}`],
        ['reports?state=open', tokens.key],
      ]) {
        const { status, body } = await service.call('GET', `/v1/shop/${path}&cursor=${cursor}`, { as });
        assert.ok(
          status === 200 || (status === 400 && body.code === 'bad-cursor'),
          `${status} ${path} ${cursor}`,
        );
      }
  });
});

describe('texts made to take long', () => {
  const heap = (piece: string, length = 250_000) =>
    piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
  const LONG: Record<string, unknown> = {
    'many marks': { ...REVIEW, product: 'slow', text: heap('\u0301') },
    'many lines': { ...REVIEW, product: 'slow', text: heap('\n') },
    'many blanks': { ...REVIEW, product: 'slow', text: `a${heap(' ')}b` },
    'many joiners': { ...REVIEW, product: 'slow', text: heap('👩\u200d') },
    'just short enough': {
      ...REVIEW,
      product: 'slow',
      text: heap('\u0301a', 60_000),
      title: heap(' \n', 2000),
    },
    'many options': {
      ...REVIEW,
      product: 'slow',
      options: Object.fromEntries(Array.from({ length: 15_000 }, (_, n) => [`${n}`, '\u0301a'])),
    },
    'many attributes': {
      ...REVIEW,
      product: 'slow',
      attributes: Object.fromEntries(Array.from({ length: 20_000 }, (_, n) => [`${n}`, ''])),
    },
    'many photos': { ...REVIEW, product: 'slow', photos: Array(9000).fill('0'.repeat(25)) },
    'a long address': { ...REVIEW, product: 'slow', seen: { url: `https://${heap('a.', 200_000)}` } },
    'much nesting': `{"product":"slow","stars":5,"text":"A text.","seen":${'['.repeat(60_000)}${']'.repeat(60_000)}}`,
  };
  for (const [name, body] of Object.entries(LONG))
    test(name, async () => {
      const as = await mall.token('slow');
      const raw = typeof body === 'string' ? body : JSON.stringify(body);
      const began = process.cpuUsage();
      const answer = await service.app.routes.request('/v1/shop/reviews', {
        method: 'POST',
        headers: { authorization: `Bearer ${as}`, 'content-type': 'application/json' },
        body: raw,
      });
      assert.ok(answer.status < 500, String(answer.status));
      // Of this process alone, so that no other work of the machine counts; what grows with the square takes a minute.
      const { user, system } = process.cpuUsage(began);
      assert.ok(user + system < 5_000_000, `${Math.round((user + system) / 1000)} ms of CPU`);
    });
});
