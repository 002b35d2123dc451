import type { Review } from '../../server/community/reviews/contract.ts';
import { newAct } from '../core/act.ts';
import { BeforeReviewEditEvent, BeforeReviewPostEvent } from '../core/events.ts';
import { pageUrl } from '../core/page-url.ts';
import type { BoardHost } from './host.ts';
import type { Written } from './written.ts';

/** Sends what was written, as a new review or as another version of one. */
export class ReviewSending {
  readonly #board: BoardHost;
  readonly #review: Review | undefined;
  /** The version that the writer has seen. */
  #version: number;
  #act = newAct();
  #sent = '';

  constructor(board: BoardHost, review: Review | undefined) {
    this.#board = board;
    this.#review = review;
    this.#version = review?.version ?? 0;
  }

  get product(): string {
    return this.#review?.product ?? this.#board.data.board!.summary.product;
  }

  /** Whether the page lets it happen. */
  isLet(written: Written): boolean {
    const review = this.#review;
    const { later } = written;
    const draft = { product: this.product, ...textsOf(written), ...(later && { later }) };
    return this.#board.dispatchEvent(
      review ? new BeforeReviewEditEvent({ draft, review }) : new BeforeReviewPostEvent({ draft }),
    );
  }

  /** @throws ClientProblem */
  send(written: Written): Promise<Review> {
    const { client } = this.#board.side!;
    const { options, attributes, photos, later } = written;
    const content = { ...textsOf(written), options, attributes, photos: photos.map(({ id }) => id) };
    const lang = this.#board.words!.lang;
    if (this.#review) {
      const body = { ...content, version: this.#version };
      return client.request('PATCH', `reviews/${this.#review.id}`, { as: 'writer', lang, body });
    }
    const url = pageUrl();
    const body = {
      product: this.product,
      ...content,
      ...(later && { later }),
      ...(url && { seen: { url } }),
    };
    // Another text is another act: the old key would be refused with it.
    const sending = JSON.stringify(body);
    if (sending !== this.#sent) this.#act = newAct();
    this.#sent = sending;
    return client.request('POST', 'reviews', { as: 'writer', lang, body, act: this.#act });
  }

  /** Somebody, or another tab, was faster: from now on the writer has seen that version. */
  async catchUp(): Promise<number> {
    const path = `reviews/${this.#review!.id}`;
    const { version } = await this.#board.side!.client.get<Review>(path, { fresh: true, as: 'signed' });
    this.#version = version;
    return version;
  }
}

const textsOf = ({ stars, title, text }: Written) => ({ stars, title: title.trim(), text: text.trim() });
