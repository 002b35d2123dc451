import { type CSSResult, html, nothing, type TemplateResult } from 'lit';
import type { Blog, BlogLooks } from '../../server/community/blogs/contract.ts';
import { safeUrl } from '../core/safe-url.ts';
import type { Words } from '../core/words.ts';
import { avatar } from './avatar.ts';
import { pick } from './form-pieces.ts';
import { accentFor, type Scheme, type Skin, skinClass, skinRules } from './skin.ts';
import berry from './skin-berry.ts';
import dusk from './skin-dusk.ts';
import mint from './skin-mint.ts';
import night from './skin-night.ts';
import paper from './skin-paper.ts';
import plain from './skin-plain.ts';

const ORNAMENTS: Record<Skin, CSSResult> = { plain, paper, mint, dusk, berry, night };
export const SKINS = Object.keys(ORNAMENTS) as Skin[];
export const FONTS = ['page', 'serif', 'round', 'hand'] as const;
export const LAYOUTS = ['shelf', 'gallery', 'diary'] as const;

/** Every skin beside the others, and the one that is being chosen: rules for a sheet that the browser makes. */
export const tryOnRules = (looks: BlogLooks, scheme: Scheme): string =>
  [
    ...SKINS.map((skin) => `.tile.skin-${skin}{${skinRules({ skin, hue: null }, scheme)}}`),
    `.preview.skin{${skinRules(looks, scheme)}}`,
  ].join('');

export const ornamentRules = (): string => SKINS.map((skin) => ORNAMENTS[skin].cssText).join('');

/** The card as others will see it, with places for things. */
export function preview(
  member: Blog['member'],
  title: string,
  header: string | undefined,
  looks: BlogLooks,
  words: Words,
): TemplateResult {
  const photo = safeUrl(header);
  return html`<div class="preview ${skinClass(looks)}" role="img" aria-label=${words.t('looksPreview')}>
    <div class="strip">${photo ? html`<img src=${photo} alt="" />` : nothing}</div>
    <div class="inside">
      ${avatar(member)}
      <p class="own-font title">${title}</p>
      <div class="frames"><span class="frame"></span><span class="frame"></span><span class="frame"></span></div>
      <div class="end"><span class="muted">${words.t('named', { name: member.name })}</span><span class="pill"></span></div>
    </div>
  </div>`;
}

/** The skins as small pieces of themselves. */
export function skinTiles(value: Skin, words: Words, onPick: (skin: Skin) => void): TemplateResult {
  return html`<fieldset>
    <legend>${words.t('looksSkin')}</legend>
    <div class="tiles">
      ${SKINS.map(
        (skin) =>
          html`<label class="choice"
            ><input
              type="radio"
              name="skin"
              value=${skin}
              .checked=${skin === value}
              @change=${() => onPick(skin)}
            /><span class="tile skin skin-${skin}" aria-hidden="true"
              ><span class="strip"></span><i></i><i></i><b></b></span
            ><span>${words.t(`looksSkin_${skin}`)}</span></label
          >`,
      )}
    </div>
  </fieldset>`;
}

export function fontTiles(value: BlogLooks['font'], words: Words, onPick: (font: BlogLooks['font']) => void) {
  return html`<fieldset>
    <legend>${words.t('looksFont')}</legend>
    <div class="fonts">
      ${FONTS.map(
        (font) =>
          html`<label class="choice"
            ><input
              type="radio"
              name="font"
              value=${font}
              .checked=${font === value}
              @change=${() => onPick(font)}
            /><span class="sample font-${font}" aria-hidden="true"
              ><span class="own-font">${words.t('looksFontTry')}</span></span
            ><span>${words.t(`looksFont_${font}`)}</span></label
          >`,
      )}
    </div>
  </fieldset>`;
}

export function layoutPicks(
  value: BlogLooks['layout'],
  words: Words,
  onPick: (layout: BlogLooks['layout']) => void,
): TemplateResult {
  return html`<fieldset>
    <legend>${words.t('looksLayout')}</legend>
    ${LAYOUTS.map((layout) =>
      pick({
        name: 'layout',
        value: layout,
        label: words.t(`looksLayout_${layout}`),
        hint: words.t(`looksLayout_${layout}Hint`),
        isOn: layout === value,
        onPick: () => onPick(layout),
      }),
    )}
  </fieldset>`;
}

/** The hue, and at once what becomes of it so that texts stay readable. */
export function hueField(looks: BlogLooks, scheme: Scheme, words: Words, onPick: (hue: number) => void) {
  const hue = looks.hue ?? 0;
  const { corrected } = accentFor(looks.skin, scheme, hue);
  const isLighter = scheme === 'dark' || looks.skin === 'night';
  return html`<label class="label" for="hue">${words.t('looksHue')}</label>
    <input
      id="hue"
      class="hue"
      type="range"
      min="0"
      max="359"
      step="1"
      aria-describedby="hue-hint"
      aria-valuetext=${words.t('looksHueSaid', { count: hue })}
      .value=${String(hue)}
      @input=${(event: Event) => onPick(Number((event.target as HTMLInputElement).value))}
    />
    <p class="hint" id="hue-hint" role="status">
      ${words.t(corrected ? (isLighter ? 'looksLighter' : 'looksDarker') : 'looksReadable')}
    </p>`;
}
