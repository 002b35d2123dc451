import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { newId } from '../../server/base/ids.ts';
import type { MyWishlist, Wish } from '../../server/community/wishlists/contract.ts';
import { MOST_LISTS, MOST_WISHES, REMOVED_KEPT_MS } from '../../server/community/wishlists/rules.ts';
import { startService, type TestService } from '../support/service.ts';
import { type Wishing, wishing } from '../support/wishes.ts';

let service: TestService;
let mall: Awaited<ReturnType<TestService['addMall']>>;
let at: Wishing;
let owner: string;
let coOwner: string;
let helper: string;
let stranger: string;

before(async () => {
  service = await startService();
  mall = await service.addMall('wish-a', { settings: { write: 'everyone' } });
  at = wishing(service, mall);
  owner = await mall.token('owner', { name: '김주인' });
  coOwner = await mall.token('co-owner');
  helper = await mall.token('helper');
  stranger = await mall.token('stranger');
  const products = [1, 2, 3].map((n) => ({ product: `p${n}`, name: `상품 ${n}`, price: n * 1000 }));
  await service.call('PUT', `/v1/${mall.id}/products`, { as: mall.key, body: { products } });
});
after(() => service.stop());

/** A list of the owner with one wish, looked after by two others. */
async function staffed(more: Record<string, unknown> = {}): Promise<{ list: MyWishlist; wish: Wish }> {
  const list = await at.makeList(owner, more);
  const wish = await at.wish(owner, 'p1', { list: list.id, note: '비밀 쪽지' });
  await at.join(owner, list.id, coOwner, 'co-owner');
  await at.join(owner, list.id, helper, 'helper');
  return { list, wish };
}

