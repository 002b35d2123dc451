import type { Personal } from '../../base/db/tables.ts';

/** One member follows the blog of another, or asks to. */
export interface NeighbourRow {
  mall_id: string;
  follower_id: string;
  followed_id: string;
  state: 'asked' | 'follows';
  at: number;
}

declare module '../../base/db/tables.ts' {
  interface Tables {
    neighbours: NeighbourRow;
  }
}

export const personal = {
  // Both sides are somebody's: erasure goes through the neighbours' own store, which takes away those of either side.
  neighbours: { owner: 'follower_id', exports: ['state', 'at'], erase: 'delete' },
} satisfies Personal;
