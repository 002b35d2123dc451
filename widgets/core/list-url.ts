import type { Client } from './client.ts';

/**
 * Where a wishlist is seen: on the mall's own page for lists, else on the one that the service has. The secret part of
 * its link stands behind the `#`, which no server is sent.
 *
 * @param page the mall's `pages.wishlist`
 */
export function listUrl(
  { base, mall }: Client,
  page: string | null | undefined,
  list: { id: string; linkKey: string | null },
): string {
  const at = page?.split('#')[0] || `${base}/m/${mall}/wishlists/${encodeURIComponent(list.id)}`;
  return `${at}#dangol-wishlist=${list.id}${list.linkKey ? `.${list.linkKey}` : ''}`;
}
