import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { prepared } from '../db/prepared.ts';
import { readEvents, readHead } from './events.ts';
import type { CommittedEvent, Outbox, OutboxEvent, PlacedEvent } from './outbox.ts';
import { openRelay } from './relay.ts';

/** Tells this process what was committed anywhere: each event once per listener, in the mall's order, none skipped. */
export interface Hub {
  /**
   * Calls the listener with all that has not been handed out yet. A {@link head} that is asked for afterwards is never
   * before the first of it, so that head and listener together miss nothing; they may overlap.
   *
   * @returns how to stop it
   */
  subscribe(mallId: string, listener: (events: PlacedEvent[]) => void): () => void;
  /** Calls the listener with each mall whose events moved, whoever wrote them, and the kinds of those events. */
  watch(listener: (mallId: string, kinds: ReadonlySet<string>) => void): () => void;
  /** The newest position of the mall, 0 when nothing has happened yet. */
  head(mallId: string): Promise<number>;
  /** What came after a position, oldest first; `reset` when that is no longer kept, or was never reached. */
  since(mallId: string, position: number, limit: number): Promise<PlacedEvent[] | 'reset'>;
  /** How many subscriptions are open in this process. */
  listenerCount(): number;
  start(): void;
  stop(): Promise<void>;
}

export interface HubOptions {
  database: Database;
  outbox: Outbox;
  now: Clock;
  log: Logger;
  /**
   * Called with each event of a mall, for this process's own commits before their writer gets an answer; without an
   * event when anything may have happened.
   */
  onMoved(mallId: string, event?: OutboxEvent): void;
}

/** How late another process's commit may be seen. */
const POLL_MS = 250;
const BATCH = 500;
const headsOfAll = prepared<[], { mall_id: string; position: number }>((db) =>
  db.selectFrom('outbox_heads').select(['mall_id', 'position']),
);

/** On PostgreSQL the hub brings the relay with it, since without it nothing would ever move. */
export function openHub({ database, outbox, now, log, onMoved }: HubOptions): Hub {
  const subscribers = new Map<string, Set<(events: PlacedEvent[]) => void>>();
  const watchers = new Set<(mallId: string, kinds: ReadonlySet<string>) => void>();
  /** Up to where each mall's events have been handed out; undefined until the first look. */
  let handed: Map<string, number> | undefined;
  let seenVersion: number | undefined;
  let looking: Promise<void> | undefined;
  let lookAgain = false;
  let started = false;
  let timer: NodeJS.Timeout | undefined;
  let leaveOutbox = () => {};
  const relay =
    database.kind === 'postgres' ? openRelay({ database, now, log, onPlaced: () => void look() }) : undefined;

  // From the beginning, also where the hub is never started: the writer must not read what was kept before.
  outbox.onCommit((event) => onMoved(event.mallId, event));

  /** One look at a time; a look asked for meanwhile follows it, since the running one may have read too early. */
  function look(): Promise<void> {
    if (looking) {
      lookAgain = true;
      return looking;
    }
    looking = (async () => {
      try {
        do {
          lookAgain = false;
          await readHeads();
        } while (lookAgain);
      } finally {
        looking = undefined;
      }
    })();
    // Whoever awaits it hears of a failure too; for all others the next poll comes soon.
    looking.catch((error) => log.warn({ err: error }, 'the hub could not look'));
    return looking;
  }

  async function readHeads(): Promise<void> {
    // Asked before the rows are: what is written in between moves it once more.
    const version = database.fileVersion();
    const rows = await headsOfAll(database.db);
    if (!handed) {
      handed = new Map(rows.map((row) => [row.mall_id, row.position]));
      // What was read before this look may be older than it.
      for (const row of rows) onMoved(row.mall_id);
    } else {
      for (const row of rows) {
        if (row.position > (handed.get(row.mall_id) ?? 0)) await advance(handed, row.mall_id, row.position);
      }
    }
    seenVersion = version;
  }

  async function advance(positions: Map<string, number>, mallId: string, head: number): Promise<void> {
    const kinds = new Set<string>();
    for (;;) {
      const from = positions.get(mallId) ?? 0;
      if (from >= head) break;
      const events = await readEvents(database.db, mallId, from, BATCH);
      const last = events.at(-1);
      // Everything up to the head may have been swept while this process slept.
      if (!last) onMoved(mallId);
      positions.set(mallId, last ? last.position : head);
      tell(mallId, events, kinds);
    }
    for (const watcher of watchers) watcher(mallId, kinds);
  }

  /** Tells of events that have their place: what is kept of them is old, unless their own commit said so already. */
  function tell(mallId: string, events: PlacedEvent[], kinds: Set<string>): void {
    for (const event of events) {
      kinds.add(event.kind);
      if (!outbox.wasOwn(event.id)) onMoved(mallId, event);
    }
    if (events.length > 0)
      for (const listener of [...(subscribers.get(mallId) ?? [])]) hand(listener, events);
  }

  /**
   * Hands an own commit on at once where it is the next in its mall's order, as on SQLite it mostly is: nothing needs to
   * be read then. False: look.
   */
  function handOn({ position, ...event }: CommittedEvent): boolean {
    const { mallId } = event;
    if (looking || !handed || position === null || position !== (handed.get(mallId) ?? 0) + 1) return false;
    handed.set(mallId, position);
    const kinds = new Set<string>();
    tell(mallId, [{ ...event, position }], kinds);
    for (const watcher of watchers) watcher(mallId, kinds);
    return true;
  }

  function hand(listener: (events: PlacedEvent[]) => void, events: PlacedEvent[]): void {
    try {
      listener(events);
    } catch (error) {
      log.error({ err: error }, 'a listener of the hub failed');
    }
  }

  function poll(): void {
    try {
      if (handed && database.kind === 'sqlite' && database.fileVersion() === seenVersion) return;
    } catch (error) {
      log.warn({ err: error }, 'the hub could not ask the file');
      return;
    }
    look().catch(() => undefined);
  }

  return {
    subscribe(mallId, listener) {
      const own = (events: PlacedEvent[]) => listener(events);
      const set = subscribers.get(mallId) ?? new Set();
      subscribers.set(mallId, set.add(own));
      return () => {
        set.delete(own);
        if (set.size === 0 && subscribers.get(mallId) === set) subscribers.delete(mallId);
      };
    },
    watch(listener) {
      watchers.add(listener);
      return () => watchers.delete(listener);
    },
    async head(mallId) {
      // Before the first look it is not known from where on subscribers are told.
      if (!handed) await look();
      return readHead(database.db, mallId);
    },
    async since(mallId, position, limit) {
      // The head first: an event that commits between the two reads must not look like a gap.
      const head = await readHead(database.db, mallId);
      if (!Number.isSafeInteger(position) || position < 0 || position > head) return 'reset';
      const events = await readEvents(database.db, mallId, position, limit);
      if (events[0] ? events[0].position !== position + 1 : position < head) return 'reset';
      return events;
    },
    listenerCount() {
      let count = 0;
      for (const set of subscribers.values()) count += set.size;
      return count;
    },
    start() {
      if (started) return;
      started = true;
      leaveOutbox = outbox.onCommit((event) => {
        if (relay) relay.nudge();
        else if (!handOn(event)) look().catch(() => undefined);
      });
      relay?.start();
      timer = setInterval(poll, POLL_MS).unref();
      look().catch(() => undefined);
    },
    async stop() {
      if (!started) return;
      started = false;
      clearInterval(timer);
      leaveOutbox();
      await relay?.stop();
      await looking?.catch(() => undefined);
    },
  };
}
