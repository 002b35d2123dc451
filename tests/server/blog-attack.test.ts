// Attacks on the shopping blog: each of these took something once that was not to be had.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { assertBlogCounts } from '../support/blog-counts.ts';
import { blogging } from '../support/blogs.ts';
import { saleScene } from '../support/sales.ts';
import { startService, type TestService } from '../support/service.ts';
import { socialOf } from '../support/social.ts';

let service: TestService;
before(async () => {
  service = await startService();
});
after(() => service.stop());

let malls = 0;
async function scene(settings: Record<string, unknown> = {}) {
  const mall = await service.addMall(`attack${++malls}`, { settings });
  const social = socialOf(service, mall);
  const does = blogging(service, mall);
  const [kim, lee] = await Promise.all(['kim', 'lee'].map(social.member));
  return { mall, social, does, kim: kim!, lee: lee! };
}

describe('what earns', () => {
  it('no story that readers do not see gives out marks that earn', async () => {
    const sale = await saleScene(service);
    const { mall, kim, order, sales } = sale;
    const does = blogging(service, mall);
    await does.state([{ product: 'p', name: '상품', price: 10_000 }]);
    const photo = await does.photo(kim.token);
    const media = [{ id: photo.id, marks: [{ x: 1, y: 1, product: 'p' }] }];
    let story = await does.story(kim.token, { media });
    const markOf = ({ media }: typeof story) => media[0]?.marks[0]?.mark;
    const shown = markOf(story);
    assert.ok(story.disclosure);
    story = await does.patch(kim.token, story, { state: 'draft' });
    await order('draft', 'lee', [{ mark: markOf(story) }]);
    assert.equal((await sales('kim')).total.points, 0, 'a draft');
    story = await does.patch(kim.token, story, { state: 'shown' });
    await does.moderate('hide', 'story', story.id, 'abuse');
    const { body } = await does.see(story.id, kim.token);
    await order('hidden', 'lee', [{ mark: markOf(body.story) }]);
    assert.equal((await sales('kim')).total.points, 0, 'hidden by the mall');
    // Whoever followed it while it was shown came by way of it.
    await order('shown', 'lee', [{ mark: shown }]);
    assert.equal((await sales('kim')).total.points, 1000);
    await sale.balances();
  });

  it('whatever a shopper hands over as a mark, the order is stated all the same', async () => {
    const sale = await saleScene(service);
    const { mall, kim, mark, story, placedAt, state } = sale;
    const real = mark(kim.id, story);
    for (const [at, odd] of ['\0', 'x'.repeat(501), 'x'.repeat(20_000), '\ud800', '가', ''].entries()) {
      const lines = [odd, real].map((mark, at) => ({
        line: `${at}`,
        product: 'p',
        quantity: 1,
        amount: 10_000,
        mark,
      }));
      await state([{ order: `odd-${at}`, shopper: `buyer-${at}`, placedAt, changedAt: placedAt, lines }]);
      const kept = await service.services.database.db
        .selectFrom('order_lines')
        .select('mark')
        .where('mall_id', '=', mall.id)
        .where('order_id', '=', `odd-${at}`)
        .orderBy('line_id')
        .execute();
      assert.deepEqual(
        kept.map((line) => line.mark),
        [null, real],
        JSON.stringify(odd.slice(0, 20)),
      );
    }
  });
});

