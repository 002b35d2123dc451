import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startService, type TestService } from '../support/service.ts';
import { type Wishing, wishing } from '../support/wishes.ts';

describe('what a guest wished', () => {
  let service: TestService;
  let does: Wishing;
  let mall: Awaited<ReturnType<TestService['addMall']>>;
  before(async () => {
    service = await startService({ start: false });
    mall = await service.addMall('shop1', { settings: { write: 'everyone' } });
    does = wishing(service, mall);
  });
  after(() => service.stop());

  it('becomes the member’s: one wish of each product, with its note, comments and heart', async () => {
    const [member, guest] = [await mall.token('minji'), await mall.guest()];
    const { list } = await does.wish(member, 'both', { quantity: 1 });
    await does.wish(member, 'mine', { note: '내 것' });
    const theirs = await does.wish(guest, 'both', { note: '파란색', quantity: 3 });
    await does.wish(guest, 'guests', { note: '손님 것' });
    const named = await does.makeList(guest, { name: '집들이' });
    const subject = { kind: 'wish', id: theirs.id };
    assert.equal((await does.ask('POST', '/comments', guest, { subject, text: '기억하기' })).status, 201);
    const merged = await does.ask('POST', '/merge', member, { guestToken: guest });
    assert.equal(merged.body.moved.wishes, 2);
    const items = (await does.page(list, '', member)).body.items;
    assert.deepEqual(items.map((one) => [one.product.product, one.note, one.quantity, one.comments]).sort(), [
      ['both', '파란색', 3, 1],
      ['guests', '손님 것', 1, 0],
      ['mine', '내 것', 1, 0],
    ]);
    assert.ok((await does.mine(member)).some((one) => one.id === named.id && one.role === 'owner'));
    const hearts = await service.services.database.db
      .selectFrom('product_wishes')
      .select(['product', 'members'])
      .where('mall_id', '=', 'shop1')
      .orderBy('product')
      .execute();
    assert.deepEqual(
      hearts.map((row) => [row.product, row.members]),
      [
        ['both', 1],
        ['guests', 1],
        ['mine', 1],
      ],
    );
  });

  it('is free again when whoever gave it is erased, and its giver is told when the wisher is', async () => {
    const [owner, giver, other] = [
      await mall.token('kim'),
      await mall.token('lee'),
      await mall.token('park'),
    ];
    const list = await does.makeList(owner, { visibility: 'public' });
    const { id } = await does.wish(owner, 'e1', { list: list.id });
    const claim = async (as: string) => (await does.ask('PUT', `/wishes/${id}/claim`, as, {})).status;
    assert.deepEqual([await claim(giver), await claim(other)], [200, 409]);
    assert.equal((await does.ask('DELETE', '/me', giver)).status, 204);
    assert.equal(await claim(other), 200);
    assert.equal((await does.ask('DELETE', '/me', owner)).status, 204);
    const [mine] = (await does.ask('GET', '/me/claims', other)).body.items;
    assert.deepEqual([mine.gone, mine.product.product], [true, 'e1']);
    const told = await service.services.database.db
      .selectFrom('notices')
      .select('kind')
      .where('mall_id', '=', 'shop1')
      .where('product', '=', 'e1')
      .execute();
    assert.deepEqual(told, [{ kind: 'claimed-wish-gone' }]);
  });
});
