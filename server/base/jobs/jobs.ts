import type { Logger } from 'pino';
import { type Clock, HOUR, MINUTE, SECOND } from '../clock.ts';
import { afterCommit, type Database, type Trx } from '../db/database.ts';
import { newId } from '../ids.ts';
import type { JobRow } from './table.ts';

export interface JobContext {
  /** Empty for what the whole service does. */
  mallId: string;
  jobId: string;
}
/** Does one job. It may be asked again after a crash in the middle, so it does not mind a second time. */
export type JobHandler = (payload: unknown, context: JobContext) => Promise<void>;

/** Everything that happens later: one table, each due row held by one process at a time. */
export interface Jobs {
  /**
   * Adds a job to the writer's transaction.
   *
   * @param job its `id`, when given, is unique for mall and kind: while such a job waits a second one changes nothing
   */
  add(
    trx: Trx,
    job: { mallId: string; kind: string; payload: unknown; runAt: number; id?: string },
  ): Promise<void>;
  /**
   * Who does the jobs of a kind. Jobs of a kind that nobody does here are left to other processes.
   *
   * @param lane jobs of one lane hold up no others: for those that wait for a machine elsewhere. So many of them are done
   * at once.
   */
  on(kind: string, handler: JobHandler, lane?: { name: string; width: number }): void;
  /** A job that comes again and again, once for the whole service; for the first time at once. */
  every(kind: string, intervalMs: number, handler: () => Promise<void>): void;
  start(): void;
  /** Takes no further job and waits for the running one. */
  stop(): Promise<void>;
  /** Does what is due now; returns how many jobs succeeded. */
  runDue(): Promise<number>;
}

export interface JobsOptions {
  database: Database;
  now: Clock;
  log: Logger;
  /** How long a holder that died keeps its job. A living one renews in time. */
  leaseMs?: number;
}

const POLL_MS = SECOND;
const LOOK_AHEAD = 20;

interface Kind {
  handler: JobHandler;
  lane: Lane;
  intervalMs?: number;
}

/** Jobs that are done one after the other, or some at once: each worker does one after the other until none is due. */
interface Lane {
  width: number;
  kinds: string[];
  workers: Set<Promise<number>>;
}

/** When to try again: 1 s, 2 s, 4 s, ... up to an hour, the second half by chance so that not all come at once. */
export function retryAfterMs(attempts: number, random: () => number = Math.random): number {
  const whole = Math.min(HOUR, SECOND * 2 ** Math.min(30, Math.max(0, attempts - 1)));
  return Math.round(whole / 2 + (whole / 2) * random());
}

