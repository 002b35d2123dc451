import { html } from 'hono/html';
import type { Shop, ShopProduct } from '../shops.ts';
import type { Markup } from './layout.ts';

/** The product's photo, or for one without a quiet tile with its first letter. */
export function picture(shop: Shop, product: ShopProduct, options: { eager?: boolean } = {}): Markup {
  if (!product.photo)
    return html`<span class="tile" aria-hidden="true" data-tint="${shop.categories.indexOf(product.category) % 6}">${[...product.name][0] ?? ''}</span>`;
  return html`<img src="/photos/${shop.lang}/${product.photo}" alt="" width="600" height="750" loading="${options.eager ? 'eager' : 'lazy'}" decoding="async">`;
}

/** One product in a list, with its heart and its stars. */
export function card(shop: Shop, product: ShopProduct): Markup {
  const { lang, words } = shop;
  return html`<li class="card">
  <a href="/${lang}/p/${encodeURIComponent(product.product)}">
    <span class="photo">${picture(shop, product)}${product.availability === 'in_stock' ? '' : html`<em>${words.availability[product.availability]}</em>`}</span>
    <span class="name">${product.name}</span>
    <span class="price">${shop.price(product)}</span>
  </a>
  <dangol-wish-button product="${product.product}" label="${product.name}" lang="${lang}"></dangol-wish-button>
  <dangol-rating product="${product.product}" lang="${lang}"></dangol-rating>
</li>`;
}
