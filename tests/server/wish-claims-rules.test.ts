import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { newId } from '../../server/base/ids.ts';
import { purgeMall } from '../../server/community/wishlists/purge.ts';
import { laterDay, mayClaim, NEVER } from '../../server/community/wishlists/rules.ts';
import { startService, type TestService } from '../support/service.ts';
import { type Wishing, wishing } from '../support/wishes.ts';

type Mall = Awaited<ReturnType<TestService['addMall']>>;

describe('who may claim', () => {
  it('owner and co-owners never, and are told the same whether it is claimed or not', () => {
    for (const role of ['owner', 'co-owner'] as const)
      for (const giver of [undefined, 'me', 'another'])
        assert.equal(mayClaim({ shopperId: 'me', role }, giver), 'own-thing');
    for (const role of ['helper', null] as const) {
      assert.equal(mayClaim({ shopperId: 'me', role }, undefined), 'new');
      assert.equal(mayClaim({ shopperId: 'me', role }, 'me'), 'mine');
      assert.equal(mayClaim({ shopperId: 'me', role }, 'another'), 'already-taken');
    }
  });
  it('of two days the later one holds, and never is after all of them', () => {
    assert.equal(laterDay(null, '2027-05-08'), '2027-05-08');
    assert.equal(laterDay('2027-05-09', '2027-05-08'), '2027-05-09');
    assert.equal(laterDay('2027-05-09', NEVER), NEVER);
  });
});

/** What somebody does, by numbers that mean lists, products and givers. */
type Step =
  | { does: 'wish'; list: number; product: number }
  | { does: 'remove'; list: number; product: number }
  | { does: 'restore'; list: number; product: number }
  | { does: 'move'; list: number; to: number; product: number }
  | { does: 'claim'; giver: number; list: number; product: number }
  | { does: 'unclaim'; giver: number; list: number; product: number }
  | { does: 'merge' }
  | { does: 'purge' };

const list = fc.nat(3);
const product = fc.constantFrom(0, 0, 0, 1);
const giver = fc.nat(2);
const steps = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ does: fc.constantFrom('wish' as const, 'remove', 'restore'), list, product }),
    },
    { weight: 3, arbitrary: fc.record({ does: fc.constant('move' as const), list, to: list, product }) },
    {
      weight: 6,
      arbitrary: fc.record({
        does: fc.constantFrom('claim' as const, 'claim', 'unclaim'),
        giver,
        list,
        product,
      }),
    },
    { weight: 1, arbitrary: fc.record({ does: fc.constantFrom('merge' as const, 'purge') }) },
  ),
  { minLength: 10, maxLength: 20, size: 'max' },
) as fc.Arbitrary<Step[]>;

/** What should be so: wishes by list and product, live claims by owner and product in the order they were made. */
class Model {
  wishes = new Map<string, 'there' | 'removed'>();
  claims = new Map<string, { giver: number; at: number }>();
  merged = false;
  #clock = 0;

