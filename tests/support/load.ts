/** Load over bare sockets: a client that costs a tenth of what it asks for, so that it can ask for more than there is. */
import { connect, type Socket } from 'node:net';

export interface Outcome {
  /** Answered in time: with 2xx, with 429 or 503, with anything else. */
  well: number;
  refused: number;
  wrong: number;
  /** The patience ran out, or the connection broke. */
  late: number;
  seconds: number;
  /** Of what went well, in ms, ascending. */
  times: number[];
}

export interface Load {
  port: number;
  /** The bytes of the next request. */
  next(): string;
  seconds: number;
  patienceMs: number;
}

const outcome = (): Outcome => ({ well: 0, refused: 0, wrong: 0, late: 0, seconds: 0, times: [] });

interface Line {
  /** Itself, once it is connected. */
  opened: Promise<Line>;
  /** Resolves with the status, or zero when there was none in time. */
  ask(bytes: string, patienceMs: number): Promise<number>;
  isOpen(): boolean;
  close(): void;
}

/** One connection, one request at a time. */
function openLine(port: number): Line {
  const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true });
  let seen = '';
  let settle: ((status: number) => void) | undefined;
  let open = true;
  const done = (status: number) => {
    const told = settle;
    settle = undefined;
    seen = '';
    told?.(status);
  };
  const gone = () => {
    open = false;
    done(0);
  };
  socket.setEncoding('latin1');
  socket.on('data', (text) => {
    seen += text;
    const head = seen.indexOf('\r\n\r\n');
    if (head < 0) return;
    const length = /\r\ncontent-length: (\d+)/i.exec(seen.slice(0, head))?.[1];
    const isWhole = length ? seen.length >= head + 4 + Number(length) : seen.endsWith('0\r\n\r\n');
    if (!isWhole) return;
    if (/\r\nconnection: close/i.test(seen.slice(0, head))) open = false;
    done(Number(seen.slice(9, 12)));
  });
  socket.on('error', gone);
  socket.on('close', gone);
  const line: Line = {
    opened: new Promise((resolve) => {
      socket.once('connect', () => resolve(line));
      socket.once('close', () => resolve(line));
    }),
    isOpen: () => open,
    close: () => socket.destroy(),
    ask(bytes, patienceMs) {
      return new Promise((resolve) => {
        const late = setTimeout(() => {
          open = false;
          socket.destroy();
          done(0);
        }, patienceMs);
        settle = (status) => {
          clearTimeout(late);
          resolve(status);
        };
        socket.write(bytes);
      });
    },
  };
  return line;
}

async function note(into: Outcome, line: Line, load: Load): Promise<void> {
  const begin = performance.now();
  const status = await line.ask(load.next(), load.patienceMs);
  if (status === 0) into.late += 1;
  else if (status === 429 || status === 503) into.refused += 1;
  else if (status < 300) {
    into.well += 1;
    into.times.push(performance.now() - begin);
  } else into.wrong += 1;
}

const finished = (of: Outcome, seconds: number): Outcome => ({
  ...of,
  seconds,
  times: of.times.sort((a, b) => a - b),
});

/** As many as are answered: each connection asks again when it has its answer. */
export async function closedLoad(load: Load & { connections: number }): Promise<Outcome> {
  const total = outcome();
  const begin = performance.now();
  const end = begin + load.seconds * 1000;
  await Promise.all(
    Array.from({ length: load.connections }, async () => {
      let line = openLine(load.port);
      while (performance.now() < end) {
        if (!line.isOpen()) line = openLine(load.port);
        await note(total, line, load);
      }
      line.close();
    }),
  );
  return finished(total, (performance.now() - begin) / 1000);
}

/**
 * As many as are asked for, answered or not: whoever comes does not know of those before.
 *
 * @param load `ready` connections are open before it begins; more are opened when all of them wait, up to `most`
 */
export async function openLoad(
  load: Load & { perSecond: number; ready: number; most: number },
): Promise<Outcome> {
  const total = outcome();
  const idle = await Promise.all(Array.from({ length: load.ready }, () => openLine(load.port).opened));
  const waiting = new Set<Promise<void>>();
  let sent = 0;
  const begin = performance.now();
  async function one(): Promise<void> {
    let line = idle.pop();
    while (line && !line.isOpen()) line = idle.pop();
    line ??= openLine(load.port);
    await note(total, line, load);
    if (line.isOpen()) idle.push(line);
    else line.close();
  }
  for (let now = begin; now - begin < load.seconds * 1000; now = performance.now()) {
    const due = Math.floor(((now - begin) / 1000) * load.perSecond);
    for (; sent < due; sent++) {
      // More than a machine has ports for wait in front of it, as in a queue of the system: they are late as well.
      if (waiting.size >= load.most) {
        total.late += 1;
        continue;
      }
      const asked: Promise<void> = one().finally(() => waiting.delete(asked));
      waiting.add(asked);
    }
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  await Promise.all(waiting);
  for (const line of idle) line.close();
  return finished(total, load.seconds);
}

/** The value below which that share of a sorted list lies. */
export const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.POSITIVE_INFINITY;
