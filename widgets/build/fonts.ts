import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FONTS } from '../core/fonts.ts';

/**
 * Copies the slices of the fonts that blogs may choose, each with its licence, to `fonts/<name>-<version>/` in a folder.
 *
 * @throws Error when the installed version is not the one that widgets ask for
 */
export function copyFonts(root: string, chunks: string): void {
  for (const [, folder] of Object.values(FONTS)) {
    const [, name, version] = /^(.+)-([\d.]+)$/.exec(folder)!;
    const from = join(root, 'node_modules/@fontsource', name!);
    const to = join(chunks, 'fonts', folder);
    const said = JSON.parse(readFileSync(join(from, 'package.json'), 'utf8')).version;
    if (said !== version) throw new Error(`${name} is ${said}: core/fonts.ts says ${version}`);
    if (existsSync(join(to, 'slices.json'))) continue;
    mkdirSync(to, { recursive: true });
    const ranges = JSON.parse(readFileSync(join(from, 'unicode.json'), 'utf8')) as Record<string, string>;
    const slices: Record<string, string> = {};
    for (const [key, range] of Object.entries(ranges)) {
      const slice = key.replace(/[[\]]/g, '');
      const file = join(from, 'files', `${name}-${slice}-400-normal.woff2`);
      if (!existsSync(file)) continue;
      copyFileSync(file, join(to, `${slice}.woff2`));
      slices[slice] = range;
    }
    copyFileSync(join(from, 'LICENSE'), join(to, 'LICENSE.txt'));
    // Last: it says that the others are whole.
    writeFileSync(join(to, 'slices.json'), JSON.stringify(slices));
  }
}
