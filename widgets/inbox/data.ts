import type { Inbox } from '../../server/community/inbox/contract.ts';
import type { PublicMall } from '../../server/mall/malls/contract.ts';
import type { Me } from '../../server/mall/shoppers/contract.ts';
import { liveOf } from '../core/live.ts';
import type { MallSide } from '../core/page.ts';
import { type ClientProblem, problemOf } from '../core/problems.ts';
import { bring, REFUSED, tellRead } from './bring.ts';
import { Keeping } from './keeping.ts';
import { type Box, EMPTY, shownOf, withAllRead, withFirstPage, withMark, withPage } from './rules.ts';

export { takeLooks } from '../core/mall-element.ts';

export type InboxState = 'nobody' | 'waiting' | 'ready' | 'refused' | 'failed';

const PAGE = 20;
/** After a glance at another tab nothing is asked. */
const FRESH_MS = 60_000;
/** After so many the waits grow no more. */
const MOST_FAILURES = 10;

const made = new WeakMap<MallSide, InboxData>();

/** The one inbox of a mall on this page, however many bells it has. */
export function inboxOf(side: MallSide): InboxData {
  const data = made.get(side) ?? new InboxData(side);
  made.set(side, data);
  return data;
}

/**
 * A shopper's notices: shown from what this browser kept, then as the service says; what is read or deleted is done at
 * once and told as soon as the service can be reached. Everything goes to it one after the other, so that no answer
 * undoes what came after its question.
 */
export class InboxData {
  readonly side: MallSide;
  state: InboxState = 'waiting';
  /** What is shown may be older than what the service has. */
  isOld = false;
  /** The next page is being loaded. */
  isLoadingMore = false;
  /** Why the last request failed, and why the next page did. */
  problem: ClientProblem | undefined;
  moreProblem: ClientProblem | undefined;
  mall: PublicMall | undefined;
  #keeping: Keeping | undefined;
  #watchers = new Set<() => void>();
  /** Who is here changes: what was asked for somebody else is thrown away. */
  #run = 0;
  #abort = new AbortController();
  #round: Promise<void> | undefined;
  #isAskedAgain = false;
  #failures = 0;
  #askedAt = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #unlisten: (() => void) | undefined;
  #stop: (() => void)[] = [];

  constructor(side: MallSide) {
    this.side = side;
  }

