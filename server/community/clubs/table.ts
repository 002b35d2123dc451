import type { Personal } from '../../base/db/tables.ts';
import type { ClubEvent, ClubOccasion, ClubRole, ClubState, PayoutWay } from './contract.ts';

export interface ClubRow {
  mall_id: string;
  club_id: string;
  /** Who opened it; null once erased. */
  shopper_id: string | null;
  name: string;
  occasion: ClubOccasion;
  occasion_text: string | null;
  goal: number;
  /** `yyyy-mm-dd`, the last day on which it collects, in the time zone of the mall. */
  ends_on: string;
  /** The instant at which that day is over. */
  ends_at: number;
  /** The member it is for, once they are known; a name in words until then. */
  person_id: string | null;
  person_name: string;
  /** JSON of ClubCover. */
  cover: string;
  visibility: 'members' | 'link';
  /** Moves whenever its link is taken back. */
  link_version: number;
  /** The person it is for sees nothing of it before this day; null: no secret. */
  secret_until: string | null;
  amounts: 'members' | 'everyone';
  payout: PayoutWay;
  if_short: 'refund' | 'give';
  state: ClubState;
  hide_reason: string | null;
  /** What came of it. A cache: the balance of its pot while it is open, what was given after that. */
  raised: number;
  member_count: number;
  comment_count: number;
  comments_open: number;
  /** What it was made from. */
  product: string | null;
  wish_id: string | null;
  version: number;
  created_at: number;
  reached_at: number | null;
  /** Since when it settles, as what, and how far it has come: the last contribution or member that was settled. */
  settling_at: number | null;
  settles_as: 'give' | 'refund' | null;
  settled_after: string;
  ended_at: number | null;
}

export interface ClubMemberRow {
  mall_id: string;
  club_id: string;
  shopper_id: string;
  role: ClubRole;
  joined_at: number;
  left_at: number | null;
  /** Of the points of each order, in percent; 0: none. */
  share: number;
  /** Sums of their contributions: given, and of that refunded. Caches. */
  given: number;
  refunded: number;
  /** What they had of the end of it: a share, or all of it. */
  received: number;
}

/** What a member set as their share, one row for each time: points that came before it are shared by what stood then. */
export interface ClubShareRow {
  mall_id: string;
  shopper_id: string;
  club_id: string;
  /** How many transfers their wallet had when they set it. */
  after_seq: number;
  percent: number;
  at: number;
}

export interface ContributionRow {
  mall_id: string;
  contribution_id: string;
  club_id: string;
  shopper_id: string;
  transfer_id: string;
  amount: number;
  refunded: number;
  via: 'wallet' | 'share' | 'till';
  /** A line for the rolling paper; empty: none. */
  text: string;
  /** 0: hidden by the mall. */
  shown: number;
  /** Of a share: the line of the order it came from, so that a return finds it. */
  order_id: string | null;
  line_id: string | null;
  at: number;
}

export interface ClubInvitationRow {
  mall_id: string;
  invitation_id: string;
  club_id: string;
  shopper_id: string;
  role: Exclude<ClubRole, 'starter'>;
  /** Digest of the code; the code itself is shown once. */
  code_hash: string;
  uses_left: number;
  created_at: number;
  expires_at: number;
}

/** A member's code for a till: 128 bits, five minutes, once. */
export interface TillCodeRow {
  mall_id: string;
  code_hash: string;
  club_id: string;
  shopper_id: string;
  created_at: number;
  expires_at: number;
  used_at: number | null;
}

/** What came in on a day, less what of it went back: for the forecast. A cache. */
export interface ClubDayRow {
  mall_id: string;
  club_id: string;
  /** `yyyy-mm-dd`, in the time zone of the mall. */
  day: string;
  amount: number;
}

/** What the club did, for its members: one line each. */
export interface ClubEventRow {
  mall_id: string;
  event_id: string;
  club_id: string;
  kind: ClubEvent;
  shopper_id: string | null;
  amount: number | null;
  at: number;
}

/** A pot that became a coupon: honoured by the mall once. */
export interface ClubCouponRow {
  mall_id: string;
  club_id: string;
  /** Digest, and the sealed code for the person that may read it again. */
  code_hash: string;
  code_sealed: string;
  shopper_id: string | null;
  amount: number;
  created_at: number;
  used_at: number | null;
  used_for: string | null;
}

declare module '../../base/db/tables.ts' {
  interface Tables {
    clubs: ClubRow;
    club_members: ClubMemberRow;
    club_shares: ClubShareRow;
    contributions: ContributionRow;
    club_invitations: ClubInvitationRow;
    till_codes: TillCodeRow;
    club_days: ClubDayRow;
    club_events: ClubEventRow;
    club_coupons: ClubCouponRow;
  }
}

export const personal = {
  // Erasure goes through the clubs' own store: a starter's club is handed on or cancelled, a member leaves.
  clubs: {
    owner: 'shopper_id',
    exports: [
      'club_id',
      'name',
      'occasion',
      'occasion_text',
      'goal',
      'ends_on',
      'person_name',
      'state',
      'raised',
      'created_at',
    ],
    erase: { shopper_id: null },
  },
  club_members: {
    owner: 'shopper_id',
    exports: ['club_id', 'role', 'joined_at', 'left_at', 'share', 'given', 'refunded', 'received'],
    erase: 'delete',
  },
  club_shares: { owner: 'shopper_id', exports: ['club_id', 'percent', 'at'], erase: 'delete' },
  contributions: {
    owner: 'shopper_id',
    exports: ['contribution_id', 'club_id', 'amount', 'refunded', 'via', 'text', 'at'],
    erase: { text: '', order_id: null, line_id: null },
  },
  club_invitations: {
    owner: 'shopper_id',
    exports: ['club_id', 'role', 'uses_left', 'created_at', 'expires_at'],
    erase: 'delete',
  },
  till_codes: { owner: 'shopper_id', exports: ['club_id', 'created_at', 'used_at'], erase: 'delete' },
  club_days: { owner: null, exports: [], erase: 'keep' },
  club_events: {
    owner: 'shopper_id',
    exports: ['club_id', 'kind', 'amount', 'at'],
    erase: { shopper_id: null },
  },
  club_coupons: {
    owner: 'shopper_id',
    exports: ['club_id', 'amount', 'created_at', 'used_at'],
    erase: { shopper_id: null },
  },
} satisfies Personal;
