import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { newId } from '../../server/base/ids.ts';
import { myClaims } from '../../server/community/wishlists/claims/views.ts';
import { purgeMall } from '../../server/community/wishlists/purge.ts';
import { REMOVED_KEPT_MS } from '../../server/community/wishlists/rules.ts';
import type { WishClaimRow } from '../../server/community/wishlists/table.ts';
import { findMall } from '../../server/mall/malls/store.ts';
import { startService, type TestService } from '../support/service.ts';
import { type Wishing, wishing } from '../support/wishes.ts';

let service: TestService;
let mall: Awaited<ReturnType<TestService['addMall']>>;
let at: Wishing;
let owner: string;
let giver: string;

before(async () => {
  service = await startService();
  mall = await service.addMall('givers', { settings: { write: 'everyone' } });
  at = wishing(service, mall);
  owner = await mall.token('owner');
  giver = await mall.token('giver');
  await at.wish(giver, 'of-their-own');
});
after(() => service.stop());

/** A wish on a list of its own, given by somebody. */
async function given(product: string, more: Record<string, unknown> = {}) {
  const list = await at.makeList(owner, { visibility: 'public', ...more });
  const wish = await at.wish(owner, product, { list: list.id });
  const claim = await claimed({ product, wish, list, shopperId: await at.idOf(giver) });
  return { list, wish, claim };
}
interface Given {
  product: string;
  wish: { id: string };
  list: { id: string };
  shopperId: string;
}
async function claimed({ product, wish, list, shopperId }: Given) {
  const row: WishClaimRow = {
    mall_id: mall.id,
    claim_id: newId(),
    owner_id: await at.idOf(owner),
    product,
    wish_id: wish.id,
    list_id: list.id,
    shopper_id: shopperId,
    named: 0,
    claimed_at: 1,
    changed_at: null,
    gone_at: null,
    link_version: null,
    shown_from: null,
  };
  await service.services.database.write((trx) => trx.insertInto('wish_claims').values(row).execute());
  return row.claim_id;
}
const set = (id: string, change: Partial<WishClaimRow>) =>
  service.services.database.write((trx) =>
    trx
      .updateTable('wish_claims')
      .set(change)
      .where('mall_id', '=', mall.id)
      .where('claim_id', '=', id)
      .execute(),
  );
const claimOf = (id: string) =>
  service.services.database.db
    .selectFrom('wish_claims')
    .selectAll()
    .where('mall_id', '=', mall.id)
    .where('claim_id', '=', id)
    .executeTakeFirstOrThrow();

