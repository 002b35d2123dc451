// A price falls: the bell shows it at once and leads to the product; the mail comes by SMTP and can be ended with one click.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hostPage, until } from '../support/host.ts';
import { codeIn, type Mailbox, openMailbox } from '../support/mailbox.ts';
import { openStage, type Stage, sheet, signIn, watch } from './stage.ts';
import { state, wishOf } from './wishes.ts';

let stage: Stage;
let mailbox: Mailbox;
before(async () => {
  mailbox = await openMailbox();
  stage = await openStage({ environment: mailbox.environment });
});
after(async () => {
  await stage?.close();
  await mailbox?.close();
});

/** A time zone in which it is noon now: mail waits at night. */
function noon(): string {
  const hours = 12 - new Date().getUTCHours();
  return hours === 0 ? 'UTC' : `Etc/GMT${hours > 0 ? '-' : '+'}${Math.abs(hours)}`;
}

test('a lower price: one on the bell, a line that leads to the product, a mail that can be ended', async () => {
  const { host } = stage.whole;
  const url = host.put('/products/cup', { body: hostPage('<p>The cup itself.</p>') });
  const mall = await stage.whole.addMall('drop', {
    settings: {
      write: 'everyone',
      timeZone: noon(),
      sender: { name: '컵가게', contact: '02-123-4567' },
    },
  });
  await state(mall, [{ product: 'cup', name: '푸른 컵', price: 39_000, url, availability: 'in_stock' }]);
  const as = await mall.sign('minji', { name: '김민지' });
  const address = 'minji@inbox.example';
  await mall.call('PUT', 'me/channels/mail', { as, body: { address, language: 'ko' } });
  const code = codeIn(await mailbox.waitFor(address));
  await mall.call('POST', 'me/channels/mail/confirm', { as, body: { code } });

  const person = await stage.visit({
    mall: 'drop',
    content:
      '<dangol-inbox></dangol-inbox><dangol-wish-button product="cup" label="푸른 컵"></dangol-wish-button>' +
      '<dangol-wishlist></dangol-wishlist>',
  });
  const { page } = person;
  const went: unknown[] = [];
  await page.exposeFunction('noteNavigation', (detail: unknown) => void went.push(detail));
  await page.evaluate(() =>
    document.addEventListener('dangol-before-navigate', (event) => {
      const { noteNavigation } = globalThis as unknown as { noteNavigation(detail: unknown): void };
      noteNavigation((event as CustomEvent).detail);
    }),
  );
  await signIn(stage, person, 'drop-minji', async () => as);
  await page.getByRole('button', { name: '푸른 컵 찜하기' }).click();
  await wishOf(person, '푸른 컵').waitFor();
  await mall.call('PUT', 'me/alerts', {
    as,
    body: { product: 'cup', priceDrop: { below: null }, channels: ['inbox', 'mail'] },
  });
  for (const channel of ['inbox', 'mail'])
    await mall.call('PUT', 'me/consents', { as, body: { purpose: 'advertising', channel, given: true } });
  // What came of the consents is told first; with that read, nothing is new.
  await mailbox.waitFor(address, 2);
  await mall.call('POST', 'me/inbox/read', { as, body: { until: Date.now() } });
  const bell = person.page.locator('dangol-inbox');
  const count = bell.locator('.count');
  await bell.getByRole('button', { name: '알림', exact: true }).waitFor();
  assert.equal(await count.count(), 0);

  await state(mall, [{ product: 'cup', name: '푸른 컵', price: 29_000, url, availability: 'in_stock' }]);
  await bell.getByRole('button', { name: '알림 1개' }).waitFor();
  assert.equal(await count.getAttribute('data-count'), '1');
  await bell.getByRole('button', { name: '알림 1개' }).click();
  const line = sheet(person).getByRole('link', { name: /‘푸른 컵’ 가격이 내려갔어요/ });
  await line.waitFor();
  assert.match(await line.innerText(), /\(광고\)/);
  assert.match(await line.innerText(), /39,000.*29,000/);
  // Also while the bell is waiting for another answer, on the way to a page that has none.
  await page.route('**/me/inbox?*', () => {});
  const asked = page.waitForRequest('**/me/inbox?*');
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await asked;
  await line.click();
  await page.getByText('The cup itself.').waitFor();
  assert.equal(page.url(), url);
  assert.deepEqual(went, [{ url, product: 'cup' }]);
  assert.deepEqual(person.seen.errors, []);
  await until(
    async () => (await mall.call('GET', 'me/inbox', { as })).unread === 0,
    'what was opened is read',
  );
  await person.close();

  const mail = await until(
    () => mailbox.to(address).find((one) => one.parsed.subject?.startsWith('(광고)')),
    'the mail of the lower price',
  );
  assert.ok(mail);
  assert.match(mail.text, /푸른 컵/);
  assert.match(mail.text, /29,000/);
  const inText = /https?:\/\/\S+\/unsubscribe\/\S+/.exec(mail.text)?.[0];
  const inHead = /^<(.*)>$/.exec(mail.header('list-unsubscribe') ?? '')?.[1];
  assert.ok(inText && inHead, mail.text);
  // A mail program's own browser: nothing kept, nothing runs.
  const context = await stage.browser.newContext({
    locale: 'ko-KR',
    javaScriptEnabled: false,
    viewport: { width: 360, height: 740 },
  });
  const reader = await context.newPage();
  const seen = watch(reader);
  await reader.goto(inText);
  const consent = async () =>
    (await mall.call('GET', 'me/channels', { as })).consents.find(
      (one: { purpose: string; channel: string }) => one.purpose === 'advertising' && one.channel === 'mail',
    ).given;
  assert.equal(await consent(), true, 'to look changes nothing');
  await reader.getByRole('button', { name: '수신거부' }).click();
  await reader.getByText('광고성 정보 메일의 수신 동의가 철회되었습니다.').waitFor();
  assert.equal(await consent(), false);
  assert.deepEqual(seen.errors, []);
  await context.close();
});
