// The mall that `npm run bench -- scale` generates: the same however often it was interrupted, and read by the service.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, it } from 'node:test';
import { type GeneratedMall, generateMall } from '../bench/support/mall-fill.ts';

const MEMBERS = 400;
const root = mkdtempSync(join(tmpdir(), 'dangol-generated-'));
after(() => rmSync(root, { recursive: true, force: true }));

const TABLES = [
  'shoppers',
  'products',
  'orders',
  'order_lines',
  'reviews',
  'review_facets',
  'votes',
  'photos',
  'product_stats',
  'product_facet_stats',
  'product_drift',
  'wishlists',
  'wishes',
  'product_wishes',
  'blogs',
  'blog_boards',
  'stories',
  'story_marks',
  'story_hearts',
  'shown_purchases',
  'neighbours',
  'blog_visits',
];
function contents(mall: GeneratedMall): Record<string, number> {
  const db = mall.open();
  const count = (table: string) =>
    (db.prepare(`select count(*) as count from ${table}`).get() as { count: number }).count;
  const found = Object.fromEntries(TABLES.map((table) => [table, count(table)]));
  const indexes = db.prepare("select count(*) as count from sqlite_master where type = 'index'").get();
  db.close();
  return { ...found, indexes: (indexes as { count: number }).count };
}

const skip = process.env.TEST_DB === 'postgres' && 'it is an SQLite file';
it('goes on where it was interrupted, and is used again when it is finished', { skip }, async () => {
  const whole = await generateMall(join(root, 'whole'), MEMBERS, () => undefined);
  for (const at of [3, 5, 14]) {
    let lines = 0;
    const interrupted = generateMall(join(root, 'halves'), MEMBERS, () => {
      if (++lines === at) throw new Error('power');
    });
    await assert.rejects(interrupted, /power/);
  }
  const halves = await generateMall(join(root, 'halves'), MEMBERS, () => undefined);
  assert.deepEqual(contents(halves), contents(whole));
  for (const table of TABLES) assert.ok(contents(whole)[table], `${table} is empty`);
  await generateMall(join(root, 'halves'), MEMBERS, () => assert.fail('nothing is left to be done'));
  await assert.rejects(
    generateMall(join(root, 'halves'), MEMBERS + 1, () => undefined),
    /another mall/,
  );
});
