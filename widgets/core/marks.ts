// Where a shopper came from: sealed by the service, opened by nobody else. The mall's checkout asks for it by
// `dangol.mark(product)` (embed.ts reads what is written here) and sends it back on the order's line.
import { pageSettings } from './page.ts';

const NAME = 'dangol-marks';
const MOST = 50;
export const MARK_MS = 7 * 86_400_000;

/** What could not be stored: the loader reads it from the page's settings. */
const own: { text?: string } = {};
const memory = () => pageSettings().marks ?? own;

/** One line for each product, newest first: product, mark and time, without anything that needs JSON. */
function written(): string {
  try {
    return memory().text || localStorage.getItem(NAME) || '';
  } catch {
    return '';
  }
}

/** A product as it stands in a line or an address: no spaces, no line breaks. Nothing when it is no text at all. */
function nameOf(product: string): string | undefined {
  try {
    return encodeURIComponent(product);
  } catch {
    // Half of a letter that is written in two.
    return undefined;
  }
}

/** Remembers at a click what the shopper followed to this product; the newest counts. Never throws. */
export function remember(product: string, mark: string): void {
  const name = nameOf(product);
  if (!name || !/^[\w-]+$/.test(mark)) return;
  const others = written()
    .split('\n')
    .filter((line) => line && !line.startsWith(`${name} `));
  const text = [`${name} ${mark} ${Date.now()}`, ...others].slice(0, MOST).join('\n');
  try {
    localStorage.setItem(NAME, text);
    memory().text = '';
  } catch {
    // Full or refused: this page's memory has it.
    memory().text = text;
  }
}

/** The mark of a product, for programs that come without the loader; null: none within seven days. */
export function mark(product: string): string | null {
  const name = nameOf(product);
  for (const line of written().split('\n')) {
    const [key, found, at] = line.split(' ');
    if (key && key === name && Number(at) > Date.now() - MARK_MS) return found!;
  }
  return null;
}

/** Whether an address leads to another origin, which cannot read what this one stores. */
export function leadsAway(url: string): boolean {
  try {
    return new URL(url, location.href).origin !== location.origin;
  } catch {
    return false;
  }
}

/**
 * The address of a product that a marked thing leads to. On this origin it is as it was, and `remember` at the click
 * does the rest; to another origin the mark travels behind `#`, which no server on the way sees.
 */
export function withMark(url: string, product: string, mark: string, isForeign = leadsAway(url)): string {
  const name = nameOf(product);
  if (!isForeign || !name || !/^[\w-]+$/.test(mark)) return url;
  const [address, hash] = url.split('#');
  return `${address}#${hash ? `${hash}&` : ''}dangol-mark=${name}.${mark}`;
}
