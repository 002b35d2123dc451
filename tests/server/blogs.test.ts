import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { CompiledQuery } from 'kysely';
import { newId } from '../../server/base/ids.ts';
import { blogCards, blogPage } from '../../server/community/blogs/reading.ts';
import { viewingOf } from '../../server/community/blogs/viewing.ts';
import { findMall } from '../../server/mall/malls/store.ts';
import { assertBlogCounts } from '../support/blog-counts.ts';
import { type Blogging, blogging } from '../support/blogs.ts';
import { until } from '../support/ground.ts';
import { listening } from '../support/listening.ts';
import { startService, type TestService } from '../support/service.ts';

let service: TestService;
let mall: Awaited<ReturnType<TestService['addMall']>>;
let other: typeof mall;
let does: Blogging;
let made = 0;

before(async () => {
  service = await startService();
  mall = await service.addMall('blogs-a', { settings: { write: 'everyone' } });
  other = await service.addMall('blogs-b');
  does = blogging(service, mall);
  await does.state([1, 2, 3, 4].map((n) => ({ product: `p${n}`, name: `상품 ${n}`, price: n * 1000 })));
});
after(async () => {
  await assertBlogCounts(service.services.database.db, mall.id);
  await service.stop();
});

async function member() {
  const outside = `member-${++made}`;
  const as = await mall.token(outside, { name: '박회원' });
  return { as, id: await does.join(as), outside };
}

