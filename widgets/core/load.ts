import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { type ClientProblem, problemOf } from './problems.ts';

/** What a widget shows of something it loads. */
export type LoadState = 'waiting' | 'ready' | 'failed' | 'refused' | 'offline';

/** Of the codes that a read can meet: who asks may not, as who they are. */
const REFUSAL = /required|refused|allowed|wrong/;

/**
 * Numbered, abortable loads: only the newest one writes, an older one is stopped. While something is shown already,
 * a new load leaves it there until its own answer has come.
 */
export class Load<Value> implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #run = 0;
  #abort: AbortController | undefined;
  state: LoadState = 'waiting';
  busy = false;
  value: Value | undefined;
  problem: ClientProblem | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#abort?.abort();
    this.#run++;
    this.busy = false;
  }

  /** Starts a load. Answers whether it was the one that wrote. */
  async run(task: (signal: AbortSignal) => Promise<Value>): Promise<boolean> {
    const run = ++this.#run;
    this.#abort?.abort();
    this.#abort = new AbortController();
    this.busy = true;
    if (this.state !== 'ready') this.state = 'waiting';
    this.#host.requestUpdate();
    try {
      const value = await task(this.#abort.signal);
      if (run !== this.#run) return false;
      this.value = value;
      this.state = 'ready';
      this.problem = undefined;
    } catch (error) {
      if (run !== this.#run) return false;
      this.problem = problemOf(error);
      this.state = REFUSAL.test(this.problem.code)
        ? 'refused'
        : this.problem.code === 'network' && !navigator.onLine
          ? 'offline'
          : 'failed';
    }
    this.busy = false;
    this.#host.requestUpdate();
    return true;
  }

  /** Forgets what is shown: the next load is another thing. */
  reset(): void {
    this.#abort?.abort();
    this.#run++;
    this.state = 'waiting';
    this.busy = false;
    this.value = undefined;
    this.problem = undefined;
  }
}