export function openJobs({ database, now, log, leaseMs = MINUTE }: JobsOptions): Jobs {
  const holder = newId();
  const kinds = new Map<string, Kind>();
  const unseeded = new Set<string>();
  let started = false;
  let stopping = false;
  let timer: NodeJS.Timeout | undefined;
  const main: Lane = { width: 1, kinds: [], workers: new Set() };
  const lanes = new Map<string, Lane>([['', main]]);

  /** The rows of what comes again and again. Whoever starts first makes them. */
  async function seed(): Promise<void> {
    if (unseeded.size === 0) return;
    const fresh = [...unseeded];
    const rows = fresh.map((kind) => ({
      job_id: `every:${kind}`,
      mall_id: '',
      kind,
      payload: '{}',
      run_at: now(),
    }));
    await database.write((trx) =>
      trx
        .insertInto('jobs')
        .values(rows.map((row) => ({ ...row, attempts: 0, lease_holder: null, lease_expires_at: 0 })))
        .onConflict((conflict) => conflict.column('job_id').doNothing())
        .execute(),
    );
    for (const kind of fresh) unseeded.delete(kind);
  }

  /** Takes the lease of one due job. Only who finds the row as it was seen gets it. */
  async function claim(lane: Lane): Promise<JobRow | undefined> {
    if (lane.kinds.length === 0) return undefined;
    const at = now();
    const candidates = await database.db
      .selectFrom('jobs')
      .select(['job_id', 'attempts', 'lease_expires_at'])
      .where('run_at', '<=', at)
      .where('lease_expires_at', '<=', at)
      .where('kind', 'in', lane.kinds)
      .orderBy('run_at')
      .limit(LOOK_AHEAD)
      .execute();
    for (const seen of candidates) {
      const row = await database.write((trx) =>
        trx
          .updateTable('jobs')
          // Counted when taken: a job that kills its process is not taken for a new one.
          .set({ lease_holder: holder, lease_expires_at: now() + leaseMs, attempts: seen.attempts + 1 })
          .where('job_id', '=', seen.job_id)
          .where('attempts', '=', seen.attempts)
          .where('lease_expires_at', '=', seen.lease_expires_at)
          .where('run_at', '<=', at)
          .returningAll()
          .executeTakeFirst(),
      );
      if (row) return row;
    }
    return undefined;
  }

  /** Changes the row of a job only while it is held by this very attempt. */
  const settle = (job: JobRow, change: Partial<JobRow>) =>
    database.write((trx) =>
      trx
        .updateTable('jobs')
        .set(change)
        .where('job_id', '=', job.job_id)
        .where('lease_holder', '=', holder)
        .where('attempts', '=', job.attempts)
        .execute(),
    );

  async function finish(job: JobRow, intervalMs: number | undefined): Promise<void> {
    const free = { lease_holder: null, lease_expires_at: 0 };
    if (intervalMs !== undefined) {
      await settle(job, { ...free, attempts: 0, run_at: now() + intervalMs });
      return;
    }
    await database.write((trx) =>
      trx
        .deleteFrom('jobs')
        .where('job_id', '=', job.job_id)
        .where('lease_holder', '=', holder)
        .where('attempts', '=', job.attempts)
        .execute(),
    );
  }

  async function perform(job: JobRow): Promise<boolean> {
    const kind = kinds.get(job.kind);
    if (!kind) return false;
    const renewal = setInterval(() => {
      settle(job, { lease_expires_at: now() + leaseMs }).catch((error) =>
        log.warn({ err: error, job: job.kind }, 'a lease could not be renewed'),
      );
    }, leaseMs / 3).unref();
    try {
      await kind.handler(JSON.parse(job.payload), { mallId: job.mall_id, jobId: job.job_id });
    } catch (error) {
      const wait = retryAfterMs(job.attempts);
      log.warn(
        { err: error, job: job.kind, mall: job.mall_id, attempts: job.attempts, wait },
        'a job will be tried again',
      );
      await settle(job, { lease_holder: null, lease_expires_at: 0, run_at: now() + wait });
      return false;
    } finally {
      clearInterval(renewal);
    }
    await finish(job, kind.intervalMs);
    return true;
  }

  async function drain(lane: Lane): Promise<number> {
    let done = 0;
    await seed();
    while (!stopping) {
      const job = await claim(lane);
      if (!job) break;
      if (await perform(job)) done++;
    }
    return done;
  }

  /** As many workers as there is room for. One that hangs takes its own place, and nobody else's. */
  function startWorkers(lane: Lane): Promise<number>[] {
    return Array.from({ length: lane.width - lane.workers.size }, () => {
      const worker = drain(lane).finally(() => lane.workers.delete(worker));
      lane.workers.add(worker);
      return worker;
    });
  }

  /** What is running may have looked before the newest was added, so it is followed by another run. */
  async function runLane(lane: Lane): Promise<number> {
    while (lane.workers.size > 0) await Promise.allSettled(lane.workers);
    let done = 0;
    for (const outcome of await Promise.allSettled(startWorkers(lane))) {
      if (outcome.status === 'rejected') throw outcome.reason;
      done += outcome.value;
    }
    return done;
  }

  async function runDue(): Promise<number> {
    let done = 0;
    for (const one of await Promise.all([...lanes.values()].map(runLane))) done += one;
    return done;
  }

  function poll(): void {
    if (!started) return;
    for (const lane of lanes.values())
      for (const worker of startWorkers(lane))
        worker.catch((error) => log.warn({ err: error }, 'the jobs could not be looked at'));
  }

  function name(kind: string, entry: Kind): void {
    if (kinds.has(kind)) throw new Error(`Two handlers for jobs of kind ${kind}`);
    kinds.set(kind, entry);
    entry.lane.kinds.push(kind);
  }

  function laneOf(given: { name: string; width: number } | undefined): Lane {
    if (!given) return main;
    const lane = lanes.get(given.name) ?? { width: given.width, kinds: [], workers: new Set() };
    lanes.set(given.name, lane);
    return lane;
  }

  return {
    async add(trx, job) {
      const id = job.id === undefined ? newId() : JSON.stringify([job.mallId, job.kind, job.id]);
      await trx
        .insertInto('jobs')
        .values({
          job_id: id,
          mall_id: job.mallId,
          kind: job.kind,
          payload: JSON.stringify(job.payload ?? null),
          run_at: job.runAt,
          attempts: 0,
          lease_holder: null,
          lease_expires_at: 0,
        })
        .onConflict((conflict) => conflict.column('job_id').doNothing())
        .execute();
      if (job.runAt <= now()) afterCommit(trx, poll);
    },
    on: (kind, handler, lane) => name(kind, { handler, lane: laneOf(lane) }),
    every(kind, intervalMs, handler) {
      name(kind, { handler, intervalMs, lane: main });
      unseeded.add(kind);
    },
    start() {
      if (started) return;
      started = true;
      stopping = false;
      timer = setInterval(poll, POLL_MS).unref();
      poll();
    },
    async stop() {
      started = false;
      stopping = true;
      clearInterval(timer);
      for (const lane of lanes.values()) await Promise.allSettled(lane.workers);
    },
    runDue,
  };
}
