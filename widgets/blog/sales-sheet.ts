import { css, html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { Sale, SalePage } from '../../server/community/blogs/sales/contract.ts';
import { blogHash } from '../core/blog-url.ts';
import { dayText } from '../core/days.ts';
import '../core/times.ts';
import { defineOnce } from '../core/define.ts';
import { formStyles } from '../parts/form-styles.ts';
import { BlogSheet } from './sheet.ts';

/** What my stories sold: the thing and the day, never to whom. */
export class SalesOfBlog extends BlogSheet {
  static override properties: PropertyDeclarations = {
    ...BlogSheet.properties,
    items: { state: true },
  };
  static override styles = [
    formStyles,
    css`
      .totals {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(8em, 1fr));
        gap: 8px;
      }
      .totals div {
        padding: 10px 14px;
        border-radius: var(--d-radius);
        background: var(--d-raised);
      }
      .totals dt {
        color: var(--d-muted);
        font-size: 0.87em;
      }
      .totals dd {
        font-size: 1.2em;
        font-weight: 700;
        font-variant-numeric: tabular-nums;
      }
      .thumb {
        inline-size: 56px;
        block-size: 56px;
      }
      /* Where it has a line of its own, it stays at the end of it. */
      .rows .state {
        margin-inline-start: auto;
        text-align: end;
      }
      .state b {
        display: block;
        font-variant-numeric: tabular-nums;
      }
      .sure {
        color: var(--d-good);
      }
      .returned b {
        font-weight: 400;
        text-decoration: line-through;
      }
    `,
  ];

  declare private items: readonly Sale[];
  #page: SalePage | undefined;

  constructor() {
    super();
    this.items = [];
  }

  protected get heading(): string {
    return this.words.t('blogSalesTitle');
  }

  protected async load(): Promise<void> {
    this.#page = await this.#ask(null);
    this.items = this.#page.items;
  }

  #ask = (cursor: string | null) => this.host.data.get<SalePage>('me/sales', { query: { cursor } });

  /** What the mall calls its points; else our own word. */
  get #name(): string {
    const { words } = this;
    const name = this.host.data.mall?.points.name;
    return name?.[words.lang] || name?.ko || name?.en || words.t('blogPoints');
  }

  get #isWon(): boolean {
    return this.host.data.mall?.currency === 'KRW';
  }

  #points(count: number): string {
    return this.words.t(this.#isWon ? 'blogSaleAmount' : 'blogSaleAmountPlain', { count, name: this.#name });
  }

  #one({ story, product, day, count, state, dueAt, points }: Sale): TemplateResult {
    const { words, host } = this;
    return html`<li>
      <span class="thumb">${this.host.pieces.image({ url: product.image })}</span>
      <div>
        <b dir="auto">${this.host.pieces.nameOf(product, words)}</b>
        <p class="muted small">
          <time datetime=${day}>${dayText(day, words.lang)}</time> · ${words.t('blogSalesCounted', { count })}
        </p>
        <p class="small">
          ${
            story
              ? html`<a href=${blogHash(host.data.member, story.id)} @click=${this.close}
                  >${words.t('blogSalesStory', { title: story.title || words.t('blogUntitled') })}</a
                >`
              : html`<span class="muted">${words.t('blogSalesPlain')}</span>`
          }
        </p>
      </div>
      <p class="state ${state}">
        ${points ? html`<b>${this.#points(points)}</b>` : nothing}
        ${points || state === 'returned' ? html`<span class="small">${state === 'pending' ? words.t('blogSaleDue', { date: words.date(dueAt) }) : words.t(`blogSale_${state}`)}</span>` : nothing}
      </p>
    </li>`;
  }

  protected content(): TemplateResult {
    const { words, items } = this;
    if (!items.length) return html`<p class="muted">${words.t('blogSalesNone')}</p>`;
    const { total, next } = this.#page!;
    return html`<dl class="totals">
        <div><dt>${words.t('blogSalesCount')}</dt><dd>${words.t('blogSalesCounted', { count: total.count })}</dd></div>
        ${total.points ? html`<div><dt>${words.t('blogSalesPoints', { name: this.#name })}</dt><dd>${words.t(this.#isWon ? 'blogSaleSum' : 'blogSaleSumPlain', { count: total.points })}</dd></div>` : nothing}
      </dl>
      <ul class="rows" role="list">${items.map((one) => this.#one(one))}</ul>
      ${
        next
          ? this.moreButton(async () => {
              this.#page = await this.#ask(next);
              this.items = [...this.items, ...this.#page.items];
            })
          : nothing
      }
      <p class="hint">
        ${items.some((one) => one.state === 'pending' && one.points) ? html`${words.t('blogSalePending')} ` : nothing}${words.t('blogSalesSecret')}
      </p>`;
  }
}

defineOnce('dangol-blog-sales', SalesOfBlog);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-blog-sales': SalesOfBlog;
  }
}
