import { DangolReviewBoard } from './review-board.ts';

/** Gives the tag its class. A page may carry another version already: the first one stays. */
export function define(): void {
  if (!customElements.get('dangol-review-board'))
    customElements.define('dangol-review-board', DangolReviewBoard);
}
