import type { Personal } from '../../base/db/tables.ts';
import type { ListRole, Occasion, Visibility } from './contract.ts';

export interface WishlistRow {
  mall_id: string;
  list_id: string;
  /** Its owner. */
  shopper_id: string;
  /** The one that hearts go to: 1, and of one owner only one. */
  is_default: number;
  /** Null: the default one, which has no name of its own. */
  name: string | null;
  occasion: Occasion | null;
  /** `yyyy-mm-dd`, like every day here. */
  occasion_on: string | null;
  visibility: Visibility;
  /** Moves whenever its link is taken back: the link's secret is made from it and never stored. */
  link_version: number;
  comments_open: number;
  /** From this day on owner and co-owners see who gave what; null: never. */
  claims_hidden_until: string | null;
  /** Wishes that are there. */
  wish_count: number;
  version: number;
  created_at: number;
}

export interface WishRow {
  mall_id: string;
  wish_id: string;
  list_id: string;
  /** Owner of the list, whoever added it. */
  shopper_id: string;
  product: string;
  /** JSON of what was chosen. */
  options: string;
  note: string;
  quantity: number;
  /** 0 must, 1 want, 2 maybe. */
  priority: number;
  /** As the mall stated it when it was wished. */
  price_then: number | null;
  currency_then: string | null;
  /** Its place on the list, smallest first; wide gaps, so that another one fits in between. */
  place: number;
  /** `removed` keeps all that hangs on it for 30 days, in case the heart comes back. */
  state: 'shown' | 'hidden' | 'removed';
  hide_reason: string | null;
  removed_at: number | null;
  comment_count: number;
  added_at: number;
  edited_at: number | null;
  version: number;
}

/** Those who look after a list besides its owner. */
export interface WishlistPersonRow {
  mall_id: string;
  list_id: string;
  shopper_id: string;
  role: Exclude<ListRole, 'owner'>;
  since: number;
}

export interface WishlistInvitationRow {
  mall_id: string;
  invitation_id: string;
  list_id: string;
  /** Owner of the list. */
  shopper_id: string;
  role: Exclude<ListRole, 'owner'>;
  /** Digest of the code; the code itself is shown once. */
  code_hash: string;
  uses_left: number;
  created_at: number;
  expires_at: number;
}

/** "I will give this": one for each product that a person wishes, on whichever of their lists. */
export interface WishClaimRow {
  mall_id: string;
  claim_id: string;
  /** Whose wish it is. Of this row they learn nothing before the day the list names. */
  owner_id: string;
  product: string;
  /** The wish that it was given on. */
  wish_id: string;
  list_id: string;
  /** The giver; empty ({@link TOGETHER}): several together, by their parts or by a club. */
  shopper_id: string;
  named: number;
  claimed_at: number;
  /** The wish was changed since the giver last looked. */
  changed_at: number | null;
  /** Of the list's link that the giver brought, when it took one: they see the list until that link is taken back. */
  link_version: number | null;
  /** The day that the lists it was on before had named: owner and co-owners see it no earlier. */
  shown_from: string | null;
  /** The wish is gone: the giver keeps the row for a while, others may give anew. */
  gone_at: number | null;
}

/** Stands for the giver of a claim that several give together: nobody takes it back, nobody is told of it. */
export const TOGETHER = '';

/** Points that somebody has set aside for a wish. Of this row its wisher learns nothing before they have them. */
export interface WishPartRow {
  mall_id: string;
  /** Also names the pot that its points go through. */
  part_id: string;
  /** A part is of this very wish; the claim that comes of all parts is of the product, on every list. */
  wish_id: string;
  owner_id: string;
  product: string;
  list_id: string;
  /** The giver; null: erased after it was given. */
  shopper_id: string | null;
  amount: number;
  named: number;
  /** `held` from the giver's wallet; `given`: with the others it is the price, and waits for its day; `done`: handed over. */
  state: 'held' | 'given' | 'done';
  /** The pending transfer that holds it, and which one of this part that is. */
  hold_id: string;
  hold_no: number;
  /** The latest day that the list named when the giver said so; null: none. */
  promised_on: string | null;
  /** The day on which it is handed over. */
  deliver_on: string | null;
  /** Of the list's link that the giver brought, when it took one. */
  link_version: number | null;
  at: number;
  /** A held one is let go then. */
  due_at: number;
}

/** A club that was started for a wish: one at a time for each product that a person wishes. */
export interface WishClubRow {
  mall_id: string;
  club_id: string;
  owner_id: string;
  product: string;
  wish_id: string;
  list_id: string;
  at: number;
  /** Cancelled, expired or given back: the wish is free again. */
  ended_at: number | null;
}

/** Members who wish a product on a list that others may see. */
export interface ProductWishesRow {
  mall_id: string;
  product: string;
  members: number;
}

/** Ways from a wish to the product, by day; of nobody. */
export interface WishVisitRow {
  mall_id: string;
  day: string;
  product: string;
  count: number;
}

declare module '../../base/db/tables.ts' {
  interface Tables {
    wishlists: WishlistRow;
    wishes: WishRow;
    wishlist_people: WishlistPersonRow;
    wishlist_invitations: WishlistInvitationRow;
    wish_claims: WishClaimRow;
    wish_parts: WishPartRow;
    wish_clubs: WishClubRow;
    product_wishes: ProductWishesRow;
    wish_visits: WishVisitRow;
  }
}

export const personal = {
  // Erasure goes through the wishlists' own store, which keeps counts and claims right; then nothing is left.
  wishlists: {
    owner: 'shopper_id',
    exports: [
      'list_id',
      'name',
      'occasion',
      'occasion_on',
      'visibility',
      'comments_open',
      'claims_hidden_until',
      'created_at',
    ],
    erase: 'delete',
  },
  wishes: {
    owner: 'shopper_id',
    exports: [
      'wish_id',
      'list_id',
      'product',
      'options',
      'note',
      'quantity',
      'priority',
      'price_then',
      'currency_then',
      'state',
      'added_at',
      'edited_at',
    ],
    erase: 'delete',
  },
  wishlist_people: { owner: 'shopper_id', exports: ['list_id', 'role', 'since'], erase: 'delete' },
  wishlist_invitations: {
    owner: 'shopper_id',
    exports: ['list_id', 'role', 'uses_left', 'created_at', 'expires_at'],
    erase: 'delete',
  },
  // Of the giver: whose wish it is would tell the wisher what they must not know.
  wish_claims: {
    owner: 'shopper_id',
    exports: ['product', 'wish_id', 'list_id', 'named', 'claimed_at', 'gone_at'],
    erase: 'delete',
  },
  // As claims: nothing of them is the wisher's. Erasure lets go first of what is held.
  wish_parts: {
    owner: 'shopper_id',
    exports: ['product', 'wish_id', 'list_id', 'amount', 'named', 'state', 'at', 'due_at'],
    erase: { shopper_id: null, named: 0 },
  },
  // Of the clubs' members each has their own rows; of this one erasure takes away those of the wisher.
  wish_clubs: { owner: null, exports: [], erase: 'keep' },
  product_wishes: { owner: null, exports: [], erase: 'keep' },
  wish_visits: { owner: null, exports: [], erase: 'keep' },
} satisfies Personal;
