import type { ReactiveController, ReactiveControllerHost } from 'lit';

/**
 * Keeps the room that was reserved while somebody could see the page move: as many lines as were asked for, until the
 * whole list is out of sight, or until the shopper asks for another one.
 */
export class Room implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  #sight: IntersectionObserver | undefined;
  #isSeen = true;
  /** Lines that there is room for. */
  lines = 10;
  /** Lines that there are; nothing while nobody knows. */
  wanted: number | undefined;
  /** Still as high as the page was told at first. */
  isReserved = true;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#sight?.disconnect();
    this.#sight = undefined;
  }

  hostUpdated(): void {
    if (this.#sight) return;
    // Reports once at the start, after the browser's own layout.
    this.#sight = new IntersectionObserver((entries) => {
      this.#isSeen = entries[entries.length - 1]!.isIntersecting;
      if (!this.#isSeen) this.fit();
    });
    this.#sight.observe(this.#host);
  }

  /** Another list from the start. */
  reserve(lines: number): void {
    this.lines = lines;
    this.wanted = undefined;
    this.isReserved = true;
  }

  /** There are so many lines now. */
  take(lines: number): void {
    this.wanted = lines;
    if (!this.#isSeen) this.fit();
  }

  /** Takes exactly the room that is needed. */
  fit(): void {
    if (this.wanted === undefined || (!this.isReserved && this.lines === this.wanted)) return;
    this.lines = this.wanted;
    this.isReserved = false;
    this.#host.requestUpdate();
  }
}
