// biome-ignore lint/correctness/noUndeclaredDependencies: comes with @web/test-runner, in the version that fits it
import { setViewport } from '@web/test-runner-commands';
import { expect } from 'chai';
import { identify, signOut } from '../../widgets/core/page.ts';
import { keep } from '../../widgets/core/storage.ts';
import { DangolWishlist } from '../../widgets/wishlist/wishlist.ts';
import { LONG_NAME } from './parts/stage.ts';
import { member, product } from './support/people.ts';
import { answers, asked, hang, json, noNetwork, problem } from './support/service.ts';
import { expectAccessible, until } from './support/until.ts';
import { idOf, KEY, keeping, LIST, mall, myList, stream, wish, wishlist } from './support/wishes.ts';

customElements.define('dangol-wishlist', DangolWishlist);

function place(attributes: Record<string, string> = {}): DangolWishlist {
  const element = document.createElement('dangol-wishlist');
  for (const name of Object.keys(attributes)) element.setAttribute(name, attributes[name]!);
  document.body.append(element);
  return element;
}

const root = (element: Element) => element.shadowRoot!;
const find = (element: Element, selector: string) => root(element).querySelector<HTMLElement>(selector);
const rows = (element: Element) => [...root(element).querySelectorAll<HTMLElement>('.wishes > li')];
const drawn = (element: Element, count: number) =>
  until(() => rows(element).length === count).catch(() => {
    throw new Error(
      `${rows(element).length} rows, not ${count} ${asked.map((one) => one.path + one.url.search.slice(0, 30))}`,
    );
  });
const text = (element: Element | null | undefined) => element?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
const said = (element: Element) => text(find(element, '.empty'));
const shared = { list: LIST, 'link-key': KEY };