describe('a list', () => {
  it('by link opens for its key, its people and nobody else', async () => {
    const { list } = await staffed();
    assert.equal(list.visibility, 'link');
    assert.match(list.linkKey ?? '', /^[\w-]{22}$/);
    for (const [who, status] of [
      [undefined, 404],
      [stranger, 404],
      [mall.key, 404],
      [owner, 200],
      [coOwner, 200],
      [helper, 200],
    ] as const)
      assert.equal((await at.see(list.id, who)).status, status, `${who}`);
    assert.equal((await at.see(list.id, undefined, list.linkKey)).status, 200);
    assert.equal((await at.see(list.id, stranger, list.linkKey)).status, 200);
    assert.equal((await at.see(list.id, undefined, 'x'.repeat(22))).status, 404);
  });

  it('that is private, revoked, of a wrong key or missing answers with the same bytes at every route', async () => {
    const hidden = await staffed({ visibility: 'private' });
    const revoked = await staffed();
    assert.equal((await at.see(revoked.list.id, undefined, revoked.list.linkKey)).status, 200);
    const renewed = await at.ask<MyWishlist>('POST', `/wishlists/${revoked.list.id}/link`, owner);
    assert.notEqual(renewed.body.linkKey, revoked.list.linkKey);
    assert.equal((await at.see(revoked.list.id, undefined, renewed.body.linkKey)).status, 200);

    const key = { 'dangol-link': revoked.list.linkKey ?? '' };
    const lists = { hidden: hidden.list.id, revoked: revoked.list.id, missing: newId() };
    const wishes = { hidden: hidden.wish.id, revoked: revoked.wish.id, missing: newId() };
    const own = await at.makeList(stranger);
    const ofList = (id: string): [string, string, unknown?][] => [
      ['GET', `/wishlists/${id}`],
      ['GET', `/wishlists/${id}/wishes`],
      ['GET', `/wishlists/${id}/me?wish=${wishes.hidden}`],
      ['GET', `/wishlists/${id}/people`],
      ['PATCH', `/wishlists/${id}`, { version: 1, name: '내 것' }],
      ['DELETE', `/wishlists/${id}`],
      ['POST', `/wishlists/${id}/link`],
      ['POST', `/wishlists/${id}/invitations`, { role: 'helper' }],
      ['POST', `/wishlists/${id}/join`, { code: 'c9Jm3kq0V1xq2e8Zk5yP7sAw' }],
      ['DELETE', `/wishlists/${id}/people/${newId()}`],
      ['POST', '/wishes', { product: 'p1', list: id }],
    ];
    const ofWish = (id: string): [string, string, unknown?][] => [
      ['PATCH', `/wishes/${id}`, { version: 1, note: '내 것' }],
      ['DELETE', `/wishes/${id}`],
      ['POST', `/wishes/${id}/restore`],
      ['PUT', `/wishes/${id}/place`, { after: null }],
      ['POST', `/wishes/${id}/transfer`, { to: own.id, copy: true }],
      ['POST', `/wishes/${id}/visit`],
    ];
    const bytes = async (asked: [string, string, unknown?], as: string | undefined) => {
      const answer = await at.ask(asked[0], asked[1], as, asked[2], key);
      const { instance: _, ...rest } = (answer.body || {}) as Record<string, unknown>;
      const headers = [...answer.headers].filter(([name]) => !/^(x-request-id|ratelimit)/.test(name));
      return JSON.stringify([answer.status, rest, headers]);
    };
    for (const as of [undefined, stranger, await mall.guest()]) {
      for (let route = 0; route < ofList('').length; route++) {
        const missing = await bytes(ofList(lists.missing)[route]!, as);
        for (const id of [lists.hidden, lists.revoked])
          assert.equal(await bytes(ofList(id)[route]!, as), missing, `${ofList(id)[route]}`);
      }
      for (let route = 0; route < ofWish('').length; route++) {
        const missing = await bytes(ofWish(wishes.missing)[route]!, as);
        for (const id of [wishes.hidden, wishes.revoked])
          assert.equal(await bytes(ofWish(id)[route]!, as), missing, `${ofWish(id)[route]}`);
      }
    }
    const member = await at.idOf(owner);
    const seen = await at.ask('GET', `/members/${member}/wishlists`);
    assert.ok(!JSON.stringify(seen.body).match(new RegExp(`${lists.hidden}|${lists.revoked}`)));
    assert.deepEqual((await at.hearts(['p1'], stranger))[0]?.mine, false);
  });

  it('that is public is kept for everybody, on the page of its owner, and gone from both when it is closed', async () => {
    const list = await at.makeList(owner, {
      name: '서른 살 생일',
      visibility: 'public',
      occasion: 'birthday',
    });
    const wish = await at.wish(owner, 'p2', { list: list.id, options: { 색상: '블루' }, priority: 'must' });
    const answer = await at.see(list.id);
    assert.equal(answer.status, 200);
    assert.match(answer.headers.get('cache-control') ?? '', /public/);
    assert.equal(answer.body.list.owner.name, '김*인');
    assert.deepEqual(answer.body.wishes.items, [wish]);
    assert.equal(wish.priceThen, 2000);
    assert.deepEqual(wish.options, [{ name: '색상', value: '블루' }]);
    assert.doesNotMatch(JSON.stringify(answer.body), /김주인|linkKey|claims|"role"/);
    for (const kept of [await at.see(list.id, stranger), await at.see(list.id, undefined, 'x'.repeat(22))]) {
      assert.equal(kept.status, 200);
      assert.equal(kept.headers.get('cache-control'), 'no-store');
    }
    const member = await at.idOf(owner);
    const listed = async () =>
      (await at.ask('GET', `/members/${member}/wishlists`)).body.items.map((one: MyWishlist) => one.id);
    assert.ok((await listed()).includes(list.id));
    await at.patchList(owner, list, { visibility: 'private' });
    assert.equal((await at.see(list.id)).status, 404);
    assert.equal((await at.page(list.id)).status, 404);
    assert.ok(!(await listed()).includes(list.id));
  });

  it('is changed by its owner and co-owners; who sees it, its link and its end are for the owner alone', async () => {
    const { list, wish } = await staffed({ visibility: 'public' });
    const guest = await mall.guest();
    const code = async (...asked: Parameters<typeof at.ask>) => {
      const answer = await at.ask(...asked);
      return answer.status < 300 ? answer.status : answer.body.code;
    };
    const forCoOwners: [string, string, unknown?][] = [
      ['PATCH', `/wishlists/${list.id}`, { version: 0, name: '새 이름' }],
      ['PATCH', `/wishes/${wish.id}`, { version: 0, note: '새 쪽지' }],
      ['GET', `/wishlists/${list.id}/people`],
      ['PUT', `/wishes/${wish.id}/place`, { after: null }],
    ];
    const forOwner: [string, string, unknown?][] = [
      ['PATCH', `/wishlists/${list.id}`, { version: 0, visibility: 'private' }],
      ['POST', `/wishlists/${list.id}/link`],
      ['POST', `/wishlists/${list.id}/invitations`, { role: 'helper' }],
      ['DELETE', `/wishlists/${list.id}/people/${newId()}`],
      ['DELETE', `/wishlists/${list.id}`],
    ];
    for (const [method, path, body] of [...forCoOwners, ...forOwner])
      for (const who of [helper, stranger, guest])
        assert.equal(await code(method, path, who, body), 'not-allowed', `${method} ${path}`);
    for (const [method, path, body] of forOwner)
      assert.equal(await code(method, path, coOwner, body), 'not-allowed', `${method} ${path}`);
    for (const [method, path, body] of forCoOwners) {
      const got = await code(method, path, coOwner, body);
      assert.ok([200, 204, 'changed-meanwhile'].includes(got), `${method} ${path} ${got}`);
    }
    const people = (await at.ask('GET', `/wishlists/${list.id}/people`, coOwner)).body;
    assert.deepEqual(people.people.map((one: { role: string }) => one.role).sort(), ['co-owner', 'helper']);
    assert.deepEqual(people.invitations, []);
    assert.equal(await code('DELETE', `/wishlists/${list.id}`, owner), 204);
    for (const who of [owner, coOwner, undefined]) assert.equal((await at.see(list.id, who)).status, 404);
  });

  it('that was changed meanwhile is not written over', async () => {
    const list = await at.makeList(owner);
    const changed = await at.patchList(owner, list, { name: '하나', commentsOpen: false });
    assert.equal(changed.version, list.version + 1);
    assert.equal(changed.commentsOpen, false);
    const late = await at.ask('PATCH', `/wishlists/${list.id}`, owner, { version: list.version, name: '둘' });
    assert.equal(late.body.code, 'changed-meanwhile');
    assert.equal((await at.see(list.id, owner)).body.list.name, '하나');
  });

  it('shows givers from a day on that only ever moves away', async () => {
    const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
    const soon = await at.ask('POST', '/wishlists', owner, { name: '곧', claimsHiddenUntil: day(2) });
    assert.equal(soon.body.code, 'day-fixed');
    const list = await at.makeList(owner, { claimsHiddenUntil: day(20) });
    assert.equal(list.claimsHiddenUntil, day(20));
    const sooner = await at.ask('PATCH', `/wishlists/${list.id}`, owner, {
      version: list.version,
      claimsHiddenUntil: day(10),
    });
    assert.equal(sooner.body.code, 'day-fixed');
    const later = await at.patchList(owner, list, { claimsHiddenUntil: day(30) });
    assert.equal(later.claimsHiddenUntil, day(30));
  });

  it('is told of at its own topic, by ids alone', async () => {
    const list = await at.makeList(owner);
    const wish = await at.wish(owner, 'p3', { list: list.id, note: '말하지 마세요' });
    await at.ask('DELETE', `/wishes/${wish.id}`, owner);
    await at.ask('POST', `/wishes/${wish.id}/restore`, owner);
    const rows = await service.services.database.db
      .selectFrom('outbox')
      .select(['kind', 'ids'])
      .where('mall_id', '=', mall.id)
      .where('topic', '=', `wishlist:${list.id}`)
      .orderBy('created_at')
      .execute();
    assert.deepEqual(
      rows.map((row) => row.kind),
      ['wishlist.created', 'wish.created', 'wish.removed', 'wish.restored'],
    );
    assert.deepEqual(JSON.parse(rows[1]?.ids ?? ''), { list: list.id, wish: wish.id });
  });

  it('goes with all that hung on it, comments too, when it is deleted', async () => {
    const list = await at.makeList(owner, { visibility: 'public' });
    const wish = await at.wish(owner, 'p1', { list: list.id });
    await comment(wish.id, await at.idOf(stranger));
    assert.equal((await at.ask('DELETE', `/wishlists/${list.id}`, owner)).status, 204);
    assert.equal((await at.ask('POST', `/wishes/${wish.id}/restore`, owner)).status, 404);
    await service.services.jobs.runDue();
    const { db } = service.services.database;
    for (const [table, column, id] of [
      ['wishlists', 'list_id', list.id],
      ['wishes', 'wish_id', wish.id],
      ['comments', 'subject_id', wish.id],
    ] as const)
      assert.deepEqual(
        await db
          .selectFrom(table as 'wishes')
          .selectAll()
          .where(column as 'wish_id', '=', id)
          .execute(),
        [],
      );
  });
});

