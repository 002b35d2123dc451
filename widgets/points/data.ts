import type { PublicMall } from '../../server/mall/malls/contract.ts';
import type { Movement, MovementPage, Wallet } from '../../server/mall/points/contract.ts';
import type { MallSide } from '../core/page.ts';
import { type ClientProblem, problemOf } from '../core/problems.ts';

/** `nobody` and `guest` have no wallet; `trouble` says of the others what is the matter. */
export type PointsState =
  | 'waiting'
  | 'nobody'
  | 'guest'
  | 'ready'
  | 'refused'
  | 'failed'
  | 'offline'
  | 'unregistered';

/** After so many the waits grow no more. */
const MOST_FAILURES = 10;
/** So many movements can be asked for at once. */
const MOST = 100;

const made = new WeakMap<MallSide, PointsData>();

/** The one wallet of a mall on this page, however many elements show it. */
export function pointsOf(side: MallSide): PointsData {
  const data = made.get(side) ?? new PointsData(side);
  made.set(side, data);
  return data;
}

/**
 * A shopper's wallet as the service said it last. Nothing here is ever guessed: what is shown was answered, and where no
 * newer answer can be had it is marked as old.
 */
export class PointsData {
  readonly side: MallSide;
  state: PointsState = 'waiting';
  wallet: Wallet | undefined;
  /** Known to nobody too: what the mall calls its points. */
  mall: PublicMall | undefined;
  /** Newest first: the first page, and those that were asked for after it. */
  items: readonly Movement[] = [];
  next: string | null = null;
  /** When the figures were read. */
  at = 0;
  /** A newer answer could not be had. */
  isOld = false;
  isBusy = false;
  isLoadingMore = false;
  hasMoreFailed = false;
  problem: ClientProblem | undefined;
  #watchers = new Set<() => void>();
  /** Who is here changes: what was asked for somebody else is thrown away. */
  #who = 0;
  #run = 0;
  #failures = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #abort = new AbortController();
  #stop: (() => void) | undefined;
  #unlisten: (() => void) | undefined;

  constructor(side: MallSide) {
    this.side = side;
  }

  /** Calls whenever something to be shown has changed. Returns how to stop. */
  watch(changed: () => void): () => void {
    this.#watchers.add(changed);
    if (!this.#stop) {
      const stop = this.side.session.onChange(() => this.#begin());
      const online = () =>
        this.isOld || this.state === 'offline' || this.state === 'failed' ? void this.ask() : 0;
      addEventListener('online', online);
      this.#stop = () => {
        stop();
        removeEventListener('online', online);
      };
      this.#begin();
    }
    return () => {
      this.#watchers.delete(changed);
      if (this.#watchers.size) return;
      this.#stop?.();
      this.#stop = undefined;
      this.#forget();
    };
  }

  #tell(): void {
    for (const changed of this.#watchers) changed();
  }

  /** Nothing of one shopper is left for the next. */
  #forget(): void {
    this.#who++;
    this.#run++;
    this.#abort.abort();
    this.#abort = new AbortController();
    clearTimeout(this.#retry);
    this.#unlisten?.();
    this.#unlisten = this.wallet = this.problem = undefined;
    this.items = [];
    this.next = null;
    this.#failures = 0;
    this.isOld = this.isBusy = this.isLoadingMore = this.hasMoreFailed = false;
    this.state = 'waiting';
  }

  #begin(): void {
    this.#forget();
    void this.ask();
  }