describe('limits', () => {
  it('stories that were deleted count among those of the day', async () => {
    const { mall, does, kim } = await scene({ limits: { storiesPerDay: 2 } });
    for (let at = 0; at < 2; at++) {
      const { id } = await does.story(kim.token);
      await does.good(does.ask('DELETE', `/stories/${id}`, kim.token), 204);
    }
    const refused = await does.ask('POST', '/stories', kim.token, { title: '셋째', text: '글' });
    assert.equal(refused.body.code, 'quota-full');
    // A draft is none of them, deleted or not.
    const draft = await does.story(kim.token, { state: 'draft' });
    await does.good(does.ask('DELETE', `/stories/${draft.id}`, kim.token), 204);
    service.later(86_400_000 + 1);
    const again = await mall.token('kim');
    for (let at = 0; at < 2; at++) await does.story(again);
    const full = await does.ask('POST', '/stories', again, { title: '셋째', text: '글' });
    assert.equal(full.body.code, 'quota-full');
  });

  it('one address is one visitor, however many guests it makes', async () => {
    service.toMidMonth();
    const { mall, social, kim } = await scene({ write: 'everyone' });
    const visit = async (as?: string) =>
      (
        await social.good(
          social.ask('POST', `/blogs/${kim.id}/visit`, as, undefined, { from: '203.0.113.80' }),
        )
      ).today;
    const seen = [await visit()];
    for (let at = 0; at < 3; at++) seen.push(await visit(await mall.guest()));
    assert.deepEqual(seen, [1, 1, 1, 1]);
  });

  it('whoever follows and leaves over and over tells nobody anew', async () => {
    const { social, kim, lee } = await scene();
    for (let at = 0; at < 4; at++) {
      await social.follow(lee.token, kim.id);
      await social.good(social.ask('DELETE', `/blogs/${kim.id}/neighbour`, lee.token));
    }
    assert.equal((await social.notices(kim.token)).length, 1);
  });
});

describe('pictures that others saw', () => {
  it('never come back at their old address, whatever their author hangs them on or sends again', async () => {
    const { mall, does, kim } = await scene();
    const asked = async (photo: { id: string }) =>
      (
        await does.ask('POST', '/stories', kim.token, {
          state: 'draft',
          text: '글',
          media: [{ id: photo.id, marks: [] }],
        })
      ).status;
    const shownWith = async () => {
      const photo = await does.photo(kim.token);
      return { photo, story: await does.story(kim.token, { media: [{ id: photo.id, marks: [] }] }) };
    };
    const off = await shownWith();
    await does.patch(kim.token, off.story, { media: [] });
    const hidden = await shownWith();
    await does.moderate('hide', 'story', hidden.story.id, 'abuse');
    await does.good(does.ask('DELETE', `/stories/${hidden.story.id}`, kim.token), 204);
    const deleted = await shownWith();
    await does.good(does.ask('DELETE', `/stories/${deleted.story.id}`, kim.token), 204);
    const top = { photo: await does.photo(kim.token) };
    const { version } = (await does.mine(kim.token)).blog;
    await does.patchMine(kim.token, version, { header: top.photo.id });
    await does.moderate('hide', 'blog', kim.id, 'abuse');
    const then = (await does.mine(kim.token)).blog.version;
    await does.patchMine(kim.token, then, { header: null });
    for (const [what, { photo }] of Object.entries({ off, hidden, deleted, top })) {
      assert.equal(await asked(photo), 400, what);
      assert.equal(await does.fileStatus(photo.large), 404, what);
    }
    // What nobody else has seen may be hung on another draft.
    const photo = await does.photo(kim.token);
    const draft = await does.story(kim.token, { state: 'draft', media: [{ id: photo.id, marks: [] }] });
    await does.patch(kim.token, draft, { media: [] });
    assert.equal(await asked(photo), 201);
    await assertBlogCounts(service.services.database.db, mall.id);
  });
});

describe('what the mall hides', () => {
  it('names of boards are gone with the title of their blog, for everybody else', async () => {
    const { mall, does, kim, lee } = await scene();
    const foul = '욕설게시판';
    await does.good(does.ask('PUT', '/me/blog/boards', kim.token, { boards: [{ name: foul }] }), 200);
    const page = async () =>
      (await service.call('GET', `/m/${mall.id}/blogs/${kim.id}`, { origin: null })).body;
    const seen = async (as?: string) =>
      JSON.stringify([await does.read(kim.id, as), await does.cards([kim.id], as), await page()]);
    assert.ok((await seen()).includes(foul));
    await does.moderate('hide', 'blog', kim.id, 'abuse');
    for (const as of [undefined, lee.token]) assert.ok(!(await seen(as)).includes(foul), 'hidden');
    assert.equal((await does.mine(kim.token)).blog.boards[0]?.name, foul);
    await does.moderate('restore', 'blog', kim.id);
    assert.ok((await seen()).includes(foul));
  });
});
