import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { openFolder } from '../../server/base/files/folder.ts';
import { newId } from '../../server/base/ids.ts';

let root: string;
let folder: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'dangol-folder-'));
  folder = join(root, 'files');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('folder', () => {
  test('keeps bytes by name, in sub folders, and lets them go', async () => {
    const files = openFolder(folder);
    const name = `${newId()}.webp`;
    assert.equal(await files.get(name), undefined);
    await files.put(name, Buffer.from([1, 2, 3]));
    assert.deepEqual([...((await files.get(name)) ?? [])], [1, 2, 3]);
    assert.deepEqual(readdirSync(join(folder, name.slice(0, 2))), [name]);
    assert.deepEqual([...((await openFolder(folder).get(name)) ?? [])], [1, 2, 3]);
    await files.remove(name);
    await files.remove(name);
    assert.equal(await files.get(name), undefined);
    assert.deepEqual(readdirSync(join(folder, 'unfinished')), []);
  });

  test('takes no path for a name', async () => {
    const files = openFolder(folder);
    writeFileSync(join(root, 'secret'), 'x');
    writeFileSync(join(folder, 'aa'), 'x');
    const bad = [
      '../secret',
      '..',
      '.',
      '',
      'a',
      '/etc/passwd',
      'ab/cd',
      'ab\\cd',
      'AB.webp',
      'ab\0',
      '..ab',
      'ab%2f',
      'a'.repeat(200),
      '한글.webp',
    ];
    for (const name of bad) {
      assert.equal(await files.get(name), undefined, name);
      await assert.rejects(async () => files.put(name, Buffer.from('x')), /Not a name/, name);
      await assert.rejects(async () => files.remove(name), /Not a name/, name);
    }
    assert.ok(existsSync(join(root, 'secret')));
  });

  test('leaves nothing half written, and clears away what a crash left', async () => {
    openFolder(folder);
    const [old, young] = ['old', 'young'].map((name) => join(folder, 'unfinished', name)) as [string, string];
    writeFileSync(old, 'x');
    writeFileSync(young, 'x');
    utimesSync(old, 1, 1);
    const files = openFolder(folder);
    assert.deepEqual(readdirSync(join(folder, 'unfinished')), ['young']);
    // A file where the sub folder should be: the last step fails.
    writeFileSync(join(folder, 'ab'), 'x');
    await assert.rejects(files.put('abc.webp', Buffer.from('x')));
    assert.deepEqual(readdirSync(join(folder, 'unfinished')), ['young']);
  });

  test('says when nothing can be written', async () => {
    const files = openFolder(folder);
    await files.check();
    assert.deepEqual(readdirSync(join(folder, 'unfinished')), []);
    rmSync(folder, { recursive: true });
    await assert.rejects(files.check(), /ENOENT/);
  });
});
