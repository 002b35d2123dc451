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
  reply_text: string | null;
  reply_at: number | null;
  /** Sort keys: stored, so that a list is an index scan. Wilson's bound in billionths. */
  rank_helpful: number;
  /** Until then the review may take one of the places kept for fresh ones; 0 once enough people have judged it. */
  fresh_until: number;
}
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
}
/** Counts by facet, and of hidden reviews by reason (`hidden:abuse`). */
export interface ProductFacetStatsRow {
  mall_id: string;
  product: string;
  facet: string;
  count: number;
}

declare module '../../base/db/tables.ts' {
  interface Tables {
    reviews: ReviewRow;
    review_edits: ReviewEditRow;
    votes: VoteRow;
    review_facets: ReviewFacetRow;
    product_stats: ProductStatsRow;
    product_facet_stats: ProductFacetStatsRow;
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
} satisfies Personal;
