// What grows with time on a board: levels beside names, later reviews, how the stars drift, and why.
// biome-ignore lint/correctness/noUndeclaredDependencies: comes with @web/test-runner, in the version that fits it
import { setViewport } from '@web/test-runner-commands';
import { expect } from 'chai';
import type { LaterReview, Review } from '../../server/community/reviews/contract.ts';
import { identify, signOut } from '../../widgets/core/page.ts';
import { DangolReviewBoard } from '../../widgets/review-board/review-board.ts';
import { photos } from './parts/stage.ts';
import { type Asked, answers, asked, board, json, noNetwork, problem, review } from './support/service.ts';
import { expectAccessible, until } from './support/until.ts';

customElements.define('dangol-review-board', DangolReviewBoard);

const later = (id: string, more: Partial<LaterReview> = {}): LaterReview => ({
  id: id.padEnd(25, '0'),
  kind: 'month',
  stars: 4,
  title: '',
  text: '한 달 써 보니 더 좋아요.',
  photos: [],
  disclosure: null,
  bought: true,
  usedDays: 34,
  createdAt: Date.now() - 86_400_000,
  editedAt: null,
  version: 1,
  ...more,
});
const long = later('two', {
  kind: 'again',
  title: '하나 더',
  text: '또 샀어요 '.repeat(200),
  photos: photos(2),
  usedDays: 213,
  createdAt: Date.now(),
  editedAt: Date.now(),
  version: 2,
});
const first = review(1, {
  later: [later('one'), long],
  author: { id: 'a'.repeat(25), name: '이름이아주긴단골손님이에요', guest: false, seller: false, level: 3 },
});
const guest = review(2, {
  author: { id: 'b'.repeat(25), name: '손님 12', guest: true, seller: false, level: 0 },
});
const given = board([first, guest, review(3)]);
given.summary.drift = [
  { days: 0, count: 6, mean: 4.62 },
  { days: 8, count: 3, mean: 4.4 },
  { days: 31, count: 1, mean: 3 },
];
const mine = {
  review: first as Review | null,
  hidden: null,
  reviews: [{ id: first.id, hidden: null }],
  mayAdd: ['using', 'returned'],
  votes: {},
  bought: true,
  options: {},
  comments: [],
  mayWrite: true,
};

const find = <E extends HTMLElement = HTMLElement>(root: Element, selector: string) =>
  root.shadowRoot!.querySelector<E>(selector);
const rows = (element: Element) => [...element.shadowRoot!.querySelectorAll<HTMLElement>('.item')];
const lines = (element: Element) => [...element.shadowRoot!.querySelectorAll<HTMLElement>('.later > li')];

function service(other: (request: Asked) => Response | Promise<Response> | undefined = () => undefined) {
  answers(
    (request) =>
      other(request) ??
      (request.path === 'board' ? json(given) : request.path === 'me/board' ? json(mine) : undefined),
  );
}

async function place(attributes: Record<string, string> = {}): Promise<DangolReviewBoard> {
  const element = document.createElement('dangol-review-board');
  for (const [name, value] of Object.entries({ product: '1', ...attributes }))
    element.setAttribute(name, value);
  element.style.setProperty('--dangol-board-height', '3000px');
  document.body.append(element);
  await until(() => rows(element).length === 3);
  return element;
}

async function menuOf(line: HTMLElement): Promise<HTMLElement[]> {
  const menu = await until(() => line.querySelector('dangol-part-menu')?.shadowRoot);
  (await until(() => menu.querySelector<HTMLElement>('#button'))).click();
  await until(() => menu.querySelector('#list:popover-open'));
  return [...menu.querySelectorAll<HTMLElement>('[role=menuitem]')];
}

