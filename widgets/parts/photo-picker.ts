import { css, html, LitElement, nothing, type PropertyDeclarations } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { defineOnce } from '../core/define.ts';
import { safeUrl } from '../core/safe-url.ts';
import { base } from '../core/styles.ts';
import type { Words } from '../core/words.ts';
import { icon } from './icons.ts';
import { BACK, CAMERA, CLOSE, NEXT, RETRY } from './icons-more.ts';
import {
  PhotoAddEvent,
  PhotoAltEvent,
  PhotoMoveEvent,
  PhotoRemoveEvent,
  PhotoRetryEvent,
  type PickedPhoto,
} from './photo-events.ts';

export type * from './photo-events.ts';

/**
 * The photos of a form: pick, watch them go, describe, order, take away.
 *
 * @fires dangol-part-photo-add
 * @fires dangol-part-photo-remove
 * @fires dangol-part-photo-retry
 * @fires dangol-part-photo-move
 * @fires dangol-part-photo-alt
 */
export class PhotoPicker extends LitElement {
  static override properties: PropertyDeclarations = {
    photos: { attribute: false },
    max: { type: Number },
    words: { attribute: false },
  };
  static override styles = [
    base,
    css`
      ul {
        display: grid;
        gap: 10px;
      }
      li {
        display: grid;
        grid-template-columns: 88px minmax(0, 1fr);
        gap: 4px 12px;
        align-items: start;
      }
      .picture {
        position: relative;
        grid-row: span 2;
        inline-size: 88px;
        block-size: 88px;
        border-radius: var(--d-radius);
        overflow: hidden;
        background: var(--d-raised);
      }
      img {
        inline-size: 100%;
        block-size: 100%;
        object-fit: cover;
        display: block;
        font-size: 0.75em;
      }
      .busy img,
      .failed img {
        opacity: 0.45;
      }
      .ring {
        position: absolute;
        inset: 24px;
        inline-size: 40px;
        block-size: 40px;
        transform: rotate(-90deg);
        fill: none;
        stroke-width: 4;
        stroke: var(--d-surface);
      }
      .ring :last-child {
        stroke: var(--d-accent);
        stroke-linecap: round;
        transition: stroke-dashoffset 0.2s;
      }
      .alt {
        inline-size: 100%;
        min-block-size: 44px;
        padding: 6px 12px;
        border: 1px solid var(--d-edge);
        border-radius: var(--d-radius);
        background: var(--d-surface);
      }
      .alt::placeholder {
        color: var(--d-muted);
      }
      .tools {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        margin-inline-start: -8px;
      }
      .tools button {
        display: inline-flex;
        align-items: center;
        justify-content: center;
        gap: 4px;
        min-width: 40px;
        min-height: 40px;
        padding: 0 8px;
        color: var(--d-muted);
      }
      .tools .again {
        color: inherit;
        font-weight: 600;
      }
      .problem {
        grid-column: 1 / -1;
        color: var(--d-bad);
      }
      .add {
        position: relative;
        display: flex;
        align-items: center;
        justify-content: center;
        gap: 8px;
        min-height: 52px;
        margin-block-start: 10px;
        padding: 6px 12px;
        border: 1px dashed var(--d-edge);
        border-radius: var(--d-radius);
        font-weight: 500;
        cursor: pointer;
      }
      .add[hidden] {
        display: none;
      }
      .add:has(:focus-visible) {
        outline: 2px solid var(--d-focus);
        outline-offset: 2px;
      }
      .add input {
        position: absolute;
        inset: 0;
        inline-size: 100%;
        opacity: 0;
        cursor: pointer;
        font-size: 0;
      }
    `,
  ];

  #isRemoving = false;

  declare photos: readonly PickedPhoto[];
  declare max: number;
  declare words: Words | undefined;

  constructor() {
    super();
    this.photos = [];
    this.max = 5;
  }

  override updated(changed: Map<PropertyKey, unknown>) {
    if (!this.#isRemoving || !changed.has('photos')) return;
    // The button went with its photo; the focus must not fall out of the form.
    this.#isRemoving = false;
    this.renderRoot.querySelector<HTMLElement>('.add input')?.focus();
  }

  #add(event: Event) {
    const input = event.target as HTMLInputElement;
    const files = [...(input.files ?? [])].slice(0, this.max - this.photos.length);
    // The same file may be picked again after it was taken away.
    input.value = '';
    if (files.length > 0) this.dispatchEvent(new PhotoAddEvent(files));
  }

  #photo(photo: PickedPhoto, index: number, words: Words) {
    const { key, alt, state, progress, preview, problem } = photo;
    const number = index + 1;
    return html`<li>
      <div class="picture ${state === 'sending' ? 'busy' : state}">
        <img src=${safeUrl(preview) ?? nothing} alt=${alt || words.t('photoOf', { number })} />
        ${
          state === 'sending'
            ? html`<svg
                class="ring"
                viewBox="0 0 40 40"
                role="progressbar"
                aria-label=${words.t('photoSending', { number })}
                aria-valuenow=${Math.round(progress * 100)}
                ><circle cx="20" cy="20" r="16" /><circle
                  cx="20"
                  cy="20"
                  r="16"
                  pathLength="100"
                  stroke-dasharray="100"
                  stroke-dashoffset=${100 - Math.round(progress * 100)}
              /></svg>`
            : nothing
        }
      </div>
      <input
        class="alt"
        dir="auto"
        maxlength="200"
        aria-label=${words.t('photoAltLabel', { number })}
        placeholder=${words.t('photoAlt')}
        .value=${alt}
        @change=${(event: Event) => this.dispatchEvent(new PhotoAltEvent(key, (event.target as HTMLInputElement).value.trim()))}
      />
      <div class="tools">
        ${
          this.photos.length > 1
            ? ([-1, 1] as const).map(
                (by) =>
                  html`<button
                    type="button"
                    aria-label=${words.t(by < 0 ? 'photoForward' : 'photoBack', { number })}
                    aria-disabled=${!this.photos[index + by]}
                    @click=${() => this.photos[index + by] && this.dispatchEvent(new PhotoMoveEvent(key, by))}
                  >
                    ${icon(by < 0 ? BACK : NEXT)}
                  </button>`,
              )
            : nothing
        }
        <button
          type="button"
          aria-label=${words.t('photoRemove', { number })}
          @click=${() => {
            this.#isRemoving = true;
            this.dispatchEvent(new PhotoRemoveEvent(key));
          }}
        >
          ${icon(CLOSE)}
        </button>
        ${
          state === 'failed'
            ? html`<button type="button" class="again" @click=${() => this.dispatchEvent(new PhotoRetryEvent(key))}>
                ${icon(RETRY)}${words.t('retry')}
              </button>`
            : nothing
        }
      </div>
      ${problem ? html`<p class="problem small" role="alert">${problem}</p>` : nothing}
    </li>`;
  }

  override render() {
    const { words, photos, max } = this;
    if (!words) return;
    const isFull = photos.length >= max;
    return html`<ul role="list">
        ${repeat(
          photos,
          ({ key }) => key,
          (photo, index) => this.#photo(photo, index, words),
        )}
      </ul>
      <label class="add" ?hidden=${isFull}
        ><input type="file" accept="image/*" multiple @change=${this.#add} />${icon(CAMERA)}<span
          >${words.t('photoPick', { count: photos.length, max })}</span
        ></label
      >`;
  }
}

defineOnce('dangol-part-photo-picker', PhotoPicker);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-part-photo-picker': PhotoPicker;
  }
}
