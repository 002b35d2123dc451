// What a page loads, in bytes: a budget that is passed fails here and in the build itself.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { TAGS } from '../../widgets/build/tags.ts';
import { buildIfStale, checkBudget, EMBED_BUDGET } from '../../widgets/build.ts';

const dist = new URL('../../dist/', import.meta.url);
const manifest = await buildIfStale();
const at = (name: string) => new URL(name === 'embed.js' ? name : `w/${name}`, dist);

describe('the budget of the browser', () => {
  it('the loader has less than 1.36 kB, and only ASCII', () => {
    const loader = readFileSync(new URL('embed.js', dist));
    assert.ok(gzipSync(loader, { level: 9 }).byteLength < 1_360);
    assert.match(loader.toString('latin1'), /^[\t\n -~]*$/);
  });

  for (const [tag, { files, gzip }] of Object.entries(manifest.pages)) {
    it(`a page with ${tag} alone stays below its own, counted from the files themselves`, () => {
      const sum = files.reduce(
        (all, name) => all + gzipSync(readFileSync(at(name)), { level: 9 }).byteLength,
        0,
      );
      assert.equal(sum, gzip);
      assert.ok(sum < TAGS[tag]!.budget, `${sum} bytes`);
      console.log(`a page with ${tag} ${sum} bytes (gzip)`);
    });

    it(`counts everything that the chunks of ${tag} import at once`, () => {
      for (const name of files) {
        const code = readFileSync(at(name), 'utf8');
        for (const [, file] of code.matchAll(/(?:^|[;}\n])import(?:[^('"`]*?from)?["'`]\.\/([^"'`]+)["'`]/g))
          assert.ok(files.includes(file!), `${name} imports ${file}, which is not counted`);
      }
    });
  }

  it('a budget that is passed stops the build', () => {
    for (const tag of Object.keys(manifest.pages)) {
      const page = { files: manifest.pages[tag]!.files, gzip: TAGS[tag]!.budget };
      const over = { ...manifest, pages: { ...manifest.pages, [tag]: page } };
      assert.throws(() => checkBudget(over), new RegExp(`${tag} loads .* too many`));
    }
    const embed = { ...manifest, gzip: { ...manifest.gzip, 'embed.js': EMBED_BUDGET } };
    assert.throws(() => checkBudget(embed), /embed\.js/);
  });

  it('there is one Lit, in the core', () => {
    const withLit = Object.values(manifest.files).filter((name) =>
      readFileSync(new URL(`w/${name}`, dist), 'utf8').includes('litHtmlVersions'),
    );
    assert.deepEqual(withLit, [manifest.files.core]);
  });
});
