import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Leaders } from '../../server/community/reputation/contract.ts';
import { Load } from '../core/load.ts';
import type { MallSide } from '../core/page.ts';
import { Refresh } from './refresh.ts';
import { Room } from './room.ts';

/** What the shopper looks at. */
export interface View {
  period: Leaders['period'];
  category: string | null;
}

/** After so many the waits grow no more. */
const MOST_FAILURES = 10;

/** The element that shows it; it takes the mall's own looks and language. */
type Host = ReactiveControllerHost & HTMLElement & { mallSays(mall: Leaders): void };

/** The list that leaders show: where it comes from, whose line is mine, and how it stays true. */
export class LeadersData implements ReactiveController {
  readonly #host: Host;
  readonly load: Load<Leaders>;
  readonly room: Room;
  readonly #refresh: Refresh;
  side: MallSide | undefined;
  view: View = { period: 'week', category: null };
  /** What keeps the list from loading although nothing failed. */
  trouble: 'leadersRefused' | 'notRegistered' | undefined;
  /** My id, when I am a member here. */
  me: string | undefined;
  #limit = 10;
  /** The mall is read by members only: every read carries the token. */
  #isSigned = false;
  #failures = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #unlisten: (() => void) | undefined;

  constructor(host: Host) {
    this.#host = host;
    this.load = new Load(host);
    this.room = new Room(host);
    this.#refresh = new Refresh(host, () => void this.again());
    host.addController(this);
  }

  /** Whether reads carry the token. */
  get as(): 'signed' | undefined {
    return this.#isSigned ? 'signed' : undefined;
  }

  hostConnected(): void {
    addEventListener('online', this.#online);
  }

  hostDisconnected(): void {
    removeEventListener('online', this.#online);
    this.#stop();
  }

  #stop(): void {
    clearTimeout(this.#retry);
    this.#unlisten?.();
  }

  #online = (): void => {
    if (this.load.state === 'offline' || this.load.state === 'failed') void this.ask();
  };

  /** Another list from the start. */
  begin(side: MallSide | undefined, view: View, limit: number): void {
    this.#stop();
    this.side = side;
    this.view = view;
    this.#limit = limit;
    this.load.reset();
    this.room.reserve(limit);
    this.#failures = 0;
    this.#isSigned = false;
    this.me = undefined;
    this.trouble = undefined;
    if (!side) {
      this.trouble = 'leadersRefused';
      import('./trouble.ts').then(({ tellNoMall }) => tellNoMall()).catch(() => undefined);
      return;
    }
    this.#unlisten = side.session.onChange(() => {
      if (this.#isSigned || this.load.state === 'refused') void this.ask(true);
      void this.#findMe(side);
    });
    void this.ask();
    void this.#findMe(side);
  }

  async #findMe(side: MallSide): Promise<void> {
    let me: string | undefined;
    try {
      // Nobody and guests are never listed: there is nothing to ask about them.
      if (side.session.pending) me = (await (await import('../core/people.ts')).meOf(side))?.id;
    } catch {
      // My line is then one like the others.
    }
    if (side !== this.side) return;
    this.me = me;
    this.#host.requestUpdate();
  }

  #get(side: MallSide, fresh: boolean, signal?: AbortSignal): Promise<Leaders> {
    const query = { ...this.view, limit: this.#limit };
    return side.client.get<Leaders>('leaders', { query, fresh, as: this.as, signal });
  }

  /** Loads the list. What is shown stays until the answer is there. */
  async ask(fresh = false): Promise<void> {
    const { side } = this;
    if (!side) return;
    clearTimeout(this.#retry);
    const done = await this.load.run((signal) => {
      const get = () => this.#get(side, fresh, signal);
      return get().catch((error) =>
        import('./trouble.ts').then(
          ({ remedy }) => remedy(this, error, get),
          // Nothing can be loaded at all: that is another matter.
          () => Promise.reject(error),
        ),
      );
    });
    if (!done) return;
    const { state, value } = this.load;
    if (state === 'ready') {
      this.#failures = 0;
      this.trouble = undefined;
      this.#take(value!);
    } else if (state === 'failed' && !this.trouble)
      // The service may be away for a while: the list comes by itself when it is back.
      this.#retry = setTimeout(
        () => void this.ask(),
        6_000 * (0.5 + Math.random()) * Math.min(++this.#failures, MOST_FAILURES),
      );
  }

  /** From now on every read carries the token. */
  sign(): void {
    this.#isSigned = true;
  }

  /** Looks quietly whether something has changed; what cannot be had leaves what is shown. */
  async again(): Promise<void> {
    const { side, view, load } = this;
    if (!side || load.state !== 'ready' || load.busy) return;
    try {
      const value = await this.#get(side, true);
      if (side !== this.side || view !== this.view || load.state !== 'ready') return;
      load.value = value;
      this.#take(value);
    } catch {
      // The next time, then.
    }
  }

  #take(leaders: Leaders): void {
    this.#refresh.done();
    this.#host.mallSays(leaders);
    this.room.take(leaders.items.length);
    this.#host.requestUpdate();
  }

  /** The shopper wants another list: it may take the room it needs. */
  async look(change: Partial<View>): Promise<void> {
    this.view = { ...this.view, ...change };
    this.#host.requestUpdate();
    await this.ask();
    this.room.fit();
  }
}
