import { html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { defineOnce } from '../../core/define.ts';
import { safeUrl } from '../../core/safe-url.ts';
import type { Words } from '../../core/words.ts';
import { icon } from '../../parts/icons.ts';
import { CAMERA } from '../../parts/icons-more.ts';
import { PLAY } from '../story/icons.ts';
import { tilesStyles } from './tiles-styles.ts';
import type { Item } from './written.ts';

/** Another picture is looked at. */
export class TileChooseEvent extends Event {
  static readonly type = 'dangol-part-tile-choose';
  readonly key: string;
  constructor(key: string) {
    super(TileChooseEvent.type);
    this.key = key;
  }
}
/** A picture is to stand at another place. */
export class TileMoveEvent extends Event {
  static readonly type = 'dangol-part-tile-move';
  readonly key: string;
  readonly to: number;
  constructor(key: string, to: number) {
    super(TileMoveEvent.type);
    this.key = key;
    this.to = to;
  }
}
/** Files were chosen. */
export class TileAddEvent extends Event {
  static readonly type = 'dangol-part-tile-add';
  readonly files: readonly File[];
  constructor(files: readonly File[]) {
    super(TileAddEvent.type);
    this.files = files;
  }
}

/** So far a pointer moves before it drags. */
const LIFT = 6;

/**
 * The pictures of a story in small: one is looked at, they change places by dragging, more are added.
 *
 * @fires dangol-part-tile-choose
 * @fires dangol-part-tile-move
 * @fires dangol-part-tile-add
 */
export class PictureTiles extends LitElement {
  static override properties: PropertyDeclarations = {
    items: { attribute: false },
    chosen: {},
    max: { type: Number },
    accept: {},
    words: { attribute: false },
    lifted: { state: true },
  };
  static override styles = tilesStyles;

  declare items: readonly Item[];
  declare chosen: string;
  declare max: number;
  declare accept: string;
  declare words: Words;
  declare private lifted: string;
  #stop: (() => void) | undefined;
  /** A drag ends with a click that is none. */
  #hasDragged = false;

  constructor() {
    super();
    this.items = [];
    this.chosen = '';
    this.max = 10;
    this.accept = 'image/*';
    this.lifted = '';
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
  }

  #add(event: Event): void {
    const input = event.target as HTMLInputElement;
    const files = [...(input.files ?? [])];
    // The same file may be chosen again after it was taken away.
    input.value = '';
    if (files.length) this.dispatchEvent(new TileAddEvent(files));
  }

  /** Drags a tile; the order changes while it moves, and only listeners of the window last through that. */
  #drag(down: PointerEvent, key: string): void {
    if (down.button !== 0 || this.items.length < 2) return;
    if (down.pointerType !== 'mouse' && key !== this.chosen) return;
    this.#stop?.();
    this.#hasDragged = false;
    const { pointerId, clientX, clientY } = down;
    const from = this.items.findIndex((one) => one.key === key);
    const move = (event: PointerEvent) => {
      if (event.pointerId !== pointerId) return;
      if (!this.lifted && Math.hypot(event.clientX - clientX, event.clientY - clientY) < LIFT) return;
      this.lifted = key;
      this.#hasDragged = true;
      const over = (this.renderRoot as ShadowRoot)
        .elementsFromPoint(event.clientX, event.clientY)
        .find((one) => one.matches('.tile') && one.id !== `t-${key}`);
      const to = this.items.findIndex((one) => over?.id === `t-${one.key}`);
      if (to >= 0) this.dispatchEvent(new TileMoveEvent(key, to));
    };
    const end = (event: PointerEvent | KeyboardEvent) => {
      if (event instanceof KeyboardEvent) {
        if (event.key !== 'Escape' || !this.lifted) return;
        event.preventDefault();
        event.stopPropagation();
        this.dispatchEvent(new TileMoveEvent(key, from));
      } else if (event.pointerId !== pointerId) return;
      this.#stop?.();
    };
    this.#stop = () => {
      removeEventListener('pointermove', move, true);
      removeEventListener('pointerup', end, true);
      removeEventListener('pointercancel', end, true);
      removeEventListener('keydown', end, true);
      this.lifted = '';
      this.#stop = undefined;
    };
    addEventListener('pointermove', move, true);
    addEventListener('pointerup', end, true);
    addEventListener('pointercancel', end, true);
    addEventListener('keydown', end, true);
  }

  #choose(key: string): void {
    if (!this.#hasDragged) this.dispatchEvent(new TileChooseEvent(key));
    this.#hasDragged = false;
  }

  #tile({ key, kind, state, progress, small, marks }: Item, at: number): TemplateResult {
    const { words, chosen } = this;
    const src = safeUrl(small);
    const what = words.t(
      kind === 'clip' ? 'editorClip' : kind === 'animation' ? 'editorAnimation' : 'editorPhoto',
    );
    return html`<li class=${this.lifted === key ? 'lifted' : ''}>
      <button
        type="button"
        class="tile ${state === 'ready' ? '' : 'faint'}"
        id="t-${key}"
        aria-current=${key === chosen ? 'true' : 'false'}
        aria-label=${words.t('editorTab', { number: at + 1, what })}
        @pointerdown=${(event: PointerEvent) => this.#drag(event, key)}
        @click=${() => this.#choose(key)}
      >
        ${src ? html`<img src=${src} alt="" draggable="false" decoding="async" />` : icon(kind === 'photo' ? CAMERA : PLAY)}
      </button>
      ${kind === 'photo' ? nothing : html`<span class="sign" aria-hidden="true">${what}</span>`}
      ${marks.length ? html`<span class="tags" aria-hidden="true">●&nbsp;${marks.length}</span>` : nothing}
      ${
        state === 'sending'
          ? html`<svg
              class="ring"
              viewBox="0 0 40 40"
              role="progressbar"
              aria-label=${words.t('editorSending', { number: at + 1 })}
              aria-valuenow=${Math.round(progress * 100)}
              ><circle cx="20" cy="20" r="16" /><circle
                cx="20"
                cy="20"
                r="16"
                pathLength="100"
                stroke-dasharray="100"
                stroke-dashoffset=${100 - Math.round(progress * 100)}
            /></svg>`
          : state === 'ready'
            ? nothing
            : html`<span class="bad" aria-hidden="true">!</span>`
      }
    </li>`;
  }

  override render() {
    const { words, items, max } = this;
    if (!words) return nothing;
    return html`<ul role="list" aria-label=${words.t('editorPictures')} class=${items.length ? '' : 'alone'}>
      ${repeat(
        items,
        ({ key }) => key,
        (item, at) => this.#tile(item, at),
      )}
      ${
        items.length < max
          ? html`<li>
              <label class="add"
                ><input
                  type="file"
                  multiple
                  accept=${this.accept}
                  aria-label=${words.t('editorAddLabel', { count: items.length, max })}
                  @change=${this.#add}
                />${icon(CAMERA)}<span aria-hidden="true">${items.length ? `${items.length} / ${max}` : words.t('editorAdd')}</span></label
              >
            </li>`
          : nothing
      }
    </ul>`;
  }
}

defineOnce('dangol-blog-tiles', PictureTiles);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-blog-tiles': PictureTiles;
  }
}
