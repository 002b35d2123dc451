import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { HideReason } from '../../server/community/reviews/contract.ts';
import { decide, mayReport, type SubjectState } from '../../server/community/reports/rules.ts';
import { commands } from '../../server/commands/index.ts';
import { runCommandLine } from '../../server/commands/run.ts';
import { startService, type TestService } from '../support/service.ts';

type Mall = Awaited<ReturnType<TestService['addMall']>>;

/** A review board with a few things on it, to be reported. */
function actions(service: TestService, mallId: string) {
  const at = (path: string) => `/v1/${mallId}${path}`;
  return {
    review: async (as: string, product: string, more: object = {}) => {
      const answer = await service.call('POST', at('/reviews'), { as, body: { product, stars: 4, text: `${product} 좋아요 ${Math.random()}`, ...more } });
      assert.equal(answer.status, 201, JSON.stringify(answer.body));
      return answer.body.id as string;
    },
    comment: async (as: string, review: string, text = `댓글 ${Math.random()}`) =>
      (await service.call('POST', at('/comments'), { as, body: { subject: { kind: 'review', id: review }, text } })).body.id as string,
    report: (as: string | undefined, kind: string, id: string, more: object = {}, headers = {}) =>
      service.call('POST', at('/reports'), { as, headers, body: { subject: { kind, id }, reason: 'abuse', ...more } }),
    moderate: (as: string, action: string, kind: string, id: string, reason?: string, headers = {}) =>
      service.call('POST', at('/moderation'), { as, headers, body: { action, subject: { kind, id }, ...(reason && { reason }) } }),
    list: (as: string, query = '') => service.call('GET', at(`/reports${query}`), { as }),
    board: async (product: string) => (await service.call('GET', at(`/board?product=${product}`))).body,
    events: async (kind: string) =>
      (await service.services.database.db.selectFrom('outbox').selectAll().where('mall_id', '=', mallId).where('kind', '=', kind).execute()).map((row) => ({ topic: row.topic, ids: JSON.parse(row.ids) })),
  };
}

