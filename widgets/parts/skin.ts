import { type CSSResult, css } from 'lit';
import type { BlogLooks } from '../../server/community/blogs/contract.ts';
import { type Colour, contrast, rgb } from '../core/looks.ts';

export type Skin = BlogLooks['skin'];
export type Scheme = 'light' | 'dark';

/**
 * The colours of a skin, light and dark, as six hexadecimal digits each: surface, raised (what lies on it), text, muted,
 * line (only an ornament), edge (of what can be used), then hue and saturation of its own colour, and the tints of its
 * pattern. Every text reaches 4.5:1 on surface and raised, every edge 3:1: tests/widgets/parts/skin.test.ts counts.
 */
const PALETTES: Record<Skin, readonly [light: string, dark: string, hue: number, saturation: number]> = {
  plain: [
    'ffffff f5f6f7 1f2328 5b636b e3e6e9 848c94 eef1f4 e2e7ec',
    '17181a 212326 ededed a9adb3 34373b 7c828a 25282c 2e3237',
    214,
    46,
  ],
  paper: [
    'fbf6ea f4ecd9 3a2f25 6b5d4d e2d5bb 8f7d62 efe3c8 e3d2ac',
    '26211b 312b23 f0e6d6 b9aa95 4a4135 8f8168 352d23 42382b',
    18,
    52,
  ],
  mint: [
    'f2faf5 e3f4ea 17372b 4a6659 c5e4d3 6d8f7e cdeedd a9dfc5',
    '12211c 1b2e27 dff3e9 9cbbae 2c463c 6a8c7e 1c3a2f 265043',
    160,
    60,
  ],
  dusk: [
    'fdf5f3 f8e9e8 3d2a3f 6d566b ebd2d3 977c92 fbd5bd d9c2ee',
    '221a2c 2e243a f2e6f2 bba9c3 453853 8c7998 5b3350 3a2f63',
    282,
    44,
  ],
  berry: [
    'fff4f7 ffe6ed 431c2d 7a4b5e f8cad8 a97588 ffc9da ffb0c8',
    '28141d 361d29 fde6ee cfa3b5 55303f a07386 4b2233 662b43',
    338,
    68,
  ],
  night: [
    '1c2340 273054 eef0fb b4bbd9 3a4470 7f89b8 2b3568 4a5596',
    '0f1326 191f3a e9ecfa a6aed0 2b3358 717bab 1a2146 353f7a',
    46,
    84,
  ],
};

export interface SkinColours {
  surface: Colour;
  raised: Colour;
  text: Colour;
  muted: Colour;
  line: Colour;
  edge: Colour;
  tint: Colour;
  tone: Colour;
}

const hex = (text: string) =>
  [0, 2, 4].map((at) => Number.parseInt(text.slice(at, at + 2), 16)) as never as Colour;

/** A page that has been open since before a skin was there shows it plain. */
const paletteOf = (skin: Skin) => (Object.hasOwn(PALETTES, skin) ? PALETTES[skin] : PALETTES.plain);

export function coloursOf(skin: Skin, scheme: Scheme): SkinColours {
  const [surface, raised, text, muted, line, edge, tint, tone] = paletteOf(skin)
    [scheme === 'dark' ? 1 : 0].split(' ')
    .map(hex) as [Colour, Colour, Colour, Colour, Colour, Colour, Colour, Colour];
  return { surface, raised, text, muted, line, edge, tint, tone };
}

/** A colour by hue in degrees, saturation and lightness in percent. */
export function hsl(hue: number, saturation: number, lightness: number): Colour {
  const spread = (saturation * Math.min(lightness, 100 - lightness)) / 100;
  return [0, 8, 4].map((shift) => {
    const at = (shift + hue / 30) % 12;
    return Math.round((255 / 100) * (lightness - spread * Math.max(-1, Math.min(at - 3, 9 - at, 1))));
  }) as never as Colour;
}

export interface Accent {
  colour: Colour;
  /** Upon it. */
  text: Colour;
  /** It is darker or lighter than it was chosen, so that it can be read. */
  corrected: boolean;
}

/** A little more than 4.5: ornaments lie under texts. */
const READABLE = 4.9;
const BRIGHT = { light: 44, dark: 64 } as const;

/**
 * The blog's own colour on a skin: as bright as it may be, so that it can be read on the skin and texts upon it, 4.5:1
 * each.
 *
 * @param hue in degrees; null: that of the skin, made for it
 */
export function accentFor(skin: Skin, scheme: Scheme, hue: number | null): Accent {
  const { surface, raised } = coloursOf(skin, scheme);
  const [, , own, saturation] = paletteOf(skin);
  // Night is dark at noon too.
  const isDark = scheme === 'dark' || skin === 'night';
  let lightness: number = BRIGHT[isDark ? 'dark' : 'light'];
  const step = isDark ? 1 : -1;
  for (let corrected = false; ; corrected = hue !== null) {
    const colour = hsl(hue ?? own, saturation, lightness);
    if (contrast(colour, surface) >= READABLE && contrast(colour, raised) >= READABLE)
      return { colour, text: surface, corrected };
    lightness += step;
  }
}

/** The classes of whatever wears a blog's looks: skin, layout and font. */
export const skinClass = ({ skin, layout, font }: Pick<BlogLooks, 'skin' | 'layout' | 'font'>): string =>
  `skin skin-${skin} layout-${layout} font-${font}`;