  /** Asks what there is. What is shown stays until the answer has come. */
  async ask(): Promise<void> {
    const { session } = this.side;
    clearTimeout(this.#retry);
    const run = ++this.#run;
    const who = this.#who;
    this.isBusy = true;
    this.#tell();
    try {
      const token = await session.token();
      if (run !== this.#run) return;
      if (session.kind !== 'member') this.#gone(token ? 'guest' : 'nobody');
      else {
        const wallet = await this.#get<Wallet>('me/points');
        if (run !== this.#run) return;
        this.#take(wallet);
        if (this.items.length > wallet.movements.items.length) void this.#again(who);
      }
    } catch (error) {
      if (run !== this.#run) return;
      this.#fail(problemOf(error));
    }
    this.isBusy = false;
    this.#tell();
    if (this.#failures) return;
    try {
      const { settle } = await import('./after.ts');
      const unlisten = await settle(this, who, () => who === this.#who);
      if (who !== this.#who) unlisten?.();
      else if (unlisten) this.#unlisten = unlisten;
    } catch {
      // Not live then, and in our own colour: the next answer tries again.
    }
    if (who === this.#who) this.#tell();
  }

  #get<Answer>(path: string, query?: { cursor?: string; limit?: number }): Promise<Answer> {
    return this.side.client.get<Answer>(path, {
      query,
      as: 'signed',
      fresh: true,
      signal: this.#abort.signal,
    });
  }

  /** There is no wallet to be shown. */
  #gone(state: PointsState): void {
    this.wallet = undefined;
    this.items = [];
    this.next = null;
    this.isOld = false;
    this.#failures = 0;
    this.state = state;
  }

  #take(wallet: Wallet): void {
    const { items, next } = wallet.movements;
    // Older pages stay where the two meet.
    const meet = this.items.findIndex(({ id }) => id === items[items.length - 1]?.id);
    const older = next && meet >= 0 ? this.items.slice(meet + 1) : [];
    if (!older.length) this.next = next;
    this.items = [...items, ...older];
    this.wallet = wallet;
    this.mall = wallet.mall;
    this.at = Date.now();
    this.state = 'ready';
    this.isOld = false;
    this.problem = undefined;
    this.#failures = 0;
  }

  /** Of older pages too something may have become sure, or not. */
  async #again(who: number): Promise<void> {
    try {
      const { items } = await this.#get<MovementPage>('me/points/movements', { limit: MOST });
      if (who !== this.#who) return;
      this.items = this.items.map((one) => items.find(({ id }) => id === one.id) ?? one);
      this.#tell();
    } catch {
      // The next time, then.
    }
  }

  #fail(problem: ClientProblem): void {
    const { code } = problem;
    this.problem = problem;
    this.#failures++;
    if (/^(sign-in|token)/.test(code)) this.#gone('nobody');
    else if (code === 'guest-not-allowed') this.#gone('guest');
    else if (/allowed|refused|wrong|not-found/.test(code)) this.#gone('refused');
    else {
      this.isOld = !!this.wallet;
      if (!this.wallet) this.state = code === 'network' && !navigator.onLine ? 'offline' : 'failed';
      // The service may be away for a while: the figures come by themselves when it is back.
      this.#retry = setTimeout(
        () => void this.ask(),
        6_000 * (0.5 + Math.random()) * Math.min(this.#failures, MOST_FAILURES),
      );
      if (code === 'network' && !this.wallet)
        import('../core/here.ts')
          .then(({ isRegistered }) => isRegistered(this.side.client))
          .then((is) => {
            if (is || this.state !== 'failed') return;
            this.state = 'unregistered';
            this.#tell();
          })
          .catch(() => undefined);
    }
  }

  /** Brings the next page. */
  async more(): Promise<void> {
    const { next } = this;
    if (!next || this.isLoadingMore) return;
    const who = this.#who;
    this.isLoadingMore = true;
    this.hasMoreFailed = false;
    this.#tell();
    try {
      const page = await this.#get<MovementPage>('me/points/movements', { cursor: next });
      // Meanwhile the list may have begun anew.
      if (next === this.next && who === this.#who) {
        const known = new Set(this.items.map(({ id }) => id));
        this.items = [...this.items, ...page.items.filter(({ id }) => !known.has(id))];
        this.next = page.next;
      }
    } catch {
      this.hasMoreFailed = who === this.#who;
    }
    if (who !== this.#who) return;
    this.isLoadingMore = false;
    this.#tell();
  }
}
