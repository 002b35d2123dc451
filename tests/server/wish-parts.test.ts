import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { type Parting, parting } from '../support/parts.ts';
import { startService, type TestService } from '../support/service.ts';

type Mall = Awaited<ReturnType<TestService['addMall']>>;
const DAY = 24 * 3_600_000;
const NAMES = ['ann', 'bob', 'cid'];
const START = Date.parse('2027-03-01T03:00:00Z');

describe('parts of a wish, in points', () => {
  let service: TestService;
  let clock = START;
  let malls = 0;
  let mall: Mall;
  let parts: Parting;
  let does: Parting['does'];
  /** Whoever wishes, and those who give, each with 10,000 points. */
  let owner: string;
  let ownerId: string;
  let givers: { as: string; id: string }[];
  let wish: string;
  let list: { id: string; linkKey: string | null; version: number };

  before(async () => {
    service = await startService({ now: () => clock, start: false });
  });
  after(() => service.stop());

  /** A mall of its own for each: a wish for 10,000 on a list by link. */
  beforeEach(async () => {
    clock = START;
    mall = await service.addMall(`shop${++malls}`, { settings: { write: 'everyone' } });
    parts = parting(service, mall);
    does = parts.does;
    await parts.price('cup', 10_000);
    owner = await mall.token('owner', { name: '김주인' });
    list = await does.makeList(owner, { claimsHiddenUntil: null });
    wish = (await does.wish(owner, 'cup', { list: list.id })).id;
    ownerId = await does.idOf(owner);
    givers = [];
    for (const name of NAMES) {
      const as = await mall.token(name, { name });
      // Somebody is known from their first write on.
      await does.heart(as, 'other', true);
      const id = await does.idOf(as);
      givers.push({ as, id });
      await parts.grant(id, 10_000);
    }
  });

  /** Tokens do not outlive a day. */
  const anew = async () => {
    for (const [at, name] of NAMES.entries())
      (givers[at] as { as: string }).as = await mall.token(name, { name });
  };
  const put = (giver: number, amount: number, more: object = {}) =>
    parts.put(givers[giver]?.as ?? '', wish, { amount, ...more }, list.linkKey);
  const good = async (giver: number, amount: number, more: object = {}) => {
    const answer = await put(giver, amount, more);
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    return answer.body;
  };
  const wallet = (giver: number) => parts.wallet(givers[giver]?.id ?? '');
  const code = async (answer: Promise<{ body: unknown }>) => ((await answer).body as { code: string }).code;
  /** Of one moment in any order. */
  const kinds = async (giver: number) =>
    (await parts.notices(givers[giver]?.id ?? '')).map((one) => [one.kind, one.amount]).sort();

  it('are held in the wallet of their giver, raised, lowered and let go exactly', async () => {
    const first = await good(0, 3000);
    assert.equal(first.need, 10_000);
    assert.equal(first.missing, 7000);
    assert.equal(first.mine?.state, 'held');
    assert.equal(first.available, 7000);
    assert.deepEqual(await wallet(0), { balance: 10_000, held: 3000, incoming: 0, seq: 2 });
    assert.equal((await good(0, 3000)).missing, 7000, 'the same again moves nothing');
    assert.equal((await wallet(0)).seq, 2);
    assert.equal((await good(0, 5000)).available, 5000);
    assert.equal((await wallet(0)).held, 5000);
    assert.equal((await good(0, 1200)).missing, 8800);
    assert.equal((await wallet(0)).held, 1200);
    assert.equal((await parts.drop(givers[0]?.as ?? '', wish, list.linkKey)).status, 204);
    assert.equal((await parts.drop(givers[0]?.as ?? '', wish, list.linkKey)).status, 204, 'twice');
    assert.deepEqual({ ...(await wallet(0)), seq: 0 }, { balance: 10_000, held: 0, incoming: 0, seq: 0 });
    assert.deepEqual(await parts.rows(), []);
    assert.deepEqual(await kinds(0), [], 'who did it need not be told');
  });

  it('are never over the price, nor more than a wallet has', async () => {
    await good(0, 6000);
    assert.equal(await code(put(1, 4001)), 'more-than-needed');
    assert.equal(await code(put(0, 10_001)), 'more-than-needed');
    await parts.price('cup', 50_000);
    assert.equal(await code(put(1, 10_001)), 'points-short');
    assert.equal(await code(put(0, 10_001)), 'points-short');
    assert.equal((await wallet(0)).held, 6000, 'a refused raise leaves what was there');
    assert.equal((await wallet(1)).held, 0);
    for (const amount of [0, -1, 1.5, '5', 1e21, 2 ** 53, null, [], true, undefined])
      assert.equal(await code(parts.put(givers[1]?.as ?? '', wish, { amount }, list.linkKey)), 'bad-input');
  });

  it('that are the price are given at once, and the wish is claimed on every list', async () => {
    const open = await does.makeList(owner, { visibility: 'public' });
    const twin = (await does.wish(owner, 'cup', { list: open.id })).id;
    await good(0, 4000, { named: true });
    await good(1, 5000);
    await good(1, 2500);
    const before = await parts.wallet(ownerId);
    assert.deepEqual(before, { balance: 0, held: 0, incoming: 0, seq: 0 });
    const done = await good(2, 3500);
    assert.equal(done.missing, 0);
    assert.equal(done.taken, true);
    assert.equal(done.mine?.state, 'done');
    assert.equal((await parts.wallet(ownerId)).balance, 10_000);
    for (const [giver, spent] of [4000, 2500, 3500].entries()) {
      const { balance, held } = await wallet(giver);
      assert.deepEqual([balance, held], [10_000 - spent, 0]);
      assert.deepEqual(await kinds(giver), [['part-given', spent]]);
    }
    for (const row of await parts.rows())
      assert.equal(await parts.pot(row.part_id), 0, 'nothing stays behind');
    for (const id of [wish, twin])
      assert.equal(
        await code(
          does.ask('PUT', `/wishes/${id}/claim`, givers[0]?.as, {}, { 'dangol-link': list.linkKey ?? '' }),
        ),
        'already-taken',
      );
    assert.equal(await code(put(0, 1)), 'already-taken');
    assert.equal((await put(2, 3500)).status, 200, 'the answer may have been lost');
    assert.equal(
      (
        await does.ask('DELETE', `/wishes/${wish}/claim`, givers[0]?.as, undefined, {
          'dangol-link': list.linkKey ?? '',
        })
      ).status,
      204,
    );
    assert.equal(await code(put(1, 1)), 'already-taken', 'what was given together nobody takes back');
    const told = await parts.notices(ownerId);
    assert.deepEqual(
      told.map(({ kind, from, amount }) => [kind, from, amount]).sort(),
      [
        ['gift-points', givers[0]?.id, 4000],
        ['gift-points', null, 6000],
      ].sort(),
    );
  });

  it('keep the days of the lots that they came from', async () => {
    const soon = START + 40 * DAY;
    const rich = await mall.token('rich', { name: 'rich' });
    await does.heart(rich, 'other', true);
    const id = await does.idOf(rich);
    await parts.grant(id, 6000, soon);
    await parts.grant(id, 9000, null);
    assert.equal((await parts.put(rich, wish, { amount: 10_000 }, list.linkKey)).status, 200);
    const lots = await service.services.database.db
      .selectFrom('lots')
      .select(['expires_at', 'rest'])
      .where('mall_id', '=', mall.id)
      .where('account_id', '=', `w:${ownerId}`)
      .orderBy('rest')
      .execute();
    // A pot knows days, not hours.
    const [never, ...others] = lots;
    assert.deepEqual(never, { expires_at: null, rest: 4000 });
    assert.deepEqual(
      others.map((one) => one.rest),
      [6000],
    );
    const later = (others[0]?.expires_at ?? 0) - soon;
    assert.ok(later >= 0 && later < DAY, String(later));
  });

  it('wait for the day that the list names: until then the wallet of whoever wishes knows nothing', async () => {
    const later = await does.makeList(owner, { claimsHiddenUntil: '2027-04-01' });
    const { id } = await does.wish(owner, 'cup', { list: later.id });
    const asked = { amount: 10_000, named: true };
    const answer = await parts.put(givers[0]?.as ?? '', id, asked, later.linkKey);
    assert.equal(answer.body.mine?.state, 'given', JSON.stringify(answer.body));
    assert.equal((await wallet(0)).balance, 0);
    await parts.round();
    assert.deepEqual(await parts.wallet(ownerId), { balance: 0, held: 0, incoming: 0, seq: 0 });
    assert.deepEqual(await parts.notices(ownerId), []);
    clock = Date.parse('2027-03-31T14:59:00Z');
    await parts.round();
    assert.equal((await parts.wallet(ownerId)).seq, 0);
    clock = Date.parse('2027-03-31T15:00:00Z');
    await parts.round();
    await parts.round();
    assert.equal((await parts.wallet(ownerId)).balance, 10_000, 'once');
    assert.deepEqual(
      (await parts.notices(ownerId)).map((one) => [one.kind, one.from]),
      [['gift-points', givers[0]?.id]],
    );
  });

  it('a wish that was moved is handed over on no earlier day than was promised', async () => {
    const later = await does.makeList(owner, { claimsHiddenUntil: '2027-04-01' });
    const moved = (await does.wish(owner, 'pen', { list: later.id })).id;
    await parts.price('pen', 1000);
    await parts.put(givers[0]?.as ?? '', moved, { amount: 400 }, later.linkKey);
    await does.ask('POST', `/wishes/${moved}/transfer`, owner, { to: list.id });
    const answer = await parts.put(givers[1]?.as ?? '', moved, { amount: 600 }, list.linkKey);
    assert.equal(answer.body.mine?.state, 'given', JSON.stringify(answer.body));
    assert.equal((await parts.wallet(ownerId)).seq, 0);
  });

  it('are let go after 30 days, or when the day of the occasion is over', async () => {
    await good(0, 3000);
    const party = await does.makeList(owner, { occasion: 'birthday', occasionOn: '2027-03-05' });
    const other = (await does.wish(owner, 'cup', { list: party.id })).id;
    await parts.put(givers[1]?.as ?? '', other, { amount: 2000 }, party.linkKey);
    clock = Date.parse('2027-03-05T14:59:59Z');
    await parts.round();
    assert.equal((await wallet(1)).held, 2000);
    clock = Date.parse('2027-03-05T15:00:00Z');
    await parts.round();
    assert.equal((await wallet(1)).held, 0);
    assert.deepEqual(await kinds(1), [['part-back', 2000]]);
    assert.equal((await wallet(0)).held, 3000);
    clock = START + 30 * DAY;
    await anew();
    assert.equal(
      (await parts.see(givers[1]?.as ?? '', wish, list.linkKey)).body.missing,
      10_000,
      'before anybody came by',
    );
    assert.equal((await good(2, 10_000)).mine?.state, 'done', 'nor does it stand in the way');
    assert.deepEqual(await kinds(0), [['part-back', 3000]]);
    assert.equal((await wallet(0)).held, 0);
  });

  it('that ended by themselves in the ledger are no more here either', async () => {
    await good(0, 3000);
    const [row] = await parts.rows();
    clock = START + 30 * DAY;
    const { writeTransfers } = await import('../../server/mall/points/ledger.ts');
    await service.services.database.write((trx) =>
      writeTransfers(trx, service.services, mall.id, [
        { phase: 'void', key: 'by-itself', of: row?.hold_id ?? '' },
      ]),
    );
    await parts.round();
    assert.deepEqual(await parts.rows(), []);
    assert.equal((await wallet(0)).held, 0);
  });

  it('a price that falls takes back what is too much, from the newest; what is left may be the price', async () => {
    await good(0, 4000);
    clock += 1000;
    await good(1, 3000);
    clock += 1000;
    await good(2, 2000);
    await parts.price('cup', 12_000);
    await parts.round();
    assert.equal((await parts.rows()).length, 3, 'a higher price changes nothing');
    await parts.price('cup', 6000);
    await parts.round();
    assert.deepEqual(await kinds(2), [['part-back', 2000]]);
    assert.deepEqual(await kinds(1), [
      ['part-back', 1000],
      ['part-given', 2000],
    ]);
    assert.deepEqual(await kinds(0), [['part-given', 4000]]);
    assert.equal((await parts.wallet(ownerId)).balance, 6000);
    for (const [giver, left] of [6000, 8000, 10_000].entries()) {
      const { balance, held } = await wallet(giver);
      assert.deepEqual([balance, held], [left, 0]);
    }
  });

  it('fewer that are wished are a price that falls; of whoever changed it nothing happens at that moment', async () => {
    const { version } = (await does.page(list.id, '', owner)).body.items[0] as { version: number };
    const two = await does.ask('PATCH', `/wishes/${wish}`, owner, { version, quantity: 2 });
    assert.equal((await good(0, 10_000)).missing, 10_000);
    await good(1, 1000);
    await does.ask('PATCH', `/wishes/${wish}`, owner, { version: two.body.version, quantity: 1 });
    assert.equal((await wallet(1)).held, 1000);
    assert.equal((await parts.wallet(ownerId)).seq, 0);
    await parts.round();
    assert.equal((await wallet(1)).held, 0);
    assert.equal((await parts.wallet(ownerId)).balance, 10_000);
  });

  it('where the mall states no price that points count in there are none', async () => {
    for (const [product, price, more] of [
      ['bare', null, {}],
      ['dollars', 1000, { currency: 'USD' }],
    ] as const) {
      await parts.price(product, price, more);
      const { id } = await does.wish(owner, product, { list: list.id });
      assert.equal(await code(parts.put(givers[0]?.as ?? '', id, { amount: 1 }, list.linkKey)), 'not-now');
      assert.equal((await parts.see(givers[0]?.as ?? '', id, list.linkKey)).body.need, null);
    }
  });

  it('are let go when the wish or its list is gone, or the product', async () => {
    await good(0, 1000);
    assert.equal((await does.ask('DELETE', `/wishes/${wish}`, owner)).status, 204);
    assert.equal((await wallet(0)).held, 1000, 'not at that moment');
    await parts.round();
    assert.equal((await wallet(0)).held, 0);
    assert.deepEqual(await kinds(0), [['part-back', 1000]]);
    const other = await does.makeList(owner, {});
    const pen = (await does.wish(owner, 'pen', { list: other.id })).id;
    const ink = (await does.wish(owner, 'ink', { list: list.id })).id;
    await parts.price('pen', 5000);
    await parts.price('ink', 5000);
    await parts.put(givers[1]?.as ?? '', pen, { amount: 700 }, other.linkKey);
    await parts.put(givers[2]?.as ?? '', ink, { amount: 800 }, list.linkKey);
    assert.equal((await does.ask('DELETE', `/wishlists/${other.id}`, owner)).status, 204);
    await parts.price('ink', 5000, { availability: 'gone' });
    await parts.round();
    assert.deepEqual([(await wallet(1)).held, (await wallet(2)).held], [0, 0]);
    assert.deepEqual(await parts.rows(), []);
  });

  it('can be let go also where the wish is gone or may not be seen any more', async () => {
    await good(0, 1000);
    await does.ask('POST', `/wishlists/${list.id}/link`, owner);
    assert.equal(await code(parts.put(givers[0]?.as ?? '', wish, { amount: 2 }, list.linkKey)), 'not-found');
    const { items } = (await does.ask('GET', '/me/parts', givers[0]?.as)).body;
    assert.deepEqual([items.length, items[0].wish, items[0].part.amount], [1, null, 1000]);
    assert.equal((await parts.drop(givers[0]?.as ?? '', wish)).status, 204);
    assert.equal((await wallet(0)).held, 0);
  });

  it("somebody who gives it whole comes before them; who has said so is in nobody else's way", async () => {
    await good(0, 1000);
    const link = { 'dangol-link': list.linkKey ?? '' };
    assert.equal((await does.ask('PUT', `/wishes/${wish}/claim`, givers[1]?.as, {}, link)).status, 200);
    assert.equal((await wallet(0)).held, 0);
    assert.deepEqual(await kinds(0), [['part-back', 1000]]);
    for (const giver of [0, 1]) assert.equal(await code(put(giver, 1)), 'already-taken');
    await does.ask('DELETE', `/wishes/${wish}/claim`, givers[1]?.as, undefined, link);
    assert.equal((await good(0, 500)).missing, 9500);
  });

  it('a giver who is erased has them back first, and what they gave stays given', async () => {
    const later = await does.makeList(owner, { claimsHiddenUntil: '2027-04-01' });
    const { id } = await does.wish(owner, 'pen', { list: later.id });
    await parts.price('pen', 1000);
    await parts.put(givers[0]?.as ?? '', id, { amount: 1000, named: true }, later.linkKey);
    await good(0, 2000);
    assert.equal((await does.ask('DELETE', '/me', givers[0]?.as)).status, 204);
    const [row, ...others] = await parts.rows();
    assert.deepEqual([others.length, row?.state, row?.shopper_id, row?.named], [0, 'given', null, 0]);
    assert.equal((await wallet(0)).held, 0);
    clock = Date.parse('2027-04-01T03:00:00Z');
    await parts.round();
    assert.equal((await parts.wallet(ownerId)).balance, 1000);
    assert.deepEqual(
      (await parts.notices(ownerId)).map((one) => [one.kind, one.from]),
      [['gift-points', null]],
    );
  });

  it('whoever wishes and is erased leaves everybody what they had, to the lots it came from', async () => {
    const soon = START + 50 * DAY;
    await parts.grant(givers[0]?.id ?? '', 500, soon);
    const later = await does.makeList(owner, { claimsHiddenUntil: '2027-04-01' });
    const { id } = await does.wish(owner, 'pen', { list: later.id });
    await parts.price('pen', 1000);
    await parts.put(givers[0]?.as ?? '', id, { amount: 1000 }, later.linkKey);
    await good(1, 2000);
    assert.equal((await does.ask('DELETE', '/me', owner)).status, 204);
    assert.deepEqual(await parts.rows(), []);
    assert.deepEqual([(await wallet(0)).balance, (await wallet(1)).held], [10_500, 0]);
    const lots = await service.services.database.db
      .selectFrom('lots')
      .select(['expires_at', 'rest'])
      .where('mall_id', '=', mall.id)
      .where('account_id', '=', `w:${givers[0]?.id}`)
      .where('rest', '>', 0)
      .orderBy('rest')
      .execute();
    assert.deepEqual(lots, [
      { expires_at: soon, rest: 500 },
      { expires_at: null, rest: 10_000 },
    ]);
  });

  it('are for members, and never for whoever wishes or keeps the list with them', async () => {
    const guest = await mall.guest();
    const nobody = (method: string) =>
      does.ask(method, `/wishes/${wish}/part`, undefined, method === 'PUT' ? { amount: 1 } : undefined);
    const co = await mall.token('co', { name: 'co' });
    await does.join(owner, list.id, co, 'co-owner');
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const body = method === 'PUT' ? { amount: 1 } : undefined;
      const ask = (as: string | undefined) =>
        code(does.ask(method, `/wishes/${wish}/part`, as, body, { 'dangol-link': list.linkKey ?? '' }));
      assert.equal(await code(nobody(method)), 'sign-in-required');
      assert.equal(await ask(guest), 'guest-not-allowed');
      assert.equal(await ask(owner), 'own-thing');
      assert.equal(await ask(co), 'own-thing');
      assert.equal(
        await code(does.ask(method, `/wishes/${wish}/part`, givers[0]?.as, body)),
        'not-found',
        'without the link',
      );
      assert.equal(
        await code(does.ask(method, `/wishes/${'0'.repeat(25)}/part`, givers[0]?.as, body)),
        'not-found',
      );
    }
    // A guest who wishes has no wallet for it to go to.
    const theirs = await does.makeList(guest, { visibility: 'link' });
    const { id } = await does.wish(guest, 'cup', { list: theirs.id });
    assert.equal(await code(parts.put(givers[0]?.as ?? '', id, { amount: 1 }, theirs.linkKey)), 'not-now');
  });

  it('those who give see how many they are, and the names of those who want it', async () => {
    await good(0, 1000, { named: true });
    await good(1, 1000);
    const { body } = await parts.see(givers[2]?.as ?? '', wish, list.linkKey);
    assert.deepEqual([body.count, body.givers.map((one) => one.id), body.mine], [2, [givers[0]?.id], null]);
    const own = (await parts.see(givers[0]?.as ?? '', wish, list.linkKey)).body;
    assert.deepEqual([own.givers, own.mine?.named], [[], true]);
  });

  it('a product that the mall states anew is looked at soon, by itself', async () => {
    service.app.start();
    service.services.hub.start();
    await good(0, 4000);
    await parts.price('cup', 3000);
    const { until } = await import('../support/ground.ts');
    await until(async () => {
      await service.services.jobs.runDue();
      return (await parts.wallet(ownerId)).balance === 3000;
    }, 'the price was followed');
    assert.deepEqual(await kinds(0), [
      ['part-back', 1000],
      ['part-given', 3000],
    ]);
  });
});
