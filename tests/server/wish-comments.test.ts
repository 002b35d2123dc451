import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { until } from '../support/ground.ts';
import { actions } from '../support/reporting.ts';
import { ORIGIN, startService, type TestService } from '../support/service.ts';
import { type Wishing, wishing } from '../support/wishes.ts';

type Mall = Awaited<ReturnType<TestService['addMall']>>;

describe('comments under wishes', () => {
  let service: TestService;
  let mall: Mall;
  let does: Wishing;
  const as: Record<string, string> = {};
  before(async () => {
    service = await startService();
    mall = await service.addMall('shop1', { settings: { write: 'everyone' } });
    does = wishing(service, mall);
    for (const name of ['minji', 'jun', 'hana', 'lee']) as[name] = await mall.token(name);
    as.guest = await mall.guest();
  });
  after(() => service.stop());
  const who = (name: string) => as[name] as string;
  const linked = (key: string | null) => (key ? { 'dangol-link': key } : undefined);
  const post = (name: string | undefined, wish: string, text: string, key: string | null = null, more = {}) =>
    does.ask(
      'POST',
      '/comments',
      name && who(name),
      { subject: { kind: 'wish', id: wish }, text, ...more },
      linked(key),
    );
  const read = (name: string | undefined, wish: string, key: string | null = null) =>
    does.ask('GET', `/comments?kind=wish&id=${wish}`, name && who(name), undefined, linked(key));
  async function listWith(visibility: string, more: object = {}) {
    const list = await does.makeList(who('minji'), { visibility, ...more });
    const wish = await does.wish(who('minji'), `p-${Math.random()}`, {
      list: list.id,
      note: '파란색이 좋아요',
    });
    return { list, wish: wish.id };
  }

  it('of a public list are kept for everybody; of others they are for those who may see the list, and kept nowhere', async () => {
    const open = await listWith('public');
    assert.equal((await post('lee', open.wish, '예뻐요')).status, 201);
    const kept = await read(undefined, open.wish);
    assert.match(kept.headers.get('cache-control') ?? '', /public/);
    assert.equal(kept.body.total, 1);
    const { list, wish } = await listWith('link');
    assert.equal((await post('guest', wish, '손님이에요', list.linkKey)).status, 201);
    const seen = await read(undefined, wish, list.linkKey);
    assert.equal(seen.headers.get('cache-control'), 'no-store');
    assert.equal(seen.headers.get('etag'), null);
    assert.equal(seen.body.items[0].text, '손님이에요');
    const without = async (id: string) => {
      const { status, body } = await read('lee', id, 'x'.repeat(22));
      return [status, { ...body, instance: '' }];
    };
    assert.deepEqual(await without(wish), await without('0'.repeat(25)));
    assert.equal((await without(wish))[0], 404);
    const blind = await post('lee', wish, '안 보여요');
    assert.deepEqual([blind.status, blind.body.code], [404, 'not-found']);
    const hidden = await listWith('private');
    assert.equal((await post('lee', hidden.wish, '없어요')).body.code, 'not-found');
  });

  it('are counted, told to the owner once, and live on the open page of the owner', async () => {
    const { list, wish } = await listWith('link');
    const stop = new AbortController();
    const answer = await service.app.routes.request('/v1/shop1/stream', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        origin: ORIGIN,
        authorization: `Bearer ${who('minji')}`,
      },
      body: JSON.stringify({ topics: [`wishlist:${list.id}`] }),
      signal: stop.signal,
    });
    let text = '';
    const reading = (async () => {
      for await (const chunk of answer.body ?? []) text += new TextDecoder().decode(chunk);
    })().catch(() => undefined);
    await until(() => text.includes('event: ready'), 'the stream is open');
    const { body: comment } = await post('lee', wish, '이거 저도 있어요', list.linkKey);
    await until(() => text.includes('event: change'), 'the comment is told');
    assert.match(text, new RegExp(`"topic":"wishlist:${list.id}","changed":true`));
    stop.abort();
    await reading;
    assert.equal((await read('minji', wish)).body.items[0].id, comment.id);
    const count = async () => (await does.page(list.id, '', who('minji'))).body.items[0]?.comments;
    assert.equal(await count(), 1);
    await post('minji', wish, '고마워요', null, { parent: comment.id });
    assert.equal(await count(), 2);
    const notices = await service.services.database.db
      .selectFrom('notices')
      .select(['shopper_id', 'kind'])
      .where('mall_id', '=', 'shop1')
      .where('wish_id', '=', wish)
      .execute();
    assert.deepEqual(notices, [{ shopper_id: await does.idOf(who('minji')), kind: 'wish-comment' }]);
    const gone = await does.ask('DELETE', `/comments/${comment.id}`, who('lee'));
    assert.equal(gone.status, 204, 'what one wrote one can take back, also without the link');
    assert.equal(await count(), 1);
  });

  it('can be taken away by owner and co-owners, by no one else; to whoever may not look they are not there', async () => {
    const { list, wish } = await listWith('link');
    await does.join(who('minji'), list.id, who('jun'), 'co-owner');
    await does.join(who('minji'), list.id, who('hana'), 'helper');
    for (const owner of ['minji', 'jun']) {
      const { body } = await post('lee', wish, `지워질 댓글 ${owner}`, list.linkKey);
      const erase = (name: string, key: string | null = null) =>
        does.ask('DELETE', `/comments/${body.id}`, who(name), undefined, linked(key));
      assert.equal((await erase('hana')).body.code, 'not-allowed');
      assert.equal((await erase('guest', list.linkKey)).body.code, 'not-allowed');
      assert.equal((await erase('guest')).body.code, 'not-found');
      const patch = await does.ask('PATCH', `/comments/${body.id}`, who(owner), { text: '남의 글' });
      assert.equal(patch.body.code, 'not-allowed');
      assert.equal((await erase(owner)).status, 204);
    }
    assert.equal((await read('minji', wish)).body.total, 0);
  });

  it('stay to be read when they are closed, and no new words come', async () => {
    const { list, wish } = await listWith('public');
    const { body } = await post('lee', wish, '먼저 쓴 댓글');
    await does.patchList(who('minji'), list, { commentsOpen: false });
    assert.equal((await post('jun', wish, '늦은 댓글')).body.code, 'comments-closed');
    const patch = await does.ask('PATCH', `/comments/${body.id}`, who('lee'), { text: '바꾼 댓글' });
    assert.equal(patch.body.code, 'comments-closed');
    assert.equal((await read(undefined, wish)).body.items[0].text, '먼저 쓴 댓글');
    assert.equal((await does.ask('DELETE', `/comments/${body.id}`, who('lee'))).status, 204);
  });

  it('wait for a wish that was taken off', async () => {
    const { wish } = await listWith('public');
    await post('lee', wish, '기다려요');
    await does.ask('DELETE', `/wishes/${wish}`, who('minji'));
    assert.equal((await read('minji', wish)).status, 404);
    await does.ask('POST', `/wishes/${wish}/restore`, who('minji'));
    assert.equal((await read('minji', wish)).body.total, 1);
  });

  it('are reported and hidden like others, and so is the note of a wish; who may not see the list can report neither', async () => {
    const { list, wish } = await listWith('link');
    const staff = await mall.addKey(['moderate']);
    const reports = actions(service, 'shop1');
    const { body: comment } = await post('lee', wish, '나쁜 댓글', list.linkKey);
    for (const [kind, id] of [
      ['comment', comment.id],
      ['wish', wish],
    ] as const) {
      assert.equal((await reports.report(who('jun'), kind, id)).body.code, 'not-found');
      assert.equal((await reports.report(who('jun'), kind, id, {}, linked(list.linkKey))).status, 202);
      const [item] = (await reports.list(staff)).body.items.filter(
        (one: { subject: { id: string } }) => one.subject.id === id,
      );
      assert.deepEqual([item.subject.kind, item.product, item.stars], [kind, null, null]);
      assert.equal(item.text, kind === 'wish' ? '파란색이 좋아요' : '나쁜 댓글');
      assert.equal((await reports.moderate(staff, 'hide', kind, id, 'abuse')).body.state, 'hidden');
    }
    assert.equal((await reports.report(who('minji'), 'wish', wish)).body.code, 'not-found');
    const noteFor = async (name: string) =>
      (await does.page(list.id, '', who(name), list.linkKey)).body.items.map((one) => [one.note, one.hidden]);
    assert.deepEqual(await noteFor('jun'), [['', false]]);
    assert.deepEqual(await noteFor('minji'), [['파란색이 좋아요', true]]);
    assert.deepEqual((await read('jun', wish, list.linkKey)).body.items[0].text, '');
    const count = async () => (await does.page(list.id, '', who('minji'))).body.items[0]?.comments;
    assert.equal(await count(), 0);
    assert.deepEqual((await reports.events('comment.hidden')).at(-1), {
      topic: `wishlist:${list.id}`,
      ids: { wish, comment: comment.id },
    });
    for (const [kind, id] of [
      ['comment', comment.id],
      ['wish', wish],
    ] as const)
      assert.equal((await reports.moderate(staff, 'restore', kind, id)).body.state, 'shown');
    assert.equal(await count(), 1);
    assert.deepEqual(await noteFor('jun'), [['파란색이 좋아요', false]]);
    assert.match(
      (await service.call('GET', '/m/shop1/rules?lang=en')).body,
      /Insults or harassment<\/th><td>2<\/td>/,
    );
  });

  it('take the report of a note with them when their wisher is erased', async () => {
    as.sora = await mall.token('sora');
    const list = await does.makeList(who('sora'), { visibility: 'public' });
    const { id } = await does.wish(who('sora'), 'p-sora', { list: list.id, note: '나쁜 쪽지' });
    const staff = await mall.addKey(['moderate']);
    const reports = actions(service, 'shop1');
    assert.equal((await reports.report(who('jun'), 'wish', id)).status, 202);
    const isOpen = async () =>
      (await reports.list(staff)).body.items.some(
        (one: { subject: { id: string } }) => one.subject.id === id,
      );
    assert.equal(await isOpen(), true);
    assert.equal((await does.ask('DELETE', '/me', who('sora'))).status, 204);
    await until(async () => !(await isOpen()), 'the report of what was erased ends');
  });
});
