import { css, html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { defineOnce } from '../../core/define.ts';
import { problemWords } from '../../core/problem-words.ts';
import { problemOf } from '../../core/problems.ts';
import { safeUrl } from '../../core/safe-url.ts';
import type { Words } from '../../core/words.ts';
import { formStyles } from '../../parts/form-styles.ts';
import { icon } from '../../parts/icons.ts';
import { priceOf } from '../../parts/product.ts';
import '../../parts/sheet.ts';
import type { BlogHost } from '../host.ts';
import { BAG } from '../story/icons.ts';
import { type Candidate, candidates, matching } from './products.ts';

/** A product was chosen, or (nothing) none. */
export class ProductPickEvent extends Event {
  static readonly type = 'dangol-part-product-pick';
  readonly candidate: Candidate | undefined;
  constructor(candidate?: Candidate) {
    super(ProductPickEvent.type);
    this.candidate = candidate;
  }
}

/** What was found is kept while the editor is open: the next mark needs it too. */
const found = new WeakMap<BlogHost, Candidate[]>();

/**
 * Finds a product by its name, among what somebody bought, wishes for or looks at.
 *
 * @fires dangol-part-product-pick
 */
export class ProductFinder extends LitElement {
  static override properties: PropertyDeclarations = {
    host: { attribute: false },
    words: { attribute: false },
    all: { state: true },
    text: { state: true },
    problem: { state: true },
  };
  static override styles = [
    ...formStyles,
    css`
      .found button {
        display: flex;
        align-items: center;
        gap: 12px;
        inline-size: 100%;
        padding: 8px 4px;
        text-align: start;
      }
      .found li + li {
        border-block-start: 1px solid var(--d-line);
      }
      .found button:hover {
        background: var(--d-raised);
      }
      .found .thumb {
        inline-size: 56px;
        block-size: 56px;
      }
      .what {
        display: grid;
        flex: 1;
        min-inline-size: 0;
      }
      .what b {
        font-weight: 500;
        unicode-bidi: isolate;
      }
      .none {
        display: grid;
        gap: 4px;
        justify-items: center;
        padding-block: 32px;
        text-align: center;
        text-wrap: balance;
      }
    `,
  ];

  declare host: BlogHost;
  declare words: Words;
  declare private all: Candidate[] | undefined;
  declare private text: string;
  declare private problem: string;

  constructor() {
    super();
    this.text = '';
    this.problem = '';
  }

  protected override firstUpdated(): void {
    void this.#load();
    // Not before the dialog is open.
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('#find')?.focus());
  }

  async #load(): Promise<void> {
    this.all = found.get(this.host);
    this.problem = '';
    try {
      const all = await candidates(this.host.side!);
      found.set(this.host, all);
      this.all = all;
    } catch (error) {
      if (!this.all) this.problem = problemWords(this.words, problemOf(error));
    }
  }

  #pick(candidate?: Candidate): void {
    this.dispatchEvent(new ProductPickEvent(candidate));
  }

  #line(candidate: Candidate): TemplateResult {
    const { words, host } = this;
    const { product, from } = candidate;
    const image = safeUrl(product.image);
    const price = priceOf(product, host.data.mall?.currency ?? 'KRW', words);
    const said = words.t(
      from === 'bought' ? 'editorBought' : from === 'wished' ? 'editorWished' : 'editorHere',
    );
    return html`<li>
      <button type="button" @click=${() => this.#pick(candidate)}>
        <span class="thumb">${image ? html`<img src=${image} alt="" width="56" height="56" loading="lazy" decoding="async" />` : icon(BAG)}</span>
        <span class="what"><b dir="auto">${product.name}</b><span class="muted small">${said}${price ? ` · ${price}` : ''}</span></span>
      </button>
    </li>`;
  }

  #list(): TemplateResult {
    const { words, all, text, problem } = this;
    if (problem)
      return html`<p class="problem" role="alert">${problem}</p>
        <button type="button" class="plain start" @click=${() => void this.#load()}>${words.t('retry')}</button>`;
    if (!all) return html`<p role="status">${words.t('editorFinding')}</p>`;
    const fitting = matching(all, text);
    if (fitting.length)
      return html`<ul class="found" role="list">
        ${fitting.map((one) => this.#line(one))}
      </ul>`;
    return html`<div class="none" role="status">
      <p><b>${all.length ? words.t('editorNoneFound', { words: text.trim() }) : words.t('editorNone')}</b></p>
      <p class="muted">${words.t(all.length ? 'editorNoneFoundHint' : 'editorNoneHint')}</p>
    </div>`;
  }

  override render() {
    const { words } = this;
    if (!words) return nothing;
    return html`<dangol-part-sheet .open=${true} .words=${words} .heading=${words.t('editorFinder')} @dangol-part-sheet-close=${(
      event: Event,
    ) => {
      event.stopPropagation();
      this.#pick();
    }}>
      <div class="sheet">
        <div>
          <label class="label" for="find">${words.t('editorFind')}</label>
          <input
            id="find"
            type="search"
            autocomplete="off"
            enterkeyhint="search"
            .value=${this.text}
            @input=${(event: Event) => {
              this.text = (event.target as HTMLInputElement).value;
            }}
          />
        </div>
        ${this.#list()}
      </div>
    </dangol-part-sheet>`;
  }
}

defineOnce('dangol-blog-finder', ProductFinder);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-blog-finder': ProductFinder;
  }
}
