// Many spend one balance at once, in one process and in two: one of them has it, all others are refused in plain words.
// ROUNDS=200 asks for so many rounds.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Database } from '../../server/base/db/database.ts';
import { migrate } from '../../server/base/db/migrate.ts';
import { walletNow } from '../../server/mall/points/ledger.ts';
import { verifyMall } from '../../server/mall/points/verify.ts';
import { migrations } from '../../server/migrations/index.ts';
import { ledgerOn } from '../support/ledger.ts';
import { another, openThere, type Spent, spendAll } from '../support/ledger-rush.ts';
import { freshDatabase } from '../support/postgres.ts';

const ROUNDS = Number(process.env.ROUNDS ?? 4);
const SPENDS = 64;
const MALL = 'rush';

describe('a rush for one balance', { timeout: 1_200_000 + ROUNDS * 10_000 }, () => {
  let where: { url?: string; file?: string };
  let tidy: () => Promise<void>;
  let database: Database;
  before(async () => {
    if (process.env.TEST_DB === 'postgres') {
      const fresh = await freshDatabase(process.env.TEST_DATABASE_URL ?? '');
      where = { url: fresh.url };
      tidy = fresh.drop;
    } else {
      const folder = mkdtempSync(join(tmpdir(), 'dangol-rush-'));
      where = { file: join(folder, 'dangol.sqlite') };
      tidy = async () => rmSync(folder, { recursive: true, force: true });
    }
    database = openThere(where);
    await migrate(database, migrations);
  });
  after(async () => {
    await database.close();
    await tidy();
  });

  const keysOf = (round: string, from: number, to: number) =>
    Array.from({ length: to - from }, (_, n) => `${round}-${from + n}`);

  /** One has it, all others are told that there is not enough, and nobody anything else. */
  async function assertOne(shopper: string, spent: readonly Spent[]) {
    const outcomes = spent.map((one) => one.outcome);
    assert.deepEqual(outcomes.toSorted(), ['done', ...Array(SPENDS - 1).fill('points-short')]);
    assert.equal((await walletNow(database.db, MALL, shopper)).available, 0);
  }
  async function assertSound() {
    const { wrong } = await database.db
      .transaction()
      .execute((trx) => verifyMall(trx, ledgerOn(database, MALL).tools.secrets, MALL));
    assert.equal(wrong, null);
  }

  it(`${SPENDS} spends in one process, ${ROUNDS} rounds`, async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const shopper = `one-${round}`;
      await ledgerOn(database, MALL).write({
        key: `earn-${shopper}`,
        kind: 'grant',
        from: 'issue',
        to: `w:${shopper}`,
        amount: 100,
        lots: { expiresAt: null },
      });
      const keys = keysOf(shopper, 0, SPENDS);
      await assertOne(shopper, await spendAll(database, { mallId: MALL, shopper, amount: 100, keys }));
    }
    await assertSound();
  });

  it(`${SPENDS} spends in two processes at the same time, ${ROUNDS} rounds; a key again has the same answer`, async () => {
    let overlaps = 0;
    let other = another(where);
    try {
      for (let round = 0; round < ROUNDS; round++) {
        const shopper = `two-${round}`;
        await ledgerOn(database, MALL).write({
          key: `earn-${shopper}`,
          kind: 'grant',
          from: 'issue',
          to: `w:${shopper}`,
          amount: 100,
          lots: { expiresAt: null },
        });
        const rush = { mallId: MALL, shopper, amount: 100 };
        // The first of the other process begin before ours, and ours before they have all ended.
        await other.spend({ ...rush, shopper: 'warm', keys: [] });
        const [theirs, ours] = await Promise.all([
          other.spend({ ...rush, keys: keysOf(shopper, 0, SPENDS / 2) }),
          spendAll(database, { ...rush, keys: keysOf(shopper, SPENDS / 2, SPENDS) }),
        ]);
        await assertOne(shopper, [...theirs, ...ours]);
        const from = Math.min(...ours.map((one) => one.from));
        const to = Math.max(...ours.map((one) => one.to));
        if (theirs.some((one) => one.from <= to && one.to >= from)) overlaps++;
        const first = [...theirs, ...ours].find((one) => one.outcome === 'done');
        // Once more, from a process that has just begun.
        if (round === ROUNDS - 1) {
          await other.end();
          other = another(where);
        }
        const [again] = await other.spend({ ...rush, keys: [first?.key ?? ''] });
        assert.deepEqual(
          [again?.outcome, again?.transferId, again?.replayed],
          ['done', first?.transferId, true],
        );
      }
    } finally {
      await other.end();
    }
    assert.ok(overlaps > 0, 'void: the two processes never met');
    await assertSound();
  });

  it('one key many times at once has one effect and one answer', async () => {
    const ledger = ledgerOn(database, MALL);
    await ledger.write({
      key: 'earn-key',
      kind: 'grant',
      from: 'issue',
      to: 'w:key',
      amount: 1000,
      lots: { expiresAt: null },
    });
    const keys = Array.from({ length: 16 }, () => 'the-one-key');
    const spent = await spendAll(database, { mallId: MALL, shopper: 'key', amount: 10, keys });
    assert.deepEqual(new Set(spent.map((one) => one.outcome)), new Set(['done']));
    assert.equal(new Set(spent.map((one) => one.transferId)).size, 1);
    assert.equal((await walletNow(database.db, MALL, 'key')).available, 990);
  });

  it('many who give to one pot at once are all taken', async () => {
    const ledger = ledgerOn(database, MALL);
    const people = Array.from({ length: 24 }, (_, n) => `giver-${n}`);
    for (const who of people)
      await ledger.write({
        key: `earn-${who}`,
        kind: 'grant',
        from: 'issue',
        to: `w:${who}`,
        amount: 10,
        lots: { expiresAt: null },
      });
    await Promise.all(
      people.map((who) =>
        ledger.write({ key: `give-${who}`, kind: 'contribution', from: `w:${who}`, to: 'p:pot', amount: 10 }),
      ),
    );
    await assertSound();
  });
});