describe('a blog', () => {
  it('is there for every member without their doing anything, and for nobody else', async () => {
    const { as, id } = await member();
    const page = await does.read(id);
    assert.equal(page.blog.title, null);
    assert.equal(page.blog.version, 0);
    assert.deepEqual(page.blog.looks, {
      skin: 'plain',
      font: 'page',
      layout: 'shelf',
      hue: null,
      tune: null,
    });
    assert.equal(page.blog.member.id, id);
    assert.deepEqual(page.visits, { today: 0, all: 0 });
    assert.equal(page.wishlist, null);
    assert.equal(page.lists, 0);
    assert.deepEqual([page.purchases.items, page.stories.items], [[], []]);

    const guest = await mall.guest();
    const guestId = await does.idOf(guest);
    // Bought something, and never joined.
    await does.order('only-bought', [{ product: 'p1' }]);
    const only = await service.services.database.db
      .selectFrom('shoppers')
      .select('shopper_id')
      .where('mall_id', '=', mall.id)
      .where('outside_id', '=', 'only-bought')
      .executeTakeFirstOrThrow();
    const gone = await member();
    await does.good(does.ask('DELETE', '/me', gone.as), 204);
    const answers = new Set<string>();
    for (const nobody of [newId(), guestId, only.shopper_id, gone.id])
      for (const rest of ['', '/stories', '/purchases']) {
        const { status, body } = await does.ask('GET', `/blogs/${nobody}${rest}`);
        assert.equal(status, 404);
        answers.add(JSON.stringify({ ...body, instance: '' }));
      }
    assert.equal(answers.size, 1, 'they are all answered alike');
    assert.deepEqual(
      (await does.cards([newId(), id, guestId, only.shopper_id, gone.id])).items.map(
        (one) => one.blog.member.id,
      ),
      [id],
    );
    const elsewhere = await service.call('GET', `/v1/${other.id}/blogs/${id}`);
    assert.equal(elsewhere.status, 404);
    assert.equal((await does.mine(as)).blog.version, 0);
    // Who has not joined yet sees what theirs will be.
    const newcomer = await does.mine(await mall.token('newcomer', { name: '정새봄' }));
    assert.deepEqual([newcomer.blog.member.name, newcomer.blog.version], ['정*봄', 0]);
  });

  it('looks as its member says, one change after the other', async () => {
    const { as, id } = await member();
    const photo = await does.photo(as);
    const tune = { notes: ['c4', 'e4', 'g4', 'c5', 'g4', 'rest'], tempo: 96 };
    const mine = await does.patchMine(as, 0, {
      title: '민지네 옷장',
      about: '천천히 사는 이야기',
      looks: { skin: 'mint', hue: 120, tune },
      header: photo.id,
      asks: true,
    });
    assert.equal(mine.blog.version, 1);
    const { blog } = await does.read(id);
    assert.deepEqual(
      [blog.title, blog.about, blog.looks, blog.header?.id, blog.asks],
      [
        '민지네 옷장',
        '천천히 사는 이야기',
        { skin: 'mint', font: 'page', layout: 'shelf', hue: 120, tune },
        photo.id,
        true,
      ],
    );
    const stale = await does.ask('PATCH', '/me/blog', as, { version: 0, title: '옛 화면에서' });
    assert.equal(stale.body.code, 'changed-meanwhile');
    const next = await does.patchMine(as, 1, { title: null, header: null, looks: { tune: null } });
    assert.deepEqual([next.blog.title, next.blog.header, next.blog.looks.skin], [null, null, 'mint']);
    assert.equal(await does.fileStatus(photo.small), 404);
    for (const wrong of [
      { looks: { skin: 'loud' } },
      { looks: { hue: 360 } },
      { looks: { tune: { ...tune, notes: ['c4'] } } },
      { looks: { tune: { ...tune, tempo: 5 } } },
      { looks: { style: 'color:red' } },
      { title: '' },
      { title: '가'.repeat(41) },
      { header: newId() },
    ])
      assert.equal(
        (await does.ask('PATCH', '/me/blog', as, { version: 2, ...wrong })).status,
        400,
        JSON.stringify(wrong),
      );
    const foreign = await does.photo((await member()).as);
    assert.equal((await does.ask('PATCH', '/me/blog', as, { version: 2, header: foreign.id })).status, 400);
    assert.equal((await does.mine(as)).blog.version, 2, 'what is refused changes nothing');
  });

  it("is its own member's to change, and no guest has one", async () => {
    const guest = await mall.guest();
    for (const [method, path, body] of [
      ['GET', '/me/blog'],
      ['PATCH', '/me/blog', { version: 0, title: '손님' }],
      ['PUT', '/me/blog/boards', { boards: [] }],
      ['GET', '/me/stories'],
      ['POST', '/stories', { text: '손님이 쓴 글' }],
    ] as const) {
      assert.equal((await does.ask(method, path, guest, body)).body.code, 'guest-not-allowed', path);
      assert.equal((await does.ask(method, path, undefined, body)).status, 401, path);
    }
  });

  it('stands on the front page only where its member agreed, and no moment longer', async () => {
    const { as, id } = await member();
    assert.equal((await does.mine(as)).frontPage, false);
    assert.equal((await does.patchMine(as, 0, { frontPage: true })).frontPage, true);
    const { database } = service.services;
    const pin = { mall_id: mall.id, kind: 'blog', id, shopper_id: id, pinned_at: 1 } as const;
    await database.write((trx) => trx.insertInto('blog_pins').values(pin).execute());
    assert.equal((await does.patchMine(as, 1, { frontPage: false })).frontPage, false);
    const left = await database.db.selectFrom('blog_pins').selectAll().where('id', '=', id).execute();
    assert.deepEqual(left, []);
  });

  it("has boards in its member's order, and stories stand in none when theirs goes", async () => {
    const { as, id } = await member();
    const put = (boards: object[]) => does.ask('PUT', '/me/blog/boards', as, { boards });
    const { blog } = await does.good(put([{ name: '옷장' }, { name: '부엌' }]), 200);
    const [first, second] = blog.boards;
    const story = await does.story(as, { board: first.id });
    const draft = await does.story(as, { board: first.id, state: 'draft' });
    assert.deepEqual(
      (await does.read(id)).blog.boards.map((one) => one.stories),
      [1, 0],
    );
    assert.deepEqual(
      (await does.stories(id, `?board=${first.id}`)).items.map((one) => one.id),
      [story.id],
    );
    assert.deepEqual((await does.stories(id, `?board=${second.id}`)).items, []);
    const moved = await does.patch(as, story, { board: second.id });
    assert.deepEqual(
      (await does.read(id)).blog.boards.map((one) => one.stories),
      [0, 1],
    );
    await does.good(
      put([
        { id: second.id, name: '부엌과 거실' },
        { id: first.id, name: '옷장' },
      ]),
      200,
    );
    assert.deepEqual(
      (await does.read(id)).blog.boards.map((one) => [one.name, one.stories]),
      [
        ['부엌과 거실', 1],
        ['옷장', 0],
      ],
    );
    assert.equal(
      (
        await put([
          { id: first.id, name: 'a' },
          { id: first.id, name: 'b' },
        ])
      ).status,
      400,
    );
    assert.equal((await put([{ id: newId(), name: '없는 것' }])).status, 400);
    const theirs = (
      await does.good(
        does.ask('PUT', '/me/blog/boards', (await member()).as, { boards: [{ name: 'x' }] }),
        200,
      )
    ).blog.boards[0];
    assert.equal((await put([{ id: theirs.id, name: '남의 것' }])).status, 400);
    assert.equal((await does.ask('POST', '/stories', as, { text: 'x', board: theirs.id })).status, 400);
    await does.good(put([]), 200);
    assert.equal((await does.see(story.id)).body.story.board, null);
    assert.equal((await does.see(draft.id, as)).body.story.board, null);
    assert.equal(moved.version, (await does.see(story.id)).body.story.version);
  });

  it('opens on the first public wishlist of its member, never on one by link or a private one', async () => {
    const { as, id } = await member();
    const heart = (product: string) =>
      does.good(does.ask('PUT', '/hearts', as, { product, wished: true }), 200);
    await heart('p1');
    const list = await does.good(
      does.ask('POST', '/wishlists', as, { name: '비밀 목록', visibility: 'private' }),
      201,
    );
    await does.good(does.ask('POST', '/wishes', as, { product: 'p2', list: list.id }), 201);
    let page = await does.read(id);
    assert.deepEqual([page.wishlist, page.lists], [null, 0]);
    assert.deepEqual((await does.cards([id])).items[0]?.wishes, []);
    const open = await does.good(
      does.ask('POST', '/wishlists', as, { name: '모두의 목록', visibility: 'public' }),
      201,
    );
    for (const product of ['p1', 'p2', 'p3', 'p4'])
      await does.good(does.ask('POST', '/wishes', as, { product, list: open.id }), 201);
    page = await does.read(id);
    assert.deepEqual(
      [page.wishlist?.list.name, page.wishlist?.wishes.items.length, page.lists],
      ['모두의 목록', 4, 1],
    );
    const [card] = (await does.cards([id])).items;
    assert.equal(card?.wishes.length, 3);
    assert.deepEqual(
      card?.wishes.map((one) => one.product),
      page.wishlist?.wishes.items.slice(0, 3).map((one) => one.product.product),
    );
    // The list of hearts comes first once it is public.
    const mine = (await does.good(does.ask('GET', '/me/wishlists', as), 200)).items;
    const first = mine.find((one: { isDefault: boolean }) => one.isDefault);
    await does.good(
      does.ask('PATCH', `/wishlists/${first.id}`, as, { version: first.version, visibility: 'public' }),
      200,
    );
    assert.equal((await does.read(id)).wishlist?.list.id, first.id);
    await does.good(
      does.ask('PATCH', `/wishlists/${open.id}`, as, { version: open.version, visibility: 'private' }),
      200,
    );
    await does.good(
      does.ask('PATCH', `/wishlists/${first.id}`, as, { version: first.version + 1, visibility: 'link' }),
      200,
    );
    assert.equal((await does.read(id)).wishlist, null);
    assert.deepEqual((await does.cards([id])).items[0]?.wishes, []);
  });

  it('that the mall has hidden tells nothing of its words and header, but to its member', async () => {
    const { as, id } = await member();
    const photo = await does.photo(as);
    await does.patchMine(as, 0, {
      title: '나쁜 제목',
      about: '나쁜 소개',
      header: photo.id,
      looks: { skin: 'dusk' },
    });
    await does.story(as, { title: '그래도 있는 이야기' });
    await does.moderate('hide', 'blog', id, 'abuse');
    for (const who of [undefined, (await member()).as]) {
      const { blog, stories } = await does.read(id, who);
      assert.deepEqual([blog.title, blog.about, blog.header, blog.hidden], [null, '', null, false]);
      assert.equal(blog.looks.skin, 'dusk');
      assert.equal(stories.items.length, 1);
      assert.equal((await does.cards([id], who)).items[0]?.blog.title, null);
    }
    assert.equal(await does.fileStatus(photo.large), 404);
    const mine = await does.mine(as);
    assert.deepEqual([mine.blog.title, mine.blog.hidden], ['나쁜 제목', true]);
    assert.equal((await does.read(id, as)).blog.hidden, true);
    // Other words, or another photo, do not bring it back.
    const another = await does.photo(as);
    await does.patchMine(as, mine.blog.version, { title: '새 제목', header: another.id });
    assert.equal((await does.read(id)).blog.title, null);
    assert.equal(await does.fileStatus(another.large), 404);
    await does.moderate('restore', 'blog', id);
    const { blog } = await does.read(id);
    assert.deepEqual([blog.title, blog.header?.id, blog.hidden], ['새 제목', another.id, false]);
  });

  it('tells pages that show it of every change, and of none that they may not know', async () => {
    const { as, id } = await member();
    const streams = listening(service, mall.id);
    try {
      const public_ = await streams.listen(undefined, `blog:${id}`);
      const own = await streams.listen(as, `shopper:${id}`);
      const draft = await does.story(as, { state: 'draft' });
      const shown = await does.patch(as, draft, { state: 'shown' });
      const reader = await member();
      await does.good(does.ask('PUT', `/stories/${draft.id}/heart`, reader.as), 200);
      const edited = await does.patch(as, shown, { title: '고친 제목' });
      await does.moderate('hide', 'story', draft.id, 'spam');
      await does.moderate('restore', 'story', draft.id);
      const { version } = (await does.see(draft.id, as)).body.story;
      const unseen = await does.patch(as, { ...edited, version }, { state: 'draft' });
      await does.patch(as, unseen, { title: '아무도 모르는 제목' });
      await does.good(does.ask('DELETE', `/stories/${draft.id}`, as), 204);
      await does.patchMine(as, 0, { title: '마지막' });
      await until(
        () => public_.changes().some((one) => one.kind === 'blog.changed'),
        'the last one is heard',
      );
      assert.deepEqual(
        public_.changes().map((one) => one.kind),
        [
          'story.shown',
          'story.hearted',
          'story.changed',
          'story.gone',
          'story.hidden',
          'story.shown',
          'story.restored',
          'story.gone',
          'blog.changed',
        ],
      );
      for (const one of public_.changes())
        assert.deepEqual(
          one.ids,
          one.kind === 'blog.changed' ? { blog: id } : { story: draft.id, shopper: id },
        );
      await until(() => own.changes().length >= 4, 'its author hears of drafts');
      for (const one of own.changes()) assert.deepEqual(one, { topic: `shopper:${id}`, changed: true });
    } finally {
      streams.close();
    }
  });
});

