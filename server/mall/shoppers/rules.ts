import { DAY } from '../../base/clock.ts';
import { cleanLine } from '../../base/http/contract.ts';
import type { KeyScope, MallSettings } from '../malls/contract.ts';
import { OutsideId } from './contract.ts';

/** Who a request comes from. */
export type Who =
  | { kind: 'nobody' }
  | { kind: 'guest'; shopperId: string; sessionId: string; until: number }
  | {
      kind: 'member';
      shopperId: string;
      sessionId: string | null;
      until: number;
      /** Of one whom the mall signs for: the id that stood in before they had their own. */
      standIn?: string;
    }
  | { kind: 'key'; keyId: string; scopes: readonly KeyScope[] };

/** The shopper that somebody is; undefined for nobody and for keys. */
export const shopperIdOf = (who: Who): string | undefined =>
  who.kind === 'guest' || who.kind === 'member' ? who.shopperId : undefined;

/** Whether an id is of this very person, be it the one that stood in for theirs on a page that is open since before. */
export const isThem = (who: Who, id: string): boolean =>
  shopperIdOf(who) === id || (who.kind === 'member' && who.standIn === id);

/** What somebody may want: to see the community, to add to it, or to become part of it. */
export type What = 'read' | 'write' | 'join';

export type Verdict = 'yes' | 'sign-in-required' | 'guest-not-allowed' | 'not-allowed';

/**
 * The one answer to "may they?". The seven modes of the field are combinations of the mall's `read`, `write` and `join`
 * switches; nothing else decides.
 */
export function may(who: Who, what: What, settings: Pick<MallSettings, 'read' | 'write' | 'join'>): Verdict {
  // Public things are public; what only members read is for keys that were given that scope.
  if (who.kind === 'key') {
    const mayRead = settings.read === 'everyone' || who.scopes.includes('read') || who.scopes.includes('all');
    return what === 'read' && mayRead ? 'yes' : 'not-allowed';
  }
  if (what === 'join') return who.kind === 'member' ? 'yes' : 'sign-in-required';
  if (settings[what] === 'everyone' || who.kind === 'member') return 'yes';
  return who.kind === 'guest' ? 'guest-not-allowed' : 'sign-in-required';
}

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });
/** Nearly every name: each of its code points is a letter as people see it, and finding that out costs nothing. */
const ONE_BY_ONE = /^[ -~\u{AC00}-\u{D7A3}\u{4E00}-\u{9FFF}\u{3041}-\u{3096}\u{30A1}-\u{30FA}]*$/u;
const lettersOf = (name: string): string[] =>
  ONE_BY_ONE.test(name) ? [...name] : [...graphemes.segment(name)].map((one) => one.segment);

