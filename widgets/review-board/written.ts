import type { LaterKind, Review } from '../../server/community/reviews/contract.ts';
import type { PublicMall } from '../../server/mall/malls/contract.ts';
import type { Words } from '../core/words.ts';
import { lengthOf } from '../parts/length-counter.ts';

/** A photo that the service has already. */
export interface KeptPhoto {
  id: string;
  alt: string;
  small: string;
  /** When it was sent; nothing for one that hangs on a review already. */
  at?: number | undefined;
}

/** A photo that hangs on nothing is let go by the service after a day. */
const WAITS_MS = 23 * 3_600_000;

/** What can still be posted of a draft: photos that have waited too long are gone. */
export function withLivePhotos(written: Written): Written {
  return { ...written, photos: written.photos.filter(({ at }) => !at || Date.now() - at < WAITS_MS) };
}

/** What is being written, as it is kept in the browser until it is posted. */
export interface Written {
  stars: number;
  title: string;
  text: string;
  options: Record<string, string>;
  attributes: Record<string, string>;
  photos: KeptPhoto[];
  /** What a later review tells, once it is chosen; only one has it. */
  later?: LaterKind | null;
}

const TITLE_MAX = 100;

/** What a form begins with: a review to edit, or nothing but the options that the mall knows were bought. */
export function writtenIn(review: Review | undefined, bought: Record<string, string> = {}): Written {
  if (!review) return { stars: 0, title: '', text: '', options: { ...bought }, attributes: {}, photos: [] };
  const { stars, title, text } = review;
  return {
    stars,
    title,
    text,
    options: Object.fromEntries(review.options.map(({ name, value }) => [name, value])),
    attributes: Object.fromEntries(review.attributes.map(({ key, value }) => [key, value])),
    photos: review.photos.map(({ id, alt, small }) => ({ id, alt, small })),
  };
}

/** What is wrong with each field, in words. What is only missing is said once somebody has tried to post. */
export function wrongIn(
  { stars, title, text, later }: Written,
  { reviewTextMin: min, reviewTextMax: max }: PublicMall['limits'],
  hasTried: boolean,
  words: Words,
): { stars: string; title: string; text: string; later: string } {
  const length = lengthOf(text.trim());
  const tooLong = (count: number) => words.t('textLong', { count });
  return {
    later: hasTried && later === null ? words.t('laterMissing') : '',
    stars: hasTried && !stars ? words.t('starsMissing') : '',
    title: lengthOf(title.trim()) > TITLE_MAX ? tooLong(TITLE_MAX) : '',
    text:
      length > max
        ? tooLong(max)
        : hasTried && length < min
          ? length
            ? words.t('textShort', { count: min })
            : words.t('textMissing')
          : '',
  };
}
