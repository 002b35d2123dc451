// The order of the wishes: shown at once as it is wanted, put back for everybody to see when it is refused.
import type { Wish } from '../../server/community/wishlists/contract.ts';
import { type ClientProblem, problemOf } from '../core/problems.ts';
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
  data.moves++;
  const ids = waiting.get(data) ?? new Set();
  waiting.set(data, ids.add(id));
  const sending = data.moving ? undefined : send(host, ids);
  if (sending) data.moving = sending;
  host.requestUpdate();
  await host.updateComplete;
  const row = root.querySelector<HTMLElement>(`#w-${CSS.escape(id)}`);
  if (hadFocus) row?.querySelector<HTMLElement>('.handle')?.focus();
  row?.scrollIntoView({ block: 'nearest' });
  await wishlistMoreWords(words);
  host.say(words.t('moved', { count: to + 1 }));
  const problem = await sending;
  if (!problem) return;
  await tell(host, problem);
  host.say(words.t('moveFailed'));
  await refresh(data).catch(() => undefined);
}

/**
 * Sends what waits, from the top down: whatever stands before the first that waits stands there for the service too.
 * Answers why it was refused.
 */
async function send(host: WishlistHost, ids: Set<string>): Promise<ClientProblem | undefined> {
  const { data } = host;
  const { client } = data.side!;
  let problem: ClientProblem | undefined;
  // Whoever begins it notes first that it goes on.
  await undefined;
  while (ids.size) {
    const at = data.items.findIndex((one) => ids.has(one.id));
    if (at < 0) break;
    const { id } = data.items[at]!;
    ids.delete(id);
    try {
      await client.request('PUT', `wishes/${id}/place`, {
        as: 'signed',
        link: data.key,
        lang: host.words!.lang,
        body: { after: data.items[at - 1]?.id ?? null },
      });
    } catch (error) {
      problem = problemOf(error);
      break;
    }
  }
  // Taken out meanwhile, or refused together with the one before.
  ids.clear();
  data.moving = undefined;
  return problem;
}
