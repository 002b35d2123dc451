// Every attack string that is shipped, through every text that a board shows, in a real browser: none of them runs.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import type { Board, Review } from '../../server/community/reviews/contract.ts';
import { hostPage, until, type WholeMall } from '../support/host.ts';
import { openStage, type Stage } from './stage.ts';
import { attacks, batches, foreignMarkup, trap } from './traps.ts';

let stage: Stage;
let mall: WholeMall;
const strings = attacks();
const LEAST = 700;
const ON_A_PAGE = 50;
/** A thread shows twenty comments at first. */
const THREADS = 3;

before(async () => {
  stage = await openStage();
  mall = await stage.whole.addMall('shop1', { settings: { write: 'everyone' } });
});
after(() => stage?.close());

const put = (path: string, product: string) =>
  stage.whole.host.put(path, {
    body: hostPage(stage.whole.paste('shop1', product, `limit="${ON_A_PAGE}"`)),
  });

test('the control: the same strings as markup do run, or this test would prove nothing', async () => {
  assert.ok(strings.length >= LEAST, `${strings.length} strings`);
  const { context, fired } = await trap(stage);
  const quoted = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  const alerts = () => fired.filter((one) => /^(alert|prompt|confirm)/.test(one)).length;
  for (const some of batches(strings, 100)) {
    // Each in a document of its own, where it is parsed as a page is.
    const body = some.map((one) => `<iframe srcdoc="${quoted(one)}"></iframe>`).join('');
    const page = await context.newPage();
    // Some of the strings keep a page loading for ever: nobody waits for that.
    await page.goto(stage.whole.host.put('/control', { body: hostPage(body) }), { waitUntil: 'commit' });
    await page
      .locator('iframe')
      .nth(some.length - 1)
      .waitFor({ state: 'attached' });
  }
  // No page is closed before enough of them have had their turn, however long a slow machine takes.
  await until(() => alerts() > 50, 'enough of the strings run');
  console.log(
    `Control: ${strings.length} strings as markup: ${alerts()} dialogs, ${fired.length} things fired in all`,
  );
  await context.close();
});

/** Opens what can be opened on a board: comments, menu, history, form. */
async function openAll(page: Page, isFolded = true): Promise<void> {
  if (isFolded) await page.locator('.veil button').click();
  const threads = page.getByRole('article').getByRole('button', { name: /^댓글 \d/ });
  const count = Math.min(THREADS, await threads.count());
  for (let at = 0; at < count; at++) await threads.nth(at).click();
  await page
    .getByRole('textbox', { name: '댓글 쓰기' })
    .nth(count - 1)
    .waitFor();
  await page.getByRole('button', { name: /후기 쓰기|내 후기 고치기/ }).click();
  await page.locator('textarea#text').waitFor();
}

test('as people could post them: titles, texts, names, options, comments, replies, products', async () => {
  const { context, fired } = await trap(stage);
  const page = await context.newPage();
  let posted = 0;
  let refused = 0;
  const tried = async (what: () => Promise<unknown>) => {
    try {
      await what();
      posted++;
    } catch {
      refused++;
    }
  };
  for (const [at, some] of batches(strings, ON_A_PAGE).entries()) {
    const product = `real-${at}`;
    const short = some
      .filter((one) => one.length > 1 && one.length < 60 && !/[:\p{Cc}]/u.test(one))
      .slice(0, 4);
    await tried(() =>
      mall.call('PUT', 'products', {
        as: mall.key,
        body: {
          products: [
            {
              product,
              name: some[0]!.slice(0, 200),
              category: some[1]?.slice(0, 100) ?? null,
              options: short.map((name) => ({ name, values: [name] })),
            },
          ],
        },
      }),
    );
    // The mall lets no such address in.
    for (const url of [
      'javascript:alert(1)',
      ' javascript:alert(1)',
      'data:text/html,<script>alert(1)</script>',
      some[2] ?? '',
    ])
      await assert.rejects(
        mall.call('PUT', 'products', { as: mall.key, body: { products: [{ product, name: 'x', url }] } }),
        url,
      );
    const reviews: string[] = [];
    await Promise.all(
      some.map(async (one, n) => {
        const as = await mall.sign(`${product}-${n}`, { name: one });
        const body = { product, stars: 1 + (n % 5), text: `${one} .....` };
        // Titles and options are shorter: those that do not fit go through the text alone.
        const options = short.includes(one) ? { [one]: one } : {};
        await tried(async () => {
          const full = mall.call('POST', 'reviews', { as, body: { ...body, title: one, options } });
          const { id } = await full.catch(() => mall.call('POST', 'reviews', { as, body }));
          reviews.push(id);
        });
      }),
    );
    await Promise.all(
      some.map(async (one, n) => {
        const id = reviews[n % reviews.length]!;
        // One reply for some reviews is enough to see them drawn; the next test has each of them.
        if (n % 5 === 0)
          await tried(() => mall.call('PUT', `reviews/${id}/reply`, { as: mall.key, body: { text: one } }));
        const subject = { kind: 'review', id: reviews[n % THREADS] };
        const as = await mall.sign(`${product}-${n}`);
        await tried(() => mall.call('POST', 'comments', { as, body: { subject, text: one } }));
      }),
    );
    await page.goto(put('/real', product));
    await page
      .getByRole('article')
      .nth(reviews.length - 1)
      .waitFor({ state: 'attached' });
    await openAll(page);
    assert.deepEqual(await foreignMarkup(page), [], `batch ${at}`);
    assert.deepEqual(fired, [], `batch ${at}`);
  }
  console.log(`Posted for real: ${posted} taken, ${refused} refused by the service, nothing ran`);
  assert.ok(posted > strings.length * 1.9, `only ${posted} were taken`);
  await context.close();
});