  /** Lists 0 and 1 are the member's, 2 and 3 the guest's, until the guest becomes the member; 0 and 2 are default ones. */
  owner = (at: number) => (at < 2 || this.merged ? 'member' : 'guest');
  /** The guest's default list goes into the member's. */
  there = (at: number) => (at === 2 && this.merged ? 0 : at);
  state = (at: number, key: number) => this.wishes.get(`${this.there(at)} ${key}`);
  set(at: number, key: number, state: 'there' | 'removed' | undefined) {
    if (state) this.wishes.set(`${this.there(at)} ${key}`, state);
    else this.wishes.delete(`${this.there(at)} ${key}`);
  }
  claim = (at: number, key: number) => this.claims.get(`${this.owner(at)} ${key}`);
  give(at: number, key: number, by: number) {
    const known = this.claim(at, key);
    if (!known) this.claims.set(`${this.owner(at)} ${key}`, { giver: by, at: ++this.#clock });
  }
  take = (at: number, key: number) => this.claims.delete(`${this.owner(at)} ${key}`);
  merge() {
    for (const key of [0, 1]) {
      const [mine, guests] = [this.state(0, key), this.state(2, key)];
      if (mine !== 'there' && guests) this.set(0, key, guests);
      this.wishes.delete(`2 ${key}`);
      const both = ['member', 'guest'].flatMap((one) => this.claims.get(`${one} ${key}`) ?? []);
      const [first] = both.sort((a, b) => a.at - b.at);
      this.claims.delete(`guest ${key}`);
      if (first) this.claims.set(`member ${key}`, first);
    }
    this.merged = true;
  }
  purge() {
    for (const [id, state] of this.wishes) if (state === 'removed') this.wishes.delete(id);
    for (const id of this.claims.keys()) {
      const [owner, key] = id.split(' ');
      const isLeft = [0, 1, 2, 3].some(
        (at) => this.owner(at) === owner && this.wishes.has(`${this.there(at)} ${key}`),
      );
      if (!isLeft) this.claims.delete(id);
    }
  }
}

describe('claims', () => {
  let service: TestService;
  let mall: Mall;
  let does: Wishing;
  before(async () => {
    service = await startService({ start: false });
    mall = await service.addMall('shop1', { settings: { write: 'everyone' } });
    does = wishing(service, mall);
  });
  after(() => service.stop());

  /** Plays a history at the service and at the model, and compares after each step. */
  async function play(history: readonly Step[]): Promise<void> {
    const word = newId();
    const { db } = service.services.database;
    const member = await mall.token(`${word}-owner`);
    const guest = await mall.guest();
    const givers = await Promise.all([0, 1, 2].map((n) => mall.token(`${word}-${n}`)));
    const keys = [0, 1].map((n) => `${word}-p${n}`);
    // The default ones are made by a first wish.
    const lists: string[] = [];
    for (const as of [member, guest]) {
      const first = await does.wish(as, `${word}-other`);
      lists.push(first.list);
      const [own] = await does.mine(as);
      assert.ok(own);
      await does.patchList(as, own, { visibility: 'public' });
      lists.push((await does.makeList(as, { visibility: 'public' })).id);
    }
    const model = new Model();
    const idOf = async (at: number, key: number) =>
      (
        await db
          .selectFrom('wishes')
          .select('wish_id')
          .where('mall_id', '=', 'shop1')
          .where('list_id', '=', lists[model.there(at)] as string)
          .where('product', '=', keys[key] as string)
          .executeTakeFirst()
      )?.wish_id ?? newId();
    const ids = new Map<number, string>();
    for (const [n, as] of givers.entries()) {
      await does.wish(as, `${word}-x`);
      ids.set(n, await does.idOf(as));
    }
    const given = new Set<string>();
    const as = (at: number) => (at < 2 || model.merged ? member : guest);
    // Each list begins with the first product: what is rare without wishes is frequent with them.
    const first = [0, 1, 2, 3].map((at): Step => ({ does: 'wish', list: at, product: 0 }));
    for (const step of [...first, ...history]) {
      if (step.does === 'merge') {
        if (model.merged) continue;
        const answer = await does.ask('POST', '/merge', member, { guestToken: guest });
        assert.equal(answer.status, 200, JSON.stringify(answer.body));
        model.merge();
      } else if (step.does === 'purge') {
        const { database, outbox } = service.services;
        const monthLater = () => Date.now() + 31 * 24 * 3_600_000;
        await purgeMall({ database, outbox, now: monthLater }, 'shop1');
        model.purge();
      } else {
        const { list: at, product: key } = step;
        const state = model.state(at, key);
        const id = await idOf(at, key);
        if (step.does === 'wish') {
          const body = { product: keys[key], list: lists[model.there(at)] };
          assert.equal((await does.ask('POST', '/wishes', as(at), body)).status < 300, true);
          model.set(at, key, 'there');
        } else if (step.does === 'remove') {
          await does.ask('DELETE', `/wishes/${id}`, as(at));
          if (state) model.set(at, key, 'removed');
        } else if (step.does === 'restore') {
          await does.ask('POST', `/wishes/${id}/restore`, as(at));
          if (state) model.set(at, key, 'there');
        } else if (step.does === 'move') {
          if (model.owner(at) !== model.owner(step.to) || state !== 'there') continue;
          const body = { to: lists[model.there(step.to)] };
          const answer = await does.ask('POST', `/wishes/${id}/transfer`, as(at), body);
          assert.equal(answer.status < 300, true, JSON.stringify(answer.body));
          model.set(at, key, undefined);
          model.set(step.to, key, 'there');
        } else {
          const by = givers[step.giver];
          const before = model.claim(at, key);
          const answer = await does.ask(
            step.does === 'claim' ? 'PUT' : 'DELETE',
            `/wishes/${id}/claim`,
            by,
            step.does === 'claim' ? { named: false } : undefined,
          );
          const isMine = before?.giver === step.giver;
          if (step.does === 'claim') {
            const wanted = state !== 'there' ? 404 : before && !isMine ? 409 : 200;
            assert.equal(answer.status, wanted, JSON.stringify(answer.body));
            if (wanted === 200) {
              model.give(at, key, step.giver);
              given.add(`${step.giver} ${key}`);
            }
          } else {
            assert.equal(answer.status, state === 'there' || (state && isMine) ? 204 : 404);
            if (answer.status === 204 && isMine) model.take(at, key);
            if (answer.status === 204 && isMine) given.delete(`${step.giver} ${key}`);
          }
        }
      }
      await compare();
    }

    async function compare(): Promise<void> {
      const rows = await db
        .selectFrom('wish_claims')
        .leftJoin('wishes', (join) =>
          join
            .onRef('wishes.mall_id', '=', 'wish_claims.mall_id')
            .onRef('wishes.wish_id', '=', 'wish_claims.wish_id'),
        )
        .select([
          'wish_claims.owner_id',
          'wish_claims.product',
          'wish_claims.shopper_id',
          'wish_claims.gone_at',
        ])
        .select(['wishes.state', 'wishes.product as of', 'wishes.shopper_id as wisher', 'wishes.list_id'])
        .select(['wish_claims.list_id as claimed_on'])
        .where('wish_claims.mall_id', '=', 'shop1')
        .where('wish_claims.product', 'in', keys)
        .execute();
      const live = rows.filter((row) => row.gone_at === null);
      const memberId = await does.idOf(member);
      const said = live.map((row) => [
        row.owner_id === memberId ? 'member' : 'guest',
        keys.indexOf(row.product),
        [...ids].find(([, one]) => one === row.shopper_id)?.[0],
      ]);
      const wanted = [...model.claims].map(([id, claim]) => {
        const [owner, key] = id.split(' ');
        return [owner, Number(key), claim.giver];
      });
      assert.deepEqual(said.map(String).sort(), wanted.map(String).sort());
      // A live claim stands on a wish of that person and product, and on the list where that wish is.
      for (const row of live)
        assert.deepEqual([row.of, row.wisher, row.list_id], [row.product, row.owner_id, row.claimed_on]);
      // Whoever gave has the wish, or was told that it is no more.
      for (const one of given) {
        const [who, key] = one.split(' ').map(Number) as [number, number];
        const has = live.some(
          (row) => row.shopper_id === ids.get(who) && row.product === keys[key] && row.state !== 'removed',
        );
        if (has) continue;
        const told = await db
          .selectFrom('notices')
          .select('notice_id')
          .where('mall_id', '=', 'shop1')
          .where('shopper_id', '=', ids.get(who) as string)
          .where('product', '=', keys[key] as string)
          .where('kind', '=', 'claimed-wish-gone')
          .execute();
        assert.ok(told.length > 0, `${one} lost a claim without a word`);
      }
    }
  }

  it('are one for each thing of a person, and never lost without a word, whatever happens', async () => {
    const numRuns = process.env.TEST_DB === 'postgres' ? 8 : 20;
    await fc.assert(fc.asyncProperty(steps, play), { numRuns, endOnFailure: true });
  });
});
