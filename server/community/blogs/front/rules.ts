/** What happened around a story in the days that are counted. */
export interface StoryFacts {
  /** Members who gave it a heart. */
  hearts: number;
  /** Others than its author who wrote under it, each once, however much they wrote. */
  voices: number;
  /** Visitors of its blog, whichever story they came for. */
  visits: number;
}

/**
 * How good a story is. A heart says that a reader liked this very story and weighs most; somebody who writes under it has
 * at least something to say; visitors belong to the blog as a whole and to every story in it alike, so that only the root
 * of their number counts: a blog that all the world visits must not take every place with whatever it writes.
 */
export const storyScore = ({ hearts, voices, visits }: StoryFacts): number =>
  3 * hearts + 2 * voices + Math.sqrt(visits);

/**
 * How good a blog is: who came in these days, and, twice, who decided to come again. Neighbours are all there are, not
 * those of these days: they do not decide every week.
 */
export const blogScore = ({ visits, neighbours }: { visits: number; neighbours: number }): number =>
  visits + 2 * neighbours;

/** Pinned ones first, the last pinned before all others; then the best, and of equals the newer one. */
export function inOrder<T extends { pinnedAt: number | null; score: number; at: number; id: string }>(
  all: readonly T[],
): T[] {
  return all.toSorted(
    (a, b) =>
      (b.pinnedAt ?? -1) - (a.pinnedAt ?? -1) ||
      b.score - a.score ||
      b.at - a.at ||
      (a.id < b.id ? 1 : a.id > b.id ? -1 : 0),
  );
}

/** Things of a kind that a mall may pin. */
export const MOST_PINS = 50;
