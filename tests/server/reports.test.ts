import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { decide, mayReport, type SubjectState } from '../../server/community/reports/rules.ts';
import { HideReason } from '../../server/community/reviews/contract.ts';
import { until } from '../support/ground.ts';
import { actions } from '../support/reporting.ts';
import { startService, type TestService } from '../support/service.ts';

type Mall = Awaited<ReturnType<TestService['addMall']>>;

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
    const mine = (await does.list(staff)).body.items.filter(
      (one: { subject: { id: string } }) => one.subject.id === id,
    );
    assert.equal(mine.length, 1);
    const { text, ...item } = mine[0];
    assert.match(text, /p1 좋아요/);
    assert.deepEqual(
      { ...item, id: '', createdAt: 0 },
      {
        id: '',
        subject: { kind: 'review', id },
        reason: 'abuse',
        note: '욕설이 있어요',
        createdAt: 0,
        state: 'open',
        stars: 4,
        product: 'p1',
        subjectState: 'shown',
        count: 3,
      },
    );
    assert.equal((await does.events('report.created')).length, 3);
    // Who reported is told to nobody.
    assert.ok(
      !JSON.stringify((await does.list(staff)).body).includes(
        (await service.call('GET', '/v1/shop1/me', { as: who('lee') })).body.id,
      ),
    );
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
    for (const bad of [
      { reason: 'one_star' },
      { reason: undefined },
      { note: 'x'.repeat(501) },
      { subject: { kind: 'shopper', id } },
    ])
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
    assert.deepEqual(
      seen.filter((id) => ids.includes(id)),
      ids,
    );
    for (const [as, code] of [
      [who('kim'), 'key-refused'],
      [await mall.addKey(['read', 'orders', 'products']), 'key-scope'],
    ] as const)
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
    assert.equal(
      (await does.list(staff, '?state=hidden')).body.items.some(
        (one: { subject: { id: string } }) => one.subject.id === id,
      ),
      true,
    );
    assert.equal(
      (await does.list(staff)).body.items.some((one: { subject: { id: string } }) => one.subject.id === id),
      false,
    );
    // Once more, for another reason: the first one was counted and stays.
    assert.equal((await does.moderate(staff, 'hide', 'review', id, 'spam')).body.state, 'hidden');
    assert.deepEqual((await does.board('p3')).summary.hidden.reasons, { personal_data: 1 });

    assert.equal((await does.moderate(staff, 'restore', 'review', id)).body.state, 'shown');
    assert.deepEqual((await does.board('p3')).summary, before2.summary);
    assert.equal(
      (await does.list(staff, '?state=kept')).body.items.some(
        (one: { subject: { id: string } }) => one.subject.id === id,
      ),
      true,
    );
    assert.equal((await does.moderate(staff, 'restore', 'review', id)).body.state, 'shown');
    const mine = (all: { ids: { review: string } }[]) => all.filter((one) => one.ids.review === id);
    assert.deepEqual(mine(await does.events('review.hidden')), [
      { topic: 'product:p3', ids: { review: id } },
    ]);
    assert.deepEqual(mine(await does.events('review.restored')), [
      { topic: 'product:p3', ids: { review: id } },
    ]);
    const record = await service.services.database.db
      .selectFrom('moderations')
      .selectAll()
      .where('subject_id', '=', id)
      .orderBy('at')
      .execute();
    assert.deepEqual(
      record.map((row) => [row.action, row.reason, row.actor]),
      [
        ['hide', 'personal_data', staff.split('_')[1]],
        ['restore', null, staff.split('_')[1]],
      ],
    );
  });

  it('a comment goes and comes with its count', async () => {
    const id = await does.review(who('kim'), 'p4');
    const comment = await does.comment(who('lee'), id, '숨길 댓글');
    await does.comment(who('park'), id);
    const count = async () => (await service.call('GET', `/v1/shop1/reviews/${id}`)).body.comments;
    const text = async () =>
      JSON.stringify((await service.call('GET', `/v1/shop1/comments?kind=review&id=${id}`)).body);
    assert.equal(await count(), 2);
    assert.equal((await does.moderate(staff, 'hide', 'comment', comment, 'abuse')).body.state, 'hidden');
    assert.equal(await count(), 1);
    assert.doesNotMatch(await text(), /숨길 댓글/);
    assert.deepEqual((await does.events('comment.hidden')).at(-1), {
      topic: 'product:p4',
      ids: { review: id, comment },
    });
    assert.equal((await does.moderate(staff, 'restore', 'comment', comment)).body.state, 'shown');
    assert.equal(await count(), 2);
    assert.match(await text(), /숨길 댓글/);
  });

  it('"keep" closes the reports and changes nothing else', async () => {
    const id = await does.review(who('kim'), 'p5');
    await does.report(who('lee'), 'review', id);
    assert.equal((await does.moderate(staff, 'keep', 'review', id)).body.state, 'shown');
    const ends = (await does.list(staff, '?state=kept&limit=100')).body.items.filter(
      (one: { subject: { id: string } }) => one.subject.id === id,
    );
    assert.equal(ends.length, 1);
    // Looked at once, it does not come back by the same shopper; another one's report opens it again.
    await does.report(who('lee'), 'review', id);
    const open = async () =>
      (await does.list(staff, '?limit=100')).body.items.filter(
        (one: { subject: { id: string } }) => one.subject.id === id,
      ).length;
    assert.equal(await open(), 0);
    await does.report(who('park'), 'review', id);
    assert.equal(await open(), 1);
  });

  const openOf = async (id: string) =>
    (await does.list(staff, '?limit=100')).body.items.filter(
      (one: { subject: { id: string } }) => one.subject.id === id,
    ).length;

  it('end with what was reported: deleted, erased, or hanging on what was', async () => {
    const writer = await mall.token('writer');
    const [gone, stays, under] = [
      await does.review(writer, 'gone'),
      await does.review(writer, 'stays'),
      await does.review(who('kim'), 'under'),
    ];
    const comments = [
      await does.comment(who('lee'), gone),
      await does.comment(writer, stays),
      await does.comment(writer, under),
    ] as [string, string, string];
    for (const id of [gone, stays]) await does.report(who('park'), 'review', id);
    for (const id of comments) await does.report(who('park'), 'comment', id);
    for (const id of [gone, stays, ...comments]) assert.equal(await openOf(id), 1);

    await service.call('DELETE', `/v1/shop1/reviews/${gone}`, { as: writer });
    await service.call('DELETE', `/v1/shop1/comments/${comments[1]}`, { as: writer });
    for (const id of [gone, comments[0], comments[1]])
      await until(async () => (await openOf(id)) === 0, 'the report of what is gone ends');
    for (const id of [stays, comments[2]]) assert.equal(await openOf(id), 1);

    assert.equal((await service.call('DELETE', '/v1/shop1/me', { as: writer })).status, 204);
    for (const id of [stays, comments[2]])
      await until(async () => (await openOf(id)) === 0, 'the report of what was erased ends');
  });

  it('of what is gone can be closed by hand, before anything else has', async () => {
    const id = await does.review(who('choi'), 'by-hand');
    await does.report(who('lee'), 'review', id);
    await service.services.database.write((trx) =>
      trx
        .updateTable('reviews')
        .set({ state: 'deleted' })
        .where('mall_id', '=', 'shop1')
        .where('review_id', '=', id)
        .execute(),
    );
    assert.equal((await does.moderate(staff, 'hide', 'review', id, 'abuse')).body.code, 'gone');
    assert.equal((await does.moderate(staff, 'restore', 'review', id)).body.code, 'gone');
    assert.equal(await openOf(id), 1);
    const kept = await does.moderate(staff, 'keep', 'review', id);
    assert.deepEqual([kept.status, kept.body], [200, { subject: { kind: 'review', id }, state: 'deleted' }]);
    assert.equal(await openOf(id), 0);
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
    assert.equal(
      (await does.moderate(await mall.addKey(['orders']), 'hide', 'review', id, 'abuse')).body.code,
      'key-scope',
    );
    assert.equal(
      (await does.moderate(staff, 'hide', 'review', '0'.repeat(25), 'abuse')).body.code,
      'not-found',
    );
    assert.equal((await does.moderate(staff, 'hide', 'review', id, 'abuse', headers)).body.state, 'hidden');
    assert.equal((await does.moderate(staff, 'restore', 'review', id)).body.state, 'shown');
    const replay = await does.moderate(staff, 'hide', 'review', id, 'abuse', headers);
    assert.deepEqual([replay.body.state, replay.headers.get('idempotency-replayed')], ['hidden', 'true']);
    assert.equal((await service.call('GET', `/v1/shop1/reviews/${id}`)).status, 200);
    assert.equal((await service.call('DELETE', `/v1/shop1/reviews/${id}`, { as: who('kim') })).status, 204);
    assert.equal((await does.moderate(staff, 'hide', 'review', id, 'abuse')).body.code, 'gone');
  });
});

