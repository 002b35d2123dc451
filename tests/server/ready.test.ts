import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openReadyBytes, toReady } from '../../server/base/http/ready.ts';
import { listedReviews, openKeptReviews } from '../../server/community/reviews/kept.ts';
import { listReviews } from '../../server/community/reviews/lists.ts';
import { findMall } from '../../server/mall/malls/store.ts';
import { startService, type TestService } from '../support/service.ts';

let service: TestService;
let mall: Awaited<ReturnType<TestService['addMall']>>;
before(async () => {
  service = await startService();
  // Nothing is ever written here: no event moves its version while it is read.
  mall = await service.addMall('quiet');
});
after(() => service.stop());

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
    const made: string[] = [];
    const set = service.services.ready.set;
    service.services.ready.set = (key, value) => {
      made.push(key);
      set(key, value);
    };
    const get = async (path: string, headers: Record<string, string> = {}) =>
      JSON.stringify((await service.call('GET', `/v1/quiet/${path}`, { headers })).body);
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
    for (const name of ['host', 'x-forwarded-host', 'x-original-url'])
      assert.equal(await get('board?product=kept&limit=5', { [name]: 'evil.example' }), first);
    assert.equal(made.length, before, 'no second copy');
    assert.notEqual(await get('board?product=kept2&limit=5'), first);
    assert.notEqual(await get('reviews?product=kept&limit=5'), first);
    service.services.ready.set = set;
  });
  test('a page’s origin never comes from another’s request, and refusals are not kept', async () => {
    const board = '/v1/quiet/board?product=kept';
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

describe('texts of reviews', () => {
  test('are kept of lists that are read again, not of such as somebody reads through once', async () => {
    const read = await service.addMall('read-again');
    for (const product of ['first', 'second'])
      for (const writer of ['ann', 'ben'])
        await service.call('POST', '/v1/read-again/reviews', {
          as: await read.token(writer),
          body: { product, stars: 4, text: `It is as well made as ${writer} had hoped.` },
        });
    const { db } = service.services.database;
    const mall = await findMall(db, read.id);
    assert.ok(mall);
    const kept = openKeptReviews();
    const list = async (product: string, version = 0) => {
      const asked = { product, sort: 'newest', facets: [], limit: 20 } as const;
      const { rows } = await listReviews(db, mall.id, asked, Date.now());
      const json = await listedReviews(db, kept, { mall, publicUrl: '', version }, rows);
      return { rows, text: json.bytes.toString() };
    };
    const held = (rows: readonly { review_id: string }[]) =>
      rows.map((row) => kept.texts.get(row.review_id) !== undefined);
    const once = await list('first');
    assert.match(once.text, /ann had hoped.*|ben had hoped/);
    assert.deepEqual(held(once.rows), [false, false]);
    const again = await list('first');
    assert.deepEqual(held(again.rows), [true, true]);
    assert.equal((await list('first')).text, once.text);
    assert.deepEqual(held((await list('second')).rows), [false, false]);
    // Somebody appears otherwise: what was worth keeping still is.
    const renamed = await list('first', 1);
    assert.deepEqual(
      renamed.rows.map((row) => kept.texts.get(row.review_id)?.ofMall.includes(' 1 ')),
      [true, true],
    );
  });
});

describe('what shoppers write', () => {
  test('goes in the lane of their mall, said once or said to be done once', async () => {
    const busy = await service.addMall('lanes');
    const { database } = service.services;
    const lanes: (string | undefined)[] = [];
    const { write } = database;
    database.write = (body, lane) => {
      lanes.push(lane);
      return write(body, lane);
    };
    try {
      const saids: Record<string, string>[] = [{}, { 'idempotency-key': 'only-once-1' }];
      for (const headers of saids) {
        lanes.length = 0;
        const { status } = await service.call('POST', '/v1/lanes/reviews', {
          as: await busy.token(`writer ${Object.keys(headers).length}`),
          headers,
          body: { product: 'any', stars: 4, text: 'It is as well made as I had hoped.' },
        });
        assert.equal(status, 201);
        assert.equal(lanes.at(-1), busy.id);
      }
    } finally {
      database.write = write;
    }
  });
});
