import type { Wish, Wishlist } from '../../server/community/wishlists/contract.ts';
import { DangolEvent } from './event.ts';

/** Cancelable: a wish is about to be taken off its list. */
export class BeforeWishRemoveEvent extends DangolEvent<{ wish: Wish }> {
  constructor(detail: { wish: Wish }) {
    super('dangol-before-wish-remove', detail, true);
  }
}
/** A wish has been taken off its list; it may still be put back. */
export class WishRemoveEvent extends DangolEvent<{ wish: string; list: string; product: string }> {
  constructor(detail: { wish: string; list: string; product: string }) {
    super('dangol-wish-remove', detail);
  }
}
/** A wish has been changed, moved to another list, or put back. */
export class WishEditEvent extends DangolEvent<{ wish: Wish }> {
  constructor(detail: { wish: Wish }) {
    super('dangol-wish-edit', detail);
  }
}
/** Cancelable: the shopper is about to say that they will give something, or that they will not. */
export class BeforeWishClaimEvent extends DangolEvent<{ wish: string; claimed: boolean }> {
  constructor(detail: { wish: string; claimed: boolean }) {
    super('dangol-before-wish-claim', detail, true);
  }
}
/** The shopper has said that they will give something, or that they will not. */
export class WishClaimEvent extends DangolEvent<{ wish: string; product: string; claimed: boolean }> {
  constructor(detail: { wish: string; product: string; claimed: boolean }) {
    super('dangol-wish-claim', detail);
  }
}
/** A list was made, changed or deleted (null). */
export class ListChangeEvent extends DangolEvent<{ id: string; list: Wishlist | null }> {
  constructor(detail: { id: string; list: Wishlist | null }) {
    super('dangol-list-change', detail);
  }
}
/** The link of a list was copied, or handed to the phone's own share sheet. */
export class ListShareEvent extends DangolEvent<{ list: string; way: 'copy' | 'share' }> {
  constructor(detail: { list: string; way: 'copy' | 'share' }) {
    super('dangol-list-share', detail);
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'dangol-before-wish-remove': BeforeWishRemoveEvent;
    'dangol-wish-remove': WishRemoveEvent;
    'dangol-wish-edit': WishEditEvent;
    'dangol-before-wish-claim': BeforeWishClaimEvent;
    'dangol-wish-claim': WishClaimEvent;
    'dangol-list-change': ListChangeEvent;
    'dangol-list-share': ListShareEvent;
  }
}
