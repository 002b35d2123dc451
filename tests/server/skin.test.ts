// Every skin, light and dark, with every hue that a member may choose: texts reach 4.5:1, what can be used 3:1.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Colour, contrast } from '../../widgets/core/looks.ts';
import { accentFor, coloursOf, hsl, type Skin, skinClass, skinRules } from '../../widgets/parts/skin.ts';

const SKINS: Skin[] = ['plain', 'paper', 'mint', 'dusk', 'berry', 'night'];
const SCHEMES = ['light', 'dark'] as const;

/** `share` of one colour upon another, as the ornaments mix them. */
const mixed = (one: Colour, share: number, other: Colour) =>
  one.map((part, at) => Math.round(part * share + other[at]! * (1 - share))) as never as Colour;

describe('the contrast of every skin', () => {
  for (const skin of SKINS)
    for (const scheme of SCHEMES)
      it(`${skin}, ${scheme}`, () => {
        const { surface, raised, text, muted, edge, tone } = coloursOf(skin, scheme);
        const grounds: Colour[] = [surface, raised];
        // What lies behind texts there: the grain of paper, the light of dusk and of the moon.
        if (skin === 'paper') grounds.push(mixed(tone, 0.22, surface), mixed(text, 0.04, surface));
        if (skin === 'night') grounds.push(mixed(tone, 0.3, surface));
        for (const ground of grounds) {
          assert.ok(contrast(text, ground) >= 7, `text ${contrast(text, ground)}`);
          assert.ok(contrast(muted, ground) >= 4.5, `muted ${contrast(muted, ground)}`);
        }
        assert.ok(contrast(edge, surface) >= 3, `edge ${contrast(edge, surface)}`);
        assert.ok(contrast(edge, raised) >= 3, `edge ${contrast(edge, raised)}`);
        const own = accentFor(skin, scheme, null);
        assert.equal(own.corrected, false);
        let corrected = 0;
        for (let hue: number | null = null; hue === null || hue < 360; hue = hue === null ? 0 : hue + 1) {
          const accent = accentFor(skin, scheme, hue);
          corrected += Number(accent.corrected);
          for (const ground of grounds)
            assert.ok(
              contrast(accent.colour, ground) >= 4.5,
              `hue ${hue} on its ground ${contrast(accent.colour, ground)}`,
            );
          assert.ok(contrast(accent.text, accent.colour) >= 4.5, `text on hue ${hue}`);
        }
        assert.ok(corrected > 0 && corrected < 360, `${corrected} hues are corrected`);
      });

  it('a corrected colour keeps its hue', () => {
    assert.deepEqual(hsl(0, 100, 50), [255, 0, 0]);
    assert.deepEqual(hsl(240, 100, 50), [0, 0, 255]);
    const { colour, corrected } = accentFor('plain', 'light', 60);
    assert.equal(corrected, true);
    assert.ok(Math.abs(colour[0] - colour[1]) <= 1 && colour[2] < colour[0], colour.join());
  });

  it('says nothing but words of ours and numbers', () => {
    for (const skin of SKINS)
      for (const scheme of SCHEMES) {
        const rules = skinRules({ skin, hue: 200 }, scheme);
        assert.match(rules, /^color-scheme:(light|dark)(;--d-[a-z-]+:(rgb\(\d+ \d+ \d+\)|#[\da-f]{6}))+$/);
        assert.equal(
          skinClass({ skin, layout: 'diary', font: 'hand' }),
          `skin skin-${skin} layout-diary font-hand`,
        );
      }
  });

  it('no ornament fetches anything or reaches outside', async () => {
    for (const skin of SKINS) {
      const { default: ornaments } = (await import(`../../widgets/parts/skin-${skin}.ts`)) as {
        default: { cssText: string };
      };
      const { cssText } = ornaments;
      assert.doesNotMatch(cssText, /url\(|@import|image-set|position:\s*fixed|:host|::slotted/);
      for (const [, selector] of cssText.replace(/\/\*[\s\S]*?\*\//g, '').matchAll(/([^{}]+)\{/g))
        assert.ok(selector!.trim().startsWith(`.skin-${skin}`), selector);
    }
  });
});
