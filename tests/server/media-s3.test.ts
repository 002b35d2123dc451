// Files in a store that speaks S3, asked as it is asked in production.
import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openS3, StoreFailure } from '../../server/base/files/s3.ts';
import { dangol } from '../support/cli.ts';
import { bytesAt, sample, sendMotion } from '../support/media.ts';
import { startService, type TestService } from '../support/service.ts';

interface Store {
  run(): Promise<AddressInfo>;
  close(): Promise<void>;
}
const S3rver = createRequire(import.meta.url)('s3rver') as new (options: Record<string, unknown>) => Store;
const [KEY, SECRET] = ['S3RVER', 'S3RVER'];

/** Signature version 4 as its specification says, made anew from what came. */
function isSigned(request: IncomingMessage, body: Buffer): boolean {
  const said =
    /Credential=(\S+?)\/(\d{8})\/(\S+?)\/s3\/aws4_request, ?SignedHeaders=(\S+), ?Signature=(\w+)/.exec(
      request.headers.authorization ?? '',
    );
  if (!said) return false;
  const [, key, day = '', region = '', names = '', signature] = said;
  const hash = createHash('sha256').update(body).digest('hex');
  const lines = names.split(';').map((name) => `${name}:${String(request.headers[name]).trim()}\n`);
  const canonical = [request.method, request.url, '', lines.join(''), names, hash].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const text = [
    'AWS4-HMAC-SHA256',
    request.headers['x-amz-date'],
    scope,
    createHash('sha256').update(canonical).digest('hex'),
  ].join('\n');
  const sign = (by: Buffer | string, what: string) => createHmac('sha256', by).update(what).digest();
  const made = sign(
    sign(sign(sign(sign(`AWS4${SECRET}`, day), region), 's3'), 'aws4_request'),
    text,
  ).toString('hex');
  return key === KEY && made === signature && request.headers['x-amz-content-sha256'] === hash;
}

