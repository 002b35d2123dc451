import { expect } from 'chai';
import { html } from 'lit';
import { attributeBars } from '../../../widgets/parts/attribute-bars.ts';
import { avatar, hueOf } from '../../../widgets/parts/avatar.ts';
import { badge } from '../../../widgets/parts/badge.ts';
import { chips } from '../../../widgets/parts/chips.ts';
import { choices } from '../../../widgets/parts/choices.ts';
import { emptyState } from '../../../widgets/parts/empty-state.ts';
import { histogram } from '../../../widgets/parts/histogram.ts';
import { COMMENT, icon } from '../../../widgets/parts/icons.ts';
import { lengthCounter, lengthOf } from '../../../widgets/parts/length-counter.ts';
import { moreButton } from '../../../widgets/parts/more-button.ts';
import { photoStrip } from '../../../widgets/parts/photo-strip.ts';
import { skeleton } from '../../../widgets/parts/skeleton.ts';
import { stars } from '../../../widgets/parts/stars.ts';
import { voteButton } from '../../../widgets/parts/vote-button.ts';
import { press } from './keys.ts';
import {
  again,
  clear,
  expectAccessible,
  expectNoOverflow,
  find,
  LONG_NAME,
  photos,
  show,
  wordsOf,
} from './stage.ts';

const words = await wordsOf();
const english = await wordsOf('en');
const nothing = () => {};