async function comment(wishId: string, shopperId: string): Promise<string> {
  const id = newId();
  await service.services.database.write((trx) =>
    trx
      .insertInto('comments')
      .values({
        mall_id: mall.id,
        comment_id: id,
        subject_kind: 'wish' as never,
        subject_id: wishId,
        parent_id: null,
        shopper_id: shopperId,
        text: '좋네요',
        text_digest: id,
        state: 'shown',
        hide_reason: null,
        created_at: 1,
        edited_at: null,
        thread_at: 1,
        thread_id: id,
      })
      .execute(),
  );
  return id;
}

describe('a wish', () => {
  it('goes to a default list without a name that is made with it, also for a guest', async () => {
    for (const who of [await mall.token('first'), await mall.guest()]) {
      assert.deepEqual(await at.mine(who), []);
      const wish = await at.wish(who, 'p1');
      const [list, ...others] = await at.mine(who);
      assert.deepEqual(others, []);
      assert.equal(list?.id, wish.list);
      assert.equal(list?.name, null);
      assert.equal(list?.isDefault, true);
      assert.equal(list?.visibility, 'link');
      assert.deepEqual(list?.products, ['p1']);
      assert.equal(list?.wishCount, 1);
    }
  });

  it('that is on the list already is answered as it is', async () => {
    const list = await at.makeList(owner);
    const wish = await at.wish(owner, 'p1', { list: list.id, note: '하나' });
    const again = await at.ask<Wish>('POST', '/wishes', owner, { product: 'p1', list: list.id, note: '둘' });
    assert.equal(again.status, 200);
    assert.deepEqual(again.body, wish);
  });

  it('sent once more under the same key is the same wish, under another body refused', async () => {
    const list = await at.makeList(owner);
    const headers = { 'idempotency-key': `wish-${newId()}` };
    const body = { product: 'p2', list: list.id };
    const first = await at.ask<Wish>('POST', '/wishes', owner, body, headers);
    const second = await at.ask<Wish>('POST', '/wishes', owner, body, headers);
    assert.deepEqual([first.status, second.status], [201, 201]);
    assert.deepEqual(second.body, first.body);
    assert.equal(second.headers.get('idempotency-replayed'), 'true');
    const other = await at.ask('POST', '/wishes', owner, { ...body, quantity: 2 }, headers);
    assert.equal(other.body.code, 'key-reused');
  });

  it('repeats an old answer to nobody who may not see it any more', async () => {
    const { list } = await staffed({ visibility: 'private' });
    const headers = { 'idempotency-key': `wish-${newId()}` };
    const body = { product: 'p3', list: list.id, note: '둘만의 비밀' };
    assert.equal((await at.ask('POST', '/wishes', coOwner, body, headers)).status, 201);
    await at.ask('DELETE', `/wishlists/${list.id}/people/${await at.idOf(coOwner)}`, owner);
    const again = await at.ask('POST', '/wishes', coOwner, body, headers);
    assert.equal(again.status, 404);
    assert.doesNotMatch(JSON.stringify(again.body), /비밀/);
  });

  it('of a product that only a page named stays unconfirmed, without a price', async () => {
    const wish = await at.wish(owner, 'only-seen', { seen: { url: 'https://mall.example/p/9#x' } });
    assert.equal(wish.product.confirmed, false);
    assert.equal(wish.product.url, 'https://mall.example/p/9');
    assert.equal(wish.priceThen, null);
  });

  it('keeps what it cost when it was wished', async () => {
    const products = [{ product: 'dear', name: '오르는 것', price: 100 }];
    await service.call('PUT', `/v1/${mall.id}/products`, { as: mall.key, body: { products } });
    const wish = await at.wish(owner, 'dear');
    products[0]!.price = 150;
    await service.call('PUT', `/v1/${mall.id}/products`, { as: mall.key, body: { products } });
    const shown = (await at.page(wish.list, '', owner)).body.items.find((one) => one.id === wish.id);
    assert.equal(shown?.priceThen, 100);
    assert.equal(shown?.product.price, 150);
    // In another currency it says nothing beside today's price.
    const abroad = products.map((one) => ({ ...one, price: 9, currency: 'USD' }));
    await service.call('PUT', `/v1/${mall.id}/products`, { as: mall.key, body: { products: abroad } });
    const now = (await at.page(wish.list, '', owner)).body.items.find((one) => one.id === wish.id);
    assert.deepEqual([now?.product.currency, now?.priceThen], ['USD', null]);
  });

  it('is changed in parts, and not over another change', async () => {
    const wish = await at.wish(owner, 'p1', { list: (await at.makeList(owner)).id, note: '쪽지' });
    const path = `/wishes/${wish.id}`;
    const changed = await at.ask<Wish>('PATCH', path, owner, { version: 1, quantity: 3, priority: 'maybe' });
    assert.deepEqual(
      [changed.body.quantity, changed.body.priority, changed.body.note, changed.body.version],
      [3, 'maybe', '쪽지', 2],
    );
    assert.ok(changed.body.editedAt);
    const late = await at.ask('PATCH', path, owner, { version: 1, quantity: 9 });
    assert.equal(late.body.code, 'changed-meanwhile');
    const wild = await at.ask('PATCH', path, owner, { version: 2, quantity: 100 });
    assert.equal(wild.body.code, 'bad-input');
  });

  it('comes back with all that hung on it for 30 days, and no longer', async () => {
    const list = await at.makeList(owner, { visibility: 'public' });
    const wish = await at.wish(owner, 'p1', { list: list.id, note: '돌아올 것' });
    await at.wish(owner, 'p2', { list: list.id });
    const commentId = await comment(wish.id, await at.idOf(stranger));
    assert.equal((await at.ask('DELETE', `/wishes/${wish.id}`, owner)).status, 204);
    assert.deepEqual(await at.order(list.id, owner), ['p2']);
    assert.equal((await at.see(list.id)).body.list.wishCount, 1);
    assert.equal((await at.ask('DELETE', `/wishes/${wish.id}`, owner)).body.code, 'gone');
    assert.equal(
      (await at.ask('PATCH', `/wishes/${wish.id}`, stranger, { version: 1 })).body.code,
      'not-found',
    );
    const mine = await at.ask('GET', `/wishlists/${list.id}/me?wish=${wish.id}`, stranger);
    assert.deepEqual(mine.body, { role: null, claims: [], comments: [] });
    const back = await at.ask<Wish>('POST', `/wishes/${wish.id}/restore`, owner);
    assert.deepEqual(back.body, wish);
    assert.deepEqual(await at.order(list.id, owner), ['p2', 'p1']);
    const again = await at.ask('GET', `/wishlists/${list.id}/me?wish=${wish.id}`, stranger);
    assert.deepEqual(again.body.comments, [commentId]);

    await at.ask('DELETE', `/wishes/${wish.id}`, owner);
    // Added anew it is the same wish.
    assert.equal((await at.wish(owner, 'p1', { list: list.id, note: '다른 말' })).note, '돌아올 것');
    await at.ask('DELETE', `/wishes/${wish.id}`, owner);
    await age(wish.id);
    assert.equal((await at.ask('POST', `/wishes/${wish.id}/restore`, owner)).body.code, 'gone');
    const fresh = await at.wish(owner, 'p1', { list: list.id });
    assert.notEqual(fresh.id, wish.id);
    assert.equal(fresh.note, '');
  });

  it('whose note the mall has hidden is read by its owner alone, and not brought to light by a copy', async () => {
    const list = await at.makeList(owner, { visibility: 'public' });
    const wish = await at.wish(owner, 'p1', { list: list.id, note: '나쁜 말' });
    await service.services.database.write((trx) =>
      trx
        .updateTable('wishes')
        .set({ state: 'hidden', hide_reason: 'abuse' })
        .where('mall_id', '=', mall.id)
        .where('wish_id', '=', wish.id)
        .execute(),
    );
    const [mine] = (await at.page(list.id, '', owner)).body.items;
    assert.deepEqual([mine?.note, mine?.hidden], ['나쁜 말', true]);
    const [theirs] = (await at.page(list.id, '', stranger)).body.items;
    assert.deepEqual([theirs?.note, theirs?.hidden], ['', false]);
    const other = await at.makeList(owner, { visibility: 'public' });
    const copy = await at.ask<Wish>('POST', `/wishes/${wish.id}/transfer`, owner, {
      to: other.id,
      copy: true,
    });
    assert.equal(copy.body.note, '');
    await at.ask('DELETE', `/wishes/${wish.id}`, owner);
    const back = await at.ask<Wish>('POST', `/wishes/${wish.id}/restore`, owner);
    assert.equal(back.body.hidden, true);
  });
});

