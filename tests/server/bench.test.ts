// The tools that figures are measured with: what they load is what posts would have left, and what they count is right.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { openServices } from '../../server/open.ts';
import { readSettings } from '../../server/settings.ts';
import { startServer } from '../bench/support/child.ts';
import { fire, parseHead, percentile, shot } from '../bench/support/client.ts';
import { median, ratioOf } from '../bench/support/figures.ts';
import { BIG, loadGround, MALL, productName, productOf } from '../bench/support/load.ts';
import { openPosts } from '../bench/support/posts.ts';
import { answersOf, listPath, listShot } from '../bench/support/turns.ts';
import { listen, shut } from '../support/host.ts';
import { assertCounts } from '../support/recount.ts';

test('data that were copied count as if they had been posted, and the service goes on from them', async () => {
  const postgres = process.env.TEST_DB === 'postgres' ? process.env.TEST_DATABASE_URL : undefined;
  const ground = await loadGround(3, postgres);
  try {
    const opened = await openServices(readSettings({ ...ground.environment, LOG_LEVEL: 'silent' }));
    await assertCounts(opened.services.database.db, MALL);
    await opened.close();
    const server = await startServer('ours', { ...ground.environment, LOG_LEVEL: 'silent' });
    try {
      const paths = [productName(0), productName(ground.products - 1), BIG].map(listPath);
      for (const bytes of (await answersOf(server.port, paths)).values())
        assert.equal(JSON.parse(Buffer.from(bytes).toString()).items.length, 20);
      const posts = openPosts(ground);
      posts.fill(5);
      const load = { port: server.port, connections: 2, ms: 60_000 };
      assert.equal((await fire({ ...load, next: posts.next })).requests, 5);
      const before = await server.usage();
      let left = 10;
      await fire({ ...load, next: () => (left-- > 0 ? listShot(BIG) : undefined) });
      assert.ok((await server.usage()).cpu > before.cpu);
    } finally {
      await server.stop();
    }
    assert.equal(productOf(0), 0);
    assert.equal(productOf(ground.members - 1), undefined, 'the last ones wrote about the big product');
  } finally {
    await ground.close();
  }
});

test('the load counts each answer, in whatever parts it comes, and takes no other for it', async () => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(request.url === '/wrong' ? 500 : 200, { 'Content-Length': 4 });
    response.flushHeaders();
    response.write('ab');
    setTimeout(() => response.end('cd'), 1);
  });
  const port = await listen(server);
  try {
    let left = 7;
    const next = () => (left-- > 0 ? shot('GET', '/right', 200) : undefined);
    const fired = await fire({ port, connections: 3, ms: 60_000, next });
    assert.equal(fired.requests, 7);
    assert.equal(asked.length, 7);
    assert.ok(percentile(fired.latencies, 0) > 0);
    assert.deepEqual(
      [...fired.latencies],
      [...fired.latencies].sort((a, b) => a - b),
    );
    const wrong = () => shot('GET', '/wrong', 200);
    await assert.rejects(
      fire({ port, connections: 1, ms: 60_000, next: wrong }),
      /answered 500 instead of 200: abcd/,
    );
  } finally {
    await shut(server);
  }
});

test('heads and medians', () => {
  assert.deepEqual(parseHead('HTTP/1.1 200 OK\r\ncontent-length: 12'), { status: 200, length: 12 });
  assert.deepEqual(parseHead('HTTP/1.1 304 Not Modified\r\nETag: "a"'), { status: 304, length: 0 });
  assert.throws(() => parseHead('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked'), /without Content-Length/);
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 2, 3]), 2.5);
  const rounds = (...cpu: number[]) =>
    cpu.map((one) => ({ cpu: one, rate: 1, median: 1, p99: 1, turnedAway: 0 }));
  assert.equal(ratioOf(rounds(20, 90, 30), rounds(10, 30, 10), 'cpu'), 3);
});
