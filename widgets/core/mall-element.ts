import { DangolElement } from './element.ts';
import { type Colour, contrast, type MallLooks, PAGE, rgb } from './looks.ts';

/** The mall's own colour and corners, as declarations for `:host`. */
function rulesOf({ accent, radius }: MallLooks): string {
  let rules = '';
  const colour = accent?.match(/[\da-f]{2}/gi)?.map((two) => Number.parseInt(two, 16)) as Colour | undefined;
  // Black or white upon the mall's colour, whichever can be read.
  if (colour)
    rules += `;--d-mall-accent:${rgb(colour)};--d-mall-accent-text:${contrast(colour, PAGE.light) < 4.5 ? '#111' : '#fff'}`;
  if (radius !== null) rules += `;--d-mall-radius:${radius}px`;
  return rules;
}

/** Takes the mall's own looks and language, where page and element say nothing. */
export function takeLooks(
  element: DangolElement,
  { looks, locale }: { looks: MallLooks; locale: string },
): void {
  element.mallScheme = looks.scheme;
  element.mallRules = rulesOf(looks);
  element.refreshLooks();
  void element.speak(locale);
}

/** A widget whose data tells how the mall looks and speaks. */
export abstract class MallElement extends DangolElement {
  /** @internal */
  mallSays(mall: { looks: MallLooks; locale: string }): void {
    takeLooks(this, mall);
  }
}
