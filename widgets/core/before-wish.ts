import { DangolEvent } from './event.ts';

/** A heart, as it is or as it is to be. */
export interface WishChange {
  mall: string;
  product: string;
  wished: boolean;
}

/** Cancelable: a product is about to be wished, or no longer. */
export class BeforeWishChangeEvent extends DangolEvent<WishChange> {
  constructor(detail: WishChange) {
    super('dangol-before-wish-change', detail, true);
  }
}