describe('media: files in a store', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dangol-s3-'));
  let store: Store;
  let endpoint: string;
  const settingsOf = (at = endpoint) => ({
    endpoint: at,
    bucket: 'dangol-files',
    region: 'us-east-1',
    accessKeyId: KEY,
    secretAccessKey: SECRET,
  });
  const environment = () => ({
    S3_ENDPOINT: endpoint,
    S3_BUCKET: 'dangol-files',
    S3_ACCESS_KEY_ID: KEY,
    S3_SECRET_ACCESS_KEY: SECRET,
  });

  before(async () => {
    store = new S3rver({
      port: 0,
      address: '127.0.0.1',
      silent: true,
      directory: folder,
      configureBuckets: [{ name: 'dangol-files' }],
    });
    endpoint = `http://127.0.0.1:${(await store.run()).port}`;
  });
  after(async () => {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('keeps, gives whole and in ranges, copies and removes', async () => {
    const files = openS3(settingsOf());
    await files.check();
    const bytes = Buffer.from('0123456789'.repeat(1000));
    const [name, other] = ['ab01.webp', 'cd02.mp4'];
    assert.deepEqual([await files.get(name), await files.size(name)], [undefined, undefined]);
    await files.put(name, bytes);
    assert.deepEqual(Buffer.from((await files.get(name))!), bytes);
    assert.equal(await files.size(name), bytes.length);
    const ranges: [number, number, string][] = [
      [0, 3, '012'],
      [5, 10, '5678901234'],
      [bytes.length - 2, 100, '89'],
      [bytes.length, 5, ''],
      [bytes.length + 50, 5, ''],
      [3, 0, ''],
    ];
    for (const [from, length, text] of ranges)
      assert.equal(Buffer.from((await files.get(name, { from, length }))!).toString(), text, `${from}`);
    assert.equal(await files.get(other, { from: 0, length: 5 }), undefined);
    await files.copy(name, other);
    assert.deepEqual(Buffer.from((await files.get(other))!), bytes);
    await files.copy('ee99.webp', 'ff99.webp');
    assert.equal(await files.get('ff99.webp'), undefined);
    await files.remove(name);
    await files.remove(name);
    assert.deepEqual([await files.get(name), await files.size(other)], [undefined, bytes.length]);
    for (const wrong of ['../x', '', 'a', 'ab/../cd', 'AB01.webp']) {
      assert.equal(await files.get(wrong), undefined);
      await assert.rejects(files.put(wrong, bytes));
    }
  });

  it('a wrong key, a missing bucket and an absent store are failures that tell no key', async () => {
    const wrong = {
      'a wrong key': { ...settingsOf(), accessKeyId: 'NOBODY', secretAccessKey: 'another-secret' },
      'no bucket': { ...settingsOf(), bucket: 'not-there' },
      'nobody there': settingsOf('http://127.0.0.1:9'),
    };
    for (const [name, settings] of Object.entries(wrong))
      await assert.rejects(openS3(settings).check(), (error: Error) => {
        assert.ok(error instanceof StoreFailure, name);
        assert.doesNotMatch(`${error.message} ${error.stack}`, /S3RVER|another-secret|Signature/, name);
        return true;
      });
  });

  describe('a store with moods', () => {
    let server: Server;
    let at: string;
    let asked: string[] = [];
    let answers: number[] = [];
    before(async () => {
      server = createServer((request, response) => {
        const parts: Buffer[] = [];
        request.on('data', (part: Buffer) => parts.push(part));
        request.on('end', () => {
          asked.push(`${request.method} ${isSigned(request, Buffer.concat(parts)) ? 'signed' : 'unsigned'}`);
          response.writeHead(answers.shift() ?? 200, { location: 'http://127.0.0.1:9/elsewhere' });
          response.end();
        });
      });
      await new Promise<void>((go) => server.listen(0, '127.0.0.1', go));
      at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });
    after(() => server.close());
    // Answers of the store, how often it is asked, and whether it was well in the end.
    const table: [number[], number, boolean][] = [
      [[200], 1, true],
      [[503, 200], 2, true],
      [[500, 429, 200], 3, true],
      [[500, 500, 500, 200], 3, false],
      [[403, 200], 1, false],
      // Nothing signed follows to another place.
      [[307, 200], 1, false],
    ];
    for (const [given, times, isWell] of table)
      it(`answers ${given.join(', ')}: asked ${times} times`, async () => {
        [asked, answers] = [[], [...given]];
        const put = openS3(settingsOf(at)).put('ab01.webp', Buffer.from('x'));
        await (isWell ? put : assert.rejects(put, StoreFailure));
        assert.deepEqual(asked, Array<string>(times).fill('PUT signed'));
      });
    it('another secret makes another signature', async () => {
      [asked, answers] = [[], []];
      await openS3({ ...settingsOf(at), secretAccessKey: 'another' }).put('ab01.webp', Buffer.from('x'));
      await openS3(settingsOf(at)).get('ab01.webp', { from: 3, length: 4 });
      await openS3(settingsOf(at)).copy('ab01.webp', 'cd01.webp');
      assert.deepEqual(asked, ['PUT unsigned', 'GET signed', 'PUT signed']);
    });
  });

  describe('a service on it', () => {
    let service: TestService;
    let kim: string;
    before(async () => {
      service = await startService({ environment: environment() });
      kim = await (await service.addMall('shop1')).token('kim');
    });
    after(() => service.stop());
    const inStore = () =>
      readdirSync(join(folder, 'dangol-files'))
        .map((name) => name.replace(/\._S3rver_.*$/, ''))
        .filter((name, i, all) => all.indexOf(name) === i);

    it('is ready, and keeps and gives out clips from there', async () => {
      assert.equal((await service.call('GET', '/readyz')).status, 200);
      const made = await sendMotion(service, sample('flower.mp4'), { as: kim });
      assert.equal(made.status, 201);
      await service.services.jobs.runDue();
      const url = new URL(made.body.motion!.url).pathname;
      const name = url.split('/').at(-1)!;
      assert.ok(inStore().includes(name));
      assert.equal(
        inStore().some((one) => one.endsWith('.part')),
        false,
      );
      const whole = await bytesAt(service, made.body.motion!.url);
      assert.equal(whole.length, await service.services.files.size(name));
      const part = await service.app.routes.request(url, { headers: { range: 'bytes=100-199' } });
      assert.equal(part.status, 206);
      assert.ok(Buffer.from(await part.arrayBuffer()).equals(whole.subarray(100, 200)));
      assert.deepEqual(
        readdirSync(service.settings.dataDir).includes('files'),
        false,
        'nothing lies in the data folder',
      );
    });

    it('a backup copies the files out of it, a restore brings them back into it', async () => {
      const made = await sendMotion(service, sample('flower.webm'), { as: kim });
      const whole = await bytesAt(service, made.body.motion!.url);
      const name = new URL(made.body.motion!.url).pathname.split('/').at(-1)!;
      const place = mkdtempSync(join(tmpdir(), 'dangol-s3-backup-'));
      try {
        const own = {
          ...environment(),
          DATA_DIR: service.settings.dataDir,
          MASTER_KEY: '5a'.repeat(32),
          ...(service.settings.databaseUrl && { DATABASE_URL: service.settings.databaseUrl }),
        };
        const backup = await dangol(own, 'backup', join(place, 'one'));
        assert.equal(backup.code, 0, backup.stderr);
        assert.match(backup.stdout, /copied out of the bucket dangol-files/);
        assert.doesNotMatch(backup.stdout + backup.stderr, new RegExp(SECRET));
        await service.services.files.remove(name);
        assert.equal(await service.services.files.get(name), undefined);
        const restored = await dangol(
          { ...environment(), DATA_DIR: join(place, 'data'), MASTER_KEY: '5a'.repeat(32) },
          'restore',
          join(place, 'one'),
        );
        assert.equal(restored.code, 0, restored.stderr);
        assert.match(restored.stdout, /The files are in the bucket dangol-files/);
        assert.deepEqual(await bytesAt(service, made.body.motion!.url), whole);
      } finally {
        rmSync(place, { recursive: true, force: true });
      }
    });
  });

  it('a service whose store is away says so, and answers what needs no file', async () => {
    const service = await startService({
      environment: { ...environment(), S3_ENDPOINT: 'http://127.0.0.1:9' },
    });
    try {
      const kim = await (await service.addMall('shop1')).token('kim');
      assert.equal((await service.call('GET', '/readyz')).status, 503);
      assert.equal((await service.call('GET', '/healthz')).status, 200);
      const begun = await service.call('POST', '/v1/shop1/uploads', {
        as: kim,
        body: { kind: 'clip', bytes: 9 },
      });
      const part = await service.call('PATCH', `/v1/shop1/uploads/${begun.body.id}?offset=0`, {
        as: kim,
        body: new Uint8Array(9),
      });
      assert.deepEqual([part.status, part.body.code], [503, 'busy']);
      assert.equal(
        (await service.call('GET', `/v1/shop1/uploads/${begun.body.id}`, { as: kim })).body.received,
        0,
      );
    } finally {
      await service.stop();
    }
  });
});
