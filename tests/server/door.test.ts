// The door in front of the rest: what it answers is what the rest would answer, and nothing else.
import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { request as ask, createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { getRequestListener } from '@hono/node-server';
import { HOUR } from '../../server/base/clock.ts';
import { openLoad } from '../../server/base/http/load.ts';
import type { ProblemBody } from '../../server/base/http/problem.ts';
import { removeOrigin } from '../../server/mall/malls/store.ts';
import { ORIGIN, startService, type TestService } from '../support/service.ts';

interface Heard {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
  /** Whether the door answered it. */
  door: boolean;
  /** Whether it made the answer anew for that. */
  anew: boolean;
}

let service: TestService;
let mall: Awaited<ReturnType<TestService['addMall']>>;
type Server = ReturnType<typeof createServer>;
let server: Server;
/** Only keeps, and leaves what has changed to the rest. */
let keeping: Server;
let byDoor = 0;
let madeAnew = 0;

async function listen({ app }: TestService, anew: boolean): Promise<Server> {
  const all = getRequestListener(app.routes.fetch);
  const made = createServer((incoming, outgoing) => {
    const rest = () => void all(incoming, outgoing);
    if (app.door.answer(incoming, outgoing)) byDoor++;
    else if (anew && app.door.answerAnew(incoming, outgoing, rest)) madeAnew++;
    else rest();
  });
  await new Promise<void>((listening) => made.listen(0, '127.0.0.1', listening));
  return made;
}
async function shut(one: Server): Promise<void> {
  one.closeAllConnections();
  await new Promise((closed) => one.close(closed));
}
before(async () => {
  service = await startService();
  mall = await service.addMall('door');
  keeping = await listen(service, false);
  server = await listen(service, true);
});
after(async () => {
  await shut(keeping);
  await shut(server);
  await service.stop();
});

function get(
  path: string,
  headers: Record<string, string> = { origin: ORIGIN },
  method = 'GET',
  asked = keeping,
): Promise<Heard> {
  const { port } = asked.address() as AddressInfo;
  const before = { byDoor, madeAnew };
  return new Promise((resolve, reject) => {
    ask({ port, host: '127.0.0.1', path, method, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk) => chunks.push(chunk));
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          body: Buffer.concat(chunks),
          door: byDoor > before.byDoor,
          anew: madeAnew > before.madeAnew,
        }),
      );
    })
      .on('error', reject)
      .end();
  });
}

/** The door's answer; a mall is looked at again after a moment, so that the rest may have to be asked once more. */
async function kept(path: string, headers?: Record<string, string>): Promise<Heard> {
  for (let time = 0; time < 100; time++) {
    const answer = await get(path, headers);
    if (answer.door) return answer;
    assert.ok(answer.status < 400);
  }
  throw new Error(`the door never answers ${path}`);
}

/**
 * What the door makes anew once `change` has happened. The rest answers where the mall has to be looked at again, be it
 * for an event that comes only now: then once more.
 */
async function anew(
  path: string,
  change: () => Promise<void> | void,
  headers?: Record<string, string>,
): Promise<Heard> {
  for (let time = 0; time < 100; time++) {
    await kept(path, headers);
    await change();
    const answer = await get(path, headers, 'GET', server);
    assert.ok(answer.status < 400);
    if (answer.anew) return answer;
  }
  throw new Error(`the door never makes ${path} anew`);
}

/** What the door makes anew, and what it answers from kept bytes right after: nobody else kept it meanwhile. */
async function keptAfterAnew(path: string): Promise<[made: Heard, again: Heard]> {
  for (let time = 0, made: Heard | undefined; time < 100; time++) {
    if (!made) service.services.ready.moved('door', 'product:p4');
    const answer = await get(path, undefined, 'GET', server);
    if (made && answer.door) return [made, answer];
    made = answer.anew ? answer : undefined;
  }
  throw new Error(`the door never keeps ${path}`);
}

/** Headers that differ from one answer to the next by their nature. */
function steady({ headers }: Heard): Record<string, unknown> {
  const { date: _, 'x-request-id': id, ratelimit, ...rest } = headers;
  return { ...rest, id: typeof id, ratelimit: String(ratelimit).replace(/r=\d+;t=\d+/, '') };
}

async function write(product: string, shopper: string): Promise<void> {
  const { status } = await service.call('POST', `/v1/door/reviews`, {
    as: await mall.token(shopper),
    body: { product, stars: 5, text: `한 줄 후기입니다. ${shopper} ${'길게 '.repeat(300)}` },
  });
  assert.equal(status, 201);
}

