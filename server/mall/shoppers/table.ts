import type { Personal } from '../../base/db/tables.ts';

export interface ShopperRow {
  mall_id: string;
  /** Opaque and public. */
  shopper_id: string;
  kind: 'guest' | 'member';
  /** The mall's own id; null for guests. */
  outside_id: string | null;
  /** The name the mall's token gave, kept to be shown masked. */
  name: string | null;
  /** The chosen public name, and the form it must be unique in. */
  handle: string | null;
  handle_key: string | null;
  created_at: number;
  joined_at: number | null;
  /** Tokens issued before this are refused. */
  tokens_from: number;
  /** A guest that became this member. */
  merged_into: string | null;
  erased_at: number | null;
  /** What the community's reputation made of them: the badge beside the name, 0 for none. */
  level: number;
  /** 1 unless they do not want to be named among the leaders. */
  listed: number;
}
/** A session that this service issued: after a signed id, or for a guest. The token itself is derived, not stored. */
export interface SessionRow {
  mall_id: string;
  session_id: string;
  shopper_id: string;
  created_at: number;
  expires_at: number;
  revoked_at: number | null;
}
export interface EditCodeRow {
  mall_id: string;
  code_hash: string;
  shopper_id: string;
  expires_at: number;
}

declare module '../../base/db/tables.ts' {
  interface Tables {
    shoppers: ShopperRow;
    sessions: SessionRow;
    edit_codes: EditCodeRow;
  }
}

export const personal = {
  shoppers: {
    owner: 'shopper_id',
    exports: [
      'shopper_id',
      'kind',
      'outside_id',
      'name',
      'handle',
      'level',
      'listed',
      'created_at',
      'joined_at',
    ],
    // The row stays as a nameless one, so that what others hung on it does not fall.
    erase: { outside_id: null, name: null, handle: null, handle_key: null, level: 0, listed: 0 },
  },
  sessions: { owner: 'shopper_id', exports: ['created_at', 'expires_at'], erase: 'delete' },
  edit_codes: { owner: 'shopper_id', exports: ['expires_at'], erase: 'delete' },
} satisfies Personal;
