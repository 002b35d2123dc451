import { html, nothing, type TemplateResult } from 'lit';
import type { PublicMall } from '../../server/mall/malls/contract.ts';
import type { PublicProduct } from '../../server/mall/products/contract.ts';
import { BeforeNavigateEvent } from '../core/before-navigate.ts';
import { remember, withMark } from '../core/marks.ts';
import { money } from '../core/money.ts';
import { safeUrl } from '../core/safe-url.ts';
import type { Words } from '../core/words.ts';
import { icon } from '../parts/icons.ts';
import type { BlogHost } from './host.ts';
import { BAG } from './icons.ts';

/** A picture and how large it is; without sizes a square is kept for it. */
export interface Picture {
  url: string | null;
  alt?: string;
  width?: number;
  height?: number;
}

/** What a product is called; what nobody has confirmed has no name. */
export const nameOf = (product: PublicProduct, words: Words): string =>
  product.name || words.t('blogUnnamed');

/** Where a product is: as stated, or where the mall has its products. */
const urlOf = ({ product, url }: PublicProduct, mall: PublicMall): string | undefined =>
  safeUrl(url ?? mall.pages.product?.replace('{product}', encodeURIComponent(product)));

/** How it stands with a product that cannot simply be bought. */
function stock({ availability, fewLeft }: PublicProduct, words: Words): string {
  if (availability === 'out_of_stock') return words.t('blogSoldOut');
  if (availability === 'gone') return words.t('blogGone');
  if (availability === 'preorder') return words.t('blogPreorder');
  return fewLeft ? words.t('blogFew') : '';
}

export const image = (picture: Picture, isEager = false) => {
  const src = safeUrl(picture.url);
  return src
    ? html`<img
        src=${src}
        alt=${picture.alt ?? ''}
        width=${picture.width ?? 320}
        height=${picture.height ?? 320}
        loading=${isEager ? 'eager' : 'lazy'}
        decoding="async"
      />`
    : icon(BAG);
};

/** A product in a row of them: straight to the mall's page of it, from anywhere on its tile. */
export function thing(options: {
  host: BlogHost;
  product: PublicProduct;
  words: Words;
  picture?: Picture | undefined;
  /** Sealed: says where the reader came from. */
  mark?: string;
  /** Something to be done at a click, besides going there. */
  onGo?(): void;
  /** Behind name and price. */
  more?: unknown;
}): TemplateResult {
  const { host, product, words, mark, more } = options;
  const mall = host.data.mall!;
  const plain = urlOf(product, mall);
  const url = plain && mark ? withMark(plain, product.product, mark) : plain;
  const follow = () => {
    if (mark) remember(product.product, mark);
    options.onGo?.();
  };
  const go = (event: Event) => {
    follow();
    if (!host.dispatchEvent(new BeforeNavigateEvent({ url: url!, product: product.product })))
      event.preventDefault();
  };
  const name = nameOf(product, words);
  const said = stock(product, words);
  const isAway = product.availability === 'out_of_stock' || product.availability === 'gone';
  return html`<li class="tile" part="thing">
    <div class="frame square ${isAway ? 'away' : ''}">${image(options.picture ?? { url: product.image })}</div>
    <div class="facts">
      <h4 dir="auto">${url ? html`<a class="whole" href=${url} @click=${go} @auxclick=${(event: MouseEvent) => event.button === 1 && follow()}>${name}</a>` : name}</h4>
      ${
        product.price === null || product.availability === 'gone'
          ? nothing
          : html`<p class="price">
              <span class="only-heard">${words.t('blogPrice')}</span>${money(product.price, product.currency ?? mall.currency, words.lang)}
            </p>`
      }
      ${said ? html`<p class="stock ${product.fewLeft ? 'few' : ''}">${said}</p>` : nothing} ${more ?? nothing}
    </div>
  </li>`;
}
