// What a shopper does with a board, from the first look to the last word, on a mall of another site.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { WholeMall } from '../support/host.ts';
import {
  fillForm,
  keyTo,
  openStage,
  type Person,
  postButton,
  row,
  type Stage,
  sheet,
  signIn,
  unfold,
} from './stage.ts';

let stage: Stage;
let mall: WholeMall;
let closed: WholeMall;

before(async () => {
  stage = await openStage();
  mall = await stage.whole.addMall('shop1', { settings: { write: 'everyone' } });
  closed = await stage.whole.addMall('shop2', { settings: { write: 'members' } });
});
after(() => stage?.close());

const visit = (product: string) => stage.visit({ mall: 'shop1', product });
const member = async (person: Person, shopper: string, of: WholeMall = mall) =>
  signIn(stage, person, `${of.id}-${shopper}`, () => of.sign(shopper, { name: shopper }));
const open = (review: ReturnType<typeof row>) => review.getByRole('button', { name: /^댓글/ }).click();

async function pick(person: Person, text: string, item: string): Promise<void> {
  await row(person, text).getByRole('button', { name: '더보기' }).first().click();
  await person.page.getByRole('menuitem', { name: item }).click();
}

test('an empty board invites; a guest writes by keyboard alone and sees the review', async () => {
  const guest = await visit('cup');
  await guest.board.getByText('아직 후기가 없어요').waitFor();
  await keyTo(guest.page, 'button.main');
  await guest.page.keyboard.press('Enter');
  await guest.page.getByRole('dialog').waitFor();
  await keyTo(guest.page, 'input[type=radio]');
  await guest.page.keyboard.press('Space');
  for (const _ of [2, 3, 4]) await guest.page.keyboard.press('ArrowRight');
  await keyTo(guest.page, 'textarea');
  await guest.page.keyboard.type('손에 잘 맞고 가벼워요.');
  await keyTo(guest.page, 'button.main');
  // What is said goes after a while: it is looked for from before on.
  const thanked = guest.board.getByText('후기를 올렸어요').waitFor();
  await guest.page.keyboard.press('Enter');
  await thanked;
  const mine = row(guest, '손에 잘 맞고 가벼워요.');
  await mine.waitFor();
  await mine.getByRole('img', { name: '별점 5점 중 4.0점' }).waitFor();
  await guest.board.getByRole('button', { name: '내 후기 고치기' }).waitFor();
  assert.deepEqual(guest.seen.errors, []);
  await guest.close();
});

test('a vote and a comment of somebody else arrive without a reload', async () => {
  await mall.post('lamp-writer', { product: 'lamp', stars: 5, text: '불빛이 따뜻해요.' });
  const [first, second] = await Promise.all([visit('lamp'), visit('lamp')]);
  await member(second, 'lamp-reader');
  const here = row(first, '불빛이 따뜻해요.');
  const there = row(second, '불빛이 따뜻해요.');
  await open(here);
  await first.page.getByRole('textbox', { name: '댓글 쓰기' }).waitFor();
  const vote = there.getByRole('button', { name: '도움돼요' });
  await vote.click();
  assert.equal(await vote.getAttribute('aria-pressed'), 'true', 'the press shows at once');
  await here.getByText('1명이 도움받았어요').waitFor();
  await open(there);
  const field = second.page.getByRole('textbox', { name: '댓글 쓰기' });
  await field.fill('전구도 같이 오나요?');
  await second.page.getByRole('button', { name: '올리기', exact: true }).click();
  await here.getByText('전구도 같이 오나요?').waitFor();
  await here.getByRole('button', { name: '댓글 1' }).waitFor();
  // Taken back, it goes away again.
  await vote.click();
  await here.getByText('1명이 도움받았어요').waitFor({ state: 'detached' });
  for (const one of [first, second]) {
    assert.deepEqual(one.seen.errors, []);
    await one.close();
  }
});

