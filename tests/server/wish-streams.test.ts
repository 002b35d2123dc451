import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { until } from '../support/ground.ts';
import { listening } from '../support/listening.ts';
import { startService, type TestService } from '../support/service.ts';
import { type Wishing, wishing } from '../support/wishes.ts';

describe('streams of lists', () => {
  let service: TestService;
  let does: Wishing;
  const as: Record<string, string> = {};
  let streams: ReturnType<typeof listening>;
  before(async () => {
    service = await startService();
    const mall = await service.addMall('shop1', { settings: { write: 'everyone' } });
    does = wishing(service, mall);
    streams = listening(service, mall.id);
    for (const name of ['minji', 'jun', 'hana', 'lee']) {
      as[name] = await mall.token(name);
      await does.wish(as[name] as string, 'p0');
    }
    as.guest = await mall.guest();
  });
  afterEach(() => streams.close());
  after(() => service.stop());
  const who = (name: string) => as[name] as string;

  const listen = (name: string | undefined, ...topics: string[]) =>
    streams.listen(name === undefined ? undefined : who(name), ...topics);

  it('of a public list say what happened; of others only that something did, without the key', async () => {
    const list = await does.makeList(who('minji'), { visibility: 'public' });
    const linked = await does.makeList(who('minji'));
    const all = await listen(undefined, `wishlist:${list.id}`, `wishlist:${linked.id}.${linked.linkKey}`);
    const { id: wish } = await does.wish(who('minji'), 'p1', { list: list.id });
    await does.wish(who('minji'), 'p1', { list: linked.id });
    // That the lists were made may come late as well.
    const of = (id: string) => all.changes().filter((one) => one.topic === `wishlist:${id}`);
    await until(
      () => of(list.id).some((one) => one.ids.wish === wish) && of(linked.id).length > 0,
      'both are heard',
    );
    assert.deepEqual(of(list.id).at(-1), {
      kind: 'wish.created',
      topic: `wishlist:${list.id}`,
      ids: { list: list.id, wish },
    });
    for (const one of of(linked.id)) assert.deepEqual(one, { topic: `wishlist:${linked.id}`, changed: true });
    assert.ok(!all.text().includes(linked.linkKey as string));
  });

  it('are refused alike for what is private, revoked, wrongly linked or not there', async () => {
    const list = await does.makeList(who('minji'), { visibility: 'private' });
    const linked = await does.makeList(who('minji'));
    const answers = [];
    for (const topic of [
      `wishlist:${list.id}`,
      `wishlist:${linked.id}`,
      `wishlist:${linked.id}.${'x'.repeat(22)}`,
      `wishlist:${'0'.repeat(25)}`,
      `gifts:${list.id}`,
      `gifts:${'0'.repeat(25)}`,
    ])
      answers.push((await listen('lee', topic)).text());
    assert.equal(new Set(answers).size, 1, answers.join('\n'));
    assert.match(answers[0] ?? '', /"status":403/);
  });

  it('end when the link is taken back, before anything more is told', async () => {
    const linked = await does.makeList(who('minji'));
    const lee = await listen('lee', `wishlist:${linked.id}.${linked.linkKey}`);
    const minji = await listen('minji', `wishlist:${linked.id}`);
    await does.wish(who('minji'), 'p2', { list: linked.id });
    await lee.heard(1);
    await does.ask('POST', `/wishlists/${linked.id}/link`, who('minji'));
    await does.wish(who('minji'), 'p3', { list: linked.id });
    await lee.refused();
    assert.equal(lee.changes().length, 1);
    await minji.heard(3);
  });

  it('end when the list closes or the role is taken away', async () => {
    const list = await does.makeList(who('minji'), { visibility: 'public' });
    const lee = await listen('lee', `wishlist:${list.id}`);
    await does.patchList(who('minji'), list, { visibility: 'private' });
    await lee.refused();
    assert.deepEqual(lee.changes(), []);
    await does.join(who('minji'), list.id, who('hana'), 'helper');
    const hana = await listen('hana', `wishlist:${list.id}`);
    const member = await does.idOf(who('hana'));
    await does.ask('DELETE', `/wishlists/${list.id}/people/${member}`, who('minji'));
    await hana.refused();
    assert.deepEqual(hana.changes(), []);
  });

  it('of gifts are for members who may see the list and neither own nor co-own it; they say only that something did', async () => {
    const list = await does.makeList(who('minji'), { visibility: 'public' });
    const { id: wish } = await does.wish(who('minji'), 'p1', { list: list.id });
    await does.join(who('minji'), list.id, who('jun'), 'co-owner');
    const topic = `gifts:${list.id}`;
    for (const name of ['minji', 'jun', 'guest', undefined])
      assert.equal((await listen(name, topic)).status, 403, `${name}`);
    const hana = await listen('hana', topic);
    const minji = await listen('minji', `wishlist:${list.id}`);
    assert.equal((await does.ask('PUT', `/wishes/${wish}/claim`, who('lee'), {})).status, 200);
    await hana.heard(1);
    assert.equal((await does.ask('DELETE', `/wishes/${wish}/claim`, who('lee'))).status, 204);
    await hana.heard(2);
    assert.deepEqual(hana.changes(), Array(2).fill({ topic, changed: true }));
    assert.deepEqual(minji.changes(), []);
    // She becomes a co-owner: before the next claim is told she is no longer let listen.
    await does.join(who('minji'), list.id, who('hana'), 'co-owner');
    await does.ask('PUT', `/wishes/${wish}/claim`, who('lee'), {});
    await hana.refused();
    assert.equal(hana.changes().length, 2);
  });

  it('of gifts never open to owner and co-owner, also when the day of that list is over', async () => {
    const list = await does.makeList(who('minji'), { visibility: 'public' });
    await does.wish(who('minji'), 'p4', { list: list.id });
    await does.join(who('minji'), list.id, who('jun'), 'co-owner');
    await service.services.database.write((trx) =>
      trx
        .updateTable('wishlists')
        .set({ claims_hidden_until: '2020-01-01' })
        .where('mall_id', '=', 'shop1')
        .where('list_id', '=', list.id)
        .execute(),
    );
    const topic = `gifts:${list.id}`;
    for (const name of ['minji', 'jun']) assert.equal((await listen(name, topic)).status, 403, name);
    // On another list, whose day has not come, somebody gives the same product: that is told there, once, and not here.
    const other = await does.makeList(who('minji'), { visibility: 'public' });
    const { id: wish } = await does.wish(who('minji'), 'p4', { list: other.id });
    const [here, there] = [await listen('hana', topic), await listen('hana', `gifts:${other.id}`)];
    assert.equal((await does.ask('PUT', `/wishes/${wish}/claim`, who('lee'), {})).status, 200);
    await there.heard(1);
    assert.deepEqual(here.changes(), []);
  });

  it('are asked about once, in however many forms a page asks for them', async () => {
    const list = await does.makeList(who('minji'), { visibility: 'public' });
    const forms = Array.from({ length: 50 }, (_, at) => `wishlist:${list.id}.key-${at}`);
    const hana = await listen('hana', ...forms);
    await does.wish(who('minji'), 'p6', { list: list.id });
    await hana.heard(1);
    assert.equal(hana.changes().length, 1);
  });
});