/** An answer of the service with one attack in each text of each thing, past everything that the service would refuse. */
function poisoned(board: Board, some: readonly string[]): Board {
  const at = (n: number) => some[n % some.length]!;
  const photo = (one: string) => ({ id: 'a', alt: one, width: 4, height: 3, small: one, large: one });
  const label = (n: number) => ({ ko: at(n), en: at(n + 1) });
  const reviews = some.map(
    (one, n): Review => ({
      ...board.reviews.items[0]!,
      id: `${String(n).padStart(24, '0')}a`,
      author: { id: one, name: one, guest: false, seller: n % 2 === 0, level: 0 },
      title: one,
      text: one,
      options: [{ name: one, value: one }],
      attributes: [
        { key: 'fit', value: 'good' },
        { key: one, value: one },
      ],
      photos: [photo(one)],
      disclosure: one,
      editedAt: 1,
      reply: { name: one, text: one, at: 1 },
      comments: 3,
    }),
  );
  return {
    ...board,
    mall: {
      ...board.mall,
      name: at(0),
      attributes: [{ key: 'fit', label: label(1), values: [{ key: 'good', label: label(2) }] }],
      looks: { ...board.mall.looks, accent: at(3) },
      pages: { product: at(4), wishlist: null, club: null, blog: null },
    },
    product: {
      ...board.product!,
      product: at(5),
      name: at(6),
      url: at(7),
      image: at(8),
      category: at(9),
      options: [{ name: at(10), values: [at(11), at(12)] }],
    },
    summary: {
      ...board.summary,
      count: reviews.length,
      withPhoto: 1,
      attributes: { fit: { good: 2 } },
      options: { [at(13)]: { [at(14)]: 2 } },
      hidden: { total: 1, reasons: { abuse: 1 } },
    },
    photos: reviews.slice(0, 12).map((review) => ({ review: review.id, photo: review.photos[0]! })),
    reviews: { items: reviews, next: null },
  };
}

test('past everything that the service refuses: each string in each text of each thing', async () => {
  await mall.post('plain', { product: 'poison', stars: 5, text: 'Nothing bad in here.' });
  await mall.call('PUT', 'products', {
    as: mall.key,
    body: { products: [{ product: 'poison', name: 'Plain' }] },
  });
  const board = await mall.call<Board>('GET', 'board?product=poison');
  const { context, fired } = await trap(stage);
  const headers = { 'access-control-allow-origin': stage.whole.host.origin };
  const page = await context.newPage();
  let some: string[] = [];
  // Where a photo's address is a web address the board may ask for it; for nothing else.
  const asked = strings.map((one) => one.trim()).filter((one) => /^https?:/i.test(one));
  await page.route('**/v1/shop1/board?**', (route) =>
    route.fulfill({ json: poisoned(board, some), headers }),
  );
  await page.route('**/v1/shop1/comments?**', (route) => {
    const { author, createdAt } = board.reviews.items[0]!;
    const items = some.map((text, n) => ({
      id: `${String(n).padStart(24, '0')}b`,
      parent: null,
      author: { ...author, name: text },
      text,
      state: 'shown',
      createdAt,
      editedAt: null,
    }));
    return route.fulfill({ json: { items, next: null, total: items.length }, headers });
  });
  await page.route('**/history', (route) =>
    route.fulfill({
      json: { items: some.map((text, n) => ({ version: n + 50, stars: 3, title: text, text, at: 1 })) },
      headers,
    }),
  );
  for (const [n, batch] of batches(strings, ON_A_PAGE).entries()) {
    some = batch;
    await page.goto(put('/poison', 'poison'));
    await page
      .getByRole('article')
      .nth(some.length - 1)
      .waitFor({ state: 'attached' });
    await page.locator('.veil button').click();
    await page.getByRole('button', { name: '수정됨' }).first().click();
    await page
      .locator('dangol-part-sheet li')
      .nth(some.length - 1)
      .waitFor({ state: 'attached' });
    await page.keyboard.press('Escape');
    await page.locator('dangol-part-sheet').waitFor({ state: 'detached' });
    await openAll(page, false);
    assert.deepEqual(await foreignMarkup(page), [], `batch ${n}`);
    const unasked = fired.filter(
      (one) => !asked.some((url) => one.startsWith(`request ${url.slice(0, 12)}`)),
    );
    assert.deepEqual(unasked, [], `batch ${n}: ${JSON.stringify(some)}`);
  }
  console.log(`Past the service: ${strings.length} strings, each in 20 places of a board, nothing ran`);
  await context.close();
});
