import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { openReadyBytes, toReady } from '../../server/base/http/ready.ts';
import { openPlace, type Place, type Process } from '../support/process.ts';
import { setScene } from '../support/scene.ts';
import { startService, type TestService } from '../support/service.ts';

let service: TestService;
let mall: Awaited<ReturnType<TestService['addMall']>>;
before(async () => {
  service = await startService();
  mall = await service.addMall('shop', { settings: { write: 'everyone' } });
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
    'much nesting': { ...REVIEW, product: 'slow', seen: JSON.parse('['.repeat(60_000) + ']'.repeat(60_000)) },
  };
  for (const [name, body] of Object.entries(LONG))
    test(name, async () => {
      const as = await mall.token('slow');
      const raw = JSON.stringify(body);
      const began = performance.now();
      const answer = await service.app.routes.request('/v1/shop/reviews', {
        method: 'POST',
        headers: { authorization: `Bearer ${as}`, 'content-type': 'application/json' },
        body: raw,
      });
      assert.ok(answer.status < 500, String(answer.status));
      const took = performance.now() - began;
      assert.ok(took < 1500, `${took} ms`);
    });
});

describe('bytes kept ready', () => {
  const answer = (text: string) => toReady({ text });
  test('what two brought at once is counted once', () => {
    const ready = openReadyBytes(10_000);
    for (let n = 0; n < 1000; n++) ready.set('same', answer('x'.repeat(500)));
    ready.set('other', answer('y'.repeat(500)));
    assert.ok(ready.get('same') && ready.get('other'));
  });
  test('what is asked for again outlives what was asked for once', () => {
    const ready = openReadyBytes(20_000);
    ready.set('hot', answer('h'.repeat(300)));
    for (let n = 0; n < 500; n++) {
      ready.set(`cold-${n}`, answer('c'.repeat(300)));
      assert.ok(ready.get('hot'), `gone after ${n}`);
    }
    assert.equal(ready.get('cold-1'), undefined);
  });
  test('an address written otherwise is answered by the same bytes, another question by its own', async () => {
    await post('/reviews', await mall.token('kept'), { ...REVIEW, product: 'kept' });
    const made: string[] = [];
    const set = service.services.ready.set;
    service.services.ready.set = (key, value) => {
      made.push(key);
      set(key, value);
    };
    const get = async (path: string, headers: Record<string, string> = {}) =>
      JSON.stringify((await service.call('GET', `/v1/shop/${path}`, { headers })).body);
    const first = await get('board?product=kept&limit=5');
    const before = made.length;
    for (const same of [
      'board?limit=5&product=kept',
      'board?product=k%65pt&limit=5',
      '%62oard?product=kept&limit=5',
      'board?product=kept&limit=5&utm_source=x',
      'board?product=kept&limit=5&__proto__=1',
      'board?product=kept&limit=5#part',
    ])
      assert.equal(await get(same), first, same);
    for (const headers of [
      { host: 'evil.example' },
      { 'x-forwarded-host': 'evil.example' },
      { 'x-original-url': '/x' },
    ])
      assert.equal(await get('board?product=kept&limit=5', headers as Record<string, string>), first);
    assert.equal(made.length, before, 'no second copy');
    assert.notEqual(await get('board?product=kept2&limit=5'), first);
    assert.notEqual(await get('reviews?product=kept&limit=5'), first);
    service.services.ready.set = set;
  });
  test('a page’s origin never comes from another’s request, and refusals are not kept', async () => {
    const board = '/v1/shop/board?product=kept';
    for (const origin of [
      'https://mall.example',
      'https://evil.example',
      null,
      'null',
      'https://mall.example',
    ]) {
      const { status, headers } = await service.call('GET', board, { origin });
      const isOurs = origin === 'https://mall.example';
      assert.equal(status, origin === null || isOurs ? 200 : 403);
      assert.equal(headers.get('access-control-allow-origin'), isOurs ? origin : null);
      assert.match(headers.get('vary') ?? '', /Origin/);
      if (status === 403) assert.equal(headers.get('cache-control'), 'no-store');
    }
    const signed = await service.call('GET', board, { as: await mall.token('kept') });
    assert.equal(signed.headers.get('cache-control'), 'no-store');
  });
});