  get #box(): Box {
    return this.#keeping?.read() ?? EMPTY;
  }

  get items() {
    return shownOf(this.#box).items;
  }

  /** How many are unread; nothing while nobody knows. */
  get unread(): number | undefined {
    const box = this.#box;
    return this.state === 'nobody' || box.unread === null ? undefined : shownOf(box).unread;
  }

  get hasMore(): boolean {
    return this.#box.next !== null;
  }

  /** Calls whenever something to be shown has changed. Returns how to stop. */
  watch(changed: () => void): () => void {
    this.#watchers.add(changed);
    if (this.#watchers.size === 1) this.#start();
    // What is known already is told to whoever comes later.
    else changed();
    return () => {
      this.#watchers.delete(changed);
      if (!this.#watchers.size) this.#end();
    };
  }

  #tell(): void {
    for (const changed of this.#watchers) changed();
  }

  #start(): void {
    const on = (target: EventTarget, type: string, listener: (event: Event) => void) => {
      target.addEventListener(type, listener);
      this.#stop.push(() => target.removeEventListener(type, listener));
    };
    on(window, 'online', () => void this.sync());
    on(window, 'offline', () => {
      this.isOld = true;
      this.#tell();
    });
    on(document, 'visibilitychange', () => {
      if (!document.hidden && Date.now() - this.#askedAt > FRESH_MS) void this.sync();
    });
    on(window, 'storage', (event) => {
      if (!this.#keeping?.isIn((event as StorageEvent).key)) return;
      this.#keeping.adopt();
      this.#tell();
    });
    this.#stop.push(this.side.session.onChange(() => void this.#begin()));
    void this.#begin();
  }

  /** What is under way was for somebody else, or for nobody any more. */
  #turn(): number {
    this.#abort.abort();
    this.#abort = new AbortController();
    return ++this.#run;
  }

  #end(): void {
    this.#turn();
    for (const stop of this.#stop) stop();
    this.#stop = [];
    this.#quiet();
    this.#keeping = undefined;
    this.state = 'waiting';
  }

  #quiet(): void {
    clearTimeout(this.#retry);
    this.#unlisten?.();
    this.#unlisten = undefined;
  }

  /** Somebody is here, or nobody: begins with what this browser knows of them. */
  async #begin(): Promise<void> {
    const run = this.#turn();
    const { session } = this.side;
    await session.token();
    if (run !== this.#run) return;
    const keeping = new Keeping(this.side);
    // A guest's or member's token was renewed, nothing else.
    if (keeping.who === this.#keeping?.who && this.state === 'ready') return void this.sync();
    this.#quiet();
    this.#keeping = keeping;
    this.#failures = 0;
    this.problem = undefined;
    this.isOld = !navigator.onLine;
    this.state = session.kind === 'none' ? 'nobody' : this.#box.unread === null ? 'waiting' : 'ready';
    this.#tell();
    if (this.state !== 'nobody') void this.sync();
    else void this.#findMall().then(() => run === this.#run && this.#tell());
  }

  #change(change: (box: Box) => Box): void {
    this.#keeping?.write(change(this.#box));
    this.#tell();
  }

  /** Tells the service what was done and asks it what there is. Asked for meanwhile, it is done once more. */
  sync(): Promise<void> {
    if (this.#round) {
      this.#isAskedAgain = true;
      return this.#round;
    }
    if (this.state === 'nobody') return Promise.resolve();
    this.#round = this.#rounds();
    return this.#round;
  }

  async #rounds(): Promise<void> {
    do {
      this.#isAskedAgain = false;
      const run = this.#run;
      clearTimeout(this.#retry);
      try {
        await bring(this.side.client, {
          box: () => this.#box,
          change: (change) => this.#change(change),
          signal: this.#abort.signal,
        });
        if (run !== this.#run) continue;
        await this.#findMall();
        await this.#ask(run);
        if (run !== this.#run) continue;
        this.state = 'ready';
        this.isOld = false;
        this.problem = undefined;
        this.#failures = 0;
        void this.#listen();
      } catch (error) {
        if (run !== this.#run) continue;
        this.#fail(problemOf(error));
      }
      this.#tell();
    } while (this.#isAskedAgain);
    // In the same breath: whoever asks from now on begins anew.
    this.#round = undefined;
  }

  #fail(problem: ClientProblem): void {
    this.problem = problem;
    if (REFUSED.test(problem.code)) {
      this.state = 'refused';
      return;
    }
    this.isOld = true;
    if (this.state !== 'ready') this.state = 'failed';
    this.#retry = setTimeout(
      () => void this.sync(),
      6_000 * (0.5 + Math.random()) * Math.min(++this.#failures, MOST_FAILURES),
    );
  }

  async #ask(run: number): Promise<void> {
    this.#askedAt = Date.now();
    const page = await this.side.client.get<Inbox>('me/inbox', {
      query: { limit: PAGE },
      as: 'signed',
      fresh: true,
      signal: this.#abort.signal,
    });
    if (run === this.#run) this.#change((box) => withFirstPage(box, page));
  }

  /** Where lists are, whose language it is: without it the notices are still there. */
  async #findMall(): Promise<void> {
    const { client } = this.side;
    try {
      this.mall ??= await client.get<PublicMall>('mall').catch((error) => {
        if (problemOf(error).code !== 'sign-in-required') throw error;
        return client.get<PublicMall>('mall', { as: 'signed' });
      });
    } catch {
      // Asked again the next time.
    }
  }

  /** Hears when something is new. Nobody can be told of what they have not begun. */
  async #listen(): Promise<void> {
    if (this.#unlisten) return;
    const stop = { now: () => {} };
    const unlisten = () => stop.now();
    this.#unlisten = unlisten;
    try {
      const me = await this.side.client.get<Me>('me', { as: 'signed' });
      if (this.#unlisten !== unlisten) return;
      // The id of who has written nothing yet is not to stay.
      if (me.kind === 'member' && me.joinedAt === null) this.#unlisten = undefined;
      else {
        const again = () => void this.sync();
        stop.now = liveOf(this.side).subscribe(`shopper:${me.id}`, null, { change: again, reset: again });
      }
    } catch {
      if (this.#unlisten === unlisten) this.#unlisten = undefined;
    }
  }

  read(id: string): void {
    // Whoever follows a notice leaves, perhaps to a page without a bell: that does not wait for an answer under way. It
    // is told again in its turn, and forgotten only then, so that the older answer undoes nothing.
    if (this.#round) void tellRead(this.side.client, { ids: [id] }).catch(() => {});
    this.#do((box) => withMark(box, id, 'read'));
  }

  delete(id: string): void {
    this.#do((box) => withMark(box, id, 'gone'));
  }

  readAll(): void {
    this.#do(withAllRead);
  }

  #do(change: (box: Box) => Box): void {
    this.#change(change);
    void this.sync();
  }

  /** Brings the next page. */
  async more(): Promise<void> {
    const run = this.#run;
    const { next } = this.#box;
    if (next === null || this.isLoadingMore) return;
    this.isLoadingMore = true;
    this.moreProblem = undefined;
    this.#tell();
    try {
      // In its turn: a page that was asked for before something was told would bring it back.
      await this.#round;
      const page = await this.side.client.get<Inbox>('me/inbox', {
        query: { limit: PAGE, cursor: next },
        as: 'signed',
        fresh: true,
        signal: this.#abort.signal,
      });
      this.isLoadingMore = false;
      if (run === this.#run) this.#change((box) => withPage(box, page));
    } catch (error) {
      if (run === this.#run) this.moreProblem = problemOf(error);
    }
    this.isLoadingMore = false;
    this.#tell();
  }
}
