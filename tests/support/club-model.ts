// Clubs as one would keep them on paper, and random histories that are lived by both.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DAY } from '../../server/base/clock.ts';
import type { Trx } from '../../server/base/db/database.ts';
import { Problem } from '../../server/base/http/problem.ts';
import { newId } from '../../server/base/ids.ts';
import type { OutboxEvent } from '../../server/base/live/outbox.ts';
import { findClub, findMember } from '../../server/community/clubs/access.ts';
import { insertClub, insertMember } from '../../server/community/clubs/clubs.ts';
import { cancelClub, closeClub, endIfDue } from '../../server/community/clubs/ending.ts';
import { give } from '../../server/community/clubs/giving.ts';
import { leave, setShare } from '../../server/community/clubs/members.ts';
import { settleSome } from '../../server/community/clubs/settling.ts';
import { followMove } from '../../server/community/clubs/shares.ts';
import { setClub, type Writing } from '../../server/community/clubs/store.ts';
import { insertTillCode, postAtTill, tillCodeOf } from '../../server/community/clubs/till/store.ts';
import { PostClub } from '../../server/community/clubs/writing/contract.ts';
import { MallSettings } from '../../server/mall/malls/contract.ts';
import type { Mall } from '../../server/mall/malls/rules.ts';
import {
  chainOf,
  potNow,
  potOf,
  takeBack,
  walletNow,
  walletOf,
  writeTransfers,
} from '../../server/mall/points/ledger.ts';
import { verifyMall } from '../../server/mall/points/verify.ts';
import type { TestService } from './service.ts';

const PEOPLE = 4;
const CLUBS = 3;
const person = fc.nat(PEOPLE - 1);
const club = fc.nat(CLUBS - 1);
const amount = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 1500 }));

export const stepOf = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('grant' as const), who: person, amount }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('give' as const), who: person, club, amount }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('till' as const), who: person, club, amount }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('share' as const), who: person, club, amount: fc.nat(100) }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('earn' as const), who: person, amount }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('return' as const), order: fc.nat(5), amount }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('leave' as const), who: person, club }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('join' as const), who: person, club }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel' as const), club }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('close' as const), club }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('expire' as const), club }) },
);
export const historyOf = fc.record({
  clubs: fc.array(
    fc.record({
      goal: fc.integer({ min: 1, max: 2000 }),
      payout: fc.constantFrom('person' as const, 'shares' as const, 'coupon' as const),
      ifShort: fc.constantFrom('refund' as const, 'give' as const),
      /** Whether the last of the people is whom it is for. */
      forSomebody: fc.boolean(),
    }),
    { minLength: CLUBS, maxLength: CLUBS },
  ),
  steps: fc.array(stepOf, { minLength: 5, maxLength: 30 }),
});
export type History = typeof historyOf extends fc.Arbitrary<infer T> ? T : never;

interface Gift {
  who: number;
  amount: number;
  back: number;
  order?: number;
}
interface Paper {
  state: 'open' | 'reached' | 'over';
  goal: number;
  gifts: Gift[];
  /** By person, in the order in which they came; those who are in it now. */
  members: number[];
  shares: Map<number, number>;
}

const sum = (all: readonly number[]) => all.reduce((one, other) => one + other, 0);
const inPot = (paper: Paper) =>
  paper.state === 'over' ? 0 : sum(paper.gifts.map((one) => one.amount - one.back));

/** What has been looked at is not kept: the next history begins with an empty database. */
class Seen extends Error {}

/** Lives so many histories; throws with the shortest in which a club and its paper part. @returns how many were lived */
export async function liveMany(service: TestService, runs: number, isDeaf = false): Promise<number> {
  let lived = 0;
  await fc.assert(
    fc.asyncProperty(historyOf, async (history) => {
      const living = service.services.database.write(async (trx) => {
        await live(trx, service, history, isDeaf);
        throw new Seen();
      });
      await living.catch((error) => {
        if (!(error instanceof Seen)) throw error;
      });
      lived++;
    }),
    // Of a control it is enough that it fails; the shortest history takes long to find.
    { numRuns: runs, endOnFailure: isDeaf },
  );
  return lived;
}

