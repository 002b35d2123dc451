import { css, html, LitElement, type PropertyDeclarations } from 'lit';
import { defineOnce } from '../core/define.ts';
import { base } from '../core/styles.ts';
import type { Words } from '../core/words.ts';
import { icon } from './icons.ts';
import { CLOSE } from './icons-more.ts';
import { Modal } from './modal.ts';

/** Somebody wants to leave: by Escape, the cross, or beside the card. The widget decides. */
export class SheetCloseEvent extends Event {
  static readonly type = 'dangol-part-sheet-close';
  constructor() {
    super(SheetCloseEvent.type, { bubbles: true });
  }
}

/**
 * A dialog: a sheet from below on a narrow screen, a card in the middle of a wide one.
 *
 * @slot - what is in it
 * @slot footer - what stays in sight below
 * @csspart card
 * @fires dangol-part-sheet-close
 */
export class Sheet extends LitElement {
  static override properties: PropertyDeclarations = {
    open: { type: Boolean },
    busy: { type: Boolean },
    heading: {},
    words: { attribute: false },
  };
  static override styles = [
    base,
    css`
      :host {
        display: contents;
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
        background: none;
        color: inherit;
        overflow: hidden;
        overscroll-behavior: contain;
        container-type: inline-size;
      }
      dialog::backdrop {
        background: rgb(0 0 0 / 50%);
      }
      .hold {
        display: grid;
        /* A row of a known height, or the card would grow past the screen with its content. */
        grid-template: minmax(0, 1fr) / minmax(0, 1fr);
        align-items: end;
        block-size: 100%;
      }
      .card {
        display: flex;
        flex-direction: column;
        max-block-size: calc(100% - 24px);
        min-inline-size: 0;
        border-radius: calc(var(--d-radius) * 1.6) calc(var(--d-radius) * 1.6) 0 0;
        background: var(--d-surface);
        box-shadow: var(--dangol-shadow, 0 8px 32px rgb(0 0 0 / 22%));
      }
      .head,
      .body,
      .foot {
        padding-inline: 20px;
      }
      .head {
        display: flex;
        align-items: center;
        gap: 8px;
        padding-block: 8px;
        padding-inline-end: 8px;
        border-block-end: 1px solid var(--d-line);
      }
      h2 {
        flex: 1;
        font-size: 1.13em;
        font-weight: 700;
        line-height: 1.35;
      }
      .head button {
        display: grid;
        place-content: center;
        min-width: 44px;
        min-height: 44px;
        padding: 0;
      }
      .body {
        flex: 1 1 auto;
        min-block-size: 0;
        padding-block: 20px;
        overflow-y: auto;
        overscroll-behavior: contain;
      }
      .foot {
        display: block;
      }
      ::slotted([slot='footer']) {
        padding-block: 12px max(12px, env(safe-area-inset-bottom));
      }
      @container (min-width: 600px) {
        .hold {
          place-items: center;
        }
        .card {
          inline-size: 560px;
          max-block-size: calc(100% - 80px);
          border-radius: calc(var(--d-radius) * 1.4);
        }
      }
      @media (prefers-reduced-motion: no-preference) {
        .card {
          animation: rise 0.2s ease-out;
        }
      }
      @keyframes rise {
        from {
          opacity: 0;
          transform: translateY(24px);
        }
      }
    `,
  ];

  #modal = new Modal(this);

  declare open: boolean;
  /** Something is under way: it asks to stay. */
  declare busy: boolean;
  declare heading: string;
  declare words: Words | undefined;

  constructor() {
    super();
    this.open = false;
    this.busy = false;
    this.heading = '';
  }

  override connectedCallback() {
    super.connectedCallback();
    window.visualViewport?.addEventListener('resize', this.#fit);
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    window.visualViewport?.removeEventListener('resize', this.#fit);
  }

  // The keyboard of a phone covers the lower half without telling the page's layout.
  #fit = () => {
    const seen = window.visualViewport;
    const hold = this.renderRoot.querySelector<HTMLElement>('.hold');
    if (seen?.scale === 1) hold?.style.setProperty('block-size', `${seen.height}px`);
  };

  #ask() {
    if (!this.busy) this.dispatchEvent(new SheetCloseEvent());
  }

  override render() {
    return html`<dialog
      aria-labelledby="heading"
      @cancel=${(event: Event) => {
        if (event.target !== event.currentTarget) return;
        event.preventDefault();
        this.#ask();
      }}
      @close=${(event: Event) => event.target === event.currentTarget && this.#modal.closed(() => this.#ask())}
    >
      <div class="hold" @click=${(event: Event) => event.target === event.currentTarget && this.#ask()}>
        <div class="card" part="card" aria-busy=${this.busy}>
          <div class="head">
            <h2 id="heading">${this.heading}</h2>
            <button type="button" aria-label=${this.words?.t('close') ?? ''} aria-disabled=${this.busy} @click=${() => this.#ask()}>
              ${icon(CLOSE)}
            </button>
          </div>
          <div class="body"><slot></slot></div>
          <slot name="footer" class="foot"></slot>
        </div>
      </div>
    </dialog>`;
  }
}

defineOnce('dangol-part-sheet', Sheet);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-part-sheet': Sheet;
  }
}