describe('over a socket of their own making', () => {
  let place: Place;
  let process: Process;
  before(async () => {
    place = await openPlace();
    await place.addMall('shop');
    process = await place.serve();
  });
  after(() => place.close());

  /** Sends the lines as they are. */
  function raw(...lines: string[]): Promise<{ status: number; head: string; body: string }> {
    return new Promise((resolve, reject) => {
      const socket = connect(process.port() ?? 0, '127.0.0.1', () =>
        socket.write(`${[...lines, 'Connection: close'].join('\r\n')}\r\n\r\n`),
      );
      let text = '';
      socket.setEncoding('utf8').on('data', (part) => {
        text += part;
      });
      socket.on('error', reject);
      socket.on('close', () => {
        const [head = '', body = ''] = text.split('\r\n\r\n');
        resolve({ status: Number(head.split(' ')[1] ?? 0), head, body });
      });
    });
  }

  test('methods: what a path takes is told, what it does not take is refused', async () => {
    const board = '/v1/shop/board?product=1';
    for (const method of ['PUT', 'DELETE', 'PATCH', 'POST', 'TRACE', 'PROPFIND', 'OPTIONS']) {
      const { status, head, body } = await raw(
        `${method} ${board} HTTP/1.1`,
        'Host: x',
        'X-Mine: secret-canary',
      );
      assert.equal(status, 405, method);
      assert.match(head, /^allow: GET$/im);
      assert.equal(JSON.parse(body).code, 'method-not-allowed');
      assert.ok(!body.includes('secret-canary'));
    }
    const reviews = await raw('PUT /v1/shop/reviews HTTP/1.1', 'Host: x');
    assert.match(reviews.head, /^allow: GET, POST$/im);
    const head = await raw(`HEAD ${board} HTTP/1.1`, 'Host: x');
    assert.deepEqual([head.status, head.body], [200, '']);
    for (const path of ['/v1/nowhere/board', '/v1/shop/nothing', '/nothing'])
      assert.equal((await raw(`DELETE ${path} HTTP/1.1`, 'Host: x')).status, 404, path);
  });

  test('paths: no way around, and none into the files', async () => {
    for (const path of [
      '//v1/shop/board?product=1',
      '/v1//shop/board?product=1',
      '/v1/shop//board?product=1',
      '/v1/shop/board/?product=1',
      '/V1/shop/board?product=1',
      '/v1/SHOP/board?product=1',
      '/v1/shop%2fboard?product=1',
      '/v1/shop/board;x=1?product=1',
      '/%2e%2e/%2e%2e/etc/passwd',
      '/w/..%2f..%2fpackage.json',
      '/w/%2e%2e%2fembed.js',
      '/files/shop/..%2f..%2fmaster.key',
      '/files/shop/%2e%2e%5cmaster.key',
      '/files/..%2f..%2fetc/passwd',
      '/docs/../../../etc/passwd',
    ]) {
      const { status, body } = await raw(`GET ${path} HTTP/1.1`, 'Host: x');
      assert.ok([400, 404].includes(status), `${path}: ${status}`);
      assert.doesNotMatch(body, /root:|"name": ?"dangol"|[0-9a-f]{64}/);
    }
    // Dots are taken out before anything is looked up: it is then simply that path.
    assert.equal((await raw('GET /v1/shop/../../healthz HTTP/1.1', 'Host: x')).status, 200);
  });

  test('heads: none of them ends in a 5xx or is repeated', async () => {
    for (const lines of [
      ['Host: a b'],
      ['Host: evil/v1/other'],
      ['Host: x:99999'],
      ['Host: x', 'Origin: https://mall.example', 'Origin: https://evil.example'],
      ['Host: x', 'Authorization: Bearer a', 'Authorization: Bearer b'],
      ['Host: x', `Cookie: ${'a=b; '.repeat(2000)}`],
      ['Host: x', `X-Long: ${'a'.repeat(20_000)}`],
      ['Host: x', 'Accept-Encoding: gzip;q=0, br;q=0, identity;q=0'],
      ['Host: x', 'If-None-Match: *'],
      ['Host: x', 'Range: bytes=0-1,5-'],
      ['Host: x', 'Expect: something'],
      ['Host: x', 'Content-Length: 5'],
      ['Host: x', 'X-Forwarded-For: "><script>'],
      ['Host: x', 'Accept-Language: \u00e9\u00e9, ko;q=9, en;q=-1'],
    ]) {
      const { status, head } = await raw('GET /v1/shop/board?product=1 HTTP/1.1', ...lines);
      assert.ok(status < 500, `${lines.join(' ').slice(0, 60)}: ${status}`);
      assert.doesNotMatch(head, /script|evil/);
    }
    const split = await raw(
      'GET /v1/shop/here?x=%0d%0aSet-Cookie:%20a=b HTTP/1.1',
      'Host: x',
      'Origin: https://a%0d%0ab',
    );
    assert.doesNotMatch(split.head, /set-cookie/i);
    assert.equal((await raw('GET /healthz HTTP/1.1', 'Host: x')).status, 200);
    assert.equal(
      process
        .errors()
        .split('\n')
        .filter((line) => /error/i.test(line)).length,
      0,
      process.errors(),
    );
  });
});
