import type { Personal } from '../../base/db/tables.ts';

/** What one vote gave to (or took from) a review's author: a grant and, once it is taken back, its exact reversal. */
export interface NaegongGrantRow {
  mall_id: string;
  /** The author of the review. */
  shopper_id: string;
  grant_id: string;
  kind: 'helpful' | 'unhelpful';
  review_id: string;
  product: string;
  /** The product's category when it was given; empty without one. */
  category: string;
  /** Empty once the voter was erased. */
  voter_id: string;
  /** Weight of the vote in hundredths, as cast. */
  weight: number;
  /** Hundredths of naegong: what the vote came to before the daily cap, and what was given after it. */
  wanted: number;
  amount: number;
  /** Day in the mall's zone, `20261122`: the cap counts what was given on it, reversed or not. */
  day: number;
  at: number;
  /** When an owner's change of numbers counted it anew; null: never. */
  recounted_at: number | null;
  reversed_at: number | null;
  reversal: string | null;
}
/** What a member's reputation comes to: kept, and equal to what the grants add up to. */
export interface StandingRow {
  mall_id: string;
  shopper_id: string;
  /** Hundredths; may be below zero. */
  naegong: number;
  /** Different people whose helpful vote weighs. */
  helped: number;
  /** Weights of all votes on their reviews, in hundredths: the helpful share. */
  weight_yes: number;
  weight_no: number;
  level: number;
  /** Since when rewards wait, and why; null: they do not. Nothing is hidden by it. */
  frozen_at: number | null;
  frozen_why: string;
}
/** How often a voter helped an author's naegong: distinct people, and the same few. */
export interface HelpedPairRow {
  mall_id: string;
  shopper_id: string;
  voter_id: string;
  votes: number;
}
/** Naegong by period and category, so that the leaders are an index scan. */
export interface NaegongTallyRow {
  mall_id: string;
  /** `all`, or the Monday of a week in the mall's zone: `20261116`. */
  period: string;
  /** Empty: all of them. */
  category: string;
  shopper_id: string;
  amount: number;
}
/** The numbers that all of a mall's grants were last counted with; empty, or no row: that is still to be done. */
export interface ReputationDoneRow {
  mall_id: string;
  digest: string;
}

/** How far a member's naegong has become points. */
export interface NaegongConversionRow {
  mall_id: string;
  shopper_id: string;
  /** Hundredths of naegong. It never falls: what is taken back and earned again is not paid twice. */
  converted: number;
  /** Day in the mall's zone, `20261122`, and the points that naegong became on it. */
  day: number;
  points: number;
}

declare module '../../base/db/tables.ts' {
  interface Tables {
    naegong_grants: NaegongGrantRow;
    standings: StandingRow;
    helped_pairs: HelpedPairRow;
    naegong_tallies: NaegongTallyRow;
    reputation_done: ReputationDoneRow;
    naegong_conversions: NaegongConversionRow;
  }
}

// Voters who leave are taken out of these rows by the votes' own store, which withdraws their votes first.
export const personal = {
  naegong_grants: {
    owner: 'shopper_id',
    exports: ['kind', 'review_id', 'product', 'amount', 'at', 'reversed_at', 'reversal'],
    erase: 'delete',
  },
  standings: {
    owner: 'shopper_id',
    exports: ['naegong', 'helped', 'level', 'frozen_at', 'frozen_why'],
    erase: 'delete',
  },
  helped_pairs: { owner: 'shopper_id', exports: ['votes'], erase: 'delete' },
  naegong_tallies: { owner: 'shopper_id', exports: ['period', 'category', 'amount'], erase: 'delete' },
  naegong_conversions: { owner: 'shopper_id', exports: ['converted', 'day', 'points'], erase: 'delete' },
  reputation_done: { owner: null, exports: [], erase: 'keep' },
} satisfies Personal;
