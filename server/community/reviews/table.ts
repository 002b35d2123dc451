import type { Personal } from '../../base/db/tables.ts';

export interface ReviewRow {
  mall_id: string;
  review_id: string;
  product: string;
  shopper_id: string;
  /** 1: the shopper's review of this product. Others (after a merge, later ones) are linked and have their own number. */
  ordinal: number;
  stars: number;
  title: string;
  text: string;
  /** Digest of the text as compared, to refuse an exact repeat of one's own. */
  text_digest: string;
  /** JSON of { name: value } and { key: value }. */
  options: string;
  attributes: string;
  bought: number;
  photo_count: number;
  disclosure: string | null;
  state: 'shown' | 'hidden' | 'deleted';
  hide_reason: string | null;
  version: number;
  created_at: number;
  edited_at: number | null;
  /** Sums of vote weights in hundredths, and the number of voters whose vote weighs. */
  weight_yes: number;
  weight_no: number;
  voters_yes: number;
  comment_count: number;
  /** The review that this one goes on from, by the same shopper; null: one of its own, which lists and counts hold. */
  later_of: string | null;
  later_kind: 'month' | 'again' | 'using' | 'returned' | null;
  /** Whole days from the purchase to the writing; null without a purchase. */
  used_days: number | null;
  /** Moves with every write that changes how the review appears, a later one of it included: what is kept is kept under it. */
  stamp: number;
  reply_text: string | null;
  reply_at: number | null;
  /** Sort keys: stored, so that a list is an index scan. Wilson's bound in billionths. */
  rank_helpful: number;
  /** Until then the review may take one of the places kept for fresh ones; 0 once enough people have judged it. */
  fresh_until: number;
}
/** Every column of a review; a test holds it against the table. */
export const REVIEW_COLUMNS = [
  'mall_id',
  'review_id',
  'product',
  'shopper_id',
  'ordinal',
  'stars',
  'title',
  'text',
  'text_digest',
  'options',
  'attributes',
  'bought',
  'photo_count',
  'disclosure',
  'state',
  'hide_reason',
  'version',
  'created_at',
  'edited_at',
  'weight_yes',
  'weight_no',
  'voters_yes',
  'comment_count',
  'later_of',
  'later_kind',
  'used_days',
  'stamp',
  'reply_text',
  'reply_at',
  'rank_helpful',
  'fresh_until',
] as const satisfies readonly (keyof ReviewRow)[];

export interface ReviewEditRow {
  mall_id: string;
  review_id: string;
  version: number;
  shopper_id: string;
  stars: number;
  title: string;
  text: string;
  /** When this text was written. */
  written_at: number;
}
export interface VoteRow {
  mall_id: string;
  review_id: string;
  shopper_id: string;
  helpful: number;
  /** In hundredths; what it was when cast. */
  weight: number;
  cast_at: number;
  /** 1 when a later look found it to be made by arrangement: it stays, and weighs nothing. */
  set_aside: number;
  /** Why it weighs less than it might: words of the closed list `VOTE_DOUBTS`, with spaces between. */
  doubts: string;
  /** Keyed digest of where it came from, for a fortnight; then empty. */
  source: string;
  /** How much of the weight is for having bought the product: it goes when the order is refunded. */
  bought_part: number;
}
/** One row per word of a shown review's title and text, for search, once the product has many reviews. */
export interface ReviewWordRow {
  mall_id: string;
  product: string;
  word: string;
  review_id: string;
}
/**
 * The words filed for a review, with spaces between: which of them to take away when its text goes. One row, where an
 * index of all words by review would double what each post writes.
 */
