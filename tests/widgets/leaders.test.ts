// biome-ignore lint/correctness/noUndeclaredDependencies: comes with @web/test-runner, in the version that fits it
import { setViewport } from '@web/test-runner-commands';
import { expect } from 'chai';
import { identify, signOut } from '../../widgets/core/page.ts';
import { DangolLeaders } from '../../widgets/leaders/leaders.ts';
import { expectFocus, press } from './parts/keys.ts';
import { LONG_NAME } from './parts/stage.ts';
import { leaders, me, member, profile } from './support/people.ts';
import { type Asked, answers, asked, hang, json, noNetwork, problem } from './support/service.ts';
import { expectAccessible, until } from './support/until.ts';

customElements.define('dangol-leaders', DangolLeaders);

type Answer = ReturnType<Parameters<typeof answers>[0]>;

/** A service with leaders; `other` answers first. */
function service(list = leaders(4), other: (request: Asked) => Answer = () => undefined): void {
  answers((request) => {
    const { method, path } = request;
    return (
      other(request) ??
      {
        'GET leaders': () => json(list),
        'GET me': () => json(me()),
        [`GET members/${member(1).id}`]: () => json(profile()),
        [`GET members/${member(2).id}`]: () => json(profile({ member: member(2) })),
      }[`${method} ${path}`]?.()
    );
  });
}

function place(attributes: Record<string, string> = {}): DangolLeaders {
  const element = document.createElement('dangol-leaders');
  for (const name of Object.keys(attributes)) element.setAttribute(name, attributes[name]!);
  document.body.append(element);
  return element;
}

const root = (element: Element) => element.shadowRoot!;
const rows = (element: Element) => [...root(element).querySelectorAll<HTMLElement>('li')];
const drawn = (element: Element, count: number) => until(() => rows(element).length === count);
const said = (element: Element) => root(element).querySelector('.note')?.textContent?.trim() ?? '';
const radio = (element: Element, value: string) =>
  root(element).querySelector<HTMLInputElement>(`input[value="${value}"]`)!;
const lists = () => asked.filter(({ path }) => path === 'leaders');

