import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { newId } from '../../server/base/ids.ts';
import type { Leaders, MyNaegong, ReputationMoves } from '../../server/community/reputation/contract.ts';
import { movesOf } from '../../server/community/reputation/dry-run.ts';
import { freeze, unfreeze } from '../../server/community/reputation/store.ts';
import { setAside, takeUp } from '../../server/community/reviews/aside.ts';
import type { Review } from '../../server/community/reviews/contract.ts';
import { NINETEEN_LEVELS } from '../../server/mall/malls/levels.ts';
import { findMall } from '../../server/mall/malls/store.ts';
import { hasFollowed } from '../support/followed.ts';
import { until } from '../support/ground.ts';
import { assertCounts } from '../support/recount.ts';
import { startService, type TestService } from '../support/service.ts';

type Mall = Awaited<ReturnType<TestService['addMall']>>;
const DAY = 86_400_000;

let service: TestService;
before(async () => {
  service = await startService();
});
after(() => service.stop());

let malls = 0;
/** A mall of its own, with what its people do in few words. */
async function open(settings: Record<string, unknown> = {}) {
  const mall: Mall = await service.addMall(`rep-${++malls}`, {
    settings: { write: 'everyone', ...settings },
  });
  const at = (path: string) => `/v1/${mall.id}${path}`;
  // biome-ignore lint/suspicious/noExplicitAny: each answer has its own form
  async function ask<T = any>(method: string, path: string, as?: string, body?: unknown, status = 200) {
    const answer = await service.call<T>(method, at(path), { as, body });
    assert.equal(answer.status, status, `${method} ${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }
  const idOf = async (shopper: string): Promise<string> =>
    (await ask('GET', '/me', await mall.token(shopper))).id;
  const db = service.services.database.db;
  return {
    mall,
    ask,
    idOf,
    write: async (shopper: string, product = 'p1') =>
      (
        await ask<Review>(
          'POST',
          '/reviews',
          await mall.token(shopper),
          {
            product,
            stars: 5,
            text: `${shopper} has this to say of ${product}`,
          },
          201,
        )
      ).id,
    vote: async (shopper: string, review: string, helpful = true) => {
      service.later(1);
      return ask('PUT', `/reviews/${review}/vote`, await mall.token(shopper), { helpful });
    },
    withdraw: async (shopper: string, review: string) => {
      service.later(1);
      return ask('DELETE', `/reviews/${review}/vote`, await mall.token(shopper));
    },
    why: async (shopper: string, query = '') =>
      ask<MyNaegong>('GET', `/me/naegong${query}`, await mall.token(shopper)),
    leaders: (query = '') => ask<Leaders>('GET', `/leaders${query}`),
    order: async (shopper: string, order: string, refunded = 0, product = 'p1') =>
      ask('POST', '/orders', mall.key, {
        orders: [
          {
            order,
            shopper,
            placedAt: 1,
            changedAt: service.services.now(),
            lines: [{ line: '1', product, quantity: 1, refunded }],
          },
        ],
      }),
    set: (patch: unknown) => ask('PATCH', '/settings', mall.key, patch),
    /** Waits until a planned recount is done. */
    recounted: () =>
      until(async () => {
        service.later(2000);
        // Before the jobs are looked at: what follows makes them.
        const hasHeard = await hasFollowed(service.services, mall.id, 'reputation-recount', ['mall.changed']);
        await service.services.jobs.runDue();
        const waiting = await db
          .selectFrom('jobs')
          .select('job_id')
          .where('mall_id', '=', mall.id)
          .where('kind', '=', 'naegong-recount')
          .execute();
        return hasHeard && waiting.length === 0;
      }, 'the recount is done'),
    check: () => assertCounts(db, mall.id),
  };
}

describe('naegong', () => {
  it('of one who only looks is nothing, and of one who is not signed in nobody’s business', async () => {
    const { why, mall } = await open();
    assert.deepEqual(await why('new'), {
      naegong: 0,
      helped: 0,
      share: null,
      level: 0,
      next: {
        level: 1,
        naegong: { has: 0, needs: 0 },
        helped: { has: 0, needs: 0 },
        share: { has: 0, needs: 0 },
      },
      frozen: null,
      items: [],
      nextCursor: null,
    });
    assert.equal((await service.call('GET', `/v1/${mall.id}/me/naegong`)).body.code, 'sign-in-required');
    const byKey = await service.call('GET', `/v1/${mall.id}/me/naegong`, { as: mall.key });
    assert.equal(byKey.body.code, 'sign-in-required');
  });

  it('why: every grant and its reversal, newest first, page by page', async () => {
    const { ask, mall, write, vote, withdraw, why, check } = await open();
    await ask('PUT', '/products', mall.key, { products: [{ product: 'p1', name: '컵', category: '주방' }] });
    const review = await write('kim');
    await vote('lee', review);
    await vote('lee', review);
    await vote('park', review);
    await withdraw('lee', review);
    await vote('park', review, false);
    const said = await why('kim');
    assert.deepEqual([said.naegong, said.helped, said.share, said.level], [0, 0, 0, 0]);
    assert.deepEqual(
      said.items.map((one) => [one.kind, one.amount, one.reversal, one.capped, one.recounted]),
      [
        ['reversal', -5, 'changed', false, false],
        ['reversal', -5, 'withdrawn', false, false],
        ['grant', 5, null, false, false],
        ['grant', 5, null, false, false],
      ],
    );
    for (const one of said.items)
      assert.deepEqual([one.review, one.product, one.productName, one.vote], [review, 'p1', '컵', 'helpful']);
    const paged: unknown[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: MyNaegong = await why('kim', `?limit=1${cursor && `&cursor=${cursor}`}`);
      paged.push(...page.items);
      cursor = page.nextCursor;
    }
    assert.deepEqual(paged, said.items);
    assert.equal(
      (await service.call('GET', `/v1/${mall.id}/me/naegong?cursor=abc`, { as: await mall.token('kim') }))
        .body.code,
      'bad-cursor',
    );
    await check();
  });

  it('a guest weighs nothing until they sign in; what was a guest’s gives from then on', async () => {
    const { ask, mall, write, vote, why, check } = await open();
    const review = await write('kim');
    const guest = await mall.guest();
    assert.equal((await ask('PUT', `/reviews/${review}/vote`, guest, { helpful: true })).helpful, 0);
    const { id: guests } = await ask(
      'POST',
      '/reviews',
      guest,
      { product: 'p2', stars: 4, text: 'from a guest' },
      201,
    );
    await vote('lee', guests);
    assert.equal((await why('kim')).naegong, 0);
    assert.equal((await ask('GET', '/me/naegong', guest)).naegong, 0);
    await check();
    const park = await mall.token('park');
    await vote('park', guests);
    await ask('POST', '/merge', park, { guestToken: guest });
    assert.equal((await why('kim')).naegong, 5);
    const merged = await why('park');
    assert.deepEqual([merged.naegong, merged.helped], [5, 1], 'from lee alone: nobody votes on their own');
    await check();
  });

  it('nobody votes on their own', async () => {
    const { mall, write, why } = await open();
    const review = await write('kim');
    const answer = await service.call('PUT', `/v1/${mall.id}/reviews/${review}/vote`, {
      as: await mall.token('kim'),
      body: { helpful: true },
    });
    assert.equal(answer.body.code, 'own-thing');
    assert.equal((await why('kim')).items.length, 0);
  });

  it('a vote weighs more of a higher level and of one who bought, and stays what it was when cast', async () => {
    const { write, vote, why, order, check, mall } = await open();
    const helper = await write('helper');
    await vote('a', helper);
    await vote('b', helper);
    assert.equal((await why('helper')).level, 2);
    const review = await write('kim');
    await vote('helper', review);
    assert.equal((await why('kim')).naegong, 5.5);
    await order('buyer', 'o-1');
    await vote('buyer', review);
    assert.equal((await why('kim')).naegong, 13);
    const { author } = (await service.call<Review>('GET', `/v1/${mall.id}/reviews/${helper}`)).body;
    assert.equal(author.level, 2);
    await vote('buyer', review);
    assert.equal((await why('kim')).naegong, 13, 'the same word again changes nothing');
    await check();
  });

  it('a refund takes the part that was for the purchase, and it does not come back', async () => {
    const { write, vote, why, order, check } = await open();
    const review = await write('kim');
    await order('buyer', 'o-1');
    await vote('buyer', review);
    assert.equal((await why('kim')).naegong, 7.5);
    await order('buyer', 'o-1', 1);
    await until(async () => (await why('kim')).naegong === 5, 'it is counted');
    assert.deepEqual(
      (await why('kim')).items.map((one) => [one.amount, one.reversal]),
      [
        [5, null],
        [-7.5, 'refunded'],
        [7.5, null],
      ],
    );
    await check();
  });

  it('ends for the day at the cap, and goes on the next', async () => {
    service.toMidMonth();
    const { write, vote, withdraw, why, check } = await open({ reputation: { helpful: 10, dailyCap: 15 } });
    const review = await write('kim');
    // Everybody has been here for a while: many new ones in one day are another matter.
    const elsewhere = await write('lee');
    for (const voter of ['a', 'b', 'c', 'd', 'e']) await vote(voter, elsewhere);
    service.later(2 * DAY);
    await vote('a', review);
    await vote('b', review);
    await vote('c', review);
    const full = await why('kim');
    assert.equal(full.naegong, 15);
    assert.deepEqual(
      full.items.map((one) => [one.amount, one.capped]),
      [
        [0, true],
        [5, true],
        [10, false],
      ],
    );
    await withdraw('b', review);
    await vote('d', review);
    assert.equal((await why('kim')).naegong, 10, 'used room stays used');
    for (let n = 0; n < 4; n++) {
      await withdraw('a', review);
      await vote('a', review);
    }
    assert.equal((await why('kim')).naegong, 10, 'one vote uses its room once');
    service.later(DAY);
    await vote('e', review);
    assert.equal((await why('kim')).naegong, 20);
    await check();
  });

  it('a deleted review takes back all it gave', async () => {
    const { ask, mall, write, vote, why, check } = await open({ reputation: { unhelpful: -2 } });
    const review = await write('kim');
    await vote('a', review);
    await vote('b', review, false);
    assert.equal((await why('kim')).naegong, 3);
    await ask('DELETE', `/reviews/${review}`, await mall.token('kim'), undefined, 204);
    const after = await why('kim');
    assert.deepEqual([after.naegong, after.helped, after.share, after.level], [0, 0, null, 0]);
    assert.deepEqual(
      after.items.filter((one) => one.kind === 'reversal').map((one) => one.reversal),
      ['deleted', 'deleted'],
    );
    await check();
  });

  it('a voter who leaves takes their votes and their name along', async () => {
    const { ask, mall, write, vote, why, idOf, check } = await open();
    const review = await write('kim');
    await vote('leaver', review);
    await vote('stayer', review);
    const id = await idOf('leaver');
    await ask('DELETE', '/me', await mall.token('leaver'), undefined, 204);
    const after = await why('kim');
    assert.deepEqual([after.naegong, after.helped], [5, 1]);
    assert.equal(after.items[0]?.reversal, 'voter-left');
    const { db } = service.services.database;
    for (const table of ['naegong_grants', 'helped_pairs'] as const) {
      const rows = await db.selectFrom(table).selectAll().where('mall_id', '=', mall.id).execute();
      assert.ok(!JSON.stringify(rows).includes(id), table);
    }
    await check();
  });

  it('a voter who leaves at that very moment leaves no vote behind', async () => {
    const { mall, ask, write, idOf, check } = await open();
    const review = await write('kim');
    const { database } = service.services;
    for (let time = 0; time < 10; time++) {
      const voter = `leaver-${time}`;
      const token = await mall.token(voter);
      await ask('PATCH', '/me', token, { listed: true });
      const id = await idOf(voter);
      const vote = { as: token, body: { helpful: true } };
      await Promise.all([
        service.call('DELETE', `/v1/${mall.id}/me`, { as: token }),
        service.call('PUT', `/v1/${mall.id}/reviews/${review}/vote`, vote),
      ]);
      const left = database.db.selectFrom('votes').selectAll().where('mall_id', '=', mall.id);
      assert.deepEqual(await left.where('shopper_id', '=', id).execute(), []);
    }
    await check();
  });

  it('one who left earns nothing more, though their text stays', async () => {
    const { ask, mall, write, vote, check, leaders } = await open();
    const review = await write('kim');
    await vote('a', review);
    await ask('DELETE', '/me?keep=text', await mall.token('kim'), undefined, 204);
    assert.equal((await vote('b', review)).helpful, 2);
    assert.deepEqual((await leaders()).items, []);
    await check();
  });

  it('votes set aside weigh nothing, and may be taken up again', async () => {
    const { mall, write, vote, why, idOf, check } = await open();
    const review = await write('kim');
    await vote('a', review);
    await vote('b', review);
    const votes = [{ reviewId: review, shopperId: await idOf('a') }];
    const { database, outbox, now } = service.services;
    const counting = async () => ({ mall: (await findMall(database.db, mall.id))!, outbox, now: now() });
    const helpful = async () =>
      (await service.call<Review>('GET', `/v1/${mall.id}/reviews/${review}`)).body.helpful;
    const aside = await counting();
    assert.equal(await database.write((trx) => setAside(trx, aside, votes, 'ring')), 1);
    assert.equal(await database.write((trx) => setAside(trx, aside, votes, 'ring')), 0);
    assert.deepEqual([(await why('kim')).naegong, await helpful()], [5, 1]);
    assert.equal((await why('kim')).items[0]?.reversal, 'set-aside');
    await check();
    // Turned round it stays set aside, and why.
    await vote('a', review, false);
    const kept = await database.db
      .selectFrom('votes')
      .select(['set_aside', 'doubts'])
      .where('mall_id', '=', mall.id)
      .where('set_aside', '=', 1)
      .execute();
    assert.deepEqual(kept, [{ set_aside: 1, doubts: 'ring' }]);
    await vote('a', review);
    assert.deepEqual([(await why('kim')).naegong, await helpful()], [5, 1]);
    await check();
    const up = await counting();
    assert.equal(await database.write((trx) => takeUp(trx, up, votes, 'ring')), 1);
    assert.deepEqual([(await why('kim')).naegong, await helpful()], [10, 2]);
    await check();
  });

  it('frozen rewards say so and why, and take nothing away', async () => {
    const { mall, write, vote, why, idOf, check } = await open();
    const review = await write('kim');
    await vote('a', review);
    const id = await idOf('kim');
    const { database } = service.services;
    await database.write((trx) => freeze(trx, mall.id, id, ['ring', 'burst'], 5));
    await database.write((trx) => freeze(trx, mall.id, id, ['ring'], 9));
    await vote('b', review);
    const frozen = await why('kim');
    assert.deepEqual([frozen.frozen, frozen.naegong], [{ since: 5, reasons: ['ring'] }, 10]);
    await database.write((trx) => unfreeze(trx, mall.id, id));
    assert.equal((await why('kim')).frozen, null);
    await check();
  });

  it('where a vote came from is a digest, and forgotten after a fortnight', async () => {
    const { mall, write, vote } = await open();
    const review = await write('kim');
    await vote('a', review);
    const { database, now } = service.services;
    const source = async () =>
      (
        await database.db
          .selectFrom('votes')
          .select('source')
          .where('mall_id', '=', mall.id)
          .executeTakeFirstOrThrow()
      ).source;
    assert.match(await source(), /^[0-9a-f]{24}$/);
    const { forgetSources } = await import('../../server/community/reviews/sources.ts');
    await forgetSources(database, now() + 13 * DAY);
    assert.notEqual(await source(), '');
    await forgetSources(database, now() + 14 * DAY + 1);
    assert.equal(await source(), '');
  });

  it('a higher level may write more in a day', async () => {
    const levels = [
      { key: 'a', label: { en: 'A' }, naegong: 0, helped: 0, share: 0, weight: 100, limits: 200 },
    ];
    const { mall, write, vote } = await open({ limits: { reviewsPerDay: 1 }, reputation: { levels } });
    const review = await write('kim', 'p1');
    const next = async (product: string) =>
      (
        await service.call('POST', `/v1/${mall.id}/reviews`, {
          as: await mall.token('kim'),
          body: { product, stars: 4, text: `kim on ${product}` },
        })
      ).status;
    assert.equal(await next('p2'), 429);
    await vote('a', review);
    assert.equal(await next('p2'), 201);
    assert.equal(await next('p3'), 429);
  });
});

describe('leaders', () => {
  it('of a category that no product has, however it is written, are nobody', async () => {
    const { leaders } = await open();
    for (const category of ['none', 'a%00b', "'; drop", '%F0%9F%8C%B5'])
      assert.deepEqual((await leaders(`?category=${category}`)).items, [], category);
  });

  it('say how the mall looks and which language it speaks, anew as soon as the owner changes it', async () => {
    const { ask, set, leaders } = await open();
    const said = async () => {
      const { locale, looks } = await leaders();
      return { locale, looks };
    };
    const { locale, looks } = await ask('GET', '/mall');
    assert.deepEqual(await said(), { locale, looks });
    await set({ locale: 'en', looks: { accent: '#0a7c66' } });
    assert.deepEqual(await said(), { locale: 'en', looks: { ...looks, accent: '#0a7c66' } });
  });

  it('this week and ever, in all and by category, by a public read that is kept until something happens', async () => {
    service.toMidMonth();
    const { ask, mall, write, vote, leaders, check } = await open();
    const products = [
      { product: 'p1', name: '컵', category: '주방' },
      { product: 'p2', name: '옷', category: '의류' },
    ];
    await ask('PUT', '/products', mall.key, { products });
    const old = await write('old', 'p1');
    await vote('a', old);
    await vote('b', old);
    await vote('c', old);
    service.later(8 * DAY);
    const kim = await write('kim', 'p2');
    const lee = await write('lee', 'p1');
    for (const voter of ['a', 'b']) for (const review of [kim, lee]) await vote(voter, review);
    const week = await leaders();
    assert.equal(week.period, 'week');
    assert.ok(week.since && week.since <= service.services.now());
    assert.deepEqual(
      week.items.map((one) => [one.place, one.helped]),
      [
        [1, 2],
        [1, 2],
      ],
    );
    assert.deepEqual([...week.categories].sort(), ['의류', '주방']);
    assert.equal(week.levels.length, 5);
    assert.ok(!JSON.stringify(week).includes('naegong'), 'nobody’s naegong is public');
    const ever = await leaders('?period=all');
    assert.deepEqual(
      ever.items.map((one) => [one.place, one.helped]),
      [
        [1, 3],
        [2, 2],
        [2, 2],
      ],
    );
    assert.equal(ever.since, null);
    assert.equal((await leaders(`?category=${encodeURIComponent('의류')}`)).items.length, 1);
    assert.equal((await leaders('?period=all&category=none')).items.length, 0);
    assert.equal((await leaders('?period=all&limit=1')).items.length, 1);
    await vote('c', kim);
    assert.deepEqual(
      (await leaders()).items.map((one) => one.place),
      [1, 2],
    );
    service.later(7 * DAY);
    assert.deepEqual((await leaders()).items, [], 'a new week begins though nobody writes');
    await check();
  });

  it('nobody is named against their will, no guest, nobody who left, nobody of another mall', async () => {
    const one = await open();
    const two = await open();
    for (const name of ['kim', 'lee', 'gone']) await one.vote('a', await one.write(name));
    await one.ask('PATCH', '/me', await one.mall.token('lee'), { listed: false });
    await one.ask('DELETE', '/me?keep=text', await one.mall.token('gone'), undefined, 204);
    const { items } = await one.leaders('?period=all');
    assert.deepEqual(
      items.map((it) => it.member.id),
      [await one.idOf('kim')],
    );
    assert.deepEqual((await two.leaders('?period=all')).items, []);
    await one.ask('PATCH', '/me', await one.mall.token('lee'), { listed: true });
    assert.equal((await one.leaders('?period=all')).items.length, 2);
  });

  it('are for members alone where the mall is', async () => {
    const { mall, ask } = await open({ read: 'members', write: 'members' });
    assert.equal((await service.call('GET', `/v1/${mall.id}/leaders`)).body.code, 'sign-in-required');
    await ask('GET', '/leaders', await mall.token('kim'));
  });
});

describe('other numbers', () => {
  it('reach whoever was voted on, also behind a thousand who never were', async () => {
    const { ask, mall, write, vote, set, recounted, why } = await open();
    const review = await write('kim');
    await vote('a', review);
    const { database } = service.services;
    const kim = await database.db
      .selectFrom('shoppers')
      .selectAll()
      .where('mall_id', '=', mall.id)
      .where('outside_id', '=', 'kim')
      .executeTakeFirstOrThrow();
    const quiet = Array.from({ length: 1003 }, (_, n) => `0${n}`);
    await database.write(async (trx) => {
      for (let from = 0; from < quiet.length; from += 500)
        await trx
          .insertInto('shoppers')
          .values(quiet.slice(from, from + 500).map((id) => ({ ...kim, shopper_id: id, outside_id: id })))
          .execute();
    });
    const numbers = { helpful: 60, unhelpful: 0, boughtWeight: 150, dailyCap: 70 };
    const dry = await ask<ReputationMoves>('POST', '/reputation/dry-run', mall.key, numbers);
    assert.equal(dry.members, 1);
    await set({ reputation: numbers });
    await recounted();
    assert.equal((await why('kim')).naegong, 60);
  });

  it('a dry run says who would move, changes nothing, and is what a recount then does', async () => {
    service.toMidMonth();
    const { ask, mall, write, vote, withdraw, why, set, recounted, check, idOf } = await open();
    const review = await write('kim');
    const other = await write('lee');
    for (const voter of ['a', 'b', 'c']) await vote(voter, review);
    await withdraw('c', review);
    await vote('a', other);
    const numbers = { helpful: 60, unhelpful: 0, boughtWeight: 150, dailyCap: 70 };
    const dry = await ask<ReputationMoves>('POST', '/reputation/dry-run', mall.key, numbers);
    assert.deepEqual([dry.members, dry.moved, dry.items.length], [2, 0, 0]);
    const nineteen = { ...numbers, levels: NINETEEN_LEVELS };
    const moves = await ask<ReputationMoves>('POST', '/reputation/dry-run', mall.key, nineteen);
    assert.equal(moves.moved, 1);
    assert.deepEqual(
      moves.items.map((one) => [one.member.id, one.naegong, one.level]),
      [[await idOf('lee'), { before: 5, after: 60 }, { before: 1, after: 2 }]],
    );
    assert.equal((await why('kim')).naegong, 10);
    await set({ reputation: nineteen });
    await recounted();
    const counted = await why('kim');
    assert.deepEqual([counted.naegong, counted.level], [70, 2]);
    assert.deepEqual(
      counted.items.map((one) => [one.kind, one.amount, one.capped, one.recounted]),
      [
        ['reversal', 0, true, true],
        ['grant', 0, true, true],
        ['grant', 10, true, true],
        ['grant', 60, false, true],
      ],
    );
    assert.deepEqual([(await why('lee')).naegong, (await why('lee')).level], [60, 2]);
    await check();
    await set({ reputation: { helpful: 5, dailyCap: 200, levels: nineteen.levels } });
    await recounted();
    assert.equal((await why('kim')).naegong, 10);
    await check();
  });

  it('only for a key to everything, and only with numbers that make sense', async () => {
    const { mall, ask } = await open();
    const path = `/v1/${mall.id}/reputation/dry-run`;
    const few = await mall.addKey(['read']);
    assert.equal((await service.call('POST', path, { as: few, body: {} })).body.code, 'key-scope');
    assert.equal(
      (await service.call('POST', path, { as: await mall.token('kim'), body: {} })).body.code,
      'key-refused',
    );
    for (const body of [{ helpful: 0 }, { dailyCap: -1 }, { helpfull: 5 }, { levels: [] }])
      assert.equal((await service.call('POST', path, { as: mall.key, body })).body.code, 'bad-input');
    await ask('POST', '/reputation/dry-run', mall.key, {});
  });

  it('a renamed level is shown at once, and nobody is counted anew for it', async () => {
    const { ask, write, vote, set, recounted, why, leaders } = await open();
    await vote('a', await write('kim'));
    const { reputation } = await ask('GET', '/settings', (await open()).mall.key).catch(() => ({
      reputation: null,
    }));
    assert.equal(reputation, null, 'another mall’s key opens nothing');
    const before = await why('kim');
    const levels = (await leaders()).levels.map((level, at) => ({
      ...level,
      ...(at === 0 && { label: { ko: '씨앗', en: 'Seed' } }),
    }));
    const gates = [
      [0, 0, 0],
      [10, 2, 0],
      [100, 10, 50],
      [500, 40, 60],
      [2000, 150, 70],
    ] as const;
    await set({
      reputation: {
        levels: levels.map((level, at) => {
          const [naegong, helped, share] = gates[at] ?? [0, 0, 0];
          return { ...level, naegong, helped, share, weight: 100, limits: 100 };
        }),
      },
    });
    assert.equal((await leaders()).levels[0]?.label.ko, '씨앗');
    assert.equal((await ask('GET', '/mall')).levels[0].label.ko, '씨앗');
    await recounted();
    assert.deepEqual(await why('kim'), before);
  });

  it('numbers that were there for a moment leave nothing of what votes gave by them', async () => {
    const { mall, write, vote, why, recounted, set, check } = await open();
    const review = await write('kim');
    await set({ returnWindowDays: 8 });
    await recounted();
    await set({ reputation: { helpful: 50 } });
    await vote('a', review);
    assert.equal((await why('kim')).naegong, 50);
    const planned = () =>
      service.services.database.db
        .selectFrom('jobs')
        .select('job_id')
        .where('mall_id', '=', mall.id)
        .where('kind', '=', 'naegong-recount')
        .executeTakeFirst();
    await until(async () => (await planned()) !== undefined, 'a recount is planned');
    await set({ reputation: { helpful: 5 } });
    await recounted();
    assert.equal((await why('kim')).naegong, 5);
    await check();
  });

  it('a dry run lets others go first', async () => {
    const { mall } = await open();
    const { database } = service.services;
    const ids = Array.from({ length: 120 }, () => newId());
    const row = { mall_id: mall.id, kind: 'member' as const, name: null, handle: null, handle_key: null };
    const when = { created_at: 1, joined_at: 1, tokens_from: 0, merged_into: null, erased_at: null };
    const none = { weight_yes: 0, weight_no: 0, level: 0, frozen_at: null, frozen_why: '' };
    await database.write(async (trx) => {
      for (const id of ids) {
        const own = { shopper_id: id, outside_id: id, level: 0, listed: 1 };
        await trx
          .insertInto('shoppers')
          .values({ ...row, ...when, ...own })
          .execute();
        const standing = { mall_id: mall.id, shopper_id: id, naegong: 100, helped: 1, ...none };
        await trx.insertInto('standings').values(standing).execute();
      }
    });
    let turns = 0;
    let over = false;
    const turn = () => {
      turns++;
      if (!over) setImmediate(turn);
    };
    setImmediate(turn);
    const counted = (await findMall(database.db, mall.id))!;
    const { members } = await movesOf(database.db, counted, counted.settings.reputation);
    over = true;
    assert.equal(members, ids.length);
    assert.ok(turns >= 2, `${turns} turns`);
  });

  it('votes from before there was naegong give theirs at the first recount', async () => {
    const { mall, write, vote, why, recounted, set, check } = await open();
    const review = await write('kim');
    await vote('a', review);
    await vote('b', review);
    const { database } = service.services;
    await database.write(async (trx) => {
      for (const table of [
        'naegong_grants',
        'standings',
        'helped_pairs',
        'naegong_tallies',
        'reputation_done',
      ] as const)
        await trx.deleteFrom(table).where('mall_id', '=', mall.id).execute();
      await trx.updateTable('shoppers').set({ level: 0 }).where('mall_id', '=', mall.id).execute();
    });
    assert.equal((await why('kim')).naegong, 0);
    await set({ returnWindowDays: 8 });
    await recounted();
    const counted = await why('kim');
    assert.deepEqual([counted.naegong, counted.helped, counted.level], [10, 2, 2]);
    await check();
  });
});

describe('a member’s page', () => {
  it('has their reviews, newest first, with the products, and how many they helped', async () => {
    const { ask, mall, write, vote, idOf } = await open();
    await ask('PUT', '/products', mall.key, {
      products: [
        { product: 'p1', name: '컵' },
        { product: 'p2', name: '옷' },
      ],
    });
    const first = await write('kim', 'p1');
    const second = await write('kim', 'p2');
    const gone = await write('kim', 'p3');
    await ask('DELETE', `/reviews/${gone}`, await mall.token('kim'), undefined, 204);
    await vote('a', first);
    await ask(
      'POST',
      '/comments',
      await mall.token('kim'),
      { subject: { kind: 'review', id: first }, text: '고맙습니다' },
      201,
    );
    const id = await idOf('kim');
    const page = await ask('GET', `/members/${id}?limit=1`);
    assert.deepEqual(
      [page.member.id, page.member.level, page.helped, page.reviewCount, page.commentCount],
      [id, 1, 1, 2, 1],
    );
    assert.deepEqual(
      page.reviews.items.map((one: Review) => one.id),
      [second],
    );
    assert.deepEqual(
      page.products.map((one: { name: string }) => one.name),
      ['옷'],
    );
    const next = await ask('GET', `/members/${id}?limit=1&cursor=${page.reviews.next}`);
    assert.deepEqual(
      next.reviews.items.map((one: Review) => one.id),
      [first],
    );
    assert.equal(next.reviews.next, null);
    assert.doesNotMatch(JSON.stringify(page), /naegong|outside|"kim"/);
  });

  it('of a guest, of one who left, who merged, who only ordered or never was: one answer', async () => {
    const { ask, mall, write, order, idOf } = await open();
    const guest = await mall.guest();
    const { id: guestId } = await ask('GET', '/me', guest);
    const merged = await mall.guest();
    const { id: mergedId } = await ask('GET', '/me', merged);
    await ask('POST', '/merge', await mall.token('kim'), { guestToken: merged });
    await write('gone');
    const goneId = await idOf('gone');
    await ask('DELETE', '/me', await mall.token('gone'), undefined, 204);
    await order('buyer', 'o-1');
    const other = await open();
    await other.write('stranger');
    const answers = [];
    for (const id of [
      guestId,
      mergedId,
      goneId,
      await idOf('buyer'),
      await other.idOf('stranger'),
      '0'.repeat(25),
    ]) {
      const { status, body } = await service.call('GET', `/v1/${mall.id}/members/${id}`);
      answers.push(JSON.stringify([status, { ...body, instance: '' }]));
    }
    assert.deepEqual(new Set(answers).size, 1, answers.join('\n'));
    assert.match(answers[0] ?? '', /404.*not-found/);
  });
});
