// biome-ignore lint/correctness/noUndeclaredDependencies: comes with @web/test-runner, in the version that fits it
import { emulateMedia, setViewport } from '@web/test-runner-commands';
import { expect } from 'chai';
import type { Heart } from '../../server/community/wishlists/contract.ts';
import { identify, mallSide, pageSettings, signOut } from '../../widgets/core/page.ts';
import { DangolWishButton } from '../../widgets/wish-button/wish-button.ts';
import { expectFocus, press } from './parts/keys.ts';
import { type Asked, answers, asked, json, noNetwork, problem } from './support/service.ts';
import { expectAccessible, until } from './support/until.ts';

customElements.define('dangol-wish-button', DangolWishButton);

type Answer = ReturnType<Parameters<typeof answers>[0]>;

/** Products are known by the page from its first button on: each test has its own. */
let serial = 0;
const fresh = () => `p${++serial}`;

const kept: Record<string, Partial<Heart>> = {};
const heart = (product: string): Heart => ({ product, count: null, mine: false, ...kept[product] });

/** A service that keeps hearts; `other` answers first. */
function service(other: (request: Asked) => Answer = () => undefined): void {
  answers((request) => {
    const given = other(request);
    if (given) return given;
    const { method, path, url, headers } = request;
    if (`${method} ${path}` === 'GET hearts')
      return json({
        items: url.searchParams.getAll('product').map((product) => ({
          ...heart(product),
          ...(headers.has('authorization') ? {} : { mine: false }),
        })),
      });
    if (`${method} ${path}` === 'PUT hearts') {
      const { product, wished } = request.body as { product: string; wished: boolean };
      kept[product] = { ...kept[product], mine: wished };
      return json(heart(product));
    }
    if (path === 'guests') return json({ token: 'guest-token-0123456789', expiresAt: null });
    return undefined;
  });
}

function place(product: string | null, attributes: Record<string, string> = {}): DangolWishButton {
  const element = document.createElement('dangol-wish-button');
  if (product) element.setAttribute('product', product);
  for (const name of Object.keys(attributes)) element.setAttribute(name, attributes[name]!);
  document.body.append(element);
  return element;
}

const find = (element: Element, what: string) => element.shadowRoot!.querySelector<HTMLElement>(what);
const button = (element: Element) => find(element, 'button')!;
const isOn = (element: Element) => button(element).getAttribute('aria-pressed') === 'true';
const said = (element: Element) => find(element, '[role=status]')?.textContent?.trim() ?? '';
const name = (element: Element) => find(element, 'button .only-heard')?.textContent?.trim() ?? '';
const count = (element: Element) => find(element, '.count')?.textContent?.trim();
const reads = () => asked.filter(({ method, path }) => method === 'GET' && path === 'hearts');
const writes = () => asked.filter(({ method, path }) => method === 'PUT' && path === 'hearts');
const MEMBER = 'member-token-0123456789';

/** Signed in, as after a page has loaded, with nothing of a former test on its way. */
async function member(): Promise<void> {
  identify(MEMBER);
  await new Promise((done) => setTimeout(done));
}