describe('leaders', () => {
  afterEach(async () => {
    signOut();
    for (const element of document.querySelectorAll('dangol-leaders')) element.remove();
    document.body.replaceChildren();
    await setViewport({ width: 800, height: 600 });
  });

  it('have nothing that axe objects to, by day, by night, on a phone and a desk, in both languages', async () => {
    service(leaders(4, { categories: ['가구', '식물'] }));
    for (const [width, scheme, lang] of [
      [320, 'light', 'ko'],
      [320, 'dark', 'en'],
      [1200, 'light', 'en'],
      [1200, 'dark', 'ko'],
    ] as const) {
      await setViewport({ width, height: 800 });
      const element = place({ scheme, lang });
      await drawn(element, 4);
      await expectAccessible(element);
      element.remove();
    }
  });

  it('say place, name, level and how many were helped, and never a number of naegong', async () => {
    service();
    const element = place();
    await drawn(element, 4);
    const texts = rows(element).map((row) => row.textContent!.replace(/\s+/g, ' ').trim());
    expect(texts[0]).to.match(/^1위 ?1 회 회원1님 .*새싹 40명이 도움받았어요$/);
    expect(texts[1]).to.match(/^1위 ?1 회 회원2님 .*이웃 37명이 도움받았어요$/);
    expect(texts[2]).to.match(/^3위/);
    // At zero there is no badge.
    expect(rows(element)[3]!.querySelector('.level')).to.equal(null);
    expect(root(element).textContent).to.not.include('내공');
    expect(root(element).querySelector('ol')!.getAttribute('role')).to.equal('list');
  });

  it('are asked for by one simple request that says what the attributes say, and nonsense is nothing', async () => {
    service();
    const element = place({ period: 'all', category: '식물', limit: '3' });
    await drawn(element, 3);
    const [first] = lists();
    expect(Object.fromEntries(first!.url.searchParams)).to.deep.equal({
      period: 'all',
      category: '식물',
      limit: '3',
    });
    expect([...first!.headers.keys()]).to.deep.equal([]);
    expect(root(element).querySelector('h2')!.textContent).to.include('식물');
    expect(root(element).querySelector('.category')).to.equal(null);
    for (const [name, value] of [
      ['period', 'year'],
      ['limit', 'many'],
      ['category', ''],
    ] as const)
      element.setAttribute(name, value);
    await until(() => lists().at(-1)!.url.search === '?period=week&limit=10');
  });

  it('turn from this week to ever by arrow keys, as radios do', async () => {
    service();
    const element = place();
    await drawn(element, 4);
    radio(element, 'week').focus();
    await press('ArrowRight');
    expectFocus(radio(element, 'all'));
    await until(() => lists().at(-1)!.url.searchParams.get('period') === 'all');
    expect(radio(element, 'all').checked).to.equal(true);
  });

  it('pick a category, keep the list meanwhile, and go back to all', async () => {
    let release!: () => void;
    const wait = new Promise<void>((done) => {
      release = done;
    });
    const both = leaders(4, { categories: ['가구', '식물'] });
    service(both, ({ path, url }) =>
      path === 'leaders' && url.searchParams.get('category')
        ? wait.then(() => json(leaders(1, { categories: ['가구', '식물'] })))
        : undefined,
    );
    const element = place();
    await drawn(element, 4);
    radio(element, '식물').click();
    await until(() => root(element).querySelector('ol[aria-busy=true]'));
    expect(rows(element)).to.have.lengthOf(4);
    release();
    await drawn(element, 1);
    radio(element, '').click();
    await drawn(element, 4);
    expect(lists().map(({ url }) => url.searchParams.get('category'))).to.deep.equal([null, '식물', null]);
  });

  it('an answer that comes late does not replace a newer one', async () => {
    const late: (() => void)[] = [];
    service(leaders(4), ({ path, url }) =>
      path === 'leaders' && url.searchParams.get('period') === 'all'
        ? new Promise((done) => late.push(() => done(json(leaders(2)))))
        : undefined,
    );
    const element = place();
    await drawn(element, 4);
    radio(element, 'all').click();
    await until(() => late.length);
    radio(element, 'week').click();
    await until(() => lists().length === 3 && !root(element).querySelector('[aria-busy=true]'));
    late[0]!();
    await new Promise((done) => setTimeout(done));
    expect(rows(element)).to.have.lengthOf(4);
  });

  it('mark my line while I am signed in, and no other', async () => {
    service();
    const element = place();
    await drawn(element, 4);
    expect(root(element).querySelector('.mine')).to.equal(null);
    expect(asked.some(({ path }) => path === 'me')).to.equal(false);
    identify('member-token-0123456789');
    await until(() => root(element).querySelector('.mine'));
    expect(rows(element).map((row) => row.className)).to.deep.equal(['mine', '', '', '']);
    expect(root(element).querySelector('.me')!.textContent).to.equal('나');
    await expectAccessible(element);
    signOut();
    await until(() => !root(element).querySelector('.mine'));
  });

  it('a name opens the profile of that member; closed, the focus is where it was', async () => {
    service();
    const element = place();
    await drawn(element, 4);
    const button = rows(element)[1]!.querySelector('button')!;
    button.focus();
    await press('Enter');
    const sheet = await until(() => root(element).querySelector('dangol-part-profile'));
    await until(() => sheet.shadowRoot!.querySelector('.who')?.textContent?.includes('회원2님'));
    await expectAccessible(element);
    await press('Escape');
    await until(() => !root(element).querySelector('dangol-part-profile'));
    expectFocus(button);
  });

  it('whoever is not listed still reaches their own profile', async () => {
    service(leaders(2, { items: leaders(3).items.slice(1) }));
    identify('member-token-0123456789');
    const element = place();
    const door = await until(() => root(element).querySelector<HTMLElement>('.head .link'));
    door.click();
    await until(() =>
      root(element).querySelector('dangol-part-profile')?.shadowRoot?.querySelector('[role=switch]'),
    );
  });

  it('keep their room: what stands below does not move when the list comes', async () => {
    let release!: () => void;
    const wait = new Promise<void>((done) => {
      release = done;
    });
    await setViewport({ width: 390, height: 1000 });
    service(leaders(10), ({ path }) =>
      path === 'leaders' ? wait.then(() => json(leaders(10, { categories: ['가구'] }))) : undefined,
    );
    const element = place();
    const below = document.createElement('p');
    below.textContent = '아래';
    document.body.append(below);
    await until(() => root(element).querySelector('.waiting'));
    const before = below.getBoundingClientRect().top;
    await expectAccessible(element);
    release();
    await drawn(element, 10);
    expect(below.getBoundingClientRect().top).to.equal(before);
  });

  it('out of sight take only the room they need', async () => {
    service(leaders(2));
    const space = document.createElement('div');
    space.style.setProperty('height', '3000px');
    document.body.append(space);
    const element = place();
    await drawn(element, 2);
    await until(() => element.offsetHeight < 400);
  });

  it('look again when the page is seen again after a while, and move nothing', async () => {
    const shown = leaders(2);
    service(shown);
    const element = place();
    await drawn(element, 2);
    const height = element.offsetHeight;
    const clock = Date.now;
    const seen = () => document.dispatchEvent(new Event('visibilitychange'));
    try {
      // A glance at another tab is no reason.
      seen();
      expect(lists()).to.have.lengthOf(1);
      Date.now = () => clock() + 120_000;
      shown.items = leaders(3).items;
      seen();
      await until(() => lists().length === 2);
      // Nobody asks twice for the same.
      seen();
    } finally {
      Date.now = clock;
    }
    await drawn(element, 3);
    expect(element.offsetHeight).to.equal(height);
    expect(lists()).to.have.lengthOf(2);
  });

  it('a look that fails leaves what is shown', async () => {
    let isAway = false;
    service(leaders(2), () => (isAway ? problem(503, 'busy') : undefined));
    const element = place();
    await drawn(element, 2);
    isAway = true;
    const clock = Date.now;
    Date.now = () => clock() + 120_000;
    document.dispatchEvent(new Event('visibilitychange'));
    Date.now = clock;
    await until(() => lists().length === 2);
    expect(rows(element)).to.have.lengthOf(2);
  });

  it('empty, they invite calmly', async () => {
    service(leaders(0));
    const element = place();
    await until(() => said(element).includes('이번 주에는 아직 아무도 없어요'));
    await expectAccessible(element);
    radio(element, 'all').click();
    await until(() => said(element).startsWith('아직 아무도 없어요'));
  });

  it('failed, they can be asked again', async () => {
    let isAway = true;
    service(leaders(2), () => (isAway ? problem(500, 'internal') : undefined));
    const element = place();
    await until(() => said(element).includes('순위를 불러오지 못했어요'));
    await expectAccessible(element);
    isAway = false;
    root(element).querySelector<HTMLElement>('.note button')!.click();
    await drawn(element, 2);
  });

  it('offline, they say so and come by themselves', async () => {
    let isAway = true;
    service(leaders(2), ({ path }) =>
      isAway ? noNetwork() : path === 'here' ? json({ registered: true }) : undefined,
    );
    Object.defineProperty(navigator, 'onLine', { value: false, configurable: true });
    const element = place();
    await until(() => said(element).includes('인터넷에 연결되어 있지 않아요'));
    await expectAccessible(element);
    Reflect.deleteProperty(navigator, 'onLine');
    isAway = false;
    dispatchEvent(new Event('online'));
    await drawn(element, 2);
  });

  it('where only members read they say so, and come with the token', async () => {
    service(leaders(2), ({ path, headers }) =>
      path === 'leaders' && !headers.has('authorization') ? problem(401, 'sign-in-required') : undefined,
    );
    const element = place();
    await until(() => said(element).includes('로그인하면 순위를 볼 수 있어요'));
    await expectAccessible(element);
    identify('member-token-0123456789');
    await drawn(element, 2);
  });

  it('waiting for an answer that never comes they stay quiet', async () => {
    service(leaders(1), ({ path, signal }) => (path === 'leaders' ? hang(signal) : undefined));
    const element = place({ lang: 'en' });
    await until(() => root(element).querySelector('.waiting')?.textContent?.includes('Loading the list'));
    await expectAccessible(element);
  });

  it('nothing sticks out on a narrow phone, with the longest names and enlarged text', async () => {
    const long = leaders(3, {
      categories: [LONG_NAME, '식물', '조명', '생활'],
      levels: [{ key: 'a', label: { ko: `아주 긴 ${LONG_NAME}` } }],
    });
    for (const one of long.items) one.member = { ...one.member, name: LONG_NAME, level: 1 };
    service(long);
    await setViewport({ width: 320, height: 700 });
    for (const size of ['15px', '30px']) {
      const element = place();
      element.style.setProperty('--dangol-font-size', size);
      await drawn(element, 3);
      expect(document.documentElement.scrollWidth).to.be.at.most(320);
      for (const row of rows(element)) {
        expect(row.scrollWidth).to.be.at.most(row.clientWidth);
        expect(row.offsetHeight).to.be.at.least(44);
      }
      element.remove();
    }
  });

  it('another language replaces every word', async () => {
    service(leaders(1));
    const element = place();
    await until(() => root(element).textContent?.includes('회원 순위'));
    element.lang = 'en';
    await until(() => root(element).textContent?.includes('Most helpful members'));
    await until(() => rows(element)[0]?.textContent?.includes('Helped 40 people'));
    expect(root(element).textContent).to.not.include('도움받았어요');
  });

  it('take accent and language of the mall where the page says nothing, and keep to the page where it does', async () => {
    const looks = { scheme: 'auto', accent: '#ffe600', radius: 0 } as const;
    service(leaders(1, { locale: 'en', looks }));
    const element = place();
    await drawn(element, 1);
    await until(() => root(element).textContent?.includes('Most helpful members'));
    const accent = (one: Element) =>
      getComputedStyle(root(one).querySelector('.period :checked + span')!).borderBottomColor;
    expect(accent(element)).to.equal('rgb(255, 230, 0)');
    const other = place({ lang: 'ko', style: '--dangol-accent: rgb(1, 2, 3)' });
    await drawn(other, 1);
    expect(accent(other)).to.equal('rgb(1, 2, 3)');
    expect(root(other).textContent).to.include('회원 순위');
  });
});