describe('what time brings to a board', () => {
  before(() => document.body.style.setProperty('margin', '0'));
  afterEach(() => {
    for (const element of document.querySelectorAll('dangol-review-board')) element.remove();
    signOut();
    localStorage.clear();
    document.documentElement.removeAttribute('style');
  });
  after(() => setViewport({ width: 800, height: 600 }));

  for (const [width, lang] of [
    [320, 'ko'],
    [320, 'en'],
    [1000, 'ko'],
  ] as const)
    for (const dark of [false, true])
      it(`is accessible and fits, ${width} px, ${lang}, ${dark ? 'dark' : 'light'}`, async () => {
        await setViewport({ width, height: 700 });
        document.documentElement.style.setProperty('background', dark ? '#17181a' : '#fff');
        document.documentElement.style.setProperty('color', dark ? '#eee' : '#333');
        service();
        const element = await place({ lang });
        await until(() => lines(element).length === 2 && find(element, '.drift li'));
        await expectAccessible(element);
        const page = document.documentElement;
        expect(page.scrollWidth).to.be.at.most(page.clientWidth);
        const drift = find(element, '.drift')!;
        const kept = Number.parseFloat(getComputedStyle(drift).minHeight);
        expect(drift.offsetHeight, 'what was reserved is enough').to.be.at.most(Math.ceil(kept));
      });

  it('a level is beside the name, heard as what it is; none is shown for none', async () => {
    service();
    const element = await place();
    const [one, other, third] = rows(element);
    expect(one!.querySelector('.level')!.textContent).to.equal('등급: 단골');
    expect(other!.querySelector('.level')).to.equal(null);
    expect(third!.querySelector('.level')).to.equal(null);
    element.setAttribute('lang', 'en');
    await until(() => one!.querySelector('.level')!.textContent === 'Level: Regular');
  });

  it("a member's name opens the profile; a guest has none", async () => {
    service(({ path }) =>
      path.startsWith('members/')
        ? json({
            member: first.author,
            joinedAt: null,
            helped: 12,
            reviewCount: 1,
            commentCount: 0,
            reviews: { items: [first], next: null },
            products: [],
          })
        : undefined,
    );
    const element = await place();
    expect(rows(element)[1]!.querySelector('.name button')).to.equal(null);
    const name = rows(element)[0]!.querySelector<HTMLElement>('.name button')!;
    name.focus();
    name.click();
    await until(() =>
      element.shadowRoot!.querySelector('dangol-part-profile')?.shadowRoot?.textContent?.includes('12명'),
    );
    await expectAccessible(element);
  });

  it('later reviews stand in order below the first one, before the votes', async () => {
    service();
    const element = await place();
    await until(() => lines(element).length === 2);
    const [one, two] = lines(element);
    expect(one!.textContent).to.include('한 달 뒤').and.to.include('산 지 34일째');
    expect(two!.textContent).to.include('다시 샀어요').and.to.include('산 지 213일째');
    expect(two!.querySelectorAll('.strip img')).to.have.lengthOf(2);
    await until(() => two!.querySelector('dangol-part-fold-text')!.shadowRoot!.querySelector('.folded'));
  });

  it('a review with later ones waits for what shows them, so that nothing moves; without it the board works', async () => {
    service();
    const element = document.createElement('dangol-review-board');
    element.setAttribute('product', '1');
    document.body.append(element);
    await until(() => {
      // Whenever the first row is there, its later ones are there too.
      if (rows(element).length) expect(lines(element)).to.have.lengthOf(2);
      return rows(element).length === 3;
    });
  });

  it('everybody may report a later review; its writer may edit and delete it', async () => {
    service();
    const reader = await place();
    await until(() => lines(reader).length === 2);
    expect((await menuOf(lines(reader)[0]!)).map((one) => one.textContent!.trim())).to.deep.equal([
      '신고하기',
    ]);
    reader.remove();
    localStorage.setItem('dangol:shop1', 'guest-token');
    service(({ path, method }) =>
      path === `reviews/${'one'.padEnd(25, '0')}` && method === 'DELETE' ? json(null, 204) : undefined,
    );
    const writer = await place();
    await until(() => find(writer, '[part=later].vote'));
    await until(() => lines(writer).length === 2);
    const items = await menuOf(lines(writer)[0]!);
    expect(items.map((one) => one.textContent!.trim())).to.deep.equal(['고치기', '지우기']);
    items[1]!.click();
    const question = await until(() => find(writer, 'dangol-part-confirm'));
    (await until(() => find(question, '.grave'))).click();
    await until(() => lines(writer).length === 1);
    expect(rows(writer)).to.have.lengthOf(3);
  });

  it('an edit of a later review sends its own version, and stays where it is', async () => {
    localStorage.setItem('dangol:shop1', 'guest-token');
    service(({ path, method, body }) =>
      path === `reviews/${long.id}` && method === 'PATCH'
        ? json(
            review(1, {
              id: long.id,
              laterOf: first.id,
              laterKind: 'again',
              text: (body as { text: string }).text,
              createdAt: long.createdAt,
            }),
          )
        : undefined,
    );
    const element = await place();
    await until(() => find(element, '[part=later].vote') && lines(element).length === 2);
    (await menuOf(lines(element)[1]!))[0]!.click();
    const form = await until(() => find(element, 'dangol-board-form'));
    const area = await until(() => find<HTMLTextAreaElement>(form, 'textarea'));
    expect(find(form, 'select')).to.equal(null);
    area.value = '다시 사길 잘했어요.';
    area.dispatchEvent(new Event('input'));
    find(form, '.end .main')!.click();
    await until(() => asked.some(({ method }) => method === 'PATCH'));
    expect(asked.find(({ method }) => method === 'PATCH')!.body).to.include({ version: 2 });
    await until(() =>
      lines(element)[1]?.querySelector('dangol-part-fold-text')?.text.includes('다시 사길 잘했어요.'),
    );
    expect(lines(element)).to.have.lengthOf(2);
    expect(rows(element)).to.have.lengthOf(3);
  });

  it('the writer goes on: picks what it is about, keeps the draft, and it stands below at once', async () => {
    localStorage.setItem('dangol:shop1', 'guest-token');
    service(({ path, method, body }) => {
      const { text, later: kind } = (body ?? {}) as { text: string; later: 'using' };
      return path === 'reviews' && method === 'POST'
        ? json(
            review(1, { id: 'new'.padEnd(25, '0'), laterOf: first.id, laterKind: kind, text, usedDays: 400 }),
            201,
          )
        : undefined;
    });
    const open = async () => {
      const element = await place();
      (await until(() => find(element, '[part=later].vote'))).click();
      const form = await until(() => find(element, 'dangol-board-form'));
      await until(() => find(form, 'textarea'));
      return { element, form };
    };
    const begun = await open();
    const area = find<HTMLTextAreaElement>(begun.form, 'textarea')!;
    area.value = '일 년째 잘 써요.';
    area.dispatchEvent(new Event('input'));
    find(begun.form, '.end .main')!.click();
    await until(() => begun.form.shadowRoot!.textContent!.includes('하나를 골라 주세요.'));
    expect(asked.some(({ method, path }) => method === 'POST' && path === 'reviews')).to.equal(false);
    await expectAccessible(begun.element);
    find(begun.form, 'input[value=using]')!.click();
    begun.element.remove();

    const { element, form } = await open();
    expect(find<HTMLTextAreaElement>(form, 'textarea')!.value).to.equal('일 년째 잘 써요.');
    expect(find<HTMLInputElement>(form, 'input[value=using]')!.checked).to.equal(true);
    const stars = find(form, 'dangol-part-star-input')!;
    (await until(() => find(stars, '[value="5"]'))).click();
    await until(() => lines(element).length === 2);
    find(form, '.end .main')!.click();
    await until(() => lines(element).length === 3);
    const posted = asked.find(({ method, path }) => method === 'POST' && path === 'reviews')!;
    expect(posted.body).to.include({ later: 'using', stars: 5, product: '1' });
    expect(rows(element)).to.have.lengthOf(3);
    await until(() => !find(element, 'dangol-board-form'));
  });

  it('a later review of somebody else comes live, and goes live', async () => {
    let send!: (change: object) => void;
    const id = 'live'.padEnd(25, '0');
    service(({ path }) => {
      if (path === 'stream')
        return new Response(
          new ReadableStream({
            start(controller) {
              send = (change) =>
                controller.enqueue(
                  new TextEncoder().encode(`event: change\ndata: ${JSON.stringify(change)}\n\n`),
                );
            },
          }),
        );
      return path === `reviews/${id}`
        ? json(
            review(1, {
              id,
              laterOf: first.id,
              laterKind: 'using',
              text: '아직도 써요.',
              createdAt: Date.now() + 1,
            }),
          )
        : undefined;
    });
    const element = await place();
    await until(() => lines(element).length === 2 && send);
    send({ position: 2, kind: 'review.created', topic: 'product:1', ids: { review: id } });
    await until(() => lines(element).length === 3);
    expect(rows(element)).to.have.lengthOf(3);
    send({ position: 3, kind: 'review.hidden', topic: 'product:1', ids: { review: id } });
    await until(() => lines(element).length === 2);
  });

  it('“why?” is on my own review only, for members, and opens my naegong', async () => {
    service(({ path }) =>
      path === 'me/naegong'
        ? json({
            naegong: 12.5,
            helped: 1,
            share: 100,
            level: 1,
            next: null,
            frozen: null,
            items: [],
            nextCursor: null,
          })
        : undefined,
    );
    const element = await place();
    expect(find(element, '.helped button')).to.equal(null);
    identify('member-token');
    const why = await until(() => find(element, '.helped button'));
    expect(element.shadowRoot!.querySelectorAll('.helped button')).to.have.lengthOf(1);
    expect(rows(element)[0]!.contains(why)).to.equal(true);
    why.click();
    await until(() =>
      element.shadowRoot!.querySelector('dangol-part-why')?.shadowRoot?.textContent?.includes('내공'),
    );
    await expectAccessible(element);
  });

  it('the stars drift as a list that says its numbers; without any there is nothing', async () => {
    service();
    const element = await place();
    await until(() => find(element, '.drift li'));
    const spans = [...element.shadowRoot!.querySelectorAll('.drift li')];
    expect(spans.map((one) => one.querySelector('.only-heard')!.textContent)).to.deep.equal([
      '별점 평균 4.6점, 후기 6개',
      '별점 평균 4.4점, 후기 3개',
      '별점 평균 3.0점, 후기 1개',
    ]);
    expect(spans.map((one) => one.textContent!.includes('첫 주'))).to.deep.equal([true, false, false]);
    element.remove();
    const plain = board([review(1)]);
    answers(({ path }) => (path === 'board' ? json(plain) : undefined));
    const other = document.createElement('dangol-review-board');
    other.setAttribute('product', '1');
    document.body.append(other);
    await until(() => rows(other).length === 1);
    expect(find(other, '.drift')).to.equal(null);
  });

  it('what could not be posted is kept, and says why', async () => {
    localStorage.setItem('dangol:shop1', 'guest-token');
    for (const [answer, sentence] of [
      [() => problem(409, 'not-yet', { title: '아직 쓸 수 없어요.' }), '아직 쓸 수 없어요.'],
      [noNetwork, '인터넷 연결을 확인하고'],
    ] as const) {
      service(({ path, method }) => (path === 'reviews' && method === 'POST' ? answer() : undefined));
      const element = await place();
      (await until(() => find(element, '[part=later].vote'))).click();
      const form = await until(() => find(element, 'dangol-board-form'));
      const area = await until(() => find<HTMLTextAreaElement>(form, 'textarea'));
      area.value = '돌려보냈어요, 아쉬워요.';
      area.dispatchEvent(new Event('input'));
      if (!find<HTMLInputElement>(form, 'input[value=returned]')!.checked)
        find(form, 'input[value=returned]')!.click();
      (await until(() => find(find(form, 'dangol-part-star-input')!, '[value="2"]'))).click();
      find(form, '.end .main')!.click();
      await until(() => find(form, '.end .problem')?.textContent?.includes(sentence));
      element.remove();
    }
  });
});
