import { DAY } from '../../base/clock.ts';
import type { MallSettings } from '../../mall/malls/contract.ts';
import type { Sort } from './contract.ts';

/** z of a two-sided 95 % interval. */
export const Z95 = 1.959963984540054;

/**
 * Wilson's lower bound: how helpful a thing is at least, judged by `yes` of `yes + no` votes (weights allowed). Zero
 * without votes. Source: E. B. Wilson, JASA 22 (1927).
 *
 * @returns 0 to 1
 */
export function wilsonLowerBound(yes: number, no: number, z = Z95): number {
  const n = yes + no;
  if (n <= 0) return 0;
  const share = yes / n;
  const zz = z * z;
  const middle = share + zz / (2 * n);
  const spread = z * Math.sqrt((share * (1 - share) + zz / (4 * n)) / n);
  return Math.max(0, (middle - spread) / (1 + zz / n));
}

/** Vote weights and sums of them are whole hundredths. */
export const WEIGHT_ONE = 100;

/** The stored sort key of "helpful": Wilson's bound in billionths. */
export function rankHelpful(weightYes: number, weightNo: number): number {
  return Math.round(wilsonLowerBound(weightYes / WEIGHT_ONE, weightNo / WEIGHT_ONE) * 1e9);
}

/** A review is fresh this long, or until this many votes' weight has judged it. */
export const FRESH_MS = 14 * DAY;
export const FRESH_WEIGHT = 5 * WEIGHT_ONE;
/** In the helpful order, this place of each so many is kept for a fresh review. */
export const FRESH_EVERY = 4;

/** Until when a review may take a place kept for fresh ones; 0: no longer. */
export function freshUntil(createdAt: number, weightYes: number, weightNo: number): number {
  return weightYes + weightNo >= FRESH_WEIGHT ? 0 : createdAt + FRESH_MS;
}

/**
 * Merges the judged and the fresh into one page: every {@link FRESH_EVERY}th place goes to a fresh one while there are
 * any; where one of the two runs out, the other fills up.
 *
 * @param place how many places the pages before took
 * @returns the items of the page, and how many of each list were used
 */
export function interleave<T>(
  judged: readonly T[],
  fresh: readonly T[],
  place: number,
  limit: number,
): { items: T[]; judged: number; fresh: number } {
  const items: T[] = [];
  let j = 0;
  let f = 0;
  while (items.length < limit && (j < judged.length || f < fresh.length)) {
    const wantsFresh = (place + items.length) % FRESH_EVERY === FRESH_EVERY - 1;
    const takeFresh = f < fresh.length && (wantsFresh || j >= judged.length);
    items.push((takeFresh ? fresh[f++] : judged[j++]) as T);
  }
  return { items, judged: j, fresh: f };
}

/** What decides whether two texts are "the same": letters and digits alone, in one form. */
export function comparableText(text: string): string {
  const letters = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{Extended_Pictographic}]+/gu, '');
  return letters || text.trim();
}

/** Facets of a review, for filters and counts: `option:색상:블루`, `attribute:fit:slim`. */
export function facetsOf(
  options: Readonly<Record<string, string>>,
  attributes: Readonly<Record<string, string>>,
): string[] {
  return [
    ...Object.keys(options).map((name) => `option:${name.replaceAll(':', ' ')}:${options[name]}`),
    ...Object.keys(attributes).map((key) => `attribute:${key}:${attributes[key]}`),
  ];
}

/** An option of a product and its values, as the mall states them. */
export interface StatedOption {
  name: string;
  values: readonly string[];
}

/** The options that the mall stated, or that one of the `known` sets holds; what somebody made up is left out. */
export function keptOptions(
  options: Readonly<Record<string, string>>,
  stated: readonly StatedOption[],
  known: readonly Readonly<Record<string, string>>[],
): Record<string, string> {
  const isKnown = (name: string, value: string) =>
    stated.some((one) => one.name === name && one.values.includes(value)) ||
    known.some((one) => Object.hasOwn(one, name) && one[name] === value);
  return Object.fromEntries(Object.entries(options).filter(([name, value]) => isKnown(name, value)));
}

