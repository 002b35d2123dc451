// What happens to points by itself: once whoever does it, and one that cannot be done holds up no other.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { DAY } from '../../server/base/clock.ts';
import type { Database } from '../../server/base/db/database.ts';
import { migrate } from '../../server/base/db/migrate.ts';
import { openJobs } from '../../server/base/jobs/jobs.ts';
import type { Services } from '../../server/base/services.ts';
import { endAllDue, pointsJobs } from '../../server/mall/points/jobs.ts';
import { type NewTransfer, walletNow, walletOf } from '../../server/mall/points/ledger.ts';
import { verifyMall } from '../../server/mall/points/verify.ts';
import { migrations } from '../../server/migrations/index.ts';
import { silent } from '../support/ground.ts';
import { ledgerOn } from '../support/ledger.ts';
import { another, openThere, workOffAt } from '../support/ledger-rush.ts';
import { freshDatabase } from '../support/postgres.ts';

/** Of each person in the first round; each round has so many more, until neither process does all of them. */
const EACH = 30;

describe('points that move by themselves', () => {
  let where: { url?: string; file?: string };
  let tidy: () => Promise<void>;
  let database: Database;
  before(async () => {
    if (process.env.TEST_DB === 'postgres') {
      const fresh = await freshDatabase(process.env.TEST_DATABASE_URL ?? '');
      where = { url: fresh.url };
      tidy = fresh.drop;
    } else {
      const folder = mkdtempSync(join(tmpdir(), 'dangol-due-'));
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

  async function assertSound(mall: string) {
    const { wrong } = await database.db
      .transaction()
      .execute((trx) => verifyMall(trx, ledgerOn(database, mall).tools.secrets, mall));
    assert.equal(wrong, null);
  }

  it('move once where two processes do it at the same time', async () => {
    const mall = 'both';
    const ledger = ledgerOn(database, mall);
    const people = Array.from({ length: 20 }, (_, n) => `p${n}`);
    const other = another(where);
    let each = 0;
    let met = false;
    try {
      // Until each of them had a part of it.
      for (let round = 1; round <= 12 && !met; round++) {
        const more = EACH * round;
        each += more;
        for (const who of people)
          await ledger.write(
            ...Array.from({ length: more }, (_, n): NewTransfer => {
              const due = ledger.now() + round * DAY;
              return {
                phase: 'pending',
                key: ledger.key(),
                kind: 'order',
                from: 'issue',
                to: walletOf(who),
                amount: 10,
                // One of them does not last until the next round.
                lots: { expiresAt: n === 0 ? due + DAY / 2 : null },
                dueAt: due,
              };
            }),
          );
        await other.workOff(mall, 0);
        const [theirs, ours] = await Promise.all([
          other.workOff(mall, round * DAY),
          workOffAt(database, mall, round * DAY),
        ]);
        // What came into the lots of the round before is past its day by now.
        const expired = round > 1 ? people.length : 0;
        assert.equal(theirs + ours, people.length * more + expired);
        for (const who of people) {
          const { available, incoming } = await walletNow(database.db, mall, who);
          assert.deepEqual([available, incoming], [each * 10 - (round - 1) * 10, 0]);
        }
        met = theirs > 0 && ours > 0;
      }
    } finally {
      await other.end();
    }
    assert.ok(met, 'void: the two processes never met');
    await assertSound(mall);
  });

  it('one that cannot be moved is told of, and all others are moved', async () => {
    const mall = 'stuck';
    const ledger = ledgerOn(database, mall);
    const due = ledger.now() + DAY;
    const ids: string[] = [];
    for (let n = 0; n < 7; n++) ids.push((await ledger.pendingEarning(`s${n}`, 10, due + n)).transferId);
    // Somebody wrote into the database by hand: nobody has that wallet, and nothing is to come into it.
    const rename = (to: string) =>
      database.write((trx) =>
        trx
          .updateTable('pendings')
          .set({ to_account: to })
          .where('mall_id', '=', mall)
          .where('transfer_id', '=', ids[2] ?? '')
          .execute(),
      );
    await rename(walletOf('nobody'));
    const lines: { id?: string; mall?: string; level: number }[] = [];
    const log = pino({}, { write: (line: string) => void lines.push(JSON.parse(line)) });
    ledger.later(2 * DAY);
    const working = { ...ledger.tools, database, log };
    assert.equal(await endAllDue(working, mall), 6);
    assert.deepEqual(
      lines.map((one) => [one.level, one.mall, one.id]),
      [[50, mall, ids[2]]],
    );
    for (const n of [0, 1, 3, 4, 5, 6])
      assert.equal((await walletNow(database.db, mall, `s${n}`)).available, 10);
    await rename(walletOf('s2'));
    assert.equal(await endAllDue(working, mall), 1, 'it goes on as soon as it can');
    await assertSound(mall);
  });

  it('an earning whose day is over when it is written is there at once', async () => {
    const mall = 'late';
    const ledger = ledgerOn(database, mall);
    const earned = await ledger.pendingEarning('late', 70, ledger.now());
    const { available, incoming } = await walletNow(database.db, mall, 'late');
    assert.deepEqual([available, incoming], [70, 0]);
    assert.equal((await ledger.back(earned.transferId, 30)).taken, 30);
    assert.equal(await endAllDue({ ...ledger.tools, database, log: silent }, mall), 0);
    await assertSound(mall);
  });

  it('what all malls owe is a figure of the service, asked of the database once a minute', async () => {
    const ledger = ledgerOn(database, 'figure');
    const sums = async () => {
      const rows = await database.db
        .selectFrom('accounts')
        .select(['kind', (q) => q.fn.sum<number>('balance').as('sum')])
        .groupBy('kind')
        .execute();
      return new Map(rows.map((row) => [row.kind as string, Number(row.sum)]));
    };
    const metrics = new Registry();
    const { now } = ledger;
    const jobs = openJobs({ database, now, log: silent });
    pointsJobs({ ...ledger.tools, database, jobs, metrics, log: silent } as unknown as Services);
    const shown = async () => {
      const found = (await metrics.getMetricsAsJSON()).find((one) => one.name === 'dangol_points_owed');
      const values = (found as unknown as { values: { value: number; labels: { kind: string } }[] }).values;
      return new Map(values.map((one) => [one.labels.kind, one.value]));
    };
    await ledger.earn('kim', 900);
    await ledger.contribute('kim', 'c', 350);
    const before = await sums();
    const figure = await shown();
    assert.equal(figure.get('wallet'), before.get('wallet'));
    assert.equal(figure.get('pot'), before.get('pot'));
    assert.ok((figure.get('wallet') ?? 0) >= 550 && (figure.get('pot') ?? 0) >= 350);
    assert.equal(figure.has('owed'), false, 'what shoppers owe is no debt of the mall');
    await ledger.earn('kim', 100);
    assert.equal((await shown()).get('wallet'), before.get('wallet'));
    ledger.later(61_000);
    assert.equal((await shown()).get('wallet'), (before.get('wallet') ?? 0) + 100);
  });
});
