import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { openServices } from '../../server/open.ts';
import { readSettings } from '../../server/settings.ts';
import { assertNamed, assertSentence, DAMAGES, whileSpoiled } from '../support/damage.ts';
import { until } from '../support/ground.ts';
import { ask, openLiveStream, openPlace, type Place, type Process } from '../support/process.ts';

const onSqlite = process.env.TEST_DB !== 'postgres';
const CANARY = 'Kanarienvogel';
const REVIEW = { product: 'p1', stars: 5, text: 'A cup that keeps tea warm.' };

describe('a running process', () => {
  let place: Place;
  let mall: Awaited<ReturnType<Place['addMall']>>;
  let service: Process;
  before(async () => {
    place = await openPlace();
    mall = await place.addMall('shop');
    service = await place.serve();
  });
  after(() => place.close());

  test('/healthz and /readyz say that all is well', async () => {
    const health = await ask(service.url(), 'GET', '/healthz');
    assert.deepEqual([health.status, health.body], [200, { ok: true }]);
    const ready = await ask(service.url(), 'GET', '/readyz');
    assert.equal(ready.status, 200);
    assert.deepEqual(ready.body, {
      ok: true,
      checks: { database: 'ok', migrations: 'ok', disk: 'ok', running: 'ok' },
    });
    assert.equal(ready.headers.get('cache-control'), 'no-store');
  });

  test('/readyz names the check that failed, while reads go on, and recovers by itself', async () => {
    const files = join(place.dataDir, 'files');
    renameSync(files, `${files}-away`);
    writeFileSync(files, 'not a folder');
    const readiness = () => ask(service.url(), 'GET', '/readyz');
    await until(async () => (await readiness()).status === 503, 'it is not ready');
    assert.deepEqual((await readiness()).body, {
      ok: false,
      checks: { database: 'ok', migrations: 'ok', disk: 'failed', running: 'ok' },
    });
    assert.equal((await ask(service.url(), 'GET', '/healthz')).status, 200);
    assert.equal((await ask(service.url(), 'GET', '/v1/shop/board?product=p1')).status, 200);
    rmSync(files);
    renameSync(`${files}-away`, files);
    await until(async () => (await readiness()).status === 200, 'it is ready again');
  });

  test('nothing of a person in the log or the figures, and a request id in every answer', async () => {
    const url = service.url();
    const token = await mall.token(`id-${CANARY}`, { name: `Name ${CANARY}` });
    const as = token;
    const ids: (string | null)[] = [];
    const send = async (...[method, path, more]: [string, string, Parameters<typeof ask>[3]?]) => {
      const headers = {
        'user-agent': CANARY,
        'x-forwarded-for': '203.0.113.77',
        referer: `https://${CANARY}/`,
      };
      const answer = await ask(url, method, path, { ...more, headers: { ...headers, ...more?.headers } });
      ids.push(answer.headers.get('x-request-id'));
      return answer;
    };
    const text = `Written by ${CANARY}, call me`;
    const written = await send('POST', '/v1/shop/reviews', { as, body: { ...REVIEW, title: CANARY, text } });
    assert.equal(written.status, 201);
    const id = written.body.id as string;
    assert.equal((await send('PATCH', '/v1/shop/me', { as, body: { handle: CANARY } })).status, 200);
    assert.equal((await send('GET', `/v1/shop/reviews/${id}`)).status, 200);
    assert.equal(
      (await send('GET', `/v1/shop/board?product=${CANARY}&email=${CANARY}@example.com`)).status,
      200,
    );
    assert.equal((await send('GET', `/v1/shop/${CANARY}`)).status, 404);
    assert.equal((await send('GET', `/v1/${CANARY.toLowerCase()}/board?product=1`)).status, 404);
    assert.equal((await send('GET', `/${CANARY}/%00?${CANARY}`)).status, 404);
    assert.equal((await send('PUT', `/v1/shop/reviews/${CANARY}/vote`, { as, body: {} })).status, 400);
    assert.equal((await send('POST', '/v1/shop/comments', { as, body: { text: CANARY } })).status, 400);
    assert.equal((await send('GET', '/v1/shop/me', { as: `${CANARY}.${CANARY}.${CANARY}` })).status, 401);
    assert.equal(
      (await send('GET', '/v1/shop/me', { headers: { origin: `https://${CANARY}.example` } })).status,
      403,
    );
    const figures = await send('GET', '/metrics');
    assert.equal(figures.status, 200);

    await until(
      () => ids.every((one) => service.output().includes(String(one))),
      'the log has every request',
    );
    assert.ok(ids.every((one) => /^[0-9a-f-]{36}$/.test(one ?? '')));
    assert.equal(new Set(ids).size, ids.length);
    const lines = service.output().trim().split('\n');
    const parsed = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    const requests = parsed.filter((line) => line.msg === 'request');
    assert.ok(requests.length >= ids.length);
    for (const line of requests)
      assert.deepEqual(Object.keys(line).sort(), [
        'level',
        'method',
        'ms',
        'msg',
        'request',
        'route',
        'status',
        'time',
      ]);
    for (const secret of [CANARY, CANARY.toLowerCase(), '203.0.113.77', '127.0.0.1', token, id, mall.key])
      for (const [where, told] of Object.entries({
        log: service.output() + service.errors(),
        figures: figures.text,
      }))
        assert.ok(!told.includes(secret), `${secret} in the ${where}`);
  });

  test('/metrics is Prometheus text that counts by route', async () => {
    const { headers, text } = await ask(service.url(), 'GET', '/metrics');
    assert.match(headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/);
    for (const line of text.split('\n').filter(Boolean))
      assert.match(
        line,
        /^(# (HELP|TYPE) \w+ .*|\w+(\{(\w+="[^"]*",?)+\})? (-?[\d.e+-]+|\+Inf|Nan)( \d+)?)$/,
      );
    assert.match(
      text,
      /^dangol_requests_total\{method="GET",route="\/v1\/:mall\/reviews\/:id",status="200"\} [1-9]/m,
    );
    const histogram = (part: string, le = '') =>
      Number(
        new RegExp(
          `^dangol_request_seconds_${part}\\{${le && `le="${le}",`}method="GET",route="/v1/:mall/reviews/:id"\\} (\\S+)$`,
          'm',
        ).exec(text)?.[1],
      );
    const buckets = ['0.001', '0.005', '0.02', '0.1', '0.5', '2', '10', '+Inf'].map((le) =>
      histogram('bucket', le.replace(/[.+]/g, '\\$&')),
    );
    assert.deepEqual(
      buckets,
      buckets.toSorted((a, b) => a - b),
    );
    assert.ok(histogram('count') >= 1);
    assert.equal(buckets.at(-1), histogram('count'));
    assert.ok(histogram('sum') > 0 && histogram('sum') < 10 * histogram('count'));
    assert.match(text, /^# TYPE dangol_request_seconds histogram$/m);
    // To look at the figures changes none of them.
    const again = (await ask(service.url(), 'GET', '/metrics')).text;
    const ofReviews = (figures: string) =>
      figures.split('\n').filter((line) => line.includes('route="/v1/:mall/reviews/:id"'));
    assert.deepEqual(ofReviews(again), ofReviews(text));
    assert.match(text, /^dangol_streams_open 0$/m);
    assert.doesNotMatch(text, /["/]shop["/]/, 'a mall in the figures');
  });

  test('SIGTERM: what began is finished, streams are told to come back, nothing new is taken', async () => {
    const own = await place.serve();
    const token = await mall.token('slow');
    const stream = await openLiveStream(own.url(), 'shop', { topics: ['product:p1'] });
    await until(() => stream.told.length > 0, 'the stream is ready');
    // A photo's worth of patience: the body comes in two halves with the signal in between.
    const body = Buffer.from(JSON.stringify({ ...REVIEW, product: 'p2', text: 'Sent while it was ending.' }));
    const post = request(`${own.url()}/v1/shop/reviews`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        connection: 'keep-alive',
      },
    });
    const answered = once(post, 'response');
    post.write(body.subarray(0, 20));
    // The head has arrived once the service has counted a later request.
    await ask(own.url(), 'GET', '/healthz');
    const began = performance.now();
    own.signal('SIGTERM');
    await until(() => stream.isOver(), 'the stream ends');
    assert.deepEqual(stream.told.at(-1)?.data, { reason: 'restart' });
    assert.match(stream.text().slice(stream.text().lastIndexOf('retry:')), /^retry: \d{4}\n/);
    await until(
      () =>
        ask(own.url(), 'GET', '/healthz').then(
          () => false,
          () => true,
        ),
      'new connections are refused',
    );
    assert.equal(own.hasEnded(), false);
    post.end(body.subarray(20));
    const [response] = await answered;
    assert.equal(response.statusCode, 201);
    response.resume();
    assert.equal(await own.closed, 0);
    // Some more for what else the machine does.
    assert.ok(performance.now() - began < 15_000, 'within ten seconds');
    // Written, not only answered.
    assert.equal((await ask(service.url(), 'GET', '/v1/shop/ratings?product=p2')).body.items[0].count, 1);
  });

  test('SIGTERM: who never finishes is not waited for longer than ten seconds', async () => {
    const own = await place.serve();
    const post = request(`${own.url()}/v1/shop/reviews`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await mall.token('slow')}`, 'content-type': 'application/json' },
    });
    const broken = once(post, 'error');
    post.write('{');
    await ask(own.url(), 'GET', '/healthz');
    const began = performance.now();
    own.signal('SIGTERM');
    await broken;
    assert.equal(await own.closed, 0);
    assert.ok(performance.now() - began < 15_000, 'within ten seconds');
  });

  test('a second start on the same port fails clearly', async () => {
    const { ended, code, said } = await place.failing({ PORT: String(service.port()) });
    assert.deepEqual([ended, code], [true, 1]);
    assertSentence(said, new RegExp(`PORT=${service.port()} is already in use`));
  });

  test('a wrong setting stops the start and is named', async () => {
    const { ended, code, said } = await place.failing({ PACE_SCALE: 'fast' });
    assert.ok(ended && code !== 0);
    assertSentence(said, /PACE_SCALE/);
  });
});

describe('a start that must not be', () => {
  let place: Place;
  before(async () => {
    place = await openPlace();
    await place.addMall('shop');
  });
  after(() => place.close());

  test('on a database that a newer Dangol wrote', async () => {
    const opened = await openServices(readSettings({ ...place.environment, LOG_LEVEL: 'silent' }));
    const { database } = opened.services;
    const newer = { name: '9999-from-the-future', applied_at: 1 };
    await database.write((trx) => trx.insertInto('migrations').values(newer).execute());
    const { ended, code, said } = await place.failing();
    await database.write((trx) => trx.deleteFrom('migrations').where('name', '=', newer.name).execute());
    await opened.close();
    assert.deepEqual([ended, code], [true, 1]);
    assertSentence(said, /newer Dangol .*9999-from-the-future/);
  });

  test('without the database server', { skip: onSqlite && 'SQLite has no server' }, async () => {
    const { ended, code, said } = await place.failing({
      DATABASE_URL: 'postgres://u:pass-word@127.0.0.1:1/x',
    });
    assert.ok(ended && code !== 0);
    assertSentence(said, /DATABASE_URL/);
    assert.ok(!said.includes('pass-word'));
  });

  test('with a wrong password', { skip: onSqlite && 'SQLite has no passwords' }, async () => {
    const url = new URL(place.environment.DATABASE_URL ?? '');
    url.password = 'not-the-one';
    const { ended, code, said } = await place.failing({ DATABASE_URL: url.href });
    assert.ok(ended && code !== 0);
    assertSentence(said, /DATABASE_URL/);
    assert.ok(!said.includes('not-the-one'));
  });

  describe('on a file', { skip: !onSqlite && 'PostgreSQL keeps its own files' }, () => {
    const own = () => ({ ...place.environment, MASTER_KEY: '' });
    const file = () => join(place.dataDir, 'dangol.sqlite');

    before(async () => {
      // The key that the environment held until now, as a folder of its own would have it.
      writeFileSync(join(place.dataDir, 'master.key'), `${place.environment.MASTER_KEY}\n`);
      const first = await openServices(readSettings({ ...own(), LOG_LEVEL: 'silent' }));
      await first.close();
    });

    for (const [name, { spoil, says }] of Object.entries(DAMAGES))
      test(name, async () => {
        await whileSpoiled(file(), spoil, async () => {
          assertNamed(await place.failing(own()), says);
          assert.equal(existsSync(file()), !name.includes('missing'), 'it must not leave an empty one');
        });
      });
    test('and then on the whole one it starts', async () => {
      const service = await place.serve(own());
      assert.equal((await ask(service.url(), 'GET', '/readyz')).status, 200);
      assert.equal(await service.end('SIGTERM'), 0);
    });
  });
});
