import { oneOf } from '../core/element.ts';
import type { BoardHost } from './host.ts';
import { SORTS, type View } from './view.ts';

/** Reads the view from the page's own address. Names begin with `dangol-`, so that they meet nothing of the host's. */
export function viewInAddress(board: BoardHost): View {
  const query = new URLSearchParams(location.search);
  const pair = (name: string) => (/^[^:]+:./.test(query.get(name) ?? '') ? query.get(name) : null);
  const q = query.get('dangol-q')?.trim().slice(0, 100) || null;
  if (q) void board.act((acts) => acts.search(board, true));
  return {
    q,
    sort: oneOf(query.get('dangol-sort') ?? board.sort, SORTS, 'helpful'),
    stars:
      Number(oneOf(query.get('dangol-stars'), ['1', '2', '3', '4', '5'], '1')) *
        Number(query.has('dangol-stars')) || null,
    bought: query.has('dangol-bought'),
    photo: query.has('dangol-photo'),
    option: pair('dangol-option'),
    attribute: pair('dangol-attribute'),
  };
}

/** Puts the view into the page's address, without a step in its history. */
export function keepInAddress(view: View): void {
  const url = new URL(location.href);
  const put = (name: string, value: string | null) =>
    value === null
      ? url.searchParams.delete(`dangol-${name}`)
      : url.searchParams.set(`dangol-${name}`, value);
  put('sort', view.sort === 'helpful' ? null : view.sort);
  put('stars', view.stars === null ? null : String(view.stars));
  put('bought', view.bought ? '1' : null);
  put('photo', view.photo ? '1' : null);
  put('option', view.option);
  put('attribute', view.attribute);
  put('q', view.q);
  try {
    history.replaceState(history.state, '', url);
  } catch {
    // A page without an address of its own, such as a preview.
  }
}
