import { idFrom } from '../../base/ids.ts';
import { hmac, type Secrets } from '../../base/secrets.ts';

/**
 * The id of a member who has no row yet. Reading makes none: until there is one this id stands in, which is always the
 * same, so that they are counted, and so that a page that was opened before can still be told.
 */
export const standIn = (secrets: Secrets, mallId: string, outsideId: string): string =>
  idFrom(Buffer.from(hmac(secrets.derive('stand-in', mallId), outsideId), 'hex'));
