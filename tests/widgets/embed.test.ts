// The loader as it is shipped, in pages of its own. The service behind it answers nothing, which must not matter.
import { expect } from 'chai';
import { until } from './support/until.ts';

type Page = Window &
  typeof globalThis & {
    dangol: {
      identify(source: unknown): Promise<void>;
      signOut(): void;
      discover(root: ParentNode): void;
      mark(product: unknown): string | null;
      ready: Promise<void>;
    };
    problems: string[];
  };

const frames: HTMLIFrameElement[] = [];

/** A page with this markup; `{embed}` is the address of the loader. */
async function page(markup: string, query = '?mall=shop1'): Promise<Page> {
  const frame = document.createElement('iframe');
  frames.push(frame);
  frame.srcdoc = `<!doctype html><html lang="ko"><script>
    problems = [];
    onerror = (text) => { problems.push(text); };
    onunhandledrejection = (event) => { problems.push(String(event.reason)); };
  </script><body>${markup.replaceAll('{embed}', `${location.origin}/dist/embed.js${query}`)}`;
  const loaded = new Promise((done) => frame.addEventListener('load', done, { once: true }));
  document.body.append(frame);
  await loaded;
  return frame.contentWindow as Page;
}

const script = '<script src="{embed}"></script>';
const asked = (view: Page, part: string) =>
  view.performance.getEntriesByType('resource').filter(({ name }) => name.includes(part)).length;

