import { css, html, LitElement, nothing, type PropertyDeclarations } from 'lit';
import type { Photo } from '../../server/community/media/contract.ts';
import { defineOnce } from '../core/define.ts';
import { safeUrl } from '../core/safe-url.ts';
import { base } from '../core/styles.ts';
import type { Words } from '../core/words.ts';
import { icon } from './icons.ts';
import { BACK, CLOSE, NEXT } from './icons-more.ts';
import { Modal } from './modal.ts';
import { Pinch } from './pinch.ts';
import { stars, starsStyles } from './stars.ts';

/** Somebody is done looking. */
export class LightboxCloseEvent extends Event {
  static readonly type = 'dangol-part-lightbox-close';
  constructor() {
    super(LightboxCloseEvent.type, { bubbles: true });
  }
}
/** Another photo is shown; near the end the widget may bring more. */
export class LightboxMoveEvent extends Event {
  static readonly type = 'dangol-part-lightbox-move';
  readonly index: number;
  constructor(index: number) {
    super(LightboxMoveEvent.type, { bubbles: true });
    this.index = index;
  }
}

/** A photo and the review it belongs to, as far as that is known. */
export interface LightboxPhoto {
  photo: Photo;
  author?: string;
  stars?: number;
  text?: string;
}

/**
 * Photos in large: arrows, swipe, pinch and double tap; Escape or the cross ends it and the focus goes back.
 *
 * @fires dangol-part-lightbox-close
 * @fires dangol-part-lightbox-move
 */
export class Lightbox extends LitElement {
  static override properties: PropertyDeclarations = {
    photos: { attribute: false },
    index: { type: Number },
    open: { type: Boolean },
    words: { attribute: false },
  };
  static override styles = [
    base,
    starsStyles,
    css`
      :host {
        display: contents;
        --d-star: #ffb52e;
        --d-star-off: #666;
        --d-focus: #9cc3ff;
      }
      dialog {
        position: fixed;
        inset: 0;
        inline-size: 100%;
        block-size: 100%;
        max-inline-size: none;
        max-block-size: none;
        margin: 0;
        padding: 0;
        border: 0;
        overflow: hidden;
        background: #111;
        color: #fff;
        container-type: inline-size;
        overscroll-behavior: contain;
      }
      .frame {
        display: grid;
        grid-template-rows: auto minmax(0, 1fr) auto;
        block-size: 100%;
      }
      .head {
        display: flex;
        align-items: center;
        justify-content: space-between;
        padding: 6px 6px 6px 20px;
        font-variant-numeric: tabular-nums;
      }
      button {
        display: grid;
        place-content: center;
        inline-size: 48px;
        block-size: 48px;
        padding: 0;
        border-radius: 50%;
        font-size: 20px;
      }
      .stage {
        position: relative;
        min-block-size: 0;
        overflow: hidden;
        touch-action: none;
        user-select: none;
      }
      img {
        display: block;
        inline-size: 100%;
        block-size: 100%;
        object-fit: contain;
        will-change: transform;
        -webkit-user-drag: none;
      }
      .stage button {
        position: absolute;
        inset-block: 0;
        margin-block: auto;
        background: rgb(0 0 0 / 50%);
      }
      .back {
        inset-inline-start: 8px;
      }
      .next {
        inset-inline-end: 8px;
      }
      .about {
        padding: 12px 20px max(16px, env(safe-area-inset-bottom));
        font-size: 0.93em;
      }
      .who {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 10px;
        align-items: baseline;
        font-weight: 600;
      }
      .about p {
        display: -webkit-box;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 3;
        overflow: hidden;
        color: #ddd;
      }
      @container (min-width: 700px) {
        .about {
          inline-size: 640px;
          margin-inline: auto;
        }
      }
    `,
  ];

  #modal = new Modal(this);
  #pinch = new Pinch(
    () => this.renderRoot.querySelector('.stage'),
    (by) => this.#move(by),
  );

  declare photos: readonly LightboxPhoto[];
  declare index: number;
  declare open: boolean;
  declare words: Words | undefined;

  constructor() {
    super();
    this.photos = [];
    this.index = 0;
    this.open = false;
  }

  override updated(changed: Map<PropertyKey, unknown>) {
    if (!changed.has('index') && !changed.has('open')) return;
    this.#pinch.reset();
    for (const by of [-1, 1]) {
      const url = this.open && safeUrl(this.photos[this.index + by]?.photo.large);
      if (url) new Image().src = url;
    }
  }

  #ask() {
    this.dispatchEvent(new LightboxCloseEvent());
  }

  #move(by: number) {
    const index = this.index + by;
    if (!this.photos[index]) return;
    this.index = index;
    this.dispatchEvent(new LightboxMoveEvent(index));
  }

  #keys(event: KeyboardEvent) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const zoom = { '+': 1.5, '=': 1.5, '-': 1 / 1.5 }[event.key];
    if (step) this.#move(step);
    else if (zoom) this.#pinch.zoom(zoom);
    else return;
    event.preventDefault();
  }

  #frame({ photo, author, stars: given, text }: LightboxPhoto, words: Words) {
    const { photos, index } = this;
    const turn = (by: -1 | 1) =>
      html`<button
        type="button"
        class=${by < 0 ? 'back' : 'next'}
        aria-label=${words.t(by < 0 ? 'photoPrevious' : 'photoNext')}
        aria-disabled=${!photos[index + by]}
        @click=${() => this.#move(by)}
      >
        ${icon(by < 0 ? BACK : NEXT)}
      </button>`;
    return html`<div class="frame">
      <div class="head">
        <span aria-live="polite">${words.t('photoPlace', { number: index + 1, count: photos.length })}</span>
        <button type="button" aria-label=${words.t('close')} @click=${() => this.#ask()}>${icon(CLOSE)}</button>
      </div>
      <div
        class="stage"
        @pointerdown=${this.#pinch.down}
        @pointermove=${this.#pinch.move}
        @pointerup=${this.#pinch.up}
        @pointercancel=${this.#pinch.up}
        @wheel=${this.#pinch.wheel}
      >
        <img
          src=${safeUrl(photo.large) ?? nothing}
          alt=${photo.alt || words.t('photoOf', { number: index + 1 })}
          width=${photo.width}
          height=${photo.height}
          draggable="false"
        />
        ${photos.length > 1 ? [turn(-1), turn(1)] : nothing}
      </div>
      <div class="about">
        <div class="who">
          ${author ? html`<bdi>${author}</bdi>` : nothing}${given ? stars({ value: given, words }) : nothing}
        </div>
        ${text ? html`<p dir="auto">${text}</p>` : nothing}
      </div>
    </div>`;
  }

  override render() {
    const { words } = this;
    const shown = this.photos[this.index];
    // Closed, the dialog is empty: no photo is fetched.
    return html`<dialog
      aria-label=${words?.t('photos') ?? nothing}
      @keydown=${this.#keys}
      @cancel=${(event: Event) => {
        event.preventDefault();
        this.#ask();
      }}
      @close=${() => this.#modal.closed(() => this.#ask())}
    >
      ${this.open && words && shown ? this.#frame(shown, words) : nothing}
    </dialog>`;
  }
}

defineOnce('dangol-part-lightbox', Lightbox);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-part-lightbox': Lightbox;
  }
}
