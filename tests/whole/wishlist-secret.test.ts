// What others do on a wishlist: comments come to its owner's open page; who gives what does not, in any byte.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { until, type WholeMall } from '../support/host.ts';
import { type Exchange, openRecorder, type Recorder } from './recorder.ts';
import { openStage, type Person, type Stage, sheet, signIn } from './stage.ts';
import { comment, type Made, makeList, pick, state, wishOf } from './wishes.ts';

let stage: Stage;
before(async () => {
  stage = await openStage();
});
after(() => stage?.close());

const TAKEN = '이미 다른 분이 선물하기로 했어요';

interface Scene {
  mall: WholeMall;
  made: Made;
  recorder: Recorder;
  owner: Person;
  friend: Person;
}

async function visitor(mall: WholeMall, hash: string, shopper?: string): Promise<Person> {
  const person = await stage.visit({ mall: mall.id, content: '<dangol-wishlist></dangol-wishlist>', hash });
  if (shopper)
    await signIn(stage, person, `${mall.id}-${shopper}`, () => mall.sign(shopper, { name: shopper }));
  await wishOf(person, 'cup').waitFor();
  return person;
}

/** The owner's page by way of a recorder, and a friend's. */
async function open(id: string): Promise<Scene> {
  const mall = await stage.whole.addMall(id, { settings: { write: 'everyone' } });
  await state(mall, [
    { product: 'cup', price: 12_000 },
    { product: 'lamp', price: 30_000 },
    { product: 'tray', price: 9_000 },
  ]);
  const made = await makeList(mall, 'owner', ['cup', 'lamp', 'tray']);
  const recorder = await openRecorder(stage.whole.port);
  const owner = await stage.visit({
    mall: id,
    content: '<dangol-wishlist></dangol-wishlist>',
    hash: `#dangol-wishlist=${made.list.id}`,
    base: recorder.base,
  });
  await signIn(stage, owner, `${id}-owner`, () => mall.sign('owner', { name: 'owner' }));
  await wishOf(owner, 'cup')
    .getByRole('button', { name: /^cup 옮기기/ })
    .waitFor();
  await wishOf(owner, 'cup').locator('.talk').click();
  await wishOf(owner, 'cup').getByRole('textbox', { name: '댓글 쓰기' }).waitFor();
  const friend = await visitor(mall, made.hash, 'friend');
  // What came while nobody had signed in yet is not the owner's.
  recorder.forget();
  return { mall, made, recorder, owner, friend };
}

/** The owner's page has asked for all that it was told of: what it asks next is of the next change. */
const caughtUp = ({ recorder, made }: Scene) =>
  until(() => {
    const data = recorder.data();
    const positions = (path: string) =>
      data
        .filter((one) => one.path.endsWith(path) && one.method !== 'OPTIONS')
        .flatMap((one) => [...one.body.matchAll(/"position":(\d+)/g)].map(([, at]) => Number(at)));
    const heard = Math.max(0, ...positions('/stream'));
    return heard > 0 && Math.max(0, ...positions(`/wishlists/${made.list.id}`)) >= heard;
  }, 'the page of the owner has caught up');

/** Everything that the owner does and is told, with what happens in between. */
async function live(scene: Scene, between: () => Promise<void>): Promise<void> {
  const { owner, friend } = scene;
  await comment(friend, 'cup', '이 컵 정말 예뻐요.');
  await wishOf(owner, 'cup').getByText('이 컵 정말 예뻐요.').waitFor();
  await wishOf(owner, 'cup').getByRole('button', { name: '댓글 1' }).waitFor();
  await caughtUp(scene);
  await between();
  // What comes later has come, so what came before would have come as well.
  await comment(friend, 'lamp', '이것도 좋네요.');
  await wishOf(owner, 'lamp').getByRole('button', { name: '댓글 1' }).waitFor();
  await caughtUp(scene);
  await pick(owner, 'cup', '고치기');
  await owner.page.getByRole('textbox', { name: /^메모/ }).fill('흰색이면 좋겠어요.');
  await owner.page.getByRole('button', { name: '저장' }).click();
  await wishOf(friend, '흰색이면 좋겠어요.').waitFor();
  await caughtUp(scene);
  await wishOf(owner, 'cup')
    .getByRole('button', { name: /^cup 옮기기/ })
    .press('End');
  await owner.list.locator('li[part~=wish]').last().filter({ hasText: 'cup' }).waitFor();
  await friend.list.locator('li[part~=wish]').last().filter({ hasText: 'cup' }).waitFor();
  await caughtUp(scene);
  await pick(owner, 'cup', '목록에서 빼기');
  await wishOf(friend, 'cup').waitFor({ state: 'detached' });
  await caughtUp(scene);
  await owner.list.getByRole('button', { name: '되돌리기' }).click();
  await wishOf(friend, 'cup').waitFor();
  await caughtUp(scene);
  // And everything once more, by way of all lists.
  await owner.list.getByRole('link', { name: '내 목록 모두 보기' }).click();
  await owner.list.getByRole('link', { name: /owner의 목록/ }).click();
  await wishOf(owner, 'cup')
    .getByRole('button', { name: /^cup 옮기기/ })
    .waitFor();
}