/** As if it had been taken off long ago. */
const age = (wishId: string) =>
  service.services.database.write((trx) =>
    trx
      .updateTable('wishes')
      .set({ removed_at: Date.now() - REMOVED_KEPT_MS - 1 })
      .where('mall_id', '=', mall.id)
      .where('wish_id', '=', wishId)
      .execute(),
  );

describe('from list to list', () => {
  it('a wish moves with its id, and joins the one of its product that is there', async () => {
    const [from, to] = [await at.makeList(owner), await at.makeList(owner)];
    const moved = await at.wish(owner, 'p1', { list: from.id, note: '옮길 것' });
    const answer = await at.ask<Wish>('POST', `/wishes/${moved.id}/transfer`, owner, { to: to.id });
    assert.deepEqual([answer.body.id, answer.body.list, answer.body.note], [moved.id, to.id, '옮길 것']);
    const second = await at.wish(owner, 'p1', { list: from.id, note: '둘째', quantity: 4, priority: 'must' });
    await comment(second.id, await at.idOf(stranger));
    const joined = await at.ask<Wish>('POST', `/wishes/${second.id}/transfer`, owner, { to: to.id });
    assert.deepEqual(
      [joined.body.id, joined.body.note, joined.body.quantity, joined.body.priority],
      [moved.id, '옮길 것\n둘째', 4, 'must'],
    );
    const mine = await at.ask('GET', `/wishlists/${to.id}/me?wish=${moved.id}`, stranger, undefined, {
      'dangol-link': to.linkKey ?? '',
    });
    assert.equal(mine.body.comments.length, 1);
    const [a, b] = [(await at.see(from.id, owner)).body, (await at.see(to.id, owner)).body];
    assert.deepEqual([a.list.wishCount, b.list.wishCount], [0, 1]);
    assert.deepEqual([a.wishes.items.length, b.wishes.items.length], [0, 1]);
  });

  it('what one may see may be copied to a list of one’s own, without the words of its owner', async () => {
    const list = await at.makeList(owner, { visibility: 'public' });
    const wish = await at.wish(owner, 'p2', {
      list: list.id,
      note: '주인의 말',
      quantity: 5,
      options: { 색상: '블루' },
    });
    const own = await at.makeList(stranger);
    const copy = await at.ask<Wish>('POST', `/wishes/${wish.id}/transfer`, stranger, {
      to: own.id,
      copy: true,
    });
    assert.equal(copy.status, 200);
    assert.deepEqual(
      [copy.body.note, copy.body.quantity, copy.body.options],
      ['', 1, [{ name: '색상', value: '블루' }]],
    );
    const move = await at.ask('POST', `/wishes/${wish.id}/transfer`, stranger, { to: own.id });
    assert.equal(move.body.code, 'not-allowed');
    assert.equal((await at.page(list.id)).body.items.length, 1);
    // Nor from one’s own to a list of somebody else that one looks after.
    const theirs = await staffed();
    const mine = await at.wish(coOwner, 'p3', { list: (await at.makeList(coOwner)).id });
    for (const copy of [true, false]) {
      const answer = await at.ask('POST', `/wishes/${mine.id}/transfer`, coOwner, {
        to: theirs.list.id,
        copy,
      });
      assert.equal(answer.body.code, 'not-allowed');
    }
  });
});