describe('reports', () => {
  let service: TestService;
  let mall: Mall;
  let does: ReturnType<typeof actions>;
  let staff: string;
  const tokens: Record<string, string> = {};

  before(async () => {
    service = await startService();
    mall = await service.addMall('shop1', { settings: { write: 'everyone' } });
    await service.addMall('shop2');
    does = actions(service, 'shop1');
    staff = await mall.addKey(['moderate']);
    for (const name of ['kim', 'lee', 'park', 'choi']) tokens[name] = await mall.token(name);
  });
  after(() => service.stop());
  const who = (name: string) => tokens[name] as string;

  it('are taken once from each shopper, and counted as one thing', async () => {
    const id = await does.review(who('kim'), 'p1');
    const first = await does.report(who('lee'), 'review', id, { note: '욕설이 있어요' });
    assert.deepEqual([first.status, first.body], [202, { taken: true }]);
    assert.equal((await does.report(who('lee'), 'review', id, { reason: 'spam', note: '또' })).status, 202);
    assert.equal((await does.report(who('park'), 'review', id, { reason: 'spam' })).status, 202);
    assert.equal((await does.report(await mall.guest(), 'review', id)).status, 202);
    const mine = (await does.list(staff)).body.items.filter((one: { subject: { id: string } }) => one.subject.id === id);
    assert.equal(mine.length, 1);
    const { text, ...item } = mine[0];
    assert.match(text, /p1 좋아요/);
    assert.deepEqual(
      { ...item, id: '', createdAt: 0 },
      { id: '', subject: { kind: 'review', id }, reason: 'abuse', note: '욕설이 있어요', createdAt: 0, state: 'open', stars: 4, product: 'p1', subjectState: 'shown', count: 3 },
    );
    assert.equal((await does.events('report.created')).length, 3);
    // Who reported is told to nobody.
    assert.ok(!JSON.stringify((await does.list(staff)).body).includes((await service.call('GET', '/v1/shop1/me', { as: who('lee') })).body.id));
  });

  it('of one’s own are refused, and of what cannot be seen', async () => {
    const id = await does.review(who('kim'), 'p2');
    const comment = await does.comment(who('lee'), id);
    assert.equal((await does.report(who('kim'), 'review', id)).body.code, 'own-thing');
    assert.equal((await does.report(who('lee'), 'comment', comment)).body.code, 'own-thing');
    assert.equal((await does.report(who('kim'), 'comment', comment)).status, 202);
    assert.equal((await does.report(who('lee'), 'comment', id)).body.code, 'not-found');
    assert.equal((await does.report(who('lee'), 'review', '0'.repeat(25))).body.code, 'not-found');
    await does.moderate(staff, 'hide', 'review', id, 'spam');
    assert.equal((await does.report(who('park'), 'review', id)).body.code, 'not-found');
    assert.equal((await does.report(undefined, 'review', id)).body.code, 'sign-in-required');
    assert.equal((await does.report(staff, 'review', id)).body.code, 'not-allowed');
    for (const bad of [{ reason: 'one_star' }, { reason: undefined }, { note: 'x'.repeat(501) }, { subject: { kind: 'shopper', id } }])
      assert.equal((await does.report(who('park'), 'review', id, bad)).body.code, 'bad-input');
  });

  it('are listed for staff alone, oldest first, each thing once, page by page', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 7; n++) {
      const id = await does.review(who('kim'), `list${n}`);
      ids.push(id);
      await does.report(who('lee'), 'review', id);
      if (n % 2) await does.report(who('park'), 'review', id);
    }
    const seen: string[] = [];
    for (let cursor = '', n = 0; n < 20; n++) {
      const page = (await does.list(staff, `?limit=2${cursor && `&cursor=${cursor}`}`)).body;
      seen.push(...page.items.map((one: { subject: { id: string } }) => one.subject.id));
      // More reports of what was seen already move nothing.
      await does.report(who('choi'), 'review', ids[n % 7] as string);
      if (!page.next) break;
      cursor = page.next;
    }
    assert.equal(new Set(seen).size, seen.length);
    assert.deepEqual(seen.filter((id) => ids.includes(id)), ids);
    for (const [as, code] of [[who('kim'), 'key-refused'], [await mall.addKey(['read', 'orders', 'products']), 'key-scope']] as const)
      assert.equal((await does.list(as)).body.code, code);
    assert.equal((await does.list(staff, '?cursor=eA')).body.code, 'bad-cursor');
    assert.equal((await does.list(staff, '?state=closed')).body.code, 'bad-input');
  });

  it('hide and restore: counts, list, event and record move together', async () => {
    const id = await does.review(who('kim'), 'p3', { stars: 1 });
    await does.review(who('lee'), 'p3', { stars: 5 });
    await does.report(who('lee'), 'review', id);
    const before2 = await does.board('p3');
    assert.equal(before2.summary.count, 2);

    const hidden = await does.moderate(staff, 'hide', 'review', id, 'personal_data');
    assert.deepEqual(hidden.body, { subject: { kind: 'review', id }, state: 'hidden' });
    const board = await does.board('p3');
    assert.equal(board.summary.count, 1);
    assert.deepEqual(board.summary.hidden, { total: 1, reasons: { personal_data: 1 } });
    assert.ok(!JSON.stringify(board.reviews).includes(id));
    assert.equal((await does.list(staff, '?state=hidden')).body.items.some((one: { subject: { id: string } }) => one.subject.id === id), true);
    assert.equal((await does.list(staff)).body.items.some((one: { subject: { id: string } }) => one.subject.id === id), false);
    // Once more, for another reason: the first one was counted and stays.
    assert.equal((await does.moderate(staff, 'hide', 'review', id, 'spam')).body.state, 'hidden');
    assert.deepEqual((await does.board('p3')).summary.hidden.reasons, { personal_data: 1 });

    assert.equal((await does.moderate(staff, 'restore', 'review', id)).body.state, 'shown');
    assert.deepEqual((await does.board('p3')).summary, before2.summary);
    assert.equal((await does.list(staff, '?state=kept')).body.items.some((one: { subject: { id: string } }) => one.subject.id === id), true);
    assert.equal((await does.moderate(staff, 'restore', 'review', id)).body.state, 'shown');
    const mine = (all: { ids: { review: string } }[]) => all.filter((one) => one.ids.review === id);
    assert.deepEqual(mine(await does.events('review.hidden')), [{ topic: 'product:p3', ids: { review: id } }]);
    assert.deepEqual(mine(await does.events('review.restored')), [{ topic: 'product:p3', ids: { review: id } }]);
    const record = await service.services.database.db.selectFrom('moderations').selectAll().where('subject_id', '=', id).orderBy('at').execute();
    assert.deepEqual(record.map((row) => [row.action, row.reason, row.actor]), [
      ['hide', 'personal_data', staff.split('_')[1]],
      ['restore', null, staff.split('_')[1]],
    ]);
  });

  it('a comment goes and comes with its count', async () => {
    const id = await does.review(who('kim'), 'p4');
    const comment = await does.comment(who('lee'), id, '숨길 댓글');
    await does.comment(who('park'), id);
    const count = async () => (await service.call('GET', `/v1/shop1/reviews/${id}`)).body.comments;
    const text = async () => JSON.stringify((await service.call('GET', `/v1/shop1/comments?kind=review&id=${id}`)).body);
    assert.equal(await count(), 2);
    assert.equal((await does.moderate(staff, 'hide', 'comment', comment, 'abuse')).body.state, 'hidden');
    assert.equal(await count(), 1);
    assert.doesNotMatch(await text(), /숨길 댓글/);
    assert.deepEqual((await does.events('comment.hidden')).at(-1), { topic: 'product:p4', ids: { review: id, comment } });
    assert.equal((await does.moderate(staff, 'restore', 'comment', comment)).body.state, 'shown');
    assert.equal(await count(), 2);
    assert.match(await text(), /숨길 댓글/);
  });

  it('"keep" closes the reports and changes nothing else', async () => {
    const id = await does.review(who('kim'), 'p5');
    await does.report(who('lee'), 'review', id);
    assert.equal((await does.moderate(staff, 'keep', 'review', id)).body.state, 'shown');
    const ends = (await does.list(staff, '?state=kept&limit=100')).body.items.filter((one: { subject: { id: string } }) => one.subject.id === id);
    assert.equal(ends.length, 1);
    // Looked at once, it does not come back by the same shopper; another one's report opens it again.
    await does.report(who('lee'), 'review', id);
    const open = async () => (await does.list(staff, '?limit=100')).body.items.filter((one: { subject: { id: string } }) => one.subject.id === id).length;
    assert.equal(await open(), 0);
    await does.report(who('park'), 'review', id);
    assert.equal(await open(), 1);
  });

  it('asks for a reason of the closed list, whatever the stars', async () => {
    for (const stars of [1, 5]) {
      const id = await does.review(who('kim'), `stars${stars}`, { stars });
      for (const reason of [undefined, 'low_stars', 'other', ''])
        assert.equal((await does.moderate(staff, 'hide', 'review', id, reason)).body.code, 'bad-input');
      for (const reason of HideReason.options) {
        assert.equal((await does.moderate(staff, 'hide', 'review', id, reason)).body.state, 'hidden');
        assert.equal((await does.moderate(staff, 'restore', 'review', id)).body.state, 'shown');
      }
    }
  });

  it('is for staff, finds nothing elsewhere, and is done once per key', async () => {
    const id = await does.review(who('kim'), 'p6');
    const headers = { 'idempotency-key': 'moderate-once' };
    assert.equal((await does.moderate(who('kim'), 'hide', 'review', id, 'abuse')).body.code, 'key-refused');
    assert.equal((await does.moderate(await mall.addKey(['orders']), 'hide', 'review', id, 'abuse')).body.code, 'key-scope');
    assert.equal((await does.moderate(staff, 'hide', 'review', '0'.repeat(25), 'abuse')).body.code, 'not-found');
    assert.equal((await does.moderate(staff, 'hide', 'review', id, 'abuse', headers)).body.state, 'hidden');
    assert.equal((await does.moderate(staff, 'restore', 'review', id)).body.state, 'shown');
    const replay = await does.moderate(staff, 'hide', 'review', id, 'abuse', headers);
    assert.deepEqual([replay.body.state, replay.headers.get('idempotency-replayed')], ['hidden', 'true']);
    assert.equal((await service.call('GET', `/v1/shop1/reviews/${id}`)).status, 200);
    assert.equal((await service.call('DELETE', `/v1/shop1/reviews/${id}`, { as: who('kim') })).status, 204);
    assert.equal((await does.moderate(staff, 'hide', 'review', id, 'abuse')).body.code, 'gone');
  });
});

