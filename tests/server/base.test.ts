import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { BULK_BODY_LIMIT } from '../../server/base/http/body.ts';
import { once, sweepIdempotency } from '../../server/base/http/idempotency.ts';
import {
  PROBLEMS,
  Problem,
  type ProblemBody,
  type ProblemCode,
  preferredLanguage,
  problemResponse,
} from '../../server/base/http/problem.ts';
import { PROBLEM_WORDS } from '../../server/base/http/words.ts';
import { ORIGIN, startService, type TestService } from '../support/service.ts';

const HOUR = 3_600_000;

describe('problems', () => {
  it('are a closed list with words in both languages', () => {
    const codes = Object.keys(PROBLEMS) as ProblemCode[];
    for (const language of ['ko', 'en'] as const) {
      assert.deepEqual(Object.keys(PROBLEM_WORDS[language]).sort(), [...codes].sort());
      for (const code of codes)
        assert.match(
          PROBLEM_WORDS[language][code],
          language === 'ko' ? /[가-힣].*요\.$/ : /^[A-Z].*\.$/,
          code,
        );
    }
  });
  it('are answered in the reader’s language', async () => {
    const table: [string | undefined, 'ko' | 'en' | undefined][] = [
      [undefined, undefined],
      ['', undefined],
      ['ko', 'ko'],
      ['ko-KR,ko;q=0.9,en-US;q=0.8,en;q=0.7', 'ko'],
      ['en-US,en;q=0.9,ko;q=0.8', 'en'],
      ['en;q=0.1, ko;q=0.9', 'ko'],
      ['en;q=0, ko;q=0.1', 'ko'],
      ['kok, de', undefined],
      ['ja, ko;q=0.5', 'ko'],
      ['*', undefined],
      ['x'.repeat(100_000), undefined],
    ];
    for (const [header, language] of table)
      assert.equal(preferredLanguage(header), language, header?.slice(0, 40));
  });
  it('hold what RFC 9457 asks and no word of whoever sent it', async () => {
    const app = new Hono();
    app.get('/x', (c) => problemResponse(c, new Problem('too-many', { retryAfter: 7, detail: 'slow down' })));
    const answer = await app.request('/x', { headers: { 'accept-language': 'ko' } });
    assert.equal(answer.status, 429);
    assert.equal(answer.headers.get('content-type'), 'application/problem+json; charset=utf-8');
    assert.equal(answer.headers.get('retry-after'), '7');
    assert.equal(answer.headers.get('content-language'), 'ko');
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    assert.deepEqual(await answer.json(), {
      type: '/docs#problem-too-many',
      title: PROBLEM_WORDS.ko['too-many'],
      status: 429,
      code: 'too-many',
      detail: 'slow down',
      retryAfter: 7,
    });
  });
});

