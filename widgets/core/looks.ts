/** What the mall's settings say about looks (contract: Looks). */
export interface MallLooks {
  scheme: 'auto' | 'light' | 'dark';
  accent: string | null;
  radius: number | null;
}

export type Colour = readonly [red: number, green: number, blue: number];

const INK = { light: 'rgb(34 34 34)', dark: 'rgb(237 237 237)' } as const;
export const PAGE = { light: [255, 255, 255], dark: [23, 24, 26] } as const;

/** Reads `rgb(...)`, as browsers answer for a colour; nothing when it lets the page shine through. */
export function parseColour(text: string): Colour | undefined {
  const [red, green, blue, alpha = 1] = (text.startsWith('rgb') && text.match(/[\d.]+/g)?.map(Number)) || [];
  return blue === undefined || alpha < 0.5 ? undefined : [red!, green!, blue];
}

/** How light a colour looks, 0 to 1 (WCAG's relative luminance). */
export function luminance(colour: Colour): number {
  const [red, green, blue] = colour.map((part) =>
    part > 10 ? ((part / 255 + 0.055) / 1.055) ** 2.4 : part / 3295,
  );
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

/** How well one can be read on the other, 1 to 21. */
export function contrast(one: Colour, other: Colour): number {
  const [first, second] = [luminance(one) + 0.05, luminance(other) + 0.05];
  return Math.max(first, second) / Math.min(first, second);
}

export const rgb = (colour: Colour) => `rgb(${colour.join(' ')})`;

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
 * Measures how the host looks and says it as declarations for `:host`. Light or dark is what the page really is, not what
 * the phone would like: a shop that is always white stays white at night.
 */
export function looksRule(element: HTMLElement, choice: MallLooks['scheme']): string {
  const around = element.parentElement ?? element;
  let page = pageBehind(around);
  let ink = parseColour(getComputedStyle(around).color);
  if (!page) {
    // Nobody painted anything: the browser's own canvas, dark only when the page has agreed to that.
    const agreed = getComputedStyle(document.documentElement).colorScheme;
    const dark = agreed.includes('dark') && (!agreed.includes('light') || prefersDark());
    // A picture behind the page cannot be measured; light text on it tells that it is dark.
    page = PAGE[dark || (ink && luminance(ink) > 0.6) ? 'dark' : 'light'];
  }
  const real = luminance(page) < 0.22 ? 'dark' : 'light';
  const scheme = choice === 'auto' ? real : choice;
  // Text that cannot be read on the page is not what the host meant for us.
  if (scheme !== real || (ink && contrast(ink, page) < 7)) ink = undefined;
  const dark = scheme === 'dark';
  const rules = [
    `color-scheme:${scheme}`,
    `--d-ink:${ink ? rgb(ink) : INK[scheme]}`,
    `--d-page:${rgb(scheme === real ? page : PAGE[scheme])}`,
  ];
  if (scheme !== real) rules.push('background:var(--d-surface)');
  if (dark)
    rules.push(
      '--d-scheme-star:#ffb938',
      '--d-scheme-good:#6fd6a3',
      '--d-scheme-bad:#ff938a',
      '--d-scheme-focus:#8ab4ff',
    );
  return rules.join(';');
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
      if (root)
        observer.observe(root, { attributes: true, attributeFilter: ['class', 'style', 'data-theme'] });
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', tell);
  }
  watching.add(changed);
  return () => watching.delete(changed);
}
