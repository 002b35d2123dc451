import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { newId } from '../../server/base/ids.ts';
import { inScript } from '../../server/community/blogs/page/linked.ts';
import { markedUrl, safeUrl } from '../../server/community/blogs/page/parts.ts';
import { blogging } from '../support/blogs.ts';
import { startService, type TestService } from '../support/service.ts';
import { wishing } from '../support/wishes.ts';

let service: TestService;
before(async () => {
  service = await startService();
});
after(() => service.stop());

let malls = 0;
async function scene(settings: Record<string, unknown> = {}) {
  const mall = await service.addMall(`bp${++malls}`, { settings });
  const blogs = blogging(service, mall);
  const kim = await mall.token('kim', { name: '김민수' });
  const id = await blogs.join(kim);
  await blogs.state([
    {
      product: 'shirt',
      name: '린넨 <셔츠>',
      url: 'https://mall.example/shirt?a=1&b=2#/top',
      image: 'https://mall.example/shirt.jpg',
      price: 39_000,
    },
    { product: 'cup', name: '컵', url: 'https://mall.example/cup', price: 9_000 },
  ]);
  const get = (path: string, of = mall.id) =>
    service.call<string>('GET', `/m/${of}/blogs/${path}`, { origin: null });
  return { mall, blogs, wishes: wishing(service, mall), kim, id, get };
}
const linked = (html: string) =>
  JSON.parse(/<script type="application\/ld\+json">(.*?)<\/script>/s.exec(html)?.[1] ?? '');
const meta = (html: string, name: string) =>
  new RegExp(`<meta (?:property|name)="${name}" content="([^"]*)"`).exec(html)?.[1];

it('nothing leaves a script element, and only web addresses are led to', () => {
  const evil = { a: '</script><script>alert(1)</script><!-- & \u2028' };
  assert.deepEqual(JSON.parse(inScript(evil)), evil);
  assert.doesNotMatch(inScript(evil), /[<>&\u2028]/);
  for (const url of ['javascript:alert(1)', 'data:text/html,x', '//evil', null])
    assert.equal(safeUrl(url), null);
  const product = { product: '가 1', url: 'https://m.example/p#/x' } as never;
  assert.equal(markedUrl(product, 'abc'), 'https://m.example/p#/x&dangol-mark=%EA%B0%80%201.abc');
  assert.equal(markedUrl(product, undefined), 'https://m.example/p#/x');
});