describe('requests', () => {
  let service: TestService;
  let mall: Awaited<ReturnType<TestService['addMall']>>;
  let token: string;
  let port: number;
  let close: () => void;

  before(async () => {
    service = await startService();
    mall = await service.addMall('shop1', { settings: { write: 'everyone' } });
    token = await mall.token('kim');
    const server = serve({ fetch: service.app.routes.fetch, port: 0, hostname: '127.0.0.1' });
    await new Promise<void>((resolve) => server.once('listening', resolve));
    port = (server.address() as AddressInfo).port;
    close = () => server.close();
  });
  after(async () => {
    close();
    await service.stop();
  });

  /** A body over a real socket, in chunks of unknown number unless a length is given. */
  function send(
    body: (string | Buffer)[],
    headers: Record<string, string | number> = {},
  ): Promise<{ status: number; body: ProblemBody & { handle?: string } }> {
    return new Promise((resolve, reject) => {
      const request = httpRequest(
        {
          port,
          agent: false,
          host: '127.0.0.1',
          method: 'PATCH',
          path: '/v1/shop1/me',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
        },
        (response) => {
          const parts: Buffer[] = [];
          response.on('data', (part: Buffer) => parts.push(part));
          response.on('end', () => {
            resolve({ status: response.statusCode ?? 0, body: JSON.parse(Buffer.concat(parts).toString()) });
            request.destroy();
          });
        },
      );
      request.on('error', (error) =>
        (error as NodeJS.ErrnoException).code === 'EPIPE' ? undefined : reject(error),
      );
      for (const part of body) request.write(part);
      request.end();
    });
  }

  it('are taken whole or in chunks', async () => {
    assert.equal((await send(['{"handle":', '"하나둘"}'])).body.handle, '하나둘');
    const body = Buffer.from('{"handle":"셋넷"}');
    assert.equal((await send([body], { 'content-length': body.length })).body.handle, '셋넷');
    // A character cut in two by a chunk.
    assert.equal((await send([body.subarray(0, 12), body.subarray(12)])).body.handle, '셋넷');
  });
  it('over the limit are refused, announced or in chunks', async () => {
    const chunk = Buffer.alloc(1024 * 1024, 'x');
    const chunks = Math.ceil(BULK_BODY_LIMIT / chunk.length) + 1;
    const announced = await send(
      Array.from({ length: chunks }, () => chunk),
      { 'content-length': chunks * chunk.length },
    );
    assert.deepEqual([announced.status, announced.body.code], [413, 'too-large']);
    const whole = await service.call('PATCH', '/v1/shop1/me', {
      as: token,
      body: { handle: '가나다', pad: 'x'.repeat(10_000_000) },
    });
    assert.equal(whole.body.code, 'too-large');
    const chunked = await send(Array.from({ length: chunks }, () => chunk));
    assert.deepEqual([chunked.status, chunked.body.code], [413, 'too-large']);
  });
  it('that are no JSON are refused by what they are', async () => {
    const table: [string, Record<string, string>, string][] = [
      ['{', {}, 'bad-json'],
      ['', {}, 'bad-json'],
      ['{"handle":"가나"}x', {}, 'bad-json'],
      ["{'handle':'x'}", {}, 'bad-json'],
      ['{"handle":"가나"}', { 'content-type': 'text/plain' }, 'wrong-type'],
      ['{"handle":"가나"}', { 'content-type': 'application/x-www-form-urlencoded' }, 'wrong-type'],
      ['{"handle":"가나"}', { 'content-type': 'application/jsonp' }, 'wrong-type'],
      ['{"handle":"가나"}', { 'content-type': 'multipart/form-data; boundary=x' }, 'wrong-type'],
      ['null', {}, 'bad-input'],
      ['[]', {}, 'bad-input'],
      ['"x"', {}, 'bad-input'],
      ['{}', {}, 'bad-input'],
      ['{"handle":{"$ne":null}}', {}, 'bad-input'],
      ['{"__proto__":{"handle":"가나"}}', {}, 'bad-input'],
      [`${'['.repeat(50_000)}${']'.repeat(50_000)}`, {}, 'bad-input'],
    ];
    for (const [body, headers, code] of table)
      assert.equal((await send([body], headers)).body.code, code, body.slice(0, 30));
    assert.equal(
      (await send(['{"handle":"다섯"}'], { 'content-type': 'Application/JSON; charset=utf-8' })).status,
      200,
    );
    assert.equal((await send([Buffer.from([0x7b, 0xff, 0x7d])])).body.code, 'bad-json');
  });
  it('that are refused say which field, and hold no value, stack or SQL', async () => {
    const answer = await service.call('PATCH', '/v1/shop1/me', { as: token, body: { handle: '<canary>' } });
    assert.equal(answer.body.fields[0].path, 'handle');
    assert.ok(!JSON.stringify(answer.body).includes('canary'));
    assert.match(answer.body.instance, /^[0-9a-f-]{36}$/);
    assert.equal(answer.headers.get('x-request-id'), answer.body.instance);
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
    const nowhere = await service.call('GET', '/v1/shop1/no-such-thing');
    assert.deepEqual([nowhere.status, nowhere.body.code], [404, 'not-found']);
    assert.equal((await service.call('GET', '/')).body.code, 'not-found');
  });

  describe('with an Idempotency-Key', () => {
    const code = (key: string, as = token) =>
      service.call('POST', '/v1/shop1/me/edit-code', { as, headers: { 'idempotency-key': key } });
    const revoke = (key: string, body: object) =>
      service.call('POST', '/v1/shop1/sessions', { body, headers: { 'idempotency-key': key } });

    it('are done once and answered alike', async () => {
      const guest = await mall.guest();
      const first = await code('the-same-key', guest);
      const second = await code('the-same-key', guest);
      assert.equal(first.status, 201);
      assert.equal(first.headers.get('idempotency-replayed'), null);
      assert.equal(second.headers.get('idempotency-replayed'), 'true');
      assert.deepEqual(second.body, first.body);
      assert.notEqual((await code('another-key', guest)).body.code, first.body.code);
      // The same key of somebody else is another key.
      assert.notEqual((await code('the-same-key', await mall.guest())).body.code, first.body.code);
    });
    it('are done once when they come at the same time', async () => {
      const guest = await mall.guest();
      const count = async () =>
        (await service.services.database.db.selectFrom('edit_codes').select('code_hash').execute()).length;
      const before2 = await count();
      const answers = await Promise.all(Array.from({ length: 8 }, () => code('all-at-once', guest)));
      const done = answers.filter((one) => one.status === 201);
      assert.ok(done.length > 0);
      for (const one of answers.filter((other) => other.status !== 201))
        assert.equal(one.body.code, 'in-flight');
      assert.equal(new Set(done.map((one) => one.body.code)).size, 1);
      assert.equal((await count()) - before2, 1);
      assert.equal((await code('all-at-once', guest)).body.code, done[0]?.body.code);
    });
    it('refuse another body, and forget a failure', async () => {
      const { createHmac } = await import('node:crypto');
      const signed = (id: string) => {
        const at = Math.floor(Date.now() / 1000);
        return {
          signedId: `v1.${Buffer.from(id).toString('base64url')}.${at}.${createHmac('sha256', mall.secret).update(`dangol-id|v1|shop1|${id}|${at}`).digest('hex')}`,
        };
      };
      const first = signed('one');
      assert.equal((await revoke('body-key-1', { signedId: 'v1.x.1.not-a-mac' })).body.code, 'token-refused');
      assert.equal((await revoke('body-key-1', first)).status, 201);
      assert.equal((await revoke('body-key-1', first)).status, 201);
      const other = await revoke('body-key-1', signed('two'));
      assert.deepEqual([other.status, other.body.code], [422, 'key-reused']);
    });
    it('refuse what is no key', async () => {
      for (const key of ['short', 'has a space in it', 'x'.repeat(129), '한글한글한글한글'].map((text) =>
        Buffer.from(text).toString('latin1'),
      ))
        assert.equal((await code(key, await mall.guest())).body.code, 'bad-idempotency-key', key);
    });
    it('keep digests and ids, no body and no secret', async () => {
      const guest = await mall.guest();
      const made = await code('kept-as-digest', guest);
      const rows = JSON.stringify(
        await service.services.database.db.selectFrom('idempotency').selectAll().execute(),
      );
      for (const secret of ['kept-as-digest', made.body.code, guest]) assert.ok(!rows.includes(secret));
    });
    it('are forgotten after a day', async () => {
      const later = await startService();
      try {
        await later.addMall('shop1', { settings: { write: 'everyone' } });
        const make = async () =>
          (await later.call('POST', '/v1/shop1/guests', { headers: { 'idempotency-key': 'once-a-day' } }))
            .body.me.id;
        const first = await make();
        later.later(23 * HOUR);
        assert.equal(await make(), first);
        later.later(2 * HOUR);
        const second = await make();
        assert.notEqual(second, first);
        assert.equal(await make(), second);
        later.later(25 * HOUR);
        await sweepIdempotency(later.services.database, later.services.now());
        assert.deepEqual(
          await later.services.database.db.selectFrom('idempotency').selectAll().execute(),
          [],
        );
      } finally {
        await later.stop();
      }
    });
    it('leave a unique key that the change itself met to its route', async () => {
      const app = new Hono();
      const taken = Object.assign(new Error('taken'), { code: 'SQLITE_CONSTRAINT_UNIQUE' });
      let thrown: unknown;
      app.post('/', async (c) => {
        thrown = await once(c, service.services.database, {
          mallId: 'shop1',
          actor: 'x',
          body: 1,
          now: 1,
          run: () => Promise.reject(taken),
        }).catch((error) => error);
        return c.text('');
      });
      await app.request('/', {
        method: 'POST',
        headers: { 'idempotency-key': 'own-unique-key', origin: ORIGIN },
      });
      assert.equal(thrown, taken);
    });
  });
});
