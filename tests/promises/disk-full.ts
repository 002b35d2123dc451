// A full disk: 503 to whoever writes and never a false success, reads go on, and it recovers by itself.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openServices } from '../../server/open.ts';
import { readSettings } from '../../server/settings.ts';
import { memoryDisk } from '../support/disks.ts';
import { until } from '../support/ground.ts';
import { ask, openPlace, type Process } from '../support/process.ts';
import { type Given, keep, number } from '../support/promise.ts';
import { picture } from '../support/scene.ts';
import {
  assertSound,
  assertWhole,
  finder,
  isTaken,
  OPEN_SETTINGS,
  startWriters,
  type Write,
} from '../support/writers.ts';

const DISK_MB = 12;
/** Taken away to make room again. */
const BALLAST_MB = 6;

interface Narrow {
  what: string;
  environment: Record<string, string>;
  /** Called when the service runs. */
  begin(service: Process): void;
  widen(service: Process): void;
}

/** A small disk with something on it that can be deleted; else a limit on the size of files, which fails like a disk. */
function narrow(given: Given): Narrow {
  const disk = memoryDisk(DISK_MB);
  if (typeof disk !== 'string') {
    given.after(disk.remove);
    const ballast = join(disk.path, 'ballast');
    return {
      what: `a disk of ${DISK_MB} MB`,
      environment: { DATA_DIR: disk.path },
      begin: () => writeFileSync(ballast, Buffer.alloc(BALLAST_MB << 20)),
      widen: () => rmSync(ballast),
    };
  }
  const limit = (service: Process, bytes: number | 'unlimited') => {
    const done = spawnSync('prlimit', [`--pid=${service.pid()}`, `--fsize=${bytes}:unlimited`], {
      encoding: 'utf8',
    });
    assert.equal(done.status, 0, `no disk can be mounted here (${disk}), and prlimit: ${done.stderr}`);
  };
  return {
    what: 'files that may not grow (no disk can be mounted here)',
    environment: { NODE_OPTIONS: `--import=${new URL('../support/preloads/no-signal.ts', import.meta.url)}` },
    begin: (service) => limit(service, 2 << 20),
    widen: (service) => limit(service, 'unlimited'),
  };
}

await keep('disk-full', async (given) => {
  const small = narrow(given);
  const place = await openPlace(small.environment);
  given.after(place.close);
  const mall = { id: 'shop', ...(await place.addMall('shop', OPEN_SETTINGS)) };
  const service = await place.serve();
  const url = service.url();
  small.begin(service);

  const writers = startWriters(url, mall, 'full');
  const reads: number[] = [];
  const isFull = () => writers.writes.filter((write) => write.status === 503).length >= 50;
  await until(isFull, 'fifty writes are refused');
  const readers = Promise.all(
    Array.from({ length: 50 }, async (_, n) => {
      const answer = await ask(
        url,
        'GET',
        `/v1/shop/board?product=p${n % 5}&sort=${n % 2 ? 'newest' : 'helpful'}`,
      );
      reads.push(answer.status);
    }),
  );
  await readers;
  const body = await picture();
  const sent = await fetch(`${url}/v1/shop/photos`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await mall.token('camera')}`, 'content-type': 'image/png' },
    body: body as Uint8Array<ArrayBuffer>,
  });
  const uploaded = (await sent.json()) as { small?: string };
  assert.deepEqual([...new Set(reads)], [200], 'reads go on');

  const whileFull = [...writers.writes];
  small.widen(service);
  const widened = performance.now();
  await until(
    () => writers.taken().some((write) => write.kind === 'comment' && write.sentAt > widened),
    'it takes writes again, by itself',
  );
  const recovery = performance.now() - widened;
  const writes = await writers.stop();
  assert.equal((await ask(url, 'GET', '/readyz')).status, 200);
  assert.ok([201, 503].includes(sent.status), `a photo was answered ${sent.status}`);
  // One that was taken after all is there.
  if (uploaded.small)
    assert.equal((await ask(url, 'GET', new URL(uploaded.small).pathname)).status, 200, 'the photo');
  assert.equal(await service.end('SIGTERM'), 0);

  // Whoever was refused was told why, by a problem of the list.
  const refused = whileFull.filter((write) => write.answeredAt !== undefined && !isTaken(write));
  const told = [...new Set(refused.map((write) => `${write.status} ${write.code}`))];
  assert.deepEqual(
    told.filter((one) => !['503 storage-full', '503 busy'].includes(one)),
    [],
    told.join(', '),
  );

  const { services, close } = await openServices(readSettings({ ...place.environment, LOG_LEVEL: 'silent' }));
  given.after(close);
  const isFound = await finder(services.database, 'shop');
  const assertKept = (which: Write[]) => {
    const lost = which.filter((write) => !isFound(write));
    assert.equal(lost.length, 0, `${lost.length} of ${which.length} acknowledged writes are lost`);
  };
  const taken = writes.filter(isTaken);
  assertKept(taken);
  await assertWhole(services.database, 'shop');
  await assertSound(services.database);
  await given.mustFail('the refusals count as successes', () => assertKept([...taken, ...refused]));
  return `${small.what}: ${number(taken.length)} acknowledged writes, 0 lost, ${number(refused.length)} refused with 503, ${reads.length} reads meanwhile all well, writes again after ${(recovery / 1000).toFixed(1)} s, 0 halves, integrity ok`;
});
