import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { serve } from '@hono/node-server';
import fc from 'fast-check';
import { Hono } from 'hono';
import { addressBucket, clientAddress, parseTrustedProxies } from '../../server/base/http/address.ts';
import { BULK_BODY_LIMIT } from '../../server/base/http/body.ts';
import { cleanLine, cleanText, lengthOf, plainLine, plainText, ProductKey, webUrl } from '../../server/base/http/contract.ts';
import { decodeCursor, encodeCursor } from '../../server/base/http/cursor.ts';
import { once, sweepIdempotency } from '../../server/base/http/idempotency.ts';
import { openPace } from '../../server/base/http/pace.ts';
import { Problem, type ProblemCode, PROBLEMS, preferredLanguage, problemResponse } from '../../server/base/http/problem.ts';
import { PROBLEM_WORDS } from '../../server/base/http/words.ts';
import { isInside } from '../../server/base/outside/outside.ts';
import { ORIGIN, startService, type TestService } from '../support/service.ts';

const HOUR = 3_600_000;

describe('text', () => {
  it('is cleaned of what is no text', () => {
    const table: [string, string][] = [
      ['  안녕\r\n하세요\r!  ', '안녕\n하세요\n!'],
      ['a\u0000b\u0007c\u001bd', 'abcd'],
      ['a\tb', 'a b'],
      ['user\u202Egnp.exe', 'usergnp.exe'],
      ['\u2066a\u2069\u202A\u202C', 'a'],
      ['a\uFEFFb', 'ab'],
      ['a\u0085b\u2028c\u2029d', 'a\nb\nc\nd'],
      ['a\n\n\n\n\n\nb', 'a\n\n\nb'],
      ['한글', '한글'],
      ['e\u0301', 'é'],
      ['e\uFEFF\u0301', 'é'],
      ['\uD800x\uDC00', 'x'],
      ['\uD83D\u202E\uDE00', ''],
      ['👨‍👩‍👧‍👦 ❤️ 🏴󠁧󠁢󠁥󠁮󠁧󠁿', '👨‍👩‍👧‍👦 ❤️ 🏴󠁧󠁢󠁥󠁮󠁧󠁿'],
      [`z${'\u0335'.repeat(200)}`, `z${'\u0335'.repeat(8)}`],
      ['مرحبا\u200F', 'مرحبا\u200F'],
    ];
    for (const [from, to] of table) assert.equal(cleanText(from), to, JSON.stringify(from));
    assert.equal(cleanLine(' a \n\n b '), 'a b');
  });
  it('is the same when cleaned twice, well-formed and in normal form', () => {
    const odd = fc.constantFrom('\uFEFF', '\u202E', '\u0301', 'e', '\r', '\n', '\uD83D', '\uDE00', ' ', '\u0000', '가', 'ᄀ', 'ᅡ', '\u2028', '\u0335');
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.array(odd).map((all) => all.join(''))), (text) => {
        const clean = cleanText(text);
        assert.equal(cleanText(clean), clean);
        assert.equal(clean, clean.normalize('NFC'));
        assert.ok(clean.isWellFormed());
        // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may be left
        assert.doesNotMatch(clean, /[\u0000-\u0009\u000b-\u001f\u202a-\u202e\u2066-\u2069]/);
      }),
      { numRuns: 2000 },
    );
  });
  it('is as long as people count', () => {
    const table: [string, number][] = [
      ['', 0],
      ['abc', 3],
      ['한글', 2],
      ['👨‍👩‍👧‍👦', 1],
      ['👍🏽👍🏿', 2],
      ['🇰🇷🇯🇵', 2],
      ['❤️', 1],
      ['é', 1],
      ['กำ', 1],
    ];
    for (const [text, length] of table) assert.equal(lengthOf(text), length, text);
    assert.equal(lengthOf('x'.repeat(100), 10), 11);
  });
  it('fits its limits, whatever it is made of', () => {
    const ok = (schema: { safeParse(value: unknown): { success: boolean } }, value: unknown) => schema.safeParse(value).success;
    assert.equal(ok(plainText(1, 5), '👨‍👩‍👧‍👦'.repeat(5)), true);
    assert.equal(ok(plainText(1, 5), '👨‍👩‍👧‍👦'.repeat(6)), false);
    assert.equal(ok(plainText(1, 5), 'abcdef'), false);
    assert.equal(ok(plainText(2, 5), '👍'), false);
    assert.equal(ok(plainText(0, 5), ''), true);
    for (const blank of ['', ' ', '\n', '\u200B', '\u3164', '\u2800', '\u200D\uFE0F', '\u202E'])
      assert.equal(ok(plainText(1, 5), blank), false, JSON.stringify(blank));
    assert.equal(ok(plainText(1, 5), 'x'.repeat(100_000)), false);
    assert.equal(plainLine(1, 20).parse('한\n줄'), '한 줄');
    for (const no of [1, null, undefined, ['x'], { toString: () => 'x' }]) assert.equal(ok(plainText(0, 5), no), false);
  });
  it('of the longest kind is judged quickly', () => {
    const start = performance.now();
    for (const unit of ['x', '한', '👨‍👩‍👧‍👦', 'z\u0335\u0335', '\u0301', '\n', '\uD83D', ' \u200B'])
      plainText(1, 5000).safeParse(unit.repeat(Math.floor(60_000 / unit.length)));
    assert.ok(performance.now() - start < 2000, `${performance.now() - start} ms`);
  });
  it('in a product key is anything a mall may use, but no control character and no half character', () => {
    for (const good of ['1', 'a/b?c#d', '한글 상품', '%00', '../x', "'; drop table", 'x'.repeat(128)]) assert.ok(ProductKey.safeParse(good).success, good);
    for (const bad of ['', 'a\u0000', 'a\n', '\uD800', 'x'.repeat(129), 5, null]) assert.ok(!ProductKey.safeParse(bad).success);
  });
  it('in an address is http or https as everybody reads it', () => {
    for (const good of ['https://shop.example/p/1?a=b#c', 'http://localhost:3000', 'https://shop.example/상품/1', 'HTTPS://shop.example'])
      assert.ok(webUrl.safeParse(good).success, good);
    for (const bad of ['', 'javascript:alert(1)', 'data:text/html,x', 'ftp://x.example', '//x.example', '/path', 'https:evil', 'https:/\\evil', 'https://a\\b', 'https://u:p@x.example', 'https://u@x.example', 'java\nscript:x', ' https://x.example', 'https://x.example\u202e/', 'https://', `https://x.example/${'x'.repeat(2000)}`])
      assert.ok(!webUrl.safeParse(bad).success, bad);
  });
});

