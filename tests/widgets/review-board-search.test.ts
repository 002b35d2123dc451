// Searching in a board: what is asked and when, what is marked, every state of the field, by keyboard and by syllables.
// biome-ignore lint/correctness/noUndeclaredDependencies: comes with @web/test-runner, in the version that fits it
import { setViewport } from '@web/test-runner-commands';
import { expect } from 'chai';
import type { Review } from '../../server/community/reviews/contract.ts';
import { DangolReviewBoard } from '../../widgets/review-board/review-board.ts';
import { press } from './parts/keys.ts';
import {
  type Asked,
  answers,
  asked,
  board,
  hang,
  json,
  noNetwork,
  problem,
  review,
} from './support/service.ts';
import { expectAccessible, until } from './support/until.ts';

customElements.define('dangol-review-board', DangolReviewBoard);

const ALL = [review(1), review(2), review(3)];
const hit = (number: number, more: Partial<Review> = {}) =>
  review(number, { text: '배송이 정말 빨라요. <b>배송</b>도요.', found: ['배송'], ...more });
const first = board(ALL);
first.summary.withPhoto = 2;

const find = <E extends HTMLElement = HTMLElement>(root: Element, selector: string) =>
  root.shadowRoot!.querySelector<E>(selector);
const rows = (element: Element) => [...element.shadowRoot!.querySelectorAll('.item')];
const searches = () => asked.filter(({ path, url }) => path === 'reviews' && url.searchParams.has('q'));
const words = () => searches().map(({ url }) => url.searchParams.get('q'));

type Found = (request: Asked) => Response | Promise<Response>;
const answering = (found: Found) =>
  answers((request) =>
    request.path === 'board' ? json(first) : request.path === 'reviews' ? found(request) : undefined,
  );

async function place(found: Found, attributes: Record<string, string> = {}): Promise<DangolReviewBoard> {
  answering(found);
  const element = document.createElement('dangol-review-board');
  for (const [name, value] of Object.entries({ product: '1', ...attributes }))
    element.setAttribute(name, value);
  element.style.setProperty('--dangol-board-height', '2000px');
  document.body.append(element);
  await until(() => find(element, '[part=search]') && rows(element).length);
  return element;
}

async function open(element: Element): Promise<HTMLInputElement> {
  find(element, '[part=search]')!.click();
  const field = await until(() => find(element, 'dangol-board-search'));
  const input = await until(() => find<HTMLInputElement>(field, 'input'));
  await until(() => field.shadowRoot!.activeElement === input);
  return input;
}
const status = (element: Element) =>
  find(find(element, 'dangol-board-search')!, '[role=status]')!.textContent!.trim();
function type(input: HTMLInputElement, text: string, isComposing = false): void {
  input.value = text;
  input.dispatchEvent(new InputEvent('input', { isComposing, bubbles: true, composed: true }));
}
const marked = (element: Element) =>
  rows(element).map((row) =>
    [row, row.querySelector('dangol-part-fold-text')!.shadowRoot!].flatMap((root) =>
      [...root.querySelectorAll('mark')].map((one) => one.textContent),
    ),
  );

