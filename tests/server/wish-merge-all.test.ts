// Whatever a guest and a member have: when they become one, nothing of either is lost.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import type { CommentRow } from '../../server/community/comments/table.ts';
import type { WishClaimRow, WishlistRow, WishRow } from '../../server/community/wishlists/table.ts';
import { startService, type TestService } from '../support/service.ts';
import { type Wishing, wishing } from '../support/wishes.ts';

const PRODUCTS = ['p0', 'p1', 'p2'];
const PRIORITIES = ['must', 'want', 'maybe'] as const;
const product = fc.constantFrom(...PRODUCTS);

const wish = fc.record({
  product,
  onDefault: fc.boolean(),
  note: fc.constantFrom('', '파란색', '큰 것으로'),
  quantity: fc.integer({ min: 1, max: 5 }),
  priority: fc.constantFrom(...PRIORITIES),
  comments: fc.integer({ min: 0, max: 2 }),
  removed: fc.boolean(),
});
const alert = fc.record({ product, restock: fc.boolean(), fewLeft: fc.boolean() });
const side = fc.record({
  wishes: fc.uniqueArray(wish, {
    selector: (one) => `${one.onDefault} ${one.product}`,
    minLength: 1,
    maxLength: 6,
  }),
  visibility: fc.constantFrom('public', 'link', 'private'),
  isDefaultPrivate: fc.integer({ min: 0, max: 4 }).map((one) => one === 0),
  alerts: fc.uniqueArray(alert, { selector: (one) => one.product, maxLength: 2 }),
});
type Side = typeof side extends fc.Arbitrary<infer T> ? T : never;
const claim = fc.record({
  of: fc.constantFrom('member', 'guest', 'member', 'guest', 'third'),
  product,
  onDefault: fc.boolean(),
  by: fc.constantFrom('giver', 'other', 'giver', 'other', 'member', 'guest'),
});
const state = fc.record({ member: side, guest: side, claims: fc.array(claim, { maxLength: 10 }) });
type State = typeof state extends fc.Arbitrary<infer T> ? T : never;

