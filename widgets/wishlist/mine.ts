import type { MyPart, Wish } from '../../server/community/wishlists/contract.ts';
import type { WishlistData } from './data.ts';

/** So many wishes can be asked about at once. */
const MOST = 100;

/** Asks what concerns me alone of a list and some of its wishes. */
export async function takeMine(data: WishlistData, list: string, wishes: readonly Wish[]): Promise<void> {
  // Of an empty list there is still something to know: what I am on it. Its own id is that of no wish.
  const ids = wishes.length ? wishes.map((one) => one.id) : [list];
  for (let at = 0; at < ids.length; at += MOST) {
    const some = ids.slice(at, at + MOST);
    const part = await data.get<MyPart>(`wishlists/${list}/me`, { query: { wish: some } });
    if (data.list?.id !== list) return;
    data.takeMine(part, some);
  }
}
