// The core of the ledger: what a transfer moves, what it refuses, and what it leaves behind.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { sql } from 'kysely';
import { DAY } from '../../server/base/clock.ts';
import { Problem } from '../../server/base/http/problem.ts';
import { sha256 } from '../../server/base/secrets.ts';
import { chainOf, movementsOf, potNow, potOf, walletNow, walletOf } from '../../server/mall/points/ledger.ts';
import { openGround } from '../support/ground.ts';
import { BEGIN, ledgerOn, type TestLedger } from '../support/ledger.ts';

const refused = (code: string) => (error: unknown) => error instanceof Problem && error.code === code;

describe('the ledger', () => {
  let ground: Awaited<ReturnType<typeof openGround>>;
  let ledger: TestLedger;
  let malls = 0;
  before(async () => {
    ground = await openGround();
  });
  after(() => ground.close());
  beforeEach(() => {
    ledger = ledgerOn(ground.database, `mall-${++malls}`);
  });
  const wallet = (shopper: string) => walletNow(ledger.db, ledger.mallId, shopper);
  const pot = async (club: string) => (await potNow(ledger.db, ledger.mallId, club)).balance;
  const rests = async (shopper: string) => (await ledger.lots(shopper)).map((one) => one.rest);

  it('gives into lots, and spends what expires next, never last', async () => {
    await ledger.earn('kim', 100, null);
    await ledger.earn('kim', 30, 60);
    await ledger.earn('kim', 20, 30);
    assert.deepEqual(await wallet('kim'), { available: 150, held: 0, incoming: 0, owed: 0 });
    await ledger.spend('kim', 40);
    assert.deepEqual(
      (await ledger.lots('kim')).map((one) => [one.rest, one.expires_at]),
      [
        [10, BEGIN + 60 * DAY],
        [100, null],
      ],
    );
    await ledger.spend('kim', 110);
    assert.deepEqual(await wallet('kim'), { available: 0, held: 0, incoming: 0, owed: 0 });
  });

  it('refuses what is not there, and leaves no trace of it', async () => {
    await ledger.earn('kim', 100);
    await assert.rejects(ledger.spend('kim', 101), refused('points-short'));
    await assert.rejects(ledger.contribute('lee', 'c', 1), refused('points-short'));
    await ledger.hold('kim', 60);
    await assert.rejects(ledger.spend('kim', 41), refused('points-short'));
    // All of a call or none.
    await assert.rejects(
      ledger.write(
        { key: 'a1', kind: 'spend', from: walletOf('kim'), to: 'redemption', amount: 30 },
        { key: 'a2', kind: 'spend', from: walletOf('kim'), to: 'redemption', amount: 30 },
      ),
      refused('points-short'),
    );
    assert.deepEqual(await wallet('kim'), { available: 40, held: 60, incoming: 0, owed: 0 });
    assert.equal((await movementsOf(ledger.db, ledger.mallId, walletOf('kim'), 99, 99)).length, 2);
  });

  it('refuses amounts that are none', async () => {
    await ledger.earn('kim', 100);
    for (const amount of [0, -1, 0.5, Number.NaN, 2 ** 53, '5', null, [5]])
      await assert.rejects(ledger.spend('kim', amount as number), /no amount/);
    assert.equal((await wallet('kim')).available, 100);
  });

  it('writes once for each key, for ever, and refuses the key with anything else', async () => {
    await ledger.earn('kim', 100);
    const spend = (amount: number, to = 'redemption') =>
      ledger.one({ key: 'once', kind: 'spend', from: walletOf('kim'), to, amount });
    const first = await spend(30);
    ledger.later(400 * DAY);
    assert.deepEqual(await spend(30), { ...first, replayed: true });
    await assert.rejects(spend(31), refused('key-reused'));
    await assert.rejects(spend(30, 'till'), refused('key-reused'));
    assert.equal((await wallet('kim')).available, 70);
    // A call whose first half was written before writes its other half.
    const both = await ledger.write(
      { key: 'once', kind: 'spend', from: walletOf('kim'), to: 'redemption', amount: 30 },
      { key: 'twice', kind: 'spend', from: walletOf('kim'), to: 'redemption', amount: 5 },
    );
    assert.deepEqual(
      both.map((one) => one.replayed),
      [true, false],
    );
    assert.equal((await wallet('kim')).available, 65);
  });

  it('holds, captures in parts, lets the rest go, and refunds to the lots they came from', async () => {
    await ledger.earn('kim', 50, 10);
    await ledger.earn('kim', 100, 20);
    const hold = await ledger.hold('kim', 120);
    assert.deepEqual(await wallet('kim'), { available: 30, held: 120, incoming: 0, owed: 0 });
    await ledger.end('post', hold.transferId, 40);
    await ledger.end('post', hold.transferId, 40);
    await assert.rejects(ledger.end('post', hold.transferId, 41), refused('not-now'));
    await ledger.end('void', hold.transferId);
    await assert.rejects(ledger.end('void', hold.transferId), refused('not-now'));
    assert.deepEqual(await wallet('kim'), { available: 70, held: 0, incoming: 0, owed: 0 });
    assert.deepEqual(await rests('kim'), [70]);
    const refund = (amount: number) =>
      ledger.one({
        key: ledger.key(),
        kind: 'spend-refunded',
        from: 'redemption',
        to: walletOf('kim'),
        amount,
        lots: { returns: hold.transferId },
      });
    await refund(50);
    assert.deepEqual(await rests('kim'), [20, 100]);
    await assert.rejects(refund(31), refused('not-now'));
    await refund(30);
    assert.deepEqual(await rests('kim'), [50, 100]);
  });

  it('does not refund what is held still', async () => {
    await ledger.earn('kim', 100);
    const hold = await ledger.hold('kim', 100);
    await ledger.end('post', hold.transferId, 30);
    const refund = {
      kind: 'spend-refunded',
      from: 'redemption',
      to: walletOf('kim'),
      lots: { returns: hold.transferId },
    } as const;
    await assert.rejects(ledger.one({ ...refund, key: 'r', amount: 31 }), refused('not-now'));
    await ledger.one({ ...refund, key: 'r', amount: 30 });
    await ledger.end('void', hold.transferId);
    assert.deepEqual(await rests('kim'), [100]);
  });

  it('gives what comes back after its day 30 days more, and refunds the rest where it was', async () => {
    await ledger.earn('kim', 50, 10);
    await ledger.earn('kim', 50, null);
    const hold = await ledger.hold('kim', 70);
    ledger.later(11 * DAY);
    await ledger.end('void', hold.transferId, 30);
    await ledger.end('void', hold.transferId);
    assert.deepEqual(
      (await ledger.lots('kim')).map((one) => [
        one.rest,
        one.expires_at && Math.floor((one.expires_at - BEGIN) / DAY),
      ]),
      [
        [10, 41],
        [40, 41],
        [50, null],
      ],
    );
  });

  it('shows what is to come, and puts it into the lot that was named then', async () => {
    const earning = await ledger.pendingEarning('kim', 500);
    assert.deepEqual(await wallet('kim'), { available: 0, held: 0, incoming: 500, owed: 0 });
    assert.deepEqual(await rests('kim'), []);
    await ledger.end('post', earning.transferId, 200);
    await ledger.end('post', earning.transferId, 100);
    await ledger.end('void', earning.transferId);
    assert.deepEqual(await wallet('kim'), { available: 300, held: 0, incoming: 0, owed: 0 });
    assert.deepEqual(
      (await ledger.lots('kim')).map((one) => [one.rest, one.expires_at]),
      [[300, BEGIN + 372 * DAY]],
    );
    assert.deepEqual(
      await ledger.db.selectFrom('pendings').selectAll().where('mall_id', '=', ledger.mallId).execute(),
      [],
    );
  });

  it('collects in a pot by days, refunds to the lots, and pays out by days', async () => {
    await ledger.earn('kim', 100, 10);
    await ledger.earn('kim', 100, null);
    await ledger.earn('lee', 50, 10);
    const kim = await ledger.contribute('kim', 'c', 150);
    await ledger.contribute('lee', 'c', 50);
    const day = Math.ceil((BEGIN + 10 * DAY) / DAY) * DAY;
    const days = async () => (await ledger.days('c')).map((one) => [one.expires_at, one.amount]);
    assert.deepEqual(await days(), [
      [0, 50],
      [day, 150],
    ]);
    await ledger.one({
      key: 'leave',
      kind: 'contribution-refunded',
      from: potOf('c'),
      to: walletOf('kim'),
      amount: 70,
      lots: { returns: kim.transferId },
    });
    assert.deepEqual(await days(), [[day, 130]]);
    assert.deepEqual(await rests('kim'), [20, 100]);
    ledger.later(30 * DAY);
    await ledger.one({
      key: 'paid',
      kind: 'club-payout',
      from: potOf('c'),
      to: walletOf('park'),
      amount: 130,
      lots: 'of-pot',
    });
    assert.equal(await pot('c'), 0);
    assert.deepEqual(
      (await ledger.lots('park')).map((one) => [one.rest, (one.expires_at ?? 0) - BEGIN]),
      [[130, 60 * DAY]],
    );
    await assert.rejects(
      ledger.one({ key: 'more', kind: 'coupon', from: potOf('c'), to: 'coupon', amount: 1 }),
      refused('points-short'),
    );
  });

  it('takes back out of the lot it came into; the rest is owed, and met by whatever comes', async () => {
    const given = await ledger.earn('kim', 100, 300);
    await ledger.earn('kim', 40, 5);
    assert.deepEqual(await ledger.back(given.transferId, 30, 'b'), { voided: 0, taken: 30, owed: 0 });
    assert.deepEqual(await ledger.back(given.transferId, 30, 'b'), { voided: 0, taken: 30, owed: 0 });
    await assert.rejects(ledger.back(given.transferId, 29, 'b'), refused('key-reused'));
    assert.deepEqual(await rests('kim'), [40, 70]);
    const hold = await ledger.hold('kim', 60);
    assert.deepEqual(await ledger.back(given.transferId, 70), { voided: 0, taken: 50, owed: 20 });
    await assert.rejects(ledger.back(given.transferId, 1), refused('not-now'));
    assert.deepEqual(await wallet('kim'), { available: 0, held: 60, incoming: 0, owed: 20 });
    // What comes back meets it as well: else points were hidden in a hold or a pot.
    await ledger.end('void', hold.transferId, 15);
    assert.deepEqual(await wallet('kim'), { available: 0, held: 45, incoming: 0, owed: 5 });
    await ledger.earn('kim', 100);
    assert.deepEqual(await wallet('kim'), { available: 95, held: 45, incoming: 0, owed: 0 });
    assert.deepEqual(await ledger.correct('kim', 100), { voided: 0, taken: 95, owed: 5 });
  });

  it('voids what is pending before it takes anything', async () => {
    const given = await ledger.pendingEarning('kim', 100);
    await ledger.end('post', given.transferId, 60);
    await ledger.spend('kim', 50);
    assert.deepEqual(await ledger.back(given.transferId, 70), { voided: 40, taken: 10, owed: 20 });
    assert.deepEqual(await wallet('kim'), { available: 0, held: 0, incoming: 0, owed: 20 });
  });

  it('lets a call pass points on before debts are met', async () => {
    const given = await ledger.earn('kim', 100);
    await ledger.spend('kim', 100);
    await ledger.back(given.transferId, 100);
    await ledger.write(
      { key: 't1', kind: 'till', from: 'till', to: walletOf('kim'), amount: 30, lots: { expiresAt: null } },
      { key: 't2', kind: 'contribution', from: walletOf('kim'), to: potOf('c'), amount: 30 },
    );
    assert.equal(await pot('c'), 30);
    assert.deepEqual(await wallet('kim'), { available: 0, held: 0, incoming: 0, owed: 100 });
  });

  it('chains each account: a hash over the one before and the parts of this', async () => {
    await ledger.earn('kim', 100);
    await ledger.contribute('kim', 'c', 60);
    await ledger.contribute('kim', 'c', 10);
    for (const account of [walletOf('kim'), potOf('c')]) {
      const chain = await chainOf(ledger.db, ledger.mallId, account, 0, 100);
      let before = sha256(account);
      for (const [at, link] of chain.entries()) {
        assert.equal(link.seq, at + 1);
        assert.equal(link.parts[0], link.seq);
        assert.equal(link.parts[13], link.balance);
        before = sha256(JSON.stringify([before, ...link.parts]));
        assert.equal(link.hash, before);
      }
      assert.ok(chain.length >= 2);
      assert.deepEqual(
        (await chainOf(ledger.db, ledger.mallId, account, 1, 1)).map((one) => one.seq),
        [2],
      );
      assert.deepEqual(
        (await movementsOf(ledger.db, ledger.mallId, account, 3, 2)).map((one) => one.seq),
        [2, 1],
      );
    }
    const { head, seq, balance } = await potNow(ledger.db, ledger.mallId, 'c');
    const [last] = await movementsOf(ledger.db, ledger.mallId, potOf('c'), 99, 1);
    assert.deepEqual([head, seq, balance], [last?.hash, 2, 70]);
  });

  it('goes on in time where the clock does not', async () => {
    for (let n = 0; n < 5; n++) await ledger.earn('kim', 1);
    ledger.later(-DAY);
    await ledger.spend('kim', 5);
    const times = (await chainOf(ledger.db, ledger.mallId, walletOf('kim'), 0, 9)).map((one) => one.row);
    for (const [at, row] of times.entries()) {
      const before = times[at - 1];
      if (before) assert.ok(row.at > before.at && row.transfer_id > before.transfer_id);
    }
  });

  it('keeps facts apart, under a digest that stays when they go', async () => {
    const { transferId } = await ledger.one({
      key: 'f',
      kind: 'grant',
      from: 'issue',
      to: walletOf('kim'),
      amount: 5,
      lots: { expiresAt: null },
      facts: { note: '생일 축하해요' },
    });
    const facts = () =>
      ledger.db
        .selectFrom('transfer_facts')
        .selectAll()
        .where('transfer_id', '=', transferId)
        .executeTakeFirst();
    assert.equal((await facts())?.shopper_id, 'kim');
    assert.equal((await facts())?.note, '생일 축하해요');
    await ground.database.write((trx) =>
      trx
        .deleteFrom('transfer_facts')
        .where('mall_id', '=', ledger.mallId)
        .where('shopper_id', '=', 'kim')
        .execute(),
    );
    const [link] = await chainOf(ledger.db, ledger.mallId, walletOf('kim'), 0, 1);
    assert.match(link?.row.facts_digest ?? '', /^[0-9a-f]{64}$/);
  });

  it('tells wallets and pots', async () => {
    await ledger.earn('kim', 10);
    await ledger.contribute('kim', 'c', 10);
    const events = await ledger.db
      .selectFrom('outbox')
      .select(['kind', 'topic'])
      .where('mall_id', '=', ledger.mallId)
      .orderBy('created_at')
      .execute();
    assert.deepEqual(
      events.map((one) => `${one.kind} ${one.topic}`),
      ['points.moved shopper:kim', 'points.moved shopper:kim', 'club.moved club:c'],
    );
  });

  it('stays as it was written: the database refuses every change', async () => {
    await ledger.earn('kim', 10);
    for (const table of ['transfers', 'lot_moves'])
      for (const change of [
        `update ${table} set amount = amount + 1`,
        `update ${table} set lots_digest = ''`,
        `delete from ${table}`,
        `insert or replace into ${table} select * from ${table}`,
      ]) {
        const isOfBoth = !change.includes('digest') || table === 'transfers';
        if (!isOfBoth || (change.includes('replace') && ground.database.kind !== 'sqlite')) continue;
        await assert.rejects(
          ground.database.write((trx) => sql.raw(change).execute(trx)),
          /never changed/,
          change,
        );
      }
  });

  it('refuses a balance below nothing in the table itself', async () => {
    await ledger.earn('kim', 10);
    for (const set of ['balance = -1', 'held = 11', 'incoming = -1'])
      await assert.rejects(
        ground.database.write((trx) =>
          sql.raw(`update accounts set ${set} where mall_id = '${ledger.mallId}'`).execute(trx),
        ),
        /constraint/i,
      );
  });
});
