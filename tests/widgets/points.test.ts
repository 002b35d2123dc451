// biome-ignore lint/correctness/noUndeclaredDependencies: comes with @web/test-runner, in the version that fits it
import { setViewport } from '@web/test-runner-commands';
import { expect } from 'chai';
import type { Wallet } from '../../server/mall/points/contract.ts';
import { identify, mallSide, signOut } from '../../widgets/core/page.ts';
import { pointsWords, walletWords } from '../../widgets/core/strings/points.ts';
import { loadWords } from '../../widgets/core/words.ts';
import { sentenceOf } from '../../widgets/points/movement.ts';
import { DangolPoints } from '../../widgets/points/points.ts';
import { expectFocus, press } from './parts/keys.ts';
import { todayAtMall } from './support/days.ts';
import { setOnline } from './support/inbox-service.ts';
import { me } from './support/people.ts';
import { type Asked, answers, asked, board, hang, json, noNetwork, problem } from './support/service.ts';
import { expectAccessible, until } from './support/until.ts';
import { DAY, KINDS, move, moveId, page, wallet } from './support/wallets.ts';

customElements.define('dangol-points', DangolPoints);

const TOKEN = 'member-token-0123456789';
type Answer = ReturnType<Parameters<typeof answers>[0]>;

/** A service with a wallet; `other` answers first. */
function service(now: () => Wallet, other: (request: Asked) => Answer = () => undefined): void {
  answers((request) => {
    const { method, path, headers } = request;
    const given = other(request);
    if (given) return given;
    if (path === 'mall') return json(board([]).mall);
    if (path === 'here') return json({ registered: true });
    if (path === 'stream') return undefined;
    if (!headers.has('authorization')) return problem(401, 'sign-in-required');
    if (path === 'me') return json(me());
    if (method === 'GET' && path === 'me/points') return json(now());
    return undefined;
  });
}

function place(attributes: Record<string, string> = {}): DangolPoints {
  const element = document.createElement('dangol-points');
  for (const name of Object.keys(attributes)) element.setAttribute(name, attributes[name]!);
  document.body.append(element);
  return element;
}

const root = (element: Element) => element.shadowRoot!;
const text = (element: Element) => root(element).textContent!.replace(/\s+/g, ' ');
const rows = (element: Element) => [...root(element).querySelectorAll<HTMLElement>('li')];
const rowText = (row: Element) => row.textContent!.replace(/\s+/g, ' ').trim();
const balance = (element: Element) => root(element).querySelector('[part=balance]')?.textContent;
const drawn = (element: Element) => until(() => balance(element));
const said = (element: Element) => root(element).querySelector('.note')?.textContent ?? '';
const wallets = () => asked.filter(({ path }) => path === 'me/points');

/** In the middle of a day at the mall, in the year that it is there. */
const NOON = Date.parse(`${todayAtMall().slice(0, 4)}-07-03T12:00:00+09:00`);
/** When that day is over. */
const MIDNIGHT = NOON + DAY / 2;

const FULL = () =>
  wallet(
    [
      move(0, { state: 'pending', amount: 500, balance: null, dueAt: NOON, order: 'A-1' }),
      move(1, { kind: 'spend', state: 'pending', amount: -3000, balance: null, dueAt: MIDNIGHT }),
      move(2, { kind: 'order-returned', amount: -500, balance: 12_300, reverses: moveId(5), order: 'A-0' }),
      move(3, { kind: 'review-text', state: 'void', amount: 300, balance: null }),
      move(4, { kind: 'correction', amount: -200, balance: 12_800, note: '두 번 드린 것을 바로잡았습니다' }),
      move(5, { amount: 500, balance: 13_000, order: 'A-0' }),
    ],
    {
      held: 4000,
      pending: { amount: 500, next: [{ at: NOON, amount: 500 }] },
      expiring: [{ at: NOON + 30 * DAY, amount: 1000 }],
      owed: 800,
      out: { possible: true, waiting: 1000 },
      naegong: { rate: 50, dailyCap: 500 },
    },
  );

