// A savings club between two phones and a till, with the real service: started, joined by a link, filled, checked, called off.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Locator } from 'playwright-core';
import { openStage, type Person, type Stage, signIn } from './stage.ts';

let stage: Stage;
before(async () => {
  stage = await openStage();
});
after(async () => {
  await stage?.close();
});

const CLUB = '<dangol-savings-club></dangol-savings-club>';
const clubOf = ({ page }: Person): Locator => page.locator('dangol-savings-club');
const button = (person: Person, name: string | RegExp, exact = true) =>
  clubOf(person).getByRole('button', { name, exact });
/** Waits until the meter stands there. */
const meterAt = (person: Person, percent: number) =>
  clubOf(person).locator(`[role=meter][aria-valuenow="${percent}"]`).waitFor();

test('friends start a club, join it by a link, fill it from a wallet and at a till, check it, and get it all back', async () => {
  const { host } = stage.whole;
  const mall = await stage.whole.addMall('clubs', {
    settings: { pages: { club: `${host.origin}/clubs` } },
  });
  await mall.grant('sujin', 5000);
  await mall.grant('minsu', 9000);
  const visit = async (shopper: string | undefined, url?: string): Promise<Person> => {
    const person = await stage.visit({
      mall: 'clubs',
      content: CLUB,
      path: '/clubs',
      ...(url && { hash: new URL(url).hash }),
    });
    if (shopper) await signIn(stage, person, shopper, () => mall.sign(shopper, { name: shopper }));
    return person;
  };

  const sujin = await visit('sujin');
  await sujin.context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: host.origin });
  await button(sujin, '새로 시작하기').click();
  await clubOf(sujin).getByLabel('이름', { exact: true }).fill('민지 생일 자전거');
  await clubOf(sujin).getByLabel('얼마를 모을까요?').fill('10,000');
  await clubOf(sujin).getByLabel('누구에게 전하나요? (선택)').fill('민지');
  await button(sujin, '시작하기').click();
  await clubOf(sujin).getByRole('heading', { name: '민지 생일 자전거' }).waitFor();
  await meterAt(sujin, 0);

  await clubOf(sujin).locator('[part=invite]').click();
  await button(sujin, '초대 링크 만들기').click();
  await button(sujin, '링크 복사').click();
  await clubOf(sujin).getByText('복사했어요.').waitFor();
  const link = await sujin.page.evaluate(() => navigator.clipboard.readText());
  assert.match(link, /\/clubs#dangol-club&invite=[\w-]{10,}$/);
  await button(sujin, '닫기').click();

  const minsu = await visit(undefined, link);
  await clubOf(minsu).getByText('이 쇼핑몰의 적립금을 조금씩 보태서').waitFor();
  assert.equal(await button(minsu, '함께하기').count(), 0);
  await signIn(stage, minsu, 'minsu', () => mall.sign('minsu', { name: 'minsu' }));
  await button(minsu, '함께하기').click();
  await meterAt(minsu, 0);
  assert.ok(!minsu.page.url().includes('invite'), 'the code has left the address');

  await clubOf(minsu).locator('[part=give]').click();
  await clubOf(minsu).getByLabel('얼마를 보탤까요?').fill('3000');
  await clubOf(minsu).getByLabel('한마디 (선택)').fill('생일 축하해!');
  await button(minsu, '3,000원 보태기').click();
  await meterAt(minsu, 30);
  await meterAt(sujin, 30);
  await clubOf(sujin).getByText('생일 축하해!').waitFor();

  await clubOf(minsu).locator('[part=till]').click();
  const code = await clubOf(minsu).locator('code').innerText();
  await mall.call('POST', 'till/contributions', {
    as: mall.key,
    body: { code, amount: 2000, receipt: 'S3-0042' },
    headers: { 'idempotency-key': 'till-s3-0042-0042' },
  });
  await clubOf(minsu).getByText('2,000원 보탰어요. 고마워요!').first().waitFor();
  await meterAt(sujin, 50);
  await button(minsu, '닫기').click();

  await clubOf(minsu).locator('[part=statement]').click();
  await button(minsu, '직접 확인하기').click();
  await clubOf(minsu).getByText('내역 2개가 처음부터 끝까지 맞아요.').waitFor();
  const download = minsu.page.waitForEvent('download');
  await button(minsu, '내려받기 (CSV)').click();
  assert.match((await download).suggestedFilename(), /\.csv$/);
  await button(minsu, '닫기').click();

  await button(sujin, '같이 모으기 더보기').click();
  await sujin.page.getByRole('menuitem', { name: '그만두기' }).click();
  await clubOf(sujin)
    .getByText('모인 5,000원 모두, 보탠 만큼 한 분 한 분의 적립금으로 돌아가고 되돌릴 수 없어요.')
    .waitFor();
  await button(sujin, '그만두기').click();
  await clubOf(minsu).getByText('내가 보탠 5,000원, 모두 내 적립금으로 돌아왔어요.').waitFor();
  for (const person of [sujin, minsu]) assert.deepEqual(person.seen.errors, []);
  await Promise.all([sujin.close(), minsu.close()]);
});
