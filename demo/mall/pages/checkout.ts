import { html, raw } from 'hono/html';
import { type Chosen, type Order, pointsOf, type Spendable, type Trouble, totalOf } from '../orders.ts';
import { picture } from './card.ts';
import { type Markup, page, type View } from './layout.ts';

/** What the fields of a basket are called in addresses and forms. */
export const basketFields = (basket: readonly Chosen[]): [name: string, value: string][] => {
  const [first, ...others] = basket;
  if (!first) return [];
  return [
    ['product', first.product],
    ['quantity', String(first.quantity)],
    ...Object.entries(first.options).map(([name, value]): [string, string] => [`option:${name}`, value]),
    ...others.map((one): [string, string] => ['with', one.product]),
  ];
};
export const basketQuery = (basket: readonly Chosen[]): string =>
  new URLSearchParams(basketFields(basket)).toString();

interface Checkout {
  basket: readonly Chosen[];
  /** The basket as the shop would sell it now. */
  order: Order;
  spendable: Spendable | null;
  trouble: Trouble | undefined;
}

/** A basket, and how many points go into it. */
export function checkoutPage(view: View, checkout: Checkout): Markup {
  const { shop } = view;
  const { words, lang } = shop;
  const say = words.paying.checkout;
  const { basket, order, trouble } = checkout;
  const more = shop.featured
    .filter((one) => one.availability === 'in_stock' && !basket.some((two) => two.product === one.product))
    .slice(0, 4);
  const withOne = (product: string) =>
    `/${lang}/checkout?${basketQuery([...basket, { product, options: {}, quantity: 1, mark: null }])}`;
  return page(view, {
    title: `${say.title} — ${shop.name}`,
    body: html`<div class="wide list pay" data-personal>
  <h1>${say.title}</h1>
  ${trouble ? html`<p class="note warn" role="alert">${say.trouble[trouble]}</p>` : ''}
  <div class="columns">
    <section class="chosen" aria-label="${say.lines}">
      <h2>${say.lines}</h2>
      ${order.lines.length === 0 ? html`<p class="lead">${say.empty}</p>` : html`<ul class="lines">${order.lines.map((line) => lineOf(view, line))}</ul>`}
    </section>
    ${order.lines.length === 0 ? '' : panel(view, checkout)}
    ${
      more.length > 0
        ? html`<section class="more" aria-label="${say.more}"><h2>${say.more}</h2>
      <ul class="mores">${more.map(
        (
          product,
        ) => html`<li>${picture(shop, product)}<span><b>${product.name}</b>${shop.price(product)}</span>
        <a class="chip" href="${withOne(product.product)}" aria-label="${product.name} ${say.take}">${say.take}</a></li>`,
      )}</ul></section>`
        : ''
    }
  </div>
</div>`,
  });
}

function lineOf({ shop }: View, line: Order['lines'][number], more: Markup | string = ''): Markup {
  const product = shop.find(line.product)!;
  const chosen = Object.values(line.options).join(' · ');
  return html`<li${line.refunded ? raw(' class="gone"') : ''}>${picture(shop, product)}
    <span><b>${line.name}</b><small>${[chosen, `× ${line.quantity}`].filter(Boolean).join(' · ')}</small>${shop.money(line.price)}${more}</span></li>`;
}