describe('reports: rules', () => {
  it('decide by what stands and what is wanted', () => {
    const table: [Parameters<typeof decide>[0], SubjectState, string | undefined][] = [
      ['hide', 'shown', 'hide/hidden/false'],
      ['hide', 'hidden', 'nothing/hidden/false'],
      ['hide', 'deleted', undefined],
      ['restore', 'shown', 'nothing/kept/false'],
      ['restore', 'hidden', 'restore/kept/true'],
      ['restore', 'deleted', undefined],
      ['keep', 'shown', 'nothing/kept/false'],
      ['keep', 'hidden', 'nothing/hidden/false'],
      ['keep', 'deleted', undefined],
    ];
    for (const [action, state, expected] of table) {
      const decision = decide(action, state);
      assert.equal(decision && `${decision.does}/${decision.closesAs}/${decision.reopensHidden}`, expected, `${action} ${state}`);
    }
  });
  it('let everybody report what they can see and did not write', () => {
    assert.equal(mayReport('a', { author: 'b', state: 'shown' }), 'take');
    assert.equal(mayReport('a', { author: 'a', state: 'shown' }), 'own-thing');
    for (const state of ['hidden', 'deleted'] as const)
      for (const author of ['a', 'b']) assert.equal(mayReport('a', { author, state }), 'not-found');
    assert.equal(mayReport('a', undefined), 'not-found');
  });
});

