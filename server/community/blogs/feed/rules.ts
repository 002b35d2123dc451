import { DAY } from '../../../base/clock.ts';

/** What a feed holds, in the order in which things of one moment stand in it. */
export const FEED_KINDS = ['story', 'purchase', 'wish'] as const;
export type FeedKind = (typeof FEED_KINDS)[number];

/** Where something stands in a feed: newest first, then by kind, then by its own key, the largest first. */
export interface Place {
  at: number;
  kind: FeedKind;
  key: string;
}
const rank = (kind: FeedKind) => FEED_KINDS.indexOf(kind);

/**
 * What of one kind comes after a place: all before a moment, and of that moment none, all, or what is below a key.
 *
 * @param after undefined: from the newest on
 */
export function following(
  kind: FeedKind,
  after: Place | undefined,
): { at: number; key: string | 'all' | 'none' } {
  if (!after) return { at: Number.MAX_SAFE_INTEGER, key: 'none' };
  const by = rank(kind) - rank(after.kind);
  return { at: after.at, key: by === 0 ? after.key : by > 0 ? 'all' : 'none' };
}

/** Several lists, each in order, become one. */
export function merged<T extends Place>(lists: readonly (readonly T[])[], limit: number): T[] {
  const all = lists.flat();
  // Within a kind the order is what the database says: it stays, since sorting keeps what is equal as it is.
  return all.toSorted((a, b) => b.at - a.at || rank(a.kind) - rank(b.kind)).slice(0, limit);
}

/**
 * How far back is looked, further and further until there is enough: where neighbours do much only the newest of it is
 * read, and where they do little all of it is not much.
 */
export const SPANS: readonly number[] = [14 * DAY, 112 * DAY, Number.POSITIVE_INFINITY];

/** The moment from which on is looked, for one of the spans. */
export const since = (span: number, from: number): number =>
  Number.isFinite(span) ? Math.max(0, from - span) : 0;
