import { expect } from 'chai';
import { html } from 'lit';
import type { Lightbox, LightboxMoveEvent } from '../../../widgets/parts/lightbox.ts';
import type { Menu, MenuPickEvent } from '../../../widgets/parts/menu.ts';
import type { Sheet } from '../../../widgets/parts/sheet.ts';
import '../../../widgets/parts/lightbox.ts';
import '../../../widgets/parts/menu.ts';
import '../../../widgets/parts/sheet.ts';
import { clickAt, focused, press } from './keys.ts';
import {
  again,
  clear,
  expectAccessible,
  find,
  frame,
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

describe('dangol-part-sheet', () => {
  let open = true;
  let busy = false;
  beforeEach(() => {
    open = true;
    busy = false;
  });
  const sheet = (body: unknown = html`<input aria-label="글" />`) => html`<button id="from">쓰기</button>
    <dangol-part-sheet .words=${words} .open=${open} .busy=${busy} .heading=${LONG_NAME}>
      ${body}<div slot="footer"><button class="main">올리기</button></div>
    </dangol-part-sheet>`;

  for (const scheme of ['light', 'dark'] as const) {
    it(`is accessible and keeps its end in sight, ${scheme}`, async () => {
      const stage = await show(() => sheet(html`<p tabindex="0">${LONG_TEXT}</p>`), { scheme });
      await expectAccessible(stage);
      const end = find(stage, '[slot=footer]').getBoundingClientRect();
      expect(end.bottom).to.be.at.most(root.clientHeight);
      expect(find(stage, 'dialog').scrollWidth).to.be.at.most(root.clientWidth);
    });
  }

  it('holds the page still while open, and gives it back as it was', async () => {
    root.style.setProperty('overflow', 'clip');
    const stage = await show(() => sheet());
    expect(root.style.overflow).to.equal('hidden');
    open = false;
    await again(stage);
    expect(root.style.overflow).to.equal('clip');
    root.style.removeProperty('overflow');
  });

  it('asks to close by Escape, by the cross and beside the card, and stays until it is told', async () => {
    const stage = await show(() => sheet());
    const part = find<Sheet>(stage, 'dangol-part-sheet');
    const dialog = find<HTMLDialogElement>(stage, 'dialog');
    await heard(stage, 'dangol-part-sheet-close', () => press('Escape'));
    expect(dialog.open).to.equal(true);
    await heard(stage, 'dangol-part-sheet-close', () => find(stage, 'header button').click());
    await heard(stage, 'dangol-part-sheet-close', () => clickAt(4, 4));
    expect(part.open).to.equal(true);
  });

  it('does not ask while it is busy', async () => {
    busy = true;
    let asked = 0;
    const stage = await show(() => html`<div @dangol-part-sheet-close=${() => asked++}>${sheet()}</div>`);
    await press('Escape');
    find(stage, 'header button').click();
    expect(asked).to.equal(0);
    busy = false;
    await again(stage);
    find(stage, 'header button').click();
    expect(asked).to.equal(1);
  });

  it('gives the focus back to where it came from', async () => {
    open = false;
    const stage = await show(() => sheet());
    find(stage, '#from').focus();
    open = true;
    await again(stage);
    expect(find(stage, 'dialog').matches(':modal')).to.equal(true);
    expect(focused()).not.to.equal(find(stage, '#from'));
    open = false;
    await again(stage);
    expect(focused()).to.equal(find(stage, '#from'));
  });

  it('gives the focus back also when it is taken out while open', async () => {
    let isThere = false;
    const stage = await show(() => html`<button id="from">쓰기</button>${isThere ? sheet() : ''}`);
    find(stage, '#from').focus();
    isThere = true;
    await again(stage);
    expect(focused()).not.to.equal(find(stage, '#from'));
    isThere = false;
    await again(stage);
    expect(focused()).to.equal(find(stage, '#from'));
  });

  it('lets the page go when it is taken out, and comes back when it is moved', async () => {
    const stage = await show(() => sheet());
    const part = find<Sheet>(stage, 'dangol-part-sheet');
    const parent = part.parentNode!;
    part.remove();
    expect(root.style.overflow).to.equal('');
    parent.append(part);
    await again(stage);
    expect(find<HTMLDialogElement>(stage, 'dialog').open).to.equal(true);
  });

  it('two of them lock the page once', async () => {
    const stage = await show(() => html`${sheet()}${sheet()}`);
    const [first, second] = stage.shadowRoot!.querySelectorAll('dangol-part-sheet') as unknown as [
      Sheet,
      Sheet,
    ];
    second.open = false;
    await frame();
    expect(root.style.overflow).to.equal('hidden');
    first.open = false;
    await frame();
    expect(root.style.overflow).to.equal('');
  });
});

describe('dangol-part-menu', () => {
  const items = [
    { key: 'edit', label: '고치기' },
    { key: 'remove', label: '지우기', grave: true },
  ];
  const menu = () =>
    html`<p style="text-align: end"><dangol-part-menu label="더 하기" .items=${items}></dangol-part-menu></p>`;

  for (const scheme of ['light', 'dark'] as const) {
    it(`is accessible closed and open, ${scheme}`, async () => {
      const stage = await show(menu, { scheme });
      await expectAccessible(stage);
      find(stage, '#button').click();
      await again(stage);
      await expectAccessible(stage);
    });
  }

  it('opens, goes round with arrows, picks and gives the focus back, all by keyboard', async () => {
    const stage = await show(menu);
    find(stage, '#button').focus();
    await press('Enter');
    expect(focused()?.textContent?.trim()).to.equal('고치기');
    await press('ArrowDown');
    expect(focused()?.textContent?.trim()).to.equal('지우기');
    await press('ArrowDown', 'ArrowUp');
    expect(focused()?.textContent?.trim()).to.equal('지우기');
    const event = await heard<MenuPickEvent>(stage, 'dangol-part-menu-pick', () => press('Enter'));
    expect(event.key).to.equal('remove');
    expect(focused()).to.equal(find(stage, '#button'));
    expect(find(stage, '#button').getAttribute('aria-expanded')).to.equal('false');
  });

  it('closes by Escape and by a press elsewhere, and lies within the page', async () => {
    const stage = await show(menu);
    const list = find(stage, '#list');
    find(stage, '#button').click();
    await again(stage);
    const box = list.getBoundingClientRect();
    expect(box.left).to.be.at.least(0);
    expect(box.right).to.be.at.most(root.clientWidth);
    expect(box.width).to.be.greaterThan(80);
    await press('Escape');
    expect(list.matches(':popover-open')).to.equal(false);
    find(stage, '#button').click();
    await again(stage);
    document.body.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
    await frame();
    expect(list.matches(':popover-open')).to.equal(false);
  });

  it('works where the browser knows no popovers', async () => {
    const proto = HTMLElement.prototype;
    const known = Object.getOwnPropertyDescriptor(proto, 'popover')!;
    delete (proto as { popover?: unknown }).popover;
    try {
      const stage = await show(
        () => html`<dangol-part-menu label="더 하기" .items=${items}></dangol-part-menu>`,
      );
      const part = find<Menu>(stage, 'dangol-part-menu');
      // What such a browser would make of the attribute: nothing.
      find(stage, '#list').removeAttribute('popover');
      part.focus();
      find(stage, '#button').click();
      await again(stage);
      expect(find(stage, '#list').getBoundingClientRect().height).to.be.greaterThan(80);
      await press('Escape');
      expect(find(stage, '#list').getBoundingClientRect().height).to.equal(0);
    } finally {
      Object.defineProperty(proto, 'popover', known);
    }
  });
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
    expect(focused()).to.equal(find(stage, '.back'));
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
    expect(focused()).to.equal(find(stage, '#from'));
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
