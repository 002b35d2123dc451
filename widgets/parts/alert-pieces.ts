import { html, nothing, type TemplateResult } from 'lit';
import type { PublicProduct } from '../../server/mall/products/contract.ts';
import { digitsOf, money } from '../core/money.ts';
import { safeUrl } from '../core/safe-url.ts';
import type { Words } from '../core/words.ts';

/** What the sheet knows of the product it is about. */
export type AlertProduct = Pick<PublicProduct, 'product' | 'name' | 'image' | 'price' | 'currency'>;

/** The product with its picture and what it costs now. */
export function aboutProduct(product: AlertProduct, currency: string, words: Words): TemplateResult {
  const image = safeUrl(product.image);
  return html`<div class="about">
    ${image ? html`<img src=${image} alt="" width="56" height="56" decoding="async" />` : nothing}
    <div>
      <b dir="auto">${product.name ?? words.t('alertProduct')}</b>
      ${product.price === null ? nothing : html`<span class="muted">${money(product.price, currency, words.lang)}</span>`}
    </div>
  </div>`;
}

/** An amount as it stands in the input: without its currency. */
export function typed(amount: number, currency: string, lang: Words['lang']): string {
  const digits = digitsOf(currency);
  return (amount / 10 ** digits).toLocaleString(lang, { minimumFractionDigits: digits });
}
