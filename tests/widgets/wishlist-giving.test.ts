// A list as its visitors see it: who gives what, and what is said under a wish.
// biome-ignore lint/correctness/noUndeclaredDependencies: comes with @web/test-runner, in the version that fits it
import { setViewport } from '@web/test-runner-commands';
import { expect } from 'chai';
import type { WishParts } from '../../server/community/wishlists/parts/contract.ts';
import { identify, signOut } from '../../widgets/core/page.ts';
import { keep } from '../../widgets/core/storage.ts';
import { DangolWishlist } from '../../widgets/wishlist/wishlist.ts';
import { member } from './support/people.ts';
import { asked, json, problem } from './support/service.ts';
import { expectAccessible, until } from './support/until.ts';
import { claim, idOf, KEY, type Kept, keeping, LIST, mall, myClaim, stream } from './support/wishes.ts';

customElements.define('dangol-wishlist', DangolWishlist);

function all(at: ParentNode): HTMLElement[] {
  return [...at.querySelectorAll<HTMLElement>('*')].flatMap((one) => [
    one,
    ...(one.shadowRoot ? all(one.shadowRoot) : []),
  ]);
}
const seek = (selector: string) => until(() => all(document).find((one) => one.matches(selector)));
const button = (text: string) =>
  until(() => all(document).find((one) => one.localName === 'button' && one.textContent!.trim() === text));
const row = (element: Element, at: number) =>
  element.shadowRoot!.querySelectorAll<HTMLElement>('.wishes > li')[at]!;

async function open(more: Partial<Kept> = {}, isMember = true) {
  const kept = keeping(more);
  if (isMember) identify('member-token-0123456789');
  const element = document.createElement('dangol-wishlist');
  element.setAttribute('list', LIST);
  element.setAttribute('link-key', KEY);
  document.body.append(element);
  await until(() => element.shadowRoot!.querySelectorAll('.wishes > li').length === kept.items.length);
  await until(() => element.data.role !== undefined);
  await element.updateComplete;
  return { kept, element };
}

