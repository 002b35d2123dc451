/** What the build and the loader know of a tag. */
export interface TagFacts {
  /**
   * The chunks that load together with its own and the core, so that nothing of the first paint waits for another round
   * trip; `words` are the first ones of the reviews, in the language of the page. Every other word a widget asks for
   * itself, beside its data.
   */
  with: readonly ('shared' | 'words' | 'prices' | 'time' | 'marks' | 'skin')[];
  /** The rest of what a page with this tag alone loads before anybody touches it, in Korean. */
  first?: string[];
  /** Bytes after gzip that such a page may not reach. */
  budget: number;
  /** Of a block: pixels that hold its place until the code is there, unless the page says `--dangol-...-height`. */
  height?: number;
  /** Declarations that hold the place of what is no block. */
  room?: string;
  /** Those that need no place: `[compact]`. */
  roomless?: string;
}

/** Every tag that shoppers' pages may have, one line each. One whose folder is not there yet is left out. */
export const TAGS: Record<string, TagFacts> = {
  'review-board': { with: ['shared', 'words'], budget: 24_000, height: 560 },
  leaders: { with: ['shared', 'words'], first: ['ko-leaders'], budget: 20_000, height: 690 },
  rating: {
    with: ['shared'],
    first: ['ko-rating'],
    budget: 15_000,
    room: 'display:inline-block;height:1.25em;vertical-align:middle',
  },
  'wish-button': {
    with: [],
    first: ['ko-wish'],
    budget: 12_000,
    room: 'display:inline-block;width:44px;height:44px;vertical-align:middle',
  },
  wishlist: {
    with: ['shared', 'prices', 'time'],
    first: ['ko-wishlist'],
    budget: 24_000,
    height: 620,
  },
  'savings-club': {
    with: ['shared', 'prices', 'time'],
    first: ['ko-club'],
    budget: 24_000,
    height: 620,
  },
  'blog-card': {
    with: ['shared', 'prices', 'marks', 'skin'],
    first: ['ko-blog-card'],
    budget: 24_000,
    height: 560,
  },
  blog: {
    with: ['shared', 'prices', 'marks', 'skin'],
    first: ['ko-blog'],
    budget: 24_000,
    height: 720,
  },
  // The list itself comes only for a member, beside the answer of the service.
  feed: {
    with: [],
    first: ['ko-feed'],
    budget: 15_000,
    height: 520,
  },
  inbox: {
    with: [],
    first: ['ko-bell'],
    budget: 14_000,
    room: 'display:inline-block;width:44px;height:44px;vertical-align:middle',
  },
  // The wallet itself comes only for a member, beside the answer of the service.
  points: {
    with: [],
    first: ['ko-points'],
    budget: 14_000,
    height: 620,
    roomless: '[compact]',
  },
};
