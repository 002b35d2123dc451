// biome-ignore lint/correctness/noUndeclaredDependencies: comes with @web/test-runner, in the version that fits it
import { sendKeys, setViewport } from '@web/test-runner-commands';
import { expect } from 'chai';
import { DangolBlog } from '../../widgets/blog/blog.ts';
import { identify, signOut } from '../../widgets/core/page.ts';
import { keep } from '../../widgets/core/storage.ts';
import { boardId, bought, type Kept, keeping, ME, neighbour, sale } from './support/blog-pages.ts';
import { blog, blogLooks, storyCard, storyId, tune } from './support/blogs.ts';
import { product } from './support/people.ts';
import { asked, problem } from './support/service.ts';
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
const find = (element: Element | null | undefined, selector: string) =>
  element?.shadowRoot?.querySelector<HTMLElement>(selector) ?? null;
const all = (element: Element, selector: string) => [
  ...root(element).querySelectorAll<HTMLElement>(selector),
];
const text = (element: Element | null | undefined) => element?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
const noticed = (element: Element) =>
  find(element, 'dangol-part-notice')?.shadowRoot?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
const boards = [1, 2, 3].map((number) => ({ id: boardId(number), name: `게시판 ${number}`, stories: 2 }));
const sent = (path: string, method: string) =>
  asked.filter((one) => one.path === path && one.method === method);

/** My own blog, signed in, with its tools. */
async function mine(more: Partial<Kept> = {}, attributes: Record<string, string> = {}) {
  const kept = keeping({ hood: { mine: true, state: 'none', theirs: 'none' }, ...more });
  identify('member-token-0123456789');
  const element = place(attributes);
  await until(() => find(element, '.tools') && element.late.rest);
  return { kept, element };
}

/** Opens a sheet by its tool, once what it shows is there. */
async function opened(element: DangolBlog, tool: number, tag: string, ready: string): Promise<HTMLElement> {
  all(element, '.tools li button')[tool]!.click();
  const sheet = await until(() => find(element, tag));
  await until(() => find(sheet, ready));
  return sheet;
}

