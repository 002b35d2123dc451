import { CompiledQuery, Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { askTogether, PlanningClient } from './asking.ts';
import {
  again,
  backOff,
  type Database,
  type Db,
  follow,
  followedBy,
  isDuplicate,
  type Trx,
} from './database.ts';
import { groupWriter } from './group.ts';
import { askStraight } from './prepared.ts';
import type { Tables } from './tables.ts';
import { beginOn } from './transaction.ts';

/** A duplicate that is still one after so many looks is the body's own. */
const LOOKS = 3;
/** What PostgreSQL calls a duplicate may be another's row that a second look would have found. */
const againOrFound = (error: unknown, attempts: number): boolean =>
  again(error, attempts) || (attempts < LOOKS && isDuplicate(error));

/** Others came first so often: from then on those that try again do so one after the other. */
const IN_TURN = 3;

/**
 * On PostgreSQL transactions overlap, each on a connection of its own. Those that go on meeting at the same row are let
 * through one at a time in this process: else each would undo the others until some had tried too often.
 */
function overlappingWriter(pool: pg.Pool) {
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(run: () => Promise<T>): Promise<T> => {
    const mine = turn.then(run);
    turn = mine.catch(() => undefined);
    return mine;
  };
  return async <T>(body: (trx: Trx) => Promise<T>): Promise<T> => {
    for (let attempt = 1; ; attempt++) {
      const after: (() => void)[] = [];
      const run = async () => {
        const open = await beginOn(pool);
        try {
          followedBy(open.trx, after);
          const result = await body(open.trx);
          await open.commit();
          return result;
        } catch (error) {
          await open.rollback().catch(() => undefined);
          throw error;
        }
      };
      try {
        const result = await (attempt < IN_TURN ? run() : inTurn(run));
        follow(after);
        return result;
      } catch (error) {
        if (!againOrFound(error, attempt)) throw error;
        await backOff(attempt);
      }
    }
  };
}

/** Opens a PostgreSQL database. Whole numbers (int8) come back as numbers: all of ours are below 2^53. */
export function openPostgres(
  url: string,
  options: { max?: number; onError?: (error: Error) => void } = {},
): Database {
  const pool = new pg.Pool({
    Client: PlanningClient,
    connectionString: url,
    max: options.max ?? 10,
    connectionTimeoutMillis: 10_000,
    pipeline: true,
    types: {
      getTypeParser: ((oid: number, format?: 'text') =>
        oid === 20 || oid === 1700
          ? Number
          : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
    },
  });
  // Without a listener a connection that the server drops would end the process.
  pool.on('error', (error) => options.onError?.(error));
  // The same for one that is in use: its query fails and says so, the process goes on.
  pool.on('connect', (client) => client.on('error', (error) => options.onError?.(error)));
  const db: Db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  const { ask, waiting } = askTogether(pool);
  askStraight(db, ask);
  const overlapping = overlappingWriter(pool);
  const lanes = new Map<string, ReturnType<typeof groupWriter>>();
  function laneOf(name: string) {
    const lane =
      lanes.get(name) ??
      groupWriter({
        begin: () => beginOn(pool),
        run: (trx, text) => trx.executeQuery(CompiledQuery.raw(text)),
        follow: followedBy,
        again: againOrFound,
      });
    lanes.set(name, lane);
    return lane;
  }
  return {
    kind: 'postgres',
    db,
    pool,
    write: (body, lane) => (lane === undefined ? overlapping(body) : laneOf(lane).write(body)),
    waiting: () => [...lanes.values()].reduce((sum, lane) => sum + lane.waiting(), waiting()),
    waitedMs: () => 0,
    letIn() {},
    fileVersion: () => undefined,
    scrub: async () => 'clean',
    close: () => db.destroy(),
  };
}
