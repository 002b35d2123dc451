// biome-ignore lint/correctness/noUndeclaredDependencies: comes with @web/test-runner, in the version that fits it
import { setViewport } from '@web/test-runner-commands';
import { expect } from 'chai';
import { identify, signOut } from '../../widgets/core/page.ts';
import { keep } from '../../widgets/core/storage.ts';
import { DangolSavingsClub } from '../../widgets/savings-club/savings-club.ts';
import { LONG_NAME } from './parts/stage.ts';
import {
  CLUB,
  CODE,
  card,
  club,
  clubMember,
  clubs,
  contribution,
  dayIn,
  type KeptClub,
  myPart,
  NONE,
  onlookerPart,
  preview,
  starterPart,
  TOKEN,
} from './support/clubs.ts';
import { setOnline } from './support/inbox-service.ts';
import { member, product } from './support/people.ts';
import { asked, hang, noNetwork, problem } from './support/service.ts';
import { expectAccessible, until } from './support/until.ts';
import { mall, stream } from './support/wishes.ts';

customElements.define('dangol-savings-club', DangolSavingsClub);

function place(attributes: Record<string, string> = { club: CLUB }): DangolSavingsClub {
  const element = document.createElement('dangol-savings-club');
  for (const name of Object.keys(attributes)) element.setAttribute(name, attributes[name]!);
  document.body.append(element);
  return element;
}
const root = (element: Element) => element.shadowRoot!;
const find = (element: Element, selector: string) => root(element).querySelector<HTMLElement>(selector);
const text = (element: Element | null | undefined) => element?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
const shown = (element: Element) => until(() => find(element, '.club'));
const all = (element: Element) => text(find(element, '.root'));

