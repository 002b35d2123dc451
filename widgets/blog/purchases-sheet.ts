import { css, html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { MyPurchase, MyPurchasePage } from '../../server/community/blogs/purchases/contract.ts';
import { dayText } from '../core/days.ts';
import { defineOnce } from '../core/define.ts';
import { ProblemShowEvent } from '../core/events.ts';
import { problemWords } from '../core/problem-words.ts';
import { problemOf } from '../core/problems.ts';
import { formStyles } from '../parts/form-styles.ts';
import { switchRow, switchStyles } from '../parts/switch.ts';
import { BlogSheet } from './sheet.ts';

/** What of my purchases others see: nothing beforehand, one switch for each, and one for all so far. */
export class ShownPurchases extends BlogSheet {
  static override properties: PropertyDeclarations = {
    ...BlogSheet.properties,
    items: { state: true },
    shown: { state: true },
  };
  static override styles = [
    formStyles,
    switchStyles,
    css`
      .consent {
        padding: 12px 14px;
        border-radius: var(--d-radius);
        background: var(--d-raised);
      }
      .consent + * {
        margin-block-start: 12px;
      }
      .rows > li {
        flex-wrap: nowrap;
      }
      .rows .switch {
        flex: 1;
        min-inline-size: 0;
        font-weight: 500;
      }
      .thumb {
        inline-size: 56px;
        block-size: 56px;
      }
      .what {
        display: block;
        min-inline-size: 0;
      }
      .what b {
        display: block;
        font-weight: 600;
      }
    `,
  ];

  declare private items: readonly MyPurchase[];
  declare private shown: number;
  #next: string | null = null;
  #isChanged = false;

  constructor() {
    super();
    this.items = [];
    this.shown = 0;
  }

  protected get heading(): string {
    return this.words.t('blogPurchasesTitle');
  }

  protected async load(): Promise<void> {
    this.#take(await this.#page(null), []);
  }

  #page = (cursor: string | null) =>
    this.host.data.get<MyPurchasePage>('me/purchases', { query: { cursor } });

  #take(page: MyPurchasePage, before: readonly MyPurchase[]): void {
    this.items = [...before, ...page.items];
    this.#next = page.next;
    this.shown = page.shown;
  }

  /** Shown at once as it is wanted; put back for everybody to see when it is refused. */
  async #put(product: string | null, shown: boolean): Promise<void> {
    const before = this.items;
    const changes = (one: MyPurchase) =>
      one.product.confirmed && (product === null || one.product.product === product);
    this.items = before.map((one) => (changes(one) ? { ...one, shown } : one));
    this.problem = '';
    try {
      const answer = await this.ask<{ shown: number }>('PUT', 'me/purchases', { product, shown });
      this.shown = answer.shown;
      this.#isChanged = true;
    } catch (error) {
      const problem = problemOf(error);
      this.host.dispatchEvent(new ProblemShowEvent({ code: problem.code }));
      // Only what this switch has changed: another one may have been heard meanwhile.
      this.items = this.items.map((one) =>
        changes(one) ? (before.find((old) => old.product.product === one.product.product) ?? one) : one,
      );
      this.problem = `${this.words.t('blogSwitchBack')} ${problemWords(this.words, problem)}`;
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (this.#isChanged) this.told();
    this.#isChanged = false;
  }

  #one(purchase: MyPurchase): TemplateResult {
    const { words } = this;
    const { product, boughtAt, shown, reviewed } = purchase;
    const what = html`<span class="what"
      ><b dir="auto">${this.host.pieces.nameOf(product, words)}</b
      ><span class="muted small">${words.t('blogBought', { day: dayText(new Date(boughtAt).toISOString().slice(0, 10), words.lang) })}${
        product.confirmed
          ? reviewed
            ? html`<br />${words.t('blogPurchaseReviewed')}`
            : nothing
          : html`<br />${words.t('blogPurchaseUnknown')}`
      }</span></span
    >`;
    return html`<li>
      <span class="thumb">${this.host.pieces.image({ url: product.image })}</span>
      ${
        product.confirmed
          ? switchRow({
              label: what,
              checked: shown,
              onChange: (isOn) => void this.#put(product.product, isOn),
            })
          : what
      }
    </li>`;
  }

  protected content(): TemplateResult {
    const { words, items, shown } = this;
    if (!items.length)
      return html`<p class="muted">${words.t('blogPurchasesNone')}</p>
        <p class="consent small">${words.t('blogPurchasesConsent')}</p>`;
    const known = items.filter((one) => one.product.confirmed);
    return html`<div>
        <p class="consent" id="consent">${words.t('blogPurchasesConsent')}</p>
        ${
          known.length
            ? switchRow({
                label: words.t('blogPurchasesAll'),
                checked: known.every((one) => one.shown),
                describedBy: 'consent',
                onChange: (isOn) => void this.#put(null, isOn),
              })
            : nothing
        }
        <p class="hint" role="status">
          ${shown ? words.t('blogPurchasesShown', { count: shown }) : words.t('blogPurchasesShownNone')}
        </p>
      </div>
      <section>
        <h3>${words.t('blogPurchasesEach')}</h3>
        <ul class="rows" role="list">
          ${items.map((one) => this.#one(one))}
        </ul>
        ${
          this.#next
            ? this.moreButton(async () => this.#take(await this.#page(this.#next), this.items))
            : nothing
        }
      </section>`;
  }
}

defineOnce('dangol-blog-purchases', ShownPurchases);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-blog-purchases': ShownPurchases;
  }
}
