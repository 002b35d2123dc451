import { html, LitElement, nothing, type PropertyDeclarations } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { defineOnce } from '../../core/define.ts';
import { safeUrl } from '../../core/safe-url.ts';
import type { Words } from '../../core/words.ts';
import { icon } from '../../parts/icons.ts';
import { PLAY } from '../story/icons.ts';
import { stageStyles } from './stage-styles.ts';
import type { Item, Mark } from './written.ts';

/** A mark is to stand here; hundredths of a percent. */
export class MarkAddEvent extends Event {
  static readonly type = 'dangol-part-mark-add';
  readonly x: number;
  readonly y: number;
  constructor(x: number, y: number) {
    super(MarkAddEvent.type);
    this.x = x;
    this.y = y;
  }
}
/** A mark has been moved. */
export class MarkMoveEvent extends Event {
  static readonly type = 'dangol-part-mark-move';
  readonly key: string;
  readonly x: number;
  readonly y: number;
  constructor(key: string, x: number, y: number) {
    super(MarkMoveEvent.type);
    this.key = key;
    this.x = x;
    this.y = y;
  }
}
/** A mark is to go. */
export class MarkRemoveEvent extends Event {
  static readonly type = 'dangol-part-mark-remove';
  readonly key: string;
  constructor(key: string) {
    super(MarkRemoveEvent.type);
    this.key = key;
  }
}
/** The browser has seen how large a picture is. */
export class PictureSizeEvent extends Event {
  static readonly type = 'dangol-part-picture-size';
  readonly width: number;
  readonly height: number;
  constructor(width: number, height: number) {
    super(PictureSizeEvent.type);
    this.width = width;
    this.height = height;
  }
}

const WHOLE = 10_000;
/** One percent; with shift five. */
const STEP = 100;
const held = (value: number) => Math.min(WHOLE, Math.max(0, Math.round(value)));
const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/**
 * One picture with the marks upon it: tapped where a mark is to be, marks dragged or moved by arrow keys.
 *
 * @fires dangol-part-mark-add
 * @fires dangol-part-mark-move
 * @fires dangol-part-mark-remove
 * @fires dangol-part-picture-size
 */
export class MarkStage extends LitElement {
  static override properties: PropertyDeclarations = {
    item: { attribute: false },
    words: { attribute: false },
    isMarkable: { attribute: false },
    dragged: { state: true },
    said: { state: true },
  };
  static override styles = stageStyles;

  declare item: Item;
  declare words: Words;
  declare isMarkable: boolean;
  /** The mark under the pointer, and where it is now. */
  declare private dragged: { key: string; x: number; y: number } | undefined;
  declare private said: string;
  #start = { x: 0, y: 0 };
  #hasMoved = false;

  constructor() {
    super();
    this.isMarkable = false;
    this.said = '';
  }

  /** Puts the focus on a mark, so that it can be moved at once. */
  async focusMark(key: string): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(`#m-${key}`)?.focus();
  }

  #place(event: MouseEvent): { x: number; y: number } {
    const box = this.renderRoot.querySelector('.fit')!.getBoundingClientRect();
    return {
      x: held(((event.clientX - box.left) / box.width) * WHOLE),
      y: held(((event.clientY - box.top) / box.height) * WHOLE),
    };
  }

  #tap = (event: MouseEvent): void => {
    if (!this.isMarkable || (event.target as HTMLElement).closest('.mark')) return;
    const { x, y } = this.#place(event);
    this.dispatchEvent(new MarkAddEvent(x, y));
  };

  #down(event: PointerEvent, mark: Mark): void {
    if (event.button !== 0) return;
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    this.#start = { x: event.clientX, y: event.clientY };
    this.#hasMoved = false;
    this.dragged = { key: mark.key, x: mark.x, y: mark.y };
  }

  #move = (event: PointerEvent): void => {
    if (!this.dragged) return;
    if (Math.hypot(event.clientX - this.#start.x, event.clientY - this.#start.y) > 3) this.#hasMoved = true;
    if (this.#hasMoved) this.dragged = { key: this.dragged.key, ...this.#place(event) };
  };

  #up = (): void => {
    const { dragged } = this;
    this.dragged = undefined;
    if (dragged && this.#hasMoved) this.#moveTo(dragged.key, dragged.x, dragged.y);
  };

  #cancel = (): void => {
    this.dragged = undefined;
  };

  #moveTo(key: string, x: number, y: number): void {
    this.said = this.words.t('editorMarkAt', { x: Math.round(x / STEP), y: Math.round(y / STEP) });
    this.dispatchEvent(new MarkMoveEvent(key, x, y));
  }

  #keys(event: KeyboardEvent, { key, x, y }: Mark): void {
    const step = STEPS[event.key];
    if (step) {
      const by = event.shiftKey ? 5 * STEP : STEP;
      this.#moveTo(key, held(x + step[0] * by), held(y + step[1] * by));
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      this.said = this.words.t('editorMarkRemoved');
      this.dispatchEvent(new MarkRemoveEvent(key));
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #size = (event: Event): void => {
    const { naturalWidth: width, naturalHeight: height } = event.target as HTMLImageElement;
    if (!this.item.width && width && height) this.dispatchEvent(new PictureSizeEvent(width, height));
  };

  override render() {
    const { item, words, dragged, isMarkable } = this;
    if (!item || !words) return nothing;
    const src = safeUrl(item.large);
    const ratio = item.width && item.height ? item.width / item.height : 1;
    return html`<div class="hold">
        <div class="stage" .style=${`--ratio:${ratio}`}>
          <div class="fit ${isMarkable && src ? 'markable' : ''}" @click=${this.#tap}>
            ${
              src
                ? html`<img src=${src} alt=${item.alt} width=${item.width || nothing} height=${item.height || nothing} draggable="false" @load=${this.#size} />`
                : html`<div class="blank">${icon(PLAY)}</div>`
            }
            ${item.kind === 'photo' ? nothing : html`<span class="sign">${words.t(item.kind === 'clip' ? 'editorClip' : 'editorAnimation')}</span>`}
            ${repeat(
              item.marks,
              ({ key }) => key,
              (mark, at) => {
                const { x, y } = dragged?.key === mark.key ? dragged : mark;
                return html`<button
                  type="button"
                  class="mark ${dragged?.key === mark.key ? 'dragged' : ''}"
                  id="m-${mark.key}"
                  .style=${`--x:${x / 100}%;--y:${y / 100}%`}
                  aria-label=${words.t('editorMark', { number: at + 1, name: mark.name })}
                  aria-describedby="keys"
                  @pointerdown=${(event: PointerEvent) => this.#down(event, mark)}
                  @pointermove=${this.#move}
                  @pointerup=${this.#up}
                  @pointercancel=${this.#cancel}
                  @keydown=${(event: KeyboardEvent) => this.#keys(event, mark)}
                >
                  <span>${at + 1}</span>
                </button>`;
              },
            )}
          </div>
        </div>
      </div>
      <p id="keys" class="only-heard">${words.t('editorMarkKeys')}</p>
      <p class="only-heard" role="status">${this.said}</p>`;
  }
}

defineOnce('dangol-blog-stage', MarkStage);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-blog-stage': MarkStage;
  }
}
