// biome-ignore lint/correctness/noUndeclaredDependencies: comes with @web/test-runner, in the version that fits it
import { setViewport } from '@web/test-runner-commands';
import { expect } from 'chai';
import { DangolBlog } from '../../widgets/blog/blog.ts';
import { mark } from '../../widgets/core/marks.ts';
import { identify, signOut } from '../../widgets/core/page.ts';
import { keep } from '../../widgets/core/storage.ts';
import { boardId, type Kept, keeping, ME } from './support/blog-pages.ts';
import { blog, blogLooks, MARK, media, purchase, storyCard, storyId, thing, tune } from './support/blogs.ts';
import { answers, asked, hang, json, noNetwork, problem } from './support/service.ts';
import { expectAccessible, until } from './support/until.ts';
import { stream } from './support/wishes.ts';

customElements.define('dangol-blog', DangolBlog);

function place(attributes: Record<string, string> = {}): DangolBlog {
  const element = document.createElement('dangol-blog');
  for (const name of Object.keys(attributes)) element.setAttribute(name, attributes[name]!);
  document.body.append(element);
  return element;
}

const root = (element: Element) => element.shadowRoot!;
const find = (element: Element, selector: string) => root(element).querySelector<HTMLElement>(selector);
const all = (element: Element, selector: string) => [
  ...root(element).querySelectorAll<HTMLElement>(selector),
];
const text = (element: Element | null | undefined) => element?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
const said = (element: Element) => text(find(element, '.empty'));
/** Everything that comes by itself is there. */
const ready = (element: DangolBlog) =>
  until(() => find(element, '.head') && find(element, '[part=share]') && element.late.rest).then(
    () => element.updateComplete,
  );
const noticed = (element: Element) =>
  find(element, 'dangol-part-notice')?.shadowRoot?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
const theirs = { member: ME };
const signIn = () => identify('member-token-0123456789');
const boards = [1, 2].map((number) => ({ id: boardId(number), name: `게시판 ${number}`, stories: 2 }));
const count = (path: string, method = 'GET') =>
  asked.filter((one) => one.path === path && one.method === method).length;

