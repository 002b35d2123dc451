// What time and others make of a review, on a mall of another site: words that are found, a level, later reviews.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { WholeMall } from '../support/host.ts';
import { openStage, type Person, row, type Stage, sheet, signIn } from './stage.ts';

const DAY = 86_400_000;
let stage: Stage;
let mall: WholeMall;

before(async () => {
  stage = await openStage();
  mall = await stage.whole.addMall('shop1', { settings: { write: 'everyone' } });
});
after(() => stage?.close());

const visit = (product: string) => stage.visit({ mall: 'shop1', product });
const member = (person: Person, shopper: string) =>
  signIn(stage, person, shopper, () => mall.sign(shopper, { name: shopper }));

test('a search finds Korean words with their particles and marks them; Escape leads back', async () => {
  await mall.post('find-1', { product: 'find', stars: 5, text: '배송이 정말 빨라서 놀랐어요.' });
  await mall.post('find-2', { product: 'find', stars: 4, text: '색이 곱고 튼튼해요. <b>색</b>!' });
  const reader = await visit('find');
  await reader.board.getByRole('button', { name: '후기 검색' }).click();
  const field = reader.page.getByRole('searchbox', { name: '후기 검색' });
  await field.pressSequentially('배송');
  await reader.board.getByText('1개 찾았어요').waitFor();
  await row(reader, '놀랐어요').locator('mark', { hasText: '배송' }).waitFor();
  assert.equal(await reader.board.getByRole('article').count(), 1);
  await field.fill('없는말이에요');
  await reader.board.getByText('후기를 찾지 못했어요').waitFor();
  await reader.board.getByRole('button', { name: '검색어 지우기' }).last().click();
  await row(reader, '튼튼해요').waitFor();
  await field.press('Escape');
  await field.waitFor({ state: 'detached' });
  assert.equal(await reader.board.getByRole('article').count(), 2);
  assert.deepEqual(reader.seen.errors, []);
  await reader.close();
});

test('votes of others bring a level beside the name, and “why?” tells its writer of each', async () => {
  await mall.post('level-writer', { product: 'level', stars: 5, text: '다리가 흔들리지 않아요.' });
  const voter = await visit('level');
  await member(voter, 'level-voter');
  assert.equal(await row(voter, '흔들리지').locator('.level').count(), 0);
  // The page counts it at once: only the answer says that the service has it, and closing before would take it back.
  const cast = voter.page.waitForResponse((answer) => answer.request().method() === 'PUT');
  await row(voter, '흔들리지').getByRole('button', { name: '도움돼요' }).click();
  await row(voter, '흔들리지').getByText('1명이 도움받았어요').waitFor();
  assert.equal((await cast).status(), 200);
  await voter.close();
  const writer = await visit('level');
  await member(writer, 'level-writer');
  assert.equal(await row(writer, '흔들리지').locator('.level').textContent(), '등급: 새싹');
  await row(writer, '흔들리지').getByRole('button', { name: /^왜\?/ }).click();
  await sheet(writer).getByText('한 사람에게 도움이 됐어요').waitFor();
  await writer.page.keyboard.press('Escape');
  await row(writer, '흔들리지').locator('.person').click();
  await sheet(writer).getByText('1명이 도움받았어요').first().waitFor();
  assert.deepEqual(writer.seen.errors, []);
  await writer.close();
});

test('whoever bought it goes on writing; others see it live below the first one', async () => {
  const order = {
    order: 'T-1',
    shopper: 'time-writer',
    placedAt: Date.now() - 40 * DAY,
    changedAt: Date.now() - 40 * DAY,
    lines: [{ line: '1', product: 'time', quantity: 1 }],
  };
  await mall.call('POST', 'orders', { as: mall.key, body: { orders: [order] } });
  await mall.post('time-writer', { product: 'time', stars: 5, text: '처음엔 아주 좋았어요.' });
  const [writer, reader] = await Promise.all([visit('time'), visit('time')]);
  await member(writer, 'time-writer');
  await row(reader, '처음엔').waitFor();
  await row(writer, '처음엔').getByRole('button', { name: '이어서 쓰기' }).click();
  await writer.page.getByRole('radio', { name: '계속 쓰고 있어요' }).check({ force: true });
  await writer.page.getByRole('radio', { name: /^4/ }).check({ force: true });
  await writer.page.locator('textarea#text').fill('아직도 매일 써요.');
  await writer.page.getByRole('button', { name: '후기 올리기' }).click();
  for (const one of [writer, reader]) {
    const line = row(one, '처음엔').getByRole('listitem').filter({ hasText: '계속 쓰고 있어요' });
    await line.getByText('아직도 매일 써요.').waitFor();
    await line.getByText('산 지 40일째').waitFor();
    assert.equal(await one.board.getByRole('article').count(), 1);
  }
  // Its own words are found too.
  await reader.board.getByRole('button', { name: '후기 검색' }).click();
  await reader.page.getByRole('searchbox').fill('매일');
  await row(reader, '처음엔').locator('mark', { hasText: '매일' }).waitFor();
  // Taken back, it goes from every open page.
  const own = row(writer, '처음엔').getByRole('listitem').filter({ hasText: '아직도 매일 써요.' });
  await own.getByRole('button', { name: '더보기' }).click();
  await writer.page.getByRole('menuitem', { name: '지우기' }).click();
  await sheet(writer).getByRole('button', { name: '지우기' }).click();
  for (const one of [writer, reader]) {
    await one.board.getByText('아직도 매일 써요.').waitFor({ state: 'detached' });
    assert.deepEqual(one.seen.errors, []);
    await one.close();
  }
});
