import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { sql } from 'kysely';
import { openOutbox } from '../../server/base/live/outbox.ts';
import { findList } from '../../server/community/wishlists/access.ts';
import { heartOff, heartOn } from '../../server/community/wishlists/hearts/turning.ts';
import { listWishes, myLists } from '../../server/community/wishlists/lists.ts';
import { placeWish } from '../../server/community/wishlists/order.ts';
import { purgeMall } from '../../server/community/wishlists/purge.ts';
import { REMOVED_KEPT_MS, TOLD_FROM } from '../../server/community/wishlists/rules.ts';
import {
  changeList,
  deleteList,
  insertList,
  type ListContent,
  type Writing,
} from '../../server/community/wishlists/store.ts';
import type { WishlistRow, WishRow } from '../../server/community/wishlists/table.ts';
import { copyWish, moveWish } from '../../server/community/wishlists/transfer.ts';
import {
  addWish,
  canComeBack,
  removeWish,
  restoreWish,
  wishOn,
} from '../../server/community/wishlists/wishes.ts';
import { MallSettings } from '../../server/mall/malls/contract.ts';
import type { Mall } from '../../server/mall/malls/rules.ts';
import { insertMall } from '../../server/mall/malls/store.ts';
import { ensureMember, insertShopper } from '../../server/mall/shoppers/store.ts';
import { openGround } from '../support/ground.ts';

const mall: Mall = {
  id: 'order-a',
  name: 'Order',
  origins: [],
  settings: MallSettings.parse({}),
  secretVersion: 1,
  secretOldUntil: 0,
  seeded: false,
};
const LIST: ListContent = {
  name: '목록',
  occasion: null,
  occasion_on: null,
  visibility: 'link',
  comments_open: 1,
  claims_hidden_until: null,
};
const SAID = { options: '{}', note: '', quantity: 1, priority: 1 };
const OWNER = { edit: true, own: true, claims: false };

let ground: Awaited<ReturnType<typeof openGround>>;
let writing: Writing;
let clock = 1_700_000_000_000;

before(async () => {
  ground = await openGround();
  const { database } = ground;
  const now = () => clock;
  writing = { mall, now, outbox: openOutbox(database, now), jobs: { add: async () => {} } as never };
  await database.write((trx) => insertMall(trx, mall, clock));
});
after(() => ground.close());

const member = (name: string) =>
  ground.database.write((trx) => ensureMember(trx, mall.id, { outsideId: name, name, join: true }, clock));
const list = (shopperId: string, more: Partial<ListContent> = {}): Promise<WishlistRow> =>
  ground.database.write((trx) => insertList(trx, writing, shopperId, { ...LIST, ...more }));
const add = (to: WishlistRow, product: string): Promise<WishRow> =>
  ground.database.write(async (trx) => {
    const row = await findList(trx, mall.id, to.list_id);
    return (await addWish(trx, writing, row as WishlistRow, { ...SAID, product })).wish;
  });
async function orderOf(of: WishlistRow, limit: number): Promise<string[]> {
  const keys: string[] = [];
  let next: string | null = null;
  do {
    const page = await listWishes(ground.database.db, of, next ?? undefined, limit);
    keys.push(...page.rows.map((row) => row.product));
    next = page.next;
  } while (next);
  return keys;
}

