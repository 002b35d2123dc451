/** Disks of our own, where this machine lets us have them: Linux, root, and leave to mount. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const IMAGE_MB = 96;

function run(command: string, ...args: string[]): void {
  const done = spawnSync(command, args, { encoding: 'utf8' });
  if (done.status !== 0)
    throw new Error(
      `${command} ${args.join(' ')}: ${(done.stderr || String(done.error)).trim().split('\n')[0]}`,
    );
}

const mounted = new Set<string>();
function mount(at: string, ...args: string[]): void {
  run('mount', ...args, at);
  mounted.add(at);
}
function unmount(at: string): void {
  if (!mounted.has(at)) return;
  run('umount', at);
  mounted.delete(at);
}
// Services that were killed a moment ago may still hold theirs: those go when they do.
process.once('exit', () => {
  for (const at of mounted) spawnSync('umount', ['-l', at]);
});

/** What the attempt brought, or why there is none here. */
function whereAllowed<T>(make: () => T): T | string {
  try {
    return make();
  } catch (error) {
    return (error as Error).message;
  }
}

/** A small disk in memory, or why it cannot be had. */
export function memoryDisk(megabytes: number) {
  return whereAllowed(() => {
    const path = mkdtempSync(join(tmpdir(), 'dangol-disk-'));
    try {
      mount(path, '-t', 'tmpfs', '-o', `size=${megabytes}m`, 'dangol');
    } catch (error) {
      rmSync(path, { recursive: true });
      throw error;
    }
    return {
      path,
      /** From now on nothing can be written. */
      close: () => run('mount', '-o', 'remount,ro', path),
      remove() {
        unmount(path);
        rmSync(path, { recursive: true, force: true });
      },
    };
  });
}

/**
 * A disk whose power can be cut, or why it cannot be had: a file system in a file. What was written to it but not synced
 * is only in the memory of this machine, so a copy of the file is what a power cut leaves.
 */
export function cuttableDisk() {
  return whereAllowed(() => {
    const folder = mkdtempSync(join(tmpdir(), 'dangol-power-'));
    const [image, copy, path] = ['disk', 'copy', 'mounted'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    // No writing back by the journal's clock: nothing gets to the disk but what is asked to.
    const start = () => mount(path, '-o', 'loop,commit=3600', image);
    try {
      mkdirSync(path);
      run('truncate', '-s', `${IMAGE_MB}M`, image);
      run('mkfs.ext4', '-q', '-F', image);
      start();
    } catch (error) {
      rmSync(folder, { recursive: true });
      throw error;
    }
    return {
      path,
      /** The power goes: what the disk has by now is kept aside. Whoever writes should stand still meanwhile. */
      cut: () => copyFileSync(image, copy),
      /** The power comes back. Nobody may have the disk open any more. */
      restart() {
        unmount(path);
        copyFileSync(copy, image);
        start();
      },
      remove() {
        unmount(path);
        rmSync(folder, { recursive: true, force: true });
      },
    };
  });
}