describe('searching in a board', () => {
  before(() => document.body.style.setProperty('margin', '0'));
  afterEach(() => {
    for (const element of document.querySelectorAll('dangol-review-board')) element.remove();
    history.replaceState(null, '', location.pathname);
    localStorage.clear();
    document.documentElement.removeAttribute('style');
  });
  after(() => setViewport({ width: 800, height: 600 }));

  it('asks once for what was typed, says how many were found, and marks them as text', async () => {
    const element = await place(() =>
      json({ items: [hit(1, { title: '배송 이야기' }), hit(2)], next: null }),
    );
    const input = await open(element);
    for (const text of ['배', '배송', '배송 ']) type(input, text);
    await until(() => status(element) === '2개 찾았어요');
    expect(words()).to.deep.equal(['배송']);
    await until(() => marked(element).every((one) => one.length));
    expect(marked(element)).to.deep.equal([
      ['배송', '배송', '배송'],
      ['배송', '배송'],
    ]);
    expect(rows(element)[1]!.querySelector('dangol-part-fold-text')!.shadowRoot!.querySelector('b')).to.equal(
      null,
    );
    await expectAccessible(element);
  });

  it('what is found below the fold of a long text is in sight, and can be folded again', async () => {
    const text = `${'길어요 '.repeat(400)}\n\n배송 끝`;
    const element = await place(() => json({ items: [hit(1, { text })], next: null }));
    type(await open(element), '배송');
    await until(() => marked(element)[0]?.length === 1);
    const folded = rows(element)[0]!.querySelector('dangol-part-fold-text')!.shadowRoot!;
    const button = await until(() => folded.querySelector<HTMLElement>('[aria-expanded=true]'));
    button.click();
    await until(() => folded.querySelector('[aria-expanded=false]'));
  });

  it('another word stops the former question', async () => {
    const element = await place(({ url, signal }) =>
      url.searchParams.get('q') === '느려' ? hang(signal) : json({ items: [hit(1)], next: null }),
    );
    const input = await open(element);
    type(input, '느려');
    await until(() => searches().length === 1);
    expect(status(element)).to.equal('찾고 있어요');
    expect(find(element, '.list')!.getAttribute('aria-busy')).to.equal('true');
    type(input, '배송');
    await until(() => status(element) === '1개 찾았어요');
    expect(searches()[0]!.signal?.aborted).to.equal(true);
  });

  it('a syllable that is being put together is left alone, and asked for when it rests', async () => {
    const element = await place(() => json({ items: [hit(1)], next: null }));
    const input = await open(element);
    let written = 0;
    const own = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!;
    for (const text of ['ㅂ', '배', '뱃', '배소', '배송', '배송ㅂ']) type(input, text, true);
    // From here on nobody but the shopper may write into the field.
    Object.defineProperty(input, 'value', {
      ...own,
      set(value: string) {
        written++;
        own.set!.call(this, value);
      },
    });
    // Enter belongs to the syllable.
    input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', isComposing: true, bubbles: true }));
    expect(searches()).to.have.lengthOf(0);
    await until(() => status(element) === '1개 찾았어요');
    expect(words()).to.deep.equal(['배송']);
    expect(written).to.equal(0);
    expect(input.value).to.equal('배송ㅂ');
  });

  it('says that nothing was found, and leads back: without the words, or without the filters', async () => {
    const element = await place(({ url }) =>
      json({ items: url.searchParams.get('photo') || url.searchParams.has('q') ? [] : ALL, next: null }),
    );
    const input = await open(element);
    find(element, '.chip')!.click();
    await until(() => find(element, '.empty'));
    type(input, '없는말');
    await until(() => find(element, '.empty')?.textContent?.includes('‘없는말’에 맞는 후기를 찾지 못했어요'));
    await expectAccessible(element);
    const [clear, filters] = [...find(element, '.empty')!.querySelectorAll('button')];
    filters!.click();
    await until(() => asked.at(-1)?.url.searchParams.get('photo') === null && words().at(-1) === '없는말');
    clear!.click();
    await until(() => rows(element).length === 3);
    expect(input.value).to.equal('');
    expect(status(element)).to.equal('');
  });

  it('works with filters, order and more', async () => {
    const element = await place(({ url }) =>
      url.searchParams.has('cursor')
        ? json({ items: [hit(3)], next: null })
        : json({ items: [hit(1), hit(2)], next: 'second' }),
    );
    type(await open(element), '배송');
    await until(() => status(element) === '2개 넘게 찾았어요');
    find(element, '.chip')!.click();
    await until(() => asked.at(-1)?.url.searchParams.get('photo') === '1');
    const select = find<HTMLSelectElement>(element, 'select')!;
    select.value = 'newest';
    select.dispatchEvent(new Event('change'));
    await until(() => asked.at(-1)?.url.searchParams.get('sort') === 'newest');
    (await until(() => find(element, '[part=more]')))!.click();
    await until(() => status(element) === '3개 찾았어요');
    for (const [name, value] of Object.entries({ q: '배송', photo: '1', sort: 'newest', cursor: 'second' }))
      expect(asked.at(-1)!.url.searchParams.get(name)).to.equal(value);
  });

  for (const [name, found, sentence] of [
    ['refused', () => problem(429, 'too-many', { retryAfter: 9 }), 'too-many'],
    ['offline', noNetwork, '인터넷 연결을 확인하고'],
  ] as const)
    it(`says in the field that it was ${name}, keeps the list, and tries again`, async () => {
      const element = await place(found);
      type(await open(element), '배송');
      await until(() => status(element).includes(sentence));
      expect(rows(element)).to.have.lengthOf(3);
      expect(find(element, 'dangol-part-notice')).to.equal(null);
      await expectAccessible(element);
      answering(() => json({ items: [hit(1)], next: null }));
      find(find(element, 'dangol-board-search')!, '[role=status] button')!.click();
      await until(() => status(element) === '1개 찾았어요');
    });

  it('by keyboard alone: Enter opens it and asks at once, Escape empties, then closes, and the focus returns', async () => {
    const element = await place(() => json({ items: [hit(1)], next: null }));
    find(element, '[part=search]')!.focus();
    await press('Enter');
    const field = await until(() => find(element, 'dangol-board-search'));
    const input = await until(() => find<HTMLInputElement>(field, 'input'));
    await until(() => field.shadowRoot!.activeElement === input);
    input.value = '배송';
    input.dispatchEvent(new InputEvent('input', { bubbles: true }));
    await press('Enter');
    expect(words()).to.deep.equal(['배송']);
    await until(() => status(element) === '1개 찾았어요');
    await press('Tab');
    expect(field.shadowRoot!.activeElement!.getAttribute('aria-label')).to.equal('검색어 지우기');
    input.focus();
    await press('Escape');
    await until(() => rows(element).length === 3 || asked.at(-1)?.url.searchParams.has('q') === false);
    expect(input.value).to.equal('');
    await press('Escape');
    await until(() => !find(element, 'dangol-board-search'));
    expect(element.shadowRoot!.activeElement).to.equal(find(element, '[part=search]'));
    expect(find(element, '[part=search]')!.getAttribute('aria-expanded')).to.equal('false');
  });

  it('keeps the words in the address, and begins with them', async () => {
    const given: Found = ({ url }) => json({ items: url.searchParams.has('q') ? [hit(1)] : ALL, next: null });
    const element = await place(given, { 'url-state': '' });
    type(await open(element), '배송');
    await until(() => new URLSearchParams(location.search).get('dangol-q') === '배송');
    element.remove();
    const again = await place(given, { 'url-state': '' });
    await until(() => find(again, 'dangol-board-search') && marked(again)[0]?.length);
    expect(rows(again)).to.have.lengthOf(1);
    expect(find<HTMLInputElement>(find(again, 'dangol-board-search')!, 'input')!.value).to.equal('배송');
    expect(again.shadowRoot!.activeElement, 'it takes no focus').to.equal(null);
    find(again, '[part=search]')!.click();
    await until(() => rows(again).length === 3);
    expect(location.search).to.equal('');
  });

  for (const width of [320, 1000])
    for (const dark of [false, true])
      it(`is accessible and fits, ${width} px, ${dark ? 'dark' : 'light'}`, async () => {
        await setViewport({ width, height: 700 });
        document.documentElement.style.setProperty('background', dark ? '#17181a' : '#fff');
        document.documentElement.style.setProperty('color', dark ? '#eee' : '#333');
        const element = await place(() => json({ items: [hit(1, { title: '배송' }), hit(2)], next: null }));
        type(await open(element), '배송');
        await until(() => marked(element)[0]?.length === 3);
        await expectAccessible(element);
        const page = document.documentElement;
        expect(page.scrollWidth).to.be.at.most(page.clientWidth);
      });
});
