import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
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
    await json('mall', 'add', 'shop1', '--name', 'Shop', '--origin', 'https://shop.example');
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