describe('a guest who becomes a member', () => {
  let service: TestService;
  let does: Wishing;
  let mall: Awaited<ReturnType<TestService['addMall']>>;
  let runs = 0;
  before(async () => {
    service = await startService({ start: false });
  });
  after(() => service.stop());
  const good = async (method: string, path: string, as: string, body?: unknown, link?: string | null) => {
    const answer = await does.ask(method, path, as, body, link ? { 'dangol-link': link } : undefined);
    assert.ok(answer.status < 300, `${method} ${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };

  interface Place {
    id: string;
    linkKey: string | null;
    /** The wish of each product. */
    wishes: Map<string, string>;
  }
  /** Two lists with what is wished on them; nothing is taken off yet. */
  async function setLists(as: string, { wishes, visibility, isDefaultPrivate }: Side) {
    const other = await does.makeList(as, { visibility });
    const places = new Map<boolean, Place>([
      [false, { id: other.id, linkKey: other.linkKey, wishes: new Map() }],
    ]);
    for (const { onDefault, product: name, note, quantity, priority } of wishes) {
      const more = { note, quantity, priority, ...(!onDefault && { list: other.id }) };
      const made = await does.wish(as, name, more);
      if (onDefault && !places.has(true)) {
        const linkKey = (await does.mine(as)).find((one) => one.id === made.list)?.linkKey ?? null;
        places.set(true, { id: made.list, linkKey, wishes: new Map() });
      }
      places.get(onDefault)?.wishes.set(name, made.id);
    }
    const isPrivate = isDefaultPrivate && places.get(true);
    if (isPrivate) {
      const { list } = (await does.see(isPrivate.id, as)).body;
      await does.patchList(as, list, { visibility: 'private' });
    }
    return places;
  }

  async function setWorld({ member, guest, claims }: State) {
    mall = await service.addMall(`shop${++runs}`, { settings: { write: 'everyone' } });
    does = wishing(service, mall);
    const products = PRODUCTS.map((one) => ({ product: one, name: one }));
    await service.call('PUT', `/v1/${mall.id}/products`, { as: mall.key, body: { products } });
    const as = {
      member: await mall.token('member'),
      guest: await mall.guest(),
      third: await mall.token('third'),
      giver: await mall.token('giver'),
      other: await mall.token('other'),
    };
    const third: Side = {
      wishes: PRODUCTS.map((one) => ({
        product: one,
        onDefault: false,
        note: '',
        quantity: 1,
        priority: 'want',
        comments: 0,
        removed: false,
      })),
      visibility: 'public',
      isDefaultPrivate: false,
      alerts: [],
    };
    const sides = { member, guest, third };
    const lists = {
      member: await setLists(as.member, member),
      guest: await setLists(as.guest, guest),
      third: await setLists(as.third, third),
    };
    for (const who of ['member', 'guest'] as const)
      for (const { product: name, onDefault, comments } of sides[who].wishes) {
        const place = lists[who].get(onDefault);
        const subject = { kind: 'wish', id: place?.wishes.get(name) };
        for (let n = 0; n < comments; n++)
          await good('POST', '/comments', as[who], { subject, text: `${name} ${onDefault} ${n}` });
      }
    for (const one of claims) {
      const place = lists[one.of].get(one.onDefault) ?? lists[one.of].get(false);
      const id = place?.wishes.get(one.product);
      const link = place?.linkKey ? { 'dangol-link': place.linkKey } : undefined;
      // Some are refused: taken by somebody, one's own, on a list that is closed.
      if (id) await does.ask('PUT', `/wishes/${id}/claim`, as[one.by], {}, link);
    }
    for (const who of ['member', 'guest'] as const) {
      for (const { product: name, onDefault, removed } of sides[who].wishes)
        if (removed) await good('DELETE', `/wishes/${lists[who].get(onDefault)?.wishes.get(name)}`, as[who]);
      for (const one of sides[who].alerts) await good('PUT', '/me/alerts', as[who], one);
    }
    const ids = { member: await does.idOf(as.member), guest: await does.idOf(as.guest) };
    return { as, ids };
  }

  const db = () => service.services.database.db;
  const of = <T extends 'wishes' | 'wishlists' | 'comments' | 'wish_claims' | 'alerts' | 'notices'>(
    table: T,
  ) =>
    db()
      .selectFrom(table as 'wishes')
      .selectAll()
      .where('mall_id', '=', mall.id)
      .execute() as unknown as Promise<Record<string, any>[]>;
  async function snapshot() {
    const [wishes, lists, comments, claims] = await Promise.all([
      of('wishes') as Promise<WishRow[]>,
      of('wishlists') as Promise<WishlistRow[]>,
      of('comments') as Promise<CommentRow[]>,
      of('wish_claims') as Promise<WishClaimRow[]>,
    ]);
    return { wishes, lists, comments, claims, alerts: await of('alerts'), notices: await of('notices') };
  }
  type Snapshot = Awaited<ReturnType<typeof snapshot>>;

  /** What one wish says when two become one: who stands before who was taken off, the member before the guest. */
  function oneOf(members: WishRow | undefined, guests: WishRow | undefined) {
    const said = ({ note, quantity, priority }: WishRow) => ({ note, quantity, priority });
    if (!members || !guests) return said((members ?? guests) as WishRow);
    const isOff = (row: WishRow) => row.state === 'removed';
    if (isOff(guests) && !isOff(members)) return said(members);
    const [first, second] = isOff(members) && !isOff(guests) ? [guests, members] : [members, guests];
    return {
      note:
        first.note && second.note && first.note !== second.note
          ? `${first.note}\n${second.note}`
          : first.note || second.note,
      quantity: Math.max(first.quantity, second.quantity),
      priority: Math.min(first.priority, second.priority),
    };
  }

  function assertWishes(was: Snapshot, is: Snapshot, ids: { member: string; guest: string }): void {
    const defaultOf = (id: string) => was.lists.find((one) => one.shopper_id === id && one.is_default === 1);
    const into = defaultOf(ids.member);
    const gone = into && defaultOf(ids.guest);
    const listAfter = (row: WishRow) => (row.list_id === gone?.list_id ? into?.list_id : row.list_id);
    const key = (list: string | undefined, name: string) => `${list} ${name}`;
    const both = new Map<string, { members?: WishRow; guests?: WishRow }>();
    for (const row of was.wishes) {
      const at = key(listAfter(row), row.product);
      const whose = row.shopper_id === ids.guest ? 'guests' : 'members';
      both.set(at, { ...both.get(at), [whose]: row });
    }
    const after = new Map(is.wishes.map((row) => [key(row.list_id, row.product), row]));
    assert.deepEqual([...after.keys()].sort(), [...both.keys()].sort(), 'each product on each list, once');
    for (const [at, { members, guests }] of both) {
      const row = after.get(at) as WishRow;
      const { note, quantity, priority } = row;
      assert.deepEqual({ note, quantity, priority }, oneOf(members, guests), at);
      const isThere = [members, guests].some((one) => one && one.state !== 'removed');
      assert.equal(row.state !== 'removed', isThere, at);
    }
    const wishBefore = new Map(was.wishes.map((row) => [row.wish_id, row]));
    const commentsAfter = new Map(is.comments.map((row) => [row.comment_id, row]));
    assert.equal(commentsAfter.size, was.comments.length, 'no comment is lost');
    for (const comment of was.comments) {
      const now = commentsAfter.get(comment.comment_id);
      const on = wishBefore.get(comment.subject_id) as WishRow;
      assert.equal(now?.subject_id, after.get(key(listAfter(on), on.product))?.wish_id);
      assert.equal(now?.shopper_id, comment.shopper_id === ids.guest ? ids.member : comment.shopper_id);
      assert.equal(now?.text, comment.text);
    }
    for (const row of is.wishes)
      assert.equal(
        row.comment_count,
        is.comments.filter((one) => one.subject_id === row.wish_id && one.state === 'shown').length,
      );
    for (const list of is.lists) {
      const there = is.wishes.filter((one) => one.list_id === list.list_id);
      assert.equal(list.wish_count, there.filter((one) => one.state !== 'removed').length);
      assert.ok(there.every((one) => one.shopper_id === list.shopper_id));
    }
    for (const rows of [is.wishes, is.lists, is.comments, is.claims, is.alerts, is.notices])
      assert.ok((rows as { shopper_id: string }[]).every((row) => row.shopper_id !== ids.guest));
  }

  function assertClaims(was: Snapshot, is: Snapshot, ids: { member: string; guest: string }): void {
    const person = (id: string) => (id === ids.guest ? ids.member : id);
    const live = (rows: WishClaimRow[]) => rows.filter((one) => one.gone_at === null);
    const after = new Map(live(is.claims).map((one) => [`${one.owner_id} ${one.product}`, one]));
    assert.equal(after.size, live(is.claims).length, 'of each product of each person there is one');
    for (const before2 of live(was.claims)) {
      const [owner, giver] = [person(before2.owner_id), person(before2.shopper_id)];
      const now = after.get(`${owner} ${before2.product}`);
      if (owner === giver) assert.notEqual(now?.shopper_id, giver, 'nobody gives to themselves');
      else if (now?.shopper_id !== giver)
        assert.ok(
          is.notices.some(
            (one) =>
              one.shopper_id === giver &&
              one.kind === 'claimed-wish-gone' &&
              one.product === before2.product &&
              !was.notices.some((known) => known.notice_id === one.notice_id),
          ),
          'who gives no longer is told',
        );
    }
    for (const now of live(is.claims)) {
      assert.ok(
        live(was.claims).some(
          (one) => person(one.owner_id) === now.owner_id && person(one.shopper_id) === now.shopper_id,
        ),
      );
      const on = is.wishes.find((one) => one.wish_id === now.wish_id);
      assert.deepEqual(
        [on?.shopper_id, on?.product, on?.list_id],
        [now.owner_id, now.product, now.list_id],
        'a claim hangs on a wish of its product',
      );
    }
  }

  function assertAlerts(was: Snapshot, is: Snapshot, ids: { member: string; guest: string }): void {
    const wants = new Map<string, object>();
    for (const who of [ids.guest, ids.member])
      for (const one of was.alerts)
        if (one.shopper_id === who) wants.set(one.product, { ...one, shopper_id: ids.member });
    const kept = is.alerts.filter((one) => one.shopper_id === ids.member);
    assert.deepEqual(new Map(kept.map((one) => [one.product, { ...one }])), wants);
  }

  async function assertHearts({ wishes, lists }: Snapshot): Promise<void> {
    const members = new Set(
      (
        await db()
          .selectFrom('shoppers')
          .select('shopper_id')
          .where('mall_id', '=', mall.id)
          .where('kind', '=', 'member')
          .execute()
      ).map((row) => row.shopper_id),
    );
    const open = new Set(lists.filter((one) => one.visibility !== 'private').map((one) => one.list_id));
    const counted = new Map<string, Set<string>>(PRODUCTS.map((one) => [one, new Set()]));
    for (const row of wishes)
      if (row.state !== 'removed' && open.has(row.list_id) && members.has(row.shopper_id))
        counted.get(row.product)?.add(row.shopper_id);
    const rows = await db().selectFrom('product_wishes').selectAll().where('mall_id', '=', mall.id).execute();
    const kept = new Map(rows.map((row) => [row.product, Number(row.members)]));
    for (const [name, people] of counted) assert.equal(kept.get(name) ?? 0, people.size, `hearts of ${name}`);
  }

  it('loses no product, no note and no comment; givers keep what they give or are told; hearts are counted right', async () => {
    await fc.assert(
      fc.asyncProperty(state, async (given) => {
        const { as, ids } = await setWorld(given);
        const was = await snapshot();
        await assertHearts(was);
        await good('POST', '/merge', as.member, { guestToken: as.guest });
        const is = await snapshot();
        assertWishes(was, is, ids);
        assertClaims(was, is, ids);
        assertAlerts(was, is, ids);
        await assertHearts(is);
      }),
      { numRuns: 25 },
    );
  });
});
