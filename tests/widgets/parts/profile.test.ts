// The profile sheet, over a stage: what everybody may know of a member, and what one may do about one's own.
// biome-ignore lint/correctness/noUndeclaredDependencies: comes with @web/test-runner, in the version that fits it
import { setViewport } from '@web/test-runner-commands';
import { expect } from 'chai';
import { html } from 'lit';
import type { Profile } from '../../../server/community/profiles/contract.ts';
import type { BeforeNavigateEvent } from '../../../widgets/core/events.ts';
import type { People } from '../../../widgets/core/people.ts';
import { ClientProblem } from '../../../widgets/core/problems.ts';
import { openProfile, type ProfileSheet } from '../../../widgets/parts/profile.ts';
import { LEVELS, me, member, naegong, product, profile } from '../support/people.ts';
import { review } from '../support/service.ts';
import { until } from '../support/until.ts';
import { expectFocus, press } from './keys.ts';
import { clear, expectAccessible, LONG_NAME, LONG_TEXT, type PartStage, show, wordsOf } from './stage.ts';

interface Options {
  lang?: 'ko' | 'en';
  scheme?: 'light' | 'dark';
  host?: Partial<People>;
}

async function open(shown: Profile, { lang = 'ko', scheme = 'light', host = {} }: Options = {}) {
  const stage = await show(() => html`<button id="door">문</button>`, { scheme });
  stage.shadowRoot!.querySelector<HTMLElement>('#door')!.focus();
  const people: People = {
    root: stage.shadowRoot!,
    words: await wordsOf(lang),
    levels: LEVELS,
    profile: async () => shown,
    me: async () => undefined,
    setListed: async (listed) => me({ listed }),
    naegong: async () => naegong(),
    ...host,
  };
  await openProfile(people, shown.member.id);
  return { stage, sheet: stage.shadowRoot!.querySelector('dangol-part-profile')! };
}

const inside = (sheet: ProfileSheet, selector: string) =>
  sheet.shadowRoot!.querySelector<HTMLElement>(selector)!;
const ready = (sheet: ProfileSheet) => until(() => inside(sheet, '.who'));
const door = (stage: PartStage) => stage.shadowRoot!.querySelector('#door')!;

