import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { sql } from 'kysely';
import { openSqlite } from '../../server/base/db/database.ts';
import { openPostgres } from '../../server/base/db/postgres.ts';
import { dangolHere } from '../support/cli.ts';
import { freshDatabase } from '../support/postgres.ts';

describe('points by command', () => {
  let folder: string;
  let environment: Record<string, string>;
  let drop = async () => {};
  async function json(...args: string[]) {
    const { code, stdout, stderr } = await dangolHere(environment, ...args, '--json');
    assert.equal(code, 0, stderr);
    return JSON.parse(stdout);
  }

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'dangol-points-cli-'));
    environment = { DATA_DIR: join(folder, 'data') };
    if (process.env.TEST_DB === 'postgres') {
      const database = await freshDatabase(process.env.TEST_DATABASE_URL ?? '');
      drop = database.drop;
      environment = { ...environment, DATABASE_URL: database.url, MASTER_KEY: '3c'.repeat(32) };
    }
    await json('mall', 'add', '--id', 'shop1', '--name', 'Shop', '--origin', 'https://shop.example');
  });
  after(async () => {
    await drop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('are given, taken and told of', async () => {
    const give = (amount: string, ...more: string[]) =>
      json(
        'points',
        'grant',
        'shop1',
        '--shopper',
        'kim',
        `--amount=${amount}`,
        '--note',
        'Welcome',
        ...more,
      );
    const given = await give('1000', '--key', 'welcome-kim');
    assert.deepEqual([given.amount, given.owed], [1000, 0]);
    assert.deepEqual(await give('1000', '--key', 'welcome-kim'), given, 'once');
    assert.equal((await give('-1200')).owed, 200);
    await json('mall', 'set', 'shop1', 'points.orderRate=100', 'points.budgets.order=5000');
    const report = await json('points', 'show', 'shop1');
    assert.deepEqual(
      [report.mall, report.wallets, report.owed, report.issued, report.spent],
      ['shop1', 0, 200, -200, 0],
    );
    const { stdout } = await dangolHere(environment, 'points', 'show', 'shop1');
    assert.match(stdout, /^shop1 owes its shoppers 0 points\.\n/);
    assert.match(stdout, /\n {2}order +0 of 5,000\n {2}text +off\n/);
  });

  it('are proven; what was changed by hand is named, and ends with 1', async () => {
    await json('points', 'grant', 'shop1', '--shopper', 'lee', '--amount=700', '--note', 'Welcome');
    const sound = await json('ledger', 'verify');
    assert.equal(sound.sound, true);
    assert.deepEqual(
      sound.malls.map((one: { mall: string; wrong: unknown }) => [one.mall, one.wrong]),
      [['shop1', null]],
    );
    const verify = (...more: string[]) => dangolHere(environment, 'ledger', 'verify', ...more);
    const told = await verify('shop1', '--progress');
    assert.equal(told.code, 0);
    assert.match(
      told.stdout,
      /^shop1: \d+ transfers of \d+ accounts, every sum, chain and lot as it must be\.\n$/,
    );
    assert.match(told.stderr, /^Checking shop1: \d+ transfers\n/);

    const database = environment.DATABASE_URL
      ? openPostgres(environment.DATABASE_URL)
      : openSqlite(join(folder, 'data', 'dangol.sqlite'));
    let changed = '';
    try {
      const rows = await database.db.selectFrom('transfers').selectAll().orderBy('transfer_id').execute();
      const first = rows.find((row) => row.amount === 700) ?? assert.fail();
      changed = first.transfer_id;
      await database.write(async (trx) => {
        const guard = database.kind === 'sqlite' ? 'transfers_not_changed' : 'transfers_stay on transfers';
        await sql.raw(`drop trigger ${guard}`).execute(trx);
        await trx
          .updateTable('transfers')
          .set({ amount: 701 })
          .where('mall_id', '=', 'shop1')
          .where('transfer_id', '=', changed)
          .execute();
      });
    } finally {
      await database.close();
    }
    const wrong = await verify();
    assert.equal(wrong.code, 1);
    assert.match(
      wrong.stdout,
      new RegExp(`^shop1: WRONG after \\d+ transfers: transfer ${changed}, [a-z_]+: `),
    );
    const inJson = await verify('--json');
    assert.equal(inJson.code, 1);
    const { sound: isSound, malls } = JSON.parse(inJson.stdout);
    assert.equal(isSound, false);
    assert.deepEqual([malls[0].wrong.table, malls[0].wrong.id], ['transfers', changed]);
    assert.equal((await verify('nowhere')).code, 1);
  });

  it('that are none are refused', async () => {
    for (const amount of ['0', '1.5', 'five', '1e3', '99999999999'])
      assert.equal(
        (
          await dangolHere(
            environment,
            'points',
            'grant',
            'shop1',
            '--shopper',
            'kim',
            `--amount=${amount}`,
            '--note',
            'x',
          )
        ).code,
        2,
        amount,
      );
    assert.equal((await dangolHere(environment, 'points', 'show', 'nowhere')).code, 1);
  });
});
