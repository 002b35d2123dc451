// A backup made while people write holds one moment of all, and comes back by the words of the README.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { databaseFile, openServices } from '../../server/open.ts';
import { readSettings } from '../../server/settings.ts';
import { until } from '../support/ground.ts';
import { ask, openPlace } from '../support/process.ts';
import { keep, number } from '../support/promise.ts';
import {
  assertSound,
  assertWhole,
  finder,
  isTaken,
  OPEN_SETTINGS,
  startWriters,
  type Write,
} from '../support/writers.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The two lines as the README gives them. */
function commands(): { backup: string; restore: string } {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const line = (name: string) => {
    const [found] = new RegExp(`npm run -s dangol -- ${name} DIR(?=\`)`).exec(readme) ?? [];
    assert.ok(found, `the README gives no line to ${name}`);
    return found;
  };
  return { backup: line('backup'), restore: line('restore') };
}

/** Runs a line of the README as its reader would. */
function type(line: string, folder: string, environment: Record<string, string>): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile(
      'sh',
      ['-c', line.replace('DIR', folder)],
      { cwd: ROOT, env: { ...process.env, ...environment } },
      (error, stdout, stderr) =>
        error ? reject(new Error(`${line}: ${stderr || stdout || error}`)) : resolve(),
    );
  });
}

/**
 * One moment: no write is there that was sent after another had been answered that is not there, and all that was
 * answered before the backup began is.
 */
function assertMoment(writes: readonly Write[], isFound: (write: Write) => boolean, begun: number): void {
  const taken = writes.filter(isTaken);
  const missing = taken.filter((write) => !isFound(write));
  const early = missing.filter((write) => (write.answeredAt ?? 0) < begun);
  assert.equal(early.length, 0, `${early.length} writes from before the backup are missing`);
  const first = Math.min(...missing.map((write) => write.answeredAt ?? 0));
  const late = writes.filter((write) => isFound(write) && write.sentAt > first);
  assert.equal(late.length, 0, `${late.length} writes are there that came after a missing one`);
}

/** Right after SQLite has moved all of its journal into the file, a copy of the file alone is whole: never all of these. */
const NAIVE_COPIES = 4;

await keep('backup', async (given) => {
  const lines = commands();
  const rounds = given.count('backups', 1, 20);
  const folder = mkdtempSync(join(tmpdir(), 'dangol-backups-'));
  given.after(() => rmSync(folder, { recursive: true, force: true }));
  const place = await openPlace();
  given.after(place.close);
  const mall = { id: 'shop', ...(await place.addMall('shop', OPEN_SETTINGS)) };
  const service = await place.serve();
  const writers = startWriters(service.url(), mall, 'backup');
  let kept = 0;
  let after = 0;
  let naiveFaults = 0;
  for (let round = 0; round < rounds; round++) {
    const before = writers.taken().length;
    await until(() => writers.taken().length > before + 100, 'a hundred more writes');
    const naive: { folder: string; begun: number }[] = [];
    for (let copy = 0; copy < NAIVE_COPIES; copy++) {
      const one = { folder: join(folder, `naive-${round}-${copy}`), begun: performance.now() };
      mkdirSync(one.folder);
      copyFileSync(databaseFile(place.dataDir), databaseFile(one.folder));
      naive.push(one);
      const upTo = writers.taken().length;
      await until(() => writers.taken().length > upTo, 'people go on writing');
    }
    const begun = performance.now();
    const backup = join(folder, `backup-${round}`);
    await type(lines.backup, backup, place.environment);
    const upTo = writers.taken().length;
    await until(() => writers.taken().length > upTo, 'people went on writing');

    const restored = { ...place.environment, DATA_DIR: join(folder, `restored-${round}`) };
    await type(lines.restore, backup, restored);
    const { services, close } = await openServices(readSettings({ ...restored, LOG_LEVEL: 'silent' }));
    const isFound = await finder(services.database, 'shop');
    assertMoment(writers.writes, isFound, begun);
    await assertWhole(services.database, 'shop');
    await assertSound(services.database);
    await close();
    const again = await place.serve(restored);
    const { body } = await ask(again.url(), 'GET', '/v1/shop/ratings?product=p0');
    assert.ok(body.items[0].count > 0, 'a service on it shows the reviews');
    assert.equal(await again.end('SIGTERM'), 0);
    const taken = writers.taken();
    kept += taken.filter(isFound).length;
    after += taken.filter((write) => !isFound(write)).length;

    // What somebody would do who copies the file by hand.
    for (const one of naive)
      try {
        const copied = await openServices(
          readSettings({ ...restored, DATA_DIR: one.folder, LOG_LEVEL: 'silent' }),
        );
        try {
          assertMoment(writers.writes, await finder(copied.services.database, 'shop'), one.begun);
        } finally {
          await copied.close();
        }
      } catch {
        naiveFaults += 1;
      }
  }
  await writers.stop();
  assert.ok(naiveFaults > 0, 'void: a copy of the file alone passed every time');
  given.control(
    `${naiveFaults} of ${rounds * NAIVE_COPIES} copies of the database file alone were no such moment, as it must be`,
  );
  return `${rounds} backups under load and restores by the README, ${number(kept)} writes brought back, ${number(after)} answered later not in them, each one moment, 0 halves, integrity ok`;
});
