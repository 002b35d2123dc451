import { type CSSResult, css, html, type TemplateResult } from 'lit';

export interface Chip {
  label: string;
  isOn: boolean;
  toggle(): void;
}

/** A row of switches. On a narrow page it scrolls; the keyboard brings what it reaches into sight. */
export function chips({
  label,
  items,
}: {
  /** What the row is for: "후기 거르기". */
  label: string;
  items: readonly Chip[];
}): TemplateResult {
  return html`<div class="chips" role="group" aria-label=${label}>
    ${items.map(
      ({ label: text, isOn, toggle }) =>
        html`<button type="button" class="chip" aria-pressed=${isOn} @click=${toggle}>
          ${text}
        </button>`,
    )}
  </div>`;
}

export const chipsStyles: CSSResult = css`
  .chips {
    display: flex;
    gap: 8px;
    /* Room for the focus ring, which a scrolling box would cut. */
    padding: 4px;
    margin: -4px 0 -4px -4px;
    overflow-x: auto;
    scrollbar-width: none;
    overscroll-behavior-x: contain;
    scroll-padding-inline: 24px;
  }
  .chip {
    flex: none;
    display: inline-flex;
    align-items: center;
    min-height: 36px;
    padding: 6px 14px;
    border: 1px solid var(--d-edge);
    border-radius: 1.3em;
    background: var(--d-surface);
    font-size: 0.93em;
    text-align: start;
    cursor: pointer;
  }
  .chips .chip {
    display: block;
    max-inline-size: 15em;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .chip[aria-pressed='true'] {
    border-color: var(--d-accent);
    background: color-mix(in srgb, var(--d-accent) 8%, var(--d-surface));
    font-weight: 600;
  }
`;
