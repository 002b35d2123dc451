/** What is shown: all clubs of mine, one club, or what an invitation is to. */
export type Place =
  | { kind: 'mine' }
  | {
      kind: 'club';
      id: string;
      /** The secret part of the link it was opened by. */
      key: string | null;
    }
  | { kind: 'invite'; code: string };

/** A club that there is not: a link that came without its end leads there. */
export const NOWHERE: Place = { kind: 'club', id: '0'.repeat(25), key: null };

const FRAGMENT = /[#&]dangol-club(?:=([\w-]{1,60})(?:\.([\w-]{1,100}))?)?(?=&|$)/;
const INVITE = /&invite=([\w-]{10,100})(?=&|$)/;

/** What the fragment of an address asks for; nothing when it does not speak of clubs. */
export function placeIn(hash: string): Place | undefined {
  const found = FRAGMENT.exec(hash);
  if (!found) return undefined;
  const code = INVITE.exec(hash)?.[1];
  if (code) return { kind: 'invite', code };
  const [, id, key = null] = found;
  return id ? { kind: 'club', id, key } : { kind: 'mine' };
}

/** The same fragment without its invitation, and with the club that it led to. */
export const withoutInvite = (hash: string, club?: string): string =>
  hash.replace(INVITE, '').replace(FRAGMENT, (all) => (club ? `${all[0]}dangol-club=${club}` : all));