/** The facets that a product's options can come to. */
export function facetsOfStated(stated: readonly StatedOption[]): string[] {
  return [
    ...new Set(
      stated.flatMap(({ name, values }) => values.flatMap((value) => facetsOf({ [name]: value }, {}))),
    ),
  ];
}

/** @returns the paths of values that the mall's definitions and limits do not allow */
export function refusedInputs(
  review: { text: string; attributes: Readonly<Record<string, string>>; photos: readonly string[] },
  textLength: number,
  settings: Pick<MallSettings, 'attributes' | 'limits'>,
): { path: string; message: string }[] {
  const fields: { path: string; message: string }[] = [];
  const { reviewTextMin, reviewTextMax, photosPerReview } = settings.limits;
  if (textLength < reviewTextMin)
    fields.push({ path: 'text', message: `at least ${reviewTextMin} characters` });
  if (textLength > reviewTextMax)
    fields.push({ path: 'text', message: `at most ${reviewTextMax} characters` });
  if (review.photos.length > photosPerReview)
    fields.push({ path: 'photos', message: `at most ${photosPerReview} photos` });
  for (const key of Object.keys(review.attributes)) {
    const definition = settings.attributes.find((one) => one.key === key);
    if (!definition) fields.push({ path: `attributes.${key}`, message: 'not an attribute of this mall' });
    else if (!definition.values.some((value) => value.key === review.attributes[key]))
      fields.push({ path: `attributes.${key}`, message: 'not a value of this attribute' });
  }
  return fields;
}

/** The columns of a review's place in the summary of its product. */
export interface Counted {
  stars: number;
  withPhoto: boolean;
  bought: boolean;
}
export type StatColumn =
  | 'count'
  | 'stars_1'
  | 'stars_2'
  | 'stars_3'
  | 'stars_4'
  | 'stars_5'
  | 'with_photo'
  | 'bought';
export type StatDelta = Partial<Record<StatColumn, number>>;

/** How the summary moves when a review goes from one state to another; null: it is not shown. */
export function statDelta(before: Counted | null, after: Counted | null): StatDelta {
  const delta: Record<string, number> = {};
  const add = (column: StatColumn, by: number) => {
    delta[column] = (delta[column] ?? 0) + by;
  };
  const count = (one: Counted, by: number) => {
    add('count', by);
    add(`stars_${one.stars}` as StatColumn, by);
    if (one.withPhoto) add('with_photo', by);
    if (one.bought) add('bought', by);
  };
  if (before) count(before, -1);
  if (after) count(after, 1);
  for (const column of Object.keys(delta)) if (delta[column] === 0) delete delta[column];
  return delta as StatDelta;
}

/** Plain mean of the stars, two decimals; null without reviews. */
export function meanOf(histogram: readonly number[]): number | null {
  let count = 0;
  let sum = 0;
  histogram.forEach((one, index) => {
    count += one;
    sum += one * (index + 1);
  });
  return count === 0 ? null : Math.round((sum / count) * 100) / 100;
}

/** What each vote transition does: `yes to no` and so on. */
export function voteDelta(
  before: { helpful: boolean; weight: number } | null,
  after: { helpful: boolean; weight: number } | null,
): { weightYes: number; weightNo: number; votersYes: number } {
  const side = (vote: typeof before, helpful: boolean) =>
    vote && vote.helpful === helpful ? vote.weight : 0;
  const voter = (vote: typeof before) => (vote?.helpful && vote.weight > 0 ? 1 : 0);
  return {
    weightYes: side(after, true) - side(before, true),
    weightNo: side(after, false) - side(before, false),
    votersYes: voter(after) - voter(before),
  };
}

/** What a cursor of each order must hold. */
export const CURSOR_SHAPE: Record<Sort, readonly ('string' | 'number')[]> = {
  // anchor, place, judged: rank, bought, created, id; fresh: created, id
  helpful: ['number', 'number', 'number', 'number', 'number', 'string', 'number', 'string'],
  newest: ['number', 'string'],
  highest: ['number', 'number', 'string'],
  lowest: ['number', 'number', 'string'],
};
