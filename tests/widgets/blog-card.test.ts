import { expect } from 'chai';
import type { BlogCard, BlogCards } from '../../server/community/blogs/contract.ts';
import { DangolBlogCard } from '../../widgets/blog-card/blog-card.ts';
import { mark } from '../../widgets/core/marks.ts';
import { blog, blogCard, blogLooks, MARK, paintPhotos, storyCard, thing } from './support/blogs.ts';
import { member } from './support/people.ts';
import { answers, asked, hang, json, noNetwork, problem } from './support/service.ts';
import { expectAccessible, until } from './support/until.ts';
import { mall } from './support/wishes.ts';

customElements.define('dangol-blog-card', DangolBlogCard);
const ID = member(1).id;

function place(attributes: Record<string, string> = {}, width = 320): DangolBlogCard {
  const element = document.createElement('dangol-blog-card');
  const all: Record<string, string> = { member: ID, lang: 'ko', ...attributes };
  for (const name of Object.keys(all)) element.setAttribute(name, all[name]!);
  const room = document.createElement('div');
  room.className = 'room';
  room.style.setProperty('width', `${width}px`);
  room.append(element);
  document.body.append(room);
  return element;
}

const cards = (...items: BlogCard[]): BlogCards => ({ mall: mall(), items });
/** A service that has these cards. */
const serve = (...items: BlogCard[]) =>
  answers(({ path, url }) =>
    path === 'blog-cards'
      ? json(cards(...items.filter(({ blog }) => url.searchParams.getAll('member').includes(blog.member.id))))
      : undefined,
  );
const text = (element: Element) => element.shadowRoot!.textContent!.replace(/\s+/g, ' ');
const find = <Kind extends HTMLElement>(element: Element, selector: string) =>
  element.shadowRoot!.querySelector<Kind>(selector)!;
const shown = (element: Element) => until(() => element.shadowRoot?.querySelector('.visit'));
const stays = (event: Event) => event.preventDefault();