describe('points', () => {
  afterEach(async () => {
    setOnline(true);
    for (const element of document.querySelectorAll('dangol-points')) element.remove();
    signOut();
    mallSide('shop1').session.keepGuest(null);
    document.body.replaceChildren();
    await setViewport({ width: 800, height: 600 });
  });

  it('have nothing that axe objects to, by day, by night, on a phone and a desk, in both languages', async () => {
    service(FULL);
    identify(TOKEN);
    for (const [width, scheme, lang] of [
      [320, 'light', 'ko'],
      [320, 'dark', 'en'],
      [1200, 'light', 'en'],
      [1200, 'dark', 'ko'],
    ] as const) {
      await setViewport({ width, height: 800 });
      const element = place({ scheme, lang });
      await drawn(element);
      await expectAccessible(element);
      element.remove();
    }
  });

  it('say what is there, what comes when, what goes when, what is set aside and what is owed', async () => {
    service(FULL);
    identify(TOKEN);
    const element = place();
    await drawn(element);
    expect(root(element).querySelector('h2')!.textContent).to.equal('내 적립금');
    expect(balance(element)).to.equal('12,300원');
    const figures = [...root(element).querySelectorAll('dl > div')].map((one) =>
      [...one.children].map((each) => each.textContent),
    );
    expect(figures).to.deep.equal([
      ['적립 예정', '500원', '500원 · 7월 3일 확정'],
      ['사라질 예정', '1,000원', '1,000원 · 8월 2일까지'],
      ['옮기는 중', '1,000원', '쇼핑몰이 확인하면 옮겨져요.'],
      ['쓰는 중', '3,000원', '결제나 선물이 끝날 때까지 따로 두었어요.'],
    ]);
    expect(text(element)).to.include('이미 쓰신 뒤에 되돌려진 금액: 800원.');
    expect(text(element)).to.include('내공이 100 쌓일 때마다 50원씩, 하루에 500원까지');
  });

  it('tell every movement with its reason, its sign, what it takes back and what took it back', async () => {
    service(FULL);
    identify(TOKEN);
    const element = place();
    await drawn(element);
    const [pending, held, returned, never, corrected, earned] = rows(element).map(rowText);
    expect(pending).to.match(/^상품을 사고 받을 거예요 적립 예정 \+500원 .* ?주문 A-1 ?7월 3일 확정$/);
    expect(held).to.match(/^결제하는 동안 따로 두었어요 쓰는 중 −3,000원 .*7월 3일까지$/);
    expect(returned).to.match(
      /^주문이 취소되거나 반품되어 되돌렸어요 −500원 .*남은 금액 12,300원 ?되돌린 내역: .* 상품을 사고 받았어요$/,
    );
    expect(never).to.match(/쌓이지 않았어요 취소됨 \+300원/);
    expect(corrected).to.match(/^쇼핑몰에서 바로잡았어요 −200원 두 번 드린 것을 바로잡았습니다/);
    expect(earned).to.match(/^상품을 사고 받았어요 \+500원 .*나중에 500원 되돌렸어요\.$/);
  });

  it('have a sentence for every kind and state in both languages, and one for a kind of the future', async () => {
    for (const lang of ['ko', 'en'] as const) {
      const words = await loadWords(lang, [pointsWords]);
      await walletWords(words);
      const other = words.t('moveOther');
      for (const kind of KINDS)
        for (const state of ['posted', 'pending', 'void'] as const)
          expect(sentenceOf({ kind, state }, words), `${lang} ${kind} ${state}`).to.not.be.oneOf(['', other]);
      expect(sentenceOf({ kind: 'tomorrow' as never, state: 'posted' }, words)).to.equal(other);
    }
  });

  it('group a year by months, say years where they differ, and bring more by a button', async () => {
    const all = Array.from({ length: 60 }, (_, at) => move(at * 9, { id: moveId(at) }));
    const first = wallet(all.slice(0, 30));
    first.movements.next = '30';
    let isAway = true;
    service(
      () => first,
      ({ path, url }) => {
        if (path !== 'me/points/movements') return undefined;
        if (isAway) return problem(500, 'internal');
        const from = Number(url.searchParams.get('cursor'));
        return json(page(all.slice(from, from + 30)));
      },
    );
    identify(TOKEN);
    const element = place();
    await until(() => rows(element).length === 30);
    const more = () => root(element).querySelector<HTMLElement>('[part=more]');
    more()!.click();
    await until(() => text(element).includes('더 불러오지 못했어요'));
    await expectAccessible(element);
    isAway = false;
    more()!.click();
    await until(() => rows(element).length === 60);
    expect(more()).to.equal(null);
    const months = [...root(element).querySelectorAll('h4')].map((one) => one.textContent);
    expect(new Set(months).size).to.equal(months.length);
    expect(months.at(-1)).to.match(/^20\d\d년 \d+월$/);
  });

  it('nobody is asked to sign in by a button that tells the page, and nothing is asked of the service', async () => {
    service(FULL);
    const element = place();
    await until(() => said(element).includes('로그인하면 적립금 내역을 볼 수 있어요'));
    await expectAccessible(element);
    const codes: string[] = [];
    element.addEventListener('dangol-problem-show', (event) => codes.push(event.detail.code));
    root(element).querySelector('button')!.click();
    await until(() => codes.length);
    expect(codes).to.deep.equal(['sign-in-required']);
    expect(said(element)).to.include('쇼핑몰의 로그인 화면에서');
    expect(wallets()).to.have.lengthOf(0);
    // Once they have, the wallet comes by itself.
    identify(TOKEN);
    await drawn(element);
  });

  it('a guest learns that points begin with signing in', async () => {
    service(FULL);
    mallSide('shop1').session.keepGuest('guest-token-0123456789');
    const element = place();
    await until(() => said(element).includes('로그인한 뒤부터 쌓여요'));
    await expectAccessible(element);
    expect(wallets()).to.have.lengthOf(0);
  });

  it('waiting and ready have the same height where something of the page comes after them', async () => {
    let release!: () => void;
    const wait = new Promise<void>((done) => {
      release = done;
    });
    const many = wallet(Array.from({ length: 30 }, (_, at) => move(at)));
    service(
      () => many,
      ({ path }) => (path === 'me/points' ? wait.then(() => json(many)) : undefined),
    );
    identify(TOKEN);
    await setViewport({ width: 800, height: 1000 });
    const element = place();
    const after = document.createElement('footer');
    after.textContent = 'below';
    document.body.append(after);
    await until(() => text(element).includes('적립금 내역을 불러오고 있어요'));
    await expectAccessible(element);
    const { top } = after.getBoundingClientRect();
    release();
    await drawn(element);
    await until(() => rows(element).length > 1 && rows(element).length < 30);
    expect(after.getBoundingClientRect().top).to.equal(top);
    // The shopper asks for the rest: now it may grow.
    root(element).querySelector<HTMLElement>('[part=more]')!.click();
    await until(() => rows(element).length === 30);
  });

  it('empty, they tell how points come', async () => {
    service(() => wallet([], { available: 0 }));
    identify(TOKEN);
    const element = place();
    await until(() => said(element).includes('아직 내역이 없어요'));
    expect(balance(element)).to.equal('0원');
    expect(root(element).querySelector('dl')).to.equal(null);
    await expectAccessible(element);
  });

  it('refused, they say why', async () => {
    service(FULL, ({ path }) => (path === 'me/points' ? problem(403, 'not-allowed') : undefined));
    identify(TOKEN);
    const element = place();
    await until(() => said(element).includes('지금은 적립금 내역을 볼 수 없어요'));
    expect(said(element)).to.include('말: not-allowed');
    await expectAccessible(element);
  });

  it('failed, they can be asked again', async () => {
    let isAway = true;
    service(FULL, ({ path }) => (path === 'me/points' && isAway ? problem(500, 'internal') : undefined));
    identify(TOKEN);
    const element = place();
    await until(() => said(element).includes('적립금 내역을 불러오지 못했어요'));
    await expectAccessible(element);
    isAway = false;
    root(element).querySelector<HTMLElement>('.note button')!.click();
    await drawn(element);
  });

  it('offline, they say so and come by themselves', async () => {
    let isAway = true;
    service(FULL, () => (isAway ? noNetwork() : undefined));
    setOnline(false);
    identify(TOKEN);
    const element = place();
    await until(() => said(element).includes('인터넷에 연결되어 있지 않아요'));
    await expectAccessible(element);
    isAway = false;
    setOnline(true);
    await drawn(element);
  });

  it('live: what changed is asked for and shown; where that fails the old figures stay, marked, until they are new', async () => {
    let now = FULL();
    let isAway = false;
    let tell!: (text: string) => void;
    service(
      () => now,
      ({ path, body }) => {
        if (path === 'me/points' && isAway) return problem(503, 'busy');
        if (path !== 'stream') return undefined;
        expect(body).to.deep.equal({ topics: [`shopper:${me().id}`], after: 7 });
        return new Response(
          new ReadableStream({
            start(to) {
              tell = (said) => to.enqueue(new TextEncoder().encode(said));
            },
          }),
        );
      },
    );
    identify(TOKEN);
    const element = place();
    const changes: number[] = [];
    element.addEventListener('dangol-points-change', (event) => changes.push(event.detail.available));
    await drawn(element);
    await until(() => tell);
    const changed = (position: number) =>
      tell(`id: ${position}\ndata: {"position":${position},"topic":"shopper:${me().id}","changed":true}\n\n`);
    now = { ...FULL(), available: 9_000 };
    changed(8);
    await until(() => balance(element) === '9,000원');
    await until(() => changes.at(-1) === 9_000);
    isAway = true;
    now = { ...FULL(), available: 8_000 };
    changed(9);
    await until(() => root(element).querySelector('.old'));
    expect(balance(element)).to.equal('9,000원');
    expect(root(element).querySelector('.old')!.textContent).to.match(/에 확인한 금액이에요/);
    await expectAccessible(element);
    isAway = false;
    root(element).querySelector<HTMLElement>('.old button')!.click();
    await until(() => balance(element) === '8,000원');
    expect(root(element).querySelector('.old')).to.equal(null);
  });

  it('nothing of one shopper is left for the next', async () => {
    let isOther = false;
    service(FULL, ({ path, signal }) => (path === 'me/points' && isOther ? hang(signal) : undefined));
    identify(TOKEN);
    const element = place();
    await drawn(element);
    isOther = true;
    identify('another-token-0123456789');
    await until(() => !balance(element));
    expect(text(element)).to.not.include('12,300');
    signOut();
    await until(() => said(element).includes('로그인하면'));
    expect(text(element)).to.not.include('12,300');
  });

  it('compact, they are one line that says nothing while there is no wallet; two on a page ask once', async () => {
    service(FULL);
    const element = place({ compact: '' });
    await until(() => element.words);
    expect(text(element)).to.equal('');
    expect(element.offsetHeight).to.be.below(40);
    identify(TOKEN);
    await until(() => text(element).trim() === '적립금 12,300원');
    await expectAccessible(element);
    const before = wallets().length;
    const whole = place();
    await drawn(whole);
    expect(wallets()).to.have.lengthOf(before);
    element.lang = 'en';
    await until(() => text(element).trim() === '12,300 points');
  });

  it('are called what the mall calls them, and counted as its currency has it', async () => {
    const { mall } = board([]);
    const named = { ...mall, points: { name: { ko: '초록잎', en: 'Leaves' }, sales: false } };
    let now = wallet([move(1)], { mall: named });
    service(() => now);
    identify(TOKEN);
    const element = place();
    await until(() => text(element).includes('내 초록잎') && balance(element));
    expect(balance(element)).to.equal('12,300원');
    element.lang = 'en';
    await until(() => balance(element) === '12,300 Leaves');
    expect(root(element).querySelector('h2')!.textContent).to.equal('My Leaves');
    expect(text(element)).to.not.match(/[가-힣]/);
    element.remove();
    now = wallet([], { mall: { ...mall, currency: 'USD' }, available: 1 });
    const dollars = place({ lang: 'ko' });
    await until(() => balance(dollars) === '1점');
    dollars.lang = 'en';
    await until(() => balance(dollars) === '1 point');
  });

  it('nothing sticks out on a narrow phone, with the largest numbers and enlarged text', async () => {
    const most = 1_000_000_000;
    service(() =>
      wallet(
        [
          move(0, { kind: 'grant', amount: most, balance: most, note: 'W'.repeat(200) }),
          move(1, { kind: 'correction', amount: -most, balance: 0 }),
          move(2, { order: '9'.repeat(128), state: 'pending', dueAt: NOON, balance: null }),
        ],
        {
          available: most,
          owed: most,
          held: most,
          pending: { amount: most, next: [{ at: NOON, amount: most }] },
          expiring: [{ at: NOON, amount: most }],
          out: { possible: true, waiting: 0 },
        },
      ),
    );
    identify(TOKEN);
    await setViewport({ width: 320, height: 700 });
    for (const lang of ['ko', 'en'])
      for (const size of ['15px', '30px']) {
        const element = place({ lang });
        element.style.setProperty('--dangol-font-size', size);
        await drawn(element);
        const out = [...root(element).querySelectorAll('*')]
          .filter((one) => one.getBoundingClientRect().right > 320 && !one.matches('.only-heard'))
          .map((one) => `${one.tagName}.${one.className}: ${one.textContent?.slice(0, 30)}`);
        expect(out, `${lang} ${size}`).to.deep.equal([]);
        expect(document.documentElement.scrollWidth, `${lang} ${size}`).to.be.at.most(320);
        for (const one of root(element).querySelectorAll<HTMLElement>('li, dl, .now, .owed'))
          expect(one.scrollWidth, `${one.className} ${lang} ${size}`).to.be.at.most(one.clientWidth);
        for (const button of root(element).querySelectorAll('button'))
          expect(button.getBoundingClientRect().height).to.be.at.least(24);
        element.remove();
      }
  });

  it('every button is reached and pressed by the keyboard', async () => {
    service(FULL);
    identify(TOKEN);
    const element = place();
    await drawn(element);
    const buttons = [...root(element).querySelectorAll('button')];
    expect(buttons.length).to.be.at.least(2);
    for (const button of buttons) {
      await press('Tab');
      expectFocus(button);
    }
  });
});
