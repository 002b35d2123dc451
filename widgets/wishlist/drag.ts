import { wishlistMoreWords } from '../core/strings/wishlist.ts';
import type { WishlistHost } from './host.ts';
import { moveTo } from './order.ts';

/** So near to an edge of the window the page scrolls along. */
const EDGE = 60;

/**
 * Drags a wish by its handle, with a mouse, a pen or a finger. While it moves, nothing is taken out of the document:
 * rows change places by their `order` alone, so that the browser never loses hold of what is dragged.
 */
export function drag(host: WishlistHost, id: string, down: PointerEvent): void {
  const root = host.shadowRoot!;
  const row = root.querySelector<HTMLElement>(`#w-${CSS.escape(id)}`);
  if (!row || down.button !== 0) return;
  const rows = [...row.parentElement!.children] as HTMLElement[];
  const from = rows.indexOf(row);
  const words = host.words!;
  const { pointerId } = down;
  const start = { x: down.clientX + scrollX, y: down.clientY + scrollY };
  let at = { x: down.clientX, y: down.clientY };
  let to = from;
  let isLifted = false;
  let frame = 0;

  const lift = () => {
    isLifted = true;
    rows.forEach((one, place) => {
      one.style.setProperty('order', String(2 * place));
    });
    row.classList.add('lifted');
    void wishlistMoreWords(words).then(
      () => host.say(words.t('moveGrabbed')),
      () => undefined,
    );
  };
  const home = { x: row.offsetLeft, y: row.offsetTop };
  const draw = () => {
    frame = 0;
    const x = at.x + scrollX - start.x + home.x - row.offsetLeft;
    const y = at.y + scrollY - start.y + home.y - row.offsetTop;
    row.style.setProperty('transform', `translate(${x}px,${y}px) scale(1.02)`);
  };
  const look = () => {
    const over = (root.elementFromPoint(at.x, at.y) as HTMLElement | null)?.closest<HTMLElement>(
      '.grid > li',
    );
    const place = over ? rows.indexOf(over) : -1;
    if (!over || place < 0 || over === row) return;
    const box = over.getBoundingClientRect();
    // Where the row would stand if it came before or behind the one that it is over.
    const isBehind = Number(over.style.order) > Number(row.style.order);
    const isStacked = box.width > row.parentElement!.clientWidth * 0.6;
    const middle = isStacked ? at.y - (box.top + box.height / 2) : at.x - (box.left + box.width / 2);
    // Only past its middle, or the two would change places for ever.
    const isSameRow = isStacked || Math.abs(row.offsetTop - over.offsetTop) < box.height / 2;
    if (isSameRow && (isBehind ? middle < 0 : middle > 0)) return;
    row.style.setProperty('order', String(2 * place + (isBehind ? 1 : -1)));
    to = place > from ? (isBehind ? place : place - 1) : isBehind ? place + 1 : place;
  };
  const step = () => {
    const by = at.y < EDGE ? at.y - EDGE : Math.max(0, at.y - innerHeight + EDGE);
    if (by) scrollBy(0, by / 4);
    look();
    draw();
    if (by && isLifted) frame = requestAnimationFrame(step);
  };
  const move = (event: PointerEvent) => {
    if (event.pointerId !== pointerId) return;
    // Let go before this code was there.
    if (!event.buttons) return end(false);
    at = { x: event.clientX, y: event.clientY };
    if (!isLifted && Math.hypot(at.x + scrollX - start.x, at.y + scrollY - start.y) > 5) lift();
    if (isLifted && !frame) frame = requestAnimationFrame(step);
  };
  const end = (isDone: boolean) => {
    for (const [name, listener] of listeners) removeEventListener(name, listener as EventListener, true);
    cancelAnimationFrame(frame);
    if (!isLifted) return;
    if (isDone) look();
    isLifted = false;
    row.classList.remove('lifted');
    for (const one of rows) one.style.removeProperty('order');
    row.style.removeProperty('transform');
    if (isDone) void host.act(() => moveTo(host, id, to));
  };
  const up = (event: PointerEvent) => event.pointerId === pointerId && end(true);
  const cancel = (event: PointerEvent) => event.pointerId === pointerId && end(false);
  const key = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    end(false);
  };
  const listeners = [
    ['pointermove', move],
    ['pointerup', up],
    ['pointercancel', cancel],
    ['keydown', key],
  ] as const;
  for (const [name, listener] of listeners) addEventListener(name, listener as EventListener, true);
}