test('a review that is edited, and deleted, is so on every open page', async () => {
  const [writer, reader] = await Promise.all([visit('tent'), visit('tent')]);
  await fillForm(writer, 3, '바람이 불면 조금 흔들려요.');
  await postButton(writer).click();
  await row(reader, '조금 흔들려요').waitFor();
  await pick(writer, '조금 흔들려요', '고치기');
  await writer.page.locator('textarea#text').fill('줄을 더 묶으니 튼튼해요.');
  await writer.page.getByRole('button', { name: '저장' }).click();
  await row(reader, '튼튼해요').waitFor();
  await row(reader, '튼튼해요').getByRole('button', { name: '수정됨' }).click();
  await sheet(reader).getByText('바람이 불면 조금 흔들려요.').waitFor();
  await reader.page.keyboard.press('Escape');
  await pick(writer, '튼튼해요', '지우기');
  await sheet(writer).getByRole('button', { name: '지우기' }).click();
  await reader.board.getByText('아직 후기가 없어요').waitFor();
  await writer.board.getByText('아직 후기가 없어요').waitFor();
  for (const one of [writer, reader]) {
    assert.deepEqual(one.seen.errors, []);
    await one.close();
  }
});

test('a report reaches the mall, and what it hides goes from the open page as a count', async () => {
  await mall.post('desk-writer', { product: 'desk', stars: 1, text: '제 전화번호는 010-0000-0000이에요.' });
  await mall.post('desk-other', { product: 'desk', stars: 4, text: '서랍이 부드러워요.' });
  const reader = await visit('desk');
  await unfold(reader);
  await pick(reader, '010-0000-0000', '신고하기');
  await sheet(reader)
    .getByRole('radio', { name: /개인정보/ })
    .check({ force: true });
  await sheet(reader).getByRole('button', { name: '신고하기' }).click();
  await reader.board.getByText('알려 주셔서 고마워요').waitFor();
  const { items } = await mall.call('GET', 'reports', { as: mall.key });
  assert.equal(items.length, 1);
  const { subject } = items[0];
  await mall.call('POST', 'moderation', {
    as: mall.key,
    body: { action: 'hide', subject, reason: 'personal_data' },
  });
  await reader.board.getByText('숨긴 후기 1개: 개인정보 1').waitFor();
  await row(reader, '010-0000-0000').waitFor({ state: 'detached' });
  assert.deepEqual(reader.seen.errors, []);
  await reader.close();
});

test('a member whom the mall signs in writes where guests may not; signed out, they are nobody again', async () => {
  const person = await stage.visit({ mall: 'shop2', product: 'chair' });
  const write = person.board.getByRole('button', { name: '후기 쓰기' });
  await write.click();
  await person.board.getByText('로그인하면 후기를 쓸 수 있어요.').waitFor();
  assert.equal(await person.page.getByRole('dialog').count(), 0);
  await member(person, 'sora', closed);
  await fillForm(person, 5, '오래 앉아도 허리가 편해요.');
  await postButton(person).click();
  await row(person, '허리가 편해요').waitFor();
  // A member who bought it: the order makes the label appear while the page is open.
  assert.equal(await row(person, '허리가 편해요').getByText('구매 확인').count(), 0);
  const order = {
    order: 'A-1',
    shopper: 'sora',
    placedAt: Date.now() - 60_000,
    changedAt: Date.now(),
    lines: [{ line: '1', product: 'chair', quantity: 1 }],
  };
  await closed.call('POST', 'orders', { as: closed.key, body: { orders: [order] } });
  await row(person, '허리가 편해요').getByText('구매 확인').waitFor();
  await person.page.evaluate(() => dangol.signOut());
  await person.board.getByRole('button', { name: '후기 쓰기' }).waitFor();
  await pick(person, '허리가 편해요', '신고하기');
  await person.page.getByRole('dialog').waitFor();
  assert.deepEqual(person.seen.errors, []);
  await person.close();
});

test('a guest who signs in keeps the review', async () => {
  const guest = await visit('rope');
  await fillForm(guest, 4, '줄 길이를 고치기 쉬워요.');
  await postButton(guest).click();
  await row(guest, '고치기 쉬워요').waitFor();
  await member(guest, 'minji');
  await guest.board.getByText('내 것으로 옮길까요?').waitFor();
  await guest.board.getByRole('button', { name: '옮기기' }).click();
  await guest.board.getByText('내 것으로 옮겼어요.').waitFor();
  await guest.board.getByRole('button', { name: '내 후기 고치기' }).waitFor();
  const mine = await mall.call('GET', 'me/board?product=rope', { as: await mall.sign('minji') });
  assert.equal(mine.review.text, '줄 길이를 고치기 쉬워요.');
  assert.equal(mine.review.author.guest, false);
  assert.equal(await row(guest, '고치기 쉬워요').count(), 1);
  assert.deepEqual(guest.seen.errors, []);
  await guest.close();
});
