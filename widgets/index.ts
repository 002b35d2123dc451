/**
 * The npm door: classes and types. Importing it defines no tag and touches no document, so a server can do it too. Say
 * once where the service is, then give the tags you use their classes:
 *
 *     start({ base: 'https://community.example', mall: 'shop1' });
 *     customElements.define('dangol-review-board', DangolReviewBoard);
 *
 * Inner tags (`dangol-part-...`, `dangol-board-...`) get theirs when the first board is made or something opens, unless
 * the page has them from the script tag already.
 */
export { DangolBlog } from './blog/blog.ts';
export { DangolBlogCard } from './blog-card/blog-card.ts';
export { DangolElement } from './core/element.ts';
export * from './core/events.ts';
export { mark } from './core/marks.ts';
export { identify, type PageSettings, signOut, start } from './core/page.ts';
export { type ClientCode, ClientProblem } from './core/problems.ts';
export type { SessionKind, TokenSource } from './core/session.ts';
export { DangolFeed } from './feed/feed.ts';
export { DangolInbox } from './inbox/inbox.ts';
export { DangolLeaders } from './leaders/leaders.ts';
export { DangolPoints } from './points/points.ts';
export { DangolRating } from './rating/rating.ts';
export { DangolReviewBoard } from './review-board/review-board.ts';
export { DangolSavingsClub } from './savings-club/savings-club.ts';
export { DangolWishButton } from './wish-button/wish-button.ts';
export { DangolWishlist } from './wishlist/wishlist.ts';