describe('the loader', () => {
  afterEach(() => {
    for (const frame of frames.splice(0)) frame.remove();
  });

  it('brings no code to a page without tags, and one global name', async () => {
    const plain = await page('');
    const view = await page(script);
    const names = (one: Page) => Object.keys(one).filter((name) => Number.isNaN(Number(name)));
    expect(names(view).filter((name) => !names(plain).includes(name))).to.deep.equal(['dangol']);
    expect(asked(view, '/dist/w/')).to.equal(0);
    expect(Object.keys(view.dangol).sort()).to.deep.equal([
      'discover',
      'identify',
      'mark',
      'ready',
      'signOut',
    ]);
  });

  it('holds the place of a tag at once, and gives it its class', async () => {
    const view = await page(`<dangol-review-board product="1"></dangol-review-board>${script}`);
    const board = view.document.querySelector('dangol-review-board')!;
    expect(board.getBoundingClientRect().height).to.equal(560);
    await view.customElements.whenDefined('dangol-review-board');
    expect(board.getBoundingClientRect().height).to.equal(560);
    await until(() => asked(view, '/v1/shop1/board?product=1'));
    expect(view.problems).to.deep.equal([]);
  });

  it('holds the place of leaders too, and brings them', async () => {
    const view = await page(`<dangol-leaders period="all"></dangol-leaders>${script}`);
    const leaders = view.document.querySelector('dangol-leaders')!;
    expect(leaders.getBoundingClientRect().height).to.equal(690);
    await view.customElements.whenDefined('dangol-leaders');
    expect(leaders.getBoundingClientRect().height).to.equal(690);
    await until(() => asked(view, '/v1/shop1/leaders?period=all'));
    expect(view.problems).to.deep.equal([]);
  });

  it('holds the place of points, but none for one line of them', async () => {
    const view = await page(
      `<dangol-points></dangol-points><dangol-points compact></dangol-points>${script}`,
    );
    const [whole, line] = view.document.querySelectorAll<HTMLElement>('dangol-points');
    expect(whole!.offsetHeight).to.equal(620);
    expect(line!.offsetHeight).to.be.below(40);
    await view.customElements.whenDefined('dangol-points');
    expect(whole!.offsetHeight).to.equal(620);
    await until(() => whole!.shadowRoot!.textContent?.includes('로그인하면'));
    expect(whole!.offsetHeight).to.equal(620);
    expect(line!.offsetHeight).to.be.below(40);
    // For nobody the wallet itself is not loaded, and nothing is asked about them.
    expect(asked(view, '/dist/w/wallet-')).to.equal(0);
    expect(asked(view, '/v1/shop1/me')).to.equal(0);
    expect(view.problems).to.deep.equal([]);
  });

  it('holds the place of a blog card, and brings it', async () => {
    const view = await page(`<dangol-blog-card member="m1"></dangol-blog-card>${script}`);
    const card = view.document.querySelector('dangol-blog-card')!;
    expect(card.getBoundingClientRect().height).to.equal(560);
    await view.customElements.whenDefined('dangol-blog-card');
    await until(() => asked(view, '/v1/shop1/blog-cards?member=m1'));
    expect(card.getBoundingClientRect().height).to.equal(560);
    expect(view.problems).to.deep.equal([]);
  });

  describe('the mark of a product', () => {
    const MARK = 'djE6c2VhbGVk-_1';
    afterEach(() => {
      for (const name of Object.keys(localStorage))
        if (name.startsWith('dangol-mark:')) localStorage.removeItem(name);
    });

    it('is told at once, to whatever asks', async () => {
      localStorage.setItem('dangol-mark:1', `${MARK} ${Date.now()}`);
      localStorage.setItem('dangol-mark:old', `${MARK} ${Date.now() - 8 * 86_400_000}`);
      localStorage.setItem('dangol-mark:odd', 'nonsense');
      const { dangol, problems } = await page(script);
      expect(dangol.mark('1')).to.equal(MARK);
      expect(dangol.mark(1)).to.equal(MARK);
      for (const other of ['old', 'odd', 'none', '', undefined, null, {}, Symbol('1'), '__proto__'])
        expect(dangol.mark(other)).to.equal(null);
      expect(problems).to.deep.equal([]);
    });

    for (const [hash, rest] of [
      [`#dangol-mark=a.b%2F1.${MARK}`, ''],
      [`#size&dangol-mark=a.b%2F1.${MARK}`, '#size'],
    ] as const)
      it(`is taken from the address: ${hash.replace(MARK, '...')}`, async () => {
        const frame = document.createElement('iframe');
        frames.push(frame);
        frame.src = `/dist/manifest.json?colour=red${hash}`;
        const loaded = new Promise((done) => frame.addEventListener('load', done, { once: true }));
        document.body.append(frame);
        await loaded;
        const view = frame.contentWindow as Page;
        const script = view.document.createElement('script');
        script.src = '/dist/embed.js?mall=shop1';
        view.document.documentElement.append(script);
        await until(() => view.dangol);
        expect(view.dangol.mark('a.b/1')).to.equal(MARK);
        expect(view.location.search + view.location.hash).to.equal(`?colour=red${rest}`);
        expect(localStorage.getItem('dangol-mark:a.b/1')).to.include(MARK);
      });

    it('is none when it is longer than any: nobody fills what the mall may store by a link', async () => {
      const frame = document.createElement('iframe');
      frames.push(frame);
      frame.src = `/dist/manifest.json#dangol-mark=1.${'x'.repeat(201)}`;
      const loaded = new Promise((done) => frame.addEventListener('load', done, { once: true }));
      document.body.append(frame);
      await loaded;
      const view = frame.contentWindow as Page;
      const script = view.document.createElement('script');
      script.src = '/dist/embed.js?mall=shop1';
      view.document.documentElement.append(script);
      await until(() => view.dangol);
      expect(view.dangol.mark('1')).to.equal(null);
      expect(localStorage.getItem('dangol-mark:1')).to.equal(null);
    });

    it('is given where nothing can be stored, too', async () => {
      const frame = document.createElement('iframe');
      frames.push(frame);
      frame.src = `/dist/manifest.json#dangol-mark=1.${MARK}`;
      const loaded = new Promise((done) => frame.addEventListener('load', done, { once: true }));
      document.body.append(frame);
      await loaded;
      const view = frame.contentWindow as Page;
      Object.defineProperty(view, 'localStorage', {
        get() {
          throw new DOMException('refused', 'SecurityError');
        },
      });
      const script = view.document.createElement('script');
      script.src = '/dist/embed.js?mall=shop1';
      view.document.documentElement.append(script);
      await until(() => view.dangol);
      expect(view.dangol.mark('1')).to.equal(MARK);
      expect(view.dangol.mark('2')).to.equal(null);
    });
  });

  it('brings a heart with as little as it needs: no chunk of the others, no words of the board', async () => {
    const view = await page(`<dangol-wish-button product="1"></dangol-wish-button>${script}`);
    const heart = view.document.querySelector('dangol-wish-button')!;
    const size = () => [heart.getBoundingClientRect().width, heart.getBoundingClientRect().height];
    expect(size()).to.deep.equal([44, 44]);
    await view.customElements.whenDefined('dangol-wish-button');
    await until(() => asked(view, '/v1/shop1/hearts?product=1'));
    await until(() => heart.shadowRoot!.textContent?.includes('찜하기'));
    expect(size()).to.deep.equal([44, 44]);
    const { files, pages } = (await (await fetch('/dist/manifest.json')).json()) as {
      files: Record<string, string>;
      pages: Record<string, { files: string[] }>;
    };
    const loaded = view.performance
      .getEntriesByType('resource')
      .map(({ name }) => /\/dist\/(?:w\/)?([^?]+\.js)/.exec(name)?.[1])
      .filter((file) => file !== undefined);
    expect(loaded.sort()).to.deep.equal([...pages['wish-button']!.files].sort());
    expect(loaded).to.not.include(files.shared);
    expect(loaded).to.not.include(files.ko);
    expect(view.problems).to.deep.equal([]);
  });

  it('finds tags that come later, also inside what it is told to look into', async () => {
    const view = await page(script);
    view.document.body.append(view.document.createElement('dangol-rating'));
    await view.customElements.whenDefined('dangol-rating');
    expect(view.customElements.get('dangol-review-board')).to.equal(undefined);
    const shadow = view.document.createElement('div');
    view.document.body.append(shadow);
    const root = shadow.attachShadow({ mode: 'open' });
    root.append(view.document.createElement('dangol-review-board'));
    view.dangol.discover(root);
    await view.customElements.whenDefined('dangol-review-board');
  });

  it('an element of the page with its name does not stand in its way', async () => {
    const names = ['<div id="dangol"></div>', '<form id="dangol"><input name="discover"></form>'];
    for (const markup of [...names, '<i id="dangol"></i><i id="dangol"></i>']) {
      const view = await page(`${markup}${script}<dangol-rating product="1"></dangol-rating>`);
      expect(view.dangol.identify, markup).to.be.a('function');
      await view.customElements.whenDefined('dangol-rating');
      expect(view.problems).to.deep.equal([]);
    }
  });

  it('pasted twice it stays one', async () => {
    const view = await page(`${script}<dangol-rating product="1"></dangol-rating>${script}`);
    await view.customElements.whenDefined('dangol-rating');
    await view.dangol.ready;
    expect(asked(view, '/dist/w/core')).to.equal(1);
    expect(view.problems).to.deep.equal([]);
  });

  it('an element named currentScript does not hide the script', async () => {
    const view = await page(
      `<img name="currentScript" alt="">${script}<dangol-rating product="1"></dangol-rating>`,
    );
    await view.customElements.whenDefined('dangol-rating');
    await until(() => asked(view, '/v1/shop1/ratings'));
  });

  it('takes settings from the element, the script, its address, then meta', async () => {
    const markup = (data: string) =>
      `<meta name="dangol:mall" content="from-meta"><script src="{embed}" ${data}></script>
       <dangol-review-board product="1"></dangol-review-board><dangol-review-board mall="own-mall" product="2"></dangol-review-board>`;
    const both = await page(markup('data-mall="from-data"'));
    await until(
      () => asked(both, '/v1/from-data/board?product=1') && asked(both, '/v1/own-mall/board?product=2'),
    );
    const address = await page(markup(''));
    await until(() => asked(address, '/v1/shop1/board?product=1'));
    const meta = await page(markup(''), '');
    await until(() => asked(meta, '/v1/from-meta/board?product=1'));
  });

  it('without a mall it says calmly that there is nothing, instead of waiting for ever', async () => {
    const view = await page(
      `<script>told = []; console.warn = (text) => { told.push(text); };</script>
       <dangol-review-board product="1"></dangol-review-board>${script}`,
      '',
    );
    const board = view.document.querySelector('dangol-review-board')!;
    await until(() => board.shadowRoot?.textContent?.includes('지금은 후기를 볼 수 없어요'));
    const { told } = view as unknown as { told: string[] };
    expect(told.filter((one) => one.includes('embed.js?mall=shop1'))).to.have.lengthOf(1);
    expect(view.problems).to.deep.equal([]);
  });

  it('keeps what the page says before the code is there', async () => {
    const view = await page(
      `${script}<script>dangol.identify(() => { window.askedFor = 1; return 'member-token'; })</script>`,
    );
    view.document.body.append(view.document.createElement('dangol-review-board'));
    view.document.querySelector('dangol-review-board')!.setAttribute('product', '1');
    await until(() => (view as unknown as { askedFor?: number }).askedFor);
    expect(view.problems).to.deep.equal([]);
  });

  it('chunks that are gone bring the loader once more past the cache, and nothing throws', async () => {
    const view = await page('<script src="{embed}"></script>', '?mall=shop1');
    // A release before: its names lead nowhere.
    const old = await (await fetch('/dist/embed.js')).text();
    const broken = old.replace(/-[\da-f]{8}\.js/, '-gone.js');
    expect(broken).to.not.equal(old);
    Reflect.deleteProperty(view, 'dangol');
    view.document.body.append(view.document.createElement('dangol-rating'));
    new view.Function(broken)();
    await until(() => asked(view, 'embed.js?again'));
    await view.customElements.whenDefined('dangol-rating');
    expect(view.problems).to.deep.equal([]);
  });
});
