// What goes wrong while somebody writes: nothing is lost, nothing is done twice, and one calm sentence says it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { until, type WholeMall } from '../support/host.ts';
import { fillForm, openStage, type Person, postButton, row, type Stage, sheet, signIn } from './stage.ts';

let stage: Stage;
let mall: WholeMall;
let members: WholeMall;

before(async () => {
  stage = await openStage();
  mall = await stage.whole.addMall('shop1', { settings: { write: 'everyone' } });
  members = await stage.whole.addMall('shop2', { settings: { write: 'members' } });
});
after(() => stage?.close());

const visit = (product: string, context?: Person['context']) =>
  stage.visit({ mall: 'shop1', product, ...(context && { context }) });
const text = (person: Person) => person.page.locator('textarea#text');
const count = async (product: string, of = mall): Promise<number> =>
  (await of.call('GET', `board?product=${product}`)).summary.count;
const posts = (person: Person) =>
  person.seen.requests.filter((one) => one.method() === 'POST' && one.url().endsWith('/reviews'));

test('what somebody was writing is still there after a reload, and gone once it is posted', async () => {
  const guest = await visit('draft');
  await fillForm(guest, 2, '반쯤 쓴 글 🌧️');
  await guest.page.reload();
  await guest.board.getByRole('button', { name: '후기 쓰기' }).click();
  await sheet(guest).getByText('쓰던 글을 불러왔어요.').waitFor();
  assert.equal(await text(guest).inputValue(), '반쯤 쓴 글 🌧️');
  assert.ok(await guest.page.getByRole('radio', { name: /^2/ }).isChecked());
  await postButton(guest).click();
  await row(guest, '반쯤 쓴 글').waitFor();
  const kept = await guest.page.evaluate(() => JSON.stringify(localStorage));
  assert.ok(!kept.includes('반쯤'), 'the draft has been cleared');
  assert.deepEqual(guest.seen.errors, []);
  await guest.close();
});

/**
 * A token that has twenty seconds left when it is first asked for, enough to sign in and write; not when the page begins
 * to load, which may take a slow machine longer. The service forgives a clock that is wrong by a minute.
 */
function expiring(shopper: string): () => Promise<string> {
  let made: Promise<string> | undefined;
  return () => {
    const seconds = Math.floor(Date.now() / 1000);
    made ??= members.sign(shopper, { iat: seconds - 600, exp: seconds - 40 });
    return made;
  };
}

test('a token that runs out while somebody types: the mall is asked for a new one, the text stays', async () => {
  const person = await stage.visit({
    mall: 'shop2',
    product: 'late',
    // The stream ends with the token and asks for a new one by itself: here the post has to.
    prepare: (page) => page.route('**/stream', (route) => route.abort()),
  });
  let asked = 0;
  const first = expiring('late');
  await signIn(stage, person, 'late', async () => (asked++ === 0 ? first() : members.sign('late')));
  await fillForm(person, 5, '천천히 쓰다 보니 시간이 지났어요.');
  await until(
    async () =>
      members.call('GET', 'me', { as: await first() }).then(
        () => false,
        () => true,
      ),
    'the first token runs out',
  );
  assert.equal(asked, 1);
  await postButton(person).click();
  await row(person, '시간이 지났어요').waitFor();
  assert.equal(asked, 2, 'the mall was asked once more');
  assert.equal(await count('late', members), 1);
  assert.deepEqual(person.seen.errors, []);
  await person.close();
});

test('a token that runs out for good: a sentence says so, and what was written stays', async () => {
  const person = await stage.visit({ mall: 'shop2', product: 'over' });
  const first = expiring('over');
  await signIn(stage, person, 'over', async () => first());
  await fillForm(person, 5, '끝내 올리지 못한 글이에요.');
  await until(
    async () =>
      members.call('GET', 'me', { as: await first() }).then(
        () => false,
        () => true,
      ),
    'the token runs out',
  );
  await postButton(person).click();
  await sheet(person).getByText('로그인 시간이 지났어요.').waitFor();
  assert.equal(await text(person).inputValue(), '끝내 올리지 못한 글이에요.');
  assert.deepEqual(person.seen.errors, []);
  await person.close();
});

test('a double click posts once, and so does an answer that was lost on its way', async () => {
  const guest = await visit('twice');
  await fillForm(guest, 5, '두 번 눌러 버렸어요.');
  await postButton(guest).dblclick();
  await row(guest, '두 번 눌러').waitFor();
  assert.equal(posts(guest).length, 1);
  assert.equal(await count('twice'), 1);

  const other = await visit('lost');
  let lost = 0;
  await other.page.route('**/v1/shop1/reviews', async (route) => {
    if (route.request().method() !== 'POST' || lost++ > 0) return route.continue();
    await route.fetch();
    await route.abort('connectionreset');
  });
  await fillForm(other, 5, '답을 받지 못한 글이에요.');
  await postButton(other).click();
  await other.board.getByText('후기를 올렸어요').waitFor();
  const keys = posts(other).map((one) => one.headers()['idempotency-key']);
  assert.ok(keys.length >= 2 && new Set(keys).size === 1, `one act, tried again: ${keys}`);
  assert.equal(await count('lost'), 1);
  for (const one of [guest, other]) {
    assert.deepEqual(one.seen.errors, []);
    await one.close();
  }
});

