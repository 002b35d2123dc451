import { createHmac, randomBytes } from 'node:crypto';
import type { Persona, Shop } from './shops.ts';

/** What the owner of a mall got when it was registered at the service. */
export interface Account {
  mall: string;
  key: string;
  secret: string;
}

interface Order {
  order: string;
  shopper: string;
  product: string;
  options: Record<string, string>;
  amount: number;
  currency: string;
  placedAt: number;
  refunded: boolean;
}

/** A list as it arrives in a chat: the messenger has looked at its page. */
export interface SharedLink {
  by: string;
  text: string;
  preview: { title: string; text: string; image: string | null };
  /** The mall's page in a phone whose owner has no account. */
  framed: string;
}

/** What a messenger takes from the head of a page. */
const metaOf = (html: string, property: string): string | null => {
  const tag = new RegExp(`<meta property="${property}" content="([^"]*)"`).exec(html)?.[1];
  return (
    tag
      ?.replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&lt;', '<')
      .replaceAll('&amp;', '&') ?? null
  );
};

/** A token is good for this long; the widgets ask for the next one by themselves. */
const TOKEN_SECONDS = 15 * 60;

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Signs who the shopper is: identity rung 1, in eight lines that any mall's backend can have. */
export function signToken(account: Account, shopper: Persona, nowMs = Date.now()): string {
  const seconds = Math.floor(nowMs / 1000);
  const head = part({ alg: 'HS256', typ: 'JWT' });
  const claims = part({
    sub: shopper.id,
    name: shopper.name,
    aud: account.mall,
    iat: seconds,
    exp: seconds + TOKEN_SECONDS,
  });
  const mac = createHmac('sha256', account.secret).update(`${head}.${claims}`).digest('base64url');
  return `${head}.${claims}.${mac}`;
}

/** The mall's own backend: knows the service by its address and its key alone. */
export function openBackend(shop: Shop, account: Account, service: string) {
  // The demo's orders live as long as the demo runs; those of the seed are with the service already.
  const orders = new Map<string, Order>();

  async function post(path: string, body: unknown): Promise<void> {
    const answer = await fetch(`${service}/v1/${account.mall}/${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${account.key}`,
        'content-type': 'application/json',
        'idempotency-key': randomBytes(16).toString('hex'),
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    });
    if (!answer.ok) throw new Error(`The service answered ${answer.status} to ${path}`);
  }

  /** States the whole order as it stands now. */
  function state(order: Order): Promise<void> {
    return post('orders', {
      orders: [
        {
          order: order.order,
          shopper: order.shopper,
          placedAt: order.placedAt,
          changedAt: Date.now(),
          currency: order.currency,
          lines: [
            {
              line: '1',
              product: order.product,
              options: order.options,
              quantity: 1,
              refunded: order.refunded ? 1 : 0,
              amount: order.amount,
            },
          ],
        },
      ],
    });
  }

  return {
    token: (shopper: Persona) => signToken(account, shopper),

    /** Takes an order and tells the service. */
    async order(
      shopper: Persona,
      productKey: string,
      chosen: Record<string, string>,
    ): Promise<string | undefined> {
      const product = shop.find(productKey);
      if (!product || product.availability === 'out_of_stock') return undefined;
      const options: Record<string, string> = {};
      for (const { name, values } of product.options)
        if (values.includes(chosen[name] ?? '')) options[name] = chosen[name]!;
      const order: Order = {
        order: `D${Date.now().toString(36)}${randomBytes(3).toString('hex')}`.toUpperCase(),
        shopper: shopper.id,
        product: product.product,
        options,
        amount: shop.smallestUnit(product),
        currency: product.currency,
        placedAt: Date.now(),
        refunded: false,
      };
      await state(order);
      orders.set(order.order, order);
      return order.order;
    },

    /** Takes an order of this shopper back, whole. */
    async refund(shopper: Persona, id: string): Promise<boolean> {
      const order = orders.get(id);
      if (order?.shopper !== shopper.id || order.refunded) return false;
      await state({ ...order, refunded: true });
      order.refunded = true;
      return true;
    },

    /** Lists that their owner has shared into a chat: their addresses, and what a messenger sees of them. */
    async shared(owner: Persona, says: { public: string; link: string }): Promise<SharedLink[]> {
      const read = (path: string, headers: Record<string, string> = {}) =>
        fetch(`${service}${path}`, { headers, signal: AbortSignal.timeout(10_000) });
      const mine = await read(`/v1/${account.mall}/me/wishlists`, {
        authorization: `Bearer ${signToken(account, owner)}`,
      });
      if (!mine.ok) return [];
      const { items } = (await mine.json()) as {
        items: {
          id: string;
          visibility: 'public' | 'link' | 'private';
          linkKey: string | null;
          wishCount: number;
        }[];
      };
      const shown = items.filter((one) => one.visibility !== 'private' && one.wishCount > 0).slice(0, 3);
      return Promise.all(
        shown.map(async ({ id, visibility, linkKey }) => {
          // What stands behind the # never leaves the browser: the messenger sees the page without it.
          const page = await (await read(`/m/${account.mall}/wishlists/${id}`)).text();
          return {
            by: owner.handle ?? owner.name,
            text: says[visibility === 'public' ? 'public' : 'link'],
            preview: {
              title: metaOf(page, 'og:title') ?? shop.name,
              text: metaOf(page, 'og:description') ?? '',
              image: metaOf(page, 'og:image'),
            },
            framed: `/${shop.lang}/wishlist?frame=1#dangol-wishlist=${id}${linkKey === null ? '' : `.${linkKey}`}`,
          };
        }),
      );
    },

    ordersOf: (shopper: Persona) =>
      [...orders.values()]
        .filter((one) => one.shopper === shopper.id)
        .reverse()
        .map((one) => ({
          order: one.order,
          name: shop.find(one.product)?.name ?? '',
          refunded: one.refunded,
        })),
  };
}

export type Backend = ReturnType<typeof openBackend>;
