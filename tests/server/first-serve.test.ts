// What an owner meets first: a clone in which nothing was built answers with the loader all the same.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

test('every dangol command finds the widgets built, and building again what is built says and takes nothing', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  assert.equal(scripts.predangol, 'node server/setup.mjs --widgets');
  const build = () =>
    spawnSync(process.execPath, [join(root, 'server/setup.mjs'), '--widgets'], { encoding: 'utf8' });
  assert.equal(build().status, 0);
  const again = build();
  assert.deepEqual([again.status, again.stdout, again.stderr], [0, '', '']);
  assert.ok(readFileSync(join(root, 'dist/embed.js'), 'utf8').length > 0);
});