test('two tabs: the second post is refused kindly, the second edit asks before it overwrites', async () => {
  const one = await visit('tabs');
  const two = await visit('tabs', one.context);
  await fillForm(one, 4, '첫째 탭에서 쓴 글.');
  await fillForm(two, 3, '둘째 탭에서 쓴 글.');
  await postButton(one).click();
  await row(one, '첫째 탭').waitFor();
  await postButton(two).click();
  await sheet(two).getByRole('alert').filter({ hasText: '쓰신 글은 그대로 있어요.' }).waitFor();
  assert.equal(await text(two).inputValue(), '둘째 탭에서 쓴 글.');
  assert.equal(await count('tabs'), 1);

  await two.page.reload();
  for (const tab of [one, two]) {
    await tab.board.getByRole('button', { name: '내 후기 고치기' }).click();
    await text(tab).waitFor();
  }
  const save = (tab: Person) => tab.page.getByRole('button', { name: '저장' });
  await text(one).fill('첫째 탭에서 고친 글.');
  await save(one).click();
  await row(one, '고친 글').waitFor();
  await text(two).fill('둘째 탭에서 고친 글.');
  await save(two).click();
  await sheet(two).getByText('다른 곳에서 먼저 고친 내용이 있어요.').waitFor();
  await save(two).click();
  await row(one, '둘째 탭에서 고친 글.').waitFor();
  for (const tab of [two, one]) {
    assert.deepEqual(tab.seen.errors, []);
    await tab.close();
  }
});

for (const [whose, ahead] of [
  ['ahead', 60],
  ['behind', -60],
] as const)
  test(`clocks that are a minute ${whose}, the page's and the mall's, change nothing`, async () => {
    const person = await stage.visit({
      mall: 'shop2',
      product: `clock-${whose}`,
      prepare: (page) =>
        page.addInitScript((ms) => {
          const now = Date.now.bind(Date);
          Date.now = () => now() + ms;
        }, ahead * 1000),
    });
    const seconds = () => Math.floor(Date.now() / 1000) + ahead;
    await signIn(stage, person, `clock-${whose}`, () =>
      members.sign(`clock-${whose}`, { iat: seconds(), exp: seconds() + 600 }),
    );
    await fillForm(person, 5, '시계가 조금 틀려도 돼요.');
    await postButton(person).click();
    const shown = row(person, '시계가 조금');
    await shown.waitFor();
    assert.match(await shown.locator('time').first().innerText(), /지금|1분 전/);
    assert.deepEqual(person.seen.errors, []);
    await person.close();
  });

test('a vote on a review that is being deleted turns back, and a sentence says why', async () => {
  const review = await mall.post('gone-writer', { product: 'gone', stars: 3, text: '곧 지울 글이에요.' });
  const person = await visit('gone');
  let arrived!: () => void;
  let go!: () => void;
  const held = new Promise<void>((done) => {
    arrived = done;
  });
  const gone = new Promise<void>((done) => {
    go = done;
  });
  await person.page.route('**/vote', async (route) => {
    arrived();
    await gone;
    await route.continue();
  });
  const vote = row(person, '곧 지울').getByRole('button', { name: '도움돼요' });
  await vote.click();
  assert.equal(await vote.getAttribute('aria-pressed'), 'true', 'pressed at once');
  await held;
  await mall.call('DELETE', `reviews/${review.id}`, { as: await mall.sign('gone-writer') });
  go();
  await person.board.getByText('지금은 볼 수 없어요.').waitFor();
  await row(person, '곧 지울').waitFor({ state: 'detached' });
  assert.deepEqual(person.seen.errors, []);
  await person.close();
});

test('a vote that the service refuses turns back visibly', async () => {
  await mall.post('back-writer', { product: 'back', stars: 3, text: '도움이 될까요?' });
  const person = await visit('back');
  await person.page.route('**/vote', (route) =>
    route.fulfill({ status: 503, body: 'no', headers: { 'access-control-allow-origin': '*' } }),
  );
  const vote = row(person, '도움이 될까요').getByRole('button', { name: '도움돼요' });
  await vote.click();
  await person.board.locator('[part~=notice]').waitFor();
  await until(async () => (await vote.getAttribute('aria-pressed')) === 'false', 'the vote turns back');
  assert.deepEqual(person.seen.errors, []);
  await person.close();
});

test('offline: the text stays, and is posted by hand once the connection is back', async () => {
  const guest = await visit('tunnel');
  await fillForm(guest, 4, '지하철에서 쓴 글이에요.');
  await guest.context.setOffline(true);
  await postButton(guest).click();
  await sheet(guest).getByText('쓰신 글은 그대로 있어요.').waitFor();
  await sheet(guest).getByText('인터넷 연결을 확인하고 다시 시도해 주세요.').waitFor();
  assert.equal(await text(guest).inputValue(), '지하철에서 쓴 글이에요.');
  await guest.context.setOffline(false);
  await postButton(guest).click();
  await row(guest, '지하철에서').waitFor();
  assert.equal(await count('tunnel'), 1);
  assert.deepEqual(guest.seen.errors, []);
  await guest.close();
});
