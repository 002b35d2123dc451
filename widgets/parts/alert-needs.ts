// What has to be there before an alert can be kept: pure, so that the law's part can be read in one place.
import type { Channel, Channels, Consent, Purpose } from '../../server/community/inbox/contract.ts';
import { amountIn } from '../core/money.ts';
import { consentKey } from './consent.ts';

/** As the switches of the sheet stand. */
export interface Wanted {
  priceDrop: boolean;
  /** As it is typed; empty: whenever the price falls. */
  below: string;
  restock: boolean;
  fewLeft: boolean;
  mail: boolean;
}

/** What keeps it from being saved. */
export type Missing = '' | 'below' | 'address' | 'consent';

const isAdvertising = ({ priceDrop, fewLeft }: Wanted) => priceDrop || fewLeft;
const isByMail = (wanted: Wanted, { mailPossible }: Channels) =>
  wanted.mail && mailPossible && (isAdvertising(wanted) || wanted.restock);

/** The price in the smallest unit; null: none of one's own; nothing: what stands there is no price. */
export function belowOf({ below }: Wanted, currency: string): number | null | undefined {
  return below.trim() ? amountIn(below, currency) : null;
}

/**
 * Consents that what is wanted takes and that are not given yet. Of what somebody asked for and reads in the inbox there
 * is none: asking was it.
 */
export function askedOf(wanted: Wanted, channels: Channels): Consent[] {
  const byMail = isByMail(wanted, channels);
  return channels.consents.filter(({ purpose, channel, given }) => {
    if (given || (channel === 'mail' && !byMail)) return false;
    return purpose === 'advertising' ? isAdvertising(wanted) : channel === 'mail' && wanted.restock;
  });
}

/** @param agreed keys of consents that are being given right now */
export function lackOf(
  wanted: Wanted,
  channels: Channels,
  agreed: ReadonlySet<string>,
  currency: string,
): Missing {
  const has = (purpose: Purpose, channel: Channel) =>
    channels.consents.some(
      (one) =>
        one.purpose === purpose && one.channel === channel && (one.given || agreed.has(consentKey(one))),
    );
  if (wanted.priceDrop && belowOf(wanted, currency) === undefined) return 'below';
  const byMail = isByMail(wanted, channels);
  if (byMail && !channels.mail?.confirmed) return 'address';
  // By mail alone is enough: the one in the inbox is then asked for beside it, and may be left out.
  const isGiven = byMail
    ? (!isAdvertising(wanted) || has('advertising', 'mail')) &&
      (!wanted.restock || has('information', 'mail'))
    : !isAdvertising(wanted) || has('advertising', 'inbox');
  return isGiven ? '' : 'consent';
}
