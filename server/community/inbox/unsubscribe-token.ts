import { seal, unseal } from '../../base/secrets.ts';
import type { Services } from '../../base/services.ts';
import { Purpose } from './contract.ts';

type Sealing = Pick<Services, 'secrets'>;

/** Where somebody takes back a consent without signing in. The address tells nothing of who they are. */
export function unsubscribeUrl(
  { secrets, publicUrl }: Sealing & Pick<Services, 'publicUrl'>,
  mallId: string,
  shopperId: string,
  purpose: Purpose,
): string {
  const token = seal(secrets.derive('unsubscribe', mallId), JSON.stringify([shopperId, purpose]));
  return `${publicUrl}/m/${mallId}/unsubscribe/${token}`;
}

/** Who wants to be told no more, of what; undefined for a token that is none of that mall's. */
export function readUnsubscribe(
  { secrets }: Sealing,
  mallId: string,
  token: string,
): { shopperId: string; purpose: Purpose } | undefined {
  const text = unseal(secrets.derive('unsubscribe', mallId), token);
  if (text === undefined) return undefined;
  const [shopperId, purpose] = JSON.parse(text) as [string, unknown];
  const known = Purpose.safeParse(purpose);
  return known.success ? { shopperId, purpose: known.data } : undefined;
}
