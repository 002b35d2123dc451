// What happens after a tap on a wishlist: loaded then, not before.
import type {
  MyWishlist,
  MyWishlistPage,
  Wish,
  WishlistPage,
  WishPage,
} from '../../server/community/wishlists/contract.ts';
import { newAct } from '../core/act.ts';
import { ProblemShowEvent } from '../core/events.ts';
import {
  BeforeWishClaimEvent,
  BeforeWishRemoveEvent,
  WishClaimEvent,
  WishEditEvent,
  WishRemoveEvent,
} from '../core/list-events.ts';
import { offerMerge } from '../core/merge-question.ts';
import { problemWords } from '../core/problem-words.ts';
import { type ClientProblem, problemOf } from '../core/problems.ts';
import { wishlistMoreWords } from '../core/strings/wishlist.ts';
import { type Place, withoutInvite } from './address.ts';
import { put, refresh } from './changes.ts';
import { PAGE } from './data.ts';
import type { WishlistHost } from './host.ts';

/** Says what went wrong, in one calm sentence. */
export async function tell(host: WishlistHost, problem: ClientProblem): Promise<void> {
  host.dispatchEvent(new ProblemShowEvent({ code: problem.code }));
  const words = host.words!;
  await wishlistMoreWords(words);
  host.notify(problemWords(words, problem));
}

/** The next page of wishes or of lists. */
export async function more(host: WishlistHost): Promise<void> {
  const { data } = host;
  const { next, list, place } = data;
  if (!next || data.isLoadingMore || data.load.busy) return;
  data.isLoadingMore = true;
  host.requestUpdate();
  try {
    const query = { cursor: next, limit: PAGE };
    if (list) {
      const page = await data.get<WishPage>(`wishlists/${list.id}/wishes`, { query });
      if (next !== data.next) return;
      const known = new Set(data.items.map((one) => one.id));
      const arrived = page.items.filter((one) => !known.has(one.id));
      data.items = [...data.items, ...arrived];
      data.next = page.next;
      data.isLoadingMore = false;
      await data.loadMine(arrived);
    } else if (place.kind === 'member') {
      const page = await data.get<WishlistPage>(`members/${encodeURIComponent(place.member)}/wishlists`, {
        query,
      });
      data.lists = [...data.lists, ...page.items];
      data.next = page.next;
    } else data.takeLists(await data.get<MyWishlistPage>('me/wishlists', { query }), true);
  } catch (error) {
    await tell(host, problemOf(error));
  } finally {
    data.isLoadingMore = false;
    host.requestUpdate();
  }
}

/** Brings the menus where only their buttons were, and opens the one that was tapped. */
export async function menu(host: WishlistHost, place: HTMLElement): Promise<void> {
  const [menus] = await Promise.all([import('./menus.ts'), wishlistMoreWords(host.words!)]);
  host.menus = menus;
  host.requestUpdate();
  await host.updateComplete;
  const part = place.querySelector('dangol-part-menu');
  await part?.updateComplete;
  part?.shadowRoot?.querySelector('button')?.click();
}

/** Opens the comments under a wish, or closes them. */
export async function talk(host: WishlistHost, id: string): Promise<void> {
  if (!host.talking.delete(id)) {
    await Promise.all([
      import('./comments.ts'),
      // What makes a guest comes along: by the time somebody posts the connection may be gone.
      import('../core/guest.ts'),
      wishlistMoreWords(host.words!),
    ]);
    host.talking.add(id);
  }
  host.requestUpdate();
}

export async function drag(host: WishlistHost, id: string, event: PointerEvent): Promise<void> {
  (await import('./drag.ts')).drag(host, id, event);
}

/** A key on the handle of a wish. */
export async function press(host: WishlistHost, id: string, key: string): Promise<void> {
  const to = {
    ArrowUp: -1,
    ArrowLeft: -1,
    ArrowDown: 1,
    ArrowRight: 1,
    Home: Number.NEGATIVE_INFINITY,
    End: Number.POSITIVE_INFINITY,
  }[key];
  if (to) await (await import('./order.ts')).moveBy(host, id, to);
}

