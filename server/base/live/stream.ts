import type { Context } from 'hono';
import type { Clock } from '../clock.ts';
import type { Hub } from './hub.ts';
import type { PlacedEvent } from './outbox.ts';

/** Why a stream ended; after `expired` and `refused` the page asks its host for a new token before it comes back. */
export type EndReason = 'expired' | 'signed-out' | 'refused' | 'restart';

export interface StreamOptions {
  mallId: string;
  topics: readonly string[];
  /** The last position the page has seen. */
  after?: number;
  /**
   * Asked before each delivery: may this page still be told of these topics? With a sign of life, of all that it listens
   * to. A reason says no more precisely than false.
   */
  mayDeliver(topics: ReadonlySet<string>): Promise<boolean | EndReason> | boolean | EndReason;
  /** Events, of whatever topic, after which it is asked at once. */
  recheckAfter?(event: PlacedEvent): boolean;
  /** When the token ends. */
  endsAt?: number;
  /** Of other topics only is said that something changed. */
  isPublic(topic: string): boolean;
  hub: Hub;
  now: Clock;
  /** Called once, when nothing more will be sent for whatever reason. */
  onEnd?(): void;
  /** Aborted when the process is about to end. */
  closing: AbortSignal;
  /** Time to the next sign of life; 15 to 25 s by default. */
  heartbeatMs?: () => number;
}

/** Events that may wait for a reader that is slow; more, and it is told to load anew. */
const MOST_WAITING = 1000;
/** Bytes handed to the connection before the next delivery waits for its reader. */
const BUFFER_BYTES = 64 * 1024;
const PAGE = 500;

const jitter = (from: number, to: number) => Math.round(from + Math.random() * (to - from));

/**
 * The one live stream of a page: what changed at the topics it asked for, as server-sent events.
 *
 *     ready   {position}              the stream goes on from here
 *     change  {position, topic, ...}  one event; its id is the position to resume from
 *     reset   {position}              something is missing before here: load anew
 *     end     {reason}                nothing more comes
 */
export function openStream(c: Context, options: StreamOptions): Response {
  const page = openPage(options);
  const gone = c.req.raw.signal;
  if (gone.aborted) page.abandon();
  gone.addEventListener('abort', page.abandon, { once: true });
  page.ended.then(() => gone.removeEventListener('abort', page.abandon));
  return c.body(page.body, 200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store, no-transform',
    'X-Accel-Buffering': 'no',
  });
}