describe('whoever gives a wish', () => {
  const steps: [string, (one: Awaited<ReturnType<typeof given>>) => Promise<unknown>, boolean][] = [
    [
      'another number',
      ({ wish }) => at.ask('PATCH', `/wishes/${wish.id}`, owner, { version: 1, quantity: 2 }),
      true,
    ],
    [
      'another size',
      ({ wish }) => at.ask('PATCH', `/wishes/${wish.id}`, owner, { version: 1, options: { 크기: 'L' } }),
      true,
    ],
    [
      'another note',
      ({ wish }) => at.ask('PATCH', `/wishes/${wish.id}`, owner, { version: 1, note: '쪽지' }),
      false,
    ],
    ['another place', ({ wish }) => at.ask('PUT', `/wishes/${wish.id}/place`, owner, { after: null }), false],
    ['that it was taken off', ({ wish }) => at.ask('DELETE', `/wishes/${wish.id}`, owner), true],
    ['that its heart went off', ({ wish }) => at.heart(owner, wish.product.product, false), true],
    ['that its list is closed', ({ list }) => at.patchList(owner, list, { visibility: 'private' }), true],
    ['another name of the list', ({ list }) => at.patchList(owner, list, { name: '새 이름' }), false],
    ['that its list is gone', ({ list }) => at.ask('DELETE', `/wishlists/${list.id}`, owner), true],
  ];
  for (const [n, [what, step, isTold]] of steps.entries())
    it(`${isTold ? 'is to look again after' : 'need not look again after'}: ${what}`, async () => {
      const one = await given(`g${n}`);
      await step(one);
      assert.equal((await claimOf(one.claim)).changed_at !== null, isTold);
    });

  it('sees it with their own claim, its owner and strangers who are nobody see none of it', async () => {
    const { list, wish } = await given('seen');
    const mine = async (as: string) =>
      (await at.ask('GET', `/wishlists/${list.id}/me?wish=${wish.id}`, as)).body.claims;
    assert.deepEqual(await mine(giver), [{ wish: wish.id, by: null, mine: true, at: 1, changedAt: null }]);
    assert.deepEqual(await mine(await mall.token('third')), [
      { wish: wish.id, by: null, mine: false, at: 1, changedAt: null },
    ]);
    assert.deepEqual(await mine(owner), []);
    assert.deepEqual(await mine(await mall.guest()), []);
  });

  it('gives it on, from the list that it moved to or the other one that it is on, until there is none', async () => {
    const { wish, claim } = await given('follows');
    const other = await at.makeList(owner);
    await at.ask('POST', `/wishes/${wish.id}/transfer`, owner, { to: other.id });
    assert.equal((await claimOf(claim)).list_id, other.id);
    const third = await at.makeList(owner);
    const copy = (await at.ask('POST', `/wishes/${wish.id}/transfer`, owner, { to: third.id, copy: true }))
      .body;
    const purged = async (id: string) => {
      await at.ask('DELETE', `/wishes/${id}`, owner);
      await service.services.database.write((trx) =>
        trx
          .updateTable('wishes')
          .set({ removed_at: Date.now() - REMOVED_KEPT_MS - 1 })
          .where('mall_id', '=', mall.id)
          .where('wish_id', '=', id)
          .execute(),
      );
      await purgeMall(service.services, mall.id);
    };
    await purged(wish.id);
    const moved = await claimOf(claim);
    assert.deepEqual([moved.wish_id, moved.list_id, moved.gone_at], [copy.id, third.id, null]);
    await purged(copy.id);
    assert.notEqual((await claimOf(claim)).gone_at, null);
    // What is gone can be taken off one's own list, by whoever gave it.
    const mine = async () =>
      (await at.ask('GET', '/me/claims', giver)).body.items.filter(
        (one: { claim: { wish: string } }) => one.claim.wish === copy.id,
      ).length;
    const leave = async (as: string) => (await at.ask('DELETE', `/wishes/${copy.id}/claim`, as)).status;
    assert.equal(await mine(), 1);
    assert.deepEqual([await leave(owner), await mine()], [404, 1]);
    assert.deepEqual([await leave(giver), await mine()], [204, 0]);
    assert.equal(await leave(giver), 404);
  });

  it('is given no link of the list that a wish moved to', async () => {
    const { list, wish, claim } = await given('moved-by-link', { visibility: 'link' });
    await set(claim, { link_version: 1 });
    const mine = async () =>
      (await at.ask('GET', '/me/claims', giver)).body.items.find(
        (one: { product: { product: string } }) => one.product.product === 'moved-by-link',
      );
    assert.equal((await mine()).linkKey, list.linkKey);
    const other = await at.makeList(owner);
    await at.ask('POST', `/wishes/${wish.id}/transfer`, owner, { to: other.id });
    const notices = (await at.ask('GET', '/me/inbox', giver)).body.items.filter(
      (one: { list: unknown; product: { product: string } | null }) =>
        one.product?.product === 'moved-by-link',
    );
    assert.ok(notices.length > 0);
    for (const notice of notices) assert.equal(notice.list, null);
    const moved = await mine();
    assert.deepEqual([moved.linkKey, moved.list], [null, null]);
  });

  it('is shown all that they give with as many questions to the database for one as for twenty', async () => {
    const row = await findMall(service.services.database.db, mall.id);
    assert.ok(row);
    let asked = 0;
    const counted = service.services.database.db.withPlugin({
      transformQuery: ({ node }) => node,
      transformResult: async ({ result }) => {
        asked++;
        return result;
      },
    });
    const services = { ...service.services, database: { ...service.services.database, db: counted } };
    const who = { kind: 'member', shopperId: await at.idOf(giver), sessionId: null, until: 0 } as const;
    const questions = async (limit: number) => {
      asked = 0;
      const { items } = await myClaims(
        services,
        row,
        { who, linkKey: undefined },
        who.shopperId,
        undefined,
        limit,
      );
      assert.equal(items.filter((one) => !one.gone).length, limit);
      return asked;
    };
    for (let n = 0; n < 20; n++) await set((await given(`asked-${n}`)).claim, { claimed_at: 2, named: 1 });
    const forOne = await questions(1);
    assert.ok(forOne > 0);
    assert.equal(await questions(20), forOne);
  });

  it('leaves as many events of a list that goes, all of it claimed or nothing', async () => {
    const events = async (hasGivers: boolean) => {
      const list = await at.makeList(owner, { visibility: 'public' });
      for (let n = 0; n < 60; n++) {
        const product = `${hasGivers ? 'many' : 'none'}-${n}`;
        const wish = await at.wish(owner, product, { list: list.id });
        if (hasGivers) await claimed({ product, wish, list, shopperId: newId() });
      }
      const count = async () => {
        const { size } = await service.services.database.db
          .selectFrom('outbox')
          .select((eb) => eb.fn.countAll<number>().as('size'))
          .where('mall_id', '=', mall.id)
          .executeTakeFirstOrThrow();
        return Number(size);
      };
      const before = await count();
      assert.equal((await at.ask('DELETE', `/wishlists/${list.id}`, owner)).status, 204);
      // Besides those of the deleting of its wishes, which come later.
      return (await count()) - before;
    };
    await service.services.jobs.stop();
    const claimedOnes = await events(true);
    assert.equal(await events(false), claimedOnes);
    const { told } = await service.services.database.db
      .selectFrom('notices')
      .select((eb) => eb.fn.countAll<number>().as('told'))
      .where('mall_id', '=', mall.id)
      .where('product', 'like', 'many-%')
      .executeTakeFirstOrThrow();
    assert.equal(Number(told), 60, 'everybody has their notice');
  });
});
