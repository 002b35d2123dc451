import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { newId } from '../../server/base/ids.ts';
import { dangol, dangolHere } from '../support/cli.ts';
import { freshDatabase } from '../support/postgres.ts';
import { startService, type TestService } from '../support/service.ts';

const MASTER_KEY = '5a'.repeat(32);
const onPostgres = process.env.TEST_DB === 'postgres';

interface Manifest {
  tables: { name: string; rows: number }[];
  files: { name: string; sha256: string }[];
  keyMark: string;
}
const manifestOf = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
/** The lines of a table in a backup, in an order of their own. */
const linesOf = (folder: string, table: string): string[] =>
  gunzipSync(readFileSync(join(folder, 'tables', `${table}.ndjson.gz`)))
    .toString()
    .split('\n')
    .slice(0, -1)
    .sort();
// biome-ignore lint/suspicious/noExplicitAny: rows of any table
const rowsOf = (folder: string, table: string): any[] =>
  linesOf(folder, table).map((line) => JSON.parse(line));

describe('backup and restore', () => {
  let folder: string;
  let service: TestService;
  let shop: Awaited<ReturnType<TestService['addMall']>>;
  let source: Record<string, string>;
  let target: Record<string, string>;
  const drops: (() => Promise<void>)[] = [];
  const at = (name: string) => join(folder, name);

  /** An empty place of the same kind, as an environment. */
  async function emptyPlace(name: string): Promise<Record<string, string>> {
    if (!onPostgres) return { DATA_DIR: at(name), MASTER_KEY };
    const database = await freshDatabase(process.env.TEST_DATABASE_URL ?? '');
    drops.push(database.drop);
    return { DATA_DIR: at(name), MASTER_KEY, DATABASE_URL: database.url };
  }

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'dangol-backup-'));
    service = await startService();
    source = {
      DATA_DIR: service.settings.dataDir,
      MASTER_KEY,
      ...(service.settings.databaseUrl && { DATABASE_URL: service.settings.databaseUrl }),
    };
    target = await emptyPlace('restored');
    shop = await service.addMall('shop');
    const { database, files } = service.services;
    // Two files with rows, one of which is gone by the time of the copy, and one that no row knows.
    for (const name of ['aa11.webp', 'zz99.webp']) await files.put(name, Buffer.from(`bytes of ${name}`));
    await database.write(async (trx) => {
      await trx
        .insertInto('photos')
        .values({
          mall_id: 'shop',
          photo_id: newId(),
          shopper_id: newId(),
          owner_kind: null,
          owner_id: null,
          place: 0,
          alt: 'a line\u2028in a line\nand a "quote"',
          width: 1,
          height: 1,
          small_file: 'aa11.webp',
          large_file: 'bb22.webp',
          bytes: 10,
          motion_bytes: 0,
          sound: 0,
          source_digest: 'x',
          hidden: 0,
          created_at: 1,
        })
        .execute();
    });
    const products = Array.from({ length: 1000 }, (_, index) => ({
      product: `p${index}`,
      name: `상품 ${index} 🪑`,
      price: index,
    }));
    assert.equal(
      (await service.call('PUT', '/v1/shop/products', { as: shop.key, body: { products } })).status,
      200,
    );
  });
  after(async () => {
    await service.stop();
    for (const drop of drops) await drop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('copies one moment while the service writes, and brings all of it back', async () => {
    let writing = true;
    let written = 0;
    // Each request is one transaction: an order, its three lines and three events.
    const writer = (async () => {
      while (writing) {
        const lines = ['a', 'b', 'c'].map((product) => ({ line: product, product, quantity: 1 }));
        const orders = [
          { order: `o${written}`, shopper: `s${written % 7}`, placedAt: 1, changedAt: 1, lines },
        ];
        const { status } = await service.call('POST', '/v1/shop/orders', { as: shop.key, body: { orders } });
        assert.equal(status, 200);
        written++;
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    while (written < 20) await new Promise((resolve) => setImmediate(resolve));
    const early = written;
    const made = await dangol(source, 'backup', at('one'), '--json', '--progress').finally(() => {
      writing = false;
    });
    await writer;
    assert.equal(made.code, 0, made.stderr);
    assert.match(made.stderr, /^Copying \w+: \d+ rows$/m);
    const told = JSON.parse(made.stdout);
    assert.deepEqual([told.files, told.missing, told.masterKey], [1, 1, false]);
    assert.equal(existsSync(join(at('one'), 'master.key')), false);

    const orders = rowsOf(at('one'), 'orders').length;
    assert.ok(orders >= early && orders < written, `${early} <= ${orders} < ${written}`);
    assert.equal(rowsOf(at('one'), 'order_lines').length, orders * 3);
    assert.equal(
      rowsOf(at('one'), 'outbox').filter((row) => row.kind === 'order.changed').length,
      orders * 3,
    );
    assert.equal(rowsOf(at('one'), 'photos')[0].alt, 'a line\u2028in a line\nand a "quote"');
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.startsWith('.')),
      [],
      'nothing unfinished stays',
    );

    const restored = await dangol(target, 'restore', at('one'), '--json', '--progress');
    assert.equal(restored.code, 0, restored.stderr);
    assert.match(restored.stderr, /^Checking \d+ of \d+$/m);
    assert.equal((await dangol(target, 'backup', at('two'))).code, 0);
    const [one, two] = [manifestOf(at('one')), manifestOf(at('two'))];
    assert.deepEqual(
      two.tables.map(({ name, rows }) => [name, rows]),
      one.tables.map(({ name, rows }) => [name, rows]),
    );
    for (const { name } of one.tables)
      assert.deepEqual(linesOf(at('two'), name), linesOf(at('one'), name), name);
    assert.deepEqual(two.files, one.files);
    assert.deepEqual(
      two.files.map((file) => file.name),
      ['aa11.webp'],
    );
    assert.equal(two.keyMark, one.keyMark);
    const shown = await dangolHere(target, 'mall', 'list', '--json');
    assert.deepEqual(
      JSON.parse(shown.stdout).malls.map((mall: { id: string }) => mall.id),
      ['shop'],
    );
  });

  it('refuses to take the place of anything unless told to', async () => {
    const again = await dangolHere(target, 'restore', at('one'));
    assert.equal(again.code, 1);
    assert.match(again.stderr, onPostgres ? /has malls already; --force/ : /is in use already; --force/);
    await dangolHere(
      target,
      'mall',
      'add',
      '--name',
      'Later',
      '--id',
      'later',
      '--origin',
      'https://l.example',
    );
    const forced = await dangolHere(target, 'restore', at('one'), '--force', '--json');
    assert.equal(forced.code, 0, forced.stderr);
    assert.match((await dangolHere(target, 'mall', 'show', 'later')).stderr, /There is no mall "later"/);
    if (!onPostgres) {
      const { before } = JSON.parse(forced.stdout);
      const aside = await dangolHere({ DATA_DIR: before, MASTER_KEY }, 'mall', 'show', 'later');
      assert.equal(aside.code, 0, 'what was there is kept aside');
    }
    assert.match((await dangolHere(source, 'backup', at('one'))).stderr, /is there already and not empty/);
  });

  it('refuses while a service has the database', async () => {
    const ended = await dangolHere(source, 'restore', at('one'), '--force');
    assert.equal(ended.code, 1);
    assert.match(ended.stderr, /stop the service first/);
    assert.equal((await service.call('GET', '/v1/shop/products?product=p1')).status, 200);
  });

  it('refuses what is no backup, a damaged one, and another master key, before it touches anything', async () => {
    const place = { ...target, DATA_DIR: at('fresh') };
    const fails = async (environment: Record<string, string>, from: string, sentence: RegExp) => {
      const ended = await dangolHere(environment, 'restore', from, '--force');
      assert.equal(ended.code, 1);
      assert.match(ended.stderr, sentence);
      assert.equal(existsSync(at('fresh')), false);
    };
    await fails(place, folder, /is no backup: it has no manifest\.json/);
    await fails({ ...place, MASTER_KEY: '00'.repeat(32) }, at('one'), /MASTER_KEY is not the one/);
    if (!onPostgres) await fails({ DATA_DIR: at('fresh') }, at('one'), /holds no master key: set MASTER_KEY/);

    const table = join(at('two'), 'tables', 'products.ndjson.gz');
    const bytes = readFileSync(table);
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(table, bytes);
    await fails(place, at('two'), /products\.ndjson\.gz is damaged \(its checksum differs\)/);
    rmSync(table);
    await fails(place, at('two'), /products\.ndjson\.gz is missing/);
    const manifest = join(at('two'), 'manifest.json');
    const text = readFileSync(manifest, 'utf8');
    writeFileSync(manifest, text.replace('"0001-ground"', '"9999-future"'));
    await fails(place, at('two'), /newer Dangol \(it has 9999-future\)/);
    writeFileSync(manifest, text.replace('"aa11.webp"', '"../../evil"'));
    await fails(place, at('two'), /manifest\.json is damaged/);
    assert.equal((await dangolHere(target, 'mall', 'show', 'shop')).code, 0, 'what was there is still there');
  });

  it('carries the master key of a data folder, so that old tokens and keys stay good', async () => {
    const home = { DATA_DIR: at('home') };
    const added = await dangolHere(
      home,
      'mall',
      'add',
      '--name',
      'Home',
      '--id',
      'home',
      '--origin',
      'https://h.example',
      '--json',
    );
    const { secret } = JSON.parse(added.stdout);
    assert.equal((await dangolHere(home, 'backup', at('three'))).code, 0);
    const fresh = { DATA_DIR: at('moved') };
    assert.equal((await dangolHere(fresh, 'restore', at('three'))).code, 0);
    assert.equal(
      readFileSync(join(at('moved'), 'master.key'), 'utf8'),
      readFileSync(join(at('home'), 'master.key'), 'utf8'),
    );
    const rotated = await dangolHere(fresh, 'mall', 'rotate-key', 'home', '--json');
    const other = await dangolHere(home, 'mall', 'rotate-key', 'home', '--json');
    assert.equal(JSON.parse(rotated.stdout).secret, JSON.parse(other.stdout).secret);
    assert.notEqual(JSON.parse(rotated.stdout).secret, secret);

    if (!onPostgres) return;
    // The same rows go into the other kind of database.
    const key = readFileSync(join(at('home'), 'master.key'), 'utf8').trim();
    const place = { ...(await emptyPlace('across')), MASTER_KEY: key };
    const across = await dangolHere(place, 'restore', at('three'));
    assert.equal(across.code, 0, across.stderr);
    assert.equal((await dangolHere(place, 'backup', at('four'))).code, 0);
    for (const { name } of manifestOf(at('three')).tables)
      assert.deepEqual(rowsOf(at('four'), name), rowsOf(at('three'), name), name);
  });
});
