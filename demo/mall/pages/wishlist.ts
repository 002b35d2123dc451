import { html } from 'hono/html';
import type { Persona } from '../shops.ts';
import { type Markup, page, type View } from './layout.ts';

/** Where links to wishlists lead: the element alone knows which list is meant. */
export function wishlistPage(view: View): Markup {
  const { shop } = view;
  return page(view, {
    title: `${shop.words.wishlist} — ${shop.name}`,
    body: html`<div class="wide list wishes"><dangol-wishlist lang="${shop.lang}"></dangol-wishlist></div>`,
  });
}

/** The same page as in a phone, opened by whoever is given: by somebody without an account, too. */
export function framedWishlistPage(view: View, persona: Persona | null): Markup {
  const { shop } = view;
  return page(view, {
    title: shop.words.wishlist,
    frameOf: persona,
    body: html`<div class="framed wishes"><dangol-wishlist lang="${shop.lang}"></dangol-wishlist></div>`,
  });
}
