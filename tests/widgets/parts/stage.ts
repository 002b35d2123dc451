// Where the tests of the parts put them: a host as a widget is, light or dark, narrow, with the words of one language.
import 'axe-core/axe.min.js';
import type axe from 'axe-core';
import { expect } from 'chai';
import { css, html, LitElement, type TemplateResult } from 'lit';
import type { Comment } from '../../../server/community/comments/contract.ts';
import type { Photo } from '../../../server/community/media/contract.ts';
import { firstWords } from '../../../widgets/core/strings/first.ts';
import { base } from '../../../widgets/core/styles.ts';
import { type Lang, loadWords, type Words } from '../../../widgets/core/words.ts';
import { attributeBarsStyles } from '../../../widgets/parts/attribute-bars.ts';
import { avatarStyles } from '../../../widgets/parts/avatar.ts';
import { badgeStyles } from '../../../widgets/parts/badge.ts';
import { chipsStyles } from '../../../widgets/parts/chips.ts';
import { emptyStateStyles } from '../../../widgets/parts/empty-state.ts';
import { histogramStyles } from '../../../widgets/parts/histogram.ts';
import { lengthCounterStyles } from '../../../widgets/parts/length-counter.ts';
import { moreButtonStyles } from '../../../widgets/parts/more-button.ts';
import { photoStripStyles } from '../../../widgets/parts/photo-strip.ts';
import { skeletonStyles } from '../../../widgets/parts/skeleton.ts';
import { starsStyles } from '../../../widgets/parts/stars.ts';
import { voteButtonStyles } from '../../../widgets/parts/vote-button.ts';

export class PartStage extends LitElement {
  static override properties = { content: { attribute: false } };
  static override styles = [
    base,
    attributeBarsStyles,
    avatarStyles,
    badgeStyles,
    chipsStyles,
    emptyStateStyles,
    histogramStyles,
    lengthCounterStyles,
    moreButtonStyles,
    photoStripStyles,
    skeletonStyles,
    starsStyles,
    voteButtonStyles,
    css`
      :host {
        background: var(--d-surface);
      }
      :host(.dark) {
        --d-ink: #e8e8ea;
        --d-page: #17181c;
        --d-scheme-star: #ffb84d;
        --d-scheme-good: #6fd6a0;
        --d-scheme-bad: #ff9d94;
        --d-scheme-focus: #9cc3ff;
        color-scheme: dark;
      }
    `,
  ];

  declare content: (() => unknown) | undefined;

  override render() {
    return html`${this.content?.()}`;
  }
}
customElements.define('part-stage', PartStage);

export type Scheme = 'light' | 'dark';

export async function wordsOf(lang: Lang = 'ko'): Promise<Words> {
  const words = await loadWords(lang, [firstWords]);
  await words.more();
  return words;
}

/** Puts something on a stage of 320 px, or as wide as is said, and waits until it stands. */
export async function show(
  content: () => TemplateResult,
  { scheme = 'light' as Scheme, width = 320 } = {},
): Promise<PartStage> {
  const stage = new PartStage();
  stage.className = scheme;
  stage.style.setProperty('width', `${width}px`);
  stage.content = content;
  document.body.append(stage);
  await settle(stage);
  return stage;
}

/** Renders again what the test has changed. */
export async function again(stage: PartStage): Promise<void> {
  stage.requestUpdate();
  await settle(stage);
}

export async function settle(stage: PartStage): Promise<void> {
  await stage.updateComplete;
  for (const part of everything(stage.shadowRoot!)) if (part instanceof LitElement) await part.updateComplete;
  await frame();
}

/** One picture of the browser later: sizes are measured, dialogs stand. */
export const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));

function everything(root: ParentNode): Element[] {
  return [...root.querySelectorAll('*')].flatMap((one) => [
    one,
    ...(one.shadowRoot ? everything(one.shadowRoot) : []),
  ]);
}

export function clear(): void {
  for (const stage of document.querySelectorAll('part-stage')) stage.remove();
}

/** The first that fits, also inside the parts. */
export function find<Kind extends HTMLElement = HTMLElement>(stage: Element, selector: string): Kind {
  const found = everything(stage.shadowRoot!).find((one) => one.matches(selector));
  if (!found) throw new Error(`nothing fits ${selector}`);
  return found as Kind;
}

export async function expectAccessible(stage: Element): Promise<void> {
  const { run } = (globalThis as unknown as { axe: typeof axe }).axe;
  const { violations } = await run(stage, { resultTypes: ['violations'] });
  expect(
    violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary}`),
    ),
  ).to.deep.equal([]);
}

/** Nothing is wider than its page: the stage, and everything in it that is not made to scroll sideways. */
export function expectNoOverflow(stage: Element): void {
  expect(stage.scrollWidth, 'the stage').to.be.at.most(stage.clientWidth);
  const right = stage.getBoundingClientRect().right;
  const wide = everything(stage.shadowRoot!).filter((one) => {
    if (one.closest('.chips, .strip, .only-heard, svg') || one.matches('slot, style')) return false;
    return one.getBoundingClientRect().right > right + 1;
  });
  expect(wide.map((one) => one.outerHTML.slice(0, 120))).to.deep.equal([]);
}

/** The next event of a name, once something was done. */
export async function heard<Kind extends Event>(
  stage: Element,
  type: string,
  act: () => unknown,
): Promise<Kind> {
  let event: Event | undefined;
  const listen = (one: Event) => {
    event = one;
  };
  stage.shadowRoot!.addEventListener(type, listen);
  await act();
  await frame();
  stage.shadowRoot!.removeEventListener(type, listen);
  expect(event, type).to.be.instanceOf(Event);
  expect(event!.bubbles && !event!.composed, `${type} goes up to its widget and no further`).to.equal(true);
  return event as Kind;
}

const SENTENCE = '정말 마음에 들어요 👨‍👩‍👧‍👦💛 가벼운데 튼튼하고 색도 화면이랑 똑같아요!! 👍🏽 ';
/** 1,300 and more characters as people count, full of emoji, with a word that has no place to break. */
export const LONG_TEXT = `${'가나다라마바사아자차카타파하'.repeat(10)}\n${SENTENCE.repeat(30)}\nhttps://example.com/${'x'.repeat(200)}`;
export const LONG_NAME = '세상에서제일긴이름을가진단골손님이에요반갑습니다잘부탁드려요';

function picture(hue: number): string {
  const canvas = document.createElement('canvas');
  canvas.width = 40;
  canvas.height = 30;
  const brush = canvas.getContext('2d')!;
  brush.fillStyle = `hsl(${hue} 50% 60%)`;
  brush.fillRect(0, 0, 40, 30);
  const bytes = Uint8Array.from(atob(canvas.toDataURL('image/png').split(',')[1] ?? ''), (one) =>
    one.charCodeAt(0),
  );
  return URL.createObjectURL(new Blob([bytes], { type: 'image/png' }));
}

export function photos(count: number): Photo[] {
  return new Array(count).fill(0).map((_, index) => {
    const url = picture(index * 40);
    return {
      id: `photo${index}`,
      alt: index ? '' : '창가에 둔 머그',
      width: 40,
      height: 30,
      small: url,
      large: url,
    };
  });
}

export function comment(id: string, more: Partial<Comment> = {}): Comment {
  return {
    id,
    parent: null,
    author: { id: `author-${id}`, name: '김*수', guest: false, seller: false, level: 0 },
    text: '저도 같은 색 샀는데 빛 받으면 더 예뻐요.',
    state: 'shown',
    createdAt: Date.now() - 3_600_000,
    editedAt: null,
    ...more,
  };
}
