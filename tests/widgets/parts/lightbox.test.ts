import { expect } from 'chai';
import { html } from 'lit';
import type { Lightbox, LightboxMoveEvent } from '../../../widgets/parts/lightbox.ts';
import '../../../widgets/parts/lightbox.ts';
import { expectFocus, press } from './keys.ts';
import {
  again,
  clear,
  expectAccessible,
  find,
  heard,
  LONG_NAME,
  LONG_TEXT,
  photos,
  show,
  wordsOf,
} from './stage.ts';

const words = await wordsOf();
const root = document.documentElement;

afterEach(() => {
  clear();
  expect(root.style.overflow, 'the page can scroll again').to.equal('');
});

describe('dangol-part-lightbox', () => {
  const shown = photos(3).map((photo) => ({ photo, author: LONG_NAME, stars: 4, text: LONG_TEXT }));
  let open = true;
  beforeEach(() => {
    open = true;
  });
  const box = () => html`<button id="from">사진</button>
    <dangol-part-lightbox .words=${words} .photos=${shown} .index=${1} .open=${open}></dangol-part-lightbox>`;

  it('is accessible and fits', async () => {
    const stage = await show(box);
    await expectAccessible(stage);
    expect(find(stage, 'dialog').scrollWidth).to.be.at.most(root.clientWidth);
    expect(find(stage, '.about').getBoundingClientRect().bottom).to.be.at.most(root.clientHeight + 1);
  });

  it('fetches nothing while it is closed', async () => {
    open = false;
    const stage = await show(box);
    expect(find(stage, 'dangol-part-lightbox').shadowRoot!.querySelector('img')).to.equal(null);
  });

  it('turns by arrows and by buttons, stops at the ends, keeps the focus', async () => {
    const stage = await show(box);
    const part = find<Lightbox>(stage, 'dangol-part-lightbox');
    const event = await heard<LightboxMoveEvent>(stage, 'dangol-part-lightbox-move', () =>
      press('ArrowRight'),
    );
    expect(event.index).to.equal(2);
    await press('ArrowRight');
    expect(part.index).to.equal(2);
    find(stage, '.back').focus();
    await press('Enter', 'Enter', 'Enter');
    expect(part.index).to.equal(0);
    expectFocus(find(stage, '.back'));
    await press('ArrowRight');
    expect(part.index).to.equal(1);
  });

  it('asks to close by Escape and gives the focus back', async () => {
    open = false;
    const stage = await show(box);
    find(stage, '#from').focus();
    open = true;
    await again(stage);
    await heard(stage, 'dangol-part-lightbox-close', () => press('Escape'));
    open = false;
    await again(stage);
    expectFocus(find(stage, '#from'));
  });

  const finger = (stage: Element, type: string, pointerId: number, x: number, y: number) => {
    const target = find(stage, '.stage');
    // A finger that was made up cannot be caught.
    target.setPointerCapture = () => {};
    target.dispatchEvent(new PointerEvent(type, { pointerId, clientX: x, clientY: y, bubbles: true }));
  };
  const scale = (stage: Element) => new DOMMatrix(getComputedStyle(find(stage, '.stage img')).transform).a;

  it('turns by a swipe, but not by a crooked one', async () => {
    const stage = await show(box);
    const part = find<Lightbox>(stage, 'dangol-part-lightbox');
    const swipe = (x: number, y: number) => {
      finger(stage, 'pointerdown', 1, 200, 200);
      finger(stage, 'pointermove', 1, 200 + x, 200 + y);
      finger(stage, 'pointerup', 1, 200 + x, 200 + y);
    };
    swipe(-60, 200);
    expect(part.index).to.equal(1);
    swipe(-120, 10);
    expect(part.index).to.equal(2);
    swipe(120, 10);
    expect(part.index).to.equal(1);
  });

  it('two fingers zoom; then one moves the photo instead of turning', async () => {
    const stage = await show(box);
    const part = find<Lightbox>(stage, 'dangol-part-lightbox');
    finger(stage, 'pointerdown', 1, 200, 200);
    finger(stage, 'pointerdown', 2, 240, 200);
    finger(stage, 'pointermove', 2, 280, 200);
    expect(scale(stage)).to.be.closeTo(2, 0.01);
    finger(stage, 'pointerup', 1, 200, 200);
    finger(stage, 'pointermove', 2, 100, 200);
    finger(stage, 'pointerup', 2, 100, 200);
    expect(part.index).to.equal(1);
    await press('ArrowRight');
    expect(scale(stage), 'the next one begins as a whole').to.equal(1);
  });

  it('two taps, + and - zoom', async () => {
    const stage = await show(box);
    const tap = () => {
      finger(stage, 'pointerdown', 1, 200, 200);
      finger(stage, 'pointerup', 1, 200, 200);
    };
    tap();
    tap();
    expect(scale(stage)).to.equal(2.5);
    tap();
    tap();
    expect(scale(stage)).to.equal(1);
    await press('+');
    expect(scale(stage)).to.equal(1.5);
    await press('-');
    expect(scale(stage)).to.equal(1);
  });
});
