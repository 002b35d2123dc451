import { html, raw } from 'hono/html';
import { card } from './card.ts';
import { type Markup, page, type View } from './layout.ts';
import { regulars } from './regulars.ts';

const CARDS = 12;

/** A category, or everything: twelve cards a page. */
export function shopPage(view: View, category: string | undefined, asked: number): Markup {
  const { shop } = view;
  const { words, lang } = shop;
  const known = category !== undefined && shop.categories.includes(category) ? category : undefined;
  const products = known ? shop.products.filter((one) => one.category === known) : shop.products;
  const last = Math.max(1, Math.ceil(products.length / CARDS));
  const at = Math.min(Math.max(1, asked), last);
  const address = (to: number) =>
    `/${lang}/shop?${new URLSearchParams({ ...(known && { c: known }), page: String(to) })}`;
  const chip = (name: string, href: string, here: boolean) =>
    html`<a href="${href}"${here ? raw(' aria-current="page"') : ''}>${name}</a>`;
  return page(view, {
    title: `${known ?? words.all} — ${shop.name}`,
    body: html`
<div class="wide list">
  <h1>${known ?? words.all}</h1>
  <nav class="chips" aria-label="${words.all}">
    ${chip(words.all, `/${lang}/shop`, !known)}
    ${shop.categories.slice(0, 14).map((one) => chip(one, `/${lang}/shop?c=${encodeURIComponent(one)}`, one === known))}
  </nav>
  <ul class="cards">${products.slice((at - 1) * CARDS, at * CARDS).map((product) => card(shop, product))}</ul>
  ${
    last > 1
      ? html`<nav class="turn" aria-label="${words.pages(at, last)}">
    ${at > 1 ? html`<a rel="prev" href="${address(at - 1)}">${words.before}</a>` : html`<span></span>`}
    <span>${words.pages(at, last)}</span>
    ${at < last ? html`<a rel="next" href="${address(at + 1)}">${words.after}</a>` : html`<span></span>`}
  </nav>`
      : ''
  }
  <section class="regulars">${regulars(shop, known)}</section>
</div>`,
  });
}
