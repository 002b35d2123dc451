import type { Personal } from '../../base/db/tables.ts';

export interface MallRow {
  mall_id: string;
  name: string;
  /** JSON of MallSettings. */
  settings: string;
  /** The signing secret is derived from this number; the one before it stays good until `secret_old_until`. */
  secret_version: number;
  secret_old_until: number;
  /** Set for malls that `seed` made: it refuses to touch any other. */
  seeded: number;
  created_at: number;
}
export interface MallOriginRow {
  mall_id: string;
  origin: string;
}
export interface MallKeyRow {
  mall_id: string;
  key_id: string;
  name: string;
  /** Space separated. */
  scopes: string;
  /** SHA-256 of the key: 256 random bits need no slow hash. */
  hash: string;
  created_at: number;
  revoked_at: number | null;
}

declare module '../../base/db/tables.ts' {
  interface Tables {
    malls: MallRow;
    mall_origins: MallOriginRow;
    mall_keys: MallKeyRow;
  }
}

export const personal = {
  malls: { owner: null, exports: [], erase: 'keep' },
  mall_origins: { owner: null, exports: [], erase: 'keep' },
  mall_keys: { owner: null, exports: [], erase: 'keep' },
} satisfies Personal;
