import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DAY } from '../../server/base/clock.ts';
import { Problem } from '../../server/base/http/problem.ts';
import { endAllDue, expireLots } from '../../server/mall/points/jobs.ts';
import { chainOf, potNow, potOf, walletNow, walletOf } from '../../server/mall/points/ledger.ts';
import { verifyMall } from '../../server/mall/points/verify.ts';
import { silent } from './ground.ts';
import type { TestLedger } from './ledger.ts';

/** One thing that happens; `pick` chooses among what there is to choose from. */
export interface Step {
  what: (typeof KINDS)[number];
  who: number;
  amount: number;
  pick: number;
}
const KINDS = [
  'earn',
  'order',
  'post',
  'void',
  'hold',
  'spend',
  'refund',
  'contribute',
  'leave',
  'return',
  'correct',
  'pay-out',
  'coupon',
  'till',
  'due',
  'wait',
  'again',
] as const;
const some = fc.array(
  fc.record({
    what: fc.constantFrom(...KINDS),
    who: fc.nat(2),
    amount: fc.integer({ min: 1, max: 120 }),
    pick: fc.nat(1000),
  }),
  { minLength: 8, maxLength: 30 },
);
/** Everybody begins with something: else hardly anything could happen. */
export const history = some.map((steps): Step[] => [
  ...[0, 1, 2].map((who) => ({ what: 'earn' as const, who, amount: 200, pick: who })),
  ...steps,
]);

const PEOPLE = ['kim', 'lee', 'park'];
const CLUBS = ['c1', 'c2'];
interface Open {
  id: string;
  who: string;
  rest: number;
  posted: number;
  taken: number;
  isHold: boolean;
}
interface Given {
  id: string;
  who: string;
  club?: string;
  left: number;
}
interface Purse {
  available: number;
  held: number;
  incoming: number;
  owed: number;
}

/**
 * Plays a history on a ledger and beside it on the simplest model that can be: a few numbers for each wallet and pot.
 * After each step both agree, refusals as well; in the end all is proven anew, and every balance at every moment is the
 * fold of its transfers.
 */
