// The inbox without a connection: what is known is shown, what is done is told once, and nobody else sees it.
import { expect } from 'chai';
import '../../widgets/core/guest.ts';
import '../../widgets/core/own.ts';
import { identify, signOut } from '../../widgets/core/page.ts';
import { DangolInbox } from '../../widgets/inbox/inbox.ts';
import type { InboxNotices } from '../../widgets/inbox/notices.ts';
import {
  type Box,
  EMPTY,
  shownOf,
  withAllRead,
  withFirstPage,
  withGoneTold,
  withMark,
  withReadsTold,
  withUntilTold,
} from '../../widgets/inbox/rules.ts';
import { inboxService, memberToken, setOnline } from './support/inbox-service.ts';
import { inbox, notice, noticeId } from './support/notices.ts';
import { asked, json, problem } from './support/service.ts';
import { expectAccessible, until } from './support/until.ts';

customElements.define('dangol-inbox', DangolInbox);

function place(attributes: Record<string, string> = {}): DangolInbox {
  const element = document.createElement('dangol-inbox');
  for (const name of Object.keys(attributes)) element.setAttribute(name, attributes[name]!);
  document.body.append(element);
  return element;
}
const clear = () => {
  for (const element of document.querySelectorAll('dangol-inbox')) element.remove();
};
const count = (element: DangolInbox) =>
  element.shadowRoot!.querySelector<HTMLElement>('.count')?.dataset.count;
const list = (element: DangolInbox) =>
  until(() => element.shadowRoot!.querySelector('dangol-inbox-notices') ?? undefined);
const rows = (notices: InboxNotices) => [...notices.shadowRoot!.querySelectorAll<HTMLElement>('li')];
const drawn = (notices: InboxNotices, number: number) => until(() => rows(notices).length === number);
const old = (notices: InboxNotices) => notices.shadowRoot!.querySelector('.old')!.textContent!;
const remove = (notices: InboxNotices, at: number) =>
  rows(notices)[at]!.querySelector<HTMLElement>('.delete')!.click();
const readOne = (notices: InboxNotices, at: number) =>
  rows(notices)[at]!.querySelector<HTMLElement>('.open')!.click();
const names = () => Object.keys(localStorage).filter((name) => name.startsWith('dangol-inbox:'));

/** A page with the list, where nothing is ever left. */
async function page(): Promise<{ element: DangolInbox; notices: InboxNotices }> {
  const element = place({ view: 'list' });
  element.addEventListener('dangol-before-navigate', (event) => event.preventDefault());
  return { element, notices: await list(element) };
}
const three = () => [1, 2, 3].map((number) => notice(number));

