import type { Review } from '../../server/community/reviews/contract.ts';
import { BeforeVoteCastEvent } from '../core/before-vote.ts';
import type { BoardHost } from './host.ts';

/** Votes as they are shown: they answer within a frame, and turn back visibly when they are refused. */
export class Votes {
  readonly #host: BoardHost;
  /** What each vote is to be, while the service does not know it yet. */
  readonly wanted = new Map<string, boolean>();

  constructor(host: BoardHost) {
    this.#host = host;
  }

  isPressed({ id }: Review): boolean {
    return this.wanted.get(id) ?? this.#host.data.helped.has(id);
  }

  /** How many it helped, as it will be: a guest's vote weighs nothing until they sign in. */
  count(review: Review): number {
    const isKnown = this.#host.data.helped.has(review.id);
    const isCounted = this.#host.side?.session.kind === 'member' && this.isPressed(review) !== isKnown;
    return review.helpful + (isCounted ? (isKnown ? -1 : 1) : 0);
  }

  /** Turns a vote. Answers whether it is to be sent. */
  toggle(review: Review): boolean {
    const wanted = !this.isPressed(review);
    if (!this.#host.dispatchEvent(new BeforeVoteCastEvent({ review: review.id, helpful: wanted || null })))
      return false;
    const isSending = this.wanted.has(review.id);
    this.wanted.set(review.id, wanted);
    this.#host.requestUpdate();
    // Pressed again while the first answer is awaited: whoever sends looks again at the end.
    return !isSending;
  }
}
