import type { MyNeighbourhood } from '../../server/community/neighbours/contract.ts';
import { DangolEvent } from './event.ts';

/** Cancelable: the shopper is about to follow a blog, to ask to, or to do so no longer. */
export class BeforeNeighbourChangeEvent extends DangolEvent<{ member: string; follow: boolean }> {
  constructor(detail: { member: string; follow: boolean }) {
    super('dangol-before-neighbour-change', detail, true);
  }
}
/** How a member and the shopper stand to each other has changed. */
export class NeighbourChangeEvent extends DangolEvent<{ member: string; state: MyNeighbourhood['state'] }> {
  constructor(detail: { member: string; state: MyNeighbourhood['state'] }) {
    super('dangol-neighbour-change', detail);
  }
}
/** The shopper has changed their own blog: its looks, its boards, what they show, whom they let follow it. */
export class BlogChangeEvent extends DangolEvent<{ member: string }> {
  constructor(detail: { member: string }) {
    super('dangol-blog-change', detail);
  }
}
/** The link of a blog was copied, or handed to the phone's own share sheet. */
export class BlogShareEvent extends DangolEvent<{ member: string; way: 'copy' | 'share' }> {
  constructor(detail: { member: string; way: 'copy' | 'share' }) {
    super('dangol-blog-share', detail);
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'dangol-before-neighbour-change': BeforeNeighbourChangeEvent;
    'dangol-neighbour-change': NeighbourChangeEvent;
    'dangol-blog-change': BlogChangeEvent;
    'dangol-blog-share': BlogShareEvent;
  }
}
