// Wishlists as the service tells of them, and a small service that keeps one list.
import type {
  Claim,
  ListPeople,
  MyClaim,
  MyPart,
  MyWishlist,
  SharedList,
  Wish,
  Wishlist,
} from '../../../server/community/wishlists/contract.ts';
import type { PublicMall } from '../../../server/mall/malls/contract.ts';
import { member, product } from './people.ts';
import { type Asked, answers, board, json, problem } from './service.ts';

export const KEY = 'Jm3kq0V1xq2e8Zk5yP7sAw';
export const LIST = 'list1'.padEnd(25, '0');
export const idOf = (number: number) => `w${number}`.padEnd(25, 'x');

export function wish(number: number, more: Partial<Wish> = {}): Wish {
  return {
    id: idOf(number),
    list: LIST,
    product: product(String(number), {
      name: `상품 ${number}`,
      price: 39_000,
      currency: 'KRW',
      availability: 'in_stock',
    }),
    options: [],
    note: '',
    quantity: 1,
    priority: 'want',
    priceThen: 39_000,
    comments: 0,
    hidden: false,
    addedAt: Date.UTC(2026, 5, 1),
    editedAt: null,
    version: 1,
    ...more,
  };
}

export function wishlist(more: Partial<Wishlist> = {}): Wishlist {
  return {
    id: LIST,
    name: '서른 살 생일',
    owner: member(1),
    occasion: 'birthday',
    occasionOn: null,
    visibility: 'link',
    commentsOpen: true,
    wishCount: 3,
    createdAt: Date.UTC(2026, 0, 1),
    version: 1,
    ...more,
  };
}

export const myList = (more: Partial<MyWishlist> = {}): MyWishlist => ({
  ...wishlist(),
  role: 'owner',
  isDefault: true,
  linkKey: KEY,
  claimsHiddenUntil: null,
  products: [],
  ...more,
});

export const mall = (more: Partial<PublicMall> = {}): PublicMall => ({ ...board([]).mall, ...more });

export const claim = (number: number, more: Partial<Claim> = {}): Claim => ({
  wish: idOf(number),
  by: null,
  mine: false,
  at: Date.UTC(2026, 5, 2),
  changedAt: null,
  ...more,
});

export const myClaim = (number: number, more: Partial<MyClaim> = {}): MyClaim => ({
  claim: claim(number, { mine: true }),
  named: false,
  gone: false,
  wish: wish(number),
  list: wishlist(),
  linkKey: KEY,
  product: wish(number).product,
  ...more,
});

export const people = (more: Partial<ListPeople> = {}): ListPeople => ({
  owner: member(1),
  people: [{ member: member(2), role: 'helper', since: 1 }],
  invitations: [],
  ...more,
});

type Answer = ReturnType<Parameters<typeof answers>[0]>;

/** What the service has; a test changes it as it goes. */
export interface Kept {
  mall: PublicMall;
  list: Wishlist;
  items: Wish[];
  part: MyPart;
  mine: MyWishlist[];
  /** Answers before all others. */
  other(request: Asked): Answer;
}

/** Puts a wish behind another one, or first. */
export function placeAfter(kept: Kept, id: string, after: string | null): Wish {
  const moved = kept.items.find((one) => one.id === id)!;
  const rest = kept.items.filter((one) => one.id !== id);
  const at = after ? rest.findIndex((one) => one.id === after) + 1 : 0;
  kept.items = [...rest.slice(0, at), moved, ...rest.slice(at)];
  return moved;
}

/** A service with one list, twenty wishes a page. */
export function keeping(more: Partial<Kept> = {}): Kept {
  const items = more.items ?? [wish(1), wish(2), wish(3)];
  const kept: Kept = {
    mall: mall(),
    list: wishlist({ wishCount: items.length }),
    items,
    part: { role: null, claims: [], comments: [] },
    mine: [],
    other: () => undefined,
    ...more,
  };
  const page = (from: number, many: number) => ({
    items: kept.items.slice(from, from + many),
    next: from + many < kept.items.length ? String(from + many) : null,
  });
  const shared = (): SharedList => ({
    mall: kept.mall,
    list: { ...kept.list, wishCount: kept.items.length },
    wishes: page(0, 20),
    position: 1,
  });
  answers((request) => {
    const { method, path, url } = request;
    const first = kept.other(request);
    if (first) return first;
    const { id } = kept.list;
    const [thing, of, act] = path.split('/');
    if (path === 'me/wishlists')
      return json({
        mall: kept.mall,
        items: kept.mine,
        products: kept.items.map((one) => one.product),
        next: null,
      });
    if (path === `wishlists/${id}` && method === 'GET') return json(shared());
    if (path === `wishlists/${id}/wishes`)
      return json(
        page(Number(url.searchParams.get('cursor') ?? 0), Number(url.searchParams.get('limit') ?? 20)),
      );
    if (path === `wishlists/${id}/me`) {
      const asked = url.searchParams.getAll('wish');
      return json({ ...kept.part, claims: kept.part.claims.filter((one) => asked.includes(one.wish)) });
    }
    if (path === `wishlists/${id}/people`) return json(people());
    if (thing === 'wishes' && act === 'place' && method === 'PUT') {
      const { after } = request.body as { after: string | null };
      return json(placeAfter(kept, of!, after));
    }
    if (thing === 'wishes' && !act && method === 'DELETE') {
      kept.items = kept.items.filter((one) => one.id !== of);
      return json(null, 204);
    }
    if (thing === 'wishes' && !act && method === 'PATCH') {
      const { version, options, ...change } = request.body as Partial<Wish> & { version: number };
      const before = kept.items.find((one) => one.id === of)!;
      if (before.version !== version) return problem(409, 'changed-meanwhile');
      const after: Wish = {
        ...before,
        ...change,
        options: Object.entries(options ?? {}).map(([name, value]) => ({ name, value: String(value) })),
        version: version + 1,
      };
      kept.items = kept.items.map((one) => (one === before ? after : one));
      return json(after);
    }
    if (path === 'comments') return json({ items: [], next: null });
    return undefined;
  });
  return kept;
}

/** A live stream: what is told goes to every page that has opened one. */
export function stream() {
  const open = new Set<ReadableStreamDefaultController<Uint8Array>>();
  const write = (event: string, data: object, id: number) => {
    const text = `event: ${event}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`;
    for (const one of open) one.enqueue(new TextEncoder().encode(text));
  };
  return {
    answer: () => {
      let own: ReadableStreamDefaultController<Uint8Array>;
      return new Response(
        new ReadableStream<Uint8Array>({
          start: (one) => {
            own = one;
            open.add(one);
          },
          cancel: () => {
            open.delete(own);
          },
        }),
      );
    },
    isOpen: () => open.size > 0,
    tell: (data: object, id: number) => write('change', data, id),
    end: (data: object) => write('end', data, 2),
  };
}