describe('addresses', () => {
  const trusted = parseTrustedProxies('10.0.0.0/8, 192.168.1.1 ,2001:db8:5::/48');
  it('come from the end of what trusted proxies wrote', () => {
    const table: [string, string | undefined, string][] = [
      ['203.0.113.9', undefined, '203.0.113.9'],
      ['203.0.113.9', '1.2.3.4', '203.0.113.9'],
      ['10.0.0.1', '1.2.3.4', '1.2.3.4'],
      ['::ffff:10.0.0.1', '1.2.3.4', '1.2.3.4'],
      ['10.0.0.1', '9.9.9.9, 1.2.3.4', '1.2.3.4'],
      ['10.0.0.1', '9.9.9.9, 1.2.3.4, 10.0.0.2', '1.2.3.4'],
      ['10.0.0.1', '1.2.3.4, 10.0.0.2, 192.168.1.1', '1.2.3.4'],
      ['10.0.0.1', '1.2.3.4, 192.168.1.2', '192.168.1.2'],
      ['10.0.0.1', '', '10.0.0.1'],
      ['10.0.0.1', 'unknown', '10.0.0.1'],
      ['10.0.0.1', '1.2.3.4, _hidden', '10.0.0.1'],
      ['10.0.0.1', '10.0.0.2, 10.0.0.3', '10.0.0.2'],
      ['10.0.0.1', "1.2.3.4'; drop table", '10.0.0.1'],
      ['2001:db8:5::1', '2001:db8:9::7', '2001:db8:9::7'],
      ['2001:db8:6::1', '2001:db8:9::7', '2001:db8:6::1'],
      ['10.0.0.1', '::ffff:1.2.3.4', '1.2.3.4'],
      ['10.0.0.1', '::ffff:102:304', '1.2.3.4'],
    ];
    for (const [peer, header, address] of table) assert.equal(clientAddress(peer, header, trusted), address, `${peer} ${header}`);
  });
  it('gain nothing by whatever a client puts in front', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.ipV4(), fc.ipV6(), fc.string())), fc.constantFrom('198.51.100.7', '2001:db8:1::7'), (forged, real) => {
        assert.equal(clientAddress('10.1.2.3', [...forged, real].join(', '), trusted), real);
        assert.equal(clientAddress(real, forged.join(', '), trusted), real);
      }),
    );
  });
  it('of proxies are written out, and wrong ones are named', () => {
    assert.equal(parseTrustedProxies('').has('127.0.0.1'), false);
    assert.equal(trusted.has('10.255.255.255'), true);
    assert.equal(trusted.has('11.0.0.0'), false);
    assert.equal(trusted.has('::ffff:10.1.1.1'), true);
    for (const bad of ['10.0.0.0/', '10.0.0.0/33', '10.0.0.0/-1', '10.0.0.0/8/8', '10.0.0.0/1e1', '10.0.0', 'proxy', '::/129', '/8', '*'])
      assert.throws(() => parseTrustedProxies(`127.0.0.1,${bad}`), (error: Error) => error.message.includes(bad), bad);
  });
  it('are counted by IPv4 address and by the /64 of IPv6', () => {
    const table: [string, string][] = [
      ['1.2.3.4', '1.2.3.4'],
      ['::ffff:1.2.3.4', '1.2.3.4'],
      ['::ffff:0102:0304', '1.2.3.4'],
      ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
      ['2001:0DB8:0001:0002::', '2001:db8:1:2'],
      ['2001:db8::1', '2001:db8:0:0'],
      ['::1', '0:0:0:0'],
      ['fe80::1%eth0', 'fe80:0:0:0'],
      ['1::', '1:0:0:0'],
      ['64:ff9b::1.2.3.4', '64:ff9b:0:0'],
    ];
    for (const [address, bucket] of table) assert.equal(addressBucket(address), bucket, address);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 8, maxLength: 8 }), fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 4, maxLength: 4 }), (groups, others) => {
        fc.pre(groups[0] !== 0);
        const text = (all: number[]) => all.map((one) => one.toString(16)).join(':');
        const same = text([...groups.slice(0, 4), ...others]);
        assert.equal(addressBucket(text(groups)), addressBucket(same));
        const far = text([(groups[0] as number) ^ 1, ...groups.slice(1)]);
        if ((groups[0] as number) !== 1) assert.notEqual(addressBucket(text(groups)), addressBucket(far));
      }),
    );
  });
  it('that are not on the public internet are known', () => {
    const inside = ['127.0.0.1', '127.9.9.9', '10.1.1.1', '172.16.0.1', '172.31.255.255', '192.168.0.1', '169.254.169.254', '100.64.0.1', '0.0.0.0', '255.255.255.255', '224.0.0.1', '192.88.99.1', '::1', '::', '::ffff:127.0.0.1', '::ffff:8.8.8.8', 'fe80::1', 'fec0::1', 'fd00::1', 'ff02::1', '64:ff9b::7f00:1', '64:ff9b:1::1', '2002:7f00:1::', '2001:db8::1', 'no address', ''];
    for (const address of inside) assert.equal(isInside(address), true, address);
    for (const address of ['8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:4700::1', '2a00:1450::1']) assert.equal(isInside(address), false, address);
  });
});