/**
 * The colours of a blog's looks as declarations for `.skin`, in a sheet that the browser makes: no attribute of style,
 * no address, and nothing but words of ours and numbers.
 */
export function skinRules(looks: Pick<BlogLooks, 'skin' | 'hue'>, scheme: Scheme): string {
  const { surface, raised, text, muted, line, edge, tint, tone } = coloursOf(looks.skin, scheme);
  const accent = accentFor(looks.skin, scheme, looks.hue);
  const isDark = scheme === 'dark' || looks.skin === 'night';
  const said: Record<string, string> = {
    text: rgb(text),
    surface: rgb(surface),
    raised: rgb(raised),
    muted: rgb(muted),
    line: rgb(line),
    edge: rgb(edge),
    accent: rgb(accent.colour),
    'accent-text': rgb(accent.text),
    tint: rgb(tint),
    tone: rgb(tone),
    focus: rgb(accent.colour),
    good: isDark ? '#6fd6a3' : '#176f43',
    bad: isDark ? '#ffb1aa' : '#b3261e',
    star: isDark ? '#ffb938' : '#a85f00',
    'star-off': rgb(line),
  };
  return `color-scheme:${isDark ? 'dark' : 'light'};${Object.keys(said)
    .map((name) => `--d-${name}:${said[name]}`)
    .join(';')}`;
}

/** What all skins have in common. A skin paints only inside of what wears it. */
export const skinStyles: CSSResult = css`
  .skin {
    --k-corner: 14px;
    --k-frame: 8px;
    --k-divider: 1px solid var(--d-line);
    --k-font: inherit;
    --k-weight: 700;
    --k-size: 1;
    position: relative;
    isolation: isolate;
    contain: paint;
    border: 1px solid var(--d-line);
    border-radius: var(--k-corner);
    background-color: var(--d-surface);
    color: var(--d-text);
  }
  .strip {
    position: relative;
    overflow: hidden;
    contain: paint;
    background-color: var(--d-tint);
  }
  .frame {
    overflow: hidden;
    border-radius: var(--k-frame);
    background-color: var(--d-raised);
  }
  .font-serif {
    --k-weight: 400;
    --k-font: 'Dangol Serif', 'Nanum Myeongjo', 'Noto Serif KR', serif;
  }
  .font-round {
    --k-weight: 400;
    --k-font: 'Dangol Round', 'Jua', sans-serif;
  }
  .font-hand {
    --k-weight: 400;
    /* Its letters are small for their size. */
    --k-size: 1.2;
    --k-font: 'Dangol Hand', 'Gaegu', cursive;
  }
  .own-font {
    font-family: var(--k-font);
    font-weight: var(--k-weight);
  }
  /* Headings have a size of their own, which they multiply. */
  :where(.own-font) {
    font-size: calc(1em * var(--k-size));
  }
  @media (forced-colors: active) {
    .skin {
      border-color: CanvasText;
    }
  }
`;

const ornaments: Record<Skin, () => Promise<{ default: CSSResult }>> = {
  plain: () => import('./skin-plain.ts'),
  paper: () => import('./skin-paper.ts'),
  mint: () => import('./skin-mint.ts'),
  dusk: () => import('./skin-dusk.ts'),
  berry: () => import('./skin-berry.ts'),
  night: () => import('./skin-night.ts'),
};

/** The light or dark that an element has measured (core/looks.ts). */
export const schemeOf = (element: Element): Scheme =>
  getComputedStyle(element).colorScheme.includes('dark') ? 'dark' : 'light';

/**
 * Dresses one shadow root: colours at once, ornaments and a font when they have come. Each root wears one skin; whatever
 * has the classes of `skinClass` shows it.
 */
export class SkinDress {
  #sheet: CSSStyleSheet | undefined;
  #ornament: CSSStyleSheet | undefined;
  #worn: Skin | undefined;
  #font: BlogLooks['font'] = 'page';
  #rules = '';

  wear(root: ShadowRoot, looks: Pick<BlogLooks, 'skin' | 'hue' | 'font'>, scheme: Scheme): void {
    if (!this.#sheet) {
      this.#sheet = new CSSStyleSheet();
      this.#ornament = new CSSStyleSheet();
      root.adoptedStyleSheets = [...root.adoptedStyleSheets, this.#ornament, this.#sheet];
    }
    const rules = `.skin{${skinRules(looks, scheme)}}`;
    if (rules !== this.#rules) this.#sheet.replaceSync(rules);
    this.#rules = rules;
    const { font } = looks;
    if (font !== 'page' && font !== this.#font) void this.#bringFont(font);
    this.#font = font;
    if (looks.skin !== this.#worn) void this.#adorn(looks.skin);
  }

  async #adorn(skin: Skin): Promise<void> {
    this.#worn = skin;
    try {
      const { cssText } = (await ornaments[skin]()).default;
      if (skin === this.#worn) this.#ornament!.replaceSync(cssText);
    } catch {
      // Plain colours do; the next change tries again.
      if (skin === this.#worn) this.#worn = undefined;
    }
  }

  async #bringFont(font: Exclude<BlogLooks['font'], 'page'>): Promise<void> {
    try {
      await (await import('../core/fonts.ts')).bringFont(font);
    } catch {
      // The page's own font stays.
    }
  }
}
