// What changes in a list that is shown already.
import type { SharedList, Wish, WishPage } from '../../server/community/wishlists/contract.ts';
import { pause } from '../core/client.ts';
import type { LiveChange } from '../core/live.ts';
import type { WishlistData } from './data.ts';

/** Wishes asked for anew at once; what stands below them stays as it is. */
const MOST = 500;
const PAGE = 100;

/** What is to be asked for anew, of each list that is shown. */
const old = new WeakMap<WishlistData, { wishes: boolean; mine: boolean; talks: Set<string> | 'all' }>();
/** Lists that are being asked for: what changes meanwhile is asked for after it, or an older answer might be the last. */
const asking = new WeakSet<WishlistData>();

/** Notes what has changed elsewhere; everything of a moment is asked for together. */
export function note(data: WishlistData, topic: string, { kind, ids }: LiveChange): void {
  const todo = old.get(data) ?? { wishes: false, mine: false, talks: new Set<string>() };
  old.set(data, todo);
  if (topic.startsWith('gifts:')) todo.mine = true;
  else {
    todo.wishes = true;
    // Of a list that is not public is only said that something changed.
    const wish = ids?.wish;
    if (!kind || typeof wish !== 'string') todo.talks = 'all';
    else if (kind.startsWith('comment') && todo.talks !== 'all') todo.talks.add(wish);
  }
  if (!asking.has(data)) void catchUp(data);
}

async function catchUp(data: WishlistData): Promise<void> {
  asking.add(data);
  try {
    // Not everybody who looks at a list at the same instant.
    while (old.has(data)) {
      await pause(120);
      await catchUpOnce(data);
    }
  } finally {
    asking.delete(data);
  }
}

async function catchUpOnce(data: WishlistData): Promise<void> {
  const todo = old.get(data)!;
  old.delete(data);
  const { list, host } = data;
  if (!list || data.load.state !== 'ready') return;
  const root = host.shadowRoot!;
  for (const talk of root.querySelectorAll<HTMLElement & { refresh?(): void }>('dangol-wishlist-comments'))
    if (todo.talks === 'all' || todo.talks.has(talk.id.slice(5))) talk.refresh?.();
  try {
    if (todo.wishes) await refresh(data);
    if (todo.mine) await data.loadMine();
  } catch {
    // Closed to me by now, or away: the whole is asked for, and says so.
    void data.reload();
  }
}

/** Asks for the list and its wishes anew, as many as are shown. */
export async function refresh(data: WishlistData): Promise<void> {
  const before = data.list;
  if (!before) return;
  const path = `wishlists/${before.id}`;
  const shown = Math.min(data.items.length, MOST);
  const { shared, items, next } = await data.settled(async () => {
    const shared = await data.get<SharedList>(path);
    let { items, next } = shared.wishes;
    while (next && items.length < shown) {
      const page: WishPage = await data.get(`${path}/wishes`, { query: { cursor: next, limit: PAGE } });
      items = [...items, ...page.items];
      next = page.next;
    }
    return { shared, items, next };
  });
  if (data.list?.id !== before.id) return;
  const known = new Set(items.map((one) => one.id));
  const below = data.items.slice(MOST).filter((one) => !known.has(one.id));
  const ids = new Set(data.items.map((one) => one.id));
  const arrived = items.filter((one) => !ids.has(one.id));
  data.mall = shared.mall;
  data.list = shared.list;
  data.items = [...items, ...below];
  if (!below.length) data.next = next;
  data.host.requestUpdate();
  if (arrived.length && data.side!.session.kind !== 'none') await data.loadMine(arrived);
}

/** Puts a wish where it stood, or takes it out. */
export function put(data: WishlistData, id: string, wish: Wish | undefined, at = 0): void {
  const { items } = data;
  const isThere = items.some((one) => one.id === id);
  data.items = wish
    ? isThere
      ? items.map((one) => (one.id === id ? wish : one))
      : [...items.slice(0, at), wish, ...items.slice(at)]
    : items.filter((one) => one.id !== id);
  if (data.list && isThere !== !!wish)
    data.list = { ...data.list, wishCount: Math.max(0, data.list.wishCount + (wish ? 1 : -1)) };
  data.host.requestUpdate();
}
