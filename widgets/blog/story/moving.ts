import type { ReactiveController, ReactiveControllerHost } from 'lit';

interface Host extends ReactiveControllerHost {
  readonly renderRoot: ParentNode;
}

/**
 * What moves in a story: an animation while it is in view, unless the shopper stopped it or asked their device for
 * rest; a clip from the tap on it.
 */
export class Moving implements ReactiveController {
  readonly #host: Host;
  /** Places of what moves now. */
  #on = new Set<number>();
  /** Animations that the shopper has turned on or off by hand. */
  #byHand = new Set<number>();
  #seen: IntersectionObserver | undefined;
  #watched = new Set<Element>();

  constructor(host: Host) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#seen?.disconnect();
    this.#seen = undefined;
    this.#watched.clear();
    this.#on.clear();
  }

  isOn(at: number): boolean {
    return this.#on.has(at);
  }

  /** Looks which animations are in view. */
  watch(): void {
    for (const one of this.#host.renderRoot.querySelectorAll('.fit.animation')) {
      if (this.#watched.has(one)) continue;
      this.#watched.add(one);
      this.#seen ??= new IntersectionObserver((entries) => this.#look(entries), { threshold: 0.5 });
      this.#seen.observe(one);
    }
  }

  #look(entries: readonly IntersectionObserverEntry[]): void {
    const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
    for (const { target, isIntersecting } of entries) {
      const at = Number((target as HTMLElement).dataset.at);
      if (!isIntersecting) this.#on.delete(at);
      else if (!isStill && !this.#byHand.has(at)) this.#on.add(at);
    }
    this.#host.requestUpdate();
  }

  /** By hand: from now on it moves and stops only so. */
  toggle(at: number): void {
    this.#byHand.add(at);
    if (!this.#on.delete(at)) this.#on.add(at);
    this.#host.requestUpdate();
  }

  stop(at: number): void {
    this.#on.delete(at);
    this.#host.requestUpdate();
  }

  /** A clip, asked for by a tap: with its sound. */
  async play(at: number): Promise<void> {
    this.#on.add(at);
    this.#host.requestUpdate();
    await this.#host.updateComplete;
    const video = this.#host.renderRoot.querySelector<HTMLVideoElement>(`#clip-${at}`);
    video?.focus({ preventScroll: true });
    try {
      await video?.play();
    } catch {
      // The browser refused or the clip did not come; its controls are there for another try.
    }
  }
}