function openPage(options: StreamOptions) {
  const { hub, now, mallId, closing } = options;
  const topics = new Set(options.topics);
  const encoder = new TextEncoder();
  const waiting: PlacedEvent[] = [];
  /** Up to where events are in `waiting` or written. */
  let taken = 0;
  /** From when on the hub's events follow those taken without a hole. */
  let live = false;
  /** The hub had news while the past was still being read. */
  let news = false;
  let told = -1;
  let beat = false;
  let missed = false;
  let over = false;
  let wake = () => {};
  let finish = () => {};
  let timer: NodeJS.Timeout | undefined;
  let controller: ReadableStreamDefaultController<Uint8Array>;
  const ended = new Promise<void>((resolve) => {
    finish = resolve;
  });

  const leave = hub.subscribe(mallId, (events) => {
    if (!live) news = true;
    else take(events);
    wake();
  });
  const restart = () => end('restart');
  closing.addEventListener('abort', restart, { once: true });

  function take(events: readonly PlacedEvent[]): void {
    for (const event of events) {
      if (event.position <= taken) continue;
      // A hole: this process slept until the sweeper had been there.
      if (event.position !== taken + 1) missed = true;
      taken = event.position;
      if (topics.has(event.topic)) waiting.push(event);
      if (options.recheckAfter?.(event)) beat = true;
    }
    if (waiting.length > MOST_WAITING) missed = true;
    if (missed) waiting.length = 0;
  }

  function write(text: string): void {
    if (!over) controller.enqueue(encoder.encode(text));
  }

  /** Lets go of everything; the connection may already be gone. */
  function stop(): void {
    if (over) return;
    over = true;
    clearTimeout(timer);
    closing.removeEventListener('abort', restart);
    leave();
    waiting.length = 0;
    wake();
    finish();
    options.onEnd?.();
  }

  /** The reader is gone, and the stream may not have heard of it. */
  function abandon(): void {
    if (over) return;
    stop();
    controller.close();
  }

  function end(reason: EndReason): void {
    if (over) return;
    if (reason === 'restart') write(`retry: ${jitter(2000, 8000)}\n`);
    write(block('end', { reason }));
    stop();
    controller.close();
  }

  function reset(): void {
    write(block('reset', { position: taken }, taken));
    stop();
    controller.close();
  }

  function change(event: PlacedEvent): string {
    const { position, kind, topic, ids } = event;
    const data = options.isPublic(topic)
      ? { position, kind, topic, ids }
      : { position, topic, changed: true };
    return block('change', data, position);
  }

  /** Asks once more, then writes all that waits in one piece: nothing can come between the answer and the bytes. */
  async function deliver(): Promise<void> {
    // Taken before the answer: what asks for another one meanwhile gets it.
    const isSign = beat;
    beat = false;
    const asked = isSign ? topics : new Set(waiting.map((event) => event.topic));
    const count = waiting.length;
    const may = await options.mayDeliver(asked);
    if (over) return;
    if (isExpired()) return end('expired');
    if (may !== true) return end(may === false ? 'refused' : may);
    if (missed) return reset();
    // What came while it was asked waits for its own answer.
    let text = waiting.splice(0, count).map(change).join('');
    // A page that heard of nothing for an hour still resumes from now: an id without data moves only its cursor.
    if (isSign) text += taken > told && waiting.length === 0 ? `: \nid: ${taken}\n\n` : ': \n\n';
    if (waiting.length === 0) told = taken;
    write(text);
  }

  const isExpired = () => options.endsAt !== undefined && now() >= options.endsAt;

  /** Wakes the loop for the next sign of life, or for the end of the token if that comes first. */
  function schedule(): void {
    clearTimeout(timer);
    const toBeat = options.heartbeatMs?.() ?? jitter(15_000, 25_000);
    const toEnd =
      options.endsAt === undefined ? Number.POSITIVE_INFINITY : Math.max(0, options.endsAt - now());
    timer = setTimeout(
      () => {
        beat = true;
        schedule();
        wake();
      },
      Math.min(toBeat, toEnd),
    ).unref();
  }

  /** Where to begin, with everything in between put to what waits. */
  async function begin(): Promise<void> {
    const head = await hub.head(mallId);
    const after = options.after;
    const first = after === undefined ? [] : await hub.since(mallId, after, PAGE);
    const from = after === undefined || first === 'reset' ? head : after;
    write(block('ready', { position: from }, from));
    if (first === 'reset') write(block('reset', { position: head }, head));
    told = from;
    taken = from;
    news ||= from !== head;
    while (news && !over) {
      news = false;
      const events = await hub.since(mallId, taken, PAGE);
      if (events === 'reset') return reset();
      take(events);
      if (waiting.length > 0) await deliver();
      news ||= events.length === PAGE;
      await room();
    }
    live = true;
  }

  async function room(): Promise<void> {
    while (!over && (controller.desiredSize ?? 0) <= 0) await woken();
  }
  function woken(): Promise<void> {
    return new Promise((resolve) => {
      wake = resolve;
    });
  }

  async function run(): Promise<void> {
    if (closing.aborted) return end('restart');
    write(`retry: ${jitter(1000, 3000)}\n\n`);
    schedule();
    await begin();
    while (!over) {
      if (missed) return reset();
      if (isExpired()) return end('expired');
      const hasRoom = (controller.desiredSize ?? 0) > 0;
      if (hasRoom && (waiting.length > 0 || beat)) await deliver();
      else await woken();
    }
  }

  const body = new ReadableStream<Uint8Array>(
    {
      start(own) {
        controller = own;
        // The database is away or a check failed: the page comes back later and resumes.
        run().catch(() => end('restart'));
      },
      pull: () => wake(),
      cancel: () => stop(),
    },
    new ByteLengthQueuingStrategy({ highWaterMark: BUFFER_BYTES }),
  );
  return { body, abandon, ended };
}

function block(event: string, data: object, id?: number): string {
  return `event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`;
}
