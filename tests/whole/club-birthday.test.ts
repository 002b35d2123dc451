// A birthday, from the first idea to the rolling paper: three shoppers in three browsers at the demo's own shop, and the
// cashier of its till.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import jsqr from 'jsqr';
import type { Locator } from 'playwright-core';
import sharp from 'sharp';
import { PATIENCE_MS } from '../support/browser.ts';
import { type Customer, type DemoShop, openShop, order, persona } from './shop.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
let shop: DemoShop;
before(async () => {
  stage = await openStage();
  shop = await openShop(stage, 'byeot', {
    // What an order earns is sure at once here: nothing can be sent back.
    returnWindowDays: 0,
    points: { orderRate: 100, budgets: { order: 1_000_000 } },
  });
});
after(async () => {
  await shop?.stop();
  await stage?.close();
});

const NAME = '순옥 님 예순다섯 번째 생일';
const LINE = '오래오래 건강하세요.';

/** What a camera would read from a part of the page. */
async function qrOf(part: Locator): Promise<string | undefined> {
  const { data, info } = await sharp(await part.screenshot())
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return jsqr.default(new Uint8ClampedArray(data), info.width, info.height)?.data;
}

/** The job that posts what is due looks once a minute; how late it is on a busy machine is nothing that is asked here. */
const DUE = 180_000;
const raised = (customer: Customer, text: string, timeout = PATIENCE_MS) =>
  customer.club.locator('.far .big').filter({ hasText: text }).waitFor({ timeout });
const percent = async (customer: Customer, count: number) =>
  customer.club.locator(`[role=meter][aria-valuenow="${count}"]`).waitFor();
const said = (customer: Customer, text: string) => customer.club.getByText(text).first().waitFor();

/** Signs in by the shop's own way, which the widget has asked for. */
async function signInAs(customer: Customer, id: string): Promise<void> {
  const { name, handle } = persona(id);
  const who = customer.page.locator('#who');
  await who.locator('li button', { hasText: handle ?? name }).click();
  await who.waitFor({ state: 'hidden' });
}

/** The link of an invitation that the starter has just made. */
async function invite(starter: Customer, role?: string): Promise<string> {
  await starter.club.locator('[part=invite]').click();
  if (role) await starter.sheet.getByRole('radio', { name: new RegExp(`^${role}`) }).check({ force: true });
  await starter.sheet.getByRole('button', { name: '초대 링크 만들기' }).click();
  const link = await starter.page.locator('#link').inputValue();
  await starter.page.keyboard.press('Escape');
  await starter.sheet.waitFor({ state: 'hidden' });
  return link;
}

async function give(customer: Customer, amount: string, text: string): Promise<void> {
  await customer.club.locator('[part=give]').click();
  await customer.page.locator('#amount').fill(amount);
  await customer.page.locator('textarea#text').fill(text);
  const said = `${Number(amount).toLocaleString('ko-KR')}원`;
  await customer.sheet.getByRole('button', { name: `${said} 보태기` }).click();
  await customer.club.getByText(`${said} 보탰어요. 고마워요!`).waitFor();
}

