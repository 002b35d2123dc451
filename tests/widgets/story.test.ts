// biome-ignore lint/correctness/noUndeclaredDependencies: comes with @web/test-runner, in the version that fits it
import { emulateMedia, sendKeys, setViewport } from '@web/test-runner-commands';
import { expect } from 'chai';
import type { Story, StoryPage } from '../../server/community/blogs/stories/contract.ts';
import { mark } from '../../widgets/core/marks.ts';
import { identify, signOut } from '../../widgets/core/page.ts';
import { DangolWishButton } from '../../widgets/wish-button/wish-button.ts';
import { MARK, media, paintPhotos, photo, story, storyId, thing } from './support/blogs.ts';
import { product } from './support/people.ts';
import { answers, asked, board, json, problem } from './support/service.ts';
import { clear, type StoryStage, stage } from './support/story-host.ts';
import { expectAccessible, until } from './support/until.ts';

customElements.define('dangol-wish-button', DangolWishButton);

const TOKEN = 'member-token-0123456789';
const few = product('2', {
  name: '라탄 바구니',
  price: 32_000,
  currency: 'KRW',
  availability: 'in_stock',
  fewLeft: true,
});
const page = (more: Partial<Story> = {}, around: Partial<StoryPage> = {}): StoryPage => ({
  mall: board([]).mall,
  story: story(1, more),
  newer: null,
  older: storyId(2),
  position: 1,
  ...around,
});
const moving = (kind: 'clip' | 'animation') =>
  media(3, {
    motion: {
      kind,
      url: 'https://service.test/m/shop1/media/m3',
      type: kind === 'clip' ? 'video/webm' : 'image/webp',
      durationMs: 12_400,
      sound: kind === 'clip',
    },
  });
/** With one of everything. */
const full = (more: Partial<Story> = {}) =>
  page({
    disclosure: '[광고] 이 이야기에 담긴 상품을 사시면 글쓴이가 적립금을 받습니다.',
    media: [
      {
        media: media(1),
        marks: [
          { x: 3000, y: 4200, product: '1', mark: MARK },
          { x: 7000, y: 9900, product: '2', mark: `${MARK}2` },
        ],
      },
      { media: moving('animation'), marks: [] },
      { media: moving('clip'), marks: [{ x: 5000, y: 2000, product: '1', mark: MARK }] },
    ],
    products: [thing(1), few],
    review: {
      id: 'r1',
      stars: 5,
      text: '세 번 빨아도 그대로예요.',
      disclosure: '[적립금 후기] 이 후기를 쓰고 적립금 500원을 받았습니다.',
      photo: photo(2),
      product: '1',
    },
    editedAt: Date.now(),
    ...more,
  });

const view = (host: StoryStage) => host.shadowRoot!.querySelector('dangol-blog-story')!.shadowRoot!;
const pictures = (host: StoryStage) => view(host).querySelector('dangol-blog-pictures')!.shadowRoot!;
const text = (element: Element | null | undefined) => element?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
const drawn = (host: StoryStage) => until(() => view(host).querySelector('dangol-blog-comments'));
const dots = (host: StoryStage) => [...pictures(host).querySelectorAll<HTMLElement>('.dot')];
const offer = (host: StoryStage) => pictures(host).querySelector<HTMLElement>('#offer')!;
const heart = (host: StoryStage) => view(host).querySelector<HTMLElement>('.heart')!;

function service(): void {
  answers(({ path, url }) => {
    if (path === 'comments') return json({ items: [], next: null });
    if (path === 'hearts')
      return json({
        items: url.searchParams.getAll('product').map((one) => ({ product: one, count: null, mine: false })),
      });
    return undefined;
  });
}

