import type ko from './ko.ts';
import type alerts from './ko-alerts.ts';
import type bell from './ko-bell.ts';
import type blog from './ko-blog.ts';
import type blogCard from './ko-blog-card.ts';
import type blogEditor from './ko-blog-editor.ts';
import type blogLate from './ko-blog-late.ts';
import type blogLooks from './ko-blog-looks.ts';
import type blogMore from './ko-blog-more.ts';
import type blogStory from './ko-blog-story.ts';
import type club from './ko-club.ts';
import type clubLate from './ko-club-late.ts';
import type clubMore from './ko-club-more.ts';
import type feed from './ko-feed.ts';
import type inbox from './ko-inbox.ts';
import type leaders from './ko-leaders.ts';
import type more from './ko-more.ts';
import type people from './ko-people.ts';
import type points from './ko-points.ts';
import type wallet from './ko-wallet.ts';
import type walletMore from './ko-wallet-more.ts';
import type wish from './ko-wish.ts';
import type wishlist from './ko-wishlist.ts';
import type wishlistMore from './ko-wishlist-more.ts';

/** Korean is the source: its keys and the names in its braces are what every other language must have. */
export type Lang = 'ko' | 'en';
/** A text, or one for each plural of the language. */
export type Phrase = string | { one?: string; other: string };
export type WordKey = keyof typeof ko;
/** Words that load with what opens by a tap; call `words.more()` first. */
export type MoreKey = keyof typeof more;
/** Words of the leaders and of the sheets about people; strings/people.ts loads them. */
export type PeopleKey = keyof typeof leaders | keyof typeof people;
/** Words of the heart on a product; strings/wish.ts loads them. */
export type WishKey = keyof typeof wish;
/** Words of the wishlist, and of what opens over it; strings/wishlist.ts loads them. */
export type WishlistKey = keyof typeof wishlist | keyof typeof wishlistMore;
/** Words of the inbox, of the alert sheet and of the channel settings; strings/bell.ts, inbox.ts and alerts.ts load them. */
export type NoticesKey = keyof typeof bell | keyof typeof inbox | keyof typeof alerts;
/** Words of a savings club, and of what opens over it; strings/club.ts loads them. */
export type ClubKey = keyof typeof club | keyof typeof clubLate | keyof typeof clubMore;
/** Words of points, of the wallet and of what opens over it; strings/points.ts loads them. */
export type PointsKey = keyof typeof points | keyof typeof wallet | keyof typeof walletMore;
/** Words of a blog, and of what opens over it; strings/blog.ts loads them. */
export type BlogKey = keyof typeof blog | keyof typeof blogLate | keyof typeof blogMore;
/** Words of a blog's card, and of the sheet of its looks; strings/blog-card.ts and blog-looks.ts load them. */
export type BlogCardKey = keyof typeof blogCard | keyof typeof blogLooks;
/** Words of an open story, of the editor of stories and of the feed; strings/blog-story.ts, blog-editor.ts and feed.ts load them. */
export type StoryKey = keyof typeof blogStory | keyof typeof blogEditor | keyof typeof feed;
export type AnyKey =
  | WordKey
  | MoreKey
  | PeopleKey
  | WishKey
  | WishlistKey
  | NoticesKey
  | ClubKey
  | PointsKey
  | BlogKey
  | BlogCardKey
  | StoryKey;
/** What another language must satisfy. */
export type Translation = Record<WordKey, Phrase>;
export type MoreTranslation = Record<MoreKey, Phrase>;
export type LeadersTranslation = Record<keyof typeof leaders, Phrase>;
export type WishTranslation = Record<WishKey, Phrase>;
export type PeopleTranslation = Record<keyof typeof people, Phrase>;
export type WishlistTranslation = Record<keyof typeof wishlist, Phrase>;
export type WishlistMoreTranslation = Record<keyof typeof wishlistMore, Phrase>;
export type BellTranslation = Record<keyof typeof bell, Phrase>;
export type InboxTranslation = Record<keyof typeof inbox, Phrase>;
export type BlogTranslation = Record<keyof typeof blog, Phrase>;
export type BlogLateTranslation = Record<keyof typeof blogLate, Phrase>;
export type BlogMoreTranslation = Record<keyof typeof blogMore, Phrase>;
export type BlogCardTranslation = Record<keyof typeof blogCard, Phrase>;
export type BlogLooksTranslation = Record<keyof typeof blogLooks, Phrase>;
export type ClubTranslation = Record<keyof typeof club, Phrase>;
export type ClubLateTranslation = Record<keyof typeof clubLate, Phrase>;
export type ClubMoreTranslation = Record<keyof typeof clubMore, Phrase>;
export type AlertsTranslation = Record<keyof typeof alerts, Phrase>;
export type PointsTranslation = Record<keyof typeof points, Phrase>;
export type WalletTranslation = Record<keyof typeof wallet, Phrase>;
export type WalletMoreTranslation = Record<keyof typeof walletMore, Phrase>;
export type BlogStoryTranslation = Record<keyof typeof blogStory, Phrase>;
export type BlogEditorTranslation = Record<keyof typeof blogEditor, Phrase>;
export type FeedTranslation = Record<keyof typeof feed, Phrase>;

type Named<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Named<Rest>
  : never;
type Source = typeof ko &
  typeof more &
  typeof leaders &
  typeof people &
  typeof wish &
  typeof wishlist &
  typeof wishlistMore &
  typeof bell &
  typeof blog &
  typeof blogLate &
  typeof blogMore &
  typeof blogCard &
  typeof blogLooks &
  typeof inbox &
  typeof alerts &
  typeof club &
  typeof clubLate &
  typeof clubMore &
  typeof points &
  typeof wallet &
  typeof walletMore &
  typeof blogStory &
  typeof blogEditor &
  typeof feed;
/** The parameters that a key wants: none, or one object with every name in its braces. */
export type WordParams<Key extends keyof Source> = [Named<Source[Key]>] extends [never]
  ? []
  : [params: Record<Named<Source[Key]>, string | number>];

/** What a page loads of some words, by language. */
export type Loaders = Record<Lang, () => Promise<{ default: Record<string, Phrase> }>>;