describe('a wishlist', () => {
  afterEach(async () => {
    signOut();
    keep('dangol:shop1', null);
    for (const element of document.querySelectorAll('dangol-wishlist')) element.remove();
    document.body.replaceChildren();
    history.replaceState(null, '', location.pathname + location.search);
    await setViewport({ width: 800, height: 600 });
  });

  it('has nothing that axe objects to, by day, by night, on a phone and a desk, in both languages', async () => {
    keeping({
      items: [
        wish(1, { note: 'M 사이즈면 좋겠어요.', quantity: 2, priority: 'must', priceThen: 41_000 }),
        wish(2, { product: product('2', { confirmed: false, name: null }), comments: 3 }),
        wish(3, { product: { ...wish(3).product, availability: 'out_of_stock' } }),
      ],
    });
    for (const [width, scheme, lang] of [
      [320, 'light', 'ko'],
      [320, 'dark', 'en'],
      [1200, 'light', 'en'],
      [1200, 'dark', 'ko'],
    ] as const) {
      await setViewport({ width, height: 800 });
      const element = place({ ...shared, scheme, lang });
      await drawn(element, 3);
      await expectAccessible(element);
      element.remove();
    }
  });

  it('brings the key of its link in a header, never in an address', async () => {
    keeping();
    const element = place(shared);
    await drawn(element, 3);
    expect(asked.length).to.be.greaterThan(0);
    for (const { url } of asked) expect(url.href).to.not.include(KEY);
    expect(asked[0]!.headers.get('dangol-link')).to.equal(KEY);
    await until(() => asked.some((one) => one.path === 'stream'));
    const { body } = asked.find((one) => one.path === 'stream')!;
    expect((body as { topics: string[] }).topics).to.deep.equal([`wishlist:${LIST}.${KEY}`]);
  });

  it('is found by the fragment of the address, and by the next one', async () => {
    const kept = keeping();
    location.hash = `#dangol-wishlist=${LIST}.${KEY}`;
    const element = place();
    await drawn(element, 3);
    expect(text(find(element, 'h2'))).to.equal('서른 살 생일');
    kept.list = wishlist({ id: 'other', name: '신혼집' });
    kept.items = [wish(9)];
    location.hash = '#dangol-wishlist=other';
    await until(() => text(find(element, 'h2')) === '신혼집');
    expect(rows(element)).to.have.lengthOf(1);
    expect(asked.at(-1)!.headers.has('dangol-link')).to.equal(false);
  });

  it('on a page for shared links alone shows nobody their own lists', async () => {
    answers(() => problem(404, 'not-found'));
    const element = place({ shared: '' });
    await until(() => said(element).startsWith('볼 수 없는 목록이에요'));
    expect(asked.some(({ path }) => path.includes('me/wishlists'))).to.equal(false);
  });

  it('says whose it is, what for and how many days there are still', async () => {
    const day = new Date(Date.now() + 12 * 86_400_000);
    const occasionOn = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Seoul' }).format(day);
    keeping({ list: wishlist({ occasionOn }) });
    const element = place(shared);
    await drawn(element, 3);
    expect(text(find(element, '.about'))).to.match(/^회원1님 생일 .*D-12 3개$/);
    element.lang = 'en';
    await until(() => text(find(element, '.about')).includes('in 12 days'));
  });

  it('says of each wish what it costs, then and now, and how it stands', async () => {
    const facts = wish(0).product;
    keeping({
      items: [
        wish(1, { priceThen: 41_000 }),
        wish(2, { priceThen: 30_000 }),
        wish(3, { product: { ...facts, availability: 'out_of_stock' } }),
        wish(4, { product: { ...facts, fewLeft: true } }),
        wish(5, { product: { ...facts, availability: 'gone' } }),
        wish(6, { product: product('6', { confirmed: false, name: null, price: null }) }),
        wish(7, {
          note: '파란색으로요',
          quantity: 3,
          priority: 'must',
          options: [{ name: '색상', value: '블루' }],
        }),
        wish(8, { product: { ...facts, price: 12_950, currency: 'USD' }, priceThen: null }),
      ],
    });
    const element = place(shared);
    await drawn(element, 8);
    const texts = rows(element).map(text);
    expect(texts[0]).to.include('39,000원 찜했을 때보다 2,000원 내렸어요');
    expect(texts[1]).to.include('찜했을 때보다 9,000원 올랐어요');
    expect(texts[2]).to.include('지금은 품절이에요');
    expect(texts[3]).to.include('얼마 남지 않았어요');
    expect(texts[4]).to.include('더 이상 팔지 않아요');
    expect(texts[4]).to.not.include('원');
    expect(texts[5]).to.include('쇼핑몰의 상품').and.include('쇼핑몰이 아직 확인하지 않은 상품이에요');
    expect(texts[6])
      .to.include('꼭 갖고 싶어요')
      .and.include('색상 블루')
      .and.include('3개')
      .and.include('파란색으로요');
    expect(texts[7]).to.match(/129\.50/);
    expect(texts[7]).to.not.include('찜했을 때');
  });

  it('leads straight to the product, unless the page says no; the visit is counted without who', async () => {
    keeping();
    const beacons: [string, unknown][] = [];
    const before = navigator.sendBeacon;
    navigator.sendBeacon = (url, data) => {
      beacons.push([String(url), data]);
      return true;
    };
    const element = place(shared);
    await drawn(element, 3);
    const seen: object[] = [];
    element.addEventListener('dangol-before-navigate', (event) => {
      seen.push(event.detail);
      event.preventDefault();
    });
    const link = rows(element)[0]!.querySelector<HTMLAnchorElement>('h3 a')!;
    expect(link.target).to.equal('');
    link.click();
    navigator.sendBeacon = before;
    expect(seen).to.deep.equal([{ url: 'https://mall.test/p/1', product: '1' }]);
    expect(beacons).to.deep.equal([[`https://service.test/v1/shop1/wishes/${idOf(1)}/visit`, undefined]]);
  });

  it('a link that is none of the web is not followed', async () => {
    keeping({
      items: [wish(1, { product: { ...wish(1).product, url: 'javascript:alert(1)', image: 'data:x' } })],
    });
    const element = place(shared);
    await drawn(element, 1);
    expect(find(element, '.wishes a')).to.equal(null);
    expect(find(element, '.wishes img')).to.equal(null);
  });

  it('keeps its room while it waits, quietly', async () => {
    answers(({ path, signal }) => (path.startsWith('wishlists') ? hang(signal) : undefined));
    const element = place({ ...shared, lang: 'en' });
    await until(() => text(find(element, '[role=status]')).includes('Loading the wishlist'));
    expect(element.offsetHeight).to.be.at.least(620);
    await expectAccessible(element);
  });

  it('empty, it is calm with a visitor and shows its owner the hearts', async () => {
    const kept = keeping({ items: [] });
    const element = place(shared);
    await until(() => said(element).includes('상품이 담기면'));
    await expectAccessible(element);
    element.remove();
    kept.part = { role: 'owner', claims: [], comments: [] };
    identify('member-token-0123456789');
    const mine = place(shared);
    await until(() => said(mine).includes('하트를 누르면 여기에 모여요'));
  });

  it('private, revoked, missing and a link that came without its end are one and the same', async () => {
    const texts = new Set<string>();
    for (const [status, code] of [
      [404, 'not-found'],
      [400, 'bad-input'],
    ] as const) {
      answers(({ path }) => (path.startsWith('wishlists/') ? problem(status, code) : undefined));
      const element = place(shared);
      await until(() => said(element).startsWith('볼 수 없는 목록이에요'));
      await expectAccessible(element);
      texts.add(said(element));
    }
    expect(texts.size).to.equal(1);
  });

  it('taken back while it is open, it leaves nothing on the page', async () => {
    const kept = keeping();
    const live = stream();
    kept.other = ({ path }) => (path === 'stream' ? live.answer() : undefined);
    const element = place(shared);
    await drawn(element, 3);
    await until(() => asked.some((one) => one.path === 'stream'));
    kept.other = ({ path }) => (path.startsWith('wishlists') ? problem(404, 'not-found') : undefined);
    live.end({ reason: 'refused' });
    await until(() => said(element).startsWith('볼 수 없는 목록이에요'));
    expect(text(root(element).querySelector('.root'))).to.not.include('상품 1');
  });

  it('failed, it can be asked again; offline, it comes by itself', async () => {
    const kept = keeping();
    kept.other = () => problem(500, 'internal');
    const element = place(shared);
    await until(() => said(element).startsWith('찜 목록을 불러오지 못했어요'));
    await expectAccessible(element);
    kept.other = () => undefined;
    find(element, '.empty button')!.click();
    await drawn(element, 3);
    element.remove();

    kept.other = ({ path }) => (path === 'here' ? json({ registered: true }) : noNetwork());
    Object.defineProperty(navigator, 'onLine', { value: false, configurable: true });
    const away = place(shared);
    await until(() => said(away).startsWith('인터넷에 연결되어 있지 않아요'));
    await expectAccessible(away);
    Reflect.deleteProperty(navigator, 'onLine');
    kept.other = () => undefined;
    dispatchEvent(new Event('online'));
    await drawn(away, 3);
  });

  it('where only members read it says so', async () => {
    answers(() => problem(401, 'sign-in-required'));
    const element = place(shared);
    await until(() => said(element).startsWith('로그인하면 찜 목록을 볼 수 있어요'));
    await expectAccessible(element);
  });

  it('goes on by twenties, and a change keeps all that is shown', async () => {
    const kept = keeping({ items: Array.from({ length: 45 }, (_, at) => wish(at + 1)) });
    const live = stream();
    kept.other = ({ path }) => (path === 'stream' ? live.answer() : undefined);
    const element = place(shared);
    await drawn(element, 20);
    find(element, '[part=more]')!.click();
    await drawn(element, 40);
    find(element, '[part=more]')!.click();
    await drawn(element, 45);
    expect(find(element, '[part=more]')).to.equal(null);
    await until(live.isOpen);
    kept.items = [wish(99), ...kept.items];
    live.tell(
      {
        position: 3,
        topic: `wishlist:${LIST}`,
        kind: 'wish.created',
        ids: { list: LIST, wish: idOf(99) },
      },
      3,
    );
    await drawn(element, 46);
    expect(text(rows(element)[0])).to.include('상품 99');
    expect(new Set(rows(element).map((row) => row.id)).size).to.equal(46);
  });

  it('a wish that changes elsewhere changes here, and its row stays the same', async () => {
    const kept = keeping();
    const live = stream();
    kept.other = ({ path }) => (path === 'stream' ? live.answer() : undefined);
    const element = place(shared);
    await drawn(element, 3);
    await until(live.isOpen);
    const row = rows(element)[1]!;
    kept.items = kept.items.map((one) =>
      one.id === idOf(2) ? { ...one, note: '바꿨어요', version: 2 } : one,
    );
    live.tell({ position: 2, topic: `wishlist:${LIST}`, changed: true }, 2);
    await until(() => text(row).includes('바꿨어요'));
    expect(rows(element)[1] === row).to.equal(true);
  });

  it('a change that comes while an older one is being read is read too', async () => {
    const kept = keeping();
    const live = stream();
    const waiting: (() => void)[] = [];
    let isHeld = false;
    kept.other = ({ path }) => {
      if (path === 'stream') return live.answer();
      if (path !== `wishlists/${LIST}` || !isHeld) return undefined;
      const now = json({
        mall: kept.mall,
        list: kept.list,
        wishes: { items: kept.items, next: null },
        position: 2,
      });
      return new Promise((done) => waiting.push(() => done(now)));
    };
    const element = place(shared);
    await drawn(element, 3);
    await until(live.isOpen);
    isHeld = true;
    const say = (note: string, position: number) => {
      kept.items = kept.items.map((one) => (one.id === idOf(2) ? { ...one, note, version: position } : one));
      live.tell({ position, topic: `wishlist:${LIST}`, changed: true }, position);
    };
    const shows = (note: string) => until(() => text(rows(element)[1]).includes(note));
    say('처음 바꾼 말', 2);
    await until(() => waiting.length === 1);
    say('다시 바꾼 말', 3);
    // Whoever asked at once would have asked by now; whoever waits for the first answer asks after it.
    await Promise.race([until(() => waiting.length === 2), new Promise((done) => setTimeout(done, 400))]);
    waiting[0]!();
    await shows('처음 바꾼 말');
    await until(() => waiting.length === 2);
    waiting[1]!();
    await shows('다시 바꾼 말');
  });

  it('nothing sticks out on a narrow phone, with the longest names and enlarged text', async () => {
    keeping({
      list: wishlist({ name: LONG_NAME, owner: member(1, { name: LONG_NAME }) }),
      items: [
        wish(1, {
          product: { ...wish(1).product, name: LONG_NAME.repeat(3), price: 999_999_999_000 },
          note: LONG_NAME.repeat(4),
          options: [{ name: LONG_NAME, value: LONG_NAME }],
        }),
      ],
    });
    await setViewport({ width: 320, height: 700 });
    for (const size of ['15px', '30px']) {
      const element = place(shared);
      element.style.setProperty('--dangol-font-size', size);
      await drawn(element, 1);
      expect(document.documentElement.scrollWidth).to.be.at.most(320);
      for (const button of root(element).querySelectorAll<HTMLElement>('.wishes button'))
        expect(button.offsetHeight).to.be.at.least(36);
      element.remove();
    }
  });
});

