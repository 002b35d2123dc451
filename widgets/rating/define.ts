import { DangolRating } from './rating.ts';

/** Gives the tag its class. A page may carry another version already: the first one stays. */
export function define(): void {
  if (!customElements.get('dangol-rating')) customElements.define('dangol-rating', DangolRating);
}
