import { DangolEvent } from './event.ts';

/** Cancelable: the shopper is about to go to a product's page, which the host may show in a way of its own. */
export class BeforeNavigateEvent extends DangolEvent<{ url: string; product: string }> {
  constructor(detail: { url: string; product: string }) {
    super('dangol-before-navigate', detail, true);
  }
}