describe('those who look after a list', () => {
  it('come by a code that opens so often and so long as it says, for members alone', async () => {
    const list = await at.makeList(owner, { visibility: 'private' });
    const other = await at.makeList(owner);
    const invite = (body: unknown) => at.ask('POST', `/wishlists/${list.id}/invitations`, owner, body);
    const join = (as: string, code: string, id = list.id) =>
      at.ask('POST', `/wishlists/${id}/join`, as, { code });
    const headers = { 'idempotency-key': `invite-${newId()}` };
    const twice = [1, 2].map(() =>
      at.ask('POST', `/wishlists/${list.id}/invitations`, owner, { role: 'helper' }, headers),
    );
    const [once, same] = [await twice[0]!, await twice[1]!];
    assert.equal(once.body.code.length, 24);
    assert.deepEqual(same.body, once.body);
    const [guest, a, b] = [await mall.guest(), await mall.token('join-a'), await mall.token('join-b')];
    assert.equal((await join(guest, once.body.code)).body.code, 'guest-not-allowed');
    assert.equal((await join(a, once.body.code, other.id)).body.code, 'not-found');
    assert.equal((await join(owner, once.body.code)).body.code, 'own-thing');
    const joined = await join(a, once.body.code);
    assert.deepEqual([joined.status, joined.body.role, joined.body.linkKey], [200, 'helper', null]);
    const told = async () =>
      (await at.ask('GET', '/me/inbox', owner)).body.items
        .filter((one: { kind: string; list: { id: string } | null }) => one.list?.id === list.id)
        .map((one: { kind: string; from: { id: string } }) => [one.kind, one.from.id]);
    assert.deepEqual(await told(), [['list-joined', await at.idOf(a)]]);
    assert.equal((await join(a, once.body.code)).body.code, 'not-found');
    assert.equal((await join(b, once.body.code)).body.code, 'not-found');
    // A helper becomes a co-owner, and stays it.
    const more = await invite({ role: 'co-owner', uses: 5, days: 1 });
    assert.equal((await join(a, more.body.code)).body.role, 'co-owner');
    const helping = await invite({ role: 'helper', uses: 5 });
    assert.equal((await join(a, helping.body.code)).body.role, 'co-owner');
    const open = (await at.ask('GET', `/wishlists/${list.id}/people`, owner)).body.invitations;
    assert.deepEqual(
      open.map((one: { code: unknown; usesLeft: number }) => [one.code, one.usesLeft]),
      [
        [null, 4],
        [null, 5],
      ],
    );
    const stored = await service.services.database.db
      .selectFrom('wishlist_invitations')
      .selectAll()
      .execute();
    assert.ok(!JSON.stringify(stored).includes(more.body.code));
    assert.equal(
      (await at.ask('DELETE', `/wishlists/${list.id}/invitations/${helping.body.id}`, owner)).status,
      204,
    );
    assert.equal((await join(b, helping.body.code)).body.code, 'not-found');
    service.later(2 * 86_400_000);
    const late = await mall.token('join-b');
    assert.equal((await join(late, more.body.code)).body.code, 'not-found');
    owner = await mall.token('owner', { name: '김주인' });
    [coOwner, helper, stranger] = await Promise.all(
      ['co-owner', 'helper', 'stranger'].map((one) => mall.token(one)),
    );
  });

  it('may leave, and are sent away by the owner; then the list is not there for them', async () => {
    const { list } = await staffed({ visibility: 'private' });
    const person = (id: string) => `/wishlists/${list.id}/people/${id}`;
    assert.equal((await at.ask('DELETE', person(await at.idOf(helper)), helper)).status, 204);
    assert.equal((await at.ask('DELETE', person(await at.idOf(coOwner)), owner)).status, 204);
    for (const who of [helper, coOwner]) {
      assert.equal((await at.see(list.id, who)).status, 404);
      assert.ok(!(await at.mine(who)).some((one) => one.id === list.id));
    }
    assert.equal((await at.ask('DELETE', person(await at.idOf(helper)), owner)).body.code, 'not-found');
  });

  it('find the list among their own, by when they came to it', async () => {
    const member = await mall.token('collector');
    const own = await at.makeList(member, { name: '먼저' });
    const { list } = await staffed();
    await at.join(owner, list.id, member, 'helper');
    const last = await at.makeList(member, { name: '나중' });
    await at.wish(member, 'p1');
    const ids = (items: MyWishlist[]) => items.map((one) => one.id);
    const all = ids(await at.mine(member));
    assert.deepEqual(all.slice(1), [last.id, list.id, own.id]);
    const paged: string[] = [];
    for (let next: string | null = ''; next !== null; ) {
      const page: { body: { items: MyWishlist[]; next: string | null } } = await at.ask(
        'GET',
        `/me/wishlists?limit=1${next && `&cursor=${next}`}`,
        member,
      );
      paged.push(...ids(page.body.items));
      next = page.body.next;
    }
    assert.deepEqual(paged, all);
  });
});