describe('the page of the review rules', () => {
  let service: TestService;
  let mall: Mall;
  before(async () => {
    service = await startService();
    mall = await service.addMall('shop1');
  });
  after(() => service.stop());
  const page = (query = '', language?: string, id = 'shop1') =>
    service.call<string>('GET', `/m/${id}/rules${query}`, { origin: null, headers: language ? { 'accept-language': language } : {} });

  it('is made of the settings, in the language asked for', async () => {
    const ko = await page();
    assert.equal(ko.status, 200);
    assert.match(ko.headers.get('content-type') ?? '', /^text\/html/);
    assert.match(ko.body, /<html lang="ko">[\s\S]*후기 운영 기준[\s\S]*누구나 읽을 수[\s\S]*회원만 쓸 수[\s\S]*별점이 낮다는 것은 가리는 이유가 될 수 없습니다/);
    assert.doesNotMatch(ko.body, /적립금 후기/);
    assert.match((await page('', 'en-US')).body, /<html lang="en">[\s\S]*A low rating is never a reason/);
    assert.match((await page('?lang=ko', 'en-US')).body, /<html lang="ko">/);
    assert.match((await page('?lang=en')).body, /<html lang="en">/);
    assert.equal((await service.call('PATCH', '/v1/shop1/settings', { as: mall.key, body: { read: 'members', write: 'everyone', rewardsElsewhere: true, rewardDisclosure: '<b>적립금</b> 후기입니다' } })).status, 200);
    const changed = await page();
    assert.match(changed.body, /회원만 읽을 수[\s\S]*손님 모두 쓸 수[\s\S]*&lt;b&gt;적립금&lt;\/b&gt; 후기입니다/);
    assert.doesNotMatch(changed.body, /<b>/);
  });

  it('shows every reason with its count of the last twelve months', async () => {
    const does = actions(service, 'shop1');
    const kim = await mall.token('kim');
    for (const [product, reason] of [['a', 'spam'], ['b', 'spam'], ['c', 'abuse']] as const)
      await does.moderate(mall.key, 'hide', 'review', await does.review(kim, product), reason);
    const body = (await page('?lang=en')).body;
    assert.equal((body.match(/<th scope="row">/g) ?? []).length, HideReason.options.length);
    assert.match(body, /Advertising or flooding<\/th><td>2<\/td>/);
    assert.match(body, /harassment<\/th><td>1<\/td>/);
    assert.match(body, /copyright<\/th><td>0<\/td>/);
    service.later(366 * 86_400_000);
    assert.match((await page('?lang=en')).body, /Advertising or flooding<\/th><td>0<\/td>[\s\S]*Nothing was hidden/);
  });

  it('runs nothing: its policy allows the one style and no more', async () => {
    const answer = await page();
    const style = /<style>([\s\S]*?)<\/style>/.exec(answer.body)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    const policy = answer.headers.get('content-security-policy') ?? '';
    assert.match(policy, /default-src 'none'/);
    assert.ok(policy.includes(`style-src 'sha256-${hash}'`));
    assert.doesNotMatch(policy, /unsafe|\*/);
    assert.doesNotMatch(answer.body, /<script|\son\w+=|style="|javascript:/i);
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
    assert.ok(answer.body.length < 12_000);
  });

  it('of a mall that is not there is not found', async () => {
    assert.equal((await page('', undefined, 'nowhere')).status, 404);
    assert.equal((await page('?lang=fr')).status, 400);
  });
});

describe('dangol reports', () => {
  it('are four commands', () => {
    for (const words of ['list', 'hide', 'restore', 'reply']) assert.ok(commands.some((one) => one.words === `reports ${words}`));
  });
  it('do what the key routes do', { skip: process.env.TEST_DB === 'postgres' ? 'the command opens the SQLite folder' : false }, async () => {
    const service = await startService();
    const out: string[] = [];
    const write = process.stdout.write.bind(process.stdout);
    const errors = process.stderr.write.bind(process.stderr);
    async function run(...args: string[]): Promise<{ code: number; out: string }> {
      out.length = 0;
      process.stdout.write = (text: string | Uint8Array) => Boolean(out.push(String(text)));
      process.stderr.write = () => true;
      try {
        const code = await runCommandLine(['reports', ...args, '--json'], { DATA_DIR: service.settings.dataDir, MASTER_KEY: service.settings.masterKey });
        return { code, out: out.join('') };
      } finally {
        process.stdout.write = write;
        process.stderr.write = errors;
      }
    }
    try {
      const mall = await service.addMall('shop1');
      const does = actions(service, 'shop1');
      // Read as somebody: what is kept for everybody may lag a moment behind another process.
      const kim = await mall.token('kim');
      const id = await does.review(kim, 'p1');
      const comment = await does.comment(kim, id);
      await does.report(await mall.token('lee'), 'review', id);
      const list = JSON.parse((await run('list', 'shop1')).out);
      assert.deepEqual([list.mall, list.items.length, list.items[0].subject.id], ['shop1', 1, id]);
      assert.equal((await run('hide', 'shop1', id, '--reason', 'one_star')).code, 2);
      assert.equal((await run('hide', 'shop1', '0'.repeat(25), '--reason', 'spam')).code, 1);
      assert.deepEqual(JSON.parse((await run('hide', 'shop1', id, '--reason', 'spam')).out), { mall: 'shop1', subject: { kind: 'review', id }, state: 'hidden' });
      assert.equal((await service.call('GET', `/v1/shop1/reviews/${id}`, { as: kim })).status, 404);
      assert.equal(JSON.parse((await run('list', 'shop1', '--state', 'hidden')).out).items.length, 1);
      assert.equal(JSON.parse((await run('restore', 'shop1', id)).out).state, 'shown');
      assert.equal(JSON.parse((await run('hide', 'shop1', comment, '--reason', 'abuse')).out).subject.kind, 'comment');
      assert.equal((await run('reply', 'shop1', id, '고맙습니다')).code, 0);
      assert.equal((await service.call('GET', `/v1/shop1/reviews/${id}`, { as: kim })).body.reply.text, '고맙습니다');
      assert.equal((await run('reply', 'shop1', id)).code, 0);
      assert.equal((await service.call('GET', `/v1/shop1/reviews/${id}`, { as: kim })).body.reply, null);
      assert.equal((await run('list', 'nowhere')).code, 1);
      const actors = await service.services.database.db.selectFrom('moderations').select('actor').execute();
      assert.ok(actors.every((row) => row.actor === 'command line'));
    } finally {
      await service.stop();
    }
  });
});
