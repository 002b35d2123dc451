// What opens over a wallet: moving points to the mall's own, and the statement as a file or a text.
import { expect } from 'chai';
import type { Wallet } from '../../server/mall/points/contract.ts';
import { identify, signOut } from '../../widgets/core/page.ts';
import { DangolPoints } from '../../widgets/points/points.ts';
import { expectFocus, press } from './parts/keys.ts';
import { me } from './support/people.ts';
import { type Asked, answers, asked, board, json, noNetwork, problem, review } from './support/service.ts';
import { expectAccessible, until } from './support/until.ts';
import { move, moveId, wallet } from './support/wallets.ts';

customElements.define('dangol-points', DangolPoints);

type Answer = ReturnType<Parameters<typeof answers>[0]>;
const CSV = '\uFEFFat,what\r\n2026-11-28,Order\r\n';

function service(now: () => Wallet, other: (request: Asked) => Answer = () => undefined): void {
  answers((request) => {
    const given = other(request);
    if (given) return given;
    const { method, path } = request;
    if (path === 'mall') return json(board([]).mall);
    if (path === 'me') return json(me());
    if (method === 'GET' && path === 'me/points') return json(now());
    if (path === 'me/points/statement.csv')
      return new Response(CSV, { headers: { 'content-type': 'text/csv' } });
    return undefined;
  });
}

const root = (element: Element) => element.shadowRoot!;
const inside = <Kind extends Element>(element: Element, selector: string) =>
  root(element).querySelector<Kind>(selector)!;
const notice = (element: Element) =>
  inside(element, 'dangol-part-notice')?.shadowRoot?.textContent?.replace(/\s+/g, ' ').trim() ?? '';

async function place(): Promise<DangolPoints> {
  identify('member-token-0123456789');
  const element = document.createElement('dangol-points');
  document.body.append(element);
  await until(() => root(element).querySelector('[part=balance]'));
  return element;
}

async function openOut(element: DangolPoints) {
  inside<HTMLElement>(element, '.now button').click();
  const sheet = await until(() => root(element).querySelector('dangol-points-out'));
  await until(() => sheet.shadowRoot?.querySelector('input'));
  const main = () => inside<HTMLElement>(sheet, '.main');
  const write = async (text: string) => {
    const input = inside<HTMLInputElement>(sheet, 'input');
    input.value = text;
    input.dispatchEvent(new Event('input', { bubbles: true }));
    await sheet.updateComplete;
  };
  const trouble = () => inside(sheet, '.problem').textContent!.trim();
  return { sheet, main, write, trouble };
}
const posts = () => asked.filter(({ path }) => path === 'me/points/out');
const possible = () => wallet([move(1)], { out: { possible: true, waiting: 0 } });

