import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** How old a list may be: a few minutes, not the same for everybody. */
const AFTER_MS = 5 * 60_000;
/** Somebody who only glanced at another tab has nothing to catch up on. */
const GLANCE_MS = 60_000;

/** Calls every few minutes while the page is seen, and when it is seen again: leaders have no topic to listen to. */
export class Refresh implements ReactiveController {
  readonly #run: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #last = 0;

  constructor(host: ReactiveControllerHost, run: () => void) {
    this.#run = run;
    host.addController(this);
  }

  hostConnected(): void {
    document.addEventListener('visibilitychange', this.#seen);
    this.done();
  }

  hostDisconnected(): void {
    document.removeEventListener('visibilitychange', this.#seen);
    clearTimeout(this.#timer);
  }

  /** Something has just been loaded. */
  done(): void {
    this.#last = Date.now();
    this.#wait();
  }

  #wait(): void {
    clearTimeout(this.#timer);
    if (!document.hidden) this.#timer = setTimeout(() => this.#due(), AFTER_MS * (0.8 + Math.random() * 0.4));
  }

  #due(): void {
    this.done();
    this.#run();
  }

  #seen = (): void => {
    if (!document.hidden && Date.now() - this.#last > GLANCE_MS) this.#due();
    else this.#wait();
  };
}