describe('limits', () => {
  it('a list takes so many wishes and no more', async () => {
    const list = await at.makeList(owner);
    const wish = await at.wish(owner, 'p1', { list: list.id });
    await at.ask('DELETE', `/wishes/${wish.id}`, owner);
    const other = await at.wish(owner, 'p2', { list: (await at.makeList(owner)).id });
    await service.services.database.write((trx) =>
      trx
        .updateTable('wishlists')
        .set({ wish_count: MOST_WISHES })
        .where('mall_id', '=', mall.id)
        .where('list_id', '=', list.id)
        .execute(),
    );
    for (const answer of [
      await at.ask('POST', '/wishes', owner, { product: 'p3', list: list.id }),
      await at.ask('POST', `/wishes/${wish.id}/restore`, owner),
      await at.ask('POST', `/wishes/${other.id}/transfer`, owner, { to: list.id }),
      await at.ask('POST', `/wishes/${other.id}/transfer`, owner, { to: list.id, copy: true }),
    ])
      assert.equal(answer.body.code, 'quota-full');
    // What was refused has not half happened.
    assert.equal((await at.see(other.list, owner)).body.list.wishCount, 1);
  });

  it('a shopper has so many lists and no more, and still a default one', async () => {
    const rich = await mall.token('rich');
    const first = await at.makeList(rich);
    const { database } = service.services;
    const row = await database.db
      .selectFrom('wishlists')
      .selectAll()
      .where('mall_id', '=', mall.id)
      .where('list_id', '=', first.id)
      .executeTakeFirstOrThrow();
    await database.write(async (trx) => {
      for (let at = 1; at < MOST_LISTS; at += 100)
        await trx
          .insertInto('wishlists')
          .values(
            Array.from({ length: Math.min(100, MOST_LISTS - at) }, () => ({ ...row, list_id: newId() })),
          )
          .execute();
    });
    assert.equal((await at.ask('POST', '/wishlists', rich, { name: '하나 더' })).body.code, 'quota-full');
    assert.equal((await at.heart(rich, 'p1', true)).mine, true);
  });
});

