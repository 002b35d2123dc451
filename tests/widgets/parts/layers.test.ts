import { expect } from 'chai';
import { html } from 'lit';
import type { Menu, MenuPickEvent } from '../../../widgets/parts/menu.ts';
import type { Sheet } from '../../../widgets/parts/sheet.ts';
import '../../../widgets/parts/menu.ts';
import '../../../widgets/parts/sheet.ts';
import { clickAt, expectFocus, focused, press } from './keys.ts';
import {
  again,
  clear,
  expectAccessible,
  find,
  frame,
  heard,
  LONG_NAME,
  LONG_TEXT,
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
    await heard(stage, 'dangol-part-sheet-close', () => find(stage, '.head button').click());
    await heard(stage, 'dangol-part-sheet-close', () => clickAt(4, 4));
    expect(part.open).to.equal(true);
  });

  it('does not ask while it is busy', async () => {
    busy = true;
    let asked = 0;
    const stage = await show(() => html`<div @dangol-part-sheet-close=${() => asked++}>${sheet()}</div>`);
    await press('Escape');
    find(stage, '.head button').click();
    expect(asked).to.equal(0);
    busy = false;
    await again(stage);
    find(stage, '.head button').click();
    expect(asked).to.equal(1);
  });

  it('gives the focus back to where it came from', async () => {
    open = false;
    const stage = await show(() => sheet());
    find(stage, '#from').focus();
    open = true;
    await again(stage);
    expect(find(stage, 'dialog').matches(':modal')).to.equal(true);
    expectFocus(find(stage, '#from'), false);
    open = false;
    await again(stage);
    expectFocus(find(stage, '#from'));
  });

  it('gives the focus back also when it is taken out while open', async () => {
    let isThere = false;
    const stage = await show(() => html`<button id="from">쓰기</button>${isThere ? sheet() : ''}`);
    find(stage, '#from').focus();
    isThere = true;
    await again(stage);
    expectFocus(find(stage, '#from'), false);
    isThere = false;
    await again(stage);
    expectFocus(find(stage, '#from'));
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
    html`<p style="text-align: end"><dangol-part-menu label="더보기" .items=${items}></dangol-part-menu></p>`;

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
    expectFocus(find(stage, '#button'));
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
        () => html`<dangol-part-menu label="더보기" .items=${items}></dangol-part-menu>`,
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
