import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { newId } from '../../server/base/ids.ts';
import { assertBlogCounts } from '../support/blog-counts.ts';
import { type Blogging, blogging } from '../support/blogs.ts';
import { until } from '../support/ground.ts';
import { startService, type TestService } from '../support/service.ts';

let service: TestService;
let does: Blogging;
let minji: string;
let jun: string;
let guest: string;
let author: string;
let mall: Awaited<ReturnType<TestService['addMall']>>;
let made = 0;
async function member() {
  const outside = `member-${++made}`;
  const as = await mall.token(outside, { name: '최회원' });
  return { as, id: await does.join(as), outside };
}

before(async () => {
  service = await startService();
  mall = await service.addMall('stories-a', { settings: { write: 'everyone' } });
  does = blogging(service, mall);
  minji = await mall.token('minji', { name: '김민지' });
  jun = await mall.token('jun');
  guest = await mall.guest();
  author = await does.join(minji);
  await does.join(jun);
  await does.state([1, 2, 3].map((n) => ({ product: `p${n}`, name: `상품 ${n}`, price: n * 1000 })));
});
after(async () => {
  await assertBlogCounts(service.services.database.db, mall.id);
  await service.stop();
});

describe('a story', () => {
  it('is written, shown and read with its pictures and marks by everybody', async () => {
    const photo = await does.photo(minji);
    const story = await does.story(minji, {
      title: '여름 셔츠',
      media: [
        {
          id: photo.id,
          marks: [
            { x: 5000, y: 3200, product: 'p1' },
            { x: 1, y: 2, product: 'p2' },
          ],
        },
      ],
    });
    assert.equal(story.state, 'shown');
    assert.equal(story.version, 1);
    assert.equal(story.author.id, author);
    for (const as of [undefined, jun, guest, minji]) {
      const { status, body } = await does.see(story.id, as);
      assert.equal(status, 200);
      assert.equal(body.story.title, '여름 셔츠');
      assert.deepEqual(
        body.story.media.map((one) => [one.media.id, one.marks.map((mark) => [mark.product, mark.x])]),
        [
          [
            photo.id,
            [
              ['p1', 5000],
              ['p2', 1],
            ],
          ],
        ],
      );
      assert.deepEqual(
        body.story.products.map((one) => one.name),
        ['상품 1', '상품 2'],
      );
      for (const mark of body.story.media[0]?.marks ?? []) assert.match(mark.mark, /^[\w-]{60,150}$/);
    }
    const page = await does.read(author);
    assert.equal(page.blog.stories, 1);
    assert.deepEqual(
      page.stories.items.map((one) => [one.id, one.media, one.products, one.cover?.id]),
      [[story.id, 1, 2, photo.id]],
    );
    const [card] = (await does.cards([author])).items;
    assert.equal(card?.story?.id, story.id);
    assert.equal((await does.see(newId())).status, 404);
  });

  it('goes from draft to shown and back, and every count goes with it', async () => {
    const { as, id } = await member();
    const { blog } = await does.good(
      does.ask('PUT', '/me/blog/boards', as, { boards: [{ name: '옷장' }] }),
      200,
    );
    const board = blog.boards[0].id as string;
    const counts = async () => {
      const { blog: now } = await does.read(id);
      const { drafts } = await does.mine(as);
      return [now.stories, now.boards[0]?.stories, drafts];
    };
    const draft = await does.story(as, { board, state: 'draft' });
    assert.deepEqual([draft.state, draft.publishedAt, draft.version], ['draft', null, 1]);
    assert.deepEqual(await counts(), [0, 0, 1]);
    const shown = await does.patch(as, draft, { state: 'shown' });
    assert.deepEqual(await counts(), [1, 1, 0]);
    assert.ok(shown.publishedAt);
    const again = await does.patch(as, shown, { state: 'shown', text: '고친 글' });
    assert.deepEqual([again.publishedAt, typeof again.editedAt], [shown.publishedAt, 'number']);
    assert.deepEqual(await counts(), [1, 1, 0]);
    const back = await does.patch(as, again, { state: 'draft' });
    assert.deepEqual(await counts(), [0, 0, 1]);
    const elsewhere = await does.patch(as, back, { state: 'shown', board: null });
    assert.equal(elsewhere.publishedAt, shown.publishedAt, 'it is first shown once');
    assert.deepEqual(await counts(), [1, 0, 0]);
    const { version } = await does.patch(as, elsewhere, { board });
    assert.deepEqual(await counts(), [1, 1, 0]);
    await does.moderate('hide', 'story', draft.id, 'spam');
    assert.deepEqual(await counts(), [0, 0, 0]);
    assert.equal((await does.see(draft.id)).status, 404);
    const hidden = await does.see(draft.id, as);
    assert.equal(hidden.body.story.state, 'hidden');
    assert.deepEqual(
      (await does.myStories(as, '?state=hidden')).items.map((one) => one.id),
      [draft.id],
    );
    for (const change of [{ state: 'draft' }, { state: 'shown' }, { title: '다른 제목' }]) {
      const refused = await does.ask('PATCH', `/stories/${draft.id}`, as, {
        version: hidden.body.story.version,
        ...change,
      });
      assert.equal(refused.body.code, 'not-allowed');
    }
    assert.notEqual(hidden.body.story.version, version);
    await does.moderate('restore', 'story', draft.id);
    assert.deepEqual(await counts(), [1, 1, 0]);
    await does.moderate('hide', 'story', draft.id, 'spam');
    await does.good(does.ask('DELETE', `/stories/${draft.id}`, as), 204);
    assert.deepEqual(await counts(), [0, 0, 0]);
    assert.equal((await does.see(draft.id, as)).status, 404);
  });

  it("needs something to show, and only what is its author's own", async () => {
    const { as } = await member();
    const stranger = await member();
    const own = await does.photo(as);
    const foreign = await does.photo(stranger.as);
    const review = await does.good(
      does.ask('POST', '/reviews', stranger.as, { product: 'p1', stars: 5, text: '남의 후기예요' }),
      201,
    );
    const mark = { x: 1, y: 1, product: 'p1' };
    const table: [object, string][] = [
      [{ title: '제목만', text: '' }, 'text'],
      [{ media: [{ id: foreign.id }] }, 'photos.0'],
      [{ media: [{ id: newId() }] }, 'photos.0'],
      [
        { media: [{ id: own.id, marks: [mark, { ...mark, product: 'unknown' }] }] },
        'media.0.marks.1.product',
      ],
      [{ media: [{ id: own.id, marks: [{ ...mark, x: 10_001 }] }] }, 'media.0.marks.0.x'],
      [{ media: [{ id: own.id, marks: Array.from({ length: 9 }, () => mark) }] }, 'media.0.marks'],
      [{ media: [{ id: own.id }, { id: own.id }] }, 'media'],
      [{ review: review.id }, 'review'],
      [{ board: newId() }, 'board'],
      [{ text: '가'.repeat(5001) }, 'text'],
    ];
    for (const [body, path] of table) {
      const answer = await does.ask('POST', '/stories', as, { text: '본문', ...body });
      assert.equal(answer.body.code, 'bad-input', path);
      assert.ok(
        [path, path.replace('photos', 'media')].includes(answer.body.fields[0].path),
        `${answer.body.fields[0].path}, not ${path}`,
      );
    }
    const draft = await does.story(as, { title: '제목만', text: '', state: 'draft' });
    assert.equal(
      (await does.ask('PATCH', `/stories/${draft.id}`, as, { version: 1, state: 'shown' })).status,
      400,
    );
    const shown = await does.patch(as, draft, { media: [{ id: own.id }], state: 'shown' });
    assert.equal(shown.media.length, 1);
    assert.equal(
      (await does.ask('PATCH', `/stories/${draft.id}`, as, { version: 2, media: [] })).status,
      400,
    );
    assert.equal(
      (await does.ask('PATCH', `/stories/${draft.id}`, as, { version: 1, title: 'x' })).body.code,
      'changed-meanwhile',
    );
    for (const who of [stranger.as, guest]) {
      const code = who === guest ? 'guest-not-allowed' : 'not-allowed';
      assert.equal(
        (await does.ask('PATCH', `/stories/${draft.id}`, who, { version: 2, title: 'x' })).body.code,
        code,
      );
      assert.equal((await does.ask('DELETE', `/stories/${draft.id}`, who)).body.code, code);
    }
  });

  it('goes with a review of its author as long as that is shown', async () => {
    const { as } = await member();
    const review = await does.good(
      does.ask('POST', '/reviews', as, { product: 'p2', stars: 4, text: '내가 쓴 후기예요' }),
      201,
    );
    const story = await does.story(as, { review: review.id });
    assert.deepEqual([story.review?.id, story.review?.product, story.review?.stars], [review.id, 'p2', 4]);
    await does.good(does.ask('DELETE', `/reviews/${review.id}`, as), 204);
    assert.equal((await does.see(story.id)).body.story.review, null);
    assert.ok(await does.patch(as, story, { title: '그래도 고쳐져요', review: review.id }));
  });

  it('gives its pictures other addresses when it goes back, and none when it is deleted', async () => {
    const { as } = await member();
    const [first, second] = [await does.photo(as), await does.photo(as)];
    const marks = [{ x: 10, y: 20, product: 'p1' }];
    const story = await does.story(as, { media: [{ id: first.id, marks }, { id: second.id }] });
    for (const one of [first, second])
      for (const address of [one.small, one.large]) assert.equal(await does.fileStatus(address), 200);
    const back = await does.patch(as, story, { state: 'draft' });
    for (const one of [first, second])
      for (const address of [one.small, one.large]) assert.equal(await does.fileStatus(address), 404);
    assert.deepEqual(
      back.media.map((one) => one.media.id),
      [first.id, second.id],
    );
    assert.equal(back.media[0]?.marks.length, 1);
    for (const { media } of back.media) {
      assert.equal(await does.fileStatus(media.small), 200);
      assert.equal(await does.fileStatus(media.large), 200);
    }
    const fewer = await does.patch(as, back, { media: [{ id: second.id }], state: 'shown' });
    const left = back.media[0]?.media;
    assert.equal(await does.fileStatus(left?.small ?? ''), 404, 'what is taken off is served no more');
    await does.moderate('hide', 'story', story.id, 'copyright');
    assert.equal(await does.fileStatus(fewer.media[0]?.media.large ?? ''), 404);
    await does.moderate('restore', 'story', story.id);
    assert.equal(await does.fileStatus(fewer.media[0]?.media.large ?? ''), 200);
    await does.good(does.ask('DELETE', `/stories/${story.id}`, as), 204);
    assert.equal(await does.fileStatus(fewer.media[0]?.media.large ?? ''), 404);
  });

  it('is liked by other members once each', async () => {
    const writer = await member();
    const [one, two] = [await member(), await member()];
    const story = await does.story(writer.as);
    const heart = (as: string | undefined, method = 'PUT') =>
      does.ask(method, `/stories/${story.id}/heart`, as);
    assert.deepEqual((await heart(one.as)).body, { hearts: 1, hearted: true });
    assert.deepEqual((await heart(one.as)).body, { hearts: 1, hearted: true });
    assert.deepEqual((await heart(two.as)).body, { hearts: 2, hearted: true });
    assert.deepEqual((await heart(one.as, 'DELETE')).body, { hearts: 1, hearted: false });
    assert.deepEqual((await heart(one.as, 'DELETE')).body, { hearts: 1, hearted: false });
    assert.equal((await does.see(story.id)).body.story.hearts, 1);
    const part = async (as: string) => (await does.ask('GET', `/stories/${story.id}/me`, as)).body;
    assert.deepEqual(await part(two.as), { mine: false, hearted: true, comments: [] });
    assert.deepEqual(await part(writer.as), { mine: true, hearted: false, comments: [] });
    assert.equal((await heart(writer.as)).body.code, 'own-thing');
    assert.equal((await heart(guest)).body.code, 'guest-not-allowed');
    assert.equal((await heart(undefined)).body.code, 'sign-in-required');
    await does.patch(writer.as, story, { state: 'draft' });
    assert.equal((await heart(one.as)).status, 404);
    await does.good(does.ask('DELETE', '/me', two.as), 204);
    assert.equal((await does.see(story.id, writer.as)).body.story.hearts, 0);
  });

  it('is talked about while it is shown and its author wants that', async () => {
    const writer = await member();
    const reader = await member();
    const story = await does.story(writer.as);
    const subject = { kind: 'story', id: story.id };
    const say = (as: string, text: string) => does.ask('POST', '/comments', as, { subject, text });
    const comment = await does.good(say(reader.as, '예뻐요'), 201);
    assert.equal((await does.see(story.id)).body.story.comments, 1);
    assert.deepEqual((await does.ask('GET', `/stories/${story.id}/me`, reader.as)).body.comments, [
      comment.id,
    ]);
    const closed = await does.patch(writer.as, story, { commentsOpen: false });
    assert.ok((await say(reader.as, '더 예뻐요')).status >= 400);
    await does.patch(writer.as, closed, { state: 'draft' });
    assert.equal((await does.ask('GET', `/comments?kind=story&id=${story.id}`, reader.as)).status, 404);
    assert.equal((await say(reader.as, '어디 갔어요?')).status, 404);
    await does.good(does.ask('DELETE', `/stories/${story.id}`, writer.as), 204);
    const { database } = service.services;
    const left = await database.db
      .selectFrom('comments')
      .select('comment_id')
      .where('mall_id', '=', 'stories-a')
      .where('comment_id', '=', comment.id)
      .execute();
    assert.deepEqual(left, []);
  });

  it('opens with a frozen line where the mall rewards what it sells', async () => {
    const paying = await service.addMall('stories-paying', {
      settings: { points: { saleRate: 300, budgets: { sale: 1000 } } },
    });
    const there = blogging(service, paying);
    await there.state([{ product: 'p1', name: '상품' }]);
    const as = await paying.token('writer');
    const photo = await there.photo(as);
    const media = [{ id: photo.id, marks: [{ x: 1, y: 1, product: 'p1' }] }];
    const draft = await there.story(as, { media, state: 'draft' });
    assert.equal(draft.disclosure, null);
    const shown = await there.patch(as, draft, { state: 'shown' });
    assert.match(shown.disclosure ?? '', /^\[광고\] /);
    assert.equal((await there.stories(shown.author.id)).items[0]?.disclosure, shown.disclosure);
    await service.call('PATCH', `/v1/${paying.id}/settings`, {
      as: paying.key,
      body: { points: { saleRate: 0 } },
    });
    const edited = await there.patch(as, shown, { title: '고친 뒤에도' });
    assert.equal(edited.disclosure, shown.disclosure);
    assert.equal((await there.patch(as, edited, { media: [{ id: photo.id }] })).disclosure, null);
    assert.equal((await there.story(as)).disclosure, null);
  });

  it('is one of so many a day, and drafts are limited as well', async () => {
    const strict = await service.addMall('stories-strict', { settings: { limits: { storiesPerDay: 2 } } });
    const there = blogging(service, strict);
    const as = await strict.token('writer');
    const first = await there.story(as);
    await there.patch(as, first, { state: 'draft' });
    await there.story(as);
    assert.equal((await there.ask('POST', '/stories', as, { text: '셋째' })).body.code, 'quota-full');
    const draft = await there.story(as, { state: 'draft' });
    assert.equal(
      (await there.ask('PATCH', `/stories/${draft.id}`, as, { version: 1, state: 'shown' })).body.code,
      'quota-full',
    );
    // One that was shown before takes no second place.
    await there.patch(as, { ...first, version: 2 }, { state: 'shown' });
    service.later(25 * 3_600_000);
    await there.story(await strict.token('writer'));
  });

  it('stands between its neighbours, newest first, page by page, written once however often it is sent', async () => {
    const { as, id } = await member();
    const ids: string[] = [];
    for (let n = 0; n < 5; n++) ids.unshift((await does.story(as, { title: `${n}` })).id);
    const first = await does.stories(id, '?limit=3');
    const second = await does.stories(id, `?limit=3&cursor=${first.next}`);
    assert.deepEqual(
      [...first.items, ...second.items].map((one) => one.id),
      ids,
    );
    assert.equal(second.next, null);
    const middle = (await does.see(ids[2] as string)).body;
    assert.deepEqual([middle.newer, middle.older], [ids[1], ids[3]]);
    assert.deepEqual((await does.see(ids[0] as string)).body.newer, null);
    assert.deepEqual((await does.see(ids[4] as string)).body.older, null);
    const key = { 'idempotency-key': newId() };
    const send = (text: string) => does.ask('POST', '/stories', as, { text }, key);
    const [one, again] = [await send('한 번'), await send('한 번')];
    assert.deepEqual([one.status, again.status, again.body.id], [201, 201, one.body.id]);
    assert.equal((await send('다른 글')).body.code, 'key-reused');
    assert.equal((await does.read(id)).blog.stories, 6);
  });
});