describe('the order of a list', () => {
  it('is that of an array in which the same things were put in the same places, however it is paged', async () => {
    let round = 0;
    const owner = await member('orderly');
    const SIZE = 6;
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.oneof(
            fc.record({ place: fc.nat(SIZE - 1), after: fc.option(fc.nat(SIZE - 1)) }),
            fc.record({ away: fc.nat(SIZE - 1) }),
            fc.record({ back: fc.nat(SIZE - 1) }),
          ),
          { maxLength: 12 },
        ),
        fc.integer({ min: 1, max: 4 }),
        async (steps, limit) => {
          const of = await list(owner, { name: `${++round}` });
          const products = Array.from({ length: SIZE }, (_, n) => `o${n}`);
          for (const product of products) await add(of, product);
          // New ones go first.
          const model = [...products].reverse();
          const away = new Set<string>();
          for (const step of steps) {
            const product = products['place' in step ? step.place : 'away' in step ? step.away : step.back]!;
            await ground.database.write(async (trx) => {
              const row = (await wishOn(trx, of, product)) as WishRow;
              const here = (await findList(trx, mall.id, of.list_id)) as WishlistRow;
              if ('away' in step && row.state !== 'removed') await removeWish(trx, writing, row);
              if ('back' in step && row.state === 'removed') await restoreWish(trx, writing, here, row);
              if ('place' in step && step.after !== step.place) {
                const behind =
                  step.after === null ? null : ((await wishOn(trx, of, products[step.after]!)) as WishRow);
                await placeWish(trx, row, behind);
              }
            });
            if ('away' in step) away.add(product);
            if ('back' in step) away.delete(product);
            if ('place' in step && step.after !== step.place) {
              model.splice(model.indexOf(product), 1);
              const at = step.after === null ? 0 : model.indexOf(products[step.after]!) + 1;
              model.splice(at, 0, product);
            }
          }
          assert.deepEqual(
            await orderOf(of, limit),
            model.filter((one) => !away.has(one)),
          );
        },
      ),
      { numRuns: process.env.TEST_DB === 'postgres' ? 12 : 40 },
    );
  });

  it('goes on when no place is left between two neighbours: the list is numbered anew', async () => {
    const of = await list(await member('crowded'));
    for (const product of ['z', 'y', 'x', 'a']) await add(of, product);
    const model = ['a', 'x', 'y', 'z'];
    const placed = async (product: string, behind: string) => {
      await ground.database.write(async (trx) =>
        placeWish(
          trx,
          (await wishOn(trx, of, product)) as WishRow,
          (await wishOn(trx, of, behind)) as WishRow,
        ),
      );
      model.splice(model.indexOf(product), 1);
      model.splice(model.indexOf(behind) + 1, 0, product);
    };
    const placeOf = async (product: string) =>
      ((await wishOn(ground.database.db, of, product)) as WishRow).place;
    const before = await placeOf('a');
    // Each time the last but one goes between the first two, which halves the room there.
    for (let turn = 0; turn < 60; turn++) await placed(model[2]!, 'a');
    assert.deepEqual(await orderOf(of, 100), model);
    assert.notEqual(await placeOf('a'), before);
  });
});

describe('lists of mine', () => {
  it('are each there once in their order, however they are paged', async () => {
    const mine = await member('lists');
    const made: string[] = [];
    for (let n = 0; n < 7; n++) {
      // Some of them at the same moment.
      if (n % 3 === 0) clock++;
      made.push((await list(mine)).list_id);
    }
    for (const limit of [1, 2, 3, 10]) {
      const ids: string[] = [];
      let next: string | null = null;
      do {
        const page = await myLists(ground.database.db, mall.id, mine, next ?? undefined, limit);
        ids.push(...page.rows.map((row) => row.list.list_id));
        next = page.next;
      } while (next);
      assert.deepEqual([...ids].sort(), [...made].sort());
    }
  });
});

/** How many members have each product on a list that others may see, counted anew. */
async function recounted(): Promise<Record<string, number>> {
  const { rows } = await sql<{ product: string; members: number }>`
    select w.product, count(distinct w.shopper_id) as members from wishes w
    join wishlists l on l.mall_id = w.mall_id and l.list_id = w.list_id
    join shoppers s on s.mall_id = w.mall_id and s.shopper_id = w.shopper_id
    where w.mall_id = ${mall.id} and w.state <> 'removed' and l.visibility <> 'private' and s.kind = 'member'
    group by w.product`.execute(ground.database.db);
  return Object.fromEntries(rows.map((row) => [row.product, Number(row.members)]));
}
async function kept(): Promise<Record<string, number>> {
  const rows = await ground.database.db
    .selectFrom('product_wishes')
    .select(['product', 'members'])
    .where('mall_id', '=', mall.id)
    .where('members', '!=', 0)
    .execute();
  return Object.fromEntries(rows.map((row) => [row.product, row.members]));
}

