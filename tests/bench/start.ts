/** What an idle service takes, and how long one that was not there takes to answer. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Comparison } from './support/bench.ts';
import { mebibytes, median, millis } from './support/figures.ts';
import { type Ground, loadGround, ONE, productName } from './support/load.ts';
import { answersOf, listPath } from './support/turns.ts';

const CLI = fileURLToPath(new URL('../../server/cli.ts', import.meta.url));
const IDLE_MS = 5000;

/** Bytes of a process that are in memory. */
function residentBytes(pid: number): number {
  const status = `/proc/${pid}/status`;
  const kilobytes = existsSync(status)
    ? /VmRSS:\s*(\d+)/.exec(readFileSync(status, 'utf8'))?.[1]
    : spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim();
  return Number(kilobytes) * 1024;
}

/** Starts `dangol serve` and asks for a list as soon as it listens. */
async function startOnce(ground: Ground, idleMs: number) {
  const begin = performance.now();
  const child = spawn(process.execPath, [CLI, 'serve'], {
    env: { PATH: process.env.PATH, NODE_ENV: 'production', ...ground.environment },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  try {
    const port = await new Promise<number>((resolve, reject) => {
      let output = '';
      // Read to the end: a process whose log nobody takes waits.
      child.stdout.setEncoding('utf8').on('data', (part: string) => {
        output += part;
        const told = /"port":(\d+)/.exec(output)?.[1];
        if (told) resolve(Number(told));
      });
      ended.then(() => reject(new Error(`it did not start: ${output}`)));
    });
    const listening = performance.now() - begin;
    await answersOf(port, [listPath(productName(1))]);
    const answered = performance.now() - begin;
    if (idleMs > 0) await new Promise((resolve) => setTimeout(resolve, idleMs));
    return { listening, answered, resident: residentBytes(child.pid as number) };
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}

export const start: Comparison = async ({ report, postgres, rounds }) => {
  const ground = await loadGround(ONE, postgres);
  try {
    const starts = [];
    for (let round = 0; round < rounds; round++)
      starts.push(await startOnce(ground, round === rounds - 1 ? IDLE_MS : 0));
    const listening = median(starts.map((one) => one.listening));
    const answered = median(starts.map((one) => one.answered));
    report.say(
      `  cold start to the first answer: ${millis(answered)} (listens after ${millis(listening)}); the aim: 150 ms`,
    );
    report.say(
      `  idle for 5 s: ${mebibytes(starts.at(-1)?.resident ?? Number.NaN)} in memory; the aim: 45 MiB`,
    );
  } finally {
    await ground.close();
  }
};
