// What the mall's page has of it: events before and after each act, an address that it may share, ratings in its lists.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hostPage, type WholeMall } from '../support/host.ts';
import {
  fillForm,
  openStage,
  type Person,
  postButton,
  row,
  type Stage,
  sheet,
  signIn,
  watch,
} from './stage.ts';

let stage: Stage;
let mall: WholeMall;

before(async () => {
  stage = await openStage();
  mall = await stage.whole.addMall('shop1', { settings: { write: 'everyone' } });
});
after(() => stage?.close());

declare global {
  var heard: { type: string; detail: Record<string, unknown>; cancelable: boolean }[];
  var refused: string;
}

const ACTS = ['review-post', 'review-edit', 'review-delete', 'vote-cast', 'comment-post', 'report-send'];

/** A mall that listens to everything on its document, and refuses what `refused` names. */
async function listen(page: Person['page']): Promise<void> {
  await page.addInitScript((acts) => {
    globalThis.heard = [];
    globalThis.refused = '';
    const types = acts.flatMap((act) => [`dangol-before-${act}`, `dangol-${act}`]);
    for (const type of [...types, 'dangol-session-change', 'dangol-problem-show'])
      document.addEventListener(type, (event) => {
        const { detail } = event as CustomEvent<Record<string, unknown>>;
        globalThis.heard.push({ type, detail, cancelable: event.cancelable });
        if (type === globalThis.refused) event.preventDefault();
      });
  }, ACTS);
}

const typesHeard = (person: Person) => person.page.evaluate(() => globalThis.heard.map((one) => one.type));
const refuse = (person: Person, type: string) =>
  person.page.evaluate((type) => {
    globalThis.refused = type;
  }, type);
const writes = (person: Person) =>
  person.seen.requests.filter(
    (one) => !['GET', 'OPTIONS'].includes(one.method()) && !one.url().endsWith('/stream'),
  );

async function pick(person: Person, text: string, item: string): Promise<void> {
  await row(person, text).getByRole('button', { name: '더보기' }).first().click();
  await person.page.getByRole('menuitem', { name: item }).click();
}

test('each act has an event before it and one after it, with what it is about', async () => {
  await mall.post('events-writer', { product: 'events', stars: 5, text: '먼저 쓴 글이에요.' });
  const person = await stage.visit({ mall: 'shop1', product: 'events', prepare: listen });
  await person.page.setViewportSize({ width: 1000, height: 500 });
  await row(person, '먼저 쓴').getByRole('button', { name: '도움돼요' }).click();
  await person.page.waitForFunction(() => globalThis.heard.some((one) => one.type === 'dangol-vote-cast'));
  await row(person, '먼저 쓴').getByRole('button', { name: '댓글' }).click();
  await person.page.getByRole('textbox', { name: '댓글 쓰기' }).fill('저도요.');
  await person.page.getByRole('button', { name: '올리기', exact: true }).click();
  await row(person, '먼저 쓴').getByText('저도요.').waitFor();
  await pick(person, '먼저 쓴', '신고하기');
  await sheet(person).getByRole('radio', { name: /도배/ }).check({ force: true });
  await sheet(person).getByRole('button', { name: '신고하기' }).click();
  await person.board.getByText('알려 주셔서 고마워요').waitFor();
  await fillForm(person, 4, '나중에 쓴 글이에요.');
  await postButton(person).click();
  await pick(person, '나중에 쓴', '고치기');
  await person.page.locator('textarea#text').fill('나중에 고친 글이에요.');
  await person.page.getByRole('button', { name: '저장' }).click();
  await pick(person, '나중에 고친', '지우기');
  await sheet(person).getByRole('button', { name: '지우기' }).click();
  await row(person, '나중에').waitFor({ state: 'detached' });
  await person.page.waitForFunction(
    (acts) => acts.every((act) => globalThis.heard.some((one) => one.type === `dangol-${act}`)),
    ACTS,
  );
  const types = await typesHeard(person);
  for (const act of ACTS) {
    const [before, after] = [types.indexOf(`dangol-before-${act}`), types.indexOf(`dangol-${act}`)];
    assert.ok(before >= 0 && after > before, `${act}: ${types}`);
  }
  const all = await person.page.evaluate(() => globalThis.heard);
  for (const one of all) assert.equal(one.cancelable, one.type.startsWith('dangol-before-'), one.type);
  const posted = all.find((one) => one.type === 'dangol-review-post')?.detail.review as { text: string };
  assert.equal(posted.text, '나중에 쓴 글이에요.');
  assert.deepEqual(
    all.filter((one) => one.type === 'dangol-session-change').map((one) => one.detail.kind),
    ['guest'],
  );
  assert.deepEqual(person.seen.errors, []);
  await person.close();
});

