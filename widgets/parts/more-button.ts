import { type CSSResult, css, html, type TemplateResult } from 'lit';

/** The end of a list: brings the next page. Busy, it keeps its place and the focus. */
export function moreButton({
  label,
  busy,
  onMore,
}: {
  label: string;
  busy: boolean;
  onMore(): void;
}): TemplateResult {
  return html`<button
    type="button"
    class="plain wide"
    part="more"
    aria-disabled=${busy}
    aria-busy=${busy}
    @click=${() => busy || onMore()}
  >
    ${label}
  </button>`;
}

export const moreButtonStyles: CSSResult = css`
  .wide {
    display: block;
    inline-size: 100%;
    border-color: var(--d-line);
  }
`;
