// biome-ignore lint/correctness/noUndeclaredDependencies: comes with @web/test-runner, in the version that fits it
import { setViewport } from '@web/test-runner-commands';
import { expect } from 'chai';
import type { FeedItem } from '../../server/community/blogs/feed/contract.ts';
import { mark } from '../../widgets/core/marks.ts';
import { identify, signOut } from '../../widgets/core/page.ts';
import { DangolFeed } from '../../widgets/feed/feed.ts';
import { MARK, media, paintPhotos, photo, purchase, storyCard, storyId, thing } from './support/blogs.ts';
import { noonAtMall } from './support/days.ts';
import { member } from './support/people.ts';
import { answers, asked, board, json, noNetwork, problem } from './support/service.ts';
import { expectAccessible, until } from './support/until.ts';
import { stream } from './support/wishes.ts';

customElements.define('dangol-feed', DangolFeed);

const DAY = 86_400_000;
/** Noon of yesterday where the mall is, so that a second earlier is the same day at whatever hour and place this runs. */
const noon = () => noonAtMall(-1);

const one = (at: number, number: number, more: Partial<FeedItem>): FeedItem => ({
  kind: 'story',
  at,
  member: member(number, { name: ['민지', '준호', '수아'][number % 3]! }),
  story: null,
  purchase: null,
  wish: null,
  ...more,
});
const items = (): FeedItem[] => [
  one(noon(), 0, {
    story: storyCard(1, { disclosure: '[광고] 이 이야기에 담긴 상품을 사시면 글쓴이가 적립금을 받습니다.' }),
  }),
  one(noon() - 1000, 1, {
    kind: 'purchase',
    purchase: purchase(2, {
      review: { id: 'r', stars: 4, text: '오래 쓸 것 같아요.', disclosure: null, photo: photo(1) },
    }),
  }),
  one(noon() - DAY, 2, {
    kind: 'wish',
    wish: { id: 'w1', list: 'l1', note: 'M 사이즈면 좋겠어요.', product: thing(3) },
  }),
  one(noon() - 9 * DAY, 2, {
    story: storyCard(2, {
      title: '',
      text: '',
      media: 1,
      cover: media(2, {
        motion: { kind: 'clip', url: '', type: 'video/mp4', durationMs: 9000, sound: true },
      }),
    }),
  }),
];
const feed = (more: object = {}) =>
  json({ mall: board([]).mall, following: 3, items: items(), next: null, position: 1, ...more });

function place(attributes: Record<string, string> = {}): DangolFeed {
  const element = document.createElement('dangol-feed');
  for (const name of Object.keys(attributes)) element.setAttribute(name, attributes[name]!);
  document.body.append(element);
  return element;
}
const list = (element: Element) => element.shadowRoot!.querySelector('dangol-feed-list')?.shadowRoot;
const text = (element: Element | null | undefined) => element?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
const rows = (element: Element) => [...(list(element)?.querySelectorAll('li') ?? [])];
const drawn = (element: Element, count: number) => until(() => rows(element).length === count);
const said = (element: Element) =>
  text(list(element)?.querySelector('.none') ?? element.shadowRoot!.querySelector('.none'));

