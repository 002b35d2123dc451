/**
 * The load: keep-alive sockets that each wait for an answer before they ask again. Requests are bytes made beforehand and
 * answers are only measured, so that one core of load is enough for one core of service.
 */
import { connect, type Socket } from 'node:net';

/** One request as it goes over the wire, and the status that a right answer to it has. */
export interface Shot {
  bytes: Buffer;
  status: number;
}

export interface Load {
  port: number;
  connections: number;
  /** What is asked next; undefined: nothing more. */
  next(): Shot | undefined;
  /** No further request is sent after so long. */
  ms: number;
  /**
   * The load never falls asleep. Whoever sends to one that sleeps pays for waking it: with a slow server it sleeps before
   * each answer, with a fast one never, so that a slow one would be charged for being slow. It takes a core of its own.
   */
  stayAwake?: boolean;
}

export interface Fired {
  /** Those that were answered as expected. */
  requests: number;
  /** Those that a server with too much to do turned away at once (503): not among the requests. */
  turnedAway: number;
  seconds: number;
  /** How long each request took in milliseconds, the shortest first. */
  latencies: Float64Array;
}

export const HOST = '127.0.0.1';

/** The bytes of a request. */
export function shot(
  method: string,
  path: string,
  status: number,
  headers: Record<string, string> = {},
  body?: string,
): Shot {
  const lines = [`${method} ${path} HTTP/1.1`, `Host: ${HOST}`];
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
  if (body !== undefined)
    lines.push('Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`);
  return { bytes: Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body ?? ''}`), status };
}

/** The head of an answer: its status, and how many bytes of body follow. */
export function parseHead(head: string): { status: number; length: number } {
  const status = Number(head.slice(9, 12));
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (length === undefined && status !== 204 && status !== 304)
    throw new Error(`an answer without Content-Length: ${head.slice(0, 300)}`);
  return { status, length: Number(length ?? 0) };
}

interface Open {
  socket: Socket;
  /** What is told of each part that comes; it is gone when the next one comes. */
  read(part: Buffer): void;
}

function open(port: number): Promise<Open> {
  return new Promise((resolve, reject) => {
    const one: Open = {
      socket: connect(
        {
          host: HOST,
          port,
          noDelay: true,
          // One place for all that comes, or whoever measures would be busy collecting old ones.
          onread: {
            buffer: Buffer.allocUnsafeSlow(64 * 1024),
            callback(length, buffer) {
              one.read((buffer as Buffer).subarray(0, length));
              return true;
            },
          },
        },
        () => resolve(one),
      ),
      read() {},
    };
    one.socket.once('error', reject);
  });
}

interface Tally {
  /** Milliseconds of each answer. */
  taken: number[];
  turnedAway: number;
}

const TOO_MUCH = 503;

/** Asks on one socket again and again, until there is nothing to ask; resolves with what each answer took. */
function ask(open: Open, load: Load, until: number, tally: Tally): Promise<void> {
  const { socket } = open;
  return new Promise((resolve, reject) => {
    let asked: Shot | undefined;
    let sentAt = 0;
    /** Bytes of a head that came in parts. */
    let begun: Buffer | undefined;
    let status = 0;
    /** Bytes of the body that are still to come; undefined while the head is read. */
    let missing: number | undefined;
    let wrong = '';

    function send() {
      const now = performance.now();
      asked = now < until ? load.next() : undefined;
      if (!asked) {
        socket.off('close', lost);
        resolve();
        return;
      }
      sentAt = now;
      socket.write(asked.bytes);
    }
    function lost() {
      reject(new Error('the server closed a connection that was in use'));
    }
    function read(part: Buffer) {
      let data = part;
      if (missing === undefined) {
        if (begun) data = Buffer.concat([begun, part]);
        const end = data.indexOf('\r\n\r\n');
        begun = end < 0 ? Buffer.from(data) : undefined;
        if (end < 0) return;
        const head = parseHead(data.toString('latin1', 0, end));
        status = head.status;
        missing = head.length;
        data = data.subarray(end + 4);
      }
      missing -= data.length;
      if (status !== asked?.status) wrong += data.toString('utf8');
      if (missing > 0) return;
      if (missing < 0) throw new Error('an answer is longer than it said');
      missing = undefined;
      if (status === TOO_MUCH) tally.turnedAway++;
      else if (status === asked?.status) tally.taken.push(performance.now() - sentAt);
      else throw new Error(`answered ${status} instead of ${asked?.status}: ${wrong.slice(0, 300)}`);
      wrong = '';
      send();
    }
    open.read = (part) => {
      try {
        read(part);
      } catch (error) {
        reject(error);
      }
    };
    socket.once('error', reject);
    socket.once('close', lost);
    send();
  });
}

/** Puts the load on and says what came of it. Any answer that is not the one expected ends it with an error. */
export async function fire(load: Load): Promise<Fired> {
  const sockets = await Promise.all(Array.from({ length: load.connections }, () => open(load.port)));
  const tally: Tally = { taken: [], turnedAway: 0 };
  const begin = performance.now();
  let isAwake = load.stayAwake;
  const turn = () => void (isAwake && setImmediate(turn));
  turn();
  try {
    await Promise.all(sockets.map((socket) => ask(socket, load, begin + load.ms, tally)));
  } finally {
    isAwake = false;
    for (const { socket } of sockets) socket.destroy();
  }
  const seconds = (performance.now() - begin) / 1000;
  const { taken, turnedAway } = tally;
  return { requests: taken.length, turnedAway, seconds, latencies: Float64Array.from(taken).sort() };
}

/** The value that this share of the sorted values does not exceed. */
export const percentile = (sorted: Float64Array, share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