describe('cursors', () => {
  it('come back as they were, and nothing else comes back', () => {
    assert.deepEqual(decodeCursor(encodeCursor([5, '가', 0]), ['number', 'string', 'number']), [5, '가', 0]);
    const raw = (value: unknown) => Buffer.from(JSON.stringify(value) ?? '').toString('base64url');
    for (const bad of ['', 'x', '%%%', raw(null), raw({}), raw([]), raw(['5']), raw([5, 5]), raw([null]), raw([1.5]), raw([1e300]), raw([{}]), Buffer.from('[1e999]').toString('base64url')])
      assert.throws(() => decodeCursor(bad, ['number']), { code: 'bad-cursor' }, bad);
    for (const bad of ['\u0000', '\n', '\uD800']) assert.throws(() => decodeCursor(raw([bad]), ['string']), { code: 'bad-cursor' });
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          decodeCursor(text, ['number', 'string']);
        } catch (error) {
          assert.ok(error instanceof Problem);
        }
      }),
    );
  });
});

describe('problems', () => {
  it('are a closed list with words in both languages', () => {
    const codes = Object.keys(PROBLEMS) as ProblemCode[];
    for (const language of ['ko', 'en'] as const) {
      assert.deepEqual(Object.keys(PROBLEM_WORDS[language]).sort(), [...codes].sort());
      for (const code of codes) assert.match(PROBLEM_WORDS[language][code], language === 'ko' ? /[가-힣].*요\.$/ : /^[A-Z].*\.$/, code);
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
    for (const [header, language] of table) assert.equal(preferredLanguage(header), language, header?.slice(0, 40));
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

describe('pace', () => {
  const appWith = (pace: ReturnType<typeof openPace>, ...steps: [points: number, subject: string][]) => {
    const app = new Hono();
    app.onError((error, c) => problemResponse(c, error as Problem));
    app.get('/', async (c) => {
      for (const [index, [points, subject]] of steps.entries()) await pace.take(c, { name: `rule${index}`, points, seconds: 60 }, [subject]);
      return c.text('ok');
    });
    return app;
  };
  it('refuses the one too many, says when to come back, and counts each subject alone', async () => {
    const pace = openPace();
    const kim = appWith(pace, [2, 'kim']);
    assert.equal((await kim.request('/')).headers.get('ratelimit'), '"rule0";r=1;t=60');
    assert.equal((await kim.request('/')).status, 200);
    const refused = await kim.request('/');
    assert.equal(refused.status, 429);
    assert.ok(Number(refused.headers.get('retry-after')) >= 1);
    assert.equal(refused.headers.get('ratelimit-policy'), '"rule0";q=2;w=60');
    assert.equal(((await refused.json()) as { code: string }).code, 'too-many');
    assert.equal((await appWith(pace, [2, 'lee']).request('/')).status, 200);
  });
  it('tells of the tightest rule, whichever was asked last', async () => {
    for (const steps of [
      [[50, 'a'], [3, 'a'], [900, 'a']],
      [[3, 'b'], [50, 'b'], [900, 'b']],
    ] as [number, string][][])
      assert.match((await appWith(openPace(), ...steps).request('/')).headers.get('ratelimit') ?? '', /;r=2;/);
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
  function send(body: (string | Buffer)[], headers: Record<string, string | number> = {}): Promise<{ status: number; body: any }> {
    return new Promise((resolve, reject) => {
      const request = httpRequest({ port, agent: false, host: '127.0.0.1', method: 'PATCH', path: '/v1/shop1/me', headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers } }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, body: JSON.parse(Buffer.concat(parts).toString()) });
          request.destroy();
        });
      });
      request.on('error', (error) => ((error as NodeJS.ErrnoException).code === 'EPIPE' ? undefined : reject(error)));
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
    const announced = await send(Array.from({ length: chunks }, () => chunk), { 'content-length': chunks * chunk.length });
    assert.deepEqual([announced.status, announced.body.code], [413, 'too-large']);
    const whole = await service.call('PATCH', '/v1/shop1/me', { as: token, body: { handle: '가나다', pad: 'x'.repeat(10_000_000) } });
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
    for (const [body, headers, code] of table) assert.equal((await send([body], headers)).body.code, code, body.slice(0, 30));
    assert.equal((await send(['{"handle":"다섯"}'], { 'content-type': 'Application/JSON; charset=utf-8' })).status, 200);
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
    const code = (key: string, as = token) => service.call('POST', '/v1/shop1/me/edit-code', { as, headers: { 'idempotency-key': key } });
    const revoke = (key: string, body: object) => service.call('POST', '/v1/shop1/sessions', { body, headers: { 'idempotency-key': key } });

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
      const count = async () => (await service.services.database.db.selectFrom('edit_codes').select('code_hash').execute()).length;
      const before2 = await count();
      const answers = await Promise.all(Array.from({ length: 8 }, () => code('all-at-once', guest)));
      const done = answers.filter((one) => one.status === 201);
      assert.ok(done.length > 0);
      for (const one of answers.filter((other) => other.status !== 201)) assert.equal(one.body.code, 'in-flight');
      assert.equal(new Set(done.map((one) => one.body.code)).size, 1);
      assert.equal((await count()) - before2, 1);
      assert.equal((await code('all-at-once', guest)).body.code, done[0]?.body.code);
    });
    it('refuse another body, and forget a failure', async () => {
      const { createHmac } = await import('node:crypto');
      const signed = (id: string) => {
        const at = Math.floor(Date.now() / 1000);
        return { signedId: `v1.${Buffer.from(id).toString('base64url')}.${at}.${createHmac('sha256', mall.secret).update(`dangol-id|v1|shop1|${id}|${at}`).digest('hex')}` };
      };
      const first = signed('one');
      assert.equal((await revoke('body-key-1', { signedId: 'v1.x.1.not-a-mac' })).body.code, 'token-refused');
      assert.equal((await revoke('body-key-1', first)).status, 201);
      assert.equal((await revoke('body-key-1', first)).status, 201);
      const other = await revoke('body-key-1', signed('two'));
      assert.deepEqual([other.status, other.body.code], [422, 'key-reused']);
    });
    it('refuse what is no key', async () => {
      for (const key of ['short', 'has a space in it', 'x'.repeat(129), '한글한글한글한글'].map((text) => Buffer.from(text).toString('latin1')))
        assert.equal((await code(key, await mall.guest())).body.code, 'bad-idempotency-key', key);
    });
    it('keep digests and ids, no body and no secret', async () => {
      const guest = await mall.guest();
      const made = await code('kept-as-digest', guest);
      const rows = JSON.stringify(await service.services.database.db.selectFrom('idempotency').selectAll().execute());
      for (const secret of ['kept-as-digest', made.body.code, guest]) assert.ok(!rows.includes(secret));
    });
    it('are forgotten after a day', async () => {
      const later = await startService();
      try {
        await later.addMall('shop1', { settings: { write: 'everyone' } });
        const make = async () => (await later.call('POST', '/v1/shop1/guests', { headers: { 'idempotency-key': 'once-a-day' } })).body.me.id;
        const first = await make();
        later.later(23 * HOUR);
        assert.equal(await make(), first);
        later.later(2 * HOUR);
        const second = await make();
        assert.notEqual(second, first);
        assert.equal(await make(), second);
        later.later(25 * HOUR);
        await sweepIdempotency(later.services.database, later.services.now());
        assert.deepEqual(await later.services.database.db.selectFrom('idempotency').selectAll().execute(), []);
      } finally {
        await later.stop();
      }
    });
    it('leave a unique key that the change itself met to its route', async () => {
      const app = new Hono();
      const taken = Object.assign(new Error('taken'), { code: 'SQLITE_CONSTRAINT_UNIQUE' });
      let thrown: unknown;
      app.post('/', async (c) => {
        thrown = await once(c, service.services.database, { mallId: 'shop1', actor: 'x', body: 1, now: 1, run: () => Promise.reject(taken) }).catch((error) => error);
        return c.text('');
      });
      await app.request('/', { method: 'POST', headers: { 'idempotency-key': 'own-unique-key', origin: ORIGIN } });
      assert.equal(thrown, taken);
    });
  });
});

