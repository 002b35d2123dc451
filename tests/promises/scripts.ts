// No attack string runs, whatever text it is posted in, and whatever way it comes out: boards, snippets, exports, errors.
import assert from 'node:assert/strict';
import type { BrowserContext } from 'playwright-core';
import { until } from '../support/ground.ts';
import { hostPage } from '../support/host.ts';
import { type Given, keep, number } from '../support/promise.ts';
import { runTests } from '../support/proven.ts';
import { openStage, type Stage } from '../whole/stage.ts';
import { attacks, batches, trap } from '../whole/traps.ts';

const strings = attacks();
/** So many strings fit into one text with something between them. */
const IN_A_TEXT = 12;
/** Of the addresses that hold a string, so many are opened in the browser; all are asked. */
const OPENED = { short: 12, long: 120 };

/** A mall all of whose texts are attacks; the addresses that tell of them. */
async function poison(stage: Stage): Promise<{ paths: string[]; token: string; products: string[] }> {
  const at = (n: number, most: number) => {
    const fitting = strings.filter((one) => one.length > 1 && one.length <= most);
    return fitting[n % fitting.length]!;
  };
  const mall = await stage.whole.addMall('shop1', {
    name: at(0, 60),
    settings: {
      write: 'everyone',
      rewardDisclosure: at(1, 200),
      attributes: [
        {
          key: 'fit',
          label: { ko: at(2, 60), en: at(3, 60) },
          values: [
            { key: 'good', label: { ko: at(4, 60) } },
            { key: 'bad', label: { ko: at(5, 60) } },
          ],
        },
      ],
    },
  });
  const products: string[] = [];
  const paths = [
    '/m/shop1/rules',
    '/docs',
    '/openapi.json',
    '/v1/shop1/mall',
    '/v1/shop1/leaders?period=all',
  ];
  const texts = batches(
    strings.filter((one) => one.length < 1000),
    IN_A_TEXT,
  ).map((some) => some.join(' \n').slice(0, 2900));
  for (const [n, text] of texts.entries()) {
    const product = `p${n % 8}`;
    const as = await mall.sign(`writer-${n}`, { name: at(n, 60) });
    const { id } = await mall.call('POST', 'reviews', {
      as,
      body: { product, stars: 3, title: at(n + 7, 80), text, options: {} },
    });
    await mall.call('PATCH', `reviews/${id}`, {
      as,
      body: { stars: 4, title: at(n + 8, 80), text: `${text.slice(0, 2800)} .`, photos: [], version: 1 },
    });
    const subject = { kind: 'review', id };
    await mall.call('POST', 'comments', { as, body: { subject, text: at(n + 9, 400) } });
    await mall.call('PUT', `reviews/${id}/reply`, { as: mall.key, body: { text: at(n + 10, 400) } });
    if (!products.includes(product)) {
      products.push(product);
      await mall.call('PUT', 'products', {
        as: mall.key,
        body: { products: [{ product, name: at(n, 150), category: at(n + 1, 80) }] },
      });
      for (const way of ['board', 'reviews', 'ratings']) paths.push(`/v1/shop1/${way}?product=${product}`);
    }
    paths.push(
      `/v1/shop1/reviews/${id}`,
      `/v1/shop1/reviews/${id}/history`,
      `/v1/shop1/comments?kind=review&id=${id}`,
    );
  }
  const token = await mall.sign('writer-0');
  return { paths, token, products };
}

/** Addresses with an attack in each place that an answer might repeat. */
const echoes = (one: string): string[] => {
  const coded = encodeURIComponent(Buffer.from(one).toString());
  return [
    `/v1/shop1/board?product=${coded}`,
    `/v1/shop1/reviews/${coded}`,
    `/v1/${coded}/board?product=p`,
    `/${coded}`,
    `/files/shop1/${coded}`,
    `/embed.js?mall=${coded}`,
  ];
};

