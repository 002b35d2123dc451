import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type DemoMall, koreanMall } from '../../server/commands/seed/data.ts';
import { seedDemo } from '../../server/commands/seed/demo.ts';
import { openSeeding } from '../../server/commands/seed/session.ts';
import { readSettings } from '../../server/settings.ts';
import { dangolHere } from '../support/cli.ts';
import { freshDatabase } from '../support/postgres.ts';

const MASTER_KEY = '3c'.repeat(32);
const ORIGIN = 'http://localhost:8788';

describe('naegong on the command line', () => {
  let folder: string;
  let environment: Record<string, string>;
  let drop = async () => {};
  let data: DemoMall;
  const run = (...args: string[]) => dangolHere(environment, ...args);
  async function json(...args: string[]) {
    const { code, stdout, stderr } = await run(...args, '--json');
    assert.equal(code, 0, stderr);
    return JSON.parse(stdout);
  }

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'dangol-naegong-'));
    environment = { DATA_DIR: folder, PUBLIC_URL: 'https://community.example/', MASTER_KEY };
    if (process.env.TEST_DB === 'postgres') {
      const database = await freshDatabase(process.env.TEST_DATABASE_URL ?? '');
      drop = database.drop;
      environment.DATABASE_URL = database.url;
    }
    const now = Date.now();
    data = koreanMall(ORIGIN, now, { reviews: 12 });
    const seeding = await openSeeding(readSettings(environment));
    try {
      await seedDemo(seeding, data, { origin: ORIGIN, origins: [ORIGIN], now, progress: () => {} });
    } finally {
      await seeding.close();
    }
  });
  after(async () => {
    await drop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('dry-run says who would move and changes nothing; recount then does just that', async () => {
    assert.equal((await json('naegong', 'dry-run', 'byeot')).moved, 0);
    const { code, stdout } = await run('naegong', 'dry-run', 'byeot', '--levels', 'nineteen');
    assert.equal(code, 0);
    assert.match(stdout, /would change their level\. Nothing was changed\./);
    const args = ['naegong', 'dry-run', 'byeot', 'reputation.helpful=50', '--levels', 'nineteen'];
    const moves = await json(...args);
    assert.ok(moves.moved > 0 && moves.items.length === moves.moved);
    assert.deepEqual(await json(...args), moves);
    await json('mall', 'set', 'byeot', 'reputation.levels=nineteen', 'reputation.helpful=50');
    const { members } = await json('naegong', 'recount', 'byeot');
    assert.ok(members >= moves.members);
    assert.equal((await json('naegong', 'dry-run', 'byeot')).moved, 0);
    const { settings } = await json('mall', 'show', 'byeot');
    assert.equal(settings.reputation.levels.length, 19);
    await json('mall', 'set', 'byeot', 'reputation.levels=five', 'reputation.helpful=5');
    await json('naegong', 'recount', 'byeot');
  });

  it('why lists what the naegong is the sum of', async () => {
    const { shopper } = data.reviews.toSorted((a, b) => b.votes.length - a.votes.length)[0]!;
    const why = await json('naegong', 'why', 'byeot', shopper);
    assert.ok(why.naegong > 0 && why.items.length > 0);
    const sum = why.items.reduce((all: number, one: { amount: number }) => all + one.amount, 0);
    assert.equal(Math.round(sum * 100), Math.round(why.naegong * 100));
    const { stdout } = await run('naegong', 'why', 'byeot', shopper);
    assert.match(stdout, /^Naegong [\d.]+, level \d, \d+ people helped/);
    assert.match(stdout, /\+5 {2}a vote "helpful", on /);
  });

  it('names what is wrong', async () => {
    for (const [args, words] of [
      [['dry-run', 'byeot', '--levels', 'many'], /--levels: one of five, nineteen/],
      [['dry-run', 'byeot', 'locale=en'], /"locale" is no number of the reputation/],
      [['dry-run', 'nowhere'], /There is no mall "nowhere"/],
      [['why', 'byeot', 'nobody'], /has no shopper "nobody"/],
    ] as const) {
      const { code, stderr } = await run('naegong', ...args);
      assert.notEqual(code, 0);
      assert.match(stderr, words);
    }
    const { stderr } = await run('mall', 'set', 'byeot', 'reputation.levels=lots');
    assert.match(stderr, /reputation\.levels: five, nineteen, a JSON list/);
  });
});