export async function play(ledger: TestLedger, steps: readonly Step[]): Promise<number> {
  const purses = new Map<string, Purse>(
    PEOPLE.map((who) => [who, { available: 0, held: 0, incoming: 0, owed: 0 }]),
  );
  const pots = new Map(CLUBS.map((club) => [club, 0]));
  const opens: Open[] = [];
  const earned: (Given | Open)[] = [];
  const spent: Given[] = [];
  const given: Given[] = [];
  let last: (() => Promise<unknown>) | undefined;
  let done = 0;
  const purse = (who: string) => purses.get(who) ?? assert.fail(who);
  const one = <T>(list: readonly T[], pick: number) => list[pick % list.length];
  const settle = (who: string) => {
    const mine = purse(who);
    const met = Math.min(mine.available, mine.owed);
    mine.available -= met;
    mine.owed -= met;
  };
  /** Asks for it; the model moves when the ledger did, and both must be of one mind whether it may be. */
  async function ask<T>(may: boolean, code: string, run: () => Promise<T>): Promise<T | undefined> {
    try {
      const result = await run();
      assert.ok(may, 'the ledger did what the model refuses');
      last = run;
      done++;
      return result;
    } catch (error) {
      if (may || !(error instanceof Problem)) throw error;
      assert.equal(error.code, code);
      return undefined;
    }
  }

  for (const { what, who: at, amount, pick } of steps) {
    const who = PEOPLE[at] ?? 'kim';
    const club = one(CLUBS, pick) ?? 'c1';
    const mine = purse(who);
    const key = ledger.key();
    const begun = one(opens, pick);
    if (what === 'earn') {
      const days = [null, 3, 10, 40][pick % 4] ?? null;
      const expiresAt = days === null ? null : ledger.now() + days * DAY;
      const run = () =>
        ledger.one({ key, kind: 'grant', from: 'issue', to: walletOf(who), amount, lots: { expiresAt } });
      const { transferId } = (await ask(true, '', run)) ?? assert.fail();
      mine.available += amount;
      settle(who);
      earned.push({ id: transferId, who, left: amount });
    } else if (what === 'order') {
      const { transferId } = await ledger.pendingEarning(who, amount, ledger.now() + (pick % 9) * DAY + 1);
      mine.incoming += amount;
      const open = { id: transferId, who, rest: amount, posted: 0, taken: 0, isHold: false };
      opens.push(open);
      earned.push(open);
    } else if (what === 'hold') {
      const may = amount <= mine.available;
      const dueAt = ledger.now() + (pick % 9) * DAY + 1;
      const run = () =>
        ledger.one({
          phase: 'pending',
          key,
          kind: 'spend',
          from: walletOf(who),
          to: 'redemption',
          amount,
          dueAt,
        });
      const hold = await ask(may, 'points-short', run);
      if (!hold) continue;
      mine.available -= amount;
      mine.held += amount;
      opens.push({ id: hold.transferId, who, rest: amount, posted: 0, taken: 0, isHold: true });
    } else if ((what === 'post' || what === 'void') && begun) {
      const may = amount <= begun.rest;
      const run = () => ledger.one({ phase: what, key, of: begun.id, amount });
      if (!(await ask(may, 'not-now', run))) continue;
      endOf(begun, what, amount);
    } else if (what === 'spend') {
      const run = () => ledger.one({ key, kind: 'spend', from: walletOf(who), to: 'redemption', amount });
      const done = await ask(amount <= mine.available, 'points-short', run);
      if (!done) continue;
      mine.available -= amount;
      spent.push({ id: done.transferId, who, left: amount });
    } else if (what === 'refund') {
      const holds = opens.filter((open) => open.isHold && open.posted > 0);
      const of = one<Given | Open>([...spent, ...holds], pick);
      if (!of) continue;
      const left = 'left' in of ? of.left : of.posted - of.taken;
      const run = () =>
        ledger.one({
          key,
          kind: 'spend-refunded',
          from: 'redemption',
          to: walletOf(of.who),
          amount,
          lots: { returns: of.id },
        });
      if (!(await ask(amount <= left, 'not-now', run))) continue;
      if ('left' in of) of.left -= amount;
      else of.taken += amount;
      purse(of.who).available += amount;
      settle(of.who);
    } else if (what === 'contribute') {
      const run = () =>
        ledger.one({ key, kind: 'contribution', from: walletOf(who), to: potOf(club), amount });
      const done = await ask(amount <= mine.available, 'points-short', run);
      if (!done) continue;
      mine.available -= amount;
      pots.set(club, (pots.get(club) ?? 0) + amount);
      given.push({ id: done.transferId, who, club, left: amount });
    } else if (what === 'till') {
      const [, done] =
        (await ask(true, '', () =>
          ledger.write(
            { key, kind: 'till', from: 'till', to: walletOf(who), amount, lots: { expiresAt: null } },
            { key: `${key}b`, kind: 'contribution', from: walletOf(who), to: potOf(club), amount },
          ),
        )) ?? [];
      pots.set(club, (pots.get(club) ?? 0) + amount);
      given.push({ id: done?.transferId ?? '', who, club, left: amount });
      settle(who);
    } else if (what === 'leave') {
      // As a club does: what is no longer in the pot is not given back.
      const of = one(given, pick);
      const there = pots.get(of?.club ?? '') ?? 0;
      const back = Math.min(of?.left ?? 0, there);
      if (!of || back === 0) continue;
      const run = () =>
        ledger.one({
          key,
          kind: 'contribution-refunded',
          from: potOf(of.club ?? ''),
          to: walletOf(of.who),
          amount: back,
          lots: { returns: of.id },
        });
      await ask(true, '', run);
      of.left -= back;
      pots.set(of.club ?? '', there - back);
      purse(of.who).available += back;
      settle(of.who);
    } else if (what === 'pay-out' || what === 'coupon') {
      const there = pots.get(club) ?? 0;
      const to = what === 'coupon' ? 'coupon' : walletOf(who);
      const run = () =>
        ledger.one({
          key,
          kind: what === 'coupon' ? 'coupon' : 'club-payout',
          from: potOf(club),
          to,
          amount,
          ...(what === 'pay-out' && { lots: 'of-pot' as const }),
        });
      if (!(await ask(amount <= there, 'points-short', run))) continue;
      pots.set(club, there - amount);
      if (what === 'coupon') continue;
      mine.available += amount;
      settle(who);
    } else if (what === 'return') {
      const of = one(earned, pick);
      if (!of) continue;
      const left = 'left' in of ? of.left : of.posted - of.taken + of.rest;
      const taken = await ask(amount <= left, 'not-now', () => ledger.back(of.id, amount, key));
      if (!taken) continue;
      const theirs = purse(of.who);
      const voided = 'left' in of ? 0 : Math.min(amount, of.rest);
      const fromWallet = Math.min(amount - voided, theirs.available);
      assert.deepEqual(taken, { voided, taken: fromWallet, owed: amount - voided - fromWallet });
      theirs.available -= fromWallet;
      theirs.owed += taken.owed;
      theirs.incoming -= voided;
      if ('left' in of) of.left -= amount;
      else {
        of.rest -= voided;
        of.taken += amount - voided;
      }
    } else if (what === 'correct') {
      const taken = await ask(true, '', () => ledger.correct(who, amount, key));
      const fromWallet = Math.min(amount, mine.available);
      assert.deepEqual(taken, { voided: 0, taken: fromWallet, owed: amount - fromWallet });
      mine.available -= fromWallet;
      mine.owed += amount - fromWallet;
    } else if (what === 'wait') ledger.later((pick % 12) * DAY);
    else if (what === 'due') await due();
    else if (what === 'again' && last) await last();
    await compare();
  }
  await prove();
  return done;

  function endOf(open: Open, how: 'post' | 'void', amount: number) {
    const theirs = purse(open.who);
    open.rest -= amount;
    if (how === 'post') open.posted += amount;
    if (open.isHold) theirs.held -= amount;
    else theirs.incoming -= amount;
    if (open.isHold === (how === 'void')) theirs.available += amount;
    settle(open.who);
  }

  /** The jobs: what is due ends by itself, what is past its day expires. */
  async function due() {
    const { database, mallId, tools } = ledger;
    const working = { ...tools, database, log: silent };
    const rows = await ledger.db
      .selectFrom('pendings')
      .select('transfer_id')
      .where('mall_id', '=', mallId)
      .where('due_at', '<=', ledger.now())
      .execute();
    assert.equal(await endAllDue(working, mallId), rows.length);
    for (const row of rows) {
      const open = opens.find((one) => one.id === row.transfer_id) ?? assert.fail();
      endOf(open, open.isHold ? 'void' : 'post', open.rest);
    }
    const past = await ledger.db
      .selectFrom('lots')
      .select(['account_id', 'rest'])
      .where('mall_id', '=', mallId)
      .where('expires_at', '<=', ledger.now())
      .where('rest', '>', 0)
      .execute();
    assert.equal(await expireLots(working, mallId), past.length);
    for (const lot of past) purse(lot.account_id.slice(2)).available -= lot.rest;
  }

  async function compare() {
    for (const [who, must] of purses)
      assert.deepEqual(await walletNow(ledger.db, ledger.mallId, who), must, who);
    for (const [club, must] of pots)
      assert.equal((await potNow(ledger.db, ledger.mallId, club)).balance, must, club);
  }

  async function prove() {
    const verified = await ledger.db
      .transaction()
      .execute((trx) => verifyMall(trx, ledger.tools.secrets, ledger.mallId));
    assert.equal(verified.wrong, null);
    for (const account of [...PEOPLE.map(walletOf), ...CLUBS.map(potOf)]) {
      let balance = 0;
      for (const link of await chainOf(ledger.db, ledger.mallId, account, 0, 1000)) {
        balance += link.change;
        assert.equal(link.balance, balance);
        assert.ok(balance >= 0);
      }
    }
    const rows = await ledger.db
      .selectFrom('transfers')
      .selectAll()
      .where('mall_id', '=', ledger.mallId)
      .execute();
    const sums = new Map<string, number>();
    for (const row of rows) {
      if (row.phase === 'pending' || row.phase === 'void') continue;
      sums.set(row.from_account, (sums.get(row.from_account) ?? 0) - row.amount);
      sums.set(row.to_account, (sums.get(row.to_account) ?? 0) + row.amount);
    }
    assert.equal(
      [...sums.values()].reduce((sum, one) => sum + one, 0),
      0,
    );
    for (const [who, must] of purses) {
      assert.equal(sums.get(walletOf(who)) ?? 0, must.available + must.held);
      assert.equal(0 - (sums.get(`o:${who}`) ?? 0), must.owed);
      assert.ok(must.available === 0 || must.owed === 0, 'whoever owes has nothing to spend');
    }
  }
}