describe('visits', () => {
  it('are counted by day and product for the mall alone, as a beacon sends them, not from private lists', async () => {
    const counted = await service.addMall('wish-visits', { settings: { write: 'everyone' } });
    const there = wishing(service, counted);
    const wisher = await counted.token('wisher');
    const open = await there.wish(wisher, 'v1');
    const secret = await there.makeList(wisher, { visibility: 'private' });
    const hidden = await there.wish(wisher, 'v2', { list: secret.id });
    const visit = (id: string) =>
      service.call('POST', `/v1/${counted.id}/wishes/${id}/visit`, {
        headers: { 'content-type': 'text/plain;charset=UTF-8' },
        body: new TextEncoder().encode('{}'),
      });
    for (const id of [open.id, open.id, hidden.id, newId()]) {
      const answer = await visit(id);
      assert.deepEqual([answer.status, answer.body], [204, '']);
    }
    const reader = await counted.addKey(['read']);
    const answer = await there.ask('GET', '/visits', reader);
    assert.deepEqual(
      answer.body.items.map(({ product, count }: { product: string; count: number }) => [product, count]),
      [['v1', 2]],
    );
    const second = await there.wish(wisher, 'v3');
    await visit(second.id);
    const page = async (query: string) => (await there.ask('GET', `/visits?limit=1${query}`, reader)).body;
    const first = await page('');
    const last = await page(`&cursor=${first.next}`);
    assert.deepEqual(
      [first, last].map(({ items }) => items.map((one: { product: string }) => one.product)),
      [['v1'], ['v3']],
    );
    assert.equal(last.next, null);
    assert.equal((await page('&cursor=nonsense')).code, 'bad-cursor');
    assert.equal((await there.ask('GET', '/visits', wisher)).body.code, 'key-refused');
    assert.equal(
      (await there.ask('GET', '/visits', await counted.addKey(['orders']))).body.code,
      'key-scope',
    );
    const long = await there.ask('GET', '/visits?from=2020-01-01&to=2026-01-01', reader);
    assert.equal(long.body.code, 'bad-input');
  });
});
