import assert from 'node:assert/strict';
import { after, before, beforeEach, it } from 'node:test';
import { DAY } from '../../server/base/clock.ts';
import { dayIn } from '../../server/base/days.ts';
import { startService, type TestService } from '../support/service.ts';
import { socialOf } from '../support/social.ts';

let service: TestService;
before(async () => {
  service = await startService();
});
after(() => service.stop());
// Visitors are counted by the day.
beforeEach(() => service.toMidMonth());

let malls = 0;
async function scene(settings: Record<string, unknown> = {}) {
  const mall = await service.addMall(`visit${++malls}`, { settings });
  const social = socialOf(service, mall);
  const [kim, lee] = await Promise.all(['kim', 'lee'].map(social.member));
  const rows = async (table: 'blog_visitors' | 'visit_salts' | 'outbox') =>
    service.services.database.db.selectFrom(table).selectAll().where('mall_id', '=', mall.id).execute();
  return {
    mall,
    social,
    kim: kim!,
    lee: lee!,
    rows,
    visit: async (as?: string, from?: string) => {
      const { status, body } = await social.ask('POST', `/blogs/${kim!.id}/visit`, as, undefined, {
        ...(from !== undefined && { from }),
      });
      return status === 200 ? [body.today, body.all] : [status, body.code];
    },
  };
}

it('each visitor counts once a day, with a token or by their address, and nobody at their own blog', async () => {
  const { mall, kim, lee, visit, rows } = await scene();
  const before = (await rows('outbox')).length;
  const guest = await mall.guest();
  for (const [what, as, from, counts] of [
    ['the member', kim.token, undefined, [0, 0]],
    ['a member', lee.token, undefined, [1, 1]],
    ['again', lee.token, undefined, [1, 1]],
    ['elsewhere', lee.token, '203.0.113.9', [1, 1]],
    ['a guest', guest, undefined, [2, 2]],
    ['nobody', undefined, '203.0.113.7', [3, 3]],
    ['nobody, again', undefined, '203.0.113.7', [3, 3]],
    ['nobody else', undefined, '203.0.114.8', [4, 4]],
    ['a backend', mall.key, undefined, [4, 4]],
  ] as const)
    assert.deepEqual(await visit(as, from), counts, what);
  assert.equal((await rows('outbox')).length, before, 'a visit tells nobody anything');
  const kept = JSON.stringify(await rows('blog_visitors'));
  for (const word of [lee.id, '203.0.113']) assert.ok(!kept.includes(word), word);
  // As a word: a digest may hold these letters by chance.
  assert.doesNotMatch(kept, /\blee\b/);
});

it('a new day counts anew, and of the day before nothing is kept but how many they were', async () => {
  const { mall, social, kim, lee, visit, rows } = await scene();
  await visit(lee.token);
  await visit(undefined, '203.0.113.7');
  const [before] = await rows('blog_visitors');
  service.later(DAY);
  assert.deepEqual(await visit(await mall.token('lee')), [1, 3]);
  assert.equal((await rows('visit_salts')).length, 2);
  await service.services.jobs.runDue();
  const today = dayIn('Asia/Seoul', service.services.now());
  assert.deepEqual(
    (await rows('visit_salts')).map((row: any) => row.day),
    [today],
  );
  const left = await rows('blog_visitors');
  assert.equal(left.length, 1);
  assert.ok(!JSON.stringify(left).includes((before as any).digest));
  const days = await service.services.database.db
    .selectFrom('blog_visits')
    .select('count')
    .where('mall_id', '=', mall.id)
    .orderBy('day')
    .execute();
  assert.deepEqual(
    days.map((row) => row.count),
    [2, 1],
  );
  assert.equal((await social.blog(kim.id)).visit_count, 3);
});

it('two at one moment are counted right', async () => {
  const { visit } = await scene();
  await Promise.all(
    Array.from({ length: 10 }, (_, at) => [0, 1].map(() => visit(undefined, `198.51.${at}.1`))).flat(),
  );
  assert.deepEqual(await visit(undefined, '198.51.0.1'), [10, 10]);
});

it('a request that is tried again is answered as before', async () => {
  const { social, kim, visit } = await scene();
  const ask = (from: string) =>
    social.ask('POST', `/blogs/${kim.id}/visit`, undefined, undefined, {
      from,
      headers: { 'idempotency-key': 'visit-0001' },
    });
  assert.deepEqual((await ask('198.51.0.1')).body, { today: 1, all: 1 });
  assert.deepEqual(await visit(undefined, '198.51.1.1'), [2, 2]);
  assert.deepEqual((await ask('198.51.0.1')).body, { today: 1, all: 1 });
  assert.deepEqual((await ask('198.51.2.1')).body, { today: 3, all: 3 });
});

it('is refused where only members read, and for who has no blog', async () => {
  const { social, kim, lee, visit } = await scene({ read: 'members' });
  assert.deepEqual(await visit(undefined, '203.0.113.7'), [401, 'sign-in-required']);
  assert.deepEqual(await visit(lee.token), [1, 1]);
  const far = await scene();
  for (const id of ['0'.repeat(25), far.kim.id]) {
    const { status, body } = await social.ask('POST', `/blogs/${id}/visit`, lee.token);
    assert.deepEqual([status, body.code], [404, 'not-found']);
  }
  await social.good(social.ask('DELETE', '/me', kim.token), 204);
  assert.deepEqual(await visit(lee.token), [404, 'not-found']);
});
