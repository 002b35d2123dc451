import { type CSSResult, css, html, type TemplateResult } from 'lit';
import type { Words } from '../core/words.ts';

const segmenter = 'Segmenter' in Intl ? new Intl.Segmenter('und') : undefined;

/** Length as people count: a family emoji is one. A browser without Intl.Segmenter counts code points. */
export function lengthOf(text: string): number {
  let count = 0;
  for (const _ of segmenter?.segment(text) ?? text) count++;
  return count;
}

/** "12 / 500자". What is too long is told by the form in words; here it only turns red. */
export function lengthCounter({
  text,
  max,
  words,
}: {
  text: string;
  max: number;
  words: Words;
}): TemplateResult {
  const count = lengthOf(text);
  return html`<span class="length ${count > max ? 'over' : ''}" part="length">${words.t('textCount', { count, max })}</span>`;
}

export const lengthCounterStyles: CSSResult = css`
  .length {
    color: var(--d-muted);
    font-size: 0.8em;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .length.over {
    color: var(--d-bad);
    font-weight: 600;
  }
`;