describe('the inbox without a connection', () => {
  afterEach(async () => {
    setOnline(true);
    clear();
    // What signing out forgets is forgotten before the next test keeps something.
    localStorage.setItem('dangol-inbox:shop1:mleft', '');
    signOut();
    await until(() => localStorage.getItem('dangol-inbox:shop1:mleft') === null);
    document.body.replaceChildren();
    localStorage.clear();
  });

  it('shows what it knew last at once, and says so', async () => {
    const service = inboxService(three());
    identify(memberToken);
    await drawn((await page()).notices, 3);
    clear();
    service.isAway = true;
    setOnline(false);
    const bell = place();
    const { notices } = await page();
    await drawn(notices, 3);
    expect(old(notices)).to.equal('마지막으로 확인한 알림이에요');
    await until(() => count(bell) === '3');
    await expectAccessible(notices);
    service.isAway = false;
    service.items = [notice(0), ...service.items];
    setOnline(true);
    await drawn(notices, 4);
    await until(() => old(notices) === '');
  });

  it('what is read and deleted meanwhile is kept over a new page, and told once when it is back', async () => {
    const service = inboxService(three());
    identify(memberToken);
    const first = await page();
    await drawn(first.notices, 3);
    service.isAway = true;
    setOnline(false);
    readOne(first.notices, 0);
    remove(first.notices, 1);
    await drawn(first.notices, 2);
    expect(rows(first.notices).map((row) => row.className)).to.deep.equal(['', 'unread']);
    // Another page: what was done there is known here.
    clear();
    const bell = place();
    const { notices } = await page();
    await drawn(notices, 2);
    expect(rows(notices).map((row) => row.className)).to.deep.equal(['', 'unread']);
    await until(() => count(bell) === '1');
    expect(service.told).to.deep.equal([]);
    service.isAway = false;
    setOnline(true);
    await until(() => service.told.length === 2);
    await until(() => old(notices) === '');
    expect(service.told).to.deep.equal(['read n1', 'delete n2']);
    expect(service.items.map(({ id, read }) => [id, read])).to.deep.equal([
      [noticeId(1), true],
      [noticeId(3), false],
    ]);
    expect(count(bell)).to.equal('1');
    // Nothing is told again by the next page.
    clear();
    asked.length = 0;
    await drawn((await page()).notices, 2);
    await until(() => asked.some(({ path }) => path === 'me/inbox'));
    expect(service.told).to.have.lengthOf(2);
  });

  it('all read without a connection does not read what comes later', async () => {
    const service = inboxService(three());
    identify(memberToken);
    const bell = place();
    const { notices } = await page();
    await drawn(notices, 3);
    service.isAway = true;
    setOnline(false);
    notices.shadowRoot!.querySelector<HTMLElement>('.acts .link')!.click();
    await until(() => count(bell) === undefined);
    service.items = [notice(0), ...service.items];
    service.isAway = false;
    setOnline(true);
    await until(() => count(bell) === '1');
    expect(service.told).to.deep.equal(['read all']);
    expect(rows(notices).map((row) => row.className)).to.deep.equal(['unread', '', '', '']);
  });

  it('what was deleted elsewhere meanwhile is done, and what can never succeed is not tried for ever', async () => {
    const service = inboxService(three(), ({ path }) =>
      path === 'me/inbox/read' ? problem(400, 'bad-input') : undefined,
    );
    identify(memberToken);
    const { notices } = await page();
    await drawn(notices, 3);
    service.items = service.items.slice(1);
    readOne(notices, 2);
    remove(notices, 0);
    await until(() => service.told.length === 1);
    await drawn(notices, 2);
    await until(() => !JSON.parse(localStorage.getItem(names()[0]!)!).marks.length);
    expect(service.told).to.deep.equal(['delete n1']);
  });

  it('an answer that was asked for before something was deleted does not bring it back', async () => {
    const late: (() => void)[] = [];
    let isSlow = false;
    const service = inboxService(three(), ({ path, url }, { items }) => {
      if (path !== 'me/inbox' || !isSlow || url.searchParams.has('cursor')) return undefined;
      const then = inbox([...items]);
      return new Promise((done) => late.push(() => done(json(then))));
    });
    identify(memberToken);
    const bell = place();
    const { notices } = await page();
    await drawn(notices, 3);
    isSlow = true;
    dispatchEvent(new Event('online'));
    await until(() => late.length);
    remove(notices, 0);
    await drawn(notices, 2);
    isSlow = false;
    late[0]!();
    await until(() => service.told.length === 1);
    await until(() => asked.filter(({ path }) => path === 'me/inbox').length >= 3);
    expect(rows(notices)).to.have.lengthOf(2);
    expect(count(bell)).to.equal('2');
  });

  it('works where storage is forbidden, as long as the page lives', async () => {
    const own = Object.getOwnPropertyDescriptor(globalThis, 'localStorage')!;
    Object.defineProperty(globalThis, 'localStorage', {
      configurable: true,
      get() {
        throw new DOMException('no', 'SecurityError');
      },
    });
    try {
      const service = inboxService(three());
      identify(memberToken);
      const { notices } = await page();
      await drawn(notices, 3);
      service.isAway = true;
      setOnline(false);
      remove(notices, 0);
      await drawn(notices, 2);
      clear();
      const again = await page();
      await drawn(again.notices, 2);
      service.isAway = false;
      setOnline(true);
      await until(() => service.told.length === 1);
      // Signed out, memory forgets too.
      signOut();
      clear();
      service.isAway = true;
      await new Promise((done) => setTimeout(done, 50));
      identify(memberToken);
      const later = await page();
      await until(() => later.notices.shadowRoot!.querySelector('.waiting, .note'));
      expect(rows(later.notices)).to.have.lengthOf(0);
    } finally {
      Object.defineProperty(globalThis, 'localStorage', own);
    }
  });

  it('signing out forgets it, and who comes next sees nothing of it', async () => {
    const service = inboxService(three());
    identify(memberToken);
    const bell = place();
    const { notices } = await page();
    await drawn(notices, 3);
    expect(names()).to.have.lengthOf(1);
    expect(names()[0]).to.not.include(memberToken);
    signOut();
    await until(() => names().length === 0);
    await until(() => rows(notices).length === 0);
    expect(count(bell)).to.equal(undefined);
    await until(() => notices.shadowRoot!.querySelector('.note')!.textContent!.includes('로그인하면'));
    service.isAway = true;
    identify('another-token-0123456789');
    await until(() => notices.shadowRoot!.querySelector('.note, .waiting'));
    expect(rows(notices)).to.have.lengthOf(0);
  });

  it('another member without a sign-out between sees nothing of it either', async () => {
    const service = inboxService(three());
    identify(memberToken);
    const { notices } = await page();
    await drawn(notices, 3);
    service.items = [notice(9)];
    identify('another-token-0123456789');
    await drawn(notices, 1);
    expect(names()).to.have.lengthOf(1);
  });

  it('when the host says that nobody is here, what was kept is forgotten without being opened', async () => {
    inboxService(three());
    identify(memberToken);
    await drawn((await page()).notices, 3);
    clear();
    expect(names()).to.have.lengthOf(1);
    identify(() => null);
    place();
    await until(() => names().length === 0);
  });

  it('a page in another tab is heard', async () => {
    inboxService(three());
    identify(memberToken);
    const bell = place();
    const { notices } = await page();
    await drawn(notices, 3);
    const key = names()[0]!;
    const kept = JSON.parse(localStorage.getItem(key)!) as Box;
    localStorage.setItem(key, JSON.stringify(withMark(kept, noticeId(2), 'gone')));
    dispatchEvent(new StorageEvent('storage', { key }));
    await drawn(notices, 2);
    expect(count(bell)).to.equal('2');
  });

  it('what is kept is not endless', async () => {
    inboxService(Array.from({ length: 60 }, (_, at) => notice(at + 1)));
    identify(memberToken);
    const { notices } = await page();
    await drawn(notices, 20);
    for (const number of [40, 60]) {
      notices.shadowRoot!.querySelector<HTMLElement>('.wide')!.click();
      await drawn(notices, number);
    }
    expect(JSON.parse(localStorage.getItem(names()[0]!)!).items).to.have.lengthOf(30);
  });
});