describe('the feed', () => {
  before(paintPhotos);
  beforeEach(() => identify('member-token-0123456789'));
  afterEach(async () => {
    signOut();
    document.body.replaceChildren();
    localStorage.clear();
    await setViewport({ width: 800, height: 600 });
  });

  it('has nothing that axe objects to, by day, by night, on a phone and a desk, in both languages', async () => {
    answers(({ path }) => (path === 'me/feed' ? feed({ next: 'x' }) : undefined));
    for (const [width, scheme, lang] of [
      [320, 'light', 'ko'],
      [1200, 'dark', 'en'],
    ] as const) {
      await setViewport({ width, height: 800 });
      document.body.style.setProperty('background', scheme === 'dark' ? '#17181a' : '#fff');
      const element = place({ scheme, lang });
      await drawn(element, 4);
      await expectAccessible(element);
      element.remove();
    }
    document.body.removeAttribute('style');
  });

  it('tells what is new day by day, and whose it is', async () => {
    answers(({ path }) => (path === 'me/feed' ? feed() : undefined));
    const element = place();
    await drawn(element, 4);
    const days = [...list(element)!.querySelectorAll('h3')].map(text);
    expect(days).to.have.lengthOf(3);
    expect(days[0]).to.equal('어제');
    const who = rows(element)[0]!.querySelector('.who')!;
    expect([text(who.querySelector('a')), text(who.querySelector('span'))]).to.deep.equal([
      '민지님',
      '이 새 이야기를 올렸어요',
    ]);
    expect(text(rows(element)[0]!.querySelector('.what'))).to.match(/^\[광고\]/);
    expect(rows(element).map((row) => row.querySelector<HTMLAnchorElement>('.whole')!.href)).to.deep.equal([
      `https://service.test/m/shop1/blogs/${member(0).id}/stories/${storyId(1)}`,
      `https://mall.test/p/2#dangol-mark=2.${MARK}2`,
      'https://mall.test/p/3',
      `https://service.test/m/shop1/blogs/${member(2).id}/stories/${storyId(2)}`,
    ]);
    expect(list(element)!.querySelector<HTMLAnchorElement>('.list')!.href).to.equal(
      'https://service.test/m/shop1/wishlists/l1#dangol-wishlist=l1',
    );
  });

  it('remembers the mark on the way to a product, which the page may show in a way of its own', async () => {
    answers(({ path }) => (path === 'me/feed' ? feed() : undefined));
    const element = place();
    await drawn(element, 4);
    let went = '';
    element.addEventListener('dangol-before-navigate', (event) => {
      went = event.detail.product;
      event.preventDefault();
    });
    rows(element)[1]!.querySelector<HTMLElement>('.whole')!.click();
    expect([went, mark('2')]).to.deep.equal(['2', `${MARK}2`]);
  });

  it('brings the next page by its button', async () => {
    answers(({ path, url }) =>
      path !== 'me/feed'
        ? undefined
        : url.searchParams.get('cursor')
          ? feed({ items: [one(noon() - 20 * DAY, 1, { story: storyCard(5) })] })
          : feed({ next: 'c2' }),
    );
    const element = place();
    await drawn(element, 4);
    list(element)!.querySelector<HTMLElement>('[part=more]')!.click();
    await drawn(element, 5);
    expect(list(element)!.querySelector('[part=more]')).to.equal(null);
  });

  it('says that there is something new, and shows it when asked', async () => {
    const live = stream();
    let count = 3;
    answers(({ path }) =>
      path === 'me/feed'
        ? feed({ items: items().slice(4 - count) })
        : path === 'stream'
          ? live.answer()
          : undefined,
    );
    const element = place();
    await drawn(element, 3);
    await until(live.isOpen);
    const { topics } = asked.find(({ path }) => path === 'stream')!.body as { topics: string[] };
    expect(topics).to.deep.equal([`blog:${member(1).id}`, `blog:${member(2).id}`]);
    const about = { topic: `blog:${member(1).id}`, ids: {} };
    live.tell({ kind: 'story.hearted', ...about }, 2);
    live.tell({ kind: 'story.shown', ...about }, 3);
    const button = await until(() => list(element)!.querySelector<HTMLElement>('.news button'));
    expect(text(button)).to.equal('새 소식 보기');
    expect(rows(element)).to.have.lengthOf(3);
    count = 4;
    button.click();
    await drawn(element, 4);
    expect(list(element)!.querySelector('.news button')).to.equal(null);
  });

  it('invites who has no neighbours, and waits with who has', async () => {
    let following = 0;
    answers(({ path }) => (path === 'me/feed' ? feed({ items: [], following }) : undefined));
    const element = place();
    await until(() => said(element).startsWith('아직 이웃이 없어요'));
    await expectAccessible(element);
    element.remove();
    following = 2;
    const other = place();
    await until(() => said(other).startsWith('아직 새 소식이 없어요'));
  });

  it('asks who is nobody to sign in, and asks the service for nothing', async () => {
    signOut();
    answers(() => undefined);
    const element = place();
    await until(() => said(element).startsWith('로그인하면 이웃의 새 소식을 볼 수 있어요'));
    await expectAccessible(element);
    expect(asked.some(({ path }) => path === 'me/feed')).to.equal(false);
    answers(({ path }) => (path === 'me/feed' ? feed() : undefined));
    identify('member-token-0123456789');
    await drawn(element, 4);
  });

  it('says calmly what failed, and comes back', async () => {
    let isAway = true;
    answers(({ path }) => (path !== 'me/feed' ? undefined : isAway ? noNetwork() : feed()));
    const element = place();
    await until(() => said(element).startsWith('이웃 소식을 불러오지 못했어요'));
    await expectAccessible(element);
    isAway = false;
    list(element)!.querySelector<HTMLElement>('.none button')!.click();
    await drawn(element, 4);
    element.remove();
    answers(() => problem(401, 'sign-in-required'));
    const refused = place();
    await until(() => said(refused).startsWith('지금은 이웃 소식을 볼 수 없어요'));
  });
});
