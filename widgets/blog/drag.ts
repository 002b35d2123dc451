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
    const to = rows.findIndex((one) => {
      const { top, bottom, height } = one.getBoundingClientRect();
      // Only past its middle, or two rows of unlike height would change places for ever.
      const past =
        rows.indexOf(one) > from ? event.clientY > top + height / 2 : event.clientY < top + height / 2;
      return one !== row && past && event.clientY >= top - height && event.clientY <= bottom + height;
    });
    const last = rows.length - 1;
    const wanted =
      event.clientY < rows[0]!.getBoundingClientRect().top
        ? 0
        : event.clientY > rows[last]!.getBoundingClientRect().bottom
          ? last
          : to;
    if (wanted >= 0 && wanted !== from) move(from, wanted);
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
