/**
 * A process that writes transfers beside its parent's on the same database: told over the channel to its parent what to
 * spend, or that something is due, it answers what became of it. Also the body of the same in the parent.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Database, openSqlite } from '../../server/base/db/database.ts';
import { openPostgres } from '../../server/base/db/postgres.ts';
import { Problem } from '../../server/base/http/problem.ts';
import { endAllDue, expireLots } from '../../server/mall/points/jobs.ts';
import { walletOf } from '../../server/mall/points/ledger.ts';
import { silent } from './ground.ts';
import { ledgerOn } from './ledger.ts';
import { patient } from './postgres.ts';

export interface Rush {
  mallId: string;
  shopper: string;
  amount: number;
  keys: string[];
}
/** What became of one: done, refused with a code, or what must not be. */
export interface Spent {
  key: string;
  outcome: string;
  transferId?: string;
  replayed?: boolean;
  from: number;
  to: number;
}

/** All of them at once. */
export function spendAll(database: Database, { mallId, shopper, amount, keys }: Rush): Promise<Spent[]> {
  const ledger = ledgerOn(database, mallId);
  return Promise.all(
    keys.map(async (key) => {
      const from = Date.now();
      const answer = await ledger
        .one({ key, kind: 'spend', from: walletOf(shopper), to: 'redemption', amount })
        .then(({ transferId, replayed }) => ({ outcome: 'done', transferId, replayed }))
        .catch((error: unknown) => ({
          outcome: error instanceof Problem ? error.code : `${(error as { code?: string }).code}: ${error}`,
        }));
      return { key, ...answer, from, to: Date.now() };
    }),
  );
}

/** What is due at a mall so long after the beginning, worked off as the jobs do; how much of it was done here. */
export async function workOffAt(database: Database, mallId: string, later: number): Promise<number> {
  const ledger = ledgerOn(database, mallId);
  ledger.later(later);
  const working = { ...ledger.tools, database, log: silent };
  return (await endAllDue(working, mallId)) + (await expireLots(working, mallId));
}

/** What the other process is asked for, and what it answers. */
type Asked = { id: number } & ({ rush: Rush } | { due: { mallId: string; later: number } });
interface Said {
  id: number;
  answer: unknown;
}

/** The place of a database that two processes share. */
export const openThere = (where: { url?: string; file?: string }): Database =>
  where.url ? patient(openPostgres(where.url, { max: 16 })) : openSqlite(where.file ?? '');

/** Another process on the same place. */
export function another(where: { url?: string; file?: string }) {
  const child: ChildProcess = fork(fileURLToPath(import.meta.url), [JSON.stringify(where)]);
  const answers = new Map<number, (answer: unknown) => void>();
  let asked = 0;
  child.on('message', (said: Said) => answers.get(said.id)?.(said.answer));
  const ask = <T>(what: { rush: Rush } | { due: { mallId: string; later: number } }): Promise<T> =>
    new Promise((resolve) => {
      const id = ++asked;
      answers.set(id, (answer) => resolve(answer as T));
      child.send({ id, ...what } satisfies Asked);
    });
  return {
    spend: (rush: Rush) => ask<Spent[]>({ rush }),
    workOff: (mallId: string, later: number) => ask<number>({ due: { mallId, later } }),
    child,
    end: () =>
      new Promise<void>((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGKILL');
      }),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const database = openThere(JSON.parse(process.argv[2] ?? '{}'));
  process.on('message', async (asked: Asked) => {
    const answer =
      'rush' in asked
        ? await spendAll(database, asked.rush)
        : await workOffAt(database, asked.due.mallId, asked.due.later);
    process.send?.({ id: asked.id, answer } satisfies Said);
  });
  // The parent is gone.
  process.on('disconnect', () => process.exit());
}
