// Memory stays flat while people read and write for a long time (`--minutes 30` for half an hour).
import assert from 'node:assert/strict';
import { until } from '../support/ground.ts';
import { closedLoad } from '../support/load.ts';
import { openPlace, type Process } from '../support/process.ts';
import { type Given, keep, number } from '../support/promise.ts';

const PRODUCTS = 50;
const SHOPPERS = 200;
/** Looks at the memory; the first third of them is warming up. */
const LOOKS = 12;
/** What may stay behind of each request, on average, in the heap: caches that still fill, no more. */
const MOST_BYTES = 300;
/** And in the whole process, from the end of the warm-up to the end of a run of ten minutes or more. */
const MOST_GROWTH = 0.25;
const LONG_S = 600;

const preload = (name: string) => `--import=${new URL(`../support/preloads/${name}.ts`, import.meta.url)}`;

/** What the process holds after a collection, in bytes. */
async function gauge(service: Process): Promise<{ live: number; rss: number }> {
  const said = () => [...service.errors().matchAll(/^gauge \d+ (\d+) (\d+)$/gm)];
  const before = said().length;
  service.signal('SIGUSR2');
  await until(() => said().length > before, 'it says what it holds');
  const [, live, rss] = said().at(-1) ?? [];
  return { live: Number(live), rss: Number(rss) };
}

/** The slope of a line through points. */
function slope(points: readonly { x: number; y: number }[]): number {
  const mean = (of: (point: { x: number; y: number }) => number) =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [x, y] = [mean((point) => point.x), mean((point) => point.y)];
  const top = points.reduce((sum, point) => sum + (point.x - x) * (point.y - y), 0);
  return top / points.reduce((sum, point) => sum + (point.x - x) ** 2, 0);
}

async function soak(given: Given, seconds: number, preloads: string): Promise<string> {
  const place = await openPlace({ PACE_SCALE: '1000000', NODE_OPTIONS: preloads });
  given.after(place.close);
  const mall = await place.addMall('shop', { write: 'everyone', limits: { reviewsPerDay: 1000 } });
  const service = await place.serve();
  const tokens = await Promise.all(Array.from({ length: SHOPPERS }, (_, n) => mall.token(`shopper-${n}`)));
  const reviews: string[] = [];
  const head = 'host: localhost\r\naccept: application/json\r\n';
  const post = (method: string, path: string, n: number, body: string) =>
    `${method} /v1/shop${path} HTTP/1.1\r\n${head}authorization: Bearer ${tokens[n % SHOPPERS]}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
  // Enough of everything at first: what is kept for each product and shopper is then kept already.
  for (let n = 0; n < SHOPPERS; n++) {
    const body = JSON.stringify({ product: `p${n % PRODUCTS}`, stars: 4, text: `At first, number ${n}.` });
    const answer = await fetch(`${service.url()}/v1/shop/reviews`, {
      method: 'POST',
      headers: { authorization: `Bearer ${tokens[n]}`, 'content-type': 'application/json' },
      body,
    });
    reviews.push(((await answer.json()) as { id: string }).id);
  }
  let made = 0;
  const next = () => {
    const n = made++;
    const product = `p${n % PRODUCTS}`;
    // The same few people change their minds for ever: rows stay as many, and each change empties what was kept.
    if (n % 10 === 0)
      return post('PUT', `/reviews/${reviews[n % SHOPPERS]}/vote`, n + 1, `{"helpful":${n % 20 === 0}}`);
    const way = ['board', 'reviews', 'ratings'][n % 3];
    return `GET /v1/shop/${way}?product=${product} HTTP/1.1\r\n${head}\r\n`;
  };

  const looks: { x: number; y: number; rss: number }[] = [];
  let requests = 0;
  let wrong = 0;
  let refused = 0;
  for (let look = 0; look < LOOKS; look++) {
    const done = await closedLoad({
      port: service.port() ?? 0,
      next,
      seconds: seconds / LOOKS,
      connections: 8,
      patienceMs: 60_000,
    });
    requests += done.well;
    wrong += done.wrong + done.late;
    refused += done.refused;
    const { live, rss } = await gauge(service);
    looks.push({ x: requests, y: live, rss });
  }
  assert.equal(await service.end('SIGTERM'), 0);
  assert.equal(wrong, 0, `${wrong} of ${requests} requests went wrong`);
  // A machine with other work may make it shed some; more would be another load than the one meant.
  assert.ok(refused <= requests / 100, `${refused} of ${requests} requests were refused`);
  const warm = looks.slice(LOOKS / 3);
  const perRequest = slope(warm);
  const [first, last] = [warm[0]!, warm.at(-1)!];
  const growth = last.rss / first.rss - 1;
  const mb = (bytes: number) => `${(bytes / (1 << 20)).toFixed(0)} MB`;
  const figure = `${seconds < 120 ? `${seconds} s` : `${(seconds / 60).toFixed(0)} minutes`}, ${number(requests)} requests: live memory ${mb(first.y)} to ${mb(last.y)} (${number(perRequest)} bytes a request), process ${mb(first.rss)} to ${mb(last.rss)}`;
  assert.ok(perRequest < MOST_BYTES, `memory grows: ${figure}`);
  assert.ok(seconds < LONG_S || growth < MOST_GROWTH, `the process grows: ${figure}`);
  return figure;
}

await keep('soak', async (given) => {
  const seconds = given.has('minutes')
    ? given.count('minutes', 1, 30) * 60
    : given.count('seconds', 20, 30 * 60);
  await given.mustFail('a kilobyte stays behind of each request', () =>
    soak(given, 10, `${preload('gauge')} ${preload('leak')}`),
  );
  return soak(given, seconds, preload('gauge'));
});
