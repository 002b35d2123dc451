import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { DAY } from '../../server/base/clock.ts';
import { findClub } from '../../server/community/clubs/access.ts';
import { give } from '../../server/community/clubs/giving.ts';
import { MOST_GIFTS } from '../../server/community/clubs/rules.ts';
import { writingOf } from '../../server/community/clubs/store.ts';
import { MallSettings } from '../../server/mall/malls/contract.ts';
import { endAllDue } from '../../server/mall/points/jobs.ts';
import { type Clubbing, clubbing } from '../support/clubs.ts';
import { pointsOf } from '../support/points.ts';
import { startService, type TestService } from '../support/service.ts';

type Person = Awaited<ReturnType<Clubbing['member']>>;

// What somebody would try who wants more than their part of a club, or to know what they are not to know.
describe('a club under attack', () => {
  let service: TestService;
  let mall: Awaited<ReturnType<TestService['addMall']>>;
  let does: Clubbing;
  let jiyun: Person;
  let minsu: Person;
  let malls = 0;

  before(async () => {
    service = await startService();
  });
  after(() => service.stop());
  beforeEach(async () => {
    mall = await service.addMall(`attacked${++malls}`, {
      settings: {
        write: 'everyone',
        returnWindowDays: 7,
        points: { orderRate: 1000, budgets: { order: 100_000, text: 0, photo: 0, later: 0, naegong: 0 } },
      },
    });
    does = clubbing(service, mall);
    jiyun = await does.member('지윤');
    minsu = await does.member('민수');
    for (const { id } of [jiyun, minsu]) await does.grant(id, 8000);
  });

  async function together(more: Parameters<Clubbing['open']>[1] = {}): Promise<string> {
    const { club } = await does.open(jiyun.token, more);
    const { code } = await does.invite(club.id, jiyun.token);
    await does.good(does.accept(minsu.token, code));
    return club.id;
  }

  it('tells the one it is for no amounts by their row of clubs either', async () => {
    const minji = await does.member('민지');
    for (const amounts of ['members', 'everyone'] as const) {
      const { club } = await does.open(jiyun.token, { payout: 'person', amounts });
      const { code } = await does.invite(club.id, jiyun.token, { role: 'person' });
      await does.good(does.accept(minji.token, code));
      await does.good(does.give(club.id, jiyun.token, 1234), 201);
      const cardOf = async (as: string) => (await does.mine(as)).items.find(({ id }) => id === club.id);
      const page = await does.page(club.id, minji.token);
      assert.equal(page.club.raised, amounts === 'members' ? null : 1234);
      assert.equal((await cardOf(minji.token))?.raised, page.club.raised);
      assert.equal((await cardOf(jiyun.token))?.raised, 1234);
    }
  });

  it('keeps a share of what an order earned anew after it had been returned', async () => {
    const club = await together();
    await does.good(does.share(club, minsu.token, 30));
    const points = pointsOf(service, mall);
    const placedAt = service.services.now() - 10 * DAY;
    let changedAt = placedAt;
    const state = async (refunded: number) => {
      const line = { line: '1', product: 'p', quantity: 1, refunded, amount: 1000 };
      await points.state([
        { order: 'A-1', shopper: '민수', placedAt, changedAt: ++changedAt, lines: [line] },
      ]);
      await endAllDue(service.services, mall.id);
      await does.settled();
    };
    await state(0);
    assert.equal(await does.pot(club), 30);
    await state(1);
    assert.equal(await does.pot(club), 0);
    // The return was a mistake.
    await state(0);
    assert.equal(await does.pot(club), 30);
    await state(1);
    assert.equal(await does.pot(club), 0);
    assert.equal((await does.wallet(minsu.id)).available, 8000);
    await points.balances();
  });

  it('is filled with crumbs by nobody, and left with all of them while others are heard', async () => {
    const { services } = service;
    const id = await together();
    const writing = writingOf(services, { id: mall.id, settings: MallSettings.parse({}) });
    // One by one they would take as many minutes.
    for (let made = 0; made < MOST_GIFTS; made += 50)
      await services.database.write(async (trx) => {
        for (let at = 0; at < 50; at++) {
          const club = (await findClub(trx, mall.id, id))!;
          const contributionId = `crumb-${made + at}`;
          await give(trx, writing, club, { contributionId, shopperId: minsu.id, amount: 1, via: 'wallet' });
        }
      });
    await does.refused(does.give(id, minsu.token, 1), 'quota-full');
    await does.good(does.give(id, jiyun.token, 1), 201);
    let turns = 0;
    let isLeaving = true;
    const count = () => {
      turns++;
      if (isLeaving) setImmediate(count);
    };
    setImmediate(count);
    await does.good(does.ask('POST', `/clubs/${id}/leave`, minsu.token).finally(() => (isLeaving = false)));
    assert.ok(turns > MOST_GIFTS / 20, `others were heard ${turns} times`);
    assert.deepEqual([await does.pot(id), (await does.wallet(minsu.id)).available], [1, 8000]);
    await pointsOf(service, mall).balances();
  });

  it('comes to its goal exactly when all give at once, and gives each coupon once', async () => {
    const club = await together({ goal: 320, payout: 'coupon' });
    const gifts = await Promise.all(
      Array.from({ length: 64 }, (_, i) =>
        does.give(club, (i % 2 ? jiyun : minsu).token, 10, '', `gift-key-${i}`),
      ),
    );
    const outcome = (answers: { status: number; body: any }[]) => {
      const counts: Record<string, number> = {};
      for (const { status, body } of answers) {
        const is = status < 300 ? 'done' : body.code;
        counts[is] = (counts[is] ?? 0) + 1;
      }
      return counts;
    };
    assert.deepEqual(outcome(gifts), { done: 32, 'not-now': 32 });
    const { club: reached } = await does.page(club, jiyun.token);
    assert.deepEqual([reached.state, reached.raised, await does.pot(club)], ['reached', 320, 320]);
    const version = { version: reached.version };
    await does.good(does.ask('POST', `/clubs/${club}/close`, jiyun.token, version));
    // What is being settled is left by nobody.
    const leaving = await does.ask('POST', `/clubs/${club}/leave`, minsu.token);
    assert.equal(leaving.body.code, 'not-now');
    await does.settled();
    const { coupon } = (await does.page(club, jiyun.token)).me;
    const redeemed = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        does.ask('POST', '/coupons/redeem', mall.key, { code: coupon?.code, order: `X-${i}` }),
      ),
    );
    assert.deepEqual(outcome(redeemed), { done: 1, 'coupon-used': 19 });
    await pointsOf(service, mall).balances();
  });
});
