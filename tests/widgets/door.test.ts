// The npm package and the script tag on one page: neither throws, the first stays.
import { expect } from 'chai';
import { answers, board, json, review } from './support/service.ts';
import { until } from './support/until.ts';

describe('the npm door', () => {
  // Every chunk there is, and every source of the package.
  it('defines nothing when it is imported, and meets the script tag without a throw', async function () {
    this.timeout(30_000);
    const defined: string[] = [];
    const define = customElements.define.bind(customElements);
    customElements.define = (tag, element, options) => {
      defined.push(tag);
      define(tag, element, options);
    };
    const { DangolReviewBoard } = await import('../../widgets/index.ts');
    expect(defined).to.deep.equal([]);
    customElements.define('dangol-review-board', DangolReviewBoard);
    answers(({ path }) => (path === 'board' ? json(board([review(1)])) : undefined));
    const element = document.createElement('dangol-review-board');
    element.setAttribute('product', '1');
    document.body.append(element);
    await until(() => element.shadowRoot!.querySelector('.item'));
    // What the loader would bring, as it is shipped: the board, and every piece that opens by a tap.
    const { files } = (await (await fetch('/dist/manifest.json')).json()) as {
      files: Record<string, string>;
    };
    const load = (name: string) => import(`/dist/w/${files[name]}`);
    for (const tag of ['review-board', 'rating', 'leaders', 'wish-button', 'savings-club'])
      (await load(tag)).define();
    expect(customElements.get('dangol-review-board') === DangolReviewBoard).to.equal(true);
    await Promise.all(Object.keys(files).map(load));
    expect(defined).to.include.members(['dangol-part-fold-text', 'dangol-part-sheet', 'dangol-board-form']);
    expect(defined).to.include.members(['dangol-leaders', 'dangol-part-profile', 'dangol-part-why']);
    // Both ways bring the same pieces; here the package comes second.
    await import('../../widgets/review-board/write-form.ts');
    await import('../../widgets/review-board/comments.ts');
    await import('../../widgets/parts/notice.ts');
    await import('../../widgets/parts/profile.ts');
    await import('../../widgets/parts/why.ts');
    expect(defined.length).to.equal(new Set(defined).size);
    element.shadowRoot!.querySelector<HTMLElement>('[part=write]')!.click();
    await until(() =>
      element.shadowRoot!.querySelector('dangol-board-form')?.shadowRoot?.querySelector('textarea'),
    );
    element.remove();
    customElements.define = define;
  });
});
