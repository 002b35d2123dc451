import { DAY, HOUR } from '../../base/clock.ts';
import type { NoticeKind, Purpose } from './contract.ts';

/** What the law takes for advertising, although it was asked for. */
export const isAdvertising = (kind: NoticeKind): boolean => kind === 'price-drop' || kind === 'few-left';

/** What a mail about such a notice is for. */
export const purposeOf = (kind: NoticeKind): Purpose => (isAdvertising(kind) ? 'advertising' : 'information');

/** Whether a consent was given or taken back; undefined: it was never spoken of. */
export type Given = boolean | undefined;

/**
 * Whether a notice of that kind may be mailed, by the shopper's consent to mail for its purpose. That somebody's consent
 * was noted is told however it stands; who asks for a mail about one product has asked for it, unless they have taken
 * that back since; all else needs a consent.
 */
export function mayMail(kind: NoticeKind, given: Given): boolean {
  if (kind === 'consent-told' || kind === 'consent-check') return true;
  if (kind === 'restock') return given !== false;
  return given === true;
}

/** A week of the cap. */
export const WEEK_MS = 7 * DAY;
/** From nine in the evening to eight in the morning nobody is disturbed. */
export const QUIET = { from: 21, to: 8 };

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Hour and minute that the clocks of a place show. */
function clockAt(timeZone: string, at: number): { hour: number; minute: number } {
  let format = clocks.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    clocks.set(timeZone, format);
  }
  const [hour = 0, minute = 0] = format.format(at).split(':').map(Number);
  return { hour, minute };
}

export function isQuiet(timeZone: string, at: number): boolean {
  const { hour } = clockAt(timeZone, at);
  return hour >= QUIET.from || hour < QUIET.to;
}

/**
 * When something may be sent that would be sent now: now, or when the quiet hours are over by the clocks of that place,
 * also in a night in which they are moved.
 */
export function afterQuiet(timeZone: string, at: number): number {
  if (!isQuiet(timeZone, at)) return at;
  // Clocks are moved by whole quarters of an hour, and quarters there begin when quarters do in UTC.
  const QUARTER_MS = HOUR / 4;
  let next = Math.floor(at / QUARTER_MS) * QUARTER_MS + QUARTER_MS;
  while (isQuiet(timeZone, next)) next += QUARTER_MS;
  return next;
}

/** After two years the law wants a consent to be confirmed: the shopper is told that it still stands. */
export const CONSENT_CHECK_MS = 2 * 365 * DAY;

/** A code is good for so long, and for so many tries. */
export const CODE_MS = 15 * 60 * 1000;
export const CODE_TRIES = 5;
/** Codes that one shopper may ask for, and that may be asked for to one address. */
export const CODE_MAIL_PACE = { name: 'mail-codes', points: 5, seconds: 3600 };
export const CODE_ADDRESS_PACE = { name: 'mail-code-address', points: 5, seconds: 3600 };
export const CODE_TRY_PACE = { name: 'mail-code-tries', points: 20, seconds: 3600 };
export const CHANNEL_PACE = { name: 'channels', points: 60, seconds: 60 };
export const INBOX_PACE = { name: 'inbox', points: 120, seconds: 60 };
export const UNSUBSCRIBE_PACE = { name: 'unsubscribe-page', points: 60, seconds: 60 };

/** What a code is worth now. */
export function judgeCode(
  kept: { hash: string | null; until: number | null; tries: number },
  hash: string,
  now: number,
): 'right' | 'wrong' | 'void' {
  if (kept.hash === null || kept.until === null || kept.until <= now || kept.tries >= CODE_TRIES)
    return 'void';
  return kept.hash === hash ? 'right' : 'wrong';
}

/** The same for addresses that reach one person: by case, by what stands behind a plus, and where dots mean nothing. */
export function addressKey(address: string): string {
  const [name = '', host = ''] = address
    .trim()
    .toLowerCase()
    .split(/@(?=[^@]*$)/);
  const [first = ''] = name.split('+');
  return /^(gmail|googlemail)\.com$/.test(host)
    ? `${first.replaceAll('.', '')}@gmail.com`
    : `${first}@${host}`;
}

/** `minji@example.com` -> `mi***@example.com`. */
export function maskAddress(address: string): string {
  const at = address.lastIndexOf('@');
  const name = address.slice(0, at);
  return `${name.slice(0, Math.min(2, Math.max(1, name.length - 1)))}***${address.slice(at)}`;
}

/** News that is older than this is none: a mail that could not be sent until then is dropped. */
export const STALE_MS = 3 * DAY;
/** Notices and mails are kept for so long; those taken out of the inbox until nothing counts them any more. */
export const KEPT_MS = 365 * DAY;
export const GONE_KEPT_MS = WEEK_MS + DAY;

/** How a mail stands when it is about to be sent. */
export interface MailState {
  kind: NoticeKind;
  createdAt: number;
  /** The address is confirmed. */
  hasAddress: boolean;
  given: Given;
  /** The mall says whose advertising it is. */
  hasSender: boolean;
  /** Advertising mails to this shopper within a week, without this one. */
  sentInWeek: number;
}

/** Why a mail is not sent after all; undefined: it may go. */
export function whyDropped(
  mail: MailState,
  perWeek: number,
  now: number,
): 'no-address' | 'no-consent' | 'no-sender' | 'cap' | 'stale' | undefined {
  if (!mail.hasAddress) return 'no-address';
  if (!mayMail(mail.kind, mail.given)) return 'no-consent';
  if (now - mail.createdAt > STALE_MS) return 'stale';
  if (!isAdvertising(mail.kind)) return undefined;
  if (!mail.hasSender) return 'no-sender';
  return mail.sentInWeek >= perWeek ? 'cap' : undefined;
}
