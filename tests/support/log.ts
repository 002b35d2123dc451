import fs from 'node:fs';

/** Keeps what a service of this process logs, instead of showing it. */
export function keepLog() {
  const { write: real, writeSync: realSync } = fs;
  let text = '';
  // A log's lines are JSON and go past process.stdout.
  const isLog = (fd: number, data: unknown): data is string =>
    fd === 1 && typeof data === 'string' && data.startsWith('{');
  const write = (fd: number, data: unknown, ...rest: unknown[]) => {
    if (!isLog(fd, data)) return (real as (...all: unknown[]) => void)(fd, data, ...rest);
    text += data;
    process.nextTick(rest.at(-1) as () => void, null, Buffer.byteLength(data));
  };
  const writeSync = (fd: number, data: unknown, ...rest: unknown[]) => {
    if (!isLog(fd, data)) return (realSync as (...all: unknown[]) => number)(fd, data, ...rest);
    text += data;
    return Buffer.byteLength(data);
  };
  fs.write = write as typeof fs.write;
  fs.writeSync = writeSync as typeof fs.writeSync;
  return {
    text: () => text,
    stop() {
      fs.write = real;
      fs.writeSync = realSync;
    },
  };
}