/** Takes a wish off its list; for a while it can be put back with all that hung on it. */
export async function removeWish(host: WishlistHost, wish: Wish): Promise<void> {
  const { data } = host;
  const words = host.words!;
  const { id, list, product } = wish;
  if (!host.dispatchEvent(new BeforeWishRemoveEvent({ wish }))) return;
  const { client } = data.side!;
  const at = data.items.findIndex((one) => one.id === id);
  try {
    await wishlistMoreWords(words);
    await client.request('DELETE', `wishes/${id}`, { as: 'signed', link: data.key, lang: words.lang });
  } catch (error) {
    return tell(host, problemOf(error));
  }
  put(data, id, undefined);
  host.dispatchEvent(new WishRemoveEvent({ wish: id, list, product: product.product }));
  const act = newAct();
  const undo = async () => {
    try {
      const back = await client.request<Wish>('POST', `wishes/${id}/restore`, {
        as: 'signed',
        act,
        link: data.key,
        lang: words.lang,
      });
      if (data.list?.id === list && !data.items.some((one) => one.id === id)) put(data, id, back, at);
      host.dispatchEvent(new WishEditEvent({ wish: back }));
      host.notify(words.t('wishRestored'));
    } catch (error) {
      await tell(host, problemOf(error));
    }
  };
  host.notify(words.t('wishRemoved'), [
    { label: words.t('wishRestore'), run: () => void undo() },
    { label: words.t('close'), run: () => undefined },
  ]);
  await host.updateComplete;
  host.shadowRoot!.querySelector<HTMLElement>('[part~=home]')?.focus({ preventScroll: true });
}

/** Takes back that I give a wish. */
export async function unclaim(host: WishlistHost, wish: Wish): Promise<void> {
  const { data } = host;
  const words = host.words!;
  const { id, product } = wish;
  if (!host.dispatchEvent(new BeforeWishClaimEvent({ wish: id, claimed: false }))) return;
  try {
    await wishlistMoreWords(words);
    await data.side!.client.request('DELETE', `wishes/${id}/claim`, {
      as: 'signed',
      link: data.key,
      lang: words.lang,
    });
    data.claims.delete(id);
    data.taken.delete(id);
    host.dispatchEvent(new WishClaimEvent({ wish: id, product: product.product, claimed: false }));
    host.notify(words.t('giveUndone'));
  } catch (error) {
    await tell(host, problemOf(error));
  }
  host.requestUpdate();
}

/** One key for one opened invitation: when the answer is lost, another try gets the same one. */
const joining = new WeakMap<Place, string>();

/** Accepts the invitation that the address brought. */
export async function join(host: WishlistHost): Promise<void> {
  const { data } = host;
  const words = host.words!;
  const { place } = data;
  if (place.kind !== 'list' || !place.invite) return;
  await wishlistMoreWords(words);
  const forget = () => {
    // Spent: it shall not stand in the history of this browser.
    history.replaceState(
      history.state,
      '',
      location.pathname + location.search + withoutInvite(location.hash),
    );
    host.begin();
  };
  try {
    const act = joining.get(place) ?? newAct();
    joining.set(place, act);
    await data.side!.client.request<MyWishlist>('POST', `wishlists/${place.id}/join`, {
      as: 'signed',
      act,
      lang: words.lang,
      body: { code: place.invite },
    });
    forget();
    host.notify(words.t('inviteTaken'));
  } catch (error) {
    const problem = problemOf(error);
    if (problem.code !== 'not-found') return tell(host, problem);
    forget();
    host.notify(words.t('inviteSpent'));
  }
}

/** A guest of this browser has signed in: asks whether what is theirs becomes the member's. */
export async function askToMerge(host: WishlistHost): Promise<void> {
  await offerMerge(host, {
    moved: () => host.data.reload(),
    failed: (problem) => tell(host, problem),
  });
}

/** All my lists: there are few of them, as a rule. Those that I may put wishes on come with the first page. */
export async function myLists(host: WishlistHost): Promise<MyWishlist[]> {
  const lists: MyWishlist[] = [];
  const ask = (cursor: string | null) =>
    host.data.get<MyWishlistPage>('me/wishlists', { query: { cursor, limit: 100 } });
  for (let page = await ask(null); ; page = await ask(page.next)) {
    lists.push(...page.items);
    if (!page.next) return lists;
  }
}

/** Asks anew for what is shown: after an act that changed more than one thing. */
export const catchUp = (host: WishlistHost): Promise<void> =>
  host.data.list ? refresh(host.data) : host.data.reload();