test('what the mall refuses does not happen', async () => {
  await mall.post('veto-writer', { product: 'veto', stars: 5, text: '누르지 못하는 글.' });
  const person = await stage.visit({ mall: 'shop1', product: 'veto', prepare: listen });
  const vote = row(person, '누르지').getByRole('button', { name: '도움돼요' });
  await vote.waitFor();
  await refuse(person, 'dangol-before-vote-cast');
  await vote.click();
  await person.page.waitForFunction(() => globalThis.heard.length > 0);
  assert.deepEqual(await typesHeard(person), ['dangol-before-vote-cast']);
  assert.equal(await vote.getAttribute('aria-pressed'), 'false');
  await refuse(person, 'dangol-before-review-post');
  await fillForm(person, 4, '올라가지 않는 글.');
  await postButton(person).click();
  await person.page.waitForFunction(() => globalThis.heard.length > 1);
  assert.equal(await person.page.locator('textarea#text').inputValue(), '올라가지 않는 글.');
  assert.deepEqual(
    writes(person).map((one) => one.url()),
    [],
  );
  // Without the refusal the same press works.
  await refuse(person, '');
  await postButton(person).click();
  await row(person, '올라가지 않는').waitFor();
  assert.deepEqual(person.seen.errors, []);
  await person.close();
});

test('a mall is told when somebody has to sign in, so that it can open its own door', async () => {
  await stage.whole.addMall('shop3', { settings: { write: 'members' } });
  const person = await stage.visit({ mall: 'shop3', product: 'door', prepare: listen });
  await person.board.getByRole('button', { name: '후기 쓰기' }).click();
  await person.page.waitForFunction(() => globalThis.heard.length > 0);
  const [first] = await person.page.evaluate(() => globalThis.heard);
  assert.deepEqual([first?.type, first?.detail.code], ['dangol-problem-show', 'sign-in-required']);
  await person.close();
});

test('order and filters are in the address only where the mall lets them be', async () => {
  await mall.fill('address', 6, (at) => `주소 시험 ${at}번째 글`);
  for (const attributes of ['url-state', '']) {
    const person = await stage.visit({ mall: 'shop1', product: 'address', attributes });
    await person.page.goto(`${person.page.url()}?color=red#top`);
    const sort = person.board.getByRole('combobox', { name: '정렬' });
    await sort.selectOption('lowest');
    // In a row: the first choice is not yet answered, nor is its code there.
    await person.board.getByRole('button', { name: /^4점/ }).click();
    const first = person.board.getByRole('article').first();
    await first.getByRole('img', { name: '별점 5점 중 4.0점' }).waitFor();
    // What keeps the address comes when it is first needed.
    if (attributes) await person.page.waitForURL(/dangol-stars=4/);
    const url = new URL(person.page.url());
    assert.equal(url.searchParams.get('color'), 'red');
    assert.equal(url.hash, '#top');
    if (attributes) {
      assert.equal(url.searchParams.get('dangol-sort'), 'lowest');
      assert.equal(url.searchParams.get('dangol-stars'), '4');
      await person.page.reload();
      await first.getByRole('img', { name: '별점 5점 중 4.0점' }).waitFor();
      assert.equal(await sort.inputValue(), 'lowest');
      assert.equal(await person.board.getByRole('article').count(), 1);
    } else assert.equal(url.search, '?color=red');
    assert.deepEqual(person.seen.errors, []);
    await person.close();
  }
});

test('twelve cards ask once, and load nothing of the board', async () => {
  const cards = Array.from({ length: 12 }, (_, at) => `card-${at}`);
  for (const [at, product] of cards.entries())
    if (at < 10) await mall.fill(product, 1 + (at % 3), (n) => `${product}의 ${n}번째 글이에요.`);
  const list = cards.map((card) => `<li>${card} <dangol-rating product="${card}"></dangol-rating></li>`);
  const url = stage.whole.host.put('/list', {
    body: hostPage(
      `<ul>${list.join('')}</ul><script async src="${stage.whole.base}/embed.js?mall=shop1"></script>`,
    ),
  });
  const page = await stage.browser.newPage();
  const seen = watch(page);
  await page.goto(url);
  for (const at of [0, 1, 2, 9])
    await page
      .locator(`dangol-rating[product="card-${at}"]`)
      .getByText(`후기 ${1 + (at % 3)}개`)
      .waitFor();
  assert.equal(await page.locator('dangol-rating[product="card-11"]').innerText(), '');
  const asked = seen.requests.map((one) => one.url().slice(stage.whole.base.length));
  assert.equal(asked.filter((path) => path.startsWith('/v1/')).length, 1, asked.join('\n'));
  assert.ok(!asked.some((path) => path.includes('board')), asked.join('\n'));
  assert.deepEqual(seen.errors, []);
  await page.close();
});

test('the mall signs somebody in before the board is there, and out again', async () => {
  const person = await stage.visit({ mall: 'shop1', product: 'early', prepare: listen });
  await signIn(stage, person, 'early', () => mall.sign('early'));
  await person.page.evaluate(() => dangol.signOut());
  await person.page.waitForFunction(() => globalThis.heard.length > 1);
  const kinds = await person.page.evaluate(() => globalThis.heard.map((one) => one.detail.kind));
  assert.deepEqual(kinds, ['member', 'none']);
  await person.close();
});
