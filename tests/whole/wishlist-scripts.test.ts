// Every attack string that is shipped, through every text of a wishlist, of notices and of a list's page: none of them runs.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import type { Inbox, Notice, NoticeKind } from '../../server/community/inbox/contract.ts';
import type { SharedList, Wish } from '../../server/community/wishlists/contract.ts';
import { hostPage, type WholeMall } from '../support/host.ts';
import { openStage, type Stage } from './stage.ts';
import { attacks, batches, foreignMarkup, trap } from './traps.ts';
import { makeList } from './wishes.ts';

let stage: Stage;
let mall: WholeMall;
const strings = attacks();
const ON_A_PAGE = 50;
const KINDS: NoticeKind[] = [
  'price-drop',
  'few-left',
  'restock',
  'wish-comment',
  'claimed-wish-changed',
  'claimed-wish-gone',
  'claims-shown',
  'part-back',
  'part-given',
  'gift-points',
  'list-joined',
];

before(async () => {
  stage = await openStage();
  mall = await stage.whole.addMall('shop1', { settings: { write: 'everyone' } });
});
after(() => stage?.close());

const put = (path: string, content: string) =>
  stage.whole.host.put(path, { body: hostPage(`${stage.whole.load('shop1')}\n${content}`) });
const row = (page: Page, at: number) => page.locator('dangol-wishlist li[part~=wish]').nth(at);

async function identify(page: Page, token: string): Promise<void> {
  await page.waitForFunction(() => 'dangol' in globalThis);
  await page.evaluate((token) => dangol.identify(token), token);
}

/** The first of a thing's texts that the service lets in, else none. */
async function taken<Made>(ways: (() => Promise<Made>)[]): Promise<Made | undefined> {
  for (const way of ways)
    try {
      return await way();
    } catch {
      // Refused: it does not fit, or is no address.
    }
  return undefined;
}

test('as people could post them: names of lists and products, notes, options, names of people, comments', async () => {
  const { context, fired } = await trap(stage);
  const page = await context.newPage();
  let wishes = 0;
  let comments = 0;
  for (const [batch, some] of batches(strings, 20).entries()) {
    const keys = some.map((_, at) => `real-${batch}-${at}`);
    await Promise.all(
      some.map((one, at) =>
        taken(
          [one.slice(0, 200), 'plain'].map((name) => () => {
            const options = [{ name: one.slice(0, 60), values: [one.slice(0, 100)] }];
            const product = { product: keys[at]!, name, price: 1000 };
            return mall.call('PUT', 'products', {
              as: mall.key,
              body: { products: [name === 'plain' ? product : { ...product, options }] },
            });
          }),
        ),
      ),
    );
    const owner = `owner-${batch}`;
    const as = await mall.sign(owner, { name: some[0] });
    const { list, hash } = (await taken(
      [some.find((one) => one.length < 60 && one.trim()), 'plain'].map(
        (name) => () => makeList(mall, owner, [], { name }),
      ),
    ))!;
    await Promise.all(
      some.map(async (one, at) => {
        const body = { product: keys[at], list: list.id };
        const made = await taken<Wish>([
          () =>
            mall.call('POST', 'wishes', {
              as,
              body: { ...body, note: one.slice(0, 500), options: { [one.slice(0, 60)]: one.slice(0, 100) } },
            }),
          () => mall.call('POST', 'wishes', { as, body: { ...body, note: one.slice(0, 500) } }),
          () => mall.call('POST', 'wishes', { as, body }),
        ]);
        wishes++;
        const writer = await mall.sign(`writer-${batch}-${at}`, { name: one });
        const comment = await taken([
          () =>
            mall.call('POST', 'comments', {
              as: writer,
              body: { subject: { kind: 'wish', id: made!.id }, text: one.slice(0, 500) },
              headers: { 'dangol-link': list.linkKey! },
            }),
        ]);
        if (comment) comments++;
      }),
    );
    await page.goto(`${put('/real', '<dangol-wishlist></dangol-wishlist>')}?${batch}${hash}`);
    await row(page, some.length - 1).waitFor({ state: 'attached' });
    const talked = row(page, batch % some.length);
    await talked.locator('.talk').click();
    await talked.getByRole('textbox', { name: '댓글 쓰기' }).waitFor();
    assert.deepEqual(await foreignMarkup(page, 'dangol-wishlist'), [], `batch ${batch}`);
    assert.deepEqual(fired, [], `batch ${batch}`);
  }
  console.log(`Posted for real: ${wishes} wishes and ${comments} comments, nothing ran`);
  assert.equal(wishes, strings.length);
  assert.ok(comments > strings.length * 0.9, `only ${comments} comments were taken`);
  await context.close();
});

