import { randomBytes } from 'node:crypto';
import { constants, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { copyFile, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { HOUR } from '../clock.ts';
import type { ByteRange, Files } from './files.ts';

/** Begins with two letters or digits (its sub folder) and holds no path. */
const NAME = /^[0-9a-z]{2}[0-9a-z.-]{0,120}$/;
/** Longer than two characters, so that it is nobody's sub folder. */
const UNFINISHED = 'unfinished';

const isMissing = (error: unknown) => (error as { code?: string })?.code === 'ENOENT';

/** Keeps files in a folder, in sub folders by their first two characters: no folder grows beyond what tools bear. */
export function openFolder(folder: string): Files {
  const unfinished = join(folder, UNFINISHED);
  mkdirSync(unfinished, { recursive: true });
  // Left by a process that died while writing; a younger one may be somebody's who still writes.
  for (const name of readdirSync(unfinished)) {
    const path = join(unfinished, name);
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0);
    if (age > HOUR) rmSync(path, { force: true });
  }

  function place(name: string): { path: string; sub: string } {
    if (!NAME.test(name)) throw new Error('Not a name of a file');
    const sub = join(folder, name.slice(0, 2));
    return { path: join(sub, name), sub };
  }

  /** Writes the bytes beside the files, down to the disk. Returns the path. */
  async function write(bytes: Uint8Array): Promise<string> {
    const path = join(unfinished, randomBytes(12).toString('hex'));
    try {
      const handle = await open(path, 'wx', 0o640);
      try {
        await handle.writeFile(bytes);
        await handle.sync();
      } finally {
        await handle.close();
      }
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    }
    return path;
  }

  /** A copy of a file, beside the files. Returns its path. */
  async function copyBeside(source: string): Promise<string> {
    const path = join(unfinished, randomBytes(12).toString('hex'));
    try {
      await copyFile(source, path, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
      const handle = await open(path, 'r+');
      try {
        await handle.sync();
      } finally {
        await handle.close();
      }
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    }
    return path;
  }

  /** Gives what was written its name. */
  async function keep(name: string, written: string): Promise<void> {
    try {
      const { path, sub } = place(name);
      const made = await mkdir(sub, { recursive: true });
      await rename(written, path);
      await syncFolder(sub);
      if (made) await syncFolder(folder);
    } catch (error) {
      await rm(written, { force: true });
      throw error;
    }
  }

  return {
    async put(name, bytes) {
      place(name);
      await keep(name, await write(bytes));
    },
    async get(name, range) {
      if (!NAME.test(name)) return undefined;
      try {
        return await (range ? readRange(place(name).path, range) : readFile(place(name).path));
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    async size(name) {
      if (!NAME.test(name)) return undefined;
      try {
        return (await stat(place(name).path)).size;
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    async copy(from, to) {
      try {
        // Through a file beside, like any other: all of it or nothing.
        await keep(to, await copyBeside(place(from).path));
      } catch (error) {
        if (!isMissing(error)) throw error;
      }
    },
    remove: (name) => rm(place(name).path, { force: true }),
    async check() {
      await rm(await write(Buffer.from('ok')), { force: true });
    },
  };
}

async function readRange(path: string, { from, length }: ByteRange): Promise<Uint8Array> {
  const handle = await open(path, 'r');
  try {
    const bytes = Buffer.alloc(Math.max(0, Math.min(length, (await handle.stat()).size - from)));
    let read = 0;
    while (read < bytes.length) {
      const { bytesRead } = await handle.read(bytes, read, bytes.length - read, from + read);
      if (bytesRead === 0) break;
      read += bytesRead;
    }
    return bytes.subarray(0, read);
  } finally {
    await handle.close();
  }
}

/** A rename is only sure to outlive a power cut once its folder is on the disk. */
async function syncFolder(folder: string): Promise<void> {
  // Windows has no such thing and refuses.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