describe('my own blog', () => {
  afterEach(async () => {
    signOut();
    keep('dangol:shop1', null);
    document.body.replaceChildren();
    history.replaceState(null, '', location.pathname + location.search);
    await setViewport({ width: 800, height: 600 });
  });

  it('asks whoever is nobody to sign in, and is there once they have', async () => {
    keeping();
    const element = place();
    await until(() => text(find(element, '.empty')).startsWith('로그인하면 내 쇼핑 이야기가 열려요'));
    const codes: string[] = [];
    element.addEventListener('dangol-problem-show', (event) => codes.push(event.detail.code));
    (find(element, '[part=sign-in]') as HTMLElement).click();
    await until(() => noticed(element).includes('쇼핑몰에 로그인하시면'));
    expect(codes).to.deep.equal(['sign-in-required']);
    await expectAccessible(element);
    expect(asked.some(({ path }) => path.startsWith('me/'))).to.equal(false);
    identify('member-token-0123456789');
    await until(() => find(element, '.tools'));
    expect(find(element, '[part=neighbour]')).to.equal(null);
  });

  it('has tools from the first paint on, with what waits; axe has nothing to object to', async () => {
    const { element } = await mine({
      people: { following: [], followers: [], asking: [neighbour(2), neighbour(3)] },
      drafts: [storyCard(7)],
      blog: blog({ boards, hidden: true }),
    });
    expect(text(find(element, '.tools'))).to.match(
      /이야기 쓰기.*꾸미기.*게시판.*산 것 보이기.*이웃.*신청 2명.*팔린 것.*초안/,
    );
    expect(text(find(element, '.rules'))).to.include('나에게만 보여요');
    for (const [width, scheme, lang] of [
      [320, 'dark', 'en'],
      [1200, 'light', 'ko'],
    ] as const) {
      await setViewport({ width, height: 800 });
      element.lang = lang;
      element.setAttribute('scheme', scheme);
      await until(() => text(find(element, '.tools')).includes(lang === 'en' ? 'Looks' : '꾸미기'));
      expect(document.documentElement.scrollWidth).to.be.at.most(width);
      await expectAccessible(element);
    }
  });

  it('empty, it invites: to hearts, to what I bought, to a first story', async () => {
    const { element } = await mine({
      hasList: false,
      purchases: [],
      stories: [],
      blog: blog({ stories: 0 }),
    });
    await until(() => all(element, '.invite').length === 3);
    await expectAccessible(element);
    find(element, '.things button')!.click();
    await until(() => find(element, 'dangol-blog-purchases'));
  });

  it('is mine also by its own link: tools, no visit, no neighbour', async () => {
    const { element } = await mine({}, { member: ME });
    expect(find(element, '[part=neighbour]')).to.equal(null);
    expect(sent(`blogs/${ME}/visit`, 'POST')).to.have.lengthOf(0);
  });

  it('boards are named, ordered by buttons, added, deleted, and all saved at once', async () => {
    await setViewport({ width: 320, height: 800 });
    const { element, kept } = await mine({ blog: blog({ boards, stories: 4 }) });
    const sheet = await opened(element, 1, 'dangol-blog-boards', '.boards li');
    await expectAccessible(element);
    const rows = () => [...sheet.shadowRoot!.querySelectorAll<HTMLElement>('.boards > li')];
    const names = () => rows().map((row) => row.querySelector('input')!.value);
    rows()[0]!.querySelector<HTMLElement>('.down')!.click();
    await until(() => names().join() === '게시판 2,게시판 1,게시판 3');
    // The focus goes along, so that it can be pressed again.
    await until(() => sheet.shadowRoot!.activeElement === rows()[1]!.querySelector('.down'));
    expect(text(find(sheet, '.only-heard[role=status]'))).to.equal('게시판 1, 2번째');
    rows()[2]!.querySelectorAll<HTMLElement>('.keys button')[2]!.click();
    await until(() => rows().length === 2);
    expect(text(find(sheet, 'form [role=status]'))).to.include('이야기는 그대로 있고');
    find(sheet, '.add')!.click();
    await until(() => rows().length === 3);
    find(sheet, '.main')!.click();
    await until(() => text(rows()[2]).includes('이름을 적어 주세요'));
    const input = rows()[2]!.querySelector('input')!;
    expect(sheet.shadowRoot!.activeElement === input).to.equal(true);
    await sendKeys({ type: '주방 이야기' });
    find(sheet, '.main')!.click();
    await until(() => !find(element, 'dangol-blog-boards'));
    expect(sent('me/blog/boards', 'PUT')[0]!.body).to.deep.equal({
      boards: [
        { id: boardId(2), name: '게시판 2' },
        { id: boardId(1), name: '게시판 1' },
        { id: null, name: '주방 이야기' },
      ],
    });
    expect(kept.blog.boards).to.have.lengthOf(3);
    await until(() => text(find(element, '.boards')).includes('주방 이야기'));
  });

  it('a board is dragged by its handle', async () => {
    const { element } = await mine({ blog: blog({ boards }) });
    const sheet = await opened(element, 1, 'dangol-blog-boards', '.boards li');
    const rows = () => [...sheet.shadowRoot!.querySelectorAll<HTMLElement>('.boards > li')];
    const middle = (row: HTMLElement) => {
      const { top, height } = row.getBoundingClientRect();
      return top + height / 2;
    };
    const at = (type: string, y: number, target: EventTarget = globalThis) =>
      target.dispatchEvent(
        new PointerEvent(type, {
          pointerId: 1,
          clientX: 40,
          clientY: y,
          button: 0,
          bubbles: true,
          cancelable: true,
        }),
      );
    const last = middle(rows()[2]!);
    at('pointerdown', middle(rows()[0]!), rows()[0]!.querySelector('.grip')!);
    at('pointermove', last + 8);
    await until(() => rows()[2]!.querySelector('input')!.value === '게시판 1');
    at('pointerup', last + 8);
    expect(rows().map((row) => row.querySelector('input')!.value)).to.deep.equal([
      '게시판 2',
      '게시판 3',
      '게시판 1',
    ]);
    expect(find(sheet, '.lifted')).to.equal(null);
  });

  it('of what I bought nothing is shown beforehand; one switch each, one for all so far, and back when refused', async () => {
    const { element, kept } = await mine({
      bought: [bought(1), bought(2), bought(3, { product: product('3', { confirmed: false, name: null }) })],
    });
    const sheet = await opened(element, 2, 'dangol-blog-purchases', '.rows');
    await expectAccessible(element);
    const switches = () => [...sheet.shadowRoot!.querySelectorAll<HTMLInputElement>('[role=switch]')];
    // One for all, one for each that the mall has stated.
    expect(switches().map((one) => one.checked)).to.deep.equal([false, false, false]);
    expect(text(find(sheet, '.consent'))).to.equal(
      '켠 상품만 다른 사람이 볼 수 있습니다. 앞으로 사는 상품은 따로 켜기 전까지 보이지 않습니다.',
    );
    expect(switches()[0]!.getAttribute('aria-describedby')).to.equal('consent');
    switches()[1]!.click();
    await until(() => text(find(sheet, '[role=status]')) === '1개를 보이고 있어요');
    expect(sent('me/purchases', 'PUT')[0]!.body).to.deep.equal({ product: '1', shown: true });
    switches()[0]!.click();
    await until(() => sent('me/purchases', 'PUT').length === 2);
    expect(sent('me/purchases', 'PUT')[1]!.body).to.deep.equal({ product: null, shown: true });
    await until(() => switches().every((one) => one.checked));
    kept.other = ({ method, path }) =>
      path === 'me/purchases' && method === 'PUT' ? problem(500, 'internal') : undefined;
    switches()[2]!.click();
    await until(() => text(find(sheet, '.problem')).includes('원래대로 돌려놓았어요'));
    expect(switches()[2]!.checked).to.equal(true);
  });

  it('neighbours: who asks first, with yes and no; the others by choosing; one is removed after a question', async () => {
    const { element } = await mine({
      people: {
        following: [neighbour(2), neighbour(3, { state: 'asked' })],
        followers: [neighbour(4, { theirs: 'follows', state: 'none' })],
        asking: [neighbour(5), neighbour(6)],
      },
    });
    const sheet = await opened(element, 3, 'dangol-blog-people', '.rows');
    await expectAccessible(element);
    const rows = () => [...sheet.shadowRoot!.querySelectorAll<HTMLElement>('.rows > li')];
    expect(rows()).to.have.lengthOf(2);
    rows()[0]!.querySelector<HTMLElement>('.main')!.click();
    await until(() => rows().length === 1);
    rows()[0]!.querySelector<HTMLElement>('.plain')!.click();
    await until(() => text(sheet.shadowRoot!.querySelector('.sheet')).includes('기다리는 신청이 없어요'));
    expect(sent(`me/neighbours/${neighbour(5).member.id}`, 'PUT')).to.have.lengthOf(1);
    expect(sent(`me/neighbours/${neighbour(6).member.id}`, 'DELETE')).to.have.lengthOf(1);
    const choices = sheet.shadowRoot!.querySelectorAll<HTMLInputElement>('input[name=who]');
    choices[0]!.click();
    await until(() => rows().length === 2);
    expect(rows().map(text)[1]).to.include('수락을 기다리고 있어요').and.include('신청 거두기');
    choices[1]!.click();
    await until(() => rows().length === 1);
    rows()[0]!.querySelector<HTMLElement>('.link')!.click();
    const question = await until(() => find(element, 'dangol-part-confirm'));
    await until(() => find(question, '.main'));
    find(question, '.main')!.click();
    await until(() => sent(`me/neighbours/${neighbour(4).member.id}`, 'DELETE').length === 1);
    // It comes back to where it was.
    await until(() => find(find(element, 'dangol-blog-people'), 'input[value=followers]:checked'));
  });

  it('what my stories sold: the thing, the day, the points and how sure they are; never who', async () => {
    const { element } = await mine({
      sales: [
        sale(1, { state: 'pending' }),
        sale(2),
        sale(3, { state: 'returned', points: 0 }),
        sale(4, { story: null, points: 0 }),
      ],
    });
    const sheet = await opened(element, 4, 'dangol-blog-sales', '.rows');
    await expectAccessible(element);
    const rows = [...sheet.shadowRoot!.querySelectorAll('.rows > li')].map(text);
    expect(rows[0]).to.match(
      /민트 머그잔.*11월 21일.*1개.*‘여름 셔츠 이야기 1’에서.*적립금 300원.*적립 예정/,
    );
    expect(rows[1]).to.include('적립됨');
    expect(rows[2]).to.include('반품되어 세지 않아요').and.not.include('적립금');
    expect(rows[3]).to.include('쇼핑 이야기에서');
    expect(text(find(sheet, '.totals'))).to.equal('팔린 것4개 적립금 (예정 포함)600원');
  });

  it('drafts go on in the editor, and go after a question; what the mall has hidden stands apart', async () => {
    const { element } = await mine({
      drafts: [storyCard(7, { publishedAt: null, title: '' }), storyCard(8)],
      hidden: [storyCard(9)],
    });
    const sheet = await opened(element, 5, 'dangol-blog-drafts', '.rows');
    await expectAccessible(element);
    const draft = find(sheet, `#draft-${storyId(7)}`)!;
    expect(text(draft)).to.include('아직 올린 적이 없어요');
    draft.querySelector<HTMLElement>('.grave')!.click();
    const question = await until(() => find(element, 'dangol-part-confirm'));
    await until(() => find(question, '.main'));
    find(question, '.main')!.click();
    await until(() => sent(`stories/${storyId(7)}`, 'DELETE').length === 1);
    const again = await until(() => find(element, 'dangol-blog-drafts'));
    await until(() => find(again, `#draft-${storyId(8)}`));
    find(again, `#draft-${storyId(8)} .plain`)!.click();
    const editor = await until(() => find(element, 'dangol-blog-editor'));
    expect((editor as unknown as { story: string }).story).to.equal(storyId(8));
  });

  it('looks are sent as they were changed, and worn at once', async () => {
    const { element, kept } = await mine({ blog: blog({ looks: blogLooks({ skin: 'plain' }) }) });
    await element.open({ kind: 'looks' });
    const sheet = await until(() => find(element, 'dangol-part-looks'));
    const berry = await until(() => find(sheet, 'input[value=berry]'));
    berry.click();
    find(sheet, 'button[type=submit], .main')!.click();
    await until(() => sent('me/blog', 'PATCH').length === 1);
    expect((sent('me/blog', 'PATCH')[0]!.body as { looks: object }).looks).to.deep.equal({ skin: 'berry' });
    await until(() => find(element, '.root')!.className.includes('skin-berry'));
    expect(kept.blog.looks.skin).to.equal('berry');
  });

  it('what concerns me alone is heard, and the tools say it', async () => {
    const live = stream();
    const { element, kept } = await mine({
      other: ({ path }) => (path === 'stream' ? live.answer() : undefined),
    });
    await until(live.isOpen);
    await until(
      () =>
        (asked.filter((one) => one.path === 'stream').at(-1)!.body as { topics: string[] }).topics.join() ===
        `blog:${ME},shopper:${ME}`,
    );
    await until(live.isOpen);
    kept.people.asking = [neighbour(5)];
    live.tell({ position: 2, topic: `shopper:${ME}`, kind: 'neighbour.changed', ids: {} }, 2);
    await until(() => text(find(element, '.tools')).includes('신청 1명'));
  });

  it('signed out, nothing of mine stays on the page', async () => {
    const { element } = await mine();
    signOut();
    await until(() => text(find(element, '.empty')).startsWith('로그인하면'));
    expect(find(element, '.tools')).to.equal(null);
  });
});