/** A list with one attack in each text of each thing, past everything that the service would refuse. */
function poisoned(shared: SharedList, some: readonly string[]): SharedList {
  const at = (n: number) => some[n % some.length]!;
  const { mall: known, list, wishes } = shared;
  const items = some.map((one, n): Wish => {
    const first = wishes.items[0]!;
    return {
      ...first,
      id: `${String(n).padStart(24, '0')}w`,
      product: {
        ...first.product,
        product: one,
        name: one,
        url: one,
        image: one,
        category: one,
        currency: n % 2 ? 'KRW' : one,
        options: [{ name: one, values: [one] }],
      },
      options: [{ name: one, value: one }],
      note: one,
      comments: 3,
    };
  });
  return {
    ...shared,
    mall: {
      ...known,
      name: at(0),
      looks: { ...known.looks, accent: at(1) },
      pages: { product: at(2), wishlist: at(3), club: null, blog: null },
    },
    list: { ...list, name: at(4), owner: { ...list.owner, id: at(5), name: at(6) }, wishCount: items.length },
    wishes: { items, next: null },
  };
}

function notices(some: readonly string[], shared: SharedList): Inbox {
  const { list, wishes } = shared;
  const items = some.map(
    (one, n): Notice => ({
      id: `${String(n).padStart(24, '0')}n`,
      kind: KINDS[n % KINDS.length]!,
      advertising: n % 2 === 0,
      at: 1,
      read: false,
      product: { ...wishes.items[0]!.product, name: one, url: one, image: one },
      list: { id: one, name: one, linkKey: one },
      club: { id: one, name: one },
      story: null,
      wish: null,
      from: { ...list.owner, id: one, name: one },
      facts: { before: 2, now: 1, currency: n % 3 ? 'KRW' : one },
    }),
  );
  return { items, next: null, unread: items.length };
}

test('past everything that the service refuses: each string in each text of lists, comments and notices', async () => {
  const { list } = await makeList(mall, 'poisoner', ['poison']);
  const as = await mall.sign('poisoner', { name: 'poisoner' });
  const shared = await mall.call<SharedList>('GET', `wishlists/${list.id}`, { as });
  const { context, fired } = await trap(stage);
  const page = await context.newPage();
  const headers = { 'access-control-allow-origin': stage.whole.host.origin };
  let some: string[] = [];
  // Where a picture's address is a web address the page may ask for it; for nothing else.
  const asked = strings.map((one) => one.trim()).filter((one) => /^https?:/i.test(one));
  const answer = (glob: string, json: () => unknown) =>
    page.route(glob, (route) =>
      route.request().method() === 'GET' ? route.fulfill({ json: json(), headers }) : route.continue(),
    );
  await answer(`**/v1/shop1/wishlists/${list.id}`, () => poisoned(shared, some));
  await answer('**/v1/shop1/wishlists/*/me?**', () => ({ role: 'owner', claims: [], comments: [] }));
  await answer('**/v1/shop1/me/inbox*', () => notices(some, shared));
  await answer('**/v1/shop1/comments?**', () => {
    const items = some.map((text, n) => ({
      id: `${String(n).padStart(24, '0')}b`,
      parent: null,
      author: { ...shared.list.owner, id: text, name: text },
      text,
      state: 'shown',
      createdAt: 1,
      editedAt: null,
    }));
    return { items, next: null, total: items.length };
  });
  for (const [n, batch] of batches(strings, ON_A_PAGE).entries()) {
    some = batch;
    const content =
      '<dangol-wishlist></dangol-wishlist><dangol-inbox view="list"></dangol-inbox>' +
      '<dangol-wish-button product="poison"></dangol-wish-button>';
    await page.goto(`${put('/poison', content)}?${n}#dangol-wishlist=${list.id}`);
    await identify(page, as);
    await page
      .locator('dangol-inbox li')
      .nth(some.length - 1)
      .waitFor({ state: 'attached' });
    await row(page, some.length - 1)
      .locator('.handle, .dots')
      .first()
      .waitFor({ state: 'attached' });
    await row(page, 0).locator('.talk').click();
    await row(page, 0).getByRole('textbox', { name: '댓글 쓰기' }).waitFor();
    await page.locator('dangol-wishlist').getByRole('button', { name: '공유하기' }).click();
    await page.locator('dangol-part-sheet input#link').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('dangol-part-sheet').waitFor({ state: 'detached' });
    await row(page, 1 % some.length)
      .locator('.dots, dangol-part-menu')
      .first()
      .click();
    await page.getByRole('menuitem', { name: '고치기' }).click();
    await page.getByRole('textbox', { name: /^메모/ }).waitFor();
    for (const tag of ['dangol-wishlist', 'dangol-inbox'])
      assert.deepEqual(await foreignMarkup(page, tag), [], `batch ${n}`);
    const unasked = fired.filter(
      (one) => !asked.some((url) => one.startsWith(`request ${url.slice(0, 12)}`)),
    );
    assert.deepEqual(unasked, [], `batch ${n}: ${JSON.stringify(some)}`);
  }
  console.log(`Past the service: ${strings.length} strings in a list, its comments and notices, nothing ran`);
  await context.close();
});

