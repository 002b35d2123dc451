import { Client } from './client.ts';
import { Session, type TokenSource } from './session.ts';

/** What the loader, or a program, says once for the whole page. */
export interface PageSettings {
  /** Address of the service, without a slash at its end. */
  base: string;
  mall?: string | null;
  product?: string | null;
  lang?: string | null;
  /** A signed id (identity rung 2) to exchange for a session. */
  'signed-id'?: string | null;
  /** Answers that the loader has asked for already, by address: each is taken once. */
  early?: Record<string, Promise<Response>>;
  /** What core/marks.ts remembers for the loader, where a store may be refused. */
  marks?: Record<string, string>;
}

/** Everything about one mall on this page. */
export interface MallSide {
  readonly id: string;
  readonly client: Client;
  readonly session: Session;
}

let settings: PageSettings = { base: '' };
const sides = new Map<string, MallSide>();
let identity: TokenSource | null = null;

/** Says where the service is and which mall this page belongs to. The first call counts, the loader's or a program's. */
export function start(given: PageSettings): void {
  if (!settings.base) settings = { ...given, base: given.base.replace(/\/+$/, '') };
}

export function pageSettings(): Readonly<PageSettings> {
  return settings;
}

/** The one client and session of a mall on this page; its stream is in live.ts. */
export function mallSide(id: string): MallSide {
  let side = sides.get(id);
  if (!side) {
    const client = new Client(settings.base, id, settings.early);
    const session = new Session(client);
    side = { id, client, session };
    client.session = session;
    sides.set(id, side);
    if (identity) session.identify(identity);
    else if (settings['signed-id'] && id === settings.mall)
      session.identify(
        async () => (await import('./guest.ts')).exchange(client, settings['signed-id']!),
        true,
      );
  }
  return side;
}

/** Tells who the shopper is: a token of the mall's backend, or a function that fetches one whenever it is needed. */
export function identify(source: TokenSource): void {
  identity = source;
  for (const side of sides.values()) side.session.identify(source);
}

/** Forgets who the shopper is, on this page and at the service. */
export function signOut(): void {
  identity = null;
  for (const side of sides.values()) side.session.signOut();
}