describe('the rules of the inbox', () => {
  const box = withFirstPage(
    EMPTY,
    inbox(
      [1, 2, 3].map((number) => notice(number)),
      { next: 'x', unread: 10 },
    ),
  );
  const unread = (one: Box) => shownOf(one).unread;

  it('count what is read or deleted once, in whatever order', () => {
    const read = withMark(box, noticeId(1), 'read');
    expect(unread(read)).to.equal(9);
    expect(withMark(read, noticeId(1), 'read')).to.equal(read);
    const gone = withMark(read, noticeId(1), 'gone');
    expect(unread(gone)).to.equal(9);
    expect(withMark(gone, noticeId(1), 'gone')).to.equal(gone);
    // The service hears of both; its count after the first holds no more of it.
    const told = withReadsTold(gone, [noticeId(1)], 9);
    expect(unread(told)).to.equal(9);
    expect(unread(withGoneTold(told, noticeId(1)))).to.equal(9);
    expect(unread(withGoneTold(withMark(box, noticeId(2), 'gone'), noticeId(2)))).to.equal(9);
  });

  it('all read is none, also of pages that were not loaded, until something newer comes', () => {
    const all = withAllRead(withMark(box, noticeId(2), 'gone'));
    expect(unread(all)).to.equal(0);
    expect(shownOf(all).items.every(({ read }) => read)).to.equal(true);
    const newer = withFirstPage(all, inbox([notice(0), ...box.items], { unread: 11 }));
    expect(unread(newer)).to.equal(1);
    const told = withUntilTold(newer, newer.until!, 1);
    expect(told.until).to.equal(null);
    expect(unread(told)).to.equal(1);
    expect(withAllRead(EMPTY)).to.equal(EMPTY);
  });

  it('a newest page takes the place of what it covers, and older ones stay where they meet', () => {
    const older = { ...box, items: [...box.items, notice(4), notice(5)], next: 'y' };
    const page = inbox([notice(0), notice(1), notice(3)], { next: 'z', unread: 3 });
    const merged = withFirstPage(older, page);
    expect(merged.items.map(({ id }) => id)).to.deep.equal([0, 1, 3, 4, 5].map(noticeId));
    expect(merged.next).to.equal('y');
    expect(withFirstPage(older, inbox([notice(0)], { next: 'z' })).items).to.have.lengthOf(1);
    expect(withFirstPage(older, { ...page, next: null }).next).to.equal(null);
  });
});