describe('a blog', () => {
  afterEach(async () => {
    signOut();
    keep('dangol:shop1', null);
    document.body.replaceChildren();
    history.replaceState(null, '', location.pathname + location.search);
    await setViewport({ width: 800, height: 600 });
  });

  it('has nothing that axe objects to, in three layouts, by day, by night, on a phone and a desk, in both languages', async () => {
    const kept = keeping({
      stories: [
        storyCard(1, { disclosure: '[광고] 이 이야기에 담긴 상품을 사시면 글쓴이가 적립금을 받습니다.' }),
        storyCard(2, {
          cover: media(2, {
            motion: {
              kind: 'clip',
              url: 'https://x.test/c',
              type: 'video/mp4',
              durationMs: 7400,
              sound: true,
            },
          }),
        }),
        storyCard(3, { cover: null, title: '' }),
      ],
    });
    for (const [width, scheme, lang, layout, skin] of [
      [320, 'light', 'ko', 'shelf', 'plain'],
      [320, 'dark', 'en', 'gallery', 'berry'],
      [1200, 'light', 'en', 'diary', 'paper'],
      [1200, 'dark', 'ko', 'shelf', 'mint'],
    ] as const) {
      await setViewport({ width, height: 800 });
      kept.blog = blog({ boards, looks: blogLooks({ layout, skin, tune: tune() }) });
      const element = place({ ...theirs, scheme, lang });
      await ready(element);
      await until(() => all(element, '.story').length === 3);
      expect(document.documentElement.scrollWidth, `${layout} at ${width}`).to.be.at.most(width);
      await expectAccessible(element);
      element.remove();
    }
  });

  it('opens on the wishlist, then what was bought with reviews, then stories', async () => {
    keeping();
    const element = place(theirs);
    await ready(element);
    expect(all(element, 'section h3').map(text)).to.deep.equal(['찜 목록', '산 것과 후기', '이야기']);
    expect(text(find(element, '.wishes li'))).to.match(/민트 머그잔.*13,900원/);
    expect(find(element, '.wishes .all')!.getAttribute('href')).to.match(/\/wishlists\/list1/);
    const [first, second, third] = all(element, '.things li').map(text);
    expect(first).to.include('2026. 11. 19.에 샀어요').and.include('몇 번 빨아도');
    expect(second).to.not.include('빨아도');
    expect(third).to.match(/\[적립금 후기\].*몇 번 빨아도/);
    expect(all(element, '.story')).to.have.lengthOf(4);
  });

  it('says who, how many were here and how many follow; the title is theirs or by their name', async () => {
    const kept = keeping();
    const element = place(theirs);
    await ready(element);
    expect(text(find(element, 'h2'))).to.equal('민지네 옷장');
    expect(text(find(element, '.by'))).to.match(/^민지님 등급: 이웃$/);
    expect(text(find(element, '.counts'))).to.match(/^오늘 방문1[23] 전체 방문3,40[12] 이웃12$/);
    element.remove();
    kept.blog = { ...kept.blog, title: null };
    const other = place(theirs);
    await until(() => text(find(other, 'h2')) === '민지님의 쇼핑 이야기');
  });

  it('reads without a token, so that no question goes before the first answer', async () => {
    keeping();
    const element = place(theirs);
    await ready(element);
    const { headers } = asked.find((one) => one.path === `blogs/${ME}`)!;
    expect(headers.has('authorization')).to.equal(false);
    expect(asked[0]!.path).to.equal(`blogs/${ME}`);
  });

  it('counts one visit for each look at somebody else, and none at home', async () => {
    const kept = keeping();
    const element = place(theirs);
    await until(() => text(find(element, '.counts'))?.includes('3,402'));
    await element.data.reload();
    await ready(element);
    expect(count(`blogs/${ME}/visit`, 'POST')).to.equal(1);
    element.remove();
    asked.length = 0;
    kept.hood = { mine: true, state: 'none', theirs: 'none' };
    signIn();
    const mine = place(theirs);
    await until(() => find(mine, '.tools'));
    await until(() => asked.some((one) => one.path === 'stream'));
    expect(count(`blogs/${ME}/visit`, 'POST')).to.equal(0);
  });

  it('a visit that fails is nobody’s trouble', async () => {
    keeping({ other: ({ path }) => (path.endsWith('/visit') ? problem(429, 'too-many') : undefined) });
    const element = place(theirs);
    await ready(element);
    await until(() => count(`blogs/${ME}/visit`, 'POST') === 1);
    expect(text(find(element, '.counts'))).to.include('3,401');
    expect(find(element, 'dangol-part-notice')).to.equal(null);
  });

  it('a purchase leads to the product with its mark; the page may take over', async () => {
    keeping({ purchases: [purchase(1)] });
    const element = place(theirs);
    await ready(element);
    const seen: object[] = [];
    element.addEventListener('dangol-before-navigate', (event) => {
      seen.push(event.detail);
      event.preventDefault();
    });
    const link = find(element, '.things a') as HTMLAnchorElement;
    expect(link.target).to.equal('');
    // To another origin the mark goes along behind the #.
    expect(link.href).to.equal(`https://mall.test/p/1#dangol-mark=1.${MARK}1`);
    link.click();
    expect(seen).to.deep.equal([{ url: link.href, product: '1' }]);
    expect(mark('1')).to.equal(`${MARK}1`);
  });

  it('an address that is none of the web is not followed', async () => {
    keeping({
      purchases: [purchase(1, { product: { ...thing(1), url: 'javascript:alert(1)', image: 'data:x' } })],
    });
    const element = place(theirs);
    await ready(element);
    expect(find(element, '.things a')).to.equal(null);
    expect(find(element, '.things img')).to.equal(null);
  });

  it('pictures have their sizes and are loaded when they come near', async () => {
    keeping();
    const element = place(theirs);
    await ready(element);
    const images = all(element, '.rest img');
    expect(images.length).to.be.greaterThan(8);
    for (const one of images) {
      expect(one.getAttribute('loading')).to.equal('lazy');
      expect(Number(one.getAttribute('width'))).to.be.greaterThan(0);
      expect(Number(one.getAttribute('height'))).to.be.greaterThan(0);
    }
  });

  it('boards are chosen by mouse and by arrow keys, and more stories come by a button', async () => {
    const stories = [1, 2, 3, 4, 5, 6, 7, 8].map((number) =>
      storyCard(number, { board: number % 2 ? boardId(1) : null }),
    );
    keeping({ stories, blog: blog({ boards, stories: 8 }) });
    const element = place(theirs);
    await until(() => all(element, '.story').length === 6);
    find(element, '.stories [part=more]')!.click();
    await until(() => all(element, '.story').length === 8);
    expect(find(element, '.stories [part=more]')).to.equal(null);
    const [every, first] = all(element, '.boards input') as HTMLInputElement[];
    expect(every!.checked).to.equal(true);
    first!.click();
    await until(() => all(element, '.story').length === 4);
    every!.click();
    await until(() => all(element, '.story').length === 6);
  });

  it('a board that could not be opened leaves what was there, and says so', async () => {
    keeping({
      blog: blog({ boards, stories: 4 }),
      other: ({ url }) => (url.searchParams.has('board') ? problem(500, 'internal') : undefined),
    });
    const element = place(theirs);
    await until(() => all(element, '.story').length === 4);
    const [every, first] = all(element, '.boards input') as HTMLInputElement[];
    first!.click();
    await until(() => noticed(element).includes('문제가 생겼어요'));
    await until(() => every!.checked);
    expect(all(element, '.story')).to.have.lengthOf(4);
  });

  it('an empty blog is calm with a visitor', async () => {
    keeping({ hasList: false, purchases: [], stories: [], blog: blog({ stories: 0 }) });
    const element = place(theirs);
    await until(() => said(element).startsWith('아직 비어 있어요'));
    expect(find(element, 'section')).to.equal(null);
    await expectAccessible(element);
  });

  it('keeps its room while it waits, quietly', async () => {
    answers(({ path, signal }) => (path.startsWith('blogs') ? hang(signal) : undefined));
    const element = place({ ...theirs, lang: 'en' });
    await until(() => text(find(element, '[role=status]')).includes('Loading the blog'));
    expect(element.offsetHeight).to.be.at.least(720);
    await expectAccessible(element);
  });

  it('hidden, erased and missing are one and the same', async () => {
    answers(() => problem(404, 'not-found'));
    const element = place(theirs);
    await until(() => said(element).startsWith('볼 수 없는 쇼핑 이야기예요'));
    await expectAccessible(element);
  });

  it('where only members read it says so, and opens once somebody has signed in', async () => {
    keeping({
      other: ({ headers, path }) =>
        headers.has('authorization') || path === 'stream' ? undefined : problem(401, 'sign-in-required'),
    });
    const element = place(theirs);
    await until(() => said(element).startsWith('로그인하면 쇼핑 이야기를 볼 수 있어요'));
    await expectAccessible(element);
    signIn();
    await ready(element);
  });

  it('failed, it can be asked again; offline, it comes by itself', async () => {
    const kept = keeping();
    kept.other = () => problem(500, 'internal');
    const element = place(theirs);
    await until(() => said(element).startsWith('쇼핑 이야기를 불러오지 못했어요'));
    await expectAccessible(element);
    kept.other = () => undefined;
    find(element, '.empty button')!.click();
    await ready(element);
    element.remove();

    kept.other = ({ path }) => (path === 'here' ? json({ registered: true }) : noNetwork());
    Object.defineProperty(navigator, 'onLine', { value: false, configurable: true });
    const away = place(theirs);
    await until(() => said(away).startsWith('인터넷에 연결되어 있지 않아요'));
    await expectAccessible(away);
    Reflect.deleteProperty(navigator, 'onLine');
    kept.other = () => undefined;
    dispatchEvent(new Event('online'));
    await ready(away);
  });

  it('changes while it is looked at, and keeps all that is shown', async () => {
    const live = stream();
    const stories = [1, 2, 3, 4, 5, 6, 7, 8].map((number) => storyCard(number));
    const kept: Kept = keeping({
      stories,
      blog: blog({ stories: 8 }),
      other: ({ path }) => (path === 'stream' ? live.answer() : undefined),
    });
    const element = place(theirs);
    await until(() => all(element, '.story').length === 6);
    find(element, '.stories [part=more]')!.click();
    await until(() => all(element, '.story').length === 8);
    await until(live.isOpen);
    expect((asked.find((one) => one.path === 'stream')!.body as { topics: string[] }).topics).to.deep.equal([
      `blog:${ME}`,
    ]);
    kept.stories = [storyCard(99, { title: '방금 쓴 이야기' }), ...stories];
    kept.position = 2;
    live.tell({ position: 2, topic: `blog:${ME}`, kind: 'story.shown', ids: { story: storyId(99) } }, 2);
    await until(() => text(find(element, '.story')).includes('방금 쓴 이야기'));
    expect(all(element, '.story')).to.have.lengthOf(9);
    kept.other = ({ path }) => (path === 'stream' ? undefined : problem(404, 'not-found'));
    live.tell({ position: 3, topic: `blog:${ME}`, kind: 'blog.changed', ids: {} }, 3);
    await until(() => said(element).startsWith('볼 수 없는 쇼핑 이야기예요'));
    expect(text(root(element).querySelector('.root'))).to.not.include('민지');
  });

  it('a story opens in its place: by its link, with the focus, and "back" works', async () => {
    keeping();
    const element = place(theirs);
    await ready(element);
    const link = find(element, `#story-${storyId(2)} a`)!;
    expect(link.getAttribute('href')).to.equal(`#dangol-blog=${ME}&story=${storyId(2)}`);
    link.click();
    await until(() => find(element, '.reading')?.getAttribute('aria-label')?.includes('이야기 2'));
    await until(() => root(element).activeElement === find(element, '.reading'));
    expect(find(element, '.head')).to.equal(null);
    await expectAccessible(element);
    const reads = count(`blogs/${ME}`);
    history.back();
    await until(() => find(element, '.head'));
    await until(() => root(element).activeElement === find(element, `#story-${storyId(2)} a`));
    // What was there is shown at once.
    expect(count(`blogs/${ME}`)).to.equal(reads);
  });

  it('a story that is linked brings its blog along; one that is gone says so, and the way back is there', async () => {
    keeping();
    const element = place({ story: storyId(1) });
    await until(() => find(element, '.home'));
    expect(text(find(element, '.home'))).to.include('민지네 옷장');
    expect(count(`blogs/${ME}`)).to.equal(1);
    location.hash = `#dangol-blog=${ME}&story=${storyId(77)}`;
    await until(() => said(element).startsWith('볼 수 없는 이야기예요'));
    await expectAccessible(element);
    find(element, '.home')!.click();
    await ready(element);
  });

  it('a link with a mangled id leads to nothing that could be tried again', async () => {
    keeping({ other: ({ path }) => (path.startsWith('blogs/m9') ? problem(400, 'bad-input') : undefined) });
    location.hash = '#dangol-blog=m9';
    const element = place();
    await until(() => said(element).startsWith('볼 수 없는 쇼핑 이야기예요'));
  });

  it('a link that names the wrong member shows the blog of whoever wrote the story', async () => {
    keeping({ other: ({ path }) => (path === 'blogs/m9' ? hang() : undefined) });
    location.hash = `#dangol-blog=m9&story=${storyId(1)}`;
    const element = place();
    await until(() => text(find(element, '.home')).includes('민지네 옷장'));
  });

  it('wears the skin, the layout and the font that its member chose, and only inside', async () => {
    keeping({ blog: blog({ looks: blogLooks({ skin: 'berry', layout: 'gallery' }) }) });
    const element = place({ ...theirs, scheme: 'light' });
    await ready(element);
    const worn = find(element, '.root')!;
    expect(worn.className).to.include('skin-berry').and.include('layout-gallery');
    await until(() => getComputedStyle(worn).backgroundColor === 'rgb(255, 244, 247)');
    expect(getComputedStyle(element).color).to.not.equal(getComputedStyle(worn).color);
  });

  it('takes the place of what the page had inside', async () => {
    keeping();
    const element = document.createElement('dangol-blog');
    element.setAttribute('member', ME);
    const plain = document.createElement('article');
    plain.textContent = '글로만 된 블로그';
    element.append(plain);
    document.body.append(element);
    await ready(element);
    expect(plain.checkVisibility()).to.equal(false);
  });
});
