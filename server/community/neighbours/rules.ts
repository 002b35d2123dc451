import type { MyNeighbourhood, NeighbourState } from './contract.ts';

/** Blogs that one member may follow, or ask to. */
export const MOST_FOLLOWED = 1000;

/** What the row of one following another says. */
export type Standing = Exclude<NeighbourState, 'none'> | undefined;

/**
 * What a member becomes who wants to follow another.
 *
 * @param asks the other wants to be asked
 * @returns undefined: nothing changes
 */
export function wanted(now: Standing, asks: boolean): Exclude<NeighbourState, 'none'> | undefined {
  if (now === 'follows') return undefined;
  const next = asks ? 'asked' : 'follows';
  return next === now ? undefined : next;
}

/** How much the number of those who follow moves. */
export const moved = (before: Standing, after: Standing): number =>
  Number(after === 'follows') - Number(before === 'follows');

export const neighbourhood = (mine: boolean, state: Standing, theirs: Standing): MyNeighbourhood => ({
  mine,
  state: state ?? 'none',
  theirs: theirs ?? 'none',
});
