/** What may have become of a database file, and the one sentence that a start on it must say. */
import assert from 'node:assert/strict';
import { readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import Sqlite from 'better-sqlite3';

export interface Damage {
  spoil(file: string): void;
  says: RegExp;
}

const isDamaged = /dangol\.sqlite is damaged/;

export const DAMAGES: Record<string, Damage> = {
  'with damaged pages': {
    spoil(file) {
      const bytes = readFileSync(file);
      for (let at = 4096; at < bytes.length; at += 4096) bytes.fill(0xa5, at + 8, at + 600);
      writeFileSync(file, bytes);
    },
    says: isDamaged,
  },
  'that was cut off': { spoil: (file) => truncateSync(file, 9000), says: isDamaged },
  // The pages alone do not tell: what is missing of such a page reads as the zeros that it was.
  'that was cut off in an empty last page': {
    spoil(file) {
      const db = new Sqlite(file);
      db.exec('vacuum; create table last_page (id)');
      db.close();
      truncateSync(file, statSync(file).size - 100);
    },
    says: isDamaged,
  },
  'that is no database': { spoil: (file) => writeFileSync(file, 'hello '.repeat(2000)), says: isDamaged },
  'that is empty beside its key': { spoil: (file) => truncateSync(file, 0), says: /dangol\.sqlite is empty/ },
  'that is missing although the folder was in use': {
    spoil: (file) => rmSync(file),
    says: /dangol\.sqlite is missing/,
  },
};

/** Spoils the file, does something, and brings it back as it was. */
export async function whileSpoiled<T>(
  file: string,
  spoil: Damage['spoil'],
  run: () => Promise<T>,
): Promise<T> {
  const whole = readFileSync(file);
  try {
    spoil(file);
    return await run();
  } finally {
    for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true });
    writeFileSync(file, whole);
  }
}

/** One clear sentence: no stack, no more than a line or two. */
export function assertSentence(said: string, pattern: RegExp): void {
  assert.match(said, pattern);
  assert.doesNotMatch(said, /^\s+at /m);
  assert.ok(said.trim().split('\n').length <= 2, said);
}

/** A start ended without listening, and said why. */
export function assertNamed(
  start: { ended: boolean; code: number | string; said: string },
  pattern: RegExp,
): void {
  assert.deepEqual([start.ended, start.code], [true, 1], start.said);
  assertSentence(start.said, pattern);
}
