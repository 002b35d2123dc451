// What a page loads, in bytes: a budget that is passed fails here and in the build itself.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { BUDGET, buildIfStale, checkBudget } from '../../widgets/build.ts';

const dist = new URL('../../dist/', import.meta.url);
const manifest = await buildIfStale();

describe('the budget of the browser', () => {
  it('the loader has less than a thousand bytes, and only ASCII', () => {
    const loader = readFileSync(new URL('embed.js', dist));
    assert.ok(gzipSync(loader, { level: 9 }).byteLength < 1_000);
    assert.match(loader.toString('latin1'), /^[\t\n -~]*$/);
  });

  it('one board page loads less than 24 kB, counted from the files themselves', () => {
    const sizes = manifest.board.files.map((name) => {
      const path = name === 'embed.js' ? name : `w/${name}`;
      return gzipSync(readFileSync(new URL(path, dist)), { level: 9 }).byteLength;
    });
    const sum = sizes.reduce((all, one) => all + one, 0);
    assert.equal(sum, manifest.board.gzip);
    assert.ok(sum < 24_000, `${sum} bytes`);
    console.log(`embed.js ${manifest.gzip['embed.js']} bytes, a board page ${sum} bytes (gzip)`);
  });

  it('a page with only the leaders stays below its own', () => {
    const { files, gzip } = manifest.leaders;
    assert.equal(
      files.reduce((all, name) => all + manifest.gzip[name]!, 0),
      gzip,
    );
    assert.ok(gzip < BUDGET.leaders, `${gzip} bytes`);
    console.log(`a page with only the leaders ${gzip} bytes (gzip)`);
  });

  it('counts everything that the chunks of a board import at once', () => {
    const first = new Set(manifest.board.files);
    for (const name of first) {
      const code = readFileSync(new URL(name === 'embed.js' ? name : `w/${name}`, dist), 'utf8');
      for (const [, file] of code.matchAll(/(?:^|[;}\n])import(?:[^('"`]*?from)?["'`]\.\/([^"'`]+)["'`]/g))
        assert.ok(first.has(file!), `${name} imports ${file}, which is not counted`);
    }
  });

  it('a budget that is passed stops the build', () => {
    const over = { ...manifest, board: { ...manifest.board, gzip: BUDGET.board } };
    assert.throws(() => checkBudget(over), /too many/);
    const leaders = { ...manifest, leaders: { ...manifest.leaders, gzip: BUDGET.leaders } };
    assert.throws(() => checkBudget(leaders), /leaders/);
    const embed = { ...manifest, gzip: { ...manifest.gzip, 'embed.js': BUDGET.embed } };
    assert.throws(() => checkBudget(embed), /embed\.js/);
  });

  it('there is one Lit, in the core', () => {
    const withLit = Object.values(manifest.files).filter((name) =>
      readFileSync(new URL(`w/${name}`, dist), 'utf8').includes('litHtmlVersions'),
    );
    assert.deepEqual(withLit, [manifest.files.core]);
  });
});
