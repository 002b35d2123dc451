import { html } from 'hono/html';
import type { Persona } from '../shops.ts';
import { type Markup, page, type View } from './layout.ts';

/** Where links to clubs lead: the element alone knows which club is meant. */
export function togetherPage(view: View): Markup {
  const { shop } = view;
  const title = shop.words.paying.together;
  return page(view, {
    title: `${title} — ${shop.name}`,
    body: html`<div class="wide list own"><dangol-savings-club lang="${shop.lang}"></dangol-savings-club></div>`,
  });
}

/** The same page as in a phone, opened by whoever is given: by somebody without an account, too. */
export function framedTogetherPage(view: View, persona: Persona | null): Markup {
  const { shop } = view;
  return page(view, {
    title: shop.words.paying.together,
    frameOf: persona,
    body: html`<div class="framed wishes"><dangol-savings-club lang="${shop.lang}"></dangol-savings-club></div>`,
  });
}

/** A shopper's points. */
export function pointsPage(view: View): Markup {
  const { shop } = view;
  const { points, orders, checkout } = shop.words.paying;
  return page(view, {
    title: `${points} — ${shop.name}`,
    body: html`<div class="wide list own">
  <dangol-points lang="${shop.lang}"></dangol-points>
  <p class="links"><a href="/${shop.lang}/checkout">${checkout.title}</a> <a href="/${shop.lang}/orders">${orders.title}</a></p>
</div>`,
  });
}
