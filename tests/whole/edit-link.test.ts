// A guest's link for editing elsewhere: from one browser to another, against the real service.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fillForm, openStage, postButton, row, type Stage } from './stage.ts';

let stage: Stage;

before(async () => {
  stage = await openStage();
  await stage.whole.addMall('shop1', { settings: { write: 'everyone' } });
});
after(() => stage?.close());

/** Writes a review as a guest and answers the code of the link that is offered. */
async function writeAndLink(text: string): Promise<string> {
  const guest = await stage.visit({ mall: 'shop1', product: 'p' });
  await fillForm(guest, 4, text);
  await postButton(guest).click();
  await row(guest, text).waitFor();
  await guest.board.getByRole('button', { name: '수정용 링크 받기' }).click();
  const input = guest.page.locator('dangol-board-edit-link input');
  await guest.page.waitForFunction(() => {
    const board = document.querySelector('dangol-review-board')?.shadowRoot;
    return board?.querySelector('dangol-board-edit-link')?.shadowRoot?.querySelector('input')?.value;
  });
  const { hash } = new URL(await input.inputValue());
  await guest.close();
  return hash;
}

test('asks first, survives a lost answer, and opens what was written elsewhere', async () => {
  const hash = await writeAndLink('다른 기기에서 고칠 글이에요.');
  const person = await stage.visit({ mall: 'shop1', product: 'p', hash });
  await person.page.getByRole('heading', { name: '이 링크로 쓴 글을 이 브라우저에서 고칠까요?' }).waitFor();
  assert.equal(new URL(person.page.url()).hash, '');
  let lost = 0;
  await person.page.route('**/edit-codes', async (route) => {
    if (route.request().method() !== 'POST' || lost++) return route.continue();
    // The service has answered, and the answer is lost on its way.
    await route.fetch();
    return route.abort('connectionreset');
  });
  await person.page.getByRole('button', { name: '이 브라우저에서 고치기' }).click();
  await person.board.getByText('이제 이 브라우저에서 내 후기를 고칠 수 있어요.').waitFor();
  await person.board.getByRole('button', { name: '내 후기 고치기' }).waitFor();
  assert.ok(lost > 1);
  await person.close();
});