describe('the door', () => {
  test('answers what was asked before with the same bytes and headers as the rest', async () => {
    await write('p1', 'writer');
    for (const path of [
      '/v1/door/reviews?product=p1&limit=20',
      '/v1/door/board?product=p1',
      '/v1/door/ratings?product=p1&product=none',
    ]) {
      const plain = { origin: ORIGIN };
      const zipped = { ...plain, 'accept-encoding': 'br, gzip' };
      const first = await get(path);
      assert.equal(first.door, false, path);
      const second = await kept(path);
      assert.deepEqual(steady(second), steady(first));
      assert.deepEqual(second.body, first.body);
      const small = await kept(path, zipped);
      const text = small.headers['content-encoding'] === 'gzip' ? gunzipSync(small.body) : small.body;
      assert.deepEqual(text, first.body);
      const same = await kept(path, { ...plain, 'if-none-match': `W/${first.headers.etag}` });
      assert.deepEqual([same.status, same.body.length], [304, 0]);
      assert.equal((await kept(path, {})).headers['access-control-allow-origin'], undefined);
    }
  });

  test('lets what changed through to the rest, and other products stay', async () => {
    const [one, other] = ['/v1/door/reviews?product=p2&limit=20', '/v1/door/reviews?product=p3&limit=20'];
    const before = { one: await kept(one), other: await kept(other) };
    const { ready } = service.services;
    let made = 0;
    const { set } = ready;
    ready.set = (key, answer) => {
      made++;
      set(key, answer);
    };
    await write('p2', 'writer');
    const changed = await get(one);
    assert.equal(changed.door, false);
    assert.notEqual(changed.headers.etag, before.one.headers.etag);
    assert.equal(JSON.parse(changed.body.toString()).items.length, 1);
    assert.deepEqual((await kept(other)).body, before.other.body);
    assert.equal(made, 1, 'what happened at another product is no matter');
    ready.set = set;
    // A new name shows everywhere.
    await service.call('PATCH', '/v1/door/me', {
      as: await mall.token('writer'),
      body: { handle: '새이름' },
    });
    const renamed = await get(one);
    assert.equal(renamed.door, false);
    assert.equal(JSON.parse(renamed.body.toString()).items[0].author.name, '새이름');
    assert.equal((await get(other)).door, false);
  });

  test('makes what changed anew, as the rest would', async () => {
    const paths = [
      '/v1/door/reviews?product=p4&limit=20',
      '/v1/door/reviews?product=p4&limit=1&sort=newest',
      '/v1/door/reviews?product=p4&stars=5',
      '/v1/door/board?product=p4',
    ];
    let written = 0;
    const writeOne = () => write('p4', `anew-${written++}`);
    for (const path of paths) {
      const made = await anew(path, writeOne);
      // As the rest has it, which knows nothing of the door; and from then on it is kept.
      const { body } = await service.call<{ items?: unknown[] }>('GET', path);
      // An event that comes meanwhile moves the place that the stream goes on from.
      const told = (page: object) => ({ ...page, position: 0 });
      assert.deepEqual(told(JSON.parse(made.body.toString())), told(body), path);
      const [before, again] = await keptAfterAnew(path);
      assert.deepEqual([again.body, steady(again)], [before.body, steady(before)], path);
    }
    const [path = ''] = paths;
    const zipped = await anew(path, writeOne, { origin: ORIGIN, 'accept-encoding': 'gzip' });
    assert.equal(zipped.headers['content-encoding'], 'gzip');
    assert.equal(JSON.parse(gunzipSync(zipped.body).toString()).items.length, written);
    // Nothing of what the rest checks for others gets past it.
    await writeOne();
    const token = `Bearer ${await mall.token('anew-0')}`;
    const ask = (headers: Record<string, string>) => get(path, headers, 'GET', server);
    const signed = await ask({ origin: ORIGIN, authorization: token });
    assert.deepEqual([signed.door, signed.anew, signed.headers['cache-control']], [false, false, 'no-store']);
    const foreign = await ask({ origin: 'https://evil.example' });
    assert.deepEqual([foreign.door, foreign.anew, foreign.status], [false, false, 403]);
  });

  test('makes anew what was true for its hour alone', async () => {
    const path = '/v1/door/reviews?product=p4&limit=3';
    const made = await anew(path, () => service.later(HOUR));
    assert.equal(made.status, 200);
    // So is what it made anew itself.
    await keptAfterAnew(path);
    service.later(HOUR);
    assert.equal((await get(path, undefined, 'GET', server)).door, false);
  });

  test('asks the rest when it fails, and leaves searches to it', async () => {
    const path = '/v1/door/reviews?product=p5';
    const { ready } = service.services;
    const { set } = ready;
    const product = 'product:p5';
    await write('p5', 'a');
    for (let time = 0; ; time++) {
      await kept(path);
      ready.moved('door', product);
      ready.set = () => {
        ready.set = set;
        throw new Error('no room');
      };
      const answer = await get(path, undefined, 'GET', server);
      ready.set = set;
      if (!answer.anew && time < 100) continue;
      assert.deepEqual([answer.anew, answer.status], [true, 200]);
      assert.equal(JSON.parse(answer.body.toString()).items.length, 1);
      break;
    }
    const search = `${path}&q=${encodeURIComponent('후기')}`;
    await kept(search);
    await write('p5', 'b');
    const found = await get(search, undefined, 'GET', server);
    assert.deepEqual([found.door, found.anew, found.status], [false, false, 200]);
    assert.equal(JSON.parse(found.body.toString()).items.length, 2);
  });

  test('leaves tokens, foreign origins and other methods to the rest', async () => {
    const path = '/v1/door/board?product=p1';
    await kept(path);
    const signed = await get(path, { origin: ORIGIN, authorization: `Bearer ${await mall.token('writer')}` });
    assert.deepEqual([signed.door, signed.headers['cache-control']], [false, 'no-store']);
    for (const origin of ['https://evil.example', 'null', `${ORIGIN}.evil.example`]) {
      const refused = await get(path, { origin });
      assert.deepEqual([refused.door, refused.status], [false, 403], origin);
    }
    for (const method of ['HEAD', 'POST', 'OPTIONS'])
      assert.equal((await get(path, { origin: ORIGIN }, method)).door, false, method);
  });

  test('knows an origin no longer once the mall has taken it away, and nothing once only members read', async () => {
    const path = '/v1/door/board?product=p1';
    await service.services.database.write((trx) => removeOrigin(trx, 'door', ORIGIN));
    service.app.malls.forget('door');
    const refused = await get(path);
    assert.deepEqual([refused.door, refused.status], [false, 403]);
    await service.call('PATCH', '/v1/door/settings', { as: mall.key, body: { read: 'members' } });
    for (let time = 0; time < 2; time++) {
      const hidden = await get(path, {});
      assert.deepEqual([hidden.door, hidden.status], [false, 401]);
    }
  });

  test('counts what it answers like the rest, and refuses no later', async () => {
    const slow = await startService({ environment: { PACE_SCALE: '0.01' } });
    await slow.addMall('slow');
    const own = await listen(slow, true);
    const { port } = own.address() as AddressInfo;
    const statuses: number[] = [];
    let left = Number.POSITIVE_INFINITY;
    const before = { byDoor, madeAnew };
    for (let time = 0; time < 40; time++) {
      if (time % 2 === 0) slow.services.ready.moved('slow', 'product:1');
      const answer = await fetch(`http://127.0.0.1:${port}/v1/slow/board?product=1`);
      await answer.text();
      statuses.push(answer.status);
      const [, now] = /r=(\d+)/.exec(answer.headers.get('ratelimit') ?? '') ?? [];
      assert.ok(Number(now) < left || Number(now) === 0);
      left = Number(now);
    }
    // 600 a minute and shopper, five times that an address: of a hundredth, 30.
    assert.deepEqual(statuses, [...Array(30).fill(200), ...Array(10).fill(429)]);
    assert.ok(byDoor > before.byDoor && madeAnew > before.madeAnew);
    await shut(own);
    await slow.stop();
  });

  test('turns away with a problem that the page may read, in its language', async () => {
    const away = createServer((incoming, outgoing) => service.app.door.turnAway(incoming, outgoing));
    await new Promise<void>((listening) => away.listen(0, '127.0.0.1', listening));
    const { port } = away.address() as AddressInfo;
    const turnedAway = async () => {
      const { body } = await service.call<string>('GET', '/metrics', { origin: null });
      return Number(/route="turned away",status="503"\} (\d+)/.exec(body)?.[1] ?? 0);
    };
    const turned = async (headers: Record<string, string>) => {
      const answer = await fetch(`http://127.0.0.1:${port}/v1/door/board?product=1`, { headers });
      const body = (await answer.json()) as ProblemBody;
      return { answer, body };
    };
    const language = { ko: 'ko', en: 'de, en;q=0.5', none: '' };
    for (const [accepted, title] of [
      [language.ko, /바빠요/],
      [language.en, /busy/],
      [language.none, /busy/],
    ] as const) {
      const { answer, body } = await turned({ 'accept-language': accepted });
      assert.deepEqual([answer.status, body.code, body.status], [503, 'busy', 503]);
      assert.match(body.title, title);
      assert.ok([1, 2, 3].includes(body.retryAfter ?? 0));
      assert.equal(answer.headers.get('retry-after'), String(body.retryAfter));
      assert.equal(answer.headers.get('x-request-id'), body.instance);
      assert.equal(answer.headers.get('content-language'), accepted === language.ko ? 'ko' : 'en');
      assert.equal(answer.headers.get('cache-control'), 'no-store');
      assert.equal(answer.headers.get('access-control-allow-origin'), null);
    }
    const before = await turnedAway();
    const origin = await turned({ origin: 'https://stranger.example' });
    assert.equal(origin.answer.headers.get('access-control-allow-origin'), null);
    // Known once a page of it was read.
    await get('/v1/door/board?product=1');
    const own = await turned({ origin: ORIGIN });
    assert.equal(own.answer.headers.get('access-control-allow-origin'), ORIGIN);
    assert.match(own.answer.headers.get('access-control-expose-headers') ?? '', /Retry-After/i);
    assert.equal((await turnedAway()) - before, 2, 'each is counted');
    away.closeAllConnections();
    await new Promise((closed) => away.close(closed));
  });
});

