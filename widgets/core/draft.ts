import { toJson } from './old-library.ts';
import { guestName, keepOwn, NOBODY, whoIn } from './own.ts';
import type { Session } from './session.ts';
import { keep, kept } from './storage.ts';

const KEPT_MS = 14 * 86_400_000;

interface Kept<Value> {
  at: number;
  /** What it was written upon, such as the version of what is edited. */
  upon: string;
  value: Value;
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
    for (const who of [this.#who, guest && guestName(guest), NOBODY]) {
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
    keepOwn(this.#name(who), toJson({ at: Date.now(), upon: this.upon, value }));
  }

  clear(): void {
    keep(this.#name(this.#who), null);
  }
}
