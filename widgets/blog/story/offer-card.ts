import type { ReactiveController, ReactiveControllerHost } from 'lit';

interface Host extends ReactiveControllerHost {
  readonly renderRoot: ParentNode;
}

/**
 * The card beside a dot: `#offer` of its host, for `#dot-<key>`. It lies above everything where the browser knows
 * popovers, else where it stands.
 */
export class OfferCard implements ReactiveController {
  readonly #host: Host;
  /** Key of the dot that is open; empty: none. */
  opened = '';
  #isPlaced = false;

  constructor(host: Host) {
    this.#host = host;
    host.addController(this);
  }

  hostUpdated(): void {
    if (this.opened && !this.#isPlaced) this.#place();
  }

  hostDisconnected(): void {
    this.shut();
  }

  get #card(): HTMLElement | null {
    return this.#host.renderRoot.querySelector<HTMLElement>('#offer');
  }

  get #dot(): HTMLElement | null {
    return this.#host.renderRoot.querySelector<HTMLElement>(`#dot-${this.opened}`);
  }

  /** Opens it at a dot; at the one that is open it shuts. */
  async open(key: string): Promise<void> {
    const isOpen = this.opened === key;
    this.shut();
    if (isOpen) return;
    this.opened = key;
    document.addEventListener('pointerdown', this.#outside, true);
    this.#host.requestUpdate();
    await this.#host.updateComplete;
    this.#card?.focus({ preventScroll: true });
  }

  /** @param isBack the focus goes back to its dot */
  shut(isBack = false): void {
    if (!this.opened) return;
    const dot = this.#dot;
    const card = this.#card;
    document.removeEventListener('pointerdown', this.#outside, true);
    if (card && 'popover' in card && card.matches(':popover-open')) card.hidePopover();
    this.opened = '';
    this.#isPlaced = false;
    this.#host.requestUpdate();
    if (isBack) dot?.focus({ preventScroll: true });
  }

  #outside = (event: Event): void => {
    const path = event.composedPath();
    if (!path.includes(this.#card!) && !path.includes(this.#dot!)) this.shut();
  };

  // Above the page its place is counted from the page's own corner, so it scrolls along with the dot.
  #place(): void {
    this.#isPlaced = true;
    const card = this.#card;
    const dot = this.#dot?.getBoundingClientRect();
    if (!card || !dot || !('popover' in card)) return;
    card.showPopover();
    const page = document.documentElement;
    const { offsetWidth: width, offsetHeight: height } = card;
    const middle = dot.left + dot.width / 2;
    const x = Math.max(8, Math.min(middle - width / 2, page.clientWidth - width - 8));
    const isBelow = dot.bottom + height < page.clientHeight || dot.top < height;
    const y = isBelow ? dot.bottom - 4 : dot.top - height + 4;
    card.style.setProperty('left', `${x + scrollX}px`);
    card.style.setProperty('top', `${y + scrollY}px`);
  }

  keys = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !this.opened) return;
    event.preventDefault();
    event.stopPropagation();
    this.shut(true);
  };

  leave = (event: FocusEvent): void => {
    const to = event.relatedTarget as Node | null;
    if (to && !this.#card?.contains(to) && to !== this.#dot) this.shut();
  };
}
