import { expect } from 'chai';
import type { Board } from '../../server/community/reviews/contract.ts';
import { identify, signOut } from '../../widgets/core/page.ts';
import { noteChange } from '../../widgets/review-board/acts.ts';
import { DangolReviewBoard } from '../../widgets/review-board/review-board.ts';
import { comment } from './parts/stage.ts';
import { answers, asked, board, hang, json, noNetwork, problem, review } from './support/service.ts';
import { expectAccessible, until } from './support/until.ts';

customElements.define('dangol-review-board', DangolReviewBoard);

const mine = {
  review: null,
  hidden: null,
  reviews: [],
  mayAdd: [],
  votes: {},
  bought: false,
  options: {},
  comments: [],
  mayWrite: true,
};
const MANY = Array.from({ length: 20 }, (_, at) => review(at + 1));

function place(attributes: Record<string, string> = { product: '1' }): DangolReviewBoard {
  const element = document.createElement('dangol-review-board');
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  document.body.append(element);
  return element;
}

const find = <E extends HTMLElement = HTMLElement>(element: Element, selector: string) =>
  element.shadowRoot!.querySelector<E>(selector);
const textOf = (element: Element) => find(element, '.content')?.textContent ?? '';
const rows = (element: Element) => [...element.shadowRoot!.querySelectorAll('.item')];
const reads = () => asked.filter(({ path }) => path === 'board');
const said = (element: Element) => find(element, 'dangol-part-notice')?.shadowRoot?.textContent?.trim();

/** A board with these answers, settled. */
async function shown(given: Board, attributes?: Record<string, string>): Promise<DangolReviewBoard> {
  answers(({ path }) => (path === 'board' ? json(given) : path === 'me/board' ? json(mine) : undefined));
  const element = place(attributes);
  await until(() => find(element, 'h2') && find(element, '[part=write]'));
  await until(() => rows(element).length === given.reviews.items.length);
  return element;
}

