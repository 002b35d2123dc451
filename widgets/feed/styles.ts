import { type CSSResult, css } from 'lit';

/** Of the frame, which is there before the list is. */
export const feedStyles: CSSResult = css`
  :host {
    --d-muted: var(--dangol-muted, color-mix(in srgb, var(--d-text) 70%, var(--d-surface)));
    position: relative;
    container-type: inline-size;
  }
  .root {
    min-height: var(--dangol-feed-height, 520px);
  }
  p,
  h2 {
    margin: 0;
  }
  h2,
  ::slotted([slot='heading']) {
    margin: 0;
    font-size: var(--dangol-heading-size, 1.33em);
    font-weight: 700;
    line-height: 1.35;
  }
  .none {
    display: grid;
    gap: 6px;
    justify-items: center;
    padding: 3.4em 1em;
    text-align: center;
    text-wrap: balance;
  }
  .muted {
    color: var(--d-muted);
  }
`;
