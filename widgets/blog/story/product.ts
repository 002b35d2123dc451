import { html, nothing, type TemplateResult } from 'lit';
import type { PublicMall } from '../../../server/mall/malls/contract.ts';
import type { PublicProduct } from '../../../server/mall/products/contract.ts';
import { safeUrl } from '../../core/safe-url.ts';
import type { Words } from '../../core/words.ts';
import { icon } from '../../parts/icons.ts';
import { priceOf, productUrl, toProduct } from '../../parts/product.ts';
import { BAG } from './icons.ts';

/** Something that a story marks, and the mark that says so. */
export interface Offer {
  product: PublicProduct;
  mark: string | null;
}

export const nameOf = ({ name }: PublicProduct, words: Words): string => name || words.t('storyUnnamed');

/** How it stands with a product that cannot simply be bought. */
function stock({ availability, fewLeft }: PublicProduct, words: Words): string {
  if (availability === 'out_of_stock') return words.t('storySoldOut');
  if (availability === 'gone') return words.t('storyGone');
  if (availability === 'preorder') return words.t('storyPreorder');
  return fewLeft ? words.t('storyFew') : '';
}

export const pictureOf = (product: PublicProduct): TemplateResult => {
  const image = safeUrl(product.image);
  return html`<span class="thumb">${
    image
      ? html`<img src=${image} alt="" width="72" height="72" loading="lazy" decoding="async" />`
      : icon(BAG)
  }</span>`;
};

/** What it costs and whether it can be had. */
export function facts(product: PublicProduct, mall: PublicMall, words: Words): TemplateResult {
  const price = priceOf(product, mall.currency, words);
  const said = stock(product, words);
  return html`<span class="facts"
    >${price ? html`<b><span class="only-heard">${words.t('storyPrice')} </span>${price}</b>` : nothing}${
      said ? html`<span class="stock ${product.fewLeft ? 'few' : ''}">${said}</span>` : nothing
    }</span
  >`;
}

/** The heart of a product; the loader gives the tag its class (`discover`). */
export const heart = (product: PublicProduct, words: Words): TemplateResult =>
  html`<dangol-wish-button product=${product.product} label=${nameOf(product, words)} lang=${words.lang}></dangol-wish-button>`;

/** Asks the loader of the page to give tags in a shadow tree their classes. */
export function discover(root: ParentNode): void {
  const { dangol } = globalThis as { dangol?: { discover?(root: ParentNode): void } };
  if (root.querySelector('dangol-wish-button:not(:defined)')) dangol?.discover?.(root);
}

/** The way to the product, for a link around or within what shows it. */
export function link(from: EventTarget, { product, mark }: Offer, mall: PublicMall) {
  const url = productUrl(product, mall, mark);
  return (
    url && {
      url,
      go: (event: Event) => toProduct(from, event, { url, product: product.product, mark }),
    }
  );
}

/** One line of the list below the pictures. */
export function line(from: EventTarget, offer: Offer, mall: PublicMall, words: Words): TemplateResult {
  const { product } = offer;
  const way = link(from, offer, mall);
  const inside = html`${pictureOf(product)}<span class="what"
      ><span class="name" dir="auto">${nameOf(product, words)}</span>${facts(product, mall, words)}</span
    >`;
  return html`<li>
    ${way ? html`<a class="go" href=${way.url} @click=${way.go}>${inside}</a>` : html`<span class="go">${inside}</span>`}
    ${heart(product, words)}
  </li>`;
}
