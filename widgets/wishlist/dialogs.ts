import type { MyWishlist } from '../../server/community/wishlists/contract.ts';
import { ProblemShowEvent } from '../core/events.ts';
import { ListChangeEvent } from '../core/list-events.ts';
import { hashOf } from '../core/list-url.ts';
import { problemOf } from '../core/problems.ts';
import { wishlistMoreWords } from '../core/strings/wishlist.ts';
import type { LayerRequest } from '../core/widget.ts';
import type { WidgetDialog } from '../parts/dialog.ts';
import { openLayer, withHost } from '../parts/layers.ts';
import { myLists, tell } from './acts.ts';
import type { DialogRequest, WishlistHost } from './host.ts';

/** Opens a dialog over a wishlist, once its code is there. */
export async function openDialog(host: WishlistHost, request: DialogRequest): Promise<void> {
  const words = host.words!;
  await wishlistMoreWords(words);
  await openLayer<DialogRequest>(host, request, {
    levels: host.data.mall?.levels ?? [],
    as: 'signed',
    make: (own, clear) => make(host, own, clear),
  });
}

async function make(
  host: WishlistHost,
  request: Exclude<DialogRequest, LayerRequest>,
  clear: () => void,
): Promise<WidgetDialog | undefined> {
  switch (request.kind) {
    case 'alerts': {
      const { openAlerts } = await import('../parts/alert-sheet.ts');
      clear();
      await openAlerts(host, request.wish.product);
      return undefined;
    }
    case 'wish':
      await import('./wish-form.ts');
      return withHost(host, document.createElement('dangol-wishlist-wish'), { wish: request.wish });
    case 'give':
      if (!host.data.isMember && host.data.mall?.write === 'members') {
        // A host that has a sign-in of its own may open it now.
        host.dispatchEvent(new ProblemShowEvent({ code: 'sign-in-required' }));
        host.notify(host.words!.t('giveSignIn'));
        return undefined;
      }
      await Promise.all([import('./give-sheet.ts'), import('../core/guest.ts')]);
      return withHost(host, document.createElement('dangol-wishlist-give'), { wish: request.wish });
    case 'transfer':
      await import('./transfer-sheet.ts');
      return withHost(host, document.createElement('dangol-wishlist-transfer'), {
        wish: request.wish,
        copy: request.copy,
      });
    case 'list':
      await Promise.all([import('./list-form.ts'), import('../core/guest.ts')]);
      return withHost(host, document.createElement('dangol-wishlist-edit'), { list: request.list });
    case 'share':
      await import('./share-sheet.ts');
      return withHost(host, document.createElement('dangol-wishlist-share'));
    case 'people':
      await import('./people-sheet.ts');
      return withHost(host, document.createElement('dangol-wishlist-people'));
    case 'giving':
      await import('./giving-sheet.ts');
      return withHost(host, document.createElement('dangol-wishlist-giving'));
  }
}

/** The list that is shown, with what only those who keep it know of it. */
export async function myList(host: WishlistHost): Promise<MyWishlist | undefined> {
  const id = host.data.list?.id;
  return (await myLists(host)).find((one) => one.id === id);
}

/** Opens the list that is shown, to be changed. */
export async function editList(host: WishlistHost): Promise<void> {
  try {
    const list = await myList(host);
    if (list) await host.open({ kind: 'list', list });
  } catch (error) {
    await tell(host, problemOf(error));
  }
}

/** Asks whether the list is to go, with all that is on it. */
export async function deleteList(host: WishlistHost): Promise<void> {
  const { data } = host;
  const { id } = data.list!;
  const words = host.words!;
  await wishlistMoreWords(words);
  await host.open({
    kind: 'confirm',
    heading: words.t('listDeleteTitle'),
    text: words.t('listDeleteText'),
    run: async () => {
      await data.side!.client.request('DELETE', `wishlists/${id}`, { as: 'signed', lang: words.lang });
      host.dispatchEvent(new ListChangeEvent({ id, list: null }));
      host.notify(words.t('listDeleted'));
      if (data.place.kind === 'list' && !host.getAttribute('list')) location.hash = hashOf();
      else void data.reload();
    },
  });
}
