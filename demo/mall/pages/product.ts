import { html, raw } from 'hono/html';
import type { Persona, ShopProduct } from '../shops.ts';
import { card, picture } from './card.ts';
import { jsonIn, type Markup, page, type View } from './layout.ts';

const SCHEMA_AVAILABILITY = {
  in_stock: 'InStock',
  out_of_stock: 'OutOfStock',
  preorder: 'PreOrder',
} as const;

const productUrl = (origin: string, lang: string, product: string): string =>
  `${origin}/${lang}/p/${encodeURIComponent(product)}`;

function head(view: View, product: ShopProduct): Markup {
  const { shop, origin } = view;
  const url = productUrl(origin, shop.lang, product.product);
  const image = product.photo ? `${origin}/photos/${shop.lang}/${product.photo}` : undefined;
  const facts = {
    '@context': 'https://schema.org',
    '@type': 'Product',
    productID: product.product,
    sku: product.product,
    name: product.name,
    description: product.description,
    category: product.category,
    url,
    ...(image && { image }),
    offers: {
      '@type': 'Offer',
      price: product.price,
      priceCurrency: product.currency,
      availability: `https://schema.org/${SCHEMA_AVAILABILITY[product.availability]}`,
      url,
    },
  };
  return html`<link rel="canonical" href="${url}">
<meta name="description" content="${product.description}">
<meta property="og:type" content="product">
<meta property="og:title" content="${product.name}">
<meta property="og:url" content="${url}">
${image ? html`<meta property="og:image" content="${image}">` : ''}
<meta property="product:retailer_item_id" content="${product.product}">
<meta property="product:price:amount" content="${product.price}">
<meta property="product:price:currency" content="${product.currency}">
<script type="application/ld+json">${jsonIn(facts)}</script>`;
}

const board = (view: View, product: ShopProduct): Markup =>
  html`<dangol-review-board product="${product.product}" lang="${view.shop.lang}"></dangol-review-board>`;

/**
 * A product with its options, what the shop says of it, and what shoppers say.
 *
 * @param teller who told a story of it
 */
export function productPage(view: View, product: ShopProduct, teller: string | null): Markup {
  const { shop } = view;
  const { words } = shop;
  const near = shop.products
    .filter((one) => one.category === product.category && one !== product && one.photo)
    .slice(0, 4);
  return page(view, {
    title: `${product.name} — ${shop.name}`,
    head: head(view, product),
    body: html`
<article class="wide product">
  <div class="stage">${picture(shop, product, { eager: true })}</div>
  <div class="facts">
    <p class="eyebrow">${product.category}</p>
    <h1>${product.name}</h1>
    <p class="rate"><dangol-rating product="${product.product}" lang="${shop.lang}"></dangol-rating></p>
    <p class="price">${shop.price(product)} <small>${words.availability[product.availability]}</small></p>
    <p class="description">${product.description}</p>
    <form method="post" action="/${shop.lang}/demo/order" data-order>
      <input type="hidden" name="product" value="${product.product}">
      ${product.options.map(
        (option) =>
          html`<fieldset><legend>${option.name}</legend><div class="choices">${option.values.map(
            (value, at) =>
              html`<label><input type="radio" name="option:${option.name}" value="${value}"${at === 0 ? raw(' checked') : ''}><span>${value}</span></label>`,
          )}</div></fieldset>`,
      )}
      <div class="buying">
        <button class="button buy"${product.availability === 'out_of_stock' ? raw(' disabled') : ''}>${product.availability === 'out_of_stock' ? words.buySoldOut : words.buy}</button>
        <dangol-wish-button product="${product.product}" label="${product.name}" lang="${shop.lang}"></dangol-wish-button>
      </div>
      ${product.availability === 'out_of_stock' ? '' : html`<p><button class="quiet" formmethod="get" formaction="/${shop.lang}/checkout">${words.paying.checkout.with}</button></p>`}
    </form>
    <dl>${words.delivery.map(([label, text]) => html`<div><dt>${label}</dt><dd>${text}</dd></div>`)}</dl>
  </div>
</article>
<section class="wide reviews" id="reviews">
  ${board(view, product)}
</section>
${
  teller
    ? html`<section class="wide teller"><h2>${words.blogs.teller}</h2>
  <dangol-blog-card member="${teller}" lang="${shop.lang}"></dangol-blog-card></section>`
    : ''
}
${near.length ? html`<section class="wide"><h2>${product.category}</h2><ul class="cards">${near.map((one) => card(shop, one))}</ul></section>` : ''}`,
  });
}

/** The same product as in a phone: for the front page, where two shoppers look at it. */
export function framedPage(view: View, product: ShopProduct, persona: Persona | null): Markup {
  const { shop } = view;
  return page(view, {
    title: product.name,
    frameOf: persona,
    head: head(view, product),
    body: html`<div class="framed">
  <p class="mini">${picture(shop, product, { eager: true })}<span><b>${product.name}</b>${shop.price(product)}</span></p>
  ${board(view, product)}
</div>`,
  });
}
