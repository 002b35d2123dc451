import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import sharp from 'sharp';
import { assertCounts } from '../support/recount.ts';
import { type Answer, startService, type TestService } from '../support/service.ts';

type Mall = Awaited<ReturnType<TestService['addMall']>>;
let words = 0;

describe('a guest becomes a member', () => {
  let service: TestService;
  let mall: Mall;
  let malls = 0;
  const db = () => service.services.database.db;

  before(async () => {
    service = await startService();
  });
  after(() => service.stop());
  async function freshMall(): Promise<Mall> {
    mall = await service.addMall(`merge${++malls}`, { settings: { write: 'everyone' } });
    return mall;
  }
  const at = (path: string) => `/v1/${mall.id}${path}`;
  const me = async (as: string) => (await service.call('GET', at('/me'), { as })).body.id as string;
  const merge = (as: string | undefined, guestToken: string, headers = {}) =>
    service.call('POST', at('/merge'), { as, body: { guestToken }, headers });
  const review = (as: string, product: string, more: object = {}) =>
    service.call('POST', at('/reviews'), {
      as,
      body: {
        product,
        stars: 4,
        text: `후기를 써 봅니다 ${++words}`,
        options: { 색상: '블루', 'a:b': 'x', 'a b': 'x' },
        ...more,
      },
    });
  const vote = (as: string, id: string, helpful = true) =>
    service.call('PUT', at(`/reviews/${id}/vote`), { as, body: { helpful } });
  const comment = (as: string, id: string) =>
    service.call('POST', at('/comments'), {
      as,
      body: { subject: { kind: 'review', id }, text: `댓글을 답니다 ${++words}` },
    });
  const report = (as: string, id: string) =>
    service.call('POST', at('/reports'), { as, body: { subject: { kind: 'review', id }, reason: 'spam' } });
  const helpful = async (id: string) => (await service.call('GET', at(`/reviews/${id}`))).body.helpful;

  it('with everything they did, once', async () => {
    await freshMall();
    const guest = await mall.guest();
    const guestId = await me(guest);
    const kim = await mall.token('kim', { name: '김민수' });
    const lee = await mall.token('lee');
    const leeReview = (await review(lee, 'p1')).body.id;
    const kimReview = (await review(kim, 'p1')).body.id;
    const ownToBe = (await review(guest, 'p1', { stars: 2 })).body.id;
    const alone = (await review(guest, 'p2')).body.id;
    await vote(guest, leeReview);
    await vote(guest, kimReview);
    await vote(kim, ownToBe);
    await vote(lee, ownToBe);
    const said = (await comment(guest, leeReview)).body.id;
    await report(guest, leeReview);
    await report(kim, leeReview);
    const photo = await service.call('POST', at('/photos'), {
      as: guest,
      body: await sharp({ create: { width: 20, height: 20, channels: 3, background: '#a30' } })
        .png()
        .toBuffer(),
      headers: { 'content-type': 'image/png' },
    });
    assert.equal(photo.status, 201);
    const code = (await service.call('POST', at('/me/edit-code'), { as: guest })).body.code;
    // A guest's vote weighs nothing yet.
    assert.deepEqual([await helpful(leeReview), await helpful(kimReview), await helpful(ownToBe)], [0, 0, 2]);

    const merged = await merge(kim, guest);
    assert.equal(merged.status, 200, JSON.stringify(merged.body));
    assert.equal(merged.body.me.id, await me(kim));
    assert.deepEqual(merged.body.moved, { reviews: 2, comments: 1, votes: 1, wishes: 0 });
    const reports = db().selectFrom('reports').select('shopper_id').where('mall_id', '=', mall.id);
    assert.deepEqual(await reports.execute(), [{ shopper_id: merged.body.me.id }]);
    assert.deepEqual([await helpful(leeReview), await helpful(kimReview), await helpful(ownToBe)], [1, 0, 1]);
    for (const id of [ownToBe, alone]) {
      const { author } = (await service.call('GET', at(`/reviews/${id}`))).body;
      assert.deepEqual(author, {
        id: merged.body.me.id,
        name: '김*수',
        guest: false,
        seller: false,
        // The votes on what was a guest's give from now on.
        level: 1,
      });
    }
    const rows = await db()
      .selectFrom('reviews')
      .select(['review_id', 'ordinal'])
      .where('mall_id', '=', mall.id)
      .where('product', '=', 'p1')
      .where('shopper_id', '=', merged.body.me.id)
      .orderBy('ordinal')
      .execute();
    assert.deepEqual(rows, [
      { review_id: kimReview, ordinal: 1 },
      { review_id: ownToBe, ordinal: 2 },
    ]);
    const board = (await service.call('GET', at('/me/board?product=p1'), { as: kim })).body;
    assert.equal(board.review.id, kimReview);
    assert.deepEqual(board.votes, { [leeReview]: true });
    assert.deepEqual(
      board.reviews,
      [kimReview, ownToBe].map((id) => ({ id, hidden: null })),
    );
    assert.deepEqual(board.comments, [said]);
    // Both are theirs to change; and a third one is still refused.
    assert.equal((await review(kim, 'p1')).body.code, 'already-reviewed');
    assert.equal((await service.call('DELETE', at(`/reviews/${ownToBe}`), { as: kim })).status, 204);
    assert.equal((await vote(kim, alone)).body.code, 'own-thing');
    assert.equal(
      (await service.call('PATCH', at(`/photos/${photo.body.id}`), { as: kim, body: { alt: '내 사진' } }))
        .status,
      200,
    );

    // The guest is spent, in every way.
    assert.equal((await service.call('GET', at('/me'), { as: guest })).body.code, 'token-refused');
    assert.equal(
      (await service.call('POST', at('/edit-codes'), { body: { code } })).body.code,
      'token-refused',
    );
    assert.equal((await merge(kim, guest)).body.code, 'already-merged');
    assert.equal((await merge(lee, guest)).body.code, 'already-merged');
    for (const table of ['reviews', 'comments', 'votes', 'photos', 'reports', 'edit_codes'] as const)
      assert.deepEqual(
        await db()
          .selectFrom(table)
          .selectAll()
          .where('mall_id', '=', mall.id)
          .where('shopper_id', '=', guestId)
          .execute(),
        [],
        table,
      );
    await assertCounts(db(), mall.id);
  });

  it('answers a repeat with the same key alike, and events tell every open page', async () => {
    await freshMall();
    const guest = await mall.guest();
    const kim = await mall.token('kim');
    const mine = (await review(guest, 'p1')).body.id;
    const theirs = (await review(await mall.token('lee'), 'p2')).body.id;
    await vote(guest, theirs);
    const said = (await comment(guest, theirs)).body.id;
    const from = (
      await db().selectFrom('outbox').select('event_id').where('mall_id', '=', mall.id).execute()
    ).map((row) => row.event_id);
    const headers = { 'idempotency-key': 'merge-me-once' };
    const first = await merge(kim, guest, headers);
    const second = await merge(kim, guest, headers);
    assert.equal(first.status, 200);
    assert.deepEqual([second.status, second.body], [200, first.body]);
    const events = (
      await db()
        .selectFrom('outbox')
        .selectAll()
        .where('mall_id', '=', mall.id)
        .orderBy('created_at')
        .execute()
    ).filter((row) => !from.includes(row.event_id));
    assert.deepEqual(
      events.map((row) => [
        row.kind,
        row.topic.replace(/:.{25}$/, ''),
        JSON.parse(row.ids).comment ?? JSON.parse(row.ids).review,
      ]),
      [
        // The guest's vote begins to weigh, and lifts whom it helped.
        ['shopper.changed', 'shopper', undefined],
        ['review.edited', 'product:p1', mine],
        ['vote.changed', 'product:p2', theirs],
        ['comment.edited', 'product:p2', said],
        ['session.ended', 'shopper', undefined],
        ['shopper.changed', 'shopper', undefined],
      ],
    );
  });

  it('only with both tokens, at one mall', async () => {
    const first = await freshMall();
    const strangers = await first.guest();
    await freshMall();
    const guest = await mall.guest();
    const kim = await mall.token('kim');
    assert.equal((await merge(undefined, guest)).body.code, 'sign-in-required');
    assert.equal((await merge(guest, guest)).body.code, 'guest-not-allowed');
    assert.equal((await merge(guest, await mall.guest())).body.code, 'guest-not-allowed');
    for (const wrong of [
      strangers,
      kim,
      guest.slice(0, -1) + (guest.endsWith('0') ? '1' : '0'),
      `dgs_${'0'.repeat(25)}_${'0'.repeat(64)}`,
      mall.key,
    ])
      assert.equal((await merge(kim, wrong)).body.code, 'token-refused');
    assert.equal((await merge(kim, 'x')).body.code, 'bad-input');
    const out = await mall.guest();
    await service.call('DELETE', at('/sessions/current'), { as: out });
    assert.equal((await merge(kim, out)).body.code, 'token-refused');
    assert.equal((await merge(kim, guest)).status, 200);
  });

  it('keeps a chosen name unless the member has one', async () => {
    await freshMall();
    const name = (as: string, handle: string) => service.call('PATCH', at('/me'), { as, body: { handle } });
    const one = await mall.guest();
    await name(one, '새벽손님');
    const kim = await mall.token('kim');
    assert.equal((await merge(kim, one)).body.me.handle, '새벽손님');
    const two = await mall.guest();
    await name(two, '저녁손님');
    assert.equal((await merge(kim, two)).body.me.handle, '새벽손님');
    assert.equal((await name(await mall.token('lee'), '저녁손님')).status, 200);
  });

  it('gets the label "bought" for what the member bought', async () => {
    await freshMall();
    const guest = await mall.guest();
    const kim = await mall.token('kim');
    const id = (await review(guest, 'p1')).body.id;
    const order = {
      order: 'o1',
      shopper: 'kim',
      placedAt: 1,
      changedAt: 2,
      lines: [{ line: '1', product: 'p1', quantity: 1 }],
    };
    assert.equal(
      (await service.call('POST', at('/orders'), { as: mall.key, body: { orders: [order] } })).status,
      200,
    );
    assert.equal((await service.call('GET', at(`/reviews/${id}`))).body.bought, false);
    assert.equal((await merge(kim, guest)).status, 200);
    assert.equal((await service.call('GET', at(`/reviews/${id}`))).body.bought, true);
    await assertCounts(db(), mall.id);
  });

  it('twice at the same moment is once', async () => {
    await freshMall();
    const guest = await mall.guest();
    await review(guest, 'p1');
    const answers = await Promise.all(
      [mall.token('kim'), mall.token('lee'), mall.token('kim')].map(async (token) =>
        merge(await token, guest),
      ),
    );
    assert.equal(answers.filter((one) => one.status === 200).length, 1);
    for (const one of answers.filter((other) => other.status !== 200))
      assert.equal(one.body.code, 'already-merged');
    await assertCounts(db(), mall.id);
  });

  it('loses and doubles nothing, whatever both did before', async () => {
    const actor = fc.constantFrom('guest', 'guest2', 'kim', 'lee');
    const step = fc.oneof(
      {
        weight: 4,
        arbitrary: fc.record({
          does: fc.constant('review' as const),
          actor,
          on: fc.nat(2),
          stars: fc.integer({ min: 1, max: 5 }),
        }),
      },
      {
        weight: 6,
        arbitrary: fc.record({
          does: fc.constant('vote' as const),
          actor,
          on: fc.nat(9),
          helpful: fc.boolean(),
        }),
      },
      {
        weight: 2,
        arbitrary: fc.record({
          does: fc.constantFrom('comment' as const, 'report' as const, 'delete' as const),
          actor,
          on: fc.nat(9),
        }),
      },
      {
        weight: 1,
        arbitrary: fc.record({
          does: fc.constantFrom('hide' as const, 'merge' as const),
          actor: fc.constantFrom('guest', 'guest2'),
          on: fc.nat(9),
        }),
      },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
        await freshMall();
        const tokens: Record<string, string> = {
          guest: await mall.guest(),
          guest2: await mall.guest(),
          kim: await mall.token('kim'),
          lee: await mall.token('lee'),
        };
        const reviews: string[] = [];
        const posted = { reviews: 0, comments: 0 };
        for (const one of steps) {
          const as = tokens[one.actor] as string;
          const target = reviews[one.on % Math.max(1, reviews.length)] ?? '0'.repeat(25);
          let answer: Answer<{ id: string }>;
          if (one.does === 'review') answer = await review(as, `p${one.on}`, { stars: one.stars });
          else if (one.does === 'vote') answer = await vote(as, target, one.helpful);
          else if (one.does === 'comment') answer = await comment(as, target);
          else if (one.does === 'report') answer = await report(as, target);
          else if (one.does === 'delete')
            answer = await service.call('DELETE', at(`/reviews/${target}`), { as });
          else if (one.does === 'hide')
            answer = await service.call('POST', at('/moderation'), {
              as: mall.key,
              body: { action: 'hide', subject: { kind: 'review', id: target }, reason: 'spam' },
            });
          else answer = await everythingMoves(tokens.kim as string, as);
          assert.ok(answer.status < 500, JSON.stringify(answer.body));
          if (one.does === 'review' && answer.status === 201) posted.reviews = reviews.push(answer.body.id);
          if (one.does === 'comment' && answer.status === 201) posted.comments++;
          if (one.does === 'merge' && answer.status === 200) tokens[one.actor] = await mall.guest();
        }
        const count = async (table: 'reviews' | 'comments') =>
          (await db().selectFrom(table).select('mall_id').where('mall_id', '=', mall.id).execute()).length;
        assert.deepEqual(
          [await count('reviews'), await count('comments')],
          [posted.reviews, posted.comments],
        );
        await assertCounts(db(), mall.id);
      }),
      { numRuns: 40 },
    );
  });

  /** Merges, and compares what the two had with what the one has. */
  async function everythingMoves(member: string, guest: string) {
    const [memberId, guestId] = [await me(member), await me(guest)];
    const of = async (table: 'reviews' | 'comments' | 'votes' | 'reports', ids: string[]) =>
      (await db()
        .selectFrom(table)
        .selectAll()
        .where('mall_id', '=', mall.id)
        .where('shopper_id', 'in', ids)
        .execute()) as Record<string, unknown>[];
    const subjects = (rows: Record<string, unknown>[], key: string) =>
      [...new Set(rows.map((row) => row[key]))].sort();
    const all = await Promise.all(
      (['reviews', 'comments', 'votes', 'reports'] as const).map((table) => of(table, [memberId, guestId])),
    );
    const kept = (await of('votes', [memberId])).map((row) => `${row.review_id} ${row.helpful}`);
    const answer = await merge(member, guest);
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    // A member who had only looked has a row, and with it another id, since the merge.
    const mergedId = answer.body.me.id as string;
    const now = await Promise.all(
      (['reviews', 'comments', 'votes', 'reports'] as const).map((table) => of(table, [mergedId])),
    );
    assert.deepEqual(subjects(now[0]!, 'review_id'), subjects(all[0]!, 'review_id'));
    assert.deepEqual(subjects(now[1]!, 'comment_id'), subjects(all[1]!, 'comment_id'));
    assert.deepEqual(subjects(now[3]!, 'subject_id'), subjects(all[3]!, 'subject_id'));
    assert.equal(now[3]!.length, subjects(now[3]!, 'subject_id').length);
    const own = new Set(subjects(now[0]!, 'review_id'));
    assert.deepEqual(
      subjects(now[2]!, 'review_id'),
      subjects(all[2]!, 'review_id').filter((id) => !own.has(id)),
    );
    for (const row of now[2]!) assert.equal(row.weight, 100);
    for (const vote2 of kept)
      if (!own.has(vote2.split(' ')[0]))
        assert.ok(now[2]!.some((row) => `${row.review_id} ${row.helpful}` === vote2));
    return answer;
  }
});
