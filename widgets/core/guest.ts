import type { Session as SessionAnswer } from '../../server/mall/shoppers/contract.ts';
import { newAct } from './act.ts';
import type { Client } from './client.ts';
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
  const { token } = await client.request<SessionAnswer>('POST', 'edit-codes', { body: { code } });
  session.keepGuest(token);
}

/** Exchanges a signed id (identity rung 2) for a session's token. */
export async function exchange(client: Client, signedId: string): Promise<string> {
  const { token } = await client.request<SessionAnswer>('POST', 'sessions', { body: { signedId } });
  client.session.isOurs = true;
  return token;
}

/** Ends a session of ours at the service; one that is over already is as good. */
export async function endSession(client: Client): Promise<void> {
  await client.request('DELETE', 'sessions/current', { as: 'signed' }).catch(() => undefined);
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
  const fresh = await session.ask();
  return fresh !== null && fresh !== refused;
}
