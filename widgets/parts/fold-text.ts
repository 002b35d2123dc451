import { css, html, LitElement, nothing, type PropertyDeclarations } from 'lit';
import { base } from '../core/styles.ts';
import type { Words } from '../core/words.ts';

/**
 * A text that a person wrote, folded after some lines. The button is there only when there is more to read.
 *
 * @csspart text - the text
 * @cssprop --dangol-fold-lines - how many lines stay (6)
 */
export class FoldText extends LitElement {
  static override properties: PropertyDeclarations = {
    text: {},
    words: { attribute: false },
    isOpen: { state: true },
    hasMore: { state: true },
  };
  static override styles = [
    base,
    css`
      :host {
        font-size: inherit;
      }
      p {
        white-space: pre-line;
        /* Each line in its own direction, and no mark in it turns what stands around it. */
        unicode-bidi: isolate;
        overflow-wrap: anywhere;
      }
      .folded {
        display: -webkit-box;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: var(--dangol-fold-lines, 6);
        overflow: hidden;
      }
      button {
        min-height: 2em;
        padding-inline: 0;
        color: var(--d-muted);
        font-size: 0.93em;
        font-weight: 600;
      }
    `,
  ];

  #sizes?: ResizeObserver;

  declare private isOpen: boolean;
  declare private hasMore: boolean;

  declare text: string;
  declare words: Words | undefined;

  constructor() {
    super();
    this.text = '';
    this.isOpen = false;
    this.hasMore = false;
  }

  override connectedCallback() {
    super.connectedCallback();
    if (this.hasUpdated) this.#watch();
  }

  override firstUpdated() {
    this.#watch();
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.#sizes?.disconnect();
  }

  override willUpdate(changed: Map<PropertyKey, unknown>) {
    if (changed.has('text')) this.isOpen = false;
  }

  override updated(changed: Map<PropertyKey, unknown>) {
    // A new text of the same height changes no size, so nobody else would look.
    if (changed.has('text') && this.#sizes) this.#measure();
  }

  #watch() {
    this.#sizes = new ResizeObserver(() => this.#measure());
    this.#sizes.observe(this.renderRoot.querySelector('p')!);
  }

  #measure() {
    const text = this.renderRoot.querySelector('p')!;
    if (!this.isOpen) this.hasMore = text.scrollHeight > text.clientHeight + 1;
  }

  override render() {
    return html`<p part="text" dir="auto" class=${this.isOpen ? '' : 'folded'}>${this.text}</p>
      ${
        this.hasMore && this.words
          ? html`<button type="button" aria-expanded=${this.isOpen} @click=${() => {
              this.isOpen = !this.isOpen;
            }}>
              ${this.words.t(this.isOpen ? 'readLess' : 'readMore')}
            </button>`
          : nothing
      }`;
  }
}

customElements.define('dangol-part-fold-text', FoldText);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-part-fold-text': FoldText;
  }
}