describe('the page of a story', () => {
  it('has all of it without any script, the sentence that somebody earns before all else', async () => {
    const { mall, blogs, kim, id, get } = await scene({
      points: {
        saleRate: 100,
        budgets: { order: 0, text: 0, photo: 0, later: 0, naegong: 0, sale: 1000 },
      },
    });
    const photo = await blogs.photo(kim);
    const story = await blogs.story(kim, {
      title: '여름 <b>셔츠</b> & "세" 벌',
      text: '첫 줄\n둘째 줄 <script>alert(1)</script>',
      media: [{ id: photo.id, marks: [{ x: 1, y: 2, product: 'shirt' }] }],
    });
    assert.ok(story.disclosure);
    const { status, body, headers } = await get(`${id}/stories/${story.id}`);
    assert.equal(status, 200);
    assert.match(headers.get('content-type') ?? '', /^text\/html; charset=utf-8/i);
    const url = `http://service.example/m/${mall.id}/blogs/${id}/stories/${story.id}`;
    assert.match(body, /<html lang="ko">/);
    assert.match(body, new RegExp(`<link rel="canonical" href="${url}">`));
    assert.match(body, new RegExp(`<dangol-blog member="${id}" story="${story.id}">`));
    // Before the title, the pictures and the words.
    const [paid, title] = [body.indexOf('<p class="paid">'), body.indexOf('<h1>')];
    assert.ok(paid > 0 && paid < title);
    assert.match(body, /<h1>여름 &lt;b&gt;셔츠&lt;\/b&gt; &amp; &quot;세&quot; 벌<\/h1>/);
    assert.match(body, /첫 줄\n둘째 줄 &lt;script&gt;/);
    assert.match(body, /<img src="[^"]+" srcset="[^"]+ 40w[^"]*"[^>]* width="40" height="30"/);
    assert.match(
      body,
      /<a href="https:\/\/mall\.example\/shirt\?a=1&amp;b=2#\/top&amp;dangol-mark=shirt\.[\w-]+" rel="sponsored noopener"/,
    );
    assert.match(body, /린넨 &lt;셔츠&gt;<\/a> <span class="price">39,000원/);
    assert.equal(meta(body, 'og:type'), 'article');
    assert.equal(meta(body, 'og:url'), url);
    assert.equal(meta(body, 'og:image'), photo.large);
    assert.match(meta(body, 'og:description') ?? '', /^\[광고\] /);
    const data = linked(body);
    assert.equal(data['@type'], 'BlogPosting');
    assert.equal(data.author.name, '김*수');
    assert.equal(data.headline, '여름 <b>셔츠</b> & "세" 벌');
    assert.equal(data.datePublished, new Date(story.publishedAt ?? 0).toISOString());
    assert.deepEqual(data.image, [photo.large]);
    assert.doesNotMatch(body, /김민수|style="/);
    assert.equal(body.match(/<script/g)?.length, 2);

    const policy = headers.get('content-security-policy') ?? '';
    const style = /<style>([\s\S]*?)<\/style>/.exec(body)?.[1] ?? '';
    assert.ok(policy.includes(`style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`));
    for (const rule of [
      "default-src 'none'",
      "script-src 'self'",
      "media-src 'self'",
      "frame-ancestors 'none'",
    ])
      assert.ok(policy.includes(rule), rule);
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
  });

  it('is no more when it is a draft, hidden, deleted, another’s, of one who left, or where only members read', async () => {
    const { mall, blogs, kim, id, get } = await scene();
    const lee = await mall.token('lee', { name: '이영희' });
    const leeId = await blogs.join(lee);
    const draft = await blogs.story(kim, { title: '초안 제목', state: 'draft' });
    const shown = await blogs.story(kim, { title: '보이는 제목' });
    const hidden = await blogs.story(kim, { title: '가려진 제목' });
    await blogs.moderate('hide', 'story', hidden.id, 'spam');
    const closed = await scene({ read: 'members' });
    const inside = await closed.blogs.story(closed.kim, { title: '안쪽 제목' });
    const far = await scene();
    const whole = await get(`${id}/stories/${shown.id}`);
    assert.match(whole.body, /보이는 제목/);
    const none = await get(`${newId()}/stories/${newId()}`);
    assert.equal(none.status, 404);
    assert.match(none.body, /noindex/);
    assert.doesNotMatch(none.body, /<script|og:|canonical/);
    for (const [what, path] of [
      ['a draft', `${id}/stories/${draft.id}`],
      ['hidden', `${id}/stories/${hidden.id}`],
      ['in the blog of another', `${leeId}/stories/${shown.id}`],
      ['of another mall', `${far.id}/stories/${shown.id}`],
      ['no id', `${id}/stories/%00`],
      ['no member', `..%2f/stories/${shown.id}`],
    ] as const) {
      const { status, body } = await get(path);
      assert.deepEqual([status, body], [404, none.body], what);
    }
    const members = await closed.get(`${closed.id}/stories/${inside.id}`);
    assert.equal(members.status, 404);
    assert.doesNotMatch(members.body, /안쪽/);
    assert.equal((await closed.get(closed.id)).status, 404);
    assert.equal((await get(id, 'nowhere')).status, 404);
    await blogs.patch(kim, shown, { state: 'draft' });
    assert.equal((await get(`${id}/stories/${shown.id}`)).status, 404);
    const gone = await service.call('DELETE', `/v1/${mall.id}/me`, { as: kim });
    assert.equal(gone.status, 204);
    assert.equal((await get(id)).status, 404);
  });
});

describe('the page of a blog', () => {
  it('has what its member shows, and nothing of what they do not', async () => {
    const { mall, blogs, wishes, kim, id, get } = await scene();
    const bare = await get(id);
    assert.equal(bare.status, 200, 'everybody has one');
    assert.match(bare.body, /<h1>김\*수님의 쇼핑 이야기<\/h1>/);
    await blogs.patchMine(kim, 0, { title: '민수네 <옷장>', about: '옷 이야기예요' });
    await blogs.order('kim', [{ product: 'shirt' }, { product: 'cup' }]);
    await blogs.show(kim, 'shirt');
    const list = await wishes.makeList(kim, { visibility: 'public', name: '생일' });
    await wishes.wish(kim, 'cup', { list: list.id });
    await wishes.wish(kim, 'never stated', { list: list.id });
    await blogs.story(kim, { title: '초안', state: 'draft' });
    const story = await blogs.story(kim, { title: '첫 이야기', text: '본문이에요' });
    const { body } = await get(id);
    assert.match(body, /<h1>민수네 &lt;옷장&gt;<\/h1>/);
    assert.match(body, /<p class="words">옷 이야기예요<\/p>/);
    assert.match(
      body,
      /<h2>찜 목록<\/h2>[\s\S]*컵[\s\S]*<h2>산 것과 후기<\/h2>[\s\S]*셔츠[\s\S]*<h2>이야기<\/h2>/,
    );
    assert.match(body, new RegExp(`<a href="[^"]+/blogs/${id}/stories/${story.id}">첫 이야기</a>`));
    // The cup is wished by all means, and that it was bought nobody learns.
    assert.equal(body.match(/mall\.example\/cup/g)?.length, 1);
    assert.doesNotMatch(body, /초안|never stated/);
    assert.equal(linked(body)['@type'], 'ProfilePage');
    assert.equal(meta(body, 'og:title'), '민수네 &lt;옷장&gt;');
    assert.equal(meta(body, 'og:image'), undefined);
    await blogs.moderate('hide', 'blog', id, 'spam');
    const after = (await get(id)).body;
    assert.doesNotMatch(after, /옷장|옷 이야기/);
    assert.match(after, /첫 이야기/);
    assert.ok(mall.id);
  });

  it('leads to all older stories, a page after the other, without any script', async () => {
    const { blogs, kim, id, get } = await scene();
    const told = 30;
    for (let n = 0; n < told; n++) await blogs.story(kim, { title: `이야기 ${n}.` });
    await blogs.story(kim, { title: '초안', state: 'draft' });
    const seen: string[] = [];
    let pages = 0;
    let at: string | undefined = id;
    for (; at !== undefined && pages < 10; pages++) {
      const { status, body } = await get(at);
      assert.equal(status, 200);
      assert.match(body, /<h1>김\*수님의 쇼핑 이야기<\/h1>/);
      assert.ok(
        body.includes(`<link rel="canonical" href="http://service.example/m/bp${malls}/blogs/${at}">`),
      );
      seen.push(...[...body.matchAll(/>이야기 (\d+)\.<\/a>/g)].map(([, n]) => n ?? ''));
      assert.doesNotMatch(body, /초안/);
      at = /<a rel="next" href="[^"]+\/blogs\/([^"]+)">이전 이야기 더 보기<\/a>/.exec(body)?.[1];
    }
    assert.equal(pages, 3);
    assert.deepEqual(
      seen,
      Array.from({ length: told }, (_, n) => String(told - 1 - n)),
    );
    for (const wrong of ['', 'x', 'WzEsIngiXQ', Buffer.from('[1,"x\u0000"]').toString('base64url')])
      assert.equal((await get(`${id}?stories=${wrong}`)).status, 404, wrong);
  });

  it('speaks the language of the mall', async () => {
    const { id, get } = await scene({ locale: 'en', currency: 'USD' });
    const { body } = await get(id);
    assert.match(body, /<html lang="en">/);
    assert.match(body, /The shopping blog of/);
    assert.equal(meta(body, 'og:locale'), 'en_US');
    assert.match((await get(newId())).body, /There is no story to be seen here/);
  });
});