describe('a block for somebody’s rights', () => {
  const DAY = 24 * 60 * 60 * 1000;
  let service: TestService;
  let does: ReturnType<typeof actions>;
  let key: string;
  let review: (product: string) => Promise<string>;
  before(async () => {
    service = await startService();
    const mall = await service.addMall('shop1', { settings: { write: 'everyone' } });
    key = mall.key;
    does = actions(service, 'shop1');
    review = async (product) => does.review(await mall.token('kim'), product);
  });
  after(() => service.stop());
  const planned = async () =>
    (
      await service.services.database.db
        .selectFrom('jobs')
        .select('run_at')
        .where('kind', '=', 'lift-rights-block')
        .execute()
    ).length;
  const stateOf = async (id: string) =>
    (await service.call('GET', `/v1/shop1/reviews/${id}`)).status === 200 ? 'shown' : 'hidden';

  it('ends by itself after thirty days, by nobody but time; other hides do not', async () => {
    const [blocked, abusive] = [await review('a'), await review('b')];
    const comment = await does.comment(
      await service.call('POST', '/v1/shop1/guests', {}).then((one) => one.body.token),
      await review('c'),
    );
    await does.moderate(key, 'hide', 'review', abusive, 'abuse');
    await does.moderate(key, 'hide', 'review', blocked, 'rights_block');
    await does.moderate(key, 'hide', 'comment', comment, 'rights_block');
    await until(async () => (await planned()) === 2, 'both ends are planned');
    service.later(30 * DAY - 60_000);
    await service.services.jobs.runDue();
    assert.equal(await stateOf(blocked), 'hidden');
    service.later(61_000);
    await service.services.jobs.runDue();
    assert.equal(await stateOf(blocked), 'shown');
    assert.equal(await stateOf(abusive), 'hidden');
    const row = await service.services.database.db
      .selectFrom('comments')
      .select('state')
      .where('mall_id', '=', 'shop1')
      .where('comment_id', '=', comment)
      .executeTakeFirst();
    assert.equal(row?.state, 'shown');
    const lifted = await service.services.database.db
      .selectFrom('moderations')
      .select(['subject_id', 'action', 'reason'])
      .where('mall_id', '=', 'shop1')
      .where('actor', '=', 'time')
      .execute();
    assert.deepEqual(
      lifted.map((one) => [one.subject_id, one.action, one.reason]).sort(),
      [
        [blocked, 'restore', null],
        [comment, 'restore', null],
      ].sort(),
    );
    assert.equal(await planned(), 0);
  });

  it('that began anew has its whole time once more', async () => {
    const id = await review('anew');
    await does.moderate(key, 'hide', 'review', id, 'rights_block');
    await until(async () => (await planned()) === 1, 'its end is planned');
    service.later(10 * DAY);
    await does.moderate(key, 'restore', 'review', id);
    await does.moderate(key, 'hide', 'review', id, 'rights_block');
    await until(async () => (await planned()) === 2, 'the second end is planned');
    service.later(20 * DAY + 1000);
    await service.services.jobs.runDue();
    assert.equal(await stateOf(id), 'hidden');
    service.later(10 * DAY);
    await service.services.jobs.runDue();
    assert.equal(await stateOf(id), 'shown');
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
      ['keep', 'deleted', 'nothing/kept/false'],
    ];
    for (const [action, state, expected] of table) {
      const decision = decide(action, state);
      assert.equal(
        decision && `${decision.does}/${decision.closesAs}/${decision.reopensHidden}`,
        expected,
        `${action} ${state}`,
      );
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