describe('a blog card', () => {
  before(paintPhotos);
  beforeEach(() => document.addEventListener('click', stays));
  afterEach(() => {
    document.removeEventListener('click', stays);
    for (const room of document.querySelectorAll('.room')) room.remove();
    localStorage.clear();
  });

  it('shows a blog at a glance, and is as high as the room it was given', async () => {
    let answer!: (response: Response) => void;
    answers(({ path }) =>
      path === 'blog-cards'
        ? new Promise<Response>((done) => {
            answer = done;
          })
        : undefined,
    );
    const element = place();
    await until(() => element.shadowRoot?.querySelector('.waiting'));
    await until(() => answer);
    expect(element.offsetHeight).to.equal(560);
    await expectAccessible(element);
    answer(json(cards(blogCard())));
    await shown(element);
    expect(element.offsetHeight).to.equal(560);
    expect(text(element)).to.match(
      /민지님.*이웃.*민지네 옷장.*찜했어요.*샀어요.*여름 셔츠 이야기 1.*이웃 12.*이야기 4/,
    );
    expect(element.shadowRoot!.querySelectorAll('[part=product]')).to.have.lengthOf(6);
    expect(find<HTMLAnchorElement>(element, '.visit').href).to.equal(
      `https://service.test/m/shop1/blogs/${ID}`,
    );
    await expectAccessible(element);
  });

  it('all of a page are asked for in one simple request, and twenty at once', async () => {
    const people = Array.from({ length: 23 }, (_, at) => member(at, { id: `m-${at}`.padEnd(25, 'x') }));
    serve(...people.map((one) => blogCard({ blog: blog({ member: one }) })));
    const all = people.map((one) => place({ member: one.id }));
    await until(() => all.every((one) => one.shadowRoot!.querySelector('.visit')));
    const reads = asked.filter(({ path }) => path === 'blog-cards');
    expect(reads.map(({ url }) => url.searchParams.getAll('member').length)).to.deep.equal([20, 3]);
    expect([...reads[0]!.headers.keys()]).to.deep.equal([]);
  });

  it('remembers at a click where somebody came from, and lets the page take over', async () => {
    const here = (number: number) => ({ ...thing(number), url: `${location.origin}/p/${number}` });
    serve(
      blogCard({
        wishes: [here(1)],
        purchases: [4, 5].map((one) => ({ product: here(one), mark: `${MARK}${one}` })),
      }),
    );
    const element = place();
    await shown(element);
    const [wish, bought] = element.shadowRoot!.querySelectorAll<HTMLAnchorElement>('.thing');
    expect(bought!.href).to.equal(`${location.origin}/p/4`);
    expect(mark('4')).to.equal(null);
    const heard: unknown[] = [];
    element.addEventListener('dangol-before-navigate', (event) => {
      heard.push(event.detail);
      event.preventDefault();
    });
    wish!.click();
    bought!.click();
    find(element, '.newest a').click();
    expect(heard).to.deep.equal([
      { url: `${location.origin}/p/1`, product: '1' },
      { url: `${location.origin}/p/4`, product: '4' },
      { url: `https://service.test/m/shop1/blogs/${ID}/stories/${storyCard(1).id}`, product: '' },
    ]);
    expect(mark('4')).to.equal(`${MARK}4`);
    expect(mark('1')).to.equal(null);
  });

  it('carries the mark along to a shop on another origin', async () => {
    serve(blogCard());
    const element = place();
    await shown(element);
    const links = [...element.shadowRoot!.querySelectorAll<HTMLAnchorElement>('.thing')];
    expect(links.map(({ href }) => href)[0]).to.equal('https://mall.test/p/1');
    expect(links[3]!.href).to.equal(`https://mall.test/p/4#dangol-mark=4.${MARK}4`);
  });

  it('follows what happens in the blog', async () => {
    let title = '민지네 옷장';
    let tell!: ReadableStreamDefaultController<Uint8Array>;
    answers(({ path }) => {
      if (path === 'blog-cards') return json(cards(blogCard({ blog: blog({ title }) })));
      if (path !== 'stream') return undefined;
      return new Response(
        new ReadableStream<Uint8Array>({
          start(controller) {
            tell = controller;
            controller.enqueue(new TextEncoder().encode('event: ready\ndata: {"position":7}\nid: 7\n\n'));
          },
        }),
      );
    });
    const element = place();
    await shown(element);
    await until(() => tell);
    expect(asked.find(({ path }) => path === 'stream')!.body).to.deep.equal({ topics: [`blog:${ID}`] });
    title = '새 옷장';
    tell.enqueue(
      new TextEncoder().encode(
        `id: 8\ndata: {"position":8,"kind":"blog.changed","topic":"blog:${ID}","ids":{}}\n\n`,
      ),
    );
    await until(() => text(element).includes('새 옷장'));
    // What had just been loaded was not loaded again because the stream began.
    expect(asked.filter(({ path }) => path === 'blog-cards')).to.have.lengthOf(2);
  });

  it('says calmly what keeps it from being shown', async () => {
    answers(noNetwork);
    const failed = place();
    await until(() => text(failed).includes('불러오지 못했어요'));
    await expectAccessible(failed);
    serve(blogCard());
    find(failed, '.note button').click();
    await shown(failed);

    answers(({ path }) => (path === 'blog-cards' ? problem(401, 'sign-in-required') : undefined));
    const refused = place();
    await until(() => text(refused).includes('회원만 볼 수 있어요'));
    expect(refused.offsetHeight).to.equal(560);
    await expectAccessible(refused);

    serve();
    const gone = place();
    await until(() => text(gone).includes('찾을 수 없어요'));
    await expectAccessible(gone);

    // An id that cannot be one, as of a template that filled nothing in, takes no other card along.
    answers(({ path, url }) => {
      if (path !== 'blog-cards') return undefined;
      const members = url.searchParams.getAll('member');
      return members.includes('{{member}}') ? problem(400, 'bad-input') : json(cards(blogCard()));
    });
    const whole = place();
    const mistaken = place({ member: '{{member}}' });
    await shown(whole);
    await until(() => text(mistaken).includes('찾을 수 없어요'));

    Object.defineProperty(navigator, 'onLine', { value: false, configurable: true });
    answers(noNetwork);
    const offline = place({ lang: 'en' });
    await until(() => text(offline).includes('not connected'));
    await expectAccessible(offline);
    Reflect.deleteProperty(navigator, 'onLine');
    serve(blogCard());
    dispatchEvent(new Event('online'));
    await shown(offline);
  });

  it('invites to a blog in which there is nothing yet', async () => {
    serve(
      blogCard({
        wishes: [],
        purchases: [],
        story: null,
        blog: blog({ title: null, stories: 0, neighbours: 1 }),
      }),
    );
    const element = place({ lang: 'en' });
    await shown(element);
    expect(text(element)).to.match(/민지's shopping stories.*Just getting started.*1 neighbour 0 stories/);
    await expectAccessible(element);
  });

  for (const scheme of ['light', 'dark'])
    it(`every skin can be read, ${scheme}`, async () => {
      const skins = ['plain', 'paper', 'mint', 'dusk', 'berry', 'night'] as const;
      serve(
        ...skins.map((skin, at) =>
          blogCard({
            blog: blog({
              member: member(at + 1, { level: 2 }),
              looks: blogLooks({ skin, hue: at % 2 ? 55 : null }),
            }),
          }),
        ),
      );
      const all = skins.map((_, at) =>
        place({ member: member(at + 1).id, scheme, lang: at % 2 ? 'en' : 'ko' }),
      );
      for (const [at, element] of all.entries()) {
        await shown(element);
        const root = find(element, '.skin');
        expect(root.classList.contains(`skin-${skins[at]}`)).to.equal(true);
        await until(() => getComputedStyle(find(element, '.strip')).backgroundImage !== 'none');
        await expectAccessible(element);
      }
    });

  it('holds long names and enlarged text from 240 to 480 px', async () => {
    const name = '세상에서제일긴이름을가진단골손님이에요반갑습니다';
    serve(
      blogCard({
        blog: blog({ member: member(1, { name, level: 3 }), title: name.repeat(2).slice(0, 40) }),
        story: storyCard(1, {
          title: name.repeat(3).slice(0, 60),
          disclosure: '[광고] 이 이야기에 담긴 상품을 사시면 글쓴이가 적립금을 받습니다.',
        }),
      }),
    );
    for (const [width, size] of [
      [240, 15],
      [240, 30],
      [360, 15],
      [480, 15],
    ] as const) {
      const element = place({}, width);
      element.style.setProperty('--dangol-font-size', `${size}px`);
      await shown(element);
      const { right } = element.getBoundingClientRect();
      for (const one of element.shadowRoot!.querySelectorAll('.root *:not(.only-heard, bdi)'))
        expect(one.getBoundingClientRect().right, one.className).to.be.at.most(right + 1);
      expect(element.scrollWidth).to.be.at.most(width);
    }
  });

  it('is the whole blog where the page wants that', async () => {
    answers(({ signal }) => hang(signal));
    const roots: ParentNode[] = [];
    (globalThis as { dangol?: object }).dangol = { discover: (root: ParentNode) => roots.push(root) };
    const element = place({ view: 'page', scheme: 'dark' });
    const inside = await until(() => element.shadowRoot?.querySelector('dangol-blog'));
    expect(inside.getAttribute('member')).to.equal(ID);
    expect(inside.getAttribute('scheme')).to.equal('dark');
    await until(() => roots.includes(element.shadowRoot!));
    expect(asked).to.deep.equal([]);
    delete (globalThis as { dangol?: object }).dangol;
  });
});
