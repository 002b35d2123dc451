import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { DAY } from '../../server/base/clock.ts';
import { unpinAll } from '../../server/community/blogs/front/pins.ts';
import { blogScore, inOrder, storyScore } from '../../server/community/blogs/front/rules.ts';
import { startService, type TestService } from '../support/service.ts';
import { socialOf } from '../support/social.ts';

let service: TestService;
before(async () => {
  service = await startService();
});
after(() => service.stop());

let malls = 0;
async function scene() {
  const mall = await service.addMall(`front${++malls}`, {});
  const social = socialOf(service, mall);
  const [kim, lee, park] = await Promise.all(['kim', 'lee', 'park'].map(social.member));
  for (const one of [kim!, lee!]) await social.blog(one.id, { front_page_at: 1 });
  const best = async (what: 'stories' | 'blogs', query = '') =>
    (await social.good(social.ask('GET', `/best/${what}${query}`, mall.key))).items as any[];
  return {
    mall,
    social,
    kim: kim!,
    lee: lee!,
    park: park!,
    best,
    titles: async (query = '') => (await best('stories', query)).map((one) => one.story.title),
    heart: async (story: string, ...names: string[]) => {
      for (const name of names)
        await service.services.database.write((trx) =>
          trx
            .insertInto('story_hearts')
            .values({ mall_id: mall.id, story_id: story, shopper_id: name, at: service.services.now() })
            .execute(),
        );
    },
  };
}

it('hearts weigh most; who is visited by all the world does not take every place', () => {
  const of = (hearts: number, voices: number, visits: number) => storyScore({ hearts, voices, visits });
  for (const [better, worse] of [
    [of(1, 0, 0), of(0, 1, 0)],
    [of(0, 1, 0), of(0, 0, 3)],
    [of(10, 0, 0), of(0, 0, 800)],
    [of(0, 0, 100), of(0, 0, 99)],
  ] as const)
    assert.ok(better > worse);
  assert.ok(blogScore({ visits: 1, neighbours: 1 }) > blogScore({ visits: 2, neighbours: 0 }));
  const one = (id: string, score: number, pinnedAt: number | null, at = 0) => ({ id, score, pinnedAt, at });
  assert.deepEqual(
    inOrder([one('a', 9, null), one('b', 1, 5), one('c', 9, null, 1), one('d', 0, 6)]).map(({ id }) => id),
    ['d', 'b', 'c', 'a'],
  );
});

describe('the front page', () => {
  it('holds the best of those who agreed, of these days, and nothing hidden', async () => {
    const { mall, social, kim, lee, park, best, titles, heart } = await scene();
    const now = service.services.now();
    const liked = await social.story(kim.id, { title: 'liked' });
    await social.story(lee.id, { title: 'quiet' });
    const old = await social.story(lee.id, { title: 'old and liked', published_at: now - 90 * DAY });
    await social.story(lee.id, { title: 'old', published_at: now - 90 * DAY });
    await social.story(lee.id, { title: 'draft', state: 'draft' });
    await social.story(lee.id, { title: 'hidden', state: 'hidden' });
    const unasked = await social.story(park.id, { title: 'did not agree' });
    await heart(liked, 'a', 'b');
    await heart(old, 'a');
    await heart(unasked, 'a', 'b', 'c');
    assert.deepEqual(await titles(), ['liked', 'old and liked', 'quiet']);
    assert.deepEqual(await titles('?limit=1&days=3'), ['liked']);
    const [first] = await best('stories');
    assert.equal(first.url, `http://service.example/m/${mall.id}/blogs/${kim.id}/stories/${liked}`);
    assert.deepEqual([first.pinned, first.visits, first.sold], [false, 0, 0]);
    for (const at of [1, 2, 3])
      await social.good(
        social.ask('POST', `/blogs/${lee.id}/visit`, undefined, undefined, { from: `198.51.${at}.1` }),
      );
    await social.ask('POST', `/blogs/${kim.id}/visit`, lee.token);
    await social.ask('POST', `/blogs/${park.id}/visit`, lee.token);
    await social.follow(park.token, kim.id);
    await social.follow(lee.token, kim.id);
    const blogs = await best('blogs');
    assert.deepEqual(
      blogs.map((one) => [one.member.id, one.visits, one.neighbours]),
      [
        [kim.id, 1, 2],
        [lee.id, 3, 0],
      ],
    );
    await social.blog(kim.id, { hide_reason: 'privacy' });
    assert.deepEqual(
      (await best('blogs')).map((one) => one.member.id),
      [lee.id],
    );
  });

  it('pins stay until they are taken off, or the member changes their mind', async () => {
    const { mall, social, kim, lee, park, best, titles, heart } = await scene();
    const [a, b] = [await social.story(kim.id, { title: 'a' }), await social.story(lee.id, { title: 'b' })];
    const [draft, theirs] = [await social.story(kim.id, { state: 'draft' }), await social.story(park.id)];
    await heart(a, 'x');
    const pin = (kind: string, id: string, as = mall.key) => social.ask('PUT', `/pins/${kind}/${id}`, as);
    assert.equal((await social.good(pin('story', b))).kind, 'story');
    const { pinnedAt } = await social.good(pin('story', b));
    assert.ok(pinnedAt > 0);
    await social.good(pin('blog', kim.id));
    assert.deepEqual(await titles(), ['b', 'a']);
    assert.deepEqual(
      (await best('blogs')).map((one) => [one.member.id, one.pinned]),
      [[kim.id, true]],
    );
    const far = await scene();
    for (const [what, kind, id, status] of [
      ['a draft', 'story', draft, 404],
      ['of one who did not agree', 'story', theirs, 403],
      ['a blog of one who did not', 'blog', park.id, 403],
      ['of another mall', 'blog', far.kim.id, 404],
      ['missing', 'story', '0'.repeat(25), 404],
      ['a kind that is none', 'list', b, 400],
    ] as const)
      assert.equal((await pin(kind, id)).status, status, what);
    assert.equal((await pin('story', a, await mall.addKey(['read']))).body.code, 'key-scope');
    assert.equal((await pin('story', a, kim.token)).body.code, 'key-refused');
    const pins = async () => (await social.good(social.ask('GET', '/pins', mall.key))).items.length;
    assert.equal(await pins(), 2);
    // Consent is asked at each read, and taking it back takes the pins along.
    await social.blog(lee.id, { front_page_at: null });
    assert.deepEqual(await titles(), ['a']);
    await service.services.database.write((trx) => unpinAll(trx, mall.id, lee.id));
    assert.equal(await pins(), 1);
    for (let times = 0; times < 2; times++)
      await social.good(social.ask('DELETE', `/pins/blog/${kim.id}`, mall.key), 204);
    assert.equal(await pins(), 0);
    await social.good(pin('story', a));
    await social.good(social.ask('DELETE', '/me', kim.token), 204);
    assert.equal(await pins(), 0);
    assert.deepEqual(await titles(), []);
  });

  it('tells the mall where the blog of a member is', async () => {
    const { mall, social, kim } = await scene();
    const found = await social.good(social.ask('GET', '/blog-of?shopper=kim', mall.key));
    assert.deepEqual(found, { member: kim.id, url: `http://service.example/m/${mall.id}/blogs/${kim.id}` });
    assert.equal((await social.ask('GET', '/blog-of?shopper=nobody', mall.key)).status, 404);
    for (const path of ['/best/stories', '/best/blogs', '/blog-of?shopper=kim', '/pins'])
      for (const as of [undefined, kim.token, await mall.addKey(['orders'])])
        assert.ok([401, 403].includes((await social.ask('GET', path, as)).status), path);
  });
});
