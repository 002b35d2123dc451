/** What a wishlist shows: all lists of mine, the public ones of a member, or one list. */
export type Place =
  | { kind: 'mine' }
  | { kind: 'member'; member: string }
  | {
      kind: 'list';
      id: string;
      /** The secret part of the link it was opened by. */
      key: string | null;
      /** An invitation to look after it. */
      invite: string | null;
    };

/** A list that there is not: a link that came without its end leads there. */
export const NOWHERE: Place = { kind: 'list', id: '0'.repeat(25), key: null, invite: null };

const FRAGMENT = /[#&]dangol-wishlist(?:=([\w-]{1,60})(?:\.([\w-]{1,100}))?)?(?=&|$)/;
const INVITE = /&invite=([\w-]{10,100})(?=&|$)/;

/** What the fragment of an address asks for; nothing when it does not speak of wishlists. */
export function placeIn(hash: string): Place | undefined {
  const found = FRAGMENT.exec(hash);
  if (!found) return undefined;
  const [, id, key = null] = found;
  return id ? { kind: 'list', id, key, invite: INVITE.exec(hash)?.[1] ?? null } : { kind: 'mine' };
}

/** The same fragment without its invitation. */
export const withoutInvite = (hash: string): string => hash.replace(INVITE, '');
