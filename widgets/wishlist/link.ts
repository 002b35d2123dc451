import type { MyWishlist } from '../../server/community/wishlists/contract.ts';
import { hashOf } from './address.ts';
import type { WishlistHost } from './host.ts';

/** Where a list is opened: on the mall's own page for it, else on the service's. What is secret stands behind `#`. */
export function addressOf(
  { data }: WishlistHost,
  list: Pick<MyWishlist, 'id' | 'linkKey'>,
  invite = '',
): string {
  const { client, id } = data.side!;
  const page = data.mall?.pages.wishlist ?? `${client.base}/m/${id}/wishlists/${list.id}`;
  const end = invite ? `${hashOf(list.id)}&invite=${invite}` : hashOf(list.id, list.linkKey);
  return page.split('#')[0] + end;
}
