// A list given by link: copied by its owner, opened on a phone by somebody with no account, and taken back.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { BrowserContext } from 'playwright-core';
import { until } from '../support/host.ts';
import { keepLog } from '../support/log.ts';
import { keyTo, openStage, type Person, type Seen, type Stage, sheet, signIn, watch } from './stage.ts';
import { comment, makeList, order, state, wishOf } from './wishes.ts';

let stage: Stage;
let log: ReturnType<typeof keepLog>;
before(async () => {
  log = keepLog();
  stage = await openStage({ environment: { LOG_LEVEL: 'debug' } });
});
after(async () => {
  await stage?.close();
  log?.stop();
});

const WISHLIST = '<dangol-wishlist></dangol-wishlist>';
const GONE = '볼 수 없는 목록이에요';

/** Somebody who was sent a link opens it on a phone. */
async function openOnPhone(link: string): Promise<Person> {
  const context: BrowserContext = await stage.browser.newContext({
    locale: 'ko-KR',
    viewport: { width: 360, height: 740 },
    isMobile: true,
    hasTouch: true,
  });
  const page = await context.newPage();
  const seen: Seen = watch(page);
  await page.goto(link);
  return {
    context,
    page,
    seen,
    board: page.locator('dangol-review-board'),
    list: page.locator('dangol-wishlist'),
    close: () => context.close(),
  };
}

for (const [id, where, own] of [
  ['own-page', 'the mall’s own page for lists', '/lists'],
  ['no-page', 'the page of the service', undefined],
] as const)
  test(`a link copied, opened on a phone without an account, taken back: ${where}`, async () => {
    const { host, base } = stage.whole;
    const mall = await stage.whole.addMall(id, {
      settings: { write: 'everyone', ...(own && { pages: { wishlist: host.origin + own } }) },
    });
    await state(mall, [{ product: 'cup', price: 12_000 }, { product: 'lamp' }]);
    const { list } = await makeList(mall, 'owner', ['cup', 'lamp'], { name: '서른 살 생일' });
    const owner = await stage.visit({ mall: id, content: WISHLIST, ...(own && { path: own }) });
    await owner.context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: host.origin });
    await signIn(stage, owner, `${id}-owner`, () => mall.sign('owner', { name: 'owner' }));
    await wishOf(owner, 'cup').waitFor();

    await owner.list.getByRole('button', { name: '공유하기' }).click();
    await sheet(owner).getByRole('button', { name: '링크 복사' }).click();
    await sheet(owner).getByText('복사했어요.').waitFor();
    const link = await owner.page.evaluate(() => navigator.clipboard.readText());
    const key = list.linkKey!;
    assert.equal(
      link,
      `${own ? host.origin + own : `${base}/m/${id}/wishlists/${list.id}`}#dangol-wishlist=${list.id}.${key}`,
    );

    const guest = await openOnPhone(link);
    await guest.list.getByRole('heading', { name: '서른 살 생일' }).waitFor();
    assert.deepEqual(await order(guest), ['cup', 'lamp']);
    assert.equal(
      await guest.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth),
      true,
      'nothing is wider than the phone',
    );
    await comment(guest, 'cup', '축하해요! 이건 제가 알아볼게요.');
    await wishOf(owner, 'cup').getByRole('button', { name: '댓글 1' }).waitFor();

    await sheet(owner).getByRole('button', { name: '이 링크 끊기' }).click();
    await sheet(owner).getByRole('group').getByRole('button', { name: '이 링크 끊기' }).click();
    await sheet(owner).getByText('새 링크를 만들었어요.').waitFor();
    await guest.list.getByText(GONE).waitFor();
    assert.equal(await guest.list.locator('li[part~=wish]').count(), 0);
    await guest.page.reload();
    await guest.list.getByText(GONE).waitFor();
    assert.equal(await wishOf(owner, 'cup').count(), 1, 'the owner has it still');
    const fresh = await sheet(owner).locator('input#link').inputValue();
    assert.notEqual(fresh, link);
    const other = await openOnPhone(fresh);
    await wishOf(other, '댓글 1').waitFor();

    const freshKey = fresh.split('.').at(-1)!;
    const asked = [owner, guest, other].flatMap((one) => one.seen.requests);
    assert.ok(asked.some((one) => one.headers()['dangol-link'] === key));
    for (const secret of [key, freshKey])
      for (const request of asked) {
        const { referer = '' } = request.headers();
        assert.ok(!request.url().split('#')[0]!.includes(secret), request.url());
        assert.ok(!referer.includes(secret), referer);
      }
    await until(
      () => log.text().includes('/wishlists/{id}') || log.text().includes('/wishlists/:id'),
      'the log has it',
    );
    for (const secret of [key, freshKey])
      assert.ok(!log.text().includes(secret), 'the log never has the key');
    for (const person of [owner, guest, other]) {
      assert.deepEqual(person.seen.errors, []);
      await person.close();
    }
  });

test('the order of wishes is changed by keyboard alone, said aloud, and kept', async () => {
  const mall = await stage.whole.addMall('order', { settings: { write: 'everyone' } });
  const products = ['apple', 'bread', 'cheese', 'dates', 'eggs'];
  await state(
    mall,
    products.map((product) => ({ product })),
  );
  await makeList(mall, 'owner', products);
  const owner = await stage.visit({ mall: 'order', content: WISHLIST });
  const token = () => mall.sign('owner', { name: 'owner' });
  await signIn(stage, owner, 'order-owner', token);
  await wishOf(owner, 'eggs').waitFor();
  assert.deepEqual(await order(owner), products);
  const said = owner.list.locator('p.only-heard[role=status]');
  const { keyboard } = owner.page;
  await keyTo(owner.page, 'button[aria-label^="apple 옮기기"]');
  const press = async (key: string, place: number, expected: string[]) => {
    const saved = owner.page.waitForResponse((one) => one.url().endsWith('/place') && one.status() === 204);
    await keyboard.press(key);
    await said.filter({ hasText: `${place}번째로 옮겼어요` }).waitFor({ state: 'attached' });
    assert.deepEqual(await order(owner), expected);
    await saved;
  };
  await press('ArrowDown', 2, ['bread', 'apple', 'cheese', 'dates', 'eggs']);
  // The focus stays with what is moved.
  await press('ArrowDown', 3, ['bread', 'cheese', 'apple', 'dates', 'eggs']);
  await press('End', 5, ['bread', 'cheese', 'dates', 'eggs', 'apple']);
  await press('ArrowUp', 4, ['bread', 'cheese', 'dates', 'apple', 'eggs']);
  await keyTo(owner.page, 'button[aria-label^="eggs 옮기기"]');
  await press('Home', 1, ['eggs', 'bread', 'cheese', 'dates', 'apple']);
  await owner.page.reload();
  await signIn(stage, owner, 'order-owner', token);
  await wishOf(owner, 'eggs').waitFor();
  assert.deepEqual(await order(owner), ['eggs', 'bread', 'cheese', 'dates', 'apple']);
  assert.deepEqual(owner.seen.errors, []);
  await owner.close();
});