describe('a blog and its neighbours', () => {
  afterEach(() => {
    signOut();
    document.body.replaceChildren();
  });

  const button = (element: DangolBlog) => find(element, '[part=neighbour]');
  async function theirs(more: Partial<Kept> = {}) {
    const kept = keeping(more);
    identify('member-token-0123456789');
    const element = place({ member: ME });
    await until(() => element.late.neighbour && button(element));
    return { kept, element };
  }

  it('is followed at once where nobody has to ask, and left after a question', async () => {
    const { element } = await theirs();
    expect(text(button(element))).to.equal('이웃 되기');
    const heard: object[] = [];
    element.addEventListener('dangol-neighbour-change', (event) => heard.push(event.detail));
    button(element)!.click();
    await until(() => text(button(element)).startsWith('이웃.'));
    await until(() => noticed(element).includes('이웃이 되었어요'));
    expect(heard).to.deep.equal([{ member: ME, state: 'follows' }]);
    button(element)!.click();
    const question = await until(() => find(element, 'dangol-part-confirm'));
    await until(() => find(question, '.main'));
    await expectAccessible(element);
    find(question, '.main')!.click();
    await until(() => text(button(element)) === '이웃 되기');
    expect(sent(`blogs/${ME}/neighbour`, 'DELETE')).to.have.lengthOf(1);
  });

  it('is asked where its member wants that; both ways is said', async () => {
    const { element } = await theirs({
      blog: blog({ asks: true }),
      hood: { mine: false, state: 'none', theirs: 'follows' },
    });
    expect(text(button(element))).to.equal('나도 이웃 되기');
    button(element)!.click();
    await until(() => text(button(element)).startsWith('이웃 신청함'));
    button(element)!.click();
    await until(() => text(button(element)) === '나도 이웃 되기');
    element.remove();
    const other = await theirs({ hood: { mine: false, state: 'follows', theirs: 'follows' } });
    expect(text(button(other.element))).to.match(/^서로이웃/);
  });

  it('refused, it goes back and says why; a page may say no', async () => {
    const { element, kept } = await theirs();
    kept.other = ({ path }) => (path.endsWith('/neighbour') ? problem(409, 'quota-full') : undefined);
    button(element)!.click();
    await until(() => noticed(element).includes('말: quota-full'));
    expect(text(button(element))).to.equal('이웃 되기');
    asked.length = 0;
    element.addEventListener('dangol-before-neighbour-change', (event) => event.preventDefault());
    button(element)!.click();
    await until(() => text(button(element)) === '이웃 되기');
    expect(sent(`blogs/${ME}/neighbour`, 'PUT')).to.have.lengthOf(0);
  });

  it('signed out, the page is asked for its sign-in', async () => {
    keeping();
    const element = place({ member: ME });
    const codes: string[] = [];
    element.addEventListener('dangol-problem-show', (event) => codes.push(event.detail.code));
    (await until(() => button(element))).click();
    await until(() => noticed(element).includes('로그인하면 이웃이 될 수 있어요'));
    expect(codes).to.deep.equal(['sign-in-required']);
  });

  it('is shared by a link, played by a tap and never by itself, and reported from its menu', async () => {
    const made: unknown[] = [];
    const before = globalThis.AudioContext;
    globalThis.AudioContext = class extends before {
      constructor() {
        super();
        made.push(this);
      }
    };
    keeping({ blog: blog({ looks: blogLooks({ tune: tune() }) }) });
    const element = place({ member: ME });
    const play = await until(() => find(element, '[part=tune]'));
    expect(made).to.have.lengthOf(0);
    play.click();
    await until(() => find(element, '[part=tune]')!.getAttribute('aria-pressed') === 'true');
    expect(made).to.have.lengthOf(1);
    play.click();
    await until(() => find(element, '[part=tune]')!.getAttribute('aria-pressed') === 'false');
    globalThis.AudioContext = before;

    find(element, '[part=share]')!.click();
    const sheet = await until(() => find(element, 'dangol-blog-share'));
    const link = (await until(() => find(sheet, '#link'))) as HTMLInputElement;
    expect(link.value).to.equal(`https://service.test/m/shop1/blogs/${ME}`);
    await expectAccessible(element);
    sheet.remove();

    all(element, '.buttons .round').at(-1)!.click();
    const menu = await until(() => find(element, 'dangol-part-menu'));
    const item = await until(() => find(menu, '#list button'));
    item.click();
    const report = await until(() => find(element, 'dangol-part-report-sheet'));
    expect((report as unknown as { subject: object }).subject).to.deep.equal({ kind: 'blog', id: ME });
  });
});
