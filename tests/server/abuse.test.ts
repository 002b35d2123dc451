import assert from 'node:assert/strict';
import { Agent, type IncomingMessage, request } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { openPace } from '../../server/base/http/pace.ts';
import { Problem } from '../../server/base/http/problem.ts';
import { until } from '../support/ground.ts';
import { ask, openPlace, type Place, type Process } from '../support/process.ts';
import { ORIGIN, startService, type TestService } from '../support/service.ts';

const onSqlite = process.env.TEST_DB !== 'postgres';

/** The service asked by a peer of that address, and with what that peer says of others. */
function from(service: TestService, peer: string, forwardedFor?: string) {
  return async (method: string, path: string, request: { as?: string; body?: unknown } = {}) => {
    const answer = await service.app.routes.request(
      path,
      {
        method,
        headers: {
          origin: ORIGIN,
          ...(forwardedFor !== undefined && { 'x-forwarded-for': forwardedFor }),
          ...(request.as && { authorization: `Bearer ${request.as}` }),
          ...(request.body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
      },
      { incoming: { socket: { remoteAddress: peer }, headers: {}, complete: true } },
    );
    // biome-ignore lint/suspicious/noExplicitAny: each test knows what it asked for
    return { status: answer.status, headers: answer.headers, body: (await answer.json()) as any };
  };
}
type Ask = ReturnType<typeof from>;
type Got = Awaited<ReturnType<Ask>>;

/** Asks until it is refused for its pace; how often it was let through, and the refusal. */
async function until429(send: () => Promise<Got>, most = 200): Promise<{ passed: number; refusal: Got }> {
  for (let passed = 0; passed <= most; passed++) {
    const refusal = await send();
    if (refusal.status === 429) return { passed, refusal };
    assert.ok(refusal.status < 400, JSON.stringify(refusal.body));
  }
  return assert.fail(`never refused in ${most} requests`);
}

function assertRefusal({ headers, body }: Got, rule: string): void {
  const retryAfter = Number(headers.get('retry-after'));
  assert.ok(Number.isInteger(retryAfter) && retryAfter >= 1 && retryAfter <= 86_400);
  assert.equal(body.code, 'too-many');
  assert.equal(body.retryAfter, retryAfter);
  assert.equal(headers.get('cache-control'), 'no-store');
  assert.match(headers.get('ratelimit-policy') ?? '', new RegExp(`^"${rule}";q=\\d+;w=\\d+$`));
  assert.match(headers.get('ratelimit') ?? '', new RegExp(`^"${rule}";r=0;t=\\d+$`));
}

describe('pace', () => {
  let service: TestService;
  let mall: Awaited<ReturnType<TestService['addMall']>>;
  let review: string;
  const guests = '/v1/shop/guests';
  before(async () => {
    // A tenth of each limit: 6 votes a minute, 3 guests in ten minutes for who is nobody yet.
    service = await startService({
      environment: { PACE_SCALE: '0.1', TRUSTED_PROXIES: '10.0.0.0/8,fd00::/8' },
    });
    mall = await service.addMall('shop', { settings: { write: 'everyone' } });
    const body = { product: 'p', stars: 5, text: 'Worth its price.' };
    const as = await mall.token('author');
    review = (await from(service, '198.51.100.1')('POST', '/v1/shop/reviews', { as, body })).body.id;
  });
  after(() => service.stop());

  test('each answer tells what is left', async () => {
    const send = from(service, '198.51.100.2');
    const left = [];
    for (let n = 0; n < 3; n++) {
      const { headers } = await send('GET', '/v1/shop/board?product=p');
      // One who is nobody reads on the account of the address, which many share.
      assert.match(headers.get('ratelimit-policy') ?? '', /^"read-address";q=300;w=60$/);
      left.push(Number(/;r=(\d+);/.exec(headers.get('ratelimit') ?? '')?.[1]));
    }
    assert.deepEqual(left, [299, 298, 297]);
  });

  test('a shopper who votes too fast is refused, from whatever address; another at the same one is not', async () => {
    const as = await mall.token('eager');
    let n = 0;
    const { passed, refusal } = await until429(() => {
      n += 1;
      return from(service, `198.51.100.${n}`)('PUT', `/v1/shop/reviews/${review}/vote`, {
        as,
        body: { helpful: n % 2 === 0 },
      });
    });
    assert.equal(passed, 6);
    assertRefusal(refusal, 'votes');
    const other = await from(service, `198.51.100.${n}`)('PUT', `/v1/shop/reviews/${review}/vote`, {
      as: await mall.token('calm'),
      body: { helpful: true },
    });
    assert.equal(other.status, 200);
  });

  test('a member of whom no row is kept is counted as one all the same', async () => {
    const as = await mall.token('never-wrote');
    let n = 0;
    const { passed, refusal } = await until429(() => {
      n += 1;
      return from(service, `203.0.113.${n}`)('GET', '/v1/shop/board?product=p', { as });
    });
    assert.equal(passed, 60);
    assertRefusal(refusal, 'read');
  });

  test('an address that makes guests is refused; its neighbours are not', async () => {
    const { passed, refusal } = await until429(() => from(service, '192.0.2.1')('POST', guests));
    assert.equal(passed, 3);
    assertRefusal(refusal, 'guests');
    assert.equal((await from(service, '::ffff:192.0.2.1')('POST', guests)).status, 429);
    assert.equal((await from(service, '192.0.2.2')('POST', guests)).status, 201);
  });

  test('guests and tokens do not help an address: it has a limit of its own', async () => {
    const tokens = await Promise.all(Array.from({ length: 40 }, (_, n) => mall.token(`crowd-${n}`)));
    let n = 0;
    const { passed, refusal } = await until429(() => {
      n += 1;
      return from(service, '192.0.2.77')('PUT', `/v1/shop/reviews/${review}/vote`, {
        as: tokens[n % tokens.length] ?? '',
        body: { helpful: true },
      });
    });
    assert.equal(passed, 30);
    assertRefusal(refusal, 'votes-address');
  });

  test('IPv6: a whole /64 is one', async () => {
    const addresses = [
      '2001:db8:1:2::1',
      '2001:db8:1:2:ffff::9',
      '2001:DB8:1:2:0:0:0:3',
      '2001:db8:0001:0002::4',
    ];
    let n = 0;
    const { passed } = await until429(() =>
      from(service, addresses[n++ % addresses.length] ?? '')('POST', guests),
    );
    assert.equal(passed, 3);
    assert.equal((await from(service, '2001:db8:1:3::1')('POST', guests)).status, 201);
  });

  test('a forged X-Forwarded-For gains nothing', async () => {
    let n = 0;
    const forged = () => {
      n += 1;
      return [`1.2.3.${n}`, `10.0.0.${n}`, `2001:db8:${n}::1`, `127.0.0.1, 5.6.7.${n}`, ''][n % 5];
    };
    assert.equal((await until429(() => from(service, '192.0.2.90', forged())('POST', guests))).passed, 3);
    // In front of what the trusted proxy adds it is worth no more.
    const behind = () => from(service, '10.1.1.1', `${forged()}, 192.0.2.91`)('POST', guests);
    assert.equal((await until429(behind)).passed, 3);
    // Two trusted proxies in a row: the first that is not trusted counts.
    const twice = () => from(service, 'fd00::1', `${forged()}, 192.0.2.92, 10.9.9.9`)('POST', guests);
    assert.equal((await until429(twice)).passed, 3);
  });

  test('behind a trusted proxy each visitor has an own count', async () => {
    for (let n = 1; n <= 8; n++)
      assert.equal((await from(service, '10.1.1.1', `203.0.113.${100 + n}`)('POST', guests)).status, 201);
  });
});

describe('the pace of a whole mall', () => {
  let service: TestService;
  before(async () => {
    // A hundredth: one guest for an address, sixty for a mall.
    service = await startService({ environment: { PACE_SCALE: '0.01' } });
    await service.addMall('shop', { settings: { write: 'everyone' } });
    await service.addMall('other', { settings: { write: 'everyone' } });
  });
  after(() => service.stop());

  test('many addresses together are refused; what one is refused is not counted; the other mall is free', async () => {
    const loud = () => from(service, '192.0.2.200')('POST', '/v1/shop/guests');
    assert.equal((await loud()).status, 201);
    for (let n = 0; n < 80; n++) assert.equal((await loud()).status, 429);
    let n = 0;
    const { passed, refusal } = await until429(() =>
      from(service, `203.0.113.${n++}`)('POST', '/v1/shop/guests'),
    );
    assert.equal(passed, 59);
    assertRefusal(refusal, 'guests-mall');
    assert.equal((await from(service, '192.0.2.201')('POST', '/v1/other/guests')).status, 201);
  });
});

describe(`over HTTP, ${onSqlite ? 'one process' : 'two processes'}`, () => {
  let place: Place;
  let mall: Awaited<ReturnType<Place['addMall']>>;
  let a: Process;
  let b: Process;
  before(async () => {
    place = await openPlace({ PACE_SCALE: '0.1' });
    mall = await place.addMall('shop', { write: 'everyone' });
    a = await place.serve();
    b = onSqlite ? a : await place.serve();
  });
  after(() => place.close());

  test('all processes count together', async () => {
    const statuses = [];
    for (let n = 0; n < 6; n++) {
      const headers = { 'x-forwarded-for': `203.0.113.${n}` };
      statuses.push((await ask((n % 2 ? b : a).url(), 'POST', '/v1/shop/guests', { headers })).status);
    }
    assert.deepEqual(statuses, [201, 201, 201, 429, 429, 429]);
  });

  interface Upload {
    path: string;
    as?: string;
    type?: string;
    bytes: number;
    chunked: boolean;
  }
  /** Sends a body of blanks in pieces, as far as the service takes it. */
  function upload(agent: Agent, { path, as, type = 'application/json', bytes, chunked }: Upload) {
    return new Promise<{ status: number; body: string; sent: number }>((resolve, reject) => {
      let sent = 0;
      const headers = {
        'content-type': type,
        ...(as && { authorization: `Bearer ${as}` }),
        ...(chunked ? { 'transfer-encoding': 'chunked' } : { 'content-length': bytes }),
      };
      const sending = request(
        `${a.url()}${path}`,
        { method: 'POST', agent, headers },
        (answer: IncomingMessage) => {
          let body = '';
          answer.setEncoding('utf8').on('data', (text) => {
            body += text;
          });
          answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body, sent }));
          answer.on('error', reject);
        },
      );
      // A connection that is closed while we still send is no matter once there is an answer.
      sending.on('error', reject);
      const piece = Buffer.alloc(64 * 1024, 0x20);
      const go = () => {
        while (sent < bytes && !sending.destroyed) {
          const part = piece.subarray(0, Math.min(piece.length, bytes - sent));
          sent += part.length;
          if (!sending.write(part)) return void sending.once('drain', go);
        }
        sending.end();
      };
      go();
    });
  }

  const TEN = 10 * 1024 * 1024;
  for (const chunked of [false, true])
    for (const who of ['nobody', 'member', 'key', 'photo'] as const)
      test(`10 MB from ${who}, ${chunked ? 'in chunks' : 'with its length'}: 413, and the connection is none the worse`, async () => {
        const agent = new Agent({ keepAlive: true, maxSockets: 1 });
        const as = who === 'nobody' ? undefined : who === 'key' ? mall.key : await mall.token('member');
        const path =
          who === 'key' ? '/v1/shop/orders' : who === 'photo' ? '/v1/shop/photos' : '/v1/shop/reviews';
        const type = who === 'photo' ? 'image/jpeg' : 'application/json';
        const bytes = who === 'photo' ? 3 * TEN : TEN;
        const large = await upload(agent, { path, type, bytes, chunked, ...(as && { as }) });
        const refused = who === 'nobody' ? [401, 413] : [413];
        assert.ok(refused.includes(large.status), `${large.status} ${large.body}`);
        assert.ok(['too-large', 'sign-in-required'].includes(JSON.parse(large.body).code));
        // The next one, through the same agent, is answered as if nothing had been.
        const small = await upload(agent, {
          path,
          type: 'application/json',
          bytes: 2,
          chunked,
          ...(as && { as }),
        });
        assert.ok([400, 401, 415].includes(small.status), `${small.status} ${small.body}`);
        agent.destroy();
      });

  test('a body that never ends is cut off, and little of it is kept', async () => {
    const agent = new Agent();
    const as = await mall.token('member');
    const outcome = await upload(agent, {
      path: '/v1/shop/reviews',
      as,
      bytes: 500 * TEN,
      chunked: true,
    }).then(
      ({ status, sent }) => ({ status, sent }),
      () => ({ status: 413, sent: 0 }),
    );
    assert.equal(outcome.status, 413);
    assert.ok(outcome.sent < 20 * TEN, `${outcome.sent} bytes were taken`);
    const { text } = await ask(a.url(), 'GET', '/metrics');
    const rss = Number(/^process_resident_memory_bytes (\d+)/m.exec(text)?.[1]);
    assert.ok(rss < 500 * 1024 * 1024, `${rss} bytes held`);
    agent.destroy();
  });

  test('only a mall’s backend sends in bulk: shoppers have 256 kB', async () => {
    const agent = new Agent();
    const size = { bytes: 1024 * 1024, chunked: true };
    const member = await upload(agent, { path: '/v1/shop/comments', as: await mall.token('m2'), ...size });
    assert.equal(member.status, 413);
    // Blanks are no JSON: it was read to its end.
    const key = await upload(agent, { path: '/v1/shop/orders', as: mall.key, ...size });
    assert.equal(key.status, 400);
    agent.destroy();
  });
});

