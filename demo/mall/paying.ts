import { type Context, Hono } from 'hono';
import type { Backend } from './backend.ts';
import type { Chosen, Trouble } from './orders.ts';
import { missingPage } from './pages/bare.ts';
import { basketQuery, checkoutPage, gatewayPage, ordersPage } from './pages/checkout.ts';
import type { View } from './pages/layout.ts';
import { tillPage } from './pages/till.ts';
import type { Shop } from './shops.ts';

const MOST_LINES = 9;

/** What a form or an address says of a basket; what is no product of the shop is left out later. */
export function readBasket(fields: URLSearchParams): Chosen[] {
  const first = fields.get('product');
  if (!first) return [];
  const options: Record<string, string> = {};
  for (const [name, value] of fields) if (name.startsWith('option:')) options[name.slice(7)] = value;
  const quantity = Math.min(9, Math.max(1, Number.parseInt(fields.get('quantity') ?? '1', 10) || 1));
  return [
    { product: first, options, quantity, mark: fields.get(`mark:${first}`) || null },
    ...fields
      .getAll('with')
      .slice(0, MOST_LINES)
      .map((product) => ({
        product,
        options: {},
        quantity: 1,
        mark: fields.get(`mark:${product}`) || null,
      })),
  ];
}

const TROUBLES: readonly string[] = ['short', 'late', 'empty'] satisfies Trouble[];
const troubleOf = (text: string | null): Trouble | undefined =>
  text !== null && TROUBLES.includes(text) ? (text as Trouble) : undefined;

const formOf = async (c: Context) => new URLSearchParams(await c.req.text());

/** Checkout, orders and till of one mall: plain forms, each answered by an address that may be opened again. */
export function payingRoutes(shop: Shop, backend: Backend, view: (c: Context) => View): Hono {
  const { orders, till } = backend;
  const home = `/${shop.lang}`;
  const app = new Hono();

  app.get('/checkout', async (c) => {
    const seen = view(c);
    const fields = new URL(c.req.url).searchParams;
    const basket = readBasket(fields);
    return c.html(
      checkoutPage(seen, {
        basket,
        order: orders.draft(seen.shopper?.id ?? '', basket),
        spendable: seen.shopper && (await orders.spendable(seen.shopper)),
        trouble: troubleOf(fields.get('trouble')),
      }),
    );
  });
  app.post('/demo/checkout', async (c) => {
    const { shopper } = view(c);
    const fields = await formOf(c);
    const basket = readBasket(fields);
    if (!shopper) return c.redirect(`${home}/checkout?${basketQuery(basket)}`, 303);
    const begun = await orders.begin(shopper, basket, Number(fields.get('use') ?? 0) || 0);
    return c.redirect(
      'order' in begun
        ? `${home}/checkout/${begun.order}`
        : `${home}/checkout?${basketQuery(basket)}&trouble=${begun.trouble}`,
      303,
    );
  });
  app.get('/checkout/:order', (c) => {
    const seen = view(c);
    const order = seen.shopper && orders.paying(seen.shopper, c.req.param('order'));
    // Opened again after it was paid or left: what became of it stands there.
    return order ? c.html(gatewayPage(seen, order)) : c.redirect(`${home}/orders`, 303);
  });
  app.post('/demo/checkout/:order/pay', async (c) => {
    const { shopper } = view(c);
    const id = c.req.param('order');
    const order = shopper && orders.paying(shopper, id);
    const result = shopper ? await orders.pay(shopper, id) : 'empty';
    if (result === 'paid') return c.redirect(`${home}/orders?said=paid`, 303);
    return c.redirect(`${home}/checkout?${basketQuery(order?.lines ?? [])}&trouble=${result}`, 303);
  });
  app.post('/demo/checkout/:order/leave', async (c) => {
    const { shopper } = view(c);
    await (shopper && orders.leave(shopper, c.req.param('order')));
    return c.redirect(`${home}/orders?said=left`, 303);
  });
  app.get('/orders', (c) => {
    const seen = view(c);
    return c.html(ordersPage(seen, seen.shopper ? orders.of(seen.shopper) : [], c.req.query('said')));
  });
  app.post('/demo/orders/:order/:line/cancel', async (c) => {
    const seen = view(c);
    const { order, line } = c.req.param();
    const done = seen.shopper && (await orders.cancelLine(seen.shopper, order, line));
    return done ? c.redirect(`${home}/orders?said=cancelled`, 303) : c.html(missingPage(seen), 404);
  });

  app.get('/till', (c) => c.html(tillPage(view(c), till.newReceipt(), { code: '', amount: '' })));
  app.post('/till', async (c) => {
    const fields = await formOf(c);
    const [code, amount, receipt] = ['code', 'amount', 'receipt'].map((name) => fields.get(name) ?? '') as [
      string,
      string,
      string,
    ];
    const answer = await till.post(code, Number(amount), receipt);
    return answer.ok
      ? c.html(tillPage(view(c), till.newReceipt(), { code: '', amount: '', answer }))
      : // The same receipt again: a second try of what may have arrived counts once.
        c.html(tillPage(view(c), receipt, { code, amount, answer }));
  });
  return app;
}