function panel(view: View, { basket, order, spendable }: Checkout): Markup {
  const { shop, shopper } = view;
  const { words, lang } = shop;
  const { amount, checkout: say, gateway } = words.paying;
  const total = totalOf(order);
  if (!shopper)
    return html`<aside class="panel"><p>${say.signIn}</p><p><button type="button" class="button" popovertarget="who">${words.who}</button></p></aside>`;
  const most = spendable ? Math.min(spendable.available, total) : 0;
  const least = Math.max(1, spendable?.leastSpend ?? 0);
  return html`<aside class="panel"><form method="post" action="/${lang}/demo/checkout" data-marked>
    ${basketFields(basket).map(([name, value]) => (name === 'quantity' ? '' : html`<input type="hidden" name="${name}" value="${value}">`))}
    <label class="field">${order.lines[0]!.name} · ${say.quantity}
      <input name="quantity" type="number" inputmode="numeric" min="1" max="9" value="${basket[0]?.quantity ?? 1}" data-reload>
    </label>
    ${
      spendable
        ? html`<label class="field" for="use">${say.use}</label>
    <div class="use"><input id="use" name="use" type="number" inputmode="numeric" min="0" max="${most}" value="0" aria-describedby="use-of"${most < least ? raw(' disabled') : ''}>
    <button type="button" class="chip" data-use-all="${most}"${most < least ? raw(' disabled') : ''}>${say.all}</button></div>
    <p class="small" id="use-of">${say.available(amount(spendable.available))}${spendable.leastSpend > 0 ? html`<br>${say.least(amount(spendable.leastSpend))}` : ''}</p>
    ${spendable.owed > 0 ? html`<p class="small">${say.owed(amount(spendable.owed))}</p>` : ''}`
        : html`<p class="small">${say.unknown}</p>`
    }
    <dl class="sums" data-total="${total}">
      <div><dt>${gateway.total}</dt><dd>${shop.money(total)}</dd></div>
    </dl>
    <p class="small">${say.earn('1%')}</p>
    <button class="button buy">${say.pay}</button>
  </form></aside>`;
}

/** Where a real shop opens the window of a bank. */
export function gatewayPage(view: View, order: Order): Markup {
  const { shop } = view;
  const { lang, words } = shop;
  const { gateway: say, amount } = words.paying;
  const points = pointsOf(order);
  const action = (what: string) => `/${lang}/demo/checkout/${order.order}/${what}`;
  return page(view, {
    title: `${say.title} — ${shop.name}`,
    body: html`<div class="wide list pay narrow" data-personal>
  <h1>${say.title}</h1>
  <p class="lead">${say.text}</p>
  <section class="panel" data-leave="${action('leave')}">
    <dl class="sums">
      <div><dt>${say.total}</dt><dd>${shop.money(totalOf(order))}</dd></div>
      ${points > 0 ? html`<div><dt>${say.byPoints}</dt><dd>−${amount(points)}</dd></div>` : ''}
      <div class="last"><dt>${say.byCard}</dt><dd>${shop.money(totalOf(order) - points)}</dd></div>
    </dl>
    ${points > 0 ? html`<p class="small">${say.held}</p>` : ''}
    <form method="post" action="${action('pay')}"><button class="button buy">${say.paid}</button></form>
    <form method="post" action="${action('leave')}"><button class="quiet">${say.leave}</button></form>
  </section>
</div>`,
  });
}

/** What was ordered while the demo ran; each line may be cancelled. */
export function ordersPage(view: View, orders: readonly Order[], said: string | undefined): Markup {
  const { shop } = view;
  const { lang, words } = shop;
  const { orders: say, amount } = words.paying;
  const note =
    said === 'paid' ? say.paid : said === 'left' ? say.left : said === 'cancelled' ? say.said : undefined;
  return page(view, {
    title: `${say.title} — ${shop.name}`,
    body: html`<div class="wide list pay narrow" data-personal>
  <h1>${say.title}</h1>
  ${note ? html`<p class="note" role="status">${note}</p>` : ''}
  ${orders.length === 0 ? html`<p class="lead">${view.shopper ? say.none : words.paying.checkout.signIn}</p>` : ''}
  ${orders.map(
    (order) => html`<section class="panel" aria-label="${order.order}"><h2>${order.order}</h2>
    <ul class="lines">${order.lines.map((line) =>
      lineOf(
        view,
        line,
        html`<small>${say.of(shop.money(line.price - line.points), amount(line.points))}</small>${
          line.refunded
            ? html`<small>${say.cancelled}</small>`
            : html`<form method="post" action="/${lang}/demo/orders/${order.order}/${line.line}/cancel"><button class="quiet" aria-label="${line.name}: ${say.cancel}">${say.cancel}</button></form>`
        }`,
      ),
    )}</ul></section>`,
  )}
  <p class="links"><a href="/${lang}/points">${say.wallet}</a> <a href="/${lang}/checkout">${words.paying.checkout.title}</a></p>
</div>`,
  });
}
