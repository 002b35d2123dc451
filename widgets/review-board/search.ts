// Searching in the reviews of a board: the field, what it says of itself, and marks on what was found.
import { css, html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { defineOnce } from '../core/define.ts';
import { problemWords } from '../core/problem-words.ts';
import type { ClientProblem } from '../core/problems.ts';
import { base } from '../core/styles.ts';
import type { TextMarks } from '../parts/fold-text.ts';
import { icon, SEARCH } from '../parts/icons.ts';
import { CLOSE } from '../parts/icons-more.ts';
import type { BoardHost } from './host.ts';
import type { View } from './view.ts';

/** After so long without a key what is written is asked for; a syllable that is still being put together gets longer. */
const PAUSE_MS = 250;
const SYLLABLE_MS = 550;
const LONGEST = 100;

/** A field for words to look for, and how many reviews have them. */
export class BoardSearch extends LitElement {
  static override properties: PropertyDeclarations = {
    board: { attribute: false },
    view: { attribute: false },
    list: { attribute: false },
    written: { state: true },
  };
  static override styles = [
    base,
    css`
      :host {
        display: block;
        font-size: inherit;
      }
      form {
        display: flex;
        align-items: center;
        border: 1px solid var(--d-edge);
        border-radius: var(--d-radius);
        background: var(--d-surface);
        max-inline-size: 34em;
      }
      form:focus-within {
        outline: 2px solid var(--d-focus);
        outline-offset: 1px;
      }
      form > .icon {
        flex: none;
        margin-inline: 12px 0;
        color: var(--d-muted);
      }
      input {
        flex: 1;
        min-inline-size: 0;
        min-block-size: 44px;
        padding: 6px 10px;
        border: 0;
        background: none;
        appearance: none;
        /* Smaller, and a phone would zoom in. */
        font-size: max(16px, 1em);
      }
      input:focus-visible {
        /* Around the whole field instead. */
        outline: 0;
      }
      input::-webkit-search-cancel-button {
        display: none;
      }
      ::placeholder {
        color: var(--d-muted);
        opacity: 1;
      }
      form button {
        display: grid;
        flex: none;
        place-content: center;
        min-width: 44px;
        min-height: 44px;
        padding: 0;
        color: var(--d-muted);
      }
      p {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0 0.6em;
        min-block-size: 2em;
        margin-block-start: 0.3em;
      }
    `,
  ];

  declare board: BoardHost;
  declare view: View;
  /** What is known of the list now; another object after each change. */
  declare list: { count: number; hasMore: boolean; busy: boolean; problem: ClientProblem | undefined };
  declare private written: string;
  #wait: ReturnType<typeof setTimeout> | undefined;
  /** What the board was asked for last. */
  #asked: string | null = null;

  constructor() {
    super();
    this.written = '';
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#wait);
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    // Never written back while somebody types: that would break a syllable that is being put together.
    if (!changed.has('view') || this.view.q === this.#asked) return;
    this.#asked = this.view.q;
    this.#input.value = this.written = this.view.q ?? '';
  }

  override focus(): void {
    this.#input.focus();
  }

  get #input(): HTMLInputElement {
    return this.renderRoot.querySelector('input')!;
  }

  #type(event: InputEvent): void {
    this.written = this.#input.value;
    clearTimeout(this.#wait);
    this.#wait = setTimeout(() => this.#ask(event.isComposing), event.isComposing ? SYLLABLE_MS : PAUSE_MS);
  }

  #ask(isComposing = false): void {
    clearTimeout(this.#wait);
    // Half a syllable is not yet what somebody means.
    const text = isComposing ? this.written.replace(/[\u3131-\u3163]+$/, '') : this.written;
    const q = text.trim().slice(0, LONGEST) || null;
    if (q === this.#asked) return;
    this.#asked = q;
    this.board.look({ q });
  }

  #keys(event: KeyboardEvent): void {
    // Those keys belong to the syllable.
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    if (this.#input.value) this.#empty();
    else void this.board.act((acts) => acts.search(this.board));
  }

  #empty(): void {
    this.#input.value = this.written = '';
    this.#ask();
    this.#input.focus();
  }

  #said(): TemplateResult | string {
    const { board, view } = this;
    const { busy, problem, count, hasMore } = this.list;
    const words = board.words!;
    if (!view.q) return '';
    if (busy) return words.t('searching');
    if (problem)
      return html`${words.t('searchFailed')} ${problemWords(words, problem)}
        <button type="button" class="link" @click=${() => board.look({})}>${words.t('retry')}</button>`;
    // None is said where the list would be.
    return count ? words.t(hasMore ? 'searchFoundMore' : 'searchFound', { count }) : '';
  }

  override render(): TemplateResult {
    const words = this.board.words!;
    return html`<form
        role="search"
        @submit=${(event: Event) => {
          event.preventDefault();
          this.#ask();
        }}
      >
        ${icon(SEARCH)}
        <input
          type="search"
          aria-label=${words.t('search')}
          placeholder=${words.t('searchHint')}
          autocomplete="off"
          enterkeyhint="search"
          maxlength=${LONGEST}
          dir="auto"
          @input=${this.#type}
          @keydown=${this.#keys}
        />
        ${
          this.written
            ? html`<button type="button" aria-label=${words.t('searchClear')} @click=${this.#empty}>${icon(CLOSE)}</button>`
            : nothing
        }
      </form>
      <p class="muted small" role="status">${this.#said()}</p>`;
  }
}

defineOnce('dangol-board-search', BoardSearch);

/** The field of a board, as the board is now. */
export function searchField(board: BoardHost): TemplateResult {
  const { view, items, next, list } = board.data;
  return html`<dangol-board-search
    .board=${board}
    .view=${view}
    .list=${{ count: items.length, hasMore: next !== null, busy: list.busy, problem: list.problem }}
  ></dangol-board-search>`;
}

/** A marker pen in the mall's own star colour, by night as by day; where colours are forced, the browser's own. */
const PEN =
  'background:color-mix(in srgb,var(--d-star) 28%,var(--d-surface));color:inherit;border-radius:2px';

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Marks on text: it is split into text nodes, and never read as anything else. */
export const marks: TextMarks = {
  in(text, found) {
    const parts = [...new Set(found.split('\n'))]
      .filter(Boolean)
      .sort((one, other) => other.length - one.length);
    // Every other piece is one that was found.
    const pieces = text.split(new RegExp(`(${parts.map(escaped).join('|')})`));
    return html`${pieces.map((piece, at) => (at % 2 ? html`<mark .style=${PEN}>${piece}</mark>` : piece))}`;
  },
  isBelow(folded) {
    const { bottom } = folded.getBoundingClientRect();
    return [...folded.querySelectorAll('mark')].some(
      (one) => one.getBoundingClientRect().bottom > bottom + 1,
    );
  },
};

declare global {
  interface HTMLElementTagNameMap {
    'dangol-board-search': BoardSearch;
  }
}
