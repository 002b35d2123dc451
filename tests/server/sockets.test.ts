import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { openPlace, type Place, type Process } from '../support/process.ts';

describe('a client that writes its own HTTP', () => {
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
