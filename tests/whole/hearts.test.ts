// Hearts on the cards of a category page: one request, an answer within a frame, and whoever has them keeps them.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { until, type WholeMall } from '../support/host.ts';
import { openStage, type Person, type Stage, signIn } from './stage.ts';
import { state, wishOf } from './wishes.ts';

let stage: Stage;
let mall: WholeMall;
const CARDS = Array.from({ length: 60 }, (_, at) => `card-${at}`);

before(async () => {
  stage = await openStage();
  mall = await stage.whole.addMall('shop1', { settings: { write: 'everyone' } });
  await state(
    mall,
    CARDS.map((product) => ({ product })),
  );
});
after(() => stage?.close());

const button = (product: string) =>
  `<dangol-wish-button product="${product}" label="${product}"></dangol-wish-button>`;
const category = (more: { prepare?(page: Page): Promise<unknown>; context?: Person['context'] } = {}) =>
  stage.visit({
    mall: 'shop1',
    content: `<ul>${CARDS.map((one) => `<li>${one} ${button(one)}</li>`).join('')}</ul>`,
    ...more,
  });
const heart = (person: Person, product: string) =>
  person.page.locator(`dangol-wish-button[product="${product}"]`).locator('button');
const isOn = async (person: Person, product: string) =>
  (await heart(person, product).getAttribute('aria-pressed')) === 'true';
const turnsTo = (person: Person, product: string, on: boolean) =>
  until(async () => (await isOn(person, product)) === on, `the heart of ${product} is ${on ? 'on' : 'off'}`);
const note = (person: Person, product: string, text: string | RegExp) =>
  person.page.locator(`dangol-wish-button[product="${product}"]`).locator('.note').filter({ hasText: text });
const answered = (page: Page) =>
  page.waitForResponse((one) => one.url().endsWith('/hearts') && one.request().method() === 'PUT');
const drawn = (person: Person) =>
  heart(person, 'card-59').and(person.page.locator('[title="찜하기"]')).waitFor();

test('sixty cards ask once, and for nothing else', async () => {
  for (let at = 0; at < 10; at++)
    await mall.call('PUT', 'hearts', {
      as: await mall.sign(`fan-${at}`),
      body: { product: 'card-7', wished: true },
    });
  const person = await category();
  await person.page.locator('dangol-wish-button[product="card-7"]').locator('.count').waitFor();
  await drawn(person);
  const api = person.seen.requests.filter((one) => one.url().includes('/v1/'));
  assert.deepEqual(
    api.map((one) => `${one.method()} ${new URL(one.url()).pathname}`),
    ['GET /v1/shop1/hearts'],
  );
  assert.equal(new URL(api[0]!.url()).searchParams.getAll('product').length, 60);
  assert.equal(await person.page.locator('dangol-wish-button .count').count(), 1, 'numbers only from ten on');
  assert.equal(
    await person.page.locator('dangol-wish-button[product="card-7"]').locator('.count').innerText(),
    '10',
  );
  assert.deepEqual(person.seen.errors, []);
  await person.close();
});

test('a tap is answered in the next frame, however late the service is', async () => {
  const person = await category();
  await drawn(person);
  let go!: () => void;
  const held = new Promise<void>((done) => {
    go = done;
  });
  await person.page.route('**/v1/shop1/hearts', async (route) => {
    await held;
    await route.continue();
  });
  const response = answered(person.page);
  const pressed = await person.page.evaluate(
    () =>
      new Promise<string | null>((done) => {
        const one = document
          .querySelector('dangol-wish-button[product="card-3"]')!
          .shadowRoot!.querySelector('button')!;
        one.click();
        requestAnimationFrame(() => done(one.getAttribute('aria-pressed')));
      }),
  );
  assert.equal(pressed, 'true');
  assert.equal(await isOn(person, 'card-4'), false);
  go();
  assert.equal((await response).status(), 200);
  assert.equal(await isOn(person, 'card-3'), true);
  assert.deepEqual(person.seen.errors, []);
  await person.close();
});

test('what the service refuses turns back for everybody to see, and says why', async () => {
  const person = await category();
  await drawn(person);
  let refuses = true;
  await person.page.route('**/v1/shop1/hearts', (route) =>
    refuses && route.request().method() === 'PUT'
      ? route.fulfill({
          status: 503,
          contentType: 'application/problem+json',
          body: '{"type":"about:blank","title":"잠시 바빠요.","status":503,"code":"busy"}',
          headers: { 'access-control-allow-origin': '*' },
        })
      : route.continue(),
  );
  // Both go by themselves after a while: looked for from before the tap on, no machine is too slow to see them.
  const seen = Promise.all([
    note(person, 'card-1', /\S/).waitFor(),
    heart(person, 'card-1').and(person.page.locator('.refused')).waitFor(),
  ]);
  await heart(person, 'card-1').click();
  await seen;
  await turnsTo(person, 'card-1', false);
  // It can be tapped again at once.
  refuses = false;
  const response = answered(person.page);
  await heart(person, 'card-1').click();
  assert.equal((await response).status(), 200);
  await turnsTo(person, 'card-1', true);
  assert.deepEqual(person.seen.errors, []);
  await person.close();
});

