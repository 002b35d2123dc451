import { expect } from 'chai';
import { bringFont, FONTS } from '../../widgets/core/fonts.ts';
import { leadsAway, MARK_MS, mark, remember, withMark } from '../../widgets/core/marks.ts';
import { MARK } from './support/blogs.ts';
import './support/service.ts';

const store = localStorage;
const refuse = () => {
  throw new DOMException('refused', 'SecurityError');
};

describe('marks', () => {
  afterEach(() => {
    Object.defineProperty(globalThis, 'localStorage', { value: store, configurable: true });
    store.clear();
  });

  it('the newest of a product counts, for seven days', () => {
    expect(mark('1')).to.equal(null);
    remember('1', `${MARK}a`);
    remember('1', `${MARK}b`);
    remember('상품 1/2.3', MARK);
    expect([mark('1'), mark('상품 1/2.3'), mark('2')]).to.deep.equal([`${MARK}b`, MARK, null]);
    store.setItem('dangol-mark:9', `${MARK} ${Date.now() - MARK_MS - 1000}`);
    expect(mark('9')).to.equal(null);
    // The next one that comes takes old ones away.
    remember('3', MARK);
    expect(store.getItem('dangol-mark:9')).to.equal(null);
  });

  it('no more than fifty are kept, and nothing that is no mark', () => {
    for (let at = 0; at < 60; at++) {
      store.setItem(`dangol-mark:old${at}`, `${MARK} ${Date.now() - 60_000 + at}`);
    }
    remember('new', MARK);
    const names = Object.keys(store).filter((name) => name.startsWith('dangol-mark:'));
    expect(names).to.have.lengthOf(50);
    expect(names).to.include('dangol-mark:new');
    expect(names).to.not.include('dangol-mark:old0');
    for (const bad of ['', 'a b', '<b>', 'a'.repeat(201)]) remember('bad', bad);
    expect(mark('bad')).to.equal(null);
    expect(mark('__proto__')).to.equal(null);
  });

  it('memory stands in where a store is refused', () => {
    Object.defineProperty(globalThis, 'localStorage', {
      value: { getItem: refuse, setItem: refuse, removeItem: refuse },
      configurable: true,
    });
    remember('refused', MARK);
    expect(mark('refused')).to.equal(MARK);
  });

  it('travels behind # to another origin only, beside what stands there', () => {
    const here = `${location.origin}/p/1`;
    expect(leadsAway(here)).to.equal(false);
    expect(withMark(here, '1', MARK)).to.equal(here);
    expect(withMark('https://mall.test/p?a=1', 'a.b&c', MARK)).to.equal(
      `https://mall.test/p?a=1#dangol-mark=a.b%26c.${MARK}`,
    );
    expect(withMark('https://mall.test/p#size', '1', MARK)).to.equal(
      `https://mall.test/p#size&dangol-mark=1.${MARK}`,
    );
    expect(withMark('https://mall.test/p', '\ud800', MARK)).to.equal('https://mall.test/p');
    expect(withMark(here, '1', MARK, true)).to.equal(`${here}#dangol-mark=1.${MARK}`);
  });
});

describe('the fonts of blogs', () => {
  const browsers = globalThis.fetch;
  afterEach(() => {
    globalThis.fetch = browsers;
  });

  it('are known to the page in slices, and asked for once', async () => {
    const asked: string[] = [];
    globalThis.fetch = (async (url: string) => {
      asked.push(url);
      return new Response('{"latin":"U+0000-00FF","2":"U+AC00-AC10"}');
    }) as typeof fetch;
    await Promise.all([bringFont('round'), bringFont('round')]);
    expect(asked).to.deep.equal([`https://service.test/w/fonts/${FONTS.round[1]}/slices.json`]);
    const faces = [...document.fonts].filter(({ family }) => family.includes('Dangol Round'));
    expect(faces.map(({ unicodeRange, status }) => [unicodeRange, status])).to.deep.equal([
      ['U+AC00-AC10', 'unloaded'],
      ['U+0-FF', 'unloaded'],
    ]);
  });

  it('that cannot come are tried again by the next blog', async () => {
    let asked = 0;
    globalThis.fetch = (async () => {
      asked++;
      throw new TypeError('refused by the policy of the page');
    }) as typeof fetch;
    for (let tries = 0; tries < 2; tries++) await bringFont('hand').catch(() => undefined);
    expect(asked).to.equal(2);
  });
});
