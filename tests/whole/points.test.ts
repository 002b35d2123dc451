// A wallet on a mall's page, with the real service: what the mall's backend does is seen at once; what leaves is a file.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { until, type WholeMall } from '../support/host.ts';
import { openStage, type Person, type Stage, sheet, signIn } from './stage.ts';

let stage: Stage;
let mall: WholeMall;

before(async () => {
  stage = await openStage();
  mall = await stage.whole.addMall('shop1', { settings: { points: { out: true } } });
});
after(() => stage?.close());

const grant = (shopper: string, amount: number, note: string) =>
  mall.call('POST', 'points/grants', { as: mall.key, body: { shopper, amount, note } });
const visit = (content = '<dangol-points compact></dangol-points><dangol-points></dangol-points>') =>
  stage.visit({ mall: 'shop1', content });
const asMinji = (person: Person) => signIn(stage, person, 'minji', () => mall.sign('minji'));
const line = ({ page }: Person) => page.locator('dangol-points[compact]');
const whole = ({ page }: Person) => page.locator('dangol-points:not([compact])');
const has = (person: Person, amount: string) => whole(person).locator('.sum').getByText(amount).waitFor();

test('what the backend gives, holds and spends is seen on the open page, in both places', async () => {
  await grant('minji', 12_300, '가입을 축하해요');
  const person = await visit();
  await asMinji(person);
  await has(person, '12,300원');
  await line(person).getByText('적립금 12,300원').waitFor();
  await whole(person).getByText('가입을 축하해요').waitFor();
  // Heard from here on: what happens before the stream is open is told by its position.
  const { hold } = await mall.call('POST', 'points/holds', {
    as: mall.key,
    body: { shopper: 'minji', amount: 3000, order: 'A-1' },
  });
  await has(person, '9,300원');
  await whole(person).getByText('결제하는 동안 따로 두었어요').waitFor();
  await mall.call('POST', `points/holds/${hold}/capture`, { as: mall.key, body: { amount: 1000 } });
  await has(person, '11,300원');
  await line(person).getByText('적립금 11,300원').waitFor();
  await whole(person).getByText('주문에 썼어요').waitFor();
  await mall.call('POST', `points/holds/${hold}/refund`, { as: mall.key, body: { amount: 400 } });
  await has(person, '11,700원');
  await whole(person).getByText('주문이 취소되거나 반품되어 돌아왔어요').waitFor();
  await grant('minji', -20_000, '잘못 드렸어요');
  await has(person, '0원');
  await whole(person).getByText('이미 쓰신 뒤에 되돌려진 금액: 8,300원').waitFor();
  await grant('minji', 10_000, '다시 드려요');
  await has(person, '1,700원');
  assert.deepEqual(person.seen.errors, []);
  await person.close();
});

test('whoever has never been at the mall sees their first points come, and all that follows', async () => {
  const person = await visit();
  await signIn(stage, person, 'first-time', () => mall.sign('first-time'));
  await whole(person).getByText('아직 내역이 없어요').waitFor();
  await grant('first-time', 500, '첫 선물');
  await has(person, '500원');
  await grant('first-time', 700, '또 선물');
  await has(person, '1,200원');
  assert.deepEqual(person.seen.errors, []);
  await person.close();
});

test("points go to the mall's own from the page, and come back when the mall refuses them", async () => {
  await grant('sora', 5000, '선물');
  const person = await visit();
  await signIn(stage, person, 'sora', () => mall.sign('sora'));
  await has(person, '5,000원');
  await person.page.getByRole('button', { name: '쇼핑몰 계정으로 옮기기' }).click();
  await sheet(person).getByLabel('옮길 금액').fill('2000');
  await sheet(person).getByRole('button', { name: '2,000원 옮기기' }).click();
  await has(person, '3,000원');
  await whole(person).getByText('쇼핑몰 계정으로 옮기는 중이에요').waitFor();
  const { items } = await mall.call('GET', 'points/payouts', { as: mall.key });
  assert.deepEqual(
    items.map((one: { shopper: string; amount: number }) => [one.shopper, one.amount]),
    [['sora', 2000]],
  );
  await mall.call('POST', 'points/payouts/done', { as: mall.key, body: { refused: [items[0].id] } });
  await has(person, '5,000원');
  await whole(person).getByText('쇼핑몰이 옮기지 못해 돌아왔어요').waitFor();
  await person.close();
});

test('the statement is downloaded as a file that only its owner can have', async () => {
  await grant('haru', 700, '=1+1');
  const person = await visit();
  await signIn(stage, person, 'haru', () => mall.sign('haru'));
  await has(person, '700원');
  const download = person.page.waitForEvent('download');
  await person.page.getByRole('button', { name: '내역을 CSV 파일로 내려받기' }).click();
  const file = await download;
  assert.match(file.suggestedFilename(), /^points-\d{4}-\d\d-\d\d\.csv$/);
  const text = readFileSync(await file.path(), 'utf8');
  assert.match(text, /^\uFEFF/);
  assert.match(text, /,700,/);
  assert.doesNotMatch(text, /,=1/);
  await person.close();
});

test('somebody else who signs in on the same page sees nothing of who was here; signed out there is nothing', async () => {
  const person = await visit();
  await signIn(stage, person, 'haru', () => mall.sign('haru'));
  await has(person, '700원');
  await signIn(stage, person, 'nobody-yet', () => mall.sign('nobody-yet'));
  await whole(person).getByText('아직 내역이 없어요').waitFor();
  await has(person, '0원');
  await person.page.evaluate(() => dangol.signOut());
  await whole(person).getByText('로그인하면 적립금 내역을 볼 수 있어요').waitFor();
  await until(() => line(person).evaluate((one) => !one.shadowRoot!.textContent!.trim()), 'an empty line');
  assert.deepEqual(person.seen.errors, []);
  await person.close();
});