test('on the page of a list and in what a chat shows of it: texts, each as it was written', async () => {
  const { context, fired } = await trap(stage);
  const page = await context.newPage();
  const as = await mall.sign('public', { name: 'public' });
  let { list } = await makeList(mall, 'public', ['poison'], { visibility: 'public' });
  const address = `${stage.whole.base}/m/shop1/wishlists/${list.id}`;
  let named = 0;
  for (const [at, one] of strings.entries()) {
    if (one.length > 60) continue;
    const renamed = await taken([
      () => mall.call('PATCH', `wishlists/${list.id}`, { as, body: { version: list.version, name: one } }),
    ]);
    if (!renamed) continue;
    list = renamed;
    named++;
    const answer = await fetch(address, { headers: { 'accept-language': 'ko' } });
    const html = await answer.text();
    // As a chat reads it, and as a browser would.
    const found = await page.evaluate((html) => {
      const parsed = new DOMParser().parseFromString(html, 'text/html');
      const all = [...parsed.querySelectorAll('*')];
      return {
        title: parsed.querySelector('meta[property="og:title"]')?.getAttribute('content'),
        scripts: [...parsed.scripts].map((script) => script.getAttribute('src')),
        tags: [...new Set(all.map((element) => element.localName))].sort(),
        handlers: all.flatMap((element) =>
          [...element.attributes].filter(({ name }) => /^on/i.test(name)).map(({ name }) => name),
        ),
      };
    }, html);
    assert.ok(found.title?.endsWith(`의 ${list.name}`), `${found.title} of ${list.name}`);
    assert.deepEqual(found.scripts, [`${stage.whole.base}/embed.js?mall=shop1`]);
    assert.deepEqual(found.handlers, []);
    assert.deepEqual(
      found.tags.filter(
        (tag) =>
          !/^(html|head|meta|title|style|script|body|header|main|dangol-wishlist|noscript|p)$/.test(tag),
      ),
      [],
    );
    // Each page in a browser would take minutes: some of them are.
    if (at % 80) continue;
    const opened = await context.newPage();
    await opened.goto(address);
    await opened.locator('dangol-wishlist li[part~=wish]').waitFor();
    assert.deepEqual(await foreignMarkup(opened, 'dangol-wishlist'), []);
    await opened.close();
  }
  console.log(`${named} strings as the name of a list: on its page and in its preview, nothing ran`);
  assert.ok(named > 100, `only ${named}`);
  assert.deepEqual(
    fired.filter((one) => !one.startsWith('window ')),
    [],
  );
  await context.close();
});