describe('streams held at once', () => {
  test('a subject holds so many, gets each back, and another is not touched', () => {
    const pace = openPace(undefined, 0.5);
    const rule = { name: 'held', points: 4, seconds: 30 };
    const [first, second] = [pace.hold(rule, 'a'), pace.hold(rule, 'a')];
    const refused = (error: unknown) =>
      error instanceof Problem && error.code === 'too-many' && error.extras.retryAfter === 30;
    assert.throws(() => pace.hold(rule, 'a'), refused);
    pace.hold(rule, 'b');
    first();
    const third = pace.hold(rule, 'a');
    assert.throws(() => pace.hold(rule, 'a'), refused);
    second();
    third();
    for (let n = 0; n < 10; n++) pace.hold(rule, 'a')();
  });

  test('a stream takes a place of its address and gives it back however it ends', async () => {
    const service = await startService();
    await service.addMall('shop');
    const { pace } = service.services;
    const { hold } = pace;
    let open = 0;
    pace.hold = (rule, subject) => {
      const release = hold(rule, subject);
      open += 1;
      return () => {
        open -= 1;
        release();
      };
    };
    const stream = async () => {
      const gone = new AbortController();
      const answer = await service.app.routes.request('/v1/shop/stream', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ topics: ['product:1'] }),
        signal: gone.signal,
      });
      assert.equal(answer.status, 200);
      return { gone, answer };
    };
    const [aborted, cancelled, ended] = [await stream(), await stream(), await stream()];
    assert.equal(open, 3);
    aborted.gone.abort();
    await cancelled.answer.body?.cancel();
    await until(() => open === 1, 'both places are free');
    await service.stop();
    await until(() => open === 0, 'the last one too');
    await ended.answer.text();
  });
});
