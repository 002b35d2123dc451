// The order of the wishes: shown at once as it is wanted, put back for everybody to see when it is refused.
import type { Wish } from '../../server/community/wishlists/contract.ts';
import { problemOf } from '../core/problems.ts';
import { wishlistMoreWords } from '../core/strings/wishlist.ts';
import { more, tell } from './acts.ts';
import { refresh } from './changes.ts';
import type { WishlistData } from './data.ts';
import type { WishlistHost } from './host.ts';

/** Wishes whose new places are not sent yet; one after the other goes, or they would overtake each other. */
const waiting = new WeakMap<WishlistData, Set<string>>();

const placed = (items: readonly Wish[], id: string, to: number): Wish[] => {
  const rest = items.filter((one) => one.id !== id);
  return [...rest.slice(0, to), items.find((one) => one.id === id)!, ...rest.slice(to)];
};

/** Moves a wish by so many places, up or down, or to an end; says where it is now. */
export async function moveBy(host: WishlistHost, id: string, by: number): Promise<void> {
  const { data } = host;
  const at = data.items.findIndex((one) => one.id === id);
  if (at < 0) return;
  if (at + by >= data.items.length && data.next) await more(host);
  await moveTo(host, id, Math.max(0, Math.min(data.items.length - 1, at + by)));
}

/** Moves a wish to a place among those that are shown. The focus stays on its handle. */
export async function moveTo(host: WishlistHost, id: string, to: number): Promise<void> {
  const { data } = host;
  const words = host.words!;
  const root = host.shadowRoot!;
  const hadFocus = root.activeElement?.closest('li')?.id === `w-${id}`;
  const at = data.items.findIndex((one) => one.id === id);
  if (at < 0 || at === to) return;
  data.items = placed(data.items, id, to);
  host.requestUpdate();
  await host.updateComplete;
  const row = root.querySelector<HTMLElement>(`#w-${CSS.escape(id)}`);
  if (hadFocus) row?.querySelector<HTMLElement>('.handle')?.focus();
  row?.scrollIntoView({ block: 'nearest' });
  await wishlistMoreWords(words);
  host.say(words.t('moved', { count: to + 1 }));
  const isSending = waiting.has(data);
  const ids = waiting.get(data) ?? new Set();
  waiting.set(data, ids.add(id));
  if (!isSending) await send(host, ids);
}

async function send(host: WishlistHost, ids: Set<string>): Promise<void> {
  const { data } = host;
  const words = host.words!;
  try {
    for (const id of ids) {
      ids.delete(id);
      const at = data.items.findIndex((one) => one.id === id);
      if (at < 0) continue;
      const after = data.items[at - 1]?.id ?? null;
      await data.side!.client.request('PUT', `wishes/${id}/place`, {
        as: 'signed',
        link: data.key,
        lang: words.lang,
        body: { after },
      });
    }
  } catch (error) {
    ids.clear();
    await tell(host, problemOf(error));
    host.say(words.t('moveFailed'));
    await refresh(data).catch(() => undefined);
  } finally {
    waiting.delete(data);
  }
}
