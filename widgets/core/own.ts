// What this browser keeps for one shopper of a mall, under a name that tells nobody who that is.
import { pageSettings } from './page.ts';
import type { Session } from './session.ts';
import { keep } from './storage.ts';

export const NOBODY = 'nobody';

/** Names written by this page: without storage nothing else knows them. */
const written = new Set<string>();

/** A short name for a text that nobody shall read in the browser's store (FNV-1a, twice). */
function hash(text: string): string {
  let [one, other] = [0x811c9dc5, 0x9dc5811c];
  for (const letter of text) {
    one = Math.imul(one ^ letter.codePointAt(0)!, 0x01000193);
    other = Math.imul(other ^ letter.codePointAt(0)!, 0x01000197);
  }
  return (one >>> 0).toString(36) + (other >>> 0).toString(36);
}

/** Whom a token speaks of: the shopper in a mall's own token, who stays the same when it is renewed. */
function subjectOf(token: string): string {
  try {
    const body = token.split('.')[1]!.replaceAll('-', '+').replaceAll('_', '/');
    const { sub } = JSON.parse(atob(body)) as { sub?: unknown };
    if (typeof sub === 'string') return sub;
  } catch {
    // A session of the service's own.
  }
  return token;
}

export const guestName = (token: string): string => `g${hash(token)}`;

/** Who is here: a member, a guest of this browser, or nobody yet. */
export function whoIn(session: Session): string {
  const guest = session.guestToken();
  if (!session.member) return guest ? guestName(guest) : NOBODY;
  // A session that was exchanged for a signed id has another token in each tab; the id in it stays.
  const signedId = session.isOurs && pageSettings()['signed-id']?.split('.')[1];
  return `m${hash(signedId || subjectOf(session.member))}`;
}

/** Keeps a text of somebody; a member's is forgotten at sign-out. */
export function keepOwn(name: string, value: string): void {
  written.add(name);
  keep(name, value);
}

/** Forgets what stands under names that begin so, but for one. */
export function forgetOwn(start: string, but?: string): void {
  let names = [...written];
  try {
    names = [...names, ...Object.keys(localStorage)];
  } catch {
    // No storage: this page's own names are all there are.
  }
  for (const name of names) if (name !== but && name.startsWith(start)) keep(name, null);
}

/** Forgets what members left at a mall. */
export function forgetMembers(mall: string): void {
  for (const what of ['draft', 'inbox']) forgetOwn(`dangol-${what}:${mall}:m`);
}
