/**
 * What a search in reviews goes by: which words of a text are filed, and what a query looks up among them. Pure.
 *
 * Every look-up is the range of words that begin with something, so a word is found by each of its beginnings. Korean
 * words take particles and endings at their end and stand together as their writer likes, hence:
 * - a Korean word is filed with those of its ends that a search may begin with ("빠른배송이" also as "배송이");
 * - a query loses its own particles and endings ("색상은" looks up "색상"), and one that is long enough is also looked
 *   up in pieces ("무료배송" finds "무료 배송");
 * - a word of one syllable is filed together with its neighbour ("재 구매" also as "재구매").
 */

import { FIRST_SYLLABLE, isSyllable, LAST_SYLLABLE, leans, mayBegin } from './words-korean.ts';

/** Moves whenever other words are filed for the same text: older reviews are then filed anew, by and by. */
export const WORDS_VERSION = 1;
/** Words filed of one review, from its beginning on: what an uncommonly long text says after those is not searched. */
export const MOST_WORDS = 400;
/** Longer words are filed by their beginning. */
export const LONGEST = { spaced: 24, hangul: 10, dense: 10 };
/** `hangul`; `dense`: writing without spaces, such as Japanese; `spaced`: the rest, digits among them. */
export type Kind = 'hangul' | 'dense' | 'spaced';

/** A run of letters and digits of one kind. */
export interface Token {
  kind: Kind;
  /** Folded characters. */
  units: string[];
  /** Where each of them begins and ends in the text as it was written. */
  from: number[];
  to: number[];
}

/** One case, no accents, one width. */
function fold(char: string): string {
  if (isSyllable(char)) return char;
  if (char < '\u0080') return char.toLowerCase();
  // Upper case first: it writes the German sharp s out.
  return char
    .normalize('NFKD')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .normalize('NFC');
}

const SCRIPTS_WITHOUT_SPACES =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー]/u;
/** Parts of syllables that stand alone: laughter and tears, or a syllable that is still being typed. */
const JAMO = /[\u1100-\u11ff\u3130-\u318f]/;

function kindOf(unit: string): Kind | 'jamo' | null {
  if (isSyllable(unit)) return 'hangul';
  if (/[a-z0-9]/.test(unit)) return 'spaced';
  if (unit < '\u0080') return null;
  if (JAMO.test(unit)) return 'jamo';
  if (!/[\p{L}\p{N}]/u.test(unit)) return null;
  return SCRIPTS_WITHOUT_SPACES.test(unit) ? 'dense' : 'spaced';
}

