import type { Personal } from '../../base/db/tables.ts';

export interface PhotoRow {
  mall_id: string;
  photo_id: string;
  shopper_id: string;
  /** What it hangs on (`review`, its id, its place), or nulls while it waits for its text. */
  owner_kind: string | null;
  owner_id: string | null;
  place: number;
  alt: string;
  width: number;
  height: number;
  /** Names of the files; random, never reused. */
  small_file: string;
  large_file: string;
  bytes: number;
  /** Digest of the upload: an upload that is tried again is the same photo. */
  source_digest: string;
  hidden: number;
  created_at: number;
}

declare module '../../base/db/tables.ts' {
  interface Tables {
    photos: PhotoRow;
  }
}

export const personal = {
  photos: {
    owner: 'shopper_id',
    exports: ['photo_id', 'alt', 'width', 'height', 'large_file', 'created_at'],
    erase: 'delete',
  },
} satisfies Personal;
