// Hearts, wishlist and bell on pages that are strict, old or wild, and with a service that fails: calm, and well again.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { hostPage, until } from '../support/host.ts';
import { type Gateway, openGateway } from './faults.ts';
import { type Hosts, type HostVisit, leave, OLD_LIBRARY, openHosts, plain } from './hosts.ts';
import { pressUnlessGone } from './stage.ts';
import { makeList, state } from './wishes.ts';

let hosts: Hosts;
let gateway: Gateway;
let deaf: Gateway;
let hanging: Promise<HostVisit>;
let people = 0;

const BELL = '<dangol-inbox></dangol-inbox>';
const HEART = '<dangol-wish-button product="cup" label="컵"></dangol-wish-button>';
const LIST = '<dangol-wishlist style="display:block;min-height:620px"></dangol-wishlist>';
/** A page gives up on an answer after 15 s, and then tries again: the first word of it may take several of these. */
const GIVES_UP_MS = 120_000;
const isApi = (path: string) => path.startsWith('/v1/');

before(async () => {
  hosts = await openHosts();
  await state(hosts.mall, [
    { product: 'cup', name: '컵', price: 12_000 },
    { product: 'lamp', name: '등' },
  ]);
  gateway = await openGateway(hosts.stage.whole.port);
  deaf = await openGateway(hosts.stage.whole.port);
  deaf.fail('hang', isApi);
  // Begun first and looked at last: patience has to run out.
  hanging = openFailing('hanging', deaf.base);
});
after(async () => {
  await gateway?.stop();
  await deaf?.stop();
  await hosts?.stage.close();
});

const rows = (page: Page) => page.locator('dangol-wishlist li[part~=wish]');
const row = (page: Page, text: string) => rows(page).filter({ hasText: text });
const sheet = (page: Page) => page.locator('dangol-part-sheet');
const heart = (page: Page) => page.locator('dangol-wish-button button');

async function identify(page: Page, token: string): Promise<void> {
  await page.waitForFunction(() => 'dangol' in globalThis);
  await page.evaluate(async (token) => {
    dangol.identify(token);
    await dangol.ready;
  }, token);
}