const APOSTROPHE = /['\u2019]/;

/** What needs no second look: a syllable, or a sign that ends a word whatever comes around it. */
function plainKind(code: number): 'hangul' | 'end' | undefined {
  if (code >= FIRST_SYLLABLE && code <= LAST_SYLLABLE) return 'hangul';
  return code === SPACE || code === FULL_STOP || code === EXCLAMATION ? 'end' : undefined;
}
const [SPACE, FULL_STOP, EXCLAMATION] = [0x20, 0x2e, 0x21];

/** The tokens of a text, in their order. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let open: Token | undefined;
  for (let at = 0; at < text.length; ) {
    // Nearly all of a Korean text is syllables and what ends a word: they are known by their code alone.
    const plain = plainKind(text.charCodeAt(at));
    if (plain === 'hangul') {
      if (open?.kind !== plain) {
        open = { kind: plain, units: [], from: [], to: [] };
        tokens.push(open);
      }
      open.units.push(text[at]!);
      open.from.push(at);
      open.to.push(++at);
      continue;
    }
    if (plain === 'end') {
      open = undefined;
      at++;
      continue;
    }
    const char = String.fromCodePoint(text.codePointAt(at)!);
    const end = at + char.length;
    const folded = [...fold(char)];
    // One character may be several: a sign for "(주)", a quarter.
    const units = folded.filter((unit) => kindOf(unit) !== null);
    const kind = units.length > 0 ? kindOf(units[0]!) : null;
    const rest = text.slice(end, end + 4);
    if (kind !== null && kind !== 'jamo') {
      if (open?.kind !== kind) {
        open = { kind, units: [], from: [], to: [] };
        tokens.push(open);
      }
      for (const unit of units) {
        open.units.push(unit);
        open.from.push(at);
        open.to.push(end);
      }
    } else if (open && folded.length === 0) {
      // An accent that is a character of its own belongs to the letter before it.
      open.to[open.to.length - 1] = end;
    } else if (open?.kind === 'spaced' && APOSTROPHE.test(char) && /^s(?![\p{L}\p{N}])/iu.test(rest)) {
      // "women's" is "women".
      open = undefined;
      at = end + 1;
      continue;
    } else if (
      open?.kind !== 'spaced' ||
      !((APOSTROPHE.test(char) && /^[a-z]/i.test(rest)) || (char === ',' && /^\d{3}(?!\d)/.test(rest)))
    ) {
      open = undefined;
    }
    at = end;
  }
  return tokens;
}

/** Words that English texts are full of and nobody looks for. */
const STOP_WORDS = new Set(
  'a an and are as at be been but by did do for from had has have i if in is it its me my of on or so than that the their them then there these they this to too was we were will with you your'.split(
    ' ',
  ),
);
export const isStopWord = (token: Token): boolean =>
  token.kind === 'spaced' && STOP_WORDS.has(token.units.join(''));

/** Where in the token a search may begin. */
export function startsOf({ kind, units }: Token): number[] {
  const starts = [0];
  for (let at = 1; at < units.length; at++) {
    const unit = units[at]!;
    if (kind === 'spaced') {
      // "5kg" is also looked for by "kg".
      if (/\d/.test(unit) !== /\d/.test(units[at - 1]!)) starts.push(at);
    } else if (at <= units.length - 2 && (kind === 'dense' || mayBegin(units, at))) starts.push(at);
  }
  return starts;
}

/**
 * Words are filed as digits. Both databases compare texts, but PostgreSQL does so by the collation of whoever made it:
 * there "aa" may come after "z", an accent or case may weigh nothing, and the words that begin with something may lie
 * in no one range. No language orders digits in another way, and none takes two of them for one letter. Each character
 * has a code of its own length, told by its first digit, so that the codes of two words begin alike exactly where the
 * words do: 10-45 the digits and a to z, 50000-61171 the Korean syllables in their order, 9 and seven digits all else.
 */
export function codeOf(unit: string): number {
  const point = unit.codePointAt(0)!;
  if (point >= 0x30 && point <= 0x39) return 10 + point - 0x30;
  if (point >= 0x61 && point <= 0x7a) return 20 + point - 0x61;
  if (isSyllable(unit)) return 50_000 + point - FIRST_SYLLABLE;
  return 90_000_000 + point;
}
export const encode = (units: readonly string[]): string =>
  units.map((unit) => String(codeOf(unit))).join('');

/** Something that is filed of a text, and where it stands there. */
export interface Entry {
  word: string;
  token: Token;
  at: number;
  /** Of two words filed as one: what is shorter than this is found in the first of them. */
  least: number;
}

/** All that is filed of a text. */
export function* entriesOf(text: string): Generator<Entry> {
  let before: Token | undefined;
  for (const token of tokenize(text)) {
    if (before && joins(before, token, text)) {
      const both: Token = {
        kind: 'hangul',
        units: [...before.units, ...token.units],
        from: [...before.from, ...token.from],
        to: [...before.to, ...token.to],
      };
      yield entry(both, 0, before.units.length + 1);
    }
    before = token;
    if (isStopWord(token)) continue;
    for (const at of startsOf(token)) yield entry(token, at);
  }
}

const entry = (token: Token, at: number, least = 1): Entry => ({
  word: encode(token.units.slice(at, at + LONGEST[token.kind])),
  token,
  at,
  least,
});

/** Neighbours of which one is a single syllable: some write them as one word. */
const joins = (left: Token, right: Token, text: string): boolean =>
  left.kind === 'hangul' &&
  right.kind === 'hangul' &&
  (left.units.length === 1 || right.units.length === 1 || leans(right.units)) &&
  /^ {1,2}$/.test(text.slice(left.to.at(-1), right.from[0]));

/** The words that are filed for a review's texts: its title, its text, those of its later ones. */
export function wordsOf(texts: readonly string[]): string[] {
  const words = new Set<string>();
  for (const text of texts)
    for (const { word } of entriesOf(text)) {
      if (words.size >= MOST_WORDS) break;
      words.add(word);
    }
  // Who looks for the beginning of a word finds the word: a beginning that is filed itself adds nothing.
  const sorted = [...words].sort();
  return sorted.filter((word, index) => !sorted[index + 1]?.startsWith(word));
}
