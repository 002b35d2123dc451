import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { Hono } from 'hono';
import { Problem } from '../http/problem.ts';

interface Kept {
  mtimeMs: number;
  etag: string;
  plain: Uint8Array<ArrayBuffer>;
  gzip: Uint8Array<ArrayBuffer>;
  brotli: Uint8Array<ArrayBuffer>;
}

const TYPES: Record<string, string> = {
  // Without a charset a page in EUC-KR would read a classic script as its own.
  js: 'text/javascript; charset=utf-8',
  json: 'application/json; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  woff2: 'font/woff2',
};
const FOREVER = 'public, max-age=31536000, immutable';

/**
 * The loader, the chunks of the widgets and the fonts of blogs. The loader has one name and a short life; a chunk's name
 * holds its hash and a font's folder its version, so they never change. All are for every origin: a mall's page loads
 * them with CORS, also under COEP.
 *
 * @param folder where the build put `embed.js` and `w/`
 */
export function widgetRoutes(folder: string) {
  const kept = new Map<string, Kept>();

  function load(name: string): Kept | undefined {
    const file = join(folder, name);
    if (!existsSync(file)) return undefined;
    const { mtimeMs } = statSync(file);
    let known = kept.get(name);
    if (known?.mtimeMs !== mtimeMs) {
      const plain = readFileSync(file);
      const isPacked = name.endsWith('.woff2');
      known = {
        mtimeMs,
        etag: `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
        plain: new Uint8Array(plain),
        gzip: new Uint8Array(isPacked ? plain : gzipSync(plain, { level: 9 })),
        brotli: new Uint8Array(
          isPacked ? plain : brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
        ),
      };
      kept.set(name, known);
    }
    return known;
  }

  const app = new Hono();
  app.get('/embed.js', (c) =>
    answer('embed.js', 'public, max-age=300', c.req.header('accept-encoding'), c.req.header('if-none-match')),
  );
  app.get('/w/:name', (c) => {
    const name = c.req.param('name');
    if (!/^[\w-]+\.[\w-]+\.js$|^[\w-]+\.js$/.test(name)) throw new Problem('not-found');
    return answer(`w/${name}`, FOREVER, c.req.header('accept-encoding'), c.req.header('if-none-match'));
  });
  app.get('/w/fonts/:font/:file', (c) => {
    const { font, file } = c.req.param();
    if (!/^[a-z-]+-\d+\.\d+\.\d+$/.test(font) || !/^[\w-]+\.(woff2|json|txt)$/.test(file))
      throw new Problem('not-found');
    // A font is packed already.
    const encodings = file.endsWith('.woff2') ? undefined : c.req.header('accept-encoding');
    return answer(`w/fonts/${font}/${file}`, FOREVER, encodings, c.req.header('if-none-match'));
  });
  return app;

  function answer(
    name: string,
    cacheControl: string,
    encodings: string | undefined,
    known: string | undefined,
  ): Response {
    const file = load(name);
    if (!file) throw new Problem('not-found');
    const headers: Record<string, string> = {
      'Access-Control-Allow-Origin': '*',
      'Cross-Origin-Resource-Policy': 'cross-origin',
      'Timing-Allow-Origin': '*',
      'Cache-Control': cacheControl,
      'X-Content-Type-Options': 'nosniff',
      ETag: file.etag,
      Vary: 'Accept-Encoding',
    };
    if (known === file.etag) return new Response(null, { status: 304, headers });
    headers['Content-Type'] = TYPES[name.split('.').at(-1)!]!;
    const encoding = /\bbr\b/.test(encodings ?? '')
      ? 'br'
      : /\bgzip\b/.test(encodings ?? '')
        ? 'gzip'
        : undefined;
    if (encoding) headers['Content-Encoding'] = encoding;
    return new Response(encoding === 'br' ? file.brotli : encoding === 'gzip' ? file.gzip : file.plain, {
      headers,
    });
  }
}