/** What a browser must not take for a page: sealed, or of a kind that it shows as text. */
async function assertSealed(base: string, path: string): Promise<void> {
  const answer = await fetch(base + path);
  const type = answer.headers.get('content-type') ?? '';
  assert.equal(answer.headers.get('x-content-type-options'), 'nosniff', path);
  const isPlain = /^(application\/(problem\+)?json|text\/javascript|text\/plain)/.test(type);
  if (!isPlain)
    assert.match(
      answer.headers.get('content-security-policy') ?? '',
      /default-src 'none'/,
      `${path}: ${type}`,
    );
  await answer.body?.cancel();
}

async function open(context: BrowserContext, url: string, timeout = 5000): Promise<void> {
  const page = await context.newPage();
  await page.goto(url, { timeout }).catch(() => undefined);
  await page.close({ runBeforeUnload: false });
}

async function waysOut(given: Given): Promise<string> {
  const stage = await openStage({ environment: { PACE_SCALE: '100000' } });
  given.after(() => stage.close());
  const { base, host } = stage.whole;
  const { paths, token, products } = await poison(stage);
  const { context, fired } = await trap(stage);

  // What a browser takes for a page is asked of every answer below; here they are opened.
  const opened = paths.filter((_, n) => given.long || n % 4 === 0);
  for (const path of opened) await open(context, base + path);
  await context.setExtraHTTPHeaders({ authorization: `Bearer ${token}` });
  for (const path of ['/v1/shop1/me/export', '/v1/shop1/me', '/v1/shop1/me/board?product=p0'])
    await open(context, base + path);
  await context.setExtraHTTPHeaders({});
  const some = strings.filter(
    (_, n) => n % Math.ceil(strings.length / (given.long ? OPENED.long : OPENED.short)) === 0,
  );
  for (const one of some) for (const path of echoes(one)) await open(context, base + path);

  // The snippets: the other elements that a mall pastes.
  const elements = products.map((product) => `<dangol-rating product="${product}"></dangol-rating>`).join('');
  const pasted = `<script async src="${base}/embed.js?mall=shop1"></script>${elements}<dangol-leaders></dangol-leaders>`;
  const page = await context.newPage();
  await page.goto(host.put('/snippets', { body: hostPage(pasted) }));
  await page.locator('dangol-rating').first().getByText(/후기/).first().waitFor({ state: 'attached' });
  await page.close();
  assert.deepEqual(fired, [], 'something ran');
  await context.close();

  const echoed = strings.flatMap((one, n) => echoes(one).filter((_, at) => given.long || at === n % 6));
  let asked = 0;
  for (const part of batches(echoed, 16)) {
    await Promise.all(part.map((path) => assertSealed(base, path)));
    asked += part.length;
  }
  for (const path of paths) await assertSealed(base, path);

  // The same browser, the same trap, and the strings as markup.
  const control = await trap(stage);
  const raw = strings.filter((_, n) => n % 20 === 0);
  for (const part of batches(raw, 10))
    await open(control.context, host.put('/raw', { body: hostPage(part.join('\n')) }));
  const ran = () => control.fired.filter((one) => /^(alert|prompt|confirm)/.test(one)).length;
  // A page that comes late, because the machine is busy, was left before anything could run: one more, for as long as it takes.
  if (ran() === 0) void open(control.context, host.put('/raw', { body: hostPage(raw.join('\n')) }), 0);
  await until(() => ran() > 0, 'void: not even as markup does anything run');
  given.control(`${raw.length} strings as raw HTML: ${ran()} dialogs, as it must be`);
  await control.context.close();
  return `${number(opened.length + 3 + some.length * 6)} answers opened as pages, ${products.length} snippets, ${number(asked)} answers to attacks in addresses sealed, nothing ran`;
}

await keep('scripts', async (given) => {
  assert.ok(strings.length > 700, `only ${strings.length} strings`);
  let boards = 'boards tried by tests/whole/scripts.test.ts in the same run';
  if (!given.has('after-tests')) {
    const { counts, output } = await runTests(['whole/scripts.test.ts']);
    assert.ok(counts.failed === 0 && counts.passed > 0, output);
    boards = output
      .split('\n')
      .filter((line) => /nothing ran|^Control/.test(line))
      .join('; ');
  }
  return `${boards}; ${await waysOut(given)}`;
});
