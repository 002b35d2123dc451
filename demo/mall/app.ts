import { readdirSync, readFileSync } from 'node:fs';
import { type Context, Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { csrf } from 'hono/csrf';
import { HTTPException } from 'hono/http-exception';
import { type Backend, openBackend } from './backend.ts';
import { missingPage, plainPage, strictPage, strictPolicy } from './pages/bare.ts';
import { blogPage, blogsPage } from './pages/blog.ts';
import { chatPage } from './pages/chat.ts';
import { frontPage } from './pages/front.ts';
import type { View } from './pages/layout.ts';
import { framedPage, productPage } from './pages/product.ts';
import { shopPage } from './pages/shop.ts';
import { framedTogetherPage, pointsPage, togetherPage } from './pages/together.ts';
import { framedWishlistPage, wishlistPage } from './pages/wishlist.ts';
import { payingRoutes } from './paying.ts';
import type { Account } from './service.ts';
import { openShops, type Persona, type Shop } from './shops.ts';
import type { Language } from './words.ts';

export interface MallOptions {
  /** Address of the service as browsers reach it, without a slash at its end. */
  service: string;
  /** Address of the malls as the service knows it: their pictures of products are there. */
  origin: string;
  accounts: Record<Language, Account>;
}

const HERE = new URL('./', import.meta.url);
const KINDS: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
  webp: 'image/webp',
};
const COOKIE = 'demo_shopper';

/** Reads a folder once: a name that is not in it is not served. */
function folder(url: URL): Map<string, Uint8Array<ArrayBuffer>> {
  return new Map(readdirSync(url).map((name) => [name, new Uint8Array(readFileSync(new URL(name, url)))]));
}