describe('a wish button', () => {
  beforeEach(() => {
    localStorage.clear();
    service();
    signOut();
    mallSide('shop1').session.keepGuest(null);
  });
  afterEach(async () => {
    for (const element of document.querySelectorAll('dangol-wish-button')) element.remove();
    document.body.replaceChildren();
    document.body.removeAttribute('style');
    await setViewport({ width: 800, height: 600 });
  });

  it('has nothing that axe objects to, on, off, refused, by day and night, in both languages', async () => {
    for (const [scheme, lang, mine] of [
      ['light', 'ko', true],
      ['dark', 'ko', false],
      ['light', 'en', false],
      ['dark', 'en', true],
    ] as const) {
      await member();
      const product = fresh();
      kept[product] = { count: 1234, mine };
      const element = place(product, { scheme, lang, label: '오크 스툴' });
      await until(() => count(element) && isOn(element) === mine);
      await expectAccessible(element);
      service(({ method }) => (method === 'PUT' ? problem(403, 'not-allowed') : undefined));
      button(element).click();
      await until(() => said(element));
      await expectAccessible(element);
      service();
      element.remove();
    }
  });

  it('is a square of 44 pixels before it knows anything, and stays so', async () => {
    const product = fresh();
    kept[product] = { count: 99_999 };
    const element = place(product);
    await element.updateComplete;
    expect([element.offsetWidth, element.offsetHeight]).to.deep.equal([44, 44]);
    expect(button(element).offsetWidth).to.equal(44);
    await until(() => count(element));
    expect([element.offsetWidth, element.offsetHeight]).to.deep.equal([44, 44]);
  });

  it('says what it does, of which product and how many wish it from ten on', async () => {
    const [few, many, crowd] = [fresh(), fresh(), fresh()];
    kept[many] = { count: 128 };
    kept[crowd] = { count: 12_345 };
    const [one, other, third] = [place(few), place(many, { label: '오크 스툴' }), place(crowd)];
    await until(() => name(one) && count(other) && count(third));
    expect(name(one)).to.equal('찜하기');
    expect(count(one)).to.equal(undefined);
    expect(name(other)).to.equal('오크 스툴 찜하기, 128명이 찜했어요');
    expect(count(other)).to.equal('128');
    expect(count(third)).to.equal('12,345');
    expect(button(one).title).to.equal('찜하기');
    one.lang = 'en';
    await until(() => name(one) === 'Add to wishlist');
  });

  it('one key that is no key spoils no other heart, and is not asked for again', async () => {
    const all = Array.from({ length: 9 }, () => {
      const product = fresh();
      kept[product] = { count: 10 };
      return product;
    });
    const bad = all[4]!;
    service(({ method, url }) =>
      method === 'GET' && url.searchParams.getAll('product').includes(bad)
        ? problem(400, 'bad-input')
        : undefined,
    );
    const buttons = all.map((product) => place(product));
    await until(() => buttons.every((one, at) => count(one) || all[at] === bad));
    await until(() => reads().some(({ url }) => url.searchParams.getAll('product').join() === bad));
    const other = fresh();
    place(other);
    dispatchEvent(new Event('online'));
    await until(() => reads().at(-1)!.url.searchParams.getAll('product').join() === other);
  });

  it('sixty of a page are asked for in one simple request, later ones in another', async () => {
    const all = Array.from({ length: 60 }, () => {
      const product = fresh();
      kept[product] = { count: 10 };
      return place(product);
    });
    await until(() => all.every(count));
    expect(reads()).to.have.lengthOf(1);
    expect(reads()[0]!.url.searchParams.getAll('product')).to.have.lengthOf(60);
    expect([...reads()[0]!.headers.keys()]).to.deep.equal([]);
    const later = place(fresh());
    await until(() => reads().length === 2);
    expect(reads()[1]!.url.searchParams.getAll('product')).to.deep.equal([later.product]);
  });

  it('more than a hundred go in requests of a hundred', async () => {
    const all = Array.from({ length: 130 }, () => {
      const product = fresh();
      kept[product] = { count: 10 };
      return place(product);
    });
    await until(() => all.every(count));
    expect(reads().map(({ url }) => url.searchParams.getAll('product').length)).to.deep.equal([100, 30]);
  });

  it('turns in the same frame, and is sent once with a key of its own', async () => {
    await member();
    const product = fresh();
    const element = place(product);
    await until(() => reads().length);
    let release!: () => void;
    const wait = new Promise<void>((done) => {
      release = done;
    });
    service(({ method }) =>
      method === 'PUT' ? wait.then(() => json({ product, count: 10, mine: true })) : undefined,
    );
    button(element).click();
    await element.updateComplete;
    expect(isOn(element)).to.equal(true);
    expect(button(element).getAttribute('aria-busy')).to.equal('true');
    expect(button(element).title).to.equal('찜 취소');
    const write = await until(() => writes()[0]);
    expect(write.body).to.deep.equal({ product, wished: true });
    expect(write.headers.get('authorization')).to.equal(`Bearer ${MEMBER}`);
    expect(write.headers.get('idempotency-key')).to.match(/^[\da-f]{32}$/);
    release();
    await until(() => count(element) === '10');
    expect(isOn(element)).to.equal(true);
    expect(button(element).getAttribute('aria-busy')).to.equal('false');
    expect(writes()).to.have.lengthOf(1);
  });

  it('quick taps: one request at a time, and what was wanted last holds', async () => {
    await member();
    const product = fresh();
    const element = place(product);
    await until(() => name(element) && reads().length);
    const release: (() => void)[] = [];
    let most = 0;
    let running = 0;
    service(({ method, body }) => {
      if (method !== 'PUT') return undefined;
      most = Math.max(most, ++running);
      const { wished } = body as { wished: boolean };
      return new Promise<Response>((done) =>
        release.push(() => {
          running--;
          done(json({ product, count: null, mine: wished }));
        }),
      );
    });
    button(element).click();
    await until(() => release.length === 1);
    // Off, on, off: only the last of these is sent.
    for (let taps = 0; taps < 3; taps++) button(element).click();
    await element.updateComplete;
    expect(isOn(element)).to.equal(false);
    release[0]!();
    await until(() => release.length === 2);
    release[1]!();
    await until(() => button(element).getAttribute('aria-busy') === 'false');
    expect(writes().map(({ body }) => (body as { wished: boolean }).wished)).to.deep.equal([true, false]);
    expect(new Set(writes().map(({ headers }) => headers.get('idempotency-key'))).size).to.equal(2);
    expect(most).to.equal(1);
    expect(isOn(element)).to.equal(false);
  });

  it('an older read does not undo a tap', async () => {
    await member();
    const product = fresh();
    let release!: () => void;
    const wait = new Promise<void>((done) => {
      release = done;
    });
    service(({ method, path }) =>
      method === 'GET' && path === 'hearts'
        ? wait.then(() => json({ items: [{ product, count: 77, mine: false }] }))
        : undefined,
    );
    const element = place(product);
    await until(() => name(element) && reads().length);
    button(element).click();
    await until(() => writes().length && button(element).getAttribute('aria-busy') === 'false');
    release();
    await new Promise((done) => setTimeout(done, 0));
    await element.updateComplete;
    expect(isOn(element)).to.equal(true);
  });

  it('refused, it goes back where it was, shows it and says why beside it', async () => {
    await member();
    const product = fresh();
    const element = place(product);
    await until(() => name(element));
    service(({ method }) => (method === 'PUT' ? problem(403, 'suspended') : undefined));
    const told: string[] = [];
    element.addEventListener('dangol-problem-show', ({ detail }) => told.push(detail.code));
    button(element).click();
    await element.updateComplete;
    expect(isOn(element)).to.equal(true);
    await until(() => said(element) === '말: suspended');
    expect(isOn(element)).to.equal(false);
    expect(button(element).classList.contains('refused')).to.equal(true);
    expect(getComputedStyle(find(element, 'svg')!).animationName).to.equal('shake');
    expect(told).to.deep.equal(['suspended']);
    // Another tap is another try.
    service();
    button(element).click();
    await until(() => kept[product]?.mine);
    expect(said(element)).to.equal('');
    expect(button(element).classList.contains('refused')).to.equal(false);
  });

  it('shakes nothing for who wants no movement, and still has another colour', async () => {
    await emulateMedia({ reducedMotion: 'reduce' });
    try {
      await member();
      const element = place(fresh());
      await until(() => name(element));
      const before = getComputedStyle(find(element, 'svg')!).stroke;
      service(({ method }) => (method === 'PUT' ? problem(403, 'suspended') : undefined));
      button(element).click();
      await until(() => said(element));
      expect(getComputedStyle(find(element, 'svg')!).animationName).to.equal('none');
      expect(getComputedStyle(find(element, 'svg')!).stroke).to.not.equal(before);
    } finally {
      await emulateMedia({ reducedMotion: 'no-preference' });
    }
  });

  it('what it says stays in the window, also in a card that cuts off what sticks out', async () => {
    await setViewport({ width: 320, height: 600 });
    await member();
    const card = document.createElement('div');
    card.style.cssText = 'position:absolute;inset:0 0 auto auto;overflow:hidden;width:60px;height:60px';
    document.body.append(card);
    const element = place(fresh());
    card.append(element);
    await until(() => name(element));
    service(({ method }) => (method === 'PUT' ? problem(403, 'suspended') : undefined));
    button(element).click();
    const note = await until(() => {
      const one = find(element, '.note');
      return one?.matches(':popover-open') && one;
    });
    const { left, right, width } = note.getBoundingClientRect();
    expect(width).to.be.above(60);
    expect(left).to.be.at.least(0);
    expect(right).to.be.at.most(320);
    expect(note.getBoundingClientRect().top).to.be.at.least(element.getBoundingClientRect().bottom - 1);
  });

  it('offline, it says so calmly and can be tapped again', async () => {
    await member();
    const element = place(fresh());
    await until(() => name(element));
    service(({ method }) => (method === 'PUT' ? noNetwork() : undefined));
    button(element).click();
    await until(() => said(element) === '인터넷 연결을 확인하고 다시 시도해 주세요.');
    expect(isOn(element)).to.equal(false);
  }).timeout(10_000);

  it('hearts that could not be asked for come when the network is back', async () => {
    const product = fresh();
    kept[product] = { count: 55 };
    let isAway = true;
    service(() => (isAway ? problem(503, 'busy') : undefined));
    const element = place(product);
    await until(() => reads().length);
    expect(isOn(element)).to.equal(false);
    isAway = false;
    await until(() => {
      dispatchEvent(new Event('online'));
      return count(element) === '55';
    });
  });

  it('nobody becomes a guest by the first heart, and learns where it is kept', async () => {
    const product = fresh();
    const element = place(product);
    await until(() => name(element) && reads().length);
    expect(asked.some(({ path }) => path === 'guests')).to.equal(false);
    button(element).click();
    await until(() => said(element).startsWith('이 브라우저에 찜해 두었어요.'));
    expect(button(element).classList.contains('refused')).to.equal(false);
    expect(writes()[0]!.headers.get('authorization')).to.equal('Bearer guest-token-0123456789');
    expect(isOn(element)).to.equal(true);
    // Told once: the next heart says nothing.
    const next = place(fresh());
    await until(() => name(next));
    button(next).click();
    await until(() => isOn(next) && button(next).getAttribute('aria-busy') === 'false');
    expect(said(next)).to.equal('');
  });

  it('a browser that keeps nothing says so', async () => {
    const own = localStorage.setItem;
    localStorage.setItem = () => {
      throw new DOMException('refused', 'SecurityError');
    };
    try {
      const element = place(fresh());
      await until(() => name(element));
      button(element).click();
      await until(() => said(element).startsWith('이 브라우저는 기록을 남기지 않아요.'));
      expect(isOn(element)).to.equal(true);
    } finally {
      localStorage.setItem = own;
    }
  });

  it('where only members wish, nobody is told so calmly; from then on without a flash', async () => {
    service(({ path }) => (path === 'guests' ? problem(401, 'sign-in-required') : undefined));
    const element = place(fresh());
    const told: string[] = [];
    document.addEventListener('dangol-problem-show', ({ detail }) => told.push(detail.code), { once: true });
    await until(() => name(element));
    button(element).click();
    await until(() => said(element) === '로그인하면 찜할 수 있어요.');
    expect(isOn(element)).to.equal(false);
    expect(told).to.deep.equal(['sign-in-required']);
    button(element).click();
    await element.updateComplete;
    expect(isOn(element)).to.equal(false);
    await until(() => said(element) === '로그인하면 찜할 수 있어요.');
    // Signed in meanwhile: the heart is theirs to turn.
    await member();
    button(element).click();
    await until(() => isOn(element) && writes().length === 1);
  });

  it('signing in shows what is mine, signing out takes it away at once', async () => {
    const product = fresh();
    kept[product] = { mine: true };
    const element = place(product);
    await until(() => name(element) && reads().length);
    expect(isOn(element)).to.equal(false);
    identify(MEMBER);
    await until(() => isOn(element));
    expect(reads().at(-1)!.headers.get('authorization')).to.equal(`Bearer ${MEMBER}`);
    signOut();
    await element.updateComplete;
    expect(isOn(element)).to.equal(false);
  });

  it('a guest who signs in is asked once for the page whether their hearts go along', async () => {
    localStorage.setItem('dangol:shop1', 'guest-token-0123456789');
    service(({ path }) => (path === 'merge' ? json({ moved: {} }) : undefined));
    const elements = [place(fresh()), place(fresh())];
    await until(() => elements.every(name));
    identify(MEMBER);
    const notice = await until(() =>
      elements
        .map((one) => find(one, 'dangol-part-notice'))
        .find((one) => one?.shadowRoot?.querySelector('button')),
    );
    expect(elements.filter((one) => find(one, 'dangol-part-notice'))).to.have.lengthOf(1);
    expect(notice.shadowRoot!.textContent).to.include('내 것으로 옮길까요?');
    await expectAccessible(elements[0]!);
    const before = reads().length;
    notice.shadowRoot!.querySelector('button')!.click();
    await until(() => asked.some(({ path }) => path === 'merge'));
    await until(() => reads().length > before);
    expect(localStorage.getItem('dangol:shop1')).to.equal(null);
    await until(() =>
      elements.some((one) =>
        find(one, 'dangol-part-notice')?.shadowRoot?.textContent?.includes('내 것으로 옮겼어요.'),
      ),
    );
  });

  it('whoever said "not now" is left in peace', async () => {
    localStorage.setItem('dangol:shop1', 'guest-token-0123456789');
    const element = place(fresh());
    await until(() => name(element));
    identify(MEMBER);
    const notice = await until(() => {
      const one = find(element, 'dangol-part-notice');
      return one?.shadowRoot?.querySelector('button') && one;
    });
    [...notice.shadowRoot!.querySelectorAll('button')].at(-1)!.click();
    await until(() => !find(element, 'dangol-part-notice'));
    signOut();
    localStorage.setItem('dangol:shop1', 'guest-token-0123456789');
    const before = reads().length;
    identify(MEMBER);
    await until(() => reads().length > before);
    await new Promise((done) => setTimeout(done, 50));
    expect(find(element, 'dangol-part-notice')).to.equal(null);
    expect(asked.some(({ path }) => path === 'merge')).to.equal(false);
  });

  it('all buttons of one product stay in step, and follow what other elements tell', async () => {
    await member();
    const product = fresh();
    const [one, other] = [place(product), place(product)];
    const away = place(fresh());
    await until(() => name(one) && name(other));
    expect(reads().at(-1)!.url.searchParams.getAll('product')).to.deep.equal([product, away.product]);
    button(one).click();
    await until(() => isOn(one) && isOn(other));
    await until(() => button(one).getAttribute('aria-busy') === 'false');
    const { WishChangeEvent } = await import('../../widgets/core/events.ts');
    document.body.dispatchEvent(new WishChangeEvent({ mall: 'shop1', product, wished: false }));
    await until(() => !isOn(one) && !isOn(other));
    document.body.dispatchEvent(new WishChangeEvent({ mall: 'other', product, wished: true }));
    await one.updateComplete;
    expect([isOn(one), isOn(away)]).to.deep.equal([false, false]);
  });

  it('the page hears it before, can veto it, and hears it after', async () => {
    await member();
    const product = fresh();
    const element = place(product);
    await until(() => name(element));
    const heard: unknown[] = [];
    const veto = (event: Event) => event.preventDefault();
    document.addEventListener('dangol-before-wish-change', veto);
    button(element).click();
    await element.updateComplete;
    expect(isOn(element)).to.equal(false);
    document.removeEventListener('dangol-before-wish-change', veto);
    for (const type of ['dangol-before-wish-change', 'dangol-wish-change'] as const)
      document.addEventListener(type, ({ detail }) => heard.push([type, detail]), { once: true });
    button(element).click();
    await until(() => heard.length === 2);
    const detail = { mall: 'shop1', product, wished: true };
    expect(heard).to.deep.equal([
      ['dangol-before-wish-change', detail],
      ['dangol-wish-change', detail],
    ]);
    expect(writes()).to.have.lengthOf(1);
  });

  it('is turned by the keyboard alone', async () => {
    await member();
    const element = place(fresh());
    await until(() => name(element));
    button(element).focus();
    expectFocus(button(element));
    await press('Space');
    await until(() => isOn(element) && button(element).getAttribute('aria-busy') === 'false');
    await press('Enter');
    await until(() => !isOn(element));
    expectFocus(button(element));
  });

  it('takes the product of the page, tells where it is, and says nothing of where it is not', async () => {
    await member();
    const product = fresh();
    const facts = document.createElement('script');
    facts.type = 'application/ld+json';
    facts.textContent = JSON.stringify({ '@type': 'Product', sku: product });
    document.head.append(facts);
    try {
      const element = place(null);
      await until(() => reads().at(-1)?.url.searchParams.get('product') === product);
      const card = place(fresh());
      await until(() => name(element) && name(card));
      button(element).click();
      await until(() => writes().length === 1);
      button(card).click();
      await until(() => writes().length === 2);
      const [own, other] = writes().map(({ body }) => body as { seen?: { url: string } });
      expect(own!.seen!.url).to.equal(location.origin + location.pathname + location.search);
      expect(other!.seen).to.equal(undefined);
    } finally {
      facts.remove();
    }
    expect(pageSettings().product).to.equal(undefined);
  });

  it('a list of its own takes the wish', async () => {
    await member();
    const product = fresh();
    const list = 'l'.padEnd(25, '0');
    service(({ method, path }) => {
      if (method !== 'POST' || path !== 'wishes') return undefined;
      kept[product] = { mine: true, count: 12 };
      return json({}, 201);
    });
    const element = place(product, { list });
    await until(() => name(element));
    button(element).click();
    await until(() => count(element) === '12');
    const [post] = asked.filter(({ path }) => path === 'wishes');
    expect(post!.body).to.deep.equal({ product, list });
    expect(post!.headers.get('idempotency-key')).to.match(/^[\da-f]{32}$/);
    button(element).click();
    await until(() => writes().length === 1);
    expect(writes()[0]!.body).to.deep.equal({ product, wished: false });
  });

  it('another product replaces the first, and back from another page it looks again', async () => {
    await member();
    const [first, second] = [fresh(), fresh()];
    kept[second] = { mine: true };
    const element = place(first);
    await until(() => name(element) && reads().length);
    element.setAttribute('product', second);
    await until(() => isOn(element));
    kept[second] = { mine: false };
    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    await until(() => !isOn(element));
  });

  it('text enlarged by the phone enlarges heart and number, and nothing overlaps', async () => {
    const product = fresh();
    kept[product] = { count: 9_999 };
    const element = place(product, { style: '--dangol-font-size: 30px' });
    await until(() => count(element));
    expect(element.offsetWidth).to.be.above(80);
    const [picture, number] = [find(element, 'svg')!, find(element, '.count')!].map((one) =>
      one.getBoundingClientRect(),
    );
    // The lowest sixth of the picture is empty.
    expect(number!.top).to.be.at.least(picture!.bottom - picture!.height / 6);
    expect(number!.right - number!.left).to.be.at.most(element.offsetWidth);
  });
});
