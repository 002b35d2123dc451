import { type CSSResult, css, html, type TemplateResult } from 'lit';

/** Grey lines where texts will be, so that nothing jumps when they come. */
export function skeleton({ rows, label }: { rows: number; label: string }): TemplateResult {
  return html`<div class="waiting" role="status">
    <span class="only-heard">${label}</span>${new Array(rows).fill(html`<i></i>`)}
  </div>`;
}

export const skeletonStyles: CSSResult = css`
  .waiting i {
    display: block;
    block-size: 4.4em;
    margin-block: 2em;
    border-block: 1em solid color-mix(in srgb, var(--d-text) 9%, var(--d-surface));
    animation: breathe 1.6s ease-in-out infinite alternate;
  }
  @keyframes breathe {
    to {
      opacity: 0.45;
    }
  }
`;
