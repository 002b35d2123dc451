// The fonts of blogs as the build copies them and the service hands them out.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { widgetRoutes } from '../../server/base/static/routes.ts';
import { buildIfStale } from '../../widgets/build.ts';
import { FONTS } from '../../widgets/core/fonts.ts';

await buildIfStale();
const dist = fileURLToPath(new URL('../../dist', import.meta.url));
const app = widgetRoutes(dist);
app.onError((error) => new Response(error.message, { status: 404 }));
const get = (path: string, headers: Record<string, string> = {}) => app.request(path, { headers });

describe('the fonts of blogs', () => {
  for (const [font, [, folder]] of Object.entries(FONTS)) {
    it(`${font}: every slice is there, with its letters and its licence`, async () => {
      const answer = await get(`/w/fonts/${folder}/slices.json`, { 'accept-encoding': 'br' });
      assert.equal(answer.status, 200);
      assert.match(answer.headers.get('content-type')!, /^application\/json/);
      assert.equal(answer.headers.get('content-encoding'), 'br');
      const slices = JSON.parse(readFileSync(`${dist}/w/fonts/${folder}/slices.json`, 'utf8')) as Record<
        string,
        string
      >;
      assert.ok(Object.keys(slices).length > 50);
      for (const [slice, letters] of Object.entries(slices)) {
        assert.match(letters, /^U\+[\dA-Fa-f?-]+(,U\+[\dA-Fa-f?-]+)*$/);
        assert.ok(existsSync(`${dist}/w/fonts/${folder}/${slice}.woff2`), slice);
      }
      const licence = await get(`/w/fonts/${folder}/LICENSE.txt`);
      assert.match(await licence.text(), /SIL OPEN FONT LICENSE/i);
    });
  }

  it('are for every origin, for ever, and not packed twice', async () => {
    const [, folder] = FONTS.round;
    const answer = await get(`/w/fonts/${folder}/latin.woff2`, { 'accept-encoding': 'gzip, br' });
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('content-type'), 'font/woff2');
    assert.equal(answer.headers.get('content-encoding'), null);
    assert.equal(answer.headers.get('access-control-allow-origin'), '*');
    assert.equal(answer.headers.get('cross-origin-resource-policy'), 'cross-origin');
    assert.equal(answer.headers.get('cache-control'), 'public, max-age=31536000, immutable');
    const again = await get(`/w/fonts/${folder}/latin.woff2`, {
      'if-none-match': answer.headers.get('etag')!,
    });
    assert.equal(again.status, 304);
  });

  it('lead nowhere else', async () => {
    const [, folder] = FONTS.round;
    for (const path of [
      `/w/fonts/${folder}/none.woff2`,
      `/w/fonts/${folder}/..%2f..%2fcore.js`,
      `/w/fonts/..%2f..%2fmanifest/slices.json`,
      `/w/fonts/${folder}/latin.ttf`,
      `/w/fonts/${folder}`,
    ]) {
      const answer = await app.request(path);
      assert.equal(answer.status, 404, path);
      assert.doesNotMatch(await answer.text(), /import|slices/);
    }
  });
});
