import { expect } from 'chai';
import { identify, signOut } from '../../widgets/core/page.ts';
import { keep, kept as stored } from '../../widgets/core/storage.ts';
import { DangolSavingsClub } from '../../widgets/savings-club/savings-club.ts';
import {
  ACCOUNT,
  CLUB,
  CODE,
  chain,
  club,
  clubs,
  contribution,
  dayIn,
  type KeptClub,
  myPart,
  NONE,
  starterPart,
  TOKEN,
} from './support/clubs.ts';
import { asked, json, noNetwork, problem } from './support/service.ts';
import { expectAccessible, until } from './support/until.ts';
import { stream } from './support/wishes.ts';

customElements.define('dangol-savings-club', DangolSavingsClub);

const root = (element: Element) => element.shadowRoot!;
const find = (element: Element, selector: string) => root(element).querySelector<HTMLElement>(selector);
const text = (element: Element | null | undefined) => element?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
const told = (element: Element) =>
  text(find(element, 'dangol-part-notice')?.shadowRoot?.querySelector('span'));

/** A member's page with a club on it, and a sheet that was opened by a tap. */
async function shown(state: Partial<KeptClub> = {}, lang = 'ko') {
  const kept = clubs(state);
  identify(TOKEN);
  const element = document.createElement('dangol-savings-club');
  element.club = CLUB;
  element.lang = lang;
  document.body.append(element);
  await until(() => find(element, '.club'));
  return { kept, element };
}
async function opened(element: DangolSavingsClub, part: string, tag: string) {
  find(element, `[part=${part}]`)!.click();
  const sheet = await until(() => find(element, tag));
  await until(() => root(sheet).querySelector('dangol-part-sheet'));
  return sheet;
}
async function picked(element: DangolSavingsClub, label: string) {
  find(element, '.dots')!.click();
  const item = await until(() =>
    [
      ...(find(element, 'dangol-part-menu')?.shadowRoot?.querySelectorAll<HTMLElement>('[role=menuitem]') ??
        []),
    ].find((one) => text(one) === label),
  );
  item.click();
}
function type(sheet: Element, selector: string, value: string): void {
  const field = find(sheet, selector) as HTMLInputElement;
  field.value = value;
  field.dispatchEvent(new Event('input', { bubbles: true }));
}
const main = (sheet: Element) => find(sheet, '.main')!;
const sent = (method: string, path: string) =>
  asked.filter((one) => one.method === method && one.path === `clubs/${CLUB}/${path}`);