/** Lives a history at a mall of its own, in the transaction, beside the paper; throws where they part. */
export async function live(
  trx: Trx,
  { services }: TestService,
  history: History,
  /** For a control: clubs hear of nothing that was taken back. */
  isDeaf = false,
): Promise<void> {
  const mall: Mall = {
    id: `m${newId()}`,
    name: 'Paper',
    origins: [],
    settings: MallSettings.parse({}),
    secretVersion: 1,
    secretOldUntil: 0,
    seeded: false,
  };
  let time = services.now();
  const heard: OutboxEvent[] = [];
  const { outbox } = services;
  const writing: Writing = {
    outbox: {
      ...outbox,
      async append(to, event) {
        if (!(isDeaf && event.ids.kind === 'order-returned')) heard.push(event);
        await outbox.append(to, event);
      },
    },
    secrets: services.secrets,
    jobs: services.jobs,
    mall,
    now: () => time,
  };
  const ids = Array.from({ length: PEOPLE + 1 }, () => newId());
  const id = (who: number) => ids[who] ?? '';
  const TO = PEOPLE;
  const wallets = Array.from({ length: PEOPLE + 1 }, () => 0);
  const owed = Array.from({ length: PEOPLE + 1 }, () => 0);
  let [issued, coupons] = [0, 0];
  const papers: Paper[] = [];
  const clubIds: string[] = [];
  const orders: { who: number; earned: number; back: number; of: string }[] = [];

  const meet = (who: number) => {
    const met = Math.min(owed[who] ?? 0, wallets[who] ?? 0);
    owed[who]! -= met;
    wallets[who]! -= met;
  };
  const putIn = (at: number, gift: Gift) => {
    const paper = papers[at]!;
    paper.gifts.push(gift);
    wallets[gift.who]! -= gift.amount;
    if (inPot(paper) === paper.goal) paper.state = 'reached';
  };
  const takeBackOf = (at: number, gift: Gift, part: number) => {
    const paper = papers[at]!;
    gift.back += part;
    wallets[gift.who]! += part;
    meet(gift.who);
    if (paper.state === 'reached' && inPot(paper) < paper.goal) paper.state = 'open';
  };
  const row = async (at: number) => (await findClub(trx, mall.id, clubIds[at] ?? ''))!;

  async function refusedAs(codes: readonly string[], what: () => Promise<unknown>): Promise<void> {
    try {
      await what();
    } catch (error) {
      if (error instanceof Problem && codes.includes(error.code)) return;
      throw error;
    }
    assert.fail(`was not refused as ${codes}`);
  }
  /** What follows by the outbox. */
  async function follow(): Promise<void> {
    for (let event = heard.shift(); event; event = heard.shift()) await followMove(trx, writing, event);
  }

  for (const said of history.clubs) {
    const made = await insertClub(
      trx,
      writing,
      id(0),
      PostClub.parse({
        name: '종이',
        occasion: 'gift',
        goal: said.goal,
        payout: said.payout,
        ifShort: said.ifShort,
        endsOn: new Date(time + 20 * DAY).toISOString().slice(0, 10),
      }),
      said.forSomebody ? { personId: id(TO) } : {},
    );
    clubIds.push(made.club_id);
    for (let who = 1; who < PEOPLE; who++) await insertMember(trx, made, id(who), 'member', time + who);
    papers.push({
      state: 'open',
      goal: said.goal,
      gifts: [],
      members: Array.from({ length: PEOPLE }, (_, who) => who),
      shares: new Map(),
    });
  }

  /** All that was given goes as it was said. */
  async function over(at: number, isGiven: boolean): Promise<void> {
    const { payout } = history.clubs[at]!;
    const paper = papers[at]!;
    const pot = inPot(paper);
    if (!isGiven || pot === 0)
      for (const gift of paper.gifts) {
        wallets[gift.who]! += gift.amount - gift.back;
        meet(gift.who);
        gift.back = gift.amount;
      }
    else if (payout === 'person') {
      wallets[TO]! += pot;
      meet(TO);
    } else if (payout === 'coupon') coupons += pot;
    else
      for (const gift of paper.gifts) {
        // What each gave is their share of it, to the point.
        wallets[gift.who]! += gift.amount - gift.back;
        meet(gift.who);
      }
    paper.state = 'over';
    paper.shares.clear();
    for (let parts = 0; !(await settleSome(trx, writing, clubIds[at] ?? '')); parts++) assert.ok(parts < 50);
    // Once more does nothing.
    assert.equal(await settleSome(trx, writing, clubIds[at] ?? ''), true);
  }

  async function end(at: number): Promise<void> {
    const { payout, ifShort, forSomebody } = history.clubs[at]!;
    const paper = papers[at]!;
    const before = await row(at);
    // Its day, and the thirty in which somebody may still be found, are over.
    await setClub(trx, before, { ends_at: time - 31 * DAY });
    await endIfDue(trx, writing, before.club_id);
    const isGiven = paper.state === 'reached' || (ifShort === 'give' && inPot(paper) > 0);
    await over(at, isGiven && (payout !== 'person' || forSomebody));
  }

  async function take(step: History['steps'][number]): Promise<void> {
    if (step.do === 'grant') {
      await writeTransfers(trx, writing, mall.id, [
        {
          key: newId(),
          kind: 'grant',
          from: 'issue',
          to: walletOf(id(step.who)),
          amount: step.amount,
          lots: { expiresAt: step.amount % 3 === 0 ? null : time + (step.amount % 50) * DAY },
        },
      ]);
      wallets[step.who]! += step.amount;
      issued += step.amount;
      meet(step.who);
      return;
    }
    if (step.do === 'earn') {
      const order = orders.length;
      const facts = { shopperId: id(step.who), orderId: `o${order}`, lineId: '1' };
      const [pending] = await writeTransfers(trx, writing, mall.id, [
        {
          phase: 'pending',
          key: newId(),
          kind: 'order',
          from: 'issue',
          to: walletOf(id(step.who)),
          amount: step.amount,
          lots: { expiresAt: null },
          // Its time to return is over: it is posted at once.
          dueAt: time,
          onDue: 'post',
          facts,
        },
      ]);
      const of = pending?.transferId ?? '';
      orders.push({ who: step.who, earned: step.amount, back: 0, of });
      wallets[step.who]! += step.amount;
      issued += step.amount;
      meet(step.who);
      // All were joined in the order of their ids where they were joined at once: as the store says.
      const order2 = await trx
        .selectFrom('club_members')
        .select(['club_id'])
        .where('mall_id', '=', mall.id)
        .where('shopper_id', '=', id(step.who))
        .where('share', '>', 0)
        .orderBy('joined_at')
        .orderBy('club_id')
        .execute();
      for (const { club_id } of order2) {
        const at = clubIds.indexOf(club_id);
        const paper = papers[at]!;
        const part = Math.min(
          Math.floor((step.amount * (paper.shares.get(step.who) ?? 0)) / 100),
          paper.state === 'open' ? paper.goal - inPot(paper) : 0,
          wallets[step.who]!,
        );
        if (part > 0) putIn(at, { who: step.who, amount: part, back: 0, order });
      }
      return;
    }
    if (step.do === 'return') {
      const order = orders[step.order];
      if (!order) return;
      const part = Math.min(step.amount, order.earned - order.back);
      if (part === 0) return;
      await takeBack(trx, writing, mall.id, {
        key: newId(),
        kind: 'order-returned',
        of: order.of,
        amount: part,
        facts: { orderId: `o${step.order}`, lineId: '1' },
      });
      order.back += part;
      const taken = Math.min(part, wallets[order.who]!);
      wallets[order.who]! -= taken;
      owed[order.who]! += part - taken;
      issued -= part;
      for (const [at, paper] of papers.entries())
        for (const gift of paper.gifts) {
          if (gift.order !== step.order || paper.state === 'over') continue;
          const target =
            order.back === order.earned ? gift.amount : Math.floor((gift.amount * order.back) / order.earned);
          if (target > gift.back) takeBackOf(at, gift, target - gift.back);
        }
      return;
    }
    const at = step.club;
    const paper = papers[at]!;
    const isIn = (who: number) => paper.members.includes(who);
    const state = await row(at);
    if (step.do === 'give') {
      if (!isIn(step.who)) return;
      const giving = () =>
        give(trx, writing, state, {
          contributionId: newId(),
          shopperId: id(step.who),
          amount: step.amount,
          via: 'wallet',
        });
      if (paper.state !== 'open') return refusedAs(['not-now'], giving);
      if (step.amount > paper.goal - inPot(paper)) return refusedAs(['more-than-needed'], giving);
      if (step.amount > wallets[step.who]!) return refusedAs(['points-short'], giving);
      await giving();
      putIn(at, { who: step.who, amount: step.amount, back: 0 });
    } else if (step.do === 'till') {
      if (!isIn(step.who)) return;
      const { chance } = await insertTillCode(trx, writing, state, id(step.who));
      const code = tillCodeOf(services.secrets, mall.id, chance);
      const posting = () => postAtTill(trx, writing, { code, amount: step.amount, receipt: newId() });
      if (paper.state !== 'open') return refusedAs(['not-now'], posting);
      if (step.amount > paper.goal - inPot(paper)) return refusedAs(['more-than-needed'], posting);
      await posting();
      wallets[step.who]! += step.amount;
      issued += step.amount;
      putIn(at, { who: step.who, amount: step.amount, back: 0 });
    } else if (step.do === 'share') {
      if (!isIn(step.who) || paper.state === 'over') return;
      const others = sum(papers.filter((one) => one !== paper).map((one) => one.shares.get(step.who) ?? 0));
      const setting = () => setShare(trx, writing, state, id(step.who), step.amount);
      if (others + step.amount > 100) return refusedAs(['quota-full'], setting);
      await setting();
      paper.shares.set(step.who, step.amount);
    } else if (step.do === 'leave') {
      if (!isIn(step.who) || step.who === 0 || paper.state === 'over') return;
      const member = await findMember(trx, state, id(step.who));
      await leave(trx, writing, state, member!);
      paper.members = paper.members.filter((one) => one !== step.who);
      paper.shares.delete(step.who);
      for (const gift of paper.gifts.filter((one) => one.who === step.who && one.amount > one.back))
        takeBackOf(at, gift, gift.amount - gift.back);
    } else if (step.do === 'join') {
      if (isIn(step.who) || paper.state === 'over') return;
      await insertMember(trx, state, id(step.who), 'member', time);
      paper.members.push(step.who);
    } else if (step.do === 'cancel') {
      if (paper.state === 'over') return;
      await cancelClub(trx, writing, state, id(0));
      await over(at, false);
    } else if (step.do === 'close') {
      if (paper.state !== 'reached') return;
      const { payout, forSomebody } = history.clubs[at]!;
      const closing = () => closeClub(trx, writing, state, id(0));
      if (payout === 'person' && !forSomebody) return refusedAs(['not-now'], closing);
      await closing();
      await over(at, true);
    } else if (paper.state !== 'over') await end(at);
  }

  /** Both say the same of every point. */
  async function compare(after: string): Promise<void> {
    for (let who = 0; who <= PEOPLE; who++) {
      const wallet = await walletNow(trx, mall.id, id(who));
      assert.deepEqual(
        [wallet.available, wallet.held, wallet.owed],
        [wallets[who], 0, owed[who]],
        `${after}: ${who}`,
      );
    }
    for (const [at, paper] of papers.entries()) {
      const pot = await potNow(trx, mall.id, clubIds[at] ?? '');
      assert.deepEqual([pot.balance, pot.held], [inPot(paper), 0], `${after}: pot ${at}`);
      const stored = await row(at);
      if (paper.state !== 'over')
        assert.deepEqual([stored.state, stored.raised], [paper.state, inPot(paper)], after);
      else assert.ok(stored.state === 'paid-out' || stored.state === 'refunded', stored.state);
    }
    const held = sum(wallets) + sum(papers.map(inPot)) + coupons - sum(owed);
    assert.equal(held, issued, after);
  }

  for (const [at, step] of history.steps.entries()) {
    time += 1000;
    await take(step);
    await follow();
    await compare(`step ${at} ${JSON.stringify(step)}`);
  }
  for (const [at, paper] of papers.entries()) if (paper.state !== 'over') await end(at);
  await follow();
  await compare('the end');
  // In is out, to the last point, and every balance is the fold of what came before.
  for (const clubId of clubIds) {
    const links = await chainOf(trx, mall.id, potOf(clubId), 0, 10_000);
    let balance = 0;
    for (const link of links) {
      balance += link.change;
      assert.equal(link.balance, balance);
      assert.ok(balance >= 0);
    }
    assert.equal(balance, 0);
  }
  assert.equal((await verifyMall(trx, services.secrets, mall.id)).wrong, null);
}
