import type { Review, VoteResult } from '../../server/community/reviews/contract.ts';
import { BeforeVoteCastEvent, ProblemShowEvent, VoteCastEvent } from '../core/events.ts';
import { problemOf } from '../core/problems.ts';
import type { BoardHost } from './host.ts';

/** Votes answer within a frame, and turn back visibly when they are refused. */
export class Votes {
  readonly #host: BoardHost;
  /** What each vote is to be, while the service does not know it yet. */
  #wanted = new Map<string, boolean>();
  #running = new Set<string>();

  constructor(host: BoardHost) {
    this.#host = host;
  }

  #known(review: Review): boolean {
    return this.#host.data.helped.has(review.id);
  }

  isPressed(review: Review): boolean {
    return this.#wanted.get(review.id) ?? this.#known(review);
  }

  /** How many it helped, as it will be: a guest's vote weighs nothing until they sign in. */
  count(review: Review): number {
    const wanted = this.#wanted.get(review.id);
    const counts = this.#host.shop?.session.kind === 'member';
    if (!counts || wanted === undefined || wanted === this.#known(review)) return review.helpful;
    return Math.max(0, review.helpful + (wanted ? 1 : -1));
  }

  async toggle(review: Review): Promise<void> {
    const { data, shop, spoken } = this.#host;
    if (!shop || !spoken) return;
    const isMine = data.mine?.review?.id === review.id;
    const isStranger = data.board?.mall.write === 'members' && shop.session.kind !== 'member';
    if (isMine || isStranger) {
      await spoken.more();
      // A host that has a sign-in of its own may open it now.
      if (isStranger) this.#host.dispatchEvent(new ProblemShowEvent({ code: 'sign-in-required' }));
      this.#host.notify(spoken.t(isMine ? 'voteOwn' : 'voteSignIn'));
      return;
    }
    const wanted = !this.isPressed(review);
    if (!this.#host.dispatchEvent(new BeforeVoteCastEvent({ review: review.id, helpful: wanted || null }))) return;
    this.#wanted.set(review.id, wanted);
    this.#host.requestUpdate();
    if (!this.#running.has(review.id)) await this.#send(review);
  }

  /** Sends until the service knows what was wanted last: somebody may press again meanwhile. */
  async #send(review: Review): Promise<void> {
    const { id } = review;
    const { data, shop, spoken } = this.#host;
    this.#running.add(id);
    try {
      for (let sent: boolean | undefined; this.#wanted.get(id) !== sent; ) {
        sent = this.#wanted.get(id)!;
        const result = await shop!.client.request<VoteResult>(sent ? 'PUT' : 'DELETE', `reviews/${id}/vote`, {
          as: 'writer',
          lang: spoken!.lang,
          ...(sent && { body: { helpful: true } }),
        });
        if (result.mine) data.helped.add(id);
        else data.helped.delete(id);
        const shown = data.items.find((one) => one.id === id);
        if (shown) data.upsert({ ...shown, helpful: result.helpful });
        this.#host.dispatchEvent(new VoteCastEvent(result));
        if (sent && shop!.session.kind === 'guest') {
          await spoken!.more();
          this.#host.notify(spoken!.t('guestVote'));
        }
      }
    } catch (error) {
      const problem = problemOf(error);
      if (problem.code === 'not-found' || problem.code === 'gone') data.remove(id);
      this.#host.tell(problem);
    } finally {
      this.#running.delete(id);
      this.#wanted.delete(id);
      this.#host.requestUpdate();
    }
  }
}
