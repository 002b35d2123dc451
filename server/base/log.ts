import { type Logger, pino } from 'pino';

/** A line of the log is written after this time at the latest. */
const FLUSH_MS = 100;

/**
 * Opens the log: lines of JSON on the standard output. They leave together, since a write for each would cost a kept
 * answer a third of its time.
 */
export function openLog(level: string): { log: Logger; close(): void } {
  const stream = pino.destination({ dest: 1, sync: false, minLength: 4096, periodicFlush: FLUSH_MS });
  const { write, flushSync } = together(stream);
  const log = pino(
    {
      level,
      base: null,
      timestamp: isoTime,
      // A database's errors carry the values of the row in further fields: those are somebody's.
      serializers: { err: (error) => ({ type: error?.name, code: error?.code, stack: error?.stack }) },
    },
    { write },
  );
  open.add(flushSync);
  return {
    log,
    close() {
      open.delete(flushSync);
      flushSync();
    },
  };
}

/** How what still waits is written, of each log that is open. */
const open = new Set<() => void>();
process.once('exit', () => {
  for (const flushSync of open) flushSync();
});

/**
 * Hands on what one turn of the event loop brings as one: the stream measures all that waits in it whenever something
 * comes.
 */
export function together(stream: { write(text: string): unknown; flushSync(): void }) {
  let lines: string[] = [];
  function hand(): void {
    if (lines.length === 0) return;
    const text = lines.join('');
    lines = [];
    stream.write(text);
  }
  return {
    write(line: string): void {
      if (lines.push(line) === 1) setImmediate(hand);
    },
    flushSync(): void {
      hand();
      stream.flushSync();
    },
  };
}

let written = { at: 0, as: '' };
/** The time of a line as pino's own `isoTime` tells it, made once for all lines of a millisecond. */
function isoTime(): string {
  const at = Date.now();
  if (at !== written.at) written = { at, as: `,"time":"${new Date(at).toISOString()}"` };
  return written.as;
}
