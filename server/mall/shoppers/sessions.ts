import { Problem } from '../../base/http/problem.ts';
import { hmac, type Secrets } from '../../base/secrets.ts';
import type { Services } from '../../base/services.ts';
import type { Mall } from '../malls/rules.ts';
import type { Session } from './contract.ts';
import { findSession, findShopper, toMe } from './store.ts';
import { sessionToken } from './tokens.ts';

/** A session as its owner gets it, however often they ask for it with the same key. */
export async function showSession(
  { database: { db }, secrets }: Pick<Services, 'database' | 'secrets'>,
  { id: mallId, settings }: Mall,
  sessionId: string,
): Promise<Session> {
  const session = await findSession(db, mallId, sessionId);
  const shopper = session && (await findShopper(db, mallId, session.shopper_id));
  if (!session || !shopper || session.revoked_at !== null) throw new Problem('token-refused');
  return {
    token: sessionToken(secrets, mallId, sessionId),
    expiresAt: session.expires_at,
    me: toMe(shopper, settings.locale),
  };
}

/** Derived, so that a code whose answer was lost can be told once more and is stored nowhere. */
export const editCode = (secrets: Secrets, mallId: string, seed: string): string =>
  Buffer.from(hmac(secrets.derive('edit-code', mallId), seed), 'hex')
    .subarray(0, 18)
    .toString('base64url');
