// An edit link asks before it changes who somebody is in this browser, and its code is not spent by accident.
import { expect } from 'chai';
import { identify, signOut } from '../../widgets/core/page.ts';
import { DangolReviewBoard } from '../../widgets/review-board/review-board.ts';
import { type Asked, answers, asked, board, json, noNetwork, problem, review } from './support/service.ts';
import { expectAccessible, until } from './support/until.ts';

customElements.define('dangol-review-board', DangolReviewBoard);

const CODE = 'c'.repeat(24);
const mine = { review: null, hidden: null, reviews: [], votes: {}, bought: false, options: {}, comments: [] };
const find = (element: Element, selector: string) =>
  element.shadowRoot?.querySelector<HTMLElement>(selector) ?? undefined;
const codes = () => asked.filter(({ path }) => path === 'edit-codes');

function open(redeemed: (request: Asked) => Response | Promise<Response>): DangolReviewBoard {
  answers((request) =>
    request.path === 'board'
      ? json(board([review(1)]))
      : request.path === 'me/board'
        ? json(mine)
        : request.path === 'edit-codes'
          ? redeemed(request)
          : undefined,
  );
  history.replaceState(null, '', `#top&dangol-edit=${CODE}`);
  const element = document.createElement('dangol-review-board');
  element.setAttribute('product', '1');
  document.body.append(element);
  return element;
}

const good = () => json({ token: 'guest-of-the-link', expiresAt: Date.now() + 1e6, me: {} }, 201);
const question = (element: Element) =>
  until(
    () =>
      find(element, 'dangol-part-confirm')?.shadowRoot?.querySelector('.main') &&
      find(element, 'dangol-part-confirm'),
  );
const said = (element: Element) => find(element, 'dangol-part-notice')?.shadowRoot?.textContent?.trim() ?? '';

describe('an edit link', () => {
  afterEach(() => {
    for (const element of document.querySelectorAll('dangol-review-board')) element.remove();
    signOut();
    localStorage.clear();
    history.replaceState(null, '', location.pathname + location.search);
  });

  it('is taken out of the address at once, asks, and does nothing until it is answered', async () => {
    const element = open(good);
    const asks = await question(element);
    expect(location.hash).to.equal('#top');
    expect(find(asks, 'dangol-part-sheet')!.shadowRoot!.textContent).to.include(
      '이 링크로 쓴 글을 이 브라우저에서 고칠까요?',
    );
    await expectAccessible(element);
    expect(codes()).to.have.lengthOf(0);
    find(asks, '.main')!.click();
    await until(() => said(element).includes('이제 이 브라우저에서'));
    expect(localStorage.getItem('dangol:shop1')).to.equal('guest-of-the-link');
  });

  it('says no, and nothing has changed', async () => {
    localStorage.setItem('dangol:shop1', 'guest-of-before');
    const element = open(good);
    const asks = await question(element);
    expect(asks.shadowRoot!.textContent).to.include('로그인하지 않고 쓴 다른 글');
    find(asks, '.plain')!.click();
    await until(() => !find(element, 'dangol-part-confirm'));
    expect(codes()).to.have.lengthOf(0);
    expect(localStorage.getItem('dangol:shop1')).to.equal('guest-of-before');
  });

  it('is not opened for a member, and asks once they are signed out', async () => {
    identify('member-token');
    const element = open(good);
    await until(() => said(element).includes('로그인한 동안에는'));
    expect(find(element, 'dangol-part-confirm')).to.equal(undefined);
    signOut();
    await question(element);
    expect(codes()).to.have.lengthOf(0);
  });

  it('somebody signs in while it asks: it is not opened either', async () => {
    const element = open(good);
    const asks = await question(element);
    identify('member-token');
    await until(() => asked.some(({ path }) => path === 'me/board'));
    find(asks, '.main')!.click();
    await until(() => said(element).includes('로그인한 동안에는'));
    expect(codes()).to.have.lengthOf(0);
  });

  it('a failure is said in the question, and its button tries again with the same key', async () => {
    let tries = 0;
    const element = open(() =>
      ++tries === 1 ? problem(500, 'internal') : tries === 2 ? noNetwork() : good(),
    );
    const asks = await question(element);
    find(asks, '.main')!.click();
    await until(() => find(asks, '.problem')?.textContent);
    find(asks, '.main')!.click();
    await until(() => localStorage.getItem('dangol:shop1') === 'guest-of-the-link');
    const keys = codes().map(({ headers }) => headers.get('idempotency-key'));
    expect(new Set(keys).size).to.equal(1);
    expect(keys).to.have.lengthOf(3);
  });

  it('one that is spent is told so, once', async () => {
    const element = open(() => problem(401, 'token-refused'));
    const asks = await question(element);
    find(asks, '.main')!.click();
    await until(() => said(element).includes('이미 쓴 링크'));
    expect(find(element, 'dangol-part-confirm')).to.equal(undefined);
  });
});
