// biome-ignore lint/correctness/noUndeclaredDependencies: comes with @web/test-runner, in the version that fits it
import { setViewport } from '@web/test-runner-commands';
import { expect } from 'chai';
import type { Notice } from '../../server/community/inbox/contract.ts';
import { identify, mallSide, signOut } from '../../widgets/core/page.ts';
import { inboxOf } from '../../widgets/inbox/data.ts';
import { DangolInbox } from '../../widgets/inbox/inbox.ts';
import type { InboxNotices } from '../../widgets/inbox/notices.ts';
import { expectFocus, press } from './parts/keys.ts';
import { LONG_NAME } from './parts/stage.ts';
import { noonHere } from './support/days.ts';
import { inboxService, memberToken, setOnline } from './support/inbox-service.ts';
import { notice, noticeId } from './support/notices.ts';
import { me, member, product } from './support/people.ts';
import { asked, hang, noNetwork, problem } from './support/service.ts';
import { expectAccessible, until } from './support/until.ts';

customElements.define('dangol-inbox', DangolInbox);

function place(attributes: Record<string, string> = {}): DangolInbox {
  const element = document.createElement('dangol-inbox');
  for (const name of Object.keys(attributes)) element.setAttribute(name, attributes[name]!);
  document.body.append(element);
  return element;
}

const bell = (element: DangolInbox) =>
  until(() => element.shadowRoot!.querySelector<HTMLElement>('button.bell'));
const count = (element: DangolInbox) =>
  element.shadowRoot!.querySelector<HTMLElement>('.count')?.dataset.count;
const list = (element: DangolInbox) =>
  until(
    () =>
      (
        element.shadowRoot!.querySelector('dangol-inbox-sheet')?.shadowRoot ?? element.shadowRoot!
      ).querySelector('dangol-inbox-notices') ?? undefined,
  );
const rows = (notices: InboxNotices) => [...notices.shadowRoot!.querySelectorAll<HTMLElement>('li')];
const drawn = (notices: InboxNotices, number: number) => until(() => rows(notices).length === number);
const inside = (notices: InboxNotices, selector: string) =>
  notices.shadowRoot!.querySelector<HTMLElement>(selector)!;
const note = (notices: InboxNotices) => inside(notices, '.note')?.textContent ?? '';

async function open(element: DangolInbox): Promise<InboxNotices> {
  (await bell(element)).click();
  return list(element);
}

const list1 = { id: 'list1', name: '생일', linkKey: 'k'.repeat(22) };
/** One of each kind. */
const EVERY: Notice[] = (
  [
    { kind: 'price-drop', advertising: true, facts: { before: 39_000, now: 29_900, currency: 'KRW' } },
    { kind: 'few-left', advertising: true },
    { kind: 'restock' },
    { kind: 'wish-comment', from: member(2), list: list1 },
    { kind: 'claimed-wish-changed', list: list1 },
    { kind: 'claimed-wish-gone', product: product('6', { url: null }) },
    { kind: 'claims-shown', product: null, list: { ...list1, name: null, linkKey: null } },
    { kind: 'list-joined', product: null, from: member(3), list: list1 },
    {
      kind: 'consent-told',
      product: null,
      facts: { purpose: 'advertising', channel: 'mail', given: true, consentAt: noonHere('2026-11-28') },
    },
    {
      kind: 'consent-check',
      product: null,
      facts: { purpose: 'advertising', channel: 'inbox', consentAt: noonHere('2024-11-28') },
    },
    { kind: 'part-back', facts: { amount: 3000 }, list: list1 },
    { kind: 'part-given', facts: { amount: 3000 }, list: list1 },
    { kind: 'gift-points', facts: { amount: 12_000 }, from: member(3), list: list1 },
    { kind: 'gift-points', facts: { amount: 12_000 }, list: list1 },
  ] as Partial<Notice>[]
).map((more, at) => notice(at + 1, more));