/** 김민수 -> 김*수, abigail -> ab***; never the whole name, whatever its length. */
export function maskName(name: string | null, language: 'ko' | 'en'): string {
  const letters = lettersOf((name ?? '').trim());
  if (letters.length === 0) return language === 'ko' ? '손님' : 'Shopper';
  if (letters.length === 1) return '***';
  if (/^[\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+$/u.test(letters.join(''))) {
    if (letters.length === 2) return `${letters[0]}*`;
    return `${letters[0]}${'*'.repeat(Math.min(3, letters.length - 2))}${letters.at(-1)}`;
  }
  const shown = letters.length > 2 ? letters.slice(0, 2) : letters.slice(0, 1);
  return `${shown.join('').trim()}***`;
}

/** The form a handle must be unique in: what looks alike to people is the same. */
export function handleKey(handle: string): string {
  return handle
    .normalize('NFKC')
    .toLocaleLowerCase('und')
    .replace(/[\p{Cf}\p{Mn}\s_.-]/gu, '');
}

/** How others see a shopper: the chosen handle, else the masked name; a guest is called a guest. */
export function publicName(
  shopper: { kind: 'guest' | 'member'; name: string | null; handle: string | null; erased: boolean },
  language: 'ko' | 'en',
): string {
  if (shopper.erased) return language === 'ko' ? '떠난 회원' : 'Former member';
  if (shopper.handle) return shopper.handle;
  if (shopper.kind === 'guest') return language === 'ko' ? '손님' : 'Guest';
  return maskName(shopper.name, language);
}

/** A signed id of rung 2 lives this long. */
export const SIGNED_ID_MS = 10 * 60 * 1000;
/** Clocks of malls and shoppers may be wrong by this much. */
export const CLOCK_SKEW_MS = 60 * 1000;
/** A mall's token may live this long. */
export const TOKEN_LIFE_MS = DAY;
/** A session for a signed id. */
export const SESSION_MS = 12 * 60 * 60 * 1000;
/** A guest of this browser. */
export const GUEST_MS = 400 * DAY;
/** What one shopper may read in a minute: far more than a person turns pages. */
export const READ_PACE = { name: 'read', points: 600, seconds: 60 };
/** How often one may ask who they are. */
export const ME_PACE = { name: 'me', points: 300, seconds: 60 };
/** Guests that one address may become. */
export const GUEST_PACE = { name: 'guests', points: 30, seconds: 600 };
/** Signed ids that are tried from one address: each page view of a mall on rung 2 may bring one. */
export const SIGNED_ID_PACE = { name: 'signed-ids', points: 600, seconds: 600 };
/** Sessions that one shopper may begin. */
export const SESSION_PACE = { name: 'sessions', points: 60, seconds: 600 };
/** Edit codes that may be asked for, or guessed. */
export const CODE_PACE = { name: 'codes', points: 10, seconds: 600 };
/** An edit code opens a guest's things elsewhere, once. */
export const EDIT_CODE_MS = 400 * DAY;

/** Splits `v1.base64url(id).iat.hex(mac)`; undefined when it is not of that form. */
export function parseSignedId(text: string): { id: string; issuedAt: number; mac: string } | undefined {
  const match = /^v1\.([A-Za-z0-9_-]{1,400})\.(\d{10})\.([0-9a-f]{64})$/.exec(text);
  if (!match?.[1] || !match[2] || !match[3]) return undefined;
  const bytes = Buffer.from(match[1], 'base64url');
  // One spelling only: whatever decodes to the same bytes but is written otherwise is refused.
  if (bytes.toString('base64url') !== match[1]) return undefined;
  const id = bytes.toString('utf8');
  if (!Buffer.from(id, 'utf8').equals(bytes)) return undefined;
  return { id, issuedAt: Number(match[2]) * 1000, mac: match[3] };
}

/** The text that the MAC of a signed id is over. */
export const signedIdText = (mallId: string, id: string, issuedAtSeconds: number): string =>
  `dangol-id|v1|${mallId}|${id}|${issuedAtSeconds}`;

/** True when the time of issue is within the life of a signed id, clocks allowed for. */
export function signedIdIsFresh(issuedAt: number, now: number): boolean {
  return issuedAt <= now + CLOCK_SKEW_MS && now <= issuedAt + SIGNED_ID_MS + CLOCK_SKEW_MS;
}

/** What a mall's token must say, after its signature held. */
export interface Claims {
  sub?: unknown;
  aud?: unknown;
  iat?: unknown;
  exp?: unknown;
  nbf?: unknown;
  name?: unknown;
}

const isSeconds = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value) && value > 0 && value < 1e11;

/** @returns the claims in our terms, or why they are refused */
export function checkClaims(
  claims: Claims,
  mallId: string,
  now: number,
):
  | { sub: string; name: string | null; issuedAt: number; until: number }
  | 'token-refused'
  | 'token-expired'
  | 'wrong-mall' {
  const { sub, aud, iat, exp, nbf, name } = claims;
  if (aud !== mallId && !(Array.isArray(aud) && aud.length === 1 && aud[0] === mallId))
    return typeof aud === 'string' || Array.isArray(aud) ? 'wrong-mall' : 'token-refused';
  const id = OutsideId.safeParse(sub);
  if (!id.success) return 'token-refused';
  if (!isSeconds(iat) || !isSeconds(exp)) return 'token-refused';
  if (nbf !== undefined && !isSeconds(nbf)) return 'token-refused';
  const issuedAt = iat * 1000;
  const until = exp * 1000;
  if (until - issuedAt > TOKEN_LIFE_MS || until <= issuedAt) return 'token-refused';
  if (issuedAt > now + CLOCK_SKEW_MS || (isSeconds(nbf) && nbf * 1000 > now + CLOCK_SKEW_MS))
    return 'token-refused';
  if (now > until + CLOCK_SKEW_MS) return 'token-expired';
  const shownName = typeof name === 'string' && name.length <= 100 ? cleanLine(name) : '';
  return { sub: id.data, name: shownName || null, issuedAt, until };
}

/**
 * True when an object of this JSON names one key twice. Readers differ on which of the two counts, so that a backend that
 * pastes its tokens together could be made to sign something else than it means.
 */
export function repeatsKey(json: string): boolean {
  const open: (Set<string> | null)[] = [];
  // Every string with the colon that makes it a key, and every bracket; whatever else there is tells nothing.
  for (const [token, text, colon] of json.matchAll(/("(?:[^"\\]|\\.)*")\s*(:)?|[{}[\]]/g)) {
    if (token === '{') open.push(new Set());
    else if (token === '[') open.push(null);
    else if (token === '}' || token === ']') open.pop();
    else if (text && colon) {
      const keys = open.at(-1);
      const key = JSON.parse(text) as string;
      if (keys?.has(key)) return true;
      keys?.add(key);
    }
  }
  return false;
}
