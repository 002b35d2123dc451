import type { Alert } from '../../server/community/alerts/contract.ts';
import type { Comment } from '../../server/community/comments/contract.ts';
import type { NoticeKind } from '../../server/community/inbox/contract.ts';
import type { LaterKind, Review } from '../../server/community/reviews/contract.ts';
import type { VoteResult } from '../../server/community/reviews/writing/contract.ts';
import type { BeforeNavigateEvent } from './before-navigate.ts';
import type { BeforeVoteCastEvent } from './before-vote.ts';
import type { BeforeWishChangeEvent, WishChange } from './before-wish.ts';
import { DangolEvent, type SessionChangeEvent } from './event.ts';
import type { ClientCode } from './problems.ts';
import type { ReportSubject } from './widget.ts';

export * from './before-navigate.ts';
export * from './before-vote.ts';
export * from './before-wish.ts';
export * from './blog-events.ts';
export * from './club-events.ts';
export * from './event.ts';
export * from './list-events.ts';
export * from './points-events.ts';
export * from './story-events.ts';

/** What somebody is about to post or save. */
export interface ReviewDraft {
  product: string;
  stars: number;
  title: string;
  text: string;
  /** What a later review tells. */
  later?: LaterKind;
}

/** Cancelable: a review is about to be posted. */
export class BeforeReviewPostEvent extends DangolEvent<{ draft: ReviewDraft }> {
  constructor(detail: { draft: ReviewDraft }) {
    super('dangol-before-review-post', detail, true);
  }
}
/** Cancelable: a review is about to be edited. */
export class BeforeReviewEditEvent extends DangolEvent<{ draft: ReviewDraft; review: Review }> {
  constructor(detail: { draft: ReviewDraft; review: Review }) {
    super('dangol-before-review-edit', detail, true);
  }
}
/** A review has been posted. */
export class ReviewPostEvent extends DangolEvent<{ review: Review }> {
  constructor(detail: { review: Review }) {
    super('dangol-review-post', detail);
  }
}
/** A review has been edited. */
export class ReviewEditEvent extends DangolEvent<{ review: Review }> {
  constructor(detail: { review: Review }) {
    super('dangol-review-edit', detail);
  }
}
/** Cancelable: the shopper has confirmed that a review be deleted. */
export class BeforeReviewDeleteEvent extends DangolEvent<{ review: Review }> {
  constructor(detail: { review: Review }) {
    super('dangol-before-review-delete', detail, true);
  }
}
/** A review has been deleted. */
export class ReviewDeleteEvent extends DangolEvent<{ review: string; product: string }> {
  constructor(detail: { review: string; product: string }) {
    super('dangol-review-delete', detail);
  }
}
/** A vote has been cast, or taken back (`mine` null). */
export class VoteCastEvent extends DangolEvent<VoteResult> {
  constructor(detail: VoteResult) {
    super('dangol-vote-cast', detail);
  }
}
/** What a comment hangs on. */
export type CommentOn =
  | { review: string; wish?: undefined; club?: undefined; story?: undefined }
  | { wish: string; review?: undefined; club?: undefined; story?: undefined }
  | { club: string; review?: undefined; wish?: undefined; story?: undefined }
  | { story: string; review?: undefined; wish?: undefined; club?: undefined };
/** Cancelable: a comment is about to be posted. */
export class BeforeCommentPostEvent extends DangolEvent<CommentOn & { parent: string | null; text: string }> {
  constructor(detail: CommentOn & { parent: string | null; text: string }) {
    super('dangol-before-comment-post', detail, true);
  }
}
/** A comment has been posted. */
export class CommentPostEvent extends DangolEvent<CommentOn & { comment: Comment }> {
  constructor(detail: CommentOn & { comment: Comment }) {
    super('dangol-comment-post', detail);
  }
}
/** Cancelable: a report is about to be sent. */
export class BeforeReportSendEvent extends DangolEvent<ReportSubject & { reason: string }> {
  constructor(detail: ReportSubject & { reason: string }) {
    super('dangol-before-report-send', detail, true);
  }
}
/** A report has been taken. */
export class ReportSendEvent extends DangolEvent<ReportSubject & { reason: string }> {
  constructor(detail: ReportSubject & { reason: string }) {
    super('dangol-report-send', detail);
  }
}
/** A notice of the inbox has been opened. */
export class NoticeOpenEvent extends DangolEvent<{
  notice: string;
  kind: NoticeKind;
  product: string | null;
}> {
  constructor(detail: { notice: string; kind: NoticeKind; product: string | null }) {
    super('dangol-notice-open', detail);
  }
}
/** How many notices nobody has read has changed, for a page that shows it elsewhere too. */
export class UnreadChangeEvent extends DangolEvent<{ unread: number }> {
  constructor(detail: { unread: number }) {
    super('dangol-unread-change', detail);
  }
}
/** What somebody wants to be told of a product has been saved; all off: nothing any more. */
export class AlertSaveEvent extends DangolEvent<{ alert: Alert }> {
  constructor(detail: { alert: Alert }) {
    super('dangol-alert-save', detail);
  }
}
/** A product is wished, or no longer; elements on the page that show it follow. */
export class WishChangeEvent extends DangolEvent<WishChange> {
  constructor(detail: WishChange) {
    super('dangol-wish-change', detail);
  }
}
/** A problem is shown to the shopper. */
export class ProblemShowEvent extends DangolEvent<{ code: ClientCode }> {
  constructor(detail: { code: ClientCode }) {
    super('dangol-problem-show', detail);
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'dangol-before-review-post': BeforeReviewPostEvent;
    'dangol-before-review-edit': BeforeReviewEditEvent;
    'dangol-review-post': ReviewPostEvent;
    'dangol-review-edit': ReviewEditEvent;
    'dangol-before-review-delete': BeforeReviewDeleteEvent;
    'dangol-review-delete': ReviewDeleteEvent;
    'dangol-before-vote-cast': BeforeVoteCastEvent;
    'dangol-vote-cast': VoteCastEvent;
    'dangol-before-comment-post': BeforeCommentPostEvent;
    'dangol-comment-post': CommentPostEvent;
    'dangol-before-report-send': BeforeReportSendEvent;
    'dangol-report-send': ReportSendEvent;
    'dangol-before-navigate': BeforeNavigateEvent;
    'dangol-notice-open': NoticeOpenEvent;
    'dangol-unread-change': UnreadChangeEvent;
    'dangol-alert-save': AlertSaveEvent;
    'dangol-before-wish-change': BeforeWishChangeEvent;
    'dangol-wish-change': WishChangeEvent;
    'dangol-session-change': SessionChangeEvent;
    'dangol-problem-show': ProblemShowEvent;
  }
}