describe('the inbox', () => {
  afterEach(async () => {
    signOut();
    setOnline(true);
    // What a mall says of itself stays for the page.
    inboxOf(mallSide('shop1')).mall = undefined;
    for (const element of document.querySelectorAll('dangol-inbox')) element.remove();
    document.body.replaceChildren();
    localStorage.clear();
    await setViewport({ width: 800, height: 600 });
  });

  it('a bell that comes later shows at once what another one knows', async () => {
    inboxService(EVERY);
    identify(memberToken);
    const first = place();
    await until(() => count(first) === String(EVERY.length));
    const second = place();
    await until(() => count(second) === String(EVERY.length));
    expect(asked.filter(({ path }) => path === 'me/inbox')).to.have.lengthOf(1);
  });

  it('has nothing that axe objects to, closed and open, by day, by night, on a phone and a desk, in both languages', async () => {
    inboxService(EVERY);
    identify(memberToken);
    for (const [width, scheme, lang] of [
      [320, 'light', 'ko'],
      [320, 'dark', 'en'],
      [1200, 'light', 'en'],
      [1200, 'dark', 'ko'],
    ] as const) {
      await setViewport({ width, height: 800 });
      const element = place({ scheme, lang });
      await until(() => count(element) === String(EVERY.length));
      await expectAccessible(element);
      await drawn(await open(element), EVERY.length);
      await expectAccessible(element);
      element.remove();
      const inPage = place({ scheme, lang, view: 'list' });
      await drawn(await list(inPage), EVERY.length);
      await expectAccessible(inPage);
      inPage.remove();
    }
  });

  it('the bell says how many are unread, is as large as a finger, and says no more than 99+', async () => {
    const service = inboxService(EVERY.slice(0, 3));
    identify(memberToken);
    const element = place();
    await until(() => count(element) === '3');
    const button = await bell(element);
    expect(button.getAttribute('aria-label')).to.equal('읽지 않은 알림 3개');
    expect([button.offsetWidth, button.offsetHeight]).to.deep.equal([44, 44]);
    service.items = Array.from({ length: 120 }, (_, at) => notice(at + 1));
    element.remove();
    document.body.append(element);
    await until(() => count(element) === '99+');
    expect((await bell(element)).getAttribute('aria-label')).to.equal('읽지 않은 알림 120개');
    await expectAccessible(element);
  });

  it('tells the page how many are unread, also when that changes', async () => {
    inboxService(EVERY.slice(0, 2));
    identify(memberToken);
    const heard: number[] = [];
    const element = place();
    element.addEventListener('dangol-unread-change', ({ detail }) => heard.push(detail.unread));
    const notices = await open(element);
    await drawn(notices, 2);
    inside(notices, '.acts .link').click();
    await until(() => heard.length === 2);
    expect(heard).to.deep.equal([2, 0]);
  });

  it('for nobody it asks for nothing and shows no number; opened it says what signing in brings', async () => {
    inboxService(EVERY);
    const element = place();
    const button = await bell(element);
    expect(button.getAttribute('aria-label')).to.equal('알림');
    await new Promise((done) => setTimeout(done, 50));
    expect(asked).to.deep.equal([]);
    const notices = await open(element);
    await until(() => note(notices).includes('로그인하면 알림을 받을 수 있어요'));
    expect(asked.some(({ path }) => path.startsWith('me'))).to.equal(false);
    expect(element.shadowRoot!.querySelector('.count')).to.equal(null);
    await expectAccessible(element);
  });

  it('a guest of this browser has an inbox too', async () => {
    localStorage.setItem('dangol:shop1', 'guest-token-0123456789');
    inboxService(EVERY.slice(0, 1));
    const element = place();
    await until(() => count(element) === '1');
    expect(asked.find(({ path }) => path === 'me/inbox')!.headers.get('authorization')).to.equal(
      'Bearer guest-token-0123456789',
    );
  });

  it('makes one sentence of each kind, with what the law calls advertising marked', async () => {
    // Three minutes old now, however long ago this file was loaded.
    inboxService(EVERY.map((one, number) => ({ ...one, at: Date.now() - (number + 1) * 180_000 })));
    identify(memberToken);
    const notices = await open(place());
    await drawn(notices, EVERY.length);
    const texts = rows(notices).map((row) =>
      row.querySelector('.open')!.textContent!.replace(/\s+/g, ' ').replace('읽지 않음', '').trim(),
    );
    expect(texts).to.deep.equal([
      '(광고) ‘민트 머그잔’ 가격이 내려갔어요. 39,000원이던 것이 이제 29,900원이에요.',
      '(광고) ‘민트 머그잔’ 상품이 얼마 남지 않았어요.',
      '기다리시던 ‘민트 머그잔’ 상품을 다시 살 수 있어요.',
      '회원2님이 ‘민트 머그잔’\u2060에 댓글을 남겼어요.',
      '선물하려던 ‘민트 머그잔’ 내용이 바뀌었어요. 한번 확인해 주세요.',
      '선물하려던 ‘민트 머그잔’ 상품이 목록에서 빠졌어요.',
      '이제 ‘찜 목록’\u2060에 준비된 선물을 볼 수 있어요.',
      '회원3님이 ‘생일’\u2060에 함께하게 되었어요.',
      '2026. 11. 28. 광고성 정보 메일 수신에 동의하셨습니다.',
      '2024. 11. 28. 광고성 정보 알림함 수신에 동의하셨습니다. 계속 받으시려면 그대로 두시면 됩니다. 동의는 알림 설정에서 언제든지 철회하실 수 있습니다.',
      '‘민트 머그잔’ 선물에 보태려던 적립금 3,000원, 지갑으로 돌아왔어요.',
      '‘민트 머그잔’ 선물이 다 모였어요. 보태신 적립금 3,000원 잘 전해 드려요.',
      '회원3님이 ‘민트 머그잔’ 사시라고 적립금 12,000원 선물했어요.',
      '‘민트 머그잔’ 사시라고 적립금 12,000원 선물받았어요.',
    ]);
    expect(rows(notices)[0]!.querySelector('time')!.textContent).to.equal('3분 전');
  });

  it('tells of points that expire, by the name that the mall gives them', async () => {
    const facts = { amount: 12_000, day: '2037-05-08' };
    const service = inboxService([notice(1, { kind: 'points-expiring', product: null, facts })]);
    identify(memberToken);
    const line = (notices: InboxNotices) => rows(notices)[0]!.textContent!.replace(/\s+/g, ' ');
    const notices = await open(place());
    await drawn(notices, 1);
    await until(() => line(notices).includes('2037년 5월 8일 (금)에 적립금 12,000원의 사용 기간이 끝나요.'));
    await expectAccessible(notices);
    expect(service.items).to.have.lengthOf(1);
    document.querySelector('dangol-inbox')!.remove();
    const english = await open(place({ lang: 'en' }));
    await drawn(english, 1);
    expect(line(english)).to.contain('On Fri, May 8, 2037 12,000 points will expire.');
  });

  it('calls points as the mall does in all that it tells of gifts', async () => {
    const facts = { amount: 12_000 };
    const service = inboxService(
      (['part-back', 'part-given', 'gift-points'] as const).map((kind, at) =>
        notice(at + 1, { kind, facts }),
      ),
    );
    service.mall = { ...service.mall, points: { name: { ko: '도토리', en: 'Acorns' }, sales: false } };
    identify(memberToken);
    for (const [lang, said] of [
      ['ko', '도토리 12,000'],
      ['en', '12,000 Acorns'],
    ] as const) {
      const notices = await open(place({ lang }));
      await drawn(notices, 3);
      await until(() => rows(notices).every((row) => row.textContent!.includes(said)));
      for (const row of rows(notices)) expect(row.textContent).to.not.match(/적립금|points/);
      document.querySelector('dangol-inbox')!.remove();
    }
  });

  it('leads to the product at the mall, to a list with its key behind the #, or to the settings', async () => {
    const service = inboxService(EVERY);
    identify(memberToken);
    const element = place();
    let notices = await open(element);
    await drawn(notices, EVERY.length);
    const address = (at: number) => rows(notices)[at]!.querySelector('.open')!.getAttribute('href');
    expect(address(0)).to.equal('https://mall.test/p/1');
    expect(address(3)).to.equal(
      `https://service.test/m/shop1/wishlists/list1#dangol-wishlist=list1.${list1.linkKey}`,
    );
    expect(address(5)).to.equal(null);
    expect(address(6)).to.equal('https://service.test/m/shop1/wishlists/list1#dangol-wishlist=list1');
    expect(rows(notices)[8]!.querySelector('.open')!.getAttribute('aria-haspopup')).to.equal('dialog');
    service.mall = {
      ...service.mall,
      pages: { product: null, wishlist: 'https://mall.test/wish?x=1', club: null, blog: null },
    };
    element.remove();
    inboxOf(notices.side!).mall = undefined;
    const again = place();
    notices = await open(again);
    await drawn(notices, EVERY.length);
    expect(address(3)).to.equal(`https://mall.test/wish?x=1#dangol-wishlist=list1.${list1.linkKey}`);
  });

  it('opened, a notice is read and the page is asked before it is left', async () => {
    const service = inboxService(EVERY.slice(0, 2));
    identify(memberToken);
    const element = place();
    const notices = await open(element);
    await drawn(notices, 2);
    expect(rows(notices)[0]!.className).to.equal('unread');
    const heard: unknown[] = [];
    element.addEventListener('dangol-notice-open', ({ detail }) => heard.push(detail));
    element.addEventListener('dangol-before-navigate', (event) => {
      heard.push(event.detail);
      event.preventDefault();
    });
    const link = rows(notices)[0]!.querySelector<HTMLElement>('.open')!;
    link.focus();
    await press('Enter');
    await until(() => service.told.length === 1);
    expect(heard).to.deep.equal([
      { notice: noticeId(1), kind: 'price-drop', product: '1' },
      { url: 'https://mall.test/p/1', product: '1' },
    ]);
    expect(service.told).to.deep.equal(['read n1']);
    expect(rows(notices)[0]!.className).to.equal('');
    await until(() => count(element) === '1');
    // Read already, it is not told again.
    link.click();
    await notices.updateComplete;
    expect(service.told).to.have.lengthOf(1);
  });

  it('all are read with one touch', async () => {
    const service = inboxService(EVERY);
    identify(memberToken);
    const element = place();
    const notices = await open(element);
    await drawn(notices, EVERY.length);
    inside(notices, '.acts .link').focus();
    await press('Enter');
    expect(notices.shadowRoot!.querySelector('.unread')).to.equal(null);
    expect(count(element)).to.equal(undefined);
    await until(() => service.told.length === 1);
    expect(service.told).to.deep.equal(['read all']);
    expect(inside(notices, '.acts .link').getAttribute('aria-disabled')).to.equal('true');
    await expectAccessible(element);
  });

  it('one is deleted by keys alone, and the focus goes on to the next', async () => {
    const service = inboxService(EVERY.slice(0, 3));
    identify(memberToken);
    const element = place();
    const notices = await open(element);
    await drawn(notices, 3);
    const button = (at: number) => rows(notices)[at]!.querySelector<HTMLElement>('.delete')!;
    expect(button(1).getAttribute('aria-label')).to.match(/^지우기: ‘민트 머그잔’ 상품이/);
    button(1).focus();
    await press('Enter');
    await drawn(notices, 2);
    await until(() => inside(notices, '.only-heard[role=status]').textContent === '알림을 지웠어요.');
    expectFocus(button(1));
    expect(count(element)).to.equal('2');
    await press('Enter');
    await drawn(notices, 1);
    expectFocus(button(0));
    await press('Enter');
    await until(() => note(notices).includes('아직 알림이 없어요'));
    expectFocus(inside(notices, '.root'));
    await until(() => service.told.length === 3);
    expect(service.told).to.deep.equal(['delete n2', 'delete n3', 'delete n1']);
    await expectAccessible(element);
  });

  it('brings page after page, and says what fails beside the button', async () => {
    let isAway = false;
    inboxService(
      Array.from({ length: 45 }, (_, at) => notice(at + 1)),
      ({ url }) => (isAway && url.searchParams.has('cursor') ? problem(503, 'busy') : undefined),
    );
    identify(memberToken);
    const notices = await open(place());
    await drawn(notices, 20);
    inside(notices, '.wide').click();
    await drawn(notices, 40);
    isAway = true;
    inside(notices, '.wide').click();
    await until(() => inside(notices, '.problem').textContent === '말: busy');
    isAway = false;
    inside(notices, '.wide').click();
    await drawn(notices, 45);
    expect(inside(notices, '.wide')).to.equal(null);
    expect(new Set(rows(notices).map((row) => row.textContent)).size).to.be.at.most(45);
  });

  it('hears by the one stream that something is new, and asks for it', async () => {
    let send!: (text: string) => void;
    const service = inboxService(EVERY.slice(1, 2), ({ path, signal }) =>
      path === 'stream'
        ? new Response(
            new ReadableStream({
              start(controller) {
                send = (text) => controller.enqueue(new TextEncoder().encode(text));
                signal!.addEventListener('abort', () => controller.error(signal!.reason));
              },
            }),
            { headers: { 'content-type': 'text/event-stream' } },
          )
        : undefined,
    );
    identify(memberToken);
    const element = place();
    await until(() => count(element) === '1');
    await until(() => send);
    const stream = asked.find(({ path }) => path === 'stream')!;
    expect(stream.body).to.deep.equal({ topics: [`shopper:${me().id}`] });
    // What came between the question and the stream is not lost.
    service.items = EVERY.slice(0, 2);
    send('event: ready\ndata: {"position":7}\n\n');
    await until(() => count(element) === '2');
    service.items = [notice(0), ...EVERY.slice(0, 2)];
    send(
      `event: change\nid: 8\ndata: ${JSON.stringify({ position: 8, topic: `shopper:${me().id}`, changed: true })}\n\n`,
    );
    await until(() => count(element) === '3');
    expect(asked.filter(({ path }) => path === 'stream')).to.have.lengthOf(1);
  });

  it('many bells and a list are one inbox', async () => {
    inboxService(EVERY.slice(0, 2));
    identify(memberToken);
    const [one, other] = [place(), place()];
    const inPage = place({ view: 'list' });
    const notices = await list(inPage);
    await drawn(notices, 2);
    rows(notices)[0]!.querySelector<HTMLElement>('.delete')!.click();
    await until(() => count(one) === '1' && count(other) === '1');
    expect(asked.filter(({ path, method }) => method === 'GET' && path === 'me').length).to.equal(1);
  });

  it('closes with Escape and gives the focus back; tapped twice it is one', async () => {
    inboxService(EVERY.slice(0, 2));
    identify(memberToken);
    const element = place();
    const button = await bell(element);
    button.focus();
    button.click();
    button.click();
    const notices = await list(element);
    await drawn(notices, 2);
    expect(element.shadowRoot!.querySelectorAll('dangol-inbox-sheet')).to.have.lengthOf(1);
    await press('Escape');
    await until(() => !element.shadowRoot!.querySelector('dangol-inbox-sheet'));
    expectFocus(button);
  });

  it('its settings show each consent unticked with purpose and channel, and tell what came of it', async () => {
    const service = inboxService(EVERY.slice(0, 1));
    identify(memberToken);
    const element = place();
    const notices = await open(element);
    await drawn(notices, 1);
    const door = notices.shadowRoot!.querySelectorAll<HTMLElement>('.acts .link')[1]!;
    door.focus();
    await press('Enter');
    const settings = await until(() => notices.shadowRoot!.querySelector('dangol-part-channels'));
    const switches = () => [...settings.shadowRoot!.querySelectorAll<HTMLInputElement>('[role=switch]')];
    await until(() => switches().length === 3);
    await expectAccessible(element);
    expect(switches().map((one) => one.checked)).to.deep.equal([false, false, false]);
    expect(
      switches().map((one) => one.closest('label')!.textContent!.replace(/\s+/g, ' ').trim()),
    ).to.deep.equal([
      '부탁한 소식을 메일로 받는 데 동의 (선택)',
      '광고성 정보를 알림함에서 받는 데 동의 (선택)',
      '광고성 정보를 메일로 받는 데 동의 (선택)',
    ]);
    const text = settings.shadowRoot!.textContent!;
    for (const part of ['가게에서 보내며', '일주일에 많아도 3번', '오후 9시부터', '언제든지 거둘'])
      expect(text).to.include(part);
    switches()[2]!.focus();
    await press('Space');
    const said = () => settings.shadowRoot!.querySelector('.foot .said')!.textContent!;
    await until(() => said().includes('가게: ‘광고성 정보를 메일로 받는 데 동의’ 처리되었습니다.'));
    expect(switches()[2]!.checked).to.equal(true);
    await press('Space');
    await until(() => said().includes('철회가 처리되었습니다.'));
    expect(switches()[2]!.checked).to.equal(false);
    expect(service.told).to.deep.equal(['consent advertising mail true', 'consent advertising mail false']);
    await expectAccessible(element);
    await press('Escape');
    await until(() => !notices.shadowRoot!.querySelector('dangol-part-channels'));
    expectFocus(door);
    expect(element.shadowRoot!.querySelector('dangol-inbox-sheet')).to.not.equal(null);
  });

  it('a consent that is refused goes back for everybody to see', async () => {
    inboxService([], ({ path }) =>
      path === 'me/consents' ? problem(429, 'too-many', { retryAfter: 5 }) : undefined,
    );
    identify(memberToken);
    const notices = await open(place());
    await until(() => note(notices));
    notices.shadowRoot!.querySelectorAll<HTMLElement>('.acts .link')[1]!.click();
    const settings = await until(() => notices.shadowRoot!.querySelector('dangol-part-channels'));
    const toggle = await until(() => settings.shadowRoot!.querySelector<HTMLInputElement>('[role=switch]'));
    toggle.click();
    await until(() =>
      settings
        .shadowRoot!.querySelector('.foot .problem')!
        .textContent!.includes('원래대로 돌려놓았어요. 말: too-many'),
    );
    expect(toggle.checked).to.equal(false);
    await expectAccessible(settings);
  });

  it('a notice about a consent opens the settings', async () => {
    inboxService(EVERY.slice(8, 9));
    identify(memberToken);
    const notices = await open(place());
    await drawn(notices, 1);
    inside(notices, '.open').click();
    await until(() =>
      notices.shadowRoot!.querySelector('dangol-part-channels')?.shadowRoot?.querySelector('h3'),
    );
  });

  it('empty, it says calmly what will be here', async () => {
    inboxService([]);
    identify(memberToken);
    const element = place();
    const notices = await open(element);
    await until(() => note(notices).includes('아직 알림이 없어요'));
    expect(count(element)).to.equal(undefined);
    await expectAccessible(element);
  });

  it('waiting, it says so; refused, it says that too', async () => {
    inboxService([], ({ path, signal }) => (path === 'me/inbox' ? hang(signal) : undefined));
    identify(memberToken);
    const element = place({ lang: 'en' });
    const notices = await open(element);
    await until(() => inside(notices, '.waiting')?.textContent?.includes('Loading your notices'));
    await expectAccessible(element);
    element.remove();
    signOut();
    inboxService([], ({ path }) => (path === 'me/inbox' ? problem(403, 'not-allowed') : undefined));
    identify('member-token-of-another-one');
    const other = place();
    const refused = await open(other);
    await until(() => note(refused).includes('지금은 알림을 볼 수 없어요'));
    await expectAccessible(other);
  });

  it('failed, it can be asked again', async () => {
    let isAway = true;
    inboxService(EVERY.slice(0, 1), ({ path }) =>
      isAway && path === 'me/inbox' ? problem(500, 'internal') : undefined,
    );
    identify(memberToken);
    const element = place();
    const codes: string[] = [];
    element.addEventListener('dangol-problem-show', ({ detail }) => codes.push(detail.code));
    const notices = await open(element);
    await until(() => note(notices).includes('알림을 불러오지 못했어요'));
    await expectAccessible(element);
    isAway = false;
    inside(notices, '.note button').click();
    await drawn(notices, 1);
    expect(codes).to.deep.equal(['internal']);
  });

  it('nothing sticks out on a narrow phone, with the longest names and enlarged text', async () => {
    inboxService(
      EVERY.map((one) => ({
        ...one,
        product: one.product && { ...one.product, name: LONG_NAME.repeat(3) },
        from: one.from && { ...one.from, name: LONG_NAME },
      })),
    );
    identify(memberToken);
    await setViewport({ width: 320, height: 700 });
    for (const size of ['15px', '30px']) {
      const element = place({ view: 'list' });
      element.style.setProperty('--dangol-font-size', size);
      const notices = await list(element);
      await drawn(notices, EVERY.length);
      expect(document.documentElement.scrollWidth).to.be.at.most(320);
      for (const row of rows(notices)) expect(row.scrollWidth).to.be.at.most(row.clientWidth);
      element.remove();
    }
  });

  it('another language replaces every word, in the open sheet too', async () => {
    inboxService(EVERY.slice(0, 1));
    identify(memberToken);
    const element = place({ lang: 'ko' });
    const notices = await open(element);
    await drawn(notices, 1);
    element.lang = 'en';
    await until(() => rows(notices)[0]!.textContent!.includes('has dropped from ₩39,000 to ₩29,900'));
    expect(rows(notices)[0]!.textContent).to.include('(Advertisement)');
    expect((await bell(element)).getAttribute('aria-label')).to.equal('1 new notice');
    expect(notices.shadowRoot!.textContent).to.not.match(/읽음|알림/);
  });

  it('takes accent and language of the mall where the page says nothing', async () => {
    const service = inboxService(EVERY.slice(0, 1));
    service.mall = { ...service.mall, locale: 'en', looks: { scheme: 'auto', accent: '#ffe600', radius: 0 } };
    identify(memberToken);
    const element = place();
    await until(() => count(element) === '1');
    const button = await bell(element);
    await until(() => button.getAttribute('aria-label') === '1 new notice');
    expect(getComputedStyle(element.shadowRoot!.querySelector('.count')!).backgroundColor).to.equal(
      'rgb(255, 230, 0)',
    );
  });

  it('what the host page cannot be reached for changes nothing', async () => {
    inboxService([], () => noNetwork());
    identify(memberToken);
    const element = place();
    expect((await bell(element)).getAttribute('aria-label')).to.equal('알림');
  });
});
