import { expect } from 'chai';
import { DangolRating } from '../../widgets/rating/rating.ts';
import { answers, asked, json, noNetwork } from './support/service.ts';
import { expectAccessible, until } from './support/until.ts';

customElements.define('dangol-rating', DangolRating);

function place(product: string): DangolRating {
  const element = document.createElement('dangol-rating');
  element.setAttribute('product', product);
  document.body.append(element);
  return element;
}

const every = ({ url }: { url: URL }) =>
  json({
    items: url.searchParams
      .getAll('product')
      .map((product) => ({ product, count: Number(product), mean: product === '0' ? null : 4.56 })),
  });

describe('a rating', () => {
  afterEach(() => {
    for (const element of document.querySelectorAll('dangol-rating')) element.remove();
  });

  it('all of a page are asked for in one simple request', async () => {
    answers(every);
    const all = Array.from({ length: 12 }, (_, at) => place(String(at + 1)));
    await until(() => all.every((one) => one.shadowRoot!.querySelector('b')));
    expect(asked).to.have.lengthOf(1);
    expect([...asked[0]!.headers.keys()]).to.deep.equal([]);
    expect(all[3]!.shadowRoot!.querySelector('b')!.textContent).to.equal('4.6');
    await expectAccessible(all[0]!);
  });

  it('more than a hundred go in requests of a hundred', async () => {
    answers(every);
    const all = Array.from({ length: 130 }, (_, at) => place(String(at + 1)));
    await until(() => all.every((one) => one.shadowRoot!.querySelector('b')));
    expect(asked.map(({ url }) => url.searchParams.getAll('product').length)).to.deep.equal([100, 30]);
  });

  it('keeps its line quiet and as high, with no reviews and with no answer', async () => {
    answers(every);
    const none = place('0');
    const some = place('7');
    await until(() => some.shadowRoot!.querySelector('b'));
    expect(none.shadowRoot!.textContent!.trim()).to.equal('');
    expect(none.offsetHeight).to.equal(some.offsetHeight);
    answers(noNetwork);
    const failed = place('9');
    await until(() => asked.length > 0);
    expect(failed.offsetHeight).to.equal(some.offsetHeight);
  });

  it('takes the same place in a line before it is known, and after', async () => {
    answers(every);
    const line = document.createElement('div');
    line.style.setProperty('font', '14px/1.9 serif');
    document.body.append(line);
    const element = place('7');
    line.append(element);
    await element.updateComplete;
    const before = line.offsetHeight;
    await until(() => element.shadowRoot!.querySelector('b'));
    expect(line.offsetHeight).to.equal(before);
    expect(element.shadowRoot!.querySelector('[lang]')!.getAttribute('lang')).to.equal('ko');
    line.remove();
  });

  it('another product replaces the first', async () => {
    answers(every);
    const element = place('3');
    await until(() => element.shadowRoot!.textContent?.includes('(3)'));
    element.setAttribute('product', '5');
    await until(() => element.shadowRoot!.textContent?.includes('(5)'));
  });
});