describe('a report of a story', () => {
  it('goes its whole way: told, hidden, lifted, and ended with the story', async () => {
    const writer = await member();
    const reader = await member();
    const story = await does.story(writer.as, { title: '문제가 되는 이야기' });
    const subject = { kind: 'story', id: story.id };
    const report = (as: string, of: object = subject) =>
      does.ask('POST', '/reports', as, { subject: of, reason: 'spam' });
    assert.equal((await report(reader.as)).status, 202);
    const listed = async () => JSON.stringify((await does.ask('GET', '/reports', mall.key)).body);
    assert.ok((await listed()).includes('문제가 되는 이야기'));
    await does.moderate('hide', 'story', story.id, 'rights_block');
    assert.equal((await does.see(story.id)).status, 404);
    await until(async () => {
      const due = await service.services.database.db
        .selectFrom('jobs')
        .select('kind')
        .where('mall_id', '=', mall.id)
        .where('kind', '=', 'lift-rights-block')
        .execute();
      return due.length > 0;
    }, 'the end of the block is planned');
    service.later(31 * 86_400_000);
    await service.services.jobs.runDue();
    const fresh = await mall.token('fresh-reader');
    assert.equal((await does.see(story.id, fresh)).status, 200);
    const draft = await does.story(await mall.token(writer.outside), { state: 'draft' });
    assert.equal(
      (await report(await mall.token(reader.outside), { kind: 'story', id: draft.id })).status,
      404,
    );
    assert.equal(
      (await report(await mall.token(reader.outside), { kind: 'story', id: newId() })).status,
      404,
    );
  });
});