/** What is said beside a heart goes after six seconds: on a slow machine it may be gone before it was looked at. */
const sayingOn = (page: Page) =>
  page.addInitScript(() => {
    const later = globalThis.setTimeout;
    globalThis.setTimeout = ((act: () => void, ms?: number) =>
      later(act, ms === 6000 ? 600_000 : ms)) as typeof setTimeout;
  });

test('a guest hearts, signs in, is asked, and the hearts are the member’s', async () => {
  const as = await mall.sign('sora', { name: 'sora' });
  // The same product on both sides becomes one.
  await mall.call('POST', 'wishes', { as, body: { product: 'card-10', note: '내 쪽지' } });
  const person = await category({ prepare: sayingOn });
  await drawn(person);
  await heart(person, 'card-10').click();
  await note(person, 'card-10', '이 브라우저').waitFor();
  // What is said lies upon the heart below, which can be tapped all the same.
  const response = answered(person.page);
  await heart(person, 'card-11').click();
  assert.ok(await note(person, 'card-10', '이 브라우저').isVisible());
  await response;
  await signIn(stage, person, 'sora', async () => as);
  await person.page.getByText('내 것으로 옮길까요?').waitFor();
  await person.page.getByRole('button', { name: '옮기기' }).click();
  await person.page.getByText('내 것으로 옮겼어요.').waitFor();
  for (const product of ['card-10', 'card-11']) await turnsTo(person, product, true);
  const { items } = await mall.call('GET', 'me/wishlists', { as });
  assert.equal(items.length, 1);
  const { wishes } = await mall.call('GET', `wishlists/${items[0].id}`, { as });
  const kept = wishes.items.map((one: { product: { product: string }; note: string }) => [
    one.product.product,
    one.note,
  ]);
  assert.deepEqual(kept.sort(), [
    ['card-10', '내 쪽지'],
    ['card-11', ''],
  ]);
  // In another browser they are there as well.
  const elsewhere = await category();
  await drawn(elsewhere);
  assert.equal(await isOn(elsewhere, 'card-11'), false);
  await signIn(stage, elsewhere, 'sora', async () => as);
  for (const product of ['card-10', 'card-11']) await turnsTo(elsewhere, product, true);
  for (const one of [person, elsewhere]) {
    assert.deepEqual(one.seen.errors, []);
    await one.close();
  }
});

/** As in a browser that is told to keep nothing of any site. */
const forbidStorage = (page: Page) =>
  page.addInitScript(() => {
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB'])
      Object.defineProperty(globalThis, name, {
        get() {
          throw new DOMException('Access is denied for this document.', 'SecurityError');
        },
      });
  });
const both = `${button('card-20')}<dangol-wishlist></dangol-wishlist>`;

test('where storage is forbidden hearts work as long as the page is open, and say so', async () => {
  const person = await stage.visit({ mall: 'shop1', content: both, prepare: forbidStorage });
  await heart(person, 'card-20').click();
  await note(person, 'card-20', '이 브라우저는 기록을 남기지 않아요.').waitFor();
  await turnsTo(person, 'card-20', true);
  await wishOf(person, 'card-20').waitFor();
  await person.list.getByText('이 브라우저는 저장을 막아 두어서').waitFor();
  await heart(person, 'card-20').click();
  await turnsTo(person, 'card-20', false);
  await wishOf(person, 'card-20').waitFor({ state: 'detached' });
  await person.page.reload();
  await person.list.getByText('로그인하면 내 찜 목록을 볼 수 있어요.').waitFor();
  assert.equal(await isOn(person, 'card-20'), false);
  assert.deepEqual(person.seen.errors, []);
  await person.close();
});

test('kept over a reload; gone with the storage, calmly; a private window knows nothing of it', async () => {
  const person = await stage.visit({ mall: 'shop1', content: both });
  await heart(person, 'card-20').click();
  await note(person, 'card-20', '이 브라우저').waitFor();
  await wishOf(person, 'card-20').waitFor();
  await person.page.reload();
  await wishOf(person, 'card-20').waitFor();
  await turnsTo(person, 'card-20', true);
  // Another context is what a private window is.
  const apart = await stage.visit({ mall: 'shop1', content: both });
  await apart.list.getByText('로그인하면 내 찜 목록을 볼 수 있어요.').waitFor();
  assert.equal(await isOn(apart, 'card-20'), false);
  await person.page.evaluate(() => localStorage.clear());
  await person.page.reload();
  await person.list.getByText('로그인하면 내 찜 목록을 볼 수 있어요.').waitFor();
  assert.equal(await isOn(person, 'card-20'), false);
  const response = answered(person.page);
  await heart(person, 'card-20').click();
  assert.equal((await response).status(), 200);
  await wishOf(person, 'card-20').waitFor();
  for (const one of [person, apart]) {
    assert.deepEqual(one.seen.errors, []);
    await one.close();
  }
});