describe('reading blogs', () => {
  it('asks as much of the database for twenty as for one, and looks everything up by an index', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 20; n++) {
      const { as, id, outside } = await member();
      ids.push(id);
      const photo =
        n % 3 === 0 ? [{ id: (await does.photo(as)).id, marks: [{ x: 1, y: 1, product: 'p1' }] }] : [];
      await does.story(as, { media: photo });
      await does.order(outside, [{ product: 'p1' }, { product: 'p2' }]);
      await does.show(as, null);
      if (n % 2 === 0) {
        const list = await does.good(
          does.ask('POST', '/wishlists', as, { name: 'x', visibility: 'public' }),
          201,
        );
        await does.good(does.ask('POST', '/wishes', as, { product: 'p3', list: list.id }), 201);
      }
    }
    const { database } = service.services;
    const found = await findMall(database.db, mall.id);
    assert.ok(found);
    const view = { ...viewingOf(service.services, found) };
    const asked = async (run: (db: typeof database.db) => Promise<unknown>) => {
      const queries: CompiledQuery[] = [];
      // A handle of its own, whose questions are written down.
      const db = database.db.withoutPlugins();
      const executor = db.getExecutor();
      const execute = executor.executeQuery.bind(executor);
      executor.executeQuery = (query) => {
        queries.push(query as CompiledQuery);
        return execute(query);
      };
      await run(db);
      return queries;
    };
    const one = await asked((db) => blogCards({ ...view, db }, ids.slice(0, 1)));
    const all = await asked((db) => blogCards({ ...view, db }, ids));
    assert.ok(all.length > 5 && all.length <= 15, `${all.length} questions`);
    assert.ok(all.length <= one.length + 2, `${one.length} for one, ${all.length} for all`);
    const page = await asked((db) => blogPage({ ...view, db }, ids[0] as string, undefined, 0));
    assert.ok(page.length <= 25, `${page.length} questions for a page`);
    if (database.kind !== 'sqlite') return;
    for (const query of [...all, ...page]) {
      const plan = await database.db.executeQuery<{ detail: string }>(
        CompiledQuery.raw(`explain query plan ${query.sql}`, [...query.parameters]),
      );
      for (const { detail } of plan.rows)
        assert.doesNotMatch(detail, /^SCAN (?!first|newest|\(|CONSTANT)/, `${detail}\n${query.sql}`);
    }
  });
});