describe('the profile sheet', () => {
  afterEach(async () => {
    clear();
    await setViewport({ width: 800, height: 600 });
  });

  it('has nothing that axe objects to, by day and by night, in both languages, and fits a narrow phone', async () => {
    await setViewport({ width: 320, height: 640 });
    const long = profile({
      member: member(1, { name: LONG_NAME, seller: true }),
      reviews: {
        items: [
          review(1, {
            title: LONG_NAME,
            text: LONG_TEXT,
            disclosure: '[적립금 후기] 적립금을 받았습니다.',
            bought: true,
          }),
          review(2, { product: '2' }),
        ],
        next: 'more',
      },
      products: [product('1', { name: LONG_NAME.repeat(3) })],
    });
    for (const [scheme, lang] of [
      ['light', 'ko'],
      ['dark', 'en'],
    ] as const) {
      const { stage, sheet } = await open(long, { scheme, lang, host: { me: async () => me() } });
      await ready(sheet);
      await expectAccessible(stage);
      const card = inside(sheet, 'dangol-part-sheet').shadowRoot!.querySelector('.body')!;
      expect(card.scrollWidth).to.be.at.most(card.clientWidth);
      clear();
    }
  });

  it('says who it is, whom they helped and how much they wrote, and no number of naegong', async () => {
    const { sheet } = await open(profile());
    await ready(sheet);
    const text = sheet.shadowRoot!.textContent!.replace(/\s+/g, ' ');
    for (const one of ['회원1님', '새싹', '12명이 도움받았어요', '2025년 3월']) expect(text).to.include(one);
    expect([...sheet.shadowRoot!.querySelectorAll('dd')].map((one) => one.textContent)).to.deep.equal([
      '2',
      '5',
      '2025년 3월',
    ]);
    expect(text).to.not.include('내공');
    expect(inside(sheet, '[role=switch]')).to.equal(null);
  });

  it('a product leads to its page, unless the host takes over; an address that is none leads nowhere', async () => {
    const { stage, sheet } = await open(
      profile({
        reviews: { items: [review(1), review(2, { product: '2' }), review(3, { product: '3' })], next: null },
        products: [
          product('1'),
          product('2', { url: 'javascript:alert(1)', name: '나쁜 주소' }),
          product('3', { name: null, url: null }),
        ],
      }),
    );
    await ready(sheet);
    const links = [...sheet.shadowRoot!.querySelectorAll('a')];
    expect(links.map((one) => one.href)).to.deep.equal(['https://mall.test/p/1']);
    const heard: BeforeNavigateEvent[] = [];
    // Composed: the page around the widget hears it.
    const listen = (event: BeforeNavigateEvent) => {
      heard.push(event);
      event.preventDefault();
    };
    document.addEventListener('dangol-before-navigate', listen as EventListener);
    links[0]!.click();
    document.removeEventListener('dangol-before-navigate', listen as EventListener);
    expect(heard.map(({ detail }) => detail)).to.deep.equal([{ url: 'https://mall.test/p/1', product: '1' }]);
    expect(heard[0]!.target).to.equal(stage);
  });

  it('what rewarded a review stands before its text', async () => {
    const { sheet } = await open(
      profile({ reviews: { items: [review(1, { disclosure: '[적립금 후기] 받았습니다.' })], next: null } }),
    );
    await ready(sheet);
    const texts = [...sheet.shadowRoot!.querySelectorAll('.disclosure, .text')].map((one) =>
      one.className.trim(),
    );
    expect(texts).to.deep.equal(['disclosure', 'text']);
  });

  it('a long text is folded and can be read whole', async () => {
    const { sheet } = await open(
      profile({ reviews: { items: [review(1, { text: LONG_TEXT })], next: null } }),
    );
    await ready(sheet);
    const text = inside(sheet, '.text');
    const height = text.offsetHeight;
    inside(sheet, '.fold').click();
    await until(() => text.offsetHeight > height);
    expect(inside(sheet, '.fold').getAttribute('aria-expanded')).to.equal('true');
    clear();
    // Long, but not for a card this wide: a button would show nothing more.
    const short = await open(
      profile({ reviews: { items: [review(1, { text: '좋아요 '.repeat(40) })], next: null } }),
    );
    await ready(short.sheet);
    expect(inside(short.sheet, '.fold').hidden).to.equal(true);
  });

  it('more reviews come by their cursor, none twice; a failure is said and the button stays', async () => {
    const cursors: (string | undefined)[] = [];
    let isAway = true;
    const { sheet } = await open(profile({ reviews: { items: [review(1), review(2)], next: 'second' } }), {
      host: {
        async profile(_, cursor) {
          cursors.push(cursor);
          if (!cursor) return profile({ reviews: { items: [review(1), review(2)], next: 'second' } });
          if (isAway) throw new ClientProblem('network');
          return profile({ reviews: { items: [review(2), review(3)], next: null } });
        },
      },
    });
    await ready(sheet);
    inside(sheet, '.wide').click();
    await until(() => inside(sheet, '.sheet > .problem').textContent?.includes('인터넷 연결'));
    isAway = false;
    inside(sheet, '.wide').click();
    await until(() => sheet.shadowRoot!.querySelectorAll('ul > li').length === 3);
    expect(cursors).to.deep.equal([undefined, 'second', 'second']);
    expect(inside(sheet, '.wide')).to.equal(null);
    expect(inside(sheet, '.sheet > .problem').textContent).to.equal('');
  });

  it('my own has a switch that turns at once and sends what was wanted last', async () => {
    const sent: boolean[] = [];
    let release!: () => void;
    const wait = new Promise<void>((done) => {
      release = done;
    });
    const { sheet } = await open(profile(), {
      host: {
        me: async () => me(),
        async setListed(listed) {
          sent.push(listed);
          await wait;
          return me({ listed });
        },
      },
    });
    await ready(sheet);
    const toggle = inside(sheet, '[role=switch]') as HTMLInputElement;
    expect(toggle.checked).to.equal(true);
    toggle.focus();
    await press('Space');
    expect(toggle.checked).to.equal(false);
    await press('Space', 'Space');
    release();
    await until(() => sent.length === 1);
    expect(sent).to.deep.equal([false]);
    expect(toggle.checked).to.equal(false);
  });

  it('a switch that is refused goes back for everybody to see, and says why', async () => {
    const codes: string[] = [];
    document.addEventListener('dangol-problem-show', ({ detail }) => codes.push(detail.code), { once: true });
    const { stage, sheet } = await open(profile(), {
      host: {
        me: async () => me({ listed: false }),
        setListed: () => Promise.reject(new ClientProblem('too-many', '잠시 뒤에 다시 해 주세요.')),
      },
    });
    await ready(sheet);
    const toggle = inside(sheet, '[role=switch]') as HTMLInputElement;
    toggle.click();
    await until(() =>
      inside(sheet, '.own .problem').textContent?.includes('원래대로 돌려놓았어요. 잠시 뒤에'),
    );
    expect(toggle.checked).to.equal(false);
    expect(codes).to.deep.equal(['too-many']);
    await expectAccessible(stage);
  });

  it('who else I am makes no switch, and without an answer about me the profile is whole', async () => {
    for (const mine of [
      async () => me({ id: member(2).id }),
      () => Promise.reject(new ClientProblem('network')),
    ]) {
      const { sheet } = await open(profile(), { host: { me: mine } });
      await ready(sheet);
      expect(inside(sheet, '[role=switch]')).to.equal(null);
      clear();
    }
  });

  it('my own leads to why my level is what it is', async () => {
    const { stage, sheet } = await open(profile(), { host: { me: async () => me() } });
    await ready(sheet);
    inside(sheet, '.own .plain').click();
    await until(() => stage.shadowRoot!.querySelector('dangol-part-why'));
    expect(stage.shadowRoot!.querySelector('dangol-part-profile')).to.equal(null);
  });

  it('somebody who is not there, and nothing written, are said calmly', async () => {
    const gone = await open(profile(), {
      host: { profile: () => Promise.reject(new ClientProblem('not-found', 'Not found')) },
    });
    await until(() => inside(gone.sheet, '.problem').textContent === '지금은 볼 수 없는 회원이에요.');
    expect(inside(gone.sheet, '.retry')).to.equal(null);
    await expectAccessible(gone.stage);
    clear();
    const none = await open(profile({ helped: 0, joinedAt: null, reviews: { items: [], next: null } }));
    await ready(none.sheet);
    expect(inside(none.sheet, '.none').textContent).to.equal('아직 쓴 후기가 없어요.');
    expect(none.sheet.shadowRoot!.textContent).to.not.include('도움받았어요');
  });

  it('failed, it can be asked again; waiting, it says so', async () => {
    let fail!: () => void;
    let isAway = true;
    const { stage, sheet } = await open(profile(), {
      host: {
        profile: () =>
          isAway
            ? new Promise((_, failed) => {
                fail = () => failed(new ClientProblem('network'));
              })
            : Promise.resolve(profile()),
      },
    });
    await until(() => inside(sheet, '.waiting')?.textContent?.includes('프로필을 불러오고 있어요'));
    await expectAccessible(stage);
    fail();
    await until(() => inside(sheet, '.retry'));
    isAway = false;
    inside(sheet, '.retry').click();
    await ready(sheet);
  });

  it('Escape closes it and gives the focus back; opened twice it is one', async () => {
    const { stage, sheet } = await open(profile());
    await ready(sheet);
    await press('Escape');
    await until(() => !stage.shadowRoot!.querySelector('dangol-part-profile'));
    expectFocus(door(stage));
    const host = (sheet as unknown as { host: People }).host;
    await Promise.all([openProfile(host, member(1).id), openProfile(host, member(2).id)]);
    expect(stage.shadowRoot!.querySelectorAll('dangol-part-profile')).to.have.lengthOf(1);
  });
});
