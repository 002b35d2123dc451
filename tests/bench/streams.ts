/** Ten thousand pages that are open and listen. */
import { spawnSync } from 'node:child_process';
import type { Comparison } from './support/bench.ts';
import { type Process, startProcess, startServer } from './support/child.ts';
import { fire, HOST, percentile } from './support/client.ts';
import { mebibytes, millis } from './support/figures.ts';
import { type Ground, loadGround, MALL, ONE, ORIGIN, productName, review } from './support/load.ts';
import { inTurn, listShot } from './support/turns.ts';

const STREAMS = 10_000;
/** Files that either process has open besides its streams. */
const OTHER_FILES = 200;
const GIGABYTE = 1e9;
/** Readers beside the listeners. */
const CONNECTIONS = 4;
const READ_MS = 5000;
/** What is done before the reading ends, so that it is read while all are told. */
const EVENT_AFTER_MS = 2500;
const TOPIC = `product:${productName(0)}`;

/** How many files a process may have open here. */
function fileLimit(): number {
  const { stdout } = spawnSync('sh', ['-c', 'ulimit -n'], { encoding: 'utf8' });
  return stdout.trim() === 'unlimited' ? Number.POSITIVE_INFINITY : Number(stdout);
}

/** A review that all of them hear of; resolves with when it was sent. */
async function happen(port: number, ground: Ground, member: number): Promise<number> {
  const sentAt = Date.now();
  const answer = await fetch(`http://${HOST}:${port}/v1/${MALL}/reviews`, {
    method: 'POST',
    headers: {
      Origin: ORIGIN,
      Authorization: `Bearer ${ground.token(member)}`,
      'Content-Type': 'application/json',
    },
    body: JSON.stringify({ product: productName(0), ...review(member) }),
  });
  if (answer.status !== 201) throw new Error(`the post: ${answer.status} ${await answer.text()}`);
  return sentAt;
}

export const streams: Comparison = async ({ report, postgres }) => {
  const limit = fileLimit();
  const count = Math.min(STREAMS, limit - OTHER_FILES);
  if (count < STREAMS)
    report.say(
      `  only ${count} streams: a process may open ${limit} files here (ulimit -n), and each stream is one`,
    );
  const ground = await loadGround(ONE, postgres);
  const server = await startServer('ours', ground.environment);
  let listeners: Process | undefined;
  try {
    const names = Array.from({ length: ground.products }, (_, at) => productName(at));
    const load = {
      port: server.port,
      connections: CONNECTIONS,
      next: inTurn(names.map(listShot)),
      ms: READ_MS,
    };
    // As warm as it will be with the streams.
    await fire(load);
    const before = await server.settled();

    listeners = startProcess('listeners', {});
    const begin = performance.now();
    const { ready } = await listeners.ask<{ ready: number }>({
      port: server.port,
      path: `/v1/${MALL}/stream`,
      body: JSON.stringify({ topics: [TOPIC] }),
      streams: count,
    });
    const seconds = (performance.now() - begin) / 1000;
    report.figure(
      'streams held',
      `${ready} (opened in ${seconds.toFixed(1)} s)`,
      `${count}`,
      ready === count,
    );

    const reading = fire(load);
    await new Promise((resolve) => setTimeout(resolve, EVENT_AFTER_MS));
    // From the most that it takes: while all are being told.
    const heard = listeners.ask<{ at: number }>('await');
    const sentAt = await happen(server.port, ground, 1);
    const told = (await heard).at - sentAt;
    const during = await server.usage();
    const read = await reading;
    const p99 = percentile(read.latencies, 0.99);
    report.figure('one event to all', millis(told), 'within 2 s', told <= 2000);
    report.figure(
      'memory with them',
      `${mebibytes(during.rss)}, ${((during.rss - before.rss) / ready / 1000).toFixed(1)} kB a stream`,
      'under 1 GB',
      during.rss < GIGABYTE,
    );
    report.figure(
      'p99 of list reads meanwhile',
      `${millis(p99)}, median ${millis(percentile(read.latencies, 0.5))}`,
      'at most 100 ms',
      p99 <= 100,
    );

    await listeners.stop();
    listeners = undefined;
    await fire(load);
    const after = await server.settled();
    const left = after.used / before.used;
    report.figure(
      'memory after they left',
      `${mebibytes(after.used)} in use where it was ${mebibytes(before.used)}; ${mebibytes(after.rss)} in memory where it was ${mebibytes(before.rss)}`,
      'at most 1.2 times what was in use before',
      left <= 1.2,
    );
  } finally {
    await listeners?.stop();
    await server.stop();
    await ground.close();
  }
};
