/**
 * What a generated mall is made by. "Measured" are numbers that were counted in public data sets of real shops and
 * communities, named with each; what no such data tells is "assumed". Every member is generated from their own number, so
 * that the same mall comes out each time, in whatever pieces it is made.
 */

/** Where a value stands among all: at most so high for so many of a thousand. */
export type Quantiles = readonly (readonly [perMille: number, value: number])[];

/** Measured: orders of a customer (CDNOW, 11,688 customers of a record shop, 18 months): half order once, the mean is 3. */
export const ORDERS: Quantiles = [
  [502, 1],
  [676, 2],
  [770, 3],
  [831, 4],
  [873, 5],
  [902, 6],
  [990, 20],
  [1000, 217],
];
/** Measured: lines of an order (Olist, 10,378 orders, 11,779 lines). */
export const FURTHER_LINE = 0.135;
/** Measured: spread (of the logarithm) of what an order costs (CDNOW). */
export const AMOUNT_SPREAD = 0.73;
/** Measured: a fifth of the customers holds 76 % of the revenue (UCI Online Retail); this spread between them makes it so. */
export const CUSTOMER_SPREAD = 0.7;
/** Measured: invoices that are cancelled (UCI Online Retail). */
export const CANCELLED = 0.17;
/** Measured: a fifth of 3,243 products holds 64 % of the order lines, the first one 0.5 % of them (UCI Online Retail). */
export const PRODUCT_SHARE = 0.64;

/** Measured: half of the reviews come within 13 days of the order (Olist); 5 % before anything was delivered. */
export const DAYS_TO_REVIEW = 13;
/** Measured: stars (Korean fashion reviews: 88 % have five). */
export const STARS: Quantiles = [
  [10, 1],
  [20, 2],
  [40, 3],
  [120, 4],
  [1000, 5],
];
/** Measured: reviews that get any vote: 29 % and 57 % at two shops (11 to 57 % over five sets of data). */
export const VOTED = 0.43;
/** Measured: votes of a review that gets any: median 2, a tenth more than 8, one in a hundred more than 50, at most 259. */
export const VOTES: Quantiles = [
  [350, 1],
  [500, 2],
  [900, 8],
  [990, 50],
  [1000, 259],
];
/** Measured: votes that say "helpful": 77 % and 86 %. */
export const HELPFUL = 0.8;

/** Measured: how much people do of their own accord for others (Bitcoin OTC, 4,814 people): median 2, a tenth more than 14. */
export const DEEDS: Quantiles = [
  [420, 1],
  [500, 2],
  [900, 14],
  [990, 84],
  [1000, 763],
];
/** Measured: the fifth that others turn to most gets 74 % of it (Bitcoin OTC, 5,858 people). */
export const POPULAR_SHARE = 0.74;

/** Assumed: what no data at hand tells. */
export const ASSUMED = {
  /** Members for each product. */
  membersPerProduct: 20,
  /** Kept lines that are reviewed. */
  reviewed: 0.2,
  reviewWithPhoto: 0.15,
  /** Members who wish anything, by {@link DEEDS}, and those of them whose list is public. */
  wishing: 0.5,
  publicList: 0.6,
  /** Members who show what they bought: nobody does beforehand. */
  showing: 0.05,
  /** Members who write stories, and who follow others, by {@link DEEDS} both. */
  writing: 0.15,
  following: 0.3,
  /** Stories that others have hearts for, by {@link VOTES}. */
  hearted: 0.43,
  /** Members whose blog was dressed. */
  dressed: 0.4,
  /** Days of the last month on which the blog of somebody who writes was visited. */
  daysVisited: 5,
} as const;

/** Said before the figures: what is real about the data, and what is not. */
export const ABOUT = [
  'generated data, nobody real. Measured elsewhere and followed here: orders of a customer (CDNOW), lines of an order and',
  'days from order to review (Olist), 17 % cancelled, 20 % of customers with 76 % of revenue and of products with 64 % of',
  'lines (UCI Online Retail), stars (Korean fashion reviews), votes (fine foods, instruments), what people do for others',
  'and whom they turn to (Bitcoin OTC: stories, wishes, neighbours). Assumed: 20 members to a product, a fifth of kept',
  'lines reviewed, half of the members wish, 60 % of lists public, 5 % show purchases, 15 % write, 30 % follow.',
  'Not generated: points, reputation, clubs, files of pictures.',
] as const;

/** Numbers between 0 and 1 that follow from a seed (Mulberry32). */
export function chance(seed: number): () => number {
  let state = Math.imul(seed ^ (seed >>> 16), 0x45d9f3b) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The value at this share; between two that are known it grows by the same factor. */
export function drawn(quantiles: Quantiles, share: number): number {
  const mille = share * 1000;
  let [from, low] = [0, quantiles[0]?.[1] ?? 0];
  for (const [to, high] of quantiles) {
    if (mille <= to)
      return Math.round(to === from ? high : low * (high / low) ** ((mille - from) / (to - from)));
    [from, low] = [to, high];
  }
  return low;
}

/** A number around 0 whose spread is 1 (Box and Muller). */
export const normal = (next: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());

/** The first hundredth of them is liked alike: else one alone would take a tenth of all. */
const HEAD = 0.01;

/**
 * One of so many, of which the first fifth gets this share of all.
 *
 * @returns 0 (liked most) to count - 1
 */
export function popular(count: number, share: number, next: () => number): number {
  const at = count * next() ** (Math.log(0.2) / Math.log(share));
  const head = Math.max(1, Math.round(count * HEAD));
  return Math.floor(at < head ? next() * head : at);
}

const LETTERS = '0123456789abcdefghijklmnopqrstuv';
const PAIRS = Array.from({ length: 1024 }, (_, at) => `${LETTERS.charAt(at >> 5)}${LETTERS.charAt(at & 31)}`);

/** An id like those of the service, lying anywhere among the others, that follows from what it is of. */
export function idOf(kind: number, number: number, further = 0): string {
  let a = Math.imul(number + 1, 0x9e3779b1) ^ Math.imul(kind + 1, 0x85ebca6b);
  let b = Math.imul(further + 1, 0xc2b2ae35) ^ Math.imul(number ^ 0x27d4eb2f, 0x165667b1);
  let id = '';
  for (let part = 0; part < 4; part++) {
    a = Math.imul(a ^ (a >>> 16), 0x7feb352d) + b;
    a = Math.imul(a ^ (a >>> 15), 0x846ca68b);
    b = Math.imul(b ^ (b >>> 13), 0x5bd1e995) ^ a;
    const bits = (a ^ (b >>> 11)) >>> 0;
    id += `${PAIRS[bits & 1023]}${PAIRS[(bits >>> 10) & 1023]}${PAIRS[(bits >>> 20) & 1023]}`;
  }
  return id + LETTERS.charAt((a ^ b) & 31);
}