describe('wishlists of mine', () => {
  afterEach(() => {
    signOut();
    keep('dangol:shop1', null);
    document.body.replaceChildren();
    history.replaceState(null, '', location.pathname + location.search);
  });

  it('nobody is asked about, and shown how it begins', async () => {
    keeping();
    const element = place();
    await until(() => said(element).includes('하트를 누르면 여기에 모여요'));
    expect(said(element)).to.include('로그인하면 내 찜 목록을 볼 수 있어요');
    expect(asked.filter(({ path }) => path === 'me/wishlists')).to.have.lengthOf(0);
    await expectAccessible(element);
  });

  it('the only one opens at once, with what its owner can do', async () => {
    keeping({
      mine: [myList({ name: null })],
      list: wishlist({ name: null }),
      part: { role: 'owner', claims: [], comments: [] },
    });
    identify('member-token-0123456789');
    const element = place();
    await drawn(element, 3);
    expect(text(find(element, 'h2'))).to.equal('찜 목록');
    await until(() => find(element, '[part=share]'));
    expect(rows(element)[0]!.querySelector('.handle')).to.not.equal(null);
    expect(find(element, '.give')).to.equal(null);
    await expectAccessible(element);
  });

  it('several are shown with pictures, and open by links that go back', async () => {
    keeping({
      mine: [
        myList({ products: ['1', '2', '3'] }),
        myList({ id: 'other', name: '신혼집', isDefault: false, visibility: 'private' }),
      ],
      items: [1, 2, 3].map((at) => wish(at, { product: { ...wish(at).product, image: 'data:image/gif,x' } })),
      part: { role: 'owner', claims: [], comments: [] },
    });
    identify('member-token-0123456789');
    const element = place();
    const cards = await until(() => {
      const all = root(element).querySelectorAll<HTMLAnchorElement>('a.list');
      return all.length === 2 && all;
    });
    expect(text(cards[1])).to.include('신혼집').and.include('나와 초대한 사람만');
    await expectAccessible(element);
    cards[0]!.click();
    await drawn(element, 3);
    expect(location.hash).to.equal(`#dangol-wishlist=${LIST}`);
    // Who followed the link by keyboard goes on from the heading.
    await until(() => root(element).activeElement?.localName === 'h2');
    (await until(() => root(element).querySelector<HTMLAnchorElement>('.back'))).click();
    await until(() => root(element).querySelectorAll('a.list').length === 2);
  });

  it('a guest is told that only this browser shows them', async () => {
    keeping({ mine: [myList(), myList({ id: 'other' })] });
    keep('dangol:shop1', 'guest-token-0123456789');
    const element = place();
    await until(() => text(find(element, '.told')).startsWith('이 브라우저에서만 볼 수 있어요'));
    const refuse = localStorage.setItem;
    localStorage.setItem = () => {
      throw new Error('refused');
    };
    element.requestUpdate();
    await until(() => text(find(element, '.told')).includes('저장을 막아 두어서'));
    localStorage.setItem = refuse;
  });

  it('those that a member shows are theirs alone', async () => {
    answers(({ path }) =>
      path === `members/${member(2).id}/wishlists`
        ? json({ items: [wishlist({ visibility: 'public' })], next: null })
        : undefined,
    );
    const element = place({ member: member(2).id });
    await until(() => text(find(element, 'a.list')).includes('서른 살 생일'));
    await expectAccessible(element);
    expect(mall().mall).to.equal('shop1');
  });

  it('an invitation is accepted once, and leaves the address', async () => {
    const kept = keeping({ list: wishlist({ visibility: 'private' }) });
    let isIn = false;
    const joins: unknown[] = [];
    const keys: (string | null)[] = [];
    kept.other = ({ path, body, headers }) => {
      if (path === `wishlists/${LIST}/join`) {
        keys.push(headers.get('idempotency-key'));
        if (keys.length === 1) return problem(422, 'quota-full');
        joins.push(body);
        isIn = true;
        kept.part = { role: 'helper', claims: [], comments: [] };
        return json(myList({ role: 'helper' }));
      }
      return isIn || !path.startsWith('wishlists') ? undefined : problem(404, 'not-found');
    };
    location.hash = `#dangol-wishlist=${LIST}&invite=c9Jm3kq0V1xq2e8Zk5yP7sAw`;
    const element = place();
    await until(() => said(element).includes('로그인하면 초대를 받을 수 있어요'));
    identify('member-token-0123456789');
    const accept = await until(() => find(element, '.empty button'));
    await expectAccessible(element);
    accept.click();
    await until(() => keys.length === 1 && find(element, 'dangol-part-notice'));
    accept.click();
    await drawn(element, 3);
    expect(joins).to.deep.equal([{ code: 'c9Jm3kq0V1xq2e8Zk5yP7sAw' }]);
    expect(location.hash).to.equal(`#dangol-wishlist=${LIST}`);
    // Whoever has left and comes again by the same link does something new.
    isIn = false;
    kept.part = { role: null, claims: [], comments: [] };
    location.hash = `#dangol-wishlist=${LIST}&invite=c9Jm3kq0V1xq2e8Zk5yP7sAw`;
    (await until(() => find(element, '.empty button'))).click();
    await until(() => keys.length === 3);
    expect(keys[1]).to.equal(keys[0]);
    expect(keys[2]).to.not.equal(keys[1]);
    await drawn(element, 3);
  });
});
