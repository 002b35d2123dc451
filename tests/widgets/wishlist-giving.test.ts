// A list as its visitors see it: who gives what, and what is said under a wish.
import { expect } from 'chai';
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
