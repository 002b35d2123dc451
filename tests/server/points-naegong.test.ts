import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { DAY, HOUR } from '../../server/base/clock.ts';
import { freeze, unfreeze } from '../../server/community/reputation/store.ts';
import { findByOutsideId } from '../../server/mall/shoppers/store.ts';
import { pointsOf } from '../support/points.ts';
import { startService, type TestService } from '../support/service.ts';

let service: TestService;
before(async () => {
  service = await startService();
});
after(() => service.stop());

let malls = 0;
/** A mall of its own where a helpful vote gives ten naegong, and a hundred naegong are worth a hundred points. */
async function shop(more: Record<string, unknown> = {}, budget = 1_000_000) {
  service.toMidMonth();
  const mall = await service.addMall(`naegong${++malls}`, {
    settings: {
      reputation: { helpful: 10, unhelpful: 0, dailyCap: 10_000 },
      points: {
        naegongRate: 100,
        naegongDailyCap: 500,
        budgets: { order: 0, text: 0, photo: 0, later: 0, naegong: budget },
        ...more,
      },
    },
  });
  const points = pointsOf(service, mall);
  let products = 0;
  return {
    ...points,
    mall,
    write: async (shopper: string) => {
      const product = `p${++products}`;
      const text = `${shopper} 님이 ${product}에 남긴 후기예요`;
      return (
        await points.good(
          points.ask('POST', '/reviews', await mall.token(shopper), { product, stars: 4, text }),
          201,
        )
      ).id as string;
    },
    async vote(voter: string, review: string, helpful: boolean | null = true) {
      service.later(1000);
      const as = await mall.token(voter);
      const path = `/reviews/${review}/vote`;
      await points.good(
        helpful === null ? points.ask('DELETE', path, as) : points.ask('PUT', path, as, { helpful }),
      );
      await points.followed('reputation-conversion', ['vote.changed']);
    },
    job: async () => {
      service.later(HOUR);
      await service.services.jobs.runDue();
    },
    available: async (shopper: string) => (await points.has(shopper)).available,
  };
}

describe('naegong', () => {
  it('becomes points by itself when it grows, and is not paid twice after it was taken back', async () => {
    const { write, vote, available, movements, balances } = await shop();
    const review = await write('kim');
    await vote('a', review);
    assert.equal(await available('kim'), 10);
    await vote('a', review, null);
    assert.equal(await available('kim'), 10, 'what was given stays');
    await vote('a', review);
    assert.equal(await available('kim'), 10, 'and is not given again');
    await vote('b', review);
    assert.equal(await available('kim'), 20);
    assert.deepEqual(
      (await movements('kim')).map(({ kind, amount, state }) => [kind, amount, state]),
      [
        ['naegong', 10, 'posted'],
        ['naegong', 10, 'posted'],
      ],
    );
    await balances();
  });

  it('becomes no more a day than the mall says; the rest comes on other days', async () => {
    const { write, vote, available, job } = await shop({ naegongDailyCap: 15 });
    const review = await write('kim');
    for (const voter of ['a', 'b', 'c', 'd']) await vote(voter, review);
    assert.equal(await available('kim'), 15);
    await job();
    const seen = [await available('kim')];
    for (let day = 0; day < 3; day++) {
      service.later(DAY);
      await job();
      seen.push(await available('kim'));
    }
    assert.deepEqual(seen.slice(1), [30, 40, 40]);
  });

  it('becomes what the month has left, and the rest in another', async () => {
    const { write, vote, available, job } = await shop({}, 25);
    const review = await write('kim');
    for (const voter of ['a', 'b', 'c']) await vote(voter, review);
    assert.equal(await available('kim'), 25);
    service.later(32 * DAY);
    await job();
    assert.equal(await available('kim'), 30);
  });

  it('becomes nothing without a rate or a budget, and waits while rewards wait', async () => {
    for (const none of [await shop({ naegongRate: 0 }), await shop({}, 0)]) {
      const review = await none.write('kim');
      await none.vote('a', review);
      await none.job();
      assert.equal(await none.available('kim'), 0);
    }
    const { write, vote, available, job, mall } = await shop();
    const review = await write('kim');
    const { database, now } = service.services;
    const id = (await findByOutsideId(database.db, mall.id, 'kim'))!.shopper_id;
    await database.write((trx) => freeze(trx, mall.id, id, ['ring'], now()));
    await vote('a', review);
    await job();
    assert.equal(await available('kim'), 0);
    await database.write((trx) => unfreeze(trx, mall.id, id));
    await job();
    assert.equal(await available('kim'), 10);
  });
});
