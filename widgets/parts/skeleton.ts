import { type CSSResult, css, html, type TemplateResult } from 'lit';

/** Grey lines as high as what is coming, so that nothing moves when it comes. */
export function skeleton({ rows, label }: { rows: number; label: string }): TemplateResult {
  return html`<div class="waiting" part="waiting" role="status">
    <span class="only-heard">${label}</span>
    ${new Array(rows).fill(html`<div><i></i><i></i><i></i></div>`)}
  </div>`;
}

export const skeletonStyles: CSSResult = css`
  .waiting > div {
    display: grid;
    gap: 0.7em;
    padding-block: 1.4em;
    border-block-end: 1px solid var(--d-line);
  }
  .waiting i {
    block-size: 0.9em;
    border-radius: 0.4em;
    background: color-mix(in srgb, var(--d-text) 9%, var(--d-surface));
    animation: breathe 1.6s ease-in-out infinite alternate;
  }
  .waiting i:first-child {
    inline-size: 34%;
  }
  .waiting i:last-child {
    inline-size: 72%;
  }
  @keyframes breathe {
    to {
      opacity: 0.45;
    }
  }
`;
