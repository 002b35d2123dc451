import type { Personal } from '../../base/db/tables.ts';
import type { Channel, NoticeKind, Purpose } from './contract.ts';

export interface NoticeRow {
  mall_id: string;
  notice_id: string;
  shopper_id: string;
  kind: NoticeKind;
  advertising: number;
  /** What it is about happens once: a second notice of the same says nothing new. */
  once_key: string;
  product: string | null;
  list_id: string | null;
  wish_id: string | null;
  club_id: string | null;
  story_id: string | null;
  /** The shopper who did it. */
  from_id: string | null;
  /** JSON of numbers and fixed words; no text of a person. */
  facts: string;
  created_at: number;
  read_at: number | null;
  /**
   * Taken out of the inbox; read then, too. Its row stays for a while, so that it counts among those of the week and is
   * not told again. What only a mail is made of was never in the inbox: gone when it was made.
   */
  gone_at: number | null;
}

/** Where a shopper may be written to. */
export interface ContactRow {
  mall_id: string;
  shopper_id: string;
  /** The address, encrypted with a key that is not in the database. */
  address_sealed: string;
  /** Keyed digest, to pace mails by address. */
  address_digest: string;
  language: 'ko' | 'en';
  confirmed_at: number | null;
  code_hash: string | null;
  code_until: number | null;
  code_tries: number;
  created_at: number;
}

/** One row for each purpose and channel that a shopper was ever asked about. */
export interface ConsentRow {
  mall_id: string;
  shopper_id: string;
  purpose: Purpose;
  channel: Channel;
  given: number;
  at: number;
  /** When the result was told, and when it was last confirmed again. */
  told_at: number | null;
  checked_at: number | null;
}

/** A mail that is to be sent, or was. Its id makes the Message-ID, the same at each try. */
export interface MailRow {
  mall_id: string;
  mail_id: string;
  shopper_id: string;
  purpose: Purpose | 'contact';
  notice_id: string | null;
  state: 'waiting' | 'sent' | 'dropped';
  /** Why it was not sent: consent taken back, cap of the week, address gone. */
  why: string | null;
  created_at: number;
  sent_at: number | null;
}

declare module '../../base/db/tables.ts' {
  interface Tables {
    notices: NoticeRow;
    contacts: ContactRow;
    consents: ConsentRow;
    mails: MailRow;
  }
}

export const personal = {
  notices: {
    owner: 'shopper_id',
    exports: ['notice_id', 'kind', 'advertising', 'product', 'facts', 'created_at', 'read_at'],
    erase: 'delete',
  },
  contacts: { owner: 'shopper_id', exports: ['language', 'confirmed_at', 'created_at'], erase: 'delete' },
  consents: {
    owner: 'shopper_id',
    exports: ['purpose', 'channel', 'given', 'at', 'told_at', 'checked_at'],
    erase: 'delete',
  },
  mails: {
    owner: 'shopper_id',
    exports: ['purpose', 'state', 'why', 'created_at', 'sent_at'],
    erase: 'delete',
  },
} satisfies Personal;
