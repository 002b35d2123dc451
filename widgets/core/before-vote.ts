import { DangolEvent } from './event.ts';

/** Cancelable: a vote is about to be cast or taken back. */
export class BeforeVoteCastEvent extends DangolEvent<{ review: string; helpful: boolean | null }> {
  constructor(detail: { review: string; helpful: boolean | null }) {
    super('dangol-before-vote-cast', detail, true);
  }
}