const nobody = { waiting: () => 0, waitedMs: () => 0 };

describe('too much', () => {
  test('is what a turn of the event loop finds after it has worked long enough', async () => {
    let now = 0;
    const load = openLoad(nobody, () => now);
    const ask = (times: number) => Array.from({ length: times }, () => load.isTooMuch());
    assert.deepEqual(ask(49), Array(49).fill(false));
    now = 151;
    assert.deepEqual(ask(2), [false, true], 'a few that are slow are no crowd');
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    assert.equal(load.isTooMuch(), false, 'the next turn begins anew');
  });
  test('is that sooner while the turn before it found too much as well', async () => {
    let now = 0;
    const load = openLoad(nobody, () => now);
    const turn = async (ms: number) => {
      for (let asked = 0; asked < 50; asked++) load.isTooMuch();
      now += ms;
      const found = load.isTooMuch();
      await new Promise(setImmediate);
      await new Promise(setImmediate);
      return found;
    };
    assert.equal(await turn(26), false);
    assert.equal(await turn(151), true);
    assert.equal(await turn(26), true, 'a crowd that goes on');
    assert.equal(await turn(20), false);
    assert.equal(await turn(26), false, 'it has passed');
  });
  test('is more than may wait for the database at once', () => {
    let waiting = 299;
    const load = openLoad({ ...nobody, waiting: () => waiting });
    assert.equal(load.isTooMuch(), false);
    waiting = 300;
    assert.equal(load.isTooMuch(), true);
  });
  test('is when the first of those has waited too long', () => {
    let waitedMs = 2000;
    const load = openLoad({ waiting: () => 1, waitedMs: () => waitedMs });
    assert.equal(load.isTooMuch(), false);
    waitedMs = 2001;
    assert.equal(load.isTooMuch(), true);
  });
  test('is more than may be worked on at once, of those that are here whole', async () => {
    const load = openLoad(nobody);
    const request = (headers: Record<string, string>, complete: boolean) =>
      Object.assign(new EventEmitter(), { headers, complete }) as unknown as IncomingMessage;
    const slow = Array.from({ length: 500 }, () => request({ 'content-length': '9' }, false));
    const ends = slow.map((one) => load.begin(one));
    await new Promise(setImmediate);
    assert.equal(load.isTooMuch(), false, 'who waits for their senders keeps nobody waiting');
    for (const one of slow.slice(0, 400)) one.emit('end');
    assert.equal(load.isTooMuch(), true);
    ends[0]?.();
    assert.equal(load.isTooMuch(), false);
    load.begin(request({}, false));
    assert.equal(load.isTooMuch(), true, 'without a body it is whole at once');
  });
});