describe('pace of routes', () => {
  it('one address uses up its own, not what everybody at the mall shares', async () => {
    const service = await startService({ environment: { PACE_SCALE: '0.1', TRUSTED_PROXIES: '0.0.0.0' } });
    try {
      await service.addMall('shop1', { settings: { write: 'everyone' } });
      const guest = (address: string) => service.call('POST', '/v1/shop1/guests', { headers: { 'x-forwarded-for': address } });
      const greedy: number[] = [];
      for (let n = 0; n < 700; n++) greedy.push((await guest(`2001:db8:1:1::${n.toString(16)}`)).status);
      assert.ok(greedy.includes(201));
      assert.equal(greedy.at(-1), 429);
      assert.ok(greedy.filter((status) => status === 201).length <= 15, 'one /64 is one address');
      const refused = await guest('2001:db8:1:1::1');
      assert.ok(Number(refused.headers.get('retry-after')) > 0);
      assert.equal((await guest('2001:db8:1:2::1')).status, 201);
      assert.equal((await guest('198.51.100.7')).status, 201);
    } finally {
      await service.stop();
    }
  });
  it('a forged forwarding header gains nothing', async () => {
    const service = await startService({ environment: { PACE_SCALE: '0.1' } });
    try {
      await service.addMall('shop1', { settings: { write: 'everyone' } });
      const statuses: number[] = [];
      for (let n = 0; n < 40; n++) statuses.push((await service.call('POST', '/v1/shop1/guests', { headers: { 'x-forwarded-for': `198.51.100.${n}` } })).status);
      assert.ok(statuses.includes(201));
      assert.equal(statuses.at(-1), 429);
    } finally {
      await service.stop();
    }
  });
});
