import type { Session as SessionAnswer } from '../../server/mall/shoppers/contract.ts';
import { newAct } from './client.ts';
import type { MallSide } from './page.ts';
import { problemOf } from './problems.ts';

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
