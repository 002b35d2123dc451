/** What the mall's settings say about looks (contract: Looks). */
export interface MallLooks {
  scheme: 'auto' | 'light' | 'dark';
  accent: string | null;
  radius: number | null;
}

type Colour = readonly [red: number, green: number, blue: number];

const WHITE: Colour = [255, 255, 255];
const INK = { light: '#222', dark: '#ededed' } as const;
const PAGE = { light: '#fff', dark: '#17181a' } as const;

/** Reads what a browser answers for a colour: `rgb(...)`, `color(srgb ...)`, `#rrggbb`; nothing when it lets all through. */
export function parseColour(text: string): Colour | undefined {
  const hex = /^#([0-9a-f]{6})$/i.exec(text.trim());
  if (hex) {
    const value = Number.parseInt(hex[1]!, 16);
    return [value >> 16, (value >> 8) & 255, value & 255];
  }
  const parts = text.match(/-?[\d.]+(e-?\d+)?%?/g)?.map((part) => Number.parseFloat(part));
  const scale = text.startsWith('rgb') ? 1 : text.startsWith('color(srgb') ? 255 : 0;
  if (!parts || parts.length < 3 || !scale || (parts[3] ?? 1) < 0.5) return undefined;
  return [parts[0]! * scale, parts[1]! * scale, parts[2]! * scale];
}

/** How light a colour looks, 0 to 1 (WCAG's relative luminance). */
export function luminance(colour: Colour): number {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: Colour, other: Colour): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** Black or white, whichever can be read on the colour. */
function textOn(colour: Colour): string {
  return contrast(colour, WHITE) >= 4.5 ? '#fff' : '#111';
}

const rgb = (colour: Colour) => `rgb(${colour.map(Math.round).join(' ')})`;

/** The colour a part of the page is painted on, if any ancestor says so. */
function pageBehind(element: Element): Colour | undefined {
  for (let at: Node | null = element; at; at = at instanceof ShadowRoot ? at.host : at.parentNode) {
    if (!(at instanceof Element)) continue;
    const colour = parseColour(getComputedStyle(at).backgroundColor);
    if (colour) return colour;
  }
  return undefined;
}

const prefersDark = () => matchMedia('(prefers-color-scheme: dark)').matches;

/**
 * Measures how the host looks and says it as a rule for `:host`. Light or dark is what the page really is, not what
 * the phone would like: a shop that is always white stays white at night.
 */
export function looksRule(element: HTMLElement, wanted: 'auto' | 'light' | 'dark', mall?: MallLooks): string {
  const choice = wanted === 'auto' ? (mall?.scheme ?? 'auto') : wanted;
  const around = element.parentElement ?? element;
  let page = pageBehind(around);
  let ink = parseColour(getComputedStyle(around).color);
  if (!page) {
    // Nobody painted anything: the browser's own canvas, dark only when the page has agreed to that.
    const agreed = getComputedStyle(document.documentElement).colorScheme;
    const dark = agreed.includes('dark') && (!agreed.includes('light') || prefersDark());
    // A picture behind the page cannot be measured; light text on it tells that it is dark.
    page = parseColour(dark || (ink && luminance(ink) > 0.6) ? PAGE.dark : '#ffffff') ?? WHITE;
  }
  const real = luminance(page) < 0.22 ? 'dark' : 'light';
  const scheme = choice === 'auto' ? real : choice;
  // Text that cannot be read on the page is not what the host meant for us.
  if (scheme !== real || (ink && contrast(ink, page) < 7)) ink = undefined;
  const dark = scheme === 'dark';
  const rules = [
    `color-scheme:${scheme}`,
    `--d-ink:${ink ? rgb(ink) : INK[scheme]}`,
    `--d-page:${scheme === real ? rgb(page) : PAGE[scheme]}`,
  ];
  if (scheme !== real) rules.push('background:var(--d-surface)');
  if (dark)
    rules.push('--d-scheme-star:#ffb938', '--d-scheme-good:#6fd6a3', '--d-scheme-bad:#ff938a', '--d-scheme-focus:#8ab4ff');
  const accent = mall?.accent ? parseColour(mall.accent) : undefined;
  if (accent) rules.push(`--d-mall-accent:${rgb(accent)}`, `--d-mall-accent-text:${textOn(accent)}`);
  if (typeof mall?.radius === 'number') rules.push(`--d-mall-radius:${mall.radius}px`);
  return `:host{${rules.join(';')}}`;
}

const watching = new Set<() => void>();
let observer: MutationObserver | undefined;

/** Calls when the page may have changed its looks: its own dark switch, or the system's. Returns how to stop. */
export function watchLooks(changed: () => void): () => void {
  if (!observer) {
    const tell = () => {
      for (const one of watching) one();
    };
    // A switch of the page sets something on one of these two, and the colours follow in the same frame.
    observer = new MutationObserver(() => requestAnimationFrame(tell));
    for (const root of [document.documentElement, document.body])
      if (root) observer.observe(root, { attributes: true, attributeFilter: ['class', 'style', 'data-theme'] });
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', tell);
  }
  watching.add(changed);
  return () => watching.delete(changed);
}