describe('a story', () => {
  before(paintPhotos);
  beforeEach(service);
  afterEach(async () => {
    signOut();
    clear();
    localStorage.clear();
    await setViewport({ width: 800, height: 600 });
    await emulateMedia({ reducedMotion: 'no-preference' });
  });

  it('has nothing that axe objects to, open and with a dot open, by day, by night, in both languages', async () => {
    for (const [width, dark, lang] of [
      [320, false, 'ko'],
      [1200, true, 'en'],
    ] as const) {
      await setViewport({ width, height: 800 });
      const host = await stage(full(), { lang, dark });
      await drawn(host);
      await expectAccessible(host);
      dots(host)[0]!.click();
      await until(() => offer(host).matches(':popover-open'));
      await expectAccessible(host);
      clear();
    }
    const host = await stage(full({ state: 'draft', publishedAt: null }), {
      mine: { mine: true, hearted: false, comments: [] },
      dark: true,
    });
    await drawn(host);
    await expectAccessible(host);
  });

  it('says first what its author earns, apart from all else', async () => {
    const host = await stage(full());
    await drawn(host);
    const [first] = view(host).querySelector('article')!.children;
    expect(text(first)).to.equal('[광고] 이 이야기에 담긴 상품을 사시면 글쓴이가 적립금을 받습니다.');
    expect(text(view(host).querySelector('.review .disclosure'))).to.match(/^\[적립금 후기\]/);
  });

  it('opens what stands at a dot: name, price, how many are left, a heart, and the way there', async () => {
    const host = await stage(full());
    await drawn(host);
    const dot = dots(host)[1]!;
    expect(dot.getAttribute('aria-label')).to.equal('상품 보기: 라탄 바구니');
    const box = dot.getBoundingClientRect();
    expect(Math.min(box.width, box.height)).to.be.at.least(44);
    dot.focus();
    dot.click();
    await until(() => offer(host).matches(':popover-open'));
    expect(text(offer(host)))
      .to.include('라탄 바구니')
      .and.include('32,000원')
      .and.include('얼마 남지 않았어요');
    const button = offer(host).querySelector('dangol-wish-button')!;
    expect(button.getAttribute('product')).to.equal('2');
    await until(() => button.shadowRoot?.querySelector('button'));
    expect(pictures(host).activeElement).to.equal(offer(host));
    await sendKeys({ press: 'Escape' });
    await until(() => offer(host).hidden);
    expect(pictures(host).activeElement).to.equal(dot);
    // The same dot opens and shuts, another one takes its place, and a tap beside it ends it.
    dot.click();
    await until(() => offer(host).matches(':popover-open'));
    dots(host)[0]!.click();
    await until(() => text(offer(host)).includes('민트 머그잔'));
    document.body.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, composed: true }));
    await until(() => offer(host).hidden);
  });

  it('remembers the mark on the way to the product, unless the page has a way of its own', async () => {
    const host = await stage(full());
    await drawn(host);
    const went: object[] = [];
    host.addEventListener('dangol-before-navigate', (event) => {
      went.push(event.detail);
      event.preventDefault();
    });
    dots(host)[0]!.click();
    const way = await until(() => offer(host).querySelector<HTMLAnchorElement>('a.main'));
    // To another origin the mark travels along.
    expect(way.href).to.include('https://mall.test/p/1#dangol-mark=1.');
    way.click();
    expect(went).to.have.lengthOf(1);
    expect(mark('1')).to.equal(MARK);
    expect(mark('2')).to.equal(null);
    view(host).querySelectorAll<HTMLAnchorElement>('.products a.go')[1]!.click();
    expect(mark('2')).to.equal(`${MARK}2`);
  });

  it('hides its dots and shows them again, and lists the products in any case', async () => {
    const host = await stage(full());
    await drawn(host);
    const toggle = pictures(host).querySelector<HTMLElement>('.dots')!;
    expect(dots(host)).to.have.lengthOf(3);
    toggle.click();
    await until(() => dots(host).length === 0);
    expect(toggle.getAttribute('aria-label')).to.equal('상품 표시 보기');
    expect([...view(host).querySelectorAll('.products .name')].map(text)).to.deep.equal([
      '민트 머그잔',
      '라탄 바구니',
    ]);
  });

  it('keeps the place of its pictures, and loads only the first at once', async () => {
    const host = await stage(full());
    await drawn(host);
    const images = [...pictures(host).querySelectorAll<HTMLImageElement>('.strip img')];
    expect(images.map((one) => [one.getAttribute('loading'), one.width > 0])).to.deep.equal([
      ['eager', true],
      ['lazy', true],
    ]);
    const frame = pictures(host).querySelector('.frame')!.getBoundingClientRect();
    expect(frame.width / frame.height).to.be.closeTo(4 / 3, 0.02);
    expect(text(pictures(host).querySelector('.count'))).to.equal('1 / 3');
    pictures(host).querySelector<HTMLElement>('.next')!.click();
    await until(() => text(pictures(host).querySelector('.count')) === '2 / 3');
  });

  it('plays a clip only when it is tapped, and never by itself', async () => {
    const host = await stage(page({ media: [{ media: moving('clip'), marks: [] }], products: [] }));
    await drawn(host);
    const video = pictures(host).querySelector('video')!;
    expect([video.preload, video.autoplay, video.controls, video.paused]).to.deep.equal([
      'none',
      false,
      false,
      true,
    ]);
    expect(video.hasAttribute('playsinline')).to.equal(true);
    let played = 0;
    video.play = async () => {
      played++;
    };
    pictures(host).querySelector<HTMLElement>('.play')!.click();
    await until(() => played === 1 && video.controls);
    expect(pictures(host).querySelector('.play')).to.equal(null);
  });

  it('moves an animation while it is seen, but not for who asked for rest', async () => {
    const still = page({ media: [{ media: moving('animation'), marks: [] }], products: [] });
    const host = await stage(still);
    await drawn(host);
    await until(() => pictures(host).querySelector('.over'));
    pictures(host).querySelector<HTMLElement>('.hold')!.click();
    await until(() => !pictures(host).querySelector('.over'));
    clear();
    await emulateMedia({ reducedMotion: 'reduce' });
    const quiet = await stage(still);
    await drawn(quiet);
    const hold = await until(() => pictures(quiet).querySelector<HTMLElement>('.hold'));
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    expect(pictures(quiet).querySelector('.over')).to.equal(null);
    expect(hold.getAttribute('aria-label')).to.equal('움직이는 사진 재생');
    hold.click();
    await until(() => pictures(quiet).querySelector('.over'));
  });

  it('turns a heart within a frame, and back when it is refused', async () => {
    identify(TOKEN);
    let release!: (answer: Response) => void;
    answers(({ method, path }) => {
      if (path === 'comments') return json({ items: [], next: null });
      if (path === `stories/${storyId(1)}/heart` && method === 'PUT')
        return new Promise((done) => {
          release = done;
        });
      return undefined;
    });
    const host = await stage(page(), { mine: { mine: false, hearted: false, comments: [] } });
    await drawn(host);
    await until(() => host.side.session.kind === 'member');
    heart(host).click();
    await new Promise((done) => requestAnimationFrame(done));
    expect(heart(host).getAttribute('aria-pressed')).to.equal('true');
    expect(text(heart(host))).to.equal('마음8');
    await until(() => release);
    release(problem(503, 'busy'));
    await until(() => heart(host).getAttribute('aria-pressed') === 'false');
    expect(text(heart(host))).to.equal('마음7');
    expect(host.said).to.deep.equal(['말: busy']);
    heart(host).click();
    await until(() => asked.filter(({ method }) => method === 'PUT').length === 2);
    release(json({ hearts: 9, hearted: true }));
    await until(() => text(heart(host)) === '마음9');
  });

  it('asks who is nobody to sign in before a heart', async () => {
    const host = await stage(page());
    await drawn(host);
    heart(host).click();
    expect(host.said).to.deep.equal(['로그인하면 마음을 남길 수 있어요.']);
    expect(heart(host).getAttribute('aria-pressed')).to.equal('false');
  });

  it('gives its author tools: edit, take off the blog, delete', async () => {
    identify(TOKEN);
    answers(({ method, path, body }) => {
      if (path === 'comments') return json({ items: [], next: null });
      if (path !== `stories/${storyId(1)}`) return undefined;
      return method === 'PATCH' ? json(story(1, body as Partial<Story>)) : json(null, 204);
    });
    const host = await stage(page(), { mine: { mine: true, hearted: false, comments: [] } });
    await drawn(host);
    const pick = async (label: string) => {
      const menu = view(host).querySelector('dangol-part-menu')!.shadowRoot!;
      menu.querySelector<HTMLElement>('#button')!.click();
      const one = await until(() =>
        [...menu.querySelectorAll<HTMLElement>('[role=menuitem]')].find((item) => text(item) === label),
      );
      one.click();
    };
    const confirm = async () =>
      (
        await until(() =>
          host
            .shadowRoot!.querySelector('dangol-part-confirm')
            ?.shadowRoot?.querySelector<HTMLElement>('.main'),
        )
      ).click();
    await pick('고치기');
    expect(host.asked).to.deep.include({ kind: 'editor', story: storyId(1) });
    await pick('내리기');
    await confirm();
    await until(() => host.reloads === 1);
    expect(asked.find(({ method }) => method === 'PATCH')!.body).to.deep.equal({
      version: 1,
      state: 'draft',
    });
    await pick('지우기');
    await confirm();
    await until(() => host.went.includes(null));
    expect(asked.at(-1)!.method).to.equal('DELETE');
  });

  it('has its comments below, and the way to the older story', async () => {
    const host = await stage(page());
    await drawn(host);
    const ask = await until(() => asked.find(({ path }) => path === 'comments'));
    expect([ask.url.searchParams.get('kind'), ask.url.searchParams.get('id')]).to.deep.equal([
      'story',
      storyId(1),
    ]);
    view(host).querySelector<HTMLElement>('.older')!.click();
    expect(host.went).to.deep.equal([storyId(2)]);
  });

  it('shares its link', async () => {
    const host = await stage(page());
    await drawn(host);
    view(host).querySelector<HTMLElement>('[part=share]')!.click();
    const sheet = await until(() => host.shadowRoot!.querySelector('dangol-blog-story-share')?.shadowRoot);
    const field = await until(() => sheet.querySelector<HTMLInputElement>('#link'));
    expect(field.value).to.equal(
      `https://service.test/m/shop1/blogs/${story(1).author.id}/stories/${storyId(1)}`,
    );
    await expectAccessible(host);
  });
});
