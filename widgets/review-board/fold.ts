import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** So much of the lower edge is under the button. */
const COVERED = 60;

/** Whether something of the page has its end below: the only thing that growing can move. What floats or is not shown is not moved. */
function hasBelow(element: Element, bottom: number): boolean {
  for (let at: Element | null = element; at; at = at.parentElement ?? (at.getRootNode() as ShadowRoot).host)
    for (let next = at.nextElementSibling; next; next = next.nextElementSibling)
      if ((next as HTMLElement).offsetParent && next.getBoundingClientRect().bottom > bottom) return true;
  return false;
}

/**
 * Keeps a board at its reserved height while growing would move something that can be seen: its lower edge is in the
 * viewport, with content of the page below. It unfolds by itself once that edge is below the viewport, by the
 * button, or when somebody does anything with a review: what opens then needs its room.
 */
export class Fold implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #isSettled: () => boolean;
  #edge: IntersectionObserver | undefined;
  #size: ResizeObserver | undefined;
  /** While true the board has exactly its reserved height. */
  isFolded = true;
  /** There is more than fits. */
  isOver = false;

  /** @param isSettled whether everything that was loaded is drawn: until then nobody knows how high it is */
  constructor(host: ReactiveControllerHost & HTMLElement, isSettled: () => boolean) {
    this.#host = host;
    this.#isSettled = isSettled;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#edge?.disconnect();
    this.#size?.disconnect();
    this.#edge = this.#size = undefined;
  }

  hostUpdated(): void {
    if (!this.isFolded || this.#edge || !this.#isSettled()) return;
    const root = this.#host.shadowRoot!;
    // Both report once at the start, after the browser's own layout: nothing here forces one.
    this.#edge = new IntersectionObserver((entries) => {
      const { isIntersecting, boundingClientRect } = entries[entries.length - 1]!;
      const { bottom } = boundingClientRect;
      // Below what is seen, or nothing of the page comes after it: growing moves nothing.
      const isBelow = !isIntersecting && bottom >= document.documentElement.clientHeight;
      if (isBelow || !hasBelow(this.#host, bottom)) return this.unfold();
      // Only now: a button for unfolding that comes and goes would be seen to.
      this.#size ??= new ResizeObserver(([entry]) => {
        this.isOver = entry!.contentRect.height > this.#host.offsetHeight + 1;
        this.#cut();
      });
      this.#size.observe(root.querySelector('.content')!);
    });
    this.#edge.observe(root.querySelector('.edge')!);
  }

  unfold = (): void => {
    if (!this.isFolded) return;
    this.isFolded = false;
    this.hostDisconnected();
    this.#cut();
  };

  /** What is cut off, or under the button, can be seen but not pressed: half a button is none. */
  #cut(): void {
    const end = this.isFolded && this.isOver ? this.#host.offsetHeight - COVERED : Number.POSITIVE_INFINITY;
    for (const one of this.#host.shadowRoot!.querySelectorAll<HTMLElement>('.content > :not(.list), .item'))
      one.inert = one.offsetTop + one.offsetHeight > end;
    this.#host.requestUpdate();
  }
}
