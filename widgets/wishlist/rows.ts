import { render } from 'lit';
import type { Wish } from '../../server/community/wishlists/contract.ts';
import { card } from './card.ts';
import type { WishlistHost } from './host.ts';

/** Draws the wishes, each in a row of its own that stays the same while others come, go and change places. */
export class Rows {
  readonly #host: WishlistHost;
  #rows = new Map<string, HTMLLIElement>();

  constructor(host: WishlistHost) {
    this.#host = host;
  }

  draw(list: Element): void {
    const host = this.#host;
    const { data, words } = host;
    const rows = new Map<string, HTMLLIElement>();
    let at = list.firstElementChild;
    for (const wish of data.items) {
      const row = this.#rows.get(wish.id) ?? this.#make(wish);
      rows.set(wish.id, row);
      // Nothing else of it is touched: it may be in somebody's hand.
      row.classList.toggle('talking', host.talking.has(wish.id));
      // What is being written in a row would lose the focus: the others go out of its way.
      if (row.parentNode === list && row.matches(':focus-within'))
        while (at && at !== row) {
          const next: Element | null = at.nextElementSibling;
          list.append(at);
          at = next;
        }
      if (row === at) at = at.nextElementSibling;
      else list.insertBefore(row, at);
      render(card(host, wish, data.mall!, words!), row, {});
    }
    for (let next = at; next; next = at) {
      at = next.nextElementSibling;
      next.remove();
    }
    this.#rows = rows;
  }

  #make({ id }: Wish): HTMLLIElement {
    const row = document.createElement('li');
    row.id = `w-${id}`;
    row.part.value = 'wish';
    return row;
  }
}