describe('the parts without a state of their own', () => {
  afterEach(clear);

  for (const scheme of ['light', 'dark'] as const) {
    it(`are accessible and fit 320 px, ${scheme}`, async () => {
      const shown = photos(7);
      const stage = await show(
        () => html`
          ${[0, 2.44, 5].map((value) => stars({ value, words }))}
          ${histogram({ counts: [0, 12, 40, 204, 118_000], picked: 4, onPick: nothing, words: english })}
          ${attributeBars([
            {
              label: LONG_NAME,
              values: [
                { label: LONG_NAME, count: 3 },
                { label: '커요', count: 1 },
              ],
            },
            { label: '없음', values: [{ label: '아직', count: 0 }] },
          ])}
          ${chips({
            label: '거르기',
            items: [
              { label: LONG_NAME, isOn: false, toggle: nothing },
              { label: '사진', isOn: true, toggle: nothing },
            ],
          })}
          ${choices({
            name: 'fit',
            legend: '사이즈',
            items: [
              { key: 'a', label: LONG_NAME },
              { key: 'b', label: '커요' },
            ],
            value: 'b',
            onChoose: nothing,
          })}
          ${photoStrip({ label: '사진', photos: shown, onOpen: nothing, words })}
          ${voteButton({ pressed: false, onToggle: nothing, words })} ${voteButton({ pressed: true, onToggle: nothing, words })}
          ${voteButton({ pressed: false, onToggle: nothing, words: english })}
          ${badge('bought', english)} ${badge('seller', words)} ${badge('edited', words)}
          ${avatar({ id: 'a', name: '김*수' })} ${avatar({ id: 'b', name: '🐻' })}
          ${emptyState({ picture: icon(COMMENT), title: words.t('noneYet'), text: words.t('inviteFirst'), action: html`<button class="main">${words.t('write')}</button>` })}
          ${emptyState({ title: words.t('noneMatch') })} ${skeleton({ rows: 3, label: words.t('loading') })}
          ${moreButton({ label: words.t('more'), busy: false, onMore: nothing })} ${lengthCounter({ text: '가나다', max: 2, words })}
        `,
        { scheme },
      );
      await expectAccessible(stage);
      expectNoOverflow(stage);
    });
  }

  it('stars show a mean by the width of what is filled and say it', async () => {
    const stage = await show(() => html`${stars({ value: 4.6, words })}`);
    expect(find(stage, '.stars').getAttribute('aria-label')).to.equal('별점 5점 중 4.6점');
    expect(stage.shadowRoot!.querySelector('svg svg')!.getAttribute('width')).to.equal('110.4');
  });

  it('avatars can be read in every colour, light and dark', async () => {
    // Every colour there is: ids whose hues are all different.
    const ids = new Map<number, string>();
    for (let number = 0; ids.size < 24; number++) ids.set(hueOf(`id${number}`), `id${number}`);
    for (const scheme of ['light', 'dark'] as const) {
      const stage = await show(() => html`${[...ids.values()].map((id) => avatar({ id, name: '김' }))}`, {
        scheme,
      });
      for (const disc of stage.shadowRoot!.querySelectorAll('.avatar')) {
        const { color, backgroundColor } = getComputedStyle(disc);
        expect(contrast(color, backgroundColor), `${color} on ${backgroundColor}`).to.be.at.least(4.5);
      }
    }
  });

  it('a row of the histogram asks for its stars, by keyboard too; a row without reviews does not', async () => {
    const asked: number[] = [];
    const stage = await show(
      () =>
        html`${histogram({ counts: [0, 1, 2, 3, 4], picked: null, onPick: (one) => asked.push(one), words })}`,
    );
    find(stage, '.hist button').focus();
    await press('Enter', 'Tab', ' ');
    find(stage, '.hist button:last-child').click();
    expect(asked).to.deep.equal([5, 4]);
  });

  it('a choice can be made with arrows and be taken back with a tap', async () => {
    let value: string | null = null;
    const items = ['작아요', '딱 맞아요', '커요'].map((label) => ({ key: label, label }));
    const stage = await show(
      () =>
        html`${choices({
          name: 'fit',
          legend: '사이즈',
          items,
          value,
          onChoose: (key) => {
            value = key;
          },
        })}`,
    );
    find(stage, 'input').focus();
    await press(' ');
    expect(value).to.equal('작아요');
    await again(stage);
    await press('ArrowRight');
    expect(value).to.equal('딱 맞아요');
    await again(stage);
    find(stage, '[value="딱 맞아요"]').click();
    expect(value).to.equal(null);
    await again(stage);
    expect(stage.shadowRoot!.querySelector(':checked')).to.equal(null);
  });

  it('targets of the thumb are 44 px high', async () => {
    const stage = await show(
      () =>
        html`${voteButton({ pressed: false, onToggle: nothing, words })}${moreButton({ label: 'x', busy: false, onMore: nothing })}`,
    );
    for (const button of stage.shadowRoot!.querySelectorAll('button'))
      expect(button.offsetHeight).to.be.at.least(44);
  });

  it('the more button answers once while it is busy', async () => {
    let pressed = 0;
    let busy = false;
    const stage = await show(() => html`${moreButton({ label: '더', busy, onMore: () => pressed++ })}`);
    find(stage, 'button').click();
    busy = true;
    await again(stage);
    find(stage, 'button').click();
    expect(pressed).to.equal(1);
  });

  it('the strip opens the photo that was pressed', async () => {
    const opened: number[] = [];
    const shown = photos(3);
    const stage = await show(
      () =>
        html`${photoStrip({ label: '사진', photos: shown, onOpen: (index) => opened.push(index), words })}`,
    );
    find(stage, '.strip button').focus();
    await press('Tab', 'Enter');
    expect(opened).to.deep.equal([1]);
  });

  it('an address that is none of a photo is not loaded', async () => {
    const photo = { ...photos(1)[0]!, small: 'javascript:alert(1)' };
    const stage = await show(
      () => html`${photoStrip({ label: '사진', photos: [photo], onOpen: nothing, words })}`,
    );
    expect(find(stage, 'img').hasAttribute('src')).to.equal(false);
  });

  it('lengths are counted as people count', () => {
    expect(lengthOf('👨‍👩‍👧‍👦 가나')).to.equal(4);
    expect(lengthOf('e\u0301')).to.equal(1);
  });

  it('lengths are counted without Intl.Segmenter too, then by code points', async () => {
    const known = Object.getOwnPropertyDescriptor(Intl, 'Segmenter')!;
    delete (Intl as { Segmenter?: unknown }).Segmenter;
    try {
      const again = '../../../widgets/parts/length-counter.ts?again';
      const plain = (await import(again)) as { lengthOf: typeof lengthOf };
      expect(plain.lengthOf('가나👍')).to.equal(3);
    } finally {
      Object.defineProperty(Intl, 'Segmenter', known);
    }
  });

  it('the row of chips brings what the keyboard reaches into sight', async () => {
    const pressed: string[] = [];
    const items = ['하나', '둘', '셋', '넷', '다섯', '여섯', '일곱'].map((key) => ({
      label: `${key} 조건`,
      isOn: false,
      toggle: () => pressed.push(key),
    }));
    const stage = await show(() => html`${chips({ label: '거르기', items })}`);
    find(stage, '.chip').focus();
    await press('Tab', 'Tab', 'Tab', 'Tab', 'Tab', 'Tab', 'Enter');
    expect(pressed).to.deep.equal(['일곱']);
    expect(find(stage, '.chip:last-child').getBoundingClientRect().right).to.be.at.most(
      stage.getBoundingClientRect().right,
    );
  });
});

/** WCAG's ratio of two computed colours. */
function contrast(one: string, other: string): number {
  const brush = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
  const light = (colour: string) => {
    brush.fillStyle = colour;
    brush.fillRect(0, 0, 1, 1);
    const [red, green, blue] = [...brush.getImageData(0, 0, 1, 1).data].map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
  };
  const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
  return (high! + 0.05) / (low! + 0.05);
}