/** What differs from run to run without meaning anything: ids, times, the mall's own name and where it is. */
function plain(text: string, { mall, made, recorder }: Scene): string {
  const known = new Map(
    [made.list.id, ...made.wishes.map((one) => one.id)].map((id, at) => [id, `known-${at}`]),
  );
  return text
    .replaceAll(recorder.base, 'BASE')
    .replaceAll(mall.id, 'MALL')
    .replaceAll(made.list.linkKey ?? 'no key', 'KEY')
    .replace(/\b[0-9a-z]{25}\b/g, (id) => known.get(id) ?? 'ID')
    .replace(/\b1[5-9]\d{11}\b/g, 'TIME')
    .replace(/"instance":"[^"]*"/g, '"instance"');
}

/** Headers that every answer has its own of; what is left of a pace counts what the owner has asked for. */
const OWN = new Set(['date', 'etag', 'x-request-id', 'keep-alive', 'connection', 'ratelimit']);

/** All that came, each thing once: how often a page asks is a matter of when. */
function told(scene: Scene): string[] {
  const one = ({ method, path, status, headers, body }: Exchange): string[] => {
    const head = Object.entries(headers)
      .filter(([name]) => !OWN.has(name))
      .map(([name, value]) => `${name}: ${value}`)
      .sort();
    const isStream = path.endsWith('/stream');
    // Signs of life come by a clock of their own, and each stream is told to wait for another while.
    const said = isStream ? body.split('\n').filter((line) => line && !/^(:|id:|retry:)/.test(line)) : [body];
    return said.map((text) => plain([`${method} ${path} ${status}`, ...head, text].join('\n'), scene));
  };
  return [...new Set(scene.recorder.data().flatMap(one))].sort();
}

test('a comment comes without a reload; a claim leaves no byte of itself with the owner', async () => {
  const [busy, quiet] = await Promise.all([open('mall-busy'), open('mall-idle')]);
  const giver = await visitor(busy.mall, busy.made.hash, 'giver');
  const guest = await visitor(busy.mall, busy.made.hash);
  await live(busy, async () => {
    await wishOf(giver, 'cup').getByRole('button', { name: '내가 선물할게요' }).click();
    await sheet(giver)
      .getByRole('radio', { name: /^이름 보이기/ })
      .check({ force: true });
    await sheet(giver).getByRole('button', { name: '내가 선물할게요' }).click();
    await wishOf(giver, 'cup').getByText('내가 선물하기로 했어요').waitFor();
    // Another member sees it at once, by name; the others stay free.
    await wishOf(busy.friend, 'cup')
      .getByText(/님이 선물하기로 했어요/)
      .waitFor();
    await wishOf(busy.friend, 'lamp').getByRole('button', { name: '내가 선물할게요' }).waitFor();
    // Nameless from now on: only that somebody gives it.
    await mallClaim(busy, false);
    await wishOf(busy.friend, 'cup').getByText(TAKEN).waitFor();
    // A guest learns of it by trying, and not before.
    assert.equal(await wishOf(guest, 'cup').getByText(TAKEN).count(), 0);
    await wishOf(guest, 'cup').getByRole('button', { name: '내가 선물할게요' }).click();
    await sheet(guest).getByRole('button', { name: '내가 선물할게요' }).click();
    await sheet(guest).getByRole('alert').filter({ hasText: TAKEN }).waitFor();
    await guest.page.keyboard.press('Escape');
    await wishOf(guest, 'cup').getByText(TAKEN).waitFor();
  });
  // Something happens here as well, and as often: of other things, which the owner does not look at.
  await live(quiet, async () => {
    for (const product of ['vase', 'bowl']) await state(quiet.mall, [{ product }]);
  });
  const words = /claim|gift|giv|taken|선물/i;
  // What every list says of itself, claimed or not.
  const always = /"claimsHiddenUntil":null|"claims":\[\]/g;
  const loud = busy.recorder
    .data()
    .map(({ method, path, headers, body }) => `${method} ${path} ${JSON.stringify(headers)}\n${body}`)
    .filter((one) => words.test(one.replace(always, '')));
  assert.deepEqual(loud, []);
  const [yes, no] = [told(busy), told(quiet)];
  assert.ok(
    yes.length > 12 && yes.some((one) => one.includes('"comments":1')),
    'the record has all that came',
  );
  assert.deepEqual(yes, no);
  for (const person of [busy.owner, busy.friend, quiet.owner, quiet.friend, giver, guest]) {
    assert.deepEqual(person.seen.errors, []);
    await person.close();
  }
  await busy.recorder.stop();
  await quiet.recorder.stop();
});

/** The giver's word, from elsewhere. */
const mallClaim = async ({ mall, made }: Scene, named: boolean) =>
  mall.call('PUT', `wishes/${made.wishes[0]!.id}/claim`, {
    as: await mall.sign('giver', { name: 'giver' }),
    body: { named },
    headers: { 'dangol-link': made.list.linkKey! },
  });