describe('what opens over a savings club', () => {
  afterEach(() => {
    signOut();
    document.body.replaceChildren();
    localStorage.clear();
    history.replaceState(null, '', location.pathname + location.search);
  });

  it('puts points in with a line, never before the service has said so', async () => {
    let release = () => undefined as unknown;
    const held = new Promise<void>((done) => {
      release = () => done();
    });
    const { element } = await shown();
    const { kept } = { kept: clubs({ other: () => undefined }) };
    kept.other = ({ method, path }) => {
      if (method !== 'POST' || !path.endsWith('/contributions')) return undefined;
      kept.other = () => undefined;
      return held.then(() => {
        kept.club = club({ raised: 50_000, percent: 41 });
        kept.position = 2;
        return json(contribution(1), 201);
      });
    };
    const seen: string[] = [];
    for (const name of ['dangol-before-club-give', 'dangol-club-give'])
      element.addEventListener(name, ({ type }) => seen.push(type));
    const sheet = await opened(element, 'give', 'dangol-club-give');
    await expectAccessible(element);
    find(sheet, '.quick button:nth-child(3)')!.click();
    type(sheet, 'textarea', '생일 축하해!');
    await until(() => text(main(sheet)) === '5,000원 보태기');
    main(sheet).click();
    await until(() => text(main(sheet)) === '보내고 있어요');
    expect(text(find(element, '.big'))).to.equal('45,000원');
    release();
    await until(() => text(find(element, '.big')) === '50,000원');
    expect(seen).to.deep.equal(['dangol-before-club-give', 'dangol-club-give']);
    expect(sent('POST', 'contributions')[0]!.body).to.deep.equal({ amount: 5000, text: '생일 축하해!' });
    await until(() => told(element) === '5,000원 보탰어요. 고마워요!');
    expect(find(element, 'dangol-club-give')).to.equal(null);
  });

  it('takes no amount above what is needed or what there is, and none that is no number', async () => {
    const { element } = await shown({ club: club({ raised: 117_000, percent: 97 }) });
    const sheet = await opened(element, 'give', 'dangol-club-give');
    for (const wrong of ['', '0', '-5', '1.5', '1e9', '3001', '99999999999999']) {
      type(sheet, '#amount', wrong);
      main(sheet).click();
      await until(() => text(find(sheet, '#amount-problem')));
    }
    type(sheet, '#amount', '３,０００');
    await until(() => text(main(sheet)) === '3,000원 보태기');
    expect(sent('POST', 'contributions')).to.deep.equal([]);
    // No quick amount is more than the rest.
    expect([...root(sheet).querySelectorAll('.quick button')].map(text)).to.deep.equal([
      '1,000원',
      '모두 3,000원',
    ]);
  });

  it('follows what changes while it is open, and keeps the words when it is refused', async () => {
    const { element, kept } = await shown();
    const sheet = await opened(element, 'give', 'dangol-club-give');
    type(sheet, '#amount', '20000');
    type(sheet, 'textarea', '늘 고마워');
    kept.club = club({ raised: 119_000, percent: 99 });
    kept.position = 2;
    await until(() => text(main(sheet)) === '20,000원 보태기');
    main(sheet).click();
    await until(() => text(find(sheet, 'form > .problem')).includes('more-than-needed'));
    await until(() => text(find(sheet, '#amount-hint')).includes('목표까지 1,000원'));
    expect((find(sheet, 'textarea') as HTMLTextAreaElement).value).to.equal('늘 고마워');
  });

  it('a lost answer is asked for again with the same key, and nothing can be changed until it is known', async () => {
    let isAway = true;
    const { element, kept } = await shown();
    kept.other = ({ method, path }) =>
      isAway && method === 'POST' && path.endsWith('/contributions') ? noNetwork() : undefined;
    const sheet = await opened(element, 'give', 'dangol-club-give');
    type(sheet, '#amount', '1000');
    await until(() => text(main(sheet)) === '1,000원 보태기');
    main(sheet).click();
    await until(() => text(find(sheet, '.told')).includes('두 번 보태지지 않아요'));
    expect((find(sheet, '#amount') as HTMLInputElement).readOnly).to.equal(true);
    await expectAccessible(element);
    isAway = false;
    main(sheet).click();
    await until(() => text(find(element, '.big')) === '46,000원');
    const keys = new Set(sent('POST', 'contributions').map(({ headers }) => headers.get('idempotency-key')));
    expect(keys.size).to.equal(1);
  });

  it('the words that were being written survive a reload, for whoever wrote them', async () => {
    const { element } = await shown();
    const sheet = await opened(element, 'give', 'dangol-club-give');
    type(sheet, 'textarea', '쓰다 만 한마디');
    element.remove();
    const again = (await shown()).element;
    const next = await opened(again, 'give', 'dangol-club-give');
    expect((find(next, 'textarea') as HTMLTextAreaElement).value).to.equal('쓰다 만 한마디');
  });

  it('a standing share is chosen by me alone, says what it means, and stops', async () => {
    const { element } = await shown();
    const sheet = await opened(element, 'share', 'dangol-club-share');
    expect(root(sheet).querySelectorAll('input:checked')).to.have.lengthOf(0);
    expect((main(sheet) as HTMLButtonElement).disabled).to.equal(true);
    await expectAccessible(element);
    (find(sheet, 'input[value="30"]') as HTMLInputElement).click();
    await until(() =>
      text(sheet.shadowRoot!.querySelector('[role=status]')).includes('1,000원 확정되면 그중 300원'),
    );
    main(sheet).click();
    await until(() => text(find(element, '[part=share]')) === '주문할 때마다 30% 보태는 중');
    expect(sent('PUT', 'share')[0]!.body).to.deep.equal({ percent: 30 });
    const next = await opened(element, 'share', 'dangol-club-share');
    find(next, '.grave')!.click();
    await until(() => text(find(element, '[part=share]')) === '주문할 때마다 보태기');
    expect(sent('PUT', 'share')[1]!.body).to.deep.equal({ percent: 0 });
  });

  it('shows a code for the till, with the time it holds, renews it, and tells when it was read', async () => {
    const live = stream();
    const clock = Date.now;
    let codes = 0;
    const { element, kept } = await shown({
      other: ({ path }) => {
        if (path === 'stream') return live.answer();
        if (!path.endsWith('/till-code')) return undefined;
        return json({ code: `${codes++}${CODE}`, expiresAt: Date.now() + 300_000 }, 201);
      },
    });
    const sheet = await opened(element, 'till', 'dangol-club-till');
    const first = await until(() => find(sheet, 'svg path')?.getAttribute('d'));
    expect(text(find(sheet, 'code'))).to.equal(`0${CODE}`);
    expect(text(find(sheet, '.time-left'))).to.match(/^(5:00|4:\d\d) 남음$/);
    // However long it took to see the first one: its time is over when the clock says so.
    Date.now = () => clock() + 300_000;
    try {
      await until(() => text(find(sheet, 'code')) === `1${CODE}`);
      expect(find(sheet, 'svg path')!.getAttribute('d')).to.not.equal(first);
      expect(text(find(sheet, '.time-left'))).to.match(/^(5:00|4:\d\d) 남음$/);
    } finally {
      Date.now = clock;
    }
    const keys = sent('POST', 'till-code').map(({ headers }) => headers.get('idempotency-key'));
    expect(new Set(keys).size).to.equal(2);
    await expectAccessible(element);
    await until(() => live.isOpen());
    kept.me = myPart({ given: 7000 });
    kept.position = 2;
    live.tell({ kind: 'changed', topic: `club:${CLUB}`, ids: {}, position: 2 }, 2);
    await until(() => text(find(sheet, '.told')) === '2,000원 보탰어요. 고마워요!');
  });

  it('invites by a link that says nothing, for members or for the one it is for, and takes it back', async () => {
    const { element } = await shown({ me: starterPart() });
    const sheet = await opened(element, 'invite', 'dangol-club-invite');
    (find(sheet, 'input[value=person]') as HTMLInputElement).click();
    await until(() => (find(sheet, 'input[value=person]') as HTMLInputElement).checked);
    await expectAccessible(element);
    main(sheet).click();
    const field = await until(() => find(sheet, '#link') as HTMLInputElement | null);
    expect(field.value).to.equal(`https://service.test/c/shop1#dangol-club&invite=${CODE}`);
    expect(sent('POST', 'invitations')[0]!.body).to.deep.equal({ role: 'person', uses: 1 });
    await expectAccessible(element);
    await until(() => root(sheet).querySelectorAll('.rows li').length === 1);
    find(sheet, '.rows .link')!.click();
    await until(() => !root(sheet).querySelectorAll('.rows li').length);
    expect(find(sheet, '#link')).to.equal(null);
  });

  it('closing, calling off and leaving each say first what happens to whose points', async () => {
    const asks: [string, Partial<KeptClub>, string, string][] = [
      [
        '지금 선물 전하기',
        { me: starterPart() },
        'close',
        '지금까지 모인 45,000원 모두 받는 분의 적립금이 되고, 되돌릴 수 없어요.',
      ],
      [
        '그만두기',
        { me: starterPart() },
        'cancel',
        '모인 45,000원 모두, 보탠 만큼 한 분 한 분의 적립금으로 돌아가고 되돌릴 수 없어요.',
      ],
      [
        '나가기',
        {},
        'leave',
        '내가 보탠 5,000원 모두 내 적립금으로 돌아오고, 다시 함께하려면 초대를 새로 받아야 해요.',
      ],
    ];
    for (const [label, state, path, sentence] of asks) {
      const { element } = await shown({
        ...state,
        other: (request) => (request.path.endsWith(`/${path}`) ? json({}) : undefined),
      });
      await picked(element, label);
      const sheet = await until(() => find(element, 'dangol-part-confirm'));
      await until(() => root(sheet).querySelector('p'));
      expect(text(root(sheet).querySelector('p'))).to.equal(sentence);
      expect(sent('POST', path)).to.deep.equal([]);
      await expectAccessible(element);
      main(sheet).click();
      await until(() => sent('POST', path).length === 1);
      expect(sent('POST', path)[0]!.body).to.deep.equal(path === 'leave' ? {} : { version: 3 });
      await until(() => !find(element, 'dangol-part-confirm'));
      element.remove();
    }
  });

  it('starts a club with few fields, keeps what was written, and goes to it', async () => {
    clubs({
      other: ({ method, path }) =>
        method === 'POST' && path === 'clubs' ? json({ club: { id: CLUB } }, 201) : undefined,
    });
    identify(TOKEN);
    const open = async () => {
      const element = document.createElement('dangol-savings-club');
      document.body.append(element);
      (await until(() => find(element, '[part=new]'))).click();
      const sheet = await until(() => find(element, 'dangol-club-form'));
      await until(() => find(sheet, '#name'));
      return { element, sheet };
    };
    let { element, sheet } = await open();
    await expectAccessible(element);
    main(sheet).click();
    await until(() => text(find(sheet, '#name-problem')) === '이름을 적어 주세요.');
    type(sheet, '#name', '민지 생일');
    type(sheet, '#personName', '민지');
    element.remove();
    ({ element, sheet } = await open());
    expect((find(sheet, '#name') as HTMLInputElement).value).to.equal('민지 생일');
    type(sheet, '#goal', '120,000');
    (await until(() => find(sheet, '.pick input[type=checkbox]'))).click();
    main(sheet).click();
    await until(() => location.hash === `#dangol-club=${CLUB}`);
    const { body } = asked.find(({ method, path }) => method === 'POST' && path === 'clubs')!;
    expect(body).to.deep.equal({
      name: '민지 생일',
      occasion: 'birthday',
      occasionText: null,
      goal: 120_000,
      endsOn: dayIn(30),
      personName: '민지',
      cover: { emoji: '🎂' },
      visibility: 'members',
      secretUntil: dayIn(30),
      amounts: 'members',
      payout: 'person',
      ifShort: 'refund',
      commentsOpen: true,
    });
  });

  it('takes a photo for its cover, as soon as it is picked', async () => {
    const { element } = await shown({
      me: starterPart(),
      other: ({ method, path }) => {
        if (path === 'photos')
          return json(
            { id: 'p1'.padEnd(25, '0'), alt: '', width: 9, height: 9, small: '/s.webp', large: '/l.webp' },
            201,
          );
        return method === 'PATCH' && path === `clubs/${CLUB}` ? json({}) : undefined;
      },
    });
    await picked(element, '고치기');
    const sheet = await until(() => find(element, 'dangol-club-form'));
    const input = await until(() => find(sheet, 'input[type=file]') as HTMLInputElement | null);
    const files = new DataTransfer();
    files.items.add(new File(['x'], 'cake.png', { type: 'image/png' }));
    input.files = files.files;
    input.dispatchEvent(new Event('change'));
    await until(() => text(find(sheet, '.photo')) === '다른 사진');
    main(sheet).click();
    const change = await until(() => asked.find(({ method }) => method === 'PATCH'));
    expect(change.body).to.deep.equal({ cover: { photo: 'p1'.padEnd(25, '0') }, version: 3 });
  });

  it('changes only what was changed; what somebody gave for stays', async () => {
    const { element } = await shown({
      me: starterPart(),
      other: ({ method, path }) => (method === 'PATCH' && path === `clubs/${CLUB}` ? json({}) : undefined),
    });
    await picked(element, '고치기');
    const sheet = await until(() => find(element, 'dangol-club-form'));
    await until(() => find(sheet, '#name'));
    expect((find(sheet, '#goal') as HTMLInputElement).readOnly).to.equal(true);
    expect((find(sheet, '#goal') as HTMLInputElement).value).to.equal('120,000');
    expect((find(sheet, '#endsOn') as HTMLInputElement).min).to.equal(dayIn(12));
    await expectAccessible(element);
    type(sheet, '#name', '민지 생일 자전거');
    main(sheet).click();
    const change = await until(() => asked.find(({ method }) => method === 'PATCH'));
    expect(change.body).to.deep.equal({ name: '민지 생일 자전거', version: 3 });
  });

  it('opens the rolling paper once it was given, and copies the coupon', async () => {
    const { element } = await shown({
      club: club({ state: 'paid-out', payout: 'coupon' }),
      me: myPart({
        may: NONE,
        outcome: { kind: 'given', amount: 5000 },
        coupon: { code: 'X7K2-9QF4-M3TD-8WZH', amount: 120_000, usedAt: null },
      }),
    });
    const sheet = await opened(element, 'paper', 'dangol-club-paper').catch(async () =>
      until(() => find(element, 'dangol-club-paper')),
    );
    await until(() => root(sheet).querySelectorAll('.note').length === 1);
    expect(text(find(sheet, '.note'))).to.equal('생일 축하해! 회원2님');
    await expectAccessible(element);
    sheet.remove();
    const copied: string[] = [];
    Object.defineProperty(navigator, 'clipboard', {
      value: { writeText: async (one: string) => void copied.push(one) },
      configurable: true,
    });
    find(element, '.coupon button')!.click();
    await until(() => told(element) === '복사했어요.');
    expect(copied).to.deep.equal(['X7K2-9QF4-M3TD-8WZH']);
    Reflect.deleteProperty(navigator, 'clipboard');
  });

  it('talks below the club, under its own subject', async () => {
    const { element } = await shown();
    find(element, '.talk')!.click();
    await until(() =>
      find(element, 'dangol-club-comments')?.shadowRoot?.querySelector('dangol-part-comment-thread'),
    );
    const { url } = asked.find(({ path }) => path === 'comments')!;
    expect(url.search).to.include(`kind=club&id=${CLUB}`);
    await expectAccessible(element);
  });

  it('reads the statement, recomputes its chain, and remembers its end', async () => {
    const entries = await chain([20_000, 5000, -5000]);
    const { element, kept } = await shown({ entries });
    const check = async () => {
      const sheet = await opened(element, 'statement', 'dangol-club-statement');
      await until(() => root(sheet).querySelectorAll('tbody tr').length === kept.entries.length);
      main(sheet).click();
      const said = await until(() => text(find(sheet, '.told')));
      await expectAccessible(element);
      sheet.remove();
      return said;
    };
    expect(await check())
      .to.include('내역 3개가 처음부터 끝까지 맞아요')
      .and.include('처음 확인했어요');
    expect(stored(`dangol-head:shop1:${CLUB}`)).to.equal(JSON.stringify({ seq: 3, hash: entries[2]!.hash }));
    kept.entries = await chain([20_000, 5000, -5000, 700]);
    expect(await check()).to.include('지난번에 본 3번째 내역도 그대로 들어 있어요');
    // Whole in itself, but another one than was seen.
    kept.entries = await chain([20_000, 5001, -5000, 700, 1]);
    expect(await check()).to.include('지난번에 본 4번째 내역이 지금 내역에 들어 있지 않아요');
    const bent = await chain([20_000, 5000, -5000, 700]);
    bent[1] = { ...bent[1]!, amount: 4000 };
    kept.entries = bent;
    expect(await check()).to.include('2번째 내역이 앞의 내역과 맞지 않아요');
    expect(ACCOUNT).to.equal(`p:${CLUB}`);
  });

  it('says so where the browser cannot compute it', async () => {
    const { element } = await shown({ entries: await chain([1000]) });
    const subtle = Object.getOwnPropertyDescriptor(Crypto.prototype, 'subtle')!;
    Object.defineProperty(crypto, 'subtle', { value: undefined, configurable: true });
    try {
      const sheet = await opened(element, 'statement', 'dangol-club-statement');
      await until(() => find(sheet, 'tbody tr'));
      main(sheet).click();
      await until(() => text(find(sheet, '.told')).includes('https로 시작하는 주소에서'));
    } finally {
      Reflect.deleteProperty(crypto, 'subtle');
      expect(subtle).to.not.equal(undefined);
    }
  });

  it('a refusal inside a sheet is said there, and the sheet stays', async () => {
    const { element, kept } = await shown();
    kept.other = ({ path }) => (path.endsWith('/share') ? problem(409, 'not-now') : undefined);
    const sheet = await opened(element, 'share', 'dangol-club-share');
    (find(sheet, 'input[value="50"]') as HTMLInputElement).click();
    await until(() => !(main(sheet) as HTMLButtonElement).disabled);
    main(sheet).click();
    await until(() => text(find(sheet, '.problem')) === '말: not-now');
    expect(find(element, 'dangol-club-share')).to.equal(sheet);
    keep('dangol:shop1', null);
  });
});
