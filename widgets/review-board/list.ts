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
  #hasMenu = false;

  constructor(board: BoardHost) {
    this.#board = board;
    this.#votes = new Votes(board);
  }

  /** Another product: nothing is open. */
  begin(): void {
    this.#open.clear();
  }

  draw(list: Element): void {
    const { data, words } = this.#board;
    const mall = data.board?.mall;
    if (!mall || !words) return;
    const rows = new Map<string, HTMLLIElement>();
    let at = list.firstElementChild;
    const isLate = data.drawn < data.items.length;
    if (isLate) data.drawn = Math.min(data.items.length, data.drawn + SLICE);
    for (const review of data.items.slice(0, data.drawn)) {
      const row = this.#rows.get(review.id) ?? document.createElement('li');
      rows.set(review.id, row);
      row.className = data.arrived.has(review.id) ? 'item fresh' : 'item';
      row.part.value = 'review';
      if (row === at) at = at.nextElementSibling;
      else list.insertBefore(row, at);
      render(this.#item(review, mall, words), row);
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
    const keys = board.data.isMine(review.id) ? (['edit', 'delete'] as const) : (['report'] as const);
    return item({
      review,
      mall,
      words,
      votes,
      menu: this.#hasMenu
        ? html`<dangol-part-menu
            .label=${words.t('menu')}
            .items=${keys.map((key) => ({ key, label: words.t(key), grave: key === 'delete' }))}
            @dangol-part-menu-pick=${({ key }: Event & { key: string }) =>
              board.open(
                key === 'report'
                  ? { kind: 'report', subject: { kind: 'review', id: review.id } }
                  : { kind: key as 'edit', review },
              )}
          ></dangol-part-menu>`
        : undefined,
      comments: this.#open.has(review.id)
        ? html`<dangol-board-comments id="comments-${review.id}" .board=${board} .review=${review}></dangol-board-comments>`
        : nothing,
      onVote: () => {
        if (votes.toggle(review)) void board.act((acts) => acts.sendVote(board, votes, review));
      },
      onMenu: ({ currentTarget }) =>
        void board.act((acts) =>
          acts.menu(board, currentTarget as HTMLElement, () => {
            this.#hasMenu = true;
          }),
        ),
      onComments: () => this.#comments(review),
      onHistory: () => void board.open({ kind: 'history', review }),
      onPhoto: (index) =>
        void board.open({ kind: 'photo', photos: review.photos.map((photo) => ({ photo, review })), index }),
    });
  }
}
