// Writes that were acknowledged survive the loss of all that was not yet synced to the disk, as a power cut loses it.
import assert from 'node:assert/strict';
import { openSqliteFile } from '../../server/base/db/sqlite.ts';
import { databaseFile, openServices } from '../../server/open.ts';
import { readSettings } from '../../server/settings.ts';
import { cuttableDisk } from '../support/disks.ts';
import { until } from '../support/ground.ts';
import { openPlace, type Place } from '../support/process.ts';
import { type Given, keep, number } from '../support/promise.ts';
import { readTrace, traced, whyNoTrace } from '../support/trace.ts';
import { assertSound, assertWhole, finder, OPEN_SETTINGS, startWriters } from '../support/writers.ts';

const NO_SYNC = { NODE_OPTIONS: `--import=${new URL('../support/preloads/no-sync.ts', import.meta.url)}` };
type Disk = Exclude<ReturnType<typeof cuttableDisk>, string>;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Writes to a new mall for a moment, then the power goes. */
async function cut(disk: Disk, place: Place, id: string, environment: Record<string, string> = {}) {
  const mall = { id, ...(await place.addMall(id, OPEN_SETTINGS)) };
  const service = await place.serve(environment);
  const writers = startWriters(service.url(), mall, id);
  await until(() => writers.taken().length > 0, 'the first write is taken');
  await pause(100 + Math.random() * 900);
  service.signal('SIGSTOP');
  // What was answered before that is on its way.
  await pause(100);
  const taken = [...writers.taken()];
  disk.cut();
  await service.end('SIGKILL');
  await writers.stop();
  disk.restart();
  return taken;
}

async function byCutting(given: Given, disk: Disk): Promise<string> {
  const cuts = given.count('cuts', 5, 50);
  const place = await openPlace({ DATA_DIR: disk.path });
  given.after(place.close);
  let acknowledged = 0;
  for (let at = 0; at < cuts; at++) {
    const taken = await cut(disk, place, `cut-${at}`);
    const { services, close } = await openServices(
      readSettings({ ...place.environment, LOG_LEVEL: 'silent' }),
    );
    const isFound = await finder(services.database, `cut-${at}`);
    const lost = taken.filter((write) => !isFound(write));
    assert.deepEqual(lost, [], `cut ${at}: ${lost.length} of ${taken.length} acknowledged writes are lost`);
    await assertWhole(services.database, `cut-${at}`);
    await assertSound(services.database);
    await close();
    acknowledged += taken.length;
  }
  const taken = await cut(disk, place, 'unsynced', NO_SYNC);
  const left = await readWhatIsLeft(place, 'unsynced');
  assert.ok(left < taken.length, `void: nothing of ${taken.length} was lost with synchronous=OFF`);
  given.control(
    `with synchronous=OFF ${number(taken.length - left)} of ${number(taken.length)} lost, as it must be`,
  );
  return `${cuts} power cuts, ${number(acknowledged)} acknowledged writes, 0 lost, 0 halves, integrity ok`;
}

/** How many writes of a mall are there, however broken the rest is. */
async function readWhatIsLeft(place: Place, id: string): Promise<number> {
  try {
    const file = openSqliteFile(databaseFile(place.environment.DATA_DIR ?? ''), 'reader');
    const count = (table: string) =>
      (
        file.prepare(`select count(*) as count from ${table} where mall_id = ?`).get(id) as {
          count: number;
        }
      ).count;
    const left = count('reviews') + count('comments') + count('votes');
    file.close();
    return left;
  } catch {
    return 0;
  }
}

/** Where nothing can be dropped: no success is told while bytes of the database wait to be synced. */
async function byTracing(given: Given, why: string): Promise<string> {
  const place = await openPlace();
  given.after(place.close);
  async function look(id: string, environment: Record<string, string> = {}) {
    const mall = { id, ...(await place.addMall(id, OPEN_SETTINGS)) };
    const service = await place.serve(environment);
    const trace = await traced(service.pid());
    const writers = startWriters(service.url(), mall, id);
    await until(() => writers.taken().length >= 100, 'a hundred writes are taken');
    await writers.stop();
    await service.end('SIGTERM');
    return readTrace(await trace.stop());
  }
  const seen = await look('synced');
  assert.ok(seen.told >= 50, `void: only ${seen.told} answers were seen`);
  assert.equal(seen.early, 0, `${seen.early} of ${seen.told} were told before their bytes were synced`);
  const unsynced = await look('unsynced', NO_SYNC);
  assert.ok(unsynced.early > 0, 'void: with synchronous=OFF none was told too early');
  given.control(
    `with synchronous=OFF ${unsynced.early} of ${unsynced.told} told before a sync, as it must be`,
  );
  return `unsynced writes cannot be dropped here (${why}); ${seen.told} writes told, each after a sync of its bytes`;
}

/** Where not even that can be seen: what the service asks of SQLite. The weakest, and it says so. */
async function byAsking(given: Given, why: string): Promise<string> {
  const place = await openPlace();
  given.after(place.close);
  const file = databaseFile(place.dataDir);
  await place.addMall('asked');
  const level = (synchronous?: 'NORMAL') => {
    const database = openSqliteFile(file, 'writer', synchronous);
    const found = [
      database.pragma('journal_mode', { simple: true }),
      database.pragma('synchronous', { simple: true }),
    ];
    database.close();
    return found;
  };
  assert.deepEqual(level(), ['wal', 2]);
  await given.mustFail('synchronous is NORMAL', () => assert.deepEqual(level('NORMAL'), ['wal', 2]));
  return `NOT TRIED: unsynced writes can neither be dropped nor seen here (${why}); SQLite is asked for synchronous=FULL`;
}

await keep('power', async (given) => {
  const disk = cuttableDisk();
  if (typeof disk !== 'string') {
    given.after(disk.remove);
    return byCutting(given, disk);
  }
  const untraceable = whyNoTrace();
  return untraceable ? byAsking(given, `${disk}; ${untraceable}`) : byTracing(given, disk);
});
