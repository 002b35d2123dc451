// A damaged, cut off, empty, missing or read-only database is named at the start; none is worked with, none replaced.
import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { databaseFile } from '../../server/open.ts';
import { assertNamed, DAMAGES, whileSpoiled } from '../support/damage.ts';
import { memoryDisk } from '../support/disks.ts';
import { ask, openPlace, type Place } from '../support/process.ts';
import { type Given, keep } from '../support/promise.ts';
import { OPEN_SETTINGS } from '../support/writers.ts';

/** A folder that a service has worked in, with a key of its own as an owner's has. */
async function usedPlace(given: Given, extra: Record<string, string> = {}) {
  const place = await openPlace(extra);
  given.after(place.close);
  const key = place.environment.MASTER_KEY;
  await place.addMall('shop', OPEN_SETTINGS);
  const dataDir = place.environment.DATA_DIR ?? '';
  writeFileSync(join(dataDir, 'master.key'), `${key}\n`);
  const own = { MASTER_KEY: '' };
  const first = await place.serve(own);
  assert.equal(await first.end('SIGTERM'), 0);
  return { place, own, dataDir, file: databaseFile(dataDir) };
}

const starts = async (place: Place, environment: Record<string, string>) => {
  const service = await place.serve(environment);
  assert.equal((await ask(service.url(), 'GET', '/readyz')).status, 200);
  assert.equal(await service.end('SIGTERM'), 0);
};

/** True when everybody may read the project: a service that is nobody could not start elsewhere. */
function isOpenToAll(): boolean {
  for (let at = dirname(fileURLToPath(import.meta.url)); at !== dirname(at); at = dirname(at))
    if ((statSync(at).mode & 0o005) !== 0o005) return false;
  return true;
}

/** A start in a folder that the service may read and not write. */
async function readOnlyStart(given: Given) {
  const isRoot = process.getuid?.() === 0;
  if (isRoot && !isOpenToAll()) {
    const disk = memoryDisk(16);
    assert.ok(typeof disk !== 'string', `root may write everywhere, and no disk can be mounted: ${disk}`);
    given.after(disk.remove);
    const { place, own } = await usedPlace(given, { DATA_DIR: disk.path });
    disk.close();
    return place.failing(own);
  }
  const { place, own, dataDir } = await usedPlace(given);
  for (const name of readdirSync(dataDir)) if (name !== 'files') chmodSync(join(dataDir, name), 0o444);
  chmodSync(dataDir, 0o555);
  given.after(() => chmodSync(dataDir, 0o755));
  const nobody = new URL('../support/preloads/as-nobody.ts', import.meta.url);
  return place.failing({ ...own, ...(isRoot && { NODE_OPTIONS: `--import=${nobody}` }) });
}

await keep('damaged-start', async (given) => {
  const { place, own, file } = await usedPlace(given);
  const size = readFileSync(file).length;
  const cuts = given.count('cuts', 4, 60);
  // Each of these is a test of `npm test` as well.
  const kinds = given.has('after-tests') ? [] : Object.entries(DAMAGES);
  for (const [name, { spoil, says }] of kinds)
    await whileSpoiled(file, spoil, async () => {
      assertNamed(await place.failing(own), says);
      if (name.includes('missing')) assert.ok(!existsSync(file), 'it must not leave an empty one');
    });
  for (let at = 0; at < cuts; at++) {
    // At the border of a page, where it is hardest to see, and anywhere else.
    const length = 1 + Math.floor(Math.random() * (size - 1));
    const cut = at % 2 ? length : Math.max(4096, length - (length % 4096));
    await whileSpoiled(
      file,
      (path) => truncateSync(path, cut),
      async () => {
        assertNamed(await place.failing(own), /dangol\.sqlite is damaged/);
      },
    );
  }
  assertNamed(await readOnlyStart(given), /dangol\.sqlite cannot be opened for writing/);

  await given.mustFail('the database is whole', async () => {
    assertNamed(await place.failing(own), /dangol\.sqlite is damaged/);
  });
  await starts(place, own);
  return `${kinds.length + 1} kinds of damage and ${cuts} cuts at random, each named at the start, none started; on the whole one it starts`;
});
