import { toJson } from './old-library.ts';
import type { Session } from './session.ts';
import { keep, kept } from './storage.ts';

const KEPT_MS = 14 * 86_400_000;
const NOBODY = 'nobody';

interface Kept<Value> {
  at: number;
  /** What it was written upon, such as the version of what is edited. */
  upon: string;
  value: Value;
}

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

/** Who writes: a member, a guest of this browser, or nobody yet. */
function whoIn(session: Session): string {
  const guest = session.guestToken();
  if (session.member) return `m${hash(subjectOf(session.member))}`;
  return guest ? `g${hash(guest)}` : NOBODY;
}

/**
 * What somebody was writing, kept in this browser until it is posted. It belongs to whoever wrote it: what was begun
 * before signing in goes along with who this browser becomes, and no member sees what another one left.
 */
export class Draft<Value> {
  readonly #session: Session;
  readonly #rest: string;
  #who: string;
  /** What it is written upon, such as the version of what is edited; a draft upon something else is dropped. */
  upon: string;

  /** @param kind what is written, such as `review` or `edit:<id>` */
  constructor(session: Session, product: string, kind: string, upon = '') {
    this.#session = session;
    this.#rest = `${kind}:${product}`;
    this.#who = whoIn(session);
    this.upon = upon;
  }

  #name(who: string): string {
    return `dangol-draft:${this.#session.client.mall}:${who}:${this.#rest}`;
  }

  #take(who: string): Value | undefined {
    try {
      const { at, upon, value } = JSON.parse(kept(this.#name(who)) ?? 'null') as Kept<Value>;
      if (Date.now() - at < KEPT_MS && upon === this.upon) return value;
    } catch {
      // Nothing was kept, or not by us.
      return undefined;
    }
    keep(this.#name(who), null);
    return undefined;
  }

  /** The draft; one of nobody, or of this browser's guest, now belongs to whoever asks. */
  read(): Value | undefined {
    const guest = this.#session.guestToken();
    for (const who of [this.#who, guest && `g${hash(guest)}`, NOBODY]) {
      const value = who && this.#take(who);
      if (!value) continue;
      if (who !== this.#who) {
        keep(this.#name(who), null);
        this.write(value);
      }
      return value;
    }
    return undefined;
  }

  write(value: Value): void {
    // Somebody who was nobody may have become somebody by writing; what a member began stays theirs.
    const who = this.#who[0] === 'm' ? this.#who : whoIn(this.#session);
    if (who !== this.#who) keep(this.#name(this.#who), null);
    this.#who = who;
    written.add(this.#name(who));
    keep(this.#name(who), toJson({ at: Date.now(), upon: this.upon, value }));
  }

  clear(): void {
    keep(this.#name(this.#who), null);
  }
}

/** Forgets what members left at a mall. */
export function forgetDrafts(mall: string): void {
  let names = [...written];
  try {
    names = [...names, ...Object.keys(localStorage)];
  } catch {
    // No storage: this page's own names are all there are.
  }
  for (const name of names) if (name.startsWith(`dangol-draft:${mall}:m`)) keep(name, null);
}
