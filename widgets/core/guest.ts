import type { Session as SessionAnswer } from '../../server/mall/shoppers/contract.ts';
import { newAct } from './act.ts';
import type { Client } from './client.ts';
import { toJson } from './old-library.ts';
import type { MallSide } from './page.ts';
import { problemOf } from './problems.ts';
import type { Session } from './session.ts';

/** Makes the shopper a guest of this browser. The token comes at the first write, not before. */
export async function becomeGuest(client: Client, session: Session): Promise<string> {
  const { token } = await client.request<SessionAnswer>('POST', 'guests', { body: {}, act: newAct() });
  session.keepGuest(token);
  return token;
}

/** Moves what the guest of this browser wrote to the member, once; the guest is then forgotten. */
export async function merge({ client, session }: MallSide): Promise<void> {
  const guestToken = session.guestToken();
  if (!guestToken || session.kind !== 'member') return;
  try {
    await client.request('POST', 'merge', { as: 'signed', body: { guestToken }, act: newAct() });
  } catch (error) {
    // A guest that is spent or unknown cannot be moved by asking again; anything else can.
    if (!['already-merged', 'token-refused', 'token-expired'].includes(problemOf(error).code)) throw error;
  }
  session.keepGuest(null);
}

/** Opens a guest's things in this browser with a code from another one. */
export async function redeem({ client, session }: MallSide, code: string): Promise<void> {
  // One key for one code: when the answer is lost, another try gets the same one, and the code is not spent for nothing.
  const { token } = await client.request<SessionAnswer>('POST', 'edit-codes', {
    body: { code },
    act: `edit-${code}`,
  });
  session.keepGuest(token);
}

/** A session that was exchanged for a signed id, kept while the tab lives: pages are many, exchanges are paced. */
interface Exchanged {
  /** Whose it is: the signed id without its time and signature, which are new on each page. */
  of: string;
  token: string;
  expiresAt: number;
}

const nameOf = (client: Client) => `dangol-session:${client.mall}`;

function exchanged(client: Client): Exchanged | null {
  try {
    return JSON.parse(sessionStorage.getItem(nameOf(client)) ?? 'null') as Exchanged | null;
  } catch {
    // No storage, or not ours: the service is asked.
    return null;
  }
}

function keepExchanged(client: Client, session: Exchanged | null): void {
  try {
    if (session) sessionStorage.setItem(nameOf(client), toJson(session));
    else sessionStorage.removeItem(nameOf(client));
  } catch {
    // No storage: the next page asks again.
  }
}

/** Exchanges a signed id (identity rung 2) for a session's token, once for the life of that session. */
export async function exchange(client: Client, signedId: string): Promise<string> {
  const of = signedId.split('.').slice(0, 2).join('.');
  const known = exchanged(client);
  if (known?.of === of && known.expiresAt > Date.now() + 60_000) return known.token;
  const { token, expiresAt } = await client
    .request<SessionAnswer>('POST', 'sessions', { body: { signedId } })
    .catch((error) => {
      const { code, retryAfter = 30 } = problemOf(error);
      // Too many at once is no sign-out: the shopper is asked about again as soon as that may succeed.
      if (code === 'too-many' || code === 'busy')
        setTimeout(() => client.session.isOurs && void client.session.ask(), retryAfter * 1000);
      throw error;
    });
  keepExchanged(client, { of, token, expiresAt });
  return token;
}

/** After a session: one of ours is ended at the service, and what is kept of whoever signed out does not stay. */
export async function leave(
  client: Client,
  ending: Promise<string | null> | false | undefined,
  isSigningOut: boolean,
): Promise<void> {
  if (isSigningOut) (await import('./own.ts')).forgetMembers(client.mall);
  const token = ending && (await ending);
  if (exchanged(client)?.token === token || isSigningOut) keepExchanged(client, null);
  if (token)
    await fetch(client.url('sessions/current'), {
      method: 'DELETE',
      credentials: 'omit',
      // Whoever signs out often leaves the page in the same moment.
      keepalive: true,
      headers: { Authorization: `Bearer ${token}` },
    });
}

let isWarned = false;

/** Tells whoever builds the page what a token is. */
export function warnOfToken(): void {
  if (isWarned) return;
  isWarned = true;
  console.warn(
    'Dangol: dangol.identify() was given something that is no token, so the shopper counts as not signed in. It expects ' +
      "the token's own text (10 to 4096 letters, digits or ._~+/=-), or a function that returns it or a promise of it, " +
      'such as: dangol.identify(() => fetch("/token").then((answer) => answer.text())). Nobody signed in: null.',
  );
}

/** After a refusal of a token: whether another try makes sense. */
export async function renew(session: Session, refused: string): Promise<boolean> {
  if (refused === session.guestToken()) {
    session.keepGuest(null);
    return true;
  }
  if (!session.canAsk) return false;
  const current = await session.pending;
  // Somebody else on the page may have renewed it already.
  if (current !== refused) return current !== null;
  if (exchanged(session.client)?.token === refused) keepExchanged(session.client, null);
  const fresh = await session.ask();
  return fresh !== null && fresh !== refused;
}