describe('giving what is wished', () => {
  afterEach(() => {
    signOut();
    keep('dangol:shop1', null);
    localStorage.clear();
    document.body.replaceChildren();
  });

  it('shows a member what others give, named where they want, and what is their own', async () => {
    const claims = [claim(1), claim(2, { by: member(3) }), claim(3, { mine: true, changedAt: 1 })];
    const { element } = await open({ part: { role: null, claims, comments: [] } });
    await until(() => row(element, 0).textContent!.includes('이미 다른 분이 선물하기로 했어요'));
    expect(row(element, 1).textContent).to.include('회원3님이 선물하기로 했어요');
    expect(row(element, 2).textContent)
      .to.include('내가 선물하기로 했어요')
      .and.include('바꾼 내용이 있어요');
    await expectAccessible(element);
  });

  it('is said with a tap, and taken back', async () => {
    const { kept, element } = await open();
    const sent: unknown[] = [];
    kept.other = ({ method, path, body, headers }) => {
      if (!path.endsWith('/claim')) return undefined;
      sent.push([method, body ?? null, headers.get('dangol-link')]);
      return method === 'PUT' ? json(claim(1, { mine: true })) : json(null, 204);
    };
    row(element, 0).querySelector<HTMLElement>('.give')!.click();
    (await seek('input[name=named][value=true]')).click();
    await expectAccessible(element);
    const confirm = await until(() =>
      element
        .shadowRoot!.querySelector('dangol-wishlist-give')
        ?.shadowRoot?.querySelector<HTMLElement>('.main'),
    );
    confirm.click();
    await until(() => row(element, 0).querySelector('.given.mine'));
    row(element, 0).querySelector<HTMLElement>('.given .link')!.click();
    await until(() => row(element, 0).querySelector('.give'));
    expect(sent).to.deep.equal([
      ['PUT', { named: true }, KEY],
      ['DELETE', null, KEY],
    ]);
  });

  it('a guest learns only on trying that somebody else was first', async () => {
    const { kept, element } = await open({}, false);
    expect(asked.some(({ path }) => path.endsWith('/me'))).to.equal(false);
    kept.other = ({ path }) =>
      path === 'guests'
        ? json({ token: 'guest-token-0123456789', expiresAt: Date.now() + 1e9 })
        : path.endsWith('/claim')
          ? problem(409, 'already-taken')
          : undefined;
    row(element, 0).querySelector<HTMLElement>('.give')!.click();
    const give = await until(() =>
      element
        .shadowRoot!.querySelector('dangol-wishlist-give')
        ?.shadowRoot?.querySelector<HTMLElement>('.main'),
    );
    give.click();
    await until(() => row(element, 0).textContent!.includes('이미 다른 분이 선물하기로 했어요'));
    await expectAccessible(element);
  });

  it('where only members write, nobody else is let into it', async () => {
    const { element } = await open({ mall: mall({ write: 'members' }) }, false);
    const codes: string[] = [];
    element.addEventListener('dangol-problem-show', (event) => codes.push(event.detail.code));
    row(element, 0).querySelector<HTMLElement>('.give')!.click();
    await until(() => codes.length);
    expect(codes).to.deep.equal(['sign-in-required']);
    expect(element.shadowRoot!.querySelector('dangol-wishlist-give')).to.equal(null);
  });

  it('those who keep the list ask for no claims and listen to none', async () => {
    const { element } = await open({ part: { role: 'owner', claims: [], comments: [] } });
    await until(() => asked.some(({ path }) => path === 'stream'));
    const topics = asked
      .filter(({ path }) => path === 'stream')
      .flatMap(({ body }) => (body as { topics: string[] }).topics);
    expect(topics.some((one) => one.startsWith('gifts:'))).to.equal(false);
    expect(element.shadowRoot!.querySelector('.give, .given')).to.equal(null);
  });

  it('a claim of somebody else arrives live with a member', async () => {
    const live = stream();
    const { kept, element } = await open({
      other: ({ path }) => (path === 'stream' ? live.answer() : undefined),
    });
    await until(() =>
      asked.some(
        ({ path, body }) =>
          path === 'stream' && (body as { topics: string[] }).topics.includes(`gifts:${LIST}.${KEY}`),
      ),
    );
    await until(live.isOpen);
    kept.part = { role: null, claims: [claim(2)], comments: [] };
    live.tell({ position: 5, topic: `gifts:${LIST}`, changed: true }, 5);
    await until(() => row(element, 1).textContent!.includes('이미 다른 분이'));
  });

  const parts = (more: Partial<WishParts> = {}): WishParts => ({
    wish: idOf(1),
    need: 39_000,
    missing: 30_000,
    taken: false,
    mine: null,
    givers: [member(3)],
    count: 2,
    available: 12_000,
    club: null,
    ...more,
  });
  const sheet = (element: Element) =>
    until(() => element.shadowRoot!.querySelector('dangol-wishlist-give')?.shadowRoot ?? undefined);
  /** Opens the sheet of the first wish, once it knows what has been set aside. */
  async function giving(element: DangolWishlist, way: string) {
    row(element, 0).querySelector<HTMLElement>('.give')!.click();
    const root = await sheet(element);
    (await until(() => root.querySelector<HTMLElement>(`input[name=way][value=${way}]`))).click();
    return root;
  }

  it('a part is given in points, and says how much is there, missing, and mine to give', async () => {
    const { kept, element } = await open();
    const sent: unknown[] = [];
    kept.other = ({ method, path, body, headers }) => {
      if (!path.endsWith('/part')) return undefined;
      if (method !== 'GET') sent.push([method, body ?? null, headers.get('dangol-link')]);
      return json(parts());
    };
    const root = await giving(element, 'part');
    const amount = await until(() => root.querySelector<HTMLInputElement>('#amount'));
    for (const said of [
      '적립금 39,000원 중에서 적립금 30,000원',
      '2명이 보탰어요 · 회원3님',
      '적립금 12,000원',
    ])
      expect(root.textContent!.replace(/\s+/g, ' ')).to.include(said);
    await expectAccessible(element);
    root.querySelector<HTMLElement>('.main')!.click();
    await until(() => root.textContent!.includes('숫자로 적어 주세요'));
    expect(sent).to.deep.equal([]);
    amount.value = '5,000원';
    root.querySelector<HTMLElement>('input[name=named][value=true]')!.click();
    root.querySelector<HTMLElement>('.main')!.click();
    await until(() => !element.shadowRoot!.querySelector('dangol-wishlist-give'));
    expect(sent).to.deep.equal([['PUT', { amount: 5000, named: true }, KEY]]);
  });

  it('a part of mine is shown with the last day on which it is kept, and let go', async () => {
    const { kept, element } = await open();
    const sent: string[] = [];
    // When the eighth is over in Seoul.
    const dueAt = Date.parse('2037-05-09T00:00:00+09:00');
    const mine = { amount: 5000, named: true, state: 'held' as const, at: 1, dueAt };
    kept.other = ({ method, path }) => {
      if (!path.endsWith('/part')) return undefined;
      sent.push(method);
      return method === 'DELETE' ? json(null, 204) : json(parts({ mine, missing: 0 }));
    };
    row(element, 0).querySelector<HTMLElement>('.give')!.click();
    const root = await sheet(element);
    await until(() => root.textContent!.includes('내가 보탠 것: 적립금 5,000원 · 2037년 5월 8일 (금)까지'));
    expect(root.querySelector<HTMLInputElement>('#amount')!.value).to.equal('5000');
    await expectAccessible(element);
    [...root.querySelectorAll<HTMLElement>('.link')].at(-1)!.click();
    await until(() => !element.shadowRoot!.querySelector('dangol-wishlist-give'));
    expect(sent).to.deep.equal(['GET', 'DELETE']);
  });

  it('a club is started with a name and a day, and the sheet leads there', async () => {
    const { kept, element } = await open();
    const sent: unknown[] = [];
    kept.other = ({ path, body }) => {
      if (path.endsWith('/part')) return json(parts());
      if (!path.endsWith('/club')) return undefined;
      sent.push(body);
      return json({ club: 'c'.repeat(25), secretUntil: '2027-05-08' }, 201);
    };
    const root = await giving(element, 'club');
    const name = await until(() => root.querySelector<HTMLInputElement>('#club-name'));
    name.value = '생일 선물';
    root.querySelector<HTMLInputElement>('#club-day')!.value = '2027-05-08';
    await expectAccessible(element);
    root.querySelector<HTMLElement>('.main')!.click();
    const link = await until(() => root.querySelector<HTMLAnchorElement>('a[part=club]'));
    expect(link.href).to.equal(`https://service.test/c/shop1#dangol-club=${'c'.repeat(25)}`);
    expect(sent).to.deep.equal([{ name: '생일 선물', endsOn: '2027-05-08' }]);
    await expectAccessible(element);
  });

  it('where somebody was first, or no points count, there is nothing of parts; a guest is asked for none', async () => {
    const { kept, element } = await open();
    kept.other = ({ path }) => (path.endsWith('/part') ? json(parts({ need: null, missing: 0 })) : undefined);
    row(element, 0).querySelector<HTMLElement>('.give')!.click();
    const root = await sheet(element);
    await until(() => asked.some(({ path }) => path.endsWith('/part')));
    expect(root.querySelector('input[name=way]')).to.equal(null);
    expect(root.querySelector('input[name=named]')).to.not.equal(null);
  });

  it('by day, by night, on a phone and a desk, in both languages each way of giving is for everybody', async () => {
    for (const [width, scheme, lang] of [
      [320, 'light', 'ko'],
      [320, 'dark', 'en'],
      [1200, 'light', 'en'],
      [1200, 'dark', 'ko'],
    ] as const) {
      await setViewport({ width, height: 900 });
      const { kept, element } = await open();
      element.setAttribute('scheme', scheme);
      element.lang = lang;
      await element.updateComplete;
      kept.other = ({ path }) => (path.endsWith('/part') ? json(parts()) : undefined);
      for (const way of ['part', 'club']) {
        const root = await giving(element, way);
        await expectAccessible(element);
        expect(document.documentElement.scrollWidth).to.be.at.most(width);
        root.querySelector<HTMLElement>('.plain')!.click();
        await until(() => !element.shadowRoot!.querySelector('dangol-wishlist-give'));
      }
      document.body.replaceChildren();
    }
    await setViewport({ width: 800, height: 600 });
  });

  it('all that I give is in one place', async () => {
    const { kept, element } = await open();
    kept.other = ({ method, path }) =>
      path === 'me/claims'
        ? json({
            items: [myClaim(1), myClaim(2, { gone: true, wish: null, list: null, linkKey: null })],
            next: null,
          })
        : method === 'DELETE'
          ? json(null, 204)
          : undefined;
    (await button('내가 선물할 것')).click();
    const sheet = await until(() => element.shadowRoot!.querySelector('dangol-wishlist-giving'));
    await until(() => sheet.shadowRoot!.querySelectorAll('.rows > li').length === 2);
    expect(sheet.shadowRoot!.textContent).to.include('목록을 더 볼 수 없어요');
    await expectAccessible(element);
    sheet.shadowRoot!.querySelector<HTMLElement>('.rows button')!.click();
    await until(() => sheet.shadowRoot!.querySelectorAll('.rows > li').length === 1);
    expect(asked.at(-1)!.path).to.equal(`wishes/${idOf(1)}/claim`);
    // What is gone for the service too is no less given back.
    const { other } = kept;
    kept.other = (request) => (request.method === 'DELETE' ? problem(404, 'not-found') : other(request));
    sheet.shadowRoot!.querySelector<HTMLElement>('.rows button')!.click();
    await until(() => !sheet.shadowRoot!.querySelector('.rows'));
  });

  it('what is written under a wish goes there with the key of the link, and its draft survives', async () => {
    const { kept, element } = await open();
    row(element, 0).querySelector<HTMLElement>('.talk')!.click();
    const field = (await seek('dangol-wishlist-comments textarea, textarea')) as HTMLTextAreaElement;
    field.value = '예뻐요';
    field.dispatchEvent(new Event('input'));
    await expectAccessible(element);
    row(element, 0).querySelector<HTMLElement>('.talk')!.click();
    await until(() => !row(element, 0).querySelector('dangol-wishlist-comments'));
    row(element, 0).querySelector<HTMLElement>('.talk')!.click();
    await until(
      () =>
        (all(document).find((one) => one.localName === 'textarea') as HTMLTextAreaElement | undefined)
          ?.value === '예뻐요',
    );
    const posts: unknown[] = [];
    kept.other = ({ method, path, body, headers }) => {
      if (method !== 'POST' || path !== 'comments') return undefined;
      posts.push([body, headers.get('dangol-link')]);
      return json({
        id: 'c1',
        parent: null,
        author: member(2),
        text: '예뻐요',
        state: 'shown',
        createdAt: 1,
        editedAt: null,
      });
    };
    (await button('올리기')).click();
    await until(() => row(element, 0).querySelector('.talk')!.textContent!.includes('댓글 1'));
    expect(posts).to.deep.equal([
      [{ subject: { kind: 'wish', id: idOf(1) }, parent: null, text: '예뻐요' }, KEY],
    ]);
  });
});
