/** Processes that settle a club on the database of their parent, one of which dies in the middle of it. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { settleClub } from '../../server/community/clubs/jobs.ts';
import { settleSome } from '../../server/community/clubs/settling.ts';
import { writingOf } from '../../server/community/clubs/store.ts';
import { findMall } from '../../server/mall/malls/store.ts';
import { openServices } from '../../server/open.ts';
import { readSettings } from '../../server/settings.ts';

interface Job {
  environment: Record<string, string>;
  mallId: string;
  clubId: string;
  /** Kills itself, as by kill -9, in the middle of the second part. */
  dies: boolean;
}
export interface Settled {
  from: number;
  to: number;
}

/** A process that has opened the database and waits for the word. */
export async function settler(job: Job) {
  const child = fork(fileURLToPath(import.meta.url), [JSON.stringify(job)]);
  const ended = once(child, 'exit') as Promise<[code: number | null, signal: string | null]>;
  const gone = ended.then(([code, signal]) => {
    throw new Error(`ended by ${signal ?? code}`);
  });
  gone.catch(() => {});
  await Promise.race([once(child, 'message'), gone]);
  return {
    async settle(): Promise<Settled> {
      const told = once(child, 'message') as Promise<[Settled]>;
      child.send('settle');
      const [settled] = await Promise.race([told, gone]);
      await ended;
      return settled;
    },
    /** @returns the signal that ended it */
    async die(): Promise<string | null> {
      child.send('settle');
      return (await ended)[1];
    },
  };
}

async function main({ environment, mallId, clubId, dies }: Job): Promise<void> {
  const { services, close } = await openServices(readSettings({ ...environment, LOG_LEVEL: 'silent' }));
  const mall = await findMall(services.database.db, mallId);
  if (!mall) throw new Error('no mall');
  process.send?.('ready');
  await once(process, 'message');
  const from = Date.now();
  if (dies) {
    await services.database.write((trx) => settleSome(trx, writingOf(services, mall), clubId));
    await services.database.write(async (trx) => {
      await settleSome(trx, writingOf(services, mall), clubId);
      process.kill(process.pid, 'SIGKILL');
      // Never committed, however late the signal comes.
      await new Promise(() => {});
    });
  }
  await settleClub(services, mall, clubId);
  await close();
  process.send?.({ from, to: Date.now() } satisfies Settled);
  process.disconnect();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(JSON.parse(process.argv[2] ?? '{}'));
