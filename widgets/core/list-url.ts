import type { Client } from './client.ts';

/** The fragment that opens a list; without one, all lists of mine. */
export const hashOf = (id?: string, key?: string | null): string =>
  `#dangol-wishlist${id ? `=${id}` : ''}${key ? `.${key}` : ''}`;

/**
 * Where a wishlist is seen: on the mall's own page for lists, else on the one that the service has. The secret part of
 * its link stands behind the `#`, which no server is sent.
 *
 * @param page the mall's `pages.wishlist`
 * @param invite code of an invitation, which takes the place of the secret part
 */
export function listUrl(
  { base, mall }: Client,
  page: string | null | undefined,
  { id, linkKey }: { id: string; linkKey: string | null },
  invite = '',
): string {
  const at = page?.split('#')[0] || `${base}/m/${mall}/wishlists/${encodeURIComponent(id)}`;
  return at + (invite ? `${hashOf(id)}&invite=${invite}` : hashOf(id, linkKey));
}
