import { createHmac } from 'node:crypto';
import { openOrders } from './orders.ts';
import { type Account, openService } from './service.ts';
import type { Persona, Shop } from './shops.ts';
import { openTill } from './till.ts';

/** A list as it arrives in a chat: the messenger has looked at its page. */
export interface SharedLink {
  by: string;
  text: string;
  preview: { title: string; text: string; image: string | null };
  /** The mall's page in a phone whose owner has no account. */
  framed: string;
}

/** A story that readers liked, as the service tells it to the mall's own backend. */
export interface BestStory {
  story: {
    id: string;
    title: string;
    text: string;
    disclosure: string | null;
    hearts: number;
    comments: number;
    cover: { small: string; alt: string; width: number; height: number } | null;
  };
  author: { id: string; name: string };
  url: string;
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

/** The mall's own backend: knows the service by its address and its keys alone. */
export function openBackend(shop: Shop, account: Account, service: string) {
  const ask = openService(service, account);
  const members = new Map<string, string>();

  return {
    token: (shopper: Persona) => signToken(account, shopper),
    orders: openOrders(shop, account, ask),
    till: openTill(account, ask),

    /** For the front page; without the service there are none today. */
    async best(limit: number): Promise<BestStory[]> {
      return ask<{ items: BestStory[] }>(`best/stories?days=60&limit=${limit}`, { as: account.key })
        .then(({ items }) => items)
        .catch(() => []);
    },

    /** The community's id of the one who told a story of this product. */
    async teller(product: string): Promise<string | null> {
      const shopper = shop.tellers.get(product);
      if (!shopper) return null;
      const known = members.get(shopper);
      if (known) return known;
      const member = await ask<{ member: string }>(`blog-of?shopper=${encodeURIComponent(shopper)}`, {
        as: account.key,
      })
        .then((found) => found.member)
        .catch(() => null);
      if (member) members.set(shopper, member);
      return member;
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
  };
}

export type Backend = ReturnType<typeof openBackend>;