test('a birthday club, from the invitation to the rolling paper', async () => {
  await shop.grant('minji.k', 15_000);
  await shop.grant('jay.han', 9_000);
  const minji = await shop.enter('/ko/together', 'minji.k');

  // Opened by one who keeps it from the person it is for.
  await minji.club.getByRole('button', { name: '새로 시작하기' }).click();
  await minji.page.locator('#name').fill(NAME);
  await minji.page.locator('#goal').fill('20000');
  await minji.page.locator('#personName').fill('순옥 님');
  await minji.sheet.getByRole('checkbox', { name: /비밀로 하기/ }).check({ force: true });
  await minji.sheet.getByRole('button', { name: '시작하기' }).click();
  await minji.club.getByRole('heading', { name: NAME }).waitFor();
  const clubLink = minji.page.url();
  assert.match(clubLink, /#dangol-club=\w+$/);
  await raised(minji, '0원');

  // A friend without an account is told what it is, and how to come in; of amounts nothing.
  const link = await invite(minji);
  assert.ok(link.startsWith(`${shop.origin}/ko/together#dangol-club&invite=`), link);
  const jay = await shop.enter(link);
  await jay.club.getByRole('heading', { name: NAME }).waitFor();
  await said(jay, '현금은 쓰지 않아요');
  await said(jay, '로그인하거나 회원이 되면 바로 함께할 수 있어요.');
  assert.doesNotMatch(await jay.club.locator('.root').innerText(), /20,000/);
  await jay.club.locator('[part=sign-in]').click();
  await signInAs(jay, 'jay.han');
  await jay.club.locator('[part=join]').click();
  await raised(jay, '0원');
  await said(minji, '2명');

  // Points with a line: the meter moves on the other's page.
  await give(jay, '5000', LINE);
  await raised(minji, '5,000원');
  await percent(minji, 25);
  await said(minji, LINE);

  // A share of each order, chosen and never proposed; an order gives it by itself.
  await minji.club.locator('[part=share]').click();
  assert.equal(await minji.sheet.locator('input[type=radio]:checked').count(), 0);
  await minji.sheet.getByRole('radio', { name: '30%' }).check({ force: true });
  await minji.sheet.getByRole('button', { name: '이렇게 보태기' }).click();
  await said(minji, '주문할 때마다 30% 보태는 중');
  const other = await minji.context.newPage();
  await other.goto(`${shop.origin}/ko/p/1006`);
  await order(other);
  await other.close();
  // 890,000 won earn 8,900 points, and three tenths of them are given.
  await raised(jay, '7,670원', DUE);
  await raised(minji, '7,670원');

  // At the till the code is read from the phone, once.
  await minji.club.locator('[part=till]').click();
  const qr = minji.sheet.locator('.qr svg');
  await qr.waitFor();
  const code = await qrOf(minji.sheet.locator('.qr'));
  assert.equal(code, await minji.sheet.locator('.typed code').innerText());
  const cashier = await shop.enter('/ko/till');
  const fields = { code: cashier.page.locator('[name=code]'), amount: cashier.page.locator('[name=amount]') };
  const receipt = cashier.page.locator('[name=receipt]');
  const number = await receipt.inputValue();
  async function post(amount: string): Promise<void> {
    await fields.code.fill(code ?? '');
    await fields.amount.fill(amount);
    // The answer is a page of its own, on which the next one is written.
    const answered = cashier.page.waitForEvent('load');
    await cashier.page.getByRole('button', { name: '보태기' }).click();
    await answered;
  }
  await post('2330');
  await cashier.page.locator('.note', { hasText: `‘${NAME}’에 2,330원을 보탰어요.` }).waitFor();
  await minji.sheet.getByText('2,330원 보탰어요. 고마워요!').waitFor();
  await raised(jay, '10,000원');
  // The same receipt again counts once; another one with the same code counts for nothing.
  await receipt.fill(number);
  await post('2330');
  await cashier.page.locator('.note', { hasText: '2,330원을 보탰어요.' }).waitFor();
  await post('2330');
  await cashier.page.locator('.warn', { hasText: '코드를 쓸 수 없어요' }).waitFor();
  await minji.page.keyboard.press('Escape');

  // The person it is for sees nothing: not by its address, nor by an invitation that came too early.
  const early = await invite(minji, '선물 받을 분');
  const sunok = await shop.enter(clubLink, 'sunok.p');
  await said(sunok, '볼 수 없는 같이 모으기예요');
  await sunok.go('/ko/points');
  await sunok.go(early);
  await said(sunok, '이미 쓴 초대이거나 기한이 지난 초대예요');
  assert.doesNotMatch(await sunok.club.locator('.root').innerText(), /순옥|10,000/);

  // The last of it: reached on every page.
  await give(minji, '10000', '댓글마다 알려 주신 대로 했더니 화분이 다 살았어요.');
  for (const one of [minji, jay]) {
    await percent(one, 100);
    await said(one, '다 모였어요');
  }

  // The day has come: no secret any more, and the invitation opens.
  await minji.club.getByRole('button', { name: '같이 모으기 더보기' }).click();
  await minji.page.getByRole('menuitem', { name: '고치기' }).click();
  await minji.sheet.getByRole('checkbox', { name: /비밀로 하기/ }).uncheck({ force: true });
  await minji.sheet.getByRole('button', { name: '저장' }).click();
  await minji.sheet.waitFor({ state: 'hidden' });
  await sunok.page.reload();
  await sunok.club.getByRole('heading', { name: NAME }).waitFor();
  await sunok.club.locator('[part=join]').click();
  await percent(sunok, 100);
  // What was written waits for the gift; who gave how much is never told.
  assert.equal(await sunok.club.locator('[part=paper], [part=statement]').count(), 0);
  assert.doesNotMatch(await sunok.club.locator('.root').innerText(), new RegExp(LINE));

  // Given: each is told what became of their points, and the person reads what everybody wrote.
  // Nobody decides on what they have not seen: her page has heard that the person has come.
  await said(minji, '박*옥님이 함께해요');
  await minji.club.locator('[part=close]').click();
  await minji.sheet.getByRole('button', { name: '선물 전하기' }).click();
  for (const one of [minji, jay, sunok]) await said(one, '선물을 전했어요');
  await said(jay, '내가 보탠 5,000원, 선물로 전해졌어요.');
  await sunok.club.locator('[part=paper]').click();
  await sunok.sheet.getByText(LINE).waitFor();
  assert.equal(await sunok.sheet.locator('.note').count(), 2);
  assert.doesNotMatch(await sunok.sheet.innerText(), /\d원/);
  await sunok.page.keyboard.press('Escape');
  await sunok.go('/ko/points');
  await sunok.wallet.getByText('같이 모은 선물을 받았어요').waitFor();
  await sunok.wallet.getByText('20,000원').first().waitFor();

  // Every member may check all of it where they are, and take it along.
  await jay.club.locator('[part=statement]').click();
  await jay.sheet.locator('tbody tr').nth(4).waitFor();
  await jay.sheet.getByRole('button', { name: '직접 확인하기' }).click();
  await jay.sheet.getByText('내역 5개가 처음부터 끝까지 맞아요.').waitFor();
  const saving = jay.page.waitForEvent('download');
  await jay.sheet.getByRole('button', { name: '내려받기' }).click();
  const csv = await readFile(await (await saving).path(), 'utf8');
  const rows = csv.trim().split('\n');
  assert.equal(rows.length, 6, csv);
  assert.match(rows.at(-1) ?? '', /-20000/);

  for (const one of [minji, jay, sunok, cashier]) {
    assert.deepEqual(one.seen.errors, []);
    await one.close();
  }
});
