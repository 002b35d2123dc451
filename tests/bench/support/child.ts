/** Servers that are measured run as processes of their own, which say what they have used when they are asked. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** What a process has used since its start. */
export interface Usage {
  /** Microseconds of CPU, the kernel's work for it included. */
  cpu: number;
  /** Bytes of it that are in memory, and bytes that its objects and buffers take. */
  rss: number;
  used: number;
}

function usage(): Usage {
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed, external } = process.memoryUsage();
  return { cpu: user + system, rss, used: heapUsed + external };
}

/** Lets go of everything that is no longer in use. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

/** A server's own side: tells its port, and from then on what it has used. */
export function reportTo(port: number): void {
  process.on('message', (message) => {
    if (message === 'settled') collectGarbage();
    if (message === 'usage' || message === 'settled') process.send?.(usage());
  });
  // Whoever measures is gone: so is the reason to be here.
  process.once('disconnect', () => process.exit(0));
  process.send?.({ port });
}

const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Starts one of `tests/bench/servers`. With BENCH_CPU_PROF each leaves a profile of its CPU in the folder of that name. */
export function startProcess(name: string, environment: Record<string, string>) {
  const profiles = process.env.BENCH_CPU_PROF;
  const child = fork(fileURLToPath(new URL(`../servers/${name}.ts`, import.meta.url)), [], {
    env: { PATH: process.env.PATH ?? '', NODE_ENV: 'production', ...environment },
    execArgv: profiles ? ['--cpu-prof', `--cpu-prof-dir=${profiles}`] : [],
    serialization: 'advanced',
    // Its log is written, as in production, and nobody reads it.
    stdio: ['ignore', openSync('/dev/null', 'w'), 'inherit', 'ipc'],
  });
  running.add(child);
  const ended = once(child, 'exit').then(([code, signal]) => {
    running.delete(child);
    return code ?? signal;
  });
  return {
    name,
    /** Sends a message, when there is one, and resolves with the next that comes. */
    async ask<T>(message?: unknown): Promise<T> {
      const heard = once(child, 'message').then(([answer]) => ({ answer: answer as T }));
      if (message !== undefined) child.send(message as object);
      const first = await Promise.race([heard, ended]);
      if (typeof first !== 'object') throw new Error(`${name} ended: ${first}`);
      return first.answer;
    },
    async stop(): Promise<void> {
      if (running.has(child) && child.connected) child.disconnect();
      await ended;
    },
  };
}
export type Process = ReturnType<typeof startProcess>;

/**
 * Starts one of `tests/bench/servers` and waits until it listens.
 *
 * @param given handed to it as its first message, when it wants one
 */
export async function startServer(name: string, environment: Record<string, string> = {}, given?: unknown) {
  const child = startProcess(name, environment);
  const { port } = await child.ask<{ port: number }>(given);
  return {
    name,
    port,
    usage: () => child.ask<Usage>('usage'),
    /** The same after whatever is no longer in use has been let go. */
    settled: () => child.ask<Usage>('settled'),
    stop: child.stop,
  };
}
export type Server = Awaited<ReturnType<typeof startServer>>;
