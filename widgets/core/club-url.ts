import type { Client } from './client.ts';

/** The fragment that opens a club; without one, all clubs of mine. */
export const clubHash = (id?: string, key?: string | null): string =>
  `#dangol-club${id ? `=${id}` : ''}${key ? `.${key}` : ''}`;

/** The page that clubs are seen on: the mall's own, else the one that the service has. */
const pageOf = ({ base, mall }: Client, page: string | null | undefined): string =>
  page?.split('#')[0] || `${base}/c/${mall}`;

/**
 * Where a club is seen. The secret part of its link stands behind the `#`, which no server is sent.
 *
 * @param page the mall's `pages.club`
 */
export const clubUrl = (
  client: Client,
  page: string | null | undefined,
  id: string,
  linkKey: string | null,
): string => pageOf(client, page) + clubHash(id, linkKey);

/** Where an invitation leads: nothing in it says what it is to. */
export const inviteUrl = (client: Client, page: string | null | undefined, code: string): string =>
  `${pageOf(client, page)}${clubHash()}&invite=${code}`;
