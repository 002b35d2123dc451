// How a club ends: on its day, before it, and never twice; each point where it belongs.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { DAY } from '../../server/base/clock.ts';
import { findClub } from '../../server/community/clubs/access.ts';
import { insertMember } from '../../server/community/clubs/clubs.ts';
import { endIfDue } from '../../server/community/clubs/ending.ts';
import { give } from '../../server/community/clubs/giving.ts';
import { settleClub, sweepClubs } from '../../server/community/clubs/jobs.ts';
import { SETTLE_BATCH } from '../../server/community/clubs/rules.ts';
import { settleSome } from '../../server/community/clubs/settling.ts';
import { writingOf } from '../../server/community/clubs/store.ts';
import { findMall } from '../../server/mall/malls/store.ts';
import { walletOf, writeTransfers } from '../../server/mall/points/ledger.ts';
import { verifyMall } from '../../server/mall/points/verify.ts';
import { type Clubbing, clubbing } from '../support/clubs.ts';
import { startService, type TestService } from '../support/service.ts';

type Person = Awaited<ReturnType<Clubbing['member']>>;

describe('the end of a club', () => {
  let service: TestService;
  let mall: Awaited<ReturnType<TestService['addMall']>>;
  let does: Clubbing;
  let jiyun: Person;
  let minsu: Person;
  let minji: Person;
  let malls = 0;

  before(async () => {
    service = await startService();
  });
  after(() => service.stop());
  beforeEach(async () => {
    mall = await service.addMall(`ends${++malls}`);
    does = clubbing(service, mall);
    [jiyun, minsu, minji] = [await does.member('지윤'), await does.member('민수'), await does.member('민지')];
    for (const { id } of [jiyun, minsu]) await does.grant(id, 5000, service.services.now() + 100 * DAY);
  });

  /** Tokens live for a day at most: after a jump of the clock everybody has another one. */
  const again = async () => {
    for (const [one, name] of [
      [jiyun, '지윤'],
      [minsu, '민수'],
      [minji, '민지'],
    ] as const)
      one.token = await mall.token(name, { name });
  };
  async function later(ms: number): Promise<void> {
    service.later(ms);
    await again();
  }
  async function filled(more: Parameters<Clubbing['open']>[1], amounts: [number, number]): Promise<string> {
    const { club } = await does.open(jiyun.token, { goal: 3000, endsOn: does.day(5), ...more });
    const { code } = await does.invite(club.id, jiyun.token);
    await does.good(does.accept(minsu.token, code));
    for (const [at, one] of [jiyun, minsu].entries())
      if (amounts[at]) await does.good(does.give(club.id, one.token, amounts[at], `말 ${at}`), 201);
    return club.id;
  }
  async function bringPerson(id: string): Promise<void> {
    const { code } = await does.invite(id, jiyun.token, { role: 'person' });
    await does.good(does.accept(minji.token, code));
  }
  const noticesOf = async (person: Person) =>
    (await does.good(does.ask('GET', '/me/inbox', person.token))).items
      .map((one: any) => [one.kind, one.facts.outcome ?? null, one.facts.amount ?? null])
      .reverse();
  const available = async (person: Person) => (await does.wallet(person.id)).available;

  it('gives everybody theirs back when its day is over and the goal was missed', async () => {
    const id = await filled({}, [1000, 500]);
    await does.settled();
    assert.equal((await does.page(id, jiyun.token)).club.state, 'open');
    await later(6 * DAY);
    await does.settled();
    const { club, me, happenings } = await does.page(id, minsu.token);
    assert.equal(club.state, 'refunded');
    assert.deepEqual(me.outcome, { kind: 'refunded', amount: 500 });
    assert.deepEqual(
      happenings.slice(0, 2).map((one) => one.kind),
      ['refunded', 'expired'],
    );
    assert.deepEqual([await available(jiyun), await available(minsu), await does.pot(id)], [5000, 5000, 0]);
    assert.deepEqual(await noticesOf(minsu), [['club-ended', 'refunded', 500]]);
    // Nothing more comes of it.
    await does.settled();
    assert.equal((await noticesOf(minsu)).length, 1);
  });

  it('gives the person what has come together, with everybody’s lines', async () => {
    const id = await filled({ payout: 'person' }, [2000, 1000]);
    await bringPerson(id);
    const seen = await does.page(id, minji.token);
    assert.deepEqual([seen.me.role, seen.club.raised, seen.me.may.contribute], ['person', null, false]);
    await does.refused(does.ask('GET', `/clubs/${id}/rolling-paper`, minji.token), 'not-allowed');
    await does.refused(does.give(id, minji.token, 100), 'not-allowed');
    const { version } = (await does.page(id, jiyun.token)).club;
    await does.refused(
      does.ask('POST', `/clubs/${id}/close`, jiyun.token, { version: version - 1 }),
      'changed-meanwhile',
    );
    const closed = await does.good(does.ask('POST', `/clubs/${id}/close`, jiyun.token, { version }));
    assert.equal(closed.club.state, 'settling');
    await does.refused(does.ask('POST', `/clubs/${id}/leave`, minsu.token), 'not-now');
    await does.settled();
    assert.deepEqual([await available(minji), await available(jiyun), await does.pot(id)], [3000, 3000, 0]);
    const paper = await does.good(does.ask('GET', `/clubs/${id}/rolling-paper`, minji.token));
    assert.deepEqual(
      paper.items.map((one: any) => one.text),
      ['말 0', '말 1'],
    );
    assert.deepEqual(await noticesOf(minji), [['rolling-paper', null, 3000]]);
    assert.deepEqual((await noticesOf(minsu)).slice(-1), [['club-ended', 'given', 1000]]);
    assert.deepEqual((await does.page(id, minji.token)).me.outcome, { kind: 'received', amount: 3000 });
    assert.equal((await does.mine(minji.token)).items[0]?.role, 'person');
    // The lots have their old day.
    const lots = await service.services.database.db
      .selectFrom('lots')
      .select(['expires_at', 'rest'])
      .where('mall_id', '=', mall.id)
      .where('account_id', '=', `w:${minji.id}`)
      .where('rest', '>', 0)
      .execute();
    assert.ok(
      lots.every((one) => one.expires_at !== null && one.expires_at > service.services.now() + 90 * DAY),
    );
  });

  it('gives to all by what they gave', async () => {
    const id = await filled({ payout: 'shares' }, [2001, 999]);
    await later(6 * DAY);
    await does.settled();
    const { club, me } = await does.page(id, minsu.token);
    assert.deepEqual([club.state, me.outcome], ['paid-out', { kind: 'received', amount: 999 }]);
    assert.deepEqual([await available(jiyun), await available(minsu), await does.pot(id)], [5000, 5000, 0]);
  });

  it('becomes a coupon that is honoured once', async () => {
    const id = await filled({ payout: 'coupon' }, [2000, 1000]);
    await bringPerson(id);
    await later(6 * DAY);
    await does.settled();
    const { me } = await does.page(id, minji.token);
    assert.match(me.coupon?.code ?? '', /^([2-9A-HJ-NP-Z]{4}-){3}[2-9A-HJ-NP-Z]{4}$/);
    assert.deepEqual([me.coupon?.amount, me.coupon?.usedAt], [3000, null]);
    for (const one of [jiyun, minsu]) assert.equal((await does.page(id, one.token)).me.coupon, null);
    const key = await mall.addKey(['points']);
    const code = me.coupon?.code ?? '';
    const redeem = (order: string, typed = code, as = key) =>
      does.ask('POST', '/coupons/redeem', as, { code: typed, order });
    await does.refused(redeem('A-1', code, await mall.addKey(['orders'])), 'key-scope');
    await does.refused(redeem('A-1', 'X7K2-9QF4-M3TD-8WZH'), 'not-found');
    const first = await does.good(redeem('A-1'));
    assert.deepEqual([first.amount, first.first], [3000, true]);
    assert.deepEqual(await does.good(redeem('A-1', code.toLowerCase().replaceAll('-', ' '))), {
      ...first,
      first: false,
    });
    await does.refused(redeem('A-2'), 'coupon-used');
    assert.equal((await does.page(id, minji.token)).me.coupon?.usedAt, first.at);
    const both = await Promise.all(Array.from({ length: 8 }, (_, at) => redeem(`B-${at}`)));
    assert.ok(both.every((one) => one.status === 409));
  });

  it('waits thirty days for the one it is for, then gives back', async () => {
    const id = await filled({ payout: 'person' }, [2000, 1000]);
    const { version } = (await does.page(id, jiyun.token)).club;
    await does.refused(does.ask('POST', `/clubs/${id}/close`, jiyun.token, { version }), 'not-now');
    await later(6 * DAY);
    await does.settled();
    assert.equal((await does.page(id, jiyun.token)).club.state, 'reached');
    assert.deepEqual((await noticesOf(jiyun)).slice(-1), [['club-person', null, null]]);
    await later(30 * DAY);
    await does.settled();
    assert.equal((await does.page(id, jiyun.token)).club.state, 'refunded');
    assert.equal(await available(minsu), 5000);
  });

  it('is given as soon as the one it waits for has come', async () => {
    const id = await filled({ payout: 'person', ifShort: 'give' }, [1000, 0]);
    await later(6 * DAY);
    await does.settled();
    assert.equal((await does.page(id, jiyun.token)).club.state, 'expired');
    await bringPerson(id);
    await does.settled();
    assert.deepEqual(
      [(await does.page(id, jiyun.token)).club.state, await available(minji)],
      ['paid-out', 1000],
    );
  });

  it('comes also when the service was down at that hour, and a job was lost', async () => {
    const id = await filled({}, [1000, 0]);
    await service.services.database.write((trx) =>
      trx.deleteFrom('jobs').where('kind', '=', 'clubs.end').execute(),
    );
    await later(20 * DAY);
    const found = await findMall(service.services.database.db, mall.id);
    assert.ok(found);
    await sweepClubs(service.services, found);
    await does.settled();
    assert.equal((await does.page(id, jiyun.token)).club.state, 'refunded');
  });

  it('moves with its day', async () => {
    const id = await filled({}, [100, 0]);
    const { version } = (await does.page(id, jiyun.token)).club;
    await does.good(does.ask('PATCH', `/clubs/${id}`, jiyun.token, { version, endsOn: does.day(10) }));
    await later(6 * DAY);
    await does.settled();
    assert.equal((await does.page(id, jiyun.token)).club.state, 'open');
    await later(5 * DAY);
    await does.settled();
    assert.equal((await does.page(id, jiyun.token)).club.state, 'refunded');
  });

  it('leaves a gift given when an order behind it is returned after that', async () => {
    const id = await filled({ payout: 'person', goal: 500 }, [0, 0]);
    await bringPerson(id);
    await does.good(does.share(id, minsu.token, 100));
    const of = await does.earn(minsu.id, 500, 'R-1');
    await does.settled();
    const { version } = (await does.page(id, jiyun.token)).club;
    await does.good(does.ask('POST', `/clubs/${id}/close`, jiyun.token, { version }));
    await does.settled();
    assert.equal(await available(minji), 500);
    await does.good(
      does.ask('POST', `/clubs`, minsu.token, {
        name: '다른 것',
        occasion: 'gift',
        goal: 9000,
        endsOn: does.day(3),
      }),
      201,
    );
    await does.returned(of, 500, 'R-1');
    await does.settled();
    assert.deepEqual([await available(minji), await available(minsu), await does.pot(id)], [500, 4500, 0]);
  });

  /** A club with more contributions than one transaction settles. */
  async function large(payout: 'shares' | 'person'): Promise<{ id: string; members: string[] }> {
    const { services } = service;
    const { club } = await does.open(jiyun.token, {
      goal: 1_000_000,
      endsOn: does.day(5),
      payout,
      ifShort: 'give',
    });
    const found = await findMall(services.database.db, mall.id);
    assert.ok(found);
    const members = Array.from({ length: SETTLE_BATCH + 40 }, (_, at) => String(at).padStart(25, '0'));
    const AT_ONCE = 40;
    for (let at = 0; at < members.length; at += AT_ONCE)
      await services.database.write(async (trx) => {
        const some = members.slice(at, at + AT_ONCE);
        await writeTransfers(
          trx,
          services,
          mall.id,
          some.map((shopperId, place) => ({
            key: `large-${shopperId}`,
            kind: 'grant' as const,
            from: 'issue',
            to: walletOf(shopperId),
            amount: 100 + at + place,
            lots: { expiresAt: null },
          })),
        );
        let row = await findClub(trx, mall.id, club.id);
        for (const [place, shopperId] of some.entries()) {
          assert.ok(row);
          await insertMember(trx, row, shopperId, 'member', services.now());
          const contributionId = `${String(at + place).padStart(20, '0')}large`;
          const giving = { contributionId, shopperId, amount: 50 + at + place, via: 'wallet' } as const;
          row = (await give(trx, writingOf(services, found), row, giving)).club;
        }
      });
    return { id: club.id, members };
  }
  async function rightEach(members: readonly string[]): Promise<void> {
    const rows = await service.services.database.db
      .selectFrom('accounts')
      .select(['account_id', 'balance'])
      .where('mall_id', '=', mall.id)
      .where('kind', '=', 'wallet')
      .execute();
    const balances = new Map(rows.map((row) => [row.account_id, row.balance]));
    for (const [at, id] of members.entries()) assert.equal(balances.get(`w:${id}`), 100 + at, id);
  }

  for (const as of ['given by shares', 'given back'] as const)
    it(`is settled in parts, stopped midway, by two at once: ${as}`, async () => {
      const { services } = service;
      const { id, members } = await large(as === 'given back' ? 'person' : 'shares');
      const found = await findMall(services.database.db, mall.id);
      assert.ok(found);
      service.later(as === 'given back' ? 40 * DAY : 6 * DAY);
      const writing = () => writingOf(services, found);
      await services.database.write((trx) => endIfDue(trx, writing(), id));
      // The first part is done; the second dies in the middle of its transaction.
      assert.equal(await services.database.write((trx) => settleSome(trx, writing(), id)), false);
      await assert.rejects(
        services.database.write(async (trx) => {
          await settleSome(trx, writing(), id);
          throw new Error('killed');
        }),
        /killed/,
      );
      const midway = await does.pot(id);
      assert.ok(midway > 0);
      await Promise.all([1, 2, 3].map(() => settleClub(services, found, id)));
      assert.equal(await does.pot(id), 0);
      await rightEach(members);
      const [row] = await services.database.db
        .selectFrom('clubs')
        .select('state')
        .where('mall_id', '=', mall.id)
        .where('club_id', '=', id)
        .execute();
      assert.equal(row?.state, as === 'given back' ? 'refunded' : 'paid-out');
      await does.settled();
      await rightEach(members);
      const proved = await services.database.write((trx) => verifyMall(trx, services.secrets, mall.id));
      assert.equal(proved.wrong, null);
    });
});
