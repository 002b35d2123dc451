import { css, html, LitElement, type PropertyDeclarations } from 'lit';
import { defineOnce } from '../core/define.ts';
import { base } from '../core/styles.ts';
import type { Words } from '../core/words.ts';
import { icon, STAR } from './icons.ts';

/** Stars were chosen. */
export class StarChooseEvent extends Event {
  static readonly type = 'dangol-part-star-choose';
  readonly stars: number;
  constructor(stars: number) {
    super(StarChooseEvent.type, { bubbles: true });
    this.stars = stars;
  }
}

/**
 * One to five stars to choose: a native group of radios, so arrow keys and screen readers know it.
 *
 * @fires dangol-part-star-choose
 */
export class StarInput extends LitElement {
  static override properties: PropertyDeclarations = {
    value: { type: Number },
    problem: {},
    question: {},
    words: { attribute: false },
    preview: { state: true },
  };
  static override styles = [
    base,
    css`
      fieldset {
        text-align: center;
      }
      legend {
        inline-size: 100%;
        padding: 0;
        font-weight: 600;
        font-size: 1.07em;
      }
      .row {
        display: inline-flex;
        max-inline-size: 100%;
        margin-block-start: 4px;
      }
      label {
        position: relative;
        display: grid;
        place-content: center;
        inline-size: 48px;
        min-inline-size: 44px;
        block-size: 48px;
        color: var(--d-star-off);
        font-size: 30px;
        line-height: 0;
        cursor: pointer;
        border-radius: var(--d-radius);
      }
      label.lit {
        color: var(--d-star);
      }
      label:has(:focus-visible) {
        outline: 2px solid var(--d-focus);
      }
      input {
        position: absolute;
        inset: 0;
        inline-size: 100%;
        block-size: 100%;
        opacity: 0;
        cursor: pointer;
      }
      .said {
        min-height: 1.6em;
      }
      .problem {
        color: var(--d-bad);
      }
    `,
  ];

  declare private preview: number;

  /** 0: none chosen yet. */
  declare value: number;
  /** What is wrong, once the form was sent without stars. */
  declare problem: string;
  /** What is asked, instead of how it was. */
  declare question: string;
  declare words: Words | undefined;

  constructor() {
    super();
    this.value = 0;
    this.question = '';
    this.problem = '';
    this.preview = 0;
  }

  override focus() {
    this.renderRoot.querySelector<HTMLInputElement>(`[value='${this.value || 1}']`)?.focus();
  }

  #choose(stars: number) {
    this.value = stars;
    this.dispatchEvent(new StarChooseEvent(stars));
  }

  override render() {
    const { words } = this;
    if (!words) return;
    const shown = this.preview || this.value;
    const said = (stars: number) => words.t(`stars${stars}` as 'stars1');
    return html`<fieldset aria-describedby="said" @pointerleave=${() => {
      this.preview = 0;
    }}>
      <legend>${this.question || words.t('starsQuestion')}</legend>
      <div class="row">
        ${[1, 2, 3, 4, 5].map(
          (stars) =>
            html`<label
              class=${stars <= shown ? 'lit' : ''}
              @pointerenter=${(event: PointerEvent) => {
                if (event.pointerType === 'mouse') this.preview = stars;
              }}
              ><input
                type="radio"
                name="stars"
                value=${stars}
                aria-label=${words.t('starsChoice', { stars, meaning: said(stars) })}
                .checked=${this.value === stars}
                @change=${() => this.#choose(stars)}
              />${icon(STAR, true)}</label
            >`,
        )}
      </div>
      <p id="said" class="said small ${this.problem && !shown ? 'problem' : 'muted'}">
        ${shown ? said(shown) : this.problem || words.t('starsHint')}
      </p>
    </fieldset>`;
  }
}

defineOnce('dangol-part-star-input', StarInput);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-part-star-input': StarInput;
  }
}