describe('the number of hearts', () => {
  it('is what a recount gives, whatever is added, taken off, brought back, opened, closed, moved or deleted', async () => {
    const people = [await member('h1'), await member('h2')];
    const guest = await ground.database.write((trx) =>
      insertShopper(trx, mall.id, { kind: 'guest', outsideId: null, name: null, joinedAt: null }, clock),
    );
    const act = fc.record({
      who: fc.nat(2),
      what: fc.constantFrom(
        'add',
        'remove',
        'restore',
        'on',
        'off',
        'public',
        'link',
        'private',
        'move',
        'copy',
        'delete',
        'time',
      ),
      product: fc.constantFrom('h-a', 'h-b', 'h-c'),
      list: fc.nat(2),
      to: fc.nat(2),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 4, maxLength: 16 }), async (acts) => {
        const lists = new Map<string, WishlistRow>();
        for (const [who, shopper] of [...people, guest].entries())
          for (let n = 0; n < 3; n++) lists.set(`${who}${n}`, await list(shopper));
        for (const { who, what, product, list: from, to } of acts)
          await ground.database.write(async (trx) => {
            const shopper = [...people, guest][who]!;
            const here = await findList(trx, mall.id, lists.get(`${who}${from}`)!.list_id);
            const there = await findList(trx, mall.id, lists.get(`${who}${to}`)!.list_id);
            const wish = here && (await wishOn(trx, here, product));
            const shown = wish && wish.state !== 'removed' ? wish : undefined;
            if (what === 'on') await heartOn(trx, writing, shopper, product, undefined);
            if (what === 'off') await heartOff(trx, writing, shopper, product);
            if (what === 'time') clock += REMOVED_KEPT_MS / 2;
            if (!here) return;
            const access = { list: here, role: 'owner', rights: OWNER } as const;
            if (what === 'add') await addWish(trx, writing, here, { ...SAID, product });
            if (what === 'remove' && shown) await removeWish(trx, writing, shown);
            if (what === 'restore' && wish && !shown && canComeBack(wish, clock))
              await restoreWish(trx, writing, here, wish);
            if (what === 'public' || what === 'link' || what === 'private')
              await changeList(trx, writing, here, { visibility: what });
            if (what === 'move' && shown && there) await moveWish(trx, writing, access, shown, there);
            if (what === 'copy' && shown && there) await copyWish(trx, writing, access, shown, there);
            if (what === 'delete') await deleteList(trx, writing, here);
          });
        assert.deepEqual(await kept(), await recounted());
        await purgeMall({ ...writing, database: ground.database }, mall.id);
        assert.deepEqual(await kept(), await recounted());
        const counts = await sql<{ wish_count: number; found: number }>`
          select l.wish_count, (select count(*) from wishes w where w.mall_id = l.mall_id and w.list_id = l.list_id
            and w.state <> 'removed') as found from wishlists l where l.mall_id = ${mall.id}`.execute(
          ground.database.db,
        );
        for (const row of counts.rows) assert.equal(Number(row.wish_count), Number(row.found));
      }),
      { numRuns: process.env.TEST_DB === 'postgres' ? 10 : 40 },
    );
  });

  it('is told of only where it is shown and changes', async () => {
    const told = async () =>
      (
        await ground.database.db
          .selectFrom('outbox')
          .select('event_id')
          .where('mall_id', '=', mall.id)
          .where('topic', '=', 'product:many')
          .where('kind', '=', 'heart.changed')
          .execute()
      ).length;
    const lists: WishlistRow[] = [];
    for (let n = 0; n < TOLD_FROM + 1; n++) {
      lists.push(await list(await member(`many-${n}`)));
      await add(lists[n]!, 'many');
      assert.equal(await told(), Math.max(0, n + 2 - TOLD_FROM));
    }
    const close = (at: number) =>
      ground.database.write(async (trx) => {
        const row = (await findList(trx, mall.id, lists[at]!.list_id)) as WishlistRow;
        await changeList(trx, writing, row, { visibility: 'private' });
      });
    for (const [at, after] of [3, 4, 4, 4].entries()) {
      await close(at);
      assert.equal(await told(), after, `${at}`);
    }
  });
});
