// Pages of malls that are restless: tags and scripts come late, twice, or move; the board works, and none of them sees an error.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hostPage } from '../support/host.ts';
import { type Hosts, leave, OTHER_TEXT, openHosts, shows, TEXT } from './hosts.ts';

let hosts: Hosts;

before(async () => {
  hosts = await openHosts();
});
after(() => hosts?.stage.close());

test('a board that comes later, moves, changes its product, leaves and comes back', async () => {
  const visit = await hosts.open('restless', {
    body: hostPage(`${hosts.script()}<div id="tab"></div><div id="other"></div>`),
  });
  const { page } = visit;
  await page.waitForFunction(() => 'dangol' in globalThis);
  await page.evaluate((html) => {
    document.querySelector('#tab')!.innerHTML = html;
  }, hosts.board());
  await shows(page);
  await page.evaluate(() => document.querySelector('dangol-review-board')!.setAttribute('product', 'b'));
  await shows(page, OTHER_TEXT);
  assert.equal(await page.getByRole('article').count(), 1, 'nothing of the product before');
  await page.evaluate(() => {
    const board = document.querySelector('dangol-review-board')!;
    board.remove();
    document.querySelector('#other')!.append(board);
  });
  await shows(page, OTHER_TEXT);
  await page.evaluate(() => {
    const board = document.querySelector('dangol-review-board')!;
    board.remove();
    board.setAttribute('product', 'a');
    (globalThis as { kept?: Element }).kept = board;
  });
  await page.evaluate(() => document.body.append((globalThis as { kept?: Element }).kept!));
  await shows(page);
  // Faster than any answer: only the last one counts.
  await page.evaluate(() => {
    const board = document.querySelector('dangol-review-board')!;
    for (const product of ['b', 'a', 'b', 'a', 'b']) board.setAttribute('product', product);
  });
  await shows(page, OTHER_TEXT);
  await page.waitForLoadState('load');
  assert.equal(await page.getByRole('article').filter({ hasText: TEXT }).count(), 0);
  await leave(visit);
});

test('pasted twice, at the end, in two versions: it stays one', async () => {
  for (const [name, body] of [
    ['twice', hosts.script() + hosts.board() + hosts.script() + hosts.board('b')],
    ['end', hosts.board() + hosts.board('b') + hosts.script('')],
    [
      'versions',
      `${hosts.script()}<script async src="BASE/embed.js?mall=shop1&v=2"></script>${hosts.board()}${hosts.board('b')}`,
    ],
  ] as const) {
    const visit = await hosts.open(name, { body: hostPage(body.replace('BASE', hosts.base)) });
    await shows(visit.page);
    await shows(visit.page, OTHER_TEXT);
    const asked = visit.seen.requests.map((one) => one.url()).filter((url) => url.includes('/w/core'));
    assert.equal(asked.length, 1, `${name}: ${asked}`);
    const boards = visit.seen.requests.filter((one) => one.url().includes('/board?'));
    assert.equal(boards.length, 2, `${name}: each board asks once`);
    await leave(visit);
  }
});

test('a script put in by innerHTML does not run; the loader that comes later finds the tags', async () => {
  const visit = await hosts.open('inner', { body: hostPage('<div id="tab"></div>') });
  const { page } = visit;
  await page.evaluate((html) => {
    document.querySelector('#tab')!.innerHTML = html;
  }, hosts.script() + hosts.board());
  assert.ok(!(await page.evaluate(() => 'dangol' in globalThis)));
  await page.evaluate((src) => {
    const later = document.createElement('script');
    later.src = src;
    document.head.append(later);
  }, `${hosts.base}/embed.js?mall=shop1`);
  await shows(page);
  await leave(visit);
});

test('an element that hides document.currentScript, and names that clobber others', async () => {
  const clobbering = `<img name="currentScript" src="data:,"><form name="body"></form><a id="dangolx"></a><form id="location"></form>
    <input name="adoptedStyleSheets"><img name="dangol-review-board" alt="">`;
  const visit = await hosts.open('clobber', { body: hostPage(clobbering + hosts.script() + hosts.board()) });
  await shows(visit.page);
  await leave(visit);
});

test('the product of a page without an attribute: from its JSON-LD, from its meta', async () => {
  for (const [name, head] of [
    [
      'json-ld',
      '<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"Product","sku":"b"}]}</script>',
    ],
    ['meta', '<meta property="product:retailer_item_id" content="b">'],
    [
      'broken',
      '<script type="application/ld+json">{"@type":</script><meta property="product:retailer_item_id" content="b">',
    ],
  ] as const) {
    const visit = await hosts.open(name, {
      body: hostPage(`${hosts.script()}<dangol-review-board></dangol-review-board>`, { head }),
    });
    await shows(visit.page, OTHER_TEXT);
    await leave(visit);
  }
});
