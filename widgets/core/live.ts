import { type Client, pause } from './client.ts';
import type { MallSide } from './page.ts';
import type { Session } from './session.ts';

/** What happened to something on this page: kinds such as `review.created`, ids such as `{ review }`. */
export interface LiveChange {
  position: number;
  kind: string;
  topic: string;
  ids: Record<string, string | number | null>;
}

export interface LiveListener {
  change(change: LiveChange): void;
  /** What is shown is too old to be caught up: load it anew. */
  reset(): void;
}

interface Subscription {
  topic: string;
  listener: LiveListener;
  /** Null: it has not heard yet where the stream begins. */
  position: number | null;
  /** Nobody told it where to begin, so that it need not be told where to go on. */
  isFromNow: boolean;
}

/** What is told of a list or a club never says the secret part of its link. */
const plain = (topic: string) => topic.replace(/^((?:wishlist|gifts|club):[^.]*)\..*/, '$1');

const HIDDEN_MS = 5_000;
const LONGEST_MS = 60_000;

const streams = new WeakMap<Client, Live>();

/** The one stream of a mall on this page. */
export function liveOf({ client, session }: MallSide): Live {
  const live = streams.get(client) ?? new Live(client, session);
  streams.set(client, live);
  return live;
}

/** One stream per page for all widgets of a mall. A browser has six connections per host on HTTP/1.1. */
export class Live {
  readonly #client: Client;
  readonly #session: Session;
  #subscriptions = new Set<Subscription>();
  #abort: AbortController | undefined;
  #hidden: ReturnType<typeof setTimeout> | undefined;
  #soon = false;
  /** Whose stream it is. */
  #token: string | null = null;
  #watching = false;

  constructor(client: Client, session: Session) {
    this.#client = client;
    this.#session = session;
  }

  /**
   * Listens to a topic from a position on; null: from now on, and `reset` is called once when the stream has begun,
   * since what happened before is not told. Returns how to stop.
   */
  subscribe(topic: string, position: number | null, listener: LiveListener): () => void {
    const subscription = { topic, position, listener, isFromNow: position === null };
    this.#subscriptions.add(subscription);
    this.#watch();
    this.#reopen();
    return () => {
      this.#subscriptions.delete(subscription);
      if (!this.#subscriptions.size) this.#close();
      // One refused topic refuses the whole stream: without it the others may be heard again.
      else if (!this.#abort) this.#reopen();
    };
  }

  #watch(): void {
    if (this.#watching) return;
    this.#watching = true;
    // Who may read what follows the shopper: a stream of the old session is not the new one's.
    this.#session.onChange(async () => {
      if ((await this.#session.token()) !== this.#token) this.#reopen();
    });
    document.addEventListener('visibilitychange', () => {
      clearTimeout(this.#hidden);
      if (document.hidden) this.#hidden = setTimeout(() => this.#close(), HIDDEN_MS);
      else if (!this.#abort) this.#reopen();
    });
    // A page that goes to the back-forward cache must not hold a connection.
    addEventListener('pagehide', () => this.#close());
    addEventListener('pageshow', () => this.#abort || this.#reopen());
  }

  #close(): void {
    this.#abort?.abort();
    this.#abort = undefined;
  }

  /** Opens once for everything that asked within the same moment. */
  #reopen(): void {
    if (this.#soon) return;
    this.#soon = true;
    setTimeout(() => {
      this.#soon = false;
      this.#close();
      if (!this.#subscriptions.size || document.hidden) return;
      const abort = new AbortController();
      this.#abort = abort;
      void this.#keepOpen(abort.signal).then(() => {
        if (this.#abort === abort) this.#abort = undefined;
      });
    }, 20);
  }

  async #keepOpen(signal: AbortSignal): Promise<void> {
    for (let failures = 0; !signal.aborted; ) {
      const opened = Date.now();
      let again = false;
      try {
        again = await this.#read(signal);
      } catch {
        // Lost connections are what this loop is for.
        again = true;
      }
      if (!again || signal.aborted) return;
      // A stream that lived for a while was healthy: only quick failures make the waits grow.
      failures = Date.now() - opened > 10_000 ? 0 : failures + 1;
      await pause(Math.min(LONGEST_MS, 1000 * 2 ** failures));
    }
  }

  /** Reads one stream to its end; answers whether another one makes sense. */
  async #read(signal: AbortSignal): Promise<boolean> {
    const subscriptions = [...this.#subscriptions];
    const topics = subscriptions
      .map((one) => one.topic)
      .filter((topic, at, all) => all.indexOf(topic) === at);
    const known = subscriptions.map((one) => one.position).filter((one) => one !== null);
    const token = await this.#session.token();
    this.#token = token;
    const response = await fetch(this.#client.url('stream'), {
      method: 'POST',
      credentials: 'omit',
      signal,
      headers: { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) },
      // A text put together by hand: an old library's toJSON would spoil the list.
      body: `{"topics":[${topics.map((topic) => JSON.stringify(topic)).join()}]${known.length ? `,"after":${Math.min(...known)}` : ''}}`,
    });
    if (response.status === 401 && token) return this.#session.renew(token);
    // What is refused for good stays refused; what is busy comes back.
    if (!response.ok || !response.body)
      return (
        response.status >= 500 ||
        response.status === 429 ||
        // It may have been one of those that nobody asks for any more.
        subscriptions.some((one) => !this.#subscriptions.has(one))
      );
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return true;
      const blocks = (rest + value).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) this.#take(block, subscriptions);
    }
  }

  /** Takes one message for those that the stream was opened for: only to them did it tell everything. */
  #take(block: string, subscriptions: readonly Subscription[]): void {
    const field = (name: string) => new RegExp(`^${name}:(.*)`, 'm').exec(block)?.[1]?.trim();
    const event = field('event');
    const message = JSON.parse(field('data') || '{}') as LiveChange & { reason?: string };
    // A sign of life may have one too: nothing up to there concerned this page.
    const position = Number(field('id') ?? message.position);
    for (const one of subscriptions) {
      if (!this.#subscriptions.has(one)) continue;
      // Whoever loads anew says its new position by subscribing again.
      if (event === 'reset' || (event === 'ready' && one.position === null)) {
        if (one.isFromNow) one.position = position >= 0 ? position : null;
        one.listener.reset();
      } else if (event === 'end') {
        // Whoever may no longer listen learns by loading what became of it.
        if (message.reason === 'refused') one.listener.reset();
      } else if (position > (one.position ?? -1) && (!event || event === 'change')) {
        one.position = position;
        if (plain(one.topic) === message.topic) one.listener.change(message);
      }
    }
  }
}
