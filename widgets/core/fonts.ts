import type { BlogLooks } from '../../server/community/blogs/contract.ts';
import { pageSettings } from './page.ts';

export type OwnFont = Exclude<BlogLooks['font'], 'page'>;

/** What each is called in a style, and the folder that the build copies its slices to (`w/fonts/...`): name and version. */
export const FONTS: Record<OwnFont, readonly [family: string, folder: string]> = {
  serif: ['Dangol Serif', 'gowun-batang-5.3.0'],
  round: ['Dangol Round', 'jua-5.3.0'],
  hand: ['Dangol Hand', 'gaegu-5.3.0'],
};

const brought = new Map<OwnFont, Promise<void>>();

/**
 * Makes a font known to the page; the browser fetches only the slices that a shown text needs. A page whose policy
 * refuses them goes on with its own font.
 */
export function bringFont(font: OwnFont): Promise<void> {
  let coming = brought.get(font);
  if (!coming) {
    coming = bring(...FONTS[font]);
    brought.set(font, coming);
    // The next blog that wants it tries again.
    coming.catch(() => brought.delete(font));
  }
  return coming;
}

async function bring(family: string, folder: string): Promise<void> {
  const at = `${pageSettings().base}/w/fonts/${folder}`;
  const answer = await fetch(`${at}/slices.json`, { credentials: 'omit' });
  if (!answer.ok) throw new Error('no font');
  // Slice -> the letters in it, as styles write them.
  const slices = (await answer.json()) as Record<string, string>;
  for (const slice of Object.keys(slices))
    document.fonts.add(
      new FontFace(family, `url("${at}/${slice}.woff2") format("woff2")`, {
        unicodeRange: slices[slice],
        display: 'swap',
      }),
    );
}
