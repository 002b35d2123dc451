// The demo's own mall in front of the service of a stage: its real pages and backend, with none of the demo's data.
import { once } from 'node:events';
import { serve } from '@hono/node-server';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { demoMalls } from '../../demo/mall/app.ts';
import { openShops, type Persona } from '../../demo/mall/shops.ts';
import { freePort, type WholeMall } from '../support/host.ts';
import { type Seen, type Stage, watch } from './stage.ts';

/** Somebody at the demo's shop, in a browser of their own. */
export interface Customer {
  context: BrowserContext;
  page: Page;
  seen: Seen;
  club: Locator;
  wallet: Locator;
  blog: Locator;
  /** The dialog that is open, with what is slotted into it. */
  sheet: Locator;
  go(path: string): Promise<void>;
  close(): Promise<void>;
}

export interface DemoShop {
  mall: WholeMall;
  origin: string;
  /** Opens a page of the shop, signed in as one of its shoppers or not. */
  enter(path: string, shopper?: string): Promise<Customer>;
  /** The mall gives points. */
  grant(shopper: string, amount: number): Promise<unknown>;
  stop(): Promise<void>;
}

/** Orders on the page of a product. What the shop says of it goes after a while: it is looked for from before on. */
export const order = (page: Page): Promise<unknown> =>
  Promise.all([
    page.locator('.said.shown', { hasText: '주문했어요' }).waitFor(),
    page.locator('.buy').click(),
  ]);

const { ko } = openShops();
export const persona = (id: string): Persona => ko.personas.find((one) => one.id === id)!;

export async function openShop(
  stage: Stage,
  id: string,
  settings: Record<string, unknown> = {},
): Promise<DemoShop> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const mall = await stage.whole.addMall(id, {
    name: ko.name,
    origins: [origin],
    settings: {
      pages: {
        product: `${origin}/ko/p/{product}`,
        wishlist: null,
        club: `${origin}/ko/together`,
        blog: `${origin}/ko/blog`,
      },
      ...settings,
    },
  });
  const secret = mall.secret;
  const account = {
    mall: id,
    key: await mall.addKey(['products', 'orders', 'read']),
    pointsKey: await mall.addKey(['points']),
    tillKey: await mall.addKey(['till']),
    secret,
  };
  const pages = demoMalls({ service: stage.whole.base, origin, accounts: { ko: account, en: account } });
  const server = serve({ fetch: pages.fetch, port, hostname: '127.0.0.1' });
  await once(server, 'listening');

  return {
    mall,
    origin,
    grant: (shopper, amount) =>
      mall.call('POST', 'points/grants', {
        as: account.pointsKey,
        body: { shopper, amount, note: '단골 감사 적립금' },
      }),
    async enter(path, shopper) {
      const context = await stage.browser.newContext({
        locale: 'ko-KR',
        viewport: { width: 390, height: 844 },
        acceptDownloads: true,
      });
      if (shopper) await context.addCookies([{ name: 'demo_shopper', value: shopper, url: `${origin}/ko` }]);
      const page = await context.newPage();
      const seen = watch(page);
      await page.goto(new URL(path, origin).href);
      return {
        context,
        page,
        seen,
        club: page.locator('dangol-savings-club'),
        wallet: page.locator('dangol-points'),
        blog: page.locator('dangol-blog'),
        sheet: page.locator('dangol-part-sheet'),
        go: async (to) => void (await page.goto(new URL(to, origin).href)),
        close: () => context.close(),
      };
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
}
