import type { Client } from './client.ts';
import { SessionChangeEvent } from './event.ts';
import { keep, kept } from './storage.ts';

type Token = string | null | undefined;
export type TokenSource = string | (() => Token | Promise<Token>);
export type SessionKind = 'none' | 'guest' | 'member';

/** What any token looks like: of a mall's backend or of the service. */
const TOKEN = /^[\w.~+/=-]{10,4096}$/;

/** Who the shopper is at one mall. A bare id from the page is never believed: only tokens go to the service. */
export class Session {
  declare readonly client: Client;
  #source: TokenSource | null = null;
  /** The member's token, as soon as the host has said it. */
  pending: Promise<string | null> | undefined;
  #becoming: Promise<string> | undefined;
  #listeners = new Set<() => void>();
  /** The member's token, once it is known. */
  member: string | null = null;
  /** The token comes from our own exchange, so the service can end it. */
  isOurs = false;

  constructor(client: Client) {
    this.client = client;
  }

  get kind(): SessionKind {
    return this.member ? 'member' : this.guestToken() ? 'guest' : 'none';
  }

  /** A guest of this browser has signed in and what they wrote can be moved. */
  get canMerge(): boolean {
    return this.kind === 'member' && this.guestToken() !== null;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
    document.dispatchEvent(new SessionChangeEvent({ mall: this.client.mall, kind: this.kind }));
  }

  identify(source: TokenSource, isOurs = false): void {
    if (this.isOurs) this.#leave();
    this.#source = source;
    this.isOurs = isOurs;
    void this.ask(true);
  }

  /** Whether the host can be asked for another token. */
  get canAsk(): boolean {
    return typeof this.#source === 'function';
  }

  /** Asks the host who the shopper is; tells the page when that is somebody else than before. */
  async ask(isNew = false): Promise<string | null> {
    const asked = this.#ask();
    this.pending = asked;
    const token = await asked;
    // Meanwhile somebody else may have signed in, or out.
    if (asked === this.pending) {
      const isOther = isNew || !token !== !this.member;
      this.member = token;
      if (isOther) this.#changed();
    }
    return token;
  }

  async #ask(): Promise<string | null> {
    try {
      const token = typeof this.#source === 'function' ? await this.#source() : this.#source;
      if (typeof token === 'string' && TOKEN.test(token.trim())) return token.trim();
      // What no token can be is not sent; saying nothing is how a host says nobody.
      if (token) (await import('./guest.ts')).warnOfToken();
      return null;
    } catch {
      // The host could not say: the shopper is nobody for now, and is asked about again at the next refusal.
      return null;
    }
  }

  signOut(): void {
    this.#leave(true);
    this.#source = null;
    this.pending = undefined;
    this.member = null;
    this.isOurs = false;
    this.#changed();
  }

  /** Ends what was, with its own token: who comes next may be here before the service has answered. */
  #leave(isSigningOut = false): void {
    const token = this.isOurs && this.pending;
    import('./guest.ts').then(({ leave }) => leave(this.client, token, isSigningOut)).catch(() => undefined);
  }

  /** The token to send: the member's, else the guest's of this browser, else none. */
  async token(): Promise<string | null> {
    return (await this.pending) ?? this.guestToken();
  }

  /** A token for writing; the first write of somebody unknown makes a guest, where the mall lets guests write. */
  async writer(): Promise<string> {
    const known = await this.token();
    if (known) return known;
    this.#becoming ??= import('./guest.ts')
      .then(({ becomeGuest }) => becomeGuest(this.client, this))
      .finally(() => {
        this.#becoming = undefined;
      });
    return this.#becoming;
  }

  /** After a refusal: asks the host for a new token, forgets a guest's. Whether another try makes sense. */
  async renew(refused: string): Promise<boolean> {
    return (await import('./guest.ts')).renew(this, refused);
  }

  /** The token of this browser's guest, if there is one. */
  guestToken(): string | null {
    // Another tab may have become a guest meanwhile.
    return kept(`dangol:${this.client.mall}`) ?? null;
  }

  /** Keeps a guest's token; null forgets it. */
  keepGuest(token: string | null): void {
    keep(`dangol:${this.client.mall}`, token);
    this.#changed();
  }
}
