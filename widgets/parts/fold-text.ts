import { css, html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { defineOnce } from '../core/define.ts';
import { base } from '../core/styles.ts';
import type { Words } from '../core/words.ts';

/** What a search has found, as it is marked in texts. */
export interface TextMarks {
  /** A text with marks; `found` has one part of it in each line. */
  in(text: string, found: string): TemplateResult;
  /** Whether something that is marked lies below what can be seen of a folded text. */
  isBelow(folded: Element): boolean;
}

/**
 * A text that a person wrote, folded after some lines. The button is there only when there is more to read.
 *
 * @csspart text - the text
 * @cssprop --dangol-fold-lines - how many lines stay (6)
 */
export class FoldText extends LitElement {
  static override properties: PropertyDeclarations = {
    text: {},
    found: {},
    marks: { attribute: false },
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
      p + p {
        margin-block-start: 0.7em;
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
  /** What is to be marked in it, and by whom. */
  declare found: string | undefined;
  declare marks: TextMarks | undefined;
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
    if (changed.has('text') || changed.has('found')) this.isOpen = false;
  }

  override updated(changed: Map<PropertyKey, unknown>) {
    // A new text of the same height changes no size, so nobody else would look.
    if (!this.#sizes || !(changed.has('text') || changed.has('found'))) return;
    this.#measure();
    if (this.hasMore && this.marks?.isBelow(this.renderRoot.querySelector('div')!)) this.isOpen = true;
  }

  #watch() {
    this.#sizes = new ResizeObserver(() => this.#measure());
    this.#sizes.observe(this.renderRoot.querySelector('div')!);
  }

  #measure() {
    const text = this.renderRoot.querySelector('div')!;
    if (!this.isOpen) this.hasMore = text.scrollHeight > text.clientHeight + 1;
  }

  override render() {
    // Paragraphs, not empty lines: a fold on an empty line would show three lonely dots.
    return html`<div part="text" class=${this.isOpen ? '' : 'folded'}>
        ${this.text.split(/\n\s*\n/).map((one) => html`<p dir="auto">${this.found && this.marks ? this.marks.in(one, this.found) : one}</p>`)}
      </div>
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

/** Gives the tag its class. Not on import: the board, which the npm package exports, needs it from its first paint on. */
export const defineFoldText = (): void => defineOnce('dangol-part-fold-text', FoldText);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-part-fold-text': FoldText;
  }
}