describe('a savings club', () => {
  afterEach(async () => {
    signOut();
    keep('dangol:shop1', null);
    document.body.replaceChildren();
    history.replaceState(null, '', location.pathname + location.search);
    await setViewport({ width: 800, height: 600 });
  });

  it('has nothing that axe objects to, by day, by night, on a phone and a desk, in both languages', async () => {
    const states: Partial<KeptClub>[] = [
      { club: club({ name: LONG_NAME, secretUntil: dayIn(12), comments: 2 }) },
      { club: club({ state: 'reached', raised: 120_000, percent: 100 }), me: starterPart() },
      {
        club: club({ state: 'paid-out', payout: 'coupon', percent: 100 }),
        me: myPart({
          may: NONE,
          outcome: { kind: 'given', amount: 5000 },
          coupon: { code: 'X7K2-9QF4-M3TD-8WZH', amount: 120_000, usedAt: null },
        }),
      },
      { club: club({ raised: null, product: product('1') }), me: onlookerPart(), contributions: [] },
    ];
    for (const [number, state] of states.entries()) {
      clubs(state);
      const [scheme, lang, width] = (
        [
          ['light', 'ko', 320],
          ['dark', 'en', 320],
          ['dark', 'ko', 1200],
          ['light', 'en', 1200],
        ] as const
      )[number]!;
      await setViewport({ width, height: 900 });
      const element = place({ club: CLUB, scheme, lang });
      await shown(element);
      await expectAccessible(element);
      expect(document.documentElement.scrollWidth).to.be.at.most(width);
      element.remove();
    }
  });

  it('says how far it is, how long it still is, and who has joined in', async () => {
    clubs({ forecast: { on: dayIn(8), inTime: true } });
    identify(TOKEN);
    const element = place();
    await shown(element);
    const meter = find(element, '[role=meter]')!;
    expect(meter.getAttribute('aria-valuenow')).to.equal('37');
    expect(meter.getAttribute('aria-valuetext')).to.equal('120,000원 중 45,000원 모여서 37%예요');
    expect(root(element).querySelectorAll('.meter i.on')).to.have.lengthOf(1);
    expect(text(find(element, '.chips'))).to.match(/^생일 D-12 .+까지$/);
    expect(text(find(element, '.below'))).to.match(/^75,000원 더 모으면 돼요\s?이대로라면 .+쯤 다 모여요$/);
    expect(text(find(element, '.people')))
      .to.include('3명')
      .and.match(/회원1님\s?연 사람 15,000원/);
    expect(text(find(element, '.news'))).to.include('회원2님이 보탰어요 5,000원 생일 축하해!');
    expect(text(find(element, '.news'))).to.include('25% 모였어요');
    element.lang = 'en';
    await until(() => text(find(element, '.chips')).startsWith('Birthday 12 days left'));
  });

  it('counts the last day, and says no forecast that nobody gave', async () => {
    clubs({ club: club({ endsOn: dayIn(0) }) });
    const element = place();
    await shown(element);
    expect(text(find(element, '.days'))).to.equal('D-day');
    expect(all(element)).to.not.include('이대로라면');
  });

  it('moves when the service says that something is new, and says so to those who only hear', async () => {
    const live = stream();
    const kept = clubs({ other: ({ path }) => (path === 'stream' ? live.answer() : undefined) });
    identify(TOKEN);
    const element = place();
    await shown(element);
    await until(() => live.isOpen());
    const { body } = asked.find((one) => one.path === 'stream')!;
    expect((body as { topics: string[] }).topics).to.deep.equal([`club:${CLUB}`]);
    kept.club = club({ raised: 66_000, percent: 55, memberCount: 4 });
    kept.position = 2;
    live.tell({ kind: 'changed', topic: `club:${CLUB}`, ids: {}, position: 2 }, 2);
    await until(() => find(element, '[role=meter]')!.getAttribute('aria-valuenow') === '55');
    expect(root(element).querySelectorAll('.meter i.on')).to.have.lengthOf(2);
    await until(() => text(find(element, '.only-heard[role=status]')) === '지금 55% 모였어요');
    // An answer from before it would take the meter back.
    kept.club = club();
    kept.position = 1;
    await element.data.refresh();
    expect(find(element, '[role=meter]')!.getAttribute('aria-valuenow')).to.equal('55');
  });

  it('shows an onlooker percent alone, and brings the key of the link in a header', async () => {
    clubs({
      club: club({ raised: null, visibility: 'link' }),
      me: onlookerPart(),
      contributions: [],
      members: [clubMember(1, { given: null })],
    });
    location.hash = `#dangol-club=${CLUB}.${CODE}`;
    const element = place({});
    await shown(element);
    expect(text(find(element, '.big'))).to.equal('37%');
    expect(text(find(element, '.people'))).to.not.include('원 ');
    expect(find(element, '[part=give]')).to.equal(null);
    expect(text(find(element, '.news'))).to.include('함께하는 사람만 볼 수 있어요');
    for (const { url } of asked) expect(url.href).to.not.include(CODE);
    expect(asked[0]!.headers.get('dangol-link')).to.equal(CODE);
    await until(() => asked.some((one) => one.path === 'stream'));
    const { body } = asked.find((one) => one.path === 'stream')!;
    expect((body as { topics: string[] }).topics).to.deep.equal([`club:${CLUB}.${CODE}`]);
  });

  it('says in one sentence what happened to my points, however it ended', async () => {
    identify(TOKEN);
    const ends: [Partial<KeptClub>, string, string][] = [
      [
        { club: club({ state: 'reached', percent: 100 }) },
        '받는 분이 아직 함께하지 않아서 전할 수 없어요',
        '',
      ],
      [{ club: club({ state: 'expired' }) }, '한 분 한 분께 그대로 돌려드려요', ''],
      [{ club: club({ state: 'cancelled' }) }, '연 사람이 그만두어서', ''],
      [{ club: club({ state: 'settling' }) }, '빠짐없이 처리하고 있어요', ''],
      [
        {
          club: club({ state: 'paid-out' }),
          me: myPart({ may: NONE, outcome: { kind: 'given', amount: 5000 } }),
        },
        '모두 받는 분께 전했어요',
        '내가 보탠 5,000원, 선물로 전해졌어요.',
      ],
      [
        {
          club: club({ state: 'paid-out', payout: 'shares' }),
          me: myPart({ may: NONE, outcome: { kind: 'received', amount: 4999 } }),
        },
        '보탠 만큼 나눠 드렸어요',
        '내 적립금에 4,999원 들어왔어요.',
      ],
      [
        {
          club: club({ state: 'refunded' }),
          me: myPart({ may: NONE, outcome: { kind: 'refunded', amount: 5000 } }),
        },
        '모두 돌려드렸어요',
        '내가 보탠 5,000원, 모두 내 적립금으로 돌아왔어요.',
      ],
      [
        { me: myPart({ role: null, may: NONE, outcome: { kind: 'left', amount: 5000 } }) },
        '',
        '나오면서 5,000원 모두 돌려받았어요.',
      ],
      [
        { club: club({ state: 'refunded' }), me: myPart({ may: NONE, given: 0 }) },
        '',
        '내 적립금은 그대로예요.',
      ],
    ];
    for (const [state, sentence, mine] of ends) {
      clubs(state);
      const element = place();
      await until(() => find(element, '.ending'));
      expect(text(find(element, '.ending'))).to.include(sentence);
      expect(text(find(element, '.outcome'))).to.include(mine);
      expect(find(element, '[part=give]') === null || state.me === undefined).to.equal(true);
      element.remove();
    }
  });

  it('leads to the product that it is for, unless the page says no', async () => {
    clubs({ club: club({ product: product('7') }) });
    const element = place();
    const link = await until(() => find(element, 'a.product'));
    const seen: object[] = [];
    element.addEventListener('dangol-before-navigate', (event) => {
      seen.push(event.detail);
      event.preventDefault();
    });
    link.click();
    expect(seen).to.deep.equal([{ url: 'https://mall.test/p/7', product: '7' }]);
  });

  it('shows all clubs of mine, the way into each, and more on demand', async () => {
    clubs({ cards: Array.from({ length: 23 }, (_, at) => card(at + 1)) });
    identify(TOKEN);
    const element = place({});
    await until(() => root(element).querySelectorAll('.card').length === 20);
    await expectAccessible(element);
    find(element, '[part=more]')!.click();
    await until(() => root(element).querySelectorAll('.card').length === 23);
    expect(find(element, '.card')!.getAttribute('href')).to.equal(`#dangol-club=${card(1).id}`);
    expect(text(find(element, '.card'))).to.match(
      /집들이\s?D-1 모으기 1 .*120,000원 300,000원 중 40% 모으는 중 · 4명/,
    );
  });

  it('invites a member who has none, and asks somebody unknown to sign in by the event of all widgets', async () => {
    clubs();
    const codes: string[] = [];
    const element = place({});
    element.addEventListener('dangol-problem-show', ({ detail }) => codes.push(detail.code));
    const door = await until(() => find(element, '[part=sign-in]'));
    expect(asked.some(({ path }) => path === 'me/clubs')).to.equal(false);
    await expectAccessible(element);
    door.click();
    await until(() => codes.length);
    expect(codes).to.deep.equal(['sign-in-required']);
    identify(TOKEN);
    await until(() => find(element, '[part=new]'));
    expect(all(element)).to.include('하나를 정해서 친구들을 초대해 보세요');
  });

  it('tells an invited person what it is; signed in, one tap joins, and the code leaves the address', async () => {
    const kept = clubs({ preview: preview() });
    location.hash = `#dangol-club&invite=${CODE}`;
    const element = place({});
    await until(() => find(element, '.invited'));
    expect(all(element))
      .to.include('회원1님이 초대했어요')
      .and.include('민지 서른 살 생일')
      .and.include('로그인하거나');
    expect(all(element)).to.not.include('45,000');
    expect(find(element, '[part=join]')).to.equal(null);
    await expectAccessible(element);
    for (const { url } of asked) expect(url.href).to.not.include(CODE);
    identify(TOKEN);
    const join = await until(() => find(element, '[part=join]'));
    let joined = 0;
    element.addEventListener('dangol-club-join', () => joined++);
    join.click();
    await shown(element);
    expect(joined).to.equal(1);
    expect(location.hash).to.equal(`#dangol-club=${CLUB}`);
    const sent = asked.find(({ path }) => path === 'clubs/join')!;
    expect(sent.body).to.deep.equal({ code: CODE });
    expect(sent.headers.get('idempotency-key')).to.have.lengthOf(32);
    expect(kept.preview.member).to.equal(true);
  });

  it('an invitation that has run out says so, and no more', async () => {
    clubs({ other: ({ path }) => (path === 'clubs/preview' ? problem(404, 'not-found') : undefined) });
    location.hash = `#dangol-club&invite=${CODE}`;
    const element = place({});
    await until(() => text(find(element, '.empty')).includes('이미 쓴 초대이거나 기한이 지난 초대예요'));
  });

  it('keeps its room while it waits, quietly', async () => {
    clubs({ other: ({ path, signal }) => (path.startsWith('clubs') ? hang(signal) : undefined) });
    const element = place({ club: CLUB, lang: 'en' });
    await until(() => text(find(element, '[role=status]')).includes('Loading'));
    expect(element.offsetHeight).to.be.at.least(620);
    await expectAccessible(element);
  });

  it('refused, gone, failed and offline, it is calm, and comes back by itself', async () => {
    let answer = () => problem(404, 'not-found') as Response | Promise<Response>;
    let isWell = false;
    clubs({ other: ({ path }) => (path.startsWith('clubs/') && !isWell ? answer() : undefined) });
    let element = place();
    await until(() => text(find(element, '.empty')).includes('볼 수 없는 같이 모으기예요'));
    expect(find(element, '[part=sign-in]')).to.not.equal(null);
    await expectAccessible(element);
    element.remove();
    // A link that came without its end.
    answer = () => problem(400, 'bad-input');
    element = place();
    await until(() => text(find(element, '.empty')).includes('볼 수 없는 같이 모으기예요'));
    element.remove();
    answer = () => problem(401, 'sign-in-required');
    element = place();
    await until(() => text(find(element, '.empty')).includes('로그인하면 볼 수 있어요'));
    element.remove();
    answer = () => problem(500, 'internal');
    element = place();
    await until(() => text(find(element, '.empty')).includes('불러오지 못했어요'));
    await expectAccessible(element);
    isWell = true;
    find(element, '.empty button')!.click();
    await shown(element);
    element.remove();
    isWell = false;
    answer = noNetwork;
    setOnline(false);
    try {
      element = place();
      await until(() => text(find(element, '.empty')).includes('인터넷에 연결되어 있지 않아요'));
      isWell = true;
    } finally {
      setOnline(true);
    }
    await shown(element);
  });

  it('forgets what a member saw when they sign out', async () => {
    let isIn = true;
    clubs({
      other: ({ path }) => (path.startsWith('clubs/') && !isIn ? problem(404, 'not-found') : undefined),
    });
    identify(TOKEN);
    const element = place();
    await shown(element);
    isIn = false;
    signOut();
    // Not even for a moment is it taken for the place of all clubs.
    await element.updateComplete;
    expect(find(element, '[part=sign-in]')).to.equal(null);
    await until(() => text(find(element, '.empty')).includes('볼 수 없는'));
    expect(all(element)).to.not.include('민지');
  });

  it("calls points as the mall does, with the particles of the mall's own word", async () => {
    const named = mall({ points: { name: { ko: '도토리', en: 'Acorns' }, sales: false }, currency: 'USD' });
    clubs({
      mall: named,
      club: club({ state: 'refunded' }),
      me: myPart({ may: NONE, outcome: { kind: 'refunded', amount: 5000 } }),
    });
    identify(TOKEN);
    const element = place();
    await until(() => text(find(element, '.outcome')) === '내가 보탠 5,000점, 모두 내 도토리로 돌아왔어요.');
    element.lang = 'en';
    await until(() => text(find(element, '.outcome')) === 'You got back 5,000 Acorns, all that you put in.');
    element.remove();
    signOut();
    const own = place({});
    await until(() => text(find(own, '.about-it')).includes('도토리를 조금씩 보태서'));
  });

  it('says that there is no news only where there is none', async () => {
    clubs({ contributions: [], me: myPart({ role: 'person', may: NONE }) });
    let element = place();
    await shown(element);
    expect(text(find(element, '.news'))).to.match(/^소식 25% 모였어요/);
    element.remove();
    clubs({ contributions: [], happenings: [] });
    element = place();
    await shown(element);
    expect(text(find(element, '.news'))).to.equal(
      '소식 아직 소식이 없어요 처음으로 보태고 한마디 남겨 보세요.',
    );
  });

  it('is whole with names of any length, in any writing', async () => {
    clubs({
      club: club({
        name: LONG_NAME,
        person: { name: LONG_NAME.slice(0, 40), member: null },
        starter: member(1, { name: LONG_NAME }),
      }),
      members: [clubMember(1, { member: member(1, { name: LONG_NAME }) })],
      contributions: [contribution(1, { by: member(2, { name: LONG_NAME }), text: 'ㅋ'.repeat(200) })],
    });
    await setViewport({ width: 320, height: 700 });
    const element = place();
    await shown(element);
    expect(document.documentElement.scrollWidth).to.be.at.most(320);
  });

  it('older contributions come by a button, once each', async () => {
    clubs({ contributions: Array.from({ length: 25 }, (_, at) => contribution(at + 1)), happenings: [] });
    identify(TOKEN);
    const element = place();
    await shown(element);
    expect(root(element).querySelectorAll('.gave')).to.have.lengthOf(20);
    find(element, '[part=more]')!.click();
    await until(() => root(element).querySelectorAll('.gave').length === 25);
    await element.data.refresh();
    expect(root(element).querySelectorAll('.gave')).to.have.lengthOf(25);
    expect(find(element, '[part=more]')).to.equal(null);
  });
});