/** The demo malls as one small server: pages, photos and a backend that no widget knows about. */
export function demoMalls(options: MallOptions) {
  const shops = openShops();
  const backends: Record<Language, Backend> = {
    ko: openBackend(shops.ko, options.accounts.ko, options.service),
    en: openBackend(shops.en, options.accounts.en, options.service),
  };
  const assets = folder(new URL('assets/', HERE));
  const photos = {
    ko: folder(new URL('../data/ko/photos/', HERE)),
    en: folder(new URL('../data/en/photos/', HERE)),
  };
  const notice = readFileSync(new URL('../data/NOTICE', HERE), 'utf8');

  // With or without a slash at its end, an address is the same.
  const app = new Hono({ strict: false });
  app.use(csrf());
  app.use(async (c, next) => {
    await next();
    c.header('X-Content-Type-Options', 'nosniff');
    c.header('Referrer-Policy', 'strict-origin-when-cross-origin');
  });

  const serve = (c: Context, files: Map<string, Uint8Array<ArrayBuffer>>, name: string, seconds: number) => {
    const bytes = files.get(name);
    if (!bytes) return c.notFound();
    c.header('Content-Type', KINDS[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream');
    c.header('Cache-Control', `public, max-age=${seconds}`);
    return c.body(bytes);
  };

  app.get('/', (c) => c.redirect('/ko/'));
  app.get('/assets/:name', (c) => serve(c, assets, c.req.param('name'), 0));
  app.get('/photos/:lang{ko|en}/:name', (c) =>
    serve(c, photos[c.req.param('lang') as Language], c.req.param('name'), 86_400),
  );
  app.get('/notice.txt', (c) => c.text(notice));
  app.get('/healthz', (c) => c.text('ok'));
  for (const lang of ['ko', 'en'] as const)
    app.route(`/${lang}`, oneMall(shops[lang], backends[lang], options));
  app.notFound((c) => c.html(missingPage(viewOf(c, shops.ko, options)), 404));
  app.onError((error, c) => {
    if (error instanceof HTTPException) return error.getResponse();
    console.error(error instanceof Error ? error.message : error);
    return c.json({ ok: false }, 502);
  });

  return app;
}

function viewOf(c: Context, shop: Shop, options: MallOptions): View {
  const chosen = getCookie(c, COOKIE);
  return {
    shop,
    service: options.service,
    mall: options.accounts[shop.lang].mall,
    origin: new URL(c.req.url).origin,
    shopper: shop.personas.find((one) => one.id === chosen) ?? null,
  };
}

function oneMall(shop: Shop, backend: Backend, options: MallOptions) {
  const view = (c: Context) => viewOf(c, shop, options);
  /** Who asks: the shopper of a frame, else the one of the cookie. */
  function shopperOf(c: Context): Persona | null {
    const framed = c.req.query('as');
    // In a frame without a name is somebody without an account.
    if (framed === undefined && c.req.query('frame')) return null;
    return framed === undefined ? view(c).shopper : (shop.personas.find((one) => one.id === framed) ?? null);
  }

  const app = new Hono();
  app.use(async (c, next) => {
    await next();
    // Who is looking is part of the page.
    c.header('Cache-Control', 'no-store');
  });
  app.get('/', async (c) => c.html(frontPage(view(c), await backend.best(4))));
  app.get('/shop', (c) =>
    c.html(shopPage(view(c), c.req.query('c'), Number.parseInt(c.req.query('page') ?? '1', 10) || 1)),
  );
  app.get('/p/:product', async (c) => {
    const product = shop.find(c.req.param('product'));
    if (!product) return c.html(missingPage(view(c)), 404);
    return c.html(
      c.req.query('frame')
        ? framedPage(view(c), product, shopperOf(c))
        : productPage(view(c), product, await backend.teller(product.product)),
    );
  });
  app.get('/wishlist', (c) =>
    c.html(c.req.query('frame') ? framedWishlistPage(view(c), shopperOf(c)) : wishlistPage(view(c))),
  );
  app.get('/together', (c) =>
    c.html(c.req.query('frame') ? framedTogetherPage(view(c), shopperOf(c)) : togetherPage(view(c))),
  );
  app.get('/blog', (c) => c.html(blogPage(view(c))));
  app.get('/blogs', async (c) => c.html(blogsPage(view(c), await backend.best(12))));
  app.get('/points', (c) => c.html(pointsPage(view(c))));
  app.route('/', payingRoutes(shop, backend, view));
  app.get('/chat', async (c) => {
    const links = await backend.shared(shop.sharer, shop.words.chat.says);
    return c.html(chatPage(view(c), links));
  });
  app.get('/plain.html', (c) => c.html(plainPage(view(c))));
  app.get('/strict.html', async (c) => {
    const policy = strictPolicy(options.service, options.origin);
    c.header('Content-Security-Policy', policy);
    return c.html(strictPage(view(c), policy, await backend.teller(shop.featured[0]!.product)));
  });

  app.post('/demo/session', async (c) => {
    const id = String((await c.req.parseBody()).shopper ?? '');
    const persona = shop.personas.find((one) => one.id === id);
    setCookie(c, COOKIE, persona?.id ?? '', {
      path: `/${shop.lang}`,
      httpOnly: true,
      sameSite: 'Lax',
      ...(persona ? {} : { maxAge: 0 }),
    });
    return wantsJson(c) ? c.json({ ok: true }) : c.redirect(`/${shop.lang}/`, 303);
  });
  // A token per question, never kept by a cache; a guest gets none.
  app.get('/demo/token', (c) => {
    const shopper = shopperOf(c);
    return c.json({ token: shopper ? backend.token(shopper) : null });
  });
  app.get('/demo/orders', (c) => {
    const shopper = shopperOf(c);
    return c.json({
      orders: shopper
        ? backend.orders.of(shopper).map(({ order, lines }) => ({
            order,
            name: lines.map((one) => one.name).join(', '),
            refunded: lines.every((one) => one.refunded),
          }))
        : [],
    });
  });
  app.post('/demo/order', async (c) => {
    const shopper = shopperOf(c);
    if (!shopper) return c.json({ ok: false, sign: true }, 401);
    const form = await c.req.parseBody();
    const chosen: Record<string, string> = {};
    for (const [name, value] of Object.entries(form))
      if (name.startsWith('option:') && typeof value === 'string') chosen[name.slice(7)] = value;
    const order = await backend.orders.order(shopper, {
      product: String(form.product ?? ''),
      options: chosen,
      quantity: 1,
      mark: String(form.mark ?? '') || null,
    });
    return order ? c.json({ ok: true, order }) : c.json({ ok: false }, 404);
  });
  app.post('/demo/refund', async (c) => {
    const shopper = shopperOf(c);
    const done =
      shopper && (await backend.orders.refund(shopper, String((await c.req.parseBody()).order ?? '')));
    return c.json({ ok: Boolean(done) }, done ? 200 : 404);
  });
  app.notFound((c) => c.html(missingPage(view(c)), 404));
  return app;
}

const wantsJson = (c: Context) => (c.req.header('accept') ?? '').includes('application/json');
