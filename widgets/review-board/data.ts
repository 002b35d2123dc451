import type { ReactiveController, TemplateResult } from 'lit';
import type { Board, MyBoard, Review, ReviewPage } from '../../server/community/reviews/contract.ts';
import { liveOf } from '../core/live.ts';
import { Load } from '../core/load.ts';
import type { MallSide } from '../core/page.ts';
import type { BoardHost, OwnActs } from './host.ts';
import { isFiltered, plainView, type View } from './view.ts';

/** After so many the waits grow no more. */
const MOST_FAILURES = 10;

/** What a board shows, where it comes from, and how it stays true. */
export class BoardData implements ReactiveController {
  readonly host: BoardHost;
  readonly first: Load<Board>;
  readonly list: Load<ReviewPage>;
  view: View = plainView(null);
  items: Review[] = [];
  next: string | null = null;
  /** What stands where nothing fits, once something was picked. */
  none: (() => TemplateResult) | undefined;
  mine: MyBoard | undefined;
  /** How many times that was asked for: only the newest answer counts. */
  asks = 0;
  /** What I am told about a review of mine that is hidden. */
  note: TemplateResult | undefined;
  /** What I can do about a review of mine. */
  own: ((review: Review) => OwnActs | undefined) | undefined;
  /** Ids of reviews that helped me. */
  helped = new Set<string>();
  /** Ids of reviews that came while somebody was looking. */
  arrived = new Set<string>();
  /** How many reviews are drawn already: the rest follows in slices. */
  drawn = 0;
  isLoadingMore = false;
  /** The mall is read by members only: every read carries the token. */
  isSigned = false;
  side: MallSide | undefined;
  product = '';
  limit: string | undefined;
  #again: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  #stops: (() => void)[] = [];
  /** Reviews that have changed elsewhere and are to be asked for anew. */
  touched = new Set<string>();
  /** The counts have changed elsewhere. */
  isSummaryOld = false;

  constructor(host: BoardHost) {
    this.host = host;
    this.first = new Load(host);
    this.list = new Load(host);
    host.addController(this);
  }

  get board(): Board | undefined {
    return this.first.value;
  }

  /** Shows another product, or the same one anew. */
  begin(side: MallSide, product: string, view: View, limit: string | undefined): void {
    this.#stop();
    this.side = side;
    this.product = product;
    this.limit = limit;
    this.view = view;
    this.first.reset();
    this.list.reset();
    this.items = [];
    this.setMine(undefined);
    this.#stops.push(side.session.onChange(() => void this.#sessionChanged()));
    void this.reload();
  }

  hostDisconnected(): void {
    this.#stop();
  }

  #stop(): void {
    clearTimeout(this.#again);
    for (const stop of this.#stops.splice(0)) stop();
    this.#unlisten();
    this.arrived.clear();
    this.touched.clear();
  }

  /** Whether reads carry the token. */
  get as(): 'signed' | undefined {
    return this.isSigned ? 'signed' : undefined;
  }

  /** Loads everything that the first paint needs. What is shown stays until the answer is there. */
  async reload(fresh = false): Promise<void> {
    const side = this.side;
    if (!side) return;
    clearTimeout(this.#again);
    const { view, product, limit, host } = this;
    // The loader builds the same address: its early answer is found by it.
    const sort = host.sort && view.sort === host.sort ? view.sort : undefined;
    const done = await this.first.run(async (signal) => {
      const ask = () =>
        Promise.all([
          side.client.get<Board>('board', { query: { product, sort, limit }, signal, fresh, as: this.as }),
          isFiltered(view) || (view.sort !== 'helpful' && !sort)
            ? import('./looking.ts').then(({ askFor }) => askFor(this, { signal, fresh }))
            : undefined,
        ]);
      const answers = await ask().catch((error) =>
        import('./refused.ts').then(
          ({ again }) => again(this, error, ask),
          // Nothing can be loaded at all: that is another matter.
          () => Promise.reject(error),
        ),
      );
      // Whoever has picked something else meanwhile is shown the answer to that.
      if (view === this.view && !signal.aborted) this.show(answers[1] ?? answers[0].reviews);
      return answers[0];
    });
    if (done && this.first.state === 'failed' && !host.trouble)
      // The service may be away for a while: the board comes by itself when it is back.
      this.#again = setTimeout(
        () => void this.reload(),
        6_000 * (0.5 + Math.random()) * Math.min(++this.#failures, MOST_FAILURES),
      );
    if (!done || !this.board) return;
    if (this.first.state === 'ready') this.#failures = 0;
    host.mallSays(this.board.mall);
    this.#listen(this.board.position);
    void this.loadMine();
  }

  /** Shows another page of reviews. */
  show(page: ReviewPage): void {
    this.items = page.items;
    this.next = page.next;
    this.drawn = 0;
    this.arrived.clear();
  }

  /** What is mine here: my review, my votes. Asked for after the first paint, and only by somebody. */
  async loadMine(): Promise<void> {
    const { side } = this;
    const ask = ++this.asks;
    if (!side || side.session.kind === 'none') {
      this.setMine(undefined);
      this.host.requestUpdate();
      return;
    }
    try {
      await (await import('./acts.ts')).loadMine(this);
    } catch {
      // The board works without; each act asks the service anyway.
      if (ask === this.asks) this.setMine(undefined);
    }
    this.host.requestUpdate();
  }

  /** Takes what is mine; nothing when I am nobody. */
  setMine(mine: MyBoard | undefined): void {
    this.mine = mine;
    this.note = this.own = undefined;
    const votes = mine?.votes ?? {};
    this.helped = new Set(Object.keys(votes).filter((id) => votes[id]));
  }

  async #sessionChanged(): Promise<void> {
    if (this.isSigned || this.first.state === 'refused') await this.reload(true);
    else await this.loadMine();
    this.host.sessionChanged();
  }

  #unlisten: () => void = () => undefined;

  #listen(position: number): void {
    this.#unlisten();
    this.#unlisten = liveOf(this.side!).subscribe(`product:${this.product}`, position, {
      change: (change) =>
        void import('./acts.ts').then(
          ({ noteChange }) => noteChange(this, change),
          () => void this.reload(true),
        ),
      reset: () => void this.reload(true),
    });
  }
}