describe('the review board', () => {
  afterEach(() => {
    for (const element of document.querySelectorAll('dangol-review-board')) element.remove();
    signOut();
    localStorage.clear();
    document.documentElement.removeAttribute('style');
  });

  for (const width of [320, 1000]) {
    for (const dark of [false, true]) {
      it(`is accessible with reviews, ${width} px, ${dark ? 'dark' : 'light'}`, async () => {
        document.documentElement.style.setProperty('background', dark ? '#17181a' : '#fff');
        document.documentElement.style.setProperty('color', dark ? '#eee' : '#333');
        document.documentElement.style.setProperty('width', `${width}px`);
        const full = board([
          review(1, {
            title: '제목',
            text: '길어요 '.repeat(200),
            bought: true,
            editedAt: Date.now(),
            disclosure: '[적립금 후기] 이 후기를 쓰고 적립금 500원을 받았습니다.',
            options: [{ name: '색상', value: '그린' }],
            reply: { text: '고맙습니다', at: Date.now(), name: '가게' },
            author: { id: 'a'.repeat(25), name: '\u202eevil', guest: false, seller: true, level: 3 },
          }),
          ...MANY.slice(1, 4),
        ]);
        full.summary.hidden = { total: 3, reasons: { personal_data: 2, abuse: 1 } };
        const element = await shown(full);
        expect(textOf(element)).to.include('숨긴 후기 3개: 개인정보 2, 욕설 1');
        expect(element.scrollWidth).to.be.at.most(element.clientWidth);
        await expectAccessible(element);
      });
    }
  }

  it('asks once for its first paint, simply: no header of ours', async () => {
    await shown(board(MANY.slice(0, 3)));
    expect(reads()).to.have.lengthOf(1);
    expect(asked.filter(({ path }) => path !== 'stream')).to.have.lengthOf(1);
    expect([...reads()[0]!.headers.keys()]).to.deep.equal([]);
  });

  it('tells shoppers calmly, and the owner exactly, that the product or the mall is missing', async () => {
    const warned: string[] = [];
    const { warn } = console;
    console.warn = (text: string) => warned.push(text);
    try {
      answers(() => undefined);
      const two = [place({}), place({ lang: 'en' })];
      await until(() => textOf(two[0]!).includes('상품을 알 수 없어 후기를 불러오지 못했어요.'));
      await until(() => textOf(two[1]!).includes('the product is not known'));
      await expectAccessible(two[0]!);
      expect(warned.filter((one) => one.includes('product="1234"'))).to.have.lengthOf(1);
      // It comes later, as single-page malls do.
      answers(({ path }) => (path === 'board' ? json(board(MANY.slice(0, 2))) : undefined));
      two[0]!.setAttribute('product', '1');
      await until(() => rows(two[0]!).length === 2);
    } finally {
      console.warn = warn;
    }
  });

  it('says its language inside, where the page has another', async () => {
    const element = await shown(board(MANY.slice(0, 2)), { product: '1', lang: 'en' });
    expect(find(element, '.root')!.lang).to.equal('en');
    find(element, '[part=write]')!.click();
    expect((await until(() => find(element, 'dangol-board-form'))).lang).to.equal('en');
  });

  it('unfolds on a page that is shorter than the window, unless something would move', async () => {
    for (const [markup, isFree] of [
      ['', true],
      ['<div class="hold"><p hidden>안 보이는 것</p></div>', true],
      ['<div class="hold"></div><footer>아래에 있는 것</footer>', false],
    ] as const) {
      const page = document.createElement('section');
      page.innerHTML = `<style>dangol-review-board { --dangol-board-height: 60px }</style>${markup || '<div class="hold"></div>'}`;
      document.body.append(page);
      answers(({ path }) => (path === 'board' ? json(board(MANY.slice(0, 3))) : undefined));
      const element = place();
      page.querySelector('.hold')!.prepend(element);
      await until(() => rows(element).length === 3);
      if (isFree) await until(() => !find(element, '.folded'));
      else {
        await until(() => find(element, '.veil'));
        expect(element.offsetHeight).to.equal(60);
      }
      page.remove();
    }
  });

  it('tells the writer why a review is hidden, and lets a second review of theirs be edited', async () => {
    const two = {
      ...mine,
      reviews: [
        { id: 'h'.repeat(25), hidden: 'abuse' },
        { id: MANY[1]!.id, hidden: null },
      ],
    };
    localStorage.setItem('dangol:shop1', 'guest-token');
    answers(({ path }) =>
      path === 'board' ? json(board(MANY.slice(0, 2))) : path === 'me/board' ? json(two) : undefined,
    );
    const element = place();
    await until(() => textOf(element).includes('숨긴 내 후기예요. 이유: 욕설'));
    await expectAccessible(element);
    for (const [at, lines] of [
      [1, ['고치기', '지우기']],
      [0, ['신고하기']],
    ] as const) {
      const row = rows(element)[at]!;
      row.querySelector<HTMLElement>('.dots')?.click();
      const menu = await until(() => row.querySelector('dangol-part-menu')?.shadowRoot);
      await until(() => menu.querySelector('[role=menuitem]'));
      const found = [...menu.querySelectorAll('[role=menuitem]')].map((one) => one.textContent!.trim());
      expect(found).to.deep.equal(lines);
    }
  });

  it('photos that waited too long are taken out, and the post goes without them', async () => {
    const element = await shown(board([]));
    const posted: unknown[] = [];
    localStorage.setItem('dangol:shop1', 'guest-token');
    const photo = (id: string, at: number) => ({ id, alt: '', small: 'https://service.test/s.webp', at });
    const value = { stars: 5, title: '', text: '잘 쓰고 있어요.', options: {}, attributes: {} };
    const photos = [
      photo('old', Date.now() - 24 * 3_600_000),
      photo('one', Date.now()),
      photo('two', Date.now()),
    ];
    const kept = { at: Date.now(), upon: '', value: { ...value, photos } };
    localStorage.setItem('dangol-draft:shop1:nobody:review:1', JSON.stringify(kept));
    answers(({ method, path, body }) => {
      if (path === 'me/board') return json(mine);
      if (method !== 'POST' || path !== 'reviews') return undefined;
      posted.push((body as { photos: string[] }).photos);
      return posted.length > 1
        ? json(review(1, { text: value.text }), 201)
        : problem(400, 'bad-input', { fields: [{ path: 'photos.0', message: 'no photo of yours' }] });
    });
    find(element, '[part=write]')!.click();
    const form = await until(() => find(element, 'dangol-board-form'));
    const said = () => find(form, '.end .problem')?.textContent ?? '';
    await until(() => said().includes('올린 지 오래되어 쓸 수 없는 사진을 뺐어요'));
    find(form, '.end .main')!.click();
    await until(() => said().includes('아직 올리지 못했어요') && said().includes('사진을 뺐어요'));
    find(form, '.end .main')!.click();
    await until(() => !find(element, 'dangol-board-form'));
    expect(posted).to.deep.equal([['one', 'two'], ['two']]);
  });

  it('reserves its height while it waits, and keeps exactly that when it is filled', async () => {
    answers(({ signal }) => hang(signal));
    const element = place();
    document.body.append(document.createElement('p'));
    await until(() => find(element, '[role=status]'));
    const waiting = element.offsetHeight;
    expect(waiting).to.equal(560);
    await expectAccessible(element);
    element.remove();
    for (const count of [0, 1, 20]) {
      const after = document.createElement('div');
      after.style.setProperty('height', '400px');
      const filling = shown(board(MANY.slice(0, count)));
      document.body.append(after);
      const filled = await filling;
      expect(filled.offsetHeight, `${count} reviews`).to.equal(waiting);
      filled.remove();
      after.remove();
    }
  });

  it('invites the first one where there is none', async () => {
    const element = await shown(board([]));
    expect(textOf(element)).to.include('아직 후기가 없어요');
    await expectAccessible(element);
  });

  it('says calmly that it failed, and tries again', async () => {
    answers(() => problem(500, 'internal'));
    const element = place();
    const again = await until(() => find(element, '.content button'));
    expect(textOf(element)).to.include('후기를 불러오지 못했어요');
    await expectAccessible(element);
    answers(({ path }) => (path === 'board' ? json(board(MANY.slice(0, 2))) : undefined));
    again.click();
    await until(() => rows(element).length === 2);
  });

  it('says why it is refused', async () => {
    answers(() => problem(401, 'sign-in-required'));
    const element = place();
    await until(() => textOf(element).includes('로그인하면 후기를 볼 수 있어요'));
    await expectAccessible(element);
    expect(find(element, '.content button')).to.equal(null);
  });

  it('a page that is not registered is told apart from a network that is down', async () => {
    const warned: string[] = [];
    const { warn } = console;
    console.warn = (text: string) => warned.push(text);
    try {
      answers(({ path }) =>
        path === 'here' ? json({ mall: 'shop1', origin: location.origin, registered: false }) : noNetwork(),
      );
      const { Client } = await import('../../widgets/core/client.ts');
      const { isRegistered } = await import('../../widgets/core/here.ts');
      const client = new Client('https://service.test', 'shop1');
      expect(await isRegistered(client)).to.equal(false);
      expect(warned[0]).to.include(`npm run -s dangol -- mall origin shop1 --origin ${location.origin}`);
      expect(warned[0]).to.include('or the mall id is wrong');
      answers(noNetwork);
      expect(await isRegistered(new Client('https://service.test', 'shop1'))).to.equal(true);
    } finally {
      console.warn = warn;
    }
  });

  it('says that it is offline, and comes back by itself', async () => {
    Object.defineProperty(navigator, 'onLine', { configurable: true, get: () => false });
    answers(noNetwork);
    const element = place();
    await until(() => textOf(element).includes('인터넷에 연결되어 있지 않아요'));
    await expectAccessible(element);
    Reflect.deleteProperty(navigator, 'onLine');
    answers(({ path }) => (path === 'board' ? json(board(MANY.slice(0, 2))) : undefined));
    dispatchEvent(new Event('online'));
    await until(() => rows(element).length === 2);
  });

  it('another product stops the old load and shows only the new one', async () => {
    answers(({ url, signal }) =>
      url.searchParams.get('product') === 'old' ? hang(signal) : json(board(MANY.slice(0, 2))),
    );
    const element = place({ product: 'old' });
    await until(() => reads().length === 1);
    element.setAttribute('product', '1');
    await until(() => rows(element).length === 2);
    expect(reads()[0]!.signal?.aborted).to.equal(true);
  });

  it('moved within the page it asks for nothing that it has', async () => {
    const element = await shown(board(MANY.slice(0, 2)));
    const before = reads().length;
    const place = document.createElement('div');
    document.body.append(place);
    place.append(element);
    await until(() => rows(element).length === 2 && reads().length > before - 1);
    place.remove();
  });

  it('nonsense in attributes never throws', async () => {
    const element = await shown(board(MANY.slice(0, 2)), {
      product: '1',
      sort: 'sideways',
      limit: 'many',
      scheme: 'plaid',
      lang: '??',
      mall: '',
    });
    expect(find<HTMLSelectElement>(element, 'select')?.value).to.equal('helpful');
  });

  it('speaks the language of its own attribute, also when it changes', async () => {
    const element = await shown(board(MANY.slice(0, 2)), { product: '1', lang: 'en' });
    expect(textOf(element)).to.include('Write a review');
    element.setAttribute('lang', 'ko');
    await until(() => textOf(element).includes('후기 쓰기'));
  });

  it('two choices in a row are both kept, although the code for them is still on its way', async () => {
    const element = await shown(board([review(1), review(2)]));
    element.look({ sort: 'lowest' });
    element.look({ stars: 4 });
    await until(() =>
      asked.some(
        ({ url }) => url.searchParams.get('stars') === '4' && url.searchParams.get('sort') === 'lowest',
      ),
    );
  });

  it('the last choice holds, also where its code came before that of the one before', async () => {
    const element = await shown(board([review(1), review(2)]));
    answers(({ path }) => (path === 'reviews' ? json({ items: [review(1)], next: null }) : undefined));
    const { act } = element;
    const waiting: (() => Promise<void>)[] = [];
    element.act = async (run) => void waiting.push(() => act.call(element, run));
    element.look({ sort: 'lowest' });
    element.look({ stars: 4 });
    for (const arrive of waiting.reverse()) await arrive();
    expect(element.data.view).to.include({ sort: 'lowest', stars: 4 });
    const wanted = asked.filter(({ path }) => path === 'reviews').at(-1)!.url.searchParams;
    expect([wanted.get('sort'), wanted.get('stars')]).to.deep.equal(['lowest', '4']);
  });

  it('a choice holds while the whole board is loaded anew', async () => {
    const all = [review(1), review(2), review(3)];
    const element = await shown(board(all));
    let release = () => {};
    answers(({ path }) =>
      path === 'board'
        ? new Promise((answer) => {
            release = () => answer(json(board(all)));
          })
        : path === 'reviews'
          ? json({ items: [all[2]], next: null })
          : undefined,
    );
    // As after a `reset` of the stream.
    const loaded = element.data.reload(true);
    element.look({ stars: 4 });
    await until(() => rows(element).length === 1);
    release();
    await loaded;
    await element.updateComplete;
    expect(rows(element).map((row) => row.textContent)).to.have.lengthOf(1);
    expect(textOf(element)).to.include(all[2]!.author.name);
  });

  it('a review that was changed and then hidden does not come back with a late answer', async () => {
    const element = await shown(board(MANY.slice(0, 2)));
    const { id } = review(1);
    const held: ((one: object) => void)[] = [];
    answers(({ path }) =>
      path === `reviews/${id}`
        ? new Promise((answer) => held.push((one) => answer(json(one))))
        : path === 'board'
          ? json(board(MANY.slice(0, 2)))
          : undefined,
    );
    const happens = (kind: string) =>
      noteChange(element.data, { position: 1, topic: 'product:1', kind, ids: { review: id } });
    happens('review.edited');
    await until(() => held.length === 1);
    happens('review.edited');
    await until(() => held.length === 2);
    const text = () => element.data.items.find((one) => one.id === id)?.text;
    held[1]!(review(1, { text: '고쳐 쓴 글이에요.' }));
    await until(() => text() === '고쳐 쓴 글이에요.');
    held[0]!(review(1));
    happens('review.edited');
    await until(() => held.length === 3);
    expect(text()).to.equal('고쳐 쓴 글이에요.');
    happens('review.hidden');
    await until(() => rows(element).length === 1);
    held[2]!(review(1));
    // What would come back comes within the next tasks.
    for (let tasks = 0; tasks < 5; tasks++) await new Promise((done) => setTimeout(done));
    await element.updateComplete;
    expect(rows(element)).to.have.lengthOf(1);
  });

  it('comments are as they were asked for last', async () => {
    const element = await shown(board([review(1)]));
    const held: ((items: object[]) => void)[] = [];
    answers(({ path }) =>
      path === 'comments'
        ? new Promise((answer) => held.push((items) => answer(json({ items, next: null }))))
        : undefined,
    );
    await element.act((acts) => acts.comments(element));
    const talk = document.createElement('dangol-board-comments');
    talk.board = element;
    talk.review = review(1);
    element.after(talk);
    await until(() => held.length === 1);
    held[0]!([]);
    const thread = await until(() => talk.shadowRoot!.querySelector('dangol-part-comment-thread'));
    const early = talk.refresh();
    await until(() => held.length === 2);
    const late = talk.refresh();
    await until(() => held.length === 3);
    held[2]!([comment('c1')]);
    await late;
    held[1]!([]);
    await early;
    await talk.updateComplete;
    expect(thread.comments.map((one) => one.id)).to.deep.equal(['c1']);
    talk.remove();
  });

  it('what is mine is what was asked for last, after a post as after signing out', async () => {
    const element = await shown(board(MANY.slice(0, 2)));
    const held: ((mine: object) => void)[] = [];
    answers(({ path }) =>
      path === 'me/board' ? new Promise((answer) => held.push((one) => answer(json(one)))) : undefined,
    );
    identify('member-token-0123456789');
    await until(() => held.length === 1);
    held[0]!(mine);
    // As when somebody becomes a guest by posting: one asks before it and one after it.
    const before = element.data.loadMine();
    await until(() => held.length === 2);
    const after = element.data.loadMine();
    await until(() => held.length === 3);
    held[2]!({ ...mine, review: review(1) });
    await after;
    held[1]!(mine);
    await before;
    expect(element.data.mine?.review?.id).to.equal(review(1).id);
    const late = element.data.loadMine();
    await until(() => held.length === 4);
    signOut();
    held[3]!({ ...mine, review: review(1) });
    await late;
    expect(element.data.mine).to.equal(undefined);
    await element.updateComplete;
    expect(find(element, '[part=write]')!.textContent).to.include('후기 쓰기');
  });

  it('a vote turns within the same frame, and back when it is refused', async () => {
    const element = await shown(board(MANY.slice(0, 2)));
    identify('member-token');
    await until(() => asked.some(({ path }) => path === 'me/board'));
    let refuse: () => void = () => undefined;
    answers(({ path }) =>
      path.endsWith('/vote')
        ? new Promise((done) => {
            refuse = () => done(problem(429, 'too-many', { retryAfter: 5 }));
          })
        : path === 'me/board'
          ? json(mine)
          : undefined,
    );
    const vote = find(element, '.vote')!;
    vote.click();
    await element.updateComplete;
    expect(vote.getAttribute('aria-pressed')).to.equal('true');
    expect(rows(element)[0]!.textContent).to.include('2명이 도움받았어요');
    await until(() => asked.some(({ path }) => path.endsWith('/vote')));
    refuse();
    await until(() => vote.getAttribute('aria-pressed') === 'false');
    expect(rows(element)[0]!.textContent).to.include('1명이 도움받았어요');
    await until(() => said(element)?.includes('too-many'));
    await expectAccessible(element);
  });

  it('a guest is told that the vote counts once signed in, and the number stays', async () => {
    const element = await shown(board(MANY.slice(0, 2)));
    answers(({ path, method }) =>
      path === 'guests'
        ? json({ token: 'guest-token', expiresAt: Date.now() + 1e6, me: {} }, 201)
        : path.endsWith('/vote')
          ? json({ review: MANY[0]!.id, helpful: 1, mine: method === 'PUT' ? true : null })
          : path === 'me/board'
            ? json({ ...mine, votes: { [MANY[0]!.id]: true } })
            : undefined,
    );
    find(element, '.vote')!.click();
    await until(() => said(element)?.includes('로그인하면 숫자에 들어가요'));
    expect(rows(element)[0]!.textContent).to.include('1명이 도움받았어요');
    expect(localStorage.getItem('dangol:shop1')).to.equal('guest-token');
    const { headers } = asked.find(({ path }) => path.endsWith('/vote'))!;
    expect(headers.get('authorization')).to.equal('Bearer guest-token');
  });

  it('where only members write, the host is told that somebody has to sign in', async () => {
    const element = await shown(board(MANY.slice(0, 2), { write: 'members' }));
    const told: string[] = [];
    const listen = (event: Event & { detail: { code: string } }) => told.push(event.detail.code);
    document.addEventListener('dangol-problem-show', listen as never);
    find(element, '[part=write]')!.click();
    await until(() => said(element)?.includes('로그인하면 후기를 쓸 수 있어요'));
    document.removeEventListener('dangol-problem-show', listen as never);
    expect(told).to.deep.equal(['sign-in-required']);
    expect(asked.some(({ path }) => path === 'guests')).to.equal(false);
  });

  it('the form is accessible, keeps a draft, and says what is missing', async () => {
    const element = await shown(board([]));
    find(element, '[part=write]')!.click();
    const form = await until(() => find(element, 'dangol-board-form'));
    const area = await until(() => find<HTMLTextAreaElement>(form, 'textarea'));
    area.value = '👨‍👩‍👧‍👦';
    area.dispatchEvent(new Event('input'));
    await until(() => find(form, '.length')?.textContent?.includes('1 /'));
    find(form, '.end .main')!.click();
    await until(() => find(form, '#text-said')?.textContent?.includes('5자 이상'));
    area.value = ' ';
    area.dispatchEvent(new Event('input'));
    await until(() => find(form, '#text-said')?.textContent?.includes('후기를 써 주세요.'));
    area.value = '👨‍👩‍👧‍👦';
    area.dispatchEvent(new Event('input'));
    await expectAccessible(element);
    element.remove();
    const again = await shown(board([]));
    find(again, '[part=write]')!.click();
    const form2 = await until(() => find(again, 'dangol-board-form'));
    const area2 = await until(() => find<HTMLTextAreaElement>(form2, 'textarea'));
    expect(area2.value).to.equal('👨‍👩‍👧‍👦');
    expect(form2.shadowRoot!.textContent).to.include('쓰던 글을 불러왔어요');
  });

  it('each act can be vetoed by the host', async () => {
    const element = await shown(board(MANY.slice(0, 2)));
    const veto = (event: Event) => event.preventDefault();
    document.addEventListener('dangol-before-vote-cast', veto);
    find(element, '.vote')!.click();
    await element.updateComplete;
    document.removeEventListener('dangol-before-vote-cast', veto);
    expect(find(element, '.vote')!.getAttribute('aria-pressed')).to.equal('false');
    expect(asked.some(({ path }) => path.endsWith('/vote'))).to.equal(false);
  });

  it('draws twenty reviews in slices', async () => {
    answers(({ path }) => (path === 'board' ? json(board(MANY)) : undefined));
    const element = place();
    const seen = new Set<number>();
    await until(() => {
      seen.add(rows(element).length);
      return rows(element).length === 20;
    });
    expect(Math.min(...[...seen].filter(Boolean))).to.be.lessThan(20);
  });
});
