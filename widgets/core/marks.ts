// Where a shopper came from: sealed by the service, opened by nobody else. The mall's checkout asks for it by
// `dangol.mark(product)` (embed.ts reads what is written here) and sends it back on the order's line.
import { pageSettings } from './page.ts';

const PREFIX = 'dangol-mark:';
const MOST = 50;
export const MARK_MS = 7 * 86_400_000;

/** What a store may refuse: product's name in the store -> mark and time. The loader reads it too. */
const own: Record<string, string> = {};
const memory = () => pageSettings().marks ?? own;

const timeOf = (text: string | null | undefined) => Number(text?.split(' ')[1]) || 0;

/** Keeps the newest fifty, none older than seven days. */
function tidy(): void {
  const times: [name: string, at: number][] = Object.keys(localStorage)
    .filter((name) => name.startsWith(PREFIX))
    .map((name) => [name, timeOf(localStorage.getItem(name))]);
  times.sort(([, one], [, other]) => other - one);
  times.forEach(([name, at], place) => {
    if (place >= MOST || at < Date.now() - MARK_MS) localStorage.removeItem(name);
  });
}

/** Remembers at a click what the shopper followed to this product; the newest counts. Never throws. */
export function remember(product: string, mark: string): void {
  if (!product || !isMark(mark)) return;
  const name = PREFIX + product;
  const text = `${mark} ${Date.now()}`;
  memory()[name] = text;
  try {
    localStorage.setItem(name, text);
    tidy();
  } catch {
    // Full or refused: this page's memory has it.
  }
}

/** Nothing else is stored or put into an address. */
const isMark = (mark: string) => /^[\w-]{1,200}$/.test(mark);

/** The mark of a product, for programs that come without the loader; null: none within seven days. */
export function mark(product: string): string | null {
  const name = PREFIX + product;
  let text: string | null | undefined = Object.hasOwn(memory(), name) ? memory()[name] : undefined;
  try {
    text ??= localStorage.getItem(name);
  } catch {
    // Refused, and not in memory.
  }
  return text && timeOf(text) > Date.now() - MARK_MS ? text.split(' ')[0]! : null;
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
  if (!isForeign || !isMark(mark)) return url;
  const [address, hash] = url.split('#');
  try {
    return `${address}#${hash ? `${hash}&` : ''}dangol-mark=${encodeURIComponent(product)}.${mark}`;
  } catch {
    // A product whose key has half of a letter that is written in two.
    return url;
  }
}
