import { type CSSResult, css, html, type TemplateResult } from 'lit';
import '../core/times.ts';
import type { Words } from '../core/words.ts';
import { STAR } from './icons.ts';

const steps = [0, 24, 48, 72, 96];
const five = steps.map((x) => STAR.replace('12', String(x + 12))).join('');

export interface StarsOptions {
  /** 0 to 5; a mean may be anything between. */
  value: number;
  words: Words;
}

/** Stars to look at. They are as high as the text around them. */
export function stars({ value, words }: StarsOptions): TemplateResult {
  // An inner svg cuts off what is wider than itself: no clip path, so no ids that could meet.
  const width = Math.round(Math.min(5, Math.max(0, value)) * 240) / 10;
  return html`<span class="stars" part="stars" role="img" aria-label=${words.t('starsOf', { mean: words.mean(value) })}
    ><svg viewBox="0 0 120 24" aria-hidden="true"
      ><path d=${five} /><svg width=${width} height="24"><path class="lit" d=${five} /></svg></svg
  ></span>`;
}

export const starsStyles: CSSResult = css`
  .stars {
    display: inline-block;
    inline-size: 5.5em;
    block-size: 1.1em;
    line-height: 0;
    vertical-align: -0.15em;
    color: var(--d-star-off);
    flex: none;
    /* Else all five would look lit. */
    forced-color-adjust: none;
  }
  .stars svg {
    fill: currentColor;
  }
  .stars .lit {
    fill: var(--d-star);
  }
`;
