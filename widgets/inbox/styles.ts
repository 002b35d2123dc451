import { type CSSResult, css } from 'lit';

export const bellStyles: CSSResult = css`
  :host {
    --d-accent: var(--dangol-accent, var(--d-mall-accent, var(--d-text)));
    --d-accent-text: var(--dangol-accent-text, var(--d-mall-accent-text, var(--d-surface)));
    display: inline-block;
    vertical-align: middle;
  }
  :host([view='list']) {
    display: block;
  }
  .bell {
    position: relative;
    display: grid;
    place-content: center;
    inline-size: 44px;
    block-size: 44px;
    padding: 0;
    border-radius: var(--d-radius);
  }
  svg {
    display: block;
  }
  .count {
    position: absolute;
    inset-block-start: 2px;
    inset-inline-start: 50%;
    min-inline-size: 18px;
    padding-inline: 4px;
    border: 1px solid var(--d-surface);
    border-radius: 10px;
    background: var(--d-accent);
    color: var(--d-accent-text);
    font-size: 11px;
    font-weight: 700;
    font-variant-numeric: tabular-nums;
    line-height: 16px;
    text-align: center;
    white-space: nowrap;
  }
  /* No text of the page: the button has said it, in a sentence. */
  .count::before {
    content: attr(data-count);
  }
  h2,
  ::slotted([slot='heading']) {
    margin: 0;
    font-size: var(--dangol-heading-size, 1.33em);
    font-weight: 700;
    line-height: 1.35;
  }
  .room {
    min-block-size: var(--dangol-inbox-height, 420px);
  }
`;
