/**
 * Drags a row of a list by its handle, with a mouse, a pen or a finger: whenever it has come past the middle of another
 * one, it takes that one's place.
 *
 * @param move takes the row from one place to another, and draws the list anew
 */
export function dragRow(down: PointerEvent, move: (from: number, to: number) => void): void {
  const row = (down.currentTarget as HTMLElement).closest('li');
  const list = row?.parentElement;
  if (!row || !list || down.button !== 0) return;
  // Else the phone scrolls, or a text is marked.
  down.preventDefault();
  const { pointerId } = down;
  const places = () => [...list.children] as HTMLElement[];
  row.classList.add('lifted');

  const onMove = (event: PointerEvent) => {
    if (event.pointerId !== pointerId) return;
    const rows = places();
    const from = rows.indexOf(row);
    const middle = (one: HTMLElement) => {
      const { top, height } = one.getBoundingClientRect();
      return top + height / 2;
    };
    let to = rows.findIndex((one, at) => at < from && event.clientY < middle(one));
    // Only past its middle, or two rows of unlike height would change places for ever.
    if (to < 0)
      rows.forEach((one, at) => {
        if (at > from && event.clientY > middle(one)) to = at;
      });
    if (to >= 0) move(from, to);
  };
  const end = (event: PointerEvent) => {
    if (event.pointerId !== pointerId) return;
    row.classList.remove('lifted');
    for (const name of Object.keys(listeners))
      removeEventListener(name, listeners[name] as EventListener, true);
  };
  const listeners: Record<string, (event: PointerEvent) => void> = {
    pointermove: onMove,
    pointerup: end,
    pointercancel: end,
  };
  for (const name of Object.keys(listeners)) addEventListener(name, listeners[name] as EventListener, true);
}