export interface ReviewWordListRow {
  mall_id: string;
  review_id: string;
  words: string;
}
/** How a product's stars drift: reviews by time since the purchase, later ones included. */
export interface ProductDriftRow {
  mall_id: string;
  product: string;
  /** Key of one of `DRIFT_SPANS`. */
  span: number;
  count: number;
  stars: number;
}
/** How far the words of a mall's reviews have been filled in by this program's own way of cutting words. */
export interface ReviewWordsDoneRow {
  mall_id: string;
  version: number;
  review_id: string;
}
/** One row per option and attribute of a shown review, for filters. */
export interface ReviewFacetRow {
  mall_id: string;
  product: string;
  /** `option:색상:블루`, `attribute:fit:slim`. */
  facet: string;
  review_id: string;
}
/** The summary of a product, kept in the same transaction as each review. */
export interface ProductStatsRow {
  mall_id: string;
  product: string;
  count: number;
  stars_1: number;
  stars_2: number;
  stars_3: number;
  stars_4: number;
  stars_5: number;
  with_photo: number;
  bought: number;
  /** Reviews that came since words were last filed, at most: those that were hidden or deleted since are among them. */
  unfiled: number;
  /** The words of reviews that were written until then are filed; younger ones are cut when somebody searches. */
  filed_until: number;
}
/** Counts by facet, and of hidden reviews by reason (`hidden:abuse`). */
export interface ProductFacetStatsRow {
  mall_id: string;
  product: string;
  facet: string;
  count: number;
}

/** What a review was rewarded with, for one of its parts: the terms as they were when it was written. */
export interface ReviewRewardRow {
  mall_id: string;
  review_id: string;
  part: 'text' | 'photo' | 'later';
  shopper_id: string;
  product: string;
  /** The line that was bought. */
  order_id: string;
  line_id: string;
  amount: number;
  /** The transfer that gives it. */
  transfer_id: string;
  /** When its time to return has passed. */
  due_at: number;
  /** Characters that it must go on having. */
  text_min: number;
  /** `2027-05`, in the time zone of the mall. */
  month: string;
  at: number;
  /** 1: it stands; 0: it was taken back. */
  stands: number;
  /** How often it was given: what was taken back comes again when its reason has gone. */
  round: number;
}

declare module '../../base/db/tables.ts' {
  interface Tables {
    reviews: ReviewRow;
    review_edits: ReviewEditRow;
    votes: VoteRow;
    review_facets: ReviewFacetRow;
    product_stats: ProductStatsRow;
    product_facet_stats: ProductFacetStatsRow;
    review_words: ReviewWordRow;
    review_word_lists: ReviewWordListRow;
    review_words_done: ReviewWordsDoneRow;
    product_drift: ProductDriftRow;
    review_rewards: ReviewRewardRow;
  }
}

export const personal = {
  reviews: {
    owner: 'shopper_id',
    exports: [
      'review_id',
      'product',
      'stars',
      'title',
      'text',
      'options',
      'attributes',
      'bought',
      'later_of',
      'later_kind',
      'used_days',
      'state',
      'created_at',
      'edited_at',
    ],
    // Erasure goes through the reviews' own store, which keeps the summary right; this is what must be left.
    erase: { title: '', text: '', text_digest: '', options: '{}', attributes: '{}', state: 'deleted' },
  },
  review_edits: {
    owner: 'shopper_id',
    exports: ['review_id', 'version', 'stars', 'title', 'text', 'written_at'],
    erase: 'delete',
  },
  votes: { owner: 'shopper_id', exports: ['review_id', 'helpful', 'cast_at'], erase: 'delete' },
  review_facets: { owner: null, exports: [], erase: 'keep' },
  product_stats: { owner: null, exports: [], erase: 'keep' },
  product_facet_stats: { owner: null, exports: [], erase: 'keep' },
  // Goes with the text, through the reviews' own store.
  review_words: { owner: null, exports: [], erase: 'keep' },
  review_word_lists: { owner: null, exports: [], erase: 'keep' },
  review_words_done: { owner: null, exports: [], erase: 'keep' },
  product_drift: { owner: null, exports: [], erase: 'keep' },
  review_rewards: {
    owner: 'shopper_id',
    exports: ['review_id', 'part', 'amount', 'order_id', 'line_id', 'at', 'due_at', 'stands'],
    erase: 'delete',
  },
} satisfies Personal;
