import { type CSSResult, css, html, type TemplateResult } from 'lit';
import type { Words } from '../core/words.ts';

export interface HistogramOptions {
  /** How many have one, two, three, four, five stars. */
  counts: readonly number[];
  /** The row that filters now. */
  picked: number | null;
  /** A row was pressed; the one that filters now is pressed to let go of it. */
  onPick(stars: number): void;
  words: Words;
}

/** Five rows of bars, the most stars on top; each is a button that filters. */
export function histogram({ counts, picked, onPick, words }: HistogramOptions): TemplateResult {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return html`<div class="hist" part="histogram" role="group" aria-label=${words.t('histogram')}>
    ${[5, 4, 3, 2, 1].map((stars) => {
      const count = counts[stars - 1] ?? 0;
      return html`<button
        type="button"
        title=${words.t('starsRowLabel', { stars, count })}
        aria-pressed=${picked === stars}
        ?disabled=${count === 0 && picked !== stars}
        @click=${() => onPick(stars)}
      >
        <span class="hist-name">${words.t('starsRow', { stars })}</span>
        <svg class="rail" aria-hidden="true"><rect width="${total ? (count / total) * 100 : 0}%" height="100%" rx="4" /></svg>
        <span class="hist-count">${words.number(count)}</span>
      </button>`;
    })}
  </div>`;
}

export const histogramStyles: CSSResult = css`
  .hist {
    display: grid;
    grid-template-columns: auto minmax(3em, 1fr) auto;
    max-inline-size: 30em;
  }
  .hist button {
    display: grid;
    grid-column: 1 / -1;
    grid-template-columns: subgrid;
    align-items: center;
    gap: 10px;
    min-height: 28px;
    padding: 2px 6px;
    color: var(--d-muted);
    font-size: 0.87em;
    text-align: start;
  }
  .hist button:disabled {
    opacity: 1;
  }
  .hist button:not(:disabled):hover,
  .hist [aria-pressed='true'] {
    background: var(--d-raised);
    color: inherit;
  }
  .hist [aria-pressed='true'] {
    font-weight: 700;
  }
  .hist-count {
    text-align: end;
    font-variant-numeric: tabular-nums;
  }
  .rail {
    inline-size: 100%;
    block-size: 8px;
    border-radius: 4px;
    background: color-mix(in srgb, var(--d-text) 9%, var(--d-surface));
    fill: var(--d-star);
  }
`;
