import type { Personal } from '../../base/db/tables.ts';
import type { BlogFont, BlogLayout, Skin } from './contract.ts';

/** What a member has said of their blog. Who never said anything has one all the same, and no row. */
export interface BlogRow {
  mall_id: string;
  shopper_id: string;
  title: string | null;
  about: string;
  skin: Skin;
  font: BlogFont;
  layout: BlogLayout;
  /** Null: that of the skin. */
  hue: number | null;
  /** JSON of a tune, or null. */
  tune: string | null;
  /** Who wants to follow has to ask. */
  asks: number;
  /** When they agreed that the mall may show it on its front page; null: they did not, or no more. */
  front_page_at: number | null;
  /** Title, words, boards and header are hidden by the mall. */
  hide_reason: string | null;
  story_count: number;
  purchase_count: number;
  neighbour_count: number;
  visit_count: number;
  /** JSON of when stories were first shown that were deleted within a day of it; null: none. */
  gone_times: string | null;
  version: number;
  created_at: number;
}

export interface BlogBoardRow {
  mall_id: string;
  board_id: string;
  shopper_id: string;
  name: string;
  place: number;
  story_count: number;
}

export interface StoryRow {
  mall_id: string;
  story_id: string;
  shopper_id: string;
  board_id: string | null;
  title: string;
  text: string;
  state: 'draft' | 'shown' | 'hidden';
  hide_reason: string | null;
  comments_open: number;
  /** The author's own review that it goes with. */
  review_id: string | null;
  /** Its first line, frozen when it was shown: the mall gives points for what its marks sell. */
  disclosure: string | null;
  media_count: number;
  /** Products that it marks. */
  product_count: number;
  comment_count: number;
  heart_count: number;
  /** When it was first shown. */
  published_at: number | null;
  created_at: number;
  edited_at: number | null;
  version: number;
}

/** A dot on a picture. */
export interface StoryMarkRow {
  mall_id: string;
  story_id: string;
  photo_id: string;
  /** Its place among those of the story. */
  place: number;
  shopper_id: string;
  product: string;
  /** In hundredths of a percent. */
  x: number;
  y: number;
}

export interface StoryHeartRow {
  mall_id: string;
  story_id: string;
  shopper_id: string;
  at: number;
}

/** Something bought that its buyer chose to show. Nothing else of what anybody bought is ever read for others. */
export interface ShownPurchaseRow {
  mall_id: string;
  shopper_id: string;
  product: string;
  /** Midnight (UTC) of the day of the last order. */
  bought_at: number;
  shown_at: number;
}

/** Visitors of a blog on one day. */
export interface BlogVisitRow {
  mall_id: string;
  shopper_id: string;
  day: string;
  count: number;
}

/** Who was counted today: a digest with a salt of that day, and both gone with it. */
export interface BlogVisitorRow {
  mall_id: string;
  day: string;
  blog_id: string;
  digest: string;
}
export interface VisitSaltRow {
  mall_id: string;
  day: string;
  salt: string;
}

/** A line of an order that came by way of a blog. */
export interface StorySaleRow {
  mall_id: string;
  sale_id: string;
  /** Whose blog it was. */
  shopper_id: string;
  order_id: string;
  line_id: string;
  /** Null: from what they bought, or the story is gone. */
  story_id: string | null;
  product: string;
  /** Who bought; null: nobody known, or erased. Never told to the author. */
  buyer_id: string | null;
  /** How many are kept. */
  quantity: number;
  /** The day of the order, at the mall. */
  day: string;
  at: number;
  due_at: number;
  /** Why it earns nothing although the mall rewards; null: it earns, or nothing is given for any. */
  doubt: string | null;
  /** In hundredths of a percent, as when it was counted first; 0: it earns nothing. */
  rate: number;
}

/** What a sale gave by one transfer, and what of it was taken back. */
export interface StoryEarningRow {
  mall_id: string;
  sale_id: string;
  transfer_id: string;
  /** Empty: erased meanwhile. */
  shopper_id: string;
  amount: number;
  taken: number;
  room: number;
}

/** What the mall has pinned to its front page. */
export interface BlogPinRow {
  mall_id: string;
  kind: 'blog' | 'story';
  id: string;
  /** Whose it is. */
  shopper_id: string;
  pinned_at: number;
}

declare module '../../base/db/tables.ts' {
  interface Tables {
    blogs: BlogRow;
    blog_boards: BlogBoardRow;
    stories: StoryRow;
    story_marks: StoryMarkRow;
    story_hearts: StoryHeartRow;
    shown_purchases: ShownPurchaseRow;
    blog_visits: BlogVisitRow;
    blog_visitors: BlogVisitorRow;
    visit_salts: VisitSaltRow;
    story_sales: StorySaleRow;
    story_earnings: StoryEarningRow;
    blog_pins: BlogPinRow;
  }
}

export const personal = {
  blogs: {
    owner: 'shopper_id',
    exports: [
      'title',
      'about',
      'skin',
      'font',
      'layout',
      'hue',
      'tune',
      'asks',
      'front_page_at',
      'created_at',
    ],
    erase: 'delete',
  },
  blog_boards: { owner: 'shopper_id', exports: ['board_id', 'name', 'place'], erase: 'delete' },
  // Erasure goes through the blogs' own store, which takes away what others wrote under a story.
  stories: {
    owner: 'shopper_id',
    exports: [
      'story_id',
      'board_id',
      'title',
      'text',
      'state',
      'review_id',
      'disclosure',
      'published_at',
      'created_at',
      'edited_at',
    ],
    erase: 'delete',
  },
  story_marks: {
    owner: 'shopper_id',
    exports: ['story_id', 'photo_id', 'product', 'x', 'y'],
    erase: 'delete',
  },
  story_hearts: { owner: 'shopper_id', exports: ['story_id', 'at'], erase: 'delete' },
  shown_purchases: { owner: 'shopper_id', exports: ['product', 'bought_at', 'shown_at'], erase: 'delete' },
  blog_visits: { owner: 'shopper_id', exports: ['day', 'count'], erase: 'delete' },
  blog_visitors: { owner: null, exports: [], erase: 'keep' },
  visit_salts: { owner: null, exports: [], erase: 'keep' },
  // Of the author; whoever bought is made nobody by the blogs' own store.
  story_sales: {
    owner: 'shopper_id',
    exports: ['story_id', 'product', 'quantity', 'day', 'at', 'due_at'],
    erase: { shopper_id: '' },
  },
  story_earnings: {
    owner: 'shopper_id',
    exports: ['sale_id', 'amount', 'taken'],
    erase: { shopper_id: '' },
  },
  blog_pins: { owner: 'shopper_id', exports: ['kind', 'id', 'pinned_at'], erase: 'delete' },
} satisfies Personal;
