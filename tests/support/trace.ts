/** What a process asks of the system, seen by strace: in which order it writes its database, syncs it and answers. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';

const CALLS = 'write,writev,sendto,sendmsg,pwrite64,pwritev,fsync,fdatasync';

/** Why nothing can be traced here; undefined when it can. */
export function whyNoTrace(): string | undefined {
  const tried = spawnSync('strace', ['-qq', '-e', 'trace=none', process.execPath, '-e', '0'], {
    encoding: 'utf8',
  });
  if (tried.status === 0) return undefined;
  return `strace: ${tried.error?.message ?? tried.stderr.trim().split('\n')[0]}`;
}

/** Watches a process from now on. */
export async function traced(pid: number) {
  const child = spawn('strace', ['-f', '-y', '-e', `trace=${CALLS}`, '-s', '64', '-p', String(pid)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let seen = '';
  const closed = once(child, 'close');
  const attached = new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.stderr.setEncoding('utf8').on('data', (text) => {
      seen += text;
      if (/ attached/.test(seen)) resolve();
    });
    child.once('close', () => reject(new Error(`strace may not look: ${seen.trim()}`)));
  });
  await attached;
  return {
    /** The lines that were seen, once the process has ended or we leave it. */
    async stop(): Promise<string[]> {
      child.kill('SIGINT');
      await closed;
      return seen.split('\n');
    },
  };
}

/** How many successes of writes were told, and how many while bytes of the write-ahead log were not yet synced. */
export function readTrace(lines: readonly string[]): { told: number; early: number } {
  let told = 0;
  let early = 0;
  let isUnsynced = false;
  for (const line of lines) {
    if (/\bpwrite\w*\(\d+<[^>]*\.sqlite-wal>/.test(line)) isUnsynced = true;
    else if (/\bf(?:data)?sync\(\d+<[^>]*\.sqlite-wal>/.test(line)) isUnsynced = false;
    else if (/"HTTP\/1\.1 201 /.test(line)) {
      told += 1;
      if (isUnsynced) early += 1;
    }
  }
  return { told, early };
}
