import { html, nothing, render } from 'lit';
import type { Review } from '../../server/community/reviews/contract.ts';
import type { PublicMall } from '../../server/mall/malls/contract.ts';
import type { Words } from '../core/words.ts';
import type { BoardHost } from './host.ts';
import { item } from './item.ts';
import { Votes } from './votes.ts';

/** Reviews drawn at once; the rest follows, a few in each slice, so that no frame is late. */
const SLICE = 3;

/** Draws the reviews, each in a row of its own that stays the same while others come and go around it. */
export class BoardList {
  readonly #board: BoardHost;
  readonly #votes: Votes;
  #rows = new Map<string, HTMLLIElement>();
  /** Ids of reviews whose comments are open. */
  readonly #open = new Set<string>();
  #menu: typeof import('./review-menu.ts').reviewMenu | undefined;

  constructor(board: BoardHost) {
    this.#board = board;
    this.#votes = new Votes(board);
  }

  /** Another product: nothing is open. */
  begin(): void {
    this.#open.clear();
  }

  draw(list: Element): void {
    const board = this.#board;
    const { data, words } = board;
    const mall = data.board?.mall;
    if (!mall || !words) return;
    const rows = new Map<string, HTMLLIElement>();
    let at = list.firstElementChild;
    const isLate = data.drawn < data.items.length;
    let end = isLate ? data.drawn + SLICE : data.items.length;
    if (board.late === undefined) {
      // What would grow by its later reviews waits for them.
      const growing = data.items.findIndex(({ later }) => later.length);
      if (growing >= 0 && growing < end) {
        end = growing;
        board.bringLate();
      }
    }
    data.drawn = Math.min(data.items.length, end);
    for (const review of data.items.slice(0, data.drawn)) {
      const row = this.#rows.get(review.id) ?? document.createElement('li');
      rows.set(review.id, row);
      row.className = data.arrived.has(review.id) ? 'item fresh' : 'item';
      row.part.value = 'review';
      if (row === at) at = at.nextElementSibling;
      else list.insertBefore(row, at);
      render(this.#item(review, mall, words), row, {});
    }
    for (let next = at; next; next = at) {
      at = next.nextElementSibling;
      next.remove();
    }
    this.#rows = rows;
    // A frame is painted before the next slice is drawn.
    if (isLate) requestAnimationFrame(() => setTimeout(() => this.#board.requestUpdate()));
  }

  #comments({ id }: Review): void {
    const board = this.#board;
    if (this.#open.delete(id)) board.requestUpdate();
    else
      void board.act(async (acts) => {
        await acts.comments(board);
        this.#open.add(id);
        board.requestUpdate();
      });
  }

  #item(review: Review, mall: PublicMall, words: Words) {
    const board = this.#board;
    const votes = this.#votes;
    return item({
      review,
      mall,
      words,
      votes,
      own: board.data.own?.(review),
      marks: board.marks,
      later: board.late?.timeline(board, review),
      menu: this.#menu?.(board, review),
      comments: this.#open.has(review.id)
        ? html`<dangol-board-comments id="comments-${review.id}" .board=${board} .review=${review}></dangol-board-comments>`
        : nothing,
      onVote: () => {
        if (votes.toggle(review)) void board.act((acts) => acts.sendVote(board, votes, review));
      },
      onMenu: ({ currentTarget }) =>
        void board.act((acts) =>
          acts.menu(board, currentTarget as HTMLElement, (menu) => {
            this.#menu = menu;
          }),
        ),
      onComments: () => this.#comments(review),
      open: (request) => void board.open(request),
    });
  }
}