/** Hearts, looks at the list, edits, moves, talks, asks for an alert, shares, opens the bell. */
async function use(visit: HostVisit): Promise<void> {
  const { page, seen } = visit;
  await identify(page, await hosts.mall.sign(`shopper-${++people}`, { name: '김민지' }));
  await heart(page).click();
  await row(page, '컵').waitFor();
  const lists = await hosts.mall.call('GET', 'me/wishlists', {
    as: await hosts.mall.sign(`shopper-${people}`),
  });
  assert.equal(lists.items.length, 1);
  const pick = async (item: string) => {
    await row(page, '컵').getByRole('button', { name: '컵 더보기' }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  await pick('고치기');
  await page.getByRole('textbox', { name: /^메모/ }).fill('여기서도 고쳐져요.');
  await page.getByRole('button', { name: '저장' }).click();
  await row(page, '여기서도 고쳐져요.').waitFor();
  await row(page, '컵').locator('.talk').click();
  await row(page, '컵').getByRole('textbox', { name: '댓글 쓰기' }).fill('여기서도 써져요.');
  await row(page, '컵').getByRole('button', { name: '올리기', exact: true }).click();
  await row(page, '컵').getByText('여기서도 써져요.').waitFor();
  await pick('알림 받기');
  await sheet(page)
    .getByRole('switch', { name: /^가격이 내려가면/ })
    .click();
  await sheet(page)
    .getByRole('switch', { name: /^광고성 정보를 알림함에서/ })
    .click();
  const asked = page.waitForRequest((one) => one.method() === 'PUT' && one.url().endsWith('/me/alerts'));
  await sheet(page).getByRole('button', { name: '저장' }).click();
  const { product, channels } = JSON.parse((await asked).postData() ?? '');
  // What goes over the wire is whole: lists are lists, texts are texts.
  assert.deepEqual([product, channels], ['cup', ['inbox']]);
  await page.keyboard.press('Escape');
  await sheet(page).waitFor({ state: 'detached' });
  await page.locator('dangol-wishlist').getByRole('button', { name: '공유하기' }).click();
  await sheet(page).getByRole('button', { name: '링크 복사' }).waitFor();
  await page.keyboard.press('Escape');
  await sheet(page).waitFor({ state: 'detached' });
  await page.locator('dangol-inbox').getByRole('button').first().click();
  await sheet(page)
    .getByText(/아직 알림이 없어요|동의/)
    .first()
    .waitFor();
  await sheet(page).getByRole('button', { name: '알림 설정' }).click();
  await page.getByRole('switch').first().waitFor();
  assert.ok(seen.requests.length > 0);
}

const content = () => hosts.script() + BELL + HEART;

test('a strict policy, as the README says: nothing is violated', async () => {
  const visit = await hosts.open('wish-csp', {
    body: plain(`${content()}<dangol-wishlist></dangol-wishlist>`),
    headers: { 'content-security-policy': hosts.policy() },
  });
  await use(visit);
  await leave(visit);
});

test('trusted types: the one policy that the README names is enough', async () => {
  const visit = await hosts.open('wish-types', {
    body: plain(`${content()}<dangol-wishlist></dangol-wishlist>`),
    headers: {
      'content-security-policy': hosts.policy("require-trusted-types-for 'script'", 'trusted-types lit-html'),
    },
  });
  await use(visit);
  await leave(visit);
});

test('a page whose old library bends the natives', async () => {
  const visit = await hosts.open('wish-old', { body: hostPage(OLD_LIBRARY + content() + LIST) });
  await use(visit);
  await leave(visit);
});

/** A shared list, hearts and bell from an address that may fail. */
async function openFailing(name: string, base: string): Promise<HostVisit> {
  const { hash } = await makeList(hosts.mall, `owner-${name}`, ['cup', 'lamp']);
  const script = `<script async src="${base}/embed.js?mall=${hosts.mall.id}"></script>`;
  const visit = await hosts.open(`wish-${name}`, { body: hostPage(script + BELL + HEART + LIST) });
  await visit.page.evaluate((hash) => {
    location.hash = hash;
  }, hash);
  return visit;
}

const FAILED = '찜 목록을 불러오지 못했어요';

for (const fault of ['cut', 'gateway', 'garbage', 'other', 'html', 'busy'] as const)
  test(`the service answers with "${fault}": calm texts, and everything when it is well`, async () => {
    gateway.fail(fault, isApi);
    const visit = await openFailing(fault, gateway.base);
    const { page } = visit;
    await page.getByText(FAILED).waitFor();
    await identify(page, await hosts.mall.sign(`failing-${fault}`));
    await heart(page).click();
    await page.locator('dangol-wish-button .note').waitFor();
    await until(async () => (await heart(page).getAttribute('aria-pressed')) === 'false', 'it turns back');
    await page.locator('dangol-inbox').getByRole('button').first().click();
    await sheet(page).getByText('알림을 불러오지 못했어요').waitFor();
    gateway.heal();
    await pressUnlessGone(sheet(page).getByRole('button', { name: '다시 시도' }));
    await sheet(page).getByText('아직 알림이 없어요').waitFor();
    await page.keyboard.press('Escape');
    await sheet(page).waitFor({ state: 'detached' });
    // One is left to come back by itself.
    if (fault !== 'gateway') {
      const retry = page.locator('dangol-wishlist').getByRole('button', { name: '다시 시도' });
      await retry.or(rows(page).first()).first().waitFor();
      await pressUnlessGone(retry);
    }
    await row(page, '컵').waitFor();
    await heart(page).click();
    await until(async () => (await heart(page).getAttribute('aria-pressed')) === 'true', 'the heart is kept');
    await leave(visit);
  });

test('a service that takes every connection and never answers', async () => {
  const visit = await hanging;
  await visit.page.getByText(FAILED).waitFor({ timeout: GIVES_UP_MS });
  deaf.heal();
  await pressUnlessGone(visit.page.locator('dangol-wishlist').getByRole('button', { name: '다시 시도' }));
  // It may be in the middle of a try of its own, which ends when its patience does.
  await row(visit.page, '컵').waitFor({ timeout: GIVES_UP_MS });
  await leave(visit);
});

test('the service goes away while somebody looks at a list, and comes back', async () => {
  const visit = await openFailing('away', hosts.base);
  const { page } = visit;
  const as = await hosts.mall.sign('owner-away', { name: 'owner-away' });
  await row(page, '등').waitFor();
  await identify(page, await hosts.mall.sign('guest-away', { name: 'away' }));
  await row(page, '등').locator('.talk').click();
  await row(page, '등').getByRole('textbox', { name: '댓글 쓰기' }).fill('도중에 끊겼던 말이에요.');
  await hosts.stage.whole.down();
  await row(page, '등').getByRole('button', { name: '올리기', exact: true }).click();
  await row(page, '등').getByRole('alert').filter({ hasText: /\S/ }).waitFor();
  assert.equal(
    await row(page, '등').getByRole('textbox', { name: '댓글 쓰기' }).inputValue(),
    '도중에 끊겼던 말이에요.',
  );
  await hosts.stage.whole.up();
  await row(page, '등').getByRole('button', { name: '올리기', exact: true }).click();
  await row(page, '댓글 1').getByText('도중에 끊겼던 말이에요.').waitFor();
  // The stream has come back as well: what others do arrives again.
  const { items } = await hosts.mall.call('GET', 'me/wishlists', { as });
  await hosts.mall.call('POST', 'wishes', {
    as,
    body: { product: 'later', list: items[0].id, note: '새로 담았어요.' },
  });
  await row(page, '새로 담았어요.').waitFor();
  await leave(visit);
});
