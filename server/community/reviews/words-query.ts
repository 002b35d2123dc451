import {
  codeOf,
  type Entry,
  encode,
  entriesOf,
  isStopWord,
  type Kind,
  LONGEST,
  startsOf,
  type Token,
  tokenize,
} from './words.ts';
import { FINALS, finalOf, withoutTails } from './words-korean.ts';

/** Terms of a query that are looked up, and look-ups in all: what a reader types needs less. */
const MOST_TERMS = 10;
const MOST_LOOKS = 40;
/** Parts of a term such as "5kg". */
const MOST_CUTS = 4;

/** All words from one on and before another. */
export interface Look {
  from: string;
  before: string;
  /** How many characters of the word are what was looked for. */
  length: number;
}
/** What a review must have to be found. */
export type Wanted = { look: Look } | { all: Wanted[] } | { any: Wanted[] };

/** True when a review has what is wanted, by the words that are filed of it. */
export function hasWords(words: readonly string[], wanted: Wanted): boolean {
  if ('all' in wanted) return wanted.all.every((one) => hasWords(words, one));
  if ('any' in wanted) return wanted.any.some((one) => hasWords(words, one));
  const { from, before } = wanted.look;
  return words.some((word) => word >= from && word < before);
}

/** The words that begin so; with `ending`, an open last syllable may close ("빠르" finds "빠른"). */
function beginning(units: readonly string[], kind: Kind, ending: boolean): Wanted {
  const kept = units.slice(0, LONGEST[kind]);
  const last = kept.at(-1)!;
  const closes = ending && kind === 'hangul' && kept.length > 1 && finalOf(last) === 0;
  const head = encode(kept.slice(0, -1));
  const code = codeOf(last);
  return {
    look: { from: `${head}${code}`, before: `${head}${code + (closes ? FINALS : 1)}`, length: kept.length },
  };
}

const any = (wanted: Wanted[]): Wanted => (wanted.length === 1 ? wanted[0]! : { any: wanted });
const all = (wanted: Wanted[]): Wanted => (wanted.length === 1 ? wanted[0]! : { all: wanted });

/** A Korean word as it is, or in two or three pieces of two syllables and more. */
function inPieces(units: readonly string[], pieces: number, room: { looks: number }): Wanted {
  const ways = [beginning(withoutTails(units), 'hangul', true)];
  room.looks--;
  if (pieces > 1)
    for (let cut = 2; cut <= units.length - 2 && room.looks > 0; cut++) {
      room.looks--;
      ways.push(
        all([beginning(units.slice(0, cut), 'hangul', false), inPieces(units.slice(cut), pieces - 1, room)]),
      );
    }
  return any(ways);
}

/** A word with the usual plural and without. */
function singulars(word: string): string[] {
  if (word.length < 4 || !/^[a-z]+$/.test(word)) return [word];
  if (/[^aeiou]ies$/.test(word)) return [word.slice(0, -1), `${word.slice(0, -3)}y`];
  if (/(?:ss|x|ch|sh|zz)es$/.test(word)) return [word.slice(0, -2)];
  if (/[^sui]s$/.test(word)) return [word.slice(0, -1)];
  if (/[^aeiou]y$/.test(word)) return [word, `${word.slice(0, -1)}ie`];
  return [word];
}

function wantedOf(token: Token, room: { looks: number }): Wanted {
  const { kind, units } = token;
  if (kind === 'hangul') {
    const kept = units.slice(0, LONGEST.hangul);
    return inPieces(kept, kept.length < 6 ? 2 : 3, room);
  }
  const whole = kind === 'spaced' ? singulars(units.join('')) : [units.join('')];
  const ways = whole.map((word) => beginning([...word], kind, false));
  const cuts = kind === 'spaced' ? startsOf(token) : [0];
  if (cuts.length > 1 && cuts.length <= MOST_CUTS)
    ways.push(all(cuts.map((from, index) => beginning(units.slice(from, cuts[index + 1]), kind, false))));
  room.looks -= cuts.length + 1;
  return any(ways);
}

/** The terms with those of one syllable put to their neighbours: "배 송" is meant as "배송". */
function joined(terms: readonly Token[]): Token[] {
  const list: Token[] = [];
  for (const term of terms) {
    const last = list.at(-1);
    if (
      last?.kind === 'hangul' &&
      term.kind === 'hangul' &&
      (last.units.length === 1 || term.units.length === 1)
    )
      list[list.length - 1] = { ...last, units: [...last.units, ...term.units] };
    else list.push(term);
  }
  return list;
}

/** What a query asks for; null when nothing is left of it that could be looked up. */
export function wantedBy(query: string): Wanted | null {
  const tokens = tokenize(query);
  // What is only such words may be the beginning of another ("the" of "thermos").
  const telling = tokens.filter((token) => !isStopWord(token));
  const terms = (telling.length > 0 ? telling : tokens).slice(0, MOST_TERMS);
  if (terms.length === 0) return null;
  const room = { looks: MOST_LOOKS };
  const asWritten = all(terms.map((term) => wantedOf(term, room)));
  const together = joined(terms);
  if (together.length === terms.length || room.looks <= 0) return asWritten;
  return any([all(together.map((term) => wantedOf(term, room))), asWritten]);
}

/** How many parts of one review are marked. */
const MOST_FOUND = 30;

/** Whether texts have what is wanted, and the parts of them that say so, as they stand there. */
export function foundIn(texts: readonly string[], wanted: Wanted): string[] | null {
  const entries = texts.flatMap((text) => [...entriesOf(text)].map((one) => ({ ...one, text })));
  const find = (one: Wanted): string[] | null => {
    if ('look' in one) {
      const { from, before, length } = one.look;
      const hits = entries.filter(({ word, least }) => word >= from && word < before && length >= least);
      return hits.length === 0 ? null : hits.map((hit) => partOf(hit, length));
    }
    if ('any' in one) {
      for (const way of one.any) {
        const parts = find(way);
        if (parts) return parts;
      }
      return null;
    }
    const parts = one.all.map(find);
    return parts.every((part) => part !== null) ? parts.flat() : null;
  };
  const parts = find(wanted);
  return parts && [...new Set(parts)].slice(0, MOST_FOUND);
}

/** Of a Korean word what was looked for, of others the whole word; one syllable alone would be marked in every other word. */
function partOf({ token, at, text }: Entry & { text: string }, length: number): string {
  const last = token.kind === 'spaced' || length === 1 ? token.units.length - 1 : at + length - 1;
  return text.slice(token.from[at], token.to[last]);
}
