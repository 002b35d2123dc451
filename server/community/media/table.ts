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
  /** What moves: the still is then its first picture. Null: a photo. */
  motion: 'animation' | 'clip' | null;
  motion_file: string | null;
  motion_bytes: number;
  duration_ms: number | null;
  /** A clip that is heard. */
  sound: number;
  /** Digest of the upload: an upload that is tried again is the same photo. */
  source_digest: string;
  hidden: number;
  created_at: number;
}

/** An upload in parts, so that a lost connection loses one of them. */
export interface UploadRow {
  mall_id: string;
  upload_id: string;
  shopper_id: string;
  kind: 'animation' | 'clip';
  /** Of the whole, and what is here of it. */
  bytes: number;
  received: number;
  /** JSON of the files that hold its parts (see parts.ts). */
  parts: string;
  created_at: number;
  changed_at: number;
}

declare module '../../base/db/tables.ts' {
  interface Tables {
    photos: PhotoRow;
    uploads: UploadRow;
  }
}

export const personal = {
  photos: {
    owner: 'shopper_id',
    exports: ['photo_id', 'alt', 'width', 'height', 'large_file', 'motion_file', 'duration_ms', 'created_at'],
    erase: 'delete',
  },
  uploads: { owner: 'shopper_id', exports: ['kind', 'bytes', 'received', 'created_at'], erase: 'delete' },
} satisfies Personal;