describe('over a wallet', () => {
  afterEach(() => {
    for (const element of document.querySelectorAll('dangol-points')) element.remove();
    signOut();
    document.body.replaceChildren();
    Reflect.deleteProperty(navigator, 'userAgent');
  });

  it('no button to move points is there unless the mall lets them go', async () => {
    service(() => wallet([move(1)]));
    const element = await place();
    expect(inside(element, '.now button')).to.equal(null);
  });

  it('points go to the mall as many as were written, and nothing is shown as gone before the service says so', async () => {
    let now = possible();
    let release!: () => void;
    const wait = new Promise<void>((done) => {
      release = done;
    });
    service(
      () => now,
      ({ path }) =>
        path === 'me/points/out'
          ? wait.then(() => {
              now = wallet([move(0, { kind: 'out', state: 'pending', amount: -5000 })], {
                available: 7300,
                held: 5000,
                out: { possible: true, waiting: 5000 },
              });
              return json(now, 201);
            })
          : undefined,
    );
    const element = await place();
    const told: string[] = [];
    for (const name of ['dangol-before-points-move', 'dangol-points-move'] as const)
      element.addEventListener(name, (event) => told.push(`${name} ${event.detail.amount}`));
    const { sheet, main, write } = await openOut(element);
    await until(() => sheet.shadowRoot!.activeElement?.id === 'amount');
    await expectAccessible(element);
    await write('5,000');
    expect(main().textContent!.trim()).to.equal('5,000원 옮기기');
    main().click();
    await until(() => posts().length);
    main().click();
    expect(inside(element, '[part=balance]').textContent).to.equal('12,300원');
    expect(told).to.deep.equal(['dangol-before-points-move 5000']);
    release();
    await until(() => inside(element, '[part=balance]').textContent === '7,300원');
    expect(root(element).querySelector('dangol-points-out')).to.equal(null);
    await until(() => notice(element) === '5,000원 옮기기를 부탁했어요. 쇼핑몰이 확인하면 옮겨져요.');
    expect(told).to.deep.equal(['dangol-before-points-move 5000', 'dangol-points-move 5000']);
    expect(posts().map(({ body }) => body)).to.deep.equal([{ amount: 5000 }]);
    await expectAccessible(element);
  });

  it('what is no number, none, or more than there is is not sent; all is one tap', async () => {
    service(possible);
    const element = await place();
    const { sheet, main, write, trouble } = await openOut(element);
    for (const wrong of ['', '0', '-5', '1.5', '12301', '1e3x', '１２３４５６']) {
      await write(wrong);
      main().click();
      await until(() => trouble().includes('1부터 12,300 사이'));
      expect(inside(sheet, 'input').getAttribute('aria-invalid')).to.equal('true');
    }
    await expectAccessible(element);
    inside<HTMLElement>(sheet, '.beside button').click();
    await until(() => main().textContent!.trim() === '12,300원 옮기기');
    expect(posts()).to.have.lengthOf(0);
  });

  it('refused, the sheet says why and the figures are asked for anew', async () => {
    let now = possible();
    service(
      () => now,
      ({ path }) => (path === 'me/points/out' ? problem(409, 'points-short') : undefined),
    );
    const element = await place();
    const codes: string[] = [];
    element.addEventListener('dangol-problem-show', (event) => codes.push(event.detail.code));
    const { main, write, trouble } = await openOut(element);
    await write('9000');
    now = { ...possible(), available: 100 };
    main().click();
    await until(() => trouble() === '말: points-short');
    expect(codes).to.deep.equal(['points-short']);
    await until(() => inside(element, '[part=balance]').textContent === '100원');
    await expectAccessible(element);
  });

  it('a lost answer is tried again with the same key; another amount has another one', async () => {
    let isAway = true;
    service(possible, ({ path }) => {
      if (path !== 'me/points/out') return undefined;
      return isAway ? noNetwork() : problem(409, 'points-short');
    });
    const element = await place();
    const { main, write, trouble } = await openOut(element);
    await write('10');
    main().click();
    await until(() => trouble().includes('인터넷 연결'));
    isAway = false;
    main().click();
    await until(() => trouble() === '말: points-short');
    await write('11');
    main().click();
    await until(() => posts().some(({ body }) => (body as { amount: number }).amount === 11));
    const keys = posts().map(({ body, headers }) => [
      (body as { amount: number }).amount,
      headers.get('idempotency-key'),
    ]);
    const ofTen = new Set(keys.filter(([amount]) => amount === 10).map(([, key]) => key));
    expect(ofTen.size).to.equal(1);
    expect(ofTen.has(keys.at(-1)![1]!)).to.equal(false);
  });

  it('a host can keep points from going; Escape closes, and the focus is where it was', async () => {
    service(possible);
    const element = await place();
    element.addEventListener('dangol-before-points-move', (event) => event.preventDefault());
    const { main, write } = await openOut(element);
    await write('10');
    main().click();
    await until(() => !root(element).querySelector('dangol-points-out'));
    expect(posts()).to.have.lengthOf(0);
    const door = inside<HTMLElement>(element, '.now button');
    door.focus();
    await openOut(element);
    await press('Escape');
    await until(() => !root(element).querySelector('dangol-points-out'));
    expectFocus(door);
  });

  it('the statement is fetched with the token and handed over as a file; its text is one tap away', async () => {
    service(possible);
    const element = await place();
    const saved: [name: string, text: Promise<string>][] = [];
    const { click } = HTMLAnchorElement.prototype;
    const browsers = globalThis.fetch;
    HTMLAnchorElement.prototype.click = function () {
      saved.push([this.download, browsers(this.href).then((one) => one.text())]);
    };
    try {
      inside<HTMLElement>(element, '.head .link').click();
      await until(() => saved.length);
    } finally {
      HTMLAnchorElement.prototype.click = click;
    }
    expect(saved[0]![0]).to.match(/^points-\d{4}-\d\d-\d\d\.csv$/);
    expect(await saved[0]![1]).to.equal(CSV.slice(1));
    const one = asked.find(({ path }) => path === 'me/points/statement.csv')!;
    expect(one.headers.get('authorization')).to.equal('Bearer member-token-0123456789');
    await until(() => notice(element).startsWith('내역 파일을 내려받고 있어요.'));
    await expectAccessible(element);
    inside(element, 'dangol-part-notice').shadowRoot!.querySelector('button')!.click();
    const sheet = await until(() => root(element).querySelector('dangol-points-statement'));
    await until(() => sheet.shadowRoot?.querySelector('textarea')?.value.includes('2026-11-28,Order'));
    await expectAccessible(element);
  });

  it("inside another app's browser it opens as a text at once, to be copied or saved", async () => {
    service(possible);
    Object.defineProperty(navigator, 'userAgent', {
      value: 'Mozilla/5.0 (Linux; Android 15; wv) KAKAOTALK 25.1.0',
      configurable: true,
    });
    const copied: string[] = [];
    const { clipboard } = navigator;
    Object.defineProperty(navigator, 'clipboard', {
      value: { writeText: async (text: string) => void copied.push(text) },
      configurable: true,
    });
    const element = await place();
    inside<HTMLElement>(element, '.head .link').click();
    const sheet = await until(() => root(element).querySelector('dangol-points-statement'));
    await until(() => sheet.shadowRoot?.querySelector('textarea')?.value.includes('Order'));
    expect(inside<HTMLAnchorElement>(sheet, 'a').href).to.match(/^blob:/);
    inside<HTMLElement>(sheet, '.main').click();
    await until(() => inside(sheet, '.hint').textContent === '복사했어요.');
    expect(copied[0]).to.include('2026-11-28,Order');
    await expectAccessible(element);
    Object.defineProperty(navigator, 'clipboard', { value: clipboard, configurable: true });
  });

  it('a statement that cannot be had says so', async () => {
    service(possible, ({ path }) =>
      path === 'me/points/statement.csv' ? problem(429, 'too-many', { retryAfter: 60 }) : undefined,
    );
    const element = await place();
    inside<HTMLElement>(element, '.head .link').click();
    await until(() => notice(element) === '말: too-many');
    expect(inside(element, '.head .link').getAttribute('aria-busy')).to.equal('false');
    await expectAccessible(element);
  });

  it('a movement leads to its club and to the product of its review, unless the host goes there itself', async () => {
    const { mall } = board([]);
    service(
      () =>
        wallet(
          [
            move(0, { kind: 'contribution', amount: -10, club: moveId(55) }),
            move(1, { kind: 'review-text', review: moveId(77) }),
            move(2, { kind: 'review-text', review: moveId(78) }),
          ],
          { mall: { ...mall, pages: { ...mall.pages, product: 'https://mall.test/p/{product}' } } },
        ),
      ({ path }) => {
        if (path === `reviews/${moveId(77)}`) return json(review(1));
        if (path === 'products') return json({ items: [] });
        return undefined;
      },
    );
    const element = await place();
    const went: string[] = [];
    element.addEventListener('dangol-before-navigate', (event) => {
      event.preventDefault();
      went.push(`${event.detail.product} ${event.detail.url}`);
    });
    const links = [...root(element).querySelectorAll<HTMLElement>('li .link')];
    expect(links.map((one) => one.textContent)).to.deep.equal(['같이 모으기 보기', '후기 보기', '후기 보기']);
    links[0]!.click();
    await until(() => went.length === 1);
    expect(went[0]).to.equal(` https://service.test/c/shop1#dangol-club=${moveId(55)}`);
    links[1]!.click();
    await until(() => went.length === 2);
    expect(went[1]).to.equal('1 https://mall.test/p/1');
    links[2]!.click();
    await until(() => notice(element) === '지금은 볼 수 없어요.');
  });
});
